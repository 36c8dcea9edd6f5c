"""Print what two areas say of the same flow."""

from __future__ import annotations

import argparse

from kz_bri_data.commands._arguments import package_argument
from kz_bri_data.commands._exit import CLEAN, as_commands, note
from kz_bri_data.commands._rows import format_argument, numbers_of, print_rows
from kz_bri_data.errors import KzBriDataError, RefusedError

# Columns in the order in which a narrow screen drops them: from the right.
_SHOWN = (
    *("period", "area_value", "partner_value", "ratio", "ratio_low", "ratio_high", "ratio_qualifier", "unit"),
    *("area_qualifier", "partner_qualifier", "area_low", "area_high", "partner_low", "partner_high"),
    *("area_id", "partner_id", "area_series_id", "partner_series_id"),
    *("frequency", "period_start", "period_end"),
)

# A ratio has as many digits as a table has room for.
_RATIOS = ("ratio", "ratio_low", "ratio_high")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare its arguments."""
    parser.add_argument(
        "indicator", metavar="INDICATOR", help="goods_exports, goods_imports or goods_trade_turnover of AREA"
    )
    parser.add_argument("area", metavar="AREA", help="area that counts, such as KAZ")
    parser.add_argument("partner", metavar="PARTNER", help="area that counts the same from its end")
    parser.add_argument("--basis", metavar="BASIS", help="one basis for both (default: the national counts)")
    package_argument(parser)
    format_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Print a row a period; the ratio is the partner's figure over the area's."""
    from kz_bri_data._catalogue import open_catalogue
    from kz_bri_data._series.choosing import describe_conflicts
    from kz_bri_data._series.index import open_index
    from kz_bri_data._series.mirror import COLUMNS, find_mirror

    index = open_index(open_catalogue(options.package))
    try:
        found = find_mirror(index, options.indicator, options.area, options.partner, options.basis)
    except RefusedError as error:
        raise KzBriDataError(_as_options(as_commands(str(error)))) from None
    names = [column.name for column in COLUMNS]
    rows = [dict(zip(names, row, strict=True)) for row in found.rows]
    for row in rows:
        row |= {name: f"{float(row[name]):.4f}" for name in _RATIOS if row[name]}
    print_rows(_SHOWN, ([row[name] for name in _SHOWN] for row in rows), options.format, numbers_of(COLUMNS))
    for one, said in found.said.items():
        if conflict := describe_conflicts(index, said, one):
            note(as_commands("; ".join(conflict)))
    return CLEAN


def _as_options(message: str) -> str:
    """Write arguments of the call as options of the command."""
    import re

    return re.sub(r'\bbasis="?([a-z0-9_]*)"?', lambda found: f"--basis {found[1]}".rstrip(), message)
