"""Projects of Circuitscape: a file of options with the grids and lists it names.

The options and formats are those of its documentation (https://docs.circuitscape.org, "Options and
flags"); how they are read where that is silent stands in docs/reference/methods.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid, Note
from leopard_range.model.circuit import (
    CircuitProject,
    Drive,
    Focal,
    Landscape,
    Network,
    Pairs,
    Scenario,
    Writing,
)
from leopard_range.sources.corridor.grids import Values, grid_of, is_grid, read_grid, read_text
from leopard_range.sources.corridor.ini import read_ini
from leopard_range.sources.corridor.lists import read_list, whole_numbers
from leopard_range.sources.corridor.options import Options, output_name

__all__ = ["circuit_size", "read_circuitscape"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

_NODATA = -9999.0
_BYTES_A_RESISTOR = 10
_SCENARIOS = ("pairwise", "one-to-all", "all-to-one", "advanced")
_CONFLICTS = ("keepall", "rmvsrc", "rmvgnd", "rmvall")
_HOW = frozenset(
    {
        *("version", "solver", "parallelize", "max_parallel", "low_memory_mode", "preemptive_memory_release"),
        *("print_timings", "print_rusages", "use_64bit_indexing", "cholmod_batch_size", "log_file"),
        *("log_level", "profiler_log_file", "screenprint_log", "suppress_messages", "meta_data_file"),
    }
)
"""Options about how a program works, not about the result."""

_IDLE = frozenset({"polygon_file", "mask_file", "included_pairs_file", "variable_source_file"})
_SIDE = frozenset(
    {
        *("source_file", "ground_file", "ground_file_is_resistances", "use_unit_currents"),
        *("use_direct_grounds", "remove_src_or_gnd", "point_file", "use_included_pairs", "reclass_file"),
        *("use_variable_source_strengths", "connect_four_neighbors_only", "connect_using_avg_resistances"),
        *("use_polygons", "use_mask"),
    }
)
"""Options of other scenarios: they may stand in any project."""


def read_circuitscape(path: Path, root: Path = Path()) -> CircuitProject:
    """Read a project with every file it names.

    Parameters
    ----------
    path : Path
        The file of options (``.ini``).
    root : Path
        Folder that relative paths start from at first.

    Returns
    -------
    CircuitProject

    Raises
    ------
    LeopardRangeError
        ``project_option``, ``project_file_unsaid``, ``project_file_missing``, ``project_grid_shape``,
        ``project_zero``, ``project_negative``, ``project_mask_all``, ``project_focal_none``,
        ``project_focal_outside``, ``project_node_number``, ``project_node_unknown``,
        ``project_pairs``, ``project_no_source``, ``project_no_ground``, ``project_ground_negative``,
        and those of the readers of options, grids and lists.
    """
    options = Options(read_ini(path), root)
    data = options.word("data_type", ("raster", "network"), "raster")
    scenario = cast(Scenario, options.word("scenario", _SCENARIOS, ""))
    writing = _writing(options)
    advanced = scenario == "advanced"
    resistors: Landscape | Network
    focal: Focal | None
    if data == "raster":
        resistors = _landscape(options)
        focal = None if advanced else _cells(options, resistors)
        drive = _drive(options, resistors) if advanced else None
    else:
        resistors = _network(options)
        focal = None if advanced else _nodes(options, resistors)
        drive = _node_drive(options, resistors) if advanced else None
    pairs = None if advanced or not options.yes("use_included_pairs") else _pairs(options)
    strengths = {}
    if scenario in ("one-to-all", "all-to-one") and options.yes("use_variable_source_strengths"):
        strengths = _strengths(options)
    _tell_unused(options)
    return CircuitProject(
        file=path.name,
        scenario=scenario,
        resistors=resistors,
        focal=focal,
        pairs=pairs,
        strengths=strengths,
        drive=drive,
        writing=writing,
        notes=tuple(options.notes),
    )


def circuit_size(path: Path, root: Path = Path()) -> int:
    """Return the cells of a project's grid, or about the resistors of its network, without reading them.

    Parameters
    ----------
    path : Path
        The file of options.
    root : Path
        Folder that relative paths start from at first.

    Raises
    ------
    LeopardRangeError
        Those of `read_circuitscape`.
    """
    options = Options(read_ini(path), root)
    habitat = options.file("habitat_file")
    if options.word("data_type", ("raster", "network"), "raster") == "raster":
        rows, columns = grid_of(habitat).shape
        return rows * columns
    return habitat.stat().st_size // _BYTES_A_RESISTOR


def _writing(options: Options) -> Writing:
    name = output_name(options.text("output_file"), options.ini.path.stem)
    if name is None:
        raise options.wrong("output_file", "results.out")
    return Writing(
        name=name,
        currents=options.yes("write_cur_maps"),
        voltages=options.yes("write_volt_maps"),
        sums_only=options.yes("write_cum_cur_map_only"),
        greatest=options.yes("write_max_cur_maps"),
        logarithm=options.yes("log_transform_maps"),
        null_currents=options.yes("set_null_currents_to_nodata"),
        null_voltages=options.yes("set_null_voltages_to_nodata"),
        focal_zero=options.yes("set_focal_node_currents_to_zero"),
        packed=options.yes("compress_grids"),
        tiff=options.yes("write_as_tif"),
        old_names=options.text("version").startswith("3."),
    )


def _tell_unused(options: Options) -> None:
    if options.text("precision", "double").lower() == "single":
        options.notes.append(Note.of("project_precision"))
    for name in options.unasked():
        value = options.ini.get(name)
        if name in _HOW:
            if name != "version" and value.lower() not in ("", "false", "none", "0"):
                options.notes.append(Note.of("project_option_idle", name=name, value=value[:80]))
        elif name not in _IDLE | _SIDE:
            options.notes.append(Note.of("project_option_unknown", name=name[:80], value=value[:80]))


def _landscape(options: Options) -> Landscape:
    path = options.file("habitat_file")
    values, grid = read_grid(path)
    nodata = float(values.fill_value)
    known = ~np.ma.getmaskarray(values)
    values[known] = _reclassified(options, values[known].filled())
    values = np.ma.masked_equal(values, _NODATA, copy=False)
    is_ohm = options.yes("habitat_map_is_resistances", default=True)
    siemens = _siemens(values, path, is_ohm=is_ohm)
    if options.yes("use_mask"):
        mask = _like(options, "mask_file", grid, path)
        siemens = np.where(mask.filled(0) > 0, siemens, 0.0)
        if not siemens.any():
            raise LeopardRangeError("project_mask_all", file=options.file("mask_file").name)
    polygons = None
    if options.yes("use_polygons"):
        found = _like(options, "polygon_file", grid, path).filled(0)
        polygons = np.where(found > 0, found, 0).astype(np.int64)
    return Landscape(
        siemens=siemens,
        grid=grid,
        nodata=nodata if -np.inf < nodata < 0 else _NODATA,
        neighbours=4 if options.yes("connect_four_neighbors_only") else 8,
        average="resistance" if options.yes("connect_using_avg_resistances") else "conductance",
        polygons=polygons,
    )


def _reclassified(options: Options, values: Floats) -> Floats:
    """Return values with those of the project's table exchanged, one row of it after the other."""
    if options.yes("use_reclass_table"):
        table, _lines = read_list(options.file("reclass_file"), 2)
        for old, new in table:
            values = np.where(values == old, new, values)
    return values


