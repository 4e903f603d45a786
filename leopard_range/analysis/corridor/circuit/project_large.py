"""Large landscapes of projects, solved as grids instead of as graphs."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.circuit.project_graph import Graph
from leopard_range.analysis.corridor.circuit.raster import ResistorGrid, task
from leopard_range.analysis.corridor.circuit.solve import solve

__all__ = ["fits_grid", "solve_on_grid"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

_LARGE = 60_000
"""Nodes from which multigrid needs less time and memory than a factorisation."""

_TOLERANCE = 1e-9


def fits_grid(graph: Graph, nodes: Ints) -> bool:
    """Return whether a part of a graph is a large grid.

    Parameters
    ----------
    graph : Graph
        The graph.
    nodes : numpy.ndarray of int64, shape (m,)
        Nodes of the part.

    Notes
    -----
    Closed cells of a region conduct half of what lies beside them where conductances are averaged;
    such a graph is no grid of resistances.
    """
    landscape = graph.landscape
    if landscape is None or graph.cells is None or len(nodes) < _LARGE:
        return False
    closed = (graph.cells >= 0) & (landscape.siemens == 0)
    return landscape.average == "resistance" or not bool(closed.any())


def solve_on_grid(
    graph: Graph, nodes: Ints, tied: NDArray[np.bool_], drive: Floats, leak: Floats | None
) -> tuple[Floats, float]:
    """Solve one part of a landscape.

    Parameters
    ----------
    graph : Graph
        Of a landscape, for which `fits_grid`.
    nodes : numpy.ndarray of int64, shape (m,)
        Nodes of the part.
    tied : numpy.ndarray of bool, shape (m,)
        Nodes at 0 volt.
    drive : numpy.ndarray of float64, shape (m, k)
        Amperes into each node.
    leak : numpy.ndarray of float64, shape (m,), or None
        Conductance of each node to ground.

    Returns
    -------
    volts : numpy.ndarray of float64, shape (m, k)
        Voltage of each node.
    residual : float
        Greatest relative residual.

    Raises
    ------
    LeopardRangeError
        ``circuit_no_convergence``.
    """
    landscape = graph.landscape
    assert landscape is not None
    assert graph.cells is not None
    number = np.full(graph.count + 1, -1)
    number[nodes] = np.arange(len(nodes))
    at = np.where(landscape.siemens > 0, number[graph.cells], -1)
    inside = at >= 0
    count = np.bincount(at[inside], minlength=len(nodes))
    ohm = np.divide(1.0, landscape.siemens, out=np.zeros(at.shape), where=inside)
    grid = ResistorGrid(ohm, landscape.neighbours == 8, landscape.average == "resistance")
    regions = np.where(inside & (count[at] > 1), at + 1, 0).astype(np.int32)

    def spread(values: Floats) -> Floats:
        # what a region gets is shared by its cells
        return np.where(inside, (values / count)[at], 0.0)

    lit = np.flatnonzero(np.abs(drive[~tied]).sum(axis=0) > 0)
    currents = [spread(np.where(tied, 0.0, drive[:, column])) for column in lit]
    volts = np.zeros(drive.shape)
    if not currents:
        return volts, 0.0
    earth = inside & tied[at]
    network = task(grid, regions, earth, currents, None if leak is None else spread(leak))
    found = solve(network, currents, tolerance=_TOLERANCE)
    first = np.unique(at[inside], return_index=True)[1]
    for column, one in zip(lit, found, strict=True):
        volts[:, column] = one.voltage[inside][first]
    return volts, max(one.residual for one in found)
