"""A report on a proposed corridor: what every other question about it answers, and the map around it."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leopard_range.engine import report as tell
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Citation, LayerSpec, Note, Text
from leopard_range.studies.common import Evidence
from leopard_range.studies.corridor.common import read
from leopard_range.studies.corridor.ends import reserves_of
from leopard_range.studies.corridor.scenario import ScenarioQuestion
from leopard_range.studies.shape import (
    N_,
    Cost,
    Fact,
    Spread,
    Study,
    Table,
    as_json,
    check_question,
    facts,
    option,
    options,
    part,
    rows,
    tables,
    value,
)

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from leopard_range.catalog import Catalog
    from leopard_range.model.corridor import Corridor

__all__ = [
    "GUIDELINES",
    "Chapter",
    "FigureRow",
    "InputRow",
    "ReportAnswer",
    "ReportQuestion",
    "outline_sha256",
    "report",
    "report_cost",
]

GUIDELINES = Citation(
    "Hilty J. et al. (2020) Guidelines for conserving connectivity through ecological networks and "
    "corridors. Best Practice Protected Area Guidelines Series No. 30. IUCN, Gland.",
    "https://doi.org/10.2305/IUCN.CH.2020.PAG.30.en",
)
"""After which a report is built."""

_AUDIT = "corridor audit"
_APART = (_AUDIT, "corridor compare", "corridor report")
_AROUND = 0.35
_LEAST_AROUND_KM = 15.0
_SHAPES = (0.6, 1.05)
"""Least and greatest height of the map for its width: a page holds it."""
_MAP_LAYERS = {
    "land": ("land",),
    "lakes": ("lakes",),
    "rivers": ("rivers_detail", "rivers"),
    "borders": ("borders_detail", "borders"),
    "roads": ("roads",),
    "railways": ("railways",),
    "places": ("places",),
}
"""What the map shows, and the layers of it; a later one where there is nothing in the one before."""


@dataclass(frozen=True, slots=True)
class ReportQuestion(ScenarioQuestion):
    """What a report shall hold; everything its analyses ask has the same value in all of them.

    Attributes
    ----------
    with_ : str
        Which analyses stand beside the audit: ``all``, ``none``, or their names with commas between.
    members : int
        Members of the ensemble.

    Raises
    ------
    LeopardRangeError
        ``not_whole``, ``not_number``, ``bad_argument``, ``bad_choice``.
    """

    with_: str = option(
        N_("analyses beside the audit: all, none, or path, current, effect, ensemble with commas between"),
        str,
        default="all",
    )
    members: int = option(N_("members of the ensemble"), int, least=2, most=500, default=20)

    def __post_init__(self) -> None:
        check_question(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """What one study says in a report.

    Attributes
    ----------
    study, title : str
        Its name and its title (message id).
    about : str
        One plain sentence (message id).
    asked : Mapping
        Its question, as JSON.
    answer : Answer or None
        Its answer; None where there is none.
    problem : Note or None
        Why there is none: code and blanks of the failure.
    facts, tables : tuple
        What it tells, with labels, units and bounds.
    said : Mapping
        The same as plain JSON.
    """

    study: str
    title: str
    about: str
    asked: Mapping[str, Any]
    answer: Answer | None = None
    problem: Note | None = None
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    said: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One number of one study."""

    study: str = value(N_("Analysis"))
    key: str = value(N_("Code"))
    figure: float = value(N_("Value"), "", 2)
    figure_low: float | None = value(N_("Value"), "", 2)
    figure_high: float | None = value(N_("Value"), "", 2)
    unit: str = value(N_("Unit"))


