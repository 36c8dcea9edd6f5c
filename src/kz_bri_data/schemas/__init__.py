"""Every table of the package as one pandera model, referenced tables first.

The models are the one place that says what a table is. `schemas/`, the descriptor and the data
dictionary are rendered from them, and other projects can validate their own frames with them::

    from kz_bri_data.schemas import Observations

    Observations.validate(frame, lazy=True)

References to other tables aren't checked by the models, and a rule that looks up a unit, indicator or source
knows only those that ship; `kz-bri-data validate` checks both.

A table is a class in the file of its theme; `TABLES` and the names here come from the classes.
"""

# ruff: noqa: F403 - a type checker takes the names of the tables from here, and nobody types them twice
# In the order in which people read them.
# isort: off
from kz_bri_data._table import Table
from kz_bri_data.schemas.reference import *
from kz_bri_data.schemas.counts import *
from kz_bri_data.schemas.entities import *
from kz_bri_data.schemas.observations import *
from kz_bri_data.schemas.breaks import *
from kz_bri_data.schemas.series import *
from kz_bri_data.schemas.events import *
from kz_bri_data.schemas.assessments import *
from kz_bri_data.schemas.projects import *
from kz_bri_data.schemas.finance import *
from kz_bri_data.schemas.routes import *
from kz_bri_data.schemas.economy import *
from kz_bri_data.schemas.labels import *
from kz_bri_data.schemas.exceptions import *

# In the order in which they are declared, so that a table stands after those that it refers to.
TABLES: dict[str, type[Table]] = {
    table.info().name: table
    for table in Table.__subclasses__()
    if table.__module__.startswith(f"{__name__}.")
}

# So that what the files import themselves is not offered.
__all__ = ["TABLES", "Table", *sorted(table.__name__ for table in TABLES.values())]


def __dir__() -> list[str]:
    return sorted(__all__)
