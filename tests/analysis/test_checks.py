import math

import numpy as np
import pytest
import shapely
from geopandas import GeoSeries
from pyproj import CRS

from leopard_range.analysis import checks
from leopard_range.errors import LeopardRangeError
from tests.analysis.reference_values import METRIC_CRS
from tests.analysis.samples import frame, points

SQUARE = shapely.box(0, 0, 1, 1)
BOW_TIE = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])


@pytest.mark.parametrize(
    ("geometries", "code", "row"),
    [
        ([], "file_empty", None),
        ([SQUARE, None], "empty_geometry", 2),
        ([SQUARE, shapely.Polygon()], "empty_geometry", 2),
        ([SQUARE, SQUARE, shapely.Point(0, 0)], "not_polygons", 3),
        ([shapely.Polygon([(0, 0), (1, np.nan), (1, 1)])], "nan_coordinate", 1),
        ([SQUARE, BOW_TIE], "invalid_geometry", 2),
    ],
)
def test_polygons_name_the_first_bad_row(geometries: list[object], code: str, row: int | None) -> None:
    with pytest.raises(LeopardRangeError) as caught:
        checks.polygons(GeoSeries(geometries, crs=METRIC_CRS), "range.gpkg")
    assert caught.value.code == code
    assert caught.value.blanks.get("row") == row
    assert caught.value.blanks["file"] == "range.gpkg"


def test_points_and_multipoints_know_their_row() -> None:
    series = GeoSeries([shapely.Point(1, 2), shapely.MultiPoint([(3, 4), (5, 6)])], crs=METRIC_CRS)
    xy, row = checks.points_xy(series, "p")
    assert xy.tolist() == [[1, 2], [3, 4], [5, 6]]
    assert row.tolist() == [0, 1, 1]
    with pytest.raises(LeopardRangeError, match="not_points") as caught:
        checks.points_xy(frame(SQUARE), "p")
    assert caught.value.blanks["found"] == "polygon"


def test_metric_and_same_crs() -> None:
    metric, degrees = points([(0, 0)]), points([(131, 43)], 4326)
    assert checks.crs_text(checks.metric(metric, "p")) == METRIC_CRS
    assert checks.crs_text(CRS.from_epsg(4326)) == "EPSG:4326"
    with pytest.raises(LeopardRangeError, match="not_metric"):
        checks.metric(degrees, "p")
    with pytest.raises(LeopardRangeError, match="crs_differs"):
        checks.same_crs(metric, "a", degrees, "b")
    checks.same_crs(metric, "a", metric, "b")


@pytest.mark.parametrize("value", [math.nan, math.inf, 0.0, -1.0])
def test_number_limits(value: float) -> None:
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        checks.number("cell_m", value, above=0)
    assert checks.number("cell_m", 1, at_least=1) == 1.0
    with pytest.raises(LeopardRangeError):
        checks.number("cell_m", 0.5, at_least=1)


def test_distorted_areas_are_noted() -> None:
    place = points([(130, 42), (132, 44)], 4326)
    for crs, noted in ((METRIC_CRS, False), ("EPSG:32650", True), ("EPSG:3857", True)):
        there = place.to_crs(crs)
        notes = checks.area_note(there, CRS.from_user_input(crs))
        assert bool(notes) == noted, crs
    assert notes[0].code == "not_equal_area"
    assert 80 < dict(notes[0].blanks)["percent"] < 100  # type: ignore[operator]


def test_missing_column() -> None:
    with pytest.raises(LeopardRangeError, match="column_missing"):
        checks.columns(frame(SQUARE, a=[1]), ["a", "b"], "reserves")
