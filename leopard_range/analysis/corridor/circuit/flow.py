"""What a solved network says: voltages, currents through cells, and how exact they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.circuit.links import node_currents
from leopard_range.analysis.corridor.circuit.raster import Task

__all__ = ["Flow", "left_over", "net_current", "norm", "through"]

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


def net_current(task: Task, voltage: Floats) -> tuple[Floats, Floats]:
    """Currents into and out of every cell, with what leaks to the ground.

    Parameters
    ----------
    task : Task
        The network.
    voltage : numpy.ndarray, shape (rows, columns)
        Volt; 0 where nothing passes.

    Returns
    -------
    inward, outward : numpy.ndarray, shape (rows, columns)
        Ampere.
    """
    inward, outward = np.empty(voltage.shape), np.empty(voltage.shape)
    node_currents(task.grid.ohm, voltage, task.grid.diagonal, task.grid.mean_ohm, inward, outward)
    if task.leak is not None:
        away = task.leak * voltage
        outward += np.maximum(away, 0.0)
        inward += np.maximum(-away, 0.0)
    return inward, outward


def left_over(task: Task, voltage: Floats, injected: Floats) -> Floats:
    """What is left of Kirchhoff's first law in every cell: driven in, less what flows away.

    Parameters
    ----------
    task : Task
        The network.
    voltage, injected : numpy.ndarray, shape (rows, columns)
        Volt and ampere.

    Returns
    -------
    numpy.ndarray, shape (rows, columns)
        Ampere; 0 at the ground.  What is left of a region is spread evenly over its cells.
    """
    inward, outward = net_current(task, voltage)
    inward -= outward
    inward += injected
    flat = inward.ravel()
    if task.regions:
        size = np.bincount(task.region, minlength=task.regions)
        flat[task.cells] = (np.bincount(task.region, flat[task.cells]) / size)[task.region]
    flat[task.earth] = 0.0
    return inward


def norm(task: Task, left: Floats) -> float:
    """Norm over all nodes of what is spread evenly over the cells of regions.

    Parameters
    ----------
    task : Task
        The network.
    left : numpy.ndarray, shape (rows, columns)
        Ampere.
    """
    total = float(np.vdot(left, left))
    if task.regions:
        part = left.ravel()[task.cells]
        total += float((np.bincount(task.region, part) ** 2).sum() - part @ part)
    return float(np.sqrt(max(total, 0.0)))


def through(task: Task, voltage: Floats) -> Floats:
    """Currents through the cells of a solved network.

    Parameters
    ----------
    task : Task
        The network.
    voltage : numpy.ndarray, shape (rows, columns)
        Solution; 0 where nothing passes.

    Returns
    -------
    numpy.ndarray, shape (rows, columns)
        Ampere, see `Flow`.
    """
    inward, outward = net_current(task, voltage)
    if task.regions:
        for part in (inward.ravel(), outward.ravel()):
            part[task.cells] = np.bincount(task.region, part[task.cells])[task.region]
    return np.maximum(inward, outward, out=inward)
