"""Plain tables of captures: every layout, and every error with its file, row and column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import explain
from leopard_range.sources.captures import read_captures
from tests.surveys import reference

CAPTURES = "individual,occasion,trap\nA,1,t1\nA,2,t2\nB,2,t1\n"
TRAPS = "trap,x,y\nt1,0,0\nt2,0,100\n"
MASK = "x,y,z\n0,0,1\n10,0,2\n0,10,3\n10,10,4\n"


def files(
    folder: Path, captures: str = CAPTURES, traps: str = TRAPS, mask: str = MASK
) -> tuple[Path, Path, Path]:
    paths = tuple(folder / f"{name}.csv" for name in ("captures", "traps", "mask"))
    for path, text in zip(paths, (captures, traps, mask), strict=True):
        path.write_text(text)
    return paths[0], paths[1], paths[2]


def test_plain_tables(tmp_path: Path) -> None:
    found = read_captures(*files(tmp_path), "3")
    (one,) = found.sessions
    assert one.traps == ("t1", "t2")
    assert one.usage.tolist() == [[1, 1, 1], [1, 1, 1]]
    assert one.records[["individual", "occasion", "trap"]].to_numpy().tolist() == [
        ["A", 0, 0],
        ["A", 1, 1],
        ["B", 1, 0],
    ]
    assert found.masks[0].columns.tolist() == ["x", "y", "z"]


def test_spacecap_tables(tmp_path: Path) -> None:
    paths = files(
        tmp_path,
        "LOC_ID,ANIMAL_ID,SO\n2,7,1\n",
        "LOC_ID,X_COORD,Y_COORD,1,2\n1,0,0,1,0\n2,500,0,1,0.5\n",
        "X_COORD,Y_COORD,HABITAT\n0,0,1\n10,0,0\n",
    )
    (one,) = (found := read_captures(*paths)).sessions
    assert one.usage.tolist() == [[1, 0], [1, 0.5]]
    assert one.records["individual"].tolist() == ["7"]
    assert len(found.masks[0]) == 1


def test_text_files_of_secr(tmp_path: Path) -> None:
    paths = files(
        tmp_path,
        "# Session ID Occasion Detector sex\n1 A 1 t1 F\n1 B -2 t2 M\n",
        "# ID X Y usage / covariates\nt1 0 0 11 / grass\nt2 0 100 01 / wood\n",
    )
    (one,) = read_captures(*paths).sessions
    assert one.name == "1"
    assert one.usage.tolist() == [[1, 1], [0, 1]]
    assert one.records["removed"].tolist() == [False, True]
    assert one.records["occasion"].tolist() == [0, 1]


def test_what_says_that_an_animal_was_taken_away(tmp_path: Path) -> None:
    head = "individual,occasion,trap"
    rows = "A,1,t1{}\nA,-2,t2{}\nB,1,t1{}\nC,2,t1{}\n"
    for column, said in (("alive", ("yes", "", "0", "TRUE")), ("Removed", ("no", "", "1", "false"))):
        text = f"{head},{column}\n" + rows.format(*(f",{word}" for word in said))
        (one,) = read_captures(*files(tmp_path, text), "3").sessions
        assert one.records["removed"].tolist() == [False, True, True, False]


def test_sessions_with_traps_of_their_own(tmp_path: Path) -> None:
    paths = files(
        tmp_path,
        "session,individual,occasion,trap\n2005,A,1,t1\n2006,A,9,t1\n",
        "session,trap,x,y\n2005,t1,0,0\n2006,t1,5,5\n2007,t1,6,6\n",
    )
    found = read_captures(*paths, "3,10,4")
    assert [(one.name, one.usage.shape, len(one.records)) for one in found.sessions] == [
        ("2005", (1, 3), 1),
        ("2006", (1, 10), 1),
        ("2007", (1, 4), 0),
    ]
    assert found.sessions[1].xy.tolist() == [[5, 5]]


def test_a_design_has_no_captures(tmp_path: Path) -> None:
    _, traps, _ = files(tmp_path)
    (one,) = read_captures(None, traps, None, "90").sessions
    assert one.usage.shape == (2, 90)
    assert one.records.empty


WRONG: list[tuple[dict[str, str], str, str, dict[str, Any]]] = [
    ({"captures": "individual,occasion,trap\n"}, "3", "file_empty", {}),
    ({"captures": "individual,trap\nA,t1\n"}, "3", "column_missing", {"column": "occasion"}),
    ({"captures": CAPTURES + "C,1,t9\n"}, "3", "captures_unknown_trap", {"row": 4, "trap": "t9"}),
    (
        {"captures": CAPTURES + "C,4,t1\n"},
        "3",
        "captures_occasion_outside",
        {"row": 4, "value": 4, "last": 3},
    ),
    ({"captures": CAPTURES + "C,0,t1\n"}, "3", "captures_occasion_outside", {"row": 4, "value": 0}),
    ({"captures": CAPTURES + "C,x,t1\n"}, "3", "bad_number", {"row": 4, "column": "occasion"}),
    ({"captures": CAPTURES + "C,1.5,t1\n"}, "3", "bad_number", {"row": 4}),
    (
        {"captures": "individual,occasion,trap,alive\nA,1,t1,perhaps\n"},
        "3",
        "captures_yes_no",
        {"row": 1, "column": "alive", "value": "perhaps"},
    ),
    ({"captures": CAPTURES + ",1,t1\n"}, "3", "captures_empty_cell", {"row": 4, "column": "individual"}),
    ({"traps": TRAPS + "t2,5,5\n"}, "3", "captures_trap_twice", {"row": 3, "trap": "t2"}),
    ({"traps": TRAPS + "t3,5,?\n"}, "3", "bad_number", {"row": 3, "column": "y"}),
    ({"traps": TRAPS + "t3,5,1e12\n"}, "3", "captures_far", {"row": 3, "column": "y", "value": 1e12}),
    ({"traps": TRAPS + "t3,5,nan\n"}, "3", "bad_number", {"row": 3}),
    ({"traps": "trap,x,y\nt1,131.1,43.2\nt2,131.2,43.3\n"}, "3", "captures_degrees", {}),
    ({}, "", "captures_no_occasions", {}),
    ({}, "three", "captures_occasions", {"value": "three"}),
    ({}, "0", "captures_occasions", {}),
    ({}, "3,4", "captures_sessions", {"found": 1}),
    ({"traps": "trap,x,y,1,2\nt1,0,0,1,1\nt2,0,900,1,1\n"}, "3", "captures_occasions_differ", {"found": 2}),
    ({"traps": "trap,x,y,1,3\nt1,0,0,1,1\nt2,0,900,1,1\n"}, "", "captures_usage_columns", {"found": 2}),
    (
        {"traps": "trap,x,y,1,2\nt1,0,0,1,-1\nt2,0,900,1,1\n"},
        "",
        "captures_usage_negative",
        {"row": 1, "column": "2"},
    ),
    ({"traps": "trap,x,y,1,2\nt1,0,0,0,0\nt2,0,900,0,0\n"}, "", "captures_no_effort", {}),
    (
        {"traps": "trap,x,y,1,2\nt1,0,0,1,0\nt2,0,900,1,1\n"},
        "",
        "captures_idle_trap",
        {"row": 3, "trap": "t1"},
    ),
    ({"mask": "x,y,HABITAT\n0,0,0\n10,0,0\n"}, "3", "mask_no_cell", {}),
    ({"mask": MASK + "0,0,9\n"}, "3", "mask_cell_twice", {"x": 0.0}),
    ({"mask": "x,y\n0,abc\n"}, "3", "bad_number", {"row": 1, "column": "y"}),
    (
        {"captures": "session,individual,occasion,trap\nz,A,1,t1\n", "traps": "session,trap,x,y\ny,t1,0,0\n"},
        "3",
        "captures_no_traps",
        {"session": "z"},
    ),
]


@pytest.mark.parametrize(("texts", "occasions", "code", "blanks"), WRONG)
def test_what_is_wrong_has_its_place(
    tmp_path: Path, texts: dict[str, str], occasions: str, code: str, blanks: dict[str, Any]
) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        read_captures(*files(tmp_path, **texts), occasions)
    assert problem.value.code == code
    assert blanks.items() <= problem.value.blanks.items()
    told = explain(problem.value)
    assert told.message
    if "row" in blanks and told.remedy:
        assert f"row {blanks['row']}" in told.where


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    captures, traps, mask = files(tmp_path)
    with pytest.raises(LeopardRangeError, match="file_missing"):
        read_captures(captures, tmp_path / "none.csv", mask, "3")
    traps.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LeopardRangeError, match="file_unreadable"):
        read_captures(captures, traps, mask, "3")


@pytest.mark.data
def test_the_reference_tables() -> None:
    folder = reference("tiger_spacecap")
    found = read_captures(
        folder / "tigerCH.csv", folder / "tigerTraps.csv", folder / "tigerHabitat.csv", "48"
    )
    (one,) = found.sessions
    assert (one.usage.sum(), len(one.records), one.records["individual"].nunique()) == (1435, 68, 44)
    assert len(found.masks[0]) == 4810
