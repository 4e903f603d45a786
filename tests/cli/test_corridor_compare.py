"""Proposals side by side, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from leopard_range.errors import LeopardRangeError
from leopard_range.studies.corridor.common import several
from leopard_range.studies.corridor.compare import _marks
from tests.cli.conftest import Run
from tests.cli.test_corridor_effect import STRIP

ASKED = ("--members", "3", "--cells-m", "1000", "--cell-m", "1000", "--remove", "road,railway", "--json")
WIDE = json.loads(STRIP) | {"properties": {"name": "Wide; and long", "width_m": 12000}}


def test_all_stand_in_one_table_and_the_best_is_marked(run: Run) -> None:
    Path("wide.geojson").write_text(json.dumps(WIDE))
    done = run("corridor", "compare", STRIP, "--with", "wide.geojson", *ASKED)
    assert done.code == 0, done.err
    first, second = done.json["alternatives"]
    assert second["area_km2"] == pytest.approx(2 * first["area_km2"], rel=0.01)
    by_id: dict[str, list[dict[str, object]]] = {}
    for row in done.json["measures"]:
        by_id.setdefault(row["id"], []).append(row)
    assert {len(rows) for rows in by_id.values()} == {2}
    assert [row["mark"] for row in by_id["width_min_m"]] == ["worst", "best"]
    assert [row["first_share"] for row in by_id["width_min_m"]] == [0, 1]
    assert {row["mark"] for row in by_id["area_km2"]} == {""}
    for id_ in ("resistance_change", "eca_change_km2"):
        assert sum(float(str(row["first_share"])) for row in by_id[id_]) == pytest.approx(1)
    # More of the road is out of the way: it can only get better.
    change = [float(str(row["figure"])) for row in by_id["resistance_change"]]
    assert change[1] <= change[0] <= 0


def test_equal_proposals_share_the_first_rank_and_nothing_is_marked(run: Run) -> None:
    found = run("corridor", "compare", STRIP, "--with", STRIP, *ASKED).json
    for row in found["measures"]:
        assert row["mark"] == ""
        assert row["first_share"] in (None, 0.5)
    one, other = found["alternatives"]
    assert one | {"alternative": 2} == other


def test_one_proposal_is_compared_with_nothing(run: Run) -> None:
    found = run("corridor", "compare", STRIP, *ASKED).json
    assert {row["first_share"] for row in found["measures"]} == {None}


def test_other_proposals_are_told_apart_by_semicolons_outside_a_drawing() -> None:
    text = json.dumps(WIDE)
    assert several(f" a ; {text}; b.geojson ;") == ("a", text, "b.geojson")
    assert several("") == ()
    for bad in ("{", text + " b"):
        with pytest.raises(LeopardRangeError) as problem:
            several(bad)
        assert problem.value.code == "corridor_text"


def test_marks() -> None:
    assert _marks([1.0, 3.0, 2.0, 3.0]) == ["worst", "best", "", "best"]
    assert _marks([2.0, 2.0]) == ["", ""]


def test_too_many_are_refused(run: Run) -> None:
    done = run("corridor", "compare", STRIP, "--with", ";".join([STRIP] * 8), *ASKED)
    assert done.code == 2
    assert "9" in done.err
