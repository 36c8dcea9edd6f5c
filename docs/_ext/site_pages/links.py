"""Links of the prose to files of the repository: here they lead to the page that shows the same."""

from __future__ import annotations

import re

from sphinx.application import Sphinx

# File of the repository -> page of the site; `site:` is a scheme that conf.py declares.
_PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contribute.md",
    "CHANGELOG.md": "changelog.md",
    "docs/claims.md": "site:claims/index.html",
    "datapackage/README.md": "site:data.html",
}

# Files that are copied beside the pages.
FILES = (
    *(".pre-commit-hooks.yaml", "CITATION.cff", "LICENSE", "action.yml"),
    *("datapackage/LICENSE.md", "datapackage/datacite.json"),
)

# Text of a link in Markdown, then the target and an anchor.
_LINK = re.compile(r"\]\((?P<path>[^\s()#:]+)(?P<anchor>#[^\s()]*)?\)")


def setup(app: Sphinx) -> None:
    """Change the links when a text is read, and when one is read into another."""
    app.connect("source-read", lambda app, name, source: _change(source, "docs"))
    app.connect("include-read", lambda app, path, parent, source: _change(source, ""))


def _change(source: list[str], folder: str) -> None:
    source[0] = _LINK.sub(lambda found: _link(found["path"], found["anchor"] or "", folder), source[0])


def _link(path: str, anchor: str, folder: str) -> str:
    """Write the end of a link anew.

    Examples
    --------
    >>> _link("../CONTRIBUTING.md", "#add-a-row", "docs"), _link("docs/rules.md", "", "")
    ('](contribute.md#add-a-row)', '](rules.md)')
    """
    name = path.removeprefix("../") if path.startswith("../") else f"{folder}/{path}".removeprefix("/")
    if name in FILES:
        return f"](site:files/{name})"
    if name == "datapackage/README.md" and anchor:
        return f"](site:data/{anchor[1:]}.html)"
    return f"]({_PAGES.get(name, name.removeprefix('docs/'))}{anchor})"
