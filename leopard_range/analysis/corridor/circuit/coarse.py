# ruff: noqa: PLR0917 - compiled loops take rows of arrays by position
"""Compiled loops that make the next coarser grid of a resistor grid."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.circuit.rows import SE, SW, E, S, halves, vectorised

__all__ = ["coarsen", "diagonal_inverse"]

Floats: TypeAlias = NDArray[np.float64]
Small: TypeAlias = NDArray[np.float32]

_f = np.float64


@vectorised
def _inverse_row(u: Small, g: Small, s: Small, inverse: Small) -> None:
    """One over the sum of everything that leaves the cells of a row; 0 where nothing does."""
    for j in range(1, g.shape[1] - 1):
        total = (
            _f(s[0, j]) + g[E, j] + g[E + 1, j - 1] + g[S, j] + u[S, j]
            + g[SE, j] + u[SE + 1, j - 1] + g[SW, j] + u[SW + 1, j]
        )  # fmt: skip
        inverse[0, j] = 1.0 / total if total > 0.0 else 0.0
        total = (
            _f(s[1, j]) + g[E + 1, j] + g[E, j] + g[S + 1, j] + u[S + 1, j]
            + g[SE + 1, j] + u[SE, j] + g[SW + 1, j] + u[SW, j + 1]
        )  # fmt: skip
        inverse[1, j] = 1.0 / total if total > 0.0 else 0.0


@vectorised
def diagonal_inverse(g: Small, s: Small, inverse: Small) -> None:
    """Write one over the diagonal of a grid.

    Parameters
    ----------
    g : numpy.ndarray of float32, shape (rows + 2, 8, half + 2)
        Links.
    s : numpy.ndarray of float32, shape (rows + 2, 2, half + 2)
        Conductance of every cell to the ground.
    inverse : numpy.ndarray of float32, shape (rows + 2, 2, half + 2)
        Written.
    """
    for i in range(1, g.shape[0] - 1):
        _inverse_row(g[i - 1], g[i], s[i], inverse[i])


# ---- the next coarser grid: weights by which the operator itself interpolates (black box) --------


@vectorised
def _between_columns(u: Small, g: Small, s: Small, w: Floats) -> None:
    """Weights of the two neighbours on the coarse grid, for cells between them in a row of it."""
    for j in range(1, g.shape[1] - 1):
        west = max(0.0, _f(u[SE, j]) + g[E, j] + g[SW + 1, j])
        east = max(0.0, _f(u[SW, j + 1]) + g[E + 1, j] + g[SE + 1, j])
        total = west + east + max(0.0, _f(s[1, j]))
        scale = 1.0 / total if total > 0.0 else 0.0
        w[0, j] = west * scale
        w[1, j] = east * scale


@vectorised
def _between_rows(top: Small, mid: Small, s: Small, w: Floats) -> None:
    """Weights for cells between two rows of the coarse grid, on a column of it."""
    for j in range(1, top.shape[1] - 1):
        north = max(0.0, _f(top[SE + 1, j - 1]) + top[S, j] + top[SW + 1, j])
        south = max(0.0, _f(mid[SW, j]) + mid[S, j] + mid[SE, j])
        total = north + south + max(0.0, _f(s[0, j]))
        scale = 1.0 / total if total > 0.0 else 0.0
        w[2, j] = north * scale
        w[3, j] = south * scale


@vectorised
def _in_the_middle(top: Small, mid: Small, s: Small, w: Floats, below: Floats, out: Floats) -> None:
    """Weights of the four corners, for cells in the middle of a square of the coarse grid."""
    for j in range(1, top.shape[1] - 1):
        nw, n, ne = _f(top[SE, j]), _f(top[S + 1, j]), _f(top[SW, j + 1])
        west, east = _f(mid[E, j]), _f(mid[E + 1, j])
        sw, south, se = _f(mid[SW + 1, j]), _f(mid[S + 1, j]), _f(mid[SE + 1, j])
        total = nw + n + ne + west + east + sw + south + se + max(0.0, _f(s[1, j]))
        scale = 1.0 / total if total > 0.0 else 0.0
        out[0, j] = scale * (nw + n * w[0, j] + west * w[2, j])
        out[1, j] = scale * (ne + n * w[1, j] + east * w[2, j + 1])
        out[2, j] = scale * (sw + south * below[0, j] + west * w[3, j])
        out[3, j] = scale * (se + south * below[1, j] + east * w[3, j + 1])


_Square: TypeAlias = tuple[Floats, ...]
"""What the squares below a row of the coarse grid give: links along their north, south, west and east
sides, along the diagonals NW-SE and NE-SW, leaks of their NW, NE, SW and SE corners."""


@vectorised
def _add(g: float, a: float, b: float, c: float, d: float, sums: tuple[float, ...]) -> tuple[float, ...]:
    """Add one link, given by the difference of its ends' weights of the four corners."""
    all_four = g * (a + b + c + d)
    return (
        sums[0] - g * a * b, sums[1] - g * c * d, sums[2] - g * a * c, sums[3] - g * b * d,
        sums[4] - g * a * d, sums[5] - g * b * c,
        sums[6] + all_four * a, sums[7] + all_four * b, sums[8] + all_four * c, sums[9] + all_four * d,
    )  # fmt: skip


