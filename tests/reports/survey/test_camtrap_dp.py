"""Camtrap DP out: the same bytes for the same survey, and read back it is the same survey."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from leopard_range.catalog import open_catalog
from leopard_range.catalog.surveys import read_survey
from leopard_range.config import Settings
from leopard_range.errors import LeopardRangeError
from leopard_range.model.survey import TABLES, Survey
from leopard_range.reports.survey.camtrap_dp import camtrap_dp, camtrap_dp_files
from tests import surveys
from tests.surveys import reference
from tools.docs import survey as tutorial

ROOT = Path(__file__).parents[3]


def made(**more: Any) -> Survey:
    deployments = [
        {
            "deploymentID": "d1",
            "locationID": "a",
            "longitude": 131.5,
            "latitude": 43.1,
            "coordinateUncertainty": 0.4,
            "deploymentStart": "2009-04-02T12:00:00+11:00",
            "deploymentEnd": "2009-05-14T12:00:00.900+11:00",
        }
    ]
    seen = [
        {
            "observationID": "o1",
            "deploymentID": "d1",
            "eventID": "e1",
            "eventStart": "2009-04-21T00:40:00+11:00",
            "eventEnd": "2009-04-21T00:41:00+11:00",
            "scientificName": "Panthera pardus",
            "individualID": "P1",
            "flank": "left",
            "confidence": "probable",
        }
    ]
    gaps = [
        {
            "deploymentID": "d1",
            "start": "2009-05-01T00:00:00+11:00",
            "end": "2009-05-02T00:00:00+11:00",
            "reason": "battery",
        }
    ]
    animals = [{"individualID": "P1", "sex": "male", "lifeStage": "adult", "flank": "left"}]
    return surveys.survey(deployments, seen, gaps=gaps, individuals=animals, **more)


def again(survey: Survey, folder: Path) -> Survey:
    path = folder / "survey.zip"
    path.write_bytes(camtrap_dp(survey))
    return read_survey(path)


def test_the_survey_of_the_tutorial_is_the_data_folders_own() -> None:
    files = tutorial.files(open_catalog(Settings(role="planner", data=ROOT / "geodata")))
    kept = {path.name: path.read_bytes() for path in tutorial.FOLDER.iterdir() if path.suffix != ".md"}
    assert files == kept, "run: python -m tools.docs.survey"


def test_what_the_standard_has_no_column_for_travels_as_tags_and_tables(tmp_path: Path) -> None:
    found = again(made(), tmp_path)
    assert found.problems == ()
    row = found.observations.iloc[0]
    assert (row["flank"], row["confidence"]) == ("left", "probable")
    assert row["observationTags"] == "flank:left | confidence:probable"
    assert found.gaps.to_dict("records") == made().gaps.to_dict("records")
    assert found.individuals.iloc[0].to_dict() == {
        **{"individualID": "P1", "sex": "male", "lifeStage": "adult", "flank": "left"},
        "confidence": "probable",
    }
    # Whole seconds, and no radius below a metre: the standard has neither.
    assert found.deployments["deploymentEnd"].iloc[0] == pd.Timestamp("2009-05-14T12:00:00+11:00")
    assert found.deployments["coordinateUncertainty"].isna().all()


@pytest.mark.parametrize("source", ["made", "tutorial", "example"])
def test_read_written_and_read_again_it_is_the_same(source: str, tmp_path: Path) -> None:
    if source == "made":
        first = again(made(), tmp_path)
    elif source == "tutorial":
        first = read_survey(tutorial.FOLDER)
    else:
        first = read_survey(reference("camtrapdp_examples") / "v1.0.2" / "example")
    second = again(first, tmp_path)
    for name in TABLES:
        one, other = getattr(first, name), getattr(second, name)
        assert (one is None) == (other is None)
        if one is not None:
            promised = list(TABLES[name])
            pd.testing.assert_frame_equal(one[promised], other[promised])
    assert (second.simulated, second.crs) == (first.simulated, first.crs)
    assert camtrap_dp(replace(second, name=first.name)) == camtrap_dp(first)


def test_a_simulated_survey_says_so_wherever_it_is_looked_at() -> None:
    files = camtrap_dp_files(made(simulated=True, metadata={"title": "Pilot", "description": "Test."}))
    about = json.loads(files["datapackage.json"])
    assert about["title"] == "Pilot (simulated)"
    assert about["description"].startswith("Simulated survey:")
    assert "simulated" in about["keywords"]
    for name in ("deployments.csv", "observations.csv"):
        assert b"data:simulated" in files[name].splitlines()[1]
    assert b"simulated" not in b"".join(camtrap_dp_files(made()).values())


def test_positions_in_a_named_plane_become_degrees() -> None:
    flat = surveys.survey(
        [{"deploymentID": "d", "locationID": "d", "x_m": 703_000.0, "y_m": 4_774_000.0}], crs="EPSG:32652"
    )
    row = camtrap_dp_files(flat)["deployments.csv"].decode().splitlines()[1].split(",")
    assert (round(float(row[3]), 2), round(float(row[4]), 2)) == (43.09, 131.49)
    with pytest.raises(LeopardRangeError) as problem:
        camtrap_dp(replace(flat, crs=""))
    assert problem.value.code == "survey_no_positions"
    bare = surveys.survey([{"deploymentID": "d"}], usage=[{"deploymentID": "d", "occasion": 1}])
    with pytest.raises(LeopardRangeError) as problem:
        camtrap_dp(bare)
    assert problem.value.code == "survey_no_dates"


@pytest.mark.data
@pytest.mark.parametrize("source", ["made", "tutorial", "example"])
def test_the_package_is_valid_by_the_schemas_of_the_standard(source: str, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package, system

    schemas = reference("camtrapdp_examples") / "v1.0.2"
    folders = {"tutorial": tutorial.FOLDER, "example": schemas / "example"}
    survey = read_survey(folders[source]) if source in folders else made()
    files = camtrap_dp_files(survey)
    about = json.loads(files["datapackage.json"])
    assert all("1.0.2" in one["schema"] for one in about["resources"][:3])
    # Nothing is fetched: the addresses of the schemas become the files they stand for.
    del about["profile"]
    for one in about["resources"]:
        if isinstance(one["schema"], str):
            one["schema"] = json.loads((schemas / one["schema"].rpartition("/")[2]).read_text())
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    (tmp_path / "datapackage.json").write_text(json.dumps(about))
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])[:5]
