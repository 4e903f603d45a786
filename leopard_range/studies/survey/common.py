"""What all questions about a survey share: which file, how to read it, which part of it counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Citation, Note
from leopard_range.studies.shape import N_, check_question, option

if TYPE_CHECKING:
    from pandas import DataFrame, Series

    from leopard_range.catalog import Catalog
    from leopard_range.model.survey import Survey

__all__ = ["CAMTRAP_DP", "SurveyQuestion", "cautions", "chosen", "read", "zones_unsure"]

CAMTRAP_DP = Citation(
    "Bubnicki J. W. et al. (2023) Camtrap DP: an open standard for the FAIR exchange and archiving of camera "
    "trap data. Remote Sensing in Ecology and Conservation 10: 283-295.",
    "https://doi.org/10.1002/rse2.374",
)
"""Where the terms of a survey are defined."""


_MOST_TIMELESS = 0.05
"""Share of records without a time up to which the others are still counted."""


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
        names="file",
        positional=True,
        default="",
    )
    mapping: str = option(
        N_("JSON file that says which column of a CSV is which"), str, names="file", default=""
    )
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


def chosen(survey: Survey, question: SurveyQuestion, *, judge: bool = True, timed: bool = True) -> Survey:
    """Keep the part of a survey that a question is about.

    Parameters
    ----------
    survey : Survey
        Whole.
    question : SurveyQuestion
        Species and year; a deployment belongs to every year it touches, and its effort is cut
        by whoever counts it.
    judge : bool
        Keep only what may be counted, and refuse what would give a wrong number; without it a
        survey comes as it is, for whoever looks for its faults or passes it on.
    timed : bool
        Whether the times of observations matter; effort alone does not need them.

    Raises
    ------
    LeopardRangeError
        ``survey_no_year`` when no deployment is of that year, ``survey_no_species`` when no
        observation that counts is of that species; ``survey_id_twice`` and ``survey_times_lost``.
    """
    # The level is that of the survey: a species seen on media alone must not bring those rows in.
    whole = survey.counted if judge else survey.observations
    if judge:
        _refuse_twice(survey, "deployments", survey.deployments["deploymentID"])
        _refuse_twice(survey, "observations", whole["observationID"])
        if timed:
            _refuse_clock(survey, whole)
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


def _refuse_twice(survey: Survey, table: str, ids: Series) -> None:
    """Refuse two rows under one identifier: nobody knows which of them is meant."""
    twice = ids.duplicated() & (ids != "")
    if twice.any():
        row = int(str(twice.idxmax())) + 1
        raise LeopardRangeError(
            "survey_id_twice",
            file=survey.name,
            member=table,
            row=row,
            column=str(ids.name),
            value=str(ids[row - 1]),
        )


def _refuse_clock(survey: Survey, observations: DataFrame) -> None:
    """Refuse a survey in which more than one record in twenty has no time: the rest is no fair sample."""
    lost = int(observations["eventStart"].isna().sum()) if survey.dated else 0
    if lost > _MOST_TIMELESS * len(observations):
        raise LeopardRangeError(
            "survey_times_lost",
            file=survey.name,
            column="eventStart",
            count=lost,
            total=len(observations),
        )


def cautions(survey: Survey) -> tuple[Note, ...]:
    """Return what must stand beside every number of a survey: simulated, and what was changed.

    Parameters
    ----------
    survey : Survey
        Any.
    """
    simulated = (Note("survey_simulated"),) if survey.simulated else ()
    zones = (Note("survey_zones"),) if zones_unsure(survey) else ()
    return (*simulated, *survey.operations, *zones)


def zones_unsure(survey: Survey) -> bool:
    """Return whether times of observations are in several zones, or some of them in none.

    Parameters
    ----------
    survey : Survey
        As it was read.
    """
    rules = ("time_zones_mixed", "time_zone_partly")
    return any(one.rule in rules and one.table == "observations" for one in survey.problems)
