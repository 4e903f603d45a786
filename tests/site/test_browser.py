"""The site in a real browser: from a disk, as from a memory stick, and from a plain static server."""

from __future__ import annotations

import functools
import http.server
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, expect

from leopard_range.i18n import LANGUAGES
from leopard_range.site.pages import MAPS, PAGES
from tests.browser.test_motion import MOVING

_AXE = AXE_FILE_PATH.read_text(encoding="utf-8")
_RUN = "async () => (await axe.run(document, {preload: false, resultTypes: ['violations']})).violations"
SIZES = {1440: 900, 390: 844}
OPENS_IN_S = 2.0


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(params=["disk", "served"])
def root(request: pytest.FixtureRequest, site: Path) -> str:
    """Where the site lies."""
    if request.param == "served":
        return str(request.getfixturevalue("served"))
    return "file://" + quote(site.as_posix())


class Watched:
    """A page that keeps what it asked for and complained about."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("request", self._request)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("requestfailed", lambda request: self.said.append(f"failed: {request.url}"))

    def _request(self, request: Request) -> None:
        self.asked.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def open(self, address: str) -> float:
        """Open a page and return the seconds until it is ready."""
        start = time.monotonic()
        self.page.goto(address)
        if self.page.locator("[data-leopard-map], [data-lr]").count():
            self.page.wait_for_selector("[data-lr=ready]", timeout=20_000)
        return time.monotonic() - start

    def outside(self, root: str) -> list[str]:
        """Return what was asked for anywhere but in the site."""
        return [url for url in self.asked if not url.startswith((root, "data:", "blob:"))]


def watched(browser: Browser, width: int = 1440, lang: str = "en-GB", **more: object) -> Watched:
    size = {"width": width, "height": SIZES[width]}
    context = browser.new_context(viewport=size, locale=lang, has_touch=width < 640, **more)  # type: ignore[arg-type]
    return Watched(context)


@pytest.fixture
def here(browser: Browser) -> Iterator[Watched]:
    made = watched(browser)
    yield made
    made.page.context.close()


@pytest.mark.parametrize("width", SIZES)
def test_every_page_opens_without_a_complaint_or_a_request_that_leaves(
    browser: Browser, root: str, width: int
) -> None:
    seen = watched(browser, width)
    times = {}
    for lang in LANGUAGES:
        for name in PAGES:
            times[f"{lang}/{name}"] = seen.open(f"{root}/{lang}/{name}.html")
            wide = seen.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{lang}/{name} is wider than the window"
    seen.page.context.close()
    assert seen.outside(root) == []
    assert seen.said == []
    # Others may be at work on the machine; the middle of all pages is what a reader meets.
    assert sorted(times.values())[len(times) // 2] < OPENS_IN_S, times


def test_the_story_is_walked_by_keyboard_and_the_address_remembers(here: Watched, root: str) -> None:
    page = here.page
    here.open(f"{root}/en/story.html?step=3")
    expect(page.locator(".steps > li:visible h2")).to_have_text("A first safe place: Kedrovaya Pad")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".steps > li:visible h2")).to_have_text("How do you count a cat nobody sees?")
    assert "step=4" in page.url
    page.get_by_role("button", name="Next").focus()
    for _ in range(4):
        page.keyboard.press("Enter")
    expect(page.locator(".steps > li:visible h2")).to_have_text("Today")
    expect(page.locator("[data-onward]")).to_be_focused()
    expect(page.locator("[data-leopard-said]")).to_have_text("8 / 8: Today")
    page.reload()
    expect(page.locator(".steps > li:visible h2")).to_have_text("Today")
    page.locator("[data-onward]").click()
    page.wait_for_selector("[data-lr=ready]")
    assert urlsplit(page.url).path.endswith("/en/explore.html")


def test_the_language_switch_keeps_page_and_map(here: Watched, root: str) -> None:
    page = here.page
    here.open(f"{root}/en/explore.html?v=131.4,43.1,9&on=range_current,park&year=2012")
    page.locator("a[data-tongue=ko]").click()
    page.wait_for_url("**/ko/explore.html*")
    page.wait_for_selector("[data-lr=ready]")
    assert "v=131.4,43.1,9" in page.url
    checked = page.locator(".lr-panel input[id^=lr-row-]:checked")
    assert sorted(checked.evaluate_all("all => all.map((box) => box.id)")) == [
        "lr-row-park",
        "lr-row-range_current",
    ]
    expect(page.locator(".lr-year")).to_have_text("2012")
    assert page.evaluate("document.documentElement.lang") == "ko"


def test_a_link_of_the_app_finds_its_language_here(here: Watched, root: str) -> None:
    here.open(f"{root}/en/explore.html?lang=ru&year=1975")
    here.page.wait_for_url("**/ru/explore.html?year=1975*")
    here.page.wait_for_selector("[data-lr=ready]")
    expect(here.page.locator(".lr-year")).to_have_text("1975")


@pytest.mark.parametrize(("locale", "folder"), [("zh-CN", "zh"), ("ko-KR", "ko"), ("fr-FR", "en")])
def test_the_first_page_goes_on_in_the_browsers_language(
    browser: Browser, root: str, locale: str, folder: str
) -> None:
    seen = watched(browser, lang=locale)
    seen.page.goto(f"{root}/index.html")
    seen.page.wait_for_url(f"**/{folder}/story.html")
    seen.page.context.close()


def test_the_two_maps_are_divided_by_hand_and_by_keyboard(here: Watched, root: str) -> None:
    here.open(f"{root}/en/then-now.html")
    knob = here.page.locator(".lr-knob")
    knob.focus()
    here.page.keyboard.press("PageDown")
    expect(knob).to_have_attribute("aria-valuenow", "40")
    box = knob.bounding_box()
    assert box
    here.page.mouse.move(box["x"] + 20, box["y"] + 20)
    here.page.mouse.down()
    here.page.mouse.move(1200, box["y"] + 20)
    here.page.mouse.up()
    assert int(knob.get_attribute("aria-valuenow") or 0) > 75


def test_choices_show_one_part_at_a_time(here: Watched, root: str) -> None:
    here.open(f"{root}/en/then-now.html")
    parts = here.page.locator("[data-choice]:visible")
    expect(parts).to_have_count(1)
    here.page.get_by_label("Provinces").check(force=True)
    expect(parts).to_have_attribute("data-choice", "matched province")


def test_without_a_script_everything_can_be_read(browser: Browser, root: str) -> None:
    seen = watched(browser, java_script_enabled=False)
    seen.page.goto(f"{root}/en/story.html")
    expect(seen.page.locator(".step h2:visible")).to_have_count(8)
    expect(seen.page.locator("noscript .needs, .needs")).to_be_visible()
    seen.page.goto(f"{root}/en/then-now.html")
    expect(seen.page.locator("[data-choice]:visible")).to_have_count(4)
    seen.page.goto(f"{root}/index.html")
    expect(seen.page.get_by_role("link")).to_have_count(4)
    seen.page.context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", SIZES)
def test_axe_finds_nothing_serious_and_nothing_moves(
    browser: Browser, site: Path, lang: str, width: int
) -> None:
    seen = watched(browser, width, reduced_motion="reduce")
    found = {}
    for name in PAGES:
        seen.open("file://" + quote(f"{site.as_posix()}/{lang}/{name}.html"))
        seen.page.evaluate(_AXE)
        found[name] = [
            f"{one['id']}: {one['nodes'][0]['html'][:160]}"
            for one in seen.page.evaluate(_RUN)
            if one["impact"] in ("serious", "critical")
        ] + seen.page.evaluate(MOVING)
    seen.page.context.close()
    assert found == {name: [] for name in PAGES}


def test_without_a_wish_for_rest_the_page_slides(here: Watched, root: str) -> None:
    here.open(f"{root}/en/learn.html")
    assert here.page.evaluate(MOVING)


def test_the_keyboard_reaches_content_first(here: Watched, root: str) -> None:
    for name in MAPS:
        here.open(f"{root}/en/{name}.html")
        here.page.keyboard.press("Tab")
        expect(here.page.locator(".skip")).to_be_focused()
        here.page.keyboard.press("Enter")
        assert here.page.evaluate("document.activeElement.id") == "main"
