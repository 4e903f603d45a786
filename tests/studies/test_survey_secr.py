"""Density of surveys with dates: what is counted, what is left out, and what cannot be told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from leopard_range.catalog import Catalog
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence, sentence
from leopard_range.model.survey import Survey
from leopard_range.studies import answer
from leopard_range.studies.survey import secr_data
from leopard_range.studies.survey.secr import SecrQuestion
from tests.surveys import survey

LEOPARD = "Panthera pardus orientalis"


def stations(count: int = 16, *, start: str = "2011-01-15", end: str = "2011-03-31") -> list[dict[str, Any]]:
    return [
        {
            "deploymentID": f"d{n}",
            "locationID": f"s{n}",
            "longitude": 131.2 + 0.03 * (n % 4),
            "latitude": 43.1 + 0.022 * (n // 4),
            "deploymentStart": f"{start}T00:00:00+10:00",
            "deploymentEnd": f"{end}T00:00:00+10:00",
        }
        for n in range(count)
    ]


def sightings(animals: int = 12, each: int = 5, seed: int = 1, **more: Any) -> list[dict[str, Any]]:
    rng = np.random.default_rng(seed)
    rows = []
    for animal in range(animals):
        home = rng.integers(16)
        near = [n for n in range(16) if abs(n % 4 - home % 4) + abs(n // 4 - home // 4) <= 1]
        for _ in range(each):
            day = pd.Timestamp("2011-01-20T03:00:00+10:00") + pd.Timedelta(days=int(rng.integers(60)))
            rows.append(
                {
                    "deploymentID": f"d{rng.choice(near)}",
                    "eventStart": day.isoformat(),
                    "scientificName": LEOPARD,
                    "individualID": f"L{animal:02d}",
                    "lifeStage": "adult",
                    **more,
                }
            )
    return rows


@pytest.fixture
def ask(squares: Catalog, monkeypatch: pytest.MonkeyPatch) -> Any:
    def asked(made: Survey, **options: Any) -> Any:
        monkeypatch.setattr(secr_data, "read", lambda catalog, question: made)
        return answer(squares, SecrQuestion(file="survey", **options))

    return asked


def codes(found: Any) -> set[str]:
    for note in found.notes:
        assert note_sentence(note)
    return {note.code for note in found.notes}


def test_a_survey_with_dates(ask: Any) -> None:
    found = ask(survey(stations(), sightings()))
    assert found.detector == "count"
    assert found.detectfn == "HHN"
    assert found.individuals == found.minimum_number == 12
    assert found.sessions[0].effort_days == pytest.approx(16 * 75)
    assert found.density_per_km2_low < found.density_per_km2 < found.density_per_km2_high
    assert found.crs.startswith("+proj=laea +lat_0=")
    days = ask(survey(stations(), sightings()), detector="proximity", detectfn="HHN")
    # A day's presence is nearly a day's count where visits are rare.
    assert days.density_per_km2 == pytest.approx(found.density_per_km2, rel=0.03)


def test_young_and_doubtful_animals_are_left_out(ask: Any) -> None:
    grown = sightings()
    cubs = [row | {"individualID": "cub", "lifeStage": "juvenile"} for row in sightings(1, 3, 5)]
    unsure = [row | {"individualID": "?1", "confidence": "possible"} for row in sightings(1, 3, 6)]
    nameless = [row | {"individualID": ""} for row in sightings(1, 3, 7)]
    found = ask(survey(stations(), [*grown, *cubs, *unsure, *nameless]))
    assert found.individuals == 12
    assert {"secr_young", "secr_doubtful"} <= codes(found)
    assert found.density_per_km2 == ask(survey(stations(), grown)).density_per_km2


def test_one_flank_counts(ask: Any) -> None:
    rows = sightings(12, 5, flank="both") + [
        row | {"individualID": f"{side}{row['individualID']}", "flank": side}
        for side in ("left", "right")
        for row in sightings(2 if side == "left" else 1, 3, 8)
    ]
    found = ask(survey(stations(), rows))
    assert found.individuals == 14
    assert "secr_flank_left" in codes(found)
    assert ask(survey(stations(), rows), flank="all").individuals == 15


def test_the_other_species_is_not_counted(ask: Any) -> None:
    tigers = [
        row | {"individualID": "T" + row["individualID"], "scientificName": "Panthera tigris"}
        for row in sightings(4)
    ]
    found = ask(survey(stations(), [*sightings(), *tigers]))
    assert found.individuals == 12
    assert ask(survey(stations(), [*sightings(), *tigers]), species="Panthera tigris").individuals == 4
    lynx = [row | {"individualID": "Y", "scientificName": "Lynx lynx"} for row in sightings(1)]
    with pytest.raises(LeopardRangeError, match="secr_several_species"):
        ask(survey(stations(), [*tigers, *lynx]))


def test_a_long_session_is_said_and_years_are_sessions(ask: Any) -> None:
    long = stations(end="2011-10-01")
    assert "secr_long_session" in codes(ask(survey(long, sightings())))
    second = [
        row | {"deploymentID": row["deploymentID"] + "x"}
        for row in stations(start="2012-01-15", end="2012-03-31")
    ]
    both = survey([*stations(), *second], sightings())
    found = ask(both)
    assert [row.session for row in found.sessions] == ["2011", "2012"]
    assert [row.individuals for row in found.sessions] == [12, 0]
    assert found.density_per_km2 < ask(both, session_by="none").density_per_km2 * 1.2


def test_a_sighting_outside_its_deployment_is_left_out(ask: Any) -> None:
    late = sightings(1, 1)[0] | {"eventStart": "2011-06-01T00:00:00+10:00", "individualID": "late"}
    # The survey runs on elsewhere, so that the day exists.
    more = stations(1, end="2011-06-30")[0] | {"deploymentID": "dx", "locationID": "sx", "longitude": 131.4}
    found = ask(survey([*stations(), more], [*sightings(), late]))
    assert found.individuals == 12
    assert "secr_outside_effort" in codes(found)


def only(*keep: int) -> list[dict[str, Any]]:
    return [row for row in sightings() if int(row["deploymentID"][1:]) in keep]


BAD: dict[str, tuple[Survey, str]] = {
    "empty": (survey(stations()), "secr_no_animal"),
    "one camera": (survey(stations(1), only(0)), "secr_"),
    "one animal": (survey(stations(), sightings(1, 8)), "secr_one_animal"),
    "no recapture": (survey(stations(), sightings(9, 1)), "secr_no_recapture"),
    "cameras on one spot": (
        survey([row | {"longitude": 131.2, "latitude": 43.1} for row in stations()], sightings()),
        "secr_one_spot",
    ),
    "zero effort": (
        survey([row | {"deploymentEnd": row["deploymentStart"]} for row in stations()], sightings()),
        "survey_no_effort",
    ),
    "no dates at all": (
        survey([row | {"deploymentStart": None, "deploymentEnd": None} for row in stations()], sightings()),
        "survey_no_effort",
    ),
    "no position": (
        survey([row | {"longitude": float("nan")} for row in stations()], sightings()),
        "secr_no_position",
    ),
    "a clock that stood in 1970": (
        survey(stations(), [row | {"eventStart": "1970-01-01T00:00:00+10:00"} for row in sightings()]),
        "secr_no_animal",
    ),
    "huge plane coordinates": (
        survey(
            [
                row | {"longitude": None, "latitude": None, "x_m": 1e300, "y_m": n * 1e3}
                for n, row in enumerate(stations())
            ],
            sightings(),
            crs="",
        ),
        "secr_detector_coordinate",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_told_is_said(ask: Any, what: str) -> None:
    made, code = BAD[what]
    with pytest.raises(LeopardRangeError) as problem:
        ask(made)
    assert problem.value.code.startswith(code)
    assert sentence(problem.value)


def test_all_on_one_day_is_never_certain(ask: Any) -> None:
    rows = [row | {"eventStart": "2011-02-01T05:00:00+10:00"} for row in sightings(5, 4)]
    found = ask(survey(stations(), rows))
    assert found.reliable is False
    assert "secr_sparse" in codes(found)


def test_a_month_of_missing_clock_gives_no_density(ask: Any) -> None:
    rows = sightings()
    lost = [row | {"eventStart": None} if at % 3 == 0 else row for at, row in enumerate(rows)]
    with pytest.raises(LeopardRangeError) as problem:
        ask(survey(stations(), lost))
    assert problem.value.code == "survey_times_lost"


def test_a_record_without_a_time_is_left_out_and_said(ask: Any) -> None:
    rows = sightings()
    found = ask(survey(stations(), [rows[0] | {"eventStart": None}, *rows[1:]]))
    assert found.detections == ask(survey(stations(), rows)).detections - 1
    assert "secr_outside_effort" in codes(found)


def test_mixed_zones_are_one_moment(ask: Any) -> None:
    rows = sightings()
    other = [
        row | {"eventStart": pd.Timestamp(row["eventStart"]).tz_convert("Europe/Brussels").isoformat()}
        for row in rows
    ]
    assert ask(survey(stations(), other)).density_per_km2 == ask(survey(stations(), rows)).density_per_km2
