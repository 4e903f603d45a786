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
from leopard_range.analysis.corridor.patches import Gain, Patches, gain, link_costs, patches
from leopard_range.analysis.corridor.resistance import Costs, resistance_surface
from leopard_range.model.corridor import Surface

__all__ = [
    "Measures",
    "Network",
    "Plan",
    "Rules",
    "compared",
    "crossing_cells",
    "measured",
    "network",
    "network_gain",
    "surfaces",
]

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
    own : Surface or None
        Somebody's own resistance: it falls by the same share as that of the class costs.
    """

    features: Features
    inside: Floats
    restore: int | None = None
    removed: tuple[str, ...] = ()
    crossings: Bools
    own: Surface | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Measures:
    """How two places are connected across a surface.

    Attributes
    ----------
    path : Path
        The cheapest way.
    resistance_ohm : float
        Effective resistance for one ampere between the places.
    current : numpy.ndarray of float, shape (rows, columns)
        Ampere through each cell.
    between : numpy.ndarray of bool, shape (rows, columns)
        Cells outside both places.
    """

    path: Path
    resistance_ohm: float
    current: Floats
    between: Bools

    def path_share(self, inside: Floats) -> float:
        """Share of the cheapest way inside a proposal, 0-1; half of each step belongs to either cell.

        Parameters
        ----------
        inside : numpy.ndarray of float, shape (rows, columns)
            Share of each cell inside the proposal.
        """
        return share_along(self.path.cells, inside)

    def current_share(self, inside: Floats) -> float:
        """Share of all current through cells outside both places that passes inside a proposal, 0-1.

        Parameters
        ----------
        inside : numpy.ndarray of float, shape (rows, columns)
            Share of each cell inside the proposal.
        """
        return current_share(self.current, inside, ~self.between)


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
    after = Surface(np.minimum(values, before.values), before.grid)
    if plan.own is None:
        return before, after
    share = np.nan_to_num(after.values / before.values, nan=1.0)
    return plan.own, Surface(plan.own.values * share, plan.own.grid)


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


def measured(surface: Surface, ends: tuple[Bools, Bools]) -> Measures:
    """Measure how two places are connected.

    Parameters
    ----------
    surface : Surface
        Resistance.
    ends : tuple of numpy.ndarray of bool, shape (rows, columns)
        The two places.

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
    between = ~(ends[0] | ends[1])
    return Measures(path=path, resistance_ohm=flow.resistance_ohm, current=flow.current, between=between)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Reserves and habitat without a proposal.

    Attributes
    ----------
    nodes : Patches
        What is connected.
    habitat, barrier : numpy.ndarray of bool, shape (rows, columns)
        Cells with habitat cover, and cells with a road or railway.
    direct : numpy.ndarray of float, shape (n, n)
        Probability of dispersal from node to node.
    rules : Rules
        By which it was drawn.
    """

    nodes: Patches
    habitat: Bools
    barrier: Bools
    direct: Floats
    rules: Rules


def _chances(surface: Surface, labels: NDArray[np.int32], rules: Rules) -> Floats:
    limit = rules.reach_m * math.log(_FARTHEST) / math.log(rules.probability)
    return dispersal_probability(link_costs(surface, labels, limit), rules.reach_m, rules.probability)


def network(features: Features, costs: Costs, rules: Rules, surface: Surface) -> Network:
    """Draw the network of reserves and habitat.

    Parameters
    ----------
    features : Features
        What lies in each cell.
    costs : Costs
        Which classes are roads and railways.
    rules : Rules
        What counts as a patch, and how far the species disperses.
    surface : Surface
        Resistance.
    """
    barrier = _barrier(features, costs)
    habitat = np.isin(features.cover, rules.habitat) & np.isfinite(surface.values)
    nodes = patches(rules.reserves, habitat & ~barrier, rules.least_m2 / surface.cell_m**2)
    return Network(nodes, habitat, barrier, _chances(surface, nodes.labels, rules), rules)


def network_gain(before: Network, plan: Plan, costs: Costs, surface: Surface) -> Gain:
    """Compare a network without and with a proposal.

    Parameters
    ----------
    before : Network
        Without it.
    plan : Plan
        What shall change.
    costs : Costs
        What classes cost.
    surface : Surface
        Resistance with it.

    Returns
    -------
    Gain
        Areas in square kilometres of habitat.
    """
    nodes, cell_km2 = before.nodes, surface.cell_m**2 / 1e6
    grown = patches((), _new_habitat(plan, costs, before) & (nodes.labels == 0), 1.0)
    labels = np.where(grown.labels > 0, grown.labels + len(nodes), nodes.labels).astype(np.int32)
    # A new piece is worth the part of it that lies inside.
    size = np.bincount(grown.labels.ravel(), plan.inside.ravel(), len(grown) + 1)[1:]
    worth = np.concatenate([nodes.cells, size]) * cell_km2
    return gain(worth, before.direct, _chances(surface, labels, before.rules))


def _new_habitat(plan: Plan, costs: Costs, before: Network) -> Bools:
    """Cells that are habitat with the proposal and were not without it."""
    mostly = plan.inside >= 0.5
    gone = _keys(plan.features, costs, plan.removed)
    left = np.zeros(mostly.shape, dtype=bool)
    for key in _keys(plan.features, costs, BARRIERS) - gone:
        left |= plan.features.lines[key]
    good = before.habitat
    if plan.restore in before.rules.habitat:
        good = good | (mostly & plan.features.land & (plan.features.cover != WATER))
    free = ~left | plan.crossings
    return np.asarray(mostly & good & free & ~(before.habitat & ~before.barrier))


def compared(
    before: Measures, after: Measures, inside: Floats, found: Gain, land_km2: float
) -> dict[str, tuple[float, float]]:
    """Set the measures without and with a proposal beside each other.

    Parameters
    ----------
    before, after : Measures
        Between the two places.
    inside : numpy.ndarray of float, shape (rows, columns)
        Share of each cell inside the proposal.
    found : Gain
        Of the network.
    land_km2 : float
        Land of the map section, square kilometres.

    Returns
    -------
    dict
        Values without and with it by measure; shares in per cent, cost distance in kilometres of the
        best ground.
    """
    sides = (before, after)
    eca = (found.eca_before, found.eca_after)
    per_side = {
        "cost_km": [one.path.cost / 1000 for one in sides],
        "path_km": [one.path.length_m / 1000 for one in sides],
        "path_share": [100 * one.path_share(inside) for one in sides],
        "resistance": [one.resistance_ohm for one in sides],
        "current_share": [100 * one.current_share(inside) for one in sides],
        "eca_km2": list(eca),
        "pc": [(one / land_km2) ** 2 for one in eca],
    }
    return {key: (values[0], values[1]) for key, values in per_side.items()}
