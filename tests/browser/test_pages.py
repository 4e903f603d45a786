"""Every page in every language: nothing leaves the machine, nothing breaks, anyone can use it."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, Traffic, map_frame, settled

pytestmark = pytest.mark.browser

PAGES = ("story", "explore", "then-now", "cameras", "corridor", "learn", "data")
LANGUAGES = ("en", "ru", "zh", "ko")
_RUN = "async () => (await axe.run(document, {iframes: false, resultTypes: ['violations']})).violations"


def unfolded(page: Page) -> bool:
    """Open everything that unfolds on a page, and what was folded inside; return whether there was any."""
    closed = page.locator("details:not([open]) > summary:visible")
    if not closed.count():
        return False
    while closed.count():
        closed.first.click()
    settled(page)
    return True


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
    if unfolded(page):
        assert _violations(page) == []
    assert traffic.errors == []
    assert traffic.outside == []


@pytest.mark.parametrize("name", ["projects", "files", "cameras", "corridor"])
def test_a_planners_page_is_accessible(office: Server, page: Page, traffic: Traffic, name: str) -> None:
    page.goto(f"{office.url}/{name}?lang=en")
    settled(page)
    page.locator("h1").first.wait_for()
    assert _violations(page) == []
    if unfolded(page):
        assert _violations(page) == []
    assert traffic.errors == []


def test_the_studies_of_a_survey_are_accessible(office: Server, page: Page) -> None:
    page.goto(f"{office.url}/cameras?lang=ko")
    settled(page)
    page.locator(".st-key-cameras_part_choice button").nth(1).click()
    studies = page.locator(".st-key-survey_study [role=radio]")
    expect(studies.first).to_be_visible(timeout=60_000)
    settled(page)
    found: dict[int, list[str]] = {}
    for number in range(studies.count()):
        # The form is drawn anew at each choice.
        page.locator(".st-key-survey_study [role=radio]").nth(number).click()
        settled(page)
        unfolded(page)
        found[number] = _violations(page)
    assert {number: left for number, left in found.items() if left} == {}


def test_an_audited_corridor_is_accessible(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/corridor?lang=ru")
    settled(page)
    page.locator("[class*='st-key-take-'] button").first.click()
    expect(page.locator("ul.decision").first).to_be_visible(timeout=60_000)
    settled(page)
    map_frame(page)
    unfolded(page)
    assert _violations(page) == []
