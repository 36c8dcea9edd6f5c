"""A page that is made of data, and how it becomes HTML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from posixpath import dirname, relpath
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@dataclass(frozen=True)
class Page:
    """A page of the site.

    Attributes
    ----------
    name
        Where it is, from the root and without .html.
    title
        What it is about, as plain text.
    template
        The file in templates/ that renders it.
    values
        What the template is given.
    description
        One sentence for those who list pages.
    json_ld
        What catalogues of data read of it, as JSON.
    """

    name: str
    title: str
    template: str
    values: dict[str, Any] = field(default_factory=dict)
    description: str = ""
    json_ld: str = ""


class File(NamedTuple):
    """A file beside the pages: where it is, from the root, and what it holds."""

    name: str
    text: str


def render(page: Page) -> str:
    """Write the HTML of a page, without what all pages have in common."""
    template = _environment().get_template(page.template)
    return template.render(page=page, href=linker(page.name), **page.values)


def linker(origin: str) -> Callable[[str], str]:
    """Give the function that links from a page to another, or to a file.

    Examples
    --------
    >>> linker("claims/oil-reserves")("indicators/oil_reserves#rows")
    '../indicators/oil_reserves.html#rows'
    """

    def href(target: str) -> str:
        path, mark, anchor = target.partition("#")
        name = path if "." in path.rpartition("/")[2] else f"{path}.html"
        return (relpath(name, dirname(origin) or ".") if path else "") + mark + anchor

    return href


def label(kind: str, identifier: str, english: str) -> Markup:
    """Write a name in English that the page can show in another language."""
    return Markup('<span data-label="{}:{}">{}</span>').format(kind, identifier, english)


def _number(text: str) -> str:
    r"""Part the thousands of a number, and change nothing else.

    Examples
    --------
    >>> _number("14334.50"), _number("")
    ('14\u202f334.50', '')
    """
    whole, point, rest = text.partition(".")
    return (f"{int(whole):,}".replace(",", "\N{NARROW NO-BREAK SPACE}") if whole else "") + point + rest


def _ticks(text: str) -> Markup:
    """Write what stands between backticks as code.

    Examples
    --------
    >>> _ticks("<b> as `x`")
    Markup('&lt;b&gt; as <code>x</code>')
    """
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(one) if i % 2 else one for i, one in enumerate(parts)
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("site_pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["label"] = label
    environment.filters["number"] = _number
    environment.filters["ticks"] = _ticks
    # The first letter alone: the others may be of a name.
    environment.filters["sentence"] = lambda text: text[:1].upper() + text[1:]
    return environment
