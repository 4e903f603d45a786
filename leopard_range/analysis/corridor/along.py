"""What a way meets: its share inside an area, the lines it crosses, the outline of cells."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.features import shapes
from scipy.ndimage import find_objects, label

from leopard_range.model import Grid

__all__ = ["current_share", "outline", "runs", "share_along", "weights"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


def weights(cells: Ints) -> Floats:
    """Share of a way's length in each of its cells; half of a step belongs to either cell.

    Parameters
    ----------
    cells : numpy.ndarray of int, shape (n, 2)
        Rows and columns in order.

    Returns
    -------
    numpy.ndarray of float, shape (n,)
        Sums to 1.
    """
    if len(cells) == 1:
        return np.ones(1)
    steps = np.hypot(*np.diff(cells, axis=0).T.astype(np.float64)) / 2
    found = np.concatenate(([0.0], steps)) + np.concatenate((steps, [0.0]))
    return np.asarray(found / found.sum())


def share_along(cells: Ints, inside: Floats) -> float:
    """Share of a way's length inside an area.

    Parameters
    ----------
    cells : numpy.ndarray of int, shape (n, 2)
        Rows and columns in order.
    inside : numpy.ndarray of float or bool, shape (rows, columns)
        Share of each cell inside the area.
    """
    return min(float((weights(cells) * inside[cells[:, 0], cells[:, 1]]).sum()), 1.0)


def current_share(current: Floats, inside: Floats, ends: NDArray[np.bool_]) -> float:
    """Share of all current through cells outside the ends that passes inside an area.

    Parameters
    ----------
    current : numpy.ndarray of float, shape (rows, columns)
        Ampere through each cell.
    inside : numpy.ndarray of float, shape (rows, columns)
        Share of each cell inside the area.
    ends : numpy.ndarray of bool, shape (rows, columns)
        Cells of the places between which the current flows.
    """
    between = np.where(ends, 0.0, current)
    total = float(between.sum())
    return float((between * inside).sum()) / total if total else 0.0


def runs(cells: Ints, marked: NDArray[np.bool_]) -> tuple[tuple[int, int], ...]:
    """Find where a way runs through marked cells.

    Parameters
    ----------
    cells : numpy.ndarray of int, shape (n, 2)
        Rows and columns in order.
    marked : numpy.ndarray of bool, shape (rows, columns)
        Cells of a line.

    Returns
    -------
    tuple of (int, int)
        First and last place in `cells` of each unbroken run.
    """
    parts, _ = label(marked[cells[:, 0], cells[:, 1]])
    return tuple((found[0].start, found[0].stop - 1) for found in find_objects(parts))


def outline(cells: NDArray[np.bool_], grid: Grid) -> Any:
    """Draw the outline of marked cells.

    Parameters
    ----------
    cells : numpy.ndarray of bool, shape (rows, columns)
        At least one.
    grid : Grid
        Where they lie.

    Returns
    -------
    MultiPolygon
        In the system of the grid.
    """
    traced = shapes(cells.astype(np.uint8), mask=cells, connectivity=4, transform=grid.transform)
    return shapely.MultiPolygon([shapely.geometry.shape(ring) for ring, _ in traced])
