import numpy as np
import pytest
import shapely
from affine import Affine
from geopandas import GeoSeries
from pyproj import CRS

from leopard_range.analysis import grid as grid_module
from leopard_range.analysis.geodesy import cell_area_km2, geodesic_area_km2
from leopard_range.analysis.grid import Cells, cell_areas_km2, cover, values_at, window
from leopard_range.analysis.zonal import STATS, zonal, zonal_classes
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid
from tests.analysis.reference_values import METRIC_CRS
from tests.analysis.samples import frame

KM = 1000.0
METRIC = CRS.from_user_input(METRIC_CRS)
DEGREES = CRS.from_epsg(4326)
# Four rows and five columns of 1 km cells; row 0 is the northern one.
GRID = Grid((4, 5), Affine(KM, 0, 0, 0, -KM, 4 * KM), METRIC)
VALUES = np.arange(20.0).reshape(4, 5)


def star(corners: int = 5000) -> shapely.Polygon:
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    radius = 100 * KM * (1 + 0.2 * np.sin(7 * angle) + 0.05 * np.sin(91 * angle))
    return shapely.Polygon(150 * KM + np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))


def test_covered_area_is_the_area_of_the_polygon() -> None:
    grid = Grid((300, 300), Affine(KM, 0, 0, 0, -KM, 300 * KM), METRIC)
    result = zonal(frame(star()), np.ones((300, 300)), grid, stats=["mean", "sum"])
    assert result.table["area_km2"].iloc[0] == pytest.approx(star().area / 1e6, rel=1e-10)
    assert result.table["sum"].iloc[0] == pytest.approx(star().area / 1e6, rel=1e-10)
    assert result.table["mean"].iloc[0] == pytest.approx(1.0, rel=1e-14)
    assert (result.method, result.n, result.crs) == ("coverage_fraction", 1, METRIC_CRS)


def test_statistics_by_hand() -> None:
    # Half of the cells 0 and 1, all of the cell below 0 (5), a quarter of nothing else.
    shape = shapely.union_all([shapely.box(0, 3.5 * KM, 2 * KM, 4 * KM), shapely.box(0, 2 * KM, KM, 3 * KM)])
    row = zonal(frame(shape), VALUES, GRID, stats=list(STATS)).table.iloc[0]
    assert row["area_km2"] == pytest.approx(2.0)
    assert row["mean"] == pytest.approx((0 * 0.5 + 1 * 0.5 + 5) / 2)
    assert row["sum"] == pytest.approx(5.5)
    assert (row["min"], row["max"], row["majority"], row["median"]) == (0, 5, 5, 1)
    assert row["stdev"] == pytest.approx(np.sqrt((0.5 * 2.75**2 + 0.5 * 1.75**2 + 2.25**2) / 2))


def test_overlapping_zones_each_get_their_own() -> None:
    zones = frame(shapely.box(0, 0, 3 * KM, 4 * KM), shapely.box(KM, 0, 5 * KM, 4 * KM))
    zones.index = ["old", "new"]
    table = zonal(zones, VALUES, GRID, stats=["mean"]).table
    assert table["mean"].to_dict() == pytest.approx(
        {"old": VALUES[:, :3].mean(), "new": VALUES[:, 1:].mean()}
    )
    assert table["area_km2"].to_dict() == pytest.approx({"old": 12, "new": 16})


def test_missing_cells_and_zones_beside_the_raster() -> None:
    holed = VALUES.copy()
    holed[0, 0] = np.nan
    zones = frame(shapely.box(0, 3 * KM, 2 * KM, 4 * KM), shapely.box(90 * KM, 0, 91 * KM, KM))
    for raster in (holed, np.ma.masked_equal(VALUES.astype(int), 0)):
        table = zonal(zones, raster, GRID, stats=["mean"]).table
        assert table.iloc[0].to_dict() == pytest.approx({"area_km2": 1, "nodata_km2": 1, "mean": 1})
        assert table["area_km2"].iloc[1] == 0
        assert np.isnan(table["mean"].iloc[1])
    assert np.isnan(holed[0, 0])


@pytest.mark.parametrize("flip", ["rows", "columns"])
def test_grids_that_run_the_other_way(flip: str) -> None:
    zones = frame(shapely.box(0.2 * KM, 0.3 * KM, 2.5 * KM, 3.6 * KM))
    usual = zonal(zones, VALUES, GRID, stats=["mean"]).table
    if flip == "rows":
        raster, transform = VALUES[::-1], Affine(KM, 0, 0, 0, KM, 0)
    else:
        raster, transform = VALUES[:, ::-1], Affine(-KM, 0, 5 * KM, 0, -KM, 4 * KM)
    other = zonal(zones, raster, Grid((4, 5), transform, METRIC), stats=["mean"]).table
    assert other.to_numpy() == pytest.approx(usual.to_numpy())


