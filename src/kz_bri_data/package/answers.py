"""What a package says: of what is searched for, of an entity, of the claims of the paper, and its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

from kz_bri_data.package.opened import OpenedPackage

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from narwhals.typing import IntoDataFrame

    from kz_bri_data._citations import Style
    from kz_bri_data._entities import Entity
    from kz_bri_data._table import Table
    from kz_bri_data.search import Match


class PackageAnswers(OpenedPackage):
    """The part of `Package` that finds, tells of an entity, lists claims, and cites."""

    def find(self, text: str) -> list[Match]:
        """Find indicators, entities and more by words, in any language of the tables.

        Each word is looked for in names, identifiers and definitions: of the indicator, and of what its
        figures are about, which are areas, partners, entities and their places, breakdowns, definitions and
        bases; a figure that is no observed one is found by its status too. Areas, places, projects, their
        finance, events and claims of the paper are found beside them. All words have to be there, in
        whatever text and order. Upper and lower case are alike, and a plural is its singular. Some words
        stand for what our tables say instead: "cashless" for non-cash, "dependence" for a partner's share,
        "trade" for exports and imports too. "From", "to" and "in" choose between what two areas say; without
        them both sides are given, Kazakhstan's first unless the text names the two side by side.

        Parameters
        ----------
        text
            Words to look for.

        Returns
        -------
        list of Match
            The best first, each indicator once for either side, all else once: what has the words in its name
            before what has them elsewhere. Each says how many periods of which years there are, and the call
            to paste. Empty if none fits.

        Raises
        ------
        RefusedError
            If it is no text.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> kbd.find("Nurly Zhol")[0].call
        'kbd.entity("nurly-zhol")'
        >>> kbd.find("share of imports")[0].id
        'goods_trade_partner_share'
        """
        from kz_bri_data.search import find

        return find(self._catalogue, text)

    @overload
    def entity(self, name: str, *, backend: Literal["pandas"] = "pandas") -> Entity[pd.DataFrame]: ...
    @overload
    def entity(self, name: str, *, backend: Literal["polars"]) -> Entity[pl.DataFrame]: ...
    @overload
    def entity(self, name: str, *, backend: Literal["pyarrow"]) -> Entity[pa.Table]: ...
    def entity(self, name: str, *, backend: str = "pandas") -> Any:
        """Give all that the tables say of one entity.

        Parameters
        ----------
        name
            An entity_id, or a name in any language that no other entity has. What is short for an entity, or
            a part of its name, is understood where it is in the names of one alone.
        backend
            "pandas", "polars" or "pyarrow".

        Returns
        -------
        Entity
            Frames with the types of the tables: its row, names, relations in both directions, events,
            observations, projects with its role, parties and finance of its projects, routes, and claims of
            the paper about it with our verdicts. Printed, it is a page to read.

        Raises
        ------
        UnknownNameError
            If there is no such entity or backend.
        RefusedError
            If several have the name, which are then listed, or if it is no text.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> center = kbd.entity("icbc-khorgos")
        >>> center.names.query("language == 'zh'")["name"].item()
        '中哈霍尔果斯国际边境合作中心'
        """
        from kz_bri_data._entities import entity

        return entity(self._catalogue, name, backend)

    @overload
    def claims(
        self,
        verdict: str | Sequence[str] | None = None,
        *,
        text: str | None = None,
        backend: Literal["pandas"] = "pandas",
    ) -> pd.DataFrame: ...
    @overload
    def claims(
        self,
        verdict: str | Sequence[str] | None = None,
        *,
        text: str | None = None,
        backend: Literal["polars"],
    ) -> pl.DataFrame: ...
    @overload
    def claims(
        self,
        verdict: str | Sequence[str] | None = None,
        *,
        text: str | None = None,
        backend: Literal["pyarrow"],
    ) -> pa.Table: ...
    def claims(
        self,
        verdict: str | Sequence[str] | None = None,
        *,
        text: str | None = None,
        backend: str = "pandas",
    ) -> Any:
        """List the claims of the paper with our verdicts.

        Parameters
        ----------
        verdict
            Keep claims with this verdict, or with one of several; all by default.
        text
            Keep claims that have all these words in their identifier, in what is printed, in the reason or in
            the name of their indicator.
        backend
            "pandas", "polars" or "pyarrow".

        Returns
        -------
        pandas.DataFrame, polars.DataFrame or pyarrow.Table
            A row per claim, figures before events and statements, each in the order of the source: claim_id,
            printed (the figure as printed, or the name of the event or statement), period, verdict, reason,
            n_evidence, evidence (their identifiers, separated by spaces), and n_origins, how many independent
            origins support it.

        Raises
        ------
        UnknownNameError
            If there is no such verdict or backend.
        RefusedError
            If an empty list of verdicts is given, or the text is none.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> kbd.claims("dated", text="uranium")["printed"].tolist()
        ['43%']
        """
        from kz_bri_data._claims import claims

        return claims(self._catalogue, verdict, text, backend)

    def cite(
        self,
        what: str | type[Table] | IntoDataFrame | None = None,
        style: Style = "apa",
        *,
        accessed: str | datetime.date | None = None,
    ) -> str:
        """Write the references of what you used: this package, and each source once.

        Of a frame, the sources are those in the column `source_id`, and those of the rows that it points to:
        what a figure rests on, the alternatives to it, the evidence of a claim. A helper reads reference
        tables besides, such as `exchange_rates`; cite these by their names.

        Parameters
        ----------
        what
            An eager frame of pandas, Polars or PyArrow, as `load`, `series`, `compare` and other functions
            return it; the name or model of a table; the identifier of a source, observation, event or
            statement; or a series, as an indicator, a series_id, or the text of the call that gives it. The
            package alone by default, and where a table names no sources.
        style
            "apa" for references of the APA style (7th edition), "bibtex" for entries of BibTeX, "csl-json"
            for what reference managers such as Zotero import, or "text" for plain lines with all that is
            known.
        accessed
            Day on which the package was accessed; today by default.

        Returns
        -------
        str
            The package first, then the sources in order of their identifiers; in the style of the APA all of
            them in order of the alphabet. A line each, in "apa" and "text". A source that was read elsewhere
            than at its publisher says where. If no author is named, it is the publisher, but of news and
            papers, which then begin with their title.

        Raises
        ------
        UnknownNameError
            If nothing has the name, a row of the frame names what is not there, or there is no such style.
        UnsupportedBackendError
            If it is neither a name nor an eager dataframe.
        RefusedError
            If a frame has no rows or names no sources, a call cannot be read, or `accessed` is no day.
        KzBriDataError
            As in `series`, if a series is asked for.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> claim = "liu-belt-and-road/uranium-world-share"
        >>> print(kbd.cite(claim, accessed="2026-11-27").splitlines()[1])
        Liu, T. (n.d.). “Belt and Road”: China and Kazakhstan Join Hands to Forge a New Chapter of Prosperity.
        """
        from kz_bri_data._citations import cite

        return cite(self._catalogue, what, style, accessed)
