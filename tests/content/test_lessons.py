"""Lessons take their numbers from the data and open maps that exist."""

from __future__ import annotations

import pytest

from leopard_range.catalog import Catalog
from leopard_range.content.lessons import lesson, lessons
from leopard_range.errors import LeopardRangeError
from tests.content.editions import edition_of


@pytest.mark.parametrize("lang", ["en", "ru", "zh", "ko"])
def test_lessons_are_whole(catalog: Catalog, lang: str) -> None:
    for found in lessons(edition_of(catalog, lang)):
        parts = (found.title, found.aim, found.needs, found.steps, found.exercises, found.hints)
        assert all((*parts, found.sources, found.keywords))


def test_an_unknown_lesson_is_refused_by_name(catalog: Catalog) -> None:
    with pytest.raises(LeopardRangeError) as caught:
        lesson(edition_of(catalog), "8-10")
    assert caught.value.code == "unknown_lesson"
    assert "10-12" in str(caught.value.blanks["choices"])