@vectorised
def _square_row(
    top: Small, mid: Small, st: Small, sm: Small, w: Floats, below: Floats, m: Floats, out: _Square
) -> None:
    """Links and leaks that the squares below a row of the coarse grid give to their corners."""
    for j in range(1, top.shape[1] - 1):
        nw, ne = w[0, j], w[1, j]
        wn, ws = w[2, j], w[3, j]
        en, es = w[2, j + 1], w[3, j + 1]
        sw, se = below[0, j], below[1, j]
        a, b, c, d = m[0, j], m[1, j], m[2, j], m[3, j]
        t: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        t = _add(_f(top[SE, j]), 1.0 - a, -b, -c, -d, t)
        t = _add(_f(top[S + 1, j]), nw - a, ne - b, -c, -d, t)
        t = _add(_f(top[SW, j + 1]), -a, 1.0 - b, -c, -d, t)
        t = _add(_f(mid[E, j]), wn - a, -b, ws - c, -d, t)
        t = _add(_f(mid[E + 1, j]), -a, en - b, -c, es - d, t)
        t = _add(_f(mid[SW + 1, j]), -a, -b, 1.0 - c, -d, t)
        t = _add(_f(mid[S + 1, j]), -a, -b, sw - c, se - d, t)
        t = _add(_f(mid[SE + 1, j]), -a, -b, -c, 1.0 - d, t)
        t = _add(_f(top[SE + 1, j]), nw, ne - en, 0.0, -es, t)
        t = _add(_f(top[SW + 1, j]), nw - wn, ne, -ws, 0.0, t)
        t = _add(_f(mid[SE, j]), wn, 0.0, ws - sw, -se, t)
        t = _add(_f(mid[SW, j + 1]), 0.0, en, -sw, es - se, t)
        t = _add(_f(top[E, j]), 1.0 - nw, -ne, 0.0, 0.0, t)
        t = _add(_f(top[E + 1, j]), nw, ne - 1.0, 0.0, 0.0, t)
        t = _add(_f(top[S, j]), 1.0 - wn, 0.0, -ws, 0.0, t)
        t = _add(_f(mid[S, j]), wn, 0.0, ws - 1.0, 0.0, t)
        t = _add(_f(st[0, j]), 1.0, 0.0, 0.0, 0.0, t)
        t = _add(_f(st[1, j]), nw, ne, 0.0, 0.0, t)
        t = _add(_f(sm[0, j]), wn, 0.0, ws, 0.0, t)
        t = _add(_f(sm[1, j]), a, b, c, d, t)
        out[0][j], out[1][j], out[2][j], out[3][j] = t[0], t[1], t[2], t[3]
        out[4][j], out[5][j] = t[4], t[5]
        out[6][j], out[7][j], out[8][j], out[9][j] = t[6], t[7], t[8], t[9]


@vectorised
def _coarse_row(here: _Square, above: _Square, g: Small, s: Small, row: Floats) -> None:
    """Put what the squares above and below a row of the coarse grid give into its links."""
    n = len(row)
    for j in range(1, n - 1):
        row[j] = here[0][j] + above[1][j]
    halves(row, g[E], g[E + 1])
    for j in range(1, n - 1):
        row[j] = here[2][j] + here[3][j - 1]
    halves(row, g[S], g[S + 1])
    halves(here[4], g[SE], g[SE + 1])
    for j in range(1, n - 1):
        row[j] = here[5][j - 1]
    halves(row, g[SW], g[SW + 1])
    for j in range(1, n - 1):
        row[j] = here[6][j] + here[7][j - 1] + above[8][j] + above[9][j - 1]
    halves(row, s[0], s[1])


@vectorised
def _square(n: int) -> _Square:
    return (
        np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n),
        np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n), np.zeros(n),
    )  # fmt: skip


@vectorised
def coarsen(g: Small, s: Small, weights: Small, coarse_g: Small, coarse_s: Small) -> None:
    """Write the weights between a grid and the next coarser one, and the operator there.

    The coarser operator is the product of weights, operator and weights (Galerkin), in double
    precision and by differences, so that a network without leaks has none on any grid.

    Parameters
    ----------
    g, s : numpy.ndarray of float32
        Links and leaks, shapes as in `diagonal_inverse`.
    weights : numpy.ndarray of float32, shape (coarse rows + 2, 8, half + 2)
        Written: of cells between two columns the weight of the west and the east, of cells between
        two rows of the north and the south, of cells in the middle of NW, NE, SW, SE.
    coarse_g, coarse_s : numpy.ndarray of float32
        Written: links and leaks of the coarser grid.
    """
    rows, n = g.shape[0] - 2, g.shape[2]
    w, below, middle, row = np.zeros((4, n)), np.zeros((4, n)), np.zeros((4, n)), np.zeros(n)
    here, above = _square(n), _square(n)
    _between_columns(g[0], g[1], s[1], below)
    for big in range(1, coarse_g.shape[0] - 1):
        i = 2 * big - 1
        w, below = below, w
        if i + 2 <= rows:
            _between_columns(g[i + 1], g[i + 2], s[i + 2], below)
        else:
            below[:] = 0.0
        _between_rows(g[i], g[i + 1], s[i + 1], w)
        _in_the_middle(g[i], g[i + 1], s[i + 1], w, below, middle)
        weights[big, :4] = w
        weights[big, 4:] = middle
        _square_row(g[i], g[i + 1], s[i], s[i + 1], w, below, middle, here)
        _coarse_row(here, above, coarse_g[big], coarse_s[big], row)
        here, above = above, here
