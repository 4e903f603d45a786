"""At least 25 harmful texts through every place where a person's words are shown.

Run with ``-s`` to see the figures.  Three ways a text is changed on its way, on purpose, are named in
`shown`; everything else must be displayed letter by letter.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Locator, Page, expect

from tests.browser.conftest import Server, map_frame, settled
from tests.browser.watch import Harm, children
from tests.hostilefolder import LANGUAGES, RESERVES, hostile_country, hostile_survey, place
from tests.payloads import CANARY, PAYLOADS, SHORT

pytestmark = pytest.mark.browser

TEXTS = list(PAYLOADS.values())
FIGURES: Counter[str] = Counter()


def shown(text: str) -> str:
    """Return what is displayed of a text: HTML turns a line end into a space, nothing else changes."""
    return re.sub(r"\s+", " ", text).strip()


def same(found: list[str], expected: list[str], sink: str) -> None:
    """Compare what a place displays with the payloads it was given, and count it."""
    assert sorted(map(shown, found)) == sorted(map(shown, expected)), sink
    FIGURES[sink] += len(expected)


def has(found: str, text: str, sink: str) -> None:
    assert shown(text) in shown(found), sink
    FIGURES[sink] += 1


class Hostile:
    """A server on a hostile data folder, and what was seen of it."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.made = folder / "made-by-a-payload"
        data = hostile_survey(hostile_country(folder / "data")).write()
        self.server = Server(LEOPARD_DATA=str(data), **{CANARY: str(self.made)}, **environment)
        self.children = children(self.server.process.pid)

    def executed(self) -> list[str]:
        """Return what payloads did on the server."""
        new = children(self.server.process.pid) - self.children - {Path(_python()).name, "gone"}
        return [str(self.made)] * self.made.exists() + sorted(new)


def _python() -> str:
    import sys

    return str(Path(sys.executable).resolve())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    made = Hostile(tmp_path_factory.mktemp("hostile"))
    yield made
    assert made.executed() == []
    log = made.server.stop()
    assert "Traceback" not in log, log[-3000:]
    print(f"\n{len(PAYLOADS)} payloads, {sum(FIGURES.values())} displayed unchanged:")
    for sink, count in sorted(FIGURES.items()):
        print(f"  {sink:<42}{count:>6}")


@pytest.fixture
def harm(context: BrowserContext, hostile: Hostile) -> Iterator[Harm]:
    seen = Harm(context, hostile.server.port)
    yield seen
    for page in context.pages:
        page.wait_for_timeout(200)
    assert seen.all() == {}
    assert hostile.executed() == []


def inside(page: Page) -> Frame:
    map_frame(page)
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def texts(where: Page | Frame, selector: str) -> list[str]:
    found: list[str] = where.evaluate(
        "s => [...document.querySelectorAll(s)].map(node => node.textContent)", selector
    )
    return found


def opened(hostile: Hostile, page: Page, path: str) -> None:
    page.goto(f"{hostile.server.url}/{path}")
    settled(page)


