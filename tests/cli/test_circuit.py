"""Projects of Circuitscape on the command line: files whole or not at all, every mistake named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from leopard_range.analysis.corridor.circuit import project_solve
from leopard_range.i18n import LANGUAGES
from tests.cli.conftest import Run
from tests.corridors import case, circuit_project

ENDS = "1 0.5 0.5\n2 3.5 0.5\n"
LINE = "1 2 3 4"


def test_a_project_is_run_and_its_files_stand_in_the_folder(run: Run) -> None:
    path = circuit_project(Path(), LINE, ENDS)
    done = run("circuit", path, "--out", "results/deep", "--json")
    assert (done.code, done.err) == (0, "")
    assert done.json["by_node"] == [
        {"node": 1, "other": 2, "resistance_ohm": pytest.approx(7.5), "connected": True}
    ]
    assert [Path(one).name for one in done.json["files"]] == [
        *("small_resistances.out", "small_resistances_3columns.out"),
        *("small_voltmap_1_2.asc", "small_curmap_1_2.asc", "small_cum_curmap.asc"),
    ]
    assert sorted(done.json["files"]) == sorted(str(path) for path in Path("results/deep").iterdir())
    assert Path("results/deep/small_resistances.out").read_text() == "0 1 2\n1 0 7.5\n2 7.5 0\n"
    assert Path("results/deep/small_curmap_1_2.asc").read_text().splitlines() == [
        *("ncols         4", "nrows         1", "xllcorner     0.0", "yllcorner     0.0"),
        *("cellsize      1.0", "NODATA_value  -9999", "1 1 1 1"),
    ]


def test_only_files_of_its_own_names_are_replaced(run: Run) -> None:
    path = circuit_project(Path(), LINE, ENDS)
    Path("out").mkdir()
    Path("out/small_resistances.out").write_text("old")
    Path("out/notes.txt").write_text("mine")
    assert run("circuit", path, "--out", "out").code == 0
    assert Path("out/small_resistances.out").read_text() != "old"
    assert Path("out/notes.txt").read_text() == "mine"
    before = {one.name: one.read_bytes() for one in Path("out").iterdir()}
    assert run("circuit", path, "--out", "out").code == 0
    assert {one.name: one.read_bytes() for one in Path("out").iterdir()} == before


def test_nothing_half_written_stands_there_after_an_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    path = circuit_project(Path(), LINE, ENDS)
    plain = Path.write_bytes
    seen: list[Path] = []

    def full(self: Path, content: bytes) -> int:
        if len(seen) == 2:
            raise OSError(28, "No space left on device")
        seen.append(self)
        return plain(self, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    done = run("circuit", path, "--out", "out")
    assert done.code == 2
    assert "No space left" in done.err
    assert list(Path("out").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named(run: Run) -> None:
    path = circuit_project(Path(), LINE, ENDS)
    Path("taken").write_text("a file")
    done = run("circuit", path, "--out", "taken")
    assert done.code == 2
    assert "taken" in done.err


@pytest.mark.data
def test_paths_start_where_the_suite_starts_them(run: Run) -> None:
    ini = case("circuitscape/test/input/raster/pairwise/6/sgVerify6.ini")
    done = run("circuit", ini, "--out", "out", "--json")
    assert done.code == 0
    ours = Path("out/sgVerify6_resistances.out").read_text().split()
    theirs = case("circuitscape/test/output_verify/sgVerify6_resistances.out").read_text().split()
    assert np.allclose(np.array(ours, dtype=float), np.array(theirs, dtype=float))


def test_paths_of_windows_and_a_root(run: Run) -> None:
    Path("data").mkdir()
    path = circuit_project(Path("data"), LINE, ENDS, habitat_file=r"C:\old\place\habitat.asc")
    done = run("circuit", path, "--json")
    assert done.code == 0
    assert [one["code"] for one in done.json["cautions"]] == ["project_file_moved"]
    Path("options").mkdir()
    Path("data/small.ini").rename("options/small.ini")
    assert run("circuit", "options/small.ini").code == 2
    Path("options/small.ini").write_text(Path("options/small.ini").read_text().replace(r"C:\old\place", "."))
    assert run("circuit", "options/small.ini", "--root", "data").code == 0


def test_options_without_effect_are_told(run: Run) -> None:
    path = circuit_project(
        Path(), LINE, ENDS, parallelize="True", precision="single", colour="red", version="5.13"
    )
    done = run("circuit", path)
    assert "parallelize = True" in done.out
    assert "double precision" in done.out
    assert "colour = red is not known" in done.out
    assert "version" not in done.out


def grid(rows: str, nodata: str = "-9999") -> str:
    lines = rows.splitlines()
    head = f"ncols {len(lines[0].split())}\nnrows {len(lines)}\nxllcorner 0\nyllcorner 0\ncellsize 1\n"
    return f"{head}NODATA_value {nodata}\n{rows}\n"


Change = Callable[[], dict[str, str]]


def put(name: str, text: str, **options: str) -> Change:
    """Write a file beside the project and name it in the options."""

    def change() -> dict[str, str]:
        Path(name).write_text(text, encoding="utf-8")
        return options

    return change


MASK = {"use_mask": "True", "mask_file": "m.asc"}
PAIRS = {"use_included_pairs": "True", "included_pairs_file": "p.txt"}
DRIVE = {"scenario": "advanced", "source_file": "s.txt", "ground_file": "g.txt"}
WRONG: dict[str, tuple[Change, str]] = {
    "a scenario that is none": (lambda: {"scenario": "pairwize"}, "small.ini, row 2"),
    "neither yes nor no": (lambda: {"write_cur_maps": "maybe"}, "True, False"),
    "a missing file": (lambda: {"habitat_file": "gone.asc"}, "gone.asc"),
    "a file nobody named": (lambda: {"point_file": "(Browse for a file)"}, "point_file"),
    "a name that is a path": (lambda: {"output_file": "../.."}, "output_file"),
    "a table nobody named": (lambda: {"use_reclass_table": "True"}, "reclass_file"),
    "another shape": (put("m.asc", grid("1 1"), **MASK), "m.asc"),
    "a mask over everything": (put("m.asc", grid("0 0 0 -1"), **MASK), "m.asc"),
    "a zero": (put("h.asc", grid("1 0 1 1"), habitat_file="h.asc"), "row 1, column “2”"),
    "a negative": (put("h.asc", grid("1 1 -3 1"), habitat_file="h.asc"), "-3"),
    "nothing but holes": (put("h.asc", grid("-9999 -9999"), habitat_file="h.asc"), "h.asc"),
    "half a grid": (put("h.asc", grid("1 1\n1"), habitat_file="h.asc"), "h.asc"),
    "one focal node": (put("f.txt", "1 .5 .5\n1 1.5 .5", point_file="f.txt"), "f.txt"),
    "no focal node": (put("f.txt", "", point_file="f.txt"), "f.txt"),
    "a place outside": (put("f.txt", "1 .5 .5\n2 9 9", point_file="f.txt"), "f.txt, row 2"),
    "two numbers": (put("f.txt", "1 .5 .5\n2 1", point_file="f.txt"), "f.txt, row 2"),
    "half a number": (put("f.txt", "1 .5 .5\n2.5 1 .5", point_file="f.txt"), "f.txt, row 2"),
    "a word": (put("f.txt", "1 .5 .5\ntwo 1 .5", point_file="f.txt"), "f.txt, row 2"),
    "all in holes": (put("h.asc", grid("-9999 1 1 -9999"), habitat_file="h.asc"), "points.txt"),
    "pairs of no form": (put("p.txt", "1 2\n", **PAIRS), "p.txt"),
    "a matrix that is not square": (put("p.txt", "min 1\nmax 2\n0 1 2\n1 0 1\n", **PAIRS), "p.txt"),
    "no source": (put("s.txt", "0 .5 .5", **DRIVE | {"ground_file": "s.txt"}), "s.txt"),
    "hostile text": (put("h.asc", "<script>alert(1)</script>", habitat_file="h.asc"), "h.asc"),
}


@pytest.mark.parametrize("what", WRONG)
def test_every_mistake_is_named_with_its_place_and_nothing_is_written(run: Run, what: str) -> None:
    change, said = WRONG[what]
    path = circuit_project(Path(), LINE, ENDS, **change())
    done = run("circuit", path, "--out", "out")
    assert done.code == 2, done.out
    assert said in done.err
    assert "Traceback" not in done.err
    assert not Path("out").exists()


def test_a_ground_below_zero_and_no_ground(run: Run) -> None:
    Path("s.txt").write_text("1 .5 .5")
    for text, said in (("-2 1.5 .5", "-2"), ("", "ground")):
        Path("g.txt").write_text(text)
        done = run("circuit", circuit_project(Path(), LINE, ENDS, **DRIVE))
        assert done.code == 2
        assert said in done.err


@pytest.mark.parametrize(
    ("graph", "focal", "said"),
    [
        ("0 1 1\n1 2 0", "0\n2", "graph.txt, row 2"),
        ("0 1 1\n1 2 -4", "0\n2", "-4"),
        ("0 1 1\n1 2", "0\n2", "graph.txt, row 2"),
        ("0 1.5 1", "0\n1", "graph.txt, row 1"),
        ("", "0\n1", "graph.txt"),
        ("0 1 1", "0\n5", "focal.txt, row 2"),
        ("0 1 1", "0", "focal.txt"),
    ],
)
def test_mistakes_of_a_network(run: Run, graph: str, focal: str, said: str) -> None:
    Path("graph.txt").write_text(graph)
    Path("focal.txt").write_text(focal)
    more = {"data_type": "network", "habitat_file": "graph.txt", "point_file": "focal.txt"}
    done = run("circuit", circuit_project(Path(), LINE, ENDS, **more))
    assert done.code == 2
    assert said in done.err


def test_nothing_connected_is_told_and_never_a_number(run: Run) -> None:
    done = run("circuit", circuit_project(Path(), "1 -9999 1 1", ENDS), "--out", "out", "--json")
    assert done.code == 0
    assert done.json["by_node"][0]["resistance_ohm"] is None
    assert [one["code"] for one in done.json["cautions"]] == ["project_nothing_flows"]
    assert Path("out/small_resistances.out").read_text() == "0 1 2\n1 0 -1\n2 -1 0\n"


def test_a_focal_node_in_a_hole_is_told(run: Run) -> None:
    done = run("circuit", circuit_project(Path(), "1 -9999 1 1", ENDS + "5 1.5 .5\n7 2.5 .5"), "--json")
    assert "project_focal_shut" in [one["code"] for one in done.json["cautions"]]


def test_names_of_files_are_only_names(run: Run) -> None:
    name = "a; rm -rf $(x) 'b' <i> — 豹.asc"
    Path(name).write_text(grid("1 2 3 4"), encoding="utf-8")
    path = circuit_project(Path(), LINE, ENDS, habitat_file=name, output_file="豹 & $(y).out")
    done = run("circuit", path, "--out", "out", "--json")
    assert done.code == 0
    assert "out/豹 & $(y)_resistances.out" in done.json["files"]


def test_a_solution_that_is_not_exact_enough_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(project_solve, "_TRUSTED", -1.0)
    done = run("circuit", circuit_project(Path(), LINE, ENDS), "--out", "out")
    assert done.code == 2
    assert "residual" in done.err
    assert not Path("out").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_speaks_every_language(run: Run, language: str) -> None:
    done = run("circuit", "--help", "--lang", language)
    assert done.code == 0
    assert "--out OUT" in done.out
    assert "by_node[].resistance_ohm" in done.out
