"""Permalinks: what the map writes, Python reads; what a stranger wrote breaks nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leopard_range.i18n import note_sentence
from leopard_range.maps import MapState, parse_state, state_query
from tests.maps.sample import sample_spec

SPEC = sample_spec()
IDS = [layer.id for layer in SPEC.layers]


def codes(query: dict[str, str]) -> list[str]:
    return [note.code for note in parse_state(query, SPEC)[1]]


def test_good_link_is_read() -> None:
    query = {
        "v": "131.2,43.1,8.25",
        "on": "now,reserves",
        "year": "2012",
        "op": "now:60,reserves:0",
        "lang": "ru",
    }
    state, dropped = parse_state(query, SPEC)
    assert dropped == ()
    assert state == MapState(
        view=(131.2, 43.1, 8.25), year=2012, on=("now", "reserves"), opacity=(("now", 0.6), ("reserves", 0.0))
    )


def test_no_link_changes_nothing() -> None:
    assert parse_state({"lang": "ko"}, SPEC) == (MapState(), ())


def test_all_layers_off_is_a_wish_not_a_fault() -> None:
    assert parse_state({"on": ""}, SPEC)[0].on == ()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"v": "131.2,43.1"}, "link_view"),
        ({"v": "131.2,43.1,8,9"}, "link_view"),
        ({"v": "nan,43,8"}, "link_view"),
        ({"v": "131,inf,8"}, "link_view"),
        ({"v": "131,91,8"}, "link_view"),
        ({"v": "181,43,8"}, "link_view"),
        ({"v": "131,43,-1"}, "link_view"),
        ({"v": "131,43,99"}, "link_view"),
        ({"v": ""}, "link_view"),
        ({"year": "1849"}, "link_year"),
        ({"year": "2027"}, "link_year"),
        ({"year": "-2012"}, "link_year"),
        ({"year": "2012.5"}, "link_year"),
        ({"year": "9" * 5000}, "link_year"),
        ({"year": "٢٠١٢"}, "link_year"),
        ({"on": "now,nowhere"}, "link_layer"),
        ({"op": "now:160"}, "link_opacity"),
        ({"op": "now"}, "link_opacity"),
        ({"op": "nowhere:50"}, "link_opacity"),
        ({"op": "now:nan"}, "link_opacity"),
    ],
)
def test_broken_part_is_named_and_left_out(query: dict[str, str], code: str) -> None:
    assert codes(query) == [code]
    state, dropped = parse_state(query | {"lang": "en"}, SPEC)
    assert state.view is None
    assert state.year is None
    sentence = note_sentence(dropped[0])
    assert "{" not in sentence
    assert len(sentence) > 20


def test_known_layers_of_a_half_broken_link_stay() -> None:
    assert parse_state({"on": "now,nowhere,now"}, SPEC)[0].on == ("now",)
    # Nothing but unknown names: the page's own choice is better than an empty map.
    assert parse_state({"on": "nowhere"}, SPEC)[0].on is None


@given(st.dictionaries(st.sampled_from(["v", "on", "year", "op"]), st.text(max_size=60)))
def test_no_link_can_break_the_page(query: dict[str, str]) -> None:
    state, _ = parse_state(query, SPEC)
    assert state.year is None or 1850 <= state.year <= 2026
    assert set(state.on or ()) <= set(IDS)


@given(
    st.builds(
        MapState,
        view=st.none()
        | st.tuples(
            st.integers(-1_800_000, 1_800_000).map(lambda n: n / 10_000),
            st.integers(-850_000, 850_000).map(lambda n: n / 10_000),
            st.integers(12, 48).map(lambda n: n / 4),
        ),
        year=st.none() | st.integers(1850, 2026),
        on=st.none() | st.lists(st.sampled_from(IDS), unique=True).map(tuple),
        opacity=st.dictionaries(st.sampled_from(IDS), st.integers(0, 100).map(lambda n: n / 100)).map(
            lambda found: tuple(found.items())
        ),
    )
)
def test_written_link_is_read_back(state: MapState) -> None:
    assert parse_state(state_query(state), SPEC) == (state, ())
