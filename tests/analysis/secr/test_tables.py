"""Sessions from days and from tables: what counts once, what is left out, what is known so far."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from leopard_range.analysis.secr.data import Detections, Session
from leopard_range.analysis.secr.tables import (
    discovery,
    from_captures,
    from_days,
    known_sides,
    masks_of,
    removed,
    windows,
)
from leopard_range.errors import LeopardRangeError
from leopard_range.model.captures import Captures, CaptureSession

XY = np.array([[0.0, 0.0], [100.0, 0.0], [200.0, 0.0]])
STATIONS = ("a", "b", "c")


def seen(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["individual", "station", "day"])


def test_an_animal_counts_once_a_station_and_day() -> None:
    effort = np.array([[1.0, 1, 1, 1], [0.5, np.nan, 1, 1], [np.nan] * 4])
    rows = seen(("x", "a", 0), ("x", "a", 0), ("x", "a", 1), ("x", "b", 0), ("y", "b", 3))
    session, lost = from_days("2011", STATIONS, XY, effort, rows)
    assert lost == 0
    assert session.detector_names == ("a", "b")
    assert session.usage.tolist() == [[1, 1, 1, 1], [0.5, 0, 1, 1]]
    found = session.detections
    assert len(found) == 4
    named = [
        (found.names[n], int(o), int(d))
        for n, o, d in zip(found.animal, found.occasion, found.detector, strict=True)
    ]
    assert named == [("x", 0, 0), ("x", 0, 1), ("x", 1, 0), ("y", 3, 1)]


def test_sightings_of_a_station_that_did_not_watch_are_left_out_and_counted() -> None:
    effort = np.array([[1.0, 0], [np.nan, 1], [1, 1]])
    rows = seen(
        ("x", "a", 1), ("x", "b", 0), ("x", "c", 1), ("x", "nowhere", 0), ("x", "c", 7), ("x", "c", -1)
    )
    session, lost = from_days("", STATIONS, XY, effort, rows)
    assert lost == 5
    assert len(session.detections) == 1


def test_days_become_occasions() -> None:
    usage, of = windows(np.array([[1.0, 0.5, np.nan, 1, 1]]), 2)
    assert usage.tolist() == [[1.5, 1, 1]]
    assert of.tolist() == [0, 0, 1, 1, 2]
    rows = seen(("x", "a", 0), ("x", "a", 1), ("x", "a", 4))
    session, _ = from_days("", STATIONS[:1], XY[:1], np.ones((1, 5)), rows, days=2)
    assert session.detections.occasion.tolist() == [0, 0, 2]
    assert session.usage.tolist() == [[2, 2, 1]]


def test_who_was_taken_away_and_when() -> None:
    rows = [("x", 0, 0, False), ("y", 1, 0, True), ("x", 3, 1, True), ("z", 2, 0, False)]
    records = pd.DataFrame(rows, columns=["individual", "occasion", "trap", "removed"])
    captures = Captures("c.csv", (CaptureSession("", ("a", "b"), XY[:2], np.ones((2, 4)), records),))
    (session,) = from_captures(captures)
    assert dict(zip(session.detections.names, session.detections.removed, strict=True)) == {
        "x": 3,
        "y": 1,
        "z": -1,
    }
    assert removed((session,)) == 2
    days = seen(("x", "a", 0), ("x", "a", 5), ("x", "a", 5), ("y", "b", 1))
    of_days, _ = from_days(
        "", STATIONS, XY, np.ones((3, 6)), days.assign(removed=[False, True, False, False]), days=2
    )
    assert (of_days.detections.names, of_days.detections.removed.tolist()) == (("x", "y"), [2, -1])
    assert len(of_days.detections) == 3


FLANKS = pd.DataFrame(
    [("both", "left"), ("both", "right"), ("l1", "left"), ("l2", "left"), ("r1", "right"), ("full", "both")],
    columns=["individual", "flank"],
)
NOBODY = pd.DataFrame(columns=["individualID", "flank"])


@pytest.mark.parametrize(
    ("rule", "side", "dropped", "kept"),
    [
        ("best", "left", 1, {"both", "l1", "l2", "full"}),
        ("left", "left", 1, {"both", "l1", "l2", "full"}),
        ("right", "right", 2, {"both", "r1", "full"}),
        ("all", "", 0, {"both", "l1", "l2", "r1", "full"}),
    ],
)
def test_one_flank_is_counted(rule: str, side: str, dropped: int, kept: set[str]) -> None:
    found = known_sides(FLANKS, NOBODY, rule)
    assert (found.side, found.dropped, set(found.kept["individual"])) == (side, dropped, kept)


def test_the_table_of_individuals_tells_flanks_too() -> None:
    known = pd.DataFrame([("r1", "both")], columns=["individualID", "flank"])
    assert "r1" in set(known_sides(FLANKS, known, "left").kept["individual"])
    bare = FLANKS.assign(flank="")
    assert known_sides(bare, NOBODY, "best").dropped == 0


def test_the_discovery_curve_counts_an_animal_once() -> None:
    def session(name: str, animal: list[int], occasion: list[int], names: tuple[str, ...]) -> Session:
        zeros = np.zeros(len(animal), np.int64)
        return Session(
            name, XY, np.ones((3, 9)), Detections(np.array(animal), np.array(occasion), zeros, names)
        )

    first = session("1", [0, 1, 0, 2], [0, 0, 3, 5], ("x", "y", "z"))
    second = session("2", [0, 1], [1, 2], ("x", "w"))
    assert discovery((first, second)) == (("1", 1, 2), ("1", 6, 3), ("2", 3, 4))


def test_the_stated_area_of_a_cell_comes_before_the_lattice() -> None:
    cells = pd.DataFrame({"x": [0, 1000, 0, 1000], "y": [0, 0, 1000, 1000], "z": [1, 2, 3, 4]}, dtype=float)
    captures = Captures("c.csv", (), (cells, cells))
    one, other = masks_of(captures)
    assert one.cell_km2 == pytest.approx(1)
    assert one is other
    assert one.covariates["z"].tolist() == [1, 2, 3, 4]
    assert masks_of(captures, 0.9)[0].cell_km2 == 0.9
    with pytest.raises(LeopardRangeError, match="mask_no_lattice"):
        masks_of(Captures("c.csv", (), (cells[:2],)))
