"""A window of days: its months, its frequency, and how it is said."""

import pytest

from kz_bri_data._periods import Window


@pytest.mark.parametrize(
    ("start", "end", "months", "frequency", "text"),
    [
        ("2024-01-01", "2024-12-31", 12, "A", "2024"),
        ("2023-01-01", "2024-12-31", 24, None, "2023-01-01/2024-12-31"),
        ("2023-07-01", "2024-06-30", 12, None, "2023-07-01/2024-06-30"),
        ("2024-01-01", "2024-06-30", 6, "S", "2024-01-01/2024-06-30"),
        ("2024-04-01", "2024-09-30", 6, None, "2024-04-01/2024-09-30"),
        ("2024-10-01", "2024-12-31", 3, "Q", "2024-10-01/2024-12-31"),
        ("2024-11-01", "2025-01-31", 3, None, "2024-11-01/2025-01-31"),
        ("2024-02-01", "2024-02-29", 1, "M", "2024-02"),
        ("2023-02-01", "2024-02-29", 13, None, "2023-02-01/2024-02-29"),
        ("2024-02-01", "2024-02-28", None, None, "2024-02-01/2024-02-28"),
        ("2024-02-02", "2024-02-29", None, None, "2024-02-02/2024-02-29"),
        ("2024-02-29", "2024-02-29", None, "D", "2024-02-29"),
        ("", "2024-02-29", None, "D", "to 2024-02-29"),
        ("", "", None, None, "undated"),
    ],
)
def test_window(start, end, months, frequency, text):
    window = Window(start, end)
    assert (window.months, window.frequency, window.text) == (months, frequency, text)
