"""The exported page in a browser, from disk: everything works and nothing is asked of anyone."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page, expect

from leopard_range.maps import MapState
from tests.maps.conftest import Atlas
from tests.maps.sample import FLAGS, files, sample_spec
from tests.maps.test_neutral import PAYLOADS

pytestmark = pytest.mark.browser

NEAR = MapState(view=(131.2, 42.9, 8.0))


def drawn(page: Page, layer: str) -> int:
    """Count a layer's shapes once everything that is on has come."""
    page.locator("[data-lr=ready]").wait_for()
    return page.locator(f".leaflet-lr-{layer}-pane path[d]:not([d='M0 0'])").count()


def set_year(page: Page, year: int) -> None:
    page.get_by_role("slider", name="Year").fill(str(year))
    expect(page.locator(".lr-year")).to_have_text(str(year))


def at(page: Page, lon: float, lat: float) -> tuple[float, float]:
    """Where a place is on the screen, by the projection itself: the map is centred on NEAR."""
    frame = page.locator(".leaflet-container").bounding_box()
    assert frame
    lon0, lat0, zoom = NEAR.view or (0, 0, 0)
    scale = 256 * 2**zoom / 360

    def north(degrees: float) -> float:
        return math.degrees(math.asinh(math.tan(math.radians(degrees))))

    x = frame["x"] + frame["width"] / 2 + (lon - lon0) * scale
    y = frame["y"] + frame["height"] / 2 - (north(lat) - north(lat0)) * scale
    return x, y


