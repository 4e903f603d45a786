"""The page “Your files”: what a planner sees of a file, answers about it, and makes it forget."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, Frame, Page, expect

from tests.browser.conftest import Server, Traffic, map_frame, settled
from tests.browser.test_pages import _violations
from tests.browser.watch import Harm, children
from tests.payloads import CANARY, PAYLOADS

pytestmark = pytest.mark.browser

# Changed on the way in, and said so: invisible characters leave, long texts are cut.
CHANGED = {"bidi", "very long", "line separators"}


class Planner:
    """A planner's server, and whether a payload made something on it."""

    def __init__(self, folder: Path) -> None:
        self.made = folder / "made-by-a-payload"
        place = str(folder / "workspace")
        self.server = Server(LEOPARD_ROLE="planner", LEOPARD_WORKSPACE=place, **{CANARY: str(self.made)})
        self.url = self.server.url


@pytest.fixture(scope="module")
def planner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planner]:
    made = Planner(tmp_path_factory.mktemp("planner"))
    yield made
    assert not made.made.exists()
    assert "Traceback" not in made.server.stop()


def feature(lon: float, lat: float, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
    }


def geojson(name: str, features: list[dict[str, Any]]) -> FilePayload:
    body = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return {"name": name, "mimeType": "application/geo+json", "buffer": body}


GOOD = geojson("stations.geojson", [feature(131.2 + at / 100, 43.1, station=f"S{at}") for at in range(5)])
SWAPPED = geojson("swapped.geojson", [feature(43.1, 131.2 + at / 100, station=f"S{at}") for at in range(5)])
CYRILLIC: FilePayload = {
    "name": "cameras.csv",
    "mimeType": "text/csv",
    "buffer": "camera,lat,lon,place\nA1,43.1,131.3,Кедровая Падь\nA2,43.2,131.4,Барабаш\n".encode("cp1251"),
}
BROKEN: FilePayload = {"name": "broken.geojson", "mimeType": "application/json", "buffer": b'{"type": "Feat'}


def drop(page: Page, *files: FilePayload) -> None:
    page.locator("input[type=file]").set_input_files(list(files))
    # The first file waits for the process that reads all files to start.
    expect(page.locator("em.outcome").first).to_be_visible(timeout=60_000)
    expect(page.locator(".brought-name")).to_have_text(files[-1]["name"], timeout=60_000)
    expect(page.locator("em.outcome-waiting")).to_have_count(0, timeout=60_000)
    settled(page)


def opened(planner: Planner, page: Page, lang: str = "en") -> None:
    page.goto(f"{planner.url}/files?lang={lang}")
    settled(page)
    expect(page.locator("input[type=file]")).to_have_count(1)


def inside(page: Page) -> Frame:
    map_frame(page)
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


@pytest.mark.parametrize("lang", ["en", "ru", "zh", "ko"])
def test_an_empty_page_says_what_can_be_brought(
    planner: Planner, page: Page, traffic: Traffic, lang: str
) -> None:
    opened(planner, page, lang)
    expect(page.locator(".cards.kinds article")).to_have_count(4)
    box = page.get_by_test_id("stFileUploaderDropzone")
    shown = box.evaluate(
        """box => [...box.querySelectorAll('*')]
          .map(node => getComputedStyle(node, '::after').content).join(' ')"""
    )
    assert len(re.findall(r"\"[^\"]{3,}\"", shown)) >= 2, "our words stand in Streamlit's box"
    assert _violations(page) == []
    page.locator(".stButton button").first.click()
    expect(page.locator(".brought-name")).to_have_text("reserves.geojson", timeout=60_000)
    expect(page.locator("table.list tbody tr").first).to_be_visible()
    map_frame(page)
    assert _violations(page) == []
    assert traffic.errors == []


