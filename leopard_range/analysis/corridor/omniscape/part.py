"""The rasters where some windows lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.omniscape.windows import Comparison, Windows

__all__ = ["Part", "View"]

Floats: TypeAlias = NDArray[np.float64]
View: TypeAlias = tuple[slice, slice]
"""Rows and columns of an array."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The rasters where the windows of one tile lie.

    Attributes
    ----------
    conductance : ndarray of float64, shape (rows, columns)
        Siemens of each cell; 0 or NaN where nothing conducts.
    source : ndarray of float64, same shape
        Strength; 0 where there is none.
    first : tuple of int
        Row and column of its first cell in the whole raster.
    shape : tuple of int
        Rows and columns of the whole raster.
    comparisons : tuple of Comparison
        By what sources and targets must be alike.
    present, future : tuple of ndarray
        For each comparison the values at the sources and at the targets; NaN where unknown.
    """

    conductance: Floats
    source: Floats
    first: tuple[int, int]
    shape: tuple[int, int]
    comparisons: tuple[Comparison, ...] = ()
    present: tuple[Floats, ...] = ()
    future: tuple[Floats, ...] = ()

    def view(self, row: int, column: int, windows: Windows) -> tuple[View, View]:
        """Return where the window of a target lies in this part, and in a whole window.

        Parameters
        ----------
        row, column : int
            Middle of the target in the whole raster.
        windows : Windows
            Their reach.
        """
        own, disc = [], []
        for middle, first, size in zip((row, column), self.first, self.shape, strict=True):
            low, high = max(middle - windows.reach, 0), min(middle + windows.reach + 1, size)
            own.append(slice(low - first, high - first))
            disc.append(slice(low - middle + windows.reach, high - middle + windows.reach))
        return (own[0], own[1]), (disc[0], disc[1])

    def block(self, row: int, column: int, windows: Windows) -> View:
        """Return where the block of a target lies in this part.

        Parameters
        ----------
        row, column : int
            Its middle in the whole raster.
        windows : Windows
            The side of a block.
        """
        top, left = row - windows.half - self.first[0], column - windows.half - self.first[1]
        return slice(top, top + windows.block), slice(left, left + windows.block)
