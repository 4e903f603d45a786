# ruff: noqa: PLR0917 - compiled loops take rows of arrays by position
"""Compiled loops of one multigrid cycle and of conjugate gradients on a resistor grid."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.circuit.rows import SE, SW, E, S, halves, vectorised, whole

__all__ = ["advance", "direction", "smooth_down", "smooth_up"]

Floats: TypeAlias = NDArray[np.float64]
Small: TypeAlias = NDArray[np.float32]

_f = np.float64

# ---- one cycle: a sweep down, the coarser grid, a sweep up -----------------------------------------


@vectorised
def _forward(u: Small, g: Small, inverse: Small, b: Small, xu: Small, x: Small) -> None:
    """Sweep over a row when nothing below it is known yet."""
    n = g.shape[1]
    for j in range(1, n - 1):
        x[1, j] = inverse[1, j] * (
            b[1, j] + u[S + 1, j] * xu[1, j] + u[SE, j] * xu[0, j] + u[SW, j + 1] * xu[0, j + 1]
        )
    for j in range(1, n - 1):
        x[0, j] = inverse[0, j] * (
            b[0, j] + u[S, j] * xu[0, j] + u[SE + 1, j - 1] * xu[1, j - 1] + u[SW + 1, j] * xu[1, j]
            + g[E + 1, j - 1] * x[1, j - 1] + g[E, j] * x[1, j]
        )  # fmt: skip


@vectorised
def _left_over(g: Small, x: Small, xd: Small, left: Small) -> None:
    """What the forward sweep left in a row: all that came later."""
    for j in range(1, g.shape[1] - 1):
        left[0, j] = g[S, j] * xd[0, j] + g[SE, j] * xd[1, j] + g[SW, j] * xd[1, j - 1]
        left[1, j] = (
            g[E, j] * x[0, j] + g[E + 1, j] * x[0, j + 1] + g[S + 1, j] * xd[1, j]
            + g[SE + 1, j] * xd[0, j + 1] + g[SW + 1, j] * xd[0, j]
        )  # fmt: skip


@vectorised
def _gather(left: Small, w: Small, total: Small) -> None:
    """Add what is left in a row of the coarse grid."""
    for j in range(1, len(total) - 1):
        total[j] += left[0, j] + w[0, j] * left[1, j] + w[1, j - 1] * left[1, j - 1]


@vectorised
def _gather_between(left: Small, w: Small, north: Small, south: Small) -> None:
    """Share what is left in a row between two rows of the coarse grid."""
    for j in range(1, len(north) - 1):
        north[j] += w[2, j] * left[0, j] + w[4, j] * left[1, j] + w[5, j - 1] * left[1, j - 1]
        south[j] = w[3, j] * left[0, j] + w[6, j] * left[1, j] + w[7, j - 1] * left[1, j - 1]


@vectorised
def smooth_down(g: Small, inverse: Small, b: Small, x: Small, weights: Small, coarse_b: Small) -> None:
    """Sweep once from nothing and hand what is left to the coarser grid.

    Parameters
    ----------
    g, inverse : numpy.ndarray of float32
        Operator of this grid, see `diagonal_inverse`.
    b : numpy.ndarray of float32, shape (rows + 2, 2, half + 2)
        Right-hand side.
    x : numpy.ndarray of float32, shape (rows + 2, 2, half + 2)
        Written.
    weights : numpy.ndarray of float32
        See `coarsen`.
    coarse_b : numpy.ndarray of float32
        Written: right-hand side of the coarser grid.
    """
    rows, n = g.shape[0] - 2, g.shape[2]
    left = np.zeros((2, n), np.float32)
    here, south = np.zeros(n, np.float32), np.zeros(n, np.float32)
    for i in range(1, rows + 2):
        if i <= rows:
            _forward(g[i - 1], g[i], inverse[i], b[i], x[i - 1], x[i])
        k = i - 1
        if k == 0:
            continue
        _left_over(g[k], x[k], x[i], left)
        big = (k + 1) // 2
        if k % 2:
            _gather(left, weights[big], here)
        else:
            _gather_between(left, weights[big], here, south)
        if k % 2 == 0 or k == rows:
            halves(here, coarse_b[big, 0], coarse_b[big, 1])
            here, south = south, here


@vectorised
def _spread(c: Small, w: Small, x: Small) -> None:
    """Add the coarser grid's answer to a row on it."""
    for j in range(1, len(c) - 1):
        x[0, j] += c[j]
        x[1, j] += w[0, j] * c[j] + w[1, j] * c[j + 1]


@vectorised
def _spread_between(c: Small, cd: Small, w: Small, x: Small) -> None:
    """Add the coarser grid's answer to a row between two of it."""
    for j in range(1, len(c) - 1):
        x[0, j] += w[2, j] * c[j] + w[3, j] * cd[j]
        x[1, j] += w[4, j] * c[j] + w[5, j] * c[j + 1] + w[6, j] * cd[j] + w[7, j] * cd[j + 1]


@vectorised
def _backward(u: Small, g: Small, inverse: Small, b: Small, xu: Small, x: Small, xd: Small) -> float:
    """Sweep over a row, from the last to the first; return the product of the answer with ``b``."""
    n = g.shape[1]
    dot = 0.0
    for j in range(1, n - 1):
        x[0, j] = inverse[0, j] * (
            b[0, j] + g[E + 1, j - 1] * x[1, j - 1] + g[E, j] * x[1, j]
            + g[S, j] * xd[0, j] + u[S, j] * xu[0, j]
            + g[SE, j] * xd[1, j] + u[SE + 1, j - 1] * xu[1, j - 1]
            + g[SW, j] * xd[1, j - 1] + u[SW + 1, j] * xu[1, j]
        )  # fmt: skip
    for j in range(1, n - 1):
        x[1, j] = inverse[1, j] * (
            b[1, j] + g[E, j] * x[0, j] + g[E + 1, j] * x[0, j + 1]
            + g[S + 1, j] * xd[1, j] + u[S + 1, j] * xu[1, j]
            + g[SE + 1, j] * xd[0, j + 1] + u[SE, j] * xu[0, j]
            + g[SW + 1, j] * xd[0, j] + u[SW, j + 1] * xu[0, j + 1]
        )  # fmt: skip
    for j in range(1, n - 1):
        dot += _f(b[0, j]) * x[0, j] + _f(b[1, j]) * x[1, j]
    return dot


