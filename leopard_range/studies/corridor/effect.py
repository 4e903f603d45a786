"""What a proposal changes: the cheapest way, resistance, current and the network, without and with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leopard_range.engine import report
from leopard_range.model import Answer, Note, Text
from leopard_range.studies.corridor.common import read
from leopard_range.studies.corridor.ground import ground
from leopard_range.studies.corridor.scenario import Scenario, ScenarioQuestion, scenario
from leopard_range.studies.shape import BY_UNIT, N_, check_question, part, rows, value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from leopard_range.analysis.corridor.effect import Measures
    from leopard_range.catalog import Catalog
    from leopard_range.model import Grid
    from leopard_range.model.corridor import Corridor

__all__ = ["EffectAnswer", "EffectQuestion", "EffectRow", "effect", "effect_rows"]

MEASURES = {
    "cost_km": (N_("Least-cost distance"), "km", -1),
    "path_km": (N_("Length of the least-cost path"), "km", 0),
    "path_share": (N_("Least-cost path inside the proposal"), "%", 0),
    "resistance": (N_("Effective resistance"), "", -1),
    "current_share": (N_("Current through the proposal"), "%", 1),
    "eca_km2": (N_("Equivalent connected area (ECA)"), "km²", 1),
    "pc": (N_("Probability of connectivity (PC)"), "", 1),
}
"""By id: its words, its unit, and 1 where more is better, -1 where less is, 0 where neither."""

_VERDICTS = {0: N_("as before"), 1: N_("better"), -1: N_("worse")}
_EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class EffectQuestion(ScenarioQuestion):
    """What a proposal would change between two places.

    Raises
    ------
    LeopardRangeError
        ``bad_argument``, ``not_number``, ``not_whole``.
    """

    def __post_init__(self) -> None:
        check_question(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRow:
    """One measure without and with the proposal; shares are per cent."""

    id: str = value(N_("Code"))
    measure: str = value(N_("Measure"), words=tuple(words for words, _, _ in MEASURES.values()))
    unit: str = value(N_("Unit"))
    before: float = value(N_("Without the proposal"), "", BY_UNIT)
    after: float = value(N_("With the proposal"), "", BY_UNIT)
    change: float = value(N_("Change"), "", BY_UNIT)
    change_share: float | None = value(N_("Change of what was before"), "%", 1)
    verdict: str = value(N_("That is"), words=tuple(_VERDICTS.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectAnswer(Answer):
    """A proposal's effect on one pair of places and on the network around them.

    Attributes
    ----------
    corridor : Corridor
        The proposal.
    path_before, path_after : LineString
        Least-cost paths, EPSG:4326.
    grid : Grid
        Grid of the maps.
    current_before, current_after : numpy.ndarray of float, shape (rows, columns)
        Ampere through each cell for one ampere between the ends.
    """

    name: Text = value(N_("Proposal"))
    from_name: Text = value(N_("Starts at"))
    to_name: Text = value(N_("Leads to"))
    cell_m: float = value(N_("Side of a cell"), "m")
    restored: Text | None = value(N_("Land inside becomes"), optional=True)
    restored_km2: float = value(N_("Land that changes"), "km²", 1)
    eased_km2: float = value(N_("Land that resists less"), "km²", 1)
    reserves: int = value(N_("Protected areas in the network"))
    habitat_patches: int = value(N_("Habitat patches in the network"))
    importance_share: float = value(N_("Importance of the proposal for the network (dPC)"), "%", 2)
    intra_share: float = value(N_("of it, its own area (intra)"), "%", 2)
    flux_share: float = value(N_("of it, movement from and to it (flux)"), "%", 2)
    connector_share: float = value(N_("of it, movement through it (connector)"), "%", 2)
    measures: tuple[EffectRow, ...] = rows(N_("Without and with"), EffectRow)
    corridor: Corridor = part()
    path_before: BaseGeometry = part()
    path_after: BaseGeometry = part()
    grid: Grid = part()
    current_before: NDArray[np.float64] = part()
    current_after: NDArray[np.float64] = part()


def effect(catalog: Catalog, question: EffectQuestion) -> EffectAnswer:
    """Compare the landscape without and with a proposal.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : EffectQuestion
        Which proposal, between what, and what it would change.

    Returns
    -------
    EffectAnswer

    Raises
    ------
    LeopardRangeError
        What the ground, the plan, the path and the current raise.
    """
    from leopard_range.analysis.corridor.effect import compared, measured, network, network_gain, surfaces

    corridor = read(catalog, question)
    report("corridor_ground")
    found = scenario(catalog, question, ground(catalog, question, corridor))
    made = surfaces(found.plan, found.ground.costs)
    ends = found.ground.ends
    sides = []
    for at, surface in enumerate(made):
        report("corridor_effect", 0.1 + 0.35 * at)
        sides.append(measured(surface, (ends[0].cells, ends[1].cells)))
    report("corridor_network", 0.8)
    plan, costs = found.plan, found.ground.costs
    nodes = network(plan.features, costs, found.rules, made[0])
    gain = network_gain(nodes, plan, costs, made[1])
    side_km2 = found.ground.surface.cell_m**2 / 1e6
    eased = made[1].values < made[0].values * (1 - _EXACT)
    measures = effect_rows(compared(sides[0], sides[1], plan.inside, gain, found.land_km2))
    lines = [_on_earth(one, found) for one in sides]
    return EffectAnswer(
        name=corridor.name,
        from_name=ends[0].name,
        to_name=ends[1].name,
        cell_m=found.ground.surface.cell_m,
        restored=found.restored,
        restored_km2=_restored_cells(found) * side_km2,
        eased_km2=float(found.plan.inside[eased].sum()) * side_km2,
        reserves=nodes.nodes.reserves,
        habitat_patches=len(nodes.nodes) - nodes.nodes.reserves,
        importance_share=gain.importance,
        intra_share=gain.intra,
        flux_share=gain.flux,
        connector_share=gain.connector,
        measures=measures,
        corridor=corridor,
        path_before=lines[0],
        path_after=lines[1],
        grid=found.ground.grid,
        current_before=sides[0].current,
        current_after=sides[1].current,
        citations=found.citations,
        notes=(*found.notes, *_cautions(measures, changed=bool(eased.any()))),
    )


def effect_rows(pairs: Mapping[str, tuple[float, float]]) -> tuple[EffectRow, ...]:
    """Tell measures without and with a proposal.

    Parameters
    ----------
    pairs : Mapping
        Values by measure (`leopard_range.analysis.corridor.effect.compared`).
    """
    return tuple(_row(id_, *pair) for id_, pair in pairs.items())


def _row(id_: str, before: float, after: float) -> EffectRow:
    words, unit, better = MEASURES[id_]
    same = abs(after - before) <= _EXACT * max(abs(before), abs(after))
    change = 0.0 if same else after - before
    sign = better * (1 if change > 0 else -1 if change < 0 else 0)
    return EffectRow(
        id=id_,
        measure=words,
        unit=unit,
        before=before,
        after=after,
        change=change,
        change_share=change / before if before else None,
        verdict=_VERDICTS[sign] if better or same else "",
    )


def _restored_cells(found: Scenario) -> float:
    """Cells, in parts, whose land cover changes."""
    from leopard_range.analysis.corridor.features import WATER

    plan, seen = found.plan, found.plan.features
    if plan.restore is None:
        return 0.0
    changed = seen.land & (seen.cover != WATER) & (seen.cover != plan.restore)
    return float(plan.inside[changed].sum())


def _on_earth(side: Measures, found: Scenario) -> Any:
    import shapely
    from pyproj import Transformer

    from leopard_range.crs import WGS84

    back = Transformer.from_crs(found.ground.grid.crs, WGS84, always_xy=True)
    xy = side.path.xy if len(side.path.xy) > 1 else side.path.xy.repeat(2, axis=0)
    return shapely.LineString(list(zip(*back.transform(xy[:, 0], xy[:, 1]), strict=True)))


def _cautions(measures: tuple[EffectRow, ...], *, changed: bool) -> tuple[Note, ...]:
    change = {row.id: row.change for row in measures}
    found = [Note("effect_signs")]
    if not changed:
        found.append(Note("effect_nothing"))
    if change["path_km"] > 0:
        found.append(Note("effect_longer"))
    if change["current_share"] < 0:
        found.append(Note("effect_less_current"))
    return tuple(found)
