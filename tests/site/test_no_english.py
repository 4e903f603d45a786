"""Who opens the site in another language meets no English, in its share dialog neither."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from leopard_range.site.pages import MAPS, PAGES
from tests.browser.english import english

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["ru", "zh", "ko"])
def test_a_page_of_the_site_has_no_english(site: Path, reader: Page, language: str) -> None:
    found: dict[str, list[str]] = {}
    for name in PAGES:
        reader.goto((site / language / f"{name}.html").as_uri())
        if name in MAPS:
            reader.locator("[data-lr=ready]").first.wait_for(timeout=30_000)
        reader.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found[name] = english(reader)
        if name == "explore":
            reader.locator(".lr-buttons button[aria-haspopup=dialog]").click()
            expect(reader.locator("dialog.lr-share")).to_be_visible()
            found["share"] = english(reader)
    assert {name: left for name, left in found.items() if left} == {}