def test_a_good_file_is_shown_on_the_map_by_an_address_of_this_browser_only(
    planner: Planner, page: Page, browser: Browser, traffic: Traffic
) -> None:
    asked: list[Any] = []
    page.on("response", lambda answer: asked.append(answer) if "/planner/files/" in answer.url else None)
    opened(planner, page)
    drop(page, GOOD)
    expect(page.locator("em.outcome-accepted").first).to_have_text("read as it is")
    frame = inside(page)
    frame.evaluate("() => { window.map.fire('click', {latlng: L.latLng(43.1, 131.22)}); }")
    expect(frame.locator(".lr-cards dd").first).to_have_text("S2")
    assert [answer.status for answer in asked] == [200]
    assert asked[0].headers["cache-control"] == "private, no-store"
    other = browser.new_context()
    assert other.request.get(asked[0].url).status == 403
    other.close()
    page.get_by_role("button", name="Forget this file").click()
    expect(page.locator(".brought-name")).to_have_count(0)
    expect(page.locator(".cards.kinds article")).to_have_count(4)
    assert page.request.get(asked[0].url).status == 404, "forgotten on the server too"


def test_swapped_coordinates_are_named_and_put_right_with_the_keyboard(planner: Planner, page: Page) -> None:
    opened(planner, page)
    drop(page, SWAPPED)
    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("swapped")
    expect(notice).to_contain_text("swapped.geojson")
    expect(notice).to_contain_text("What to do")
    box = page.get_by_role("checkbox", name="Swap latitude and longitude")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.get_by_role("button", name="Read it again").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("em.outcome-accepted-and-repaired").first).to_be_visible()
    expect(page.locator("section.repairs li").first).to_contain_text("as you chose")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_encoding_is_asked_for_and_the_table_reads_well(planner: Planner, page: Page) -> None:
    opened(planner, page)
    drop(page, CYRILLIC)
    expect(page.get_by_role("alert")).to_contain_text("encoding")
    chooser = page.get_by_role("combobox", name="Encoding of the text")
    chooser.press("ArrowDown")
    page.get_by_role("option", name="Cyrillic, Windows (cp1251)").click()
    page.get_by_role("button", name="Read it again").first.click()
    expect(page.locator("table.list")).to_contain_text("Кедровая Падь")


def test_several_files_stand_side_by_side_and_each_can_be_forgotten(planner: Planner, page: Page) -> None:
    opened(planner, page)
    drop(page, GOOD, SWAPPED, BROKEN)
    expect(page.locator("ul.brought li")).to_have_count(3)
    expect(page.get_by_role("alert")).to_contain_text("broken.geojson")
    assert page.locator("ul.brought em").all_inner_texts() == ["read as it is", "not read", "not read"]
    page.get_by_role("button", name="Forget this file").click()
    expect(page.locator("ul.brought li")).to_have_count(2)
    page.get_by_role("link", name="Story").click()
    expect(page.get_by_text("1 / 8")).to_be_visible()
    page.get_by_role("link", name="Your files").click()
    expect(page.locator("ul.brought li")).to_have_count(2)  # they wait while other pages are read
    page.reload()
    settled(page)
    expect(page.locator("ul.brought li")).to_have_count(0)  # and are forgotten with the tab


def crowded() -> FilePayload:
    """Return 7 MB of outlines that touch themselves: reading them takes a while."""
    rings = [
        [
            [
                131 + math.cos(2 * math.pi * at / 4000) * (0.3 + (at * at * (k + 3) % 997) / 1e6),
                43.5 + math.sin(2 * math.pi * at / 4000) * (0.3 + (at * at * (k + 5) % 997) / 1e6),
            ]
            for at in range(4000)
        ]
        for k in range(45)
    ]
    shapes = [{"type": "Polygon", "coordinates": [[*ring, ring[0]]]} for ring in rings]
    return geojson("large.geojson", [{"type": "Feature", "properties": {}, "geometry": s} for s in shapes])


def test_a_long_reading_can_be_ended_and_begun_again(planner: Planner, page: Page) -> None:
    opened(planner, page)
    page.locator("input[type=file]").set_input_files([crowded()])
    # Streamlit's own box has such a button too, while the file is on its way.
    page.locator("[class*=st-key-stop-] button").click(timeout=60_000)
    expect(page.get_by_role("alert")).to_contain_text("cancelled", timeout=20_000)
    settled(page)
    page.get_by_text("Read it another way").click()
    page.get_by_role("button", name="Read it again").last.click()
    expect(page.get_by_role("alert")).to_have_count(0, timeout=60_000)