def test_from_disk_without_a_request_or_an_error(atlas: Atlas) -> None:
    opened = atlas.file(sample_spec(), NEAR)
    page = opened.page
    for name in ("Sightings", "Roads", "Range about 1850"):
        page.get_by_role("checkbox", name=name).click()
    page.locator(".lr-buttons").get_by_role("button", name="Zoom in").click()
    page.get_by_role("combobox").fill("hun")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert [url for url in opened.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert opened.errors == []
    assert len([url for url in opened.requests if url.startswith("file:")]) == 1


def test_panel_switches_layers(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(), NEAR).page
    assert drawn(page, "now") == 1
    page.get_by_role("checkbox", name="Range today").uncheck()
    assert drawn(page, "now") == 0
    page.get_by_role("checkbox", name="Range today").check()
    assert drawn(page, "now") == 1
    assert drawn(page, "cells") == 0
    page.get_by_role("checkbox", name="Sightings").check()
    assert drawn(page, "cells") == 4  # two cells, each with its marks
    legend = page.locator(".lr-row", has_text="Sightings").locator(".lr-classes")
    expect(legend).to_contain_text("sightings per cell")
    expect(legend).to_contain_text("not shown")
    # Classes take their own colour: pink for 3-9, none for a withheld cell.
    fills = page.locator(".leaflet-lr-cells-pane path").evaluate_all(
        "all => all.map(p => p.getAttribute('fill'))"
    )
    assert fills[:2] == ["#D64F92", "none"]
    # Marks that stay sharp where colours are blurred: dots for a count, crosses for what is withheld.
    assert all(fill.startswith("url(#lr-marks-") for fill in fills[2:])
    assert len(set(fills)) == 4


def test_heat_look_blurs_the_published_cells(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(), NEAR).page
    page.get_by_role("checkbox", name="Sightings").check()
    pane = page.locator(".leaflet-lr-cells-pane svg").first
    blur = "p => p.style.filter"
    outlines = "p => [...p.querySelectorAll('path')].map(e => e.getAttribute('stroke-opacity'))"
    near = float(re.findall(r"blur\(([\d.]+)px\)", pane.evaluate(blur))[0])
    # A cell of 0.2 degrees is 36 pixels wide here; a withheld cell leaves no blurred trace of a count.
    assert near == pytest.approx(0.32 * 0.2 * 256 * 2**8 / 360, rel=0.1)
    assert pane.evaluate(outlines) == ["1", "0"]
    page.get_by_label("Smooth, like a heat map").uncheck()
    assert pane.evaluate(blur) == ""
    assert pane.evaluate(outlines) == ["1", "1"]
    assert page.get_by_label("Smooth, like a heat map").count() == 1


def test_opacity_fades_one_layer(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(), NEAR).page
    page.get_by_role("slider", name="Opacity: Range today").fill("40")
    shown = "p => getComputedStyle(p).opacity"
    assert page.locator(".leaflet-lr-now-pane").evaluate(shown) == "0.4"
    assert page.locator(".leaflet-lr-reserves-pane").evaluate(shown) == "1"


def test_about_tells_source_date_and_licence(atlas: Atlas) -> None:
    page = atlas.file(sample_spec()).page
    button = page.get_by_role("button", name="About this layer: Range about 1850")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    about = page.locator("#lr-row-old-about")
    for told in ("Where it lived.", "Jiang et al. 2015", "about 1850", "CC-BY-4.0", "±60 km"):
        expect(about).to_contain_text(told)


def test_years_filter_layers_and_features(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(), NEAR).page
    expected = {
        1850: (1, 0, 0),
        1915: (1, 0, 0),
        1916: (1, 0, 1),
        1951: (0, 0, 1),
        2010: (0, 1, 2),
        2013: (0, 1, 1),
    }
    for year, counts in expected.items():
        set_year(page, year)
        assert (drawn(page, "old"), drawn(page, "now"), drawn(page, "reserves")) == counts, year
    set_year(page, 1930)
    expect(page.locator(".lr-event")).to_have_text("1916 · Kedrovaya Pad founded")
    row = page.locator(".lr-row", has_text="Range today")
    expect(row.locator(".lr-note")).to_contain_text("Shown from 2000 on.")
    row.get_by_role("button", name="Go to 2000").click()
    expect(page.locator(".lr-year")).to_have_text("2000")
    expect(row.locator(".lr-note")).to_be_hidden()
    assert drawn(page, "now") == 1
    slider = page.get_by_role("slider", name="Year")
    slider.fill("2012")
    expect(slider).to_have_attribute("aria-valuetext", "2012: National park founded")


def test_approximate_places_are_dashed_and_hollow(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(year=2010), NEAR).page
    look = "all => all.map(p => [p.getAttribute('stroke-dasharray'), p.getAttribute('fill')])"
    assert page.locator(".leaflet-lr-reserves-pane path").evaluate_all(look) == [
        [None, "none"],
        ["3 5", "none"],
    ]


def test_play_runs_through_the_years_and_stops(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(year=2020), calm=False).page
    page.get_by_role("button", name="Play the years").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator(".lr-year")).to_have_text("2026", timeout=5_000)
    expect(page.get_by_role("button", name="Play the years")).to_be_visible()


def test_play_with_reduced_motion_jumps_to_key_years(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(year=1850)).page
    page.get_by_role("button", name="Play the years").click()
    expect(page.locator(".lr-year")).to_have_text("1916", timeout=4_000)
    page.get_by_role("button", name="Pause").click()


def test_click_tells_facts_with_source(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(year=1940), NEAR).page
    page.mouse.click(*at(page, 131.4, 43.1))
    dialog = page.get_by_role("dialog", name="Facts about this place")
    expect(dialog.get_by_role("heading").first).to_have_text("Kedrovaya Pad")
    for told in (
        "Country",
        "Russia",
        "1916",
        "Range about 1850",
        "361,756",
        "km²",
        "Source: Jiang et al. 2015",
    ):
        expect(dialog).to_contain_text(told)
    assert "1,916" not in dialog.inner_text()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    page.mouse.click(*at(page, 133.4, 43.1))
    expect(dialog).to_have_count(0)


def test_hover_lights_the_feature_under_the_pointer(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(), NEAR).page
    page.mouse.move(*at(page, 130.7, 43.3))
    expect(page.locator(".leaflet-lr-hover-pane path")).to_have_count(1)
    page.mouse.move(*at(page, 133.4, 43.9))
    expect(page.locator(".leaflet-lr-hover-pane path")).to_have_count(0)


