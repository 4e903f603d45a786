"""Which part of a survey a question is about."""

from __future__ import annotations

import pytest

from leopard_range.errors import LeopardRangeError
from leopard_range.model.survey import Problem
from leopard_range.studies.survey.common import SurveyQuestion, cautions, chosen
from tests.surveys import survey

CAMERA = {
    "deploymentID": "A",
    "locationID": "A",
    "deploymentStart": "2011-01-01T00:00:00+10:00",
    "deploymentEnd": "2012-02-01T00:00:00+10:00",
}
SEEN = [
    {"observationID": "1", "scientificName": "Panthera pardus", "eventStart": "2011-12-31T23:00:00+11:00"},
    {"observationID": "2", "scientificName": "Panthera pardus", "eventStart": "2012-01-01T01:00:00+11:00"},
    {"observationID": "3", "scientificName": "Panthera tigris", "observationLevel": "media"},
]


def rows(question: SurveyQuestion, *, judge: bool = True) -> list[str]:
    found = chosen(survey([CAMERA], SEEN), question, judge=judge)
    return list(found.observations["observationID"])


def test_a_year_is_one_of_the_cameras_clocks() -> None:
    assert rows(SurveyQuestion(year=2011)) == ["1"]
    assert rows(SurveyQuestion(year=2012)) == ["2"]


def test_rows_of_the_two_levels_never_meet() -> None:
    assert rows(SurveyQuestion()) == ["1", "2"]
    assert rows(SurveyQuestion(), judge=False) == ["1", "2", "3"]
    assert rows(SurveyQuestion(species="panthera tigris"), judge=False) == ["3"]


def test_two_rows_under_one_name_give_no_number() -> None:
    for twice in (survey([CAMERA, CAMERA], SEEN), survey([CAMERA], [*SEEN[:2], SEEN[0]])):
        assert chosen(twice, SurveyQuestion(), judge=False)
        with pytest.raises(LeopardRangeError) as problem:
            chosen(twice, SurveyQuestion())
        assert problem.value.code == "survey_id_twice"
        assert problem.value.blanks["row"] in (2, 3)


def test_a_lost_clock_gives_no_number() -> None:
    lost = [{**SEEN[0], "observationID": f"lost {at}", "eventStart": None} for at in range(3)]
    with pytest.raises(LeopardRangeError) as problem:
        chosen(survey([CAMERA], [*SEEN[:2], *lost]), SurveyQuestion())
    assert (problem.value.code, problem.value.blanks["count"]) == ("survey_times_lost", 3)
    assert chosen(survey([CAMERA], [*SEEN[:2], *lost]), SurveyQuestion(), timed=False)
    many = [{**SEEN[0], "observationID": f"seen {at}"} for at in range(60)]
    assert len(chosen(survey([CAMERA], [*many, *lost]), SurveyQuestion()).observations) == 63


def test_times_in_several_zones_are_told_beside_every_number() -> None:
    mixed = Problem("time_zones_mixed", "warning", "observations", column="eventStart")
    told = cautions(survey([CAMERA], SEEN, problems=(mixed,)))
    assert [note.code for note in told] == ["survey_zones"]
    assert cautions(survey([CAMERA], SEEN)) == ()


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (SurveyQuestion(species="Panthera tigris"), "survey_no_species"),
        (SurveyQuestion(species="Panthera pard"), "survey_no_species"),
        (SurveyQuestion(year=2010), "survey_no_year"),
    ],
)
def test_what_is_not_there_is_said(question: SurveyQuestion, code: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        chosen(survey([CAMERA], SEEN), question)
    assert problem.value.code == code
