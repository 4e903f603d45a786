"""SPACECAP and secr text out, and back in."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from leopard_range.analysis.effort import survey_operation
from leopard_range.catalog.surveys import read_survey
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices
from leopard_range.model.survey import Survey
from leopard_range.reports.survey.capture_texts import secr_text, spacecap
from leopard_range.reports.survey.occasions import Occasions, by_occasion
from leopard_range.sources import survey as readers
from tests import surveys
from tests.surveys import reference

METRIC = "+proj=laea +lat_0=43.5 +lon_0=127 +datum=WGS84 +units=m"


def dated(**more: Any) -> Survey:
    """Two cameras for ten days from local midnight; one of them fails for two days."""
    deployments = [
        {
            "deploymentID": name,
            "locationID": name,
            "longitude": 131.5 + at / 10,
            "latitude": 43.1,
            "deploymentStart": "2011-05-01T00:00:00+11:00",
            "deploymentEnd": "2011-05-11T00:00:00+11:00",
        }
        for at, name in enumerate(("north, 1", "south"))
    ]
    seen = [
        ("o1", "north, 1", "2011-05-01T23:30:00+11:00", "A"),
        ("o2", "south", "2011-05-06T00:10:00+11:00", "A"),
        ("o3", "south", "2011-05-10T10:00:00+11:00", "B"),
        ("o4", "south", "2011-05-10T11:00:00+11:00", ""),
        ("o5", "south", "2012-05-10T11:00:00+11:00", "C"),
    ]
    keys = ("observationID", "deploymentID", "eventStart", "individualID")
    gaps = [{"deploymentID": "south", "start": "2011-05-01T00:00+11:00", "end": "2011-05-03T00:00+11:00"}]
    return surveys.survey(deployments, [dict(zip(keys, one, strict=True)) for one in seen], gaps=gaps, **more)


def occasions(survey: Survey, days: int = 5) -> Occasions:
    return by_occasion(survey, survey_operation(survey), METRIC, days)


def back(body: bytes) -> Survey:
    return readers.read("s.zip", {"s.zip": body}, Choices())


def test_days_are_counted_into_occasions_by_the_cameras_clock() -> None:
    found = occasions(dated())
    assert found.usage.tolist() == [[5.0, 5.0], [3.0, 5.0]]
    assert found.captures[["animal", "trap", "occasion"]].to_numpy().tolist() == [
        *(["A", "north, 1", 1], ["A", "south", 2], ["B", "south", 2]),
    ]
    assert occasions(dated(), 4).usage.tolist() == [[4.0, 4.0, 2.0], [2.0, 4.0, 2.0]]
    assert float(np.hypot(*(found.xy[1] - found.xy[0]))) == pytest.approx(8_130, rel=0.01)


def test_what_cannot_be_sorted_into_occasions_is_refused() -> None:
    bare = {"deploymentID": "a", "deploymentStart": "2011-05-01", "deploymentEnd": "2011-05-02"}
    for wrong, days, code in (
        (surveys.survey([bare]), 1, "survey_no_captures"),
        (dated(), 0, "bad_choice"),
    ):
        with pytest.raises(LeopardRangeError) as problem:
            by_occasion(wrong, survey_operation(wrong), METRIC, days)
        assert problem.value.code == code


def test_spacecap_comes_back_with_its_captures_and_usage() -> None:
    found = back(spacecap(occasions(dated())))
    assert (found.kind, found.simulated) == ("spacecap", False)
    assert found.usage is not None
    assert found.usage["effort_days"].tolist() == [1.0] * 4
    # SPACECAP takes numbers: names are numbered.
    assert found.observations[["individualID", "deploymentID", "occasion"]].to_numpy().tolist() == [
        *(["1", "1", 1], ["1", "2", 2], ["2", "2", 2]),
    ]


def test_secr_text_comes_back_with_its_effort_in_days() -> None:
    found = back(secr_text(occasions(dated())))
    assert found.usage is not None
    assert found.usage["effort_days"].tolist() == [5.0, 5.0, 3.0, 5.0]
    assert found.observations[["individualID", "deploymentID", "occasion"]].to_numpy().tolist() == [
        *(["A", "north_1", 1], ["A", "south", 2], ["B", "south", 2]),
    ]


def test_a_minus_comes_back_as_a_minus() -> None:
    captures, traps = (
        b"# Session ID\n1 A 1 a\n1 A -2 b\n1 B 2 a\n",
        b"# Detector X Y\na 0 0 111\nb 900 0 111\n",
    )
    first = readers.read("s", {"captures.txt": captures, "traps.txt": traps}, Choices())
    again = back(secr_text(occasions(first, 1)))
    assert again.observations["removed"].tolist() == first.observations["removed"].tolist() == ["", "yes", ""]


@pytest.mark.parametrize("write", [spacecap, secr_text])
def test_simulated_stays_simulated_and_bytes_stay_the_same(write: object) -> None:
    assert callable(write)
    body = write(occasions(dated(simulated=True)))
    assert back(body).simulated
    assert write(occasions(dated(simulated=True))) == body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert all(b"imulated" in archive.read(name) or "simulated" in name for name in archive.namelist())


@pytest.mark.data
@pytest.mark.parametrize("folder", ["tiger_spacecap", "secr_captdata"])
@pytest.mark.parametrize("write", [spacecap, secr_text])
def test_reference_sets_come_back_as_they_were(folder: str, write: object, tmp_path: Path) -> None:
    assert callable(write)
    first = read_survey(reference(folder))
    path = tmp_path / "s.zip"
    path.write_bytes(write(occasions(first, 1)))
    second = read_survey(path)
    assert first.usage is not None
    assert second.usage is not None
    columns = ["deploymentID", "occasion", "individualID"]
    same = folder == "tiger_spacecap" or write is secr_text
    if same:
        left = first.observations[columns].sort_values(columns).to_numpy().tolist()
        assert second.observations[columns].sort_values(columns).to_numpy().tolist() == left
        assert second.usage.to_numpy().tolist() == first.usage.to_numpy().tolist()
    assert second.usage["effort_days"].sum() == first.usage["effort_days"].sum()
    assert second.deployments[["x_m", "y_m"]].to_numpy().tolist() == (
        first.deployments[["x_m", "y_m"]].to_numpy().tolist()
    )