def test_whole_map_by_keyboard(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(), NEAR).page
    board = page.get_by_role("application", name="Map")
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.id")
        )
    for name in (
        "Map",
        "Search places and layers",
        "Zoom in",
        "Zoom out",
        "Play the years",
        "Year",
        "lr-row-now",
    ):
        assert name in reached
    board.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".lr-cross")).to_be_visible()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Range today")
    assert page.evaluate("document.activeElement.closest('[role=dialog]') !== null")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(board).to_be_focused()


def test_keyboard_says_when_nothing_is_there(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(), MapState(view=(140.0, 50.0, 8.0))).page
    page.get_by_role("application").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Nothing is mapped here.")


@pytest.mark.parametrize("typed", ["vladiv", "Владив", "符拉迪", "블라디", "VLAD"])
def test_search_finds_a_place_in_any_language(atlas: Atlas, typed: str) -> None:
    page = atlas.file(sample_spec()).page
    field = page.get_by_role("combobox", name="Search places and layers")
    field.fill(typed)
    option = page.get_by_role("option")
    expect(option).to_have_count(1)
    expect(option).to_contain_text("Vladivostok")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    field.press("Enter")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".lr-ring")).to_have_count(1)
    expect(page.locator(".lr-scale")).to_have_text(re.compile(r"^(10|20) km$"))


def test_search_switches_a_layer_on_and_tells_when_nothing_fits(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(), NEAR).page
    field = page.get_by_role("combobox")
    field.fill("sight")
    page.get_by_role("option", name="Sightings").click()
    expect(page.get_by_role("checkbox", name="Sightings")).to_be_checked()
    field.fill("qqq")
    expect(page.get_by_role("option")).to_have_text("Nothing found")
    field.press("Enter")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_layers_wait_for_their_zoom(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(), NEAR).page
    note = page.locator(".lr-row", has_text="Roads").locator(".lr-note")
    expect(note).to_contain_text("Zoom in to see this layer.")
    assert drawn(page, "roads") == 0
    note.get_by_role("button", name="Zoom in").click()
    expect(note).to_be_hidden()
    path = page.locator(".leaflet-lr-roads-pane path")
    expect(path).to_have_count(1)
    coarse = path.get_attribute("d")
    page.locator(".lr-buttons").get_by_role("button", name="Zoom in").click()
    # From zoom 10 on the coarse line gives way to the fine one.
    expect(path).to_have_count(1)
    expect(path).not_to_have_attribute("d", coarse or "")
    assert (path.get_attribute("d") or "").count("L") > (coarse or "").count("L")


SWIPE = frozenset({"legend", "swipe", "scale", "facts"})


def test_swipe_shows_each_side_its_layers(atlas: Atlas) -> None:
    spec = sample_spec(flags=SWIPE)
    spec = replace(spec, layers=tuple(replace(x, year_from=None, year_to=None) for x in spec.layers[:2]))
    page = atlas.file(spec, NEAR).page
    knob = page.get_by_role("slider", name="Divider between the two maps")
    expect(knob).to_have_attribute("aria-valuenow", "50")
    expect(page.locator(".lr-then")).to_have_text("About 1850")

    def told(lon: float) -> str:
        page.mouse.click(*at(page, lon, 42.7))
        text = page.get_by_role("dialog").inner_text()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        return text

    # Both ranges cover 130.6 E (left of the middle) and 131.4 E (right of it).
    assert "Range about 1850" in told(130.6)
    assert "Range today" not in told(130.6)
    assert "Range today" in told(131.4)
    assert "Range about 1850" not in told(131.4)
    for _ in range(2):
        knob.press("PageUp")
    expect(knob).to_have_attribute("aria-valuenow", "70")
    knob.press("End")
    expect(knob).to_have_attribute("aria-valuenow", "100")
    assert "Range about 1850" in told(131.4)


