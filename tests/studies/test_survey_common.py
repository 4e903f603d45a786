"""Which part of a survey a question is about."""

from __future__ import annotations

import pytest

from leopard_range.errors import LeopardRangeError
from leopard_range.studies.survey.common import SurveyQuestion, chosen
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


def rows(question: SurveyQuestion, *, every_level: bool = False) -> list[str]:
    found = chosen(survey([CAMERA], SEEN), question, every_level=every_level)
    return list(found.observations["observationID"])


def test_a_year_is_one_of_the_cameras_clocks() -> None:
    assert rows(SurveyQuestion(year=2011)) == ["1"]
    assert rows(SurveyQuestion(year=2012)) == ["2"]


def test_rows_of_the_two_levels_never_meet() -> None:
    assert rows(SurveyQuestion()) == ["1", "2"]
    assert rows(SurveyQuestion(), every_level=True) == ["1", "2", "3"]
    assert rows(SurveyQuestion(species="panthera tigris"), every_level=True) == ["3"]


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
