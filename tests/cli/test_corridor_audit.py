"""A proposal audited on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
from pyproj import Transformer
from shapely import Point, Polygon, affinity

from tests.cli.conftest import Run
from tests.datafolder import METRIC
from tests.studies.corridor.test_audit import ALONG_THE_ROAD, feature


def hourglass(turn: float) -> Polygon:
    half = [(-20_000, 3_000), (5_000, 1_000), (20_000, 3_000)]
    shape = Polygon([*half, *[(x, -y) for x, y in reversed(half)]])
    return affinity.translate(affinity.rotate(shape, turn, origin=(0, 0)), 60_000, 20_000)


@pytest.mark.parametrize("turn", [0, 57])
def test_the_narrowest_place_of_an_hourglass_is_found(run: Run, tmp_path: Path, turn: float) -> None:
    path = tmp_path / "hourglass.geojson"
    path.write_text(feature(hourglass(turn)))
    done = run("corridor", "audit", path, "--json")
    assert (done.code, done.err) == (0, "")
    found = done.json
    assert found["width_min_m"] == pytest.approx(2_000, abs=found["cell_m"])
    to_plane = Transformer.from_crs("EPSG:4326", METRIC, always_xy=True)
    seen = Point(to_plane.transform(found["width_min_lon"], found["width_min_lat"]))
    waist = affinity.rotate(Point(5_000, 0), turn, origin=(0, 0))
    assert seen.distance(affinity.translate(waist, 60_000, 20_000)) <= 2 * found["cell_m"] + 20
    profile = found["profile"]
    assert min(row["width_m"] for row in profile) == found["width_min_m"]
    assert [row["along_m"] for row in profile] == sorted(row["along_m"] for row in profile)
    assert set(profile[0]) == {"along_m", "width_m", "transect_m", "lon", "lat", "piece"}
    assert found["name"]["en"] == "hourglass"


def test_a_line_is_not_narrower_than_the_width_it_was_given(run: Run) -> None:
    line = json.dumps({"type": "LineString", "coordinates": [[127.5, 43.6], [128.0, 43.8]]})
    found = run("corridor", "audit", line, "--width-m", "6000", "--thresholds-m", "6000,6010", "--json").json
    assert [row["below_share"] for row in found["thresholds"]] == [0, pytest.approx(1)]


def test_options_reach_the_audit(run: Run) -> None:
    asked = ("--thresholds-m", "2000,20000", "--year", "2000", "--near-m", "40000", "--habitat-min-km2", "5")
    found = run("corridor", "audit", ALONG_THE_ROAD, *asked, "--json").json
    assert [row["threshold_m"] for row in found["thresholds"]] == [2_000, 20_000]
    assert [row["below_share"] for row in found["thresholds"]] == [0, 1]
    assert found["year"] == 2000
    assert found["near"][-1] == {"within_m": 40_000, "settlements": 1}
    line = {"type": "LineString", "coordinates": [[127.5, 43.6], [128.0, 43.8]]}
    wide = run("corridor", "audit", json.dumps(line), "--width-m", "3000", "--json").json
    assert wide["width_min_m"] == pytest.approx(3_000, rel=1e-3)


def test_words_name_units_sources_and_cautions(run: Run) -> None:
    done = run("corridor", "audit", ALONG_THE_ROAD)
    assert done.code == 0
    for words in ("Least width", "10,0", "What crosses it", "Ford A. T.", "Screening level", "M1 en"):
        assert words in done.out
    korean = run("corridor", "audit", ALONG_THE_ROAD, "--lang", "ko")
    assert "가장 좁은 너비" in korean.out


def test_what_is_no_proposal_ends_with_2_and_a_remedy(run: Run, tmp_path: Path) -> None:
    plane = tmp_path / "plane.gpkg"
    gpd.GeoSeries([hourglass(0)]).to_file(plane, driver="GPKG")
    for asked, words in (
        (("nowhere",), "no named proposal"),
        (('{"type":"Point","coordinates":[127.5,43.6]}',), "a line or an area"),
        (('{"type":"LineString","coordinates":[[127.5,43.6],[128,43.8]]}',), "--width-m"),
        (('{"type":"LineString","coordinates":[[43.6,127.5],[43.8,128]]}', "--width-m", "9"), "swapped"),
        ((str(plane),), "coordinate system"),
        ((ALONG_THE_ROAD, "--thresholds-m", "wide"), "thresholds"),
    ):
        done = run("corridor", "audit", *asked)
        assert (done.code, done.out) == (2, "")
        assert words in done.err
        assert "Traceback" not in done.err
