"""Barriers: where restoring ground would shorten the way most (McRae et al. 2012).

A round window of some diameter is laid around every cell.  If the ground in it were restored, the
cheapest way through it would cost what leads to the window from one end, what leads on to the other,
and its diameter at the restored resistance.  What that saves of the least cost between the ends,
for every metre restored, is the score of the window.

References
----------
McRae B. H. et al. (2012) PLoS ONE 7(12): e52604, doi:10.1371/journal.pone.0052604.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from leopard_range.errors import LeopardRangeError
from leopard_range.model.corridor import Surface

__all__ = ["Barrier", "Barriers", "barriers"]

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """One window worth restoring.

    Attributes
    ----------
    row, column : int
        Cell in its middle, from 0.
    diameter_m : float
        Its diameter.
    score_per_m : float
        Cost saved for every metre restored.
    saved : float
        Cost saved in all.
    saved_percent : float
        The same, in per cent of the least cost between the ends.
    """

    row: int
    column: int
    diameter_m: float
    score_per_m: float
    saved: float
    saved_percent: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Barriers:
    """Where restoring ground would shorten the way.

    Attributes
    ----------
    score_per_m : numpy.ndarray of float64, shape (rows, columns)
        Cost saved for every metre restored, of the best window around each cell; 0 where none helps.
    diameter_m : numpy.ndarray of float64, shape (rows, columns)
        Diameter of that window; 0 where none helps.
    saved_percent : numpy.ndarray of float64, shape (rows, columns)
        What that window saves, in per cent of the least cost.  NaN where there is no way yet.
    least_cost : float
        Least cost between the ends as it is; infinite where there is no way.
    places : tuple of Barrier
        Best windows that do not overlap, the best first; none where there is no way yet.
    """

    score_per_m: Floats
    diameter_m: Floats
    saved_percent: Floats
    least_cost: float
    places: tuple[Barrier, ...]


def _least_around(cost: Floats, radius: float) -> Floats:
    """Least cost within a distance of every cell, cells as the unit."""
    least = cost.copy()
    reach = int(radius)
    rows = cost.shape[0]
    for down in range(reach + 1):
        wide = int(np.sqrt(radius**2 - down**2))
        line = ndimage.minimum_filter1d(cost, 2 * wide + 1, axis=1, mode="constant", cval=np.inf)
        if down < rows:
            np.minimum(least[: rows - down], line[down:], out=least[: rows - down])
            np.minimum(least[down:], line[: rows - down], out=least[down:])
    return least


def _best_windows(score: Floats, diameter: Floats, cell_m: float, most: int) -> list[tuple[int, int]]:
    """Middles of the best windows, none overlapping a better one."""
    left = score.copy()
    chosen: list[tuple[int, int]] = []
    y, x = np.ogrid[: score.shape[0], : score.shape[1]]
    while len(chosen) < most:
        row, column = (int(one) for one in np.unravel_index(int(left.argmax()), left.shape))
        if left[row, column] <= 0:
            break
        chosen.append((row, column))
        apart = np.hypot(y - row, x - column) * cell_m
        left[apart < (diameter[row, column] + diameter) / 2] = 0.0
    return chosen


def barriers(
    cost_a: Floats,
    cost_b: Floats,
    surface: Surface,
    *,
    diameters_m: Sequence[float],
    restored: float = 1.0,
    most: int = 10,
) -> Barriers:
    """Score every place by what restoring it would save between two ends.

    Parameters
    ----------
    cost_a, cost_b : numpy.ndarray of float64, shape (rows, columns)
        Accumulated cost from either end (resistance times metres), infinite where there is no way.
    surface : Surface
        The resistances these were counted on; only the size of its cells counts.
    diameters_m : sequence of float
        Diameters of the windows, one cell at least.
    restored : float
        Resistance of restored ground; 1 is the best.
    most : int
        Most places to name.

    Returns
    -------
    Barriers
        With no way at all between the ends, every window that opens one has an infinite score.

    Raises
    ------
    LeopardRangeError
        ``circuit_shape``, ``bad_argument``.
    """
    shape = surface.values.shape
    if cost_a.shape != shape or cost_b.shape != shape:
        raise LeopardRangeError("circuit_shape", name="cost")
    if not 0 < restored < np.inf:
        raise LeopardRangeError("bad_argument", name="restored", value=restored, rule="> 0")
    if not len(diameters_m):
        raise LeopardRangeError("bad_argument", name="diameters_m", value="", rule="> 0")
    cell_m = surface.cell_m
    least = float(np.min(cost_a + cost_b))
    score, best = np.zeros(shape), np.zeros(shape)
    for wide in sorted(diameters_m):
        if not wide >= cell_m:
            raise LeopardRangeError("bad_argument", name="diameters_m", value=wide, rule=f">= {cell_m:g}")
        radius = wide / 2 / cell_m
        after = _least_around(cost_a, radius) + _least_around(cost_b, radius) + wide * restored
        gain = np.zeros(shape)
        open_now = np.isfinite(after)
        gain[open_now] = (least - after[open_now]) / wide
        better = gain > score
        score[better], best[better] = gain[better], wide
    known = np.isfinite(least)
    percent = 100.0 * score * best / least if known and least > 0 else np.full(shape, np.nan)
    windows = _best_windows(score, best, cell_m, most) if known else []
    return Barriers(
        score_per_m=score,
        diameter_m=best,
        saved_percent=percent,
        least_cost=least,
        places=tuple(
            Barrier(
                row=i,
                column=j,
                diameter_m=float(best[i, j]),
                score_per_m=float(score[i, j]),
                saved=float(score[i, j] * best[i, j]),
                saved_percent=float(percent[i, j]),
            )
            for i, j in windows
        ),
    )
