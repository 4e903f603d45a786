"""Surveys without dates: SPACECAP's tables, secr's texts, and captures under other headings."""

from __future__ import annotations

from pathlib import Path

import pytest

from leopard_range.catalog.surveys import read_survey
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices
from leopard_range.sources import survey as readers
from tests.surveys import reference

TRAPS = "LOC_ID,X_COORD,Y_COORD,1,2,3\n1,500000,4800000,1,0,1\n2,501000,4800000,0,1,1\n"
CAPTURES = "LOC_ID,ANIMAL_ID,SO\n1,1,1\n2,1,3\n2,2,3\n"
HABITAT = "X_COORD,Y_COORD,HABITAT\n499000,4799000,1\n500000,4799000,0\n"
FILES = {"a.csv": CAPTURES.encode(), "b.csv": TRAPS.encode(), "c.csv": HABITAT.encode()}


def test_spacecap_has_effort_by_occasion_and_no_dates() -> None:
    found = readers.read("s.zip", FILES, Choices())
    assert (found.kind, found.crs, found.dated) == ("spacecap", "", False)
    assert found.usage is not None
    assert found.usage.to_numpy().tolist() == [
        *(["1", 1, 1.0], ["1", 3, 1.0]),
        *(["2", 2, 1.0], ["2", 3, 1.0]),
    ]
    assert found.deployments[["locationID", "x_m", "y_m"]].to_numpy().tolist() == [
        *(["1", 500000.0, 4800000.0], ["2", 501000.0, 4800000.0])
    ]
    assert found.deployments["longitude"].isna().all()
    assert found.deployments["deploymentStart"].isna().all()
    seen = found.observations[["individualID", "deploymentID", "occasion", "observationLevel"]]
    assert seen.to_numpy().tolist() == [
        *(["1", "1", 1, "event"], ["1", "2", 3, "event"], ["2", "2", 3, "event"]),
    ]
    assert found.habitat is not None
    assert found.habitat.to_numpy().tolist() == [[499000.0, 4799000.0, 1], [500000.0, 4799000.0, 0]]
    assert found.problems == ()


def test_the_system_of_plane_coordinates_is_the_one_that_is_said() -> None:
    assert readers.read("s.zip", FILES, Choices(crs="EPSG:32652")).crs == "EPSG:32652"
    degrees = {**FILES, "b.csv": b"LOC_ID,X_COORD,Y_COORD,1\n1,131.5,43.1,1\n2,131.6,43.1,1\n"}
    found = readers.read("s.zip", degrees, Choices(crs="EPSG:4326"))
    assert found.deployments["longitude"].tolist() == [131.5, 131.6]
    for crs, code in (("EPSG:99999999", "crs_unknown"), ("x", "crs_unknown"), ("EPSG:4284", "not_metric")):
        with pytest.raises(LeopardRangeError) as problem:
            readers.read("s.zip", FILES, Choices(crs=crs))
        assert problem.value.code == code


def test_captures_under_other_headings_are_read_as_secr_writes_them() -> None:
    files = {
        "captures.csv": b'"individual","occasion","trap"\n"A",1,"n1"\n"A",4,"n2"\n',
        "traps.csv": b'"trap","x","y"\n"n1",0,0\n"n2",30,0\n',
        "mask.csv": b'"x","y","d"\n0,0,1\n10,0,2\n',
        "surface.csv": b'"x","y","D.sum"\n0,0,1\n',
    }
    found = readers.read("folder", files, Choices())
    assert found.kind == "secr"
    assert found.usage is not None
    # Without usage every trap was set on every occasion.
    assert found.usage["effort_days"].sum() == 8
    assert found.habitat is not None
    assert found.habitat["habitat"].tolist() == [1, 1]


TEXT = {
    "capt.txt": b"# Session ID Occasion Detector\n1 A 1 T1\n1 B 2 T2\n2 A -3 T3\n2 NONE 1 T1\n",
    "trap.txt": b"# Detector X Y\nT1 0 0 101 / north\nT2 100 0 111 / south\nT3 200 0 011 / x\n",
}


