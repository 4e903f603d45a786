import numpy as np
import pytest
import shapely
from geopandas import GeoSeries

from leopard_range.analysis.geodesy import (
    cell_area_km2,
    geodesic_area_km2,
    geodesic_distance_km,
    geodesic_length_km,
)
from leopard_range.crs import to_metric
from leopard_range.errors import LeopardRangeError
from tests.analysis.reference_values import GEODESIC_POLYGONS, LATLON_CELLS, METRIC_CRS


def lonlat(*geometries: shapely.Geometry | None) -> GeoSeries:
    return GeoSeries(list(geometries), crs=4326)


@pytest.mark.parametrize("name", LATLON_CELLS)
def test_boxes_between_parallels(name: str) -> None:
    (west, east, south, north), km2 = LATLON_CELLS[name]
    box = lonlat(shapely.box(west, south, east, north))
    assert geodesic_area_km2(box)[0] == pytest.approx(km2, rel=1e-11)
    assert cell_area_km2(south, north, east - west) == pytest.approx(km2, rel=1e-11)


@pytest.mark.parametrize("name", GEODESIC_POLYGONS)
def test_polygons_with_geodesic_edges(name: str) -> None:
    ring, km2, perimeter_m = GEODESIC_POLYGONS[name]
    polygon = lonlat(shapely.Polygon(ring))
    assert geodesic_area_km2(polygon, edges="geodesic")[0] == pytest.approx(km2, rel=1e-11)
    assert geodesic_length_km(polygon, edges="geodesic")[0] == pytest.approx(perimeter_m / 1e3, rel=1e-11)


def test_slanting_lonlat_edges_equal_the_limit_of_short_geodesics() -> None:
    polygon = lonlat(
        shapely.Polygon([(120, 30), (140, 35), (133, 52)], holes=[[(130, 36), (131, 36), (131, 37)]])
    )
    fine = polygon.segmentize(0.002)
    assert geodesic_area_km2(polygon)[0] == pytest.approx(
        geodesic_area_km2(fine, edges="geodesic")[0], rel=2e-9
    )
    assert geodesic_length_km(polygon)[0] == pytest.approx(
        geodesic_length_km(fine, edges="geodesic")[0], rel=1e-9
    )


def test_metric_input_gives_the_area_of_the_equal_area_plane() -> None:
    box = lonlat(shapely.box(130, 42, 133, 45))
    metric = to_metric(box, METRIC_CRS)
    assert geodesic_area_km2(metric)[0] == pytest.approx(metric.area[0] / 1e6, rel=2e-7)


def test_holes_parts_order_and_direction() -> None:
    outer, hole = shapely.box(130, 42, 132, 44), shapely.box(130.5, 42.5, 131, 43)
    holed = shapely.Polygon(outer.exterior, [hole.exterior])
    far = shapely.box(135, 47, 136, 48)
    series = lonlat(
        shapely.MultiPolygon([far, holed]), None, shapely.Point(1, 2), shapely.reverse(hole), outer, far
    )
    series.index = [5, 4, 3, 2, 1, 0]
    area = geodesic_area_km2(series)
    assert list(area.index) == [5, 4, 3, 2, 1, 0]
    assert area[4] == area[3] == 0.0
    assert area[5] == pytest.approx(area[0] + area[1] - area[2], rel=1e-14)


def test_small_polygons_keep_their_digits() -> None:
    side = 1e-4  # about 10 m
    polygon = lonlat(shapely.box(131, 43, 131 + side, 43 + side))
    width = (131 + side) - 131
    assert geodesic_area_km2(polygon)[0] == pytest.approx(
        float(cell_area_km2(43, 43 + side, width)), rel=1e-12
    )


def test_length_of_lines_and_points() -> None:
    line = shapely.LineString([(130, 43), (131, 43)])
    series = lonlat(line, shapely.MultiLineString([line, [(130, 43), (130, 44)]]), shapely.Point(1, 1))
    km = geodesic_length_km(series)
    assert km[0] == pytest.approx(81.54096775706618, rel=1e-12)  # pi/180 of the radius of the parallel
    assert km[1] - km[0] == pytest.approx(geodesic_distance_km(130, 43, 130, 44), rel=1e-12)
    assert km[2] == 0.0
    assert geodesic_length_km(series, edges="geodesic")[0] < km[0]


def test_distance_broadcasts() -> None:
    km = geodesic_distance_km([[130.0], [131.0]], 43.0, [130.0, 132.0, 134.0], 43.0)
    assert km.shape == (2, 3)
    assert km[0, 0] == 0.0
    # GeographicLib: a quarter of the equator's ellipse along the meridian.
    assert geodesic_distance_km(0, 0, 0, 90) == pytest.approx(10001.965729, abs=1e-6)


@pytest.mark.parametrize("bad", [(np.nan, 0, 0, 0), (0, 91, 0, 0), (0, 0, np.inf, 0)])
def test_distance_refuses_what_is_no_position(bad: tuple[float, ...]) -> None:
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        geodesic_distance_km(*bad)


def test_bad_input() -> None:
    with pytest.raises(LeopardRangeError, match="missing_crs"):
        geodesic_area_km2(GeoSeries([shapely.box(0, 0, 1, 1)]))
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        geodesic_area_km2(lonlat(shapely.box(0, 0, 1, 1)), edges="planar")  # type: ignore[arg-type]
    with pytest.raises(LeopardRangeError, match="nan_coordinate"):
        geodesic_length_km(lonlat(shapely.LineString([(0, 0), (np.nan, 1)])))
    assert geodesic_area_km2(lonlat()).empty
