"""Who asks for less motion gets none: nothing runs, flies or slides, on no page and in no hall."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, map_frame, settled
from tests.browser.test_pages import PAGES

pytestmark = pytest.mark.browser

# What runs now, and every style that would set something in motion for longer than a millisecond.
MOVING = """() => {
  const long = (times) => times.split(',').some((one) => parseFloat(one) > .001);
  const running = document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime > 1)
    .map((one) => `${one.animationName || one.transitionProperty}: ${one.effect.target.outerHTML}`);
  const moves = (look) => look.animationName !== 'none' && long(look.animationDuration)
    || look.transitionProperty !== 'none' && long(look.transitionDuration)
    || look.scrollBehavior === 'smooth';
  const ready = [...document.querySelectorAll('*')]
    .filter((node) => [null, '::before', '::after'].some((part) => moves(getComputedStyle(node, part))))
    .map((node) => node.outerHTML);
  return [...running, ...ready].map((told) => told.slice(0, 150));
}"""
_WATCH = """() => {
  window.moves = [];
  for (const name of ['flyTo', 'setView']) {
    const kept = L.Map.prototype[name];
    L.Map.prototype[name] = function (...all) { window.moves.push(name); return kept.apply(this, all); };
  }
}"""

Opened = Callable[[str], Page]


def moving(page: Page) -> list[str]:
    return [one for frame in page.frames for one in frame.evaluate(MOVING)]


@pytest.fixture(params=["reduce", "no-preference"])
def motion(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def opened(server: Server, browser: Browser, motion: str) -> Iterator[Opened]:
    """Open a page as somebody who asked for less motion, or for nothing."""
    size = {"width": 1440, "height": 900}
    context = browser.new_context(viewport=size, reduced_motion=motion)  # type: ignore[arg-type]

    def go(name: str) -> Page:
        page = context.new_page()
        page.goto(f"{server.url}/{name}{'&' if '?' in name else '?'}lang=en")
        if "kiosk" not in name:
            settled(page)
            page.locator("h1").first.wait_for()
        elif "learn" not in name:
            page.locator("[data-lr=ready]").wait_for()
        return page

    yield go
    context.close()


@pytest.mark.parametrize("motion", ["reduce"], indirect=True)
@pytest.mark.parametrize("name", [*PAGES, "?kiosk=true", "learn?kiosk=true"])
def test_nothing_moves_on_a_page(opened: Opened, name: str) -> None:
    page = opened(name)
    page.locator("main, .stMain").first.locator("a:visible, button:visible, summary:visible").first.hover()
    assert moving(page) == []


def test_what_opens_is_there_at_once(opened: Opened, motion: str) -> None:
    page = opened("explore")
    frame = map_frame(page)
    page.get_by_test_id("stPopoverButton").filter(has_text="Print").click()
    popover = moving(page)
    page.keyboard.press("Escape")
    frame.get_by_role("button", name="Zoom in").click()
    zoom = moving(page)
    assert [bool(popover), bool(zoom)] == 2 * [motion != "reduce"], popover + zoom


def test_a_step_of_the_story_moves_the_map_at_once(opened: Opened, motion: str) -> None:
    page = opened("story")
    map_frame(page)
    inside = next(frame for frame in page.frames if frame.evaluate("'L' in window"))
    inside.evaluate(_WATCH)
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".step progress")).to_have_attribute("value", "2")
    inside.wait_for_function("window.moves.length > 0")
    assert ("flyTo" in inside.evaluate("window.moves")) == (motion != "reduce")


def test_a_shaken_jar_is_at_rest(opened: Opened, motion: str) -> None:
    page = opened("learn?part=know")
    jar = page.locator("[data-learn=marbles]")
    found = []
    for name in ("Take a handful and mark it", "Put them back and shake"):
        jar.get_by_role("button", name=name).click()
        found += [one for one in moving(page) if one.startswith("game-")]
    assert bool(found) == (motion != "reduce"), found
