"""The members of an ensemble: many assumptions, the same proposals; shared by ensemble and comparison."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from leopard_range.engine import report
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Citation
from leopard_range.studies.corridor.ground import ground
from leopard_range.studies.corridor.scenario import Scenario, ScenarioQuestion, scenario
from leopard_range.studies.shape import N_, Spread, in_turn, option

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from leopard_range.analysis.corridor.ensemble import Draw, Member
    from leopard_range.catalog import Catalog
    from leopard_range.model.corridor import Corridor

__all__ = ["UNCERTAINTY", "EnsembleOptions", "Ran", "cells_asked", "run_members"]

UNCERTAINTY = Citation(
    "Bowman J., Adey E., Angoh S. Y. J. et al. (2020) Effects of cost surface uncertainty on current density "
    "estimates from circuit theory. PeerJ 8: e9617.",
    "https://doi.org/10.7717/peerj.9617",
)
"""Why costs are drawn with their rank kept."""

_LEAST_M, _MOST_M = 250.0, 1000.0


@dataclass(frozen=True, slots=True)
class EnsembleOptions(ScenarioQuestion):
    """How many assumptions are tried, and which.

    Attributes
    ----------
    members : int
        How many.
    seed : int
        The same seed gives the same members.
    cells_m : str
        Sides of cells that take turns, metres, with commas between.
    contrast : float
        Largest exponent on costs; 1: none.
    slack : float
        Share by which a way may cost more than the cheapest to lie in the band.
    """

    members: int = option(N_("sets of assumptions that are tried"), int, default=20, least=2, most=500)
    seed: int = option(N_("the same number gives the same sets again"), int, default=1, least=0)
    cells_m: str = option(
        N_("sides of cells that take turns, m, from 250 to 1000"),
        str,
        default="500,1000,700,500,1000,700,250",
    )
    contrast: float = option(
        N_("largest exponent on the costs; 1: none"), float, default=1.5, least=1.0, most=3.0
    )
    slack: float = option(
        N_("by how much a way may cost more than the cheapest to lie in the band, as a share"),
        float,
        default=0.1,
        least=0.0,
        most=10.0,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Ran:
    """What an ensemble gave.

    Attributes
    ----------
    members : tuple of Member
        In the order of their numbers.
    scenario : Scenario
        On the grid of the question, on which the maps are laid.
    """

    members: tuple[Member, ...]
    scenario: Scenario

    @property
    def draws(self) -> tuple[Draw, ...]:
        """The assumptions."""
        return tuple(one.draw for one in self.members)

    def after(self, proposal: int, measure: str) -> list[float]:
        """Values of a measure with a proposal, one a member."""
        return [one.pairs[proposal][measure][1] for one in self.members]

    def before(self, proposal: int, measure: str) -> list[float]:
        """Values of a measure without it."""
        return [one.pairs[proposal][measure][0] for one in self.members]

    def change(self, proposal: int, measure: str) -> list[float]:
        """Differences that a proposal makes."""
        return [with_ - without for without, with_ in (one.pairs[proposal][measure] for one in self.members)]


def cells_asked(text: str) -> tuple[float, ...]:
    """Read the sides of cells.

    Parameters
    ----------
    text : str
        Metres, with commas between.

    Raises
    ------
    LeopardRangeError
        ``ensemble_cells``.
    """
    try:
        found = tuple(float(one) for one in text.split(",") if one.strip())
    except ValueError:
        found = ()
    if not found or not all(_LEAST_M <= one <= _MOST_M for one in found):
        raise LeopardRangeError("ensemble_cells", value=text[:60])
    return found


def run_members(
    catalog: Catalog,
    question: EnsembleOptions,
    corridors: Sequence[Corridor],
    whole: Corridor,
    spread: Spread,
) -> Ran:
    """Compare proposals with the landscape without them, under many assumptions.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : EnsembleOptions
        What the proposals change, and which assumptions are tried.
    corridors : sequence of Corridor
        The proposals.
    whole : Corridor
        One that covers all of them: it says which map section all are compared on.
    spread : callable
        An engine's ``map``.
    """
    from leopard_range.analysis.corridor.ensemble import Setting, draws, member

    cells = cells_asked(question.cells_m)
    report("corridor_ground")
    shown = scenario(catalog, question, ground(catalog, question, whole))
    restore = "none" if shown.plan.restore is None else str(shown.plan.restore)
    grounds: dict[float, tuple[Scenario, tuple[Any, ...]]] = {}
    for cell in sorted(set(cells)):
        asked = replace(question, cell_m=cell, restore=restore)
        here = shown if cell == question.cell_m else scenario(catalog, asked, ground(catalog, asked, whole))
        inside = [_share(catalog, one, here) for one in corridors]
        grounds[cell] = (here, tuple(replace(here.plan, inside=one) for one in inside))
    settings = []
    for draw in draws(shown.ground.costs, question.members, question.seed, cells, question.contrast):
        here, plans = grounds[draw.cell_m]
        settings.append(
            Setting(
                draw=draw,
                costs=here.ground.costs,
                plans=plans,
                rules=here.rules,
                ends=(here.ground.ends[0].cells, here.ground.ends[1].cells),
                land_km2=here.land_km2,
                slack=question.slack,
                target=shown.ground.grid,
            )
        )
    return Ran(tuple(_done(member, settings, spread)), shown)


def _share(catalog: Catalog, corridor: Corridor, here: Scenario) -> NDArray[np.float64]:
    """Share of each cell inside a proposal."""
    import geopandas as gpd
    import numpy as np

    from leopard_range.analysis.grid import cover
    from leopard_range.crs import to_metric

    shape = to_metric(gpd.GeoSeries([corridor.area], crs=4326), catalog.species.metric_crs, name="proposal")
    share = np.zeros(here.ground.grid.shape)
    for cells in cover(shape.to_numpy(), here.ground.grid):
        share[cells.row, cells.column] = cells.fraction
    return share


def _done(kernel: Callable[[Any], Any], items: Sequence[Any], spread: Spread) -> Iterable[Any]:
    """Do every member: by the engine's way, or on the cores of this process, telling how far it is."""
    if spread is not in_turn:
        return spread(kernel, items)
    found = []
    # The work is compiled code that lets other threads run.
    pool = ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 4))
    try:
        for one in pool.map(kernel, items):
            found.append(one)
            report("corridor_members", len(found) / len(items))
    finally:
        pool.shutdown(cancel_futures=True)
    return found
