"""The map as the app serves it: files by address, links, commands, and things that fail."""

from __future__ import annotations

import math
import statistics
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from leopard_range.i18n import translator
from leopard_range.maps import MapState, parse_state, shared, spec_file
from leopard_range.maps.files import packed_file
from leopard_range.maps.neutral import packed
from leopard_range.maps.state import state_json
from leopard_range.maps.words import WORDS
from tests.maps.conftest import FRAME, HOST, Atlas
from tests.maps.sample import BLUE, files, layer_json, sample_spec

pytestmark = pytest.mark.browser

MILLISECONDS = 60


def command(page: Page, state: MapState, *, go: bool = True) -> None:
    """Do what st_folium does with a new feature group: evaluate its script."""
    page.evaluate("text => LeopardMap.live(text)", packed({**state_json(state), "go": go, "turn": 0}))


def link(page: Page) -> dict[str, str]:
    return {
        key: found[0] for key, found in parse_qs(urlsplit(page.url).query, keep_blank_values=True).items()
    }


def test_asks_its_own_server_only_and_only_for_what_it_shows(atlas: Atlas) -> None:
    opened = atlas.served(sample_spec())
    page = opened.ready()
    assert [url for url in opened.requests if not url.startswith((HOST, "data:"))] == []
    asked = {url.removeprefix(HOST + "/").split(".")[0] for url in opened.requests if "/layers/" in url}
    assert asked == {
        f"layers/{name}" for name in ("relief", "land", "coast", "places", "old", "now", "reserves")
    } - {"layers/old"}
    # Nothing is fetched for a layer that is off, out of its years or out of its zoom, until it is needed.
    page.get_by_role("checkbox", name="Sightings").check()
    page.locator("[data-lr=ready]").wait_for()
    assert any("layers/cells" in url for url in opened.requests)
    before = len(opened.requests)
    page.get_by_role("checkbox", name="Sightings").uncheck()
    page.get_by_role("checkbox", name="Sightings").check()
    page.wait_for_timeout(200)
    assert len(opened.requests) == before
    assert opened.errors == []


def test_document_has_language_title_landmark_and_a_zoomable_viewport(atlas: Atlas) -> None:
    page = atlas.served(sample_spec("ko", title="표범 지도")).ready()
    assert page.locator("html").get_attribute("lang") == "ko"
    assert page.title() == "표범 지도"
    expect(page.get_by_role("main")).to_have_count(1)
    assert page.locator("meta[content*='user-scalable=no'], meta[content*='maximum-scale']").count() == 0


def test_broken_layer_is_named_and_can_be_tried_again(atlas: Atlas) -> None:
    broken = {files()["now"].name}
    opened = atlas.served(sample_spec(), broken=broken)
    page = opened.ready()
    row = page.locator(".lr-row", has_text="Range today")
    expect(row.locator(".lr-trouble")).to_contain_text("This layer could not be loaded.")
    expect(page.locator(".lr-hidden[role=status]")).to_have_text(
        "Range today: This layer could not be loaded."
    )
    # The rest of the map works.
    assert page.locator(".leaflet-lr-reserves-pane path").count() == 1
    broken.clear()
    row.get_by_role("button", name="Try again").click()
    expect(row.locator(".lr-trouble")).to_be_hidden()
    expect(page.locator(".leaflet-lr-now-pane path")).to_have_count(1)


def test_broken_picture_leaves_a_working_map(atlas: Atlas) -> None:
    page = atlas.served(sample_spec(), broken={files()["relief"].name}).ready()
    expect(page.locator(".lr-toast")).to_contain_text("Relief: This layer could not be loaded.")
    page.get_by_role("checkbox", name="Range today").uncheck()
    expect(page.locator(".leaflet-lr-now-pane path")).to_have_count(0)


def test_without_its_spec_the_map_says_so_in_the_readers_language(atlas: Atlas) -> None:
    spec = sample_spec("ru")
    text = "Карта не загрузилась. <b>`${1}` {{ 7*7 }}"
    page = atlas.served(spec, broken={spec_file(spec).name}, sorry=text).page
    expect(page.get_by_role("alert")).to_have_text(text)
    expect(page.locator("[data-lr=failed]")).to_have_count(1)


