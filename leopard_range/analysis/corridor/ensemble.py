"""How sure a comparison is: the same question under many class costs, contrasts and grains.

Costs are drawn evenly on a log scale between the bounds of each class, and put in the order of their
ranks: what is known of costs is their order, and current density is robust as long as that is right
(Bowman et al. 2020).  Grain, the side of a cell, and contrast, an exponent on all costs, vary too.

References
----------
Bowman J., Adey E., Angoh S. Y. J. et al. (2020) Effects of cost surface uncertainty on current density
estimates from circuit theory, PeerJ 8:e9617, doi:10.7717/peerj.9617.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from leopard_range.analysis.corridor.cost import accumulate, band
from leopard_range.analysis.corridor.effect import (
    Plan,
    Rules,
    compared,
    measured,
    network,
    network_gain,
    surfaces,
)
from leopard_range.analysis.corridor.resistance import Costs
from leopard_range.model import Grid

__all__ = [
    "Draw",
    "Member",
    "Parts",
    "Setting",
    "correlation",
    "draws",
    "first_ranks",
    "interval",
    "member",
    "parts",
    "ranked_costs",
]

Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Draw:
    """One set of assumptions.

    Attributes
    ----------
    number : int
        From 1.
    cell_m : float
        Side of a cell, metres.
    contrast : float
        Exponent on all costs.
    values : Mapping of str to float
        Cost by class, contrast included.
    """

    number: int
    cell_m: float
    contrast: float
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Setting:
    """What one member is computed from; it travels to another process.

    Attributes
    ----------
    draw : Draw
        The assumptions.
    costs : Costs
        The table the draw changes.
    plans : tuple of Plan
        Proposals on one grid.
    rules : Rules
        How the network is drawn.
    ends : tuple of numpy.ndarray of bool, shape (rows, columns)
        The two places.
    land_km2 : float
        Land of the map section.
    slack : float
        Share by which a way may cost more than the cheapest to lie in the band.
    target : Grid
        Grid on which the maps of all members are laid.
    """

    draw: Draw
    costs: Costs
    plans: tuple[Plan, ...]
    rules: Rules
    ends: tuple[Bools, Bools]
    land_km2: float
    slack: float
    target: Grid


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """What one set of assumptions says.

    Attributes
    ----------
    draw : Draw
        The assumptions.
    pairs : tuple of dict
        For each proposal the measures without and with it
        (`leopard_range.analysis.corridor.effect.compared`).
    bands : numpy.ndarray of bool, shape (proposals, rows, columns)
        Cells of the corridor band with each proposal, on the common grid.
    currents : numpy.ndarray of float32, shape (proposals, rows, columns)
        Ampere per metre with each proposal, on the common grid; NaN where nothing passes.
    """

    draw: Draw
    pairs: tuple[dict[str, tuple[float, float]], ...]
    bands: Bools
    currents: NDArray[np.float32]


def ranked_costs(costs: Costs, rng: np.random.Generator) -> dict[str, float]:
    """Draw a cost for every class, in the order of their ranks.

    Parameters
    ----------
    costs : Costs
        With bounds and ranks.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        Cost by class: between its bounds, and never below a class of lower rank.
    """
    every = sorted(costs.classes.values(), key=lambda one: (one.rank, one.key))
    low = np.array([min(one.low, one.value) for one in every])
    high = np.array([max(one.high, one.value) for one in every])
    rank = np.array([one.rank for one in every])
    drawn = np.exp(rng.uniform(np.log(low), np.log(high)))
    # Sorted over the ranks, at random within one: bounds that rise with rank are kept by sorting.
    order = np.lexsort((rng.random(len(every)), rank))
    values = np.empty(len(every))
    values[order] = np.sort(drawn)
    values = np.clip(values, low, high)
    floor = 0.0
    for tier in np.unique(rank):
        same = rank == tier
        values[same] = np.maximum(values[same], floor)
        floor = float(values[same].max())
    return {one.key: float(value) for one, value in zip(every, values, strict=True)}


def draws(
    costs: Costs, members: int, seed: int, cells_m: Sequence[float], contrast: float
) -> tuple[Draw, ...]:
    """Draw sets of assumptions.

    Parameters
    ----------
    costs : Costs
        With bounds and ranks.
    members : int
        How many.
    seed : int
        The same seed gives the same sets; the first ones of a longer ensemble are those of a shorter.
    cells_m : sequence of float
        Sides of cells, each drawn equally often.
    contrast : float
        Largest exponent on costs, at least 1: drawn evenly on a log scale down to its inverse.

    Returns
    -------
    tuple of Draw
    """
    found = []
    for at in range(members):
        rng = np.random.default_rng([seed, at])
        power = float(contrast ** rng.uniform(-1.0, 1.0))
        values = {key: value**power for key, value in ranked_costs(costs, rng).items()}
        found.append(Draw(at + 1, float(cells_m[at % len(cells_m)]), power, values))
    return tuple(found)


def member(setting: Setting) -> Member:
    """Compare every proposal with the landscape without it, under one set of assumptions.

    Parameters
    ----------
    setting : Setting
        The assumptions and the ground.

    Returns
    -------
    Member

    Raises
    ------
    LeopardRangeError
        What paths and currents raise.
    """
    costs = setting.costs.with_values(setting.draw.values)
    base = setting.plans[0]
    bare, _ = surfaces(base, costs)
    before = measured(bare, setting.ends)
    nodes = network(base.features, costs, setting.rules, bare)
    pairs, bands, currents = [], [], []
    for plan in setting.plans:
        _, surface = surfaces(plan, costs)
        after = measured(surface, setting.ends)
        gain = network_gain(nodes, plan, costs, surface)
        pairs.append(compared(before, after, plan.inside, gain, setting.land_km2))
        one, other = (accumulate(surface, end) for end in setting.ends)
        bands.append(_laid(band(one, other, setting.slack), surface.grid, setting.target) > 0)
        density = np.where(np.isfinite(surface.values), after.current / surface.cell_m, np.nan)
        currents.append(_laid(density, surface.grid, setting.target).astype(np.float32))
    return Member(setting.draw, tuple(pairs), np.array(bands), np.array(currents))


def _laid(values: NDArray[np.generic], source: Grid, target: Grid) -> Floats:
    """Values of the cells that hold the centres of another grid's cells; 0 outside."""
    step, to = source.transform, target.transform
    x = to.c + (np.arange(target.shape[1]) + 0.5) * to.a
    y = to.f + (np.arange(target.shape[0]) + 0.5) * to.e
    column, row = np.floor((x - step.c) / step.a).astype(int), np.floor((y - step.f) / step.e).astype(int)
    inside = ((row >= 0) & (row < source.shape[0]))[:, None] & ((column >= 0) & (column < source.shape[1]))
    found = values[np.clip(row, 0, source.shape[0] - 1)][:, np.clip(column, 0, source.shape[1] - 1)]
    return np.where(inside, found.astype(np.float64), 0.0)


