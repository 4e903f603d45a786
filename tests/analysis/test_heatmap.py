"""Densities, rates, outlines and frames: by hand, against direct sums, and against spatstat."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from affine import Affine
from numpy.typing import NDArray

from leopard_range.analysis import heatmap
from leopard_range.analysis.grid import cell_centres
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid
from tests.surveys import CAMERAS, reference

Floats = NDArray[np.float64]
H = 5_000.0


def grid(rows: int = 60, columns: int = 80, cell_m: float = 500.0) -> Grid:
    """A plane grid around 0, 0."""
    corner = (-columns * cell_m / 2, rows * cell_m / 2)
    return Grid((rows, columns), Affine(cell_m, 0, corner[0], 0, -cell_m, corner[1]), None)


def some(count: int, spread_m: float = 8_000.0, seed: int = 4) -> Floats:
    return np.random.default_rng(seed).normal(0, spread_m, (count, 2))


def centres(where: Grid) -> Floats:
    x, y = cell_centres(where)
    return np.stack(np.broadcast_arrays(x, y[:, None]), axis=-1).reshape(-1, 2)


def range_data() -> Path:
    path = CAMERAS.parent / "range"
    if not path.is_dir():
        pytest.skip("the reference data beside the project are missing: range")
    return path


def range_points() -> Floats:
    file = range_data() / "synthetic" / "points_laea.csv"
    found: Floats = np.loadtxt(file, delimiter=",", skiprows=1)
    return found


# ---- density -------------------------------------------------------------------------------------------


def test_one_point_is_the_gaussian_itself() -> None:
    at = np.array([[0.0, 0.0], [3_000.0, 4_000.0]])
    peak = 1e6 / (2 * math.pi * H**2)
    found = heatmap.density_at(np.zeros((1, 2)), at, H)
    assert found == pytest.approx([peak, peak * math.exp(-0.5)], rel=1e-14)


@pytest.mark.parametrize("method", ["exact", "binned", "auto"])
def test_a_surface_is_the_sum_at_the_cells_centres(method: str) -> None:
    xy, weight = some(40), np.arange(40.0)
    found = heatmap.density_per_km2(xy, grid(), H, weight, method=method)
    direct = heatmap.density_at(xy, centres(grid()), H, weight).reshape(grid().shape)
    tolerance = 1e-4 if method == "binned" else 1e-13
    assert np.abs(found - direct).max() <= tolerance * direct.max()


@pytest.mark.parametrize("count", [1, 2, 30, 5_000])
@pytest.mark.parametrize(("cells", "tolerance"), [(2, 4e-3), (5, 2e-4), (10, 1e-4), (20, 1e-4)])
def test_binning_is_close_for_few_points_and_many(count: int, cells: int, tolerance: float) -> None:
    where = grid(40, 50, H / cells)
    xy = some(count, 4_000.0, seed=cells)
    exact = heatmap.density_per_km2(xy, where, H, method="exact")
    binned = heatmap.density_per_km2(xy, where, H, method="binned")
    assert np.abs(exact - binned).max() <= tolerance * exact.max()


def test_points_beyond_the_rim_count_as_far_as_the_kernel_reaches() -> None:
    where = grid(40, 40)
    xy = np.array([[10_400.0, -3_000.0], [-14_000.0, 14_000.0], [90_000.0, 0.0]])
    exact = heatmap.density_per_km2(xy, where, H, method="exact")
    binned = heatmap.density_per_km2(xy, where, H, method="binned")
    assert np.abs(exact - binned).max() <= 1e-4 * exact.max()
    assert not heatmap.density_per_km2(xy[2:], where, H, method="binned").any()


def test_many_points_are_binned_and_few_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    few = heatmap.density_per_km2(some(50), grid(), H)
    assert np.array_equal(few, heatmap.density_per_km2(some(50), grid(), H, method="exact"))
    monkeypatch.setattr(heatmap.kde, "_EXACT_WORK", 0.0)
    many = heatmap.density_per_km2(some(50), grid(), H)
    assert np.array_equal(many, heatmap.density_per_km2(some(50), grid(), H, method="binned"))


def test_the_sea_is_masked_and_nothing_is_moved_onto_land() -> None:
    land = np.ones(grid().shape, dtype=bool)
    land[:, :10] = False
    found = heatmap.density_per_km2(some(9), grid(), H, mask=land)
    assert np.isnan(found[:, :10]).all()
    assert np.array_equal(found[land], heatmap.density_per_km2(some(9), grid(), H)[land])


def test_a_grid_lies_on_whole_cells_around_all_places() -> None:
    xy = np.array([[1_234.0, 5.0], [20_001.0, -7_777.0]])
    found = heatmap.grid_around(xy, 1_000.0, 250.0, None)
    assert found.transform.c % 250 == 0
    assert found.transform.f % 250 == 0
    x, y = cell_centres(found)
    assert x[0] - 125 <= 1_234 - 3_000 < x[0] + 125
    assert y[-1] - 125 <= -7_777 - 3_000 < y[-1] + 125


# ---- rates ---------------------------------------------------------------------------------------------


def test_a_rate_is_detections_by_effort() -> None:
    stations = np.array([[0.0, 0.0], [1_000.0, 0.0]])
    near = math.exp(-0.5)
    expected = 100 * (3 + 1 * near) / (10 + 30 * near)
    found = heatmap.rate_at(stations, np.array([3, 1]), np.array([10, 30]), stations[:1], 1_000.0)
    assert found == pytest.approx([expected], rel=1e-14)


def test_the_same_rate_everywhere_stays_the_same() -> None:
    stations, days = some(30), np.linspace(5, 50, 30)
    rate, effort = heatmap.detection_rate(stations, days * 0.04, days, grid(), H, least_days=1e-6)
    assert np.nanmin(rate) == pytest.approx(4.0, rel=1e-12)
    assert np.nanmax(rate) == pytest.approx(4.0, rel=1e-12)
    assert effort.max() < days.sum()


def test_too_little_effort_within_reach_is_masked() -> None:
    where = grid(201, 201, 200.0)
    rate, effort = heatmap.detection_rate(np.zeros((1, 2)), [2], [20], where, 1_000.0, least_days=10.0)
    x, y = cell_centres(where)
    apart = np.hypot(x, y[:, None])
    assert effort[100, 100] == pytest.approx(20.0)
    # 20 exp(-d²/2h²) = 10 where d = h sqrt(2 ln 2)
    assert np.array_equal(np.isfinite(rate), apart <= 1_000 * math.sqrt(2 * math.log(2)))
    assert np.nanmax(np.abs(rate - 10.0)) < 1e-9


def test_the_usual_limit_is_a_quarter_of_what_the_median_station_has_within_reach() -> None:
    where = grid(201, 201, 200.0)
    rate, effort = heatmap.detection_rate(np.zeros((1, 2)), [2], [20], where, 1_000.0)
    assert np.array_equal(np.isfinite(rate), effort >= 5.0)


def test_far_from_every_station_the_rate_is_that_of_the_nearest() -> None:
    stations = np.array([[0.0, 0.0], [10_000.0, 0.0]])
    found = heatmap.rate_at(stations, [1, 0], [10, 10], np.array([[-1e7, 0.0], [1e7, 0.0]]), 500.0)
    assert found == pytest.approx([10.0, 0.0])


def test_a_station_without_effort_is_left_out() -> None:
    stations = some(3)
    with_ = heatmap.rate_at(stations, [1, 2, 0], [5, 5, 0], stations, H)
    without = heatmap.rate_at(stations[:2], [1, 2], [5, 5], stations, H)
    assert np.array_equal(with_, without)


# ---- bandwidths ----------------------------------------------------------------------------------------


def test_rules_of_thumb_on_paper() -> None:
    xy = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 4.0], [0.0, 4.0]])
    # sample variances 4/3 and 16/3
    assert heatmap.href_m(xy) == pytest.approx(math.sqrt(10 / 3) * 4 ** (-1 / 6), rel=1e-15)
    x, y = heatmap.scott_axes_m(xy)
    assert (x, y) == pytest.approx((math.sqrt(4 / 3) * 4 ** (-1 / 6), math.sqrt(16 / 3) * 4 ** (-1 / 6)))
    assert heatmap.scott_m(xy) == pytest.approx(math.sqrt(x * y))


def test_rules_that_look_at_the_pattern_scale_with_it() -> None:
    xy = np.random.default_rng(5).uniform(0, 1, (60, 2))
    for rule in (heatmap.cvl_m, heatmap.likelihood_m, heatmap.diggle_m):
        once = rule(xy, (0.0, 0.0, 1.0, 1.0))
        again = rule(1_000 * xy + 7, (7.0, 7.0, 1_007.0, 1_007.0))
        assert again == pytest.approx(1_000 * once, rel=1e-9)


@pytest.mark.data
@pytest.mark.parametrize("name", ["redwood", "cells", "bei"])
def test_bandwidths_equal_those_of_spatstat(name: str) -> None:
    folder = reference("spatstat_bandwidths")
    expected = json.loads((folder / "expected.json").read_text())[name]
    xy: Floats = np.loadtxt(folder / f"{name}.csv", delimiter=",", skiprows=1)
    (west, east), (south, north) = expected["window"]
    box = (west, south, east, north)
    assert heatmap.scott_axes_m(xy) == pytest.approx(expected["scott"], rel=1e-9)
    assert heatmap.scott_m(xy) == pytest.approx(expected["scott_iso"], rel=1e-9)
    assert heatmap.cvl_m(xy, box) == pytest.approx(expected["CvL"], rel=1e-9)
    assert heatmap.diggle_m(xy, box) == pytest.approx(expected["diggle"], rel=1e-9)
    assert heatmap.likelihood_m(xy, box) == pytest.approx(expected["ppl"], rel=1e-9)


@pytest.mark.data
def test_points_of_the_range_data_equal_r() -> None:
    xy = range_points()
    fixtures = json.loads((range_data() / "fixtures.json").read_text())["kde_exact"]
    at = xy[:5]
    assert heatmap.density_at(xy, at, H) / 1e6 == pytest.approx(fixtures["at_points_1_to_5"], rel=1e-9)
    i = np.arange(1, len(xy) + 1)
    rate = heatmap.rate_at(xy, (i * 5) % 4, 1 + (i * 7) % 20, at, H)
    assert rate / 100 == pytest.approx(fixtures["effort_rate_1_to_5"], rel=1e-9)
    with (range_data() / "synthetic" / "expected_R.csv").open() as file:
        r = {key: value for key, value, *_ in csv.reader(file)}
    assert heatmap.href_m(xy) == pytest.approx(float(r["adehabitatHR kernelUD h used"]), rel=1e-12)
    for percent in (100, 95, 50):
        expected = float(r[f"adehabitatHR::mcp percent={percent} km2"])
        assert heatmap.minimum_convex_polygon(xy, percent).area / 1e6 == pytest.approx(expected, rel=1e-9)
    where = Grid((400, 400), Affine(1000, 0, 176_408.1, 0, -1000, 218_603.5), None)
    surface = heatmap.density_per_km2(xy, where, H)
    areas = heatmap.isopleths(surface, where, (0.95, 0.5)).area / 1e6
    # adehabitatHR counts whole cells of 1 km2
    assert areas.to_numpy() == pytest.approx([5_795, 1_352], rel=5e-3)


@pytest.mark.data
def test_rates_of_the_tigers_equal_spatstat() -> None:
    folder = reference("tiger_spacecap")
    expected = json.loads((folder / "expected_effort_smooth.json").read_text())["at_stations"]
    with (folder / "tigerTraps.csv").open() as file:
        rows = list(csv.DictReader(file))
    xy = np.array([[float(row["X_COORD"]), float(row["Y_COORD"])] for row in rows])
    counts = [row["n"] for row in expected]
    rate = heatmap.rate_at(xy, counts, [row["effort"] for row in expected], xy, 3_000.0)
    # printed with eleven digits
    assert rate / 100 == pytest.approx([row["rate_smooth"] for row in expected], rel=1e-9)


# ---- outlines ------------------------------------------------------------------------------------------


def test_isopleths_of_one_gaussian_are_circles() -> None:
    where = heatmap.grid_around(np.zeros((1, 2)), H, 100.0, None, reach=5.0)
    found = heatmap.isopleths(heatmap.density_per_km2(np.zeros((1, 2)), where, H), where, (0.5, 0.75, 0.95))
    for level, shape in found.items():
        # a share p of a round Gaussian lies within r² = -2 h² ln(1 - p)
        assert shape.area == pytest.approx(-2 * math.pi * H**2 * math.log(1 - level), rel=2e-3)
        assert len(shape.geoms) == 1
        assert shape.geoms[0].contains(shapely.Point(0, 0))
    assert found[0.95].contains(found[0.75])
    assert found[0.75].contains(found[0.5])


def test_a_contour_has_holes_and_parts() -> None:
    surface = np.zeros((9, 12))
    surface[1:8, 1:8] = 1.0
    surface[3:6, 3:6] = 0.0
    surface[4, 4] = 1.0
    surface[4, 10] = 1.0
    shape = heatmap.contour(surface, grid(9, 12, 1.0), 0.5)
    assert shape.is_valid
    assert len(shape.geoms) == 3
    assert sum(len(part.interiors) for part in shape.geoms) == 1


def test_a_contour_reaches_over_the_rim_and_stays_closed() -> None:
    shape = heatmap.contour(np.ones((3, 3)), grid(3, 3, 1.0), 0.5)
    assert shape.is_valid
    # half a cell on every side, its corners cut
    assert shape.area == pytest.approx(9 - 4 * 0.5 * 0.25)


def test_touching_corners_and_exact_values_make_valid_shapes() -> None:
    rng = np.random.default_rng(2)
    for _ in range(50):
        surface = rng.integers(0, 3, (7, 7)).astype(float)
        shape = heatmap.contour(surface, grid(7, 7, 1.0), 1.0)
        assert shape.is_valid


def test_the_hull_of_most_points_leaves_the_far_ones_out() -> None:
    xy = np.array([[0, 0], [4, 0], [4, 4], [0, 4], [2, 2], [1, 2], [3, 2], [2, 1], [2, 3], [90, 2]], float)
    assert heatmap.minimum_convex_polygon(xy, 90).area == 16
    assert heatmap.minimum_convex_polygon(xy).area > 100
    assert heatmap.minimum_convex_polygon(xy[:2]).area == 0


# ---- frames --------------------------------------------------------------------------------------------


def test_frames_share_one_scale() -> None:
    one, other = np.zeros((3, 4)), np.full((3, 4), np.nan)
    one[0, 0], other[1, 1] = 2.0, 6.0
    found = heatmap.stacked({"2010": one, "2011": other}, grid(3, 4))
    assert found.names == ("2010", "2011")
    assert found.top == 6.0
    assert found.edges == (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
    assert found.values.shape == (2, 3, 4)


# ---- bad input -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("heat_no_points", lambda: heatmap.density_at(np.empty((0, 2)), np.zeros((1, 2)), H)),
        ("nan_coordinate", lambda: heatmap.href_m(np.array([[0.0, np.nan], [1.0, 1.0]]))),
        ("heat_far", lambda: heatmap.href_m(np.array([[0.0, 1e300], [1.0, 1.0]]))),
        ("heat_one_spot", lambda: heatmap.href_m(np.zeros((1, 2)))),
        ("heat_one_spot", lambda: heatmap.scott_m(np.full((9, 2), 7.0))),
        ("heat_one_spot", lambda: heatmap.scott_m(np.array([[0.0, 0.0], [5.0, 0.0]]))),
        ("heat_one_spot", lambda: heatmap.cvl_m(np.zeros((5, 2)), (0.0, 0.0, 1.0, 1.0))),
        ("heat_flat", lambda: heatmap.diggle_m(np.array([[0.0, 0.0], [5.0, 0.0]]), (0.0, 0.0, 5.0, 0.0))),
        ("heat_many_places", lambda: heatmap.cvl_m(some(3_001), (0.0, 0.0, 1.0, 1.0))),
        ("heat_coarse_cells", lambda: heatmap.density_per_km2(some(3), grid(), 999.0)),
        ("heat_coarse_cells", lambda: heatmap.grid_around(some(3), 999.0, 500.0, None)),
        ("heat_large_grid", lambda: heatmap.grid_around(np.array([[0, 0], [1e6, 1e6]]), 500.0, 100.0, None)),
        ("heat_large_grid", lambda: heatmap.grid_around(some(3), 1e-300, 1e-301, None)),
        ("heat_large_grid", lambda: heatmap.density_per_km2(some(3), grid(5_000, 5_000), H)),
        ("heat_weights", lambda: heatmap.density_per_km2(some(3), grid(), H, np.array([1.0, -1.0, 0.0]))),
        ("heat_weights", lambda: heatmap.density_per_km2(some(3), grid(), H, np.ones(2))),
        ("heat_weights", lambda: heatmap.rate_at(some(2), [1, np.nan], [1, 1], some(1), H)),
        ("heat_no_effort", lambda: heatmap.rate_at(some(2), [0, 0], [0, 0], some(1), H)),
        ("heat_effort_missing", lambda: heatmap.rate_at(some(2), [0, 1], [3, 0], some(1), H)),
        ("heat_nothing", lambda: heatmap.volume_threshold(np.zeros((3, 3)), 0.5)),
        ("heat_nothing", lambda: heatmap.stacked({"2010": np.full((3, 3), np.nan)}, grid(3, 3))),
        ("bad_argument", lambda: heatmap.volume_threshold(np.ones((3, 3)), 1.5)),
        ("bad_argument", lambda: heatmap.minimum_convex_polygon(some(5), 101)),
        ("bad_argument", lambda: heatmap.density_at(some(3), some(3), float("nan"))),
        ("bad_argument", lambda: heatmap.density_per_km2(some(3), grid(), -1.0)),
    ],
)
def test_bad_input_is_refused_with_a_sentence(code: str, call: Any) -> None:
    with pytest.raises(LeopardRangeError) as refused:
        call()
    assert refused.value.code == code


def test_cells_must_be_squares() -> None:
    oblong = Grid((5, 5), Affine(100, 0, 0, 0, -90, 0), None)
    with pytest.raises(LeopardRangeError, match="heat_square_cells"):
        heatmap.density_per_km2(some(3), oblong, H)


def test_too_many_frames_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leopard_range.analysis.heatmap.frames.MOST_VALUES", 20)
    with pytest.raises(LeopardRangeError, match="heat_many_frames"):
        heatmap.stacked({"a": np.ones((4, 4)), "b": np.ones((4, 4))}, grid(4, 4))
