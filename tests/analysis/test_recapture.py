"""Chapman's estimator against worked cases, and its interval against a thousand jars."""

from __future__ import annotations

import math

import numpy as np
import pytest

from leopard_range.analysis.recapture import chapman
from leopard_range.errors import LeopardRangeError


def test_a_worked_case() -> None:
    # Ten turtles marked, fifteen seen later, five of them marked.
    found = chapman(10, 15, 5)
    assert math.isclose(found.estimate, 11 * 16 / 6 - 1)
    assert (round(found.low), round(found.high)) == (22, 65)


def test_everything_recaptured_is_at_least_what_was_seen() -> None:
    found = chapman(12, 12, 12)
    assert found.estimate == 12
    assert found.low == 12


def test_nothing_recaptured_still_has_a_lower_bound() -> None:
    found = chapman(5, 5, 0)
    assert found.estimate == 35
    assert found.low >= 10, "never fewer than were seen"
    assert found.high > found.estimate


@pytest.mark.parametrize("handful", [10, 20, 30, 45, 60])
@pytest.mark.parametrize("count", [80, 120, 160])
def test_the_interval_holds_the_truth_as_often_as_it_says(count: int, handful: int) -> None:
    random = np.random.default_rng(count * 1000 + handful)
    marked = random.hypergeometric(handful, count - handful, handful, size=2_000)
    found = [chapman(handful, handful, int(m)) for m in marked]
    held = np.mean([one.low <= count <= one.high for one in found])
    assert 0.92 <= held <= 1.0
    if handful >= 30:
        assert abs(np.mean([one.estimate for one in found]) / count - 1) < 0.03


def test_larger_handfuls_give_narrower_intervals() -> None:
    widths = [chapman(n, n, n * n // 120).high - chapman(n, n, n * n // 120).low for n in (15, 30, 60)]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize(("first", "second", "marked"), [(-1, 5, 0), (5, 5, 6), (5, 5, -1), (3, 9, 4)])
def test_impossible_counts_are_refused(first: int, second: int, marked: int) -> None:
    with pytest.raises(LeopardRangeError) as caught:
        chapman(first, second, marked)
    assert caught.value.code == "bad_argument"
