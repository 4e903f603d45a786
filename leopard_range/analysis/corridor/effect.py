"""A landscape without and with a proposal: resistance, the cheapest way, current, the network of patches.

Nothing but the resistance of the proposal's own cells changes, and it can only fall.  So the cheapest
way can only become cheaper, and the effective resistance can only fall (Rayleigh's monotonicity law,
Doyle & Snell 1984, Random walks and electric networks, arXiv:math/0001057).  The length of the cheapest
way and the share of current are free to change in either direction.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.along import current_share, share_along
from leopard_range.analysis.corridor.circuit import pair_current
from leopard_range.analysis.corridor.cost import Path, accumulate, path_to
from leopard_range.analysis.corridor.features import WATER, Features
from leopard_range.analysis.corridor.network import dispersal_probability
from leopard_range.analysis.corridor.patches import Gain, gain, link_costs, patches
from leopard_range.analysis.corridor.resistance import Costs, resistance_surface
from leopard_range.model.corridor import Surface

__all__ = ["Measures", "Plan", "Rules", "crossing_cells", "measured", "network_gain", "surfaces"]

Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]

_FARTHEST = 1e-6
"""Ways of less probability are not looked for."""

BARRIERS = ("road", "railway")
"""Kinds of lines that end a patch of habitat."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Plan:
    """What shall change, on one grid; arrays have shape (rows, columns).

    Attributes
    ----------
    features : Features
        What lies in each cell.
    inside : numpy.ndarray of float
        Share of each cell inside the proposal, 0-1.
    restore : int or None
        Land-cover class that its land shall have; None: as it is.
    removed : tuple of str
        Kinds or classes of lines that no longer resist inside it.
    crossings : numpy.ndarray of bool
        Cells in which roads and railways no longer resist, because a crossing is built.
    """

    features: Features
    inside: Floats
    restore: int | None = None
    removed: tuple[str, ...] = ()
    crossings: Bools


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Measures:
    """How two places are connected across a surface.

    Attributes
    ----------
    path : Path
        The cheapest way.
    path_share : float
        Share of its length inside the proposal, 0-1.
    resistance_ohm : float
        Effective resistance for one ampere between the places.
    current_share : float
        Share of all current through cells outside both places that passes inside the proposal, 0-1.
    current : numpy.ndarray of float, shape (rows, columns)
        Ampere through each cell.
    """

    path: Path
    path_share: float
    resistance_ohm: float
    current_share: float
    current: Floats


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Rules:
    """By which rules a network is drawn.

    Attributes
    ----------
    reserves : tuple of numpy.ndarray of bool, shape (rows, columns)
        Protected areas; a cell that lies in several belongs to the first.
    habitat : tuple of int
        Land-cover classes that are habitat.
    least_m2 : float
        Smallest piece of habitat outside protected areas, square metres.
    reach_m : float
        Cost distance at which the probability of dispersal is known, metres of the best ground.
    probability : float
        The probability there.
    """

    reserves: tuple[Bools, ...] = ()
    habitat: tuple[int, ...]
    least_m2: float
    reach_m: float
    probability: float = 0.5


def surfaces(plan: Plan, costs: Costs) -> tuple[Surface, Surface]:
    """Make the resistance without and with a proposal.

    Parameters
    ----------
    plan : Plan
        What shall change.
    costs : Costs
        What classes cost.

    Returns
    -------
    before, after : Surface
        Cells that lie partly inside change by that part; nothing ever resists more than before.
    """
    seen = plan.features
    bare = replace(seen, lines={})
    ground = resistance_surface(bare, costs).values
    before = resistance_surface(seen, costs)
    lines = before.values - ground
    better = ground
    if plan.restore is not None:
        land = (plan.inside > 0) & (seen.cover != WATER)
        restored = replace(bare, cover=np.where(land, np.uint8(plan.restore), seen.cover))
        better = np.fmin(resistance_surface(restored, costs).values, ground)
    removed = _keys(plan.features, costs, plan.removed)
    crossed = _keys(plan.features, costs, BARRIERS) if plan.crossings.any() else removed
    gone = plan.inside * (_of_lines(seen, costs, removed).values - ground)
    over = np.where(plan.crossings, _of_lines(seen, costs, removed | crossed).values - ground, 0.0)
    values = ground + plan.inside * (better - ground) + lines - np.maximum(gone, over)
    return before, Surface(np.minimum(values, before.values), before.grid)


def _keys(features: Features, costs: Costs, wanted: Collection[str]) -> set[str]:
    """Classes of lines that are meant by the names of classes or of kinds."""
    return {
        key
        for key in features.lines
        if key in costs.classes and (key in wanted or costs.classes[key].kind in wanted)
    }


