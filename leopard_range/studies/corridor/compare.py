"""Proposals side by side: audit, effect and how sure it is, on one map section under the same assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from leopard_range.engine import report
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Citation, Note, Text
from leopard_range.studies.corridor.audit import AuditQuestion, audit
from leopard_range.studies.corridor.common import read, several
from leopard_range.studies.corridor.members import (
    UNCERTAINTY,
    EnsembleOptions,
    Ran,
    cells_asked,
    run_members,
)
from leopard_range.studies.shape import BY_UNIT, N_, Spread, check_question, option, part, rows, value

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog
    from leopard_range.model.corridor import Corridor

__all__ = ["AlternativeRow", "CompareAnswer", "CompareQuestion", "CompareRow", "compare"]

MEASURES = {
    "area_km2": (N_("Area"), "km²", 0),
    "length_km": (N_("Length of the centreline"), "km", 0),
    "width_min_m": (N_("Least width"), "m", 1),
    "gap_longest_m": (N_("Longest gap between habitat"), "m", -1),
    "habitat_share": (N_("Share that is habitat"), "%", 1),
    "crossings": (N_("Crossings of roads, railways, rivers and borders"), "", -1),
    "protected_share": (N_("Share protected"), "%", 1),
    "cost_change_km": (N_("Change of least-cost distance"), "km", -1),
    "resistance_change": (N_("Change of effective resistance"), "", -1),
    "current_share": (N_("Current through the proposal"), "%", 1),
    "eca_change_km2": (N_("Change of ECA"), "km²", 1),
    "eca_per_km2": (N_("Change of ECA for each km² of the proposal"), "", 1),
}
"""By id: its words, its unit, and 1 where more is better, -1 where less is, 0 where neither."""

_DIRECTIONS = {1: N_("more"), -1: N_("less"), 0: N_("neither")}
_MARKS = (N_("best"), N_("worst"))
_MOST = 8
_OF_ENSEMBLE = {
    "cost_change_km": "cost_km",
    "resistance_change": "resistance",
    "current_share": "current_share",
    "eca_change_km2": "eca_km2",
    "eca_per_km2": "eca_km2",
}


@dataclass(frozen=True, slots=True)
class CompareQuestion(EnsembleOptions):
    """Which proposals are compared.

    Attributes
    ----------
    with_ : str
        The other proposals: names, files or GeoJSON texts, with semicolons between.

    Raises
    ------
    LeopardRangeError
        ``bad_argument``, ``not_number``, ``not_whole``, ``ensemble_cells``.
    """

    with_: str = option(
        N_("the other proposals, with semicolons between: names, files or GeoJSON"),
        str,
        names="each",
        default="",
    )

    def __post_init__(self) -> None:
        check_question(self)
        cells_asked(self.cells_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareRow:
    """One measure of one proposal; shares are per cent.

    The bounds hold the inner 90 % of the members; what no ensemble is needed for has none.
    """

    alternative: int = value(N_("Number"))
    name: Text = value(N_("Proposal"))
    id: str = value(N_("Code"))
    measure: str = value(N_("Measure"), words=tuple(words for words, _, _ in MEASURES.values()))
    unit: str = value(N_("Unit"))
    figure: float | None = value(N_("Value"), "", BY_UNIT)
    figure_low: float | None = value(N_("Value"), "", BY_UNIT)
    figure_high: float | None = value(N_("Value"), "", BY_UNIT)
    better: str = value(N_("Better is"), words=tuple(_DIRECTIONS.values()))
    mark: str = value(N_("Mark"), words=_MARKS)
    first_share: float | None = value(N_("Ranks first"), "%")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeRow:
    """One proposal in one line: medians of the members, and how often it ranks first by ECA."""

    alternative: int = value(N_("Number"))
    name: Text = value(N_("Proposal"))
    area_km2: float = value(N_("Area"), "km²", 1)
    length_km: float = value(N_("Length of the centreline"), "km", 1)
    width_min_m: float = value(N_("Least width"), "m")
    gap_longest_m: float | None = value(N_("Longest gap between habitat"), "m")
    habitat_share: float = value(N_("Share that is habitat"), "%", 1)
    crossings: int = value(N_("Crossings of roads, railways, rivers and borders"))
    protected_share: float = value(N_("Share protected"), "%", 1)
    cost_change_km: float = value(N_("Change of least-cost distance"), "km", 2)
    resistance_change: float = value(N_("Change of effective resistance"), "", 4)
    current_share: float = value(N_("Current through the proposal"), "%", 1)
    eca_change_km2: float = value(N_("Change of ECA"), "km²", 2)
    first_share: float = value(N_("Ranks first by change of ECA"), "%")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareAnswer(Answer):
    """Proposals side by side.

    Attributes
    ----------
    corridors : tuple of Corridor
        The proposals.
    """

    from_name: Text = value(N_("Starts at"))
    to_name: Text = value(N_("Leads to"))
    members: int = value(N_("Members"))
    seed: int = value(N_("Seed"))
    alternatives: tuple[AlternativeRow, ...] = rows(N_("Proposals"), AlternativeRow)
    measures: tuple[CompareRow, ...] = rows(N_("By measure"), CompareRow)
    corridors: tuple[Corridor, ...] = part()


def compare(catalog: Catalog, question: CompareQuestion, spread: Spread) -> CompareAnswer:
    """Compare proposals under the same assumptions.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : CompareQuestion
        Which proposals, between what, under which assumptions.
    spread : callable
        An engine's ``map``; the members are spread over it.

    Returns
    -------
    CompareAnswer
        Proposals in the order they were named.

    Raises
    ------
    LeopardRangeError
        ``compare_too_many``, ``corridor_text`` and what audit and effect raise.
    """
    texts = (question.proposal, *several(question.with_))
    if len(texts) > _MOST:
        raise LeopardRangeError("compare_too_many", count=len(texts), limit=_MOST)
    asked = [replace(question, proposal=text) for text in texts]
    corridors = tuple(read(catalog, one) for one in asked)
    audits = []
    for at, one in enumerate(asked):
        report("corridor_audits", at / len(asked))
        audits.append(audit(catalog, AuditQuestion(one.proposal, one.width_m, one.crs, year=question.year)))
    ran = run_members(catalog, question, corridors, _whole(corridors), spread)
    told = [_values(audits[at], ran, at) for at in range(len(texts))]
    marked = _marked(corridors, told)
    ends = ran.scenario.ground.ends
    first = {row.alternative: row.first_share for row in marked if row.id == "eca_change_km2"}
    cited: dict[Citation, None] = dict.fromkeys((*ran.scenario.citations, UNCERTAINTY))
    noted: dict[Note, None] = dict.fromkeys(ran.scenario.notes)
    for done in audits:
        cited |= dict.fromkeys(done.citations)
        noted |= dict.fromkeys(done.notes)
    noted |= dict.fromkeys((Note("compare_first"), Note("ensemble_costs")))
    return CompareAnswer(
        from_name=ends[0].name,
        to_name=ends[1].name,
        members=len(ran.members),
        seed=question.seed,
        alternatives=tuple(
            _alternative(at + 1, corridors[at].name, told[at], first[at + 1] or 0.0)
            for at in range(len(texts))
        ),
        measures=marked,
        corridors=corridors,
        citations=tuple(cited),
        notes=tuple(noted),
    )


def _whole(corridors: Sequence[Corridor]) -> Corridor:
    """One proposal that covers all, with the ends of the first."""
    import shapely

    notes = dict.fromkeys(note for one in corridors for note in one.notes)
    cited = dict.fromkeys(source for one in corridors for source in one.citations)
    area = shapely.union_all([one.area for one in corridors])
    return replace(corridors[0], area=area, notes=tuple(notes), citations=tuple(cited))


def _values(audited: Any, ran: Ran, at: int) -> dict[str, list[float]]:
    """Values of each measure, one a member; a single one for what no ensemble is needed for."""
    single = {
        "area_km2": audited.area_km2,
        "length_km": audited.length_km,
        "width_min_m": audited.width_min_m,
        "gap_longest_m": audited.gap_longest_m,
        "habitat_share": 100 * audited.habitat_share,
        "crossings": len(audited.crossings),
        "protected_share": 100 * audited.protected_share,
    }
    found = {key: [] if one is None else [float(one)] for key, one in single.items()}
    for key, measure in _OF_ENSEMBLE.items():
        found[key] = ran.after(at, measure) if key == "current_share" else ran.change(at, measure)
    found["eca_per_km2"] = [one / audited.area_km2 for one in found["eca_per_km2"]]
    return found


def _marked(corridors: Sequence[Corridor], told: Sequence[dict[str, list[float]]]) -> tuple[CompareRow, ...]:
    import numpy as np

    from leopard_range.analysis.corridor.ensemble import first_ranks, interval

    found = []
    for id_, (words, unit, better) in MEASURES.items():
        values = [one[id_] for one in told]
        known = all(values)
        middle = [interval(one)[1] if one else None for one in values]
        ranked = better and known and len(told) > 1
        first = first_ranks(np.array(values).T, better).tolist() if ranked else [None] * len(told)
        marks = _marks([one * better for one in middle if one is not None]) if ranked else [""] * len(told)
        for at, corridor in enumerate(corridors):
            sure = interval(values[at]) if len(values[at]) > 1 else (None, None, None)
            row = CompareRow(
                alternative=at + 1,
                name=corridor.name,
                id=id_,
                measure=words,
                unit=unit,
                figure=middle[at],
                figure_low=sure[0],
                figure_high=sure[2],
                better=_DIRECTIONS[better],
                mark=marks[at],
                first_share=first[at],
            )
            found.append(row)
    return tuple(found)


def _marks(told: Sequence[float]) -> list[str]:
    """Mark the best and the worst; nothing where all are alike."""
    best, worst = max(told), min(told)
    if best - worst <= 1e-9 * max(abs(best), abs(worst)):
        return [""] * len(told)
    return [_MARKS[0] if one == best else _MARKS[1] if one == worst else "" for one in told]


def _alternative(number: int, name: Text, told: dict[str, list[float]], first: float) -> AlternativeRow:
    from leopard_range.analysis.corridor.ensemble import interval

    middle = {key: interval(values)[1] for key, values in told.items() if values}
    return AlternativeRow(
        alternative=number,
        name=name,
        area_km2=middle["area_km2"],
        length_km=middle["length_km"],
        width_min_m=middle["width_min_m"],
        gap_longest_m=middle.get("gap_longest_m"),
        habitat_share=middle["habitat_share"] / 100,
        crossings=int(middle["crossings"]),
        protected_share=middle["protected_share"] / 100,
        cost_change_km=middle["cost_change_km"],
        resistance_change=middle["resistance_change"],
        current_share=middle["current_share"] / 100,
        eca_change_km2=middle["eca_change_km2"],
        first_share=first,
    )
