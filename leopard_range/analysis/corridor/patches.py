"""Reserves and habitat patches on a grid as a network, and what a proposal adds to it.

The nodes are the protected areas and the pieces of habitat between them; two nodes are as far from
each other as the cheapest way between their edges.  What a proposal adds is found by taking it away:
its new habitat as nodes of their own, its cheaper ground as shorter ways.  The gain splits as the
importance of a patch does (Saura & Rubio 2010): area of its own (intra), movement from and to it
(flux), and movement between all others that it makes easier (connector).

References
----------
Saura S., Rubio L. (2010) A common currency for the different ways in which patches and links can
contribute to habitat availability and connectivity in the landscape, Ecography 33:523-537,
doi:10.1111/j.1600-0587.2009.05760.x.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import label

from leopard_range.analysis.corridor.cost import accumulate
from leopard_range.analysis.corridor.network import best_chains
from leopard_range.model.corridor import Surface

__all__ = ["Gain", "Patches", "gain", "link_costs", "patches"]

Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]

_LAST = 1e-12
_EIGHT = np.ones((3, 3), dtype=np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class Patches:
    """Nodes of a network on a grid.

    Attributes
    ----------
    labels : numpy.ndarray of int32, shape (rows, columns)
        Number of the node a cell belongs to, from 1; 0 for none.
    cells : numpy.ndarray of float, shape (n,)
        Cells of habitat in each node: what it is worth.
    reserves : int
        How many of the nodes, the first ones, are protected areas.
    left_out : int
        Pieces of habitat that were large enough and are left out, because there are too many.
    """

    labels: NDArray[np.int32]
    cells: Floats
    reserves: int
    left_out: int = 0

    def __len__(self) -> int:
        """Number of nodes."""
        return len(self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What a proposal adds to a network.

    Attributes
    ----------
    eca_before, eca_after : float
        Equivalent connected area, in the unit of the nodes.
    importance : float
        Share of the connectivity afterwards that is gone without the proposal, 0-1:
        ``intra + flux + connector``.
    intra, flux, connector : float
        Parts of it.
    """

    eca_before: float
    eca_after: float
    importance: float
    intra: float
    flux: float
    connector: float


def patches(reserves: Sequence[Bools], habitat: Bools, least_cells: float, most: int = 150) -> Patches:
    """Find the nodes of a network.

    Parameters
    ----------
    reserves : sequence of numpy.ndarray of bool, shape (rows, columns)
        Protected areas; a cell that lies in several belongs to the first.
    habitat : numpy.ndarray of bool, shape (rows, columns)
        Cells of habitat.
    least_cells : float
        Smallest piece of habitat outside the protected areas that counts, cells; cells that meet at
        a corner belong together.
    most : int
        Largest number of such pieces; the largest are kept.

    Returns
    -------
    Patches
        Protected areas first, then the pieces from the largest.
    """
    labels = np.zeros(habitat.shape, dtype=np.int32)
    count = 0
    for cells in reserves:
        free = cells & (labels == 0)
        if free.any():
            count += 1
            labels[free] = count
    pieces, _ = label(habitat & (labels == 0), structure=_EIGHT)
    sizes = np.bincount(pieces.ravel())
    sizes[0] = 0
    large = np.flatnonzero(sizes >= max(least_cells, 1))
    kept = large[np.argsort(-sizes[large], kind="stable")][:most]
    numbers = np.zeros(len(sizes), dtype=np.int32)
    numbers[kept] = count + 1 + np.arange(len(kept))
    labels = np.where(labels > 0, labels, numbers[pieces]).astype(np.int32)
    worth = np.bincount(labels[habitat], minlength=count + len(kept) + 1)[1:]
    return Patches(labels, worth.astype(np.float64), count, len(large) - len(kept))


def link_costs(surface: Surface, labels: NDArray[np.int32], limit: float = math.inf) -> Floats:
    """Cost of the cheapest way between the edges of every two nodes.

    Parameters
    ----------
    surface : Surface
        Resistance.
    labels : numpy.ndarray of int32, shape (rows, columns)
        Number of the node of each cell, from 1.
    limit : float
        Ways that cost more are not looked for.

    Returns
    -------
    numpy.ndarray of float, shape (n, n)
        Resistance x metres; infinite where there is no way, also for a node on which nothing passes.
    """
    count = int(labels.max(initial=0))
    numbers = np.where(np.isfinite(surface.values), labels, 0).ravel()
    found: Floats = np.full((count, count), np.inf)
    order = np.argsort(numbers, kind="stable")[np.count_nonzero(numbers == 0) :]
    present, first = np.unique(numbers[order], return_index=True)
    for node, cells in zip(present - 1, np.split(order, first[1:]), strict=True):
        sources = np.column_stack(np.divmod(cells, labels.shape[1]))
        cost = accumulate(surface, sources, limit=limit).ravel()
        found[node, present - 1] = np.minimum.reduceat(cost[order], first)
    np.minimum(found, found.T.copy(), out=found)
    np.fill_diagonal(found, 0.0)
    return found


def gain(worth: Floats, before: Floats, after: Floats) -> Gain:
    """Compare a network without and with a proposal.

    Parameters
    ----------
    worth : numpy.ndarray of float, shape (n + m,)
        Area of each node; the last m are new.
    before : numpy.ndarray of float, shape (n, n)
        Probability of direct dispersal without the proposal.
    after : numpy.ndarray of float, shape (n + m, n + m)
        The same with it.

    Returns
    -------
    Gain
        Zero importance when nothing has any area.
    """
    old = len(before)
    pairs = worth[:, None] * best_chains(after) * worth[None, :]
    base = float(worth[:old] @ best_chains(before) @ worth[:old])
    total = float(pairs.sum())
    new = float(pairs[old:, old:].sum())
    across = float(pairs[:old, old:].sum() + pairs[old:, :old].sum())
    between = float(pairs[:old, :old].sum()) - base
    if abs(between) < _LAST * base:
        between = 0.0
    whole = total or 1.0
    return Gain(
        eca_before=math.sqrt(base),
        eca_after=math.sqrt(base + new + across + between),
        importance=(new + across + between) / whole,
        intra=new / whole,
        flux=across / whole,
        connector=between / whole,
    )
