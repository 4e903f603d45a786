"""A simulated camera survey, 2006-2011, in the terms of Camtrap DP.

Real camera places of a hunted cat are not public and must not be. This survey has the published design,
density, movement scale and yearly counts, and is made up in everything else: no station stands where a real
one stands, no detection happened.

How it is made. Stations stand on a jittered grid in two monitoring areas. Animals have fixed activity
centres; each year some die, others settle. A camera pair photographs an animal on a day with the
half-normal probability ``g0 exp(-d^2 / (2 sigma^2))`` (Efford 2004, doi 10.1111/j.0030-1299.2004.13043.x).
Conditioned on the published counts: a year whose number of identified animals lies outside the published
range is drawn anew (settlers and detections; for 2006 the whole population). The number of draws is
returned by `simulate`. All randomness comes from uniform numbers of PCG64 with a fixed seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from tools.geodata import facts
from tools.geodata.geometry import to_degrees, to_metres
from tools.geodata.survey_tables import build_survey_tables
from tools.geodata.writer import csv_text, write_text

__all__ = ["Survey", "build_survey", "simulate", "stations"]

ZONE = ZoneInfo("Asia/Vladivostok")
LABEL = "simulated"
SPECIES = "Panthera pardus orientalis"
MOST_DRAWS = 100

STATION_COLUMNS = [
    "deploymentID",
    "locationID",
    "longitude",
    "latitude",
    "coordinateUncertainty",
    "deploymentStart",
    "deploymentEnd",
    "cameraPairs",
    "deploymentGroups",
    "year",
    "dataKind",
]
DETECTION_COLUMNS = [
    "observationID",
    "deploymentID",
    "locationID",
    "longitude",
    "latitude",
    "eventStart",
    "eventEnd",
    "observationType",
    "scientificName",
    "count",
    "lifeStage",
    "sex",
    "individualID",
    "year",
    "dataKind",
]


@dataclass(frozen=True, slots=True)
class Animal:
    """One simulated leopard.

    Attributes
    ----------
    id : str
        Name in the tables.
    male : bool
        Sex.
    xy : tuple of float
        Activity centre, metres of the metric CRS.
    """

    id: str
    male: bool
    xy: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Survey:
    """The simulated tables.

    Attributes
    ----------
    deployments, observations : list of dict
        Rows of the two tables.
    truth : list of dict
        What no camera shows: the animals alive in each year and the land they live on.
    home : BaseGeometry
        That land, metres of the metric CRS.
    draws : dict of int to int
        How often each year was drawn until its count fitted the published range.
    """

    deployments: list[dict[str, Any]]
    observations: list[dict[str, Any]]
    truth: list[dict[str, Any]]
    home: BaseGeometry
    draws: dict[int, int]


def stations(design: dict[str, Any], rng: np.random.Generator) -> list[tuple[str, str, float, float]]:
    """Place the stations on a jittered square grid inside the monitoring areas.

    Parameters
    ----------
    design : dict
        Table ``design`` of ``facts/survey.toml``.
    rng : numpy.random.Generator
        Source of uniform numbers.

    Returns
    -------
    list of (area, id, x, y)
        Metres of the metric CRS.
    """
    placed: list[tuple[str, str, float, float]] = []
    step = design["spacing_m"]
    for area, corners in sorted(design["areas"].items()):
        polygon = to_metres(shapely.Polygon(corners))
        west, south, east, north = polygon.bounds
        ys = np.arange(np.floor(south / step), np.ceil(north / step)) * step
        xs = np.arange(np.floor(west / step), np.ceil(east / step)) * step
        for y in ys:
            for x in xs:
                move = (rng.random(2) - 0.5) * 2 * design["jitter_m"]
                point = shapely.Point(x + move[0], y + move[1])
                if polygon.contains(point):
                    placed.append((area, f"{area[0].upper()}{len(placed) + 1:03d}", point.x, point.y))
    return placed


def _settle(
    count: int, ground: BaseGeometry, animals: dict[str, Any], first: int, rng: np.random.Generator
) -> list[Animal]:
    west, south, east, north = ground.bounds
    share_male = 1 / (1 + animals["females_per_male"])
    settled: list[Animal] = []
    while len(settled) < count:
        x = west + rng.random() * (east - west)
        y = south + rng.random() * (north - south)
        if ground.contains(shapely.Point(x, y)):
            name = f"SIM-{first + len(settled):02d}"
            settled.append(Animal(name, bool(rng.random() < share_male), (float(x), float(y))))
    return settled


def _deploy(
    year: int, sites: list[Any], design: dict[str, Any], rng: np.random.Generator
) -> list[dict[str, Any]]:
    first = date(year, *design["start_month_day"])
    short, long = design["length_days"]
    rows = []
    for area, name, x, y in sites:
        running, delay, span, failing, cut, hour = rng.random(6)
        if running > design["share_running"]:
            continue
        start = first + timedelta(days=int(delay * design["spread_days"]))
        days = int(short + span * (long - short))
        if failing < design["share_failing"]:
            days = int(days * (0.2 + 0.6 * cut))
        rows.append(
            {
                "area": area,
                "name": name,
                "x": x,
                "y": y,
                "start": start,
                "days": days,
                "hour": 9 + int(hour * 8),
            }
        )
    return rows


def _probability(
    animal: Animal, deployed: list[dict[str, Any]], animals: dict[str, Any]
) -> NDArray[np.float64]:
    sigma = animals["sigma_male_m"] if animal.male else animals["sigma_female_m"]
    away = np.array([[row["x"] - animal.xy[0], row["y"] - animal.xy[1]] for row in deployed])
    return np.asarray(animals["g0"] * np.exp(-(away**2).sum(axis=1) / (2 * sigma**2)))


def _minute_of_day(rng: np.random.Generator) -> int:
    """Two in three photographs around dawn or dusk, the rest at any hour; a made-up rhythm."""
    kind, spread, any_time = rng.random(3)
    if kind < 2 / 3:
        peak = 6.5 if kind < 1 / 3 else 18.5
        return int((peak + (spread - 0.5) * 5) * 60)
    return int(any_time * 24 * 60)


def _detect(
    deployed: list[dict[str, Any]], alive: list[Animal], animals: dict[str, Any], rng: np.random.Generator
) -> list[tuple[datetime, dict[str, Any], Animal]]:
    longest = max(row["days"] for row in deployed)
    events = []
    for animal in alive:
        chance = _probability(animal, deployed, animals)
        hits = rng.random((len(deployed), longest)) < chance[:, None]
        for index, day in np.argwhere(hits):
            row = deployed[index]
            minute = _minute_of_day(rng)
            # The first and last day are those of the field work; the pair watches the days between.
            if 0 < day < row["days"]:
                at = datetime.combine(row["start"], datetime.min.time()) + timedelta(
                    days=int(day), minutes=minute
                )
                events.append((at.replace(tzinfo=ZONE), row, animal))
    return sorted(events, key=lambda event: (event[0], event[1]["name"], event[2].id))


def simulate(plan: dict[str, Any], ground: BaseGeometry) -> Survey:
    """Simulate all years.

    Parameters
    ----------
    plan : dict
        Content of ``facts/survey.toml``.
    ground : BaseGeometry
        Land on which animals may live, metres of the metric CRS.

    Returns
    -------
    Survey
        Deployments, observations, and the draws it took.
    """
    rng = np.random.Generator(np.random.PCG64(plan["seed"]))
    animals = plan["animals"]
    sites = stations(plan["design"], rng)
    watched = shapely.multipoints([(x, y) for _, _, x, y in sites]).buffer(animals["buffer_m"])
    home = watched.intersection(ground)
    expected = round(home.area / 1e8 * animals["density_per_100km2"])
    alive: list[Animal] = []
    known = 0
    deployments: list[dict[str, Any]] = []
    observations: list[dict[str, Any]] = []
    truth: list[dict[str, Any]] = []
    draws: dict[int, int] = {}
    for label, (low, high) in sorted(plan["counts"].items()):
        year = int(label)
        deployed = _deploy(year, sites, plan["design"], rng)
        survivors = [animal for animal in alive if rng.random() < animals["annual_survival"]]
        for attempt in range(1, MOST_DRAWS + 1):
            # As many settle as died, two more or two less, so that the population drifts but does not run.
            wanted = max(expected - len(survivors) + int(rng.random() * 5) - 2, 0)
            settled = _settle(wanted, home, animals, known + 1, rng)
            events = _detect(deployed, survivors + settled, animals, rng)
            if low <= len({animal.id for _, _, animal in events}) <= high:
                draws[year] = attempt
                break
        else:
            raise ValueError(f"no draw of {year} fits the published count {low}-{high}")
        alive, known = survivors + settled, known + len(settled)
        truth.append(_truth(year, len(alive), home.area / 1e6))
        deployments += [_deployment(year, row, plan["design"]) for row in deployed]
        observations += [_observation(year, number, *event) for number, event in enumerate(events, start=1)]
    return Survey(deployments, observations, truth, home, draws)


def _truth(year: int, animals: int, home_km2: float) -> dict[str, Any]:
    return {
        "year": year,
        "animals": animals,
        "home_km2": round(home_km2, 1),
        "density_per_100km2": round(100 * animals / home_km2, 3),
        "dataKind": LABEL,
    }


def _place(row: dict[str, Any]) -> dict[str, float]:
    point = to_degrees(shapely.Point(row["x"], row["y"]))
    return {"longitude": round(point.x, 5), "latitude": round(point.y, 5)}


def _deployment(year: int, row: dict[str, Any], design: dict[str, Any]) -> dict[str, Any]:
    start = datetime.combine(row["start"], datetime.min.time(), ZONE) + timedelta(hours=row["hour"])
    return {
        "deploymentID": f"{row['name']}-{year}",
        "locationID": row["name"],
        **_place(row),
        "coordinateUncertainty": 10,
        "deploymentStart": start.isoformat(),
        "deploymentEnd": (start + timedelta(days=row["days"])).isoformat(),
        "cameraPairs": design["cameras"] // 2,
        "deploymentGroups": row["area"],
        "year": year,
        "dataKind": LABEL,
    }


def _observation(year: int, number: int, at: datetime, row: dict[str, Any], animal: Animal) -> dict[str, Any]:
    return {
        "observationID": f"SIM-{year}-{number:03d}",
        "deploymentID": f"{row['name']}-{year}",
        "locationID": row["name"],
        **_place(row),
        "eventStart": at.isoformat(),
        "eventEnd": (at + timedelta(minutes=1)).isoformat(),
        "observationType": "animal",
        "scientificName": SPECIES,
        "count": 1,
        "lifeStage": "adult",
        "sex": "male" if animal.male else "female",
        "individualID": animal.id,
        "year": year,
        "dataKind": LABEL,
    }


def build_survey(target: Path, land: BaseGeometry, closed: BaseGeometry) -> Survey:
    """Write ``survey_stations``, ``survey_detections``, ``survey_truth`` and the tables made from them.

    Parameters
    ----------
    target : Path
        The ``geodata`` folder.
    land : BaseGeometry
        Land, degrees.
    closed : BaseGeometry
        Where no animal lives (North Korea), degrees.

    Returns
    -------
    Survey
        What was simulated.
    """
    frame = shapely.box(130.0, 42.0, 132.2, 44.0)
    ground = to_metres(land.intersection(frame)).difference(to_metres(closed.intersection(frame)))
    survey = simulate(facts.toml("survey"), ground)
    folder = target / "survey"
    write_text(folder / "survey_stations.csv", csv_text(survey.deployments, STATION_COLUMNS))
    write_text(folder / "survey_detections.csv", csv_text(survey.observations, DETECTION_COLUMNS))
    write_text(folder / "survey_truth.csv", csv_text(survey.truth, list(survey.truth[0])))
    build_survey_tables(target, survey.deployments, survey.observations, survey.home)
    return survey
