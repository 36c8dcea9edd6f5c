"""Every remedy that a message names is followed, as it is named, and works."""

import itertools
import re
import shutil
import tomllib
from pathlib import Path
from types import SimpleNamespace

import narwhals.stable.v2 as nw
import pytest
import remedies_of_answers as answers
import remedies_of_references as references
import remedies_of_series as series
from helpers_frames import columns_of, make
from test_helpers_refusals import REFUSALS

import kz_bri_data as kbd
from kz_bri_data import errors
from kz_bri_data._claims import list_claims

GROUPS = [
    *(series.SERIES, series.PERIODS, series.MEASURES, series.NUMBERS),
    *(references.AREAS, references.MONEY, references.UNITS, references.TARGETS),
    *(answers.SELECTION, answers.COMPARISON, answers.TOGETHER, answers.SEARCH, answers.CITING),
]
CASES = [case for group in GROUPS for case in group.items()]
# After these, what is left is no step from one row to another.
NO_STEP = ("in series_columns", "what is no share")


@pytest.mark.parametrize(
    ("case", "words"),
    [pytest.param(case, words, id=f"{name}: {words}") for name, case in CASES for words in case.remedies],
)
def test_the_remedy_works(case, words):
    with pytest.raises(errors.KzBriDataError) as caught:
        case.refused()
    assert words in str(caught.value)
    found = case.remedies[words]()
    found = nw.from_native(found) if hasattr(found, "columns") else found
    assert len(found) > 0 or any(one in words for one in NO_STEP)


@pytest.mark.parametrize("name", REFUSALS)
def test_a_remedy_of_every_refusal_is_followed(name):
    helper, given, *_ = REFUSALS[name]
    with pytest.raises(errors.RefusedError) as caught:
        helper(make("polars", columns_of(given)))
    assert [words for _, case in CASES for words in case.remedies if words in caught.value.allowed]


def follow(indicator, **choices):
    """Choose as the message says, until one series is left; the number of its rows."""
    for taken in itertools.count():
        assert taken < 3, (indicator, choices)
        try:
            return len(kbd.series(indicator, on_conflict="ignore", **choices))
        except errors.AmbiguousSeriesError as error:
            # The first call that is listed.
            line = str(error).splitlines()[2].strip()
            choices = eval(line, {"kbd": SimpleNamespace(series=lambda _, **arguments: arguments)})
        except errors.BrokenSeriesError as error:
            choices |= {"start": re.search('start="([^"]+)"', str(error))[1]}
    raise AssertionError


@pytest.mark.parametrize("indicator", sorted(kbd.load("observations")["indicator_id"].unique()))
def test_choosing_as_the_message_says_ends_in_one_series(indicator):
    follow(indicator)


def test_where_a_claim_is_missing_validate_says_where(tmp_path):
    folder = tmp_path / "package"
    shutil.copytree(kbd.data_dir(), folder)
    path = folder / "data" / "observations.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(line for line in lines if not line.startswith("liu-belt-and-road/chinese-brands-share-2021")),
        encoding="utf-8",
    )
    package = kbd.Package(folder)
    with pytest.raises(errors.CannotRunError, match="kz-bri-data validate says where it stands"):
        list_claims(package._catalogue)
    assert any("chinese-brands-share-2021" in problem.message for problem in package.validate().problems)


def test_every_extra_that_a_message_names_is_there():
    root = Path(__file__).parents[1]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    sources = "".join(path.read_text(encoding="utf-8") for path in (root / "src").rglob("*.py"))
    named = re.findall(r'MissingExtraError\("\w+", "(\w+)"\)', sources)
    assert named
    assert set(named) <= set(project["optional-dependencies"])
