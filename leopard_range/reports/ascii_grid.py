"""Grids as ESRI ASCII text, which every connectivity program reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from leopard_range.model import Grid

__all__ = ["as_ascii_grid"]


def as_ascii_grid(
    values: NDArray[np.floating], grid: Grid, nodata: float = -9999.0, digits: int = 10
) -> bytes:
    """Write one grid, rows from the north.

    Parameters
    ----------
    values : ndarray of shape (rows, columns)
        NaN where there is no data.
    grid : Grid
        Where the cells lie; cells that are not square get ``dx`` and ``dy`` instead of ``cellsize``.
    nodata : float
        What stands for NaN.
    digits : int
        Significant digits.

    Returns
    -------
    bytes
        The same for the same values.
    """
    rows, columns = values.shape
    dx, dy = float(grid.transform.a), -float(grid.transform.e)
    south = float(grid.transform.f) - rows * dy
    square = np.isclose(dx, dy, rtol=1e-9, atol=0.0)
    size = [("cellsize", repr(dx))] if square else [("dx", repr(dx)), ("dy", repr(dy))]
    head = (
        ("ncols", str(columns)),
        ("nrows", str(rows)),
        ("xllcorner", repr(float(grid.transform.c))),
        ("yllcorner", repr(south)),
        *size,
        ("NODATA_value", f"{nodata:g}"),
    )
    form = " ".join([f"%.{digits}g"] * columns)
    plain = np.where(np.isnan(values), nodata, values) + 0.0
    lines = [f"{name:<13} {word}" for name, word in head]
    lines += [form % tuple(row.tolist()) for row in plain]
    return ("\n".join(lines) + "\n").encode()
