"""Layers and tables as files to keep, with their sources inside."""

from leopard_range.reports.answers import answer_file, answer_kind
from leopard_range.reports.audit import account, record
from leopard_range.reports.export import MEDIA_TYPES, Export, export, formats_of
from leopard_range.reports.folders import answer_folder
from leopard_range.reports.quality import QUALITY_COLUMNS, quality_csv

__all__ = [
    "MEDIA_TYPES",
    "QUALITY_COLUMNS",
    "Export",
    "account",
    "answer_file",
    "answer_folder",
    "answer_kind",
    "export",
    "formats_of",
    "quality_csv",
    "record",
]
