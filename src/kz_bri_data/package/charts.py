"""What a package shows: its figures as charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kz_bri_data.package.opened import OpenedPackage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    import altair as alt
    from narwhals.typing import IntoDataFrame

    from kz_bri_data._series.choosing import Choices
    from kz_bri_data.plotting import ThemeName


class PackageCharts(OpenedPackage):
    """The part of `Package` that draws."""

    def plot(
        self,
        what: str | Sequence[str] | IntoDataFrame,
        *,
        lang: str = "en",
        theme: ThemeName = "light",
        width: int = 640,
        **choices: Unpack[Choices],
    ) -> alt.LayerChart:
        """Draw figures over time, so that what is hedged, planned, missing or in conflict is seen to be so.

        A figure stands at the middle of its period, and a running total at its day. It is open where it has
        a hedge, with an arrow to a side that the words leave open; a bar goes from its low to its high bound.
        Estimates, projections, plans, targets and rules have shapes of their own. A line joins the facts of
        one series alone, by one count and in periods of one length: never across a break, which an upright
        line marks, and dotted over periods without a figure. Of periods with several sources all are shown,
        the best larger, and where they conflict a dotted bar joins them. Below stand what the marks mean, who
        counts, the sources and the version of the package.

        Parameters
        ----------
        what
            An indicator: the series that `series` takes, and beside it what others count of the same thing in
            the same unit and periods, and what is planned of it. A series_id, or a list of series_ids and
            indicators: just these series. Or an eager frame with columns of `observations`, such as `load`
            and `series` return; it has at least indicator_id, period_end, value and unit.
        lang
            Language of the words: "en", "kk", "ru" or "zh". What the table `labels` has not in it stays
            English.
        theme
            Colours for a light or a dark ground.
        width
            Width in pixels, from 280 for a small screen to 2000.
        **choices
            As in `series`, for one indicator, but for `sources` and `on_conflict`.

        Returns
        -------
        altair.LayerChart
            The chart, which `save` of its own writes as SVG or PNG. Chinese letters in a PNG need a font of
            the system, such as Noto Sans CJK.

        Raises
        ------
        MissingExtraError
            If Altair is not installed.
        UnknownNameError
            If there is no such indicator, series, language or theme, or the frame lacks a column.
        AmbiguousSeriesError
            If more than one thing is counted as the indicator.
        MixedUnitError
            If the figures are in several units.
        RefusedError
            If nothing has both a date and a number, or there are more than six series.

        Examples
        --------
        >>> import kz_bri_data as kbd
        >>> chart = kbd.plot("goods_trade_turnover")
        >>> chart.to_dict()["title"]["subtitle"]
        ['billion US dollars']
        """
        from kz_bri_data.plotting import plot

        return plot(self._catalogue, what, lang, theme, width, choices)
