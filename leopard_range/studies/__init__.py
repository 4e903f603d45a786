"""Use cases: a frozen question in, a frozen answer out, with sources and cautions.

The modules load no data package before they are asked, so that the list of
studies costs a front end nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leopard_range.config import Role
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer
from leopard_range.studies.aoo import AooAnswer, AooQuestion, area_of_occupancy, occupancy_cost
from leopard_range.studies.circuit import CircuitAnswer, CircuitQuestion, circuit, circuit_cost
from leopard_range.studies.corridor import CORRIDOR_STUDIES
from leopard_range.studies.cost import CostAnswer, CostQuestion, cost_distance, cost_of_cost
from leopard_range.studies.describe import DescribeAnswer, DescribeQuestion, describe
from leopard_range.studies.eoo import EooAnswer, EooQuestion, extent_cost, extent_of_occurrence
from leopard_range.studies.habitat import HabitatAnswer, HabitatQuestion, area_of_habitat
from leopard_range.studies.network import NetworkAnswer, NetworkQuestion, network
from leopard_range.studies.omniscape import OmniscapeAnswer, OmniscapeQuestion, omniscape, omniscape_cost
from leopard_range.studies.protected import ProtectedAnswer, ProtectedQuestion, protected_share
from leopard_range.studies.range import RangeAnswer, RangeQuestion, range_change
from leopard_range.studies.shape import N_, Spread, Study, in_turn
from leopard_range.studies.survey import SURVEY_STUDIES

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog

__all__ = ["STUDIES", "answer"]

STUDIES: dict[str, Study] = {
    study.name: study
    for study in (
        Study(
            "range",
            N_("Range lost"),
            N_("How much of its historical range the cat has lost."),
            RangeQuestion,
            RangeAnswer,
            range_change,
            "--by province",
            clearance="public",
        ),
        Study(
            "protected",
            N_("Protected range"),
            N_("How much of the range lay in protected areas in a year."),
            ProtectedQuestion,
            ProtectedAnswer,
            protected_share,
            "--year 2012",
            clearance="public",
        ),
        Study(
            "eoo",
            N_("Extent of occurrence"),
            N_("How wide an area the points of a file span (IUCN extent of occurrence)."),
            EooQuestion,
            EooAnswer,
            extent_of_occurrence,
            "points.csv",
            clearance="public",
            cost=extent_cost,
        ),
        Study(
            "aoo",
            N_("Area of occupancy"),
            N_("How many grid cells the points of a file occupy (IUCN area of occupancy)."),
            AooQuestion,
            AooAnswer,
            area_of_occupancy,
            "points.csv --cell-m 2000",
            clearance="public",
            cost=occupancy_cost,
        ),
        Study(
            "habitat",
            N_("Area of habitat"),
            N_("How much of the range has suitable land cover and height."),
            HabitatQuestion,
            HabitatAnswer,
            area_of_habitat,
            clearance="public",
        ),
        Study(
            "describe",
            N_("Layer in words"),
            N_("What a layer of the map shows: how many, how large, how long, from where to where."),
            DescribeQuestion,
            DescribeAnswer,
            describe,
            "range_historical",
            clearance="public",
        ),
        Study(
            "cost",
            N_("Cost distance"),
            N_("What it costs to cross a raster of resistance from one place to another, and the path."),
            CostQuestion,
            CostAnswer,
            cost_distance,
            "resistance.asc --from 750,3250 --to 7250,3250",
            clearance="public",
            cost=cost_of_cost,
            spreads=True,
            saves=("tif",),
        ),
        Study(
            "network",
            N_("Network of patches"),
            N_("How well habitat patches hold together (PC, ECA), and what each gives (dPC)."),
            NetworkQuestion,
            NetworkAnswer,
            network,
            "patches.csv --distance-m 10000 --probability 0.05",
            clearance="public",
        ),
        Study(
            "circuit",
            N_("Circuitscape project"),
            N_("Run a project of Circuitscape as it is, and write the same result files."),
            CircuitQuestion,
            CircuitAnswer,
            circuit,
            "project.ini --out results",
            clearance="public",
            cost=circuit_cost,
            folder=True,
        ),
        Study(
            "omniscape",
            N_("Current everywhere"),
            N_("Run a project of Omniscape: circuits in a window that moves over the whole surface."),
            OmniscapeQuestion,
            OmniscapeAnswer,
            omniscape,
            clearance="public",
            cost=omniscape_cost,
            spreads=True,
            folder=True,
        ),
        *SURVEY_STUDIES,
        *CORRIDOR_STUDIES,
    )
}
"""Every use case by name; the command line grows a command from each."""


def answer(
    catalog: Catalog, question: Any, clearance: Role | None = None, spread: Spread | None = None
) -> Any:
    """Answer a question with the study it belongs to.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : dataclass
        A question of one of the `STUDIES`.
    clearance : str, optional
        What whoever asks may see; never more than the catalog's own role, which is
        taken when it is left out.
    spread : callable, optional
        An engine's ``map``, for studies whose work falls into independent parts; one part
        after the other, here, when it is left out.  The answer is the same.

    Returns
    -------
    Answer
        The study's answer.

    Raises
    ------
    KeyError
        The question belongs to no study.
    LeopardRangeError
        ``needs_planner`` and the study's own.
    """
    study = {study.question: study for study in STUDIES.values()}[type(question)]
    seen = catalog if clearance is None else catalog.cleared(clearance)
    if study.clearance == "planner" and seen.settings.role != "planner":
        raise LeopardRangeError("needs_planner")
    more = (spread or in_turn,) if study.spreads else ()
    found: Answer = study.run(seen, question, *more)
    return found
