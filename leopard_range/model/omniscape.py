"""An Omniscape project: which files, how its windows are laid, what is to be written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from leopard_range.model import Grid, Note

__all__ = ["Condition", "OmniscapeProject"]


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison of sources with targets, and the files it reads.

    Attributes
    ----------
    present, future : Path
        Values at the sources, and at the targets.
    kind : str
        ``within`` the bounds, or ``equal``.
    lower, upper : float
        Bounds of the source's value minus the target's.
    """

    present: Path
    future: Path
    kind: Literal["within", "equal"] = "within"
    lower: float = 0.0
    upper: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OmniscapeProject:
    """What a configuration of Omniscape asks for.

    Attributes
    ----------
    file : str
        Name of the configuration.
    text : str
        The options that were used, as a configuration.
    name : str
        The project's own name.
    resistance : Path
        Grid of resistance, or of conductance where `is_conductance`.
    source : Path or None
        Grid of source strength; None: the conductance of cells of at most `cutoff` ohm.
    grid : Grid
        Where the cells of `resistance` lie.
    is_conductance : bool
        The grid holds conductance.
    reclass : tuple of (float, float)
        Values of the grid and what they become; NaN: nothing conducts.
    threshold : float
        Source strength below which a cell is no source.
    cutoff : float
        Resistance above which a cell is no source, where the grid makes the sources.
    radius, buffer, block : int
        Of the windows, cells; the block is odd.
    four : bool
        Four neighbours instead of eight.
    correct : bool
        Correct the artifacts of blocks.
    conditions : tuple of Condition
        By what sources and targets must be alike.
    potential, normalized : bool
        Write the flow potential; the current divided by it.
    current : bool
        Write the cumulative current.
    reclassified : bool
        Write the grid after `reclass`.
    masked : bool
        Cells without data in the grid have none in the results.
    as_tif : bool
        GeoTIFF instead of ASCII grids.
    single : bool
        Write single precision; everything is computed in double.
    notes : tuple of Note
        Options that were left aside or changed.
    """

    file: str
    text: str
    name: str
    resistance: Path
    source: Path | None
    grid: Grid
    is_conductance: bool
    reclass: tuple[tuple[float, float], ...]
    threshold: float
    cutoff: float
    radius: int
    buffer: int
    block: int
    four: bool
    correct: bool
    conditions: tuple[Condition, ...]
    potential: bool
    normalized: bool
    current: bool
    reclassified: bool
    masked: bool
    as_tif: bool
    single: bool
    notes: tuple[Note, ...] = ()
