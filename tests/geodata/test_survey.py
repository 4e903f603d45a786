"""The simulated survey: labelled, inside the reserves, agreeing with the published counts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import geopandas as gpd
import numpy as np
import pytest
import shapely

from tools.geodata import facts
from tools.geodata.geometry import area_km2, to_metres
from tools.geodata.survey import simulate

Rows = Callable[[str], list[dict[str, str]]]
ZONE = ZoneInfo("Asia/Vladivostok")


@pytest.fixture(scope="module")
def stations(table: Rows) -> list[dict[str, str]]:
    return table("survey_stations")


@pytest.fixture(scope="module")
def detections(table: Rows) -> list[dict[str, str]]:
    return table("survey_detections")


def test_identified_animals_agree_with_the_published_counts(
    table: Rows, detections: list[dict[str, str]]
) -> None:
    counts = table("plot_counts")
    assert [row["year"] for row in counts] == ["2006", "2007", "2008", "2009", "2010", "2011"]
    for row in counts:
        found = {d["individualID"] for d in detections if d["year"] == row["year"]}
        assert int(row["low"]) <= len(found) <= int(row["high"]), row["year"]
    assert len({d["individualID"] for d in detections if d["year"] == "2011"}) == 12


def test_every_row_says_simulated(stations: list[dict[str, str]], detections: list[dict[str, str]]) -> None:
    assert {row["dataKind"] for row in stations + detections} == {"simulated"}
    assert all(row["individualID"].startswith("SIM-") for row in detections)
    assert all(row["observationID"].startswith("SIM-") for row in detections)


def test_stations_stand_inside_the_park_and_kedrovaya_pad(
    stations: list[dict[str, str]], vector: Callable[[str], gpd.GeoDataFrame]
) -> None:
    pad = vector("reserves").set_index("id").geometry["kedrovaya-pad"]
    inside = shapely.union(vector("park").geometry.iloc[0], pad)
    shapely.prepare(inside)
    points = {(float(row["longitude"]), float(row["latitude"])) for row in stations}
    assert len(points) > 90
    assert all(inside.contains(shapely.Point(point)) for point in points)
    assert sum(pad.contains(shapely.Point(point)) for point in points) >= 5


def test_areas_are_about_as_large_as_published() -> None:
    areas = facts.toml("survey")["design"]["areas"]
    assert len(areas) == 2
    for corners in areas.values():
        assert area_km2(shapely.Polygon(corners)) == pytest.approx(700, rel=0.2)


def test_public_cells_hold_enough_stations(stations: list[dict[str, str]]) -> None:
    places = {row["locationID"]: (row["longitude"], row["latitude"]) for row in stations}
    xy = np.array(list(places.values()), dtype=float)
    _, count = np.unique(np.floor(xy / 0.2), axis=0, return_counts=True)
    assert (count >= 3).sum() >= 8


def test_a_station_never_moves(stations: list[dict[str, str]], detections: list[dict[str, str]]) -> None:
    places: dict[str, set[tuple[str, str]]] = {}
    for row in stations + detections:
        places.setdefault(row["locationID"], set()).add((row["longitude"], row["latitude"]))
    assert all(len(found) == 1 for found in places.values())


def test_detections_lie_within_their_deployments(
    stations: list[dict[str, str]], detections: list[dict[str, str]]
) -> None:
    deployed = {row["deploymentID"]: row for row in stations}
    assert len(deployed) == len(stations)
    assert len({row["observationID"] for row in detections}) == len(detections)
    for row in detections:
        deployment = deployed[row["deploymentID"]]
        at = datetime.fromisoformat(row["eventStart"])
        assert datetime.fromisoformat(deployment["deploymentStart"]) <= at
        assert at <= datetime.fromisoformat(deployment["deploymentEnd"])
        assert at.year == int(row["year"])


def test_times_carry_the_clock_of_vladivostok(
    stations: list[dict[str, str]], detections: list[dict[str, str]]
) -> None:
    times = [row[key] for row in stations for key in ("deploymentStart", "deploymentEnd")]
    times += [row["eventStart"] for row in detections]
    for text in times:
        at = datetime.fromisoformat(text)
        assert at.utcoffset() == at.replace(tzinfo=ZONE).utcoffset(), text


def test_sex_belongs_to_the_animal(detections: list[dict[str, str]]) -> None:
    sexes: dict[str, set[str]] = {}
    for row in detections:
        sexes.setdefault(row["individualID"], set()).add(row["sex"])
    assert all(len(found) == 1 for found in sexes.values())
    assert {sex for found in sexes.values() for sex in found} == {"female", "male"}


def test_males_are_seen_over_wider_ground(detections: list[dict[str, str]]) -> None:
    spread: dict[str, list[float]] = {"female": [], "male": []}
    animals: dict[str, list[dict[str, str]]] = {}
    for row in detections:
        animals.setdefault(row["individualID"], []).append(row)
    for rows in animals.values():
        if len(rows) >= 4:
            xy = [(float(row["longitude"]), float(row["latitude"])) for row in rows]
            points = shapely.get_coordinates(to_metres(shapely.MultiPoint(xy)))
            spread[rows[0]["sex"]].append(float(np.sqrt(points.var(axis=0).sum())))
    assert np.mean(spread["male"]) > 1.3 * np.mean(spread["female"])


@pytest.fixture(scope="module")
def plan() -> dict[str, Any]:
    return facts.toml("survey")


def _ground() -> shapely.Polygon:
    return to_metres(shapely.box(130.0, 42.0, 132.2, 44.0))


def test_the_same_seed_gives_the_same_survey(plan: dict[str, Any]) -> None:
    short = {**plan, "counts": {"2006": [7, 9], "2007": [7, 9]}}
    first = simulate(short, _ground())
    assert simulate(short, _ground()) == first
    assert simulate({**short, "seed": 1}, _ground()).observations != first.observations


def test_a_count_out_of_reach_is_said_not_forced(plan: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="2006 fits the published count 400-401"):
        simulate({**plan, "counts": {"2006": [400, 401]}}, _ground())


def test_half_normal_detection_is_recovered(plan: dict[str, Any]) -> None:
    # Many animals, females only, no condition on counts: photographs per animal must follow the law.
    animals = {
        **plan["animals"],
        "density_per_100km2": 20.0,
        "females_per_male": 1e9,
        "sigma_female_m": 2500.0,
    }
    design = {**plan["design"], "share_running": 1.0, "share_failing": 0.0, "length_days": [100, 100]}
    survey = simulate(
        {**plan, "animals": animals, "design": design, "counts": {"2006": [0, 10**6]}}, _ground()
    )
    stations_per_m2 = 1 / design["spacing_m"] ** 2
    area_m2 = len(survey.deployments) / stations_per_m2
    # Every station meets D 2 pi sigma^2 animals, each photographed g0 a day on 99 days.
    wanted = len(survey.deployments) * 20e-8 * 2 * np.pi * 2500.0**2 * animals["g0"] * 99
    assert area_m2 > 1e9
    assert len(survey.observations) == pytest.approx(wanted, rel=0.1)
