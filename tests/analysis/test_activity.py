"""Activity curves: the values of the R packages, cases with a known answer, and what must always hold."""

from __future__ import annotations

import json
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import i0e

from leopard_range.analysis.activity import (
    Sample,
    activity_level,
    bandwidth,
    basic0,
    bootstrap,
    density,
    overlap,
    times,
)
from leopard_range.errors import LeopardRangeError
from leopard_range.studies.shape import in_turn
from tests.surveys import reference

TURN = 2 * np.pi
GRID = np.linspace(0, TURN, 97)


@pytest.fixture(scope="module")
def kerinci() -> tuple[dict[str, Any], pd.DataFrame]:
    folder = reference("overlap_kerinci")
    return json.loads((folder / "expected.json").read_text("utf-8")), pd.read_csv(folder / "kerinci.csv")


def of(table: pd.DataFrame, zone: int, species: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    rows = table[(table["Zone"] == zone) & (table["Sps"] == species)]
    return rows["Time"].to_numpy() * TURN


def test_overlaps_and_bandwidths_are_those_of_the_r_package(
    kerinci: tuple[dict[str, Any], pd.DataFrame],
) -> None:
    expected, table = kerinci
    assert len(expected["overlap"]) == 12
    for pair in expected["overlap"]:
        first, second = (of(table, pair["zone"], pair[name]) for name in "ab")
        found = overlap(first, second)
        assert found.dhat1 == pytest.approx(pair["Dhat1"], abs=2e-5)
        assert found.dhat4 == pytest.approx(pair["Dhat4"], abs=2e-5)
        assert found.dhat5 == pytest.approx(pair["Dhat5"], abs=2e-5)
        assert bandwidth(first) == pytest.approx(pair["bwA"], rel=2e-5)
        assert bandwidth(second) == pytest.approx(pair["bwB"], rel=2e-5)


def test_the_curve_is_that_of_the_r_package(kerinci: tuple[dict[str, Any], pd.DataFrame]) -> None:
    expected, table = kerinci
    curve = expected["density_tiger_zone2"]
    found = density(of(table, 2, "tiger"), np.array(curve["grid_radians"]), curve["bw"])
    np.testing.assert_allclose(found, curve["density"], atol=1e-9)


def test_the_series_is_the_sum_of_kernels() -> None:
    draw = np.random.default_rng(1)
    angles, at = draw.uniform(0, TURN, 30), draw.uniform(0, TURN, 20)
    for kappa in (0.0, 0.3, 10.0, 400.0, 20_000.0):
        kernel = np.exp(kappa * (np.cos(at[:, None] - angles) - 1)) / (TURN * i0e(kappa))
        np.testing.assert_allclose(density(angles, at, kappa), kernel.mean(axis=1), rtol=1e-9, atol=1e-11)


def test_evenly_spread_times_are_active_all_day() -> None:
    even = np.linspace(0, TURN, 96, endpoint=False)
    assert activity_level(even) == pytest.approx(1.0, abs=1e-6)
    np.testing.assert_allclose(density(even, GRID, bandwidth(even)), 1 / TURN, rtol=1e-6)


def test_the_level_of_one_burst_is_that_of_its_kernel() -> None:
    angles = np.full(20, 3.0)
    kappa = bandwidth(angles)
    assert np.isfinite(kappa)
    # One von Mises peak, whose height is 1 / (2 pi I0 exp(-kappa)); the 512 points may miss its very top.
    assert activity_level(angles) == pytest.approx(float(i0e(kappa)), rel=0.05)


def test_the_overlap_of_a_sample_with_itself_is_one_and_of_opposites_nothing() -> None:
    night = np.random.default_rng(2).vonmises(0, 40, 80) % TURN
    same = overlap(night, night)
    assert (same.dhat1, same.dhat4, same.dhat5) == pytest.approx((1.0, 1.0, 1.0))
    apart = overlap(night, (night + np.pi) % TURN)
    assert max(apart.dhat1, apart.dhat4, apart.dhat5) < 1e-3


angles_ = st.lists(st.floats(0, TURN, exclude_max=True), min_size=2, max_size=60).map(np.array)


@settings(max_examples=60, deadline=None)
@given(angles_, st.floats(-10, 10))
def test_midnight_is_no_border(angles: Any, turn: float) -> None:
    kappa = bandwidth(angles)
    assert bandwidth((angles + turn) % TURN) == pytest.approx(kappa, rel=1e-4, abs=1e-6)
    turned = density((angles + turn) % TURN, (GRID + turn) % TURN, kappa)
    np.testing.assert_allclose(turned, density(angles, GRID, kappa), rtol=1e-6, atol=1e-9)


@settings(max_examples=30, deadline=None)
@given(angles_, angles_)
def test_overlaps_are_shares_and_symmetric(first: Any, second: Any) -> None:
    one, other = overlap(first, second), overlap(second, first)
    for value, mirrored in ((one.dhat1, other.dhat1), (one.dhat4, other.dhat4)):
        assert -1e-9 <= value <= 1 + 1e-9
        assert value == pytest.approx(mirrored, abs=1e-9)
    assert 0 < activity_level(first) <= 1 + 1e-9


@settings(max_examples=20, deadline=None)
@given(angles_)
def test_a_curve_holds_one(angles: Any) -> None:
    sample = Sample.of(angles)
    assert quad(lambda x: sample.density(np.array([x]))[0], 0, TURN, limit=500)[0] == pytest.approx(
        1, abs=1e-6
    )


def test_an_interval_covers_its_estimate_and_shrinks_with_the_sample() -> None:
    draw = np.random.default_rng(3)
    widths = []
    for n in (20, 320):
        angles = draw.vonmises(1.0, 2.0, n) % TURN
        again = bootstrap((angles,), GRID, replicates=200, seed=5, spread=in_turn)
        low, high = basic0(activity_level(angles), again.levels[:, 0])
        assert low <= activity_level(angles) <= high
        widths.append(high - low)
        assert again.overlaps.shape == (200, 0)
    assert widths[1] < 0.5 * widths[0]


def test_the_interval_is_worked_out_by_hand() -> None:
    replicates = np.linspace(0.4, 0.6, 39)
    # Type 6 quantiles: 2.5 % of 40 is the first, 97.5 % the last; the bias of 0.05 is taken off.
    assert basic0(0.45, replicates) == pytest.approx((0.35, 0.55))
    assert basic0(0.98, replicates)[1] == 1.0


def test_the_work_may_be_spread_in_any_order_and_travels() -> None:
    draw = np.random.default_rng(4)
    pair = draw.uniform(0, TURN, 30), draw.vonmises(2, 3, 40) % TURN

    def scattered(kernel: Any, items: Any) -> list[Any]:
        copies = [pickle.loads(pickle.dumps(item)) for item in items]
        back = [kernel(item) for item in reversed(copies)]
        return back[::-1]

    one = bootstrap(pair, GRID, replicates=120, seed=9, spread=in_turn)
    two = bootstrap(pair, GRID, replicates=120, seed=9, spread=scattered)
    np.testing.assert_array_equal(one.levels, two.levels)
    np.testing.assert_array_equal(one.curves, two.curves)
    np.testing.assert_array_equal(one.overlaps, two.overlaps)
    # The first replicates do not depend on how many follow.
    short = bootstrap(pair, GRID, replicates=30, seed=9, spread=in_turn)
    np.testing.assert_array_equal(short.levels, one.levels[:30])


def test_hours_become_angles_and_what_is_none_is_refused() -> None:
    np.testing.assert_allclose(times(np.array([0.0, 6.0, 24.0])), [0, np.pi / 2, TURN])
    with pytest.raises(LeopardRangeError) as few:
        times(np.array([3.0]))
    assert few.value.code == "survey_few_hours"
    for wrong in (25.0, -1.0, np.nan):
        with pytest.raises(LeopardRangeError) as bad:
            times(np.array([1.0, wrong]))
        assert bad.value.code == "bad_argument"
