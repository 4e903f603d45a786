"""What a camera survey watched: station by local day, or by occasion (shared ground).

A station is what has one ``locationID``.  It watches at a moment when at least one of its cameras does:
deployments of a station that overlap are united and never added, unless asked otherwise.  A trap-day is 24
hours of watching; a local day holds what was watched between its two midnights, so that the day the clocks
go forward has 23/24 at most and the sum of all days is the time that passed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, DatetimeIndex, Series

from leopard_range.errors import LeopardRangeError
from leopard_range.model.survey import Survey

__all__ = [
    "Operation",
    "Together",
    "located",
    "operation",
    "operation_from_usage",
    "station_names",
    "survey_operation",
    "usable",
]

Together = Literal["united", "added"]
"""How deployments of one station that overlap count: once, or each for itself."""

Floats = NDArray[np.float64]
Moments = NDArray[np.int64]

_Spans = tuple[Moments, Moments, NDArray[np.int64]]

_MOST_CELLS = 50_000_000
_DAY_MS = 86_400_000
_FIRST = pd.Timestamp("1971-01-01", tz="UTC")


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """When each station stood and how much of each day it watched.

    Attributes
    ----------
    stations : tuple of str
        In the order of the deployments; k of them.
    days : DatetimeIndex or None
        Local dates without a zone, every day from the first to the last; None where there are only occasions.
    effort : numpy.ndarray, shape (k, days or occasions)
        Trap-days: 1 for a whole day of 24 hours when deployments are united.  NaN where the station did not
        stand, 0 where it stood and did not watch.
    stood : numpy.ndarray, same shape
        Trap-days it stood, whether it watched or not; 0 where it did not stand.
    """

    stations: tuple[str, ...]
    days: DatetimeIndex | None
    effort: Floats = field(repr=False)
    stood: Floats = field(repr=False)

    @property
    def trap_days(self) -> Floats:
        """Trap-days of each station, shape (k,)."""
        return np.asarray(np.nansum(self.effort, axis=1), dtype=np.float64)

    @property
    def total(self) -> float:
        """Trap-days of all stations."""
        return float(np.nansum(self.effort))

    @property
    def years(self) -> NDArray[np.int64]:
        """Calendar year of each column; empty where there are only occasions."""
        return np.empty(0, np.int64) if self.days is None else self.days.year.to_numpy(np.int64)

    def part(self, wanted: NDArray[np.bool_]) -> Operation:
        """Keep some days or occasions, and every station.

        Parameters
        ----------
        wanted : numpy.ndarray of bool, shape (days or occasions,)
            Which.
        """
        days = None if self.days is None else self.days[wanted]
        return replace(self, days=days, effort=self.effort[:, wanted], stood=self.stood[:, wanted])

    def of_year(self, year: int) -> Operation:
        """Keep the days of one calendar year; everything when the year is 0 or there are only occasions.

        Parameters
        ----------
        year : int
            Local calendar year, or 0.
        """
        return self if year == 0 or self.days is None else self.part(self.years == year)


def station_names(deployments: DataFrame) -> Series:
    """Name the station of each deployment: its ``locationID``, or the deployment where that is empty.

    Parameters
    ----------
    deployments : DataFrame
        Columns of `leopard_range.model.survey.DEPLOYMENTS`.
    """
    location = deployments["locationID"]
    return location.where(location != "", deployments["deploymentID"])


def located(observations: DataFrame, deployments: DataFrame) -> DataFrame:
    """Give each observation the ``locationID`` of its station; empty when its deployment is unknown.

    Parameters
    ----------
    observations, deployments : DataFrame
        Tables of one survey.

    Returns
    -------
    DataFrame
        The observations with one column more; index and order are kept.
    """
    known = deployments["deploymentID"].drop_duplicates()
    names = Series(station_names(deployments)[known.index].to_numpy(), index=known.to_numpy(), dtype=object)
    return observations.assign(locationID=observations["deploymentID"].map(names).fillna("").astype(str))


def survey_operation(survey: Survey, together: Together = "united") -> Operation:
    """Return the operation of a survey, from its dates or from its occasions.

    Parameters
    ----------
    survey : Survey
        Any.
    together : str
        ``united`` or ``added``: deployments of one station that overlap.

    Returns
    -------
    Operation

    Raises
    ------
    LeopardRangeError
        See `operation`.
    """
    if survey.usage is not None:
        return operation_from_usage(survey.deployments, survey.usage)
    return operation(survey.deployments, survey.gaps, survey.timezone, together, name=survey.name)


def operation_from_usage(deployments: DataFrame, usage: DataFrame) -> Operation:
    """Return the operation of a survey that tells its effort by occasion.

    Parameters
    ----------
    deployments : DataFrame
        One row a detector.
    usage : DataFrame
        Columns ``deploymentID``, ``occasion`` from 1 and ``effort_days``.

    Returns
    -------
    Operation
        ``days`` is None; NaN where no effort is told.
    """
    station = station_names(deployments)
    codes, names = pd.factorize(station)
    row = pd.Index(deployments["deploymentID"]).drop_duplicates().get_indexer(usage["deploymentID"])
    first = codes[~deployments["deploymentID"].duplicated().to_numpy()]
    known = row >= 0
    occasion = usage["occasion"].to_numpy(np.int64)[known] - 1
    effort = np.zeros((len(names), int(occasion.max(initial=-1)) + 1))
    np.add.at(effort, (first[row[known]], occasion), usage["effort_days"].to_numpy(np.float64)[known])
    return Operation(tuple(map(str, names)), None, np.where(effort > 0, effort, np.nan), effort)


def operation(
    deployments: DataFrame,
    gaps: DataFrame,
    timezone: str,
    together: Together = "united",
    *,
    name: str = "survey",
) -> Operation:
    """Return how much of each local day each station watched.

    Parameters
    ----------
    deployments : DataFrame
        Columns of `leopard_range.model.survey.DEPLOYMENTS`; times UTC.  A row that is not `usable`
        watched nothing.
    gaps : DataFrame
        Times in which a deployment did not watch; what lies outside its deployment has no effect.
    timezone : str
        IANA zone whose midnights part the days.
    together : str
        ``united`` or ``added``: deployments of one station that overlap.
    name : str
        How an error names the survey.

    Returns
    -------
    Operation

    Raises
    ------
    LeopardRangeError
        ``survey_no_effort`` when no deployment has a start and a later end; ``survey_too_long`` when days
        times stations are more than can be held.
    """
    station, names = pd.factorize(station_names(deployments))
    start, end = (_milliseconds(deployments[f"deployment{side}"]) for side in ("Start", "End"))
    fit = usable(deployments)
    if not fit.any():
        raise LeopardRangeError("survey_no_effort", file=name)
    days, edges = _local_days(int(start[fit].min()), int(end[fit].max()), timezone, len(names), name)
    deployed, (a, b) = station[fit], (start[fit], end[fit])
    spans = _without((a, b, np.flatnonzero(fit)), _gap_spans(deployments, gaps, fit))
    line = _Line(edges, len(names), together == "united")
    stood = line.watched((a, b, deployed))
    effort = line.watched((spans[0], spans[1], station[spans[2]]))
    return Operation(tuple(map(str, names)), days, np.where(stood > 0, effort, np.nan), stood)


def usable(deployments: DataFrame) -> NDArray[np.bool_]:
    """Say which deployments tell their effort: a start after 1970, where lost clocks begin, and a later end.

    Parameters
    ----------
    deployments : DataFrame
        Columns of `leopard_range.model.survey.DEPLOYMENTS`.
    """
    start, end = deployments["deploymentStart"], deployments["deploymentEnd"]
    return np.asarray((start < end) & (start >= _FIRST), dtype=np.bool_)


def _milliseconds(times: Series) -> Moments:
    return times.to_numpy(dtype="datetime64[ms]").astype(np.int64)


def _local_days(first: int, last: int, zone: str, stations: int, name: str) -> tuple[DatetimeIndex, Moments]:
    """Return the local dates from the first moment to the last, and the midnights around them (UTC, ms)."""
    ends = pd.to_datetime([first, last - 1], unit="ms", utc=True).tz_convert(zone)
    local = ends.tz_localize(None).normalize()
    count = (local[1] - local[0]).days + 1
    if count * stations > _MOST_CELLS:
        raise LeopardRangeError(
            "survey_too_long", file=name, first=str(local[0].date()), last=str(local[1].date())
        )
    days = pd.date_range(local[0], periods=count, freq="D")
    around = pd.date_range(local[0], periods=count + 1, freq="D")
    midnights = around.tz_localize(zone, ambiguous=np.ones(len(around), bool), nonexistent="shift_forward")
    return days, midnights.tz_convert("UTC").as_unit("ms").asi8


def _gap_spans(deployments: DataFrame, gaps: DataFrame, fit: NDArray[np.bool_]) -> _Spans:
    """Return start, end and deployment row of every gap; a repeated identifier has the gaps in each row."""
    rows = DataFrame(
        {"deploymentID": deployments["deploymentID"].to_numpy()[fit], "row": np.flatnonzero(fit)}
    )
    found = gaps[gaps["start"].notna() & gaps["end"].notna() & (gaps["start"] < gaps["end"])].merge(
        rows, on="deploymentID"
    )
    return _milliseconds(found["start"]), _milliseconds(found["end"]), found["row"].to_numpy(np.int64)


def _without(spans: _Spans, gaps: _Spans) -> _Spans:
    """Cut gaps out of spans of the same key."""
    count, lost = len(spans[0]), len(gaps[0])
    if not lost:
        return spans
    times, keys = (
        np.concatenate([*spans[:2], *gaps[:2]]),
        np.concatenate([np.tile(spans[2], 2), np.tile(gaps[2], 2)]),
    )
    on = np.repeat([1, -1, 0, 0], [count, count, lost, lost])
    off = np.repeat([0, 0, 1, -1], [count, count, lost, lost])
    order = np.lexsort((times, keys))
    times, keys = times[order], keys[order]
    watching = (np.cumsum(on[order]) > 0) & (np.cumsum(off[order]) == 0)
    kept = np.flatnonzero(watching[:-1] & (times[1:] > times[:-1]) & (keys[1:] == keys[:-1]))
    return times[kept], times[kept + 1], keys[kept]


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """The days of all stations laid one after the other on one line of time."""

    edges: Moments
    count: int
    united: bool

    def watched(self, spans: _Spans) -> Floats:
        """Return the trap-days that spans cover between edges, for each station."""
        start, end, key = spans
        if not len(start):
            return np.zeros((self.count, len(self.edges) - 1))
        first, length = self.edges[0], self.edges[-1] - self.edges[0]
        line = np.concatenate([start, end]) - first + np.tile(key, 2) * length
        order = np.argsort(line, kind="stable")
        times, depth = line[order], np.cumsum(np.repeat([1, -1], len(start))[order])
        weight = np.minimum(depth, 1) if self.united else depth
        covered = np.concatenate([[0], np.cumsum(np.diff(times) * weight[:-1])])
        where = self.edges - first + np.arange(self.count)[:, None] * length
        shares = np.interp(where.ravel(), times, covered).reshape(where.shape)
        return np.asarray(np.diff(shares, axis=1) / _DAY_MS, dtype=np.float64)
