import numpy as np
import pytest
import shapely
from geopandas import GeoSeries

from leopard_range.analysis.aoo import aoo, aoo_cells, kernel, search
from leopard_range.errors import LeopardRangeError
from tests.analysis.reference_values import (
    AOO_MAX_CELLS_SEEN,
    AOO_MIN_CELLS,
    AOO_ORIGIN_CELLS,
    METRIC_CRS,
)
from tests.analysis.samples import frame, lonlat_points, metric_points, points


def test_reference_points() -> None:
    result = aoo(metric_points())
    assert (result.cells_min, result.cells_max) == (AOO_MIN_CELLS, AOO_MAX_CELLS_SEEN)
    assert result.cells_min <= result.cells_median <= result.cells_max
    assert result.area_km2 == result.area_km2_min == 244.0
    assert (result.area_km2_median, result.area_km2_max) == (4.0 * result.cells_median, 252.0)
    assert result.proven
    assert result.method == "exact_sweep"
    assert (result.n, result.n_distinct) == (63, 63)
    assert result.notes == ()


def test_a_fixed_origin_is_the_grid_of_other_programs() -> None:
    result = aoo(metric_points(), origin=(0.0, 0.0))
    assert result.cells_min == result.cells_median == result.cells_max == AOO_ORIGIN_CELLS
    assert not result.proven
    assert result.method == "fixed_origin"
    assert aoo(metric_points(), cell_m=4000, origin=(0.0, 0.0)).cells_min == 59
    assert aoo(metric_points(), cell_m=10_000, origin=(0.0, 0.0)).cells_min == 36


@pytest.mark.parametrize("seed", range(20))
def test_the_origin_reproduces_the_count_and_no_shift_beats_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    xy = rng.normal(0, rng.choice([500, 3_000, 20_000]), (rng.integers(2, 120), 2))
    sites = points(xy)
    result = aoo(sites)
    cells = aoo_cells(sites, cell_m=2000, origin_x_m=result.origin_x_m, origin_y_m=result.origin_y_m)
    assert len(cells) == result.cells_min
    assert cells["n"].sum() == len(xy)
    counts = [
        len(np.unique(np.floor((xy - shift) / 2000.0), axis=0)) for shift in rng.uniform(0, 2000, (400, 2))
    ]
    assert result.cells_min <= min(counts)
    assert max(counts) <= result.cells_max
    assert abs(np.median(counts) - result.cells_median) <= 1 + 0.1 * np.sqrt(result.cells_max)


def test_every_point_lies_in_a_drawn_cell_and_cells_do_not_overlap() -> None:
    sites = metric_points()
    result = aoo(sites)
    cells = aoo_cells(sites, cell_m=2000, origin_x_m=result.origin_x_m, origin_y_m=result.origin_y_m)
    assert cells.crs == METRIC_CRS
    assert sites.within(cells.union_all()).all()
    assert cells.union_all().area == pytest.approx(len(cells) * 4e6, rel=1e-12)


@pytest.mark.parametrize(
    ("xy", "fewest", "most"),
    [
        ([(0, 0)], 1, 1),
        ([(5, 5), (5, 5), (5, 5)], 1, 1),
        ([(0, 0), (2000, 0)], 2, 2),  # exactly one cell apart: half-open cells never hold both
        ([(0, 0), (1999.999, 0)], 1, 2),
        ([(-1000, -1000), (-1000, 999.999), (999.999, -1000)], 1, 3),
        ([(x, y) for x in (0, 1000, 2000, 3000) for y in (0, 1000, 2000, 3000)], 4, 9),
        ([(-2000, 0), (0, 0), (2000, 0)], 3, 3),
    ],
)
def test_small_cases_by_hand(xy: list[tuple[float, float]], fewest: int, most: int) -> None:
    result = aoo(points(xy))
    assert (result.cells_min, result.cells_max) == (fewest, most)


def test_rounding_in_a_projection_does_not_join_points_one_cell_apart() -> None:
    xy = np.column_stack([np.arange(6) * 2000.0, np.zeros(6)])
    xy += np.random.default_rng(0).uniform(-1e-7, 1e-7, xy.shape)
    assert aoo(points(xy)).cells_min == 6


def test_the_median_is_weighted_by_area() -> None:
    # Two points 1,500 m apart share a cell for a quarter of the offsets of one axis.
    result = aoo(points([(0, 0), (1500, 0)]))
    assert (result.cells_min, result.cells_median, result.cells_max) == (1, 2, 2)
    result = aoo(points([(0, 0), (500, 0)]))
    assert (result.cells_min, result.cells_median, result.cells_max) == (1, 1, 2)


def test_a_category_that_hangs_on_the_grid_is_noted() -> None:
    # Three points in a row, 1,900 m apart: two or three cells, 8 or 12 km2, around 10 km2.
    result = aoo(points([(0, 0), (1900, 0), (3800, 0)]))
    assert (result.area_km2_min, result.area_km2_max) == (8.0, 12.0)
    assert [note.code for note in result.notes] == ["aoo_grid_matters"]
    assert dict(result.notes[0].blanks) == {"low": "CR", "high": "EN"}
    assert aoo(points([(0, 0), (1900, 0), (3800, 0)]), cell_m=1000).notes == ()


