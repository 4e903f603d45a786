"""What a rule is given, and how it says what it found."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leopard_range.errors import Blank
from leopard_range.model.survey import Problem, Severity, Survey

__all__ = ["LONGEST_TEXT", "SEVERITIES", "TIMES", "Limits", "Subject", "problem", "problems"]

LONGEST_TEXT = 80
"""Letters of a cell that a sentence shows."""

TIMES: dict[str, tuple[str, ...]] = {
    "deployments": ("deploymentStart", "deploymentEnd"),
    "observations": ("eventStart", "eventEnd"),
    "media": ("timestamp",),
    "gaps": ("start", "end"),
}
"""Columns of times, by table."""

SEVERITIES: dict[str, Severity] = {
    "no_deployments": "error",
    "unknown_deployment": "error",
    "missing_deployment": "error",
    "unknown_media": "error",
    "missing_id": "error",
    "duplicate_id": "error",
    "end_before_start": "error",
    "clock_1970": "error",
    "clock_early": "error",
    "clock_future": "error",
    "missing_time": "error",
    "lost_clock": "error",
    "outside_usage": "error",
    "missing_occasion": "error",
    "no_effort": "error",
    "no_station_saw": "error",
    "missing_position": "error",
    "null_position": "error",
    "impossible_position": "error",
    "swapped_position": "error",
    "count_below_one": "error",
    "unknown_individual": "warning",
    "duplicate_record": "warning",
    "outside_deployment": "warning",
    "camera_overlap": "warning",
    "station_overlap": "warning",
    "long_deployment": "warning",
    "gap_outside": "warning",
    "outside_area": "warning",
    "moved_station": "warning",
    "shared_position": "warning",
    "impossible_speed": "warning",
    "unknown_taxon": "warning",
    "no_scientific_name": "warning",
    "huge_count": "warning",
    "unknown_level": "warning",
    "only_media": "warning",
    "two_sexes": "warning",
    "two_species": "warning",
    "no_observations": "warning",
    "media_left_out": "info",
    "paired_cameras": "info",
    "silent_stretch": "info",
    "silent_station": "info",
    "survey_elsewhere": "info",
    "missing_species": "info",
    "two_levels": "info",
    "simulated": "info",
}
"""How bad what each rule finds is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is still plausible.  Every default is this project's choice.

    Attributes
    ----------
    today : Timestamp
        The day of the report, with a zone; a clock more than a day ahead of it is wrong.
    first_year : int
        Earlier times are wrong: camera traps with a clock of their own came into use about 1990.
    bounds : tuple of float or None
        Study area, degrees: west, south, east, north; None: not judged.
    speed_km_h : float
        Fastest way of one animal between two cameras, straight.  8 km/h is more than a big cat's walk, and
        it would have to be kept up from camera to camera.
    clock_slack_min : float
        How much two cameras' clocks may differ, minutes; taken off before a speed is called impossible.
    silence_days : float
        A camera that saw nothing at all for so long may have stood still.
    longest_days : float
        Longest deployment that is believed without a question.
    largest_count : int
        Most animals in one observation.
    same_place_m : float
        Positions of one station may differ so much.
    """

    today: pd.Timestamp
    first_year: int = 1990
    bounds: tuple[float, float, float, float] | None = None
    speed_km_h: float = 8.0
    clock_slack_min: float = 10.0
    silence_days: float = 30.0
    longest_days: float = 366.0
    largest_count: int = 100
    same_place_m: float = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A survey under examination.

    Attributes
    ----------
    survey : Survey
        Whole.
    limits : Limits
        What is plausible.
    xy_m : numpy.ndarray of float, shape (deployments, 2)
        Positions in metres, NaN where unknown.
    """

    survey: Survey
    limits: Limits
    xy_m: NDArray[np.float64]

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of the survey by name."""
        found: pd.DataFrame = getattr(self.survey, name)
        return found

    def of_deployment(self, frame: pd.DataFrame, column: str) -> pd.Series:
        """Look up a column of the deployment each row belongs to.

        Parameters
        ----------
        frame : DataFrame
            Has a column ``deploymentID``.
        column : str
            Of the deployments; of equal names the first counts.

        Returns
        -------
        Series
            Index of `frame`; missing where the deployment is unknown.
        """
        first = self.survey.deployments.drop_duplicates("deploymentID").set_index("deploymentID")
        found: pd.Series = first[column].reindex(frame["deploymentID"]).set_axis(frame.index)
        return found

    def plausible(self, moments: pd.Series) -> pd.Series:
        """Tell which times are neither missing, nor too early, nor in the future."""
        first = pd.Timestamp(year=self.limits.first_year, month=1, day=1, tz=self.survey.timezone)
        return (moments >= first) & (moments <= self.limits.today + pd.Timedelta(days=1))

    def local(self, moments: pd.Series) -> pd.Series:
        """Write times by the cameras' clock."""
        written: pd.Series = moments.dt.tz_convert(self.survey.timezone).dt.strftime("%Y-%m-%d %H:%M")
        return written.fillna("?")


def problem(rule: str, table: str, row: int = -1, column: str = "", **blanks: Blank) -> Problem:
    """Say one thing about a table, or about one row of it.

    Parameters
    ----------
    rule, table, column : str
        As in `Problem`.
    row : int
        Index of the row; -1: the whole table.
    **blanks
        What fills the sentence.
    """
    return Problem(rule, SEVERITIES[rule], table, row + 1, column, tuple(blanks.items()))


def problems(rule: str, table: str, rows: pd.DataFrame, column: str = "", **blanks: Any) -> list[Problem]:
    """Say the same of several rows.

    Parameters
    ----------
    rule, table, column : str
        As in `Problem`.
    rows : DataFrame
        Rows it is true of, with the index of the table.
    **blanks
        A Series as long as `rows`, or one value for all.

    Returns
    -------
    list of Problem
        One a row; ``row`` counts from 1.
    """
    numbers = (rows.index.to_numpy(dtype=np.int64) + 1).tolist()
    columns = (_told(one) for one in blanks.values())
    names, severity = tuple(blanks), SEVERITIES[rule]
    return [
        Problem(rule, severity, table, row, column, tuple(zip(names, values, strict=True)))
        for row, *values in zip(numbers, *columns, strict=False)
    ]


def _told(blank: Any) -> Any:
    if not isinstance(blank, pd.Series):
        return repeat(blank)
    if pd.api.types.is_numeric_dtype(blank.dtype):
        return blank.tolist()
    return [str(value)[:LONGEST_TEXT] for value in blank.tolist()]
