"""What can be wrong with a package, its descriptor, or a file as a whole."""

from kz_bri_data._rules import CodeText

PACKAGE = {
    "file-missing": CodeText(
        "The descriptor names a file that is not there.",
        "Tools that read the package by its descriptor stop at this table.",
        '`"path": "data/regions.csv"`',
        '`"path": "data/areas.csv"`',
    ),
    "file-unregistered": CodeText(
        "A CSV in `data/` that no resource names.",
        "No tool would ever read it.",
        '`"resources": []` beside data/areas.csv',
        "a resource whose path is `data/areas.csv`",
    ),
    "path-unsafe": CodeText(
        "A path, address or link that leads out of the package folder, or to a folder, device or pipe; a "
        "path that no file can have.",
        "Reading it would open files that do not belong to the package.",
        "`../../../etc/passwd`",
        "`data/areas.csv`",
    ),
    "descriptor": CodeText(
        "The `datapackage.json` is not JSON in UTF-8, not a data package, or gives a table no path.",
        "Without it nobody knows which files belong to the package.",
        '`"resources": [}`',
        '`"resources": []`',
    ),
    "name-duplicate": CodeText(
        "Two resources, fields or properties of one name.",
        "Programs keep either the first or the last, so two readers would see two packages.",
        '`"name": "x",` and again `"name": "y",`',
        '`"name": "x",`',
    ),
    "drift": CodeText(
        "A table is missing from the descriptor, or its schema there differs from the models, or an encoding "
        "or dialect from those of the CSVs.",
        "Other tools would check the data by the wrong rules.",
        '`"pattern": ".*"`',
        "what `kz-bri-data build` writes",
    ),
}

FILE = {
    "file-empty": CodeText(
        "The file has no header.",
        "Without column names no cell has a meaning.",
        "nothing at all",
        "`area,name,kind`",
    ),
    "not-csv": CodeText(
        "The file is something else under the name of a CSV: a workbook, an archive, a web page, a pointer "
        "of Git LFS.",
        "None of its rows can be read.",
        "`version https://git-lfs.github.com/spec/v1`",
        "the file that the pointer stands for",
    ),
    "separator": CodeText(
        "Cells that are divided by semicolons, tabs or bars, as spreadsheets save them where a comma stands "
        "before decimals.",
        "Read as CSV, every row is one cell.",
        "`CHN;China;country;`",
        "`CHN,China,country,`",
    ),
    "header-late": CodeText(
        "Lines above the header: a title, a note, or `sep=,`.",
        "Programs take the first line for the names of the columns.",
        "`Table 1. Areas`",
        "`area,name,kind,part_of` as the first line",
    ),
    "header-again": CodeText(
        "The header stands among the rows a second time, as it does where two files were put together.",
        "It would be read as a row.",
        "`area,name,kind,part_of` on line 3",
        "no such line",
    ),
    "row-quoted": CodeText(
        "Rows that are in quotes as a whole. Excel saves them so where its settings divide cells by "
        "semicolons: it takes a row with commas for one cell.",
        "Such a row is one cell.",
        '`"CHN,""China, the"",country,"`',
        '`CHN,"China, the",country,`',
    ),
    "merge-conflict": CodeText(
        "Lines by which git marks a merge that it left to a person.",
        "The rows between them are there in two versions.",
        "`<<<<<<< HEAD`",
        "the rows that are right, without these lines",
    ),
    "file-truncated": CodeText(
        "The file ends in the middle of a row, without a line end.",
        "All that came after it is missing, and nothing says how much that was.",
        "`KAZ,Kazakh` at the end",
        "the whole file",
    ),
    "encoding": CodeText(
        "Bytes that are not UTF-8.",
        "Names in Chinese, Russian and Kazakh would come out as other letters.",
        "the bytes of Windows-1251",
        "UTF-8",
    ),
    "bom": CodeText(
        "A byte order mark at the beginning.",
        "Many tools make it a part of the first column's name.",
        "the bytes EF BB BF before `area,name,kind`",
        "`area,name,kind`",
    ),
    "line-end": CodeText(
        "Lines that end with CR LF or CR, or a last line without an end.",
        "Every line of the file would show as changed.",
        "CR LF",
        "LF",
    ),
    "nul": CodeText(
        "A NUL byte in a cell.",
        "Many programs end the text there.",
        "NUL",
        "nothing in its place",
    ),
    "quote-stray": CodeText(
        "A quote in the middle of a cell.",
        "Tools divide such a line into cells in different ways.",
        '`The "World"`',
        '`"The ""World"""`',
    ),
    "quote-unclosed": CodeText(
        "A quote that is opened and never closed.",
        "All that follows becomes a part of one cell.",
        '`CHN,"China,country`',
        "`CHN,China,country`",
    ),
    "quote-needless": CodeText(
        "Quotes around a cell without comma, quote or line break.",
        "The same row written in two ways looks like a change.",
        '`"China"`',
        "`China`",
    ),
}
