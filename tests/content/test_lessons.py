"""Lessons take their numbers from the data and open maps that exist."""

from __future__ import annotations

from typing import Any

import pytest

from leopard_range.catalog import Catalog
from leopard_range.content.lesson_counting import chapman, lincoln_petersen
from leopard_range.content.lessons import LESSONS, lesson, lessons
from leopard_range.errors import LeopardRangeError
from leopard_range.maps import atlas, parse_state, state_query
from leopard_range.maps.files import WebFile
from tests.content.editions import edition_of
from tests.content.test_quiz import Changed


@pytest.mark.parametrize("lang", ["en", "ru", "zh", "ko"])
def test_lessons_are_whole(catalog: Catalog, lang: str) -> None:
    found = lessons(edition_of(catalog, lang))
    assert tuple(one.id for one in found) == tuple(LESSONS)
    for one in found:
        parts = (one.title, one.aim, one.needs, one.hints, one.sources, one.keywords)
        assert all(parts)
        assert 4 <= len(one.steps) <= 6
        assert len(one.exercises) >= 5
        assert all(asked.question and asked.answer and asked.source for asked in one.exercises)
        assert all("{" not in asked.question + asked.answer for asked in one.exercises)


@pytest.mark.parametrize("id_", list(LESSONS))
def test_every_step_opens_a_map_in_a_state_that_it_has(catalog: Catalog, id_: str) -> None:
    for step in lesson(edition_of(catalog), id_).steps:
        if not step.page:
            continue
        spec = atlas.map_spec(catalog, step.page, "en", lambda name: WebFile(name, "", b""))
        state, dropped = parse_state(state_query(step.state), spec)
        assert dropped == ()
        assert state == step.state, "nothing is lost on the way through a link"


def test_an_unknown_lesson_is_refused_by_name(catalog: Catalog) -> None:
    with pytest.raises(LeopardRangeError) as caught:
        lesson(edition_of(catalog), "8-10")
    assert caught.value.code == "unknown_lesson"
    assert "10-12" in str(caught.value.blanks["choices"])


def test_marbles_are_counted_as_the_books_do() -> None:
    assert lincoln_petersen(20, 15, 5) == 60
    assert chapman(20, 15, 5) == 55
    assert chapman(10, 10, 0) == 120, "also when no marble is caught twice"


def test_answers_follow_the_data(catalog: Catalog) -> None:
    areas = catalog.table("range_areas").copy()
    areas["area_km2"] = areas["area_km2"].mask(areas["id"] == "current", 4_000.0)
    truth = catalog.table("survey_truth").copy()
    truth["animals"] = 90
    changed: Any = Changed(catalog, {"range_areas": areas, "survey_truth": truth})
    before = {id_: _answers(catalog, id_) for id_ in LESSONS}
    after = {id_: _answers(changed, id_) for id_ in LESSONS}
    assert "About 34 times" in before["10-12"]
    assert "About 90 times" in after["10-12"]
    assert "Yes, it lies inside" in before["13-15"]
    assert "No, it lies outside" in after["13-15"]
    assert "VU by area alone" in before["16-18"]
    assert "EN by area alone" in after["16-18"]


def test_the_corridor_is_measured_not_remembered(catalog: Catalog) -> None:
    told = _answers(catalog, "16-18")
    assert "327\N{NO-BREAK SPACE}km²" in told
    assert "Trans-Siberian railway" in told


def _answers(catalog: Catalog, id_: str) -> str:
    return " ".join(one.answer for one in lesson(edition_of(catalog), id_).exercises)
