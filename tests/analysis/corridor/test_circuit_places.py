"""Pinch points and barriers: places known beforehand, and windows searched one by one."""

from __future__ import annotations

import numpy as np
import pytest

from leopard_range.analysis.corridor.circuit import barriers, pair_current, pinch_points
from leopard_range.analysis.corridor.cost import accumulate
from leopard_range.errors import LeopardRangeError
from tests.corridors import surface


def test_the_neck_of_an_hourglass_is_the_pinch() -> None:
    values = np.ones((21, 41))
    values[:9, 20] = values[12:, 20] = np.nan
    west, east = np.zeros((2, 21, 41), dtype=np.bool_)
    west[:, 0] = east[:, -1] = True
    one = pair_current(surface(values), west, east)
    found = pinch_points(one.current, ~np.isnan(values), ends=west | east, share=0.01)
    assert found.places[0].column == 20
    assert 9 <= found.places[0].row <= 11
    assert found.current[:, 20][9:12].sum() == pytest.approx(1.0, rel=0.05)
    assert np.isnan(found.current[:, 0]).all()
    assert found.current_share > 3 * found.cells.mean()


def test_a_pinch_needs_current_in_the_corridor() -> None:
    with pytest.raises(LeopardRangeError, match="circuit_no_band"):
        pinch_points(np.ones((3, 3)), np.zeros((3, 3), np.bool_))
    with pytest.raises(LeopardRangeError, match="circuit_shape"):
        pinch_points(np.ones((3, 3)), np.ones((3, 4), np.bool_))
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        pinch_points(np.ones((3, 3)), np.ones((3, 3), np.bool_), share=2.0)


def test_a_wall_scores_by_what_crossing_it_saves() -> None:
    values = np.ones((21, 41))
    values[:, 20] = 50.0
    ground = surface(values, cell_m=100.0)
    a, b = (accumulate(ground, np.array([[10, column]])) for column in (0, 40))
    found = barriers(a, b, ground, diameters_m=[300.0])
    # 40 steps of 100 m, two of them with the mean resistance of 1 and 50.
    least = 100 * (38 + 2 * 25.5)
    after = 100 * (19 + 19) + 300.0
    assert found.least_cost == pytest.approx(least)
    assert found.score_per_m[10, 20] == pytest.approx((least - after) / 300)
    assert found.places[0].column == 20
    assert found.places[0].saved == pytest.approx(least - after)
    assert found.saved_percent[10, 20] == pytest.approx(100 * (least - after) / least)
    assert found.score_per_m[:, :15].max() == 0


def test_windows_agree_with_a_search_cell_by_cell() -> None:
    rng = np.random.default_rng(4)
    values = np.exp(rng.uniform(0, 4, (17, 23)))
    values[rng.random(values.shape) < 0.1] = np.nan
    values[0, 0] = values[-1, -1] = 1.0
    ground = surface(values, cell_m=10.0)
    a, b = accumulate(ground, np.array([[0, 0]])), accumulate(ground, np.array([[16, 22]]))
    found = barriers(a, b, ground, diameters_m=[30.0, 50.0, 75.0], restored=2.0)
    least = (a + b).min()
    i, j = np.indices(values.shape)
    for row in range(17):
        for column in range(23):
            scores = [0.0]
            for wide in (30.0, 50.0, 75.0):
                near = np.hypot(i - row, j - column) * 10.0 <= wide / 2
                scores.append((least - a[near].min() - b[near].min() - 2.0 * wide) / wide)
            assert found.score_per_m[row, column] == pytest.approx(max(scores))


def test_best_windows_do_not_overlap() -> None:
    values = np.ones((31, 61))
    values[:, 15] = values[:, 45] = 30.0
    ground = surface(values)
    a, b = (accumulate(ground, np.array([[15, column]])) for column in (0, 60))
    places = barriers(a, b, ground, diameters_m=[3.0, 5.0]).places
    assert {place.column for place in places[:2]} <= {14, 15, 16, 44, 45, 46}
    for k, one in enumerate(places):
        for other in places[:k]:
            apart = np.hypot(one.row - other.row, one.column - other.column)
            assert apart >= (one.diameter_m + other.diameter_m) / 2


def test_a_window_that_opens_the_first_way_has_no_bound() -> None:
    values = np.ones((5, 9))
    values[:, 4] = np.nan
    ground = surface(values)
    a, b = accumulate(ground, np.array([[2, 0]])), accumulate(ground, np.array([[2, 8]]))
    found = barriers(a, b, ground, diameters_m=[3.0])
    assert np.isinf(found.least_cost)
    assert np.isinf(found.score_per_m[2, 4])
    assert np.isnan(found.saved_percent).all()
    assert found.places == ()


@pytest.mark.parametrize("diameters", [[], [0.5], [float("nan")]])
def test_windows_are_a_cell_or_wider(diameters: list[float]) -> None:
    ground = surface(np.ones((3, 3)))
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        barriers(np.ones((3, 3)), np.ones((3, 3)), ground, diameters_m=diameters)
