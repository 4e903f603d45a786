"""A page by itself in a hall: nothing leads out, the story turns, a rest brings the start back."""

from __future__ import annotations

import http.client

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, Traffic

pytestmark = pytest.mark.browser

PAGES = ("", "explore", "then-now", "learn")
WAYS_OUT = """() => [...document.querySelectorAll('a')].filter((link) =>
  link.target || link.download || !(link.getAttribute('href').startsWith('#')
  || new URL(link.href).searchParams.get('kiosk') === 'true')).map((link) => link.outerHTML)"""
TITLE = ".steps .here h2"


def opened(page: Page, server: Server, name: str = "", query: str = "") -> None:
    page.goto(f"{server.url}/{name}?kiosk=true&lang=en{query}")
    expect(page.locator("body.kiosk")).to_be_visible()
    if name != "learn":
        page.locator("[data-lr=ready]").wait_for(timeout=30_000)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_of_a_kiosk_leads_out(server: Server, page: Page, traffic: Traffic, name: str) -> None:
    opened(page, server, name)
    assert page.evaluate(WAYS_OUT) == []
    assert page.get_by_role("button", name="Share this view").count() == 0
    assert traffic.socket_bytes == 0
    # What a page adds later is closed as well.
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<a href=\"/data\">Data</a>')"
    )
    expect(page.locator("main a[href='/data']")).to_have_count(0)
    prevented = (
        "!document.body.dispatchEvent(new MouseEvent('contextmenu', {bubbles: true, cancelable: true}))"
    )
    assert page.evaluate(prevented)
    for other in ("Explore", "Learn", "Story"):
        page.get_by_role("link", name=other, exact=True).first.click()
        expect(page.locator("body.kiosk")).to_be_visible()
    assert traffic.errors == []


def test_the_language_stays_inside(server: Server, page: Page, traffic: Traffic) -> None:
    opened(page, server, "then-now")
    page.get_by_role("link", name="Русский").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    assert "kiosk=true" in page.url
    page.get_by_role("link", name="История", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_the_story_turns_by_itself_until_it_is_paused(server: Server, browser: Browser, motion: str) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion=motion)  # type: ignore[arg-type]
    page = context.new_page()
    opened(page, server, query="&pace=2&rest=600")
    first = page.locator(TITLE).inner_text()
    expect(page.locator(TITLE)).not_to_have_text(first, timeout=15_000)
    page.get_by_role("button", name="Pause").click()
    held = page.locator(TITLE).inner_text()
    page.wait_for_timeout(5_000)
    expect(page.locator(TITLE)).to_have_text(held)
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(TITLE)).not_to_have_text(held, timeout=15_000)
    # A key or a finger stops it too.
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    context.close()


def test_after_its_last_step_the_story_begins_again(server: Server, page: Page, traffic: Traffic) -> None:
    opened(page, server, query="&pace=8&step=8")
    expect(page.locator(TITLE)).to_have_text("Today")
    expect(page.locator(TITLE)).not_to_have_text("Today", timeout=20_000)


def test_a_rest_brings_the_start_and_its_language_back(server: Server, page: Page, traffic: Traffic) -> None:
    opened(page, server, query="&rest=4&pace=600")
    page.get_by_role("link", name="한국어").click()
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    page.locator(".menu a").nth(1).click()
    page.wait_for_url("**/explore?**")
    page.wait_for_url(f"{server.url}/?**", timeout=30_000)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert "kiosk=true" in page.url
    assert "rest=4" in page.url


def test_a_kiosk_is_framed_by_nobody_and_kept_by_no_cache(server: Server) -> None:
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    for path, status in (("/?kiosk=true", 200), ("/explore?kiosk=true", 200), ("/data?kiosk=true", 404)):
        link.request("GET", path)
        answer = link.getresponse()
        answer.read()
        told = {name.lower(): value for name, value in answer.getheaders()}
        assert answer.status == status
        assert "frame-ancestors 'self'" in told["content-security-policy"]
        assert told["x-frame-options"] == "SAMEORIGIN"
        assert told["cache-control"] in ("no-cache", "no-store")
    link.close()


@pytest.mark.parametrize("lang", ["en", "ru", "zh", "ko"])
def test_a_kiosk_can_be_used_by_everybody(server: Server, browser: Browser, lang: str) -> None:
    for width in (1440, 390):
        context = browser.new_context(viewport={"width": width, "height": 844}, bypass_csp=True)
        page = context.new_page()
        for name in PAGES:
            page.goto(f"{server.url}/{name}?kiosk=true&lang={lang}")
            page.locator("body.kiosk").wait_for()
            page.wait_for_timeout(500)
            found = Axe().run(page)
            bad = [o["id"] for o in found.response["violations"] if o["impact"] in ("serious", "critical")]
            assert bad == [], (name, width)
            low = """() => [...document.querySelectorAll('.menu a, .tongues a, .kiosk-turn, [data-turn]')]
                .filter((node) => node.offsetParent && node.offsetHeight < 44).length"""
            assert page.evaluate(low) == 0
        context.close()
