"""Circuit current on grids: circuits worked on paper, a dense independent solution, Circuitscape's cases."""

from __future__ import annotations

import itertools
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from skimage.measure import label

from leopard_range.analysis.corridor.circuit import (
    all_to_one,
    flow,
    many_pairs,
    one_to_all,
    pair_current,
    pair_flows,
)
from leopard_range.analysis.corridor.circuit import solve as solve_module
from leopard_range.errors import LeopardRangeError
from tests.corridors import case, surface

NAN = float("nan")
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def at(shape: tuple[int, ...], *cells: tuple[int, int]) -> Mask:
    """Mark cells of a grid."""
    mask = np.zeros(shape, dtype=np.bool_)
    for cell in cells:
        mask[cell] = True
    return mask


def blocks(rows: int, columns: int, seed: int, holes: float = 0.15) -> Floats:
    """Random resistances with barriers; the corners can be passed."""
    rng = np.random.default_rng(seed)
    values = np.exp(rng.uniform(0, math.log(100), (rows, columns)))
    values[rng.random((rows, columns)) < holes] = NAN
    values[0, 0] = values[-1, -1] = 1.0
    return values


def dense(values: Floats, driven: Floats, earth: Mask, neighbours: int, average: str) -> Floats:
    """Voltages of a network put together link by link and solved as a full matrix."""
    cells = {(int(i), int(j)): k for k, (i, j) in enumerate(np.argwhere(~np.isnan(values)))}
    matrix = np.zeros((len(cells), len(cells)))
    for (i, j), k in cells.items():
        for down, right in itertools.product((-1, 0, 1), repeat=2):
            far = math.hypot(down, right)
            other = cells.get((i + down, j + right))
            if other is None or far == 0 or (neighbours == 4 and far > 1):
                continue
            a, b = values[i, j], values[i + down, j + right]
            siemens = (2 / (a + b) if average == "resistance" else (1 / a + 1 / b) / 2) / far
            matrix[k, k] += siemens
            matrix[k, other] -= siemens
    right_hand = np.array([driven[cell] for cell in cells])
    for cell, k in cells.items():
        if earth[cell]:
            matrix[k] = 0.0
            matrix[k, k], right_hand[k] = 1.0, 0.0
    found = np.full(values.shape, NAN)
    for cell, volt in zip(cells, np.linalg.lstsq(matrix, right_hand, rcond=None)[0], strict=True):
        found[cell] = volt
    return found


def joined(values: Floats, neighbours: int) -> bool:
    """Whether scikit-image finds both corners in one part."""
    parts = label(~np.isnan(values), connectivity=1 if neighbours == 4 else 2)  # type: ignore[no-untyped-call]
    return bool(parts[0, 0] == parts[-1, -1])


# ---- on paper ------------------------------------------------------------------------------------


def test_resistors_in_a_row_add_up() -> None:
    row = surface([[1, 3, 5]])
    ends = at((1, 3), (0, 0)), at((1, 3), (0, 2))
    one = pair_current(row, *ends)
    assert one.resistance_ohm == pytest.approx(2 + 4)
    assert one.current == pytest.approx(np.ones((1, 3)))
    assert one.voltage == pytest.approx(np.array([[6, 4, 0]]))
    by_conductance = pair_current(row, *ends, average="conductance")
    assert by_conductance.resistance_ohm == pytest.approx(1.5 + 3.75)


def test_a_corner_is_the_root_of_two_away() -> None:
    one = pair_current(surface([[2, NAN], [NAN, 4]]), at((2, 2), (0, 0)), at((2, 2), (1, 1)))
    assert one.resistance_ohm == pytest.approx(3 * math.sqrt(2))
    assert one.current == pytest.approx(np.eye(2))
    assert np.isnan(one.voltage[0, 1])


def test_parallel_rows_share_the_current() -> None:
    values = np.ones((3, 4))
    values[2] = 2.0
    west, east = at((3, 4), (0, 0), (1, 0), (2, 0)), at((3, 4), (0, 3), (1, 3), (2, 3))
    one = pair_current(surface(values), west, east, neighbours=4)
    assert one.resistance_ohm == pytest.approx(1 / (1 / 3 + 1 / 3 + 1 / 6))
    assert one.current[:, 1] == pytest.approx([0.4, 0.4, 0.2])
    assert one.current[:, 0] == pytest.approx([1, 1, 1])


@pytest.mark.parametrize(("rungs", "ohm"), [(1, 1), (2, 3 / 4), (3, 11 / 15), (4, 41 / 56), (5, 153 / 209)])
@pytest.mark.parametrize("solver", ["direct", "multigrid"])
def test_a_ladder_of_one_ohm_resistors(rungs: int, ohm: float, solver: str) -> None:
    shape = (2, rungs)
    one = pair_current(
        surface(np.ones(shape)),
        at(shape, (0, 0)),
        at(shape, (1, 0)),
        neighbours=4,
        solver=solver,
        tolerance=1e-9,
    )
    assert one.resistance_ohm == pytest.approx(ohm, rel=1e-7)