def test_swipe_divider_is_dragged(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(flags=SWIPE), NEAR).page
    knob = page.get_by_role("slider", name="Divider between the two maps")
    start = knob.bounding_box()
    assert start
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(300, start["y"] + 40, steps=4)
    page.mouse.up()
    expect(knob).to_have_attribute("aria-valuenow", "25")
    clip = "p => p.style.clipPath"
    assert page.locator(".leaflet-lr-old-pane").evaluate(clip).startswith("polygon(")
    assert page.locator(".leaflet-lr-reserves-pane").evaluate(clip) == ""


def test_legend_follows_what_is_on(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(flags=frozenset({"legend"})), MapState(on=("now",))).page
    legend = page.get_by_role("region", name="Legend")
    expect(legend).to_contain_text("Range today")
    expect(legend).not_to_contain_text("Range about 1850")


def test_state_of_the_export_is_what_the_reader_had(atlas: Atlas) -> None:
    state = MapState(view=(131.0, 43.0, 9.0), year=2010, on=("reserves",), opacity=(("reserves", 0.3),))
    page = atlas.file(sample_spec(), state).page
    expect(page.locator(".lr-year")).to_have_text("2010")
    expect(page.get_by_role("checkbox", name="Range today")).not_to_be_checked()
    assert page.locator(".leaflet-lr-reserves-pane").evaluate("p => p.style.opacity") == "0.3"
    expect(page.get_by_role("slider", name="Opacity: Protected areas")).to_have_value("30")


def test_box_fits_on_any_screen(atlas: Atlas) -> None:
    for size in ((1200, 900), (390, 844)):
        page = atlas.file(sample_spec(box=(130.5, 42.5, 131.5, 43.5)), size=size).page
        shape = page.locator(".leaflet-lr-now-pane path").bounding_box()
        frame = page.locator(".leaflet-container").bounding_box()
        assert shape
        assert frame
        assert frame["x"] <= shape["x"]
        assert shape["x"] + shape["width"] <= frame["x"] + frame["width"]
        assert max(shape["width"] / frame["width"], shape["height"] / frame["height"]) > 0.6


def test_box_stays_clear_of_a_wide_legend(atlas: Atlas) -> None:
    spec = sample_spec(box=(130.5, 42.5, 131.5, 43.5), flags=frozenset({"legend"}))
    page = atlas.file(spec, size=(390, 600)).page
    shape = page.locator(".leaflet-lr-now-pane path").bounding_box()
    legend = page.locator(".lr-legend").bounding_box()
    assert shape
    assert legend
    assert shape["y"] + shape["height"] <= legend["y"]


def test_sea_is_painted_as_far_as_the_land_is_known(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(), MapState(view=(133.5, 46.0, 7.5))).page
    alpha = """([lon, lat]) => {
        const canvas = document.querySelector('.leaflet-lr-lines-pane canvas');
        const frame = canvas.getBoundingClientRect(), board = document.querySelector('.leaflet-container');
        const size = 256 * 2 ** 7.5, rad = Math.PI / 180;
        const y = (lat) => size * (0.5 - Math.asinh(Math.tan(lat * rad)) / (2 * Math.PI));
        const home = board.getBoundingClientRect();
        const px = home.left + home.width / 2 + (lon - 133.5) * size / 360 - frame.left;
        const py = home.top + home.height / 2 + y(lat) - y(46) - frame.top;
        const scale = canvas.width / frame.width;
        return canvas.getContext('2d').getImageData(px * scale, py * scale, 1, 1).data[3];
    }"""
    land, island, sea, beyond = ([132.5, 46.5], [135, 47], [133.5, 45.0], [136.5, 46.0])
    assert [page.evaluate(alpha, place) for place in (land, island, sea, beyond)] == [0, 0, 255, 0]


