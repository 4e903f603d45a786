"""The quality report of a camera survey: rules, each one function, in one table.

Every rule looks at whole columns and returns what it found with the row of the file, so that the report is
a table one can work through.  Rules judge; they change nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.quality import contents, effort, keys, places, times
from leopard_range.analysis.quality.subject import Limits, Subject
from leopard_range.model.survey import Problem, Survey

__all__ = ["CHECKS", "Limits", "Subject", "quality_report"]

CHECKS: tuple[Callable[[Subject], list[Problem]], ...] = (
    contents.empty_tables,
    keys.unknown_deployments,
    keys.unknown_media,
    keys.unknown_individuals,
    keys.missing_ids,
    keys.duplicate_ids,
    keys.duplicate_records,
    times.end_before_start,
    times.implausible_clock,
    times.missing_clock,
    times.outside_deployment,
    times.outside_usage,
    effort.overlapping_deployments,
    effort.strange_lengths,
    effort.gaps_outside,
    effort.silent_stretches,
    effort.silent_stations,
    places.missing_positions,
    places.impossible_positions,
    places.outside_area,
    places.moved_stations,
    places.shared_positions,
    places.impossible_speed,
    contents.unknown_taxa,
    contents.missing_species,
    contents.strange_counts,
    contents.mixed_levels,
    contents.changing_individuals,
    contents.simulated,
)
"""Every rule, in the order of the report."""


def quality_report(
    survey: Survey, limits: Limits, xy_m: NDArray[np.float64] | None = None
) -> tuple[Problem, ...]:
    """Judge a survey by every rule.

    Parameters
    ----------
    survey : Survey
        Whole: a part of it would have broken keys.  An index of its tables that does not count from 0
        is that of the file.
    limits : Limits
        What is still plausible, and the day.
    xy_m : numpy.ndarray of float, shape (deployments, 2), optional
        Positions of the deployments in metres, NaN where they are unknown; ``x_m`` and ``y_m`` of the
        table when left out.

    Returns
    -------
    tuple of Problem
        Those found while reading first, then rule after rule, each in the order of rows.
    """
    if xy_m is None:
        xy_m = survey.deployments[["x_m", "y_m"]].to_numpy(dtype=float)
    subject = Subject(survey, limits, xy_m)
    # A cell that could not be read is empty now: one thing is told of it.
    told = {(one.table, one.row, one.column) for one in survey.problems if one.row}
    found = (one for check in CHECKS for one in check(subject))
    return (
        *survey.problems,
        *(one for one in found if one.rule not in _EMPTY or (one.table, one.row, one.column) not in told),
    )


_EMPTY = frozenset(
    {"missing_time", "missing_position", "missing_id", "missing_deployment", "missing_occasion"}
)