@vectorised
def smooth_up(g: Small, inverse: Small, b: Small, x: Small, weights: Small, coarse_x: Small) -> float:
    """Add the coarser grid's answer and sweep once back.

    Parameters
    ----------
    g, inverse, b, weights : numpy.ndarray of float32
        As `smooth_down` takes them.
    x : numpy.ndarray of float32, shape (rows + 2, 2, half + 2)
        What `smooth_down` left; written.
    coarse_x : numpy.ndarray of float32
        Answer of the coarser grid.

    Returns
    -------
    float
        Product of the answer with ``b``.
    """
    rows, n = g.shape[0] - 2, g.shape[2]
    here, south = np.zeros(n, np.float32), np.zeros(n, np.float32)
    dot = 0.0
    for k in range(rows, -1, -1):
        big = (k + 1) // 2
        if k == rows and k % 2 == 0 and k > 0:
            whole(coarse_x[big, 0], coarse_x[big, 1], here)
        if k > 0 and k % 2:
            if k == rows:
                whole(coarse_x[big, 0], coarse_x[big, 1], here)
            _spread(here, weights[big], x[k])
        elif k > 0:
            if k < rows:
                here, south = south, here
                whole(coarse_x[big, 0], coarse_x[big, 1], here)
            _spread_between(here, south, weights[big], x[k])
        if k < rows:
            i = k + 1
            dot += _backward(g[i - 1], g[i], inverse[i], b[i], x[i - 1], x[i], x[i + 1])
    return dot


# ---- conjugate gradients ----------------------------------------------------------------------------


@vectorised
def _next_direction(z: Small, beta: float, p: Small) -> None:
    for j in range(1, z.shape[1] - 1):
        p[0, j] = z[0, j] + beta * p[0, j]
        p[1, j] = z[1, j] + beta * p[1, j]


@vectorised
def _flows(u: Small, g: Small, pu: Small, p: Small, pd: Small, q: Floats) -> float:
    """Net current out of the cells of a row, by differences; return its product with ``p``."""
    dot = 0.0
    for j in range(1, g.shape[1] - 1):
        c, f = _f(p[0, j]), _f(p[1, j])
        west, east = _f(p[1, j - 1]), _f(p[0, j + 1])
        out = (
            g[E, j] * (c - f) + g[E + 1, j - 1] * (c - west)
            + g[S, j] * (c - pd[0, j]) + u[S, j] * (c - pu[0, j])
            + g[SE, j] * (c - pd[1, j]) + u[SE + 1, j - 1] * (c - pu[1, j - 1])
            + g[SW, j] * (c - pd[1, j - 1]) + u[SW + 1, j] * (c - pu[1, j])
        )  # fmt: skip
        q[0, j] = out
        dot += out * c
        out = (
            g[E, j] * (f - c) + g[E + 1, j] * (f - east)
            + g[S + 1, j] * (f - pd[1, j]) + u[S + 1, j] * (f - pu[1, j])
            + g[SE + 1, j] * (f - pd[0, j + 1]) + u[SE, j] * (f - pu[0, j])
            + g[SW + 1, j] * (f - pd[0, j]) + u[SW, j + 1] * (f - pu[0, j + 1])
        )  # fmt: skip
        q[1, j] = out
        dot += out * f
    return dot


@vectorised
def direction(g: Small, z: Small, beta: float, p: Small, q: Floats) -> float:
    """Turn the direction of search and apply the network to it.

    Parameters
    ----------
    g : numpy.ndarray of float32
        Links, see `diagonal_inverse`; leaks are added by the caller.
    z : numpy.ndarray of float32, shape (rows + 2, 2, half + 2)
        Preconditioned residual.
    beta : float
        Share of the last direction that is kept.
    p : numpy.ndarray of float32
        Direction; written.
    q : numpy.ndarray of float64
        Written: net current out of every cell.

    Returns
    -------
    float
        Product of ``p`` and ``q``.
    """
    dot = 0.0
    rows = g.shape[0] - 2
    _next_direction(z[1], beta, p[1])
    for i in range(1, rows + 1):
        if i < rows:
            _next_direction(z[i + 1], beta, p[i + 1])
        dot += _flows(g[i - 1], g[i], p[i - 1], p[i], p[i + 1], q[i])
    return dot


@vectorised
def advance(alpha: float, p: Small, q: Floats, x: Floats, r: Floats, b: Small) -> float:
    """Take a step.

    Parameters
    ----------
    alpha : float
        Length.
    p, q : numpy.ndarray, one dimension
        Direction and what the network makes of it.
    x, r : numpy.ndarray of float64, one dimension
        Answer and residual; written.
    b : numpy.ndarray of float32, one dimension
        Written: the residual for the preconditioner.

    Returns
    -------
    float
        Squared norm of the residual.
    """
    total = 0.0
    for k in range(len(x)):
        x[k] += alpha * p[k]
        left = r[k] - alpha * q[k]
        r[k] = left
        b[k] = left
        total += left * left
    return total
