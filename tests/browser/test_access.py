"""Anyone can use the pages: by keyboard alone, on a phone, with everything unfolded, in forced colours."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from leopard_range.i18n import translator
from tests.browser.conftest import Server, map_frame, settled
from tests.browser.test_pages import LANGUAGES, PAGES, _violations

pytestmark = pytest.mark.browser

MAPLESS = ("learn", "data")


def opened(server: Server, page: Page, name: str, language: str = "en") -> None:
    page.goto(f"{server.url}/{name}?lang={language}")
    settled(page)
    page.locator("h1").first.wait_for()
    if name not in MAPLESS:
        map_frame(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_key_leads_past_the_menu(server: Server, page: Page, language: str) -> None:
    opened(server, page, "data", language)
    skip = page.get_by_test_id("stSkipToContent")
    expect(skip).to_have_text(translator(language)("Skip to main content"))
    page.keyboard.press("Tab")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_on_a_phone(server: Server, browser: Browser, name: str, language: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale="en-GB")
    try:
        opened(server, page, name, language)
        assert _violations(page) == []
    finally:
        page.close()


_STOPS = """() => {
  const made = 'a[href], button, input, select, textarea, summary, [tabindex]';
  return [...document.querySelectorAll(made)].filter((node) => node.tabIndex >= 0 && !node.disabled
    && node.tagName !== 'IFRAME' && node.checkVisibility({visibilityProperty: true})
    && node.getClientRects().length);
}"""
_MARK = f"() => {{ window.stops = ({_STOPS})(); window.reached = new Set(); return window.stops.length; }}"
_HERE = """() => {
  let node = document.activeElement, view = window;
  if (node && node.tagName === 'IFRAME') { view = node.contentWindow; node = view.document.activeElement; }
  if (!node || node === view.document.body) return '';
  view.reached.add(node);
  const look = view.getComputedStyle(node);
  const seen = look.outlineStyle !== 'none' || look.boxShadow !== 'none';
  return seen ? 'seen' : 'unseen: ' + node.outerHTML.slice(0, 150);
}"""
# A group of choices is one stop; arrows lead on inside it.
_MISSED = """() => {
  const group = (node) => node.closest('[role=radiogroup], [role=toolbar], fieldset');
  const groups = new Set([...window.reached].map(group).filter(Boolean));
  return window.stops
    .filter((node) => node.isConnected && !window.reached.has(node) && !groups.has(group(node)))
    .map((node) => node.outerHTML.slice(0, 150));
}"""


@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_comes_everywhere_and_away_again(server: Server, page: Page, name: str) -> None:
    opened(server, page, name)
    most = 2 * sum(int(frame.evaluate(_MARK)) for frame in page.frames) + 20
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(_HERE)
        if not here:
            break
        assert here == "seen"
    else:
        pytest.fail(f"after {most} presses the keyboard had not come out of the page")
    assert [missed for frame in page.frames for missed in frame.evaluate(_MISSED)] == []


def test_what_unfolds_is_accessible(server: Server, page: Page) -> None:
    opened(server, page, "explore")
    page.locator("summary").filter(has_text="The same as a list").click()
    page.locator("summary").filter(has_text="Sources").first.click()
    settled(page)
    frame = map_frame(page)
    frame.get_by_role("button", name="In words").click()
    expect(frame.locator(".lr-says")).to_be_visible()
    assert _violations(page) == []
    frame.locator(".lr-words").get_by_role("button").first.click()
    frame.get_by_role("button", name="Share this view").click()
    expect(frame.get_by_role("dialog", name="Share this view")).to_be_visible()
    assert _violations(page) == []
    page.keyboard.press("Escape")
    for title in ("Print", "Download"):
        page.get_by_test_id("stPopoverButton").filter(has_text=title).click()
        expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
        settled(page)
        assert _violations(page) == []
        page.keyboard.press("Escape")


def test_forced_colours_leave_symbols_and_sliders(server: Server, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, forced_colors="active")
    try:
        opened(server, page, "explore")
        frame = map_frame(page)
        expect(frame.locator(".lr-swatch").first).to_have_css("forced-color-adjust", "none")
        expect(frame.locator("input[type=checkbox]").first).to_have_css("appearance", "auto")
    finally:
        page.close()
