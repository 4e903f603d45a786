"""Drawing helpers against shapes whose answer is known."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.geodata.base import split_by_province
from tools.geodata.geometry import (
    area_km2,
    circle,
    match_area,
    only_polygons,
    smooth,
    spline,
    to_degrees,
    to_metres,
)
from tools.geodata.gshhg import polylines
from tools.geodata.osm import chain, territories
from tools.geodata.ranges import current_range
from tools.geodata.relief import mercator_lat
from tools.geodata.reserves import cut_by_area, derived_shapes, ellipse, ring_shape, strip

BLOCK = shapely.box(130.5, 42.8, 131.5, 43.6)


def test_area_of_a_cell_between_parallels() -> None:
    # Zone of the ellipsoid, q(lat) of Snyder 1987 (eq. 3-12), times the share of the circle.
    e2 = 0.00669437999014
    e, b2 = np.sqrt(e2), 6378.137**2 * (1 - e2)

    def q(lat_deg: float) -> float:
        s = np.sin(np.radians(lat_deg))
        return float(s / (1 - e2 * s * s) + np.log((1 + e * s) / (1 - e * s)) / (2 * e))

    wanted = np.radians(1.0) * b2 / 2 * (q(44) - q(43))
    assert area_km2(shapely.box(130, 43, 131, 44)) == pytest.approx(wanted, rel=1e-5)
    assert area_km2(shapely.Polygon()) == 0


def test_the_way_to_metres_and_back_keeps_area_and_place() -> None:
    assert to_metres(BLOCK).area / 1e6 == pytest.approx(area_km2(BLOCK), rel=1e-6)
    back = to_degrees(to_metres(BLOCK))
    assert back.hausdorff_distance(BLOCK) < 1e-8


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 2 * np.pi), st.integers(5, 12))
def test_a_spline_passes_through_its_points(turn: float, corners: int) -> None:
    angle = turn + np.arange(corners) * 2 * np.pi / corners
    points = np.column_stack([130 + np.cos(angle), 43 + 0.6 * np.sin(angle)])
    for closed in (True, False):
        line = shapely.LineString(spline(points, closed=closed, step_deg=0.01))
        assert shapely.distance(shapely.points(points), line).max() < 1e-3


def test_circles_have_their_area_and_centre() -> None:
    drawn = circle(134.0, 43.15, 1209.98)
    assert area_km2(drawn) == pytest.approx(1209.98, rel=1e-4)
    assert to_metres(drawn).centroid.distance(to_metres(shapely.Point(134.0, 43.15))) < 100


def test_ellipses_have_their_area_and_proportion() -> None:
    shape = to_metres(ellipse([132.5, 43.7], [40.0, 19.5], 404.32))
    assert shape.area / 1e6 == pytest.approx(404.32, rel=1e-4)
    west, south, east, north = shape.bounds
    assert (east - west) / (north - south) == pytest.approx(40 / 19.5, rel=0.01)


def test_rings_and_areas_are_matched() -> None:
    corners = [[131.4, 43.0], [131.6, 43.05], [131.6, 43.2], [131.4, 43.15]]
    assert area_km2(ring_shape(corners, 300.0)) == pytest.approx(300, rel=1e-4)
    with pytest.raises(ValueError, match="sign"):
        match_area(lambda width: to_degrees(to_metres(BLOCK).buffer(width)), 1.0, 0.0, 1000.0)


def test_smoothing_rounds_corners_and_keeps_the_rest() -> None:
    square = shapely.box(0, 0, 10_000, 10_000)
    round_ = smooth(square, 1_000)
    assert round_.area == pytest.approx(square.area - (4 - np.pi) * 1_000**2, rel=1e-3)
    spur = shapely.union(square, shapely.box(10_000, 4_900, 15_000, 5_100))
    assert smooth(spur, 1_000).bounds[2] < 10_100


def test_a_cut_has_its_area_on_the_right_side() -> None:
    part, rest = cut_by_area(BLOCK, 0.0, 1_000.0)
    assert area_km2(part) == pytest.approx(1_000, rel=1e-4)
    assert part.centroid.y > rest.centroid.y
    assert area_km2(part) + area_km2(rest) == pytest.approx(area_km2(BLOCK), rel=1e-5)


def test_a_strip_follows_its_border_on_its_own_side() -> None:
    border = shapely.LineString([[131.0, 42.0], [131.0, 44.5]])
    side = shapely.box(129.0, 42.0, 131.0, 44.5)
    drawn = strip(side, border, 42.5, 43.25, 800.0)
    assert area_km2(drawn) == pytest.approx(800, rel=1e-3)
    assert area_km2(drawn.difference(side)) < 0.5
    assert to_metres(drawn).distance(to_metres(border)) < 50


def test_an_unknown_kind_of_outline_is_refused() -> None:
    with pytest.raises(ValueError, match="triangle"):
        derived_shapes([{"id": "x", "shape": "triangle"}], BLOCK, BLOCK, shapely.LineString())


def test_only_polygons_drops_lines_and_points() -> None:
    mixed = shapely.GeometryCollection([BLOCK, shapely.Point(0, 0), shapely.LineString([[0, 0], [1, 1]])])
    assert only_polygons(mixed).equals(BLOCK)


def test_provinces_fill_a_country_they_do_not_fit() -> None:
    country = shapely.box(0, 0, 4, 2)
    # The outlines overlap each other, leave a gap and reach beyond the country.
    outlines = {"east": shapely.box(1.9, -1, 3.5, 3), "west": shapely.box(-1, 0.2, 2.1, 1.9)}
    pieces = split_by_province(country, outlines)
    assert pieces["east"].intersection(pieces["west"]).area == 0
    assert pieces["east"].area + pieces["west"].area == pytest.approx(country.area)
    assert pieces["east"].contains(shapely.Point(3.9, 1))
    assert pieces["west"].contains(shapely.Point(0.5, 0.1))


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_a_broken_line_is_mended_whatever_its_order(data: st.DataObject) -> None:
    x = np.arange(0.0, 20_000.0, 500.0)
    whole = np.column_stack([x, 3_000 * np.sin(x / 3_000)])
    cuts = sorted(data.draw(st.sets(st.integers(3, len(x) - 4), min_size=1, max_size=5)))
    pieces = [part[: len(part) - 1] for part in np.split(whole, cuts) if len(part) > 2]
    order = data.draw(st.permutations(range(len(pieces))))
    lines = [shapely.LineString(pieces[i][:: data.draw(st.sampled_from([1, -1]))]) for i in order]
    mended = chain(lines, whole[0] - 100, whole[-1] + 100)
    assert mended.is_simple
    assert mended.length < shapely.LineString(whole).length + 800


def test_three_borders_divide_the_box() -> None:
    meet = [130.6, 42.4]
    borders = {
        "CN-RU": shapely.LineString([[133.7, 46.0], [131.0, 44.0], meet]),
        "CN-KP": shapely.LineString([[129.0, 42.1], meet]),
        "KP-RU": shapely.LineString([meet, [130.7, 42.3]]),
    }
    sides = territories(borders)
    assert sides["CN"].intersection(sides["RU"]).area == 0
    assert sides["KP"].contains(shapely.Point(130.0, 42.0))
    assert not sides["KP"].contains(shapely.Point(130.8, 42.0))
    box = shapely.box(129.0, 41.8, 135.0, 46.0)
    assert sum(side.area for side in sides.values()) == pytest.approx(box.area, rel=2e-3)


def test_todays_range_keeps_off_closed_ground() -> None:
    control = {
        "current": {
            "published_km2": 6_000.0,
            "russia_km2": 3_500.0,
            "limit": [[129.0, 42.0], [133.0, 42.0], [133.0, 44.5], [129.0, 44.5]],
        }
    }
    sides = {"CN": shapely.box(129, 42, 131, 45), "RU": shapely.box(131, 42, 134, 45)}
    closed = shapely.box(129, 42, 134, 42.5)
    open_land = {code: side.difference(closed) for code, side in sides.items()}
    drawn = current_range(control, shapely.box(130.7, 42.8, 131.4, 43.4), open_land, closed)
    assert area_km2(drawn) == pytest.approx(6_000, rel=1e-3)
    assert area_km2(drawn.intersection(sides["RU"])) == pytest.approx(3_500, rel=0.05)
    assert drawn.intersection(closed).is_empty


def test_polylines_are_picked_by_their_box() -> None:
    near = np.array([[130, 43], [131, 44]], dtype="<f4").tobytes()
    far = np.array([[10, 43], [11, 44]], dtype="<f4").tobytes()
    south = np.array([[130, 3], [131, 4]], dtype="<f4").tobytes()
    index = "1 9.5 2 43.0 44.0 0 16 0-E\n2 9.5 2 43.0 44.0 16 16 7\n-1 -1 2 3.0 4.0 32 16 8\n"
    found = list(polylines(index, near + far + south, (129.0, 42.0, 135.0, 46.0)))
    assert len(found) == 1
    assert found[0][0] == 1
    np.testing.assert_array_equal(found[0][1], [[130, 43], [131, 44]])


def test_rows_of_the_relief_are_those_of_web_mercator() -> None:
    lat = mercator_lat(28.0, 60.0, 1_000)
    y = np.log(np.tan(np.pi / 4 + np.radians(lat) / 2))
    assert np.allclose(np.diff(y), np.diff(y)[0])
    assert 59.9 < lat[0] < 60
    assert 28 < lat[-1] < 28.1
