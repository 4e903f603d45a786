"""Rates of visits and their intervals: worked on paper, and the figures of published data."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from leopard_range.analysis.abundance import INTERVALS, abundance_index, dispersion, fewster_variance
from leopard_range.errors import LeopardRangeError
from tests.surveys import reference


def test_a_rate_is_per_hundred_days_of_stations_with_effort() -> None:
    found = abundance_index([3, 1, 7], [40.0, 10.0, 0.0], interval="poisson")
    assert (found.events, found.trap_days, found.stations) == (4, 50.0, 2)
    assert found.rai_per_100_trap_days == pytest.approx(8.0)


def test_without_effort_there_is_no_rate() -> None:
    for interval in INTERVALS:
        found = abundance_index([0, 2], [0.0, np.nan], interval=interval)
        assert found.rai_per_100_trap_days is None
        assert found.rai_per_100_trap_days_low is None
        assert found.dispersion is None


def test_one_station_or_no_visit_has_no_interval_but_the_exact_one() -> None:
    for events, days in (([3], [40.0]), ([0, 0], [10.0, 10.0])):
        for interval in ("bootstrap", "fewster"):
            assert abundance_index(events, days, interval=interval).rai_per_100_trap_days_low is None
    # No visit in 100 days: the upper bound is -ln 0.025.
    none = abundance_index([0, 0], [50.0, 50.0], interval="poisson")
    assert none.rai_per_100_trap_days == 0
    assert none.rai_per_100_trap_days_low == 0
    assert none.rai_per_100_trap_days_high == pytest.approx(-np.log(0.025))


def test_garwoods_table() -> None:
    # Garwood (1936), 95 % limits of a count of 10: 4.80 to 18.39.
    found = abundance_index([10], [100.0], interval="poisson")
    assert found.rai_per_100_trap_days_low == pytest.approx(4.80, abs=0.005)
    assert found.rai_per_100_trap_days_high == pytest.approx(18.39, abs=0.005)


def test_dispersion_and_variance_on_paper() -> None:
    events, days = np.array([4.0, 0.0]), np.array([10.0, 10.0])
    # Two visits expected at each: (4 + 4) / 2 over one degree of freedom.
    assert dispersion(events, days) == pytest.approx(4.0)
    # k / (L^2 (k - 1)) times the sum of l^2 (n / l - rate)^2 = 2 / 400 * (4 + 4).
    assert fewster_variance(events, days) == pytest.approx(0.04)
    assert dispersion(np.zeros(2), days) is None


def test_stations_that_do_not_differ_have_no_interval() -> None:
    found = abundance_index([2, 2, 2], [10.0, 10.0, 10.0])
    assert found.rai_per_100_trap_days == 20.0
    assert found.rai_per_100_trap_days_low is found.rai_per_100_trap_days_high is None
    assert found.dispersion == 0


def test_the_same_seed_gives_the_same_interval_in_blocks_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    events, days = np.arange(30), np.full(30, 20.0)
    whole = abundance_index(events, days)
    monkeypatch.setattr("leopard_range.analysis.abundance._BLOCK", 3_000)
    again = abundance_index(events, days)
    assert whole.rai_per_100_trap_days_low == again.rai_per_100_trap_days_low
    assert whole.rai_per_100_trap_days_low != abundance_index(events, days, seed=2).rai_per_100_trap_days_low


def test_intervals_hold_the_true_rate_where_stations_differ() -> None:
    random = np.random.default_rng(7)
    held = dict.fromkeys(INTERVALS, 0)
    for _ in range(200):
        days = random.uniform(20, 40, 40)
        events = random.poisson(days * 0.1 * random.gamma(1.0, 1.0, 40))
        for interval in INTERVALS:
            found = abundance_index(events, days, interval=interval, replicates=500)
            low, high = found.rai_per_100_trap_days_low, found.rai_per_100_trap_days_high
            assert low is not None
            assert high is not None
            held[interval] += low <= 10 <= high
    assert held["bootstrap"] > 170
    assert held["fewster"] > 180
    assert held["poisson"] < 160


@pytest.mark.parametrize("wrong", [{"level": 1.0}, {"replicates": 0}])
def test_wrong_arguments_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(LeopardRangeError) as no:
        abundance_index([1], [1.0], **wrong)  # type: ignore[arg-type]
    assert no.value.code == "bad_argument"


@pytest.mark.data
def test_tigers_of_spacecap() -> None:
    folder = reference("tiger_spacecap")
    traps, captures = pd.read_csv(folder / "tigerTraps.csv"), pd.read_csv(folder / "tigerCH.csv")
    days = traps.iloc[:, 3:].sum(axis=1)
    events = captures["LOC_ID"].value_counts().reindex(traps["LOC_ID"], fill_value=0)
    exact = abundance_index(events, days, interval="poisson")
    assert (exact.events, exact.trap_days) == (68, 1435)
    assert exact.rai_per_100_trap_days == pytest.approx(4.74, abs=0.005)
    assert exact.rai_per_100_trap_days_low == pytest.approx(3.68, abs=0.005)
    assert exact.rai_per_100_trap_days_high == pytest.approx(6.01, abs=0.005)
    assert exact.dispersion == pytest.approx(1.7, abs=0.05)
    # 3.35 to 6.21 were drawn with another generator: the ends of 9,999 draws move by about 0.05.
    drawn = abundance_index(events, days)
    assert drawn.rai_per_100_trap_days_low == pytest.approx(3.35, abs=0.08)
    assert drawn.rai_per_100_trap_days_high == pytest.approx(6.21, abs=0.08)
    # R2: cv 0.157, so that log-normal bounds with t of 119 degrees of freedom are 3.48 to 6.46.
    spread = abundance_index(events, days, interval="fewster")
    assert spread.rai_per_100_trap_days_low == pytest.approx(3.48, abs=0.01)
    assert spread.rai_per_100_trap_days_high == pytest.approx(6.46, abs=0.01)
