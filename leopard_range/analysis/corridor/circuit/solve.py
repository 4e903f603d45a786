"""Which solver a network gets, and whether its answer may be believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.circuit.direct import solve_directly
from leopard_range.analysis.corridor.circuit.flow import left_over, norm
from leopard_range.analysis.corridor.circuit.multigrid import Hierarchy, hierarchy, solve_iteratively
from leopard_range.analysis.corridor.circuit.raster import Task
from leopard_range.errors import LeopardRangeError

__all__ = ["SOLVERS", "Solution", "checked", "solve"]

Floats: TypeAlias = NDArray[np.float64]

SOLVERS = ("auto", "direct", "multigrid")

_SMALL = 160**2
"""Cells up to which a factorisation costs next to nothing and is exact."""

_MANY = 25
"""Currents from which a factorisation pays for itself on a grid of `_MEDIUM` cells."""

_MEDIUM = 600**2

_FALLBACK = 1_200_000
"""Cells up to which a factorisation stands in where the multigrid solver fails: about 2 GB."""

_ROUNDS = 6
_STEPS = 150


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Voltages of one network under one current.

    Attributes
    ----------
    voltage : numpy.ndarray, shape (rows, columns)
        Volt; 0 where nothing passes.
    residual : float
        Norm of what is left of Kirchhoff's first law by the norm of what is driven in, computed anew
        from the voltages in double precision.
    balance : float
        What reaches the grounds less what is driven in, by what is driven in.
    solver : str
        ``direct`` or ``multigrid``.
    iterations : int
        Steps of the multigrid solver; 0 for the direct one.
    """

    voltage: Floats
    residual: float
    balance: float
    solver: str
    iterations: int


def checked(task: Task, voltage: Floats, injected: Floats, solver: str, steps: int) -> Solution:
    """Measure how exact an answer is.

    Parameters
    ----------
    task : Task
        The network.
    voltage, injected : numpy.ndarray, shape (rows, columns)
        Volt and ampere.
    solver : str
        What found the answer.
    steps : int
        In how many steps.

    Returns
    -------
    Solution
    """
    left = left_over(task, voltage, injected)
    free = injected.copy()
    free.ravel()[task.earth] = 0.0
    scale, total = norm(task, free), float(np.abs(free).sum())
    residual = norm(task, left) / scale if scale else 0.0
    return Solution(voltage, residual, abs(float(left.sum())) / total if total else 0.0, solver, steps)


def _iterate(task: Task, grids: Hierarchy, injected: Floats, tolerance: float) -> Solution:
    """Solve, and solve again for what is left, until the true residual is small or stays."""
    driven = left_over(task, np.zeros(injected.shape), injected)
    goal = tolerance * norm(task, driven)
    voltage, left, steps = np.zeros(injected.shape), driven, 0
    best = np.inf
    for _ in range(_ROUNDS):
        more, taken, _ = solve_iteratively(grids, left, goal=0.9 * goal, most=_STEPS)
        voltage += more
        steps += taken
        left = left_over(task, voltage, injected)
        reached = norm(task, left)
        if reached <= goal or not reached < 0.5 * best:
            break
        best = reached
    return checked(task, voltage, injected, "multigrid", steps)


def solve(
    task: Task, injected: list[Floats], *, tolerance: float = 1e-6, solver: str = "auto"
) -> list[Solution]:
    """Solve a network for several currents, with the solver that suits it.

    Small grids, and middling ones with many currents, are factorised; others are solved by multigrid.
    Where multigrid fails, as it may where resistances differ by more than a million from cell to cell,
    the network is factorised if memory allows.  No answer above the tolerance is returned.

    Parameters
    ----------
    task : Task
        The network.
    injected : list of numpy.ndarray, shape (rows, columns)
        Currents driven in, ampere; for a region spread evenly over its cells.
    tolerance : float
        Greatest relative residual.
    solver : str
        ``auto``, ``direct`` or ``multigrid``.

    Returns
    -------
    list of Solution

    Raises
    ------
    LeopardRangeError
        ``circuit_no_convergence`` with the residual that was reached, ``bad_argument``.
    """
    if solver not in SOLVERS:
        raise LeopardRangeError("bad_argument", name="solver", value=solver, rule=" | ".join(SOLVERS))
    if not 0 < tolerance < 1:
        raise LeopardRangeError("bad_argument", name="tolerance", value=tolerance, rule="> 0, < 1")
    cells = task.grid.ohm.size
    small = cells <= _SMALL or (cells <= _MEDIUM and len(injected) >= _MANY)
    found: list[Solution] = []
    if solver == "multigrid" or (solver == "auto" and not small):
        grids = hierarchy(task)
        found = [_iterate(task, grids, current, tolerance) for current in injected]
        del grids
    failed = [k for k in range(len(injected)) if not found or not found[k].residual <= tolerance]
    if failed and (solver == "direct" or (solver == "auto" and cells <= _FALLBACK)):
        voltages = solve_directly(task, [injected[k] for k in failed])
        exact = [
            checked(task, volt, injected[k], "direct", 0) for k, volt in zip(failed, voltages, strict=True)
        ]
        found = found or exact
        for k, one in zip(failed, exact, strict=True):
            found[k] = one
    worst = max(one.residual for one in found)
    if not worst <= tolerance:
        raise LeopardRangeError("circuit_no_convergence", residual=worst, tolerance=tolerance)
    return found
