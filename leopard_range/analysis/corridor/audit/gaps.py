"""Gaps between patches of habitat inside an area, from one end of it to the other.

An animal that steps from patch to patch chooses the way whose longest step is shortest.  That step
lies on the minimum spanning tree of the patches and the two ends.

References
----------
Majka D., Jenness J. & Beier P. (2007) CorridorDesigner: ArcGIS tools for designing and evaluating
corridors (patch-to-patch distances inside a corridor).
Hu T. C. (1961) The maximum capacity route problem. Operations Research 9(6): 898-900,
doi:10.1287/opre.9.6.898 (the bottleneck of two places is on the spanning tree).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray
from rasterio.features import shapes
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

__all__ = ["MOST_PATCHES", "Gap", "longest_gap", "patches"]

Floats: TypeAlias = NDArray[np.float64]

MOST_PATCHES = 600
"""Patches whose distances are measured; of more, the largest."""

_TOUCHING_M = 1e-3
"""A graph holds no step of length 0; a millimetre stands for it."""


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """The longest step of the best way along an area.

    Attributes
    ----------
    length_m : float
        Its length; 0 where habitat reaches from end to end.
    line : LineString or None
        Where it is stepped over.
    """

    length_m: float
    line: Any


def patches(area: Any, suited: NDArray[np.bool_], transform: Affine) -> NDArray[Any]:
    """Cut the habitat of a grid to an area, in parts.

    Parameters
    ----------
    area : Polygon or MultiPolygon
        In the system of the grid.
    suited : ndarray of bool, shape (rows, columns)
        Cells that are habitat.
    transform : Affine
        Cell to world.

    Returns
    -------
    ndarray of Polygon
        The largest first, at most `MOST_PATCHES`.
    """
    found = [
        shapely.geometry.shape(one)
        for one, _ in shapes(suited.astype(np.uint8), mask=suited, transform=transform)
    ]
    parts = shapely.get_parts(shapely.intersection(np.array(found, dtype=object), area))
    parts = parts[(shapely.get_type_id(parts) == 3) & (shapely.area(parts) > 0)]
    kept: NDArray[Any] = parts[np.argsort(-shapely.area(parts), kind="stable")][:MOST_PATCHES]
    return kept


def longest_gap(patches_: NDArray[Any], start: Any, stop: Any) -> Gap:
    """Find the longest step of the best way over patches from one end to the other.

    Parameters
    ----------
    patches_ : ndarray of Polygon, shape (k,)
        In a plane in metres.
    start, stop : Point
        The two ends.

    References
    ----------
    Hu T. C. (1961) doi:10.1287/opre.9.6.898.
    """
    places = np.array([start, stop, *patches_], dtype=object)
    one, other = np.triu_indices(len(places), 1)
    apart = np.maximum(shapely.distance(places[one], places[other]), _TOUCHING_M)
    tree = minimum_spanning_tree(csr_array((apart, (one, other)), shape=(len(places),) * 2))
    _, before = breadth_first_order(tree, 0, directed=False)
    steps, at = [], 1
    while at != 0:
        steps.append((at, int(before[at])))
        at = int(before[at])
    lengths = [float(shapely.distance(places[a], places[b])) for a, b in steps]
    longest = int(np.argmax(lengths))
    a, b = steps[longest]
    line = shapely.shortest_line(places[a], places[b]) if lengths[longest] > _TOUCHING_M else None
    return Gap(lengths[longest] if line is not None else 0.0, line)
