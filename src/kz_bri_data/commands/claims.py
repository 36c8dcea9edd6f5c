"""List the claims of the paper, or show one with its evidence."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from kz_bri_data._text_safety import json_text
from kz_bri_data.commands._arguments import package_argument
from kz_bri_data.commands._exit import CLEAN
from kz_bri_data.commands._rows import (
    format_argument,
    is_for_a_screen,
    numbers_of,
    print_record,
    print_rows,
    typed,
    write_as_file,
)
from kz_bri_data.errors import CannotRunError

if TYPE_CHECKING:
    from kz_bri_data._catalogue import Catalogue
    from kz_bri_data._claims import Claim, Evidence

# The reason and the evidence of a claim are shown with the claim alone.
_COLUMNS = ("claim_id", "verdict", "printed", "period", "n_origins")
_EVIDENCE = ["evidence_id", "relation", "printed", "period", "status", "source", "origin"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument(
        "claim", metavar="ID", nargs="?", help="identifier of a claim: show it with its evidence"
    )
    parser.add_argument(
        "--verdict",
        metavar="VERDICT",
        action="append",
        help="list the claims with this verdict alone, such as differs; may be given several times",
    )
    parser.add_argument("--text", metavar="WORDS", help="list the claims that have all these words alone")
    package_argument(parser)
    format_argument(parser)


def run(options: argparse.Namespace) -> int:
    """List the claims, or show one with its evidence."""
    from kz_bri_data import _claims
    from kz_bri_data._catalogue import open_catalogue

    catalogue = open_catalogue(options.package)
    if options.claim is None:
        chosen = _claims.choose_claims(catalogue, options.verdict, options.text)
        rows = [[row[name] for name in _COLUMNS] for row in _claims.as_rows(catalogue, chosen)]
        if is_for_a_screen(options.format):
            # All claims are of one source, so what follows the slash tells them apart, and leaves more room.
            rows = [[identifier.partition("/")[2], *others] for identifier, *others in rows]
        print_rows(_COLUMNS, rows, options.format, {"n_origins"})
        return CLEAN
    if options.verdict or options.text:
        raise CannotRunError("--verdict and --text choose from the list of claims; leave out them or the ID")
    if options.claim in catalogue.describe("assessments").by_name["verdict"].categories:
        verdict = options.claim
        raise CannotRunError(f"{verdict} is a verdict, no claim; run: kz-bri-data claims --verdict {verdict}")
    claim = _claims.find_claim(catalogue, options.claim)
    _show(claim, _claims.evidence_of(catalogue, claim), catalogue, options.format)
    return CLEAN


def _show(claim: Claim, evidence: list[Evidence], catalogue: Catalogue, format: str | None) -> None:
    said = {"verdict": claim.verdict, "reason": claim.reason, "n_origins": str(claim.origins)}
    record = {**claim.row, **said}
    if format == "csv":
        raise CannotRunError("a claim and its evidence are not one table; use --format json, tsv or markdown")
    if format == "json":
        numbers = {*numbers_of(catalogue.describe(claim.table).columns), "n_origins"}
        rows = [dict(zip(_EVIDENCE, one, strict=True)) for one in evidence]
        write_as_file()
        sys.stdout.write(json_text({**typed(record, numbers), "evidence": rows}, indent=2) + "\n")
        return
    print_record(record, format)
    print()
    if evidence or format:
        print_rows(_EVIDENCE, evidence, format)
    else:
        print("no evidence")
