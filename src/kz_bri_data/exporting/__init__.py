"""A package in another format, with what it says of its tables as far as the format can carry it."""

from kz_bri_data.exporting.files import ExportFormat, export

__all__ = ["ExportFormat", "export"]
