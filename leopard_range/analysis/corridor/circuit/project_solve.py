"""Voltages on a graph: one sparse factorisation a connected part, every further current a combination.

With one focal node of a part at 0 volt and 1 ampere driven into each other in turn, the voltages of
any pair, and of any set of sources and grounds at focal nodes, follow without another solution.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, diags_array
from scipy.sparse.linalg import splu

from leopard_range.analysis.corridor.circuit.project_graph import Graph
from leopard_range.analysis.corridor.circuit.project_large import fits_grid, solve_on_grid
from leopard_range.errors import LeopardRangeError

__all__ = ["Basis", "Field", "basis", "driven", "settled"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

_TRUSTED = 1e-6
"""Largest relative residual of a solution that is used."""


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """Voltages of one part of a graph under unit currents.

    Attributes
    ----------
    graph : Graph
        The graph.
    nodes : numpy.ndarray of int64, shape (m,)
        Nodes of the part.
    volts : numpy.ndarray of float64, shape (m, k)
        For each focal node of the part: 1 A into it, out at the first of them.
    focal : numpy.ndarray of int64, shape (k,)
        The focal nodes, as nodes of the graph.
    residual : float
        Greatest relative residual.
    is_grid : bool
        Whether it was solved as a grid, not as a graph.
    """

    graph: Graph
    nodes: Ints
    volts: Floats
    focal: Ints
    residual: float
    is_grid: bool

    def at(self, nodes: Ints) -> Ints:
        """Return the rows of some nodes of the part."""
        return np.searchsorted(self.nodes, nodes)


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Voltages of one solution, as a combination of a basis.

    Attributes
    ----------
    basis : Basis
        Of the part that carries current.
    amperes : numpy.ndarray of float64, shape (k,)
        Current driven into each focal node of the basis.
    shift : float
        Added to every voltage.
    leak : numpy.ndarray of float64, shape (m,), or None
        Conductance from each node of the part to ground, siemens.
    """

    basis: Basis
    amperes: Floats
    shift: float
    leak: Floats | None = None

    @property
    def volts(self) -> Floats:
        """Voltage at every node of the part."""
        found: Floats = self.basis.volts @ self.amperes + self.shift
        return found


def basis(graph: Graph, focal: Ints) -> Basis:
    """Solve the part of a graph that some focal nodes lie in.

    Parameters
    ----------
    graph : Graph
        The graph.
    focal : numpy.ndarray of int64, shape (k,)
        Different nodes of one part.

    Raises
    ------
    LeopardRangeError
        ``project_unsolved``.
    """
    nodes = np.flatnonzero(graph.part == graph.part[focal[0]])
    rows = np.searchsorted(nodes, focal)
    drive = np.zeros((len(nodes), len(focal)))
    drive[rows, np.arange(len(focal))] = 1.0
    return _solved(graph, nodes, tied=np.arange(len(nodes)) == rows[0], drive=drive, focal=focal)


def driven(base: Basis, sources: Floats, grounded: NDArray[np.bool_]) -> Field:
    """Combine a basis so that sources at focal nodes flow out through focal nodes at 0 volt.

    Parameters
    ----------
    base : Basis
        Of the part.
    sources : numpy.ndarray of float64, shape (k,)
        Amperes driven into each focal node.
    grounded : numpy.ndarray of bool, shape (k,)
        Focal nodes at 0 volt, one at least.
    """
    between = base.volts[base.at(base.focal)]
    amperes = np.where(grounded, 0.0, sources)
    ground = np.flatnonzero(grounded)
    size = len(ground)
    # unknown: the currents out of the grounds and the shift; known: 0 volt there, and that currents cancel
    left = np.ones((size + 1, size + 1))
    left[:size, :size] = between[np.ix_(ground, ground)]
    left[size, size] = 0.0
    right = np.append(-(between[ground] @ amperes), -amperes.sum())
    found = np.linalg.solve(left, right)
    amperes[ground] = found[:size]
    return Field(base, amperes, float(found[size]))


def settled(graph: Graph, sources: Floats, grounds: Floats) -> list[Field]:
    """Solve every part of a graph that has a source and a ground.

    Parameters
    ----------
    graph : Graph
        The graph.
    sources : numpy.ndarray of float64, shape (n,)
        Amperes driven into each node.
    grounds : numpy.ndarray of float64, shape (n,)
        Conductance to ground, infinite for a node at 0 volt.

    Raises
    ------
    LeopardRangeError
        ``project_unsolved``.
    """
    fields = []
    earthed, fed = np.unique(graph.part[grounds > 0]), np.unique(graph.part[sources != 0])
    for part in np.intersect1d(earthed, fed):
        nodes = np.flatnonzero(graph.part == part)
        tied = np.isinf(grounds[nodes])
        leak = np.where(tied, 0.0, grounds[nodes])
        drive = sources[nodes][:, None]
        leaks = leak if leak.any() else None
        base = _solved(graph, nodes, tied=tied, drive=drive, focal=nodes[:1], leak=leaks)
        fields.append(Field(base, np.ones(1), 0.0, leaks))
    return fields


def _solved(
    graph: Graph,
    nodes: Ints,
    *,
    tied: NDArray[np.bool_],
    drive: Floats,
    focal: Ints,
    leak: Floats | None = None,
) -> Basis:
    """Solve a part in the way that suits its size."""
    if fits_grid(graph, nodes):
        volts, residual = solve_on_grid(graph, nodes, tied, drive, leak)
        return Basis(graph, nodes, volts, focal, residual, is_grid=True)
    volts = np.zeros(drive.shape)
    volts[~tied], residual = _solve(_laplacian(graph, nodes, ~tied, leak), drive[~tied])
    return Basis(graph, nodes, volts, focal, residual, is_grid=False)


def _laplacian(graph: Graph, nodes: Ints, kept: NDArray[np.bool_], leak: Floats | None) -> csc_array:
    """Return the Laplacian of a part without the nodes that are at 0 volt."""
    number = np.full(graph.count, -1)
    number[nodes] = np.arange(len(nodes))
    inside = number[graph.first] >= 0
    first, second = number[graph.first[inside]], number[graph.second[inside]]
    siemens = graph.siemens[inside]
    size = len(nodes)
    own: Floats = np.zeros(size) if leak is None else leak.copy()
    own += np.bincount(first, siemens, size) + np.bincount(second, siemens, size)
    joined = csc_array((siemens, (first, second)), shape=(size, size))
    whole = (diags_array(own) - joined - joined.T).tocsc()
    free = np.flatnonzero(kept)
    return whole[free][:, free].tocsc()


def _solve(matrix: csc_array, drive: Floats) -> tuple[Floats, float]:
    """Return the solution and its greatest relative residual, refined once."""
    if not matrix.shape[0]:
        return drive, 0.0
    try:
        factors = splu(
            matrix, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True}
        )
    except (RuntimeError, MemoryError):
        raise LeopardRangeError("project_unsolved", residual="-") from None
    volts = factors.solve(drive)
    volts += factors.solve(drive - matrix @ volts)
    off = np.linalg.norm(drive - matrix @ volts, axis=0)
    size = np.linalg.norm(drive, axis=0)
    residual = float(np.max(off / np.where(size > 0, size, 1.0)))
    if not residual <= _TRUSTED:
        raise LeopardRangeError("project_unsolved", residual=f"{residual:.1e}")
    return volts, residual
