"""A smooth picture made from published cells, never from records."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from affine import Affine
from numpy.typing import NDArray

from leopard_range.privacy.cells import NOT_SHOWN
from leopard_range.privacy.rules import PUBLIC_RULES, Rules

__all__ = ["NO_DATA", "smoothed"]

NO_DATA = -1.0
_PER_CELL = 8


def smoothed(
    cells: gpd.GeoDataFrame, column: str, rules: Rules = PUBLIC_RULES
) -> tuple[NDArray[np.float32], Affine]:
    """Smooth the classes of published cells into a raster.

    Each shown cell weighs as much as the lower bound of its class, the mean
    over its years.  A pixel is the mean of the cells around it, weighted by a
    Gaussian of half a cell.  It needs the cells and nothing else, so anybody
    who has the cells can make it, and it tells nothing they do not tell.  A
    density made from the positions themselves would show most of them as peaks.

    Parameters
    ----------
    cells : GeoDataFrame
        Of `station_cells` or `detection_cells`.
    column : str
        Its class column.
    rules : Rules
        The scheme they were made by.

    Returns
    -------
    values : ndarray of float32, shape (rows, columns)
        Counts per cell and year, smoothed; `NO_DATA` outside shown cells.
    transform : Affine
        Pixel to longitude and latitude, EPSG:4326, north up.

    Raises
    ------
    ValueError
        No cell is shown.
    """
    weights = {label: float(low) for low, label in rules.classes}
    shown = cells[cells[column] != NOT_SHOWN]
    if shown.empty:
        raise ValueError("no cell is shown")
    means = shown.assign(weight=shown[column].map(weights)).groupby("cell")["weight"].mean()
    place = np.array([[int(part) for part in str(cell).split("_")] for cell in means.index])
    weight = means.to_numpy(float)
    (west, south), (east, north) = place.min(axis=0), place.max(axis=0) + 1
    x = west + (np.arange((east - west) * _PER_CELL) + 0.5) / _PER_CELL
    y = north - (np.arange((north - south) * _PER_CELL) + 0.5) / _PER_CELL
    # Cells as the unit: the kernel is separable, so is the sum over cells.
    near_x = np.exp(-2 * (x[None, :] - place[:, :1] - 0.5) ** 2)
    near_y = np.exp(-2 * (y[None, :] - place[:, 1:] - 0.5) ** 2)
    total = np.einsum("c,cy,cx->yx", weight, near_y, near_x) / np.einsum("cy,cx->yx", near_y, near_x)
    inside = np.zeros(total.shape, dtype=bool)
    for col, row in place:
        left, top = (col - west) * _PER_CELL, (north - 1 - row) * _PER_CELL
        inside[top : top + _PER_CELL, left : left + _PER_CELL] = True
    side = rules.cell_deg / _PER_CELL
    values = np.where(inside, np.round(total, 2), NO_DATA).astype(np.float32)
    return values, Affine(
        side, 0, round(west * rules.cell_deg, 6), 0, -side, round(north * rules.cell_deg, 6)
    )
