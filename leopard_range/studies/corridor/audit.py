"""The audit of a proposed corridor: how large it is, how wide, how broken, what it crosses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leopard_range.errors import LeopardRangeError
from leopard_range.studies.common import Evidence
from leopard_range.studies.corridor.audit_answer import AuditAnswer
from leopard_range.studies.corridor.common import CorridorQuestion, read
from leopard_range.studies.shape import N_, check_question, option

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog

__all__ = ["AuditQuestion", "audit", "numbers"]


def numbers(name: str, text: str) -> tuple[float, ...]:
    """Read lengths with commas between, the smallest first.

    Parameters
    ----------
    name : str
        Option, for the error.
    text : str
        ``400,1000``.

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` for what is no length from 1 m to 1,000 km, or more than twenty.
    """
    found: set[float] = set()
    for word in filter(None, (one.strip() for one in text.split(","))):
        try:
            number = float(word)
        except ValueError:
            number = math.nan
        if not 1 <= number <= 1e6:
            raise LeopardRangeError("bad_argument", name=name, value=word[:40], rule="1 … 1000000")
        found.add(number)
    if len(found) > 20:
        raise LeopardRangeError("bad_argument", name=name, value=str(len(found)), rule="<= 20")
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class AuditQuestion(CorridorQuestion):
    """What an audit asks.

    Attributes
    ----------
    year : int
        Whose reserves are counted; 0: this year.
    thresholds_m : str
        Widths below which the length is told, metres, with commas between.
    habitat_min_km2 : float
        Smallest patch of habitat inside the proposal that counts.
    near_m : str
        Distances within which settlements are counted, metres, with commas between.

    Raises
    ------
    LeopardRangeError
        ``not_whole``, ``not_number``, ``bad_argument``.
    """

    year: int = option(N_("Year; the reserves that existed then are counted; 0: this year"), int, default=0)
    thresholds_m: str = option(
        N_("widths below which the length is told, m"), str, default="400,1000,3000,6000"
    )
    habitat_min_km2: float = option(
        N_("smallest patch of habitat inside the proposal that counts, km²"), float, least=0.0, default=1.0
    )
    near_m: str = option(
        N_("distances within which settlements are counted, m"), str, default="1000,3000,5000"
    )

    def __post_init__(self) -> None:
        check_question(self)
        numbers("thresholds_m", self.thresholds_m)
        numbers("near_m", self.near_m)


def audit(catalog: Catalog, question: AuditQuestion) -> AuditAnswer:
    """Audit a proposal: what a planner is to check before it is believed.

    Parameters
    ----------
    catalog : Catalog
        Reads the proposal and every layer it is laid over.
    question : AuditQuestion
        Which proposal, which thresholds.

    Returns
    -------
    AuditAnswer
        With a caution for everything schematic.

    Raises
    ------
    LeopardRangeError
        What is wrong with the proposal or the question, with its remedy.
    """
    from leopard_range.studies.corridor.audit_ground import Surroundings
    from leopard_range.studies.corridor.audit_shape import measured

    first, last = catalog.years
    year = question.year or catalog.settings.today.year
    if not first <= year <= last:
        raise LeopardRangeError("unknown_year", year=year, first=first, last=last)
    corridor = read(catalog, question)
    evidence = Evidence(catalog)
    evidence.cite(*corridor.citations)
    evidence.note(*corridor.notes)
    shape = measured(corridor, numbers("thresholds_m", question.thresholds_m), evidence)
    around = Surroundings(catalog, evidence, corridor, shape)
    return AuditAnswer(
        name=dict(corridor.name),
        kind="line" if corridor.line is not None else "area",
        year=year,
        corridor=corridor,
        **shape.values,
        **around.habitat(question.habitat_min_km2),
        **around.protection(year),
        **around.settlements(numbers("near_m", question.near_m)),
        crossings=around.crossings(),
        provinces=around.provinces(),
        ranges=around.ranges(),
        citations=evidence.citations,
        notes=evidence.notes,
    )
