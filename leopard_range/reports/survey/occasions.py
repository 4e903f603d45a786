"""Captures by occasion and the usage of traps: what SPACECAP and secr read instead of dates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from geopandas import GeoSeries
from numpy.typing import NDArray

from leopard_range.analysis.effort import Operation, located
from leopard_range.crs import to_metric
from leopard_range.errors import LeopardRangeError
from leopard_range.model.survey import Survey

__all__ = ["MAX_OCCASIONS", "Occasions", "by_occasion"]

MAX_OCCASIONS = 5_000
"""Occasions that are written: more are days where longer occasions are meant."""


@dataclass(frozen=True, slots=True, eq=False)
class Occasions:
    """Captures of animals that were told apart.

    Attributes
    ----------
    traps : tuple of str
        Identifiers; K of them.
    xy : ndarray, shape (K, 2)
        Metres.
    usage : ndarray, shape (K, S)
        Effort by occasion, trap-days; 0 where a trap was not set.
    captures : DataFrame
        Columns ``session``, ``animal``, ``trap``, ``occasion`` from 1 and ``removed``, one row each.
    habitat : DataFrame or None
        Columns of `leopard_range.model.survey.HABITAT`.
    simulated : bool
        Made by a program.
    """

    traps: tuple[str, ...]
    xy: NDArray[np.float64]
    usage: NDArray[np.float64]
    captures: pd.DataFrame
    habitat: pd.DataFrame | None
    simulated: bool


def by_occasion(survey: Survey, operation: Operation, metric_crs: str, days: int = 1) -> Occasions:
    """Sort the captures and the effort of a survey into occasions.

    Parameters
    ----------
    survey : Survey
        With or without dates.
    operation : Operation
        Its effort, by station and local day or by station and occasion; days outside it do not count.
    metric_crs : str
        System in metres for positions in degrees.
    days : int
        Days of an occasion, 1 or more; occasions that the survey has already stay as they are.

    Returns
    -------
    Occasions

    Raises
    ------
    LeopardRangeError
        ``survey_no_captures`` when no animal was told apart; ``survey_many_occasions``;
        ``survey_no_place`` for a station without a position; ``survey_sessions``.
    """
    if days < 1:
        raise LeopardRangeError("bad_choice", name="occasion_days", value=str(days), choices="1, 2, ...")
    seen = located(survey.counted, survey.deployments)
    seen = seen[(seen["individualID"] != "") & seen["locationID"].isin(operation.stations)]
    effort = np.nan_to_num(operation.effort)
    if survey.dated and operation.days is not None:
        local = seen["eventStart"].dt.tz_convert(survey.timezone).dt.tz_localize(None).dt.normalize()
        column = (local - operation.days[0]).dt.days // days
        width = -(-effort.shape[1] // days)
        padded = np.pad(effort, ((0, 0), (0, width * days - effort.shape[1])))
        effort = padded.reshape(len(effort), width, days).sum(axis=2)
    else:
        column = seen["occasion"].astype("Float64") - 1
    inside = column.notna() & (column >= 0) & (column < effort.shape[1])
    seen, column = seen[inside], column[inside]
    if seen.empty:
        raise LeopardRangeError("survey_no_captures", file=survey.name)
    if effort.shape[1] > MAX_OCCASIONS:
        raise LeopardRangeError("survey_many_occasions", file=survey.name, limit=MAX_OCCASIONS)
    session = seen["session"] if "session" in seen else pd.Series("", index=seen.index)
    effort = _one_session(survey, operation, effort)
    captures = pd.DataFrame(
        {
            "session": session.to_numpy(),
            "animal": seen["individualID"].to_numpy(),
            "trap": seen["locationID"].to_numpy(),
            "occasion": column.to_numpy().astype(int) + 1,
            "removed": (seen["removed"] == "yes").to_numpy() if "removed" in seen else False,
        }
    )
    places = _places(survey, operation.stations, metric_crs)
    return Occasions(operation.stations, places, effort, captures, survey.habitat, survey.simulated)


def _one_session(survey: Survey, operation: Operation, effort: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the usage that all sessions share; the operation adds the effort of sessions up."""
    frame = survey.deployments
    if survey.usage is None or "session" not in frame or frame["session"].nunique() < 2:
        return effort
    width = effort.shape[1]
    each = [part for _, part in frame.groupby("session")]
    first, *others = (_usage(survey.usage, part, operation.stations, width) for part in each)
    if any(not np.array_equal(first, other) for other in others):
        raise LeopardRangeError("survey_sessions", file=survey.name)
    return first


def _usage(
    usage: pd.DataFrame, part: pd.DataFrame, stations: tuple[str, ...], occasions: int
) -> NDArray[np.float64]:
    out = np.zeros((len(stations), occasions))
    known = usage.merge(part[["deploymentID", "locationID"]], on="deploymentID")
    rows = pd.Index(stations).get_indexer(pd.Index(known["locationID"]))
    np.add.at(out, (rows, known["occasion"].to_numpy() - 1), known["effort_days"].to_numpy())
    return out


def _places(survey: Survey, stations: tuple[str, ...], metric_crs: str) -> NDArray[np.float64]:
    placed = survey.deployments.drop_duplicates("locationID").set_index("locationID").reindex(list(stations))
    if placed["longitude"].notna().any():
        points = GeoSeries.from_xy(placed["longitude"], placed["latitude"], crs="EPSG:4326")
        whole = placed["longitude"].notna() & placed["latitude"].notna()
        metres = to_metric(points[whole.to_numpy()], metric_crs, name=survey.name)
        xy = np.full((len(placed), 2), np.nan)
        xy[whole.to_numpy()] = np.column_stack([metres.x, metres.y]).round(2)
    else:
        xy = placed[["x_m", "y_m"]].to_numpy(dtype=np.float64)
    missing = ~np.isfinite(xy).all(axis=1)
    if missing.any():
        raise LeopardRangeError(
            "survey_no_place", file=survey.name, station=str(stations[int(missing.argmax())])
        )
    return np.asarray(xy, dtype=np.float64)
