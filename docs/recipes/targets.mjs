// Which targets from 2030 on are set for renewables in Kazakhstan's electricity, and who prints them?
// Run: node docs/recipes/targets.mjs

import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync"; // npm install csv-parse; to split at commas breaks cells in quotes

const read = (table) => parse(readFileSync(`datapackage/data/${table}.csv`), { columns: true });
const sources = new Map(read("sources").map((row) => [row.source_id, row]));

const targets = read("observations")
  .filter((row) => row.indicator_id === "renewables_share_of_electricity" && row.ref_area === "KAZ")
  .filter((row) => row.status === "target" && row.period_end >= "2030")
  .sort((a, b) => a.period_end.localeCompare(b.period_end) || a.value - b.value);

for (const row of targets) {
  const { title, publisher, url } = sources.get(row.source_id);
  const counted = row.definition || "renewables"; // another definition is another series
  console.log(`${row.period_end.slice(0, 4)}, ${counted}: ${row.qualifier} ${row.value} ${row.unit}`);
  console.log(`  "${row.figure_as_printed}", ${publisher || title}, ${url || "no address known"}`);
}
