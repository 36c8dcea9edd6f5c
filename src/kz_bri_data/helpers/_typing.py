"""What a type checker has to know of a helper: the kind of frame that goes in comes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, cast, overload

from narwhals.stable.v2.typing import IntoFrameT

if TYPE_CHECKING:
    import pandas as pd

P = ParamSpec("P")


class Helper(Protocol[P]):
    """A function that gives back a frame of the library that it was given.

    A frame of pandas comes out as that and no more: results are not observations, even if
    `DataFrame[Observations]` went in.
    """

    @overload
    def __call__(self, frame: pd.DataFrame, *args: P.args, **kwargs: P.kwargs) -> pd.DataFrame: ...
    @overload
    def __call__(self, frame: IntoFrameT, *args: P.args, **kwargs: P.kwargs) -> IntoFrameT: ...


def helper(function: Callable[Concatenate[Any, P], Any]) -> Helper[P]:
    """Declare a function to be a helper; at run time it stays what it is."""
    return cast("Helper[P]", function)
