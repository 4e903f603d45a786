"""``leopard-range survey heatmap``: numbers, files, and what it cannot be drawn from."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import pytest
import rasterio

from leopard_range.catalog import Catalog
from leopard_range.model.survey import Survey
from tests.cli.conftest import Run
from tests.surveys import survey

KM = 1_000.0
Rows = list[dict[str, Any]]


def plane(count: int = 12, apart_m: float = 2 * KM) -> Rows:
    """Cameras on a square lattice in a plane without a name."""
    side = math.ceil(math.sqrt(count))
    return [
        {
            "deploymentID": f"d{at}",
            "locationID": f"s{at}",
            "x_m": at % side * apart_m,
            "y_m": at // side * apart_m,
        }
        for at in range(count)
    ]


def usage(stations: Rows, days: float = 10.0) -> Rows:
    return [
        {"deploymentID": one["deploymentID"], "occasion": occasion, "effort_days": days}
        for one in stations
        for occasion in (1, 2)
    ]


def seen(*stations: int) -> Rows:
    return [
        {
            "observationID": f"o{at}",
            "deploymentID": f"d{station}",
            "occasion": 1 + at % 2,
            "scientificName": "Panthera pardus orientalis",
        }
        for at, station in enumerate(stations)
    ]


def trapped(stations: Rows | None = None, observations: Rows | None = None, **more: Any) -> Survey:
    """A survey by occasions, as SPACECAP has them."""
    where = plane() if stations is None else stations
    what = seen(0, 1, 5, 5, 10) if observations is None else observations
    fields: dict[str, Any] = {"usage": usage(where), "crs": "", "kind": "spacecap", **more}
    return survey(where, what, **fields)


def dated(years: tuple[int, ...] = (2010, 2011)) -> Survey:
    """Cameras in the field with dates: nine stations, each year a hundred days."""
    stations = [
        {
            "deploymentID": f"d{at}-{year}",
            "locationID": f"s{at}",
            "longitude": 131.0 + 0.05 * (at % 3),
            "latitude": 43.0 + 0.04 * (at // 3),
            "deploymentStart": f"{year}-03-01T00:00:00+10:00",
            "deploymentEnd": f"{year}-06-09T00:00:00+10:00",
        }
        for year in years
        for at in range(9)
    ]
    observations = [
        {
            "observationID": f"o{year}-{at}-{minute}",
            "deploymentID": f"d{at}-{year}",
            "eventStart": f"{year}-04-0{1 + at}T12:{minute:02}:00+10:00",
            "scientificName": "Panthera pardus orientalis",
        }
        for year in years
        for at in (0, 4, 8)[: 1 + year % 10]
        for minute in (0, 5, 50)
    ]
    return survey(stations, observations)


@pytest.fixture
def ask(run: Run, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ask the command about a survey made here."""

    def about(made: Survey, *words: str | Path) -> Any:
        monkeypatch.setattr(Catalog, "survey", lambda *_: made)
        return run("survey", "heatmap", "survey", *words)

    return about


def codes(done: Any) -> list[str]:
    return [caution["code"] for caution in done.json["cautions"]]


def test_a_density_has_its_numbers_and_its_unit(ask: Any) -> None:
    found = ask(trapped(observations=seen(5)), "--bandwidth", "1000", "--json").json
    assert (found["stations"], found["stations_with_detections"], found["detections"]) == (12, 1, 1)
    assert found["trap_days"] == 240
    assert (found["bandwidth_m"], found["cell_m"]) == (1_000, 200)
    # one detection: the peak of one Gaussian, half a cell away at most
    assert found["peak_per_km2"] == pytest.approx(1 / (2 * math.pi), rel=0.02)
    assert found["peak_per_100_trap_days"] is None
    areas = {row["level_share"]: row["area_km2"] for row in found["levels"]}
    for share, area in areas.items():
        assert area == pytest.approx(-2 * math.pi * math.log(1 - share), rel=0.05)
    assert found["hull_km2"] == 0
    assert found["years"] == []


def test_a_rate_is_for_the_effort_and_blank_without_it(ask: Any) -> None:
    few, many = (
        seen(*range(12)),
        seen(*range(12)) + [{**row, "observationID": row["observationID"] + "b"} for row in seen(*range(12))],
    )
    once = ask(trapped(observations=few), "--kind", "rate", "--bandwidth", "2000", "--json").json
    twice = ask(trapped(observations=many), "--kind", "rate", "--bandwidth", "2000", "--json").json
    # one detection in 20 trap-days at every station
    assert once["peak_per_100_trap_days"] == pytest.approx(5.0, rel=1e-9)
    assert twice["peak_per_100_trap_days"] == pytest.approx(10.0, rel=1e-9)
    assert once["peak_per_km2"] is None
    assert 0.3 < once["blank_share"] < 0.9


