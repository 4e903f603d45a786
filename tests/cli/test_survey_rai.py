"""``survey rai``: visits per 100 trap-days by species, station and year, and surveys that have none."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from leopard_range.model.survey import Survey
from tests.cli.conftest import Run
from tests.cli.test_survey_effort import give
from tests.surveys import records, reference, survey

LEOPARD, DEER = "Panthera pardus", "Cervus nippon"


def put(name: str, days: int, start: str = "2020-06-01") -> dict[str, Any]:
    first = pd.Timestamp(start, tz="Asia/Vladivostok")
    last = first + pd.Timedelta(days=days)
    return {
        "deploymentID": name + start[3:4].replace("0", ""),  # a later year has a name of its own
        "locationID": name,
        "deploymentStart": first.isoformat(),
        "deploymentEnd": last.isoformat(),
    }


def seen(place: str, moment: str, species: str = LEOPARD, **more: Any) -> dict[str, Any]:
    return {"deploymentID": place, "eventStart": f"{moment}+10:00", "scientificName": species, **more}


SMALL = survey(
    [put("a", 20), put("b", 30), put("c", 50), put("a", 10, "2021-06-01")],
    [
        seen("a", "2020-06-02T10:00"),
        seen("a", "2020-06-02T10:20"),
        seen("a", "2020-06-02T10:40"),
        seen("a", "2020-06-03T10:00", count=2),
        seen("b", "2020-06-04T10:00"),
        seen("b", "2020-06-04T10:10", DEER),
        seen("a1", "2021-06-04T10:00"),
        seen("c", "2020-05-01T10:00"),
        seen("c", "2020-06-05T10:00", "Homo sapiens", observationType="human"),
    ],
)


def ask(run: Run, *words: str) -> dict[str, Any]:
    done = run("survey", "rai", "s.zip", *words, "--json")
    assert done.code == 0, done.err
    return done.json


def test_by_species(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, SMALL)
    found = ask(run)
    assert (found["trap_days"], found["stations"], found["events"]) == (110, 3, 5)
    deer, leopard = found["rates"]
    assert (deer["species"], leopard["species"]) == (DEER, LEOPARD)
    # One visit of three pictures, one of two animals, one at b, one in the next year; the one before c stood
    # is left out.
    assert (leopard["events"], leopard["animals"], leopard["stations_met"]) == (4, 5, 2)
    assert leopard["rai_per_100_trap_days"] == pytest.approx(400 / 110)
    assert leopard["animals_per_100_trap_days"] == pytest.approx(500 / 110)
    assert leopard["rai_per_100_trap_days_low"] < 400 / 110 < leopard["rai_per_100_trap_days_high"]
    assert leopard["dispersion"] > 1


def test_by_the_last_independent_record(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, SMALL)
    found = ask(run, "--rule", "last_independent_record", "--species", "panthera")
    assert found["rates"][0]["events"] == 5
    assert ask(run, "--minutes", "0", "--species", LEOPARD)["rates"][0]["events"] == 6


def test_by_station_has_a_rate_for_each_and_none_without_effort(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = {"deploymentID": "d", "locationID": "d"}
    one = survey([put("a", 20), put("b", 10), broken], [seen("a", "2020-06-02T10:00")])
    give(monkeypatch, one)
    found = ask(run, "--by", "station")
    rates = {row["station"]: row["rai_per_100_trap_days"] for row in found["rates"]}
    assert rates == {"a": 5.0, "b": 0.0, "d": None}
    assert found["interval"] == "poisson"
    printed = " ".join(run("survey", "rai", "s.zip", "--by", "station").out.split())
    assert "it is not 0" in printed


def test_by_year(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, SMALL)
    found = ask(run, "--by", "year", "--species", LEOPARD)
    assert [(row["year"], row["events"], row["trap_days"]) for row in found["rates"]] == [
        (2020, 3, 100),
        (2021, 1, 10),
    ]
    # One station watched in 2021: a rate, and no interval over stations.
    assert found["rates"][1]["rai_per_100_trap_days_low"] is None


def test_a_year_without_a_visit_is_zero(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, SMALL)
    found = ask(run, "--year", "2021", "--species", DEER, "--interval", "poisson")
    row = found["rates"][0]
    assert (row["events"], row["rai_per_100_trap_days"]) == (0, 0.0)
    assert row["rai_per_100_trap_days_high"] == pytest.approx(36.89, abs=0.01)


def test_rows_of_one_event_are_one_visit_at_either_level(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    event = {"eventID": "e1", "observationLevel": "event"}
    media = {"eventID": "e1", "observationLevel": "media"}
    rows = [
        seen("a", "2020-06-02T10:00", sex="male", **event),
        seen("a", "2020-06-02T10:00", sex="female", count=2, **event),
        *(seen("a", f"2020-06-02T1{n}:00", mediaID=f"m{n}", count=n, **media) for n in (1, 2, 3)),
    ]
    both = [put("a", 20), put("b", 30)]
    give(monkeypatch, survey(both, rows))
    row = ask(run)["rates"][0]
    assert (row["events"], row["animals"]) == (1, 3)
    give(monkeypatch, survey(both, rows[2:]))
    row = ask(run)["rates"][0]
    assert (row["events"], row["animals"]) == (1, 3)


def test_the_poisson_interval_warns_where_stations_differ(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = [seen("a", f"2020-06-{day:02}T10:00") for day in range(2, 20)]
    give(monkeypatch, survey([put("a", 20), put("b", 20)], crowd))
    printed = " ".join(run("survey", "rai", "s.zip", "--interval", "poisson").out.split())
    assert "the Poisson interval is too narrow" in printed


def test_a_species_without_a_usable_time_has_no_rate(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    often = [seen("a", f"2020-06-{day:02}T10:00") for day in range(2, 20)] * 2
    rows = [*often, {**seen("a", "2020-06-02T10:00", DEER), "eventStart": None}]
    give(monkeypatch, survey([put("a", 20), put("b", 20)], rows))
    assert [row["species"] for row in ask(run)["rates"]] == [LEOPARD]
    assert f"they have no rate: {DEER}" in " ".join(run("survey", "rai", "s.zip").out.split())


NO_CLOCK = survey([put("a", 20), put("b", 20)], [{**seen("a", "2020-06-02T10:00"), "eventStart": None}])
ONE_CAMERA = survey([put("a", 20)], [seen("a", "2020-06-02T10:00")])


@pytest.mark.parametrize(
    ("one", "words", "said"),
    [
        (survey([]), (), "no observation of an animal"),
        (survey([put("a", 20), put("b", 9)]), (), "no observation of an animal"),
        (ONE_CAMERA, (), "Only one station watched"),
        (NO_CLOCK, (), "1 of 1 records have no time"),
        (survey([put("a", 0)], [seen("a", "2020-06-02T10:00")]), (), "no deployment with a start"),
        (SMALL, ("--species", "Felis"), "There are:"),
        (SMALL, ("--minutes", "-1"), "minutes"),
        (SMALL, ("--replicates", "3"), "replicates"),
        (SMALL, ("--interval", "guess"), "guess"),
    ],
)
def test_no_rate_without_what_it_needs(
    run: Run, monkeypatch: pytest.MonkeyPatch, one: Survey, words: tuple[str, ...], said: str
) -> None:
    give(monkeypatch, one)
    done = run("survey", "rai", "s.zip", *words)
    assert done.code != 0
    assert said in " ".join(done.err.split())
    assert done.out == ""


def test_one_camera_has_a_rate_when_asked_to_suppose(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, ONE_CAMERA)
    assert ask(run, "--interval", "poisson")["rates"][0]["rai_per_100_trap_days"] == 5.0


@pytest.mark.data
def test_the_camtrap_dp_example(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = reference("camtrapdp_examples")
    frame = pd.read_csv(folder / "v1.0.2" / "example" / "deployments.csv", dtype=str, keep_default_na=False)
    rows = pd.read_csv(folder / "v1.0.2" / "example" / "observations.csv", dtype=str, keep_default_na=False)
    columns = ["deploymentID", "mediaID", "eventID", "eventStart", "observationLevel", "observationType"]
    rows = rows.assign(count=pd.to_numeric(rows["count"]))[[*columns, "scientificName", "count"]]
    # Stations are deployments here, as in the expected figures.
    stations = frame[["deploymentID", "deploymentStart", "deploymentEnd"]]
    give(monkeypatch, survey(records(stations), records(rows), timezone="Europe/Brussels"))
    found = ask(run, "--by", "station", "--minutes", "0")
    rates = {
        (row["station"], row["species"]): (row["events"], row["rai_per_100_trap_days"])
        for row in found["rates"]
        if row["events"]
    }
    told = json.loads((folder / "expected_rai.json").read_text())["v1.0.2_rai_event_level"]
    expected = {(row["deploymentID"], row["scientificName"]): (row["eventID"], row["rai"]) for row in told}
    assert set(rates) == set(expected)
    for key, (events, rate) in expected.items():
        assert rates[key] == (events, pytest.approx(rate, abs=1e-9)), key