def _siemens(values: Values, path: Path, *, is_ohm: bool) -> Floats:
    """Return conductances, 0 where nothing passes, refusing what cannot be one."""
    known = ~np.ma.getmaskarray(values)
    plain = values.filled(1.0)
    bad, code = known & (plain < 0), "project_negative"
    if is_ohm and not bad.any():
        bad, code = known & (plain == 0), "project_zero"
    if bad.any():
        row, column = (int(at[0]) + 1 for at in np.nonzero(bad))
        raise LeopardRangeError(
            code, file=path.name, row=row, column=column, value=f"{plain[row - 1, column - 1]:g}"
        )
    found = 1.0 / plain if is_ohm else plain
    if not (known & (found > 0)).any():
        raise LeopardRangeError("project_all_closed", file=path.name)
    return np.where(known, found, 0.0)


def _like(options: Options, name: str, grid: Grid, habitat: Path) -> Values:
    """Read a grid that must have the shape of the habitat; another place is noted."""
    path = options.file(name)
    values, other = read_grid(path)
    if other.shape != grid.shape:
        raise LeopardRangeError(
            "project_grid_shape",
            file=path.name,
            rows=other.shape[0],
            columns=other.shape[1],
            other=habitat.name,
            other_rows=grid.shape[0],
            other_columns=grid.shape[1],
        )
    cell = abs(grid.transform.a)
    ours, theirs = (np.array(one.transform[:6]) for one in (grid, other))
    if np.abs(ours - theirs).max() > 0.01 * cell:
        options.notes.append(Note.of("project_grid_place", name=path.name, other=habitat.name))
    return np.ma.masked_equal(values, _NODATA, copy=False)


