"""Windows in tiles: what one tile needs to read, and the current it adds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.omniscape.circuits import Circuit
from leopard_range.analysis.corridor.omniscape.part import Part, View
from leopard_range.analysis.corridor.omniscape.sources import sources
from leopard_range.analysis.corridor.omniscape.windows import Targets, Windows

__all__ = ["Tile", "plan_tiles", "tile_current"]

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tile:
    """A piece of the work: whole blocks, and the cells their windows reach.

    Attributes
    ----------
    rows, columns : tuple of int
        First and last (excluded) cell of its blocks.
    reach_rows, reach_columns : tuple of int
        First and last (excluded) cell that its windows touch.
    """

    rows: tuple[int, int]
    columns: tuple[int, int]
    reach_rows: tuple[int, int]
    reach_columns: tuple[int, int]

    @property
    def view(self) -> View:
        """The cells its windows touch, in the whole raster."""
        return slice(*self.reach_rows), slice(*self.reach_columns)


def plan_tiles(shape: tuple[int, int], windows: Windows, side: int) -> tuple[Tile, ...]:
    """Cut a raster into tiles of whole blocks.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns of the raster.
    windows : Windows
        Their block and reach.
    side : int
        Wanted side of a tile, cells; at least a block.
    """
    step = max(side // windows.block, 1) * windows.block
    ends = [size // windows.block * windows.block for size in shape]

    def touched(low: int, high: int, size: int) -> tuple[int, int]:
        # From the middle of the first block to that of the last, and as far as windows reach.
        reach = windows.reach
        return max(low + windows.half - reach, 0), min(high - windows.half + reach, size)

    tiles = []
    for row in range(0, ends[0], step):
        for column in range(0, ends[1], step):
            rows, columns = (row, min(row + step, ends[0])), (column, min(column + step, ends[1]))
            reach_rows, reach_columns = touched(*rows, shape[0]), touched(*columns, shape[1])
            tiles.append(Tile(rows, columns, reach_rows, reach_columns))
    return tuple(tiles)


def tile_current(
    part: Part,
    targets: Targets,
    windows: Windows,
    correct: Floats | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> tuple[Floats, Floats | None]:
    """Solve the windows of some targets and add up their currents.

    Parameters
    ----------
    part : Part
        The rasters wherever these windows lie.
    targets : Targets
        Of the whole raster.
    windows : Windows
        How they are laid.
    correct : ndarray of float64, optional
        From `correction`.
    progress : callable
        Told which share is done, now and then.

    Returns
    -------
    current : ndarray of float64, shape of the part
        What these windows add to the cumulative current, ampere.
    potential : ndarray of float64 or None
        The same on even ground; None when it was not asked for.
    """
    current = np.zeros(part.conductance.shape)
    potential = np.zeros(part.conductance.shape) if windows.potential else None
    even: dict[tuple[tuple[int, int], tuple[int, int]], Circuit] = {}
    table = zip(targets.row.tolist(), targets.column.tolist(), targets.strength.tolist(), strict=True)
    for done, (row, column, strength) in enumerate(table):
        progress(done / len(targets))
        view, disc = part.view(row, column, windows)
        injected = sources(part, windows, row, column, strength)
        ground = (windows.reach - disc[0].start, windows.reach - disc[1].start)
        conducts = np.where(windows.distance[disc] <= windows.reach, part.conductance[view], 0.0)
        factor = 1.0 if correct is None else correct[disc]
        current[view] += Circuit(conducts, ground, windows.four).current(injected) * factor
        if potential is not None:
            key = (injected.shape, ground)
            if key not in even:  # nearly all windows are whole: one matrix serves them
                even = {key: Circuit(np.ones(injected.shape), ground, windows.four)}
            potential[view] += even[key].current(injected) * factor
    return current, potential
