"""Git, asked without letting a repository have anything run, fetched or written."""

from __future__ import annotations

import os

# What a repository may bring along to be run is left aside, and names are only names.
COMMAND = ("git", "--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false")


def environment() -> dict[str, str]:
    """Environment in which git fetches nothing, takes no locks and speaks English."""
    return {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
