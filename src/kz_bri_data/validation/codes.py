"""Every code that a problem can have, with what it stands for.

Row rules are not here: they are declared on the models, and their names are codes as well. Codes are
part of the interface. docs/rules.md has a row with examples for each.
"""

ERRORS = {
    "file-missing": "A file that the descriptor names is not there.",
    "file-unregistered": "A CSV that no resource of the descriptor names.",
    "file-empty": "A file without a header.",
    "path-unsafe": "A path, an address or a link that leads out of the package folder, or to no plain file.",
    "descriptor": "A datapackage.json that cannot be read as one.",
    "name-duplicate": "Two resources, fields or properties of one name in the descriptor.",
    "drift": "A table that a descriptor lacks, or describes otherwise than the models or the file itself.",
    "encoding": "Bytes that are not UTF-8.",
    "bom": "A byte order mark.",
    "line-end": "Lines that end with something else than LF, or a last line that does not end.",
    "nul": "A NUL byte.",
    "quote-stray": "A quote in the middle of a cell.",
    "quote-unclosed": "A quote that is never closed.",
    "quote-needless": "Quotes around a cell that needs none.",
    "column-missing": "A column that is not there.",
    "column-extra": "A column that the table does not have.",
    "column-order": "Columns in another order than declared.",
    "column-duplicate": "A column that is there twice.",
    "row-blank": "A line with nothing on it, or a row with nothing in it.",
    "row-short": "A row with fewer cells than the header.",
    "row-long": "A row with more cells than the header.",
    "row-too-long": "A row beyond all measure.",
    "required": "An empty cell in a column that must be filled.",
    "blanks": "Blanks before or after what a cell says.",
    "invisible": "A character that does not show, or that turns the direction of writing.",
    "character-lost": "A sign that stands for a character which was lost.",
    "nfc": "Letters and accents written apart, though Unicode has them as one.",
    "formula": "Text that a spreadsheet would run.",
    "spreadsheet-error": "What a spreadsheet writes where it could not compute.",
    "type": "A cell that is not a number, whole number or date.",
    "number-form": "A number that is not written plainly.",
    "enum": "A word that is none of the allowed ones.",
    "pattern": "Text that does not have the form of its column.",
    "bounds": "A number that is too small or too large.",
    "reference": "A key that the other table does not have.",
    "reference-unread": "A key that was not found in a table of which not every row could be read.",
    "primary-key": "Two rows with the same key.",
    "unique": "Two rows that nothing tells apart.",
    "order": "Rows that are not sorted by their key.",
}

# What needs judgement: it may be right, and then it stays. `--strict` counts it as an error.
WARNINGS = {
    "printed-value": "A figure as printed that gives another value than the row.",
    "off-by-powers": "A value off its neighbours in the series by a factor of 10, 100 or 1000.",
    "cumulative-falls": "A running total that is less than an earlier one.",
    "said-twice": "One printed figure of one source in two rows.",
    "no-address": "A source without url and licence.",
}

CODES = ERRORS | WARNINGS