def _places(path: Path, grid: Grid) -> tuple[Floats, Ints, Ints, Ints]:
    """Read a list of values with coordinates: values, rows and columns of cells, rows of the file."""
    table, lines = read_list(path, 3)
    inverse = ~grid.transform
    column, row = inverse.a * table[:, 1] + inverse.c, inverse.e * table[:, 2] + inverse.f
    # a place on the line between two cells lies in the western, southern... one: both as ceilings
    cells = [np.ceil(np.round(one, 9)).astype(np.int64) - 1 for one in (row, column)]
    for at, most, raw in zip(cells, grid.shape, (row, column), strict=True):
        at[np.round(raw, 9) == 0] = 0
        outside = np.flatnonzero((at < 0) | (at >= most))
        if outside.size:
            first = int(outside[0])
            place = ", ".join(f"{one:g}" for one in table[first, 1:])
            raise LeopardRangeError(
                "project_focal_outside", file=path.name, row=int(lines[first]), place=place
            )
    return table[:, 0], cells[0], cells[1], lines


def _cells(options: Options, landscape: Landscape) -> Focal:
    path = options.file("point_file")
    if is_grid(path):
        found = _like(options, "point_file", landscape.grid, options.file("habitat_file"))
        rows, columns = np.nonzero(found.filled(0) > 0)
        values = found.filled(0)[rows, columns]
        lines = rows + 1
        if (found.compressed() < 0).any():
            options.notes.append(Note.of("project_focal_negative", name=path.name))
    else:
        values, rows, columns, lines = _places(path, landscape.grid)
        if (values < 0).any():
            options.notes.append(Note.of("project_focal_negative", name=path.name))
        kept = values > 0
        values, rows, columns, lines = values[kept], rows[kept], columns[kept], lines[kept]
    ids = whole_numbers(values, lines, path, 1)
    if np.unique(ids).size < 2:
        raise LeopardRangeError("project_focal_none", file=path.name, found=int(np.unique(ids).size))
    open_ = landscape.siemens[rows, columns] > 0
    closed = sorted(set(ids.tolist()) - set(ids[open_].tolist()))
    if closed:
        if len(closed) == np.unique(ids).size:
            raise LeopardRangeError("project_focal_closed", file=path.name)
        named = ", ".join(str(one) for one in closed[:20])
        options.notes.append(Note.of("project_focal_shut", name=path.name, ids=named))
    order = np.argsort(ids, kind="stable")
    return Focal(ids[order], rows[order].astype(np.int64), columns[order].astype(np.int64))


def _pairs(options: Options) -> Pairs:
    path = options.file("included_pairs_file")
    head = [line.split() for line in read_text(path, 100_000, whole=False).splitlines()[:2]]
    words = [one[0].lower() if one else "" for one in head] + ["", ""]
    if words[0] == "mode":
        mode = head[0][1].lower() if len(head[0]) > 1 else ""
        if mode not in ("include", "exclude"):
            raise LeopardRangeError("project_pairs", file=path.name, row=1)
        table, lines = read_list(path, 2, skip=1)
        both = whole_numbers(table.ravel(), np.repeat(lines, 2), path, 0).reshape(-1, 2)
        ids = np.unique(both[both > 0])
        listed = np.zeros((ids.size, ids.size), dtype=bool)
        real = both[(both > 0).all(axis=1)]
        at, to = np.searchsorted(ids, real[:, 0]), np.searchsorted(ids, real[:, 1])
        listed[at, to] = listed[to, at] = True
        return Pairs(ids, listed if mode == "include" else ~listed, mode == "exclude")
    if words[0] != "min" or words[1] != "max":
        raise LeopardRangeError("project_pairs", file=path.name, row=1)
    try:
        least, most = (float(one[1]) for one in head)
    except (IndexError, ValueError):
        raise LeopardRangeError("project_pairs", file=path.name, row=1) from None
    table, lines = read_list(path, 0, skip=2)
    if table.shape[0] != table.shape[1] or not (table[0, 1:] == table[1:, 0]).all():
        raise LeopardRangeError("project_pairs", file=path.name, row=3)
    ids = whole_numbers(table[1:, 0], lines[1:], path, 1)
    inside = (table[1:, 1:] >= least) & (table[1:, 1:] <= most)
    return Pairs(ids, inside, others=False)


