"""Every page in every language: nothing leaves the machine, nothing breaks, anyone can use it."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

from tests.browser.conftest import Server, Traffic, map_frame, settled

pytestmark = pytest.mark.browser

PAGES = ("story", "explore", "then-now", "cameras", "corridor", "learn", "data")
LANGUAGES = ("en", "ru", "zh", "ko")
_RUN = "async () => (await axe.run(document, {iframes: false, resultTypes: ['violations']})).violations"


def _violations(page: Page) -> list[str]:
    """Return what axe calls serious or critical, in the page and in the map's frame."""
    script = AXE_FILE_PATH.read_text(encoding="utf-8")
    found: list[str] = []
    for frame in page.frames:
        frame.evaluate(script + "; true")
        found += [
            f"{rule['id']}: {rule['nodes'][0]['html'][:200]}"
            for rule in frame.evaluate(_RUN)
            if rule["impact"] in ("serious", "critical")
        ]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_page_is_whole_and_accessible(
    server: Server, page: Page, traffic: Traffic, name: str, language: str
) -> None:
    page.goto(f"{server.url}/{name}?lang={language}")
    settled(page)
    page.locator("h1").first.wait_for()
    if name not in ("learn", "data"):
        map_frame(page)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
    assert _violations(page) == []
    assert traffic.errors == []
    assert traffic.outside == []
