"""Text lists of connectivity projects: rows of numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leopard_range.errors import LeopardRangeError
from leopard_range.sources.corridor.grids import read_text

__all__ = ["read_list", "whole_numbers"]

_MAX_BYTES = 400_000_000


def read_list(path: Path, columns: int, skip: int = 0) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Read rows of numbers, separated by blanks, tabs or commas.

    Parameters
    ----------
    path : Path
        The list, plain or gzipped.
    columns : int
        Numbers a row must have; further ones are left out.  0: as many as the first row.
    skip : int
        Rows before the numbers.

    Returns
    -------
    values : numpy.ndarray of float64, shape (n, columns)
        The numbers.
    rows : numpy.ndarray of int64, shape (n,)
        Row of the file each stands in, from 1.

    Raises
    ------
    LeopardRangeError
        ``file_missing``, ``grid_size``, ``zip_damaged``, ``grid_number``, ``project_list_row``.
    """
    found: list[list[float]] = []
    rows: list[int] = []
    for row, line in enumerate(read_text(path, _MAX_BYTES).splitlines(), start=1):
        words = line.replace(",", " ").split()
        if row <= skip or not words or words[0][0] in "#;":
            continue
        columns = columns or len(words)
        if len(words) < columns:
            raise LeopardRangeError(
                "project_list_row", file=path.name, row=row, found=len(words), needed=columns
            )
        found.append([_number(word, path, row, at) for at, word in enumerate(words[:columns], start=1)])
        rows.append(row)
    return np.array(found, dtype=np.float64).reshape(len(found), columns), np.array(rows, dtype=np.int64)


def _number(word: str, path: Path, row: int, column: int) -> float:
    try:
        number = float(word)
    except ValueError:
        number = np.nan
    if not np.isfinite(number) or "_" in word:
        raise LeopardRangeError("grid_number", file=path.name, row=row, column=column, value=word[:40])
    return number


def whole_numbers(
    values: NDArray[np.float64], rows: NDArray[np.int64], path: Path, least: int
) -> NDArray[np.int64]:
    """Return numbers of nodes, refusing one that is none.

    Parameters
    ----------
    values : numpy.ndarray of float64, shape (n,)
        As read.
    rows : numpy.ndarray of int64, shape (n,)
        Row of the file each stands in.
    path : Path
        The file.
    least : int
        Smallest number a node may have.

    Raises
    ------
    LeopardRangeError
        ``project_node_number``.
    """
    bad = np.flatnonzero((values != np.floor(values)) | (values < least) | (values > 2**53))
    if bad.size:
        raise LeopardRangeError(
            "project_node_number", file=path.name, row=int(rows[bad[0]]), value=f"{values[bad[0]]:g}"
        )
    return values.astype(np.int64)
