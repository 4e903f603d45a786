"""Resistor grids: cells of a resistance surface, linked to their neighbours.

Two passable cells side by side are linked by a resistor of their mean resistance (or of their mean
conductance); corner to corner its conductance is divided by the square root of 2.  Resistances
are per cell, whatever its size, as Circuitscape has them.

References
----------
McRae B. H. et al. (2008) Ecology 89(10): 2712-2724, doi:10.1890/07-1861.1.
Anantharaman R. et al. (2020) Proceedings of the JuliaCon Conferences 1(1): 58, doi:10.21105/jcon.00058.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from leopard_range.errors import LeopardRangeError
from leopard_range.model.corridor import Surface

__all__ = ["ResistorGrid", "Task", "edges", "reached", "resistor_grid", "task"]

Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]
Labels: TypeAlias = NDArray[np.int32]

_STEPS = ((0, 1, 1.0), (1, 0, 1.0), (1, 1, math.sqrt(0.5)), (1, -1, math.sqrt(0.5)))
"""Links of a cell to the east, south, south-east and south-west, and what their conductance is times."""


class ResistorGrid(NamedTuple):
    """A checked surface and how its cells are linked.

    Attributes
    ----------
    ohm : numpy.ndarray of float64, shape (rows, columns)
        Resistance of every cell; 0 where nothing passes.
    diagonal : bool
        Whether cells that touch at a corner are linked.
    mean_ohm : bool
        Whether a link has the mean resistance of its cells, else their mean conductance.
    """

    ohm: Floats
    diagonal: bool
    mean_ohm: bool


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One network to be solved; cells that no current can reach have been taken out.

    Attributes
    ----------
    grid : ResistorGrid
        Cells and links.
    cells : numpy.ndarray of int, shape (k,)
        Places in the flattened grid of cells in short-circuited regions.
    region : numpy.ndarray of int, shape (k,)
        Number of the region of each, from 0 without gaps.
    regions : int
        How many there are.
    earth : numpy.ndarray of int, shape (m,)
        Places of cells held at 0 volt.
    leak : numpy.ndarray of float64, shape (rows, columns), or None
        Conductance of every cell to the ground, siemens; 0 in cells taken out.
    """

    grid: ResistorGrid
    cells: Ints
    region: Ints
    regions: int
    earth: Ints
    leak: Floats | None


def resistor_grid(surface: Surface, neighbours: int = 8, average: str = "resistance") -> ResistorGrid:
    """Check a surface and say how its cells are linked.

    Parameters
    ----------
    surface : Surface
        Resistances above 0; NaN where nothing passes.
    neighbours : int
        4 or 8.
    average : str
        ``resistance`` or ``conductance``: which mean of two cells their link has.

    Returns
    -------
    ResistorGrid

    Raises
    ------
    LeopardRangeError
        ``resistance_not_positive`` for a zero, a negative or an infinite one, ``circuit_empty``,
        ``bad_argument``.
    """
    if neighbours not in (4, 8):
        raise LeopardRangeError("bad_argument", name="neighbours", value=neighbours, rule="4, 8")
    if average not in ("resistance", "conductance"):
        raise LeopardRangeError("bad_argument", name="average", value=average, rule="resistance, conductance")
    values = np.asarray(surface.values, dtype=np.float64)
    missing = np.isnan(values)
    wrong = ~missing & ~((values > 0) & np.isfinite(values))
    if wrong.any():
        row, column = np.unravel_index(int(wrong.argmax()), wrong.shape)
        raise LeopardRangeError(
            "resistance_not_positive",
            name="resistance",
            value=float(values[row, column]),
            row=int(row) + 1,
            column=int(column) + 1,
            count=int(wrong.sum()),
        )
    if missing.all():
        raise LeopardRangeError("circuit_empty")
    ohm = np.ascontiguousarray(np.where(missing, 0.0, values))
    return ResistorGrid(ohm, neighbours == 8, average == "resistance")


