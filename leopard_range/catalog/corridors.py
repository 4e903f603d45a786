"""Proposals of corridors: the named ones of the data folder, files, and GeoJSON text of a drawing.

Whatever the way in, a proposal is one line with a width or one area, valid, inside the study area
and on land; what was repaired on the way stands in its notes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from leopard_range.analysis.grid import cell_areas_km2, cover
from leopard_range.analysis.repair import repair
from leopard_range.catalog import uploads
from leopard_range.crs import WGS84, plane_at, to_metric, to_wgs84
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES
from leopard_range.model import Choices, Citation, Note
from leopard_range.model.corridor import Corridor
from leopard_range.sources import upload

if TYPE_CHECKING:
    from leopard_range.model import Grid, Layer, Upload

__all__ = ["LAYER", "MAX_PARTS", "MAX_TEXT", "brought", "drawn", "is_drawing", "named", "placed"]

LAYER = "proposals"
"""Layer of the named proposals."""

MAX_TEXT = 2_000_000
"""Bytes of a drawing."""

MAX_PARTS = 1_000
"""Parts of one proposal: more is a map of habitat, not a corridor."""

_PUBLISHED = ("least_cost_path_km", "forest_share")
_NO_GEOJSON = ("geojson_root", "json_syntax", "json_truncated", "empty_json")
_LEAST_KM2 = 0.001
_WIDEST_M = 200_000.0
_NAME = 80
_CURVE = 32
"""Segments of a quarter circle: a strip is narrower by 0.03 % at most where its line bends."""

_LEAST_LAND = 0.5
_SOME_SEA = 0.01

Mask = Callable[[tuple[float, float, float, float]], "tuple[Any, Grid]"]
"""Reads the cells of the land mask (1 land, 0 sea) that a box in degrees touches."""


def is_drawing(text: str) -> bool:
    """Return whether a text is GeoJSON rather than a name or a path."""
    return text.lstrip("\ufeff \t\r\n").startswith(("{", "["))


def named(layer: Layer, id_: str, width_m: float | None) -> Corridor | None:
    """Return one of the named proposals; None when there is none of that name.

    Parameters
    ----------
    layer : Layer
        The layer of proposals: polygons, and lines with ``width_m``; the column ``axis`` holds the line
        (WKT) of a polygon that is one.
    id_ : str
        Row key.
    width_m : float or None
        Another width for a line.

    Raises
    ------
    LeopardRangeError
        Those of `drawn`.
    """
    rows = layer.frame[layer.frame["id"].to_numpy(dtype=object) == id_]
    if rows.empty:
        return None
    row = rows.iloc[0]
    published = {key: float(row[key]) for key in _PUBLISHED if key in row and pd.notna(row[key])}
    given = None if pd.isna(row["width_m"]) else float(row["width_m"])
    axis = row.get("axis")
    shapes = rows.geometry
    if isinstance(axis, str) and axis:
        shapes = gpd.GeoSeries([shapely.from_wkt(axis)], crs=WGS84)
    line, area, repairs = _ground(shapes, width_m or given, LAYER)
    return Corridor(
        id=id_,
        name={language: str(row[f"name_{language}"]) for language in LANGUAGES},
        area=area,
        line=line,
        width_m=(width_m or given) if line is not None else None,
        ends=(_text(row["end_a"]), _text(row["end_b"])),
        pos_error_m=float(row["pos_error_m"]),
        published=published,
        citations=(Citation(str(row["source"]), _text(row["url"])), layer.spec.cite),
        notes=(*layer.notes, *repairs),
    )


def drawn(text: str, width_m: float | None, choices: Choices) -> Corridor:
    """Read a drawing: GeoJSON text of one proposal, as carefully as an upload.

    Parameters
    ----------
    text : str
        RFC 7946; a feature's ``name`` and ``width_m`` are taken.
    width_m : float or None
        Full width of a line, metres.
    choices : Choices
        What the text does not say.

    Raises
    ------
    LeopardRangeError
        ``corridor_text``, ``corridor_text_long``, ``corridor_width``, ``corridor_width_wrong``,
        ``corridor_lines``, ``corridor_not_ground``, ``corridor_too_many_parts``, ``corridor_tiny``,
        and those of the reader: coordinates swapped, in metres, not finite, far away.
    """
    body = text.lstrip("\ufeff").encode("utf-8", "surrogatepass")
    if len(body) > MAX_TEXT:
        raise LeopardRangeError("corridor_text_long", limit_mb=MAX_TEXT // 10**6)
    try:
        found = upload.read("proposal.geojson", body, choices, Path())
    except LeopardRangeError as problem:
        if problem.code in _NO_GEOJSON:
            raise LeopardRangeError("corridor_text") from problem
        raise
    return _own(found, width_m, "")


def brought(path: Path, width_m: float | None, choices: Choices) -> Corridor:
    """Read a proposal from a file as carefully as an upload.

    Parameters
    ----------
    path : Path
        One line or area, or several areas that together are one.
    width_m : float or None
        Full width of a line, metres; None: the file's ``width_m``.
    choices : Choices
        What the file does not say.

    Raises
    ------
    LeopardRangeError
        Those of `drawn`.
    """
    return _own(uploads.read_here(path, choices), width_m, path.stem)


def placed(corridor: Corridor, bounds: tuple[float, float, float, float], mask: Mask | None) -> Corridor:
    """Check that a proposal lies in the study area, and on land.

    Parameters
    ----------
    corridor : Corridor
        From `named`, `drawn` or `brought`.
    bounds : tuple of float
        Study area: west, south, east, north, degrees.
    mask : callable or None
        Reads the land mask; None when there is none.

    Raises
    ------
    LeopardRangeError
        ``corridor_outside``, ``corridor_sea``.
    """
    if not shapely.box(*bounds).covers(corridor.area):
        edges = dict(zip(("west", "south", "east", "north"), bounds, strict=True))
        raise LeopardRangeError("corridor_outside", **edges)
    if mask is None:
        return corridor
    share = _land_share(corridor.area, *mask(corridor.area.bounds))
    if share < _LEAST_LAND:
        raise LeopardRangeError("corridor_sea", percent=round(100 * (1 - share)))
    if share > 1 - _SOME_SEA:
        return corridor
    note = Note.of("corridor_some_sea", percent=round(100 * (1 - share)))
    return replace(corridor, notes=(*corridor.notes, note))


def _land_share(area: Any, values: Any, grid: Grid) -> float:
    cells = next(cover(np.array([area], dtype=object), grid))
    km2 = cell_areas_km2(grid)[cells.row] * cells.fraction
    land = np.ma.filled(values, 0)[cells.row, cells.column] > 0
    return float(km2[land].sum() / km2.sum()) if len(km2) and km2.sum() > 0 else 1.0


def _own(found: Upload, width_m: float | None, called: str) -> Corridor:
    frame = found.frame
    if frame is None or frame.empty:
        raise LeopardRangeError("corridor_not_ground", file=found.name, found=found.kind)
    width = width_m or _width(frame, found.name)
    line, area, repairs = _ground(frame.geometry, width, found.name)
    name = _text(frame["name"].iloc[0]) if "name" in frame else ""
    return Corridor(
        name=dict.fromkeys(LANGUAGES, " ".join((name or called).split())[:_NAME]),
        area=area,
        line=line,
        width_m=width if line is not None else None,
        notes=(*found.repairs, *found.remarks, *repairs),
    )


def _width(frame: gpd.GeoDataFrame, file: str) -> float | None:
    """The width a file gives, of its first feature."""
    if "width_m" not in frame or pd.isna(frame["width_m"].iloc[0]) or frame["width_m"].iloc[0] == "":
        return None
    width = float(pd.to_numeric(frame["width_m"], errors="coerce").iloc[0])
    if not 0 < width <= _WIDEST_M:
        raise LeopardRangeError(
            "corridor_width_wrong", file=file, value=str(frame["width_m"].iloc[0])[:40], most_km=200
        )
    return width


def _text(word: Any) -> str:
    return "" if word is None or pd.isna(word) else str(word)


def _ground(shapes: gpd.GeoSeries, width_m: float | None, file: str) -> tuple[Any, Any, tuple[Note, ...]]:
    """Return the line, if it is one, and the valid ground of a proposal in EPSG:4326."""
    there = shapes[~(shapes.is_empty | shapes.isna())]
    if there.empty:
        raise LeopardRangeError("empty_geometry", file=file, row=1)
    kinds = set(there.geom_type)
    if kinds <= {"LineString", "MultiLineString"}:
        return _strip(there, width_m, file)
    if not kinds <= {"Polygon", "MultiPolygon"}:
        raise LeopardRangeError("corridor_not_ground", file=file, found=sorted(kinds)[0])
    mended = repair(there, name=file)
    changed = mended.changes[mended.changes["action"] == "repaired"]
    columns = (changed[name].tolist() for name in ("reason", "area_before_km2", "area_after_km2"))
    notes = [
        Note.of(
            "corridor_repaired",
            reason=str(reason),
            before_km2=round(before, 3),
            after_km2=round(after, 3),
        )
        for reason, before, after in zip(*columns, strict=True)
    ]
    parts = shapely.get_parts(mended.data.to_numpy())
    if len(parts) > MAX_PARTS:
        raise LeopardRangeError("corridor_too_many_parts", file=file, count=len(parts), limit=MAX_PARTS)
    area = shapely.union_all(mended.data.to_numpy())
    if len(there) > 1:
        count = len(np.atleast_1d(shapely.get_parts(area)))
        notes.append(Note.of("corridor_merged", count=len(there), parts=count))
    _some_ground(area, file)
    return None, area, (*notes, *_holes(area))


def _strip(shapes: gpd.GeoSeries, width_m: float | None, file: str) -> tuple[Any, Any, tuple[Note, ...]]:
    """Widen one line in a plane of its own, so that its width is true."""
    joined = shapely.line_merge(shapely.union_all(shapes.to_numpy())) if len(shapes) > 1 else shapes.iloc[0]
    if joined.geom_type == "MultiLineString":
        joined = shapely.line_merge(joined)
    if joined.geom_type != "LineString":
        raise LeopardRangeError("corridor_lines", file=file, count=len(shapely.get_parts(joined)))
    if not width_m:
        raise LeopardRangeError("corridor_width", file=file)
    west, south, east, north = joined.bounds
    plane = plane_at((west + east) / 2, (south + north) / 2)
    metres = to_metric(gpd.GeoSeries([joined], crs=WGS84), plane, name=file)
    wide = metres.buffer(width_m / 2, cap_style="flat", join_style="round", quad_segs=_CURVE)
    area = to_wgs84(wide, name=file).iloc[0]
    notes = []
    if len(shapes) > 1:
        notes.append(Note.of("corridor_lines_joined", count=len(shapes)))
    if not joined.is_simple:
        notes.append(Note("corridor_line_crosses"))
    if not shapely.is_valid(area):
        area = shapely.make_valid(area, method="structure", keep_collapsed=False)
    _some_ground(area, file)
    return joined, area, (*notes, *_holes(area))


def _some_ground(area: Any, file: str) -> None:
    plane = plane_at(*shapely.get_coordinates(shapely.point_on_surface(area))[0])
    if area.is_empty or to_metric(gpd.GeoSeries([area], crs=WGS84), plane).area.iloc[0] < _LEAST_KM2 * 1e6:
        raise LeopardRangeError("corridor_tiny", file=file, least_m2=round(_LEAST_KM2 * 1e6))


def _holes(area: Any) -> tuple[Note, ...]:
    count = int(shapely.get_num_interior_rings(shapely.get_parts(area)).sum())
    return (Note.of("corridor_holes", count=count),) if count else ()
