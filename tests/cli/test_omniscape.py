"""The command ``omniscape``: projects as they are, interrupted work, every engine, bad input."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from leopard_range.catalog import Catalog
from leopard_range.engine import Engine, Processes
from leopard_range.engine.cluster import Cluster
from leopard_range.errors import LeopardRangeError
from leopard_range.reports import answer_folder
from leopard_range.sources.corridor.grids import read_grid
from leopard_range.studies import answer, omniscape_work
from leopard_range.studies.jobs import PRELOAD
from leopard_range.studies.omniscape import OmniscapeQuestion, omniscape_cost
from tests.cli.conftest import Run
from tests.corridors import case

HEAD = "ncols 14\nnrows 12\nxllcorner 0\nyllcorner 0\ncellsize 500\nNODATA_value -9999\n"
OPTIONS = {
    "resistance_file": "r.asc",
    "source_file": "s.asc",
    "radius": "3",
    "buffer": "1",
    "block_size": "3",
    "project_name": "hills",
    "calc_normalized_current": "true",
    "calc_flow_potential": "true",
    "write_as_tif": "false",
}


def grid(path: Path, values: np.ndarray) -> None:
    path.write_text(HEAD + "\n".join(" ".join(f"{one:g}" for one in row) for row in values) + "\n")


def project(folder: Path, **changes: str) -> Path:
    rng = np.random.default_rng(7)
    resistance = rng.uniform(1, 50, (12, 14))
    resistance[4, 2:9] = -9999
    grid(folder / "r.asc", resistance)
    grid(folder / "s.asc", rng.random((12, 14)))
    lines = (f"{key} = {word}" for key, word in (OPTIONS | changes).items() if word)
    config = folder / "c.ini"
    config.write_text("[Options]\n" + "\n".join(lines))
    return config


@pytest.mark.data
@pytest.mark.parametrize(("name", "config"), [("test1", "config.ini"), ("test2", "config2.ini")])
def test_projects_of_omniscape_itself(run: Run, tmp_path: Path, name: str, config: str) -> None:
    """Relative L2 distance at most 1e-5: Omniscape solves to 1e-6."""
    found = run("omniscape", str(case(f"omniscape/input/{config}")), "--out", str(tmp_path), "--json")
    assert found.code == 0, found.err
    expected = [path for path in case(f"omniscape/expected/{name}").iterdir() if path.suffix != ".ini"]
    assert expected
    for path in expected:
        ours, theirs = read_grid(tmp_path / path.name)[0], read_grid(path)[0]
        assert (np.ma.getmaskarray(ours) == np.ma.getmaskarray(theirs)).all()
        off = np.linalg.norm((ours - theirs).compressed()) / np.linalg.norm(theirs.compressed())
        assert off < 1e-5, path.name


def test_what_is_written(run: Run, tmp_path: Path) -> None:
    config = project(tmp_path)
    found = run("omniscape", str(config), "--out", str(tmp_path / "out"), "--json")
    assert found.code == 0, found.err
    names = {"cum_currmap.asc", "flow_potential.asc", "normalized_cum_currmap.asc", "config.ini"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names
    assert found.json["targets"] == 16
    current, potential, normalized = (
        read_grid(tmp_path / "out" / name)[0]
        for name in ("cum_currmap.asc", "flow_potential.asc", "normalized_cum_currmap.asc")
    )
    np.testing.assert_allclose(normalized, current / potential, rtol=1e-12)
    assert np.ma.getmaskarray(current)[4, 2:9].all()
    again = run("omniscape", str(tmp_path / "out" / "config.ini"), "--out", str(tmp_path / "more"))
    assert again.code == 0, again.err  # the options that were used are a configuration themselves


def test_a_geotiff_and_a_word_that_is_not_known(run: Run, tmp_path: Path) -> None:
    config = project(tmp_path, write_as_tif="true", precision="single", colour="green")
    found = run("omniscape", str(config), "--out", str(tmp_path), "--json")
    assert found.code == 0, found.err
    assert "colour" in found.json["cautions"][0]["text"]
    values, where = read_grid(tmp_path / "cum_currmap.tif")
    assert values.shape == (12, 14)
    assert where.transform.a == 500


def test_interrupted_work_goes_on(squares: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    question = OmniscapeQuestion(str(project(tmp_path)), str(tmp_path / "out"), tile=3)
    whole = answer(squares, OmniscapeQuestion(question.config, str(tmp_path / "whole"), tile=3))
    solve = omniscape_work.solve
    calls: list[omniscape_work.Job] = []

    def breaks(job: omniscape_work.Job) -> None:
        if len(calls) == 5:
            raise KeyboardInterrupt
        calls.append(job)
        solve(job)

    monkeypatch.setattr(omniscape_work, "solve", breaks)
    with pytest.raises(KeyboardInterrupt):
        answer(squares, question)
    monkeypatch.setattr(omniscape_work, "solve", solve)
    found = answer(squares, question)
    assert (found.tiles, found.tiles_kept) == (16, 5)
    assert np.load(found.maps["current"]).tobytes() == np.load(whole.maps["current"]).tobytes()
    # another project in the same folder begins anew
    project(tmp_path, radius="2")
    assert answer(squares, question).tiles_kept == 0


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_every_engine_gives_the_same(squares: Catalog, tmp_path: Path) -> None:
    config = str(project(tmp_path))
    maps = []
    engines: list[Engine | None] = [None, Processes(PRELOAD), Cluster(preload=PRELOAD)]
    for at, engine in enumerate(engines):
        question = OmniscapeQuestion(config, str(tmp_path / f"out{at}"), tile=6)
        found = answer(squares, question, spread=None if engine is None else engine.map)
        maps.append(np.load(found.maps["normalized"]).tobytes())
        if engine is not None:
            engine.close()
    assert maps[0] == maps[1] == maps[2]


def test_the_estimate_grows_with_the_work(squares: Catalog, tmp_path: Path) -> None:
    costs = []
    for radius, block in (("3", "3"), ("3", "1"), ("5", "1")):
        config = project(tmp_path, radius=radius, block_size=block)
        costs.append(omniscape_cost(squares, OmniscapeQuestion(str(config), str(tmp_path))).seconds)
    assert costs == sorted(costs)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"radius": ""}, "radius"),
        ({"radius": "wide"}, "wide"),
        ({"radius": "0"}, ">= 1"),
        ({"block_size": "-3"}, "block_size"),
        ({"source_file": "nowhere.asc"}, "nowhere.asc"),
        ({"source_threshold": "2"}, "no cell with a source strength"),
        ({"calc_flow_potential": "perhaps"}, "perhaps"),
        ({"conditional": "true"}, "condition1_file"),
        ({"reclassify_resistance": "true", "reclass_table": "c.ini"}, "[Options]"),
    ],
)
def test_a_wrong_option_is_named(run: Run, tmp_path: Path, changes: dict[str, str], told: str) -> None:
    found = run("omniscape", str(project(tmp_path, **changes)), "--out", str(tmp_path / "out"))
    assert found.code == 2
    assert told in found.err
    assert "Traceback" not in found.err
    assert not list((tmp_path / "out").glob("*.asc"))


def test_wrong_grids_are_named(run: Run, tmp_path: Path) -> None:
    config = project(tmp_path)
    (tmp_path / "s.asc").write_text("ncols 2\nnrows 1\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 1\n")
    assert "s.asc" in run("omniscape", str(config), "--out", str(tmp_path)).err
    for bad, told in ((0.0, "1 cells are zero or negative"), (-2.0, "zero or negative")):
        project(tmp_path)
        values = np.full((12, 14), 3.0)
        values[2, 2] = bad
        grid(tmp_path / "r.asc", values)
        assert told in run("omniscape", str(config), "--out", str(tmp_path)).err
    project(tmp_path)
    values = np.ones((12, 14))
    values[0, 0] = -1
    grid(tmp_path / "s.asc", values)
    assert "negative source strength" in run("omniscape", str(config), "--out", str(tmp_path)).err


def test_a_folder_that_cannot_be_made(squares: Catalog, tmp_path: Path, run: Run) -> None:
    (tmp_path / "taken").write_text("")
    config = str(project(tmp_path))
    assert run("omniscape", config, "--out", str(tmp_path / "taken")).code == 2
    found = answer(squares, OmniscapeQuestion(config, str(tmp_path / "out")))
    with pytest.raises(LeopardRangeError, match="cannot_write"):
        answer_folder("omniscape", found, tmp_path / "taken" / "deeper")
    shutil.rmtree(tmp_path / "out")
