"""What is injected in a window, and the correction of blocks."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.omniscape.circuits import Circuit
from leopard_range.analysis.corridor.omniscape.part import Part
from leopard_range.analysis.corridor.omniscape.windows import Comparison, Windows

__all__ = ["correction", "sources"]

Floats: TypeAlias = NDArray[np.float64]


def sources(part: Part, windows: Windows, row: int, column: int, strength: float) -> Floats:
    """Return what is injected in the window of a target.

    Parameters
    ----------
    part : Part
        Holds the window.
    windows : Windows
        Radius, buffer and block.
    row, column : int
        Middle of the block in the whole raster.
    strength : float
        Of the block, ampere: the sum of what is injected, before comparisons take sources out.

    Returns
    -------
    ndarray of float64
        Of the window's shape.

    Notes
    -----
    In a window that the upper or left edge of the raster cuts, Omniscape takes the sources of a block out
    where it would stand in a whole window.  Results agree only if this is kept, so it is.
    """
    view, disc = part.view(row, column, windows)
    injected = np.where(windows.distance[disc] <= windows.radius, part.source[view], 0.0)
    low, high = windows.reach - windows.half, windows.reach + windows.half + 1
    injected[low : min(high, part.shape[0]), low : min(high, part.shape[1])] = 0.0
    total = injected.sum()
    if total > 0:
        injected *= strength / total
    block = part.block(row, column, windows)
    for comparison, present, future in zip(part.comparisons, part.present, part.future, strict=True):
        injected[_unlike(comparison, present[view], future[block])] = 0.0
    return injected


def _unlike(comparison: Comparison, present: Floats, future: Floats) -> NDArray[np.bool_]:
    known = future.T[np.isfinite(future.T)]
    if not len(known):
        return np.ones(present.shape, dtype=np.bool_)
    with np.errstate(invalid="ignore"):
        if comparison.kind == "within":
            away = present - np.median(known)
            return (away > comparison.upper) | (away < comparison.lower)
        return np.not_equal(present, _commonest(known)) & np.isfinite(present)


def _commonest(values: Floats) -> float:
    """The value met most often; of several the one that was so first, down the columns."""
    times: dict[float, int] = {}
    best, most = math.nan, 0
    for value in values.tolist():
        times[value] = times.get(value, 0) + 1
        if times[value] > most:
            best, most = value, times[value]
    return best


def correction(windows: Windows, corner: Part) -> Floats | None:
    """Return by what the current of a block's window is multiplied; None when nothing is corrected.

    Parameters
    ----------
    windows : Windows
        The side of a block.
    corner : Part
        The first corner of the raster, as large as a window: Omniscape compares the cells there.

    Returns
    -------
    ndarray of float64, shape (2 reach + 1, 2 reach + 1)
        Current when every cell of the block is a target of its own, over the current when the block is
        one, both on even ground with even sources.
    """
    if not windows.correct or windows.block == 1:
        return None
    reach, side = windows.reach, 2 * windows.reach + 1
    even = np.where(windows.distance <= reach, 1.0, 0.0)
    circuit = Circuit(even, (reach, reach), windows.four)
    near = np.where(windows.distance <= windows.radius, 1.0, 0.0)
    near[reach, reach] = 0.0
    single = circuit.current(near / near.sum())
    same = replace(corner, source=np.ones((side, side)))
    if corner.source.shape != same.source.shape:  # a raster smaller than a window has nothing to compare
        same = replace(same, shape=(side, side), comparisons=(), present=(), future=())
    blocked = circuit.current(sources(same, windows, reach, reach, float(windows.block**2)))
    wide = np.zeros((side + windows.block - 1,) * 2)
    for row in range(windows.block):
        for column in range(windows.block):
            wide[row : row + side, column : column + side] += single
    summed = wide[windows.half : windows.half + side, windows.half : windows.half + side]
    flows = (blocked != 0) & (summed != 0)
    return np.where(flows, summed, 1.0) / np.where(blocked != 0, blocked, 1.0)
