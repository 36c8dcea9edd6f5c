"""What can be wrong with columns, with rows as such, and with rows beside each other."""

from kz_bri_data._rules import CodeText

COLUMNS_AND_ROWS = {
    "column-missing": CodeText(
        "A column of the table is not there.",
        "Rows without it cannot be added to the others.",
        "`area,kind`",
        "`area,name,kind`",
    ),
    "column-extra": CodeText(
        "A column that the table does not have.",
        "Nobody knows what its cells mean; often it is a misspelt name.",
        "`area,nmae,kind`",
        "`area,name,kind`",
    ),
    "column-order": CodeText(
        "The columns are in another order.",
        "A line copied into the table would have its cells in the wrong columns.",
        "`name,area,kind`",
        "`area,name,kind`",
    ),
    "column-duplicate": CodeText(
        "A column is there twice.",
        "Programs take either of the two.",
        "`area,name,name,kind`",
        "`area,name,kind`",
    ),
    "row-blank": CodeText(
        "A line with nothing on it, or nothing but commas.",
        "It says nothing, and some tools count it as a row.",
        "an empty line",
        "no line",
    ),
    "row-short": CodeText(
        "Fewer cells than the header has.",
        "It is unclear which cell is missing.",
        "`KAZ,Kazakhstan`",
        "`KAZ,Kazakhstan,country`",
    ),
    "row-long": CodeText(
        "More cells than the header has.",
        "Usually a text with a comma lacks quotes; every cell after it is in the wrong column.",
        "`KAZ,Kazakhstan, Republic of,country`",
        '`KAZ,"Kazakhstan, Republic of",country`',
    ),
    "row-too-long": CodeText(
        "A row of more than 1,048,576 bytes; nothing in it is read.",
        "No real row is so long; usually a line break or a closing quote is missing.",
        "a missing line break",
        "one row a line",
    ),
    "order": CodeText(
        "Rows that are not sorted by their key: whole numbers by size, all else as text by code point.",
        "In a fixed order a diff shows only the lines that changed, and contributions rarely conflict.",
        "`WLD` before `KAZ`",
        "`KAZ` before `WLD`",
    ),
    "series-unknown": CodeText(
        "A row of `series` names a series of which there is no observation.",
        "A choice, title or caveat of a series that is misspelt, or no longer there, is never shown.",
        "`trade/KAZ/CHN/USD/Q` where all observations are of years",
        "`trade/KAZ/CHN/USD/A`",
    ),
}

ROWS = {
    "primary-key": CodeText(
        "The key of an earlier row.",
        "Other tables point to a row by its key, which must mean one row.",
        "`KAZ` twice",
        "`KAZ` once",
    ),
    "unique": CodeText(
        "The row has the same series, period and source as an earlier one, empty being equal to empty.",
        "A reader could not choose between the two figures.",
        "`freight-again`",
        "one row, or a `breakdown` that names the difference",
    ),
    "part-of-circle": CodeText(
        "By its `part_of`, or by relations `part_of`, a thing is in the end a part of itself.",
        "Whoever adds up parts would never come to an end.",
        "`horgos-port,part_of,chinese-brands` beside `chinese-brands,part_of,horgos-port`",
        "one of the two",
    ),
}