def _of_lines(features: Features, costs: Costs, keys: Collection[str]) -> Surface:
    return resistance_surface(
        replace(features, lines={key: cells for key, cells in features.lines.items() if key in keys}), costs
    )


def crossing_cells(features: Features, costs: Costs, places: Sequence[tuple[float, float]]) -> Bools:
    """Cells that crossings open: those of a road or railway within one cell of a place.

    Parameters
    ----------
    features : Features
        What lies in each cell.
    costs : Costs
        Which classes are roads and railways.
    places : sequence of (float, float)
        x and y in the system of the grid.

    Returns
    -------
    numpy.ndarray of bool, shape (rows, columns)
        Nothing for a place with no road or railway that near.
    """
    cells = np.zeros(features.grid.shape, dtype=bool)
    for x, y in places:
        column, row = (int(np.floor(one)) for one in ~features.grid.transform @ (x, y))
        cells[max(row - 1, 0) : max(row + 2, 0), max(column - 1, 0) : max(column + 2, 0)] = True
    return cells & _barrier(features, costs)


def _barrier(features: Features, costs: Costs) -> Bools:
    found = np.zeros(features.grid.shape, dtype=bool)
    for key in _keys(features, costs, BARRIERS):
        found |= features.lines[key]
    return found


def measured(surface: Surface, ends: tuple[Bools, Bools], inside: Floats) -> Measures:
    """Measure how two places are connected.

    Parameters
    ----------
    surface : Surface
        Resistance.
    ends : tuple of numpy.ndarray of bool, shape (rows, columns)
        The two places.
    inside : numpy.ndarray of float, shape (rows, columns)
        Share of each cell inside the proposal.

    Returns
    -------
    Measures

    Raises
    ------
    LeopardRangeError
        What the cheapest way and the current raise where there is none.
    """
    path = path_to(accumulate(surface, ends[0]), surface, ends[1])
    flow = pair_current(surface, ends[0], ends[1])
    assert flow.resistance_ohm is not None
    return Measures(
        path=path,
        path_share=share_along(path.cells, inside),
        resistance_ohm=flow.resistance_ohm,
        current_share=current_share(flow.current, inside, ends[0] | ends[1]),
        current=flow.current,
    )


def network_gain(
    plan: Plan,
    costs: Costs,
    rules: Rules,
    made: tuple[Surface, Surface] | None = None,
) -> tuple[Gain, int, int]:
    """Compare the network of reserves and habitat without and with a proposal.

    Parameters
    ----------
    plan : Plan
        What shall change.
    costs : Costs
        What classes cost.
    rules : Rules
        What counts as a patch, and how far the species disperses.
    made : tuple of Surface, optional
        Resistance without and with it, when it was made before.

    Returns
    -------
    gain : Gain
        In square kilometres of habitat.
    reserves, habitat : int
        How many nodes are protected areas, and how many are habitat between them.
    """
    before, after = made or surfaces(plan, costs)
    barrier = _barrier(plan.features, costs)
    known = np.isin(plan.features.cover, rules.habitat) & np.isfinite(before.values)
    side = before.cell_m
    nodes = patches(rules.reserves, known & ~barrier, rules.least_m2 / side**2)
    fresh = _new_habitat(plan, costs, rules, barrier, known) & (nodes.labels == 0)
    grown = patches((), fresh, 1.0)
    labels = np.where(grown.labels > 0, grown.labels + len(nodes), nodes.labels).astype(np.int32)
    # A new piece is worth the part of it that lies inside.
    size = np.bincount(grown.labels.ravel(), plan.inside.ravel(), len(grown) + 1)[1:]
    worth = np.concatenate([nodes.cells, size]) * side**2 / 1e6
    limit = rules.reach_m * math.log(_FARTHEST) / math.log(rules.probability)
    chances = [
        dispersal_probability(link_costs(surface, which, limit), rules.reach_m, rules.probability)
        for surface, which in ((before, nodes.labels), (after, labels))
    ]
    return gain(worth, *chances), nodes.reserves, len(nodes) - nodes.reserves


def _new_habitat(plan: Plan, costs: Costs, rules: Rules, barrier: Bools, known: Bools) -> Bools:
    """Cells that are habitat with the proposal and were not without it."""
    mostly = plan.inside >= 0.5
    removed = np.zeros(mostly.shape, dtype=bool)
    gone = _keys(plan.features, costs, plan.removed)
    for key in gone:
        removed |= plan.features.lines[key]
    for key in _keys(plan.features, costs, BARRIERS) - gone:
        removed &= ~plan.features.lines[key]
    free = ~barrier | removed | plan.crossings
    good = known
    if plan.restore in rules.habitat:
        good = known | (mostly & plan.features.land & (plan.features.cover != WATER))
    return np.asarray(mostly & good & free & ~(known & ~barrier))