def test_a_leak_to_the_ground_is_a_resistor() -> None:
    leaks = np.array([[0.0, 0.0, 0.25]])
    one = flow(surface([[1, 1, 1]]), np.array([[2.0, 0, 0]]), leaks)
    assert one.voltage == pytest.approx(np.array([[12, 10, 8]]))
    assert one.current == pytest.approx(np.array([[2, 2, 2]]))


def test_sources_without_a_value_or_off_the_ground_drive_nothing() -> None:
    one = flow(surface([[1, 1, NAN]]), np.array([[2.0, NAN, 5.0]]), np.array([[False, True, True]]))
    assert one.current == pytest.approx(np.array([[2, 2, 0]]))


def test_one_grounded_cell_grounds_its_region() -> None:
    regions = np.array([[0, 0, 1, 1]])
    ground = np.array([[False, False, False, True]])
    one = flow(surface([[1, 1, 1, 1]]), np.array([[1.0, 0, 0, 0]]), ground, regions=regions)
    assert one.voltage == pytest.approx(np.array([[2, 1, 0, 0]]))
    assert one.current == pytest.approx(np.ones((1, 4)))


# ---- identities ----------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(
    rows=st.integers(1, 14),
    columns=st.integers(2, 14),
    seed=st.integers(0, 10_000),
    neighbours=st.sampled_from([4, 8]),
    average=st.sampled_from(["resistance", "conductance"]),
    solver=st.sampled_from(["direct", "multigrid"]),
)
def test_both_solvers_give_what_a_full_matrix_gives(
    *, rows: int, columns: int, seed: int, neighbours: int, average: str, solver: str
) -> None:
    values = blocks(rows, columns, seed)
    start, end = at(values.shape, (0, 0)), at(values.shape, (-1, -1))
    volts = dense(values, start.astype(float), end, neighbours, average)
    options: dict[str, Any] = {"neighbours": neighbours, "average": average, "solver": solver}
    if not joined(values, neighbours):
        with pytest.raises(LeopardRangeError, match="circuit_not_connected"):
            pair_current(surface(values), start, end, **options)
        return
    one = pair_current(surface(values), start, end, tolerance=1e-9, **options)
    reached = ~np.isnan(one.voltage)
    assert one.resistance_ohm == pytest.approx(volts[0, 0], rel=1e-7)
    assert np.allclose(one.voltage[reached], volts[reached], rtol=1e-6, atol=1e-6 * volts[0, 0])
    assert one.residual <= 1e-9
    assert one.balance <= 1e-7
    assert one.current[0, 0] == pytest.approx(1)
    assert one.current[-1, -1] == pytest.approx(1)


@pytest.mark.parametrize("shape", [(180, 190), (3, 4000), (401, 65)])
@pytest.mark.parametrize("regions", [False, True])
def test_multigrid_and_factorisation_agree(shape: tuple[int, int], regions: bool) -> None:
    values = blocks(*shape, seed=7, holes=0.0 if min(shape) < 4 else 0.15)
    side = 3 if regions else 1
    start, end = np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    start[:side, :side] = end[-side:, -side:] = True
    fast = pair_current(surface(values), start, end, solver="multigrid")
    exact = pair_current(surface(values), start, end, solver="direct")
    assert (fast.solver, exact.solver, exact.iterations) == ("multigrid", "direct", 0)
    assert 0 < fast.iterations < 40
    assert fast.residual <= 1e-6
    assert fast.resistance_ohm == pytest.approx(exact.resistance_ohm, rel=1e-7)
    assert np.abs(fast.current - exact.current).max() < 2e-6


def test_a_region_may_hold_cells_that_stand_alone() -> None:
    """Cells of a reserve on islets belong to it, and do not slow the solver down."""
    values = blocks(160, 150, 6)
    values[59:62, 29:32] = NAN
    values[60, 30] = 1.0
    west, east = np.zeros((2, 160, 150), np.bool_)
    west[20:120, 5:70] = east[90:150, 90:140] = True
    one, other = (pair_current(surface(values), west, east, solver=by) for by in ("multigrid", "direct"))
    assert one.iterations <= 20
    assert one.residual <= 1e-6
    assert one.resistance_ohm == pytest.approx(other.resistance_ohm, rel=1e-6)
    assert np.abs(one.current - other.current).max() < 1e-5