def test_cells_in_degrees_weigh_by_true_area() -> None:
    grid = Grid((20, 10), Affine(1, 0, 120, 0, -1, 60), DEGREES)
    latitude = np.repeat(np.arange(59.5, 39.5, -1)[:, None], 10, axis=1)
    box = frame(shapely.box(121, 40, 124, 60), crs=4326)
    result = zonal(box, latitude, grid, stats=["mean"])
    areas = cell_area_km2(np.arange(59.0, 39, -1), np.arange(60.0, 40, -1), 1.0)
    assert cell_areas_km2(grid) == pytest.approx(areas, rel=1e-14)
    assert result.table["mean"].iloc[0] == pytest.approx(np.average(latitude[:, 0], weights=areas), rel=1e-12)
    assert result.table["mean"].iloc[0] < 49.9
    assert result.table["area_km2"].iloc[0] == pytest.approx(geodesic_area_km2(box)[0], rel=1e-12)


def test_zones_in_another_system_are_brought_over_with_their_edges() -> None:
    grid = Grid((60, 60), Affine(0.1, 0, 129, 0, -0.1, 46), DEGREES)
    box = frame(shapely.box(130, 42, 133, 45), crs=4326)
    there = box.segmentize(0.01).to_crs(METRIC_CRS)
    values = np.random.default_rng(0).uniform(0, 1, (60, 60))
    one, other = (
        zonal(box, values, grid, stats=["mean"]).table,
        zonal(there, values, grid, stats=["mean"]).table,
    )
    assert other.to_numpy() == pytest.approx(one.to_numpy(), rel=1e-6, abs=1e-9)


def test_classes() -> None:
    classes = np.array([[1, 1, 2], [3, 2, 2]], dtype=np.uint8)
    grid = Grid((2, 3), Affine(KM, 0, 0, 0, -KM, 2 * KM), METRIC)
    zones = frame(shapely.box(0, 0, 3 * KM, 2 * KM), shapely.box(0.5 * KM, KM, 2.5 * KM, 2 * KM))
    result = zonal_classes(zones, classes, grid)
    assert list(map(int, result.table.columns)) == [1, 2, 3]
    assert result.table.to_numpy() == pytest.approx(np.array([[2, 3, 1], [1.5, 0.5, 0]]))
    masked = zonal_classes(zones, np.ma.masked_equal(classes, 2), grid)
    assert list(map(int, masked.table.columns)) == [1, 3]
    assert masked.nodata_km2.tolist() == pytest.approx([3, 0.5])


def test_batches_do_not_change_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    zones = [shapely.box(x, y, x + 900, y + 900) for x in range(0, 4000, 500) for y in range(0, 3000, 500)]
    at_once = zonal(frame(*zones), VALUES, GRID).table
    monkeypatch.setattr(grid_module, "_BATCH_CELLS", 10)
    assert zonal(frame(*zones), VALUES, GRID).table.equals(at_once)


def test_a_speck_stands_in_its_cell() -> None:
    speck = shapely.box(1500, 1500, 1500 + 1e-9, 1500 + 1e-9)
    (cells,) = cover(np.array([speck]), GRID)
    assert (cells.row.tolist(), cells.column.tolist()) == ([2], [1])
    assert isinstance(cells, Cells)
    assert 0 < cells.fraction[0] < 1e-20


def test_window_and_values_at_places() -> None:
    rows, columns, part = window(GRID, (1.2 * KM, 0.5 * KM, 2.5 * KM, 1.5 * KM))
    assert (rows, columns) == (slice(2, 4), slice(1, 3))
    assert (part.shape, part.transform) == ((2, 2), Affine(KM, 0, KM, 0, -KM, 2 * KM))
    assert window(GRID, (90 * KM, 0, 91 * KM, KM))[2].shape == (1, 0)
    x, y = np.array([500.0, 4999.0, 5000.0, -1.0]), np.array([3500.0, 1.0, 500.0, 500.0])
    found = values_at(np.ma.asarray(VALUES), GRID, x, y, METRIC)
    assert found.tolist() == [0.0, 19.0, None, None]
    lonlat = GeoSeries(shapely.points(x[:2], y[:2]), crs=METRIC).to_crs(4326)
    again = values_at(np.ma.asarray(VALUES), GRID, lonlat.x.to_numpy(), lonlat.y.to_numpy(), DEGREES)
    assert again.tolist() == [0.0, 19.0]


def test_bad_input() -> None:
    zones = frame(shapely.box(0, 0, KM, KM))
    with pytest.raises(LeopardRangeError, match="raster_shape") as caught:
        zonal(zones, VALUES.T, GRID)
    assert caught.value.blanks["expected"] == "4 × 5"
    with pytest.raises(LeopardRangeError, match="rotated_grid"):
        zonal(zones, VALUES, Grid((4, 5), Affine(KM, 1, 0, 0, -KM, 0), METRIC))
    with pytest.raises(LeopardRangeError, match="not_metric"):
        zonal(zones, VALUES, Grid((4, 5), GRID.transform, CRS.from_epsg(2225)))
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        zonal(zones, VALUES, GRID, stats=["mode"])
    with pytest.raises(LeopardRangeError, match="missing_crs"):
        zonal(frame(shapely.box(0, 0, 1, 1), crs=None), VALUES, GRID)
    with pytest.raises(LeopardRangeError, match="not_polygons"):
        zonal_classes(frame(shapely.Point(0, 0)), VALUES, GRID)
