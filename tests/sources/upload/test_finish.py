"""The last steps of every vector format: shapes, systems, budgets."""

from __future__ import annotations

import math
import time

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Upload
from leopard_range.sources.upload.budgets import MAX_CROSSINGS
from leopard_range.sources.upload.crossings import crossings
from leopard_range.sources.upload.finish import finish
from leopard_range.sources.upload.raw import Raw, features
from tests.sources.upload.made import SQUARE, codes, collection, failure, feature, polygon, read_json


def shapes(*wkt: str, crs: str | None = "EPSG:4326") -> Upload:
    geometry = np.array([shapely.from_wkt(text) for text in wkt], dtype=object)
    table = pd.DataFrame({"n": range(len(wkt))})
    raw = Raw("a.gpkg", "gpkg", features(table, geometry), CRS(crs) if crs else None, layer="one")
    return finish(raw, Choices())


def star(points: int) -> list[list[float]]:
    """Chords that each cross almost every other one."""
    step = points // 2 if points % 2 else points // 2 - 1
    turn = [2 * math.pi * step * n / points for n in range(points)]
    return [[131.3 + 0.1 * math.cos(a), 43.1 + 0.1 * math.sin(a)] for a in turn]


@pytest.mark.parametrize(
    ("ring", "code"),
    [
        ([[131.2, 43.0], [131.3, 43.1], [131.4, 43.2], [131.2, 43.0]], "zero_area"),
        ([[131.2, 43.0], [131.4, 43.0], [131.2, 43.0], [131.3, 43.0], [131.2, 43.0]], "zero_area"),
        ([[131.3, 43.1], [131.300000000001, 43.1], [131.3, 43.100000000001], [131.3, 43.1]], "tiny_area"),
        ([[131.3, 43.1], [131.300005, 43.1], [131.3, 43.100005], [131.3, 43.1]], "tiny_area"),
    ],
)
def test_polygons_without_area_are_refused(ring: list[list[float]], code: str) -> None:
    problem = failure(read_json, collection(feature([SQUARE]), feature([ring])))
    assert (problem.code, problem.blanks["feature"]) == (code, 2)


def test_a_small_but_true_polygon_is_kept() -> None:
    ring = [[131.3, 43.1], [131.3001, 43.1], [131.3001, 43.1001], [131.3, 43.1001], [131.3, 43.1]]
    assert read_json(polygon(*ring)).repairs == ()


def test_a_bow_tie_is_mended_and_its_areas_told() -> None:
    upload = read_json(polygon([131.2, 43], [131.4, 43.2], [131.4, 43], [131.2, 43.2], [131.2, 43]))
    assert codes(upload) == ["polygon_repaired"]
    blanks = dict(upload.repairs[0].blanks)
    assert blanks["number"] == 1
    assert blanks["before_km2"] == pytest.approx(0, abs=0.1)
    # Two triangles of 0.2 degrees by 0.1 degrees at 43 north: 16.3 km by 11.1 km each, halved.
    assert blanks["after_km2"] == pytest.approx(2 * 16.3 * 11.1 / 2, rel=0.01)


def test_a_spike_is_taken_off() -> None:
    upload = read_json(
        polygon([131.2, 43], [131.4, 43], [139.9, 43], [131.4, 43], [131.4, 43.2], [131.2, 43.2], [131.2, 43])
    )
    assert codes(upload) == ["polygon_repaired"]
    assert upload.frame is not None
    assert upload.frame.total_bounds[2] == 131.4


def test_a_repair_that_rounding_spoils_is_made_again() -> None:
    upload = read_json(
        polygon(
            *([131.4, 43.5], [131.3, 43.6], [131.0, 43.0], [131.4, 43.5], [131.3, 43.6], [131.1, 43.1]),
            *([131.5, 43.1], [131.0, 43.0], [131.4, 43.5]),
        )
    )
    assert codes(upload) == ["polygon_repaired"]
    assert upload.frame is not None
    assert upload.frame.is_valid.all()


