import numpy as np
import pytest
import shapely
from affine import Affine
from pyproj import CRS

from leopard_range.analysis.geodesy import cell_area_km2, geodesic_area_km2
from leopard_range.analysis.habitat import AreaOfHabitat, area_of_habitat
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid
from tests.analysis.reference_values import METRIC_CRS
from tests.analysis.samples import frame

KM = 1000.0
DEGREES = CRS.from_epsg(4326)
METRIC = CRS.from_user_input(METRIC_CRS)
FOREST, FIELD = 5, 12
# 4 x 4 cells of 1 km: forest in the two western columns, 500 m high in the two northern rows, else 2,000 m.
GRID = Grid((4, 4), Affine(KM, 0, 0, 0, -KM, 4 * KM), METRIC)
COVER = np.repeat(np.array([[FOREST, FOREST, FIELD, FIELD]], dtype=np.uint8), 4, axis=0)
HEIGHT = np.repeat(np.array([[500], [500], [2000], [2000]], dtype=np.int16), 4, axis=1)


def habitat(shape: shapely.Geometry, **changes: object) -> AreaOfHabitat:
    options = {
        "land_cover": COVER,
        "land_cover_grid": GRID,
        "elevation": HEIGHT,
        "elevation_grid": GRID,
        "habitat_classes": [FOREST],
        "elevation_low_m": 0,
        "elevation_high_m": 1500,
        "crs": METRIC_CRS,
    } | changes
    return area_of_habitat(frame(shape, crs=options.pop("crs")), **options)  # type: ignore[arg-type]


def test_the_four_totals() -> None:
    result = habitat(shapely.box(0.5 * KM, 0, 4 * KM, 4 * KM))
    assert result.range_total_km2 == pytest.approx(14)
    assert result.hab_total_km2 == pytest.approx(6)
    assert result.dem_total_km2 == pytest.approx(7)
    assert result.aoh_total_km2 == pytest.approx(3)
    assert result.prevalence == pytest.approx(3 / 14)
    assert result.nodata_km2 == 0.0
    assert not result.touching
    assert result.notes == ()
    assert result.aoh == pytest.approx(np.array([[0.5, 1, 0, 0], [0.5, 1, 0, 0], [0] * 4, [0] * 4]))
    assert result.grid.shape == (4, 4)


def test_limits_are_included_and_may_be_endless() -> None:
    whole = shapely.box(0, 0, 4 * KM, 4 * KM)
    assert habitat(whole, elevation_low_m=500, elevation_high_m=500).dem_total_km2 == pytest.approx(8)
    assert habitat(whole, elevation_low_m=501).dem_total_km2 == 0
    assert habitat(whole, elevation_low_m=-np.inf, elevation_high_m=np.inf).dem_total_km2 == pytest.approx(16)
    assert habitat(whole, habitat_classes={FOREST, FIELD}).hab_total_km2 == pytest.approx(16)


def test_a_tiny_range_is_never_empty() -> None:
    # Far from every cell centre, as small as a den.
    result = habitat(shapely.box(90, 3990, 95, 3995))
    assert result.aoh_total_km2 == pytest.approx(25e-6)
    assert result.prevalence == pytest.approx(1)
    assert result.touching
    assert [note.code for note in result.notes] == ["range_below_cell"]


def test_missing_data_count_as_unsuited_and_are_told() -> None:
    holed = HEIGHT.astype(float)
    holed[0, 0] = np.nan
    result = habitat(shapely.box(0, 0, 4 * KM, 4 * KM), elevation=holed)
    assert (result.nodata_km2, result.aoh_total_km2) == pytest.approx((1, 3))
    assert dict(result.notes[-1].blanks) == {"percent": 6.2}
    masked = habitat(shapely.box(0, 0, 4 * KM, 4 * KM), land_cover=np.ma.masked_equal(COVER, FIELD))
    assert masked.nodata_km2 == pytest.approx(8)
    beyond = habitat(shapely.box(-2 * KM, 0, 4 * KM, 4 * KM))
    assert (beyond.range_total_km2, beyond.nodata_km2) == pytest.approx((24, 8))


