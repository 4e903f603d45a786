"""Files that want to do harm, and files that are merely broken: a sentence, never a crash."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pandas as pd
import pytest

from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.i18n import explain, problem_words
from leopard_range.model import Choices
from leopard_range.model.survey import TABLES, Survey
from leopard_range.reports.survey.camtrap_dp import camtrap_dp_files
from leopard_range.schema import conform
from leopard_range.sources import survey as readers
from tests.sources.survey.test_occasions import FILES as SPACECAP
from tests.sources.survey.test_occasions import TEXT as SECR
from tests.sources.survey.test_plain import FILES as PLAIN
from tests.sources.survey.test_plain import INSIGHTS, MAPPING

ABOUT = {
    "profile": "https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0.2/camtrap-dp-profile.json",
    "resources": [{"name": name, "path": f"{name}.csv"} for name in ("deployments", "media", "observations")],
}
PACKAGE = {
    "datapackage.json": json.dumps(ABOUT).encode(),
    "deployments.csv": (
        b"deploymentID,locationID,latitude,longitude,deploymentStart,deploymentEnd,setupBy\n"
        b"d1,a,43.1,131.5,2011-01-01T00:00:00+10:00,2011-02-01T00:00:00+10:00,Somebody\n"
        b"d2,,43.2,131.6,2011-01-01T00:00:00+10:00,2011-02-01T00:00:00+10:00,\n"
    ),
    "media.csv": b"mediaID,deploymentID,timestamp,filePath,filePublic,fileMediatype\n"
    b"m1,d1,2011-01-02T00:00:00+10:00,a.jpg,false,image/jpeg\n",
    "observations.csv": (
        b"observationID,deploymentID,mediaID,eventID,eventStart,eventEnd,observationLevel,observationType,"
        b"scientificName,count,individualID,observationTags\n"
        b"o1,d1,,e1,2011-01-02T00:00:00Z,2011-01-02T00:00:10Z,event,animal,Lynx lynx,1,X,flank:left\n"
        b"o2,d1,m1,,2011-01-02T00:00:00Z,,media,animal,Lynx lynx,1,X,flank:right|confidence:certain\n"
    ),
}
ALL: dict[str, dict[str, bytes]] = {
    "package": PACKAGE,
    "spacecap": SPACECAP,
    "secr": SECR,
    "plain": PLAIN,
    "insights": {name: text.encode() for name, text in INSIGHTS.items()},
}


def changed(**tables: str | bytes) -> Survey:
    more = {
        f"{name}.csv": text if isinstance(text, bytes) else text.encode() for name, text in tables.items()
    }
    return readers.read("s.zip", PACKAGE | more, Choices())


def assert_sound(found: Survey) -> None:
    """A survey keeps its promises whatever it was read from, and all its words can be shown."""
    for name, columns in TABLES.items():
        frame = getattr(found, name)
        if frame is not None:
            pd.testing.assert_frame_equal(conform(frame, columns), frame)
    for problem in found.problems:
        assert problem_words(problem).message
    readers.unpack(readers.pack(found))


@pytest.mark.parametrize("name", ALL)
def test_every_format_is_sound_as_it_is(name: str) -> None:
    assert_sound(readers.read("s.zip", ALL[name], Choices()))


def test_flank_event_and_place_are_filled_in() -> None:
    found = changed()
    assert found.observations["flank"].tolist() == ["left", "right"]
    assert found.observations["confidence"].tolist() == ["", "certain"]
    assert found.observations["eventID"].tolist() == ["e1", "o2"]
    assert found.observations["eventEnd"].notna().all()
    assert found.deployments["locationID"].tolist() == ["a", "131.60000_43.20000"]
    assert found.individuals.to_dict("records") == [
        {"individualID": "X", "sex": "", "lifeStage": "", "flank": "both", "confidence": "certain"}
    ]
    assert "setupBy" not in found.deployments
    rules = {one.rule: dict(one.blanks) for one in found.problems}
    assert rules == {"people_left_out": {"columns": "setupBy"}, "station_by_place": {"count": 1}}


@pytest.mark.parametrize(
    "path",
    [
        *("../deployments.csv", "/etc/passwd", "https://example.org/d.csv", "~/d.csv", "a\\b.csv"),
        *("C:/d.csv", "file:///etc/passwd", "a/../../d.csv"),
    ],
)
def test_nothing_outside_the_package_is_asked_for(path: str) -> None:
    about = json.loads(json.dumps(ABOUT))
    about["resources"][0]["path"] = path
    with pytest.raises(RejectedError) as problem:
        readers.read("s.zip", PACKAGE | {"datapackage.json": json.dumps(about).encode()}, Choices())
    assert problem.value.code == "camtrap_outside"


@pytest.mark.parametrize(
    ("about", "code"),
    [
        (b"", "empty_json"),
        (b"[", "json_truncated"),
        (b"[]", "camtrap_descriptor"),
        (b'{"resources": 3}', "camtrap_descriptor"),
        (b'{"resources": [3]}', "camtrap_descriptor"),
        (b'{"resources": []}', "camtrap_resource"),
        (b'{"resources": [{"name": "deployments", "path": "none.csv"}]}', "camtrap_resource"),
        (b'{"resources": [{"name": "deployments"}]}', "camtrap_resource"),
        (b"[" * 500 + b"]" * 500, "json_deep"),
    ],
)
def test_a_description_that_is_none_is_told(about: bytes, code: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        readers.read("s.zip", PACKAGE | {"datapackage.json": about}, Choices())
    assert problem.value.code == code
    assert explain(problem.value).message


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        *(("2011-13-01T00:00:00Z", "time_unreadable"), ("yesterday", "time_unreadable")),
        *(("1066-01-01T00:00:00Z", "time_unreadable"), ("", "cell_empty")),
        ("2011-02-01T00:00:00", "time_zone_partly"),
        ("2011-02-01T00:00:00-05:00", "time_zones_mixed"),
    ],
)
def test_a_time_that_cannot_be_read_is_left_out_and_told(cell: str, rule: str) -> None:
    text = PACKAGE["deployments.csv"].decode().replace("2011-02-01T00:00:00+10:00,S", f"{cell},S")
    found = changed(deployments=text)
    assert rule in {one.rule for one in found.problems if one.column == "deploymentEnd"}
    assert found.deployments["deploymentEnd"].isna().tolist()[1] is False
    assert_sound(found)


def test_one_column_that_is_all_wrong_is_told_in_a_hundred_lines() -> None:
    rows = "".join(f"m{at},d1,nonsense,a.jpg,false,image/jpeg\n" for at in range(1_000))
    found = changed(media="mediaID,deploymentID,timestamp,filePath,filePublic,fileMediatype\n" + rows)
    told = [one for one in found.problems if one.table == "media"]
    assert [one.rule for one in told] == ["time_unreadable"] * 100 + ["more_alike"]
    assert dict(told[-1].blanks) == {"count": 900}


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (b"locationID\na\n", "survey_column"),
        (b"deploymentID,deploymentID\n1,2\n", "survey_columns_twice"),
        (b"deploymentID,b\n1,2,3\n", "survey_table_broken"),
        (b'deploymentID\n"open\n', "survey_table_broken"),
        (b"deploymentID\n\x00\n", "nul_byte"),
        (b"deploymentID\n\xff\xfe\xfd\n", "encoding_needed"),
        (b"", "no_rows"),
        (b"a," * 3_000 + b"\n", "survey_too_big"),
    ],
)
def test_a_table_that_cannot_be_taken_apart_stops_the_reading(table: bytes, code: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        changed(deployments=table)
    assert problem.value.code == code
    assert explain(problem.value).message


def test_an_unknown_zone_is_told() -> None:
    for zone in ("Mars/Olympus", "", "../etc/passwd", "UTC+99"):
        with pytest.raises(LeopardRangeError) as problem:
            readers.read("s.zip", PACKAGE, Choices(timezone=zone))
        assert problem.value.code == "timezone_unknown"


_WEIRD = (
    *("", "NA", "-1", "0", "1e400", "nan", "inf", "9" * 30, "=1+1", "<script>", "\u202e", "{0}", "%s", '"'),
    *("2011-01-01", "31/12/2011", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
    *("2011-03-27T02:30:00", "2011-01-01T00:00:00+99:99", "24:00", "Леопард", "豹", "a" * 5_000, "\x0b", "/"),
)


def damaged(files: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """Change a cell, a byte or a row of one file."""
    out = dict(files)
    name = chance.choice(sorted(out))
    body = out[name]
    way = chance.randrange(5)
    if way == 0 and body:
        at = chance.randrange(len(body))
        out[name] = body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
    elif way == 1:
        out[name] = body[: chance.randrange(len(body) + 1)]
    elif way == 2:
        lines = body.split(b"\n")
        chance.shuffle(lines)
        out[name] = b"\n".join(lines)
    else:
        lines = body.split(b"\n")
        at = chance.randrange(len(lines))
        cells = lines[at].split(b",")
        cells[chance.randrange(len(cells))] = chance.choice(_WEIRD).encode("utf-8", "surrogatepass")
        lines[at] = b",".join(cells)
        out[name] = b"\n".join(lines)
    return out


def _mapped(files: dict[str, bytes]) -> Survey:
    return readers.read("s.zip", files, Choices(), json.dumps(MAPPING).encode())


@pytest.mark.parametrize("name", [*ALL, "mapped"])
def test_damage_gives_a_sentence_or_a_sound_survey(name: str) -> None:
    chance = random.Random(name)
    read: Callable[[dict[str, bytes]], Survey] = (
        _mapped if name == "mapped" else lambda files: readers.read("s.zip", files, Choices())
    )
    files = PLAIN if name == "mapped" else ALL[name]
    for _ in range(40):
        broken = damaged(damaged(files, chance), chance)
        try:
            found = read(broken)
        except LeopardRangeError as problem:
            said = explain(problem)
            assert said.message
            continue
        assert_sound(found)
        if found.dated and found.crs == "EPSG:4326":
            with suppress(LeopardRangeError):
                camtrap_dp_files(found)


@pytest.mark.parametrize("key", ["keywords", "licenses", "contributors", "project", "title", "resources"])
@pytest.mark.parametrize("value", [None, 3, "x", [], [3], {}, {"a": [1]}, [[["x"]]], True])
def test_a_description_of_other_types_gives_a_sentence_or_a_survey(key: str, value: Any) -> None:
    body = json.dumps(ABOUT | {key: value}).encode()
    with suppress(LeopardRangeError):
        assert_sound(readers.read("s.zip", PACKAGE | {"datapackage.json": body}, Choices()))