def test_holes_outside_and_overlapping_parts_are_mended() -> None:
    hole = [[131.6, 43.0], [131.7, 43.0], [131.7, 43.1], [131.6, 43.0]]
    for rings in (
        [SQUARE, hole],
        [SQUARE, [*SQUARE[:2], [131.3, 43.1], SQUARE[0]], [*SQUARE[:2], [131.3, 43.15], SQUARE[0]]],
    ):
        upload = read_json(collection(feature(rings)))
        assert "polygon_repaired" in codes(upload)
        assert upload.frame is not None
        assert upload.frame.is_valid.all()
    parts = [[SQUARE], [[[x + 0.1, y] for x, y in SQUARE]]]
    upload = read_json(collection(feature(parts, "MultiPolygon")))
    assert codes(upload) == ["polygon_repaired"]


def test_features_that_overlap_and_vertices_that_repeat_are_kept() -> None:
    doubled = [xy for xy in SQUARE for _ in range(2)]
    upload = read_json(collection(feature([SQUARE]), feature([SQUARE]), feature([doubled])))
    assert (upload.rows, upload.repairs) == (3, ())


def test_repairs_are_told_one_by_one_only_to_begin_with() -> None:
    bow = [[131.2, 43], [131.4, 43.2], [131.4, 43], [131.2, 43.2], [131.2, 43]]
    upload = read_json(collection(*(feature([bow], n=n) for n in range(5))))
    assert codes(upload) == ["polygon_repaired"] * 3 + ["polygons_repaired"]


@pytest.mark.parametrize("points", [4_000, 4_001, 20_001])
def test_a_star_of_crossing_chords_is_refused_in_time(points: int) -> None:
    started = time.process_time()
    problem = failure(read_json, polygon(*star(points), star(points)[0]))
    assert problem.code == "too_many_crossings"
    assert time.process_time() - started < 5.0


def test_many_small_stars_share_one_budget() -> None:
    small = star(101)
    body = collection(*(feature([[*small, small[0]]], n=n) for n in range(20)))
    assert failure(read_json, body).code == "too_many_crossings"
    assert read_json(polygon(*small, small[0])).rows == 1


def test_crossings_are_counted() -> None:
    five = star(5)
    assert crossings(shapely.Polygon(five)) == 5
    assert crossings(shapely.Polygon(SQUARE)) == 0
    assert crossings(shapely.box(0, 0, 1, 1).difference(shapely.box(0.2, 0.2, 0.8, 0.8))) == 0
    assert crossings(shapely.Polygon(star(4001))) == MAX_CROSSINGS + 1


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=3, max_size=9))
def test_a_polygon_without_crossings_is_valid_and_the_other_way_round(points: list[tuple[int, int]]) -> None:
    distinct = [xy for n, xy in enumerate(points) if xy != points[n - 1]]
    if len(distinct) < 4:
        return
    shape = shapely.Polygon(distinct)
    # Spikes are edges that turn back on their neighbour, which meet but are not counted.
    if crossings(shape) == 0 and shape.area > 0:
        spiky = any(
            (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])
            for a, b, c in zip(
                distinct, distinct[1:] + distinct[:1], distinct[2:] + distinct[:2], strict=True
            )
        )
        assert shape.is_valid or spiky
    elif shape.is_valid:
        assert crossings(shape) == 0


def test_lines_without_length_are_refused_and_parts_of_lines_left_out() -> None:
    still = [[131.2, 43.0], [131.2, 43.0]]
    assert failure(read_json, collection(feature(still, "LineString"))).code == "zero_length"
    upload = read_json(collection(feature([still, SQUARE], "MultiLineString")))
    assert codes(upload) == ["short_parts_dropped"]


