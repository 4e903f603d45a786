"""Camtrap DP packages: read safely, or refused with the file inside, the row and the column."""

from __future__ import annotations

import json
from typing import Any

import pytest

from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.i18n import LANGUAGES, explain
from leopard_range.model import Choices, Upload
from leopard_range.sources.upload import camtrap
from tests.sources.upload.made import TODAY, codes

DEPLOYMENTS = (
    "deploymentID,locationID,latitude,longitude,deploymentStart,deploymentEnd,setupBy,cameraID\n"
    "d1,s1,43.1,131.3,2013-04-02T10:00:00+11:00,2013-06-02T10:00:00+11:00,A B,7\n"
    "d2,s2,43.2,131.4,2013-04-03T10:00:00+11:00,2013-06-03T10:00:00+11:00,A B,8\n"
)
MEDIA = (
    "mediaID,deploymentID,timestamp,filePath,filePublic,fileMediatype\n"
    "m1,d1,2013-05-01T04:00:00+11:00,https://example.org/1.jpg,false,image/jpeg\n"
)
OBSERVATIONS = (
    "observationID,deploymentID,mediaID,eventStart,eventEnd,observationLevel,observationType,count,classifiedBy\n"
    "o1,d1,m1,2013-05-01T04:00:00+11:00,2013-05-01T04:00:05+11:00,media,animal,1,A B\n"
    "o2,d2,,2013-05-02T04:00:00+11:00,2013-05-02T04:00:05+11:00,event,blank,,\n"
)


def package(**changes: Any) -> dict[str, bytes]:
    members: dict[str, Any] = {
        "datapackage.json": {
            "profile": "https://example.org/camtrap-dp-profile.json",
            "resources": [
                {"name": name, "path": f"{name}.csv", "schema": f"https://example.org/{name}.json"}
                for name in ("deployments", "media", "observations")
            ],
        },
        "deployments.csv": DEPLOYMENTS,
        "media.csv": MEDIA,
        "observations.csv": OBSERVATIONS,
    }
    for name, value in changes.items():
        members[name.replace("__", ".")] = value
    return {
        name: value
        if isinstance(value, bytes)
        else (value if isinstance(value, str) else json.dumps(value)).encode()
        for name, value in members.items()
        if value is not None
    }


def read(members: dict[str, bytes], **choices: Any) -> Upload:
    return camtrap.parse("survey.zip", members, Choices(**choices), TODAY)


def problem(members: dict[str, bytes]) -> LeopardRangeError:
    with pytest.raises(LeopardRangeError) as caught:
        read(members)
    assert caught.value.blanks["file"] == "survey.zip"
    for language in LANGUAGES:
        told = explain(caught.value, language)
        assert all((told.message, told.remedy, told.where))
    return caught.value


def resources(**changes: Any) -> dict[str, Any]:
    descriptor = json.loads(package()["datapackage.json"])
    descriptor["resources"][0].update(changes)
    found: dict[str, Any] = descriptor
    return found


@pytest.mark.parametrize("folder", ["", "survey/", "a/b/"])
def test_a_package_is_read_wherever_it_lies_in_its_archive(folder: str) -> None:
    upload = read({folder + name: body for name, body in package().items()})
    assert (upload.kind, upload.rows, upload.source_crs) == ("camtrap-dp", 2, "EPSG:4326")
    assert codes(upload) == ["personal_dropped", "personal_dropped"]
    assert upload.remarks == ()
    assert upload.frame is not None
    assert upload.frame.crs == "EPSG:4326"
    assert upload.frame["deploymentID"].tolist() == ["d1", "d2"]
    assert upload.frame["cameraID"].tolist() == ["7", "8"]
    assert "setupBy" not in upload.frame
    assert set(upload.tables) == {"media", "observations"}
    assert upload.tables["observations"]["count"].tolist()[0] == 1
    assert "classifiedBy" not in upload.tables["observations"]


@pytest.mark.parametrize(
    "path",
    [
        *(
            "https://example.org/deployments.csv",
            "file:///etc/hostname",
            "/etc/hostname",
            "../deployments.csv",
        ),
        *("a/../../x.csv", "..\\x.csv", "C:\\x.csv", "c:x.csv", "//host/x.csv", "\\\\host\\x", "~/x.csv"),
    ],
)
def test_tables_outside_the_package_are_refused(path: str) -> None:
    found = problem(package(datapackage__json=resources(path=path)))
    assert isinstance(found, RejectedError)
    assert found.blanks == {"file": "survey.zip", "member": "datapackage.json"}


