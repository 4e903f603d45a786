"""What goes through folium and st_folium: addresses, numbers and neutral text only."""

from __future__ import annotations

import re

import pytest
import streamlit_folium
from branca.element import Figure

from leopard_range.maps import LiveState, MapState, RangeMap, spec_file
from leopard_range.maps.neutral import unpacked
from tests.maps.sample import sample_spec
from tests.maps.test_neutral import PAYLOADS, shown

SPEC = sample_spec()
URL = spec_file(SPEC).path


def build(sorry: str = "", url: str = URL) -> RangeMap:
    made = RangeMap(SPEC, url, sorry=sorry)
    made.get_root().render()
    return made


def base_script(made: RangeMap) -> str:
    return str(streamlit_folium._get_map_string(made))


def live_script(state: LiveState) -> str:
    made = build()
    base_script(made)
    return str(streamlit_folium._get_feature_group_string(state, map=made))


def test_links_are_relative_and_nothing_else_is_loaded() -> None:
    made = build()
    links = [url for _, url in [*made.default_js, *made.default_css]]
    assert [re.sub(r"\?v=[0-9a-f]{8}$", "", url) for url in links] == [
        "../../assets/leaflet.js",
        "../../assets/explorer.js",
        "../../assets/leaflet.css",
        "../../assets/explorer.css",
    ]
    page = made.get_root().render()
    for address in re.findall(r"(?:src|href)=\"([^\"]+)\"", page):
        assert address in links
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page


def test_base_script_is_tiny_and_names_the_spec() -> None:
    script = base_script(build())
    assert len(script) < 600
    found = re.search(r'LeopardMap\.mount\("map_div", "([^"]+)"\)', script)
    assert found
    assert unpacked(found[1]) == {"spec": URL, "root": "../../", "view": [131.0, 43.0, 7.0]}


def test_same_map_keeps_its_key_and_another_spec_changes_it() -> None:
    key = streamlit_folium.generate_js_hash
    first, again = key(base_script(build())), key(base_script(build()))
    other = key(base_script(build(url=spec_file(sample_spec("ru")).path)))
    assert first == again != other


def test_everything_sent_per_run_stays_below_two_kilobytes() -> None:
    made = build(sorry="The map could not be loaded. Check the connection and reload the page.")
    state = LiveState(
        MapState(view=(131.2, 43.1, 8.0), year=2012, on=tuple(x.id for x in SPEC.layers)), go=True
    )
    header, html = streamlit_folium._get_header(made), streamlit_folium._get_html(made)
    links = "".join(url for _, url in [*made.default_js, *made.default_css])
    assert len(header + html + links + base_script(made) + live_script(state)) < 2_000


def test_state_is_a_feature_group_that_st_folium_evaluates() -> None:
    script = live_script(
        LiveState(MapState(box=(127, 41, 132, 46), on=("now",), opacity=(("now", 0.5),)), go=True)
    )
    found = re.search(r'var feature_group_feature_group_0 = LeopardMap\.live\("([^"]+)"\)', script)
    assert found
    assert unpacked(found[1]) == {
        "view": None,
        "box": [127, 41, 132, 46],
        "year": None,
        "on": ["now"],
        "opacity": {"now": 0.5},
        "go": True,
        "turn": 0,
    }
    assert "map_div.addLayer(feature_group_feature_group_0)" in script


def test_only_a_new_command_makes_a_new_script() -> None:
    state = MapState(year=1950)
    assert live_script(LiveState(state, go=True)) == live_script(LiveState(state, go=True))
    assert live_script(LiveState(state, go=True)) != live_script(LiveState(state, go=True, turn=1))


def test_state_does_not_touch_the_base_script() -> None:
    made = build()
    alone = base_script(made)
    joined = build()
    script = base_script(joined)
    streamlit_folium._get_feature_group_string(LiveState(MapState(year=1950)), map=joined)
    assert script == alone


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_runs_on_its_way(payload: str) -> None:
    made = build(sorry=payload)
    page = made.get_root().render()
    found = re.search(r'<p id="lr-sorry" hidden>([^<]*)</p>', page)
    assert found
    assert shown(found[1]) == re.sub(r"[\r\n\u2028\u2029]", " ", payload)
    # A layer with such an id would travel in the state: packed, it is letters and digits.
    script = live_script(LiveState(MapState(on=(payload,))))
    packed = re.search(r'LeopardMap\.live\("([A-Za-z0-9+/]+)"\)', script)
    assert packed
    state = unpacked(packed[1])
    assert isinstance(state, dict)
    assert state["on"] == [payload]


def test_a_map_stands_alone_in_a_figure() -> None:
    assert isinstance(build().get_root(), Figure)
