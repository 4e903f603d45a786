"""Words of the glossary are links on every page, and each leads to its entry."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from leopard_range.content.glossary import terms
from leopard_range.i18n import translator
from tests.browser.conftest import Server, settled
from tests.browser.test_pages import LANGUAGES

pytestmark = pytest.mark.browser

PAGES = ("story", "explore", "then-now", "cameras", "corridor", "data")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_links_words_to_entries_that_exist(server: Server, page: Page, language: str) -> None:
    known = {term.id for term in terms(translator(language))}
    for name in PAGES:
        page.goto(f"{server.url}/{name}?lang={language}")
        settled(page)
        links = page.locator("a.term")
        expect(links.first).to_be_attached(timeout=20_000)
        found = links.evaluate_all("all => all.map(one => one.getAttribute('href'))")
        assert {re.sub(".*#term-", "", href) for href in found} <= known, name
        assert all(href.startswith(f"./learn?lang={language}&part=glossary#term-") for href in found), name


def test_a_word_says_what_it_means_and_leads_to_its_entry(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/then-now?lang=en")
    settled(page)
    link = page.locator("a.term").first
    link.focus()
    tip = page.get_by_role("tooltip")
    expect(tip).to_be_visible()
    expect(link).to_have_attribute("aria-describedby", "leopard-term-tip")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    id_ = re.sub(".*#", "", link.get_attribute("href") or "")
    link.press("Enter")
    entry = page.locator(f"#{id_}")
    expect(entry).to_be_in_viewport(timeout=30_000)
    expect(entry).to_have_attribute("data-term-found", "")