def _strengths(options: Options) -> dict[int, float]:
    path = options.file("variable_source_file")
    table, lines = read_list(path, 2)
    ids = whole_numbers(table[:, 0], lines, path, 0)
    return dict(zip(ids.tolist(), table[:, 1].tolist(), strict=True))


def _grounded(values: Floats, options: Options) -> Floats:
    """Return conductances to ground from the values of a file."""
    if (values < 0).any():
        file = options.file("ground_file").name
        raise LeopardRangeError("project_ground_negative", file=file, value=f"{values.min():g}")
    if options.yes("use_direct_grounds"):
        return np.full(values.shape, np.inf)
    if options.yes("ground_file_is_resistances", default=True):
        with np.errstate(divide="ignore"):
            return 1.0 / (values + 0.0)
    return values


def _driven(values: Floats, options: Options) -> Floats:
    return (values != 0).astype(np.float64) if options.yes("use_unit_currents") else values


def _drive(options: Options, landscape: Landscape) -> Drive:
    sources = _spread(options, "source_file", landscape)
    grounds = _spread(options, "ground_file", landscape)
    amperes = _driven(sources.filled(0.0), options)
    siemens = np.zeros(landscape.grid.shape)
    known = ~np.ma.getmaskarray(grounds)
    siemens[known] = _grounded(grounds.compressed(), options)
    return _checked(options, Drive(amperes, siemens, _conflict(options)), amperes, siemens)


def _spread(options: Options, name: str, landscape: Landscape) -> Values:
    """Read values at cells, from a grid or a list of places; masked elsewhere."""
    path = options.file(name)
    if is_grid(path):
        return _like(options, name, landscape.grid, options.file("habitat_file"))
    values, rows, columns, _lines = _places(path, landscape.grid)
    spread = np.full(landscape.grid.shape, np.nan)
    spread[rows, columns] = values
    return np.ma.masked_invalid(spread, copy=False)


def _conflict(options: Options) -> str:
    return options.word("remove_src_or_gnd", _CONFLICTS, "keepall")


def _checked(options: Options, drive: Drive, amperes: Floats, siemens: Floats) -> Drive:
    """Refuse a drive without a source or without a ground."""
    if not amperes.any():
        raise LeopardRangeError("project_no_source", file=options.file("source_file").name)
    if not siemens.any():
        raise LeopardRangeError("project_no_ground", file=options.file("ground_file").name)
    return drive


def _network(options: Options) -> Network:
    path = options.file("habitat_file")
    table, lines = read_list(path, 3)
    if not lines.size:
        raise LeopardRangeError("project_all_closed", file=path.name)
    is_ohm = options.yes("habitat_map_is_resistances", default=True)
    first, second = (whole_numbers(table[:, at], lines, path, 0) for at in (0, 1))
    values = _reclassified(options, table[:, 2])
    bad = np.flatnonzero((values < 0) | ((values == 0) & is_ohm))
    if bad.size:
        at = int(bad[0])
        code = "project_negative" if values[at] < 0 else "project_zero"
        raise LeopardRangeError(code, file=path.name, row=int(lines[at]), column=3, value=f"{values[at]:g}")
    return Network(first, second, 1.0 / values if is_ohm else values)


def _known_nodes(network: Network, ids: Ints, lines: Ints, path: Path) -> None:
    unknown = np.flatnonzero(~np.isin(ids, np.concatenate([network.first, network.second])))
    if unknown.size:
        at = int(unknown[0])
        raise LeopardRangeError(
            "project_node_unknown", file=path.name, row=int(lines[at]), value=int(ids[at])
        )


def _nodes(options: Options, network: Network) -> Focal:
    path = options.file("point_file")
    table, lines = read_list(path, 1)
    ids = whole_numbers(table[:, 0], lines, path, 0)
    _known_nodes(network, ids, lines, path)
    ids = np.unique(ids)
    if ids.size < 2:
        raise LeopardRangeError("project_focal_none", file=path.name, found=int(ids.size))
    none = np.empty(0, dtype=np.int64)
    return Focal(ids, none, none)


def _node_drive(options: Options, network: Network) -> Drive:
    found = []
    for name in ("source_file", "ground_file"):
        path = options.file(name)
        table, lines = read_list(path, 2)
        _known_nodes(network, whole_numbers(table[:, 0], lines, path, 0), lines, path)
        found.append(table)
    sources, grounds = found
    sources[:, 1] = _driven(sources[:, 1], options)
    grounds[:, 1] = _grounded(grounds[:, 1], options)
    drive = Drive(sources, grounds, _conflict(options))
    return _checked(options, drive, sources[:, 1], grounds[:, 1])
