"""What all questions about a survey share: which file, how to read it, which part of it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Citation, Note
from leopard_range.studies.shape import N_, check_question, option

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog
    from leopard_range.model.survey import Survey

__all__ = ["CAMTRAP_DP", "SurveyQuestion", "cautions", "chosen", "read"]

CAMTRAP_DP = Citation(
    "Bubnicki J. W. et al. (2023) Camtrap DP: an open standard for the FAIR exchange and archiving of camera "
    "trap data. Remote Sensing in Ecology and Conservation 10: 283-295.",
    "https://doi.org/10.1002/rse2.374",
)
"""Where the terms of a survey are defined."""


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """Which survey, how it is to be read, and which part of it counts.

    Attributes
    ----------
    file : str
        Path of a survey in any format; empty for the survey of the data folder.
    mapping : str
        Path of a JSON file that says which column of a CSV is which.
    crs : str
        Coordinate system of plane coordinates, for example ``EPSG:32652``; empty when unknown.
    timezone : str
        Zone of the cameras' clocks, for times that state none.
    species : str
        Scientific name, or its first words; empty for all animals.
    year : int
        Calendar year in camera-local time; 0 for all.
    shift : str
        Clocks to put right: ``CAM7=+1h; CAM9=-2d dates``, as `leopard_range.analysis.clock.read_shifts`
        reads it; every answer names them among its cautions.
    """

    file: str = option(
        N_("survey: Camtrap DP, Wildlife Insights, SPACECAP, secr or CSV; a folder, ZIP or file"),
        str,
        positional=True,
        default="",
    )
    mapping: str = option(N_("JSON file that says which column of a CSV is which"), str, default="")
    crs: str = option(N_("coordinate system of plane coordinates: EPSG:32652"), str, default="")
    timezone: str = option(
        N_("time zone of the cameras' clocks, for times that state none"), str, default="Asia/Vladivostok"
    )
    species: str = option(
        N_("scientific name or its first words; all animals when left out"), str, default=""
    )
    year: int = option(N_("calendar year; all when 0"), int, default=0)
    shift: str = option(
        N_("clocks to put right: DEPLOYMENT=+1h30min; several between semicolons"), str, default=""
    )

    def __post_init__(self) -> None:
        check_question(self)


def read(catalog: Catalog, question: SurveyQuestion) -> Survey:
    """Read the survey a question is about, whole.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : SurveyQuestion
        Which file and how to read it.

    Returns
    -------
    Survey
        As it was read, clocks put right: `chosen` filters it.

    Raises
    ------
    LeopardRangeError
        What is wrong with the file; ``needs_planner`` for the data folder's own survey; ``survey_bad_shift``,
        ``survey_no_deployment``.
    """
    from leopard_range.analysis.clock import read_shifts, shift_clock

    shifts = read_shifts(question.shift)
    choices = Choices(crs=question.crs, timezone=question.timezone)
    mapping = Path(question.mapping) if question.mapping else None
    survey = catalog.survey(Path(question.file) if question.file else None, choices, mapping)
    for deployment, delta, dates in shifts:
        survey = shift_clock(survey, deployment, delta, dates=dates)
    return survey


def chosen(survey: Survey, question: SurveyQuestion, *, every_level: bool = False) -> Survey:
    """Keep the part of a survey that a question is about.

    Parameters
    ----------
    survey : Survey
        Whole.
    question : SurveyQuestion
        Species and year; a deployment belongs to every year it touches, and its effort is cut
        by whoever counts it.
    every_level : bool
        Keep observations of events and of media, for whoever does not count them.

    Raises
    ------
    LeopardRangeError
        ``survey_no_year`` when no deployment is of that year, ``survey_no_species`` when no
        observation that counts is of that species.
    """
    # The level is that of the survey: a species seen on media alone must not bring those rows in.
    whole = survey.observations if every_level else survey.counted
    deployments, observations = survey.deployments, whole
    if question.species:
        names = observations["scientificName"].str.casefold()
        wanted = question.species.casefold()
        observations = observations[(names == wanted) | names.str.startswith(wanted + " ")]
        if observations.empty:
            found = ", ".join(sorted(set(whole["scientificName"]) - {""})) or "-"
            raise LeopardRangeError(
                "survey_no_species", file=survey.name, species=question.species, choices=found
            )
    if question.year and survey.dated:
        zone = survey.timezone
        first = deployments["deploymentStart"].dt.tz_convert(zone).dt.year
        last = deployments["deploymentEnd"].dt.tz_convert(zone).dt.year
        deployments = deployments[(first <= question.year) & (question.year <= last)]
        if deployments.empty:
            raise LeopardRangeError("survey_no_year", file=survey.name, year=question.year)
        seen = observations["eventStart"].dt.tz_convert(zone).dt.year
        observations = observations[seen == question.year]
    return replace(survey, deployments=deployments, observations=observations)


def cautions(survey: Survey) -> tuple[Note, ...]:
    """Return what must stand beside every number of a survey: simulated, and what was changed.

    Parameters
    ----------
    survey : Survey
        Any.
    """
    return ((Note("survey_simulated"),) if survey.simulated else ()) + survey.operations
