"""Cost distance on disk: resistance, accumulated cost and open offers as files, for rasters beyond memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.cost.sweep import SQUARE, blocks

__all__ = ["Store"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

_BYTES = 8
_NUMPY_HEAD = 128
"""Bytes before the values in numpy's own file of a plain array."""
_SAMPLE = 200
"""Rows and columns that are looked at for the middle resistance."""
_STEP = 1.0
"""How far offers are followed at a time, in tiles of the middle resistance: little is done twice, and there
are few rounds (measured from 1,000 to 10,000 cells a side)."""


@dataclass(frozen=True, slots=True)
class Store:
    """A folder with a raster of resistance and what has been accumulated over it so far.

    The files hold rows of float64: ``values.npy``, ``cost.f64`` and ``keys.f64`` (the smallest open offer to
    each square of 16 by 16 cells).  Whoever works on them keeps them in such an order that the
    work goes on after it was ended at any moment; after a loss of power it starts anew.

    Attributes
    ----------
    folder : Path
        Seen by everybody who takes part, on one machine.
    shape : tuple of int
        Rows and columns.
    cell_m : float
        Side of a cell.
    tile : int
        Side of a tile in cells, a multiple of 16.
    step_m : float
        Cost within which offers are followed at a time, resistance × metres.
    """

    folder: Path
    shape: tuple[int, int]
    cell_m: float
    tile: int
    step_m: float

    @classmethod
    def open(
        cls,
        folder: Path,
        stage: Callable[[Path], None],
        shape: tuple[int, int],
        cell_m: float,
        *,
        tile: int,
        stamp: str,
    ) -> Store:
        """Open a folder, and fill it unless it holds the same raster already.

        Parameters
        ----------
        folder : Path
            Made when it is missing.
        stage : callable
            Writes the resistance to the path it is given, as numpy's own file of float64, NaN where nothing
            passes; called only when needed.
        shape : tuple of int
            Rows and columns.
        cell_m : float
            Side of a cell.
        tile : int
            Side of a tile in cells; rounded up to a multiple of 16.
        stamp : str
            Says what raster it is.
        """
        folder.mkdir(parents=True, exist_ok=True)
        marker = folder / "values.json"
        known = _told(marker)
        if known.get("stamp") != stamp:
            for old in (marker, folder / "cost.json"):
                old.unlink(missing_ok=True)
            stage(folder / "values.npy")
            known = {"stamp": stamp, "middle": _middle(np.load(folder / "values.npy", mmap_mode="r"))}
            marker.write_text(json.dumps(known))
        side = -(-tile // SQUARE) * SQUARE
        return cls(folder, shape, cell_m, side, _STEP * side * float(known["middle"]) * cell_m)

    def begin(self, sources: Ints) -> None:
        """Start from sources, unless the folder holds work that was started from the same.

        Parameters
        ----------
        sources : numpy.ndarray of int, shape (k, 2)
            Rows and columns, on cells that can be crossed.
        """
        marker = self.folder / "cost.json"
        told = {"sources": sources.tolist(), "cell_m": self.cell_m}
        if _told(marker) == told:
            return
        marker.unlink(missing_ok=True)
        cost = self.map("cost", mode="w+")
        for row in range(0, self.shape[0], SQUARE):
            cost[row : row + SQUARE] = np.inf
        cost[sources[:, 0], sources[:, 1]] = 0.0
        keys = self.map("keys", mode="w+")
        keys[:] = np.inf
        keys[sources[:, 0] // SQUARE, sources[:, 1] // SQUARE] = 0.0
        marker.write_text(json.dumps(told))

    @property
    def tiles(self) -> tuple[int, int]:
        """How many tiles lie below each other and beside each other."""
        return -(-self.shape[0] // self.tile), -(-self.shape[1] // self.tile)

    def map(
        self,
        name: Literal["values", "cost", "keys"],
        first: int = 0,
        end: int | None = None,
        *,
        mode: Literal["r", "r+", "c", "w+"] = "r",
    ) -> Floats:
        """Map rows of a file into memory; only what is touched is read.

        Parameters
        ----------
        name : str
            Which file; rows of ``keys`` are rows of squares.
        first, end : int
            First row and the one after the last.
        mode : str
            As `numpy.memmap` takes it; ``c``: what is written stays in this process.
        """
        rows, columns = blocks(self.shape) if name == "keys" else self.shape
        last = rows if end is None else min(end, rows)
        path, offset = self.folder / f"{name}.f64", first * columns * _BYTES
        if name == "values":
            path, offset = self.folder / "values.npy", offset + _NUMPY_HEAD
        found = np.memmap(path, np.float64, mode, offset, (last - first, columns))
        # The compiled loops take plain arrays; this one keeps the file open.
        return np.asarray(found)


def _told(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _middle(values: Floats) -> float:
    """Return the median of a sample of the resistance."""
    down, right = (max(1, side // _SAMPLE) for side in values.shape)
    seen = np.asarray(values[::down, ::right])
    seen = seen[~np.isnan(seen)]
    return float(np.median(seen)) if len(seen) else 1.0
