"""Every picture that shows numbers has them as a table beside it: a new chart without one fails here."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, Traffic, settled

pytestmark = pytest.mark.browser

LONG_MS = 90_000
# Drawings without numbers: the camera trap, coats of leopards, the jar, the land of the game.
_BARE = """() => [...document.querySelectorAll('[data-testid=stMain] :is(img, svg, canvas)')].filter(one => {
  const box = one.getBoundingClientRect();
  if (box.width < 120 || box.height < 40 || one.closest('.flank, .jar, .hand, .board, .drawn')) return false;
  const beside = one.closest('figure, .plot');
  return !beside || !beside.querySelector('table tbody tr td');
}).map((one) => one.outerHTML.slice(0, 160))"""


def _charts(page: Page) -> int:
    return page.locator("figure:has(table), .plot:has(table)").count()


@pytest.mark.parametrize(("name", "least"), [("cameras", 4), ("then-now", 0), ("data", 0), ("explore", 0)])
def test_every_chart_of_a_page_has_a_table(
    server: Server, page: Page, traffic: Traffic, name: str, least: int
) -> None:
    page.goto(f"{server.url}/{name}?lang=en")
    settled(page)
    page.locator("h1").first.wait_for()
    assert page.evaluate(_BARE) == []
    assert _charts(page) >= least
    assert traffic.errors == []


def test_every_chart_of_the_story_has_a_table(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/story?lang=en&step=6")
    settled(page)
    expect(page.locator("figure.series")).to_be_visible()
    assert page.evaluate(_BARE) == []
    page.locator("figure.series summary").click()
    expect(page.locator("figure.series tbody tr").first).to_be_visible()


def test_the_profile_of_an_audit_has_a_table(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/corridor?lang=en&proposal=razdolnaya")
    expect(page.locator("figure.profile")).to_be_visible(timeout=LONG_MS)
    settled(page)
    assert page.evaluate(_BARE) == []
    page.locator("figure.profile summary").click()
    expect(page.locator("figure.profile tbody tr").first).to_be_visible()


def test_the_dots_of_the_marbles_have_a_table(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/learn?lang=en&part=know")
    settled(page)
    game = page.locator("[data-learn=marbles]")
    for name in (
        "Take a handful and mark it",
        "Put them back and shake",
        "Take a second handful",
        "Open the jar",
    ):
        game.get_by_role("button", name=name).click()
    game.get_by_role("button", name="Do it 200 times").click()
    expect(game.locator("svg.cloud")).to_be_visible()
    assert page.evaluate(_BARE) == []
    assert _charts(page) == 1
