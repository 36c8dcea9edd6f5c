# How is the border port of Horgos written in Kazakh, Russian and Chinese? The names as a spreadsheet.
# Run: sh docs/recipes/names.sh

# By hand: open the CSV in LibreOffice Calc; character set Unicode (UTF-8), language English (USA), separator
# comma, "Detect special numbers" off. Then File > Save As.
set -e
folder=build/spreadsheets
# With a profile of its own it also works while LibreOffice is open.
calc() {
    soffice "-env:UserInstallation=file://$PWD/$folder/profile" --headless "$@" >/dev/null
}

# Comma, double quote, UTF-8, from line 1, no formats of columns, English (USA), and nothing is guessed.
opened="CSV:44,34,76,1,,1033,false,false"
calc --infilter="$opened" --convert-to ods --outdir "$folder" datapackage/data/entity_names.csv
# Back again, to see that nothing was lost.
saved="csv:Text - txt - csv (StarCalc):44,34,76,1,,1033"
calc --convert-to "$saved" --outdir "$folder" "$folder/entity_names.ods"
cmp "$folder/entity_names.csv" datapackage/data/entity_names.csv && echo "every name came back as it was"
grep "^horgos-port," "$folder/entity_names.csv"
