"""How sure the effect of a proposal is: many class costs, contrasts and grains instead of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leopard_range.model import Answer, Note, Text
from leopard_range.studies.corridor.common import read
from leopard_range.studies.corridor.effect import MEASURES
from leopard_range.studies.corridor.members import (
    UNCERTAINTY,
    EnsembleOptions,
    Ran,
    cells_asked,
    run_members,
)
from leopard_range.studies.shape import BY_UNIT, N_, Spread, check_question, part, rows, value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from leopard_range.catalog import Catalog
    from leopard_range.model import Grid
    from leopard_range.model.corridor import Corridor

__all__ = ["EnsembleAnswer", "EnsembleQuestion", "EnsembleRow", "MemberRow", "ensemble"]

_SURE = 0.9


@dataclass(frozen=True, slots=True)
class EnsembleQuestion(EnsembleOptions):
    """How sure the effect of a proposal is.

    Raises
    ------
    LeopardRangeError
        ``bad_argument``, ``not_number``, ``not_whole``, ``ensemble_cells``.
    """

    def __post_init__(self) -> None:
        check_question(self)
        cells_asked(self.cells_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnsembleRow:
    """One measure: median and the inner 90 % of the members; shares are per cent."""

    id: str = value(N_("Code"))
    measure: str = value(N_("Measure"), words=tuple(words for words, _, _ in MEASURES.values()))
    unit: str = value(N_("Unit"))
    before: float = value(N_("Without the proposal"), "", BY_UNIT)
    before_low: float = value(N_("Without the proposal"), "", BY_UNIT)
    before_high: float = value(N_("Without the proposal"), "", BY_UNIT)
    after: float = value(N_("With the proposal"), "", BY_UNIT)
    after_low: float = value(N_("With the proposal"), "", BY_UNIT)
    after_high: float = value(N_("With the proposal"), "", BY_UNIT)
    change: float = value(N_("Change"), "", BY_UNIT)
    change_low: float = value(N_("Change"), "", BY_UNIT)
    change_high: float = value(N_("Change"), "", BY_UNIT)
    better_share: float | None = value(N_("Members in which it gets better"), "%")
    grain_share: float | None = value(N_("Differences due to the side of a cell"), "%")
    contrast_share: float | None = value(N_("Differences due to contrast"), "%")
    costs_share: float | None = value(N_("Differences due to class costs"), "%")


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRow:
    """What one set of assumptions says."""

    number: int = value(N_("Member"))
    cell_m: float = value(N_("Side of a cell"), "m")
    contrast: float = value(N_("Contrast"), "", 2)
    cost_change_km: float = value(N_("Change of least-cost distance"), "km", 1)
    resistance_change: float = value(N_("Change of effective resistance"), "", 3)
    current_share: float = value(N_("Current through the proposal"), "%", 1)
    eca_change_km2: float = value(N_("Change of ECA"), "km²", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnsembleAnswer(Answer):
    """The effect of a proposal under many assumptions.

    Attributes
    ----------
    corridor : Corridor
        The proposal.
    grid : Grid
        Grid of the maps.
    agreement : numpy.ndarray of float, shape (rows, columns)
        Share of the members whose band contains the cell, 0-1.
    current : numpy.ndarray of float, shape (rows, columns)
        Median current density, ampere per metre for one ampere.
    """

    name: Text = value(N_("Proposal"))
    from_name: Text = value(N_("Starts at"))
    to_name: Text = value(N_("Leads to"))
    members: int = value(N_("Members"))
    seed: int = value(N_("Seed"))
    agreed_km2: float = value(N_("Land in the band of at least 90 % of the members"), "km²", 1)
    any_km2: float = value(N_("Land in the band of any member"), "km²", 1)
    agreed_share: float | None = value(N_("Band of at least 90 % inside the proposal"), "%")
    correlation: float | None = value(N_("Correlation of the current maps, mean"), "", 3)
    correlation_least: float | None = value(N_("Correlation of the current maps, least"), "", 3)
    measures: tuple[EnsembleRow, ...] = rows(N_("Median and inner 90 %"), EnsembleRow)
    by_member: tuple[MemberRow, ...] = rows(N_("By member"), MemberRow)
    corridor: Corridor = part()
    grid: Grid = part()
    agreement: NDArray[np.float64] = part()
    current: NDArray[np.float64] = part()


def ensemble(catalog: Catalog, question: EnsembleQuestion, spread: Spread) -> EnsembleAnswer:
    """Compare the landscape without and with a proposal under many assumptions.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : EnsembleQuestion
        Which proposal, what it changes, which assumptions are tried.
    spread : callable
        An engine's ``map``; the members are spread over it.

    Returns
    -------
    EnsembleAnswer
        The same for the same seed, on every engine.

    Raises
    ------
    LeopardRangeError
        What the ground, the plan, paths and currents raise.
    """
    import numpy as np

    from leopard_range.analysis.corridor.ensemble import correlation

    corridor = read(catalog, question)
    ran = run_members(catalog, question, (corridor,), corridor, spread)
    here = ran.scenario.ground
    bands = np.array([one.bands[0] for one in ran.members])
    currents = np.array([one.currents[0] for one in ran.members])
    agreement = bands.mean(axis=0)
    known = np.isfinite(here.surface.values)
    alike = correlation(currents, known & ~(here.ends[0].cells | here.ends[1].cells))
    cell_km2 = here.surface.cell_m**2 / 1e6
    sure = agreement >= _SURE
    return EnsembleAnswer(
        name=corridor.name,
        from_name=here.ends[0].name,
        to_name=here.ends[1].name,
        members=len(ran.members),
        seed=question.seed,
        agreed_km2=float(sure.sum()) * cell_km2,
        any_km2=float((agreement > 0).sum()) * cell_km2,
        agreed_share=float(here.inside[sure].mean()) if sure.any() else None,
        correlation=None if alike is None else alike[0],
        correlation_least=None if alike is None else alike[1],
        measures=tuple(_row(ran, id_) for id_ in MEASURES),
        by_member=tuple(_member_row(ran, at) for at in range(len(ran.members))),
        corridor=corridor,
        grid=here.grid,
        agreement=agreement,
        current=np.where(known, np.median(np.nan_to_num(currents), axis=0), np.nan),
        citations=(*ran.scenario.citations, UNCERTAINTY),
        notes=(*ran.scenario.notes, Note("effect_signs"), Note("ensemble_costs")),
    )


def _row(ran: Ran, id_: str) -> EnsembleRow:
    from leopard_range.analysis.corridor.ensemble import interval, parts

    words, unit, better = MEASURES[id_]
    change = ran.change(0, id_)
    shares = parts(change, ran.draws)
    found: dict[str, float] = {}
    for key, values in (("before", ran.before(0, id_)), ("after", ran.after(0, id_)), ("change", change)):
        found[f"{key}_low"], found[key], found[f"{key}_high"] = interval(values)
    gains = [one * better > 1e-9 * abs(old) for one, old in zip(change, ran.before(0, id_), strict=True)]
    return EnsembleRow(
        id=id_,
        measure=words,
        unit=unit,
        better_share=sum(gains) / len(gains) if better else None,
        grain_share=None if shares is None else shares.grain,
        contrast_share=None if shares is None else shares.contrast,
        costs_share=None if shares is None else shares.costs,
        **found,
    )


def _member_row(ran: Ran, at: int) -> MemberRow:
    one = ran.members[at]
    change = {key: after - before for key, (before, after) in one.pairs[0].items()}
    return MemberRow(
        number=one.draw.number,
        cell_m=one.draw.cell_m,
        contrast=one.draw.contrast,
        cost_change_km=change["cost_km"],
        resistance_change=change["resistance"],
        current_share=one.pairs[0]["current_share"][1] / 100,
        eca_change_km2=change["eca_km2"],
    )
