"""What a camera survey must hold before any of it may be made public."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from leopard_range.errors import LeopardRangeError

__all__ = ["check_detections", "check_stations"]

_FIRST_YEAR = 1990
"""Camera traps are younger; an older date is a mistake in the clock."""


def check_stations(stations: pd.DataFrame, file: str, today: date) -> None:
    """Refuse a table of stations on which the scheme's counts would be wrong.

    Parameters
    ----------
    stations : DataFrame
        One row per deployment: ``deploymentID``, ``locationID``,
        ``longitude``, ``latitude`` (numbers), ``deploymentStart``, ``deploymentEnd``.
    file : str
        Name to show in a message.
    today : date
        Day of the release.

    Raises
    ------
    LeopardRangeError
        ``column_missing``, ``release_empty_cell``, ``release_bad_position``,
        ``release_bad_date``, ``release_id_twice``, ``release_same_place``.
        No message holds a position or a date.
    """
    _need(stations, file, "deploymentID", "locationID", "longitude", "latitude")
    outside = ~(
        (stations["longitude"].astype(float).abs() <= 180) & (stations["latitude"].astype(float).abs() <= 90)
    )
    if outside.any():
        raise LeopardRangeError("release_bad_position", file=file, row=_first(outside))
    start = _moments(stations, "deploymentStart", file, today)
    end = _moments(stations, "deploymentEnd", file, today)
    for at, (a, b) in enumerate(zip(start, end, strict=True), start=1):
        if b < a:
            raise LeopardRangeError("release_bad_date", file=file, row=at, column="deploymentEnd")
    twice = stations["deploymentID"].duplicated()
    if twice.any():
        raise LeopardRangeError("release_id_twice", file=file, row=_first(twice), column="deploymentID")
    places = stations[["longitude", "latitude", "locationID"]].drop_duplicates()
    shared = places.duplicated(["longitude", "latitude"])
    if shared.any():
        row = int(stations.index.get_indexer(shared.index[shared])[0]) + 1
        raise LeopardRangeError("release_same_place", file=file, row=row)


def check_detections(detections: pd.DataFrame, stations: pd.DataFrame, file: str, today: date) -> None:
    """Refuse a table of detections that does not fit its stations.

    Parameters
    ----------
    detections : DataFrame
        One row per event: ``deploymentID``, ``eventStart``.
    stations : DataFrame
        Checked by `check_stations`.
    file : str
        Name to show in a message.
    today : date
        Day of the release.

    Raises
    ------
    LeopardRangeError
        ``column_missing``, ``release_empty_cell``, ``release_bad_date``,
        ``release_unknown_deployment``, ``release_other_year``.
    """
    _need(detections, file, "deploymentID")
    unknown = ~detections["deploymentID"].isin(stations["deploymentID"])
    if unknown.any():
        raise LeopardRangeError("release_unknown_deployment", file=file, row=_first(unknown))
    year = [moment.year for moment in _moments(detections, "eventStart", file, today)]
    known = stations.set_index("deploymentID")
    stood = known.loc[detections["deploymentID"], ["deploymentStart", "deploymentEnd"]].astype(str)
    first, last = (stood[name].str[:4].astype(int).to_numpy() for name in stood.columns)
    away = pd.Series((year < first) | (year > last))
    if away.any():
        raise LeopardRangeError("release_other_year", file=file, row=_first(away))


def _first(wrong: pd.Series) -> int:
    return int(wrong.to_numpy().argmax()) + 1


def _need(frame: pd.DataFrame, file: str, *columns: str) -> None:
    for name in columns:
        if name not in frame.columns:
            raise LeopardRangeError("column_missing", file=file, column=name)
        empty = frame[name].isna() | (frame[name].astype(str).str.strip() == "")
        if empty.any():
            raise LeopardRangeError("release_empty_cell", file=file, row=_first(empty), column=name)


def _moments(frame: pd.DataFrame, column: str, file: str, today: date) -> list[datetime]:
    """Read full dates; the clock's offset is left out, because the year is the camera's own."""
    _need(frame, file, column)
    moments = []
    for at, text in enumerate(frame[column].astype(str), start=1):
        try:
            moment = datetime.fromisoformat(text.strip()).replace(tzinfo=None)
        except ValueError:
            moment = datetime.max
        if len(text.strip()) < 10 or not _FIRST_YEAR <= moment.year <= today.year:
            raise LeopardRangeError("release_bad_date", file=file, row=at, column=column)
        moments.append(moment)
    return moments