def test_map_panel_popups_search_and_years(hostile: Hostile, page: Page, harm: Harm) -> None:
    opened(hostile, page, "explore?lang=en&v=127,43.5,9")
    frame = inside(page)
    rows: list[dict[str, Any]] = frame.evaluate(
        """() => [...document.querySelectorAll('.lr-row')]
          .filter(row => row.querySelector('input[id^=lr-row-probe]')).map(row => ({
          title: row.querySelector('label > span').textContent,
          badge: row.querySelector('em').textContent,
          about: row.querySelector('.lr-about p') && row.querySelector('.lr-about p').textContent,
          told: [...row.querySelectorAll('.lr-about dd')].map(node => node.textContent),
          label: row.querySelector('input[type=range]').getAttribute('aria-label')}))"""
    )
    same([row["title"] for row in rows], TEXTS, "map: title of a layer")
    same([row["about"] for row in rows], TEXTS, "map: words about a layer")
    same([row["label"].partition(": ")[2] for row in rows], TEXTS, "map: name of a slider")
    for key, at in (("source", 0), ("date", 1), ("licence", -1)):
        same([row["told"][at] for row in rows], TEXTS, f"map: {key} of a layer")
    frame.evaluate("() => document.querySelectorAll('.lr-row .lr-button').forEach(node => node.click())")
    frame.evaluate(
        "() => document.querySelectorAll('.lr-row input[type=checkbox]').forEach(b => b.checked || b.click())"
    )
    frame.locator("[data-lr=ready]").first.wait_for()
    credit = "\n".join(texts(frame, ".lr-credit"))
    for text in TEXTS:
        for part in re.split(r";\s*", text):
            has(credit, part, "map: attribution")
    labels = {shown(text) for text in texts(frame, ".lr-label")}
    assert len(labels) > 5
    assert labels <= {shown(text) for text in TEXTS} | {shown(t.upper()) for t in TEXTS}
    FIGURES["map: names written on it"] += len(labels)
    popups(frame)
    search(frame)
    for at, text in enumerate(TEXTS):
        told: str = frame.evaluate(
            """async year => { const slide = document.querySelector('.lr-track input');
              slide.value = year; slide.dispatchEvent(new Event('input'));
              for (let i = 0; i < 100 && document.querySelector('.lr-year').textContent != year; i++)
                await new Promise(done => setTimeout(done, 20));
              return document.querySelector('.lr-event').textContent; }""",
            1900 + at,
        )
        has(told, text, "map: event of a year")


def popups(frame: Frame) -> None:
    """Ask every square for its facts: the reserve's and the probe's."""
    from pyproj import Transformer

    from tests.datafolder import METRIC

    to_degrees = Transformer.from_crs(METRIC, "EPSG:4326", always_xy=True)
    for at, text in enumerate(TEXTS):
        middle = place(at).centroid
        lon, lat = to_degrees.transform(middle.x, middle.y)
        frame.evaluate("([x, y]) => window.map.fire('click', {latlng: L.latLng(y, x)})", [lon, lat])
        names = texts(frame, ".lr-cards h2")
        assert names.count(text) >= 2, text
        FIGURES["map: name of a feature"] += 2
        facts = texts(frame, ".lr-cards dd")
        assert facts.count(text) >= 4, (text, facts)
        FIGURES["map: facts of a feature"] += 4
        has(" ".join(texts(frame, ".lr-cards .lr-source")), text, "map: source of a feature")


def search(frame: Frame) -> None:
    for text in TEXTS:
        found: list[str] = frame.evaluate(
            """async text => { const box = document.querySelector('.lr input[role=combobox]');
              box.focus(); box.value = text.slice(0, 60); box.dispatchEvent(new Event('input'));
              const list = () => [...document.querySelectorAll('[role=option]')].map(n => n.textContent);
              for (let i = 0; i < 100 && !list().some(line => line.includes(text.slice(0, 60))); i++)
                await new Promise(done => setTimeout(done, 40));
              return list(); }""",
            text,
        )
        assert any(shown(text) in shown(line) for line in found), (text, found)
        FIGURES["map: search"] += 1


def unfold(page: Page, chooser: Locator) -> None:
    """Open a list of options; while the page still moves it closes again."""
    for _attempt in range(6):
        chooser.press("ArrowDown")
        page.wait_for_timeout(1000)
        if page.get_by_role("option").count():
            return