def test_the_finer_grid_is_kept() -> None:
    whole = shapely.box(0, 0, 4 * KM, 4 * KM)
    coarse = Grid((2, 2), Affine(2 * KM, 0, 0, 0, -2 * KM, 4 * KM), METRIC)
    by_height = habitat(whole, elevation=np.array([[500, 500], [2000, 2000]]), elevation_grid=coarse)
    by_cover = habitat(whole, land_cover=np.array([[FOREST, FIELD]] * 2), land_cover_grid=coarse)
    for result in (by_height, by_cover):
        assert result.grid.shape == (4, 4)
        assert result.aoh_total_km2 == pytest.approx(4)


def test_grids_in_degrees_and_metres_meet() -> None:
    degrees = Grid((40, 40), Affine(0.1, 0, 125, 0, -0.1, 46), DEGREES)
    heights = np.repeat(np.arange(40.0)[:, None] * 50, 40, axis=1)  # higher to the south
    box = shapely.box(126, 43, 128, 45)
    metric = Grid((500, 500), Affine(KM, 0, -250 * KM, 0, -KM, 250 * KM), METRIC)
    result = habitat(
        box,
        crs=4326,
        land_cover=np.full((500, 500), FOREST),
        land_cover_grid=metric,
        elevation=heights,
        elevation_grid=degrees,
        elevation_high_m=975,  # rows 0-19: north of 44
    )
    assert CRS.from_user_input(result.grid.crs) == METRIC
    true = geodesic_area_km2(frame(box, shapely.box(126, 44, 128, 45), crs=4326))
    assert result.range_total_km2 == pytest.approx(true[0], rel=1e-6)
    assert result.aoh_total_km2 == pytest.approx(true[1], rel=5e-3)  # a row of cells more or less
    assert result.hab_total_km2 == pytest.approx(result.range_total_km2)


def test_areas_are_true_in_degrees() -> None:
    grid = Grid((4, 4), Affine(0.5, 0, 130, 0, -0.5, 44), DEGREES)
    result = habitat(
        shapely.box(130, 42, 131, 44),
        crs=4326,
        land_cover_grid=grid,
        elevation_grid=grid,
        elevation_high_m=np.inf,
    )
    assert result.aoh_total_km2 == pytest.approx(float(cell_area_km2(42, 44, 1.0)), rel=1e-12)


def test_several_rows_count_once_and_arguments_stay() -> None:
    cover, height = COVER.copy(), HEIGHT.copy()
    rows = frame(shapely.box(0, 0, 3 * KM, 4 * KM), shapely.box(2 * KM, 0, 4 * KM, 4 * KM))
    result = area_of_habitat(
        rows, cover, GRID, height, GRID, habitat_classes=[FOREST], elevation_low_m=0, elevation_high_m=1500
    )
    assert result.range_total_km2 == pytest.approx(16)
    assert (cover == COVER).all()
    assert (height == HEIGHT).all()
    assert not isinstance(cover, np.ma.MaskedArray)


def test_bad_input() -> None:
    whole = shapely.box(0, 0, 4 * KM, 4 * KM)
    with pytest.raises(LeopardRangeError, match="no_overlap") as caught:
        habitat(shapely.box(90 * KM, 0, 91 * KM, KM))
    assert caught.value.blanks["file"] == "range"
    far = Grid((4, 4), Affine(KM, 0, 900 * KM, 0, -KM, 4 * KM), METRIC)
    with pytest.raises(LeopardRangeError, match="no_overlap") as caught:
        habitat(whole, elevation_grid=far)
    assert caught.value.blanks["name"] == "elevation"
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        habitat(whole, habitat_classes=[])
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        habitat(whole, elevation_low_m=2000)
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        habitat(whole, elevation_low_m=np.nan)
    with pytest.raises(LeopardRangeError, match="raster_shape") as caught:
        habitat(whole, elevation=HEIGHT[:2])
    assert caught.value.blanks["name"] == "elevation"
    with pytest.raises(LeopardRangeError, match="missing_crs"):
        habitat(whole, crs=None)
    with pytest.raises(LeopardRangeError, match="not_polygons"):
        habitat(shapely.Point(0, 0))