def test_what_the_reader_does_goes_into_the_address(atlas: Atlas) -> None:
    spec = sample_spec()
    page = atlas.served(spec, query="?lang=ru&other=1").ready()
    page.wait_for_timeout(800)
    assert link(page) == {"lang": "ru", "other": "1"}
    page.get_by_role("checkbox", name="Range today").uncheck()
    page.get_by_role("slider", name="Year").fill("1950")
    page.get_by_role("slider", name="Opacity: Protected areas").fill("60")
    page.locator(".lr-buttons").get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(900)
    found = link(page)
    assert (found["lang"], found["other"], found["year"], found["on"], found["op"]) == (
        "ru",
        "1",
        "1950",
        "old,reserves,roads",
        "reserves:60",
    )
    state, dropped = parse_state(found, spec)
    assert dropped == ()
    assert state.view
    assert state.view == pytest.approx((131, 43, 8), abs=1e-3)
    # The link opens the same map again.
    again = atlas.served(spec, state=state).ready()
    expect(again.locator(".lr-year")).to_have_text("1950")
    expect(again.get_by_role("checkbox", name="Range today")).not_to_be_checked()
    expect(again.get_by_role("slider", name="Opacity: Protected areas")).to_have_value("60")
    page.get_by_role("checkbox", name="Range today").check()
    page.wait_for_timeout(700)
    assert "on" not in link(page)


def test_link_is_offered_for_copying_by_hand_where_there_is_no_clipboard(atlas: Atlas) -> None:
    spec = shared(replace(sample_spec(), id="explore"))
    page = atlas.served(spec).ready()
    page.get_by_role("button", name="Share this view").click()
    field = page.get_by_label("Link to this view", exact=True)
    expect(field).to_have_value(f"{HOST}{FRAME}?v=131.0000,43.0000,7&lang=en")
    page.evaluate("document.execCommand = () => false")
    page.get_by_role("button", name="Copy: Link to this view").click()
    expect(page.locator(".lr-told")).to_contain_text("Ctrl+C")
    chosen = field.evaluate("f => f.value.slice(f.selectionStart, f.selectionEnd)")
    assert chosen == field.input_value()


def test_reader_chooses_the_page_to_print_by_keys(atlas: Atlas) -> None:
    page = atlas.served(shared(replace(sample_spec(), id="explore"), prints="print/explore")).ready()
    page.get_by_role("button", name="Share this view").click()
    box = page.get_by_role("dialog")
    get = box.get_by_role("link", name="Get the page")
    assert printed(page) == (
        "/print/explore.pdf",
        {"size": ["A4"], "lang": ["en"], "v": ["131.0000,43.0000,7"]},
    )
    for label in ("Size", "Direction", "File"):
        box.get_by_label(label, exact=True).press("ArrowDown")
    path, query = printed(page)
    assert path == "/print/explore.png"
    assert (query["size"], query["landscape"]) == (["A3"], ["1"])
    page.keyboard.press("Tab")
    expect(get).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Share this view").click()
    assert printed(page) == (path, query), "what was chosen stays chosen"
    assert box.get_by_role("button", name="Print this page").count() == 0


def printed(page: Page) -> tuple[str, dict[str, list[str]]]:
    """Return path and parameters of the page to print."""
    address = urlsplit(page.locator(".lr-paper a").evaluate("a => a.href"))
    return address.path, parse_qs(address.query)


@pytest.mark.parametrize("lang", ["en", "ru", "zh", "ko"])
def test_map_that_no_other_page_may_show_says_so(atlas: Atlas, lang: str) -> None:
    spec = replace(
        sample_spec(), id="explore", words={key: translator(lang)(text) for key, text in WORDS.items()}
    )
    page = atlas.served(shared(spec, frames=False)).ready()
    page.get_by_role("button", name=spec.words["share"]).click()
    box = page.get_by_role("dialog")
    expect(box).to_contain_text(spec.words["share_closed"])
    assert "iframe" not in box.inner_html()
    assert box.get_by_label(spec.words["share_embed"], exact=True).count() == 0


