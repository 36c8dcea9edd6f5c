# How much did Kazakhstan export to China each year, as its own office of statistics counts it?
# Run: Rscript docs/recipes/exports.R

read <- function(table) {
  path <- file.path("datapackage/data", paste0(table, ".csv"))
  read.csv(path, na.strings = "", encoding = "UTF-8")  # without na.strings, a code "NA" would be a gap
}
rows <- subset(
  read("observations"),
  indicator_id == "goods_exports" & ref_area == "KAZ" & partner_area == "CHN" & basis == "kazakh_stats" &
    is.na(breakdown) & is.na(definition) & is.na(counted_from) & status == "actual" &
    grepl("-01-01$", period_start) & grepl("-12-31$", period_end) & period_end >= "2021"
)
rows$year <- as.integer(substr(rows$period_end, 1, 4))
rows <- merge(rows, read("sources")[c("source_id", "publisher")])
rows <- rows[order(rows$year, rows$resolution), ]  # the most exact first
options(width = 120)
print(rows[c("year", "value", "unit", "qualifier", "figure_as_printed", "source_id")], row.names = FALSE)
cat(unique(paste0(rows$source_id, ": ", rows$publisher)), sep = "\n")
