import numpy as np
import pytest
import shapely
from geopandas import GeoDataFrame, GeoSeries

from leopard_range.analysis.repair import repair
from leopard_range.errors import LeopardRangeError
from tests.analysis.reference_values import METRIC_CRS
from tests.analysis.samples import frame

KM = 1000.0
SQUARE = shapely.box(0, 0, KM, KM)
BOW_TIE = shapely.Polygon([(0, 0), (KM, KM), (KM, 0), (0, KM)])
# A hole that sticks out of its shell.
LOOSE_HOLE = shapely.Polygon(
    [(0, 0), (2 * KM, 0), (2 * KM, KM), (0, KM)],
    holes=[[(KM, 0.5 * KM), (3 * KM, 0.5 * KM), (3 * KM, 0.7 * KM), (KM, 0.7 * KM)]],
)
FLAT = shapely.Polygon([(0, 0), (KM, 0), (0, 0)])
SPIKE = shapely.Polygon([(0, 0), (KM, 0), (KM, KM), (3 * KM, KM), (KM, KM), (0, KM)])


def test_a_bow_tie_becomes_two_triangles() -> None:
    result = repair(frame(SQUARE, BOW_TIE, name=["a", "b"]))
    assert result.data.is_valid.all()
    assert result.data["name"].tolist() == ["a", "b"]
    change = result.changes.iloc[0]
    assert (change["row"], change["action"], change["reason"]) == (2, "repaired", "self_intersection")
    # The loops cancel before, and count after.
    assert change["area_before_km2"] == pytest.approx(0.0, abs=1e-12)
    assert change["area_after_km2"] == pytest.approx(0.5)
    assert (result.n, result.n_repaired, result.n_dropped) == (2, 1, 0)


def test_a_repair_that_rounding_spoils_is_made_again() -> None:
    rings = [[131.4, 43.5], [131.3, 43.6], [131.0, 43.0], [131.4, 43.5], [131.3, 43.6], [131.1, 43.1]]
    crossed = shapely.Polygon([*rings, [131.5, 43.1], [131.0, 43.0], [131.4, 43.5]])
    once = shapely.make_valid(crossed, method="structure", keep_collapsed=False)
    assert not shapely.is_valid(once), "GEOS has become better: this case shows nothing any more"
    assert repair(GeoSeries([crossed], crs="EPSG:4326")).data.is_valid.all()


def test_spikes_and_loose_holes_stay_polygons() -> None:
    result = repair(frame(LOOSE_HOLE, SPIKE))
    assert result.data.is_valid.all()
    assert result.data.geom_type.isin(["Polygon", "MultiPolygon"]).all()
    assert result.changes["area_after_km2"].tolist() == pytest.approx([2.0 - 0.2, 1.0])


def test_nothing_to_do() -> None:
    table = frame(SQUARE)
    result = repair(table)
    assert result.changes.empty
    assert result.data.geometry.iloc[0].equals_exact(SQUARE)
    assert result.data is not table


def test_rows_without_a_shape_are_dropped_and_told() -> None:
    nan = shapely.Polygon([(0, 0), (1, np.nan), (1, 1)])
    table = GeoDataFrame(
        {"k": range(5)},
        geometry=[None, shapely.Polygon(), nan, FLAT, SQUARE],
        crs=METRIC_CRS,
        index=list("abcde"),
    )
    result = repair(table)
    assert result.data.index.tolist() == ["e"]
    assert result.changes["reason"].tolist() == ["missing", "empty", "not_a_number", "no_area_left"]
    assert (result.changes["action"] == "dropped").all()
    assert result.changes.index.tolist() == list("abcd")
    assert result.changes["area_before_km2"].isna().tolist() == [False, False, True, False]
    assert result.n_dropped == 4
    assert len(table) == 5, "the argument was changed"
    assert table.geometry.iloc[4] is SQUARE


def test_areas_in_degrees_are_measured_on_the_ellipsoid() -> None:
    tie = shapely.Polygon([(131, 43), (132, 44), (132, 43), (131, 44)])
    result = repair(GeoSeries([tie], crs=4326, name="outline"))
    # The triangles are half of the one-degree cell at 43-44 N (8,985 km2).
    assert result.changes["area_after_km2"].iloc[0] == pytest.approx(8985.48 / 2, rel=1e-3)
    assert isinstance(result.data, GeoSeries)
    assert result.data.name == "outline"


def test_bad_input() -> None:
    with pytest.raises(LeopardRangeError, match="missing_crs") as caught:
        repair(GeoSeries([BOW_TIE]), name="park.shp")
    assert caught.value.blanks["file"] == "park.shp"
    assert repair(GeoSeries([], crs=METRIC_CRS)).data.empty