def test_explore_around_the_map(hostile: Hostile, page: Page, harm: Harm) -> None:
    opened(hostile, page, "explore?lang=en")
    inside(page)
    page.get_by_role("button", name="Download").click()
    page.locator("ul.downloads li").first.wait_for()
    found = [text for text in texts(page, "ul.downloads li b") if text in TEXTS]
    for text in TEXTS:
        has("\n".join(found), text, "explore: downloads")
    page.keyboard.press("Escape")
    page.get_by_text("The same as a list").click()
    chooser = page.get_by_role("combobox", name="Layer")
    unfold(page, chooser)
    for text in texts(page, "[role=option]"):
        has("\n".join([*TEXTS, RESERVES]), text, "explore: choice of a layer")
    page.keyboard.press("Escape")
    chooser.fill(RESERVES)  # the list draws only the options that can be seen
    page.get_by_role("option", name=RESERVES, exact=True).click()
    page.locator("table.list tbody tr").nth(20).wait_for()
    settled(page)
    cells = texts(page, "table.list td")
    for text in TEXTS:
        assert cells.count(text) >= 3, text
        FIGURES["explore: cells of the list"] += 3
    assert page.locator("details.sources li").count() > 0
    joined = shown(" ".join(texts(page, "details.sources li")))
    known = [text for text in TEXTS if shown(text) in joined]
    assert len(known) >= 5
    FIGURES["explore: sources of the numbers"] += len(known)
    FIGURES["explore: cautions"] += len(texts(page, "ul.cautions li"))


def test_cards_of_the_layers(hostile: Hostile, page: Page, harm: Harm) -> None:
    opened(hostile, page, "data?lang=en")
    groups = page.get_by_role("main").get_by_role("radiogroup").last.get_by_role("radio")
    for at in range(groups.count()):
        groups.nth(at).click()
        page.wait_for_timeout(300)
        settled(page)
        cards = texts(page, ".cards article h3")
        if len(cards) > len(TEXTS):
            found = texts(page, ".cards article")
            for text in TEXTS:
                same([t for t in cards if t == text][:1], [text], "data: title of a card")
                # A layer that the pages know by name may have the same title.
                assert max(t.count(text) for t in found if t.startswith(text)) >= 5, text
                FIGURES["data: words of a card"] += 5


