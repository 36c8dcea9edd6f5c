"""What does Kazakhstan say that it bought from China, and what does China say that it sold to Kazakhstan?

Run: python docs/recipes/mirror.py
"""

import polars as pl

# Types are told by all rows, not the first hundred; "NA" stays text, and only an empty cell is missing.
table = pl.read_csv("datapackage/data/observations.csv", infer_schema_length=None, try_parse_dates=True)
bought = {"indicator_id": "goods_imports", "ref_area": "KAZ", "partner_area": "CHN", "basis": "kazakh_stats"}
sold = {"indicator_id": "goods_exports", "ref_area": "CHN", "partner_area": "KAZ", "basis": "chinese_customs"}
start, end = pl.col("period_start"), pl.col("period_end")
whole_year = (start.dt.strftime("%m%d") == "0101") & (end == start.dt.offset_by("1y").dt.offset_by("-1d"))


def of(side: dict[str, str], name: str) -> pl.DataFrame:
    rows = table.filter(whole_year, status="actual", unit="USD", **side)
    rows = rows.filter(pl.all_horizontal(pl.col("breakdown", "definition", "counted_from").is_null()))
    most_exact = rows.sort("resolution", nulls_last=True).unique(
        "period_end", keep="first", maintain_order=True
    )
    return most_exact.select(
        end.dt.year().alias("year"), **{name: "figure_as_printed", f"{name}_by": "source_id"}
    )


# Two bases stay two columns: nothing is averaged, and a year that one side lacks is left out.
both = of(bought, "bought").join(of(sold, "sold"), on="year").sort("year")
print(both.write_csv(), end="")
