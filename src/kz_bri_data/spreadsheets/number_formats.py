"""What a number format of a spreadsheet shows of a value."""

from __future__ import annotations

import re

_YEAR_AND_MONTH = 'yyyy"年"m"月"'
_MONTH_AND_DAY = 'm"月"d"日"'

# Formats that a workbook names by a number without saying what they are: those of dates, and of numbers.
BUILT_IN = {
    **{0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"},
    **{12: "# ?/?", 13: "# ??/??", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00"},
    **{48: "##0.0E+0", 49: "@"},
    **{14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "yyyy-mm-dd h:mm"},
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "h:mm"),
    **dict.fromkeys((27, 36, 50, 52, 57), _YEAR_AND_MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), _MONTH_AND_DAY),
    **dict.fromkeys((30, 31), "yyyy-mm-dd"),
}

# What is shown as it is: in quotes, after a backslash, as a blank or a filler. And colours and languages.
_LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]|AM/PM|General', re.IGNORECASE)


def is_percent(form: str) -> bool:
    r"""Say whether a number is shown as a percentage, and not only beside the sign.

    Examples
    --------
    >>> [is_percent(form) for form in ("0.0%", '0.0"%"', r"0\%")]
    [True, False, False]
    """
    return "%" in _LITERAL.sub("", form)


def is_date(form: str) -> bool:
    """Say whether a number is shown as a date or a time.

    Examples
    --------
    >>> [is_date(form) for form in ("d-mmm", "General", "[Red]0.00", "[$-419]dd.mm.yyyy")]
    [True, False, False, True]
    """
    # An "e" beside digits is an exponent; alone it is a year.
    return re.search("[ymdhs]|^[^0#?]*e[^0#?]*$", _bare(form)) is not None


def date_parts(form: str) -> str:
    """Say which parts of a date are shown, in order: y, m and d.

    Examples
    --------
    >>> [date_parts(form) for form in ("dd.mm.yyyy h:mm", "mmm-yy", "d-mmm", "h:mm:ss")]
    ['ymd', 'ym', 'md', '']
    """
    parts = re.findall("y+|m+|d+|h+|s+|e+", _bare(form))
    shown = set()
    for before, part, after in zip(["", *parts], parts, [*parts[1:], ""], strict=False):
        # Of a time, "m" is minutes.
        if part[0] == "m" and before[:1] != "h" and after[:1] != "s":
            shown.add("m")
        elif part[0] in "ye":
            shown.add("y")
        elif part in ("d", "dd"):  # more of them name the day of the week
            shown.add("d")
    return "".join(letter for letter in "ymd" if letter in shown)


def _bare(form: str) -> str:
    return _LITERAL.sub("", form.partition(";")[0].lower())
