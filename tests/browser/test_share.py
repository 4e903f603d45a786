"""Sharing in a browser: the dialog, maps inside other people's pages, and the headers around them."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser.conftest import Server, Traffic, map_frame, settled

pytestmark = pytest.mark.browser

EMBEDS = ("", "explore", "then-now", "cameras", "corridor")
WIDTHS = (1440, 390)


def headers(server: Server, path: str) -> tuple[int, dict[str, str], bytes]:
    """Ask once, and return status, headers in lower case and body."""
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    link.request("GET", path)
    answer = link.getresponse()
    body = answer.read()
    link.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def ready(page: Page | FrameLocator) -> None:
    page.locator("[data-lr=ready]").wait_for(timeout=30_000)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Serve a folder under another port: to a browser, somebody else's site."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield tmp_path, f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    thread.join()
    running.server_close()


# ---------------------------------------------------------------- the dialog


@pytest.mark.parametrize("page_name", EMBEDS)
def test_every_map_can_be_shared(server: Server, page: Page, traffic: Traffic, page_name: str) -> None:
    page.goto(f"{server.url}/{page_name}?lang=en")
    settled(page)
    frame = map_frame(page)
    frame.get_by_role("button", name="Share this view").click()
    box = frame.get_by_role("dialog", name="Share this view")
    expect(box).to_be_visible()
    link = box.get_by_label("Link to this view", exact=True).input_value()
    assert urlsplit(link).path == f"/{page_name}"
    assert parse_qs(urlsplit(link).query)["lang"] == ["en"]
    text = box.get_by_label("Short text to paste", exact=True).input_value()
    assert text.startswith("Leopard Range Explorer: ")
    assert text.endswith(link)
    snippet = box.get_by_label("To show the map in a web page", exact=True).input_value()
    assert "embed=true" in snippet
    assert 'title="Leopard Range Explorer' in snippet


@pytest.mark.parametrize("width", WIDTHS)
def test_the_dialog_works_with_keys_and_without_a_clipboard(
    server: Server, page: Page, traffic: Traffic, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{server.url}/explore?lang=ru&year=1979")
    settled(page)
    frame = map_frame(page)
    start = frame.get_by_role("button", name="Поделиться этим видом")
    start.press("Enter")
    box = frame.get_by_role("dialog")
    expect(box.locator("input")).to_be_focused()
    assert "year=1979" in box.locator("input").input_value()
    stops = box.locator("button, a[href], input, textarea").count()
    seen = set()
    inner = page.frames[-1]
    for _ in range(stops + 1):
        page.keyboard.press("Tab")
        assert inner.evaluate("document.querySelector('.lr-share').contains(document.activeElement)")
        seen.add(
            inner.evaluate(
                "(({ ariaLabel, id, textContent }) => ariaLabel || id || textContent)(document.activeElement)"
            )
        )
    assert len(seen) >= stops - 2, "Tab comes to every control and stays inside"
    copy = box.get_by_role("button", name="Копировать: Ссылка на этот вид")
    copy.press("Enter")
    expect(box.get_by_role("status")).to_have_text("Скопировано")
    inner.evaluate(
        "() => { document.execCommand = () => false; "
        "navigator.clipboard.writeText = () => Promise.reject(); }"
    )
    copy.press("Enter")
    expect(box.get_by_role("status")).to_contain_text("Ctrl+C")
    for row in box.locator(".lr-share-row").all():
        assert row.evaluate("node => node.scrollWidth <= node.clientWidth")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(start).to_be_focused()
    found = Axe().run(inner)
    assert [
        one["id"] for one in found.response["violations"] if one["impact"] in ("serious", "critical")
    ] == []


# ---------------------------------------------------------------- maps inside other pages


def test_only_embedded_maps_may_be_framed_by_strangers(server: Server) -> None:
    for name in EMBEDS:
        status, told, _ = headers(server, f"/{name}?embed=true&lang=en")
        assert status == 200
        assert "frame-ancestors *" in told["content-security-policy"]
        assert "script-src 'self';" in told["content-security-policy"]
        assert "x-frame-options" not in told
        assert told["cache-control"] == "public, max-age=600"
        assert told["x-content-type-options"] == "nosniff"
    for path in (
        "/",
        "/explore",
        "/explore?embed=false",
        "/explore?embed=TRUE",
        "/assets/explorer.js?embed=true",
        "/component/streamlit_folium.st_folium/index.html?embed=true",
        "/download/reserves.csv?embed=true",
        "/save/explore?embed=true",
        "/_stcore/health?embed=true",
    ):
        _, told, _ = headers(server, path)
        assert "frame-ancestors *" not in told["content-security-policy"], path
        assert told["x-frame-options"] == "SAMEORIGIN", path


def test_an_embedded_map_is_small_and_without_a_socket(server: Server, page: Page, traffic: Traffic) -> None:
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())) if answer.status == 200 else None)
    page.goto(f"{server.url}/explore?embed=true&lang=en")
    ready(page)
    assert traffic.socket_bytes == 0
    assert traffic.errors == []
    _, _, body = headers(server, "/explore?embed=true&lang=en")
    assert len(body) < 20_000
    assert b"streamlit" not in body.lower()
    assert sum(sizes) < 4_000_000


def test_a_stranger_can_put_the_map_and_nothing_else_into_a_page(
    server: Server, page: Page, traffic: Traffic, elsewhere: tuple[Path, str]
) -> None:
    folder, address = elsewhere
    (folder / "map.html").write_text(
        f"<!doctype html><title>A newspaper</title>"
        f'<iframe src="{server.url}/explore?embed=true&amp;lang=en&amp;'
        f'year=1979&amp;v=131,43,7" title="map" width="100%" height="560"></iframe>'
        f'<iframe src="{server.url}/explore?lang=en" title="app" width="100%" height="300"></iframe>'
    )
    page.goto(f"{address}/map.html")
    frame = page.frame_locator("iframe[title=map]")
    ready(frame)
    expect(frame.get_by_role("slider", name="Year")).to_have_value("1979")
    whole = frame.get_by_role("link", name="Open the whole page")
    with page.context.expect_page() as opened:
        whole.click()
    assert urlsplit(opened.value.url).path == "/explore"
    assert parse_qs(urlsplit(opened.value.url).query)["year"] == ["1979"]
    assert page.frame_locator("iframe[title=app]").locator("[data-testid=stApp]").count() == 0


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("v=nowhere", "nowhere"),
        ("year=1492", "1492"),
        ("on=range_current,tigers", "tigers"),
        ("op=range_current:much", "much"),
        ("v=%3Cscript%3E", "<script>"),
    ],
)
def test_broken_link_of_an_embedded_map_is_named(
    server: Server, page: Page, traffic: Traffic, query: str, named: str
) -> None:
    page.goto(f"{server.url}/explore?embed=true&lang=en&{query}")
    ready(page)
    expect(page.get_by_role("alert").filter(has_text=named)).to_be_visible()
    assert traffic.errors == []


@pytest.mark.parametrize("name", ["tigers", "data", "projects", "<b>"])
def test_a_page_without_a_map_to_embed_is_named(server: Server, name: str) -> None:
    status, told, body = headers(
        server, f"/{name.replace('<', '%3C').replace('>', '%3E')}?embed=true&lang=en"
    )
    assert status == 404
    assert "There is no page" in body.decode()
    assert b"<b>" not in body
    assert told["cache-control"] == "no-store"


@pytest.mark.parametrize("lang", ["en", "ru", "zh", "ko"])
def test_embedded_maps_can_be_used_by_everybody(server: Server, browser: Browser, lang: str) -> None:
    for width in WIDTHS:
        context = browser.new_context(viewport={"width": width, "height": 640}, bypass_csp=True)
        page = context.new_page()
        for name in EMBEDS:
            page.goto(f"{server.url}/{name}?embed=true&lang={lang}")
            ready(page)
            expect(page.locator("html")).to_have_attribute("lang", lang)
            found = Axe().run(page)
            bad = [o["id"] for o in found.response["violations"] if o["impact"] in ("serious", "critical")]
            assert bad == [], (name, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        context.close()


def test_a_planners_process_shows_no_map_inside_another_page(page: Page, traffic: Traffic) -> None:
    running = Server(LEOPARD_ROLE="planner")
    try:
        status, told, body = headers(running, "/explore?embed=true&lang=en")
        assert status == 403
        assert "frame-ancestors 'self'" in told["content-security-policy"]
        assert told["x-frame-options"] == "SAMEORIGIN"
        assert "public map" in body.decode()
        page.goto(f"{running.url}/explore?lang=en")
        settled(page)
        frame = map_frame(page)
        frame.get_by_role("button", name="Share this view").click()
        box = frame.get_by_role("dialog")
        expect(box).to_contain_text("this server is for planners")
        assert box.get_by_label("To show the map in a web page").count() == 0
        assert "iframe" not in box.inner_html()
    finally:
        running.stop()
