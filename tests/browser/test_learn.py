"""The page Learn in a browser: its parts have addresses, its steps open the maps they speak of."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server, Traffic, map_frame, settled

pytestmark = pytest.mark.browser


def test_parts_and_lessons_have_addresses(server: Server, page: Page, traffic: Traffic) -> None:
    page.goto(f"{server.url}/learn?lang=en")
    settled(page)
    expect(page.locator("article.lesson")).to_have_count(1)
    page.get_by_role("radio", name="Ages 16–18").click()
    expect(page.locator("#lesson-16-18")).to_be_visible()
    assert "lesson=16-18" in page.url
    expect(page.locator("details.teacher")).not_to_have_attribute("open", "")
    page.get_by_role("radio", name="Glossary").click()
    expect(page.locator("#term-density")).to_be_visible()
    assert "part=glossary" in page.url
    page.reload()
    settled(page)
    expect(page.locator("#term-density")).to_be_visible()
    assert traffic.errors == []


def test_an_unknown_lesson_and_part_name_what_there_is(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/learn?lang=en&lesson=8-10")
    settled(page)
    expect(page.locator(".notice")).to_contain_text("There is no lesson “8-10”. Choose one of: 10-12")
    expect(page.locator("#lesson-10-12")).to_be_visible()
    page.goto(f"{server.url}/learn?lang=ko&part=song")
    settled(page)
    expect(page.locator(".notice")).to_contain_text("song")


def test_a_step_opens_its_map_in_its_state(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/learn?lang=ru&lesson=10-12")
    settled(page)
    with page.context.expect_page() as opened:
        page.locator("a.open").nth(1).click()
    other = opened.value
    settled(other)
    frame = map_frame(other)
    assert "/explore?" in other.url
    assert "year=1975" in other.url
    assert other.locator("html").get_attribute("lang") == "ru"
    expect(frame.get_by_role("checkbox", name="Ареал в 1970-х годах")).to_be_checked()
    expect(frame.get_by_role("checkbox", name="Ареал сегодня")).not_to_be_checked()
    assert other.locator(".notice-warning").count() == 0


def test_the_teachers_sheet_opens_by_address(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/learn?lang=zh&lesson=13-15&sheet=teacher")
    settled(page)
    expect(page.locator("details.teacher")).to_have_attribute("open", "")
    expect(page.locator(".answers li").first).to_be_visible()


def test_the_glossary_finds_words_and_their_forms(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/learn?lang=ru&part=glossary")
    settled(page)
    page.get_by_role("searchbox").fill("фотоловушками")
    expect(page.locator(".glossary dl > div:visible")).to_have_count(1)
    page.get_by_role("searchbox").fill("ъъъ")
    expect(page.locator("[data-term-none]")).to_be_visible()


@pytest.mark.parametrize("part", ["lessons", "quiz", "know", "glossary"])
@pytest.mark.parametrize("language", ["en", "ru", "zh", "ko"])
def test_a_phone_shows_everything_without_a_sideways_scroll(
    server: Server, page: Page, traffic: Traffic, part: str, language: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server.url}/learn?lang={language}&part={part}")
    settled(page)
    assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth - main.clientWidth") <= 0
    assert traffic.errors == []


def test_the_printed_sheets_are_there(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/learn?lang=ko&lesson=10-12")
    settled(page)
    for link in page.locator(".print a").all():
        answer = page.request.get(f"{server.url}/{str(link.get_attribute('href')).removeprefix('./')}")
        assert answer.ok
        assert answer.body().startswith(b"%PDF")
