"""From findings to problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kz_bri_data._text_safety import as_unicode
from kz_bri_data.validation.findings import Finding
from kz_bri_data.validation.reporting.codes import WARNINGS
from kz_bri_data.validation.reporting.problems import Problem


class Reporter:
    """Turns the findings of one file into problems.

    Parameters
    ----------
    path
        File, as the problems are to name it.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._reported: set[str] = set()

    def report(self, findings: Iterable[Finding]) -> Iterator[Problem]:
        """Give a problem for each finding, but only the first one of what is reported once per file."""
        for found in findings:
            code, message, hint = found.violation
            if found.once_per_file and code in self._reported:
                continue
            self._reported.add(code)
            yield Problem(
                self._path,
                found.line,
                found.column,
                as_unicode(found.field),
                code,
                "warning" if code in WARNINGS else "error",
                as_unicode(found.cell),
                message,
                hint,
                as_unicode(found.accepted),
                lines=(found.line,),
            )
