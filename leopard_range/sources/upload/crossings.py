"""How often the edges of a polygon meet, counted only as far as it matters.

Repairing a polygon costs time in proportion to the places where its edges meet, which can be
the square of their number, and a repair under way cannot be stopped.  So they are counted
first, with a limit.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from leopard_range.sources.upload.budgets import MAX_CROSSINGS, MAX_PAIRS

__all__ = ["crossings"]

_CHUNK = 1_000_000
"""Pairs that one question to the tree may return."""

Floats = NDArray[np.float64]


def crossings(shape: Any, *, limit: int = MAX_CROSSINGS, max_pairs: int = MAX_PAIRS) -> int:
    """Count the pairs of edges of a shape that meet other than as neighbours.

    Parameters
    ----------
    shape : shapely geometry
        Any polygon, valid or not, with finite coordinates.
    limit : int
        Where to stop counting.
    max_pairs : int
        How many pairs of edges with overlapping boxes to look at.

    Returns
    -------
    int
        At most `limit` + 1, which also stands for "too many to look at".
    """
    start, stop, before = _edges(shape)
    if len(start) < 2:
        return 0
    low, high = np.minimum(start, stop), np.maximum(start, stop)
    tree = shapely.STRtree(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))
    boxes = tree.geometries
    step = max(1, _CHUNK // len(start))
    found = looked = 0
    for at in range(0, len(start), step):
        first, second = tree.query(boxes[at : at + step])
        first = first + at
        looked += len(first)
        # Each pair once, and an edge always touches the one before it and the one after.
        pair = (second > first) & (before[second] != first) & (before[first] != second)
        found += _meet(start, stop, first[pair], second[pair])
        if found > limit or looked > max_pairs:
            return limit + 1
    return found


def _edges(shape: Any) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Start and end of every edge that has a length, and the number of the edge before it."""
    xy, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shape)), return_index=True)
    same = (ring[1:] == ring[:-1]) & (xy[1:] != xy[:-1]).any(axis=1)
    start, stop, owner = xy[:-1][same], xy[1:][same], ring[1:][same]
    before = np.arange(len(start)) - 1
    if len(start):
        heads = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
        before[heads] = np.r_[heads[1:], len(start)] - 1
    return start, stop, before


def _meet(start: Floats, stop: Floats, first: NDArray[np.int64], second: NDArray[np.int64]) -> int:
    a, b, c, d = start[first], stop[first], start[second], stop[second]
    across = _side(a, b, c) * _side(a, b, d) <= 0
    along = _side(c, d, a) * _side(c, d, b) <= 0
    return int((across & along).sum())


def _side(a: Floats, b: Floats, p: Floats) -> Floats:
    """1 where p lies to the left of the line from a to b, -1 to the right, 0 on it."""
    turn = (b[:, 0] - a[:, 0]) * (p[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (p[:, 0] - a[:, 0])
    side: Floats = np.sign(turn)
    return side
