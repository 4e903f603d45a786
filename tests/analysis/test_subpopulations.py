import numpy as np
import pytest
import shapely
from geopandas import GeoSeries

from leopard_range.analysis.subpopulations import subpopulation_outlines, subpopulations
from leopard_range.errors import LeopardRangeError
from tests.analysis.reference_values import METRIC_CRS
from tests.analysis.samples import metric_points, points


def test_circles_that_touch_join() -> None:
    found = subpopulations(points([(0, 0), (2000, 0), (4000, 0), (6001, 0)]), radius_m=1000)
    assert found.count == 2
    assert found.labels.tolist() == [0, 0, 0, 1]
    assert found.sizes.tolist() == [3, 1]


@pytest.mark.parametrize("radius_m", [800.0, 3_000.0, 10_000.0])
def test_groups_are_those_of_merged_circles(radius_m: float) -> None:
    sites = metric_points()
    found = subpopulations(sites, radius_m=radius_m)
    merged = shapely.get_parts(sites.buffer(radius_m, quad_segs=64).union_all())
    assert found.count == len(merged)
    for group, shape in subpopulation_outlines(sites, found).geometry.items():
        assert shape.geom_type == "Polygon"
        inside = sites.within(shape)
        assert inside.tolist() == (found.labels == group).tolist()


def test_order_index_and_repeated_points() -> None:
    sites = points([(9e5, 0), (0, 0), (0, 0), (5e5, 0), (0, 10)])
    sites.index = ["e", "d", "c", "b", "a"]
    found = subpopulations(sites, radius_m=100)
    assert found.labels.to_dict() == {"e": 1, "d": 0, "c": 0, "b": 2, "a": 0}
    outlines = subpopulation_outlines(sites, found)
    assert outlines["n"].tolist() == [3, 1, 1]
    assert outlines["area_km2"].tolist()[1] == pytest.approx(np.pi * 0.01, rel=0.01)
    assert outlines.crs == METRIC_CRS


@pytest.mark.parametrize("xy", [[(0, 0)], [(0, 0), (50, 0)], [(0, 0), (150, 150), (300, 300), (9e4, 9e4)]])
def test_few_points_and_lines(xy: list[tuple[float, float]]) -> None:
    expected = {1: 1, 2: 1, 4: 2}[len(xy)]
    assert subpopulations(points(xy), radius_m=120).count == expected


def test_bad_input() -> None:
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        subpopulations(metric_points(), radius_m=0)
    with pytest.raises(LeopardRangeError, match="not_points") as caught:
        subpopulations(GeoSeries([shapely.MultiPoint([(0, 0), (1, 1)])], crs=METRIC_CRS), radius_m=1)
    assert caught.value.blanks["found"] == "multipoint"
    found = subpopulations(metric_points(), radius_m=100)
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        subpopulation_outlines(metric_points().iloc[:3], found)
