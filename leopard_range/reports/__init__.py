"""Layers and tables as files to keep, with their sources inside."""

from leopard_range.reports.audit import account, record
from leopard_range.reports.export import MEDIA_TYPES, Export, export, formats_of
from leopard_range.reports.files import write_whole

__all__ = ["MEDIA_TYPES", "Export", "account", "export", "formats_of", "record", "write_whole"]
