"""A surface of resistance that somebody brings: checked, repaired where asked for, put on the grid."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasterio.warp import Resampling, reproject

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid, Note
from leopard_range.model.corridor import Surface

__all__ = ["REPAIRS", "own_surface", "repaired"]

REPAIRS = ("none", "closed", "least")
"""What becomes of zeros and negative values: an error, closed ground, or the least value above 0."""

_MOST = 1e12
"""Largest resistance, and one over the least: sums of others are not those of numbers any more."""


def own_surface(
    values: np.ma.MaskedArray[Any, Any], source: Grid, grid: Grid, *, name: str, repair: str = "none"
) -> tuple[Surface, tuple[Note, ...]]:
    """Put a raster of resistance on another grid.

    Parameters
    ----------
    values : masked array, shape (rows, columns)
        Resistances; masked cells are closed ground.
    source : Grid
        Where they lie, degrees or metres.
    grid : Grid
        Where they are wanted, metres.
    name : str
        How errors and notes name the raster.
    repair : str
        One of `REPAIRS`.

    Returns
    -------
    surface : Surface
        The mean of the cells below where the raster is finer, else the cell in which a centre lies.
    notes : tuple of Note
        How it was put on the grid, and every repair.

    Raises
    ------
    LeopardRangeError
        ``missing_crs``, ``own_not_positive``, ``own_infinite``, ``own_extreme``, ``own_nothing``.
    """
    if source.crs is None:
        raise LeopardRangeError("missing_crs", file=name)
    found = np.ma.filled(np.ma.asanyarray(values).astype(np.float64), np.nan)
    found, notes = repaired(found, name, repair)
    finer = _side_m(source, grid) < abs(float(grid.transform.a))
    out = np.full(grid.shape, np.nan)
    reproject(
        found,
        out,
        src_transform=source.transform,
        src_crs=source.crs,
        src_nodata=np.nan,
        dst_transform=grid.transform,
        dst_crs=grid.crs,
        dst_nodata=np.nan,
        resampling=Resampling.average if finer else Resampling.nearest,
    )
    closed = float(np.isnan(out).mean())
    if closed == 1.0:
        raise LeopardRangeError("own_nothing", file=name)
    told = Note.of(
        "own_resistance",
        file=name,
        cell_m=abs(float(grid.transform.a)),
        closed_percent=round(100 * closed, 1),
    )
    return Surface(out, grid), (told, *notes)


def repaired(
    found: NDArray[np.float64], name: str, repair: str
) -> tuple[NDArray[np.float64], tuple[Note, ...]]:
    """Refuse values that are no resistance, or mend them where somebody asked for it.

    Parameters
    ----------
    found : numpy.ndarray of float, shape (rows, columns)
        Resistances; NaN is closed ground.
    name : str
        How errors and notes name the raster.
    repair : str
        One of `REPAIRS`.

    Returns
    -------
    values : numpy.ndarray of float, shape (rows, columns)
        The same array where nothing was wrong.
    notes : tuple of Note
        What was mended.

    Raises
    ------
    LeopardRangeError
        ``own_not_positive``, ``own_infinite``, ``own_extreme``.
    """
    if np.isinf(found).any():
        row, column = (int(one) + 1 for one in np.argwhere(np.isinf(found))[0])
        raise LeopardRangeError("own_infinite", file=name, row=row, column=column)
    extreme = (found > _MOST) | ((found > 0) & (found < 1 / _MOST))
    if extreme.any():
        row, column = (int(one) + 1 for one in np.argwhere(extreme)[0])
        raise LeopardRangeError(
            "own_extreme",
            file=name,
            row=row,
            column=column,
            value=f"{found[extreme][0]:g}",
            most=f"{_MOST:g}",
        )
    wrong = found <= 0  # NaN is not
    if not wrong.any():
        return found, ()
    if repair == "none" or not (found > 0).any():
        row, column = (int(one) + 1 for one in np.argwhere(wrong)[0])
        value = float(found[wrong][0])
        raise LeopardRangeError(
            "own_not_positive", file=name, row=row, column=column, value=value, count=int(wrong.sum())
        )
    least = float(np.min(found, where=found > 0, initial=np.inf))
    code = "own_closed" if repair == "closed" else "own_least"
    note = Note.of(code, file=name, count=int(wrong.sum()), value=least)
    return np.where(wrong, np.nan if repair == "closed" else least, found), (note,)


def _side_m(source: Grid, grid: Grid) -> float:
    """Side of a source cell in metres, at the middle of the source."""
    side = abs(float(source.transform.a))
    assert source.crs is not None
    if not source.crs.is_geographic:
        return side
    latitude = source.transform.f + source.transform.e * source.shape[0] / 2
    return side * 111_320.0 * float(np.cos(np.radians(latitude)))
