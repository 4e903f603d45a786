"""Current through proposals from the command line."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import rasterio

from leopard_range.catalog import Catalog
from leopard_range.studies.corridor.current import CurrentQuestion, current
from tests.cli.conftest import Run
from tests.studies.test_registry import PROPOSAL

COARSE = ("--cell-m", "1000")


def test_current_of_a_pair_is_whole_and_crowds_in_the_proposal(run: Run) -> None:
    done = run("corridor", "current", PROPOSAL, "--json", *COARSE)
    assert done.code == 0, done.err
    found = done.json
    assert found["residual"] < 1e-6
    assert abs(found["balance"]) < 1e-6
    assert found["current_share"] > found["ground_share"] > 0
    assert found["concentration"] == pytest.approx(found["current_share"] / found["ground_share"])
    assert found["resistance_ohm"] > 0
    assert [row["name"]["en"] for row in found["places"]] == ["park en"]
    assert found["pinch_points"]
    assert found["barriers"][0]["saved_km"] > 0


def test_the_best_places_to_restore_lie_on_the_road_and_the_railway(squares: Catalog) -> None:
    found = current(squares, CurrentQuestion(PROPOSAL, cell_m=500.0, barrier_m="1000"))
    best = found.barriers[0]
    assert {"trunk en"} == set(best.lines["en"].split(", "))
    # Both halves of the crossing and 500 m on either side, less the restored kilometre.
    assert 8.0 < best.saved_km < 12.0
    assert best.score == pytest.approx(best.saved_km)
    assert np.nanmax(found.restoration) == pytest.approx(best.score)


def test_resistance_hardly_depends_on_the_size_of_cells(squares: Catalog) -> None:
    ohm = [
        current(squares, CurrentQuestion(PROPOSAL, cell_m=side)).resistance_ohm for side in (500.0, 1000.0)
    ]
    assert ohm[0] == pytest.approx(ohm[1], rel=0.05)


def test_many_places_give_a_row_each(squares: Catalog) -> None:
    about = {"cell_m": 1000.0, "from_": "127.4,43.8", "to_": "far"}
    one = current(squares, CurrentQuestion(PROPOSAL, mode="one-to-all", **about))  # type: ignore[arg-type]
    other = current(squares, CurrentQuestion(PROPOSAL, mode="all-to-one", **about))  # type: ignore[arg-type]
    pairs = current(squares, CurrentQuestion(PROPOSAL, mode="all-pairs", **about))  # type: ignore[arg-type]
    assert [row.id for row in one.places] == ["127.4,43.8", "far", "park"]
    assert len(other.places) == 3
    assert len(pairs.places) == 3
    assert one.resistance_ohm is None
    assert all(row.resistance_ohm is not None for row in pairs.places)
    # A place and all the others together resist less than the same place and one of them.
    seen = {(row.id, (row.to_name or {}).get("en")): row.resistance_ohm for row in pairs.places}
    assert one.places[0].resistance_ohm is not None
    assert one.places[0].resistance_ohm < min(v for k, v in seen.items() if k[0] == "127.4,43.8" and v)


def test_the_surfaces_are_saved(run: Run, tmp_path: Path) -> None:
    done = run("corridor", "current", PROPOSAL, *COARSE, "--out", tmp_path / "current.tif")
    assert done.code == 0, done.err
    with rasterio.open(BytesIO((tmp_path / "current.tif").read_bytes())) as found:
        assert found.descriptions == ("current_a", "pinch_point", "saved_per_metre")
        assert 0 < np.nanmax(found.read(1)) <= 1.0 + 1e-6
        assert set(np.unique(found.read(2)[np.isfinite(found.read(2))])) == {0.0, 1.0}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--mode", "some"), "mode"),
        (("--barrier-m", "wide"), "barrier_m"),
        (("--pinch-percent", "0"), "pinch_percent"),
        (("--cell-m", "100"), "cell_m"),
    ],
)
def test_bad_words_are_told(run: Run, words: tuple[str, str], said: str) -> None:
    done = run("corridor", "current", PROPOSAL, *words)
    assert done.code == 2
    assert said.replace("_", "-") in done.err or said in done.err
