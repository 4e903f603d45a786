"""Pinch points: where current crowds inside a corridor.

Linkage Mapper's Pinchpoint Mapper solves the circuit on the corridor alone.  To do the same, give
`pair_current` a surface that is NaN outside the corridor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from leopard_range.errors import LeopardRangeError

__all__ = ["Pinch", "PinchPoints", "pinch_points"]

Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinch:
    """One place where current crowds.

    Attributes
    ----------
    row, column : int
        Cell of its greatest current, from 0.
    current_a : float
        That current, ampere.
    cells : int
        Cells of the place.
    """

    row: int
    column: int
    current_a: float
    cells: int


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PinchPoints:
    """Where current crowds inside a corridor.

    Attributes
    ----------
    current : numpy.ndarray of float64, shape (rows, columns)
        Current inside the corridor, ampere; NaN outside it and in its ends.
    cells : numpy.ndarray of bool, shape (rows, columns)
        The cells with the most current.
    least_a : float
        Least current of those cells, ampere.
    current_share : float
        Their share of all current in the corridor, summed over cells; beside their share of its
        area it tells how narrow the corridor is.
    places : tuple of Pinch
        Connected groups of those cells, the greatest current first.
    """

    current: Floats
    cells: Mask
    least_a: float
    current_share: float
    places: tuple[Pinch, ...]


def pinch_points(
    current: Floats, band: Mask, *, share: float = 0.05, ends: Mask | None = None, most: int = 20
) -> PinchPoints:
    """Find where current crowds inside a corridor.

    Parameters
    ----------
    current : numpy.ndarray of float, shape (rows, columns)
        Current through every cell, ampere.
    band : numpy.ndarray of bool, shape (rows, columns)
        Cells of the corridor.
    share : float
        Share of its cells with the most current that count as pinched; cells as full as the last
        of them count too.
    ends : numpy.ndarray of bool, shape (rows, columns), or None
        Cells that do not count: all current passes the ends, and that is no pinch.
    most : int
        Most places to name.

    Returns
    -------
    PinchPoints

    Raises
    ------
    LeopardRangeError
        ``circuit_shape``, ``circuit_no_band`` when no current flows inside the corridor,
        ``bad_argument``.

    References
    ----------
    McRae B. H. et al. (2008) Ecology 89(10): 2712-2724, doi:10.1890/07-1861.1.
    """
    if not 0 < share < 1:
        raise LeopardRangeError("bad_argument", name="share", value=share, rule="> 0, < 1")
    if np.shape(band) != np.shape(current) or (ends is not None and np.shape(ends) != np.shape(current)):
        raise LeopardRangeError("circuit_shape", name="band")
    inside = band & np.isfinite(current) & (current > 0)
    if ends is not None:
        inside &= ~ends
    values = current[inside]
    if not len(values):
        raise LeopardRangeError("circuit_no_band")
    count = max(1, round(share * len(values)))
    least = float(np.partition(values, len(values) - count)[len(values) - count])
    cells = inside & (current >= least)
    groups, found = ndimage.label(cells, np.ones((3, 3)))
    names = np.arange(1, found + 1)
    peaks = ndimage.maximum_position(current, groups, names)
    sizes = np.bincount(groups.ravel(), minlength=found + 1)[1:]
    places = [
        Pinch(row=int(i), column=int(j), current_a=float(current[i, j]), cells=int(size))
        for (i, j), size in zip(peaks, sizes, strict=True)
    ]
    places.sort(key=lambda one: (-one.current_a, one.row, one.column))
    return PinchPoints(
        current=np.where(inside, current, np.nan),
        cells=cells,
        least_a=least,
        current_share=float(current[cells].sum() / values.sum()),
        places=tuple(places[:most]),
    )