def test_command_moves_a_mounted_map_and_a_start_state_does_not(atlas: Atlas) -> None:
    page = atlas.served(sample_spec()).ready()
    page.locator("#map_div, .leaflet-container").first.evaluate("e => { e.dataset.mark = 'same'; }")
    command(page, MapState(year=1900, on=("old",)), go=False)
    expect(page.locator(".lr-year")).to_have_text("2026")
    command(page, MapState(view=(128.0, 42.0, 6.0), year=1900, on=("old",), opacity=(("old", 0.5),)))
    page.locator("[data-lr=ready]").wait_for()
    expect(page.locator(".lr-year")).to_have_text("1900")
    expect(page.locator(".leaflet-lr-old-pane path")).to_have_count(1)
    expect(page.locator(".leaflet-lr-now-pane path")).to_have_count(0)
    expect(page.get_by_role("checkbox", name="Protected areas")).not_to_be_checked()
    assert page.locator(".leaflet-lr-old-pane").evaluate("p => p.style.opacity") == "0.5"
    assert page.locator(".leaflet-container").get_attribute("data-mark") == "same"
    page.wait_for_timeout(1_600)
    assert link(page)["v"].startswith("128.0000,42.0000,6")


def test_state_that_comes_before_the_spec_is_not_lost(atlas: Atlas) -> None:
    state = MapState(view=(130.0, 42.5, 8.0), year=1920, on=("old", "reserves"))
    page = atlas.served(sample_spec(), state=state).ready()
    expect(page.locator(".lr-year")).to_have_text("1920")
    expect(page.locator(".leaflet-lr-old-pane path")).to_have_count(1)


def test_first_view_is_the_links_even_where_the_window_forbids_the_usual_zoom(atlas: Atlas) -> None:
    # On a wide window zoom 4 would show the picture's edge, so the map must step in before the link's view.
    state = MapState(view=(131.2, 43.0, 8.75))
    page = atlas.served(
        sample_spec(view=(130.0, 43.0, 4.0)), state=state, calm=False, size=(1500, 800)
    ).ready()
    page.wait_for_timeout(600)
    page.get_by_role("checkbox", name="Range today").uncheck()
    page.wait_for_timeout(700)
    assert link(page)["v"] == "131.2000,43.0000,8.75"


CLOCK = """
async (steps) => {
  const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const took = [];
  for (let i = 0; i < 15; i++) {
    for (const step of steps) {
      const node = document.querySelector(step.at);
      await frame();
      const start = performance.now();
      if (step.values) {
        node.value = step.values[i % step.values.length];
        node.dispatchEvent(new Event("input", {bubbles: true}));
      } else node.click();
      await frame();
      took.push(performance.now() - start);
    }
  }
  return took;
}
"""


@pytest.mark.parametrize(
    "step",
    [
        {"at": "#lr-row-big"},
        {"at": ".lr-row input[type=range]", "values": [20, 80]},
        {"at": ".lr-years input", "values": [1920, 2010]},
    ],
    ids=["toggle", "opacity", "year"],
)
def test_what_is_done_often_is_quick(atlas: Atlas, step: dict[str, Any]) -> None:
    page = big_map(atlas)
    took = page.evaluate(CLOCK, [step])
    assert statistics.median(took) <= MILLISECONDS


def big_map(atlas: Atlas) -> Page:
    """A map with a layer of 60 polygons of 300 vertices, about what the largest real layers hold."""

    def blob(lon: float, lat: float) -> dict[str, Any]:
        angles = [i * math.tau / 300 for i in range(300)]
        ring = [
            [lon + 0.4 * math.cos(a) * (1 + 0.1 * math.sin(9 * a)), lat + 0.3 * math.sin(a)] for a in angles
        ]
        return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}

    raw = layer_json(*[({"year_from": 1900 + i}, blob(127 + i % 10, 40 + i // 10)) for i in range(60)])
    spec = sample_spec(view=(131.0, 43.0, 6.0))
    big = replace(spec.layers[2], id="big", title="Big", url="layers/big.00000000.geojson", style=BLUE)
    made = files() | {"big": packed_file(big.url, "application/geo+json", raw)}
    opened = atlas.file(replace(spec, layers=(*spec.layers, big)), extra=made)
    return opened.page
