"""Surfaces of several years on one colour scale, so that a colour means the same in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid

__all__ = ["CLASSES", "MOST_VALUES", "Frames", "class_edges", "stacked"]

Floats: TypeAlias = NDArray[np.float64]

CLASSES = 6
"""Colours of a scale, the lowest left empty."""

MOST_VALUES = 64_000_000
"""Cells of all frames together: 256 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class Frames:
    """Surfaces of one grid.

    Attributes
    ----------
    names : tuple of str
        Name of each frame, such as its year.
    values : numpy.ndarray of float32, shape (frames, rows, columns)
        NaN where nothing is known.
    grid : Grid
        The grid of all.
    top : float
        Greatest value of any frame: the end of the one scale.
    edges : tuple of float
        Borders between the classes of the scale, from 0 to `top`.
    """

    names: tuple[str, ...]
    values: NDArray[np.float32]
    grid: Grid
    top: float
    edges: tuple[float, ...]


def stacked(surfaces: Mapping[str, Floats], grid: Grid) -> Frames:
    """Stack surfaces under one scale.

    Parameters
    ----------
    surfaces : mapping of str to numpy.ndarray, shape (rows, columns)
        By name; NaN where nothing is known.
    grid : Grid
        The grid of all.

    Returns
    -------
    Frames
        In the order given.

    Raises
    ------
    LeopardRangeError
        ``heat_nothing`` when no cell of any frame is above 0; ``heat_many_frames``.
    """
    size = len(surfaces) * grid.shape[0] * grid.shape[1]
    if size > MOST_VALUES:
        raise LeopardRangeError("heat_many_frames", count=len(surfaces), cells=size, most=MOST_VALUES)
    tops = [float(np.nanmax(s)) for s in surfaces.values() if np.isfinite(s).any()]
    if not tops or max(tops) <= 0:
        raise LeopardRangeError("heat_nothing")
    stack = np.stack([np.asarray(surface, dtype=np.float32) for surface in surfaces.values()])
    return Frames(tuple(surfaces), stack, grid, max(tops), class_edges(max(tops)))


def class_edges(top: float, classes: int = CLASSES) -> tuple[float, ...]:
    """Borders of classes of one width.

    Parameters
    ----------
    top : float
        Greatest value, above 0.
    classes : int
        How many.

    Returns
    -------
    tuple of float, length classes + 1
        From 0 to `top`.
    """
    return tuple(float(edge) for edge in np.linspace(0, top, classes + 1))
