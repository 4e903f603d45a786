"""The audit of a proposed corridor: how large it is, how wide, how broken, what it crosses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leopard_range.model import Answer, Text
from leopard_range.studies.common import Evidence
from leopard_range.studies.corridor.common import CorridorQuestion, read
from leopard_range.studies.shape import N_, check_question, option, part, value

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog
    from leopard_range.model.corridor import Corridor

__all__ = ["AuditAnswer", "AuditQuestion", "audit"]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditAnswer(Answer):
    """What the audit of a proposal found; lengths and areas on the ellipsoid.

    Attributes
    ----------
    corridor : Corridor
        The proposal as it was read, checked and repaired.
    """

    name: Text = value(N_("Proposal"))
    area_km2: float = value(N_("Area"), "km²", 1)
    corridor: Corridor = part()


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
    from geopandas import GeoSeries

    from leopard_range.analysis.geodesy import geodesic_area_km2

    corridor = read(catalog, question)
    evidence = Evidence(catalog)
    evidence.cite(*corridor.citations)
    evidence.note(*corridor.notes)
    area = GeoSeries([corridor.area], crs="EPSG:4326")
    evidence.cite(catalog.spec("land").cite)
    return AuditAnswer(
        name=corridor.name,
        area_km2=float(geodesic_area_km2(area).iloc[0]),
        corridor=corridor,
        citations=evidence.citations,
        notes=evidence.notes,
    )
