"""Projects as graphs: cells and regions become nodes, resistors between the same two nodes become one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from leopard_range.model.circuit import Landscape, Network

__all__ = ["Graph", "landscape_graph", "network_graph"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """Nodes and the resistors between them.

    Attributes
    ----------
    names : numpy.ndarray of int64, shape (n,)
        Numbers of a network's nodes; of a landscape 0, 1, ...
    cells : numpy.ndarray of int64, shape (rows, columns), or None
        Node every cell belongs to, -1: none; None for a network.
    first, second : numpy.ndarray of int64, shape (m,)
        Ends of the resistors, the smaller node first.
    siemens : numpy.ndarray of float64, shape (m,)
        Their conductances, above 0.
    part : numpy.ndarray of int64, shape (n,)
        Connected part each node lies in.
    landscape : Landscape or None
        What it was made of; None for a network.
    """

    names: Ints
    cells: Ints | None
    first: Ints
    second: Ints
    siemens: Floats
    part: Ints
    landscape: Landscape | None = None

    @property
    def count(self) -> int:
        """Number of nodes."""
        return len(self.names)


def network_graph(network: Network) -> Graph:
    """Make the graph of a network.

    Parameters
    ----------
    network : Network
        Resistors; parallel ones add up, one from a node to itself carries nothing.
    """
    names, ends = np.unique(np.concatenate([network.first, network.second]), return_inverse=True)
    half = len(network.first)
    return _graph(names, None, [(ends[:half], ends[half:], network.siemens)])


def landscape_graph(landscape: Landscape, regions: Iterable[tuple[Ints, Ints]] = ()) -> Graph:
    """Make the graph of a landscape.

    Parameters
    ----------
    landscape : Landscape
        Cells, and the short-circuit regions that are always one node.
    regions : iterable of (rows, columns)
        Further regions that are one node: focal regions.  Regions that overlap are one.

    Notes
    -----
    Every cell of a region is part of its node, closed ones too, if one of its cells is open.
    """
    shape = landscape.siemens.shape
    cells = _nodes(landscape, [np.ravel_multi_index(one, shape) for one in regions]).reshape(shape)
    names = np.arange(int(cells.max()) + 1)
    return replace(_graph(names, cells, _links(landscape, cells)), landscape=landscape)


def _nodes(landscape: Landscape, regions: list[Ints]) -> Ints:
    """Number the node of every cell, in the order of cells; -1 for none."""
    is_open = (landscape.siemens > 0).ravel()
    own = np.arange(is_open.size)
    if landscape.polygons is not None:
        labels = landscape.polygons.ravel()
        inside = np.flatnonzero(labels)
        _, number = np.unique(labels[inside], return_inverse=True)
        regions = [*regions, *np.split(inside[np.argsort(number, kind="stable")], _ends(number))]
    if regions:
        member = np.concatenate(regions)
        group = np.repeat(np.arange(len(regions)), [len(one) for one in regions])
        touched, at = np.unique(member, return_inverse=True)
        size = len(touched) + len(regions)
        ties = coo_array((np.ones(len(at)), (at, group + len(touched))), shape=(size, size))
        _, whole = connected_components(ties, directed=False)
        whole = whole[: len(touched)]
        _, first = np.unique(whole, return_index=True)
        lead = touched[first]
        own[touched] = lead[np.searchsorted(whole[first], whole)]
        lively = np.zeros(is_open.size, dtype=bool)
        lively[own[touched[is_open[touched]]]] = True
        is_open[touched] = lively[own[touched]]
    found = np.full(is_open.size, -1)
    _heads, number = np.unique(own[is_open], return_inverse=True)
    found[is_open] = number
    return found


def _ends(number: Ints) -> Ints:
    return np.cumsum(np.bincount(number))[:-1] if number.size else np.empty(0, dtype=np.int64)


def _links(landscape: Landscape, cells: Ints) -> Iterator[tuple[Ints, Ints, Floats]]:
    """Yield the resistors in each direction: nodes at both ends, conductance."""
    siemens = landscape.siemens
    right, left, below, above = slice(1, None), slice(None, -1), slice(1, None), slice(None, -1)
    whole = slice(None)
    ways: list[tuple[Any, Any, float]] = [
        ((whole, left), (whole, right), 1.0),
        ((above, whole), (below, whole), 1.0),
    ]
    if landscape.neighbours == 8:
        ways += [((above, left), (below, right), np.sqrt(2)), ((above, right), (below, left), np.sqrt(2))]
    for here, there, distance in ways:
        a, b = siemens[here], siemens[there]
        if landscape.average == "resistance":
            total = a + b
            joint = np.divide(2 * a * b, total, out=np.zeros_like(total), where=total > 0)
        else:
            joint = (a + b) / 2
        yield cells[here].ravel(), cells[there].ravel(), joint.ravel() / distance


def _graph(names: Ints, cells: Ints | None, links: Iterable[tuple[Ints, Ints, Floats]]) -> Graph:
    ends: list[tuple[Ints, Ints, Floats]] = []
    for a, b, siemens in links:
        kept = (a >= 0) & (b >= 0) & (a != b) & (siemens > 0)
        ends.append((np.minimum(a, b)[kept], np.maximum(a, b)[kept], siemens[kept]))
    first, second, weight = (np.concatenate(one) for one in zip(*ends, strict=True))
    size = len(names)
    joined = coo_array((weight, (first, second)), shape=(size, size)).tocsr()
    joined.sum_duplicates()
    upper = joined.tocoo()
    _, part = connected_components(joined, directed=False)
    return Graph(
        names=names,
        cells=cells,
        first=upper.coords[0].astype(np.int64),
        second=upper.coords[1].astype(np.int64),
        siemens=upper.data,
        part=part.astype(np.int64),
    )
