"""Lines that run through an area: where, and how far."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

__all__ = ["crossings", "near", "shared_edges"]

Floats: TypeAlias = NDArray[np.float64]


def crossings(lines: NDArray[Any], area: Any, middle: Any) -> pd.DataFrame:
    """List every stretch of lines inside an area.

    Parameters
    ----------
    lines : ndarray of (Multi)LineString, shape (n,)
        In a plane in metres.
    area : Polygon or MultiPolygon
        In the same plane.
    middle : LineString
        Centreline of the area.

    Returns
    -------
    DataFrame
        ``line`` (which of the lines), ``length_m``, ``x`` and ``y`` of the place (where it meets
        the centreline, else its middle), ``along_m`` (along the centreline), ``on_way`` (it meets the
        centreline); in the order of ``along_m``.
    """
    inside = shapely.intersection(lines, area)
    merged = np.array([shapely.line_merge(one) for one in inside], dtype=object)
    pieces, owner = shapely.get_parts(merged, return_index=True)
    linear = shapely.get_dimensions(pieces) == 1
    pieces, owner = pieces[linear], owner[linear]
    met = shapely.intersection(pieces, middle)
    on_way = ~shapely.is_empty(met)
    places = np.where(
        on_way,
        shapely.point_on_surface(met),
        shapely.line_interpolate_point(pieces, 0.5, normalized=True),
    )
    table = pd.DataFrame(
        {
            "line": owner.astype(int),
            "length_m": shapely.length(pieces),
            "x": shapely.get_x(places),
            "y": shapely.get_y(places),
            "along_m": shapely.line_locate_point(middle, places),
            "on_way": on_way,
        }
    )
    return table.sort_values(["along_m", "line"], kind="stable").reset_index(drop=True)


def near(points: NDArray[Any], area: Any, within_m: float) -> tuple[NDArray[np.int64], Floats]:
    """List the points inside an area or near it, the nearest first.

    Parameters
    ----------
    points : ndarray of Point, shape (n,)
        In a plane in metres.
    area : Polygon or MultiPolygon
        In the same plane.
    within_m : float
        Farthest distance.

    Returns
    -------
    at : ndarray of int
        Which points.
    distance_m : ndarray of float
        0 inside.
    """
    distance = shapely.distance(points, area)
    at = np.flatnonzero(distance <= within_m)
    at = at[np.argsort(distance[at], kind="stable")]
    return at, distance[at]


def shared_edges(polygons: NDArray[Any]) -> list[tuple[int, int, Any]]:
    """Find where the polygons of a coverage meet each other.

    Parameters
    ----------
    polygons : ndarray of Polygon or MultiPolygon, shape (n,)
        Without overlaps.

    Returns
    -------
    list of (int, int, geometry)
        Two polygons and the line between them.
    """
    edges = shapely.boundary(polygons)
    found = []
    for one in range(len(polygons)):
        for other in range(one + 1, len(polygons)):
            line = shapely.intersection(edges[one], edges[other])
            if shapely.length(line) > 0:
                found.append((one, other, line))
    return found
