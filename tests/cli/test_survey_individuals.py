"""``survey individuals``: who was seen, how many are known and estimated, and what cannot be said."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from leopard_range.model.survey import Survey
from tests.cli.conftest import Run
from tests.cli.test_survey_effort import give
from tests.surveys import records, reference, survey

LEOPARD = "Panthera pardus"


def put(name: str, start: str, end: str, place: tuple[float, float] = (0, 0)) -> dict[str, Any]:
    return {
        "deploymentID": f"{name}-{start}",
        "locationID": name,
        "x_m": place[0],
        "y_m": place[1],
        "deploymentStart": f"{start}T00:00+10:00",
        "deploymentEnd": f"{end}T00:00+10:00",
    }


def seen(deployment: str, moment: str, animal: str, **more: Any) -> dict[str, Any]:
    whole = {"scientificName": LEOPARD, "individualID": animal, "lifeStage": "adult", **more}
    return {"deploymentID": deployment, "eventStart": f"{moment}:00+10:00", **whole}


PLACES = [
    put("n", "2019-06-01", "2019-07-01"),
    put("n", "2020-06-01", "2020-07-01"),
    put("n", "2021-06-01", "2021-07-01"),
    put("s", "2019-06-01", "2019-07-01", (3000, 4000)),
    put("s", "2021-06-01", "2021-07-01", (3000, 4000)),
]
ROWS = [
    seen("n-2019-06-01", "2019-06-02T10", "a", sex="female"),
    seen("s-2019-06-01", "2019-06-12T10", "a"),
    seen("n-2019-06-01", "2019-06-02T10", "cub", lifeStage="juvenile"),
    seen("s-2019-06-01", "2019-06-20T10", "b", sex="male"),
    seen("n-2020-06-01", "2020-06-20T10", "b"),
    seen("n-2020-06-01", "2020-06-20T11", ""),
    seen("n-2021-06-01", "2021-06-20T10", "a"),
]
THREE_YEARS = survey(PLACES, ROWS, crs="")


def ask(run: Run, *words: str) -> dict[str, Any]:
    done = run("survey", "individuals", "s.zip", *words, "--json")
    assert done.code == 0, done.err
    return done.json


def test_who_was_seen_and_who_is_known_alive(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, THREE_YEARS)
    found = ask(run)
    assert (found["individuals"], found["adults"], found["young"]) == (3, 2, 1)
    assert (found["events"], found["unidentified"]) == (6, 1)
    assert found["counts"] == [
        {"year": 2019, "identified": 2, "known_alive": 2, "young": 1, "new": 3, "cumulative": 3},
        {"year": 2020, "identified": 1, "known_alive": 2, "young": 0, "new": 0, "cumulative": 3},
        {"year": 2021, "identified": 1, "known_alive": 1, "young": 0, "new": 0, "cumulative": 3},
    ]
    first = found["animals"][0]
    assert (first["individual"], first["sex"], first["first_day"]) == ("a", "female", "2019-06-02")
    assert (first["last_day"], first["events"], first["stations"], first["years"]) == ("2021-06-20", 3, 2, 2)
    assert found["mmdm_m"] == 5000
    assert [row["individuals"] for row in found["curve"]] == [1, 2, 2, 3, 3, 3]


def test_closed_models_take_adults_of_one_year(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, THREE_YEARS)
    models = {(row["year"], row["model"]): row for row in ask(run)["models"]}
    one = models[2019, "Mt"]
    assert (one["animals"], one["captures"], one["occasions"]) == (2, 3, 5)
    assert one["abundance"] > 2
    assert models[2021, "Mt"]["abundance"] is None
    printed = " ".join(run("survey", "individuals", "s.zip").out.split())
    assert "One adult was identified in a year" in printed


def test_one_year(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, THREE_YEARS)
    found = ask(run, "--year", "2020")
    assert found["individuals"] == 1
    assert [row["known_alive"] for row in found["counts"]] == [2]


def test_flanks_and_confidence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        seen("n-2019-06-01", "2019-06-02T10", "two", flank="both"),
        seen("n-2019-06-01", "2019-06-03T10", "l1", flank="left"),
        seen("n-2019-06-01", "2019-06-04T10", "l2", flank="left", confidence="possible"),
        seen("n-2019-06-01", "2019-06-05T10", "r1", flank="right", count=2),
    ]
    give(monkeypatch, survey(PLACES, rows, crs=""))
    best = ask(run)
    assert (best["individuals"], best["both_flanks"], best["left_only"], best["right_only"]) == (3, 1, 2, 1)
    assert ask(run, "--flank", "right")["individuals"] == 2
    assert ask(run, "--flank", "both")["individuals"] == 1
    assert ask(run, "--flank", "left", "--confidence", "probable")["individuals"] == 2
    printed = " ".join(run("survey", "individuals", "s.zip").out.split())
    assert "1 animals known by one flank only are left out" in printed
    assert "1 records name one individual and count more than one animal" in printed


def test_doubts_are_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = [{"individualID": "a", "flank": "left", "sex": "male"}, {"individualID": "a"}]
    often = [seen("n-2019-06-01", f"2019-06-{day:02}T10", "a", flank="right") for day in range(5, 25)]
    rows = [
        *often,
        seen("n-2019-06-01", "2019-06-02T10", "a", flank="right", sex="male"),
        seen("n-2019-06-01", "2019-06-03T10", "a", flank="right", sex="female"),
        {**seen("n-2019-06-01", "2019-06-03T10", "a"), "eventStart": None},
    ]
    give(monkeypatch, survey(PLACES, rows, crs="", individuals=listed))
    printed = " ".join(run("survey", "individuals", "s.zip").out.split())
    for said in (
        "1 rows repeat an animal",
        "1 individuals are called male and female",
        "1 individuals are listed with one flank",
        "1 records of individuals have no time",
        "no distances moved",
    ):
        assert said in printed


TWO_SPECIES = survey(
    PLACES, [ROWS[0], seen("n-2019-06-01", "2019-06-02T10", "t", scientificName="Panthera tigris")], crs=""
)


@pytest.mark.parametrize(
    ("one", "words", "said"),
    [
        (survey([]), (), "no identified animal"),
        (survey(PLACES, [seen("n-2019-06-01", "2019-06-02T10", "")], crs=""), (), "no identified animal"),
        (TWO_SPECIES, (), "several species: Panthera pardus, Panthera tigris"),
        (THREE_YEARS, ("--year", "1999"), "no identified animal"),
        (THREE_YEARS, ("--occasion-days", "0"), "occasion_days"),
        (THREE_YEARS, ("--flank", "top"), "top"),
        (survey([{"deploymentID": "x"}], [seen("x", "2019-06-02T10", "a")]), (), "no effort to count"),
        (
            survey(
                [
                    {
                        **put("n", "2019-06-01", "2019-07-01"),
                        **({"deploymentID": "n again"} if lat > 90 else {}),
                        "longitude": 1e9,
                        "latitude": lat,
                    }
                    for lat in (1, 1e9)
                ],
                [seen("n-2019-06-01", "2019-06-02T10", "a")],
            ),
            (),
            "",
        ),
    ],
)
def test_what_cannot_be_said(
    run: Run, monkeypatch: pytest.MonkeyPatch, one: Survey, words: tuple[str, ...], said: str
) -> None:
    give(monkeypatch, one)
    done = run("survey", "individuals", "s.zip", *words)
    if said:
        assert done.code != 0
        assert said in " ".join(done.err.split())
        assert done.out == ""
    else:
        assert "no distances moved" in " ".join(done.out.split())


def test_a_species_that_is_chosen(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, TWO_SPECIES)
    assert ask(run, "--species", "Panthera tigris")["individuals"] == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        # All on one day: one occasion holds every capture, and nobody is caught twice.
        (
            [seen("n-2019-06-01", f"2019-06-02T{hour}", name) for hour, name in ((10, "a"), (12, "b"))],
            "two occ",
        ),
        ([seen("n-2019-06-01", "2019-06-02T10", "a")], "One adult was identified"),
        ([seen("n-2019-06-01", "2019-06-02T10", "cub", lifeStage="juvenile")], "No adult was identified"),
    ],
)
def test_closed_models_without_an_answer_say_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, rows: list[dict[str, Any]], said: str
) -> None:
    give(monkeypatch, survey(PLACES, rows, crs=""))
    assert all(row["abundance"] is None for row in ask(run)["models"])
    assert said in " ".join(run("survey", "individuals", "s.zip").out.split())


@pytest.mark.parametrize("far", [1e9, 1e300])
def test_cameras_nowhere_on_earth_add_no_distance(
    run: Run, monkeypatch: pytest.MonkeyPatch, far: float
) -> None:
    places = [{**row, "x_m": (-1) ** at * far, "y_m": 0.0} for at, row in enumerate(PLACES)]
    for crs, x, y in (("", "x_m", "y_m"), ("EPSG:4326", "longitude", "latitude")):
        give(monkeypatch, survey([{**row, x: row["x_m"], y: row["y_m"]} for row in places], ROWS, crs=crs))
        found = ask(run)
        assert found["individuals"] == 3
        assert found["mmdm_m"] is None
        assert found["rpsv_m"] is None
        assert "nowhere on Earth" in " ".join(run("survey", "individuals", "s.zip").out.split())


def test_one_occasion_has_no_closed_model(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, THREE_YEARS)
    done = run("survey", "individuals", "s.zip", "--year", "2019", "--occasion-days", "60")
    assert "one occasion only" in " ".join(done.out.split())


@pytest.mark.data
def test_the_tigers_of_spacecap(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = reference("tiger_spacecap")
    traps, caught = pd.read_csv(folder / "tigerTraps.csv"), pd.read_csv(folder / "tigerCH.csv")
    long = traps.drop(columns=["X_COORD", "Y_COORD"]).melt("LOC_ID", var_name="occasion")
    long = long[long["value"] > 0]
    usage = pd.DataFrame(
        {
            "deploymentID": long["LOC_ID"].astype(str),
            "occasion": long["occasion"].astype(int),
            "effort_days": 1.0,
        }
    )
    stations = pd.DataFrame(
        {"deploymentID": traps["LOC_ID"].astype(str), "x_m": traps["X_COORD"], "y_m": traps["Y_COORD"]}
    )
    captures = pd.DataFrame(
        {
            "deploymentID": caught["LOC_ID"].astype(str),
            "individualID": caught["ANIMAL_ID"].astype(str),
            "occasion": caught["SO"],
        }
    )
    tigers = survey(records(stations), records(captures), usage=records(usage), crs="", kind="spacecap")
    give(monkeypatch, tigers)
    found = ask(run)
    assert (found["individuals"], found["events"]) == (44, 68)
    assert found["mmdm_m"] == pytest.approx(3142.06786)
    assert found["rpsv_m"] == pytest.approx(1770.80227)
    assert found["counts"][0]["year"] is None
    assert {row["occasions"] for row in found["models"]} == {48}
    rai = run("survey", "rai", "s.zip", "--json").json["rates"][0]
    assert (rai["events"], rai["trap_days"]) == (68, 1435)
    assert rai["rai_per_100_trap_days"] == pytest.approx(4.74, abs=0.005)
