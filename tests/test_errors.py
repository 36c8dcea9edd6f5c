"""Errors stay what they are wherever they go: copied, and from one process to another."""

import copy
import pickle

import pytest

from kz_bri_data import errors

ARGUMENTS = {
    errors.UnknownNameError: ("table", "observation", ["areas", "observations"]),
    errors.MissingExtraError: ("polars", "validate"),
    errors.MissingReferenceError: ("problem", "allowed", [{"area": "KAZ"}], {"KAZ": [2020, 2021]}),
}
CLASSES = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.KzBriDataError)
]
WAYS = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    **{
        f"pickle {n}": lambda error, n=n: pickle.loads(pickle.dumps(error, n))
        for n in range(pickle.HIGHEST_PROTOCOL + 1)
    },
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", CLASSES)
def test_errors_can_be_sent(kind, way):
    refusal = ("problem", "allowed", [{"area": "KAZ", "year": None}])
    error = kind(*ARGUMENTS.get(kind, refusal if issubclass(kind, errors.RefusedError) else ("message",)))
    error.add_note("a note")
    found = WAYS[way](error)
    assert type(found) is kind
    assert (str(found), found.args, vars(found)) == (str(error), error.args, vars(error))
    assert getattr(found, "name", None) == getattr(error, "name", None)


@pytest.mark.parametrize(
    ("name", "near"),
    [("internet_user_share", True), ("internetuserssshare", True), ("alternative_energy_share", False)],
)
def test_a_name_that_shares_a_common_word_alone_is_not_near(name, near):
    assert ("did you mean" in errors.suggestion(name, ["internet_users_share"])) is near


def test_a_missing_extra_is_named():
    error = errors.MissingExtraError("pypdf", "pdf")
    assert (error.library, error.extra, error.name) == ("pypdf", "pdf", "pypdf")
