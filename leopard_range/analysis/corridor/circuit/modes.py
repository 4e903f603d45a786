"""Current between places: one pair, many pairs, one to all, all to one, sources and grounds."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.circuit.flow import Flow, through
from leopard_range.analysis.corridor.circuit.raster import (
    ResistorGrid,
    Task,
    resistor_grid,
    task,
)
from leopard_range.analysis.corridor.circuit.solve import Solution, solve
from leopard_range.errors import LeopardRangeError
from leopard_range.model.corridor import Surface

__all__ = ["answer", "flow", "pair_current", "passable"]

Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]
Labels: TypeAlias = NDArray[np.int32]


def passable(mask: Mask, grid: ResistorGrid, name: str) -> Mask:
    """Return the cells of a place that can be passed.

    Parameters
    ----------
    mask : numpy.ndarray of bool, shape (rows, columns)
        Cells of the place.
    grid : ResistorGrid
        The network.
    name : str
        How an error names the place.

    Raises
    ------
    LeopardRangeError
        ``circuit_shape``, ``circuit_end_blocked``, ``bad_argument`` for what is no mask.
    """
    cells = np.asarray(mask)
    if cells.dtype != np.bool_:
        raise LeopardRangeError("bad_argument", name=name, value=str(cells.dtype), rule="bool")
    if cells.shape != grid.ohm.shape:
        raise LeopardRangeError("circuit_shape", name=name)
    cells = cells & (grid.ohm > 0)
    if not cells.any():
        raise LeopardRangeError("circuit_end_blocked", name=name)
    return cells


def _spread(injected: Floats, network: Task) -> Floats:
    """Spread what is driven into a region evenly over its cells, and nothing where no current can reach."""
    spread = np.where(network.grid.ohm > 0, injected, 0.0)
    if network.regions:
        flat, size = spread.ravel(), np.bincount(network.region)
        flat[network.cells] = (np.bincount(network.region, flat[network.cells]) / size)[network.region]
    return spread


def answer(network: Task, solution: Solution, ohm: float | None) -> Flow:
    """Say what a solved network means.

    Parameters
    ----------
    network : Task
        The network.
    solution : Solution
        Its voltages.
    ohm : float or None
        Effective resistance between its ends.

    Returns
    -------
    Flow
    """
    return Flow(
        current=through(network, solution.voltage),
        voltage=np.where(network.grid.ohm > 0, solution.voltage, np.nan),
        resistance_ohm=ohm,
        residual=solution.residual,
        balance=solution.balance,
        solver=solution.solver,
        iterations=solution.iterations,
    )


def pair_current(
    surface: Surface,
    a: Mask,
    b: Mask,
    *,
    neighbours: int = 8,
    average: str = "resistance",
    tolerance: float = 1e-6,
    solver: str = "auto",
) -> Flow:
    """Send one ampere from one place to another.

    Parameters
    ----------
    surface : Surface
        Resistances above 0, per cell; NaN where nothing passes.
    a, b : numpy.ndarray of bool, shape (rows, columns)
        Cells of the two places; the cells of a place are short-circuited.  Cells where nothing
        passes do not count.
    neighbours : int
        4 or 8.
    average : str
        ``resistance`` or ``conductance``: which mean of two cells their link has.
    tolerance : float
        Greatest relative residual.
    solver : str
        ``auto``, ``direct`` or ``multigrid``.

    Returns
    -------
    Flow
        Voltage is 0 at ``b``.

    Raises
    ------
    LeopardRangeError
        ``circuit_end_blocked``, ``circuit_ends_touch``, ``circuit_not_connected``, ``circuit_shape``,
        ``circuit_no_convergence``, and as `resistor_grid`.
    """
    grid = resistor_grid(surface, neighbours, average)
    start, end = passable(a, grid, "a"), passable(b, grid, "b")
    if (start & end).any():
        raise LeopardRangeError("circuit_ends_touch")
    regions = (start + 2 * end).astype(np.int32)
    injected = start / start.sum()
    network = task(grid, regions, end, [injected])
    (solution,) = solve(network, [injected], tolerance=tolerance, solver=solver)
    return answer(network, solution, float(np.vdot(injected, solution.voltage)))


def flow(
    surface: Surface,
    injected_a: Floats,
    grounds: Mask | Floats,
    *,
    regions: Labels | None = None,
    neighbours: int = 8,
    average: str = "resistance",
    tolerance: float = 1e-6,
    solver: str = "auto",
) -> Flow:
    """Send given currents from many sources to many grounds.

    Parameters
    ----------
    surface : Surface
        Resistances above 0, per cell; NaN where nothing passes.
    injected_a : numpy.ndarray of float, shape (rows, columns)
        Current driven into every cell, ampere; NaN for none.  What is driven into cells where nothing
        passes is lost.
    grounds : numpy.ndarray of bool or float, shape (rows, columns)
        Cells at 0 volt; or conductances to the ground in siemens, infinite for cells at 0 volt.
    regions : numpy.ndarray of int, shape (rows, columns), or None
        Cells of one number above 0 are short-circuited.
    neighbours, average, tolerance, solver
        As `pair_current` takes them.

    Returns
    -------
    Flow
        ``resistance_ohm`` is None.

    Raises
    ------
    LeopardRangeError
        ``circuit_no_source``, ``circuit_not_connected`` when some source reaches no ground,
        and as `pair_current`.
    """
    grid = resistor_grid(surface, neighbours, average)
    open_cells = grid.ohm > 0
    arrays = [injected_a, grounds] + ([] if regions is None else [regions])
    if any(np.shape(one) != open_cells.shape for one in arrays):
        raise LeopardRangeError("circuit_shape", name="flow")
    given = np.asarray(injected_a, dtype=np.float64)
    if np.isinf(given).any():
        raise LeopardRangeError("bad_argument", name="injected_a", value="inf", rule="finite")
    injected = np.where(open_cells & ~np.isnan(given), given, 0.0)
    if not injected.any():
        raise LeopardRangeError("circuit_no_source")
    to_ground = np.where(open_cells, grounds, 0).astype(np.float64)
    leak: Floats | None = None
    if np.asarray(grounds).dtype == np.bool_:
        earth = to_ground > 0
    else:
        if np.isnan(to_ground).any() or (to_ground < 0).any():
            raise LeopardRangeError("bad_argument", name="grounds", value="NaN, < 0", rule=">= 0")
        earth = np.isinf(to_ground)
        leak = np.where(earth, 0.0, to_ground)
        leak = leak if leak.any() else None
    numbers = np.zeros(open_cells.shape, np.int32) if regions is None else np.where(open_cells, regions, 0)
    network = task(grid, numbers.astype(np.int32), earth, [injected], leak)
    (solution,) = solve(network, [_spread(injected, network)], tolerance=tolerance, solver=solver)
    return answer(network, solution, None)