def test_swapping_the_ends_changes_nothing() -> None:
    values = blocks(40, 50, seed=3)
    a, b = at(values.shape, (0, 0)), at(values.shape, (-1, -1))
    there, back = pair_current(surface(values), a, b), pair_current(surface(values), b, a)
    assert there.resistance_ohm == pytest.approx(back.resistance_ohm)
    assert np.allclose(there.current, back.current)


def test_currents_add_up() -> None:
    values = surface(blocks(40, 40, seed=5))
    ground = at((40, 40), (-1, -1))
    ones = np.zeros((2, 40, 40))
    ones[0, 0, 0], ones[1, 20, 5] = 1.0, 0.3
    values.values[20, 5] = 2.0
    both = flow(values, ones.sum(axis=0), ground)
    apart = [flow(values, one, ground).voltage for one in ones]
    assert np.allclose(both.voltage, apart[0] + apart[1], equal_nan=True)


@pytest.mark.parametrize("side", [1, 2])
def test_pairs_are_solved_together_or_one_by_one(side: int) -> None:
    values = blocks(30, 35, seed=11)
    corners = [(0, 0), (0, 30), (25, 3), (27, 32)]
    places = []
    for i, j in corners:
        values[i : i + side, j : j + side] = 1.0
        place = np.zeros(values.shape, np.bool_)
        place[i : i + side, j : j + side] = True
        places.append(place)
    together = many_pairs(surface(values), places)
    total = np.zeros(values.shape)
    for i, j in itertools.combinations(range(4), 2):
        one = pair_current(surface(values), places[i], places[j])
        assert together.resistance_ohm[i, j] == pytest.approx(one.resistance_ohm)
        assert together.resistance_ohm[j, i] == together.resistance_ohm[i, j]
        total += one.current
    assert np.allclose(together.current, total)
    assert together.residual < 1e-6
    some = [(i, j) for i, j, _ in pair_flows(surface(values), places, pairs=[(3, 1), (0, 2)])]
    assert some == [(0, 2), (1, 3)]


def test_one_to_all_and_all_to_one() -> None:
    values = blocks(25, 25, seed=2)
    cells = [(0, 0), (24, 24), (0, 20)]
    values[0, 20] = 1.0
    places = [at(values.shape, cell) for cell in cells]
    for number, one in one_to_all(surface(values), places):
        others = sum(places) > places[number]
        volts = dense(values, places[number].astype(float), others, 8, "resistance")
        assert one.resistance_ohm == pytest.approx(volts[cells[number]])
    for number, one in all_to_one(surface(values), places, strengths=[1, 2, 3]):
        driven = sum((k + 1.0) * place for k, place in enumerate(places) if k != number)
        volts = dense(values, np.asarray(driven), places[number], 8, "resistance")
        assert np.allclose(np.nan_to_num(one.voltage), np.nan_to_num(volts))
        assert one.current[cells[number]] == pytest.approx(6 - (number + 1))


# ---- what cannot be answered ------------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [0.0, -3.0, math.inf])
def test_a_resistance_must_be_above_nothing(wrong: float) -> None:
    with pytest.raises(LeopardRangeError) as caught:
        pair_current(surface([[1, wrong, 1]]), at((1, 3), (0, 0)), at((1, 3), (0, 2)))
    assert caught.value.code == "resistance_not_positive"
    assert (caught.value.blanks["row"], caught.value.blanks["column"]) == (1, 2)


@pytest.mark.parametrize(
    ("values", "a", "b", "more", "code"),
    [
        ([[1, NAN, 1]], (0, 0), (0, 2), {}, "circuit_not_connected"),
        ([[1, 1, NAN]], (0, 0), (0, 2), {}, "circuit_end_blocked"),
        ([[1, 1, 1]], (0, 0), (0, 0), {}, "circuit_ends_touch"),
        ([[NAN, NAN, NAN]], (0, 0), (0, 2), {}, "circuit_empty"),
        ([[1, 1, 1]], (0, 0), (0, 2), {"neighbours": 6}, "bad_argument"),
        ([[1, 1, 1]], (0, 0), (0, 2), {"average": "median"}, "bad_argument"),
        ([[1, 1, 1]], (0, 0), (0, 2), {"solver": "guess"}, "bad_argument"),
        ([[1, 1, 1]], (0, 0), (0, 2), {"tolerance": 0.0}, "bad_argument"),
    ],
)
def test_what_has_no_answer_says_why(
    values: list[list[float]], a: tuple[int, int], b: tuple[int, int], more: dict[str, Any], code: str
) -> None:
    with pytest.raises(LeopardRangeError) as caught:
        pair_current(surface(values), at((1, 3), a), at((1, 3), b), **more)
    assert caught.value.code == code


