"""What a package says of one thing, set beside what it says of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

from kz_bri_data.package.opened import OpenedPackage

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from narwhals.typing import IntoDataFrameT

    from kz_bri_data.evidence import Period


class PackageComparisons(OpenedPackage):
    """The part of `Package` that compares."""

    @overload
    def compare(self, claims: str, *, period: Period = "exact", evidence: None = None) -> pd.DataFrame: ...
    @overload
    def compare(self, claims: str, *, period: Period = "exact", evidence: IntoDataFrameT) -> pd.DataFrame: ...
    @overload
    def compare(
        self, claims: IntoDataFrameT, *, period: Period = "exact", evidence: IntoDataFrameT | None = None
    ) -> IntoDataFrameT: ...
    def compare(self, claims: Any, *, period: Period = "exact", evidence: Any = None) -> Any:
        """Set claims beside what other sources say of the same thing.

        Two observations are of the same thing if indicator, area, partner, entity, breakdown and the
        dimension of the unit are the same. Each basis and definition is reported apart; an empty one meets
        all. With the
        evidence converted to the claim's unit, the outcome is

        - agreement: equal within half the sum of both resolutions, of which that of a bound such as "over" or
          "nearly" does not count; or the evidence lies inside the claim's bounds and, where these leave a
          side open or the claim is "about", within 10 % of the claim;
        - conflict: the evidence lies outside those bounds, or beyond the 10 %;
        - undecided: what the evidence says fits the claim, but its own hedge leaves it open whether it
          agrees, as between two open intervals;
        - other_period: the evidence is of another period, and does not say the same. What it says of another
          period contradicts nothing. That it agrees is said, as a figure may be given under a wrong year.

        Parameters
        ----------
        claims
            An observation_id, or an eager frame with columns of `observations`. It has observation_id,
            indicator_id, ref_area, period_start, period_end, value and unit, and both bounds or none; each
            other column that it lacks counts as empty.
        period
            "exact": evidence of the claim's own period: the same days for a flow, or a share or rate over a
            period, the same last day for a running total, and one window inside the other for what stands
            at a date.
            "nearest": of each basis and definition the evidence whose last day is nearest to the claim's.
            "all": every period. A claim without a period is set beside every period in all three.
        evidence
            Eager frame with such columns, instead of the observations of the package. In frames, a hedge
            (`qualifier`) says the bounds that are empty; a value with neither hedge nor bounds is exact, and
            an infinite bound is an open side.

        Returns
        -------
        pandas.DataFrame, or a frame of the kind of `claims`
            One row per pair, in order of claim_id, basis, definition, period_end and evidence_id: claim_id,
            evidence_id, what the evidence says (definition, basis, status, source_id, attributed_to,
            period_start, period_end, figure_as_printed, confidence), origin (whose statement it is: rows of
            one origin are one independent support), claim and evidence as numbers in `unit` (empty for a
            range), difference (evidence less claim), ratio (evidence by claim, empty where the claim is 0),
            days_apart (from the claim's last day to that of the evidence), unit, and outcome. What a claim's
            own source says elsewhere is no evidence; where no source is given, it is not known to be the
            claim's.

        Raises
        ------
        UnknownNameError
            If there is no such observation, unit, hedge or way to match periods, if a claim has a code that
            the package does not have and no evidence is given, or if a frame lacks a column that it needs.
        RefusedError
            If a row has no unit, neither value nor bounds, days or numbers that are none, or bounds that its
            value or its hedge contradicts.
        UnsupportedBackendError
            If something is not an eager frame.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> pairs = kbd.compare("liu-belt-and-road/chinese-brands-share-2021")
        >>> set(pairs["outcome"])
        {'agreement'}
        """
        from kz_bri_data.evidence import compare

        return compare(self._catalogue, claims, period, evidence)

    @overload
    def mirror(
        self,
        indicator: str,
        area: str,
        partner: str,
        *,
        basis: str | None = None,
        backend: Literal["pandas"] = "pandas",
    ) -> pd.DataFrame: ...
    @overload
    def mirror(
        self,
        indicator: str,
        area: str,
        partner: str,
        *,
        basis: str | None = None,
        backend: Literal["polars"],
    ) -> pl.DataFrame: ...
    @overload
    def mirror(
        self,
        indicator: str,
        area: str,
        partner: str,
        *,
        basis: str | None = None,
        backend: Literal["pyarrow"],
    ) -> pa.Table: ...
    def mirror(
        self, indicator: str, area: str, partner: str, *, basis: str | None = None, backend: str = "pandas"
    ) -> Any:
        """Set side by side what two areas say of the same flow.

        What one area exports to the other, the other imports: exports meet imports, and turnover, which is
        both together, meets turnover. The two seldom agree, as goods are valued with or without freight,
        pass through third countries, and are counted on another day.

        Parameters
        ----------
        indicator
            What `area` counts: goods_exports, goods_imports or goods_trade_turnover.
        area, partner
            The two areas.
        basis
            One basis for both, such as a data set to which both report. Without it, each side is what a
            national counter of the area says.
        backend
            "pandas", "polars" or "pyarrow".

        Returns
        -------
        pandas.DataFrame, polars.DataFrame or pyarrow.Table
            One row per period of which one of them has a figure, in order of the last day; years and parts of
            years both, told apart by frequency: period, period_start, period_end, frequency, unit; of each
            side area_value, _low, _high, _qualifier, _id and _series_id, and partner_value and so on, which
            are the row that `series` takes for the period; ratio, which is the partner's figure over the
            area's, with ratio_low, ratio_high and ratio_qualifier. Bounds of the ratio allow for the hedges
            and for half of the last digit of both. Where one side has no figure, its columns and the ratio
            are missing.

        Raises
        ------
        UnknownNameError
            If there is no such indicator, area, basis or backend.
        RefusedError
            If the indicator is not counted from both ends, or the two have no series that meet: in one unit,
            by one definition. What each side has is then listed.

        Warns
        -----
        ConflictWarning
            If sources of one side conflict beyond rounding.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> trade = kbd.mirror("goods_trade_turnover", "KAZ", "CHN").set_index("period")
        >>> trade.loc[["2019", "2024"], ["ratio", "ratio_qualifier"]].round(3).to_dict("index")
        {'2019': {'ratio': 1.379, 'ratio_qualifier': 'over'},
        '2024': {'ratio': 1.456, 'ratio_qualifier': 'range'}}
        """
        from kz_bri_data._series.mirror import mirror

        return mirror(self._catalogue, indicator, area, partner, basis, backend)

    @overload
    def ratio(
        self,
        a: object,
        b: object,
        *,
        allow_bases: bool = False,
        allow_definitions: bool = False,
        backend: Literal["pandas"] = "pandas",
    ) -> pd.DataFrame: ...
    @overload
    def ratio(
        self,
        a: object,
        b: object,
        *,
        allow_bases: bool = False,
        allow_definitions: bool = False,
        backend: Literal["polars"],
    ) -> pl.DataFrame: ...
    @overload
    def ratio(
        self,
        a: object,
        b: object,
        *,
        allow_bases: bool = False,
        allow_definitions: bool = False,
        backend: Literal["pyarrow"],
    ) -> pa.Table: ...
    def ratio(
        self,
        a: object,
        b: object,
        *,
        allow_bases: bool = False,
        allow_definitions: bool = False,
        backend: str = "pandas",
    ) -> Any:
        """Divide one series by another: a share in percent, or so much of the one per the other.

        Parameters
        ----------
        a, b
            What is divided, and by what: each a series_id, an indicator_id whose series `series` takes
            without more, or an eager frame that `series` returned. Both have periods of one length.
        allow_bases
            Let the two be counted by different bases.
        allow_definitions
            Let the two go by different definitions.
        backend
            "pandas", "polars" or "pyarrow".

        Returns
        -------
        pandas.DataFrame, polars.DataFrame or pyarrow.Table
            A row per period that both have, in order of time: period, period_start, period_end, numerator,
            denominator, ratio with ratio_low, ratio_high, ratio_qualifier and ratio_unit, the identifiers of
            both observations, and of both series. Where both units measure the same, the ratio is in
            "percent", whichever units they are; else the unit is a text such as "USD per t". Bounds allow for
            the hedges and for half of the last digit of both. The ratio is missing where one of the two is a
            range, or what it is divided by is not above zero.

        Raises
        ------
        RefusedError
            Of these classes: MixedBasisError and MixedSeriesError for two bases or definitions, or for a
            frame of several series, UnequalPeriodsError for periods of two lengths, and RefusedError itself
            if no period is common to both, one has two figures of a period, or the second series is known to
            leave something out.
        UnknownNameError, UnsupportedBackendError
            If something is neither a series nor a frame of one.
        KzBriDataError
            As in `series`.

        Examples
        --------
        Wind as a share of all electricity:

        >>> import kz_bri_data as kbd
        >>> wind = kbd.series("electricity_generation", area="KAZ", breakdown="wind", basis="ember")
        >>> whole = kbd.series("electricity_generation", area="KAZ", breakdown="", basis="ember")
        >>> share = kbd.ratio(wind, whole).set_index("period")
        >>> share.loc["2024", ["ratio", "ratio_low", "ratio_high"]].astype(float).round(3).tolist()
        [4.143, 4.143, 4.144]
        """
        from kz_bri_data._series.ratio import ratio

        return ratio(
            self._catalogue,
            a,
            b,
            backend,
            allow_bases=allow_bases,
            allow_definitions=allow_definitions,
        )