def interval(values: Sequence[float]) -> tuple[float, float, float]:
    """Median and the bounds that hold the inner 90 % of the members.

    Parameters
    ----------
    values : sequence of float
        One value a member.

    Returns
    -------
    tuple of float
        5 %, 50 % and 95 % quantile.
    """
    low, middle, high = np.quantile(np.asarray(values, dtype=np.float64), [0.05, 0.5, 0.95])
    return float(low), float(middle), float(high)


@dataclass(frozen=True, slots=True)
class Parts:
    """How much of the differences between members each assumption makes, 0-1; together 1.

    Attributes
    ----------
    grain, contrast, costs : float
        Omega squared of the side of a cell and of the logarithm of the contrast; what is left is
        that of the costs.
    """

    grain: float
    contrast: float
    costs: float


def parts(values: Sequence[float], drawn: Sequence[Draw]) -> Parts | None:
    """Split the variance of a measure between grain, contrast and costs.

    Parameters
    ----------
    values : sequence of float
        One value a member.
    drawn : sequence of Draw
        Their assumptions.

    Returns
    -------
    Parts or None
        None where the members do not differ, or are too few to tell.
    """
    y = np.asarray(values, dtype=np.float64)
    grains = sorted({one.cell_m for one in drawn})
    levels = len(grains) - 1
    free = len(y) - levels - 2
    centred = y - y.mean()
    total = float(centred @ centred)
    if free < 3 or total <= 1e-18 * max(float(y @ y), 1e-300):
        return None
    cells = np.array([[one.cell_m == grain for grain in grains] for one in drawn], dtype=np.float64)
    left = centred - cells @ np.linalg.lstsq(cells, centred, rcond=None)[0]
    power = np.log([one.contrast for one in drawn])
    power = power - cells @ np.linalg.lstsq(cells, power, rcond=None)[0]
    length = float(power @ power)
    slope = float(power @ left) ** 2 / length if length > 1e-12 else 0.0
    rest = float(left @ left) - slope
    noise = rest / free
    grain = max(total - float(left @ left) - levels * noise, 0.0) / total
    contrast = max(slope - noise, 0.0) / total
    return Parts(grain, contrast, max(1.0 - grain - contrast, 0.0))


def correlation(maps: NDArray[np.float32], where: Bools) -> tuple[float, float] | None:
    """How alike the maps of the members are, by the ranks of their cells.

    Parameters
    ----------
    maps : numpy.ndarray of float, shape (members, rows, columns)
        Current; cells that are NaN in any map do not count.
    where : numpy.ndarray of bool, shape (rows, columns)
        Cells that count.

    Returns
    -------
    tuple of float or None
        Mean and least rank correlation (Spearman) over all pairs of members; None for fewer than two.
    """
    used = where & np.isfinite(maps).all(axis=0)
    if len(maps) < 2 or used.sum() < 2:
        return None
    ranks = np.array([rankdata(one) for one in maps[:, used]])
    between = np.corrcoef(ranks)[np.triu_indices(len(maps), 1)]
    return float(between.mean()), float(between.min())


def first_ranks(values: NDArray[np.float64], better: int) -> Floats:
    """How often each alternative ranks first over the members.

    Parameters
    ----------
    values : numpy.ndarray of float, shape (members, alternatives)
        One measure.
    better : int
        1 where more is better, -1 where less is.

    Returns
    -------
    numpy.ndarray of float, shape (alternatives,)
        Shares, together 1; alternatives that are equal within 1e-9 share a first rank.
    """
    told = values * better
    best = told.max(axis=1, keepdims=True)
    first = told >= best - 1e-9 * np.abs(best)
    return np.asarray((first / first.sum(axis=1, keepdims=True)).mean(axis=0), dtype=np.float64)