def test_years_stand_on_one_scale(ask: Any) -> None:
    done = ask(dated(), "--by", "year", "--kind", "rate", "--bandwidth", "6000", "--json")
    found = done.json
    rows = {row["year"]: row for row in found["years"]}
    # two of three records of a station are less than 30 minutes apart
    assert {year: row["detections"] for year, row in rows.items()} == {2010: 2, 2011: 4}
    assert rows[2010]["trap_days"] == pytest.approx(900)
    assert found["detections"] == 6
    # the same cameras for as long, and twice the detections
    assert rows[2011]["peak_per_100_trap_days"] > rows[2010]["peak_per_100_trap_days"] > 0


def test_independence_is_in_minutes(ask: Any) -> None:
    every = ask(dated(), "--minutes", "0", "--bandwidth", "6000", "--json").json
    assert every["detections"] == 9


@pytest.mark.parametrize("rule", ["href", "scott", "diggle", "cvl", "likelihood"])
def test_every_rule_finds_a_bandwidth(ask: Any, rule: str) -> None:
    done = ask(trapped(), "--bandwidth", rule, "--json")
    assert 100 < done.json["bandwidth_m"] < 10_000
    assert ("heat_places" in codes(done)) == (rule not in ("href", "scott"))


def test_cautions_follow_the_bandwidth_and_the_cameras(ask: Any) -> None:
    sharp = ask(trapped(), "--bandwidth", "1000", "--json")
    assert "heat_shows_cameras" in codes(sharp)
    assert "heat_follows_cameras" in codes(sharp)
    assert "heat_no_map" in codes(sharp)
    safe = ask(trapped(), "--bandwidth", "4000", "--kind", "rate", "--json")
    assert "heat_shows_cameras" not in codes(safe)
    assert "heat_bare" in codes(safe)
    limited = ask(trapped(), "--bandwidth", "4000", "--kind", "rate", "--least-days", "5", "--json")
    assert "heat_blank" in codes(limited)
    assert limited.json["blank_share"] < safe.json["blank_share"]
    wide = ask(trapped(plane(apart_m=3 * KM)), "--bandwidth", "5000", "--json")
    assert "heat_shows_cameras" in codes(wide)
    simulated = ask(trapped(simulated=True), "--bandwidth", "4000", "--json")
    assert codes(simulated)[0] == "survey_simulated"


def test_the_words_say_camera_based(ask: Any) -> None:
    done = ask(trapped(), "--bandwidth", "1000")
    assert "Outlines, camera-based" in done.out
    assert "not a home range" in done.out


def test_a_geotiff_is_cloud_optimised_and_says_what_it_is(ask: Any, tmp_path: Path) -> None:
    file = tmp_path / "heat.tif"
    done = ask(dated(), "--by", "year", "--bandwidth", "6000", "--out", file, "--json")
    assert done.json["bytes"] == file.stat().st_size
    with rasterio.open(file) as found:
        assert found.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert found.descriptions == ("2010", "2011")
        assert set(found.units) == {"detections/km2"}
        assert found.tags()["units"] == "detections/km2"
        assert "camera-based" in found.tags()["cautions"]
        assert found.crs.is_projected
        assert found.transform.a == done.json["cell_m"]
        values = found.read()
    assert values.max() == pytest.approx(max(row["peak_per_km2"] for row in done.json["years"]), rel=1e-6)


def test_a_plane_without_a_name_stays_one_in_files(ask: Any, tmp_path: Path) -> None:
    tif, gpkg = tmp_path / "heat.tif", tmp_path / "heat.gpkg"
    made = trapped(simulated=True)
    ask(made, "--kind", "rate", "--bandwidth", "2000", "--out", tif)
    done = ask(made, "--bandwidth", "2000", "--out", gpkg, "--json")
    with rasterio.open(tif) as found:
        assert found.crs is None
        assert "not named" in found.tags()["coordinates"]
        assert "Simulated" in found.tags()["cautions"]
        assert np.isnan(found.nodata)
        assert np.isnan(found.read(1)).any()
    outlines = pyogrio.read_dataframe(gpkg)
    assert outlines["level_percent"].tolist() == [50, 75, 95]
    assert outlines["area_km2"].tolist() == [row["area_km2"] for row in done.json["levels"]]
    assert outlines.geometry.area.to_numpy() / 1e6 == pytest.approx(outlines["area_km2"].to_numpy())
    assert set(outlines["kind"]) == {"camera-based, not a home range"}


def test_outlines_of_a_survey_on_earth_are_in_degrees(ask: Any, tmp_path: Path) -> None:
    gpkg = tmp_path / "heat.gpkg"
    ask(dated(), "--bandwidth", "6000", "--levels", "50,90", "--out", gpkg)
    outlines = pyogrio.read_dataframe(gpkg)
    assert outlines.crs.to_epsg() == 4326
    west, south, east, north = outlines.total_bounds
    assert 130.5 < west < 131.0
    assert 131.1 < east < 131.6
    assert 42.5 < south < 43.0 < north < 43.5


def test_a_file_of_another_kind_is_refused_before_anything_is_read(run: Run, tmp_path: Path) -> None:
    done = run("survey", "heatmap", tmp_path / "missing", "--out", "heat.png")
    assert done.code == 2
    assert "png" in done.err
    assert "tif" in done.err


