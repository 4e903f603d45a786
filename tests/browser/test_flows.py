"""What readers do, in a browser: read on, come back by a link, change the language, meet an error."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, Server, Traffic, map_frame, settled

pytestmark = pytest.mark.browser


def test_story_goes_on_moves_the_map_and_is_remembered(server: Server, page: Page, traffic: Traffic) -> None:
    page.goto(f"{server.url}/?lang=en")
    settled(page)
    map_frame(page)
    frame = page.frames[-1]
    at_first = frame.evaluate("() => document.querySelector('.leaflet-map-pane').outerHTML.length")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("2 / 8")).to_be_visible()
    page.wait_for_url("**step=2*")
    map_frame(page)
    assert page.frames[-1] is frame, "the map stays mounted"
    assert frame.evaluate("() => document.querySelector('.leaflet-map-pane').outerHTML.length") != at_first
    page.reload()
    settled(page)
    expect(page.get_by_text("2 / 8")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_text("1 / 8")).to_be_visible()
    expect(page.get_by_role("button", name="Back")).to_be_disabled()


def test_story_can_be_read_to_its_end_and_leads_to_the_map(
    server: Server, page: Page, traffic: Traffic
) -> None:
    page.goto(f"{server.url}/?lang=en")
    settled(page)
    for step in range(2, 9):
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_text(f"{step} / 8")).to_be_visible()
        expect(page.get_by_role("alert")).to_have_count(0)
        for picture in page.locator(".step img").all():
            assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    page.get_by_role("link", name="Explore the map").click()
    expect(page.locator("h1")).to_have_text("Where the leopards are")
    map_frame(page)


def test_language_switch_changes_page_map_and_address(server: Server, page: Page, traffic: Traffic) -> None:
    page.goto(f"{server.url}/explore?lang=en")
    settled(page)
    map_frame(page)
    page.get_by_role("radio", name="Русский").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.wait_for_url("**lang=ru*")
    frame = map_frame(page)
    expect(page.locator("h1")).to_contain_text("леопард", ignore_case=True)
    expect(frame.get_by_text("Слои").first).to_be_visible()


def test_language_of_a_link_stays_through_the_menu(server: Server, page: Page, traffic: Traffic) -> None:
    page.goto(f"{server.url}/?lang=ru")
    settled(page)
    page.get_by_role("link", name="Данные и методы").click()
    expect(page.locator("h1")).to_have_text("Данные и методы")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.wait_for_url("**/data?lang=ru")


def test_permalink_brings_back_year_layers_and_view(server: Server, page: Page, traffic: Traffic) -> None:
    page.goto(f"{server.url}/explore?lang=en&v=131.2,43.1,8&year=1979&on=reserves,reserves_osm,range_1970s")
    settled(page)
    frame = map_frame(page)
    expect(frame.get_by_role("slider", name="Year")).to_have_value("1979")
    expect(frame.get_by_role("checkbox", name="Range in the 1970s")).to_be_checked()
    expect(frame.get_by_role("checkbox", name="Range today")).not_to_be_checked()
    assert "year=1979" in page.url


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("v=nowhere", "nowhere"),
        ("year=1492", "1492"),
        ("year=soon", "soon"),
        ("on=range_current,tigers", "tigers"),
        ("op=range_current:much", "much"),
        ("lang=xx", "xx"),
    ],
)
def test_broken_link_is_named_and_the_page_stays(
    server: Server, page: Page, traffic: Traffic, query: str, named: str
) -> None:
    page.goto(f"{server.url}/explore?{query}")
    settled(page)
    expect(page.get_by_role("alert").filter(has_text=named)).to_be_visible()
    map_frame(page)
    expect(page.get_by_role("link", name="Story")).to_be_visible()


def test_unknown_page_is_named_in_the_readers_language(server: Server, page: Page, traffic: Traffic) -> None:
    page.goto(f"{server.url}/tigers?lang=ko")
    settled(page)
    expect(page.get_by_role("alert").filter(has_text="tigers")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    assert page.get_by_role("dialog").count() == 0, "no English dialog of the framework"


def test_then_and_now_splits_the_loss(server: Server, page: Page, traffic: Traffic) -> None:
    page.goto(f"{server.url}/then-now?lang=en")
    settled(page)
    frame = map_frame(page)
    expect(frame.get_by_role("slider", name="Divider")).to_be_visible()
    expect(page.get_by_role("cell", name="2.96%").or_(page.get_by_text("2.96%")).first).to_be_visible()
    rows = page.locator("table.numbers tbody tr")
    expect(rows).to_have_count(4)
    page.get_by_role("radio", name="Provinces").click()
    settled(page)
    expect(rows.nth(5)).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ru", "zh", "ko"])
def test_every_group_of_layers_and_the_methods_are_there(
    server: Server, page: Page, traffic: Traffic, language: str
) -> None:
    page.goto(f"{server.url}/data?lang={language}")
    settled(page)
    groups = page.get_by_role("main").get_by_role("radiogroup").last.get_by_role("radio")
    expect(groups).to_have_count(6)
    shown = set()
    for at in range(6):
        groups.nth(at).click()
        expect(groups.nth(at)).to_be_checked()
        page.wait_for_timeout(300)
        settled(page)
        shown.add(page.locator(".cards:visible article h3").first.inner_text())
        expect(page.get_by_role("alert")).to_have_count(0)
    assert len(shown) == 6, "each group shows its own cards"
    page.get_by_role("tab").last.click()
    expect(page.locator(".cards:visible article")).to_have_count(8)


def test_every_layer_of_the_map_can_be_read_as_a_list(server: Server, page: Page, traffic: Traffic) -> None:
    page.goto(f"{server.url}/explore?lang=en")
    settled(page)
    map_frame(page)  # the list closes when the page still moves
    page.get_by_text("The same as a list").click()
    chooser = page.get_by_role("combobox", name="Layer")
    expect(page.get_by_role("region", name="Historical range, widest reading")).to_be_visible()
    page.wait_for_timeout(500)
    chooser.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    names = page.get_by_role("option").all_inner_texts()
    page.keyboard.press("Escape")
    assert len(names) >= 10
    for name in names:
        chooser.press("ArrowDown")
        page.get_by_role("option", name=name, exact=True).click()
        expect(page.get_by_role("region", name=name, exact=True).locator("tbody tr").first).to_be_visible()
        expect(page.get_by_role("alert")).to_have_count(0)


def test_every_card_of_data_has_its_licence_and_download(
    server: Server, page: Page, traffic: Traffic
) -> None:
    page.goto(f"{server.url}/data?lang=en")
    settled(page)
    cards = page.locator(".cards article:visible")
    expect(cards).to_have_count(4)
    for card in cards.all():
        expect(card.get_by_text("Licence")).to_be_visible()
        expect(card.get_by_role("link", name="GeoJSON")).to_be_visible()
    with page.expect_download() as download:
        cards.first.get_by_role("link", name="CSV").click()
    assert Path(download.value.path()).stat().st_size > 300


def test_saved_map_is_the_map_the_reader_sees(
    server: Server, page: Page, traffic: Traffic, tmp_path: Path
) -> None:
    page.goto(f"{server.url}/explore?lang=en")
    settled(page)
    frame = map_frame(page)
    frame.get_by_role("checkbox", name="Range today").uncheck()
    page.wait_for_url("**on=*")
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="One HTML file, works offline").click()
    file = tmp_path / "map.html"
    download.value.save_as(file)
    saved = page.context.new_page()
    outside = Traffic(saved)
    saved.goto(file.as_uri())
    saved.locator("[data-lr=ready]").first.wait_for()
    expect(saved.get_by_role("checkbox", name="Range today")).not_to_be_checked()
    assert outside.outside == []
    assert outside.errors == []


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Yield a server on a copy of the data in which one file lost its last byte."""
    folder = tmp_path_factory.mktemp("data") / "geodata"
    shutil.copytree(ROOT / "geodata", folder)
    file = folder / "osm" / "range_current.geojson"
    file.write_bytes(file.read_bytes()[:-1])
    running = Server(LEOPARD_DATA=str(folder))
    yield running
    running.stop()


@pytest.mark.parametrize("name", ["", "explore", "then-now", "cameras", "data"])
def test_damaged_file_is_named_and_the_frame_stays(
    damaged: Server, page: Page, traffic: Traffic, name: str
) -> None:
    page.goto(f"{damaged.url}/{name}?lang=en")
    settled(page)
    expect(page.get_by_role("link", name="Data & methods")).to_be_visible()
    if name != "data":  # the cards need no features
        expect(page.get_by_role("alert").filter(has_text="range_current.geojson")).to_be_visible()
        expect(page.get_by_role("alert").filter(has_text="make geodata")).to_be_visible()
    assert "Traceback" not in page.locator("body").inner_text()
