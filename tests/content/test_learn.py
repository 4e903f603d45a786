"""The parts of the page Learn as HTML: whole, escaped, readable without a script."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from leopard_range.catalog import Catalog
from leopard_range.content.glossary import terms
from leopard_range.content.learn import (
    PARTS,
    age_titles,
    glossary_html,
    know_html,
    lesson_html,
    part_titles,
    quiz_html,
)
from leopard_range.content.lessons import LESSONS, lesson
from leopard_range.i18n import translator
from tests.content.editions import edition_of

LANGUAGES = ("en", "ru", "zh", "ko")


class _Reader(HTMLParser):
    """Collects anchors and links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.ids += [str(known["id"])] if "id" in known else []
        self.links += [str(known["href"])] if tag == "a" and "href" in known else []
        if "open" in known:
            self.open.add(tag)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_has_its_anchor(catalog: Catalog, lang: str) -> None:
    read = _Reader(glossary_html(edition_of(catalog, lang)))
    wanted = [f"term-{term.id}" for term in terms(translator(lang))]
    assert [id_ for id_ in read.ids if id_.startswith("term-")] == wanted


@pytest.mark.parametrize("lang", LANGUAGES)
def test_parts_stand_at_the_anchors_of_their_names(catalog: Catalog, lang: str) -> None:
    edition = edition_of(catalog, lang)
    assert tuple(part_titles(edition)) == PARTS
    for name, html in (
        ("glossary", glossary_html(edition)),
        ("quiz", quiz_html(edition)),
        ("know", know_html(edition)),
    ):
        ids = _Reader(html).ids
        assert ids[0] == name
        assert len(ids) == len(set(ids))


def test_a_lesson_names_its_maps_and_folds_its_answers(catalog: Catalog) -> None:
    edition = edition_of(catalog)
    one = lesson(edition, "10-12")
    folded, opened = _Reader(lesson_html(edition, one)), _Reader(lesson_html(edition, one, teacher=True))
    assert folded.ids[0] == "lesson-10-12"
    maps = [link for link in folded.links if "explore?" in link or "then-now?" in link]
    assert len(maps) == sum(bool(step.page) for step in one.steps)
    assert all("lang=en" in link and "v=" in link for link in maps)
    assert "details" not in folded.open
    assert "details" in opened.open


def test_links_that_an_edition_has_no_page_for_are_left_out(catalog: Catalog) -> None:
    edition = replace(edition_of(catalog), page=lambda _name, _query: "")
    for id_ in LESSONS:
        assert _Reader(lesson_html(edition, lesson(edition, id_))).links == []


def test_every_text_is_escaped(catalog: Catalog) -> None:
    edition = edition_of(catalog)
    one = replace(lesson(edition, "13-15"), title="<b>&", aim='"><script>', needs=("<i>",), hints=("<u>",))
    html = lesson_html(edition, one)
    assert "<b>&amp;" not in html
    for mark in ("<script>", "<i>", "<u>"):
        assert mark not in html


def test_every_lesson_says_for_whom_it_is(catalog: Catalog) -> None:
    assert list(age_titles(edition_of(catalog, "en"))) == list(LESSONS)
