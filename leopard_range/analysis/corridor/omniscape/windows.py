"""What a window is: its disc and its target block."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Comparison", "Targets", "Windows", "block_targets"]

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Windows:
    """How windows are laid.

    Attributes
    ----------
    radius : int
        Cells from a target to its farthest source.
    buffer : int
        Cells beyond, through which current may flow.
    block : int
        Side of a target block, cells; odd.
    four : bool
        Four neighbours instead of eight.
    correct : bool
        Correct what blocks of several cells do to the current (`correction`).
    potential : bool
        Solve each window with the conductance 1 everywhere as well.
    """

    radius: int
    buffer: int = 0
    block: int = 1
    four: bool = False
    correct: bool = True
    potential: bool = False

    @property
    def reach(self) -> int:
        """Cells from a target to the edge of its window."""
        return self.radius + self.buffer

    @property
    def half(self) -> int:
        """Cells from the middle of a block to its edge."""
        return (self.block - 1) // 2

    @cached_property
    def distance(self) -> Floats:
        """Cells from the middle of a whole window, shape (2 reach + 1, 2 reach + 1)."""
        away = np.arange(-self.reach, self.reach + 1, dtype=np.float64)
        return np.hypot(away[:, None], away[None, :])


@dataclass(frozen=True, slots=True)
class Comparison:
    """Which sources a target takes by what the ground is like there.

    Attributes
    ----------
    kind : str
        ``within``: the source's value minus the target's lies between the bounds; ``equal``.
    lower, upper : float
        Bounds of the difference.
    """

    kind: Literal["within", "equal"] = "within"
    lower: float = 0.0
    upper: float = 0.0


@dataclass(frozen=True, slots=True)
class Targets:
    """Blocks with sources in them, middle by middle.

    Attributes
    ----------
    row, column : ndarray of int64, shape (n,)
        Middle of each block in the whole raster.
    strength : ndarray of float64, shape (n,)
        Sum of the sources in it, ampere; above 0.
    """

    row: NDArray[np.int64]
    column: NDArray[np.int64]
    strength: Floats

    def __len__(self) -> int:
        return len(self.row)


def block_targets(source: Floats, windows: Windows) -> Targets:
    """Find the targets: blocks side by side from the first corner on, whole ones only.

    Parameters
    ----------
    source : ndarray of float64, shape (rows, columns)
        Strength of each cell, 0 where there is none.
    windows : Windows
        The side of a block.
    """
    side = windows.block
    rows, columns = source.shape[0] // side, source.shape[1] // side
    whole = source[: rows * side, : columns * side]
    strength = whole.reshape(rows, side, columns, side).sum(axis=(1, 3))
    row, column = np.nonzero(strength > 0)
    return Targets(row * side + windows.half, column * side + windows.half, strength[row, column])
