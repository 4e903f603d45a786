"""A corridor report as files: page, print, geometry, tables, surfaces, and everything as JSON."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from typing import Any

import shapely

from leopard_range.i18n import note_sentence
from leopard_range.reports.corridor.parts import layers_of, surfaces_of, table_rows
from leopard_range.reports.corridor.report import document_of
from leopard_range.reports.corridor.shape import Report
from leopard_range.reports.corridor.software import versions
from leopard_range.reports.formats import About, layers_gpkg, sheet
from leopard_range.reports.html import as_html
from leopard_range.reports.raster import as_cog

__all__ = ["report_gpkg", "report_html", "report_json", "report_pdf", "report_zip"]


def report_html(answer: Report, about: About, day: date) -> bytes:
    """Write the report as one HTML file.

    Parameters
    ----------
    answer : Report
        The report.
    about : mapping
        Its language.
    day : date
        Day of the report.
    """
    return as_html(document_of(answer, about["language"], day))


def report_pdf(answer: Report, about: About, day: date) -> bytes:
    """Write the report as A4 pages.

    Parameters
    ----------
    answer : Report
        The report.
    about : mapping
        Its language.
    day : date
        Day of the report.

    Raises
    ------
    LeopardRangeError
        ``font_missing``.
    """
    from leopard_range.reports.pdf_document import as_pdf

    return as_pdf(document_of(answer, about["language"], day), day)


def report_gpkg(answer: Report, about: About, day: date) -> bytes:
    """Write everything that has a place as one GeoPackage with a table for each kind.

    Parameters
    ----------
    answer : Report
        The report.
    about : mapping
        What is said about it: metadata of every table.
    day : date
        Written as the time of the last change.
    """
    return layers_gpkg(layers_of(answer), _about(answer, about), day)


def report_json(answer: Report, about: About, day: date) -> bytes:
    """Write parameters, answers, fingerprints, cautions and sources.

    Parameters
    ----------
    answer : Report
        The report.
    about : mapping
        Its language.
    day : date
        Day of the report.

    Returns
    -------
    bytes
        UTF-8 JSON; numbers are not rounded.
    """
    area = shapely.transform(answer.corridor.area, lambda xy: xy.round(7))
    found: dict[str, Any] = {
        "report": "corridor",
        "made": day.isoformat(),
        "software": versions(),
        "data_version": answer.data_version,
        "proposal": {
            "name": dict(answer.name),
            "area_km2": answer.area_km2,
            "width_m": answer.corridor.width_m,
            "positional_error_m": answer.corridor.pos_error_m,
            "published": dict(answer.corridor.published),
            "outline_sha256": answer.outline_sha256,
            "geometry": json.loads(shapely.to_geojson(area)),
        },
        "questions": {one.study: dict(one.asked) for one in answer.chapters},
        "answers": {one.study: dict(one.said) for one in answer.chapters if one.answer is not None},
        "without_answer": {
            one.study: {"code": one.problem.code, **dict(one.problem.blanks)}
            for one in answer.chapters
            if one.problem is not None
        },
        "inputs": [
            {"layer": one.id, "title": one.name["en"], "period": one.period["en"], "sha256": one.sha256}
            for one in answer.inputs
        ],
        "cautions": [
            {"code": note.code, "text": note_sentence(note, about["language"])} for note in answer.notes
        ],
        "sources": [{"text": one.text, "url": one.url, "licence": one.licence} for one in answer.citations],
    }
    return (json.dumps(found, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def report_zip(answer: Report, about: About, day: date) -> bytes:
    """Pack the page, the JSON, the GeoPackage, every table as CSV and every surface as GeoTIFF.

    Parameters
    ----------
    answer : Report
        The report.
    about : mapping
        What is said about it.
    day : date
        Day of the report.

    Returns
    -------
    bytes
        Every member has the same fixed date.
    """
    members = {
        "report.html": report_html(answer, about, day),
        "report.json": report_json(answer, about, day),
        "report.gpkg": report_gpkg(answer, about, day),
        **_tables(answer),
        **_surfaces(answer, _about(answer, about)),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _about(answer: Report, about: About) -> About:
    asked = {one.study: dict(one.asked) for one in answer.chapters}
    return {
        **about,
        "data_version": answer.data_version,
        "outline_sha256": answer.outline_sha256,
        "parameters": asked,
    }


def _tables(answer: Report) -> dict[str, bytes]:
    """Return a CSV file for the single values of all studies, and one for each table."""
    found: dict[str, bytes] = {}
    values = [
        (
            part.study,
            fact.column.key,
            _cell(fact.value),
            fact.low,
            fact.high,
            fact.column.unit,
            fact.column.text,
        )
        for part in answer.chapters
        for fact in part.facts
    ]
    found["values.csv"] = sheet(("study", "key", "value", "low", "high", "unit", "label"), values)
    for part in answer.chapters:
        for table in part.tables:
            if table.rows:
                head, body = table_rows(table)
                found[f"{part.study.split()[1]}_{table.column.key}.csv"] = sheet(head, body)
    inputs = [
        (one.id, one.name["en"], one.period["en"], one.pos_error_m, one.sha256) for one in answer.inputs
    ]
    found["inputs.csv"] = sheet(("layer", "title", "period", "pos_error_m", "sha256"), inputs)
    return found


def _cell(found: Any) -> Any:
    if isinstance(found, dict):
        return found.get("en", "")
    return found.in_("en") if hasattr(found, "in_") else found


def _surfaces(answer: Report, about: About) -> dict[str, bytes]:
    found = {}
    for part in answer.chapters:
        grid, held = surfaces_of(part)
        for name, values in held.items():
            assert grid is not None
            found[f"{part.study.split()[1]}_{name}.tif"] = as_cog(values, grid, about, "", (name,))
    return found
