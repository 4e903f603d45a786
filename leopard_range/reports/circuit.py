"""Result files of a circuit project, under the names and in the formats of Circuitscape."""

from __future__ import annotations

import gzip
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rasterio.io import MemoryFile

from leopard_range.analysis.corridor.circuit.project_maps import (
    branch_currents,
    node_currents,
    on_grid,
    solved_nodes,
    voltages,
)
from leopard_range.errors import LeopardRangeError
from leopard_range.model.circuit import Landscape
from leopard_range.reports.ascii_grid import as_ascii_grid

if TYPE_CHECKING:
    from leopard_range.analysis.corridor.circuit.project import ProjectSolution, Solve
    from leopard_range.analysis.corridor.circuit.project_graph import Graph

__all__ = ["circuit_files", "circuit_folder"]

Floats: TypeAlias = NDArray[np.float64]

_DIGITS = 10


def circuit_folder(answer: Any, folder: Path) -> tuple[Path, ...]:
    """Write every result file; none of them stands in the folder before all are whole.

    Parameters
    ----------
    answer : CircuitAnswer
        A solved project.
    folder : Path
        Where they go.  Files of other names are left alone.

    Returns
    -------
    tuple of Path
        The files, in the order they were made.

    Raises
    ------
    LeopardRangeError
        ``cannot_write``.
    """
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".circuit-") as side:
            names = []
            for name, content in circuit_files(answer.solution):
                (Path(side) / name).write_bytes(content)
                names.append(name)
            for name in names:
                shutil.move(Path(side) / name, folder / name)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise LeopardRangeError("cannot_write", file=str(folder), reason=reason) from problem
    return tuple(folder / name for name in names)


def circuit_files(solution: ProjectSolution) -> Iterator[tuple[str, bytes]]:
    """Make the result files one after the other.

    Parameters
    ----------
    solution : ProjectSolution
        A solved project; its ``writing`` decides what is written.

    Yields
    ------
    name : str
        Name of a file.
    content : bytes
        Everything in it; the same for the same project.
    """
    yield from _resistances(solution)
    if isinstance(solution.project.resistors, Landscape):
        yield from _maps(solution, solution.project.resistors)
    else:
        yield from _lists(solution)


def _label(solve: Solve) -> str:
    return "".join(f"_{one}" for one in solve.label)


def _rows(table: NDArray[Any], sign: str = " ") -> bytes:
    form = sign.join([f"%.{_DIGITS}g"] * table.shape[1])
    return "".join(form % tuple(row) + "\n" for row in (table + 0.0).tolist()).encode()


def _resistances(solution: ProjectSolution) -> Iterator[tuple[str, bytes]]:
    name, ids, ohms = solution.project.writing.name, solution.ids, solution.resistances
    if solution.project.scenario == "advanced":
        return
    if ohms.ndim == 1:
        yield f"{name}_resistances.out", _rows(np.column_stack([ids, ohms]))
        return
    yield f"{name}_resistances.out", _rows(np.block([[np.zeros((1, 1)), ids[None]], [ids[:, None], ohms]]))
    at, to = np.triu_indices(ids.size, 1)
    yield f"{name}_resistances_3columns.out", _rows(np.column_stack([ids[at], ids[to], ohms[at, to]]))


def _maps(solution: ProjectSolution, landscape: Landscape) -> Iterator[tuple[str, bytes]]:
    """Make the maps of a landscape."""
    writing = solution.project.writing
    alone = solution.project.scenario == "advanced"
    total = np.zeros(landscape.grid.shape)
    most = np.full(landscape.grid.shape, 0.0)
    for solve in solution.solves:
        volts = voltages(solve)
        if writing.voltages:
            yield _grid(f"voltmap{_label(solve)}", on_grid(solve, volts), solution, landscape)
        if not writing.flows:
            continue
        current = on_grid(solve, node_currents(solve, volts, focal_zero=writing.focal_zero))
        if solve.summed:
            total += current
            np.maximum(most, current, out=most)
        if alone or (writing.currents and not writing.sums_only):
            yield _grid(f"curmap{_label(solve)}", current, solution, landscape)
    if alone or not writing.flows:
        return
    if writing.currents or writing.sums_only:
        yield _grid("cum_curmap", total, solution, landscape)
    if writing.greatest:
        yield _grid("max_curmap", most, solution, landscape)
        if writing.old_names:
            yield _grid("curmap_max", most, solution, landscape)


def _grid(what: str, values: Floats, solution: ProjectSolution, landscape: Landscape) -> tuple[str, bytes]:
    writing = solution.project.writing
    volts = what.startswith("volt")
    if writing.logarithm and not volts:
        values = np.log10(values, out=np.full(values.shape, np.nan), where=values > 0)
    if writing.null_voltages if volts else writing.null_currents:
        values = np.where(landscape.siemens > 0, values, np.nan)
    name = f"{writing.name}_{what}"
    if writing.tiff:
        return f"{name}.tif", _tiff(values, landscape)
    content = as_ascii_grid(values, landscape.grid, landscape.nodata, _DIGITS)
    if writing.packed:
        return f"{name}.asc.gz", gzip.compress(content, mtime=0)
    return f"{name}.asc", content


def _tiff(values: Floats, landscape: Landscape) -> bytes:
    rows, columns = values.shape
    plain = np.where(np.isnan(values), landscape.nodata, values)
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff",
            height=rows,
            width=columns,
            count=1,
            dtype="float64",
            crs=landscape.grid.crs,
            transform=landscape.grid.transform,
            nodata=landscape.nodata,
            compress="deflate",
        ) as target:
            target.write(plain, 1)
        return bytes(memory.read())


def _lists(solution: ProjectSolution) -> Iterator[tuple[str, bytes]]:
    """Make the lists of a network; nodes have the numbers of its file."""
    writing = solution.project.writing
    alone = solution.project.scenario == "advanced"
    totals: tuple[Floats, Floats] | None = None
    for solve in solution.solves:
        graph = solve.graph
        # the advanced mode tells of the whole network, the others of the part that carries current
        nodes = np.arange(graph.count) if alone else solved_nodes(solve)
        volts = voltages(solve)
        label = f"{_label(solve)}.txt"
        if writing.voltages:
            table = np.column_stack([graph.names, volts])[nodes]
            yield f"{writing.name}_voltages{label}", _rows(table, "\t")
        if not writing.flows:
            continue
        node = node_currents(solve, volts, focal_zero=writing.focal_zero)
        branch = np.abs(branch_currents(solve, volts))
        if solve.summed:
            totals = (node, branch) if totals is None else (totals[0] + node, totals[1] + branch)
        if alone or (writing.currents and not writing.sums_only):
            yield f"{writing.name}_node_currents{label}", _node_rows(graph, node, nodes)
            yield f"{writing.name}_branch_currents{label}", _branch_rows(graph, branch)
    if totals is not None and not alone:
        graph = solution.solves[0].graph
        yield f"{writing.name}_node_currents_cum.txt", _node_rows(graph, totals[0], np.arange(graph.count))
        yield f"{writing.name}_branch_currents_cum.txt", _branch_rows(graph, totals[1])


def _node_rows(graph: Graph, node: Floats, nodes: NDArray[np.int64]) -> bytes:
    return _rows(np.column_stack([graph.names, node])[nodes], "\t")


def _branch_rows(graph: Graph, branch: Floats) -> bytes:
    ends = np.column_stack([graph.names[graph.first], graph.names[graph.second], branch])
    return _rows(ends[branch > 0], "\t")
