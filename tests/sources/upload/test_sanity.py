"""Coordinates that do not mean what the file says."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import CRS, Transformer

from leopard_range.crs import WGS84
from leopard_range.errors import LeopardRangeError
from leopard_range.sources.upload.sanity import AREA, crs_label, crs_of_code, in_area, located

HERE = [(131.2, 43.0), (131.4, 43.2)]
FIRST = np.array([1, 2], dtype=np.int64)


def bring(
    points: list[tuple[float, float]], crs: str = "EPSG:4326", *, swap: bool = False
) -> list[tuple[float, ...]]:
    values = np.array([shapely.Point(xy) for xy in points], dtype=object)
    numbers = np.arange(1, len(points) + 1)
    found = located(values, CRS(crs), "a.zip", numbers=numbers, place="feature", swap=swap)
    return [tuple(xy) for xy in shapely.get_coordinates(found)]


def projected(crs: str, points: list[tuple[float, float]] = HERE) -> list[tuple[float, float]]:
    forward = Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    return [forward.transform(*xy) for xy in points]


def test_no_longitude_of_the_area_is_a_latitude_of_it() -> None:
    west, south, east, north = AREA
    assert north < west
    assert in_area(np.array([[west, south], [east, north], [131, 43]])).all()
    assert not in_area(np.array([[43, 131], [0, 0], [np.nan, 43], [np.inf, 43]])).any()


@pytest.mark.parametrize(
    "crs", ["EPSG:32652", "EPSG:3857", "EPSG:28422", "EPSG:5179", "EPSG:4490", "EPSG:4284"]
)
def test_true_systems_bring_positions_home(crs: str) -> None:
    found = bring(projected(crs), crs)
    assert np.allclose(found, HERE, atol=1e-6)


@pytest.mark.parametrize(
    ("points", "crs", "code"),
    [
        ([(43.0, 131.2), (43.2, 131.4)], "EPSG:4326", "swapped"),
        ([(131.2, 43.0), (43.2, 131.4)], "EPSG:4326", "swapped_some"),
        ([(131.2, 43.0), (131.2, 95.0)], "EPSG:4326", "latitude_out_of_range"),
        ([(131.2, 43.0), (231.2, 43.0)], "EPSG:4326", "longitude_out_of_range"),
        ([(131.2, 43.0), (0.0, 0.0)], "EPSG:4326", "null_island"),
        ([(131.2, 43.0), (4.4, 51.2)], "EPSG:4326", "outside_area"),
        ([(131.2, 43.0), (-131.2, 43.0)], "EPSG:4326", "outside_area"),
        ([(131.2, 43.0), (131.2, -43.0)], "EPSG:4326", "outside_area"),
        ([(179.5, 65.0), (-179.5, 65.0)], "EPSG:4326", "antimeridian"),
        (projected("EPSG:3857"), "EPSG:4326", "metres_not_degrees_guess"),
        (projected("EPSG:32652"), "EPSG:4326", "metres_not_degrees_guess"),
        ([(1e6, 1e3), (2e6, 1e3)], "EPSG:4326", "metres_not_degrees"),
        ([(1e300, 1e300)], "EPSG:4326", "metres_not_degrees"),
        (HERE, "EPSG:32652", "degrees_not_metres"),
        ([xy[::-1] for xy in HERE], "EPSG:3857", "degrees_not_metres"),
        (projected("EPSG:3857"), "EPSG:32652", "crs_lies"),
        (projected("EPSG:32652"), "EPSG:3857", "crs_lies"),
        ([(0.0, 0.0)], "EPSG:32652", "null_island"),
        ([(1e300, 1e300)], "EPSG:32652", "outside_area"),
    ],
)
def test_each_mistake_has_its_name(points: list[tuple[float, float]], crs: str, code: str) -> None:
    with pytest.raises(LeopardRangeError) as caught:
        bring(points, crs)
    assert caught.value.code == code


def test_the_guessed_system_is_named() -> None:
    for crs in ("EPSG:3857", "EPSG:32652"):
        with pytest.raises(LeopardRangeError) as caught:
            bring(projected(crs))
        assert caught.value.blanks["crs"] == crs


def test_axes_of_a_projected_system_are_swapped_too() -> None:
    turned = [(y, x) for x, y in projected("EPSG:28422")]
    with pytest.raises(LeopardRangeError, match="swapped"):
        bring(turned, "EPSG:28422")
    assert np.allclose(bring(turned, "EPSG:28422", swap=True), HERE, atol=1e-6)
    with pytest.raises(LeopardRangeError, match="not_swapped"):
        bring(HERE, swap=True)


def test_no_position_stands_in_a_message() -> None:
    with pytest.raises(LeopardRangeError) as caught:
        bring([(131.23456, 43.12345), (12.34567, 43.12345)])
    assert "345" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "EPSG:32652",
            "epsg:32652",
            "32652",
            "urn:ogc:def:crs:EPSG::32652",
            "urn:ogc:def:crs:EPSG:9.8.15:32652",
        ),
        *("http://www.opengis.net/def/crs/EPSG/0/32652", "https://www.opengis.net/def/crs/EPSG/9.9.1/32652"),
        " EPSG:32652 ",
    ],
)
def test_codes_are_read_however_they_are_written(text: str) -> None:
    assert crs_of_code(text) == CRS("EPSG:32652")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "EPSG",
            "EPSG:",
            "EPSG:1",
            "EPSG:99999999999",
            "+proj=utm +zone=52",
            "/etc/hostname",
            "file:///x",
        ),
        *(
            "http://localhost/3857",
            "GEOGCS[",
            "WGS 84",
            "{{7*7}}",
            "EPSG:4326+5773",
            "\ud800",
            "init=epsg:4326",
        ),
    ],
)
def test_nothing_but_codes_is_read(text: str) -> None:
    assert crs_of_code(text) is None


@pytest.mark.parametrize("crs", ["EPSG:4978", "EPSG:5773"])
def test_systems_without_a_map_are_refused(crs: str) -> None:
    with pytest.raises(LeopardRangeError, match="crs_unusable"):
        bring(HERE, crs)


def test_a_system_is_named_shortly() -> None:
    assert crs_label(WGS84) == "EPSG:4326"
    local = CRS.from_proj4("+proj=tmerc +lat_0=43 +lon_0=131 +x_0=7 +y_0=7 +ellps=krass")
    assert 0 < len(crs_label(local)) <= 60


def test_long_edges_keep_their_place_and_their_number() -> None:
    line = shapely.LineString(projected("EPSG:32652", [(129.0, 43.0), (129.0, 44.0)]))
    found = located(
        np.array([line], dtype=object), CRS("EPSG:32652"), "a", numbers=FIRST[:1], place="feature"
    )
    assert 20 < shapely.get_num_coordinates(found[0]) < 30
