"""Types of our arguments, to annotate functions that pass them on.

Only type checkers need them, so import them under `if TYPE_CHECKING`; otherwise the import takes the
helpers along.
"""

from kz_bri_data._names import TableName
from kz_bri_data.comparison import Period
from kz_bri_data.helpers import Columns, Measure
from kz_bri_data.helpers._reference import OnMissing
from kz_bri_data.helpers.changes import Between
from kz_bri_data.selection import Choices, Frequency

__all__ = [
    "Between",
    "Choices",
    "Columns",
    "Frequency",
    "Measure",
    "OnMissing",
    "Period",
    "TableName",
]
