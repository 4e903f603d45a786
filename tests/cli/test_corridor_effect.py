"""Without and with a proposal, on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

LINE = [[127.1, 43.55], [128.2, 44.38]]
STRIP = json.dumps(
    {
        "type": "Feature",
        "properties": {"name": "A strip", "width_m": 6000},
        "geometry": {"type": "LineString", "coordinates": LINE},
    }
)


def by_id(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in found["measures"]}


def test_every_measure_stands_without_and_with_and_says_what_it_means(run: Run) -> None:
    done = run("corridor", "effect", STRIP, "--json")
    assert (done.code, done.err) == (0, "")
    found = by_id(done.json)
    assert list(found) == [
        *("cost_km", "path_km", "path_share", "resistance", "current_share", "eca_km2", "pc")
    ]
    for row in found.values():
        assert row["change"] == pytest.approx(row["after"] - row["before"], abs=1e-9)
        assert row["verdict"] in ("", "better", "worse", "as before")
    for id_ in ("cost_km", "resistance"):
        assert found[id_]["after"] <= found[id_]["before"]
    assert found["eca_km2"]["after"] >= found["eca_km2"]["before"]
    assert 0 <= found["current_share"]["after"] <= 100
    parts = ("intra_share", "flux_share", "connector_share")
    assert done.json["importance_share"] == pytest.approx(sum(done.json[part] for part in parts))
    assert {"screening_level", "effect_signs"} <= {one["code"] for one in done.json["cautions"]}


def test_nothing_done_changes_nothing_and_says_so(run: Run) -> None:
    done = run("corridor", "effect", STRIP, "--restore", "none", "--json")
    assert (done.code, done.err) == (0, "")
    found = done.json
    assert {row["change"] for row in found["measures"]} == {0}
    assert found["importance_share"] == found["eased_km2"] == found["restored_km2"] == 0
    assert "effect_nothing" in {one["code"] for one in found["cautions"]}


def test_people_read_names_units_and_verdicts(run: Run) -> None:
    done = run("corridor", "effect", STRIP)
    assert done.code == 0
    for words in ("Least-cost distance", "Without the proposal", "Screening level", "Sources"):
        assert words in done.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--restore", "99"), "99"),
        (("--restore", "good"), "good"),
        (("--remove", "fence"), "fence"),
        (("--crossing", "here"), "here"),
        (("--crossing", "120,40"), "does not lie in the proposal"),
        (("--probability", "2"), "probability"),
    ],
)
def test_wrong_wishes_are_refused_with_a_remedy(run: Run, words: tuple[str, str], said: str) -> None:
    done = run("corridor", "effect", STRIP, *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_crossing_needs_a_road(run: Run, tmp_path: Path) -> None:
    lon, lat = ((a + b) / 2 for a, b in zip(*LINE, strict=True))
    done = run("corridor", "effect", STRIP, "--crossing", f"{lon},{lat}")
    assert done.code in (0, 2)
    assert done.code == 0 or "no road or railway" in done.err
