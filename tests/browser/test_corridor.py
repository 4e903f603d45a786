"""The page “Corridors”: proposals are tried, drawn, changed, asked about and taken along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect
from rasterio.io import MemoryFile
from rasterio.transform import from_origin

from tests.browser.conftest import Server, Traffic, map_frame, settled
from tests.browser.test_pages import _violations
from tests.browser.watch import Harm
from tests.payloads import PAYLOADS

pytestmark = pytest.mark.browser

LONG_MS = 180_000
CROSSED = "area\n43.2, 131.5\n43.6, 131.9\n43.2, 131.9\n43.6, 131.5"
SHAPE = (
    b'{"type":"Polygon","coordinates":[[[131.5,43.2],[131.9,43.2],[131.9,43.6],[131.5,43.6],[131.5,43.2]]]}'
)


def opened(server: Server, page: Page, query: str = "lang=en") -> None:
    page.goto(f"{server.url}/corridor?{query}")
    settled(page)
    map_frame(page)


def tried(server: Server, page: Page, lang: str = "en", proposal: str = "razdolnaya") -> None:
    opened(server, page, f"lang={lang}&proposal={proposal}")
    expect(page.locator(".decision").first).to_be_visible(timeout=LONG_MS)
    settled(page)


def typed(page: Page, corners: str) -> None:
    """Draw without a pointer: by the field of text."""
    page.locator(".stExpander", has_text="Draw by typing corners").locator("summary").click()
    page.get_by_label("Corners:").last.fill(corners)
    page.get_by_role("button", name="Draw it").click()


def test_a_named_proposal_is_audited_beside_the_map(server: Server, page: Page, traffic: Traffic) -> None:
    opened(server, page)
    expect(page.get_by_text("A corridor is a strip of land")).to_be_visible()
    card = page.locator("[class*='st-key-named-']").first
    expect(card).to_contain_text("Razdolnaya ecological corridor")
    card.get_by_role("button", name="Look at it").click()
    expect(page.locator(".decision").first).to_contain_text("km²", timeout=LONG_MS)
    assert "proposal=razdolnaya" in page.url
    frame = map_frame(page)
    expect(frame.locator(".leaflet-lr-corridor_area-pane path")).to_have_count(1)
    width = page.locator(".decision button", has_text="Least width").first
    expect(page.locator(f"#{width.get_attribute('aria-describedby')}")).to_be_hidden()
    width.focus()
    expect(page.locator(f"#{width.get_attribute('aria-describedby')}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(f"#{width.get_attribute('aria-describedby')}")).to_be_hidden()
    assert traffic.errors == []


def test_chart_and_table_point_at_the_map_and_the_map_at_the_chart(server: Server, page: Page) -> None:
    tried(server, page)
    frame, chart = map_frame(page), page.get_by_role("slider", name="Width along the proposal, km")
    marks = frame.locator(".leaflet-lr-draw-pane path")
    before = marks.count()
    chart.focus()
    page.keyboard.press("End")
    expect(marks).to_have_count(before + 2)
    expect(chart).to_have_attribute("aria-valuetext", re.compile(r"km along: [\d,]+ m wide"))
    chart.blur()
    expect(marks).to_have_count(before)
    page.locator("button.place:visible").first.click()
    expect(marks).to_have_count(before + 2)
    page.wait_for_timeout(1500)
    chart.focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(1500)
    spot = marks.last.bounding_box()
    assert spot is not None
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(chart).to_have_attribute("aria-valuenow", "4")
    page.mouse.move(spot["x"], spot["y"])
    page.mouse.move(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2, steps=3)
    expect(chart).to_have_attribute("aria-valuenow", re.compile("^[01]$"))


def test_a_line_is_drawn_with_the_mouse_changed_and_undone(
    server: Server, page: Page, traffic: Traffic
) -> None:
    opened(server, page)
    frame = map_frame(page)
    frame.get_by_role("button", name="Draw a line").click()
    at = page.locator("iframe[title='streamlit_folium.st_folium']").bounding_box()
    assert at is not None
    frame.get_by_label("Width, m").fill("3000")
    for x, y in ((300, 380), (360, 300), (430, 330)):
        page.mouse.click(at["x"] + x, at["y"] + y)
        page.wait_for_timeout(350)
    page.keyboard.press("Backspace")
    page.mouse.dblclick(at["x"] + 460, at["y"] + 300)
    expect(page.locator(".decision").first).to_be_visible(timeout=LONG_MS)
    settled(page)
    assert re.search(r"draw=line,3000,(-?[\d.]+,?){6}(&|$)", unquote(page.url))
    grips = frame.locator(".lr-grip-corner")
    expect(grips).to_have_count(3)
    first = grips.first.bounding_box()
    assert first is not None
    before = re.search(r"draw=[^&]+", unquote(page.url))
    assert before is not None
    page.mouse.move(first["x"] + 7, first["y"] + 7)
    page.mouse.down()
    page.mouse.move(first["x"] - 20, first["y"] + 30, steps=5)
    page.mouse.up()
    page.wait_for_function("old => !decodeURIComponent(location.href).includes(old)", arg=before[0])
    page.locator(".stExpander", has_text="Change this proposal").locator("summary").click()
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function("old => decodeURIComponent(location.href).includes(old)", arg=before[0])
    assert traffic.errors == []


def test_keys_draw_on_the_map_and_escape_gives_up(server: Server, page: Page) -> None:
    opened(server, page)
    frame = map_frame(page)
    frame.get_by_role("button", name="Draw an area").click()
    expect(frame.locator(".lr-draw")).to_be_visible()
    page.keyboard.press("Escape")
    expect(frame.locator(".lr-draw")).to_be_hidden()
    frame.get_by_role("button", name="Draw an area").press("Enter")
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(" ")
        page.keyboard.press(key)
        page.wait_for_timeout(600)
    page.keyboard.press("Enter")
    expect(page.locator(".decision").first).to_be_visible(timeout=LONG_MS)
    assert "draw=area," in unquote(page.url)


def test_corners_are_typed_and_a_crossing_outline_is_repaired_or_refused(server: Server, page: Page) -> None:
    opened(server, page)
    typed(page, "43.2; 131.5\nnowhere")
    expect(page.get_by_role("alert")).to_contain_text("Line 2 of the corners")
    page.get_by_label("Corners:").last.fill(CROSSED)
    page.get_by_role("button", name="Draw it").click()
    said = page.locator(".cautions, .notice-error", has_text=re.compile("repaired|cross"))
    expect(said.first).to_be_visible(timeout=LONG_MS)
    assert page.locator("[data-testid=stException]").count() == 0


def test_a_name_of_any_letters_is_shown_letter_by_letter(server: Server, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    harm, page = Harm(context, server.port), context.new_page()
    opened(server, page, "lang=en&draw=line,4000,43.25,131.5,43.4,131.7")
    page.locator(".stExpander", has_text="Change this proposal").locator("summary").click()
    for text in list(PAYLOADS.values())[:6]:
        name = " ".join(text.split())[:80]
        page.get_by_label("Name").fill(name)
        page.get_by_label("Name").press("Enter")
        expect(page.get_by_role("combobox", name="Proposal")).to_have_value(name, timeout=30_000)
        settled(page)
    assert harm.executed == []
    assert harm.fetched == []
    context.close()


def test_effect_is_computed_with_progress_and_drawn(server: Server, page: Page) -> None:
    tried(server, page)
    page.locator(".st-key-corridor_study").get_by_role("radio", name="With and without the corridor").click()
    settled(page)
    page.locator(".st-key-corridor_start").get_by_role("button").click()
    page.get_by_test_id("stProgress").first.wait_for(timeout=20_000)
    expect(page.locator(".st-key-corridor_answer")).to_contain_text("better", timeout=LONG_MS)
    frame = map_frame(page)
    expect(frame.locator(".leaflet-lr-corridor_surface-pane img")).to_have_count(1)
    expect(frame.locator(".leaflet-lr-corridor_lines-pane path")).to_have_count(2)


def asked(page: Page, study: str) -> None:
    page.locator(".st-key-corridor_study").get_by_role("radio", name=study).click()
    settled(page)


def calculated(page: Page) -> None:
    page.locator(".st-key-corridor_start").get_by_role("button").click()
    page.locator(".st-key-corridor_answer table").first.wait_for(timeout=LONG_MS)
    settled(page)


def chosen(page: Page) -> None:
    page.locator(".stExpander", has_text="Choices").first.locator("summary").click()


def test_the_cheapest_path_is_found_between_ends_that_are_typed(server: Server, page: Page) -> None:
    tried(server, page)
    asked(page, "Least-cost path")
    expect(page.locator(".st-key-corridor_start")).to_contain_text("Takes about")
    chosen(page)
    page.get_by_role("combobox", name="One end").click()
    page.get_by_role("option", name="a point").click()
    place = page.get_by_role("textbox", name="Latitude, longitude")
    place.fill("/etc/hosts")
    place.press("Enter")
    expect(page.get_by_text("This is no latitude and longitude")).to_be_visible()
    expect(page.locator(".st-key-corridor_start").get_by_role("button")).to_be_disabled()
    place.fill("")
    place.press("Enter")
    expect(page.locator(".st-key-corridor_start").get_by_role("button")).to_be_enabled()
    calculated(page)
    expect(page.locator(".st-key-corridor_answer .decision").first).to_contain_text("62.8")
    frame = map_frame(page)
    expect(frame.locator(".leaflet-lr-corridor_lines-pane path")).to_have_count(1)
    expect(frame.locator(".leaflet-lr-corridor_band-pane path")).to_have_count(1)


def test_members_tell_how_sure_and_proposals_stand_side_by_side(server: Server, page: Page) -> None:
    opened(server, page, "lang=en&draw=line,4000,43.4,131.9,43.5,132.1")
    page.get_by_role("button", name="New proposal").click()
    settled(page)
    page.locator("[class*='st-key-take-razdolnaya'] button").first.click()
    settled(page)
    others = map_frame(page).locator(".leaflet-lr-corridor_others-pane path")
    expect(others).to_have_count(1)
    for study, said in (
        ("How sure the effect is", "of the members"),
        ("Proposals side by side", "Drawing 1"),
    ):
        asked(page, study)
        members = page.get_by_role("spinbutton", name="sets of assumptions that are tried")
        if not members.is_visible():
            chosen(page)
        members.fill("2")
        members.press("Enter")
        settled(page)
        calculated(page)
        expect(page.locator(".st-key-corridor_answer table").first).to_contain_text(said)
    marks = page.locator(".st-key-corridor_answer td.best")
    expect(marks.first).to_contain_text("best")


def test_a_report_is_taken_along(server: Server, page: Page) -> None:
    tried(server, page)
    page.locator(".stExpander", has_text="Report to take along").locator("summary").click()
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_text("The report is ready.")).to_be_visible(timeout=LONG_MS)
    for name, start in (("HTML", b"<!"), ("PDF", b"%PDF"), ("JSON", b"{")):
        with page.expect_download(timeout=60_000) as waited:
            page.get_by_role("link", name=name, exact=True).click()
        body = Path(waited.value.path()).read_bytes()
        assert body.lower().startswith(start.lower())


def test_an_address_of_one_session_is_kept_by_no_cache(server: Server, page: Page) -> None:
    with page.expect_response(lambda one: "/drawn/" in one.url) as waited:
        opened(server, page, "lang=en&draw=line,4000,43.25,131.5,43.4,131.7")
    assert waited.value.headers["cache-control"] == "private, no-store"
    found = page.request.get(f"{server.url}/drawn/{'0' * 32}.area.geojson")
    assert found.status == 404


def test_a_phone_shows_no_more_than_its_width(server: Server, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    tried(server, page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    assert page.locator("iframe").first.bounding_box()["width"] <= 390  # type: ignore[index]


@pytest.mark.parametrize("lang", ["en", "ru", "zh", "ko"])
def test_every_language_is_whole_and_accessible(
    server: Server, page: Page, traffic: Traffic, lang: str
) -> None:
    tried(server, page, lang)
    assert _violations(page) == []
    assert traffic.errors == []
    if lang == "en":
        return
    page.evaluate("document.querySelectorAll('.sources, footer').forEach(node => node.remove())")
    seen = page.locator(".st-key-corridor").inner_text()
    english = re.findall(
        r"\b(?:the|and|of|with|width|area|proposal|corridor|share|length)\b", seen, re.IGNORECASE
    )
    assert english == []


@pytest.fixture(scope="module")
def planner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("corridor")
    running = Server(LEOPARD_ROLE="planner", LEOPARD_WORKSPACE=str(folder / "workspace"))
    yield running
    assert "Traceback" not in running.stop()


def test_planners_bring_a_file_and_others_cannot(planner: Server, server: Server, page: Page) -> None:
    opened(server, page)
    assert page.locator("input[type=file]").count() == 0
    opened(planner, page)
    page.locator(".stExpander", has_text="Bring a file").locator("summary").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "square.geojson", "mimeType": "application/geo+json", "buffer": SHAPE}
    )
    expect(page.get_by_test_id("stFileChip")).to_have_count(1, timeout=30_000)
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator(".decision").first).to_be_visible(timeout=LONG_MS)
    expect(page.get_by_role("combobox", name="Proposal")).to_have_value("square")
    expect(map_frame(page).locator(".leaflet-lr-corridor_area-pane path")).to_have_count(1)


def raster(least: float) -> bytes:
    """A GeoTIFF of resistance around the Razdolnaya proposal."""
    values = np.full((60, 80), 3.0)
    values[10, 10] = least
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff",
            height=60,
            width=80,
            count=1,
            dtype="float64",
            crs="EPSG:4326",
            transform=from_origin(130.4, 44.4, 0.05, 0.05),
        ) as target:
            target.write(values, 1)
        body: bytes = memory.read()
    return body


def test_planners_bring_a_raster_in_place_of_the_table(planner: Server, page: Page) -> None:
    tried(planner, page)
    page.locator(".stExpander", has_text="Your own raster of resistance").locator("summary").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "mine.tif", "mimeType": "image/tiff", "buffer": raster(0.0)}
    )
    expect(page.get_by_test_id("stFileChip")).to_have_count(1, timeout=30_000)
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("mine.tif counts in place of the table.")).to_be_visible(timeout=LONG_MS)
    page.locator(".st-key-corridor_start").get_by_role("button").click()
    expect(page.get_by_text("cells are 0 or negative")).to_be_visible(timeout=LONG_MS)
    page.get_by_role("combobox", name="Zeros and negative values are").click()
    page.get_by_role("option", name="the least value above 0").click()
    settled(page)
    calculated(page)
    page.get_by_role("button", name="Back to the table").click()
    expect(page.get_by_text("counts in place of the table")).to_have_count(0)
