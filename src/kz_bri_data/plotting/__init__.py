"""Figures as charts: what is hedged, planned, missing or in conflict is seen to be so."""

from kz_bri_data.plotting.charts import ThemeName, plot, specification
from kz_bri_data.plotting.rendering import file_content, properties, svg, themed

__all__ = ["ThemeName", "file_content", "plot", "properties", "specification", "svg", "themed"]
