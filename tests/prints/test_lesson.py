"""Lessons on paper: what stands on the sheets, and that two runs give the same bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from leopard_range.catalog import Catalog
from leopard_range.content.glossary import terms
from leopard_range.content.lessons import lessons
from leopard_range.content.quiz import quiz
from leopard_range.errors import LeopardRangeError
from leopard_range.prints.lesson import glossary_sheet, handout, lesson_sheet, quiz_sheet
from leopard_range.reports import lettering
from tests.content.editions import edition_of
from tests.pdfwords import pages, words

ADDRESS = "https://leopard.example.org"
LANGUAGES = ("en", "ru", "zh", "ko")


def flat(text: str) -> str:
    """Return a text without spaces: paragraphs are broken into lines."""
    return "".join(lettering.readable(text).split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pupils_sheet_has_every_step_and_question(lang: str, catalog: Catalog) -> None:
    one = edition_of(catalog, lang)
    for lesson in lessons(one):
        said = flat(words(lesson_sheet(one, lesson)))
        for text in (lesson.title, lesson.aim, *lesson.needs):
            assert flat(text) in said
        for step in lesson.steps:
            assert flat(step.title) in said
            assert flat(step.text) in said
        for exercise in lesson.exercises:
            assert flat(exercise.question) in said
        for source in lesson.sources:
            assert flat(source) in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_answers_and_hints_stand_on_the_teachers_sheet_only(lang: str, catalog: Catalog) -> None:
    one = edition_of(catalog, lang)
    for lesson in lessons(one):
        pupil = flat(words(lesson_sheet(one, lesson)))
        teacher = flat(words(lesson_sheet(one, lesson, "teacher")))
        for text in (*lesson.hints, *(exercise.answer for exercise in lesson.exercises)):
            assert flat(text) in teacher
            assert flat(text) not in pupil


def test_same_question_gives_the_same_bytes(catalog: Catalog) -> None:
    one = edition_of(catalog, "zh")
    lesson = lessons(one)[0]
    assert lesson_sheet(one, lesson, address=ADDRESS) == lesson_sheet(one, lesson, address=ADDRESS)
    assert lesson_sheet(one, lesson) != lesson_sheet(one, lesson, address=ADDRESS)


def test_codes_lead_to_the_maps_and_without_an_address_a_line_says_where(
    catalog: Catalog,
) -> None:
    one = edition_of(catalog, "en")
    lesson = lessons(one)[0]
    with_code = lesson_sheet(one, lesson, address=ADDRESS)
    assert f"{ADDRESS}/learn?lang=en&lesson={lesson.id}".encode() in with_code
    for step in lesson.steps:
        if step.page:
            assert f"{ADDRESS}/{step.page}?lang=en".encode() in with_code
    bare = lesson_sheet(one, lesson)
    assert b"/URI" not in bare
    assert "Open the page Learn" in words(bare)


def test_a3_is_the_same_sheet_on_larger_paper(catalog: Catalog) -> None:
    one = edition_of(catalog, "ru")
    lesson = lessons(one)[0]
    small, large = lesson_sheet(one, lesson), lesson_sheet(one, lesson, size="A3")
    assert b"841.89 1190.55" in large
    assert b"595.28 841.89" in small
    assert flat(words(small)) == flat(words(large)) or len(pages(large)) <= len(pages(small))


@pytest.mark.parametrize(
    ("lang", "name", "sheet", "size"),
    [
        ("en", "13-15", "pupil", "A3"),
        ("en", "16-18", "teacher", "A4"),
        ("ru", "16-18", "teacher", "A4"),
        ("zh", "glossary", "pupil", "A3"),
    ],
)
def test_no_page_is_started_for_a_line_or_two(
    lang: str, name: str, sheet: str, size: str, catalog: Catalog
) -> None:
    sheets = pages(handout(edition_of(catalog, lang), name, sheet, size=size, address=ADDRESS))
    # Beside a line of its foot a last page of its own holds a good part of what others hold.
    assert len("".join(sheets[-1])) > len("".join(sheets[0])) / 4


def test_day_version_and_licences_stand_on_the_sheet(catalog: Catalog) -> None:
    one = edition_of(catalog, "en")
    said = words(lesson_sheet(one, lessons(one)[0]))
    assert one.catalog.settings.today.isoformat() in said
    assert one.catalog.version in said
    assert "CC-BY-4.0" in said
    assert "MIT licence" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_glossary_has_every_word(lang: str, catalog: Catalog) -> None:
    one = edition_of(catalog, lang)
    said = flat(words(glossary_sheet(one)))
    for term in terms(one.words):
        assert flat(term.title) in said
        assert flat(term.text) in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_answers_of_the_quiz_stand_on_the_last_pages(lang: str, catalog: Catalog) -> None:
    one = edition_of(catalog, lang)
    found = pages(quiz_sheet(one))
    items = quiz(one)
    start = next(at for at, page in enumerate(found) if one.words("Answers") in page)
    asked = flat(" ".join(piece for page in found[:start] for piece in page))
    told = flat(" ".join(piece for page in found[start:] for piece in page))
    assert start >= 1
    for item in items:
        assert flat(item.question) in asked
        assert all(flat(choice) in asked for choice in item.choices)
        assert flat(item.explanation) not in asked
        assert flat(item.explanation) in told


@pytest.mark.parametrize(
    ("change", "code"), [({"sheet": "parent"}, "unknown_sheet"), ({"size": "A5"}, "unknown_paper")]
)
def test_what_there_is_not_is_refused_by_name(change: dict[str, str], code: str, catalog: Catalog) -> None:
    one = edition_of(catalog, "en")
    with pytest.raises(LeopardRangeError) as found:
        lesson_sheet(one, lessons(one)[0], **change)
    assert found.value.code == code
    assert "choices" in found.value.blanks


def test_handouts_are_asked_by_name(catalog: Catalog) -> None:
    one = edition_of(catalog, "en")
    assert handout(one, "glossary") == glossary_sheet(one)
    assert handout(one, "10-12", "teacher") == lesson_sheet(one, lessons(one)[0], "teacher")
    with pytest.raises(LeopardRangeError) as found:
        handout(one, "9-10")
    assert found.value.code == "unknown_lesson"
    assert found.value.blanks["choices"] == "10-12, 13-15, 16-18, glossary, quiz"


def test_missing_font_is_an_expected_failure(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    one = edition_of(catalog, "en")
    lesson = replace(lessons(one)[0], steps=())
    monkeypatch.setattr(lettering, "FONT", ("noto_cjk_sans_otc", str(Path("nowhere.ttc"))))
    with pytest.raises(LeopardRangeError) as found:
        lesson_sheet(one, lesson)
    assert found.value.code == "font_missing"