def test_too_many_positions_fall_back_on_shifts(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    sites = points(rng.uniform(0, 60_000, (400, 2)))
    exact = aoo(sites)
    monkeypatch.setattr(search, "_MAX_POSITIONS", 1000)
    result = aoo(sites)
    assert not result.proven
    assert result.method == "shifts"
    assert result.notes[0].code == "aoo_not_proven"
    assert exact.cells_min <= result.cells_min <= exact.cells_min + 1
    cells = aoo_cells(sites, cell_m=2000, origin_x_m=result.origin_x_m, origin_y_m=result.origin_y_m)
    assert len(cells) == result.cells_min
    tried = (np.arange(32) * 62.5)[:, None, None]
    xy = np.rint(np.column_stack([sites.x, sites.y]) * 1000) / 1000
    shifts = np.stack(np.broadcast_arrays(tried, tried.swapaxes(0, 1)), axis=-1).reshape(-1, 2)
    counts = [len(np.unique(np.floor((xy - shift) / 2000.0), axis=0)) for shift in shifts]
    assert result.cells_min <= min(counts)


def test_more_than_ten_thousand_points() -> None:
    rng = np.random.default_rng(5)
    sites = points(rng.normal(0, 40_000, (12_000, 2)))
    result = aoo(sites)
    assert not result.proven
    assert result.n_distinct > 10_000
    cells = aoo_cells(sites, cell_m=2000, origin_x_m=result.origin_x_m, origin_y_m=result.origin_y_m)
    assert len(cells) == result.cells_min
    # Many points on few coordinates stay exact.
    lattice = np.stack(np.meshgrid(np.arange(150) * 500.0, np.arange(150) * 500.0), axis=-1)
    assert aoo(points(lattice)).proven


@pytest.mark.parametrize("scanned", [20_000, 4_000])
def test_a_median_guessed_from_a_part_is_proven(monkeypatch: pytest.MonkeyPatch, scanned: int) -> None:
    rng = np.random.default_rng(7)
    for spread in (5_000, 20_000, 80_000):
        sites = points(rng.normal(0, spread, (300, 2)))
        exact = aoo(sites)
        with monkeypatch.context() as patch:
            patch.setattr(search, "_SCANNED", scanned)
            guessed = aoo(sites)
        assert (guessed.cells_min, guessed.cells_median, guessed.cells_max) == (
            exact.cells_min,
            exact.cells_median,
            exact.cells_max,
        )


@pytest.mark.parametrize("off", [-40, -3, 3, 40])
def test_a_wrong_guess_of_the_median_is_put_right(monkeypatch: pytest.MonkeyPatch, off: int) -> None:
    sites = points(np.random.default_rng(8).normal(0, 20_000, (300, 2)))
    exact = aoo(sites).cells_median
    middle = search._middle
    monkeypatch.setattr(search, "_SCANNED", 5_000)
    monkeypatch.setattr(search, "_middle", lambda histogram: middle(histogram) + off)
    assert aoo(sites).cells_median == exact


def test_points_along_a_slanting_line_in_one_column() -> None:
    # The neighbours of a point are far away in the list of places: the search must skip.
    along = np.linspace(0, 1, 3_000)
    result = aoo(points(np.column_stack([1_999 * along, 90_000 * along])))
    assert (result.cells_min, result.cells_max) == (46, 47)
    assert result.proven


def test_multipoints_count_like_points() -> None:
    xy = np.array([(0, 0), (5000, 0), (0, 9000)])
    together = GeoSeries([shapely.MultiPoint(xy)], crs=METRIC_CRS)
    assert aoo(together).cells_min == aoo(points(xy)).cells_min == 3
    assert aoo(together).n == 3


def test_bad_input() -> None:
    with pytest.raises(LeopardRangeError, match="not_metric"):
        aoo(lonlat_points())
    with pytest.raises(LeopardRangeError, match="missing_crs"):
        aoo(points([(0, 0)], None))
    with pytest.raises(LeopardRangeError, match="file_empty") as caught:
        aoo(points([]), name="sites.csv")
    assert caught.value.blanks["file"] == "sites.csv"
    with pytest.raises(LeopardRangeError, match="not_points"):
        aoo(frame(shapely.box(0, 0, 1, 1)))
    with pytest.raises(LeopardRangeError, match="nan_coordinate"):
        aoo(points([(0, 0), (np.nan, 1)]))
    for cell_m in (0.0, -1.0, np.nan, np.inf):
        with pytest.raises(LeopardRangeError, match="bad_argument"):
            aoo(metric_points(), cell_m=cell_m)
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        aoo(metric_points(), origin="best")  # type: ignore[arg-type]


def test_compiles_where_nothing_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    # No place to keep machine code, as in a read-only installation without a home.
    monkeypatch.setattr("numba.core.caching.CacheImpl._locator_classes", [])
    assert kernel._compiled(_double)(21) == 42


def _double(value: int) -> int:
    return 2 * value
