"""Searching the positions of the grid: the exact sweep, and even shifts where it would take too long."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from leopard_range.analysis.aoo.kernel import Events, Rows

__all__ = ["SHIFTS", "UNITS", "Sweep", "best_origin", "warm_up", "without_repeats"]

Ints: TypeAlias = NDArray[np.int64]
Small: TypeAlias = NDArray[np.int32]

UNITS = 2_000_000
"""Grid units a cell side: 1 mm for 2 km.  Whole numbers have no doubtful cell edges."""

_MAX_POSITIONS = 100_000_000
"""Offsets the exact sweep looks at, at most: always enough for 10,000 distinct points."""

_SCANNED = 1_000_000
"""Counts looked at one by one for the median; beyond that it is guessed from a part, then proven."""

SHIFTS = 4_000
"""Shifts an axis beyond that; a multiple of 32, so never worse than 32 by 32 shifts."""


class Sweep(NamedTuple):
    """What the search found.

    Attributes
    ----------
    lowest, median, highest : int
        Occupied cells: fewest, for half of all offsets at most, most.
    x, y : float
        An offset with the fewest, grid units; not on a point.
    """

    lowest: int
    median: int
    highest: int
    x: float
    y: float


def without_repeats(x: Ints, y: Ints) -> tuple[Ints, Ints]:
    """Drop positions that occur before.

    Parameters
    ----------
    x, y : numpy.ndarray of int64, shape (n,)
        Coordinates.

    Returns
    -------
    x, y : numpy.ndarray of int64, shape (m,)
        Different positions, ordered by x and y.
    """
    order = np.lexsort((y, x))
    x, y = x[order], y[order]
    new = np.ones(len(x), dtype=bool)
    new[1:] = (x[1:] != x[:-1]) | (y[1:] != y[:-1])
    return x[new], y[new]


def best_origin(x: Ints, y: Ints) -> tuple[Sweep, str]:
    """Look at every offset, or at evenly spaced ones where there are too many.

    Parameters
    ----------
    x, y : numpy.ndarray of int64, shape (n,)
        Different positions in units of a cell side by `UNITS`.

    Returns
    -------
    found : Sweep
        Counts and the best offset.
    method : str
        ``exact_sweep`` or ``shifts``.
    """
    axes = _Axis.of(x, UNITS), _Axis.of(y, UNITS)
    if len(axes[0].residues) * len(axes[1].residues) <= _MAX_POSITIONS:
        return _sweep(*axes, UNITS, _SCANNED), "exact_sweep"
    step = UNITS // SHIFTS
    # Points in one square between shifts move together.
    x, y = without_repeats(x // step, y // step)
    found = _sweep(_Axis.of(x, SHIFTS), _Axis.of(y, SHIFTS), SHIFTS, _SCANNED)
    # Only whole shifts were tried; half a grid unit keeps points off the line.
    east, north = (float(np.floor(value + 0.5)) for value in (found.x, found.y))
    return found._replace(x=east * step - 0.5, y=north * step - 0.5), "shifts"


class _Axis(NamedTuple):
    """Coordinates along one axis, and the classes their residues divide a cell into."""

    values: Ints
    residues: Ints  # different ones, ascending
    rank: Ints  # of each value's residue
    order: Ints  # of the values by residue

    @classmethod
    def of(cls, values: Ints, cell: int) -> _Axis:
        residue = values % cell
        order = np.argsort(residue, kind="stable")
        ordered = residue[order]
        new = np.ones(len(values), dtype=bool)
        new[1:] = ordered[1:] != ordered[:-1]
        rank = np.empty(len(values), dtype=np.int64)
        rank[order] = np.cumsum(new) - 1
        return cls(values, ordered[new], rank, order)

    def width(self, cell: int) -> Ints:
        """Distance of each residue to the one before it, round the circle."""
        return np.diff(self.residues, prepend=self.residues[-1] - cell)


def _sweep(along_x: _Axis, along_y: _Axis, cell: int, scanned: int) -> Sweep:
    """Fewest, median and most cells over all offsets, for distinct whole coordinates."""
    from leopard_range.analysis.aoo.kernel import Places, Rows, passages, survey

    n = len(along_x.values)
    # The grid starts just beyond the last residue of x and moves right until it has met every point.
    x, y, rank = along_x.values[along_x.order], along_y.values[along_x.order], along_y.rank[along_x.order]
    column = np.concatenate([x // cell, x // cell - 1])
    order = np.lexsort((np.concatenate([y, y]), column))
    column, point = column[order], order % n
    place = np.empty(2 * n, dtype=np.int64)
    place[order] = np.arange(2 * n)
    places = Places(
        y=y[point],
        rank=rank[point],
        first=np.searchsorted(column, column, side="left"),
        end=np.searchsorted(column, column, side="right"),
        home=place[:n],
        away=place[n:],
        row=along_x.rank[along_x.order],
        cell=cell,
    )
    width, height = along_y.width(cell), along_x.width(cell)
    events = passages(places, len(width))
    rows = Rows(height, _row_weights(height, max(1, scanned // len(width))))
    at_home = order < n
    first = _count_at_home(column[at_home], places.y[at_home], places.rank[at_home], cell)
    narrow = width.astype(np.int32)
    histogram, (lowest, highest, at_row, at_class) = survey(first.copy(), narrow, rows, events, n)
    median = _middle(histogram)
    if rows.weight is not height:
        median = _exact_median(median, first, narrow, rows, events)
    # The middle of a field of equally good offsets: no point lies on a grid line there.
    return Sweep(
        lowest=int(lowest),
        median=median,
        highest=int(highest),
        x=float(along_x.residues[at_row] - height[at_row] / 2),
        y=float(along_y.residues[at_class] - width[at_class] / 2),
    )


def _count_at_home(column: Ints, y: Ints, rank: Ints, cell: int) -> Small:
    """Occupied cells for every class of dy while no point has left its column.

    The points come sorted by column and y.  One cell a column, and one more wherever a grid line
    runs between two neighbours of it: always where they are a cell apart, else for the classes
    between their ranks, round the circle, which a difference array adds up.
    """
    same, gap = column[1:] == column[:-1], np.diff(y)
    near = same & (gap < cell) & (rank[1:] != rank[:-1])
    low, high = rank[:-1][near], rank[1:][near]
    always = 1 + np.count_nonzero(~same) + np.count_nonzero(same & (gap >= cell))
    size = int(rank.max()) + 1
    change = np.bincount(low + 1, minlength=size + 1) - np.bincount(high + 1, minlength=size + 1)
    count = always + np.count_nonzero(high < low) + np.cumsum(change)[:size]
    return count.astype(np.int32)


def _row_weights(height: Ints, looked_at: int) -> Ints:
    """Weights of the rows whose counts are looked at one by one: all, or evenly spaced ones."""
    if looked_at >= len(height):
        return height
    moments = np.cumsum(height)
    spaced = (np.arange(looked_at) + 0.5) * (moments[-1] / looked_at)
    return np.bincount(np.searchsorted(moments, spaced), minlength=len(height)).astype(np.int64)


def _middle(histogram: Ints) -> int:
    """Smallest count that at least half of the weight does not exceed."""
    share = np.cumsum(histogram)
    return int(np.searchsorted(2 * share, share[-1]))


def _exact_median(guess: int, first: Small, width: Small, rows: Rows, events: Events) -> int:
    """Replay the events to measure the area on either side of a guess; move on until it is bracketed."""
    from leopard_range.analysis.aoo.kernel import area_up_to

    whole = int(width.sum()) * int(rows.height.sum())
    while True:
        limits = guess + np.arange(-2, 2)
        half = 2 * area_up_to(first.copy(), width, rows, events, limits) >= whole
        if half[0]:
            guess -= 3
        elif not half[-1]:
            guess += 3
        else:
            return int(limits[half.argmax()])


def warm_up() -> None:
    """Compile the sweep, or load it from the disk, ahead of the first question."""
    axis = _Axis.of(np.array([0, 1, 5]), 4)
    _sweep(axis, axis, 4, scanned=1)  # so few that every loop is used
