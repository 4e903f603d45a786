"""Delaunay triangles and edges of points, also where there are none (shared ground).

Delaunay B. (1934) Sur la sphère vide, Bulletin de l'Académie des Sciences de
l'URSS, Classe des sciences mathématiques et naturelles 6:793-800; computed by
Qhull: Barber C. B. et al. (1996), doi:10.1145/235815.235821.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import Delaunay

__all__ = ["Degenerate", "Triangulation", "degenerate", "hull", "triangulate"]

Degenerate: TypeAlias = Literal["", "few_points", "collinear"]
Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

_LINE_WIDTH_M = 1.0
"""Points whose hull is narrower than this lie on one line: no survey tells them apart from it."""


class Triangulation(NamedTuple):
    """Triangles and edges over points.

    Attributes
    ----------
    triangles : numpy.ndarray of int, shape (t, 3)
        Indices of points; empty when the points enclose no area.
    edges : numpy.ndarray of int, shape (e, 2)
        Every edge once, lower index first.  Points on a line are joined in order.
    """

    triangles: Ints
    edges: Ints


def hull(xy: Floats) -> shapely.Geometry:
    """Smallest convex shape around points; a line or a point where they span no more.

    Parameters
    ----------
    xy : numpy.ndarray, shape (n, 2)
        At least one position.

    Returns
    -------
    shapely geometry
    """
    # One line through all points is made much faster than as many points, and has the same hull.
    return shapely.convex_hull(shapely.linestrings(xy)) if len(xy) > 1 else shapely.Point(xy[0])


def degenerate(xy_m: Floats) -> Degenerate:
    """Tell whether points enclose no area worth the name.

    Parameters
    ----------
    xy_m : numpy.ndarray, shape (n, 2)
        Distinct positions, metres.

    Returns
    -------
    str
        ``few_points`` (fewer than three), ``collinear`` (mean width of the hull, twice its area
        by its perimeter, below 1 m) or empty.
    """
    if len(xy_m) < 3:
        return "few_points"
    shape = hull(xy_m - xy_m.mean(axis=0))
    return "collinear" if 2 * shapely.area(shape) < _LINE_WIDTH_M * shapely.length(shape) else ""


def triangulate(xy_m: Floats) -> Triangulation:
    """Triangulate distinct points.

    Parameters
    ----------
    xy_m : numpy.ndarray, shape (n, 2)
        Distinct positions, metres.

    Returns
    -------
    Triangulation
    """
    centred = xy_m - xy_m.mean(axis=0)
    if degenerate(xy_m):
        # The longest direction orders points that lie on a line.
        direction = np.linalg.svd(centred, full_matrices=False)[2][0]
        order = np.argsort(centred @ direction, kind="stable")
        chain = np.sort(np.column_stack([order[:-1], order[1:]]), axis=1)
        return Triangulation(np.empty((0, 3), dtype=np.int64), chain.astype(np.int64))
    triangles = Delaunay(centred).simplices.astype(np.int64)
    sides = np.sort(triangles[:, [[0, 1], [1, 2], [2, 0]]].reshape(-1, 2), axis=1)
    return Triangulation(triangles, np.unique(sides, axis=0))
