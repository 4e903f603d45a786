"""Camera stations and detections as classed counts in coarse cells and whole years."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Geod
from shapely import box

__all__ = ["PUBLIC_RULES", "Rules", "cell_ids", "detection_cells", "station_cells"]

_MICRO = 1_000_000
"""Cells are counted in whole microdegrees: 130.6 / 0.2 is not 653 in binary floating point."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the public may see of sensitive records.

    Attributes
    ----------
    cell_deg : float
        Side of a cell, degrees; the grid starts at 0° E, 0° N and is never clipped.
    min_stations : int
        Fewest camera stations of a cell that is shown.
    delay_months : int
        Months between the end of a year and its release.
    classes : tuple of (int, str)
        Lower bound and label of each class of counts, ascending.
    """

    cell_deg: float = 0.2
    min_stations: int = 3
    delay_months: int = 24
    classes: tuple[tuple[int, str], ...] = ((0, "0"), (1, "1-2"), (3, "3-9"), (10, "10+"))


PUBLIC_RULES = Rules()


def cell_ids(lon: NDArray[np.float64], lat: NDArray[np.float64], cell_deg: float) -> NDArray[np.int64]:
    """Return column and row of the fixed grid cell each position falls in.

    Parameters
    ----------
    lon, lat : ndarray, shape (n,)
        WGS 84 degrees.
    cell_deg : float
        Side of a cell, degrees.

    Returns
    -------
    ndarray, shape (n, 2)
        Column and row, counted from 0° E, 0° N.
    """
    step = round(cell_deg * _MICRO)
    micro = np.rint(np.column_stack([lon, lat]) * _MICRO).astype(np.int64)
    cells: NDArray[np.int64] = micro // step
    return cells


def _classed(counts: NDArray[np.int64], rules: Rules) -> list[str]:
    bounds = np.array([low for low, _ in rules.classes])
    labels = [label for _, label in rules.classes]
    return [labels[i] for i in np.searchsorted(bounds, counts, side="right") - 1]


def _released(year: int, today: date, rules: Rules) -> bool:
    """Return whether a whole year is old enough: its last day plus the delay, in full years, has passed."""
    return today >= date(year + 1 + math.ceil(rules.delay_months / 12), 1, 1)


def _cells_frame(
    cells: pd.DataFrame, column: str, counts: NDArray[np.int64], rules: Rules
) -> gpd.GeoDataFrame:
    side = rules.cell_deg
    west = np.round(cells["col"].to_numpy() * side, 6)
    south = np.round(cells["row"].to_numpy() * side, 6)
    east, north = np.round(west + side, 6), np.round(south + side, 6)
    _, _, diagonal_m = Geod(ellps="WGS84").inv(west, south, east, north)
    shown = cells["stations"].to_numpy() >= rules.min_stations
    labels = [label if ok else "not shown" for label, ok in zip(_classed(counts, rules), shown, strict=True)]
    frame = gpd.GeoDataFrame(
        {
            "cell": [f"{c}_{r}" for c, r in zip(cells["col"], cells["row"], strict=True)],
            "year_from": cells["year"].to_numpy(),
            "year_to": cells["year"].to_numpy(),
            column: labels,
            "dataGeneralizations": f"{side} degree grid, classed counts, whole years",
            "coordinatePrecision": side,
            "coordinateUncertaintyInMeters": np.ceil(np.asarray(diagonal_m) / 2).astype(int),
            "informationWithheld": "exact positions, dates, individuals; cells with fewer than "
            f"{rules.min_stations} stations",
        },
        geometry=box(west, south, east, north),
        crs="EPSG:4326",
    )
    return frame.sort_values(["year_from", "cell"], ignore_index=True)


def _years(moments: pd.Series) -> list[int]:
    """Return the year each ISO 8601 moment was written in, by the camera's own clock."""
    return [int(text[:4]) for text in moments.astype(str)]


def _station_counts(stations: pd.DataFrame, today: date, rules: Rules) -> pd.DataFrame:
    """Count distinct stations per cell and year they stood in; unreleased years are dropped."""
    cells = cell_ids(
        stations["longitude"].to_numpy(float), stations["latitude"].to_numpy(float), rules.cell_deg
    )
    first, last = (_years(stations[name]) for name in ("deploymentStart", "deploymentEnd"))
    table = pd.DataFrame(
        {
            "col": cells[:, 0],
            "row": cells[:, 1],
            # A camera over New Year stood in both years; its pictures are of both.
            "year": [list(range(a, b + 1)) for a, b in zip(first, last, strict=True)],
            "station": stations["locationID"].to_numpy(),
        }
    ).explode("year")
    counts = table.groupby(["year", "col", "row"])["station"].nunique().rename("stations").reset_index()
    released = [_released(int(year), today, rules) for year in counts["year"]]
    return counts.loc[released].reset_index(drop=True)


def station_cells(stations: pd.DataFrame, today: date, rules: Rules = PUBLIC_RULES) -> gpd.GeoDataFrame:
    """Show camera stations as classed counts in coarse cells and whole years.

    Parameters
    ----------
    stations : DataFrame
        ``locationID``, ``longitude``, ``latitude`` (WGS 84 degrees),
        ``deploymentStart``, ``deploymentEnd`` (ISO 8601); one row per deployment.
    today : date
        Day of the release; younger years are withheld.
    rules : Rules
        The public scheme.

    Returns
    -------
    GeoDataFrame
        Cells, EPSG:4326, with ``stations_class``; ``not shown`` below the
        smallest number of stations.  It depends on which cell each station
        falls in and on nothing finer.
    """
    counts = _station_counts(stations, today, rules)
    return _cells_frame(counts, "stations_class", counts["stations"].to_numpy(np.int64), rules)


def detection_cells(
    stations: pd.DataFrame, detections: pd.DataFrame, today: date, rules: Rules = PUBLIC_RULES
) -> gpd.GeoDataFrame:
    """Show detections as classed counts in coarse cells and whole years.

    Parameters
    ----------
    stations : DataFrame
        As in `station_cells`.
    detections : DataFrame
        ``deploymentID`` of `stations` and ``eventStart`` (ISO 8601).
    today : date
        Day of the release; younger years are withheld.
    rules : Rules
        The public scheme.

    Returns
    -------
    GeoDataFrame
        Cells with cameras, EPSG:4326, with ``detections_class``: ``0`` where
        cameras saw nothing, ``not shown`` where there are too few stations.
    """
    counts = _station_counts(stations, today, rules)
    places = stations.set_index("deploymentID")[["longitude", "latitude"]]
    where = places.loc[detections["deploymentID"]]
    cells = cell_ids(where["longitude"].to_numpy(float), where["latitude"].to_numpy(float), rules.cell_deg)
    seen = pd.DataFrame(
        {
            "col": cells[:, 0],
            "row": cells[:, 1],
            "year": _years(detections["eventStart"]),
        }
    )
    numbers = seen.groupby(["year", "col", "row"]).size().rename("detections").reset_index()
    joined = counts.merge(numbers, on=["year", "col", "row"], how="left")
    return _cells_frame(counts, "detections_class", joined["detections"].fillna(0).to_numpy(np.int64), rules)