def test_labels_speak_the_language_and_do_not_overlap(atlas: Atlas) -> None:
    for lang, name in (
        ("en", "Vladivostok"),
        ("ru", "Владивосток"),
        ("zh", "符拉迪沃斯托克"),
        ("ko", "블라디보스토크"),
    ):
        page = atlas.file(sample_spec(lang), NEAR).page
        expect(page.locator(".lr-label span", has_text=name)).to_have_count(1)
        assert page.locator("html").get_attribute("lang") == lang
        rows = page.locator(".lr-label span").evaluate_all(
            "all => all.map(e => e.getBoundingClientRect()).map(r => [r.left, r.top, r.right, r.bottom])"
        )
        assert len(rows) >= 2
        for i, a in enumerate(rows):
            for b in rows[i + 1 :]:
                assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


def test_phone_folds_the_panel_and_offers_big_targets(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(), NEAR, size=(390, 844), touch=True).page
    expect(page.get_by_role("checkbox", name="Range today")).to_be_hidden()
    head = page.get_by_role("button", name="Layers", exact=True)
    head.tap()
    expect(page.get_by_role("checkbox", name="Range today")).to_be_visible()
    small = page.locator("main.lr").evaluate(
        """root => [...root.querySelectorAll('button, input[type=range], .lr-line label, .lr-heat')]
            .map(e => [e, e.getBoundingClientRect()])
            .filter(([e, r]) => r.width && (r.height < 44 || r.width < 44))
            .map(([e]) => e.outerHTML.slice(0, 120))"""
    )
    assert small == []
    head.tap()
    page.get_by_role("button", name="Search places and layers").tap()
    expect(page.get_by_role("combobox")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_phone_controls_do_not_cover_each_other(atlas: Atlas) -> None:
    page = atlas.file(sample_spec(), NEAR, size=(390, 844), touch=True).page
    boxes = page.locator(".lr > .lr-card, .lr-foot > *").evaluate_all(
        """all => all.map(e => e.getBoundingClientRect()).filter(r => r.width)
            .map(r => [r.left, r.top, r.right, r.bottom])"""
    )
    assert len(boxes) >= 5
    for i, a in enumerate(boxes):
        for b in boxes[i + 1 :]:
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3], (a, b)


AXE = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"


@pytest.mark.parametrize("size", [(1200, 900), (390, 844)])
@pytest.mark.parametrize("flags", [FLAGS, SWIPE])
def test_axe_finds_nothing(atlas: Atlas, size: tuple[int, int], flags: frozenset[str]) -> None:
    page = atlas.file(sample_spec(flags=flags), NEAR, size=size).page
    if "panel" in flags:
        if size[0] < 640:
            page.get_by_role("button", name="Layers", exact=True).click()
        page.get_by_role("checkbox", name="Sightings").check()
        page.get_by_role("button", name="About this layer: Range today").click()
    page.get_by_role("application").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    page.context.new_cdp_session(page).send("Page.setBypassCSP", {"enabled": True})
    page.evaluate(AXE_FILE_PATH.read_text(encoding="utf-8") + "; true")
    found = page.evaluate(AXE)
    assert [f"{rule['impact']} {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found] == []


def test_hostile_text_is_shown_and_runs_nowhere(atlas: Atlas) -> None:
    spec = sample_spec()
    layers = tuple(
        replace(
            spec.layers[1],
            id=f"x{i}",
            title=text,
            source=text,
            badge=text,
            about=text,
            url=spec.layers[1].url,
        )
        for i, text in enumerate(PAYLOADS)
    )
    extra = {layer.id: files()["now"] for layer in layers}
    opened = atlas.file(replace(spec, layers=layers, title=PAYLOADS[7]), NEAR, extra=extra)
    page = opened.page
    page.mouse.click(*at(page, 131.2, 42.9))
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("combobox").fill("window")
    page.wait_for_timeout(300)
    assert page.evaluate("window.hit") is None
    assert opened.errors == []
    titles = page.locator(".lr-line label > span").evaluate_all(
        "all => all.map(e => e.firstChild.textContent)"
    )
    assert sorted(titles) == sorted(PAYLOADS)
