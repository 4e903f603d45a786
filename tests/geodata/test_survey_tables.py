"""The public tables of the simulated survey: worked out anew, labelled, without a place, beside the truth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from leopard_range.model.survey import Survey
from tests.geodata.conftest import Spec
from tools.geodata.geometry import to_metres
from tools.geodata.survey_tables import HOUR_COLUMNS, YEAR_COLUMNS, as_survey, hour_rows, year_rows
from tools.geodata.writer import csv_text

Rows = Callable[[str], list[dict[str, str]]]
TABLES = ("survey_years", "survey_hours", "survey_truth")
# The build cuts the land before its outline is written with four decimals.
ESTIMATED = ("density_per_100km2", "animals")


@pytest.fixture(scope="module")
def survey(table: Rows) -> Survey:
    return as_survey(table("survey_stations"), table("survey_detections"))


@pytest.fixture(scope="module")
def home(table: Rows, vector: Callable[[str], gpd.GeoDataFrame]) -> BaseGeometry:
    frame = shapely.box(130.0, 42.0, 132.2, 44.0)
    land = to_metres(shapely.union_all(vector("land").geometry).intersection(frame))
    closed = vector("countries").set_index("id").geometry["KP"].intersection(frame)
    points = {(float(row["longitude"]), float(row["latitude"])) for row in table("survey_stations")}
    return to_metres(shapely.MultiPoint(sorted(points))).buffer(12_000).intersection(land - to_metres(closed))


@pytest.fixture(scope="module")
def worked(survey: Survey, home: BaseGeometry) -> list[dict[str, Any]]:
    return year_rows(survey, home)


def test_years_worked_out_anew_are_those_kept(worked: list[dict[str, Any]], table: Rows) -> None:
    kept = table("survey_years")
    assert [row["year"] for row in worked] == [int(row["year"]) for row in kept] == list(range(2006, 2012))
    for ours, theirs in zip(worked, kept, strict=True):
        for name in YEAR_COLUMNS:
            if name.startswith(ESTIMATED) or name == "region_km2":
                assert ours[name] == pytest.approx(float(theirs[name]), rel=0.01), name
        same = [name for name in YEAR_COLUMNS if not name.startswith((*ESTIMATED, "region"))]
        line = csv_text([{name: ours[name] for name in same}], same).splitlines()[1]
        assert line == ",".join(theirs[name] for name in same)


def test_hours_worked_out_anew_are_those_kept(survey: Survey, table: Rows) -> None:
    text = csv_text(hour_rows(survey), HOUR_COLUMNS)
    assert text.splitlines()[1:] == [",".join(row.values()) for row in table("survey_hours")]
    assert [int(row["hour"]) for row in table("survey_hours")] == list(range(24))
    # Means over equal steps of a smooth curve round a circle are its integral.
    assert sum(float(row["share_per_hour"]) for row in table("survey_hours")) == pytest.approx(1, abs=2e-3)
    assert sum(int(row["detections"]) for row in table("survey_hours")) == len(table("survey_detections"))


def test_known_animals_follow_from_the_rows(table: Rows) -> None:
    years: dict[str, set[int]] = {}
    for row in table("survey_detections"):
        years.setdefault(row["individualID"], set()).add(int(row["year"]))
    for row in table("survey_years"):
        at = int(row["year"])
        assert int(row["identified"]) == sum(at in seen for seen in years.values())
        assert int(row["new"]) == sum(min(seen) == at for seen in years.values())
        assert int(row["cumulative"]) == sum(min(seen) <= at for seen in years.values())
        assert int(row["known_alive"]) == sum(min(seen) <= at <= max(seen) for seen in years.values())
    assert int(table("survey_years")[-1]["cumulative"]) == len(years)


def test_every_interval_covers_the_truth(table: Rows) -> None:
    truth = {row["year"]: row for row in table("survey_truth")}
    for row in table("survey_years"):
        true = truth[row["year"]]
        density = float(true["density_per_100km2"])
        assert density == pytest.approx(100 * int(true["animals"]) / float(true["home_km2"]), abs=5e-4)
        assert float(row["density_per_100km2_low"]) < density < float(row["density_per_100km2_high"])
        assert float(row["animals_low"]) < int(true["animals"]) < float(row["animals_high"])
        assert int(row["known_alive"]) <= int(true["animals"])
        assert (float(row["animals"]) > int(true["animals"])) == (row["year"] == "2011")
        assert float(row["region_km2"]) == pytest.approx(float(true["home_km2"]), rel=0.005)


def test_too_few_animals_or_repeats_are_not_reliable(table: Rows) -> None:
    found = {row["year"]: row["reliable"] for row in table("survey_years")}
    enough = {
        row["year"]: str(int(row["identified"]) >= 10 and int(row["spatial_recaptures"]) >= 20).lower()
        for row in table("survey_years")
    }
    assert found == enough
    assert found["2011"] == "true"
    assert found["2006"] == "false"


def test_tables_are_public_hold_no_place_and_say_simulated(specs: dict[str, Spec], table: Rows) -> None:
    for name in TABLES:
        spec = specs[name]
        assert (spec["method"], spec["sensitivity"], spec["kind"]) == ("simulated", "public", "table")
        assert {row["dataKind"] for row in table(name)} == {"simulated"}
        columns = {column.lower() for column in table(name)[0]}
        assert not columns & {
            "longitude",
            "latitude",
            "locationid",
            "deploymentid",
            "individualid",
            "x_m",
            "y_m",
        }
        assert len(table(name)) <= 24
