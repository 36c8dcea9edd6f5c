"""Types of our arguments, to annotate functions that pass them on.

Only type checkers need them, so import them under `if TYPE_CHECKING`; otherwise the import takes the
helpers along.
"""

from kz_bri_data._citations import Style
from kz_bri_data._names import TableName
from kz_bri_data._series.choosing import Choices, OnConflict, Sources
from kz_bri_data._series.identity import Frequency
from kz_bri_data.evidence import Period
from kz_bri_data.exporting import ExportFormat
from kz_bri_data.helpers import Columns, Measure
from kz_bri_data.helpers._reference import OnMissing
from kz_bri_data.helpers.changes import Between
from kz_bri_data.plotting import ThemeName

__all__ = [
    "Between",
    "Choices",
    "Columns",
    "ExportFormat",
    "Frequency",
    "Measure",
    "OnConflict",
    "OnMissing",
    "Period",
    "Sources",
    "Style",
    "TableName",
    "ThemeName",
]
