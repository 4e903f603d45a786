"""A report on a proposed corridor as HTML, PDF, GeoPackage, JSON, or all of it in a zip."""

from leopard_range.reports.corridor.files import (
    report_gpkg,
    report_html,
    report_json,
    report_pdf,
    report_zip,
)

__all__ = ["report_gpkg", "report_html", "report_json", "report_pdf", "report_zip"]
