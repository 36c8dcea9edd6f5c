"""Which engine reads a file."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO, Literal, get_args

from kz_bri_data._terminal import say
from kz_bri_data._text_safety import escape
from kz_bri_data.errors import CannotRunError, UnknownNameError
from kz_bri_data.validation.engine.python_engine import PythonEngine

if TYPE_CHECKING:
    from kz_bri_data.validation.engine.batch import Engine
    from kz_bri_data.validation.engine.polars_engine import PolarsEngine
    from kz_bri_data.validation.limits import Limits

EngineName = Literal["auto", "python", "polars"]


class Engines:
    """Gives every file an engine of its own.

    Parameters
    ----------
    name
        "python" or "polars"; "auto" for Polars where a file is large and Polars is there.
    limits
        How much is read, held and searched at once, and from which size on a file is large.

    Raises
    ------
    UnknownNameError
        If there is no such engine.
    """

    def __init__(self, name: EngineName, limits: Limits) -> None:
        if name not in get_args(EngineName):
            raise UnknownNameError("engine", name, list(get_args(EngineName)))
        self._name = name
        self._limits = limits

    def for_file(self, file: BinaryIO, header: list[str] | None = None) -> Engine:
        """Give the engine for a file.

        Parameters
        ----------
        file
            The file.
        header
            The only header below which rows may become frames; any if None.

        Raises
        ------
        CannotRunError
            If Polars was asked for and cannot be imported.
        """
        if self._name == "polars" or (
            self._name == "auto" and os.fstat(file.fileno()).st_size >= self._limits.for_polars
        ):
            engine = self._polars_engine
            if engine is not None:
                return engine(self._limits, header)
        return PythonEngine(self._limits)

    @cached_property
    def _polars_engine(self) -> type[PolarsEngine] | None:
        try:
            from kz_bri_data.validation.engine.polars_engine import PolarsEngine
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a broken or a very old Polars may raise anything, or panic
            reason = escape(f"{type(error).__name__}: {error}"[:200])
            if self._name == "polars":
                raise CannotRunError(f"cannot import Polars ({reason})") from error
            # In the browser numpy is missing, too, and is missed first.
            if not (isinstance(error, ModuleNotFoundError) and error.name in ("polars", "numpy")):
                # Nothing fails, but it takes longer.
                say(f"kz-bri-data: going on without Polars, which cannot be imported ({reason})")
            return None
        return PolarsEngine
