"""Areas shared by two sets of polygons, fast (shared ground).

Most small polygons lie wholly inside a large one: a prepared test finds them and
their area is known.  Only those an edge runs through are cut.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

__all__ = ["Shared", "shared_areas"]

Geometries = NDArray[Any]


class Shared(NamedTuple):
    """Pairs of polygons that share area.

    Attributes
    ----------
    left, right : numpy.ndarray of int, shape (k,)
        Positions in the two sets, ordered.
    area_m2 : numpy.ndarray of float, shape (k,)
        Shared area, greater than 0.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    area_m2: NDArray[np.float64]


def shared_areas(left: Geometries, right: Geometries, *, threads: int = 1) -> Shared:
    """Area of the intersection of every pair from two sets.

    Parameters
    ----------
    left, right : numpy.ndarray of shapely geometry, shapes (n,) and (m,)
        Valid polygons in the same metric system; members of one set may overlap.
    threads : int
        Threads to spread the geometries with more vertices over; GEOS works outside the
        interpreter's lock.

    Returns
    -------
    Shared
    """
    if len(left) == 0 or len(right) == 0:
        none = np.empty(0, dtype=np.int64)
        return Shared(none, none, np.empty(0))
    # The detailed side is prepared, the simple one indexed.
    swapped = shapely.get_num_coordinates(left).sum() * len(right) < shapely.get_num_coordinates(
        right
    ).sum() * len(left)
    detailed, simple = (right, left) if swapped else (left, right)
    tree = shapely.STRtree(simple)
    whole = shapely.area(simple)

    def one(position: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        # A copy, because preparing changes the geometry's hidden state.
        shape = shapely.from_wkb(shapely.to_wkb(detailed[position]))
        shapely.prepare(shape)
        found = tree.query(shape)
        inside = shapely.contains_properly(shape, simple[found])
        cut = found[~inside]
        cut = cut[shapely.intersects(shape, simple[cut])]
        parts = shapely.area(shapely.intersection(shape, simple[cut]))
        return np.concatenate([found[inside], cut]), np.concatenate([whole[found[inside]], parts])

    if threads > 1:
        with ThreadPoolExecutor(threads) as pool:
            pieces = list(pool.map(one, range(len(detailed))))
    else:
        pieces = [one(position) for position in range(len(detailed))]
    a = np.repeat(np.arange(len(detailed)), [len(found) for found, _ in pieces])
    b = np.concatenate([found for found, _ in pieces]).astype(np.int64)
    area = np.concatenate([areas for _, areas in pieces])
    real = area > 0
    a, b, area = a[real], b[real], area[real]
    if swapped:
        a, b = b, a
    order = np.lexsort((b, a))
    return Shared(a[order], b[order], area[order])
