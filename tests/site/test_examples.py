"""What the modules that make the site say of themselves holds."""

import doctest
from importlib import import_module
from pkgutil import iter_modules

import pytest

pytestmark = pytest.mark.site


def test_examples_in_docstrings():
    import site_pages

    modules = [import_module(f"site_pages.{one.name}") for one in iter_modules(site_pages.__path__)]
    results = [doctest.testmod(one, raise_on_error=True) for one in modules]
    assert sum(one.attempted for one in results) >= 5
