"""Outlines of the ground that holds a share of a surface, and the hull of most points.

References
----------
Worton B. J. (1989) Ecology 70(1): 164-168, doi:10.2307/1938423 (utilisation distribution).
Mohr C. O. (1947) American Midland Naturalist 37(1): 223-249, doi:10.2307/2421652 (convex polygon).
Maple C. (2003) Geometric modeling and graphics, 90-95, doi:10.1109/GMAG.2003.1219671 (marching squares).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import shapely
from geopandas import GeoSeries
from numpy.typing import NDArray

from leopard_range.analysis.checks import number
from leopard_range.analysis.grid import cell_centres
from leopard_range.analysis.heatmap.kde import places
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid

__all__ = ["contour", "isopleths", "minimum_convex_polygon", "volume_threshold"]

Floats: TypeAlias = NDArray[np.float64]


def volume_threshold(surface: Floats, share: float) -> float:
    """Value above which a surface holds a share of its volume.

    Parameters
    ----------
    surface : numpy.ndarray, shape (rows, columns)
        Density on cells of one size; NaN counts as 0.
    share : float
        Above 0, at most 1.

    Returns
    -------
    float
        The densest cells are taken first; the contour runs through the centres of the last ones, so
        half of them counts.

    Raises
    ------
    LeopardRangeError
        ``heat_nothing`` when the surface is 0 everywhere; ``bad_argument``.
    """
    wanted = number("share", share, above=0)
    if wanted > 1:
        raise LeopardRangeError("bad_argument", name="share", value=str(share), rule="<= 1")
    top = float(np.max(surface, initial=0.0, where=surface > 0))
    if top <= 0:
        raise LeopardRangeError("heat_nothing")
    # Cells of one value, as a lone point makes, are taken together.
    values, count = np.unique(np.round(surface[surface > 0] / top, 12), return_counts=True)
    group = values[::-1] * count[::-1]
    volume = np.cumsum(group)
    return float(np.interp(wanted * volume[-1], volume - group / 2, values[::-1]) * top)


def isopleths(surface: Floats, grid: Grid, levels: Sequence[float] = (0.5, 0.75, 0.95)) -> GeoSeries:
    """Outline the smallest ground that holds a share of a surface.

    Parameters
    ----------
    surface : numpy.ndarray, shape (rows, columns)
        Density at the centres of the cells; NaN counts as 0.
    grid : Grid
        Its grid, in metres.
    levels : sequence of float
        Shares of the volume, each above 0 and at most 1.

    Returns
    -------
    GeoSeries
        Polygons by level, in the system of the grid.  Of detections of cameras they tell where
        animals were photographed, not their home range.

    Raises
    ------
    LeopardRangeError
        As `volume_threshold`.
    """
    found = [contour(surface, grid, volume_threshold(surface, level)) for level in levels]
    return GeoSeries(found, index=list(levels), crs=grid.crs)


def contour(surface: Floats, grid: Grid, level: float) -> Any:
    """Outline the ground on which a surface reaches a level.

    Parameters
    ----------
    surface : numpy.ndarray, shape (rows, columns)
        Values at the centres of the cells; NaN and everything outside count as lower.
    grid : Grid
        Its grid.
    level : float
        Above 0.

    Returns
    -------
    shapely.MultiPolygon
        Straight pieces between the points where the lines between neighbouring centres reach the
        level (marching squares); holes are holes.
    """
    x, y = cell_centres(grid)
    width, height = float(grid.transform.a), float(grid.transform.e)
    x = np.concatenate([x[:1] - width, x, x[-1:] + width])
    y = np.concatenate([y[:1] - height, y, y[-1:] + height])
    values = np.pad(np.nan_to_num(surface, nan=0.0), 1)
    lines = _segments(values, x, y, level)
    shape = shapely.build_area(shapely.multilinestrings(shapely.linestrings(lines)))
    parts = shapely.get_parts(shape)
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == 3])


_SIDES = (((0, 0), (0, 1)), ((0, 1), (1, 1)), ((1, 0), (1, 1)), ((0, 0), (1, 0)))
"""Corners (row, column) at the ends of a square's top, right, bottom and left side."""

_CASES = {
    # corners of a square that reach the level (1 top left, 2 top right, 4 bottom right, 8 bottom left)
    # -> pairs of sides that a line joins
    1: ((3, 0),), 2: ((0, 1),), 3: ((3, 1),), 4: ((1, 2),), 5: ((3, 0), (1, 2)), 6: ((0, 2),),
    7: ((3, 2),), 8: ((2, 3),), 9: ((2, 0),), 10: ((0, 1), (2, 3)), 11: ((2, 1),), 12: ((1, 3),),
    13: ((1, 0),), 14: ((0, 3),),
}  # fmt: skip


def _segments(values: Floats, x: Floats, y: Floats, level: float) -> Floats:
    """Return the pieces of a contour, shape (m, 2, 2); neighbours share their ends to the last bit."""
    high = (values >= level).astype(np.uint8)
    code = high[:-1, :-1] + 2 * high[:-1, 1:] + 4 * high[1:, 1:] + 8 * high[1:, :-1]

    def end(row: NDArray[np.int64], column: NDArray[np.int64], side: int) -> Floats:
        (r1, c1), (r2, c2) = ((row + down, column + right) for down, right in _SIDES[side])
        share = (level - values[r1, c1]) / (values[r2, c2] - values[r1, c1])
        return np.stack([x[c1] + share * (x[c2] - x[c1]), y[r1] + share * (y[r2] - y[r1])], axis=-1)

    found = []
    for case, joins in _CASES.items():
        row, column = np.nonzero(code == case)
        found += [np.stack([end(row, column, one), end(row, column, two)], axis=1) for one, two in joins]
    lines: Floats = np.concatenate(found)
    some: Floats = lines[(lines[:, 0] != lines[:, 1]).any(axis=1)]
    return some


def minimum_convex_polygon(xy: Floats, percent: float = 100.0) -> Any:
    """Convex hull of the points nearest to their mean.

    Parameters
    ----------
    xy : numpy.ndarray, shape (n, 2)
        Points in metres; a place that stands twice counts twice.
    percent : float
        Points kept, above 0 and at most 100: those no farther from the mean than this quantile of
        the distances (linear interpolation, as the R package adehabitatHR).

    Returns
    -------
    shapely.Geometry
        A polygon; a line or a point, without area, where the points make no more.

    Raises
    ------
    LeopardRangeError
        ``bad_argument``, and as `places`.
    """
    points, share = places(xy), number("percent", percent, above=0)
    if share > 100:
        raise LeopardRangeError("bad_argument", name="percent", value=str(percent), rule="<= 100")
    apart = np.hypot(*(points - points.mean(axis=0)).T)
    return shapely.convex_hull(shapely.multipoints(points[apart <= np.percentile(apart, share)]))