def test_a_file_is_kept_in_a_project_when_asked(planner: Planner, page: Page) -> None:
    page.goto(f"{planner.url}/projects?lang=en")
    settled(page)
    page.get_by_role("button", name="New project").click()
    page.get_by_label("Name").fill("Corridors {{ 7*7 }}")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Corridors {{ 7*7 }}")
    opened(planner, page)
    drop(page, GOOD)
    page.get_by_role("button", name="Keep in a project").click()
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page.get_by_text("Kept in “Corridors {{ 7*7 }}”.")).to_be_visible()
    page.goto(f"{planner.url}/projects?lang=en")
    settled(page)
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.locator(".project h3")).to_have_text("stations.geojson")


def test_the_public_process_takes_no_file(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/files?lang=en")
    settled(page)
    expect(page.get_by_role("alert").filter(has_text="files")).to_be_visible()
    assert page.locator("input[type=file]").count() == 0
    for method, path in (
        ("PUT", "/_stcore/upload_file/a/b"),
        ("GET", "/planner/files/0.geojson"),
        ("GET", "/save/files"),
    ):
        connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request(method, path)
        assert connection.getresponse().status in (404, 405)


def test_no_text_of_a_file_runs_and_all_of_it_is_shown(planner: Planner, browser: Browser) -> None:
    """Put every payload through the cells, the column names and the name of a file."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    harm = Harm(context, planner.server.port)
    before = children(planner.server.process.pid)
    page = context.new_page()
    opened(planner, page)
    names = list(PAYLOADS)
    shown = 0
    for start in range(0, len(names), 10):
        batch = names[start : start + 10]
        rows = [feature(131 + at / 50, 43.1, note=PAYLOADS[name], number=at) for at, name in enumerate(batch)]
        for at, name in enumerate(batch):
            rows[at]["properties"][PAYLOADS[name][:60]] = PAYLOADS[name]
        title = re.sub(r"[/\\\0\r\n]", "-", PAYLOADS[batch[0]])[:50] + ".geojson"
        drop(page, geojson(title, rows))
        cells = page.eval_on_selector_all("table.list td", "all => all.map(node => node.textContent)")
        for name in batch:
            if name not in CHANGED:
                assert PAYLOADS[name] in cells, name
                shown += 1
        frame = inside(page)
        for at, name in enumerate(batch):
            facts: list[str] = frame.evaluate(FACTS, 131 + at / 50)
            if name not in CHANGED:
                assert PAYLOADS[name] in facts, (name, facts)
                shown += 1
        page.get_by_role("button", name="Forget this file").click()
        expect(page.locator(".brought-name")).to_have_count(0)
    page.wait_for_timeout(300)
    print(f"\nYour files: {len(names)} payloads in cells, columns and names, {shown} shown unchanged")
    assert harm.all() == {}
    assert not planner.made.exists()
    assert children(planner.server.process.pid) - before <= {"python3.11", "python3", "python", "gone"}
    context.close()


# Ask for the facts at a place of this file, until the map has fetched it.
FACTS = """async x => {
  const said = () => [...document.querySelectorAll('.lr-cards dd')].map(node => node.textContent);
  for (let i = 0; i < 100; i++) {
    window.map.fire('click', {latlng: L.latLng(43.1, x)});
    if (said().length) return said();
    await new Promise(done => setTimeout(done, 100)); }
  return []; }"""


@pytest.mark.parametrize("start", range(0, len(PAYLOADS), 18))
def test_no_name_of_a_file_runs(planner: Planner, page: Page, start: int) -> None:
    harm = Harm(page.context, planner.server.port)
    opened(planner, page)
    titles = [re.sub(r"[/\\\0\r\n]", "-", text)[:80] for text in PAYLOADS.values()][start : start + 18]
    same: list[FilePayload] = [
        {"name": title, "mimeType": GOOD["mimeType"], "buffer": GOOD["buffer"]} for title in titles
    ]
    page.locator("input[type=file]").set_input_files(same)
    expect(page.locator("ul.brought li")).to_have_count(len(titles), timeout=60_000)
    expect(page.locator("em.outcome-waiting")).to_have_count(0, timeout=60_000)
    settled(page)
    found = page.eval_on_selector_all("ul.brought li span", "all => all.map(node => node.textContent)")
    # Browsers write quotation marks of file names as %22 (HTML, multipart/form-data).
    titles = [title.replace('"', "%22") for title in titles]
    assert sorted(found) == sorted(titles)
    assert page.locator(".brought-name").text_content() in titles
    assert harm.all() == {}
