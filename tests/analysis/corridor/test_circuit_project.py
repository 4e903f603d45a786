"""Projects of Circuitscape: cases worked on paper, and the reference cases of its own suite."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from leopard_range.analysis.corridor.circuit import project_large
from leopard_range.analysis.corridor.circuit.project import ProjectSolution, run_project
from leopard_range.reports.circuit import circuit_files
from leopard_range.sources.corridor.circuitscape import read_circuitscape
from tests.analysis.corridor.circuitscape import TOLERANCE, compare, ini_files, numbers
from tests.corridors import CORRIDORS, circuit_project

ENDS = "1 0.5 0.5\n2 3.5 0.5\n"


def solved(path: str) -> ProjectSolution:
    return run_project(read_circuitscape(Path(path)))


def files(path: str) -> dict[str, NDArray[np.float64]]:
    return {name: numbers(content.decode()) for name, content in circuit_files(solved(path))}


def test_series(tmp_path: Path) -> None:
    found = files(circuit_project(tmp_path, "1 2 3 4", ENDS))
    assert found["small_resistances.out"][1, 2] == pytest.approx(1.5 + 2.5 + 3.5)
    assert found["small_resistances_3columns.out"].tolist() == [[1, 2, 7.5]]
    assert found["small_voltmap_1_2.asc"] == pytest.approx(np.array([[0, 1.5, 4, 7.5]]))
    assert found["small_curmap_1_2.asc"] == pytest.approx(np.ones((1, 4)))
    assert found["small_cum_curmap.asc"] == pytest.approx(np.ones((1, 4)))


def test_conductances_and_their_mean(tmp_path: Path) -> None:
    by = {"habitat_map_is_resistances": "False", "connect_using_avg_resistances": "False"}
    found = files(circuit_project(tmp_path, "1 2 3 0", "1 .5 .5\n2 2.5 .5\n4 3.5 .5", **by))
    assert found["small_resistances.out"][1, 2:].tolist() == pytest.approx([1 / 1.5 + 1 / 2.5, -1])


def test_two_ways_share_the_current_by_their_resistance(tmp_path: Path) -> None:
    # a ring of eight cells around a closed one: 4 ohms over the top, 8 through the dear bottom
    habitat = "1 1 1\n1 -9999 1\n1 5 1"
    found = files(circuit_project(tmp_path, habitat, "1 0.5 1.5\n2 2.5 1.5"))
    assert found["small_resistances.out"][1, 2] == pytest.approx(4 * 8 / 12)
    current = found["small_curmap_1_2.asc"]
    assert current[0] == pytest.approx(8 / 12)
    assert current[2] == pytest.approx(4 / 12)
    assert current[1].tolist() == pytest.approx([1, 0, 1])


def test_diagonal_neighbours_are_farther(tmp_path: Path) -> None:
    habitat, ends = "1 -9999\n-9999 3", "1 0.5 1.5\n2 1.5 0.5"
    apart = files(circuit_project(tmp_path, habitat, ends))
    assert apart["small_resistances.out"][1, 2] == -1
    assert "small_curmap_1_2.asc" not in apart
    joined = files(circuit_project(tmp_path, habitat, ends, connect_four_neighbors_only="False"))
    assert joined["small_resistances.out"][1, 2] == pytest.approx(np.sqrt(2) * 2)


def test_a_short_circuit_region_is_one_node_even_where_it_is_closed(tmp_path: Path) -> None:
    (tmp_path / "poly.asc").write_text("ncols 4\nnrows 1\ncellsize 1\nNODATA_value 0\n0 7 7 0")
    more = {"use_polygons": "True", "polygon_file": "poly.asc"}
    assert files(circuit_project(tmp_path, "1 2 3 4", ENDS, **more))["small_resistances.out"][
        1, 2
    ] == pytest.approx(1.5 + 3.5)
    # the closed cell carries the region on, but no current enters it from beside
    (tmp_path / "poly.asc").write_text("ncols 4\nnrows 1\ncellsize 1\nNODATA_value 0\n7 7 0 7")
    found = files(circuit_project(tmp_path, "1 -9999 3 4", "1 0.5 0.5\n2 2.5 0.5", **more))
    assert found["small_resistances.out"][1, 2] == pytest.approx(3.5)
    assert found["small_curmap_1_2.asc"] == pytest.approx(np.ones((1, 4)))


def test_two_focal_nodes_in_one_region_have_no_resistance(tmp_path: Path) -> None:
    (tmp_path / "poly.asc").write_text("ncols 4\nnrows 1\ncellsize 1\nNODATA_value 0\n7 0 0 7")
    more = {"use_polygons": "True", "polygon_file": "poly.asc"}
    found = files(circuit_project(tmp_path, "1 2 3 4", ENDS, **more))
    assert found["small_resistances.out"][1, 2] == 0
    assert not found["small_curmap_1_2.asc"].any()


def test_a_focal_region_is_one_node_only_in_its_own_pairs(tmp_path: Path) -> None:
    points = "1 0.5 0.5\n2 3.5 0.5\n3 1.5 0.5\n3 2.5 0.5"
    found = files(circuit_project(tmp_path, "1 2 3 4", points))["small_resistances.out"]
    assert found[1, 2] == pytest.approx(7.5)
    assert found[1, 3] == pytest.approx(1.5)
    assert found[2, 3] == pytest.approx(3.5)


def test_a_mask_closes_cells(tmp_path: Path) -> None:
    (tmp_path / "mask.asc").write_text("ncols 2\nnrows 2\ncellsize 1\nNODATA_value -9999\n1 0\n1 1")
    more = {"use_mask": "True", "mask_file": "mask.asc"}
    found = files(circuit_project(tmp_path, "1 1\n1 1", "1 0.5 1.5\n2 1.5 0.5", **more))
    assert found["small_resistances.out"][1, 2] == pytest.approx(2)


def test_values_are_exchanged_by_a_table(tmp_path: Path) -> None:
    (tmp_path / "table.txt").write_text("11\t1\n12\t2\n40\t-9999\n")
    more = {"use_reclass_table": "True", "reclass_file": "table.txt"}
    found = files(circuit_project(tmp_path, "11 12 3 11\n40 40 40 40", "1 0.5 1.5\n2 3.5 1.5", **more))
    assert found["small_resistances.out"][1, 2] == pytest.approx(1.5 + 2.5 + 2)


def test_one_to_all_and_all_to_one_on_a_line(tmp_path: Path) -> None:
    points = "1 0.5 0.5\n2 1.5 0.5\n3 3.5 0.5"
    one = files(circuit_project(tmp_path, "1 1 1 1", points, scenario="one-to-all"))
    # 1 reaches 2 first; 2 has 1 ohm to the left beside 2 to the right
    assert one["small_resistances.out"].tolist() == [
        [1, pytest.approx(1)],
        [2, pytest.approx(2 / 3)],
        [3, pytest.approx(2)],
    ]
    all_ = files(circuit_project(tmp_path, "1 1 1 1", points, scenario="all-to-one"))
    assert all_["small_resistances.out"][:, 1].tolist() == [0, 0, 0]
    assert all_["small_curmap_1.asc"] == pytest.approx(np.array([[2, 2, 1, 1]]))
    assert all_["small_voltmap_1.asc"] == pytest.approx(np.array([[0, 2, 3, 4]]))


def test_strengths_and_pairs(tmp_path: Path) -> None:
    (tmp_path / "strong.txt").write_text("3 5\n1 4\n")
    (tmp_path / "pairs.txt").write_text("mode include\n1 3\n")
    points = "1 0.5 0.5\n2 1.5 0.5\n3 3.5 0.5"
    strong = {"use_variable_source_strengths": "True", "variable_source_file": "strong.txt"}
    found = files(circuit_project(tmp_path, "1 1 1 1", points, scenario="all-to-one", **strong))
    assert found["small_curmap_2.asc"] == pytest.approx(np.array([[4, 9, 5, 5]]))
    pairs = {"use_included_pairs": "True", "included_pairs_file": "pairs.txt"}
    path = circuit_project(tmp_path, "1 1 1 1", points, scenario="one-to-all", **strong, **pairs)
    assert files(path)["small_resistances.out"].tolist() == [[1, 3], [3, 3]]
    assert files(path)["small_curmap_1.asc"] == pytest.approx(np.full((1, 4), 4.0))
    (tmp_path / "pairs.txt").write_text("mode exclude\n1 3\n")
    found = files(circuit_project(tmp_path, "1 1 1 1", points, **pairs))
    assert found["small_resistances.out"][1].tolist() == [1, 0, 1, -1]
    (tmp_path / "pairs.txt").write_text("min 2\nmax 9\n0 1 2\n1 0 5\n2 99 0\n")
    found = files(circuit_project(tmp_path, "1 1 1 1", points, **pairs))
    assert found["small_resistances.out"].tolist() == [[0, 1, 2], [1, 0, 1], [2, 1, 0]]


@pytest.mark.parametrize(
    ("conflict", "volts"),
    [
        # nodes a, b, c in a row, 1 ohm apart; 1 A into a and b; b is tied to ground by 1 ohm, c by 2
        ("keepall", [2.5, 1.5, 1.0]),
        ("rmvsrc", [1.75, 0.75, 0.5]),
        ("rmvgnd", [7.0, 6.0, 4.0]),
        ("rmvall", [4.0, 3.0, 2.0]),
    ],
)
def test_advanced_with_conflicts(tmp_path: Path, conflict: str, volts: list[float]) -> None:
    (tmp_path / "in.txt").write_text("1 0.5 0.5\n1 1.5 0.5")
    (tmp_path / "out.txt").write_text("1 1.5 0.5\n2 2.5 0.5")
    more = {"source_file": "in.txt", "ground_file": "out.txt", "remove_src_or_gnd": conflict}
    found = files(circuit_project(tmp_path, "1 1 1", "", scenario="advanced", **more))
    assert found["small_voltmap.asc"] == pytest.approx(np.array([volts]))
    assert "small_resistances.out" not in found


def test_direct_grounds_and_unit_currents(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("7 0.5 0.5")
    (tmp_path / "out.txt").write_text("5 2.5 0.5")
    more = {"source_file": "in.txt", "ground_file": "out.txt", "scenario": "advanced"}
    more |= {"use_unit_currents": "True", "use_direct_grounds": "True"}
    found = files(circuit_project(tmp_path, "1 1 1", "", **more))
    assert found["small_voltmap.asc"] == pytest.approx(np.array([[2, 1, 0]]))


def network(folder: Path, **options: str) -> str:
    # a bridge of Wheatstone in balance, its middle carries nothing; 7 and 8 lie apart
    (folder / "graph.txt").write_text("0 1 1\n0 2 2\n1 3 2\n2 3 4\n1 2 9\n7 8 5\n")
    (folder / "focal.txt").write_text("0\n3\n7\n8\n")
    more = {"data_type": "network", "habitat_file": "graph.txt", "point_file": "focal.txt"}
    return circuit_project(folder, "1 1", "", **more, **options)


def test_a_network_in_balance(tmp_path: Path) -> None:
    found = files(network(tmp_path))
    ohms = found["small_resistances.out"]
    assert ohms[0].tolist() == [0, 0, 3, 7, 8]
    assert ohms[1].tolist() == pytest.approx([0, 0, 3 * 6 / 9, -1, -1])
    assert ohms[3, 4] == pytest.approx(5)
    branch = {(a, b): c for a, b, c in found["small_branch_currents_0_3.txt"].tolist()}
    assert branch == {
        (0, 1): pytest.approx(2 / 3),
        (0, 2): pytest.approx(1 / 3),
        (1, 3): pytest.approx(2 / 3),
        (2, 3): pytest.approx(1 / 3),
    }
    assert found["small_voltages_0_3.txt"].tolist() == [
        [0, pytest.approx(0)],
        [1, pytest.approx(2 / 3)],
        [2, pytest.approx(2 / 3)],
        [3, pytest.approx(2)],
    ]
    assert found["small_node_currents_cum.txt"][:, 1] == pytest.approx([1, 2 / 3, 1 / 3, 1, 1, 1])


def test_a_network_with_sources_and_grounds(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("0 1\n")
    (tmp_path / "out.txt").write_text("3 0\n")
    more = {"scenario": "advanced", "source_file": "in.txt", "ground_file": "out.txt"}
    found = files(network(tmp_path, **more))
    volts = found["small_voltages.txt"]
    assert volts[:, 0].tolist() == [0, 1, 2, 3, 7, 8]
    assert volts[:, 1] == pytest.approx([2, 4 / 3, 4 / 3, 0, 0, 0])


def test_what_the_switches_change(tmp_path: Path) -> None:
    path = circuit_project(tmp_path, "1 1 -9999\n1 1 1", "1 0.5 0.5\n2 2.5 0.5")
    solution = solved(path)

    def made(**on: Any) -> dict[str, bytes]:
        project = solution.project
        return dict(
            circuit_files(replace(solution, project=replace(project, writing=replace(project.writing, **on))))
        )

    only = made(sums_only=True, voltages=False, greatest=True)
    assert set(only) == {f"small_{name}" for name in ("cum_curmap.asc", "max_curmap.asc")} | {
        "small_resistances.out",
        "small_resistances_3columns.out",
    }
    assert b"-9999" in made(null_currents=True)["small_curmap_1_2.asc"].split(b"\n")[6]
    assert numbers(made(focal_zero=True)["small_curmap_1_2.asc"].decode())[1, 0] == 0
    assert numbers(made(logarithm=True)["small_curmap_1_2.asc"].decode())[1, 0] == pytest.approx(0)
    assert made(packed=True)["small_cum_curmap.asc.gz"][:2] == b"\x1f\x8b"
    assert made(tiff=True)["small_cum_curmap.tif"][:2] == b"II"
    assert "small_curmap_max.asc" in made(greatest=True, old_names=True)
    assert made() == made()


def test_kirchhoff_on_a_random_landscape(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    habitat = "\n".join(" ".join(f"{x:.3f}" for x in row) for row in rng.uniform(1, 100, (15, 12)))
    points = "1 0.5 0.5\n2 11.5 14.5\n3 5.5 7.5\n4 0.5 14.5"
    found = solved(circuit_project(tmp_path, habitat, points, connect_four_neighbors_only="False"))
    assert found.residual < 1e-10
    ohms = found.resistances
    # effective resistance is a metric, and one factorisation gives what each pair alone gives
    assert (ohms[:, :, None] <= ohms[:, None, :] + ohms[None] + 1e-9).all()
    for at, to in ((0, 2), (1, 3)):
        two = "\n".join(points.splitlines()[one] for one in (at, to))
        alone = solved(circuit_project(tmp_path, habitat, two, connect_four_neighbors_only="False"))
        assert alone.resistances[0, 1] == pytest.approx(ohms[at, to], rel=1e-10)


@pytest.mark.parametrize("neighbours", ["True", "False"])
def test_a_large_landscape_is_solved_as_a_grid_with_the_same_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, neighbours: str
) -> None:
    rng = np.random.default_rng(8)
    values = rng.uniform(1, 50, (20, 25))
    values[4:15, 11] = -9999
    habitat = "\n".join(" ".join(f"{x:.3f}" for x in row) for row in values)
    points = "1 0.5 0.5\n2 24.5 19.5\n3 5.5 7.5\n3 6.5 7.5\n3 5.5 8.5"
    labels = np.zeros((20, 25), dtype=int)
    labels[10:12, 10:14] = 4
    labels[0, 20:] = 9
    rows = "\n".join(" ".join(map(str, row)) for row in labels)
    (tmp_path / "poly.asc").write_text(f"ncols 25\nnrows 20\ncellsize 1\nNODATA_value -9999\n{rows}")
    (tmp_path / "in.txt").write_text("1 0.5 0.5\n2 21.5 19.5\n-1 4.5 3.5")
    (tmp_path / "out.txt").write_text("0 24.5 19.5\n7 12.5 8.5\n3 0.5 19.5")
    more = {"use_polygons": "True", "polygon_file": "poly.asc", "connect_four_neighbors_only": neighbours}
    more |= {"source_file": "in.txt", "ground_file": "out.txt"}
    for scenario in ("pairwise", "one-to-all", "all-to-one", "advanced"):
        path = circuit_project(tmp_path, habitat, points, scenario=scenario, **more)
        monkeypatch.setattr(project_large, "_LARGE", 10**9)
        as_graph = files(path)
        monkeypatch.setattr(project_large, "_LARGE", 2)
        assert solved(path).is_grid
        as_grid = files(path)
        assert as_graph.keys() == as_grid.keys()
        for name, values in as_graph.items():
            assert as_grid[name] == pytest.approx(values, rel=1e-7, abs=1e-7), name


@pytest.mark.data
@pytest.mark.parametrize("name", sorted(ini_files()) or [pytest.param("", marks=pytest.mark.skip)])
def test_the_suite_of_circuitscape(name: str) -> None:
    rows = list(compare(ini_files()[name]))
    assert not [row.file for row in rows if row.missing]
    assert max((row.worst for row in rows if row.asked), default=0) < TOLERANCE
    # what is printed has about nine digits, and iterative solvers made it
    assert max((row.relative for row in rows if row.asked), default=0) < 1e-6


@pytest.mark.data
def test_the_reference_cases_are_here() -> None:
    if not CORRIDORS.is_dir():
        pytest.skip("the reference data beside the project are missing")
    assert len(ini_files()) == 29
