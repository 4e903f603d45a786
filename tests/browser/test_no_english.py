"""Who chooses another language meets no English: texts, labels, hints and what Streamlit says by itself."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from leopard_range.ui.streamlit_words import SAID
from tests.browser.conftest import Server, map_frame, settled
from tests.browser.english import english, unfold
from tests.browser.test_pages import PAGES

pytestmark = pytest.mark.browser

LANGUAGES = ("ru", "zh", "ko")
TYPED = {"href", "scott", "diggle", "cvl", "likelihood", "density", "detection", "sigma"}
"""What a planner types into a field of text, the same in every language."""
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=WIDE, locale="en-GB")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def everything(page: Page) -> list[str]:
    """Return the English of a page with all its folds, menus and lists open, wide and narrow."""
    unfold(page)
    page.wait_for_timeout(400)
    found = english(page)
    for opener in ("[data-testid=stPopover] button", "[data-testid=stSelectbox] input"):
        for one in page.locator(opener).all():
            if one.is_visible() and one.is_enabled():
                one.click()
                page.wait_for_timeout(250)
                found += english(page)
                page.keyboard.press("Escape")
                page.mouse.click(3, 500)
                expect(page.locator("[data-testid=stPopoverBody], [role=listbox]")).to_have_count(0)
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.wait_for_timeout(600)
    found += english(page)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_public_page_has_no_english(server: Server, reader: Page, name: str, language: str) -> None:
    reader.goto(f"{server.url}/{name}?lang={language}")
    settled(reader)
    if reader.locator("iframe").count():
        map_frame(reader)
    assert everything(reader) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["projects", "files", "cameras", "corridor"])
def test_a_planners_page_has_no_english(office: Server, reader: Page, name: str, language: str) -> None:
    reader.goto(f"{office.url}/{name}?lang={language}")
    settled(reader)
    left = [line for line in everything(reader) if "Ridge" not in line and "For the meeting" not in line]
    assert left == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_audited_corridor_has_no_english(server: Server, reader: Page, language: str) -> None:
    reader.goto(f"{server.url}/corridor?lang={language}")
    settled(reader)
    reader.locator("[class*='st-key-take-'] button").first.click()
    expect(reader.locator("ul.decision").first).to_be_visible(timeout=60_000)
    settled(reader)
    assert everything(reader) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answers_for_planners_have_no_english(office: Server, reader: Page, language: str) -> None:
    reader.goto(f"{office.url}/cameras?lang={language}")
    settled(reader)
    reader.locator(".st-key-cameras_part_choice button").nth(1).click()
    studies = reader.locator(".st-key-survey_study [role=radio]")
    expect(studies.first).to_be_visible(timeout=60_000)
    settled(reader)
    found: dict[str, list[str]] = {}
    for number in range(studies.count()):
        # The form is drawn anew at each choice.
        reader.locator(".st-key-survey_study [role=radio]").nth(number).click()
        settled(reader)
        found[f"survey {number}"] = [
            line for line in english(reader) if set(line.split(": ")[1].split(" | ")[0].split()) - TYPED
        ]
    assert {name: left for name, left in found.items() if left} == {}


def looked_at(page: Page, language: str) -> list[str]:
    """Return the English of a light page, wide, and in one language narrow as well."""
    page.locator("[data-lr=ready]").first.wait_for(timeout=30_000)
    unfold(page)
    page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = english(page)
    if language == "ko":
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        page.wait_for_timeout(400)
        found += english(page)
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_map_shared_embedded_in_a_hall_or_saved_has_no_english(
    server: Server, reader: Page, language: str, tmp_path: Path
) -> None:
    found: dict[str, list[str]] = {}
    for query in ("embed", "kiosk"):
        reader.goto(f"{server.url}/explore?{query}=true&lang={language}")
        found[query] = looked_at(reader, language)
    saved = tmp_path / "map.html"
    with urllib.request.urlopen(f"{server.url}/save/explore?lang={language}", timeout=60) as answer:
        saved.write_bytes(answer.read())
    reader.goto(saved.as_uri())
    found["saved"] = looked_at(reader, language)
    assert {name: left for name, left in found.items() if left} == {}


def test_what_streamlit_says_follows_the_language(server: Server, reader: Page) -> None:
    reader.goto(f"{server.url}/explore?lang=ru")
    settled(reader)
    skip = reader.locator("[data-testid=stApp] a[href^='#']").first
    menu = reader.locator("nav[aria-label]").first
    expect(menu).to_have_attribute("aria-label", "Страницы сайта")
    reader.locator(".st-key-language").get_by_text("English").click()
    expect(menu).to_have_attribute("aria-label", "App pages")
    reader.locator(".st-key-language").get_by_text("한국어").click()
    expect(menu).to_have_attribute("aria-label", "사이트 페이지")
    assert skip.count() <= 1


def test_streamlit_still_says_what_we_translate() -> None:
    """A new Streamlit may say something else: what our pages show must still be in its scripts."""
    import streamlit

    scripts = Path(streamlit.__file__).parent / "static" / "static" / "js"
    body = "".join(path.read_text(encoding="utf-8") for path in scripts.glob("*.js"))
    shown = ("Skip to main content", "Navigate to home page", "App pages", "Increment", "Choose an option")
    for text in (*shown, "No results", "Clear value", "file upload"):
        assert text in SAID
        assert f"`{text}`" in body or f'"{text}"' in body, text
