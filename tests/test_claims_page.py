"""The page of all claims shows each with its verdict, its evidence and how many origins support it."""

from pathlib import Path

import pytest

from kz_bri_data._catalogue import installed
from kz_bri_data.descriptor.claims_page import claims_page

PAGE = claims_page(installed())
ROWS = {line.split("`")[1]: line for line in PAGE.splitlines() if line.startswith("| ") and "`" in line}


def test_every_assessment_has_one_row_with_its_verdict_and_reason():
    assessments = list(installed().rows("assessments"))
    assert len(ROWS) == len(assessments) > 60
    for row in assessments:
        line = ROWS[row["assessment_id"].partition("/")[2]]
        assert f"| {row['verdict']} |" in line
        assert row["reason"].replace("|", "\\|") in line


def test_all_evidence_stands_beside_its_claim():
    for row in installed().rows("assessment_evidence"):
        line = ROWS[row["assessment_id"].partition("/")[2]]
        assert f"{row['relation']}: " in line
        assert f"`{row['evidence_id']}`" in line


@pytest.mark.parametrize(
    ("claim", "origins"),
    [
        ("chery-sales-growth", 1),  # four years of one count
        ("confucius-institutes", 2),
        ("belt-and-road-proposed", 2),
        ("largest-landlocked-country", 0),
    ],
)
def test_origins_are_counted_and_not_publications(claim, origins):
    assert ROWS[claim].split(" | ")[3] == str(origins)


def test_the_page_is_what_the_package_says():
    path = Path(__file__).parents[1] / "docs/claims.md"
    assert path.read_text("utf-8") == PAGE