def test_secr_texts_are_read_by_the_order_of_cells() -> None:
    found = readers.read("folder", TEXT, Choices())
    assert found.usage is not None
    assert found.usage["effort_days"].sum() == 14
    assert found.deployments["deploymentID"].tolist() == ["1/T1", "1/T2", "1/T3", "2/T1", "2/T2", "2/T3"]
    assert found.observations[["deploymentID", "occasion", "session"]].to_numpy().tolist() == [
        *(["1/T1", 1, "1"], ["1/T2", 2, "1"], ["2/T3", 3, "2"]),
    ]
    assert [(one.rule, dict(one.blanks)) for one in found.problems] == [("animals_removed", {"count": 1})]
    assert found.observations["removed"].tolist() == ["", "", "yes"]


def test_captures_may_say_that_an_animal_was_taken_away() -> None:
    for column, cells in (("alive", ("1", "", "no")), ("removed", ("0", "", "yes"))):
        captures = f"LOC_ID,ANIMAL_ID,SO,{column}\n1,1,1,{cells[0]}\n2,1,-3,{cells[1]}\n2,2,3,{cells[2]}\n"
        found = readers.read("s.zip", {**FILES, "a.csv": captures.encode()}, Choices())
        assert found.observations["occasion"].tolist() == [1, 3, 3]
        assert found.observations["removed"].tolist() == ["", "yes", "yes"]
        assert [(one.rule, dict(one.blanks)) for one in found.problems] == [("animals_removed", {"count": 2})]
    wrong = {**FILES, "a.csv": b"LOC_ID,ANIMAL_ID,SO,alive\n1,1,1,perhaps\n"}
    assert [one.rule for one in readers.read("s.zip", wrong, Choices()).problems] == ["value_unknown"]


def test_a_capture_may_tell_the_place_instead_of_the_trap() -> None:
    files = {
        "a.txt": b"s A 1 0 0\ns B 2 100 0\ns B 2 170 9\n",
        "b.txt": b"T1,0,0,1,1\nT2,100,0,1,0\n",
    }
    found = readers.read("folder", files, Choices())
    assert found.observations["deploymentID"].tolist() == ["T1", "T2", "170 9"]


def test_cells_that_cannot_be_read_do_not_stop_the_reading() -> None:
    files = {**FILES, "a.csv": b"LOC_ID,ANIMAL_ID,SO\n1,1,x\n,2,0\n2,3,2\n"}
    found = readers.read("s.zip", files, Choices())
    assert found.observations["occasion"].isna().tolist() == [True, True, False]
    assert {(one.rule, one.table, one.row) for one in found.problems} == {
        *(("occasion_unreadable", "captures", 1), ("occasion_unreadable", "captures", 2)),
        ("cell_empty", "captures", 2),
    }


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a.csv": CAPTURES.encode()}, "survey_part_missing"),
        ({**FILES, "d.csv": CAPTURES.encode()}, "survey_part_twice"),
        ({"x.csv": b"a,b\n1,2\n"}, "survey_unknown"),
        ({"x.csv": b""}, "survey_unknown"),
        ({}, "survey_unknown"),
    ],
)
def test_what_is_missing_is_said(files: dict[str, bytes], code: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        readers.read("folder", files, Choices())
    assert problem.value.code == code


@pytest.mark.data
@pytest.mark.parametrize(
    ("folder", "kind", "sizes", "effort", "habitat"),
    [
        ("tiger_spacecap", "spacecap", (120, 44, 68), 1_435, 4_810),
        ("secr_captdata", "secr", (100, 76, 235), 500, 3_936),
        ("secr_possum", "secr", (180, 112, 305), 900, 5_120),
    ],
)
def test_the_reference_sets_have_their_animals_captures_and_effort(
    folder: str, kind: str, sizes: tuple[int, int, int], effort: float, habitat: int
) -> None:
    path: Path = reference(folder)
    found = read_survey(path)
    assert found.usage is not None
    assert found.habitat is not None
    assert found.kind == kind
    assert (len(found.deployments), len(found.individuals), len(found.observations)) == sizes
    assert found.usage["effort_days"].sum() == effort
    assert found.habitat["habitat"].sum() == habitat
    assert found.problems == ()
