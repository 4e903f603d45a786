"""What a solved network says: voltages, currents through cells, and how exact they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.circuit.raster import Task, links

__all__ = ["Flow", "through"]

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Flow:
    """Current through a resistor grid.

    Attributes
    ----------
    current : numpy.ndarray of float64, shape (rows, columns)
        Current through every cell, ampere: the larger of all that comes in and all that goes out.
        0 where nothing passes.  Every cell of a short-circuited region shows what its region carries
        as one node, as Circuitscape writes it.
    voltage : numpy.ndarray of float64, shape (rows, columns)
        Volt above the ground; NaN where nothing passes or no current can reach.
    resistance_ohm : float or None
        Effective resistance between the two ends; None where there are no two ends.
    residual : float
        Norm of what is left of Kirchhoff's first law over all nodes, by the norm of the currents
        driven in, computed anew from the voltages.
    balance : float
        What reaches the grounds less what is driven in, by what is driven in.
    solver : str
        ``direct`` or ``multigrid``.
    iterations : int
        Steps of the multigrid solver; 0 for the direct one.
    """

    current: Floats
    voltage: Floats
    resistance_ohm: float | None
    residual: float
    balance: float
    solver: str
    iterations: int


def through(task: Task, voltage: Floats, injected: Floats) -> tuple[Floats, float, float]:
    """Currents through the cells of a solved network, and how exact they are.

    Parameters
    ----------
    task : Task
        The network.
    voltage : numpy.ndarray, shape (rows, columns)
        Solution; 0 where nothing passes.
    injected : numpy.ndarray, shape (rows, columns)
        Currents driven in, ampere.

    Returns
    -------
    current : numpy.ndarray, shape (rows, columns)
        Ampere, see `Flow`.
    residual, balance : float
        See `Flow`.
    """
    inward, outward = np.zeros(voltage.shape), np.zeros(voltage.shape)
    for first, second, siemens in links(task.grid):
        flow = siemens * (voltage[first] - voltage[second])
        ahead, back = np.maximum(flow, 0.0), np.maximum(-flow, 0.0)
        outward[first] += ahead
        inward[second] += ahead
        outward[second] += back
        inward[first] += back
    if task.leak is not None:
        away = task.leak * voltage
        outward += np.maximum(away, 0.0)
        inward += np.maximum(-away, 0.0)
    driven = np.where(task.grid.ohm > 0, injected, 0.0)
    cells = task.regions > 0
    if cells.any():
        which = task.regions[cells]
        size = int(which.max()) + 1
        for part in (inward, outward, driven):
            part[cells] = np.bincount(which, part[cells], size)[which]
    earth = task.earth | np.isin(task.regions, np.unique(task.regions[task.earth & cells]))
    lost = outward - inward - driven
    lost[earth] = 0.0
    if cells.any():
        _, heads = np.unique(task.regions, return_index=True)
        single = ~cells
        single.ravel()[heads] = True
        lost, driven = lost * single, driven * single
    scale = float(np.linalg.norm(driven[~earth])) or 1.0
    total = float(driven[~earth].sum())
    residual = float(np.linalg.norm(lost)) / scale
    balance = abs(float(lost.sum())) / (abs(total) or float(np.abs(driven).sum()) or 1.0)
    return np.maximum(inward, outward), residual, balance
