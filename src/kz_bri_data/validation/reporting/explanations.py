"""What a code means: for `kz-bri-data explain`, for code scanners, and for docs/rules.md."""

from __future__ import annotations

from typing import Literal, NamedTuple

from kz_bri_data._catalogue import installed
from kz_bri_data.errors import UnknownNameError
from kz_bri_data.validation.reporting.codes import ERROR_GROUPS
from kz_bri_data.validation.reporting.codes.warnings import WARNING_TEXTS


class Explanation(NamedTuple):
    """What a code means.

    Attributes
    ----------
    code
        Stable word for the kind of problem.
    severity
        "error", or "warning" for what may be right.
    tables
        Tables that have the rule, or empty if any table can have the problem.
    what, why
        What is wrong, and what would come of it, in sentences.
    bad, good
        An example that has the problem, and the same put right; what stands in a file is in backticks.
    """

    code: str
    severity: Literal["error", "warning"]
    tables: tuple[str, ...]
    what: str
    why: str
    bad: str
    good: str


def explanations() -> dict[str, Explanation]:
    """Explain every code.

    Returns
    -------
    dict of str to Explanation
        By code: those of files and cells, those of the row rules and across tables, then the warnings.

    Examples
    --------
    >>> list(explanations())[:2]
    ['file-missing', 'file-unregistered']
    """
    texts = {code: text for group in ERROR_GROUPS.values() for code, text in group.items()}
    found = {code: Explanation(code, "error", (), *text) for code, text in texts.items()}
    for table in installed().tables.values():
        for rule in table.rules:
            if rule.text:
                tables = found[rule.name].tables if rule.name in found else ()
                found[rule.name] = Explanation(rule.name, "error", (*tables, table.name), *rule.text)
        for one in table.backings:
            target = table.by_name[one.column].references or ""
            found[one.name] = Explanation(one.name, "error", (target,), *one.text)
    return found | {code: Explanation(code, "warning", (), *text) for code, text in WARNING_TEXTS.items()}


def explain(code: str) -> Explanation:
    """Explain one code.

    Parameters
    ----------
    code
        Word in the square brackets at the end of a problem.

    Returns
    -------
    Explanation

    Raises
    ------
    UnknownNameError
        If no problem has the code.

    Examples
    --------
    >>> explain("type").bad, explain("type").good
    ('`48,000`', '`48000`')
    >>> explain("date-order").tables
    ('entity_relations', 'events')
    """
    known = explanations()
    if code not in known:
        raise UnknownNameError("code", code, list(known))
    return known[code]
