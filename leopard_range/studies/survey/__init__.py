"""Questions about a camera survey, one a file; together the command ``survey``."""

from __future__ import annotations

from leopard_range.studies.shape import N_, Study
from leopard_range.studies.survey.activity import ActivityAnswer, ActivityQuestion, survey_activity
from leopard_range.studies.survey.check import CheckAnswer, CheckQuestion, check
from leopard_range.studies.survey.effort import EffortAnswer, EffortQuestion, survey_effort
from leopard_range.studies.survey.heatmap import HeatmapAnswer, HeatmapQuestion, heatmap
from leopard_range.studies.survey.individuals import (
    IndividualsAnswer,
    IndividualsQuestion,
    survey_individuals,
)
from leopard_range.studies.survey.rai import RaiAnswer, RaiQuestion, survey_rai
from leopard_range.studies.survey.secr import SecrAnswer, SecrQuestion, density_cost, density_of

__all__ = ["SURVEY_STUDIES"]

SURVEY_STUDIES: tuple[Study, ...] = (
    # check
    Study(
        "survey check",
        N_("Quality report"),
        N_("What is wrong with a camera survey, row by row, and what to do; problems found are no failure."),
        CheckQuestion,
        CheckAnswer,
        check,
        "survey",
        clearance="public",
        saves=("csv",),
    ),
    # effort
    Study(
        "survey effort",
        N_("Effort"),
        N_("How long cameras watched, in trap-days."),
        EffortQuestion,
        EffortAnswer,
        survey_effort,
        "survey --by year",
        clearance="public",
    ),
    # rai
    Study(
        "survey rai",
        N_("Relative abundance"),
        N_("How often cameras met each species: visits per 100 trap-days."),
        RaiQuestion,
        RaiAnswer,
        survey_rai,
        "survey --minutes 30",
        clearance="public",
    ),
    # individuals
    Study(
        "survey individuals",
        N_("Individuals"),
        N_("Who was seen, how many are known alive, and how many there may be."),
        IndividualsQuestion,
        IndividualsAnswer,
        survey_individuals,
        "survey --species Panthera",
        clearance="public",
    ),
    # secr
    Study(
        "survey secr",
        N_("Density"),
        N_("How many animals live on 100 km², by spatial capture-recapture; how good a survey would be."),
        SecrQuestion,
        SecrAnswer,
        density_of,
        "survey --session-by year",
        clearance="public",
        cost=density_cost,
        spreads=True,
    ),
    # heatmap
    Study(
        "survey heatmap",
        N_("Heatmap"),
        N_("Where animals were photographed: density of detections, or their rate for the effort spent."),
        HeatmapQuestion,
        HeatmapAnswer,
        heatmap,
        "survey --kind rate --bandwidth 6500",
        clearance="public",
        saves=("tif", "gpkg"),
    ),
    # activity
    Study(
        "survey activity",
        N_("Hours of the day"),
        N_("At which hours a species passes the cameras, and how far two species share hours and stations."),
        ActivityQuestion,
        ActivityAnswer,
        survey_activity,
        "survey --species Panthera",
        clearance="public",
        spreads=True,
    ),
)
"""Each is one action of the command; modules load no data package before they are asked."""
