"""What can be wrong with a cell by itself."""

from kz_bri_data._rules import CodeText

CELLS = {
    "required": CodeText(
        "An empty cell in a column that must be filled.",
        "Without it the row cannot be used.",
        "`CHN,,country`",
        "`CHN,China,country`",
    ),
    "blanks": CodeText(
        "Blanks before or after the text of a cell, no-break spaces included.",
        "To a program ` China` and `China` are two things.",
        "` China`",
        "`China`",
    ),
    "invisible": CodeText(
        "An invisible character, such as a tab, or one that turns the direction of writing.",
        "Two texts look the same but differ, or a text looks different from what it is.",
        "a zero width space",
        "nothing in its place",
    ),
    "character-lost": CodeText(
        "The character U+FFFD, or a question mark within a word or as one: what programs write for a "
        "letter that they do not know.",
        "A letter is lost; look it up at the source.",
        "`Qaza�stan`",
        "`Qazaqstan`",
    ),
    "look-alike": CodeText(
        "A letter of one script in a word of another, or in a code, such as a Cyrillic С in `CHN`.",
        "The eye sees no difference, but no search and no table that is joined finds the word.",
        "`Сhina`, its first letter Cyrillic",
        "`China`",
    ),
    "mojibake": CodeText(
        "Text in UTF-8 that a program read in another encoding and saved again, as Excel does with a CSV "
        "that it opens without asking. One finding for a file, with its lines.",
        "No search finds the name, and nobody can read it.",
        "`РљР°Р·Р°С…СЃС‚Р°РЅ`",
        "`Казахстан`",
    ),
    "nfc": CodeText(
        "A letter and its accent written as two characters.",
        "It looks like one letter, but a search for that letter does not find it.",
        "E and U+0301",
        "É",
    ),
    "formula": CodeText(
        "Text that a spreadsheet would run. A figure such as `-5.2` or `+3 %` is allowed.",
        "Opened in a spreadsheet it could fetch or send something.",
        "`=HYPERLINK(`",
        "`HYPERLINK`",
    ),
    "spreadsheet-error": CodeText(
        "The error that a spreadsheet writes into a cell that it could not compute.",
        "The value is lost; look it up at the source.",
        "`#N/A`",
        "`48000`",
    ),
    "type": CodeText(
        "A cell that is not a plain number or date: thousands separators, percent signs, words, other dates.",
        "A comma or a day before the month is read differently in different countries.",
        "`48,000`",
        "`48000`",
    ),
    "number-form": CodeText(
        "A number that is not written plainly: exponents, signs, leading zeros, decimals that are all zero.",
        "One number written in two ways looks like a change, and an exponent may hide the last digits.",
        "`4.8e4`",
        "`48000`",
    ),
    "enum": CodeText(
        "A word that is not one of the allowed ones.",
        "Filters and helpers know only those that are listed.",
        "`newz`",
        "`news`",
    ),
    "pattern": CodeText(
        "Text that does not have the form of its column.",
        "Usually something is missing or was typed into the wrong column.",
        "`rail.example/news`",
        "`https://rail.example/news`",
    ),
    "bounds": CodeText(
        "A number that is too small, too large, or beyond what 64 bits hold.",
        "No such value exists, or programs would round it.",
        "`143.25`",
        "`43.25`",
    ),
    "exception-unknown": CodeText(
        "A row of `exceptions` names what is no table, or no warning; what is wrong for certain cannot be "
        "accepted.",
        "It would accept nothing, though somebody thinks it does.",
        "`observations,rail-2025/trains,type`",
        "`observations,rail-2025/trains,said-twice`",
    ),
    "currency-unknown": CodeText(
        "A dimension of money whose code is no currency of ISO 4217.",
        "Amounts are converted by the code of their currency, and this one has no rate.",
        "`money/RMB`",
        "`money/CNY`",
    ),
    "reference": CodeText(
        "A key that the other table does not have.",
        "The row would lose its area, unit or source when the tables are joined.",
        "`persent`",
        "`percent`",
    ),
    "reference-unread": CodeText(
        "A key that is not found in a table that could only be read in part. Reported once per file, because "
        "correcting the other table may be enough.",
        "The key may stand in one of the rows that could not be read.",
        "KAZ, while the row of KAZ in areas.csv is too short",
        "the same, once areas.csv is corrected",
    ),
}
