"""What an attacker gets from the public output, in kilometres, beside what careless output gives.

The attacks of the literature on generalised positions: averaging, peaks of a
density, corners of a hull, days found with a slider.  Each is tried on the
release of the embedded (simulated) survey, and on its leaky twin.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from scipy.ndimage import maximum_filter
from scipy.spatial import KDTree

from leopard_range import privacy
from leopard_range.catalog import open_catalog
from leopard_range.catalog.release import publish
from leopard_range.config import Settings, default_data_folder
from tests.datafolder import TODAY

GEOD = Geod(ellps="WGS84")
Floats = NDArray[np.float64]
KM_LAT = 111.1


@dataclass(frozen=True, slots=True)
class Attack:
    """Median error of the places, kilometres; share of places found, and of guesses right, within 500 m.

    The floor is the error of whoever takes the middle of each published cell.
    """

    name: str
    floor_km: float
    ours_km: float
    ours_found: float
    ours_right: float
    leaky_km: float
    leaky_found: float
    leaky_right: float


def _km(places: Floats) -> Floats:
    return np.column_stack([places[:, 0] * KM_LAT * np.cos(np.radians(43.0)), places[:, 1] * KM_LAT])


def _nearest_km(guesses: Floats, places: Floats) -> Floats:
    """Return how far from each true place the nearest guess lies."""
    away, _ = KDTree(_km(guesses)).query(_km(places))
    return np.asarray(away)


def _found(name: str, guesses: Floats, floor: Floats, leaky: Floats, places: Floats) -> Attack:
    ours, least, leak = (_nearest_km(one, places) for one in (guesses, floor, leaky))
    return Attack(
        name,
        float(np.median(least)),
        float(np.median(ours)),
        float((ours < 0.5).mean()),
        float((_nearest_km(places, guesses) < 0.5).mean()),
        float(np.median(leak)),
        float((leak < 0.5).mean()),
        float((_nearest_km(places, leaky) < 0.5).mean()),
    )


def attacks(work: Path) -> list[Attack]:
    """Try every attack on the release and on its leaky twin."""
    private = default_data_folder()
    publish(private, work / "bundle", TODAY)
    public = open_catalog(Settings(data=work / "bundle", today=TODAY))
    exact = open_catalog(Settings(role="planner", data=private, today=TODAY)).records("survey_stations")
    cells = public.layer("survey_stations").frame
    shown = cells[cells["stations_class"] != privacy.NOT_SHOWN]
    where = exact[["longitude", "latitude"]].drop_duplicates().to_numpy(float)
    inside = shapely.union_all(shown.geometry.to_numpy()).contains(shapely.points(where))
    places = where[inside]
    centre = _centres(shown)
    jitter = np.random.default_rng(1)
    return [
        _found("averaging", _averaged(shown), centre, _jittered(places, jitter), places),
        _found("density peaks", _peaks(public), centre, _kernel_peaks(places), places),
        _found("hull corners", _hull(shown), centre, _corners(places), places),
    ]


def _centres(cells: gpd.GeoDataFrame) -> Floats:
    return np.asarray(shapely.get_coordinates(shapely.centroid(cells.geometry.drop_duplicates().to_numpy())))


def _averaged(shown: gpd.GeoDataFrame) -> Floats:
    """Average every answer about a cell: all years, asked 500 times; it is one answer, so its centre."""
    middle = shown.assign(at=shapely.centroid(shown.geometry.to_numpy())).groupby("cell")["at"]
    return np.array([np.mean([[p.x, p.y] for p in points] * 500, axis=0) for _, points in middle])


def _jittered(places: Floats, rng: np.random.Generator) -> Floats:
    """Average a hundred records of each place, each displaced at random by up to 10 km."""
    angle, far = rng.uniform(0, 2 * np.pi, (2, len(places), 100))
    far = 10 * np.sqrt(far / (2 * np.pi))
    scale = KM_LAT * np.cos(np.radians(43.0))
    x = places[:, :1] + far * np.cos(angle) / scale
    y = places[:, 1:] + far * np.sin(angle) / KM_LAT
    return np.column_stack([x.mean(axis=1), y.mean(axis=1)])


def _local_peaks(values: Floats, lon: Floats, lat: Floats) -> Floats:
    rows, columns = np.nonzero((values == maximum_filter(values, 3)) & (values > 0.05 * values.max()))
    return np.column_stack([lon[columns], lat[rows]])


def _peaks(public: object) -> Floats:
    values, grid = public.raster("survey_detections_surface")  # type: ignore[attr-defined]
    lon = grid.transform.c + grid.transform.a * (np.arange(values.shape[1]) + 0.5)
    lat = grid.transform.f + grid.transform.e * (np.arange(values.shape[0]) + 0.5)
    return _local_peaks(values.filled(0).astype(float), lon, lat)


def _kernel_peaks(places: Floats) -> Floats:
    """Draw a density of the exact places with a bandwidth of 1 km, and take its peaks."""
    (west, south), (east, north) = places.min(axis=0) - 0.02, places.max(axis=0) + 0.02
    lon, lat = np.arange(west, east, 0.002), np.arange(south, north, 0.002)
    values = np.zeros((len(lat), len(lon)))
    scale = KM_LAT * np.cos(np.radians(43.0))
    for x, y in places:
        values += np.outer(np.exp(-(((lat - y) * KM_LAT) ** 2) / 2), np.exp(-(((lon - x) * scale) ** 2) / 2))
    return _local_peaks(values, lon, lat)


def _hull(shown: gpd.GeoDataFrame) -> Floats:
    return np.asarray(
        shapely.get_coordinates(shapely.convex_hull(shapely.union_all(shown.geometry.to_numpy())))
    )


def _corners(places: Floats) -> Floats:
    return np.asarray(shapely.get_coordinates(shapely.convex_hull(shapely.multipoints(places))))


def dated_share(work: Path) -> tuple[float, float]:
    """Return the share of detections whose day the public output tells, and what a day slider tells.

    The slider shows cells with three detections or more up to a day: moving it
    by one day shows which cell gained a detection.
    """
    private = default_data_folder()
    exact = open_catalog(Settings(role="planner", data=private, today=TODAY))
    detections = exact.records("survey_detections")
    cells = privacy.cell_ids(detections["longitude"].to_numpy(), detections["latitude"].to_numpy(), 0.2)
    days = detections["eventStart"].str[:10].to_numpy()
    order = np.argsort(days)
    seen: dict[tuple[int, int], int] = {}
    told = 0
    for at in order:
        cell = (int(cells[at, 0]), int(cells[at, 1]))
        seen[cell] = seen.get(cell, 0) + 1
        told += seen[cell] > 3
    public = open_catalog(Settings(data=private, today=TODAY)).layer("survey_detections").frame
    text = public.drop(columns=["geometry", "sensitivityReviewDate"]).to_csv()
    ours = sum(day in text for day in set(days))
    return ours / len(days), told / len(days)
