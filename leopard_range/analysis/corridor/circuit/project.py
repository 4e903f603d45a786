"""Projects of circuit theory, solved: pairwise, one-to-all, all-to-one, advanced; landscapes and networks.

McRae B.H., Dickson B.G., Keitt T.H., Shah V.B. (2008) Using circuit theory to model connectivity in
ecology, evolution, and conservation. Ecology 89: 2712-2724, doi:10.1890/07-1861.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.circuit.project_graph import Graph, landscape_graph, network_graph
from leopard_range.analysis.corridor.circuit.project_solve import Basis, Field, basis, driven, settled
from leopard_range.model.circuit import CircuitProject, Drive, Landscape

__all__ = ["ProjectSolution", "Solve", "Tell", "run_project"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

Tell: TypeAlias = Callable[[float], None]
"""Told the share of the solutions that is done."""


@dataclass(frozen=True, slots=True, eq=False)
class Solve:
    """One solution of a project.

    Attributes
    ----------
    label : tuple of int
        The pair, or the focal node whose turn it is; empty in the advanced mode.
    graph : Graph
        Its graph.
    fields : tuple of Field
        Voltages, one for each part that carries current; none where no current flows.
    focal : numpy.ndarray of int64, shape (k,)
        Focal nodes that take part, as nodes of the graph.
    summed : bool
        Whether its currents count in the sum and the greatest.
    """

    label: tuple[int, ...]
    graph: Graph
    fields: tuple[Field, ...]
    focal: Ints
    summed: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class ProjectSolution:
    """What a project gives.

    Attributes
    ----------
    project : CircuitProject
        The project.
    ids : numpy.ndarray of int64, shape (n,)
        Focal nodes that took part, ascending; none in the advanced mode.
    resistances : numpy.ndarray of float64
        Ohms: pairwise (n, n); one-to-all and all-to-one (n,); advanced (0,).  -1: not connected.
    solves : tuple of Solve
        Every solution, in the order of the names.
    nodes, parts : int
        Size of the graph and the number of its connected parts.
    residual : float
        Greatest relative residual.
    """

    project: CircuitProject
    ids: Ints
    resistances: Floats
    solves: tuple[Solve, ...]
    nodes: int
    parts: int
    residual: float

    @property
    def is_grid(self) -> bool:
        """Whether some part was so large that it was solved as a grid."""
        return any(field.basis.is_grid for one in self.solves for field in one.fields)


def run_project(project: CircuitProject, tell: Tell = lambda share: None) -> ProjectSolution:
    """Solve a project.

    Parameters
    ----------
    project : CircuitProject
        Read and checked.
    tell : callable
        Told the share that is done.

    Returns
    -------
    ProjectSolution

    Raises
    ------
    LeopardRangeError
        ``project_unsolved``.

    Notes
    -----
    A focal region is one node while it takes part; a region that does not take part is ordinary
    ground.  Regions that overlap a short-circuit region are one node with all of it.
    """
    if project.drive is not None:
        return _advanced(project, project.drive)
    ids, wanted = _active(project)
    if project.scenario == "pairwise":
        return _pairwise(project, ids, wanted | wanted.T, tell)
    return _turns(project, ids, wanted, tell)


def _active(project: CircuitProject) -> tuple[Ints, Bools]:
    """Return the focal nodes that take part, and which are active when it is another's turn."""
    assert project.focal is not None
    ids = np.unique(project.focal.ids)
    pairs = project.pairs
    if pairs is None:
        return ids, np.ones((ids.size, ids.size), dtype=bool)
    named = np.isin(ids, pairs.ids)
    if not pairs.others:
        ids, named = ids[named], named[named]
    wanted = np.ones((ids.size, ids.size), dtype=bool)
    at = np.searchsorted(pairs.ids, ids[named])
    wanted[np.ix_(named, named)] = pairs.wanted[np.ix_(at, at)]
    return ids, wanted


