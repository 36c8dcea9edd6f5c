"""Render everything that is said about tables from the one place that says it, the models.

`render` gives every generated file as text, in a fixed order and without time stamps, counts or
hashes, so that the same models always give the same bytes and two contributions never collide in it.
`build` writes the files, `drift` says how they differ from what they should be.
"""

from kz_bri_data.descriptor.files import build, drift, render
from kz_bri_data.descriptor.package import Project
from kz_bri_data.descriptor.table_schema import table_schema

__all__ = ["Project", "build", "drift", "render", "table_schema"]
