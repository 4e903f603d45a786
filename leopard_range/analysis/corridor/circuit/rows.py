"""How rows of a resistor grid lie in memory, and how loops over them are compiled.

A row is kept as two halves: the columns that stand on the next coarser grid, and those between them.
Then every loop along a row reads and writes whole vectors: a sweep first renews all columns of one half
and then all of the other, in the manner of red and black, and passes to the coarser grid and back need
no strides.  Grids and halves have a rim of zeros: shape (rows + 2, 2, half + 2).

Links stand in one array of shape (rows + 2, 8, half + 2): of every cell the ones to the east, south,
south-east and south-west (`E`, `S`, `SE`, `SW`), for the half on the coarse grid (``+ 0``) and for the
half between (``+ 1``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeAlias, TypeVar

import numpy as np
from numba import njit
from numba.core.compiler import Compiler
from numpy.typing import NDArray

__all__ = ["SE", "SW", "E", "S", "halves", "joined", "split", "vectorised", "whole", "width"]

Floats: TypeAlias = NDArray[np.float64]
Real: TypeAlias = NDArray[np.floating]
Small: TypeAlias = NDArray[np.float32]
P = ParamSpec("P")
R = TypeVar("R")

E = 0
S = 2
SE = 4
SW = 6


class _Apart(Compiler):
    """A compiler that trusts the arrays given to a function not to overlap."""

    def define_pipelines(self) -> Any:
        self.state.flags.noalias = True
        return super().define_pipelines()  # type: ignore[no-untyped-call]


def vectorised(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a loop into vector instructions, and keep the machine code where it can be written.

    Parameters
    ----------
    function : callable
        Loops over arrays that do not overlap and hold no NaN.
    """
    try:
        fast: Callable[P, R] = njit(
            cache=True, nogil=True, fastmath=True, error_model="numpy", pipeline_class=_Apart
        )(function)
    except RuntimeError:  # "no locator available": a read-only installation without a home
        fast = njit(nogil=True, fastmath=True, error_model="numpy", pipeline_class=_Apart)(function)
    return fast


def width(columns: int) -> int:
    """Length of half a row with its rim.

    Parameters
    ----------
    columns : int
        Columns of the grid.
    """
    return (columns + 1) // 2 + 2


def split(values: Real) -> Floats:
    """Lay a grid out in halves of rows.

    Parameters
    ----------
    values : numpy.ndarray of float, shape (rows, columns)
        Any grid.

    Returns
    -------
    numpy.ndarray of float64, shape (rows + 2, 2, half + 2)
    """
    rows, columns = values.shape
    laid = np.zeros((rows + 2, 2, width(columns)))
    laid[1:-1, 0, 1 : 1 + (columns + 1) // 2] = values[:, ::2]
    laid[1:-1, 1, 1 : 1 + columns // 2] = values[:, 1::2]
    return laid


def joined(laid: Real, columns: int) -> Floats:
    """Undo `split`.

    Parameters
    ----------
    laid : numpy.ndarray, shape (rows + 2, 2, half + 2)
        Halves of rows.
    columns : int
        Columns of the grid.

    Returns
    -------
    numpy.ndarray of float64, shape (rows, columns)
    """
    values = np.empty((laid.shape[0] - 2, columns))
    values[:, ::2] = laid[1:-1, 0, 1 : 1 + (columns + 1) // 2]
    values[:, 1::2] = laid[1:-1, 1, 1 : 1 + columns // 2]
    return values


@vectorised
def halves(row: Real, even: Small, odd: Small) -> None:
    """Split a row with a rim into its halves.

    Parameters
    ----------
    row : numpy.ndarray, shape (columns + 2,)
        Columns from 1.
    even, odd : numpy.ndarray of float32, shape (half + 2,)
        Written: the half on the coarse grid and the half between.
    """
    for j in range(1, len(row) // 2):
        even[j] = row[2 * j - 1]
        odd[j] = row[2 * j]
    if len(row) % 2:
        even[len(row) // 2] = row[len(row) - 2]


@vectorised
def whole(even: Small, odd: Small, row: Small) -> None:
    """Put the two halves of a row together again.

    Parameters
    ----------
    even, odd : numpy.ndarray of float32, shape (half + 2,)
        The half on the coarse grid and the half between.
    row : numpy.ndarray of float32, shape (columns + 2,)
        Written.
    """
    for j in range(1, len(row) // 2):
        row[2 * j - 1] = even[j]
        row[2 * j] = odd[j]
    if len(row) % 2:
        row[len(row) - 2] = even[len(row) // 2]