# The first text of a line: the caution beside it is ours.
_LEGEND = """() => [...document.querySelectorAll('.lr-legend > ul > li > span')]
  .map(node => node.firstChild.textContent)"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_story_and_then_and_now(hostile: Hostile, page: Page, harm: Harm, language: str) -> None:
    opened(hostile, page, f"?lang={language}")
    for step in range(1, 9):
        expect(page.get_by_text(f"{step} / 8").first).to_be_visible()
        frame = inside(page)
        titles: list[str] = frame.evaluate(_LEGEND)
        assert titles
        assert set(titles) <= {*TEXTS, RESERVES}
        FIGURES["story: legend"] += len(titles)
        for alt in page.locator(".step img").all():
            assert alt.get_attribute("alt")
        forward = page.locator(".stButton button").last
        if step < 8:
            forward.click()
    opened(hostile, page, f"then-now?lang={language}")
    inside(page)
    page.get_by_role("radio").nth(-1).click()
    page.locator("table.numbers tbody tr").nth(50).wait_for()
    settled(page)
    same(texts(page, "table.numbers tbody th"), TEXTS, "then & now: table")
    same(texts(page, "table.bars th"), TEXTS, "then & now: bars")


@pytest.mark.parametrize("name", SHORT)
def test_addresses(hostile: Hostile, page: Page, harm: Harm, name: str) -> None:
    text = SHORT[name]
    query = urlencode(dict.fromkeys(("lang", "lost", "v", "on", "year", "op", "step"), text))
    opened(hostile, page, f"explore?{query}")
    notices = page.get_by_role("alert")
    expect(notices.first).to_be_visible()
    found = texts(page, "[role=alert] p")
    for part in filter(None, [text, *(p for p in text.split(",") if p)][-1:]):
        assert sum(shown(part) in shown(told) for told in found) >= 4, (text, found)
        FIGURES["addresses: notices"] += 4
    assert page.locator("[role=alert] img, [role=alert] a, [role=alert] code").count() == 0


def ask(hostile: Hostile, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", hostile.server.port, timeout=60)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()


@pytest.mark.parametrize("name", SHORT)
def test_routes_and_headers(hostile: Hostile, name: str) -> None:
    text = quote(SHORT[name], safe="")
    for path in (
        f"/download/{text}.csv",
        f"/download/{text}",
        f"/save/{text}",
        f"/layers/{text}",
        f"/spec/{text}",
    ):
        status, headers, body = ask(hostile, path)
        # Streamlit takes slashes off the end of an address; it stays on this server.
        assert status in (400, 404) or headers["location"].startswith(path.split("%")[0]), path
        assert headers.get("content-type", "text/plain").startswith("text/plain") or not body
        assert headers["x-content-type-options"] == "nosniff"
        FIGURES["routes: refusals as plain text"] += 1
    status, headers, body = ask(
        hostile, f"/?lang={text}", **{"Accept-Language": quote(SHORT[name], safe=" ;=,<>'")}
    )
    assert status == 200
    assert re.search(rb'<html lang="(en|ru|zh|ko)">', body)
    assert SHORT[name].encode() not in body or SHORT[name] in ("%}", "{{", "constructor", "toString")
    status, headers, body = ask(hostile, f"/{text}")
    assert status in (301, 307, 400, 404)
    assert re.match(r"(\./|/)(?!/)|$", headers.get("location", "")), "it stays on this server"
    FIGURES["routes: language and unknown pages"] += 2
    assert hostile.executed() == []


def test_downloads_are_inert_files(hostile: Hostile) -> None:
    for at, text in enumerate(TEXTS):
        for form in ("geojson", "csv"):
            status, headers, body = ask(hostile, f"/download/probe_{at:02}.{form}?lang=en")
            assert status == 200
            assert headers["content-disposition"] == f'attachment; filename="probe_{at:02}.{form}"'
            assert "html" not in headers["content-type"]
            if form == "geojson":
                told = json.loads(body)
                assert told["metadata"]["title"] == text
                assert told["features"][0]["properties"]["id"] == text
            else:
                assert not re.search(rb"(^|,)\"?[=+@-][A-Z(]", body, re.MULTILINE), text
            FIGURES["downloads"] += 1


@pytest.mark.parametrize("page_name", ["explore", "story", "then-now"])
def test_saved_map(hostile: Hostile, page: Page, harm: Harm, tmp_path: Path, page_name: str) -> None:
    status, _headers, body = ask(hostile, f"/save/{page_name}?lang=en")
    assert status == 200
    file = tmp_path / "map.html"
    file.write_bytes(body)
    page.goto(file.as_uri())
    page.locator("[data-lr=ready]").first.wait_for()
    lines = shown(" ".join(texts(page, "footer li")))
    for text in TEXTS if page_name != "then-now" else []:
        has(lines, text.rstrip("."), "saved map: sources")
    if page_name == "explore":
        popups(page.main_frame) if page.evaluate("() => 'map' in window && 'fire' in window.map") else None
        search(page.main_frame)


def test_the_control_is_seen(browser: Browser, tmp_path: Path) -> None:
    made = tmp_path / "made-by-a-payload"
    server = Server("tests/browser/control_app.py", PYTHONPATH=".", **{CANARY: str(made)})
    context = browser.new_context()
    try:
        seen = Harm(context, server.port)
        page = context.new_page()
        page.goto(server.url)
        settled(page)
        page.wait_for_timeout(1500)
        found = seen.all()
        print({kind: len(lines) for kind, lines in found.items()}, "on the server:", made.exists())
        assert len(found["executed"]) >= 3, "in the browser"
        assert found["fetched"], "the beacon"
        assert made.exists(), "on the server"
        assert "secret" in page.locator("[data-testid=stAlert]").inner_text()
        assert ":red[" not in page.locator("[data-testid=stAlert]").inner_text(), "text was changed"
    finally:
        context.close()
        server.stop()
