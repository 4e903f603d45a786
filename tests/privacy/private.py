"""A private folder full of secrets, invented: the same survey with stations and dates put anywhere else.

What the public may know (which cell, which year, how many) is fixed; what it
may not know (where in the cell, when in the year, in which order) is drawn.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from affine import Affine
from shapely import LineString, Point, box

from leopard_range.privacy import PUBLIC_RULES
from tests.datafolder import DataFolder, square_country

CELL = PUBLIC_RULES.cell_deg
YEARS = (2009, 2010, 2011, 2012)
YOUNG = 2025
# Cell -> stations a year: full, one year short of k, always short, alone, and large.
PLAN = {
    (653, 215): {2009: 4, 2010: 4, 2011: 4, 2012: 4},
    (654, 215): {2009: 9, 2010: 10, 2011: 10, 2012: 11},
    (655, 216): {2009: 3, 2010: 3, 2011: 2, 2012: 3},
    (656, 217): {2009: 2, 2010: 2, 2011: 2, 2012: 2},
    (661, 221): {2010: 1},
}
SECOND = {(640, 213): {2010: 5, 2011: 3}}
SECRETS = ("SECRET-L7", "SECRET-STATION", "SECRET-DEN", "SECRET-PERSON", "IMG_SECRET")
KINDS = {"longitude": "number", "latitude": "number", "deploymentID": "string"}


@dataclass(frozen=True, slots=True)
class Survey:
    """Two tables of one survey."""

    stations: pd.DataFrame
    detections: pd.DataFrame

    @property
    def places(self) -> list[tuple[float, float]]:
        """Distinct exact positions."""
        frame = self.stations[["longitude", "latitude"]].drop_duplicates()
        return [(float(x), float(y)) for x, y in frame.to_numpy()]


def _moment(year: int, rng: np.random.Generator) -> datetime:
    return datetime(year, 1, 1) + timedelta(minutes=int(rng.integers(0, 365 * 1440 - 1)))


def survey(
    name: str, plan: dict[tuple[int, int], dict[int, int]], seed: int, *, young: bool = True
) -> Survey:
    """Draw where in its cell each station stands and when in its year each thing happened."""
    rng = np.random.default_rng(seed)
    stations: list[dict[str, Any]] = []
    detections: list[dict[str, Any]] = []
    for (col, row), years in plan.items():
        most = max(years.values())
        inside = rng.uniform(0.02, 0.98, (most, 2))
        for number in range(most):
            lon = round((col + inside[number, 0]) * CELL, 7)
            lat = round((row + inside[number, 1]) * CELL, 7)
            station = f"SECRET-STATION-{name}-{col}-{row}-{number}"
            place: dict[str, Any] = {"locationID": station, "longitude": lon, "latitude": lat}
            stood = [year for year, count in years.items() if number < count]
            for year in [*stood, *([YOUNG] if young else [])]:
                start, end = sorted(_moment(year, rng) for _ in range(2))
                id_ = f"{station}-{year}"
                stations.append(
                    {
                        "deploymentID": id_,
                        **place,
                        "deploymentStart": f"{start.isoformat()}+10:00",
                        "deploymentEnd": f"{end.isoformat()}+10:00",
                        "setupBy": "SECRET-PERSON",
                    }
                )
                detections += [
                    {
                        "observationID": f"{id_}-{k}",
                        "deploymentID": id_,
                        "longitude": lon,
                        "latitude": lat,
                        "eventStart": f"{_moment(year, rng).isoformat()}+10:00",
                        "individualID": f"SECRET-L7-{(number + k) % 5}",
                        "observationComments": "SECRET-DEN beside the stream",
                    }
                    for k in range((number * 7 + year) % 4)
                ]
    # Rows in the order of the clock: an order, too, may tell.
    return Survey(
        pd.DataFrame(stations).sort_values("deploymentStart", ignore_index=True),
        pd.DataFrame(detections).sort_values("eventStart", ignore_index=True),
    )


def put(folder: DataFolder, name: str, drawn: Survey, **changes: Any) -> None:
    """Write a survey into a folder under construction."""
    secret = {"group": "survey", "kind": "point", "sensitivity": "exact", "method": "surveyed", **changes}
    rule = {"rule": "detections", "stations": f"{name}_stations"}
    folder.table(f"{name}_stations", drawn.stations, KINDS, rule="stations", **secret)
    folder.table(f"{name}_detections", drawn.detections, KINDS, **rule, **secret)
    folder.entries[f"{name}_detections"]["areas"] = "parks"


def private_folder(path: Path, seed: int = 0) -> tuple[DataFolder, list[tuple[float, float]]]:
    """Write a private folder; return it and every exact position in it."""
    folder = square_country(path)
    parks = gpd.GeoDataFrame({"id": ["park-a"]}, geometry=[box(130.5, 42.9, 131.05, 43.3)], crs="EPSG:4326")
    folder.layer("parks", parks, group="reserves", fields={"id": {"type": "string", "text": "id"}})
    first, second = survey("a", PLAN, seed), survey("b", SECOND, seed + 1, young=False)
    put(folder, "alpha", first)
    put(folder, "beta", second)
    rng = np.random.default_rng(seed + 2)
    secret = {"sensitivity": "exact", "method": "surveyed", "group": "survey"}
    dens = [Point(*np.round(rng.uniform((130.65, 43.05), (131.3, 43.5)), 7)) for _ in range(3)]
    den_names = {"id": ["SECRET-DEN-1", "SECRET-DEN-2", "SECRET-DEN-3"]}
    folder.layer("dens", gpd.GeoDataFrame(den_names, geometry=dens, crs="EPSG:4326"), kind="point", **secret)
    track = LineString(np.round(rng.uniform((130.65, 43.05), (131.3, 43.5), (40, 2)), 7))
    collar = gpd.GeoDataFrame({"id": ["SECRET-L7"]}, geometry=[track], crs="EPSG:4326")
    folder.layer("tracks", collar, kind="line", rule="withhold", **secret)
    people = pd.DataFrame({"individualID": [f"SECRET-L7-{i}" for i in range(5)], "sex": "female"})
    folder.table("individuals", people, {"individualID": "string"}, **{**secret, "group": "tables"})
    media = pd.DataFrame({"filePath": ["IMG_SECRET_1.jpg"], "longitude": [131.1], "latitude": [43.1]})
    folder.table("media", media, {}, **{**secret, "group": "tables"})
    places = [*first.places, *second.places, *((p.x, p.y) for p in dens), *map(tuple, track.coords)]
    folder.raster("density", _density(places), Affine(0.005, 0, 130.5, 0, -0.005, 43.6))
    folder.entries["density"] |= secret
    folder.write()
    return folder, places


def reshuffled(folder: DataFolder, seed: int) -> None:
    """Move every station inside its cell and every date inside its year."""
    for name, plan, young in (("alpha", PLAN, True), ("beta", SECOND, False)):
        drawn = survey(name[0], plan, seed + len(name), young=young)
        for part, frame in (("stations", drawn.stations), ("detections", drawn.detections)):
            file = folder.path / f"{name}_{part}.csv"
            frame.to_csv(file, index=False)
            folder.entries[f"{name}_{part}"]["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    folder.write()


def _density(places: list[tuple[float, float]]) -> np.ndarray:
    """Draw a kernel density of the exact places, which a folder may hold but never give away."""
    x, y = 130.5 + 0.005 * np.arange(220), 43.6 - 0.005 * np.arange(140)
    gap = [((x[None, :] - lon) ** 2 + (y[:, None] - lat) ** 2) / (2 * 0.01**2) for lon, lat in places]
    return np.asarray(np.exp(-np.array(gap)).sum(axis=0), dtype="float32")
