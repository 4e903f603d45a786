# ruff: noqa: PLR0917 - compiled loops take rows of arrays by position
"""Compiled loops that make the links of the finest grid and follow the currents through them."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.circuit.rows import SE, SW, E, S, halves, vectorised

__all__ = ["bind", "earth", "link_grid", "node_currents"]

Floats: TypeAlias = NDArray[np.float64]
Small: TypeAlias = NDArray[np.float32]
Ints: TypeAlias = NDArray[np.int64]

_ROOT_HALF = 0.7071067811865476


@vectorised
def _filled_row(ohm: Floats, filled: float, out: Floats) -> None:
    """Copy a row inside its rim, with another resistance where nothing passes."""
    for j in range(len(ohm)):
        out[j + 1] = ohm[j] if ohm[j] > 0.0 else filled


@vectorised
def _pair_row(a: Floats, b: Floats, times: float, mean_ohm: bool, out: Floats) -> None:
    """Conductances between cells of two rows, one by one."""
    for j in range(min(len(a), len(b), len(out))):
        siemens = 2.0 / (a[j] + b[j]) if mean_ohm else 0.5 / a[j] + 0.5 / b[j]
        out[j] = times * siemens if a[j] > 0.0 and b[j] > 0.0 else 0.0


@vectorised
def link_grid(ohm: Floats, filled: float, diagonal: bool, mean_ohm: bool, g: Small) -> None:
    """Fill the links of the finest grid.

    Parameters
    ----------
    ohm : numpy.ndarray of float64, shape (rows, columns)
        Resistance of every cell; 0 where nothing passes.
    filled : float
        Resistance given to cells where nothing passes; 0 leaves them out.
    diagonal, mean_ohm : bool
        As in `ResistorGrid`.
    g : numpy.ndarray of float32, shape (rows + 2, 8, half + 2)
        Written.
    """
    rows, columns = ohm.shape
    here, below, out = np.zeros(columns + 2), np.zeros(columns + 2), np.zeros(columns + 2)
    _filled_row(ohm[0], filled, below)
    for i in range(1, rows + 1):
        here, below = below, here
        if i < rows:
            _filled_row(ohm[i], filled, below)
        else:
            below[:] = 0.0
        _pair_row(here[:-1], here[1:], 1.0, mean_ohm, out[:-1])
        halves(out, g[i, E], g[i, E + 1])
        _pair_row(here, below, 1.0, mean_ohm, out)
        halves(out, g[i, S], g[i, S + 1])
        if diagonal:
            _pair_row(here[:-1], below[1:], _ROOT_HALF, mean_ohm, out[:-1])
            halves(out, g[i, SE], g[i, SE + 1])
            out[0] = 0.0
            _pair_row(here[1:], below, _ROOT_HALF, mean_ohm, out[1:])
            halves(out, g[i, SW], g[i, SW + 1])


@vectorised
def _slot(i: int, j: int, m: int, n: int) -> tuple[int, int, int]:
    """Row, plane and place of the link between two neighbouring cells (rows and columns from 0)."""
    if m < i or (m == i and n < j):
        i, j, m, n = m, n, i, j
    plane = E if m == i else S if n == j else SE if n > j else SW
    return i + 1, plane + j % 2, j // 2 + 1


@vectorised
def bind(g: Small, row: Ints, column: Ints, region: Ints, shape: tuple[int, int], times: float) -> None:
    """Strengthen the links inside short-circuited regions.

    Parameters
    ----------
    g : numpy.ndarray of float32
        Links of the finest grid; changed.
    row, column : numpy.ndarray of int, shape (k,)
        Cells of regions.
    region : numpy.ndarray of int, shape (k,)
        Number of the region of each, from 0.
    shape : tuple of int
        Rows and columns of the grid.
    times : float
        By how much.
    """
    rows, columns = shape
    labels = np.full(shape, -1, np.int32)
    for k in range(len(row)):
        labels[row[k], column[k]] = region[k]
    for k in range(len(row)):
        i, j = row[k], column[k]
        for m, n in ((i, j + 1), (i + 1, j - 1), (i + 1, j), (i + 1, j + 1)):
            if 0 <= n < columns and m < rows and labels[m, n] == region[k]:
                a, b, c = _slot(i, j, m, n)
                g[a, b, c] *= times


@vectorised
def earth(g: Small, s: Small, row: Ints, column: Ints) -> None:
    """Take cells at 0 volt out: their links become leaks of their neighbours.

    Parameters
    ----------
    g, s : numpy.ndarray of float32
        Links and leaks of the finest grid; changed.
    row, column : numpy.ndarray of int, shape (k,)
        Cells at 0 volt.
    """
    rows, half = g.shape[0] - 2, g.shape[2]
    for k in range(len(row)):
        i, j = row[k], column[k]
        for m in range(max(0, i - 1), min(rows, i + 2)):
            for n in range(max(0, j - 1), min(2 * half - 4, j + 2)):
                if m == i and n == j:
                    continue
                a, b, c = _slot(i, j, m, n)
                s[m + 1, n % 2, n // 2 + 1] += g[a, b, c]
                g[a, b, c] = 0.0
    for k in range(len(row)):
        s[row[k] + 1, column[k] % 2, column[k] // 2 + 1] = 0.0


@vectorised
def _along(
    a: Floats,
    b: Floats,
    va: Floats,
    vb: Floats,
    times: float,
    mean_ohm: bool,
    inward: Floats,
    outward: Floats,
) -> None:
    """Add the currents between cells of two rows to what comes into and leaves those of the first."""
    for j in range(len(inward)):
        siemens = 2.0 / (a[j] + b[j]) if mean_ohm else 0.5 / a[j] + 0.5 / b[j]
        flow = times * siemens * (va[j] - vb[j]) if a[j] > 0.0 and b[j] > 0.0 else 0.0
        outward[j] += max(flow, 0.0)
        inward[j] += max(-flow, 0.0)


@vectorised
def node_currents(
    ohm: Floats, voltage: Floats, diagonal: bool, mean_ohm: bool, inward: Floats, outward: Floats
) -> None:
    """Sum the currents that come into and leave every cell, in double precision.

    Parameters
    ----------
    ohm, diagonal, mean_ohm
        As in `ResistorGrid`.
    voltage : numpy.ndarray of float64, shape (rows, columns)
        Volt.
    inward, outward : numpy.ndarray of float64, shape (rows, columns)
        Written: ampere.
    """
    rows, columns = ohm.shape
    r, v = np.zeros((3, columns + 2)), np.zeros((3, columns + 2))
    r[1, 1:-1], v[1, 1:-1] = ohm[0], voltage[0]
    for i in range(rows):
        up, here, down = i % 3, (i + 1) % 3, (i + 2) % 3
        if i + 1 < rows:
            r[down, 1:-1], v[down, 1:-1] = ohm[i + 1], voltage[i + 1]
        else:
            r[down] = 0.0
        inward[i] = 0.0
        outward[i] = 0.0
        for row in (up, here, down):
            for at in range(3):
                if (row == here and at == 1) or (row != here and at != 1 and not diagonal):
                    continue
                times = _ROOT_HALF if row != here and at != 1 else 1.0
                _along(
                    r[here, 1:-1], r[row, at : at + columns], v[here, 1:-1], v[row, at : at + columns],
                    times, mean_ohm, inward[i], outward[i],
                )  # fmt: skip