class _Places:
    """Graphs of a project by the focal regions that are one node, and where focal nodes lie in them."""

    def __init__(self, project: CircuitProject, ids: Ints) -> None:
        self.ids = ids
        self._resistors = project.resistors
        self._focal = project.focal
        self._graphs: dict[frozenset[int], Graph] = {}
        self._bases: dict[tuple[int, tuple[int, ...]], Basis] = {}
        self.regions: set[int] = set()
        if project.focal is not None and isinstance(project.resistors, Landscape):
            ids, cells = np.unique(project.focal.ids, return_counts=True)
            self.regions = set(ids[cells > 1].tolist())
        self.residual = 0.0

    def graph(self, active: Iterable[int] = ()) -> Graph:
        """Return the graph in which the regions of some focal nodes are one node each."""
        merged = frozenset(self.regions & set(active))
        if merged not in self._graphs:
            # a graph is as large as the grid: only the last one is kept
            self._graphs = {merged: self._made(merged)}
            self._bases = {}
        return self._graphs[merged]

    def _made(self, merged: frozenset[int]) -> Graph:
        if not isinstance(self._resistors, Landscape):
            return network_graph(self._resistors)
        assert self._focal is not None or not merged
        return landscape_graph(self._resistors, [self._region(one) for one in sorted(merged)])

    def _region(self, id_: int) -> tuple[Ints, Ints]:
        assert self._focal is not None
        inside = self._focal.ids == id_
        return self._focal.rows[inside], self._focal.columns[inside]

    def nodes(self, graph: Graph, ids: Iterable[int]) -> Ints:
        """Return the node of each focal node; -1 for one on closed ground."""
        wanted = np.array(list(ids), dtype=np.int64)
        if graph.cells is None:
            return np.searchsorted(graph.names, wanted)
        assert self._focal is not None
        first = np.searchsorted(self._focal.ids, wanted)
        return graph.cells[self._focal.rows[first], self._focal.columns[first]]

    def basis(self, graph: Graph, focal: Ints) -> Basis:
        """Return the basis of some focal nodes of one part, solved once."""
        key = (id(graph), tuple(focal.tolist()))
        if key not in self._bases:
            self._bases[key] = basis(graph, focal)
            self.residual = max(self.residual, self._bases[key].residual)
        return self._bases[key]


def _pairwise(project: CircuitProject, ids: Ints, wanted: Bools, tell: Tell) -> ProjectSolution:
    places = _Places(project, ids)
    ohms = np.full((ids.size, ids.size), -1.0)
    np.fill_diagonal(ohms, 0.0)
    solves: list[Solve] = []
    whole = places.graph()
    apart = [(i, j) for i, j in combinations(range(ids.size), 2) if wanted[i, j]]
    for done, (i, j) in enumerate(apart):
        pair = (int(ids[i]), int(ids[j]))
        # without regions the graph stays the same, and all focal nodes of a part share one factorisation
        graph = places.graph(pair) if places.regions else whole
        a, b = places.nodes(graph, pair)
        if min(a, b) < 0 or graph.part[a] != graph.part[b]:
            continue
        fields: tuple[Field, ...] = ()
        ohms[i, j] = ohms[j, i] = 0.0
        if a != b:
            fellows = np.array([a, b]) if places.regions else places.nodes(graph, ids.tolist())
            base = places.basis(graph, _of_part(graph, fellows, int(a)))
            field = _between(base, int(a), int(b))
            ohms[i, j] = ohms[j, i] = _ohm(field, int(b))
            fields = (field,)
        solves.append(Solve(pair, graph, fields, np.array([a, b])))
        tell((done + 1) / len(apart))
    return ProjectSolution(project, ids, ohms, tuple(solves), *_size(whole), places.residual)


def _of_part(graph: Graph, nodes: Ints, one: int) -> Ints:
    """Return the different nodes that lie in the part of one of them."""
    nodes = np.unique(nodes[nodes >= 0])
    fellows: Ints = nodes[graph.part[nodes] == graph.part[one]]
    return fellows


def _between(base: Basis, a: int, b: int) -> Field:
    """Return 1 ampere from b to a, with a at 0 volt."""
    amperes = (base.focal == b).astype(np.float64) - (base.focal == a)
    row = int(base.at(np.array([a]))[0])
    return Field(base, amperes, -float(base.volts[row] @ amperes))


