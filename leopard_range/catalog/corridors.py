"""Proposals of corridors: the named ones of the data folder, files, and GeoJSON text of a drawing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
from shapely import from_wkt
from shapely.errors import ShapelyError
from shapely.geometry import shape

from leopard_range.analysis.repair import repair
from leopard_range.catalog import uploads
from leopard_range.crs import to_metric, to_wgs84
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES
from leopard_range.model import Choices, Citation, Note
from leopard_range.model.corridor import Corridor

if TYPE_CHECKING:
    from leopard_range.model import Layer

__all__ = ["LAYER", "brought", "drawn", "is_drawing", "named"]

LAYER = "proposals"
"""Layer of the named proposals."""

_PUBLISHED = ("least_cost_path_km", "forest_share")


def is_drawing(text: str) -> bool:
    """Return whether a text is GeoJSON rather than a name or a path."""
    return text.lstrip().startswith("{")


def named(layer: Layer, id_: str, width_m: float | None, metric_crs: str) -> Corridor | None:
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
    metric_crs : str
        System in which a line is widened.

    Raises
    ------
    LeopardRangeError
        Those of `drawn`.
    """
    rows = layer.frame[layer.frame["id"] == id_]
    if rows.empty:
        return None
    row = rows.iloc[0]
    published = {key: float(row[key]) for key in _PUBLISHED if key in row and pd.notna(row[key])}
    given = None if pd.isna(row["width_m"]) else float(row["width_m"])
    axis = row.get("axis")
    shape_ = from_wkt(axis) if isinstance(axis, str) and axis else row.geometry
    line, area, repairs = _ground(shape_, width_m or given, metric_crs, LAYER)
    return Corridor(
        id=id_,
        name={language: str(row[f"name_{language}"]) for language in LANGUAGES},
        area=area,
        line=line,
        width_m=(width_m or given) if line is not None else None,
        ends=(str(row["end_a"] or ""), str(row["end_b"] or "")),
        pos_error_m=float(row["pos_error_m"]),
        published=published,
        citations=(Citation(str(row["source"]), str(row["url"] or "")), layer.spec.cite),
        notes=(*layer.notes, *repairs),
    )


def drawn(text: str, width_m: float | None, metric_crs: str) -> Corridor:
    """Read a drawing: GeoJSON text of one geometry or one feature, longitude and latitude.

    Parameters
    ----------
    text : str
        RFC 7946; a feature's ``name`` and ``width_m`` are taken.
    width_m : float or None
        Full width of a line, metres.
    metric_crs : str
        System in which a line is widened.

    Raises
    ------
    LeopardRangeError
        ``corridor_text``, ``corridor_width``, ``not_polygons``, ``empty_geometry``.
    """
    try:
        found: Any = json.loads(text)
        about = found.get("properties") or {}
        geometry = shape(found["geometry"] if found.get("type") == "Feature" else found)
        name, given = str(about.get("name", "")), float(about.get("width_m") or 0) or None
    except (ValueError, TypeError, KeyError, AttributeError, LookupError, RecursionError, ShapelyError):
        raise LeopardRangeError("corridor_text") from None
    line, area, repairs = _ground(geometry, width_m or given, metric_crs, name or "GeoJSON")
    return _own(name, line, area, width_m or given, repairs)


def brought(path: Path, width_m: float | None, choices: Choices, metric_crs: str) -> Corridor:
    """Read a proposal from a file as carefully as an upload.

    Parameters
    ----------
    path : Path
        One line or area, or several areas that together are one.
    width_m : float or None
        Full width of a line, metres; None: the file's ``width_m``.
    choices : Choices
        What the file does not say.
    metric_crs : str
        System in which a line is widened.

    Raises
    ------
    LeopardRangeError
        Those of `drawn` and the reader's own.
    """
    found = uploads.read_here(path, choices)
    if found.frame is None or found.frame.empty:
        raise LeopardRangeError("not_polygons", file=path.name, row=1, found=found.kind)
    frame = found.frame
    given = pd.to_numeric(frame["width_m"], errors="coerce").iloc[0] if "width_m" in frame else None
    width = width_m or (None if given is None or pd.isna(given) else float(given))
    line, area, repairs = _ground(frame.geometry.union_all(), width, metric_crs, path.name)
    name = str(frame["name"].iloc[0]) if "name" in frame and pd.notna(frame["name"].iloc[0]) else path.stem
    return _own(name, line, area, width, (*found.repairs, *found.remarks, *repairs))


def _own(name: str, line: Any, area: Any, width_m: float | None, notes: tuple[Note, ...]) -> Corridor:
    return Corridor(
        name=dict.fromkeys(LANGUAGES, name),
        area=area,
        line=line,
        width_m=width_m if line is not None else None,
        notes=notes,
    )


def _ground(
    geometry: Any, width_m: float | None, metric_crs: str, file: str
) -> tuple[Any, Any, tuple[Note, ...]]:
    """Return the line, if it is one, and the valid ground of a proposal in EPSG:4326."""
    if geometry is None or geometry.is_empty:
        raise LeopardRangeError("empty_geometry", file=file, row=1)
    line = None
    if geometry.geom_type == "LineString":
        if not width_m:
            raise LeopardRangeError("corridor_width", file=file)
        line = geometry
        metres = to_metric(gpd.GeoSeries([line], crs=4326), metric_crs, name=file)
        wide = metres.buffer(width_m / 2, cap_style="flat", join_style="round")
        return line, to_wgs84(wide, name=file).iloc[0], ()
    if geometry.geom_type not in ("Polygon", "MultiPolygon"):
        raise LeopardRangeError("not_polygons", file=file, row=1, found=geometry.geom_type)
    mended = repair(gpd.GeoSeries([geometry], crs=4326), name=file)
    if mended.data.empty:
        raise LeopardRangeError("empty_geometry", file=file, row=1)
    columns = (mended.changes[name] for name in ("reason", "area_before_km2", "area_after_km2"))
    notes = tuple(
        Note.of("corridor_repaired", reason=reason, before_km2=round(before, 3), after_km2=round(after, 3))
        for reason, before, after in zip(*columns, strict=True)
    )
    return None, mended.data.iloc[0], notes
