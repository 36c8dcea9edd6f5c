"""Parts of files that people write: they stand between two comments, and all around them stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import kz_bri_data
from kz_bri_data._citations.bibtex import bibtex
from kz_bri_data._citations.items import package_item
from kz_bri_data._citations.references import apa
from kz_bri_data.descriptor.dictionary import one_row
from kz_bri_data.descriptor.package import Project, package_descriptor
from kz_bri_data.errors import CannotRunError
from kz_bri_data.schemas import TABLES
from kz_bri_data.validation.reporting.codes import ERROR_GROUPS
from kz_bri_data.validation.reporting.codes.warnings import WARNING_TEXTS
from kz_bri_data.validation.reporting.explanations import Explanation


def sections(project: Project) -> dict[str, dict[str, str]]:
    """Render the parts of every page.

    Parameters
    ----------
    project
        Version and repository.

    Returns
    -------
    dict of str to dict of str to str
        Text by name of the part, by path from the top of the checkout.
    """
    return {
        "README.md": {"tables": _tables(), "repository": _repository(project)},
        "CONTRIBUTING.md": {"in other projects": _in_other_projects(project)},
        "docs/citing.md": {"citation": _citation(project)},
        "docs/rules.md": {"codes": _codes()},
        "src/kz_bri_data/__init__.py": {"names for type checkers": _names_for_type_checkers()},
    }


def fill(path: str, text: str, parts: dict[str, str]) -> str:
    r"""Put rendered parts into a page.

    Parameters
    ----------
    path
        Path of the page, for the error.
    text
        The page.
    parts
        Text by name of the part.

    Returns
    -------
    str
        The page, with what stood between each pair of comments replaced.

    Raises
    ------
    CannotRunError
        If the comments of a part are not there, or not once.

    Examples
    --------
    >>> page = "Before.\n<!-- rendered: x -->\nold\n<!-- end of x -->\nAfter.\n"
    >>> print(fill("page.md", page, {"x": "new"}), end="")
    Before.
    <!-- rendered: x -->
    new
    <!-- end of x -->
    After.
    """
    for name, part in parts.items():
        comment = "    # {}\n" if path.endswith(".py") else "<!-- {} -->\n"
        begin, end = comment.format(f"rendered: {name}"), comment.format(f"end of {name}")
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        if text.count(begin) != 1 or text.count(end) != 1 or end not in rest:
            raise CannotRunError(
                f"{path} must have the lines {begin.strip()!r} and {end.strip()!r} once each, in this order; "
                "put them back around the place of this part"
            )
        text = f"{before}{begin}{part}\n{end}{after}"
    return text


def _names_for_type_checkers() -> str:
    homes = kz_bri_data._HOMES
    lines = [f"from kz_bri_data import {name} as {name}" for name in kz_bri_data._MODULES]
    imports = ((home, name) for name, home in homes.items() if home != "Package()")
    lines += [f"from kz_bri_data.{home} import {name} as {name}" for home, name in sorted(imports)]
    lines += ["", "_installed = Package()"]
    lines += [f"{name} = _installed.{name}" for name, home in homes.items() if home == "Package()"]
    return "\n".join(f"    {line}".rstrip() for line in lines)


def _tables() -> str:
    lines = ["| table | one row per |", "|---|---|"]
    lines += [
        f"| [{name}](datapackage/README.md#{name}) | {one_row(table)} |" for name, table in TABLES.items()
    ]
    return "\n".join(lines)


def _repository(project: Project) -> str:
    if project.repository:
        return f"The repository is <{project.repository}>."
    return "The repository has no public address yet: work in your checkout."


def _citation(project: Project) -> str:
    """Show how the package is cited, by the two styles of `cite`; whoever cites it adds the day of access."""
    items = [package_item(package_descriptor(project, {}))]
    return f"> {apa(items)}\n\n```bibtex\n{bibtex(items)}\n```"


def _in_other_projects(project: Project) -> str:
    checkout = "./kz-bri-data"
    action = f"{project.github}@v{project.version}" if project.github else checkout
    repository = project.repository or checkout
    place = ""
    if checkout in (action, repository):
        place = "The examples take a checkout of this repository, in the folder kz-bri-data of your project. "
    return f"""\
{place}As a step of a GitHub workflow:

```yaml
- uses: {action}
  with:
    path: data/observations.csv
```

As hooks of [pre-commit](https://pre-commit.com/):

```yaml
repos:
  - repo: {repository}
    rev: v{project.version}
    hooks:
      - id: kz-bri-data-fix
        args: [data/observations.csv]
      - id: kz-bri-data-validate
        args: [data/observations.csv]
```"""


def _codes() -> str:
    lines: list[str] = []
    for title, texts in ERROR_GROUPS.items():
        lines += _group(title, (Explanation(code, "error", (), *text) for code, text in texts.items()))
    lines += _group("Cells beside each other", _row_rules())
    lines += _group("Tables beside each other", _backings())
    warnings = (Explanation(code, "warning", (), *text) for code, text in WARNING_TEXTS.items())
    lines += _group("Warnings", warnings)
    return "\n".join(lines[1:])


def _row_rules() -> Iterable[Explanation]:
    found: dict[str, Explanation] = {}
    for name, table in TABLES.items():
        for rule in table.info().rules:
            tables = found[rule.name].tables if rule.name in found else ()
            assert rule.text is not None, f"{name}: a model's rule is made by `rule`, which asks for the text"
            found[rule.name] = Explanation(rule.name, "error", (*tables, name), *rule.text)
    return found.values()


def _backings() -> Iterator[Explanation]:
    for name, table in TABLES.items():
        for one in table.info().backings:
            target = table.columns()[one.column].references
            assert target is not None, f"{name}: a backing that references no table has no schema"
            yield Explanation(one.name, "error", (target.info().name,), *one.text)


def _group(title: str, codes: Iterable[Explanation]) -> list[str]:
    lines = ["", f"## {title}", "", "| code | what and why | bad | good |", "|---|---|---|---|"]
    for one in codes:
        tables = f" In {', '.join(f'`{table}`' for table in one.tables)}." if one.tables else ""
        code = f'<a id="{one.code}"></a>`{one.code}`'
        lines.append(f"| {code} | {one.what} {one.why}{tables} | {one.bad} | {one.good} |")
    return lines
