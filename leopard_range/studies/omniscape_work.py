"""The work of an Omniscape project on disk: grids as files, tiles as they are solved, what they add up to."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from leopard_range.analysis.corridor.omniscape import (
    Comparison,
    Part,
    Targets,
    Tile,
    Windows,
    block_targets,
    correction,
    tile_current,
)
from leopard_range.engine import report
from leopard_range.errors import LeopardRangeError

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog
    from leopard_range.model.omniscape import OmniscapeProject

__all__ = ["Found", "add_up", "prepare", "solve", "solved"]

Floats: TypeAlias = NDArray[np.float64]
Job: TypeAlias = tuple[Path, Windows, tuple[Comparison, ...], tuple[int, int], int, Tile]

_ROWS = 512


class Found(NamedTuple):
    """What the tiles add up to.

    Attributes
    ----------
    targets : int
        Blocks solved.
    highest_a, mean_a : float
        Of the cumulative current over cells with data, ampere.
    maps : Mapping of str to Path
        ``current``, ``potential``, ``normalized``, ``resistance``: float64, NaN where there is no data.
    """

    targets: int
    highest_a: float
    mean_a: float
    maps: Mapping[str, Path]


def prepare(catalog: Catalog, project: OmniscapeProject, work: Path, tile: int) -> tuple[Path, list[str]]:
    """Bring a project's grids to disk, unless an interrupted run of the very same project did.

    Parameters
    ----------
    catalog : Catalog
        Reads the grids.
    project : OmniscapeProject
        Which.
    work : Path
        Folder of the work; an older one of another project is emptied.
    tile : int
        Side of a tile, cells.

    Returns
    -------
    work : Path
        Absolute.
    apart : list of str
        Files whose cells lie elsewhere than those of the resistance.

    Raises
    ------
    LeopardRangeError
        ``cannot_write``, ``omniscape_values``, ``omniscape_sources`` and those of the reader.
    """
    work, stamp = work.absolute(), work.absolute() / "project.json"
    mark = _mark(project, tile)
    try:
        if stamp.is_file():
            found = json.loads(stamp.read_text())
            if found["mark"] == mark:
                return work, list(found["apart"])
        if work.exists():
            shutil.rmtree(work)
        work.mkdir(parents=True)
        report("reading")
        apart = _staged(catalog, project, work)
        stamp.write_text(json.dumps({"mark": mark, "apart": apart}))
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise LeopardRangeError("cannot_write", file=str(work.parent), reason=reason) from None
    return work, apart


def _mark(project: OmniscapeProject, tile: int) -> str:
    """What the work depends on: the options, the tiles, and the very files."""
    conditions = (path for one in project.conditions for path in (one.present, one.future))
    files = [project.resistance, *([project.source] if project.source else []), *conditions]
    states = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    told = json.dumps([project.text, str(project.reclass), tile, states])
    return hashlib.sha256(told.encode()).hexdigest()


def _staged(catalog: Catalog, project: OmniscapeProject, work: Path) -> list[str]:
    named = {"resistance": project.resistance}
    if project.source is not None:
        named["given"] = project.source
    for at, one in enumerate(project.conditions):
        named |= {f"present-{at}": one.present, f"future-{at}": one.future}
    apart = [
        path.name
        for name, path in named.items()
        if not catalog.stage_grid(path, project.grid, work / f"{name}.npy")
    ]
    resistance = open_memmap(work / "resistance.npy", mode="r+")
    given = np.load(work / "given.npy", mmap_mode="r") if project.source is not None else None
    conductance, source = (
        _new(work / f"{name}.npy", project.grid.shape) for name in ("conductance", "source")
    )
    bad = 0
    for rows in _strips(project.grid.shape[0]):
        before = np.array(resistance[rows])
        bad += int(np.count_nonzero(before <= 0))
        after = before.copy()
        for found, becomes in project.reclass:
            after[before == found] = becomes
        with np.errstate(divide="ignore"):
            conductance[rows] = after if project.is_conductance else 1 / after
        resistance[rows] = after
        source[rows] = _sources(project, conductance[rows], None if given is None else given[rows])
    if bad:
        raise LeopardRangeError("omniscape_values", file=project.resistance.name, count=bad)
    for made in (resistance, conductance, source):
        made.flush()
    return apart


def _sources(project: OmniscapeProject, conductance: Floats, given: Floats | None) -> Floats:
    if given is None:
        least = 1 / project.cutoff if project.cutoff else np.inf
        return np.where(conductance >= least, conductance, 0.0)
    if project.source is not None and (given < 0).any():
        count = int(np.count_nonzero(given < 0))
        raise LeopardRangeError("omniscape_sources", file=project.source.name, count=count)
    return np.where(given >= project.threshold, given, 0.0)


def _strips(rows: int) -> list[slice]:
    return [slice(row, min(row + _ROWS, rows)) for row in range(0, rows, _ROWS)]


def _new(path: Path, shape: tuple[int, int]) -> np.memmap[Any, np.dtype[np.float64]]:
    return open_memmap(path, mode="w+", dtype=np.float64, shape=shape)


def solved(work: Path, at: int) -> Path:
    """Return the file that a solved tile leaves.

    Parameters
    ----------
    work : Path
        Folder of the work.
    at : int
        Number of the tile.
    """
    return work / f"tile-{at}.npz"


def solve(job: Job) -> None:
    """Solve one tile, in whatever process, and leave its currents in a file, whole or not at all.

    Parameters
    ----------
    job : tuple
        Folder, windows, comparisons, shape of the raster, number of the tile, the tile.
    """
    work, windows, comparisons, shape, at, tile = job
    targets = _targets(work, windows, tile)
    made: dict[str, Floats] = {}
    if len(targets):
        side = 2 * windows.reach + 1
        corner = _part(work, comparisons, shape, (slice(0, side), slice(0, side)))
        part = _part(work, comparisons, shape, tile.view)
        current, potential = tile_current(part, targets, windows, correction(windows, corner))
        made = {"current": current} | ({} if potential is None else {"potential": potential})
    handle, name = tempfile.mkstemp(dir=work, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        np.savez(file, allow_pickle=False, count=np.array(len(targets)), **made)
    os.replace(name, solved(work, at))


def _targets(work: Path, windows: Windows, tile: Tile) -> Targets:
    source = np.load(work / "source.npy", mmap_mode="r")
    found = block_targets(np.array(source[slice(*tile.rows), slice(*tile.columns)]), windows)
    return Targets(found.row + tile.rows[0], found.column + tile.columns[0], found.strength)


def _part(
    work: Path, comparisons: tuple[Comparison, ...], shape: tuple[int, int], view: tuple[slice, slice]
) -> Part:
    def read(name: str) -> Floats:
        return np.array(np.load(work / f"{name}.npy", mmap_mode="r")[view])

    return Part(
        conductance=read("conductance"),
        source=read("source"),
        first=(view[0].start, view[1].start),
        shape=shape,
        comparisons=comparisons,
        present=tuple(read(f"present-{at}") for at in range(len(comparisons))),
        future=tuple(read(f"future-{at}") for at in range(len(comparisons))),
    )


def add_up(work: Path, tiles: tuple[Tile, ...], project: OmniscapeProject) -> Found:
    """Add the tiles up to the maps of the whole, always in the same order.

    Parameters
    ----------
    work : Path
        Folder of the work, every tile solved.
    tiles : tuple of Tile
        All of them.
    project : OmniscapeProject
        What is masked and divided.
    """
    shape = project.grid.shape
    maps = {name: work / f"{name}.npy" for name in ("current", "potential", "normalized", "resistance")}
    current, potential, normalized = (_new(maps[name], shape) for name in list(maps)[:3])
    targets = 0
    for at, tile in enumerate(tiles):
        with np.load(solved(work, at)) as found:
            targets += int(found["count"])
            for name, whole in (("current", current), ("potential", potential)):
                if name in found:
                    whole[tile.view] += found[name]
    conductance = np.load(work / "conductance.npy", mmap_mode="r")
    highest, total, count = 0.0, 0.0, 0
    for rows in _strips(shape[0]):
        with np.errstate(divide="ignore", invalid="ignore"):
            normalized[rows] = np.nan_to_num(current[rows] / potential[rows], nan=0.0, posinf=np.inf)
        known = np.isfinite(conductance[rows])
        highest = max(highest, float(current[rows][known].max(initial=0.0)))
        total, count = total + float(current[rows][known].sum()), count + int(known.sum())
        if project.masked:
            for whole in (current, potential, normalized):
                whole[rows][~known] = np.nan
    for whole in (current, potential, normalized):
        whole.flush()
    return Found(targets, highest, total / max(count, 1), maps)
