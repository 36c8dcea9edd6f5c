"""For pytest where no dataframe library and no other process can be had: it skips what needs one.

Whether the validator itself goes without them, tests/site/test_check_page.py shows.
"""

import pytest

from kz_bri_data import MissingExtraError

_LIBRARIES = ("numpy", "pandas", "pandera", "polars", "pyarrow", "openpyxl", "yaml")


def _is_missing(error: BaseException) -> bool:
    if isinstance(error, ModuleNotFoundError):
        return (error.name or "").split(".")[0] in _LIBRARIES
    return isinstance(error, MissingExtraError) or "emscripten does not support processes" in str(error)


def pytest_addoption(parser):
    """Know the setting of pytest-timeout, which cannot run there: it needs signals or threads."""
    parser.addini("timeout", "seconds a test may take")


def pytest_configure(config):
    """Know its marker."""
    config.addinivalue_line("markers", "timeout: seconds the test may take")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Make a skip of the failure of a test that lacks one of these."""
    report = yield
    if call.excinfo is not None and _is_missing(call.excinfo.value):
        report.outcome = "skipped"
        report.longrepr = (str(item.path), item.location[1] or 0, f"Skipped: {call.excinfo.value}")
    return report