def _ohm(field: Field, node: int) -> float:
    row = int(field.basis.at(np.array([node]))[0])
    return float(field.basis.volts[row] @ field.amperes + field.shift)


def _size(graph: Graph) -> tuple[int, int]:
    return graph.count, int(graph.part.max(initial=-1)) + 1


def _turns(project: CircuitProject, ids: Ints, wanted: Bools, tell: Tell) -> ProjectSolution:
    places = _Places(project, ids)
    ohms = np.full(ids.size, -1.0)
    solves = []
    sizes = (0, 0)
    for turn, one in enumerate(ids.tolist()):
        active = wanted[turn] | (ids == one)
        graph = places.graph(ids[active].tolist())
        sizes = max(sizes, _size(graph))
        nodes = places.nodes(graph, ids.tolist())
        found = _turn(project, places, graph, nodes, turn=turn, active=active)
        if found is not None and active.sum() > 1:
            ohms[turn] = 0.0
            if project.scenario == "one-to-all":
                ohms[turn] = _ohm(found, int(nodes[turn])) / project.strengths.get(one, 1.0)
        fields = () if found is None else (found,)
        taking = np.unique(nodes[active & (nodes >= 0)])
        solves.append(Solve((one,), graph, fields, taking, summed=bool(active.sum() > 1)))
        tell((turn + 1) / ids.size)
    return ProjectSolution(project, ids, ohms, tuple(solves), *sizes, places.residual)


def _turn(
    project: CircuitProject, places: _Places, graph: Graph, nodes: Ints, *, turn: int, active: Bools
) -> Field | None:
    """Solve the turn of one focal node; None where no current can flow.

    One-to-all grounds the other active nodes.  All-to-one lets every other node drive current, as
    Circuitscape does: one that is excluded drives 1 ampere whatever its strength, and the turn of a
    node that is paired with none is drawn but not summed.
    """
    own = int(nodes[turn])
    if own < 0:
        return None
    focal = _of_part(graph, nodes, own)
    if focal.size < 2:
        return None
    strengths = np.array([project.strengths.get(one, 1.0) for one in places.ids.tolist()])
    is_own = focal == own
    if project.scenario == "one-to-all":
        # a node that shares the source's own node does not ground it
        grounded = np.isin(focal, nodes[active]) & ~is_own
        sources = np.where(is_own, strengths[turn], 0.0)
    else:
        amperes = np.where(active, strengths, 1.0)
        inside = np.isin(nodes, focal)
        sources = np.bincount(np.searchsorted(focal, nodes[inside]), amperes[inside], focal.size)
        sources, grounded = np.where(is_own, 0.0, sources), is_own
    if not grounded.any() or not sources.any():
        return None
    return driven(places.basis(graph, focal), sources, grounded)


def _advanced(project: CircuitProject, drive: Drive) -> ProjectSolution:
    graph = _Places(project, np.empty(0, dtype=np.int64)).graph()
    sources, grounds = (np.zeros(graph.count) for _ in range(2))
    for target, values in ((sources, drive.sources), (grounds, drive.grounds)):
        for node, value in _at_nodes(graph, values):
            np.add.at(target, node, value)
    both = (sources != 0) & (grounds != 0)
    if drive.conflict in ("rmvsrc", "rmvall"):
        sources[both] = 0.0
    if drive.conflict in ("rmvgnd", "rmvall"):
        grounds[both] = 0.0
    if drive.conflict == "keepall":
        grounds[both & np.isinf(grounds)] = 0.0
    fields = settled(graph, sources, grounds)
    solve = Solve((), graph, tuple(fields), np.empty(0, dtype=np.int64))
    residual = max((one.basis.residual for one in fields), default=0.0)
    none = np.empty(0)
    return ProjectSolution(project, none.astype(np.int64), none, (solve,), *_size(graph), residual)


def _at_nodes(graph: Graph, values: Floats) -> Iterator[tuple[Ints, Floats]]:
    """Yield nodes and the values given there, of a grid or of a list."""
    if graph.cells is None:
        yield np.searchsorted(graph.names, values[:, 0].astype(np.int64)), values[:, 1]
        return
    given = (values != 0) & (graph.cells >= 0)
    yield graph.cells[given], values[given]