def edges(grid: ResistorGrid) -> Iterator[tuple[tuple[Any, Any], tuple[Any, Any], Floats]]:
    """Yield where links begin and end, as slices of the grid, and their conductances.

    Parameters
    ----------
    grid : ResistorGrid
        The network.

    Yields
    ------
    tuple
        Slices of rows and columns of the first cells, of the second ones, and the conductance of
        every link in siemens; 0 where there is none.
    """
    rows, columns = grid.ohm.shape
    for down, right, times in _STEPS if grid.diagonal else _STEPS[:2]:
        west, east = max(0, -right), max(0, right)
        first = (slice(0, rows - down), slice(west, columns - east))
        second = (slice(down, rows), slice(west + right, columns - east + right))
        a, b = grid.ohm[first], grid.ohm[second]
        both = (a > 0) & (b > 0)
        with np.errstate(divide="ignore"):
            siemens = times * (2.0 / (a + b) if grid.mean_ohm else 0.5 / a + 0.5 / b)
        yield first, second, np.where(both, siemens, 0.0)


def reached(grid: ResistorGrid, regions: Labels) -> Labels:
    """Number the connected parts of the network; cells of one region are connected.

    Parameters
    ----------
    grid : ResistorGrid
        The network.
    regions : numpy.ndarray of int32, shape (rows, columns)
        Cells of one number above 0 are one node.

    Returns
    -------
    numpy.ndarray of int32, shape (rows, columns)
        Number of the part from 1; 0 where nothing passes.
    """
    parts, count = ndimage.label(grid.ohm > 0, np.ones((3, 3)) if grid.diagonal else None)
    cells = (regions > 0) & (parts > 0)
    if not cells.any():
        return np.asarray(parts, dtype=np.int32)
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    pairs = np.unique(np.column_stack([parts[cells], regions[cells] + count]), axis=0)
    size = int(pairs.max()) + 1
    joined = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    merged = connected_components(joined, directed=False)[1][: count + 1] + 1
    merged[0] = 0
    found: Labels = merged.astype(np.int32)[parts]
    return found


def task(
    grid: ResistorGrid, regions: Labels, earth: Mask, injected: list[Floats], leak: Floats | None = None
) -> Task:
    """Take out what no current can reach, so that the rest has one answer.

    Parameters
    ----------
    grid : ResistorGrid
        The network.
    regions : numpy.ndarray of int32, shape (rows, columns)
        Cells of one number above 0 are one node.
    earth : numpy.ndarray of bool, shape (rows, columns)
        Cells held at 0 volt.
    injected : list of numpy.ndarray, shape (rows, columns)
        Currents that are to be driven in, ampere.
    leak : numpy.ndarray, shape (rows, columns), or None
        Conductance of every cell to the ground, siemens.

    Returns
    -------
    Task

    Raises
    ------
    LeopardRangeError
        ``circuit_not_connected`` when some current has no way to a ground.
    """
    labels = np.where(grid.ohm > 0, regions, 0) if regions.any() else regions
    if labels.any():
        earth = earth | ((labels > 0) & np.isin(labels, np.unique(labels[earth])))
    parts = reached(grid, labels)
    drained = np.zeros(int(parts.max()) + 1, dtype=np.bool_)
    drained[parts[earth if leak is None else earth | (leak > 0)]] = True
    driven = np.zeros_like(drained)
    for current in injected:
        driven[parts[current != 0]] = True
    drained[0] = driven[0] = False
    if (driven & ~drained).any():
        raise LeopardRangeError("circuit_not_connected")
    kept = (driven & drained)[parts]
    ohm = grid.ohm if (driven & drained)[1:].all() else np.where(kept, grid.ohm, 0.0)
    cells = np.flatnonzero(kept & (labels > 0))
    numbers, region = np.unique(labels.ravel()[cells], return_inverse=True)
    return Task(
        grid=grid._replace(ohm=ohm),
        cells=cells,
        region=region,
        regions=len(numbers),
        earth=np.flatnonzero(earth & kept),
        leak=None if leak is None else np.where(kept, leak, 0.0),
    )
