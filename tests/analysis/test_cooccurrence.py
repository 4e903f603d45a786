"""Stations that met two species, against chance worked out by counting."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leopard_range.analysis.cooccurrence import cooccurrence


def test_a_case_worked_out_by_hand() -> None:
    first = np.array([True, True, True, False, False, False])
    second = np.array([True, True, False, True, False, False])
    found = cooccurrence(first, second)
    assert (found.both, found.first_only, found.second_only, found.neither) == (2, 1, 1, 2)
    assert found.expected_both == 1.5
    assert found.odds_ratio == 4.0
    # Of the 20 ways to place 3 of 6, one has 0 in common, 9 have 1, 9 have 2 and one has 3.
    assert found.p_fewer == pytest.approx(19 / 20)
    assert found.p_more == pytest.approx(10 / 20)


@given(st.integers(2, 7), st.data())
def test_the_probabilities_are_those_of_counting_every_way(stations: int, data: st.DataObject) -> None:
    bits = st.lists(st.booleans(), min_size=stations, max_size=stations).map(np.array)
    first, second = data.draw(bits), data.draw(bits)
    found = cooccurrence(first, second)
    assert found.both + found.first_only + found.second_only + found.neither == stations
    if found.p_more is None or found.p_fewer is None:
        assert first.all() or second.all() or not first.any() or not second.any()
        return
    mine = set(np.flatnonzero(first))
    ways = [len(mine & set(one)) for one in combinations(range(stations), int(second.sum()))]
    assert found.p_more == pytest.approx(np.mean([way >= found.both for way in ways]))
    assert found.p_fewer == pytest.approx(np.mean([way <= found.both for way in ways]))


def test_what_cannot_differ_has_no_probability() -> None:
    everywhere = cooccurrence(np.ones(4, dtype=bool), np.array([True, False, False, False]))
    assert (everywhere.p_fewer, everywhere.p_more, everywhere.odds_ratio) == (None, None, None)
    nothing = cooccurrence(np.zeros(0, dtype=bool), np.zeros(0, dtype=bool))
    assert (nothing.expected_both, nothing.p_more) == (0.0, None)
