"""A clock is put right in the open, and only where it was wrong."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leopard_range.analysis.clock import LONGEST_SHIFT, read_shift, read_shifts, shift_clock, written_shift
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES, note_sentence
from leopard_range.model.survey import Survey
from tests.surveys import survey

START, END = "2020-05-01T00:00:00Z", "2020-06-01T00:00:00Z"


@pytest.fixture
def two() -> Survey:
    """Two deployments; one observation, one photo and one gap each."""
    return survey(
        [
            {"deploymentID": name, "locationID": name, "deploymentStart": START, "deploymentEnd": END}
            for name in ("A", "B=1")
        ],
        [
            {"observationID": "1", "deploymentID": "A", "eventStart": "2020-05-02T10:00:00Z"},
            {"observationID": "2", "deploymentID": "B=1", "eventStart": "2020-05-03T10:00:00Z"},
        ],
        media=[
            {"mediaID": "m", "deploymentID": "A", "timestamp": "2020-05-02T10:00:00Z"},
            {"mediaID": "n", "deploymentID": "B=1", "timestamp": "2020-05-03T10:00:00Z"},
        ],
        gaps=[{"deploymentID": "A", "start": "2020-05-05T00:00:00Z", "end": "2020-05-06T00:00:00Z"}],
    )


def moment(text: str) -> pd.Timestamp:
    return pd.Timestamp(text, tz="UTC")


def test_only_the_times_of_that_camera_move(two: Survey) -> None:
    done = shift_clock(two, "A", timedelta(hours=1))
    assert list(done.observations["eventStart"]) == [moment("2020-05-02 11:00"), moment("2020-05-03 10:00")]
    assert done.observations["eventEnd"].isna().all()
    assert list(done.media["timestamp"]) == [moment("2020-05-02 11:00"), moment("2020-05-03 10:00")]
    assert done.observations.dtypes.equals(two.observations.dtypes)
    pd.testing.assert_frame_equal(done.deployments, two.deployments)
    pd.testing.assert_frame_equal(done.gaps, two.gaps)
    assert two.observations["eventStart"].iloc[0] == moment("2020-05-02 10:00")


def test_the_dates_move_only_when_they_came_from_the_same_clock(two: Survey) -> None:
    done = shift_clock(two, "B=1", timedelta(days=-2), dates=True)
    assert list(done.deployments["deploymentStart"]) == [moment("2020-05-01"), moment("2020-04-29")]
    assert list(done.deployments["deploymentEnd"]) == [moment("2020-06-01"), moment("2020-05-30")]
    pd.testing.assert_frame_equal(done.gaps, two.gaps)
    assert shift_clock(two, "A", timedelta(1), dates=True).gaps["start"].iloc[0] == moment("2020-05-06")


def test_every_shift_is_told(two: Survey) -> None:
    done = shift_clock(shift_clock(two, "A", timedelta(hours=1)), "B=1", timedelta(days=-2), dates=True)
    told = [note_sentence(note) for note in done.operations]
    assert told == [
        "The clock of deployment A was shifted by +1h: 1 observations and 1 media moved.",
        "The clock and the dates of deployment B=1 were shifted by -2d: 1 observations and 1 media moved.",
    ]
    assert all(note_sentence(note, language) for note in done.operations for language in LANGUAGES)


def test_there_and_back_is_the_survey_itself(two: Survey) -> None:
    away = shift_clock(two, "A", timedelta(hours=5), dates=True)
    back = shift_clock(away, "A", timedelta(hours=-5), dates=True)
    for name in ("deployments", "observations", "media", "gaps"):
        pd.testing.assert_frame_equal(getattr(back, name), getattr(two, name))
    assert len(back.operations) == 2


def test_what_cannot_be_shifted_is_refused(two: Survey) -> None:
    with pytest.raises(LeopardRangeError) as unknown:
        shift_clock(two, "C", timedelta(hours=1))
    assert unknown.value.code == "survey_no_deployment"
    occasions = survey(
        [{"deploymentID": "A"}], usage=[{"deploymentID": "A", "occasion": 1, "effort_days": 1}]
    )
    with pytest.raises(LeopardRangeError) as undated:
        shift_clock(occasions, "A", timedelta(hours=1))
    assert undated.value.code == "survey_no_clock"


@pytest.mark.parametrize(
    ("text", "hours"),
    [("+1h", 1), ("-30min", -0.5), ("+1d2h", 26), (" + 1d 2h 30m ", 26.5), ("+3600s", 1), ("-1d", -24)],
)
def test_shifts_as_people_write_them(text: str, hours: float) -> None:
    assert read_shift(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "1h", "+h", "+1", "+0h", "+1.5h", "+1y", "+40000d", "--1h", "+1h x"])
def test_other_writings_are_refused(text: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        read_shift(text)
    assert problem.value.code == "survey_bad_shift"


def test_several_deployments_stand_between_semicolons() -> None:
    assert read_shifts("A=+1h; B=1=-2d dates;") == (
        ("A", timedelta(hours=1), False),
        ("B=1", timedelta(days=-2), True),
    )
    assert read_shifts("") == ()
    for wrong in ("A", "=+1h", "A=+1hdates"):
        with pytest.raises(LeopardRangeError):
            read_shifts(wrong)


@given(st.integers(1, int(LONGEST_SHIFT.total_seconds())), st.booleans())
def test_what_is_written_is_read_again(seconds: int, back: bool) -> None:
    delta = timedelta(seconds=-seconds if back else seconds)
    assert read_shift(written_shift(delta)) == delta
