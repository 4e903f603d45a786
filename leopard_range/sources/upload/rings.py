"""Rings into polygons by which lies in which, whatever their direction says.

A Shapefile lists rings without telling shells from holes but by direction, which many
programs get wrong.  The outermost ring is a shell, one inside it a hole, one inside that an
island, and so on.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

__all__ = ["polygon_of_rings"]

_MAX_PAIRS = 2_000_000
"""Pairs of rings of which one holds the other; a drawing of a coast with 4,000 islands has 4,000."""
_AT_ONCE = 64


def polygon_of_rings(rings: Sequence[NDArray[np.float64]]) -> shapely.Polygon | shapely.MultiPolygon:
    """Build a polygon, or several, from closed rings.

    Parameters
    ----------
    rings : sequence of ndarray, each of shape (n, 2)
        First and last position equal, n >= 4.

    Returns
    -------
    Polygon or MultiPolygon
        Every ring is a shell or a hole of it; nothing is repaired.

    Raises
    ------
    ValueError
        When too many rings lie in each other.
    """
    polygons = np.array([shapely.Polygon(ring) for ring in rings], dtype=object)
    if len(polygons) == 1:
        return polygons[0]
    if not all(np.isfinite(ring).all() for ring in rings):
        return shapely.MultiPolygon(list(polygons))
    inner, outer = _pairs(polygons)
    depth = np.bincount(inner, minlength=len(polygons))
    # The nearest ring around one at odd depth is the shell it is a hole of.  Rings that cross
    # each other have no such order; what has no shell around it stays a shell.
    near = depth[outer] == depth[inner] - 1
    parent = np.full(len(polygons), -1)
    parent[inner[near]] = outer[near]
    shells = np.flatnonzero((depth % 2 == 0) | (parent < 0))
    holes: dict[int, list[NDArray[np.float64]]] = {int(at): [] for at in shells}
    for at in np.flatnonzero((depth % 2 == 1) & (parent >= 0)).tolist():
        holes[int(parent[at])].append(rings[at])
    made = [shapely.Polygon(rings[at], inside) for at, inside in holes.items()]
    return made[0] if len(made) == 1 else shapely.MultiPolygon(made)


def _pairs(polygons: NDArray[np.object_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return (inner, outer) numbers of all rings of which the larger holds a point of the smaller."""
    area = shapely.area(polygons)
    tree = shapely.STRtree(polygons)
    places = _places(polygons)
    found: list[NDArray[np.intp]] = []
    count = 0
    for start in range(0, len(polygons), _AT_ONCE):
        inner, outer = tree.query(places[start : start + _AT_ONCE], predicate="intersects")
        inner = inner + start
        larger = area[outer] > area[inner]
        found.append(np.vstack([inner[larger], outer[larger]]))
        count += int(larger.sum())
        if count > _MAX_PAIRS:
            raise ValueError("too many rings in each other")
    inner, outer = np.hstack(found)
    return inner, outer


def _places(polygons: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return a point inside each ring, where it has an inside; else its first corner."""
    valid = shapely.is_valid(polygons)
    places = shapely.get_point(shapely.get_exterior_ring(polygons), 0)
    places[valid] = shapely.point_on_surface(polygons[valid])
    return np.asarray(places)
