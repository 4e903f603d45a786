"""Current between many places: every pair, one to all others, all others to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.circuit.flow import Flow
from leopard_range.analysis.corridor.circuit.modes import answer, flow, pair_current, passable
from leopard_range.analysis.corridor.circuit.raster import Task, reached, resistor_grid, task
from leopard_range.analysis.corridor.circuit.solve import Solution, checked, solve
from leopard_range.errors import LeopardRangeError
from leopard_range.model.corridor import Surface

__all__ = ["Pairs", "all_to_one", "many_pairs", "one_to_all", "pair_flows"]

Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Pairs:
    """Current between every pair of many places.

    Attributes
    ----------
    resistance_ohm : numpy.ndarray of float64, shape (n, n)
        Effective resistances; infinite between places that nothing joins, NaN of pairs left out.
    current : numpy.ndarray of float64, shape (rows, columns)
        Sum of the currents of all pairs through every cell, ampere.
    most : numpy.ndarray of float64, shape (rows, columns)
        Greatest current of any pair.
    residual : float
        Worst relative residual of any pair.
    """

    resistance_ohm: Floats
    current: Floats
    most: Floats
    residual: float


def _chosen(count: int, pairs: Sequence[tuple[int, int]] | None) -> list[tuple[int, int]]:
    """Pairs to be solved, the smaller number first."""
    if count < 2:
        raise LeopardRangeError("circuit_few_places", count=count)
    if pairs is None:
        return [(i, j) for i in range(count) for j in range(i + 1, count)]
    return sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})


def pair_flows(
    surface: Surface,
    places: Sequence[Mask],
    *,
    pairs: Sequence[tuple[int, int]] | None = None,
    neighbours: int = 8,
    average: str = "resistance",
    tolerance: float = 1e-6,
    solver: str = "auto",
) -> Iterator[tuple[int, int, Flow]]:
    """Send one ampere between every pair of places, one pair after the other.

    Places of single cells are solved together: one of them is held at 0 volt, one ampere is sent to it
    from each of the others, and the current of any pair is the difference of two of these answers.
    Places of several cells are short-circuited only while current is sent from or to them, so then
    every pair is a network of its own.

    Parameters
    ----------
    surface : Surface
        Resistances above 0, per cell; NaN where nothing passes.
    places : sequence of numpy.ndarray of bool, shape (rows, columns)
        Cells of each place.
    pairs : sequence of (int, int), or None
        Numbers of the places of the pairs wanted; None for all.
    neighbours, average, tolerance, solver
        As `pair_current` takes them.

    Yields
    ------
    tuple of (int, int, Flow)
        Two places, the smaller number first, and the current from the first to the second; pairs
        that nothing joins are left out.

    Raises
    ------
    LeopardRangeError
        ``circuit_few_places``, and as `pair_current`.
    """
    grid = resistor_grid(surface, neighbours, average)
    cells = [passable(place, grid, f"{number + 1}") for number, place in enumerate(places)]
    wanted = _chosen(len(cells), pairs)
    regions = np.zeros(grid.ohm.shape, np.int32)
    if any(place.sum() > 1 for place in cells):
        for i, j in wanted:
            try:
                yield i, j, pair_current(
                    surface, cells[i], cells[j],
                    neighbours=neighbours, average=average, tolerance=tolerance, solver=solver,
                )  # fmt: skip
            except LeopardRangeError as error:
                if error.code != "circuit_not_connected":
                    raise
        return
    parts = reached(grid, regions)
    part = [int(parts[place].max()) for place in cells]
    for number in sorted(set(part)):
        inside = [(i, j) for i, j in wanted if part[i] == part[j] == number]
        used = sorted({k for pair in inside for k in pair})
        if not inside:
            continue
        drives = [cells[k].astype(np.float64) for k in used[:-1]]
        network = task(grid, regions, cells[used[-1]], drives)
        # The residual of a difference is at most the sum of two.
        solved = solve(network, drives, tolerance=0.5 * tolerance, solver=solver)
        voltages = {k: one.voltage for k, one in zip(used, solved, strict=False)}
        voltages[used[-1]] = np.zeros(grid.ohm.shape)
        for i, j in inside:
            yield i, j, _difference(network, cells[i], cells[j], voltages[i] - voltages[j], solved[0])


def _difference(network: Task, start: Mask, end: Mask, voltage: Floats, like: Solution) -> Flow:
    """Current of one pair from the difference of two answers, measured as any other."""
    level = float(voltage[end].mean())
    shifted = np.where(network.grid.ohm > 0, voltage - level, 0.0)
    pair = Task(network.grid, network.cells, network.region, network.regions, np.flatnonzero(end), None)
    driven = start / start.sum()
    solution = checked(pair, shifted, driven, like.solver, like.iterations)
    return answer(pair, solution, float(np.vdot(driven, shifted)))


def many_pairs(
    surface: Surface,
    places: Sequence[Mask],
    *,
    pairs: Sequence[tuple[int, int]] | None = None,
    neighbours: int = 8,
    average: str = "resistance",
    tolerance: float = 1e-6,
    solver: str = "auto",
) -> Pairs:
    """Send one ampere between every pair of places and add the currents up.

    Parameters
    ----------
    surface, places, pairs, neighbours, average, tolerance, solver
        As `pair_flows` takes them.

    Returns
    -------
    Pairs

    Raises
    ------
    LeopardRangeError
        As `pair_flows`.
    """
    ohm = np.full((len(places), len(places)), np.nan)
    for i, j in _chosen(len(places), pairs):
        ohm[i, j] = ohm[j, i] = np.inf
    np.fill_diagonal(ohm, 0.0)
    total, most = np.zeros(surface.values.shape), np.zeros(surface.values.shape)
    worst = 0.0
    for i, j, one in pair_flows(
        surface, places, pairs=pairs,
        neighbours=neighbours, average=average, tolerance=tolerance, solver=solver,
    ):  # fmt: skip
        ohm[i, j] = ohm[j, i] = np.nan if one.resistance_ohm is None else one.resistance_ohm
        total += one.current
        np.maximum(most, one.current, out=most)
        worst = max(worst, one.residual)
    return Pairs(resistance_ohm=ohm, current=total, most=most, residual=worst)


def _labels(places: Sequence[Mask], surface: Surface) -> tuple[list[Mask], NDArray[np.int32]]:
    """Passable cells of places, and the number of its place in every cell."""
    grid = resistor_grid(surface)
    cells = [passable(place, grid, f"{number + 1}") for number, place in enumerate(places)]
    if len(cells) < 2:
        raise LeopardRangeError("circuit_few_places", count=len(cells))
    if np.sum(cells, axis=0, dtype=np.int32).max() > 1:
        raise LeopardRangeError("circuit_ends_touch")
    labels = np.zeros(surface.values.shape, np.int32)
    for number, place in enumerate(cells):
        labels[place] = number + 1
    return cells, labels


def one_to_all(
    surface: Surface,
    places: Sequence[Mask],
    *,
    strengths: Sequence[float] | None = None,
    neighbours: int = 8,
    average: str = "resistance",
    tolerance: float = 1e-6,
    solver: str = "auto",
) -> Iterator[tuple[int, Flow]]:
    """Send current from each place in turn to all the others, held at 0 volt.

    Parameters
    ----------
    surface, places, neighbours, average, tolerance, solver
        As `pair_flows` takes them; every place is short-circuited throughout.
    strengths : sequence of float, or None
        Current driven into each place, ampere; None for 1.

    Yields
    ------
    tuple of (int, Flow)
        The place and its current; ``resistance_ohm`` is between it and all the others together.
        Places joined to no other are left out.

    Raises
    ------
    LeopardRangeError
        ``circuit_few_places``, and as `pair_current`.
    """
    cells, labels = _labels(places, surface)
    for number, place in enumerate(cells):
        ampere = 1.0 if strengths is None else float(strengths[number])
        driven = place * (ampere / place.sum())
        try:
            one = flow(
                surface, driven, (labels > 0) & ~place, regions=labels,
                neighbours=neighbours, average=average, tolerance=tolerance, solver=solver,
            )  # fmt: skip
        except LeopardRangeError as error:
            if error.code != "circuit_not_connected":
                raise
            continue
        volt = float(one.voltage[place].mean())
        yield number, replace(one, resistance_ohm=volt / ampere)


def all_to_one(
    surface: Surface,
    places: Sequence[Mask],
    *,
    strengths: Sequence[float] | None = None,
    neighbours: int = 8,
    average: str = "resistance",
    tolerance: float = 1e-6,
    solver: str = "auto",
) -> Iterator[tuple[int, Flow]]:
    """Send current from all other places to each in turn, held at 0 volt.

    Parameters
    ----------
    surface, places, neighbours, average, tolerance, solver
        As `pair_flows` takes them; every place is short-circuited throughout.
    strengths : sequence of float, or None
        Current driven into each place while it is a source, ampere; None for 1.

    Yields
    ------
    tuple of (int, Flow)
        The place and the current that comes to it; sources that nothing joins to it give none, and
        places joined to no source are left out.

    Raises
    ------
    LeopardRangeError
        ``circuit_few_places``, and as `pair_current`.
    """
    cells, labels = _labels(places, surface)
    parts = reached(resistor_grid(surface, neighbours, average), labels)
    for number, place in enumerate(cells):
        driven = np.zeros(labels.shape)
        for other, source in enumerate(cells):
            if other != number and parts[source].max() == parts[place].max():
                driven += source * ((1.0 if strengths is None else float(strengths[other])) / source.sum())
        if driven.any():
            yield number, flow(
                surface, driven, place, regions=labels,
                neighbours=neighbours, average=average, tolerance=tolerance, solver=solver,
            )  # fmt: skip
