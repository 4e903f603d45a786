"""A raster of resistance brought to disk for work in tiles, some rows at a time."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.cost import Store
from leopard_range.engine import report
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog

__all__ = ["open_store", "reachable"]

_ROWS = 512
_REPAIRS = "repairs.json"


def open_store(
    catalog: Catalog, path: Path, work: Path, *, tile: int, repair: str
) -> tuple[Store, tuple[Note, ...]]:
    """Open a folder with the tiles of a raster, filling it unless it holds the same raster already.

    Parameters
    ----------
    catalog : Catalog
        Reads the raster.
    path, work : Path
        The raster, and the folder.
    tile : int
        Side of a tile, cells.
    repair : str
        What becomes of zeros and negative values.

    Returns
    -------
    store : Store
        Its files.
    notes : tuple of Note
        What was mended.

    Raises
    ------
    LeopardRangeError
        ``own_not_positive``, ``own_infinite`` and those of the reader.
    """
    grid, about = catalog.grid_of(path), path.stat()

    def stage(target: Path) -> None:
        report("cost_reading")
        catalog.stage_resistance(path, target)
        notes = _mend(target, path.name, repair)
        (work / _REPAIRS).write_text(json.dumps([(one.code, dict(one.blanks)) for one in notes]))

    stamp = f"{path.name} {about.st_size} {about.st_mtime_ns} {repair}"
    store = Store.open(work, stage, grid.shape, abs(grid.transform.a), tile=tile, stamp=stamp)
    told = json.loads((work / _REPAIRS).read_text())
    return store, tuple(Note.of(code, **blanks) for code, blanks in told)


def _mend(target: Path, name: str, repair: str) -> tuple[Note, ...]:
    """Check and mend the values of a file as `repaired` does, few rows at a time."""
    least, count = math.inf, 0
    first: dict[str, dict[str, Any]] = {}
    for row, some in _blocks(target):
        wrong = ~(some > 0) & ~np.isnan(some)
        for cells, code in ((np.isinf(some), "own_infinite"), (wrong, "own_not_positive")):
            if cells.any() and not first.get(code):
                i, j = (int(one) for one in np.argwhere(cells)[0])
                first[code] = {"file": name, "row": row + i + 1, "column": j + 1, "value": float(some[i, j])}
        if "own_infinite" in first:
            raise LeopardRangeError("own_infinite", **first["own_infinite"])
        count += int(wrong.sum())
        least = min(least, float(np.min(some, where=some > 0, initial=math.inf)))
    if not count:
        return ()
    if repair == "none" or least == math.inf:
        raise LeopardRangeError("own_not_positive", **first["own_not_positive"], count=count)
    for _row, some in _blocks(target):
        some[some <= 0] = math.nan if repair == "closed" else least
    return (
        Note.of("own_closed" if repair == "closed" else "own_least", file=name, count=count, value=least),
    )


def _blocks(target: Path) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """Map a file some rows at a time, so that no more of it is held."""
    high = np.load(target, mmap_mode="r").shape[0]
    for row in range(0, high, _ROWS):
        yield row, np.load(target, mmap_mode="r+")[row : row + _ROWS]


def reachable(store: Store) -> float:
    """Return the share of the ground that can be crossed which the accumulated cost has reached.

    Parameters
    ----------
    store : Store
        After the work.
    """
    reached = passable = 0
    for row in range(0, store.shape[0], _ROWS):
        reached += int(np.isfinite(store.map("cost", row, row + _ROWS)).sum())
        passable += int((~np.isnan(store.map("values", row, row + _ROWS))).sum())
    return reached / passable
