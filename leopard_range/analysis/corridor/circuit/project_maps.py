"""Voltages and currents of a solved project: at every node, through every resistor, on the grid."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.circuit.project import Solve

__all__ = ["branch_currents", "node_currents", "on_grid", "solved_nodes", "voltages"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

_NOISE = 1e-8
"""Currents below this share of the greatest are rounding errors: none flows."""


def solved_nodes(solve: Solve) -> Ints:
    """Return the nodes of the parts that carry current.

    Parameters
    ----------
    solve : Solve
        A solution.
    """
    parts = [field.basis.nodes for field in solve.fields]
    return np.sort(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)


def voltages(solve: Solve) -> Floats:
    """Return the voltage of every node; 0 where no current flows.

    Parameters
    ----------
    solve : Solve
        A solution.
    """
    found = np.zeros(solve.graph.count)
    for field in solve.fields:
        found[field.basis.nodes] = field.volts
    return found


def branch_currents(solve: Solve, volts: Floats) -> Floats:
    """Return the current through every resistor, from its first to its second end.

    Parameters
    ----------
    solve : Solve
        A solution.
    volts : numpy.ndarray of float64, shape (n,)
        Its voltages.
    """
    graph = solve.graph
    found = graph.siemens * (volts[graph.first] - volts[graph.second])
    most = np.abs(found).max(initial=0.0)
    found[np.abs(found) < _NOISE * most] = 0.0
    return found


def node_currents(solve: Solve, volts: Floats, *, focal_zero: bool = False) -> Floats:
    """Return the current through every node: what flows in or what flows out, whichever is more.

    Parameters
    ----------
    solve : Solve
        A solution.
    volts : numpy.ndarray of float64, shape (n,)
        Its voltages.
    focal_zero : bool
        0 at the focal nodes that take part.
    """
    graph = solve.graph
    branch = branch_currents(solve, volts)
    forth, back = np.maximum(branch, 0.0), np.maximum(-branch, 0.0)
    out = np.bincount(graph.first, forth, graph.count) + np.bincount(graph.second, back, graph.count)
    into = np.bincount(graph.second, forth, graph.count) + np.bincount(graph.first, back, graph.count)
    for field in solve.fields:
        if field.leak is not None:
            nodes = field.basis.nodes
            leak = field.leak * volts[nodes]
            out[nodes] += np.maximum(leak, 0.0)
            into[nodes] += np.maximum(-leak, 0.0)
    found: Floats = np.maximum(out, into)
    if focal_zero:
        found[solve.focal] = 0.0
    return found


def on_grid(solve: Solve, values: Floats) -> Floats:
    """Spread values of nodes over their cells; 0 where there is no node.

    Parameters
    ----------
    solve : Solve
        A solution of a landscape.
    values : numpy.ndarray of float64, shape (n,)
        One for each node.
    """
    assert solve.graph.cells is not None
    return np.where(solve.graph.cells >= 0, np.append(values, 0.0)[solve.graph.cells], 0.0)
