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
