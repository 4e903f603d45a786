"""What a heatmap is drawn from: stations in a metric plane, their detections and their effort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from geopandas import GeoSeries, points_from_xy
from numpy.typing import NDArray
from pandas import DataFrame, Index
from pyproj import CRS
from scipy.spatial import cKDTree

from leopard_range.analysis.effort import Operation, located, station_names, survey_operation
from leopard_range.analysis.events import independent
from leopard_range.analysis.heatmap import places
from leopard_range.crs import is_metric, to_metric
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note

if TYPE_CHECKING:
    from leopard_range.model.survey import Survey

__all__ = ["Watched", "watched"]

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """Stations with what they saw and how long they watched.

    Attributes
    ----------
    names : tuple of str
        Frames: years, or one empty name for all time.
    xy : numpy.ndarray, shape (k, 2)
        Stations, metres.
    crs : pyproj.CRS or None
        System of `xy`; None for a plane that was not named.
    detections, effort_days : numpy.ndarray, shape (frames, k)
        Independent detections and trap-days.
    notes : tuple of Note
        What could not be used.
    """

    names: tuple[str, ...]
    xy: Floats
    crs: CRS | None
    detections: Floats
    effort_days: Floats
    notes: tuple[Note, ...]

    @property
    def total(self) -> Floats:
        """Detections of each station in all frames."""
        return np.asarray(self.detections.sum(axis=0))

    @property
    def trap_days(self) -> Floats:
        """Trap-days of each station in all frames."""
        return np.asarray(self.effort_days.sum(axis=0))

    @property
    def points(self) -> Floats:
        """One place for each detection."""
        return np.repeat(self.xy, self.total.astype(np.int64), axis=0)

    @property
    def spacing_m(self) -> float:
        """Median distance from a station to the next one, metres; 0 for a single station."""
        distinct = np.unique(self.xy, axis=0)
        return float(np.median(cKDTree(distinct).query(distinct, k=2)[0][:, 1])) if len(distinct) > 1 else 0.0


def watched(survey: Survey, metric_crs: str, *, year: int, minutes: float, by_year: bool) -> Watched:
    """Count the independent detections and the trap-days of each station.

    Parameters
    ----------
    survey : Survey
        The part that counts.
    metric_crs : str
        System in metres for positions in degrees.
    year : int
        Local calendar year whose effort counts; 0 for all.
    minutes : float
        Least time between two detections of a species at a station.
    by_year : bool
        One frame for each year.

    Returns
    -------
    Watched

    Raises
    ------
    LeopardRangeError
        ``heat_no_points`` without a detection, ``heat_no_years`` for frames of a survey without dates,
        ``nan_coordinate``, ``not_metric``, ``outside_projection`` and those of the effort.
    """
    if by_year and not survey.dated:
        raise LeopardRangeError("heat_no_years", file=survey.name)
    operation = survey_operation(survey).of_year(year)
    xy, crs = _stations(survey, operation, metric_crs)
    seen, lost = _detections(survey, operation, minutes)
    if seen.empty:
        raise LeopardRangeError("heat_no_points", file=survey.name)
    names = _names(seen, operation) if by_year else ("",)
    parts = [operation.of_year(int(name or 0)) for name in names]
    counts = np.zeros((len(names), len(xy)))
    frame = Index(names).get_indexer(Index(seen["frame"])) if by_year else np.zeros(len(seen), np.int64)
    np.add.at(counts, (frame, seen["station"].to_numpy(np.int64)), 1.0)
    effort = np.stack([part.trap_days for part in parts])
    notes = (Note.of("heat_left_out", count=lost),) if lost else ()
    return Watched(names, xy, crs, counts, effort, notes)


def _stations(survey: Survey, operation: Operation, metric_crs: str) -> tuple[Floats, CRS | None]:
    """Return the place of each station of the operation, the first of its deployments."""
    table = survey.deployments.assign(station=station_names(survey.deployments))
    first = table.drop_duplicates("station").set_index("station").loc[list(operation.stations)]
    crs = CRS.from_user_input(survey.crs) if survey.crs else None
    if crs is None or not crs.is_geographic:
        if crs is not None and not is_metric(crs):
            raise LeopardRangeError("not_metric", file=survey.name, crs=crs.name)
        return places(first[["x_m", "y_m"]].to_numpy(), name=survey.name), crs
    degrees = places(first[["longitude", "latitude"]].to_numpy(), name=survey.name)
    plane = to_metric(GeoSeries(points_from_xy(*degrees.T), crs=crs), metric_crs, name=survey.name)
    xy = np.column_stack([plane.geometry.x, plane.geometry.y])
    return places(xy, name=survey.name), CRS.from_user_input(metric_crs)


def _detections(survey: Survey, operation: Operation, minutes: float) -> tuple[DataFrame, int]:
    """Return the independent detections of known stations, and how many records had none or no time."""
    counted = survey.counted
    animals = counted[counted["observationType"].isin(("animal", ""))]
    seen = located(animals, survey.deployments)
    timed = seen["eventStart"].notna() | seen["occasion"].notna()
    station = Index(operation.stations).get_indexer(Index(seen["locationID"]))
    usable = timed.to_numpy() & (station >= 0)
    found = seen.assign(station=station)[usable]
    found = found[independent(found, minutes)]
    year = found["eventStart"].dt.tz_convert(survey.timezone).dt.year
    return found.assign(frame=year.astype("Int64").astype(str)), int((~usable).sum())


def _names(seen: DataFrame, operation: Operation) -> tuple[str, ...]:
    years = {str(year) for year in operation.years} | set(seen["frame"])
    return tuple(sorted(years))