ONE_SPOT = [{**row, "x_m": 0.0, "y_m": 0.0} for row in plane(3)]
ONE_LINE = [{**row, "y_m": 0.0} for row in plane(3)]
FAR = [{**row, "x_m": row["x_m"] * 1e9 + 1e9} for row in plane(3)]
WIDE = plane(4, 900 * KM)
PLACELESS = [{**row, "x_m": None} for row in plane(3)]


@pytest.mark.parametrize(
    ("made", "words", "sentence"),
    [
        (trapped(observations=[]), (), "no point to smooth"),
        (trapped(observations=seen(3)), (), "one spot or one line"),
        (trapped(observations=seen(3, 3, 3)), ("--bandwidth", "cvl"), "one spot or one line"),
        (trapped(ONE_SPOT, seen(0, 1)), (), "one spot or one line"),
        (trapped(ONE_LINE, seen(0, 1)), ("--bandwidth", "likelihood"), "has no area"),
        (trapped(FAR, seen(0, 1)), (), "farther away than any place"),
        (trapped(PLACELESS, seen(0, 1)), (), "row 1"),
        (trapped(WIDE, seen(0, 1)), ("--bandwidth", "100"), "cells"),
        (trapped(), ("--bandwidth", "1000", "--cell-m", "600"), "too coarse"),
        (trapped(), ("--bandwidth", "wide"), "no bandwidth"),
        (trapped(), ("--bandwidth", "-5"), "no bandwidth"),
        (trapped(), ("--bandwidth", "nan"), "no bandwidth"),
        (trapped(), ("--bandwidth", "1e-9"), "no bandwidth"),
        (trapped(), ("--bandwidth", "1e9"), "no bandwidth"),
        (trapped(), ("--levels", "50,150"), "no share"),
        (trapped(), ("--levels", ""), "no share"),
        (trapped(), ("--by", "year"), "no dates"),
        (trapped(), ("--least-days", "-1"), "least_days"),
        (trapped(), ("--kind", "rate", "--bandwidth", "2000", "--least-days", "1e9"), "empty"),
        (trapped(usage=[]), ("--kind", "rate", "--bandwidth", "2000"), "no rate"),
        (
            trapped(plane(3), seen(0, 2), usage=usage(plane(2))),
            ("--kind", "rate", "--bandwidth", "2000"),
            "no trap-days",
        ),
    ],
)
def test_bad_input_gives_a_sentence_and_no_number(
    ask: Any, made: Survey, words: tuple[str, ...], sentence: str
) -> None:
    done = ask(made, *words)
    assert done.code == 2
    assert sentence in done.err
    assert not done.out


def test_one_camera_and_one_animal_have_a_heatmap_of_a_given_width(ask: Any) -> None:
    found = ask(trapped(plane(1), seen(0)), "--bandwidth", "3000", "--json").json
    assert found["detections"] == 1
    assert found["hull_km2"] == 0


def test_records_of_unknown_stations_and_empty_frames_are_left_out_and_said(ask: Any) -> None:
    stray = [*seen(0, 5), {**seen(0)[0], "observationID": "x", "deploymentID": "elsewhere"}]
    blank = [{**seen(7)[0], "observationID": "b", "observationType": "blank", "scientificName": ""}]
    done = ask(trapped(observations=stray + blank), "--bandwidth", "3000", "--json")
    assert done.json["detections"] == 2
    assert "heat_left_out" in codes(done)


def test_the_data_folders_own_survey_is_for_planners(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEOPARD_DATA", str(Path(__file__).parents[2] / "geodata"))
    done = run("survey", "heatmap")
    assert done.code == 2
    assert "planner" in done.err
    assert not done.out


def test_records_without_a_clock_are_left_out_and_said(ask: Any) -> None:
    made = dated()
    often = pd.concat([made.observations] * 8, ignore_index=True).assign(observationID="")
    many = replace(made, observations=often)
    many.observations.loc[many.observations.index[:3], "eventStart"] = None
    done = ask(many, "--minutes", "0", "--bandwidth", "6000", "--json")
    assert done.json["detections"] == 69
    assert "heat_left_out" in codes(done)


def test_a_month_without_a_clock_gives_no_surface(ask: Any) -> None:
    made = dated()
    made.observations.loc[made.observations.index[:3], "eventStart"] = None
    done = ask(made, "--json")
    assert done.code == 2
    assert "3 of 9 records have no time" in done.err


def test_a_station_that_stands_twice_counts_once(ask: Any) -> None:
    made = dated()
    again = [{**one, "deploymentID": f"{one['deploymentID']} again"} for one in plane(4)]
    twice = trapped([*plane(4), *again], seen(0, 3), usage=usage(plane(4)))
    assert ask(twice, "--bandwidth", "4000", "--json").json["stations"] == 4
    assert ask(made, "--bandwidth", "4000", "--json").json["stations"] == 9
