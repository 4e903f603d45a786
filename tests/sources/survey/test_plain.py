"""Two plain tables, by a mapping or by usual headings, and exports of Wildlife Insights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from leopard_range.catalog.surveys import read_survey
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import explain
from leopard_range.model import Choices
from leopard_range.sources import survey as readers
from tests.surveys import reference

CAMERAS = (
    "Station,utm_y,utm_x,Setup_date,Retrieval_date,Problem1_from,Problem1_to\n"
    "A,4800000,500000,02/04/2009,14/05/2009,,\n"
    "B,4801000,500000,04/04/2009,17/05/2009,12/05/2009,17/05/2009\n"
)
RECORDS = (
    "Station,Species,Individual,Date,Time,Directory\n"
    "A,Panthera pardus,P1,2009-04-21,00:40:00,C:/somebody\n"
    "B,blank,,2009-04-22,20:19:00,\n"
    "C,Lynx lynx,,2009-04-22,20:19:00,\n"
)
FILES = {"cameras.csv": CAMERAS.encode(), "records.csv": RECORDS.encode()}
MAPPING: dict[str, Any] = {
    "deployments": {
        "file": "cameras.csv",
        "date_format": "%d/%m/%Y",
        "columns": {
            "locationID": "Station",
            "x_m": "utm_x",
            "y_m": "utm_y",
            "deploymentStart": "Setup_date",
            "deploymentEnd": "Retrieval_date",
        },
        "gaps": [["Problem1_from", "Problem1_to"]],
    },
    "records": {
        "file": "records.csv",
        "columns": {
            "locationID": "Station",
            "scientificName": "Species",
            "individualID": "Individual",
            "eventStart": ["Date", "Time"],
        },
    },
    "timezone": "Asia/Vladivostok",
    "crs": "EPSG:32652",
}


def test_a_mapping_says_which_column_is_which() -> None:
    found = readers.read("s", FILES, Choices(), json.dumps(MAPPING).encode())
    assert (found.kind, found.crs) == ("csv", "EPSG:32652")
    # A day without an hour is noon by the cameras' clock: in 2009 eleven hours before UTC.
    assert found.deployments["deploymentStart"].tolist() == [
        pd.Timestamp("2009-04-02T12:00+11:00"),
        pd.Timestamp("2009-04-04T12:00+11:00"),
    ]
    gap = found.gaps.iloc[0]
    assert (gap["deploymentID"], gap["start"], gap["end"]) == (
        "B",
        pd.Timestamp("2009-05-12T00:00+11:00"),
        pd.Timestamp("2009-05-18T00:00+11:00"),
    )
    seen = found.observations
    assert seen["eventStart"].iloc[0] == pd.Timestamp("2009-04-21T00:40+11:00")
    assert seen["observationType"].tolist() == ["animal", "blank", "animal"]
    assert seen["scientificName"].tolist() == ["Panthera pardus", "", "Lynx lynx"]
    assert seen["deploymentID"].tolist() == ["A", "B", "C"]
    assert "Directory" not in seen
    assert found.individuals["individualID"].tolist() == ["P1"]


def test_usual_headings_need_no_mapping() -> None:
    found = readers.read("s", FILES, Choices())
    assert (len(found.deployments), len(found.observations), len(found.gaps)) == (2, 3, 1)
    assert found.crs == ""


def test_a_record_belongs_to_the_deployment_that_had_begun() -> None:
    cameras = "station,lon,lat,start,end\n" + "".join(
        f"A,131.5,43.1,{year}-04-01 10:00,{year}-05-01 10:00\n" for year in (2009, 2010)
    )
    records = "station,species,datetime\n" + "".join(
        f"A,Lynx lynx,{day} 10:00\n" for day in ("2010-04-20", "2009-04-20", "2008-04-20", "nonsense")
    )
    files = {"cameras.csv": cameras.encode(), "records.csv": records.encode()}
    found = readers.read("s", files, Choices())
    assert found.deployments["deploymentID"].tolist() == ["A", "A#2"]
    assert found.observations["deploymentID"].tolist() == ["A#2", "A", "A", "A"]
    assert found.crs == "EPSG:4326"
    assert [(one.rule, one.row) for one in found.problems] == [("time_unreadable", 4)]


def test_one_table_may_be_named_and_the_other_lies_beside_it(tmp_path: Path) -> None:
    for name, body in FILES.items():
        (tmp_path / name).write_bytes(body)
    (tmp_path / "map.json").write_text(json.dumps(MAPPING))
    found = read_survey(tmp_path / "records.csv", Choices(), tmp_path / "map.json")
    assert (found.name, len(found.deployments)) == ("records.csv", 2)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"deployments": None}, "survey_mapping_bad"),
        ({"records": {"columns": {"locationID": 3}}}, "survey_mapping_bad"),
        ({"records": {"columns": {"nonsense": "Station"}}}, "survey_mapping_bad"),
        ({"records": {"columns": {"locationID": "Station"}, "gaps": [["a"]]}}, "survey_mapping_bad"),
        ({"timezone": 3}, "survey_mapping_bad"),
        ({"timezone": "Mars/Olympus"}, "timezone_unknown"),
        ({"crs": "moon"}, "crs_unknown"),
        ({"records": {"file": "x.csv", "columns": {}}}, "survey_mapping_file"),
        ({"records": {"file": "records.csv", "columns": {"locationID": "Nowhere"}}}, "survey_column"),
        (
            {"deployments": {"file": "cameras.csv", "columns": {"locationID": "Station"}}},
            "survey_column",
        ),
    ],
)
def test_a_mapping_that_cannot_be_used_is_told_with_an_example(change: dict[str, Any], code: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        readers.read("s", FILES, Choices(), json.dumps(MAPPING | change).encode())
    assert problem.value.code == code
    assert explain(problem.value).message


def test_two_tables_of_one_kind_need_a_mapping() -> None:
    with pytest.raises(LeopardRangeError) as problem:
        readers.read("s", {**FILES, "more.csv": RECORDS.encode()}, Choices())
    said = explain(problem.value)
    assert problem.value.code == "survey_mapping_needed"
    assert "more.csv (Station, Species" in said.message
    assert '"deploymentStart"' in said.remedy


def test_dates_with_two_meanings_are_asked_about() -> None:
    cameras = "station,x,y,start,end\nA,1,2,02/04/2009,05/04/2009\n"
    files = {"c.csv": cameras.encode(), "r.csv": RECORDS.encode()}
    with pytest.raises(LeopardRangeError) as problem:
        readers.read("s", files, Choices())
    assert problem.value.code == "date_order_needed"
    for order, day in (("dmy", "2009-04-02"), ("mdy", "2009-02-04")):
        start = readers.read("s", files, Choices(date_order=order)).deployments["deploymentStart"].iloc[0]
        assert start.strftime("%Y-%m-%d") == day


def test_the_sample_of_camtrapr_reads_by_a_mapping() -> None:
    folder = reference("camtrapR_sample")
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    mapping = MAPPING | {
        "deployments": MAPPING["deployments"] | {"file": "camtraps.csv"},
        "records": {
            "file": "recordTableSample.csv",
            "columns": {
                "locationID": "Station",
                "scientificName": "Species",
                "eventStart": "DateTimeOriginal",
            },
        },
        "crs": "EPSG:32650",
    }
    found = readers.read("s", files, Choices(), json.dumps(mapping).encode())
    assert (len(found.deployments), len(found.observations), len(found.gaps)) == (3, 39, 1)
    assert found.problems == ()
    nights = (found.deployments["deploymentEnd"] - found.deployments["deploymentStart"]).dt.days.tolist()
    assert nights == [42, 43, 43]


INSIGHTS = {
    "e/deployments.csv": (
        "project_id,deployment_id,placename,longitude,latitude,start_date,end_date,camera_id,recorded_by\n"
        "1,d1,P1,131.5,43.1,2020-05-01 00:00:00,2020-06-01 00:00:00,c1,Somebody\n"
    ),
    "e/images.csv": (
        "project_id,deployment_id,image_id,filename,location,is_blank,identified_by,class,order,family,genus,"
        "species,common_name,timestamp,number_of_objects,age,sex,individual_id\n"
        "1,d1,i1,a.jpg,gs://x/a.jpg,0,Somebody,Mammalia,Carnivora,Felidae,Panthera,pardus,Leopard,"
        "2020-05-02 10:00:00,1,Adult,Female,L1\n"
        "1,d1,i1,a.jpg,gs://x/a.jpg,0,Somebody,Mammalia,Cetartiodactyla,Cervidae,Cervus,,Deer,"
        "2020-05-02 10:00:00,2,Unknown,Unknown,\n"
        "1,d1,i2,b.jpg,gs://x/b.jpg,1,Somebody,,,,,,Blank,2020-05-02 11:00:00,,,,\n"
        "1,d1,i3,c.jpg,x,0,,Mammalia,Primates,Hominidae,Homo,sapiens,Human,2020-05-03 11:00:00,1,,,\n"
    ),
    "e/cameras.csv": "project_id,camera_id,make,model\n1,c1,Reconyx,HF2\n",
    "e/projects.csv": "project_id,project_name,metadata_license,image_license\n1,Pilot,CC0,CC-BY\n",
}


def test_an_export_of_wildlife_insights_is_read_at_the_level_of_images() -> None:
    found = readers.read("e.zip", {name: text.encode() for name, text in INSIGHTS.items()}, Choices())
    assert (found.kind, len(found.deployments), len(found.media)) == ("wildlife-insights", 1, 3)
    seen = found.observations
    assert seen["scientificName"].tolist() == ["Panthera pardus", "Cervus", "", "Homo sapiens"]
    assert seen["observationType"].tolist() == ["animal", "animal", "blank", "human"]
    assert set(seen["observationLevel"]) == {"media"}
    assert len(found.counted) == 4
    assert seen["observationID"].is_unique
    assert seen["eventStart"].iloc[0] == pd.Timestamp("2020-05-02T10:00+10:00")
    assert found.individuals[["individualID", "sex", "lifeStage"]].to_numpy().tolist() == [
        ["L1", "female", "adult"]
    ]
    assert found.metadata["title"] == "Pilot"
    rules = {one.rule for one in found.problems}
    assert rules == {"people_left_out"}
    everything = found.deployments.to_csv() + seen.to_csv()
    assert "Somebody" not in everything


def test_sequences_are_events() -> None:
    files = {name: text.encode() for name, text in INSIGHTS.items() if "images" not in name}
    files["e/sequences.csv"] = (
        b"project_id,deployment_id,sequence_id,start_time,end_time,genus,species,is_blank,group_size\n"
        b"1,d1,s1,2020-05-02 10:00:00,2020-05-02 10:01:00,Panthera,pardus,0,2\n"
    )
    found = readers.read("e.zip", files, Choices())
    row = found.observations.iloc[0]
    assert (row["observationLevel"], row["eventID"], row["count"]) == ("event", "s1", 2)
    assert (row["eventEnd"] - row["eventStart"]).total_seconds() == 60
