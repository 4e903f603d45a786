"""Costs and the surface they make: cases worked on paper, and what must hold for any line and any grid."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from affine import Affine
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS
from scipy.ndimage import label

from leopard_range.analysis.corridor.cost import accumulate
from leopard_range.analysis.corridor.features import Features, burn_line, features_of, grid_over
from leopard_range.analysis.corridor.resistance import Costs, costs_of, out_of_rank, resistance_surface
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid

METRIC = CRS.from_user_input("+proj=laea +lat_0=43.5 +lon_0=127 +datum=WGS84 +units=m")
NAME = dict.fromkeys(("en", "ru", "zh", "ko"), "a class")


def table(*rows: tuple[str, str, float, dict[str, float]]) -> Costs:
    return costs_of(
        {
            "line_width_m": 250.0,
            "classes": {
                key: {
                    "kind": kind,
                    "name": NAME,
                    "value": value,
                    "low": value / 2,
                    "high": value * 2,
                    "rank": rank + 1,
                    "checked": False,
                    "reference": "Invented for tests",
                    **limit,
                }
                for rank, (key, kind, value, limit) in enumerate(rows)
            },
        }
    )


COSTS = table(
    ("4", "cover", 1.0, {}),
    ("high", "elevation", 3.0, {"from_m": 1000.0}),
    ("border", "border", 6.0, {}),
    ("12", "cover", 20.0, {}),
    ("trunk", "road", 40.0, {}),
    ("town", "settlement", 50.0, {"within_m": 1000.0}),
)


def flat(grid: Grid, **changes: Any) -> Features:
    shape = grid.shape
    found: dict[str, Any] = {
        "grid": grid,
        "land": np.ones(shape, dtype=bool),
        "cover": np.full(shape, 4, dtype=np.uint8),
        "height_m": np.zeros(shape),
        "slope_deg": np.zeros(shape),
        "town_m": np.full(shape, np.inf),
        "lines": {},
    }
    return Features(**(found | changes))


def grid_of(side_m: float, cell_m: float) -> Grid:
    return grid_over((0.0, 0.0, side_m, side_m), cell_m, METRIC)


def test_the_largest_of_the_areas_counts_and_lines_are_added() -> None:
    grid = grid_of(1500.0, 500.0)
    land = np.array([[True, True, True], [True, True, True], [True, True, False]])
    cover = np.array([[4, 12, 4], [4, 12, 255], [4, 4, 4]], dtype=np.uint8)
    height = np.array([[0.0, 2000.0, 2000.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    town = np.array([[9e3, 9e3, 9e3], [800.0, 900.0, 9e3], [9e3, 9e3, 9e3]])
    border = np.array([[True, False, False], [False, True, False], [False, False, False]])
    trunk = np.array([[False, False, False], [False, True, False], [False, False, True]])
    features = flat(
        grid, land=land, cover=cover, height_m=height, town_m=town, lines={"border": border, "trunk": trunk}
    )
    # half of a cell of 500 m is the width a line costs on
    expected = np.array([[1 + 3, 20, 3], [50, 50 + 3 + 20, np.nan], [1, 1, np.nan]])
    np.testing.assert_allclose(resistance_surface(features, COSTS).values, expected)


@pytest.mark.parametrize("cell_m", [250.0, 500.0, 1000.0])
def test_a_crossing_costs_the_same_on_any_grid(cell_m: float) -> None:
    grid = grid_of(12_000.0, cell_m)
    road = shapely.LineString([(0.0, 6_100.0), (12_000.0, 6_100.0)])
    features = flat(grid, lines={"trunk": burn_line(np.array([road], dtype=object), grid)})
    surface = resistance_surface(features, COSTS)
    column = np.zeros(grid.shape, dtype=bool)
    column[-1] = True
    top = accumulate(surface, column)[0].min()
    assert top == pytest.approx(12_000.0 - cell_m + 40.0 * 250.0)


@pytest.mark.parametrize("cell_m", [250.0, 500.0, 1000.0])
@given(angle=st.floats(0.0, 180.0))
def test_no_path_slips_through_a_line_and_none_pays_less_than_a_crossing(cell_m: float, angle: float) -> None:
    grid = grid_of(10_000.0, cell_m)
    turn = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))]) * 20_000.0
    line = np.array([shapely.LineString([5_000.0 - turn, 5_000.0 + turn])], dtype=object)
    cells = burn_line(line, grid)
    sides, count = label(~cells, structure=np.ones((3, 3)))
    assert count >= 2
    values = np.where(cells, 40.0 * 250.0 / cell_m, 0.0) + 1.0
    surface = resistance_surface(flat(grid, lines={"trunk": cells}), COSTS)
    np.testing.assert_allclose(surface.values, values)
    cost = accumulate(surface, sides == 1)
    other = cost[(sides > 1)]
    assert 40.0 * 250.0 <= other.min() <= 2.0 * 40.0 * 250.0 + 6 * cell_m


def test_a_line_exactly_through_corners_leaves_no_gap() -> None:
    grid = grid_of(2_000.0, 500.0)
    falling = shapely.LineString([(0.0, 2_000.0), (2_000.0, 0.0)])
    rising = shapely.LineString([(0.0, 0.0), (2_000.0, 2_000.0)])
    for line in (falling, rising):
        cells = burn_line(np.array([line], dtype=object), grid)
        assert label(~cells, structure=np.ones((3, 3)))[1] == 2


def test_costs_change_by_class_and_by_kind() -> None:
    changed = COSTS.with_values({"road": 70.0, "12": 30})
    assert changed.values == COSTS.values | {"trunk": 70.0, "12": 30.0}
    assert COSTS.values["trunk"] == 40.0


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"99": 3.0}, "cost_unknown"),
        ({"12": 0.0}, "cost_value"),
        ({"12": -3.0}, "cost_value"),
        ({"12": float("nan")}, "cost_value"),
        ({"12": float("inf")}, "cost_value"),
        ({"12": "many"}, "cost_value"),
        ({"12": True}, "cost_value"),
    ],
)
def test_what_is_no_cost_is_refused(values: dict[str, Any], code: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        COSTS.with_values(values)
    assert problem.value.code == code


def test_a_broken_order_is_found() -> None:
    assert out_of_rank(COSTS) == ()
    assert out_of_rank(COSTS.with_values({"12": 45.0})) == (("12", "trunk"),)
    assert out_of_rank(COSTS.with_values({"border": 90.0})) == (
        ("border", "12"),
        ("border", "trunk"),
        ("border", "town"),
    )
    assert out_of_rank(COSTS.with_values({"border": 3.0})) == ()


def test_water_of_a_coarse_raster_gives_way_to_ground_but_for_lakes() -> None:
    grid = grid_of(4_000.0, 500.0)
    source = Grid((2, 2), Affine(2_000.0, 0.0, 0.0, 0.0, -2_000.0, 4_000.0), METRIC)
    found = features_of(
        grid,
        land=np.array([shapely.box(0, 0, 4_000, 4_000)], dtype=object),
        cover=(np.ma.array([[4, 0], [0, 0]], dtype=np.uint8), source),
        height=(np.ma.array([[0.0, 0.0], [0.0, 0.0]]), source),
        lakes=np.array([shapely.box(3_000, 0, 4_000, 1_000)], dtype=object),
        towns=np.empty((0, 2)),
        lines={},
    )
    assert (found.cover == 0).sum() == 4
    assert (found.cover == 4).sum() == 60
    assert np.isinf(found.town_m).all()


def test_heights_and_slopes_of_a_tilted_plane() -> None:
    grid = grid_of(8_000.0, 500.0)
    source = Grid((10, 10), Affine(1_000.0, 0.0, -1_000.0, 0.0, -1_000.0, 9_000.0), METRIC)
    x = np.arange(10) * 1_000.0 - 500.0
    found = features_of(
        grid,
        land=np.array([shapely.box(0, 0, 8_000, 8_000)], dtype=object),
        cover=(np.ma.array(np.full((10, 10), 4), dtype=np.uint8), source),
        height=(np.ma.array(np.tile(x * 0.5, (10, 1))), source),
        lakes=np.empty(0, dtype=object),
        towns=np.array([[4_000.0, 4_000.0]]),
        lines={},
    )
    np.testing.assert_allclose(found.height_m[0], (np.arange(16) * 500 + 250) * 0.5)
    np.testing.assert_allclose(found.slope_deg, np.degrees(np.arctan(0.5)))
    assert found.town_m.min() == pytest.approx(np.hypot(250, 250))