@dataclass(frozen=True, slots=True, kw_only=True)
class InputRow:
    """One layer a report rests on."""

    id: str = value(N_("Layer"))
    name: Text = value(N_("Title"))
    period: Text = value(N_("Date"))
    pos_error_m: float = value(N_("Accuracy"), "m")
    sha256: str = value(N_("Fingerprint (SHA-256)"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAnswer(Answer):
    """Everything a report says.

    Attributes
    ----------
    corridor : Corridor
        The proposal as it was read, checked and repaired.
    chapters : tuple of Chapter
        Answers of the studies, the audit first.
    around : Mapping
        Layers of the map by what they show, cut to the ground around the proposal, EPSG:4326.
    frame : tuple of float
        West, south, east, north of that ground, degrees.
    year : int
        Whose reserves were counted.
    """

    name: Text = value(N_("Proposal"))
    area_km2: float = value(N_("Area"), "km²", 1)
    outline_sha256: str = value(N_("Fingerprint of the outline (SHA-256)"))
    data_version: str = value(N_("Version of the data"))
    figures: tuple[FigureRow, ...] = rows(N_("Figures"), FigureRow)
    inputs: tuple[InputRow, ...] = rows(N_("Data used"), InputRow)
    corridor: Corridor = part()
    chapters: tuple[Chapter, ...] = part()
    around: Mapping[str, GeoDataFrame] = part()
    frame: tuple[float, float, float, float] = part()
    year: int = part()


def _wanted(question: ReportQuestion) -> list[tuple[Study, Any]]:
    """Return the studies a report asks, each with its own question: the audit first."""
    from leopard_range.studies.corridor import CORRIDOR_STUDIES

    others = {one.name.split()[1]: one for one in CORRIDOR_STUDIES if one.name not in _APART}
    names = [name.strip() for name in question.with_.split(",")]
    if names in (["all"], ["none"]):
        names = list(others) if names == ["all"] else []
    for name in names:
        if name not in others:
            choices = ", ".join(("all", "none", *others))
            raise LeopardRangeError("bad_choice", name="with", value=name, choices=choices)
    audit = next(one for one in CORRIDOR_STUDIES if one.name == _AUDIT)
    given = {one.key: getattr(question, one.key) for one in options(type(question))}
    asked = (audit, *(one for name, one in others.items() if name in names))
    return [
        (one, one.question(**{o.key: given[o.key] for o in options(one.question) if o.key in given}))
        for one in asked
    ]


def report_cost(catalog: Catalog, question: ReportQuestion) -> Cost:
    """Estimate what a report takes: the sum of its analyses, and 4 s for the map.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : ReportQuestion
        What it shall hold.
    """
    costs = [one.cost(catalog, asked) for one, asked in _wanted(question) if one.cost is not None]
    seconds = 4.0 + sum(cost.seconds for cost in costs)
    memory = max([300.0, *(cost.memory_mb for cost in costs)])
    return Cost(seconds, memory, Note.of("cost_report", count=1 + len(costs)))


def report(catalog: Catalog, question: ReportQuestion, spread: Spread) -> ReportAnswer:
    """Answer every question of a report about one proposal.

    Parameters
    ----------
    catalog : Catalog
        Reads the proposal and every layer.
    question : ReportQuestion
        What the report shall hold.
    spread : callable
        An engine's ``map``, for the analyses that can use it.

    Returns
    -------
    ReportAnswer
        An analysis that has no answer for this proposal is named in a caution and says why.

    Raises
    ------
    LeopardRangeError
        What is wrong with the proposal or the question, with its remedy.
    """
    from geopandas import GeoSeries

    from leopard_range.analysis.geodesy import geodesic_area_km2

    corridor = read(catalog, question)
    evidence = Evidence(catalog)
    wanted = _wanted(question)
    chapters = []
    for at, (study, asked) in enumerate(wanted):
        tell(f"report_{study.name.split()[1]}", at / (len(wanted) + 1))
        chapters.append(_chapter(catalog, study, asked, spread))
    tell("report_map", len(wanted) / (len(wanted) + 1))
    for chapter in chapters:
        if chapter.answer is not None:
            evidence.cite(*chapter.answer.citations)
            evidence.note(*chapter.answer.notes)
        else:
            evidence.note(Note.of("report_left_out", study=chapter.study))
    year = question.year or catalog.settings.today.year
    frame = _frame(corridor)
    around = dict(_around(catalog, evidence, frame, year))
    evidence.cite(GUIDELINES)
    return ReportAnswer(
        name=corridor.name,
        area_km2=float(geodesic_area_km2(GeoSeries([corridor.area], crs="EPSG:4326")).iloc[0]),
        outline_sha256=outline_sha256(corridor),
        data_version=catalog.version,
        figures=tuple(_figures(chapters)),
        inputs=tuple(_inputs(catalog, evidence.citations)),
        corridor=corridor,
        chapters=tuple(chapters),
        around=around,
        frame=frame,
        year=year,
        citations=evidence.citations,
        notes=evidence.notes,
    )


def _figures(chapters: Iterable[Chapter]) -> Iterator[FigureRow]:
    """Yield the numbers of all studies, as they are: shares between 0 and 1."""
    for one in chapters:
        for fact in one.facts:
            if isinstance(fact.value, int | float) and not isinstance(fact.value, bool):
                yield FigureRow(
                    study=one.study,
                    key=fact.column.key,
                    figure=float(fact.value),
                    figure_low=fact.low,
                    figure_high=fact.high,
                    unit="" if fact.column.unit == "%" else fact.column.unit,
                )


def _chapter(catalog: Catalog, study: Study, asked: Any, spread: Spread) -> Chapter:
    told = Chapter(study=study.name, title=study.title, about=study.about, asked=dataclasses.asdict(asked))
    try:
        found = study.run(catalog, asked, *((spread,) if study.spreads else ()))
    except LeopardRangeError as problem:
        if study.name == _AUDIT:
            raise
        return dataclasses.replace(told, problem=Note.of(problem.code, **problem.blanks))
    return dataclasses.replace(
        told, answer=found, facts=facts(found), tables=tables(found), said=as_json(found)
    )


def outline_sha256(corridor: Corridor) -> str:
    """Return the fingerprint of an outline: SHA-256 of its well-known binary to 1e-7 degrees.

    Parameters
    ----------
    corridor : Corridor
        The proposal.
    """
    import numpy as np
    import shapely

    rounded = shapely.transform(corridor.area, lambda xy: np.round(xy, 7))
    return hashlib.sha256(shapely.to_wkb(rounded.normalize(), byte_order=1)).hexdigest()


def _frame(corridor: Corridor) -> tuple[float, float, float, float]:
    """Return the ground the map shows: the proposal with a third of its extent around."""
    import math

    west, south, east, north = corridor.area.bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    km_lon, km_lat = 111.32 * max(math.cos(math.radians(lat)), 0.05), 110.6
    wide, high = (east - west) * km_lon, (north - south) * km_lat
    wide += 2 * max(_AROUND * wide, _LEAST_AROUND_KM)
    high += 2 * max(_AROUND * high, _LEAST_AROUND_KM)
    wide, high = max(wide, high / _SHAPES[1]), max(high, wide * _SHAPES[0])
    more_lon, more_lat = wide / km_lon / 2, high / km_lat / 2
    return lon - more_lon, lat - more_lat, lon + more_lon, lat + more_lat


def _around(
    catalog: Catalog, evidence: Evidence, frame: tuple[float, float, float, float], year: int
) -> Iterator[tuple[str, GeoDataFrame]]:
    """Yield the layers of the map that exist, cut to the frame, and the protected areas of the year."""
    from leopard_range.crs import to_wgs84

    for name, ids in _MAP_LAYERS.items():
        for id_ in (one for one in ids if one in catalog.specs):
            shown = _cut(catalog.layer(id_).frame, frame)
            if not shown.empty:
                evidence.layer(id_)
                yield name, shown
                break
    reserves = _cut(to_wgs84(reserves_of(catalog, evidence, year), name="reserves"), frame)
    if not reserves.empty:
        yield "reserves", reserves


def _cut(shown: GeoDataFrame, frame: tuple[float, float, float, float]) -> GeoDataFrame:
    from shapely import box

    cut: GeoDataFrame = shown.clip(box(*frame), keep_geom_type=True)
    return cut.sort_values("id").reset_index(drop=True)


def _inputs(catalog: Catalog, cited: tuple[Citation, ...]) -> Iterator[InputRow]:
    """Yield the public layers whose sources an answer cites."""
    sources = set(cited)
    for spec in catalog.specs.values():
        if spec.cite in sources and spec.sensitivity == "public":
            yield _input(spec)


def _input(spec: LayerSpec) -> InputRow:
    return InputRow(
        id=spec.id,
        name=dict(spec.title),
        period=dict(spec.period),
        pos_error_m=spec.pos_error_m,
        sha256=spec.sha256,
    )
