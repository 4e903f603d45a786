"""Every map says in words what it shows, and its list of words covers nothing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from leopard_range.i18n import translator
from leopard_range.maps.words import WORDS
from tests.browser.conftest import Server, map_frame, settled
from tests.browser.test_pages import LANGUAGES

pytestmark = pytest.mark.browser

MAPS = ("", "explore", "then-now", "cameras", "corridor")


def told(server: Server, page: Page, name: str, language: str) -> FrameLocator:
    """Open a page and the words of its map."""
    page.goto(f"{server.url}/{name}?lang={language}")
    settled(page)
    frame: FrameLocator = map_frame(page)
    frame.get_by_role("button", name=translator(language)(WORDS["in_words"])).click()
    expect(frame.locator(".lr-words")).to_be_visible()
    return frame


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MAPS)
def test_every_layer_says_more_than_a_count(server: Server, page: Page, name: str, language: str) -> None:
    frame = told(server, page, name, language)
    _ = translator(language)
    lines = frame.locator(".lr-says li").all_inner_texts()
    assert lines
    place = re.escape(_("From {south}° to {north}° north and from {west}° to {east}° east."))
    place = re.sub(r"\\{\w+\\}", "[^°]+", place)
    for line in lines:
        assert re.search(place, line), line
        assert line.count("{") == 0
    expect(frame.locator(".lr-says h3").last).to_have_text(_(WORDS["group_base"]))


# What overlaps the list of words by more than a pixel.
_COVERED = """(frame) => {
  const list = frame.querySelector('.lr-words').getBoundingClientRect();
  const others = '.lr > .lr-card:not(.lr-words), .lr-years, .lr-corner > *, .lr-divider > *';
  return [...frame.ownerDocument.querySelectorAll(others)].filter((node) => {
    const one = node.getBoundingClientRect();
    return one.width && one.left < list.right - 1 && one.right > list.left + 1
      && one.top < list.bottom - 1 && one.bottom > list.top + 1;
  }).map((node) => node.className);
}"""


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
@pytest.mark.parametrize("name", MAPS)
def test_the_words_cover_nothing(server: Server, browser: Browser, name: str, size: tuple[int, int]) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, locale="en-GB")
    try:
        frame = told(server, page, name, "ru")  # the longest words
        assert frame.locator(".lr").evaluate(_COVERED) == []
        box = frame.locator(".lr-says").bounding_box()
        assert box is not None
        assert box["height"] >= 100
    finally:
        page.close()


def test_the_words_make_room_for_the_list_of_layers(server: Server, page: Page) -> None:
    frame = told(server, page, "corridor", "en")
    frame.get_by_role("button", name="Layers").click()
    expect(frame.locator(".lr-panel-body")).to_be_visible()
    page.wait_for_timeout(300)
    assert frame.locator(".lr").evaluate(_COVERED) == []