def test_other_shapes_no_source_and_few_places() -> None:
    row = surface([[1, 1, 1]])
    end = at((1, 3), (0, 2))
    for work, code in (
        (lambda: pair_current(row, at((3, 1), (0, 0)), end), "circuit_shape"),
        (lambda: flow(row, np.zeros((3, 1)), end), "circuit_shape"),
        (lambda: flow(row, np.zeros((1, 3)), end), "circuit_no_source"),
        (lambda: flow(row, np.ones((1, 3)), np.full((1, 3), -1.0)), "bad_argument"),
        (lambda: flow(row, np.array([[math.inf, 0, 0]]), end), "bad_argument"),
        (lambda: pair_current(row, end, np.ones((1, 3))), "bad_argument"),  # type: ignore[arg-type]
        (lambda: many_pairs(row, [end]), "circuit_few_places"),
        (lambda: list(one_to_all(row, [end, end])), "circuit_ends_touch"),
    ):
        with pytest.raises(LeopardRangeError) as caught:
            work()
        assert caught.value.code == code


def test_places_on_other_islands_are_infinitely_far() -> None:
    values = np.ones((3, 5))
    values[:, 2] = NAN
    places = [at((3, 5), cell) for cell in ((0, 0), (2, 1), (1, 4))]
    found = many_pairs(surface(values), places)
    assert np.isinf(found.resistance_ohm[:2, 2]).all()
    assert np.isfinite(found.resistance_ohm[0, 1])
    assert found.current[:, 3:].sum() == 0
    assert [number for number, _ in one_to_all(surface(values), places)] == [0, 1]


@pytest.mark.parametrize("exponent", [6, 8, 12])
def test_extreme_contrast_is_solved_or_refused(exponent: int) -> None:
    rng = np.random.default_rng(exponent)
    values = 10.0 ** rng.uniform(0, exponent, (220, 220))
    a, b = at(values.shape, (0, 0)), at(values.shape, (-1, -1))
    exact = pair_current(surface(values), a, b, solver="direct")
    one = pair_current(surface(values), a, b)
    assert one.residual <= 1e-6
    assert one.resistance_ohm == pytest.approx(exact.resistance_ohm, rel=1e-5)
    assert np.abs(one.current - exact.current).max() < 1e-4


def test_no_convergence_is_told_and_gives_no_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solve_module, "_STEPS", 1)
    monkeypatch.setattr(solve_module, "_FALLBACK", 0)
    values = blocks(200, 200, seed=1)
    ends = at(values.shape, (0, 0)), at(values.shape, (-1, -1))
    with pytest.raises(LeopardRangeError) as caught:
        pair_current(surface(values), *ends)
    assert caught.value.code == "circuit_no_convergence"
    assert float(caught.value.blanks["residual"]) > float(caught.value.blanks["tolerance"])
    monkeypatch.setattr(solve_module, "_FALLBACK", 10**6)
    assert pair_current(surface(values), *ends).solver == "direct"


# ---- Circuitscape's own cases -------------------------------------------------------------------------


def ascii_grid(path: Path) -> Floats:
    """Read a small ASCII grid, NaN where there is no data."""
    lines = path.read_text().splitlines()
    values = np.array([line.split() for line in lines[6:] if line.strip()], dtype=np.float64)
    values[values == float(lines[5].split()[1])] = NAN
    return values


@pytest.mark.data
@pytest.mark.parametrize("solver", ["direct", "multigrid"])
@pytest.mark.parametrize("number", [4, 6])
def test_circuitscape_pairwise(number: int, solver: str) -> None:
    root = case("circuitscape/test")
    folder = root / "input" / "raster" / "pairwise" / str(number)
    table = np.loadtxt(root / "output_verify" / f"sgVerify{number}_resistances.out")
    names = table[0, 1:].astype(int).tolist()
    if number == 4:
        values, points = ascii_grid(folder / "cellmap.asc"), ascii_grid(folder / "points.asc")
        places = [points == name for name in names]
    else:
        values = ascii_grid(folder / "cellmap5x5.asc")
        placed = np.loadtxt(folder / "points5x5_polys.txt")
        # Cells of 10 from 100, 100; points stand in their middle; two places have two points.
        spots = [(int(p), (4 - int((y - 100) // 10), int((x - 100) // 10))) for p, x, y in placed]
        places = [at(values.shape, *(spot for p, spot in spots if p == name)) for name in names]
    inside = [k for k, place in enumerate(places) if not np.isnan(values[place]).all()]
    for i, j, one in pair_flows(
        surface(values), [places[k] for k in inside], neighbours=4, solver=solver, tolerance=1e-9
    ):
        first, second = inside[i], inside[j]
        assert one.resistance_ohm == pytest.approx(table[1 + first, 1 + second], abs=1e-7)
        expected = ascii_grid(
            root / "output_verify" / f"sgVerify{number}_curmap_{names[first]}_{names[second]}.asc"
        )
        assert np.abs(one.current - np.nan_to_num(expected)).max() < 1e-6