def test_a_mixed_file_is_asked_about_and_the_answer_followed() -> None:
    body = collection(
        feature([SQUARE]),
        feature([131.3, 43.1], "Point"),
        feature(SQUARE, "LineString"),
        feature(SQUARE, "LineString"),
    )
    problem = failure(read_json, body)
    assert problem.code == "mixed_geometry"
    assert (problem.blanks["points"], problem.blanks["lines"], problem.blanks["polygons"]) == (1, 2, 1)
    for family, rows in (("point", 1), ("line", 2), ("polygon", 1)):
        upload = read_json(body, geometry=family)
        assert (upload.rows, codes(upload)) == (rows, ["others_left_out"])
    assert failure(read_json, collection(feature([SQUARE])), geometry="line").code == "geometry_absent"


def test_collections_are_taken_apart() -> None:
    inner = {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [131.3, 43.1]}]}
    mixed = [*inner["geometries"], {"type": "Polygon", "coordinates": [SQUARE]}]
    one = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "GeometryCollection", "geometries": [inner]},
    }
    two = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "GeometryCollection", "geometries": mixed},
    }
    assert codes(read_json(collection(one))) == ["collections_split"]
    problem = failure(read_json, collection(two))
    assert (problem.code, problem.blanks["points"], problem.blanks["polygons"]) == ("mixed_geometry", 1, 1)
    upload = read_json(collection(two), geometry="polygon")
    assert codes(upload) == ["collections_split", "others_left_out"]
    assert upload.frame is not None
    assert upload.frame.geom_type.str.contains("Polygon").all()


def test_missing_shapes_are_left_out_and_counted() -> None:
    upload = read_json(collection(feature(None, name="x"), feature([SQUARE], name="y"), feature([])))
    assert codes(upload) == ["geometry_missing"]
    assert dict(upload.repairs[0].blanks) == {"count": 2, "total": 3}
    assert upload.frame is not None
    assert upload.frame["name"].tolist() == ["y"]


def test_shapes_of_other_readers_are_finished_too() -> None:
    upload = shapes("POLYGON Z ((131.2 43 5, 131.4 43 5, 131.4 43.2 5, 131.2 43 5))")
    assert codes(upload) == ["heights_dropped"]
    assert shapes("POINT Z (131.2 43 0)").repairs == ()
    broken = np.array([shapely.Point(131.2, 43), shapely.LineString([(131, 43), (float("nan"), 44)])])
    raw = Raw("a.kml", "kml", features(pd.DataFrame(index=range(2)), broken), CRS("EPSG:4326"))
    with pytest.raises(LeopardRangeError, match="coordinate_not_finite"):
        finish(raw, Choices())
    with pytest.raises(LeopardRangeError, match="crs_needed"):
        shapes("POINT (131.2 43)", crs=None)
    with pytest.raises(LeopardRangeError, match="no_features"):
        shapes()


def test_the_system_somebody_chose_counts_more_than_the_files() -> None:
    geometry = np.array([shapely.Point(524430.7, 4772019)], dtype=object)
    raw = Raw("a.zip", "zip-shapefile", features(pd.DataFrame(index=[0]), geometry), CRS("EPSG:4326"))
    with pytest.raises(LeopardRangeError, match="metres_not_degrees_guess"):
        finish(raw, Choices())
    upload = finish(raw, Choices(crs="EPSG:32652"))
    assert codes(upload) == ["crs_chosen"]
    assert upload.source_crs == "EPSG:32652"
    assert isinstance(upload.frame, gpd.GeoDataFrame)
    assert upload.frame.geometry[0].x == pytest.approx(129.3, abs=1e-3)


def test_a_table_with_too_many_cells_is_refused() -> None:
    table = pd.DataFrame({f"c{n}": np.zeros(40_000) for n in range(100)})
    geometry = shapely.points(np.full((40_000, 2), (131.3, 43.1)))
    raw = Raw("a.gpkg", "gpkg", features(table, geometry), CRS("EPSG:4326"))
    with pytest.raises(LeopardRangeError, match="too_many_cells"):
        finish(raw, Choices())
