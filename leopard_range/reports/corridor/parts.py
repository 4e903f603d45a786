"""Geometry and surfaces of a report's answers, by name: what files and figures are made from."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np
from geopandas import GeoDataFrame, GeoSeries, points_from_xy
from shapely.geometry.base import BaseGeometry

from leopard_range.i18n import LANGUAGES
from leopard_range.model import Grid
from leopard_range.model.corridor import Surface
from leopard_range.reports.corridor.shape import Chapter, Report, Table

__all__ = ["layers_of", "plain", "shapes_of", "surfaces_of", "table_rows"]

_WGS84 = "EPSG:4326"


def _parts(answer: Any) -> Iterator[tuple[str, Any]]:
    """Yield the fields that only programs use."""
    for one in dataclasses.fields(answer):
        if "text" not in one.metadata and one.name not in ("citations", "notes", "corridor"):
            yield one.name, getattr(answer, one.name)


def shapes_of(part: Chapter) -> dict[str, GeoSeries]:
    """Return the shapes of one study's answer by the name of their field, EPSG:4326.

    Parameters
    ----------
    part : Chapter
        Of a report.
    """
    held = dict(_parts(part.answer)) if part.answer is not None else {}
    series = {name: _series(one) for name, one in held.items()}
    return {
        name: one.reset_index(drop=True).to_crs(_WGS84)
        for name, one in series.items()
        if one is not None and len(one) and not one.is_empty.all()
    }


def _series(held: Any) -> GeoSeries | None:
    if isinstance(held, BaseGeometry):
        return GeoSeries([held], crs=_WGS84)
    shapes = held.geometry if isinstance(held, GeoDataFrame) else held
    return shapes if isinstance(shapes, GeoSeries) else None


def surfaces_of(part: Chapter) -> tuple[Grid | None, dict[str, Any]]:
    """Return the surfaces of one study's answer by the name of their field, and their grid.

    Parameters
    ----------
    part : Chapter
        Of a report.

    Returns
    -------
    Grid or None
        None where there is no surface.
    dict of str to ndarray of shape (rows, columns)
        Floats; NaN where nothing is known.
    """
    grid: Grid | None = None
    found: dict[str, Any] = {}
    held = dict(_parts(part.answer)) if part.answer is not None else {}
    for one in held.values():
        grid = grid or (one if isinstance(one, Grid) else one.grid if isinstance(one, Surface) else None)
    for name, one in held.items():
        values = one.values if isinstance(one, Surface) else one
        if grid is not None and isinstance(values, np.ndarray) and values.shape == grid.shape:
            found[name] = values.astype("float64")
    return (grid, found) if found else (None, {})


def plain(found: Any) -> Any:
    """Return a value of an answer as a table of a file holds it; sentences stand in English."""
    if hasattr(found, "in_"):
        return found.in_("en")
    return found.item() if isinstance(found, np.generic) else found


def table_rows(table: Table) -> tuple[list[str], list[list[Any]]]:
    """Return a table of an answer for a file: a name becomes one column for each language.

    Parameters
    ----------
    table : Table
        Of an answer.

    Returns
    -------
    list of str
        Names of the columns: keys of the answer, bounds with ``_low`` and ``_high``.
    list of list
        Cells.
    """
    head: list[str] = []
    body: list[list[Any]] = [[] for _row in table.rows]
    first = table.rows[0] if table.rows else ()
    for at, fact in enumerate(first):
        cells = [row[at] for row in table.rows]
        key = fact.column.key
        if any(isinstance(one.value, dict) for one in cells):
            for language in LANGUAGES:
                head.append(f"{key}_{language}")
                _append(body, [(one.value or {}).get(language, "") for one in cells])
            continue
        head.append(key)
        _append(body, [plain(one.value) for one in cells])
        if any(one.low is not None for one in cells):
            head += [f"{key}_low", f"{key}_high"]
            _append(body, [one.low for one in cells])
            _append(body, [one.high for one in cells])
    return head, body


def _append(body: list[list[Any]], cells: list[Any]) -> None:
    for row, cell in zip(body, cells, strict=True):
        row.append(cell)


def layers_of(answer: Report) -> dict[str, GeoDataFrame]:
    """Return everything of a report that has a place: the proposal, shapes, and rows with a position.

    Parameters
    ----------
    answer : Report
        The report.

    Returns
    -------
    dict of str to GeoDataFrame
        ``proposal`` first, then ``<study>_<field>``; EPSG:4326.
    """
    corridor = answer.corridor
    names = {f"name_{language}": [str(answer.name.get(language, ""))] for language in LANGUAGES}
    about = {
        **names,
        "area_km2": [answer.area_km2],
        "width_m": [corridor.width_m],
        "pos_error_m": [corridor.pos_error_m],
        "sha256": [answer.outline_sha256],
    }
    found = {"proposal": GeoDataFrame(about, geometry=[corridor.area], crs=_WGS84)}
    for part in answer.chapters:
        action = part.study.split()[1]
        for name, shapes in shapes_of(part).items():
            found[f"{action}_{name}"] = GeoDataFrame(
                {"part": range(1, len(shapes) + 1)}, geometry=shapes.to_numpy(), crs=_WGS84
            )
        for table in part.tables:
            head, rows = table_rows(table)
            if "lon" in head and "lat" in head and rows:
                data = {key: [row[at] for row in rows] for at, key in enumerate(head)}
                data_lon, data_lat = data.pop("lon"), data.pop("lat")
                found[f"{action}_{table.column.key}"] = GeoDataFrame(
                    data, geometry=points_from_xy(data_lon, data_lat), crs=_WGS84
                )
    return found
