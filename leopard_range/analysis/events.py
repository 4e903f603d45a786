"""Which records of a survey count as separate visits, and the history of detections of a species."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas import DataFrame, Series

from leopard_range.analysis.effort import Operation

__all__ = ["History", "Rule", "detection_history", "independent", "visits", "with_effort"]

Rule = Literal["last_record", "last_independent_record"]
"""What the time since is measured from: the record before, or the last one that counted."""


def independent(
    observations: DataFrame,
    minutes: float,
    rule: Rule = "last_record",
    by: Sequence[str] = ("locationID", "scientificName"),
) -> Series:
    """Say which records are separate visits.

    A record counts when at least ``minutes`` have passed since the record before it of the same group
    (``last_record``), or since the last one of the group that counted (``last_independent_record``).  With 0
    minutes every record counts.

    Parameters
    ----------
    observations : DataFrame
        Columns ``eventStart``, ``occasion`` and those of ``by``; `leopard_range.analysis.effort.located`
        brings ``locationID``.
    minutes : float
        Least time between two visits, minutes.
    rule : str
        ``last_record`` or ``last_independent_record``.
    by : sequence of str
        Columns whose values make a group, for example ``individualID`` as a third.

    Returns
    -------
    Series of bool
        Index of the observations.  A record without a time does not count, unless it has an occasion
        instead: such tables hold one row for each visit already.
    """
    timed = observations["eventStart"].notna()
    found = Series(~timed & observations["occasion"].notna(), dtype=bool)
    rows = observations.loc[timed, [*by, "eventStart"]]
    if rows.empty:
        return found
    group = np.asarray(rows.groupby(list(by), sort=False).ngroup(), dtype=np.int64)
    time = rows["eventStart"].to_numpy(dtype="datetime64[ms]").astype(np.int64)
    order = np.lexsort((time, group))
    counts = np.empty(len(rows), dtype=bool)
    counts[order] = _apart(group[order], time[order], round(minutes * 60_000), rule)
    found[timed] = counts
    return found


def _apart(group: NDArray[np.int64], time: NDArray[np.int64], least: int, rule: Rule) -> NDArray[np.bool_]:
    new = np.ones(len(group), dtype=np.bool_)
    new[1:] = group[1:] != group[:-1]
    if rule == "last_record":
        new[1:] |= np.diff(time) >= least
        return new
    counts, last = new.tolist(), 0
    for at, (moment, first) in enumerate(zip(time.tolist(), new.tolist(), strict=True)):
        if first or moment - last >= least:
            counts[at], last = True, moment
    return np.asarray(counts, dtype=bool)


def visits(
    observations: DataFrame,
    minutes: float,
    rule: Rule = "last_record",
    by: Sequence[str] = ("locationID", "scientificName"),
) -> DataFrame:
    """Return one row for each separate visit.

    Rows of one group with the same ``eventID`` tell of one visit whatever the time between them: at the level
    of events each row is a part of the animals seen, at the level of media one picture of them.

    Parameters
    ----------
    observations : DataFrame
        Of one level (`leopard_range.model.survey.Survey.counted`), with the columns of ``by``.
    minutes, rule, by
        See `independent`.

    Returns
    -------
    DataFrame
        The first row of each visit that counts; ``count`` is the animals in it, 1 where nobody counted: the
        sum over the rows of an event, or the most on one picture.
    """
    rows = observations.assign(count=observations["count"].astype("Float64").fillna(1).astype("int64"))
    rows = rows.sort_values("eventStart", kind="stable", na_position="last")
    key = [*by, "eventID"]
    told = rows["eventID"] != ""
    pictures = rows["observationLevel"] == "media"
    if told.any():
        one = rows[told & pictures].groupby([*key, "mediaID"], sort=False)["count"].sum()
        most = one.groupby(level=key, sort=False).max()
        every = rows[told & ~pictures].groupby(key, sort=False)["count"].sum()
        animals = pd.concat([most, every]).groupby(level=key, sort=False).max().rename("animals")
        first = rows[told].drop_duplicates(key).join(animals, on=key)
        rows = pd.concat([first.assign(count=first["animals"]).drop(columns="animals"), rows[~told]])
    return rows[independent(rows, minutes, rule, by)].sort_index()


def with_effort(observations: DataFrame, operation: Operation, timezone: str) -> Series:
    """Say which records fall on a day, or an occasion, in which their station watched.

    Parameters
    ----------
    observations : DataFrame
        Columns ``locationID``, ``eventStart`` and ``occasion``.
    operation : Operation
        Of the same survey.
    timezone : str
        IANA zone of the local days.

    Returns
    -------
    Series of bool
        Index of the observations.
    """
    station, column = _cells(observations, operation, timezone)
    found = (station >= 0) & (column >= 0) & (column < operation.effort.shape[1])
    found[found] = np.nan_to_num(operation.effort)[station[found], column[found]] > 0
    return Series(found, index=observations.index, dtype=bool)


def _cells(
    observations: DataFrame, operation: Operation, timezone: str
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return row and column of each record in an operation; -1 where it has none."""
    station = pd.Index(operation.stations).get_indexer(pd.Index(observations["locationID"]))
    if operation.days is None:
        column = observations["occasion"].fillna(0).to_numpy(np.int64) - 1
    else:
        local = observations["eventStart"].dt.tz_convert(timezone).dt.tz_localize(None).dt.normalize()
        column = operation.days.get_indexer(pd.DatetimeIndex(local))
    return np.asarray(station, np.int64), np.asarray(column, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Whether a species was seen, station by occasion.

    Attributes
    ----------
    stations : tuple of str
        k of them.
    seen : numpy.ndarray, shape (k, occasions)
        1, 0, and NaN where the station did not watch.
    effort : numpy.ndarray, shape (k, occasions)
        Days watched, NaN where none.
    """

    stations: tuple[str, ...]
    seen: NDArray[np.float64]
    effort: NDArray[np.float64]


def detection_history(
    observations: DataFrame,
    operation: Operation,
    occasion_days: int,
    timezone: str,
    *,
    start: Literal["station", "survey"] = "station",
) -> History:
    """Return the history of detections of the observations given.

    Parameters
    ----------
    observations : DataFrame
        Of one species, with ``locationID`` and ``eventStart``.
    operation : Operation
        By days, with united deployments.
    occasion_days : int
        Length of an occasion; the last one of a station may be shorter.
    timezone : str
        IANA zone of the local days.
    start : str
        Occasions are counted from the first day of each ``station``, or of the whole ``survey``.

    Returns
    -------
    History
        A detection on a day without effort is not counted.
    """
    assert operation.days is not None, "a history by days needs days"
    count = len(operation.days)
    stood = ~np.isnan(operation.effort)
    began = stood.argmax(axis=1) if start == "station" else np.zeros(len(stood), np.int64)
    occasion = (np.arange(count) - began[:, None]) // occasion_days
    station = np.broadcast_to(np.arange(len(stood))[:, None], stood.shape)
    number = int(occasion[stood].max(initial=-1)) + 1
    effort = np.zeros((len(stood), number))
    np.add.at(effort, (station[stood], occasion[stood]), operation.effort[stood])
    seen = np.zeros((len(stood), number))
    where, day = _cells(observations, operation, timezone)
    known = (day >= 0) & (where >= 0)
    known[known] = stood[where[known], day[known]]
    seen[where[known], occasion[where[known], day[known]]] = 1.0
    none = effort <= 0
    return History(operation.stations, np.where(none, np.nan, seen), np.where(none, np.nan, effort))
