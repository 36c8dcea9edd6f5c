"""The series of a package: one, its last row, several side by side, and a list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

from kz_bri_data.package.opened import OpenedPackage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from narwhals.typing import IntoDataFrameT

    from kz_bri_data._series.choosing import Choices


class PackageSeries(OpenedPackage):
    """The part of `Package` that gives series."""

    @overload
    def series(
        self, indicator: str, *, backend: Literal["pandas"] = "pandas", **choices: Unpack[Choices]
    ) -> pd.DataFrame: ...
    @overload
    def series(
        self, indicator: str, *, backend: Literal["polars"], **choices: Unpack[Choices]
    ) -> pl.DataFrame: ...
    @overload
    def series(
        self, indicator: str, *, backend: Literal["pyarrow"], **choices: Unpack[Choices]
    ) -> pa.Table: ...
    def series(self, indicator: str, *, backend: Any = "pandas", **choices: Unpack[Choices]) -> Any:
        """Select one tidy series: the observations of one thing, by one count, one row a period.

        What is about one thing (indicator, area, partner, entity, breakdown, definition) may have several
        series: by who counts, by unit, by length of the periods, and figures apart from targets. Of these the
        preferred one is taken, whose rule `overview` names: a choice in the table `series`; figures before
        plans; whole years, where there are some, before other periods; three or more periods of one length
        without a break before fewer; what is printed before what is worked out; a national counter before a
        body before a compiler before none; what is not known to be incomplete; the longest run without a gap,
        whole periods before parts of a year; the later last period. Among several things, that between
        Kazakhstan and China is taken, as Kazakhstan reports it if it does; otherwise the calls that choose
        are listed. Nothing is chained across bases, definitions, lengths of periods or breaks.

        What nobody prints may be worked out: turnover and balance of trade, a partner's share of all trade,
        and an area's share of the world's trade, copper and uranium. It is worked out of rows by
        one count, and never of a series that is known to be incomplete. That makes a series of its own, which
        is marked as derived and holds no printed figure. Its bounds follow from those of its rows and from
        half of their last digits.

        Where several rows are of one period, the best stands in the result: exact before a range, about and
        an open side; an actual figure before an estimate; the publication of who counts before a data set
        before news; then the finer resolution, the higher confidence and the later edition.

        Parameters
        ----------
        indicator
            An indicator_id, or the series_id of one series.
        area, partner, entity, breakdown, definition, basis, unit, counted_from : str, optional
            Values of ref_area, partner_area, entity_id, breakdown, definition, basis, unit and counted_from.
            An empty text chooses the rows in which the column is empty.
        status : str, optional
            A status, or "observed" for actual figures and estimates, which together make one series.
        frequency : {"A", "S", "Q", "M", "D", "none of these"}, optional
            Length of the periods: year, half-year, quarter, month or day, as SDMX codes them, or another.
            A running total is of a day. Periods of another length may overlap.
        derived : bool, optional
            True for a series that is worked out, False for one that is printed.
        start, end : str, int or datetime.date, optional
            Keep periods that begin no earlier, and end no later, than a day, month or year, such as 2010-07.
            A number is a year; of a moment, such as a Timestamp, the day counts.
        sources : {"best", "all"} or list of str, default "best"
            One row a period, or every row. A list of source_ids prefers these in its order, wherever they
            have a figure, before the order above.
        on_conflict : {"warn", "raise", "ignore"}, default "warn"
            What to do where sources conflict beyond rounding.
        backend
            "pandas", "polars" or "pyarrow".

        Returns
        -------
        pandas.DataFrame, polars.DataFrame or pyarrow.Table
            Rows of `observations` in order of time, with all its columns and series_id, n_origins (how many
            independent origins have a figure of the period), outcome ("single", "agreement", "conflict", or
            "undecided" where hedges leave it open), alternatives (the observation_ids of the other rows of
            the period, separated by spaces), verdict (where the row is a claim that was assessed) and
            source_title, derived (whether it is worked out), rests_on (the observation_ids that it is
            worked out of) and agrees ("yes" or "no" where the same count of the period is both printed and
            worked out, and empty where hedges leave it open).

        Raises
        ------
        UnknownNameError
            If there is no such indicator or source, or no observation has a value that was chosen.
        AmbiguousSeriesError
            If more than one thing is left.
        BrokenSeriesError
            If the series goes over a day from which it is counted in another way; see the table `breaks`.
        ConflictError
            If sources conflict, with on_conflict="raise".
        RefusedError
            If an empty list of sources is given, a date that is none, or dates or `derived` leave no row.

        Warns
        -----
        ConflictWarning
            If sources conflict, in one line that names the periods.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> share = kbd.series("brand_share_of_new_car_sales", basis="", end="2024")
        >>> share[["value", "verdict"]].to_dict("records")
        [{'value': 3.4, 'verdict': 'supported'}, {'value': 39.0, 'verdict': 'dated'}]
        """
        from kz_bri_data._series.choosing import series

        return series(self._catalogue, indicator, backend, choices)

    @overload
    def overview(
        self,
        indicator: str | None = None,
        *,
        entity: str | None = None,
        area: str | None = None,
        text: str | None = None,
        backend: Literal["pandas"] = "pandas",
    ) -> pd.DataFrame: ...
    @overload
    def overview(
        self,
        indicator: str | None = None,
        *,
        entity: str | None = None,
        area: str | None = None,
        text: str | None = None,
        backend: Literal["polars"],
    ) -> pl.DataFrame: ...
    @overload
    def overview(
        self,
        indicator: str | None = None,
        *,
        entity: str | None = None,
        area: str | None = None,
        text: str | None = None,
        backend: Literal["pyarrow"],
    ) -> pa.Table: ...
    def overview(
        self,
        indicator: str | None = None,
        *,
        entity: str | None = None,
        area: str | None = None,
        text: str | None = None,
        backend: str = "pandas",
    ) -> Any:
        """List the series there are, each with the call that gives it.

        Parameters
        ----------
        indicator
            An indicator_id: keep its series.
        entity
            An entity_id: keep series about it.
        area
            An area: keep series of it or with it as partner.
        text
            Keep series that have all these words in a column or in the names of their parts, in any order.
        backend
            "pandas", "polars" or "pyarrow".

        Returns
        -------
        pandas.DataFrame, polars.DataFrame or pyarrow.Table
            A row per series, in order of indicator and subject, the preferred one of a subject first: call,
            title, unit, frequency, first, last, n_periods, gaps (periods without a figure between the first
            and the last; of what stands at a day, steps longer than a year), n_origins, n_conflicts,
            preferred ("yes" or "no"), rule (that chose it; see `series`), derived (whether it is worked out
            of other series), basis, definition, caveat and
            series_id.

        Raises
        ------
        UnknownNameError
            If there is no such indicator, entity, area or backend.
        RefusedError
            If `text` is no text.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> kbd.overview("oil_reserves", text="proved")[["call", "first", "last"]].to_dict("records")
        [{'call': 'kbd.series("oil_reserves", breakdown="", definition="proved_international")',
        'first': '2010', 'last': '2020'}]
        """
        from kz_bri_data._series.overview import overview

        return overview(self._catalogue, indicator, entity, area, text, backend)

    @overload
    def latest(
        self, series: str, *, backend: Literal["pandas"] = "pandas", **choices: Unpack[Choices]
    ) -> pd.DataFrame: ...
    @overload
    def latest(
        self, series: str, *, backend: Literal["polars"], **choices: Unpack[Choices]
    ) -> pl.DataFrame: ...
    @overload
    def latest(self, series: str, *, backend: Literal["pyarrow"], **choices: Unpack[Choices]) -> pa.Table: ...
    @overload
    def latest(self, series: IntoDataFrameT) -> IntoDataFrameT: ...
    def latest(self, series: Any, *, backend: str | None = None, **choices: Unpack[Choices]) -> Any:
        """Give the last period of a series.

        Parameters
        ----------
        series
            An indicator_id or series_id, as in `series`, or an eager frame that `series` returned.
        backend, **choices
            As in `series`; refused for a frame. No warning is given of conflicts in earlier periods.

        Returns
        -------
        pandas.DataFrame, polars.DataFrame or pyarrow.Table
            What `series` gives of the last period: one row, unless `sources` is "all". Of a frame, the rows
            of the last period of each of its series, in the library it comes from.

        Raises
        ------
        KzBriDataError
            As in `series`.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> kbd.latest("renewables_share_of_electricity", area="KAZ", basis="ember")["value"].tolist()
        [14.86]
        """
        from kz_bri_data._series.periods import latest

        return latest(self._catalogue, series, backend, choices)

    @overload
    def wide(self, series: Sequence[object], *, backend: Literal["pandas"] = "pandas") -> pd.DataFrame: ...
    @overload
    def wide(self, series: Sequence[object], *, backend: Literal["polars"]) -> pl.DataFrame: ...
    @overload
    def wide(self, series: Sequence[object], *, backend: Literal["pyarrow"]) -> pa.Table: ...
    def wide(self, series: Sequence[object], *, backend: str = "pandas") -> Any:
        """Set series side by side: a row per period, a column per series.

        Parameters
        ----------
        series
            For each a series_id, an indicator_id whose series `series` takes without more, or an eager frame
            that `series` returned. All have periods of one length.
        backend
            "pandas", "polars" or "pyarrow".

        Returns
        -------
        pandas.DataFrame, polars.DataFrame or pyarrow.Table
            In order of time: period, period_start, period_end, and the values of each series under its
            series_id, which says the unit. A period without a figure, and a range, are missing.

        Raises
        ------
        RefusedError
            If periods are of several lengths, one series has two figures of a period, a frame has no rows, or
            there is no list.
        UnknownNameError, UnsupportedBackendError
            If something is neither a series nor a frame of one.
        KzBriDataError
            As in `series`.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> wind = kbd.series("electricity_generation", breakdown="wind", basis="ember")
        >>> solar = kbd.series("electricity_generation", breakdown="solar", basis="ember")
        >>> kbd.wide([wind, solar]).iloc[-1, 3:].astype(float).tolist()
        [5.83, 2.04]
        """
        from kz_bri_data._series.periods import wide

        return wide(self._catalogue, series, backend)
