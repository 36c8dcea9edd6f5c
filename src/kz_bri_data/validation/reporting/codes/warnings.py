"""What is likely a mistake, but may be right."""

from kz_bri_data._rules import CodeText

WARNING_TEXTS = {
    "printed-value": CodeText(
        "The figure as printed gives another value than the row.",
        "Usually a digit or a scale word, such as million, was misread.",
        "`93%` beside the value 39",
        "`39%`",
    ),
    "resolution": CodeText(
        "The resolution is not the size of the last digit that the figure as printed means. Zeros at the end "
        "of a printed whole number count as rounded, unless they have no hedge and the source prints the "
        "same indicator in the same unit to a finer digit elsewhere; in a data file all digits count.",
        "Values are compared as exactly as they are printed: 15,000 does not contradict 15,183.",
        '`1,exact` beside `"48,000 trains"`',
        "1000",
    ),
    "exception-unused": CodeText(
        "A row of `exceptions` accepts a warning that is not given.",
        "It would hide the next mistake in that row.",
        "a row for a value that was corrected meanwhile",
        "no such row",
    ),
    "off-by-powers": CodeText(
        "A value is 10, 100 or 1000 times the values next to it in its series, or a tenth, a hundredth or a "
        "thousandth of them; or a series goes on at a thousand times or a thousandth of what it was.",
        "Usually a digit is missing or the scale is wrong.",
        "`3650000000` between 31200000000 and 43800000000",
        "36500000000",
    ),
    "cumulative-falls": CodeText(
        "A running total is less than an earlier one, whatever their hedges leave open.",
        "A running total cannot fall; usually the start or the way of counting differs.",
        "`47500` after 48000",
        "48500",
    ),
    "period-longer": CodeText(
        "A period is longer than a year, but its series is one of years: three rows or more of it are years.",
        "The sum of two years would stand beside single ones, and count them twice.",
        "`2022-01-01,2023-12-31` in a series of years",
        "`2023-01-01,2023-12-31`",
    ),
    "said-twice": CodeText(
        "Two rows carry the same figure of the same indicator from the same place of the same source.",
        "Sums and counts would count it twice.",
        "`rail-2025/freight-too`",
        "one row",
    ),
    "no-address": CodeText(
        "A source has no url, no copy it was read at, no licence, and no note that says why.",
        "Nobody could look the figures up.",
        "`rail-2025` without any of them",
        "a url, a carrier, a licence or a note",
    ),
    "plan-is-past": CodeText(
        "An event is planned, a target or a projection, but ends before its source was published.",
        "Usually it happened, and the status is that of an older source.",
        "`2017-01-01,2017-12-31,stated,planned,rail-2025`",
        "`2017-01-01,2017-12-31,stated,actual,rail-2025`",
    ),
    "blanks-inside": CodeText(
        "A name with two blanks in a row, or with another blank than that of the space bar.",
        "To the eye it is the same name, but it forms a group of its own and no search finds it.",
        "`Horgos  Customs`",
        "`Horgos Customs`",
    ),
    "printed-unit": CodeText(
        "The words of the figure, or of its place in the source, speak of another unit than the row has.",
        "Yuan taken for dollars are seven times too much.",
        "`,USD,` beside `39.2 billion yuan`",
        "`,CNY,` beside `39.2 billion yuan`",
    ),
    "printed-scale": CodeText(
        "The locator names a scale, such as thousand dollars, but the value is the cell as it stands.",
        "The value is a thousand times too small, and all others of the column with it.",
        "`43800` in `column Total (thousand US dollars)`",
        "`43800000`",
    ),
    "printed-hedge": CodeText(
        "The words beside the number say another qualifier than the row has, or no hedge where it has one.",
        "A comparison would find that sources conflict, or agree, where the words leave it open.",
        "`,exact,` beside `over 41 million tons`",
        "`,over,` beside `over 41 million tons`",
    ),
    "unused": CodeText(
        "A source of a package that no row cites.",
        "A reader looks in vain for what was read from it; often its rows were forgotten.",
        "a source without rows",
        "a source with the rows that were read from it",
    ),
    "same-point": CodeText(
        "Two places at one point.",
        "Usually it is one place under two names, or a row was copied.",
        "`43.25,76.91` twice",
        "one row a place",
    ),
    "point-outside-area": CodeText(
        "The coordinates lie outside the box around the country of the row, if `bounding_boxes` has one.",
        "Often latitude and longitude are swapped, and the place would stand in another part of the world.",
        "`KAZ,76.91,43.25`",
        "`KAZ,43.25,76.91`",
    ),
    "near-code": CodeText(
        "A code of a basis, breakdown, definition, dimension or indicator that is nearly an earlier one.",
        "Figures of one series would stand in two.",
        "`west_bound` beside `westbound`",
        "`westbound`",
    ),
    "address-again": CodeText(
        "A source with the address of another one, written in another way.",
        "One publication would count as two independent ones.",
        "`http://www.customs.example/2024/`",
        "the source that is there",
    ),
}
