"""``leopard-range survey activity``: hours of the day, overlap, stations in common."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from leopard_range.analysis.activity import activity_level, overlap
from leopard_range.catalog import Catalog
from leopard_range.engine import Here, Processes
from leopard_range.studies import answer
from leopard_range.studies.survey.activity import ActivityQuestion
from tests.cli.conftest import Run
from tests.surveys import reference

TUTORIAL = Path(__file__).parents[2] / "docs" / "learn" / "survey"
FEW = ("--replicates", "100")
ZONE = "Asia/Vladivostok"


def package(folder: Path, rows: list[tuple[str, str, str]], stations: str = "ABCD") -> Path:
    """Write a survey of (station, local time, species); every camera watched the whole of 2015."""
    folder.mkdir()
    put = [
        {
            "deploymentID": name,
            "locationID": name,
            "longitude": 131 + at / 10,
            "latitude": 43,
            "deploymentStart": "2015-01-01T00:00:00+10:00",
            "deploymentEnd": "2016-01-01T00:00:00+10:00",
        }
        for at, name in enumerate(stations)
    ]
    seen = [
        {
            "observationID": str(at),
            "deploymentID": station,
            "eventID": str(at),
            "eventStart": time and f"{time}+10:00",
            "eventEnd": time and f"{time}+10:00",
            "observationLevel": "event",
            "observationType": "animal",
            "scientificName": species,
            "count": 1,
        }
        for at, (station, time, species) in enumerate(rows)
    ]
    pd.DataFrame(put).to_csv(folder / "deployments.csv", index=False)
    pd.DataFrame(seen).to_csv(folder / "observations.csv", index=False)
    media = "mediaID,deploymentID,captureMethod,timestamp,filePath,filePublic,fileMediatype\n"
    (folder / "media.csv").write_text(media)
    resources = [
        {"name": name, "path": f"{name}.csv", "profile": "tabular-data-resource", "schema": name}
        for name in ("deployments", "media", "observations")
    ]
    profile = "https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0.1/camtrap-dp-profile.json"
    about = {"profile": profile, "created": "2026-01-01T00:00:00Z", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(about))
    return folder


def hours(which: list[float], station: str, species: str) -> list[tuple[str, str, str]]:
    """One visit a day, at these local hours."""
    start = pd.Timestamp("2015-02-01")
    moments = [start + pd.Timedelta(days=day, seconds=round(hour * 3600)) for day, hour in enumerate(which)]
    return [(station, one.strftime("%Y-%m-%dT%H:%M:%S"), species) for one in moments]


def test_the_simulated_survey_has_a_curve_with_a_band(run: Run) -> None:
    done = run("survey", "activity", TUTORIAL, *FEW, "--json")
    assert (done.code, done.err) == (0, "")
    found = done.json
    assert found["species"] == "Panthera pardus orientalis"
    assert found["events"] == sum(row["events"] for row in found["hours"])
    assert 0 < found["activity_level_low"] < found["activity_level"] < found["activity_level_high"] < 1
    shares = [row["density_share"] for row in found["hours"]]
    assert sum(shares) == pytest.approx(1, abs=1e-3)
    assert all(row["density_share_low"] <= row["density_share"] <= row["density_share_high"]
               for row in found["hours"])  # fmt: skip
    assert abs(found["peak_hour"] - 0.5 - int(np.argmax(shares))) <= 1
    assert found["overlap"] is None
    assert found["hours"][0]["with_events"] is None
    assert "survey_simulated" in {note["code"] for note in found["cautions"]}
    text = run("survey", "activity", TUTORIAL, *FEW)
    assert "Activity level" in text.out
    assert "Rowcliffe" in text.out


def test_the_overlap_of_two_species_is_that_of_the_analysis(run: Run, tmp_path: Path) -> None:
    draw = np.random.default_rng(1)
    # Whole seconds, as a camera writes them.
    leopard = (np.round(draw.normal(19, 2, 60) * 3600) % 86_400 / 3600).tolist()
    deer = (np.round(draw.normal(8, 3, 70) * 3600) % 86_400 / 3600).tolist()
    rows = hours(leopard, "A", "Panthera pardus") + hours(deer, "A", "Cervus nippon")
    rows += hours([7.0], "B", "Cervus nippon") + hours([20.0], "C", "Panthera pardus")
    survey = package(tmp_path / "two", rows)
    found = run(
        *("survey", "activity", survey, "--species", "Panthera pardus"),
        *("--with-species", "cervus", *FEW, "--json"),
    ).json
    first, second = (np.array(one) * np.pi / 12 for one in ([*leopard, 20.0], [*deer, 7.0]))
    both = overlap(first, second)
    assert found["dhat1"] == pytest.approx(both.dhat1, abs=1e-9)
    assert found["dhat4"] == found["overlap"] == pytest.approx(both.dhat4, abs=1e-9)
    assert found["overlap_low"] <= found["overlap"] <= found["overlap_high"]
    assert found["activity_level"] == pytest.approx(activity_level(first))
    assert found["with_species"] == "Cervus nippon"
    assert (found["events"], found["with_events"]) == (61, 71)
    keys = ("both", "first_only", "second_only", "neither")
    assert [found[f"stations_{key}"] for key in keys] == [1, 1, 1, 1]
    assert (found["stations"], found["stations_both_expected"], found["odds_ratio"]) == (4, 1.0, 1.0)


def test_small_samples_take_the_other_estimator_and_say_so(run: Run, tmp_path: Path) -> None:
    rows = hours([6, 7, 8, 9], "A", "Panthera pardus") + hours([7, 8, 9, 10, 11], "B", "Sus scrofa")
    found = run(
        *("survey", "activity", package(tmp_path / "small", rows), "--species", "Panthera"),
        *("--with-species", "Sus", *FEW, "--json"),
    ).json
    assert found["overlap"] == found["dhat1"]
    codes = [note["code"] for note in found["cautions"]]
    assert codes.count("survey_hours_few") == 2
    assert "survey_overlap_small" in codes


def test_pictures_that_follow_each_other_are_one_visit(run: Run, tmp_path: Path) -> None:
    rows = [("A", f"2015-02-01T05:{minute:02}:00", "Panthera pardus") for minute in (0, 10, 20)]
    rows += [("B", "2015-02-01T05:10:00", "Panthera pardus")]
    survey = package(tmp_path / "burst", rows)
    assert run("survey", "activity", survey, *FEW, "--json").json["events"] == 2
    assert run("survey", "activity", survey, *FEW, "--minutes", "10", "--json").json["events"] == 4


@pytest.mark.parametrize(
    ("rows", "more", "sentence"),
    [
        ([], (), "no observation of an animal"),
        (hours([5], "A", "Panthera pardus"), (), "needs two at least"),
        (hours([0, 0, 0], "A", "Panthera pardus"), (), "no hour of the day"),
        ([("A", "", "Panthera pardus")] * 3, (), "3 of 3 records have no time"),
        (hours([5], "A", "Panthera pardus") + hours([6], "A", "Sus scrofa"), (), "several species"),
        (hours([5, 6], "A", "Panthera pardus"), ("--species", "Lynx"), "no observation of “Lynx”"),
        (hours([5, 6], "A", "Panthera pardus"), ("--with-species", "Panthera"), "not two species"),
        (hours([5, 6], "A", "Panthera pardus"), ("--replicates", "3"), "replicates"),
    ],
)
def test_what_gives_no_curve_gives_a_sentence(
    run: Run, tmp_path: Path, rows: list[tuple[str, str, str]], more: tuple[str, ...], sentence: str
) -> None:
    done = run("survey", "activity", package(tmp_path / "bad", rows or hours([1], "A", "")), *more)
    assert done.code == 2
    assert done.out == ""
    assert sentence in done.err


def test_a_survey_of_occasions_has_no_hours(run: Run) -> None:
    done = run("survey", "activity", reference("tiger_spacecap"))
    assert done.code == 2
    assert "no hour of the day" in done.err


def test_every_engine_gives_the_same_answer(squares: Catalog) -> None:
    question = ActivityQuestion(file=str(TUTORIAL), replicates=120)
    here = answer(squares, question)
    for engine in (Here(), Processes(("numpy", "scipy"))):
        again = answer(squares, question, None, engine.map)
        engine.close()
        assert again == here
        np.testing.assert_array_equal(again.curves[0].low, here.curves[0].low)
    (curve,) = here.curves
    assert curve.hours[0] == 0
    assert curve.hours[-1] == 24
    assert (curve.low <= curve.high).all()
    assert np.trapezoid(curve.density, curve.hours) == pytest.approx(1, abs=1e-3)
