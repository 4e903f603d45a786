"""Camtrap DP packages: the standard's own examples, the tutorial's survey, older versions."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from leopard_range.catalog.surveys import read_survey
from leopard_range.model import Choices, Note
from leopard_range.sources import survey as readers
from tests.surveys import reference

LEARN = Path(__file__).parents[3] / "docs" / "learn" / "survey"


@pytest.mark.parametrize("version", ["v1.0-rc.1", "v1.0", "v1.0.1", "v1.0.2"])
@pytest.mark.parametrize("ending", ["", "datapackage.json"])
def test_the_examples_of_the_standard_read_in_full(version: str, ending: str) -> None:
    folder = reference("camtrapdp_examples") / version / "example"
    if not folder.is_dir():
        pytest.skip(f"the reference data beside the project are missing: {version}")
    found = read_survey(folder / ending)
    levels = found.observations["observationLevel"].value_counts().to_dict()
    assert (len(found.deployments), levels) == (4, {"media": 513, "event": 36})
    lengths = found.deployments["deploymentEnd"] - found.deployments["deploymentStart"]
    days = sorted((lengths.dt.total_seconds() / 86_400).round(4))
    assert days == [9.1065, 9.9521, 22.0324, 32.2806]
    assert len(found.counted) == 36
    assert {problem.severity for problem in found.problems} == {"info"}
    assert not found.simulated


def test_the_survey_of_the_tutorial_says_that_it_is_simulated() -> None:
    found = read_survey(LEARN)
    assert found.simulated
    assert found.problems == ()
    assert (len(found.deployments), len(found.observations)) == (558, 220)
    assert found.deployments["locationID"].nunique() > 90
    assert (found.observations["observationLevel"] == "event").all()
    assert found.individuals["individualID"].is_unique
    assert "simulated" in str(found.metadata["title"]).lower()


OLD = {
    "datapackage.json": (
        b'{"profile": "https://raw.githubusercontent.com/tdwg/camtrap-dp/0.1.6/camtrap-dp-profile.json",'
        b'"resources": [{"name": "deployments", "path": "d.csv"}, {"name": "multimedia", "path": "m.csv"},'
        b'{"name": "observations", "path": "o.csv"}]}'
    ),
    "d.csv": (
        b"deployment_id,location_id,location_name,longitude,latitude,start,end,setup_by,camera_interval,tags\n"
        b"d1,l1,Place,131.5,43.1,2020-05-01T10:00:00Z,2020-06-01T10:00:00Z,Somebody,5,x\n"
    ),
    "m.csv": (
        b"multimedia_id,deployment_id,sequence_id,timestamp,file_path\n"
        b"m1,d1,s1,2020-05-02T10:00:00Z,a.jpg\n"
        b"m2,d1,s1,2020-05-02T10:00:30Z,b.jpg\n"
    ),
    "o.csv": (
        b"observation_id,deployment_id,sequence_id,multimedia_id,timestamp,observation_type,scientific_name,"
        b"count,count_new,life_stage,sex,behaviour,individual_id,classified_by,comments\n"
        b"o1,d1,s1,,2020-05-02T10:00:00Z,animal,Lynx lynx,2,1,offspring,unknown,x,L1,Somebody,\n"
        b"o2,d1,s2,,2020-05-03T10:00:00Z,unclassified,,,,,,,,,\n"
    ),
}


def test_a_package_of_an_older_version_is_brought_up_to_date() -> None:
    found = readers.read("old.zip", OLD, Choices())
    assert found.operations == (Note.of("survey_up_converted", version="0.1.6", to="1.0.2"),)
    deployment = found.deployments.iloc[0]
    assert (deployment["locationID"], deployment["cameraDelay"]) == ("l1", "5")
    assert (deployment["deploymentEnd"] - deployment["deploymentStart"]).days == 31
    first, second = (found.observations.iloc[at] for at in (0, 1))
    assert (first["eventID"], first["count"], first["lifeStage"], first["sex"]) == ("s1", 2, "juvenile", "")
    # An event had one time; it lasts to its last picture.
    assert (first["eventEnd"] - first["eventStart"]).total_seconds() == 30
    assert second["eventEnd"] == second["eventStart"]
    assert set(found.observations["observationLevel"]) == {"event"}
    assert found.media["mediaID"].tolist() == ["m1", "m2"]
    assert found.individuals["individualID"].tolist() == ["L1"]
    assert {one.rule for one in found.problems} == {"people_left_out"}


def test_the_first_candidate_of_one_zero_named_deployments_times_like_events() -> None:
    files = {
        **OLD,
        "datapackage.json": OLD["datapackage.json"].replace(b"0.1.6", b"1.0-rc.1"),
        "d.csv": b"deploymentID,latitude,longitude,eventStart,eventEnd\n"
        b"d1,43.1,131.5,2020-05-01T10:00:00Z,2020-06-01T10:00:00Z\n",
    }
    found = readers.read("old.zip", files, Choices())
    assert found.operations == (Note.of("survey_up_converted", version="1.0-rc.1", to="1.0.2"),)
    assert found.deployments["deploymentStart"].notna().all()
    newer = OLD["datapackage.json"].replace(b"0.1.6", b"2.5")
    rules = {one.rule for one in readers.read("x", {**OLD, "datapackage.json": newer}, Choices()).problems}
    assert "version_unknown" not in rules


def test_a_hundred_thousand_pictures_take_a_second_or_two() -> None:
    rows = "".join(
        f"m{at},d1,2020-05-{at % 28 + 1:02}T{at % 24:02}:00:00+10:00,a/{at}.jpg,false,image/jpeg\n"
        for at in range(100_000)
    )
    about = OLD["datapackage.json"].replace(b"0.1.6", b"1.0.2").replace(b"multimedia", b"media")
    files = {
        **OLD,
        "datapackage.json": about,
        "m.csv": b"mediaID,deploymentID,timestamp,filePath,filePublic,fileMediatype\n" + rows.encode(),
    }
    began = time.process_time()
    found = readers.read("big", files, Choices())
    assert len(found.media) == 100_000
    assert time.process_time() - began < 5