def test_a_further_table_outside_is_refused_too() -> None:
    descriptor = resources()
    descriptor["resources"].append({"name": "more", "path": ["https://example.org/x.csv"]})
    assert isinstance(problem(package(datapackage__json=descriptor)), RejectedError)


def swapped(table: str, old: str, new: str) -> dict[str, bytes]:
    """Return the package with one text of a table exchanged."""
    texts = {"deployments": DEPLOYMENTS, "media": MEDIA, "observations": OBSERVATIONS}
    return package(**{f"{table}__csv": texts[table].replace(old, new)})


@pytest.mark.parametrize(
    ("members", "code"),
    [
        (package(datapackage__json=None), "camtrap_descriptor"),
        (package(datapackage__json="[]"), "camtrap_descriptor"),
        (package(datapackage__json="{}"), "camtrap_descriptor"),
        (package(datapackage__json='{"resources": [1]}'), "camtrap_descriptor"),
        (package(datapackage__json='{"resources": []}'), "camtrap_resource"),
        (package(datapackage__json='{"resources": ['), "json_truncated"),
        (package(datapackage__json=b"\xff\xfe"), "not_utf8"),
        (package(datapackage__json=resources(path=7)), "camtrap_descriptor"),
        (package(datapackage__json=resources(path="x.csv")), "camtrap_resource"),
        (package(datapackage__json=resources(name="media")), "camtrap_descriptor"),
        (package(media__csv=None), "camtrap_resource"),
    ],
)
def test_a_broken_description_is_explained(members: dict[str, bytes], code: str) -> None:
    found = problem(members)
    assert (found.code, found.blanks["member"]) == (code, "datapackage.json")


@pytest.mark.parametrize(
    ("table", "old", "new", "code"),
    [
        ("media", MEDIA, "", "no_rows"),
        ("deployments", DEPLOYMENTS.partition("\n")[2], "", "no_rows"),
        ("deployments", "latitude", "lat", "camtrap_column"),
        ("deployments", "d2,", ",", "camtrap_empty_cell"),
        ("deployments", "d2,", "d1,", "camtrap_key_twice"),
        ("media", "d1", "d9", "camtrap_key_unknown"),
        ("observations", "m1", "m9", "camtrap_key_unknown"),
        ("deployments", "43.2", "north", "coordinate_unreadable"),
        ("deployments", "43.2", "95", "latitude_out_of_range"),
        ("deployments", "131.4", "195", "longitude_out_of_range"),
        ("deployments", "43.2,131.4", "0,0", "null_island"),
        ("deployments", "latitude,longitude", "longitude,latitude", "swapped"),
        ("deployments", "2013-06-03", "2013-02-30", "date_bad"),
        ("deployments", "2013-06-03", "2012-06-03", "camtrap_dates"),
        ("deployments", "2013-06-03", "2099-06-03", "date_future"),
        ("observations", "animal,1", "animal,-1", "count_bad"),
        ("observations", "animal,1", "animal", "ragged_row"),
        ("observations", "animal", "\0", "nul_byte"),
    ],
)
def test_a_broken_table_is_explained(table: str, old: str, new: str, code: str) -> None:
    found = problem(swapped(table, old, new))
    assert (found.code, found.blanks["member"]) == (code, f"{table}.csv")


def test_the_row_and_column_of_a_broken_key_are_named() -> None:
    found = problem(package(observations__csv=OBSERVATIONS.replace("o2,d2", "o2,d9")))
    assert (found.blanks["row"], found.blanks["column"], found.blanks["table"]) == (
        3,
        "deploymentID",
        "deployments",
    )
    assert "d9" not in str(found)


def test_a_survey_elsewhere_is_read_and_it_is_said() -> None:
    upload = read(package(deployments__csv=DEPLOYMENTS.replace("131.", "4.")))
    assert [note.code for note in upload.remarks] == ["outside_area_noted"]


def test_a_stated_encoding_is_used_and_other_files_are_counted() -> None:
    body = DEPLOYMENTS.replace("s1", "Падь").encode("cp1251")
    members = package(
        datapackage__json=resources(encoding="windows-1251"), deployments__csv=body, readme__md="x"
    )
    upload = read(members)
    assert "decoded" in codes(upload)
    assert [note.code for note in upload.remarks] == ["camtrap_ignored"]
    assert upload.frame is not None
    assert upload.frame["locationID"].tolist()[0] == "Падь"


def test_tables_without_rows_are_a_survey_that_saw_nothing() -> None:
    upload = read(
        package(media__csv=MEDIA.partition("\n")[0], observations__csv=OBSERVATIONS.partition("\n")[0])
    )
    assert [len(table) for table in upload.tables.values()] == [0, 0]
