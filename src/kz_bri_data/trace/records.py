"""What a copy of a source says of the rows that cite it."""

from __future__ import annotations

from typing import Literal, NamedTuple

By = Literal["figure", "date", "omission", ""]


class Figure(NamedTuple):
    """A figure that a row says the source prints.

    Attributes
    ----------
    observation_id, locator, figure
        As in the row.
    found
        Whether it is printed in that sentence.
    elsewhere
        Locators of the sentences that print it, if that one does not.
    """

    observation_id: str
    locator: str
    figure: str
    found: bool
    elsewhere: tuple[str, ...]


class Token(NamedTuple):
    """A number of the source.

    Attributes
    ----------
    locator, token
        Its sentence, and the number as printed.
    by
        What accounts for it; empty if nothing does.
    account
        Identifier of the observation or event, or the reason of the omission.
    """

    locator: str
    token: str
    by: By
    account: str


class Unmatched(NamedTuple):
    """An event or an omission that its sentence does not bear out.

    Attributes
    ----------
    table, name, locator
        Which row it is; an omission is named by its token.
    reason
        What its sentence lacks.
    """

    table: str
    name: str
    locator: str
    reason: str


class Trace(NamedTuple):
    """What a copy of a source says of the rows that cite it.

    Attributes
    ----------
    source_id
        The source.
    sentences
        How many sentences the copy has.
    figures, tokens, unmatched
        Every figure of the rows, every number of the copy, and the other rows that it does not bear out.
    """

    source_id: str
    sentences: int
    figures: tuple[Figure, ...]
    tokens: tuple[Token, ...]
    unmatched: tuple[Unmatched, ...]

    @property
    def clean(self) -> bool:
        """Whether every figure is found, every number accounted for, and no other row unmatched."""
        return (
            all(figure.found for figure in self.figures)
            and all(token.by for token in self.tokens)
            and not self.unmatched
        )
