import numpy as np
import pytest
import shapely
from geopandas import GeoDataFrame, GeoSeries
from pyproj import CRS, Transformer

from leopard_range.crs import WGS84, is_metric, require_crs, to_metric, to_wgs84
from leopard_range.errors import LeopardRangeError
from tests.analysis.reference_values import METRIC_CRS


def test_a_table_without_a_system_is_refused_by_name() -> None:
    with pytest.raises(LeopardRangeError, match="missing_crs") as caught:
        to_metric(GeoSeries([shapely.Point(131, 43)]), METRIC_CRS, name="sites.csv")
    assert caught.value.blanks == {"file": "sites.csv"}
    with pytest.raises(LeopardRangeError, match="missing_crs"):
        to_wgs84(GeoSeries([shapely.Point(131, 43)]))
    assert require_crs(GeoSeries([shapely.Point(131, 43)], crs=4326)) == WGS84


@pytest.mark.parametrize("crs", [4326, "EPSG:2225"])
def test_a_system_not_in_metres_is_no_metric_system(crs: object) -> None:
    assert not is_metric(CRS.from_user_input(crs))
    with pytest.raises(LeopardRangeError, match="not_metric"):
        to_metric(GeoSeries([shapely.Point(131, 43)], crs=4326), CRS.from_user_input(crs))


def test_long_lonlat_edges_keep_their_place_when_projected() -> None:
    box = GeoSeries([shapely.box(128, 44, 133, 46)], crs=4326)
    metric = to_metric(box, METRIC_CRS)
    # The middle of the southern edge lies on the parallel, not on the chord.
    middle = shapely.Point(Transformer.from_crs(4326, METRIC_CRS, always_xy=True).transform(130.5, 44.0))
    assert metric.iloc[0].boundary.distance(middle) < 2.0
    assert box.to_crs(METRIC_CRS).iloc[0].boundary.distance(middle) > 2_000.0
    assert shapely.get_num_coordinates(box.iloc[0]) == 5, "the argument was changed"


def test_there_and_back_is_the_same_place() -> None:
    box = GeoSeries([shapely.box(130, 42, 132, 44)], crs=4326)
    back = to_wgs84(to_metric(box, METRIC_CRS))
    assert back.crs == WGS84
    assert shapely.hausdorff_distance(back.iloc[0], box.segmentize(0.01).iloc[0]) < 0.011
    assert np.allclose(back.total_bounds, box.total_bounds, atol=1e-9)


def test_columns_index_and_mixed_kinds_survive() -> None:
    geometry = [shapely.Point(131, 43), shapely.LineString([(130, 43), (132, 43)]), None]
    table = GeoDataFrame({"name": ["a", "b", "c"]}, geometry=geometry, crs=4326, index=[7, 3, 5])
    out = to_metric(table, METRIC_CRS)
    assert list(out["name"]) == ["a", "b", "c"]
    assert list(out.index) == [7, 3, 5]
    assert out.geometry.isna().tolist() == [False, False, True]
    assert table.crs == WGS84


def test_a_position_without_image_is_named() -> None:
    table = GeoSeries([shapely.Point(131, 43), shapely.Point(-53, -43.5)], crs=4326)
    with pytest.raises(LeopardRangeError, match="outside_projection") as caught:
        to_metric(table, "+proj=gnom +lat_0=43.5 +lon_0=127 +datum=WGS84")
    assert caught.value.blanks["row"] == 2
