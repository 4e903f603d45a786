"""Marks over an area, as strokes: what tells areas apart without colour (`model.PATTERNS`)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Strokes = tuple[NDArray[np.float64], ...]

__all__ = ["pattern_strokes"]

_GAP = 6.6
"""Points between strokes that run through."""
_REACH = 1.5
"""Points from the middle of a sign to its end."""
_THROUGH: Mapping[str, tuple[float, ...]] = {
    "lines": (45.0,),
    "back": (-45.0,),
    "cross": (45.0, -45.0),
    "level": (0.0,),
    "vertical": (90.0,),
    "grid": (0.0, 90.0),
}
_STEP = {
    "dots-wide": 9.0,
    "dots": 6.0,
    "dots-tight": 3.6,
    "ticks-wide": 9.0,
    "ticks": 6.0,
    "ticks-tight": 3.8,
}


def _signs() -> Mapping[str, Strokes]:
    """Return the strokes of every small sign around its middle, points."""
    along = np.linspace(-2.6, 2.6, 9)
    turn = np.linspace(0, math.tau, 13)
    dot = (np.zeros((2, 2)),)
    tick = (np.array([[0.0, -1.5], [0.0, 1.5]]),)
    return {
        "dashes": (np.array([[-2.2, 2.2], [2.2, -2.2]]) * 0.8,),
        "waves": (np.column_stack([along, 1.1 * np.sin(along * math.pi / 2.6)]),),
        "plus": (np.array([[-1.9, 0.0], [1.9, 0.0]]), np.array([[0.0, -1.9], [0.0, 1.9]])),
        "times": (np.array([[-1.5, -1.5], [1.5, 1.5]]), np.array([[-1.5, 1.5], [1.5, -1.5]])),
        "rings": (1.7 * np.column_stack([np.cos(turn), np.sin(turn)]),),
        **dict.fromkeys(("dots-wide", "dots", "dots-tight"), dot),
        **dict.fromkeys(("ticks-wide", "ticks", "ticks-tight"), tick),
    }


_SIGNS = _signs()


def pattern_strokes(area: Any, pattern: str) -> Strokes:
    """Return the strokes of a pattern over an area.

    Parameters
    ----------
    area : geometry
        Polygon on the plane of the drawing, points.
    pattern : str
        One of `leopard_range.model.PATTERNS`.

    Returns
    -------
    tuple of ndarray of shape (n, 2)
        Strokes; those of neighbours are in line.  A dot is a stroke without length.
    """
    if shapely.is_empty(area):
        return ()
    box = shapely.bounds(area)
    if pattern in _THROUGH:
        rays = np.concatenate([_rays(box, angle) for angle in _THROUGH[pattern]])
        if not len(rays):
            return ()
        cut = shapely.get_parts(shapely.get_parts(shapely.intersection(shapely.linestrings(rays), area)))
        cut = cut[~shapely.is_empty(cut)]
        return tuple(shapely.get_coordinates(one) for one in cut[shapely.get_dimensions(cut) == 1])
    sign = _SIGNS.get(pattern, ())
    spots = _spots(box, _STEP.get(pattern, 7.0))
    inner = shapely.buffer(area, -_REACH)
    # A sign across the edge looks like a fault; in a narrow area it is better than none.
    core = area if shapely.is_empty(inner) else inner
    shapely.prepare(core)
    inside = spots[shapely.contains_xy(core, spots[:, 0], spots[:, 1])]
    return tuple(stroke + spot for spot in inside for stroke in sign)


def _spots(box: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    """Return a lattice whose rows stand in the gaps of each other, the same wherever the area begins."""
    left, top, right, bottom = box.tolist()
    rows = np.arange(math.floor(top / step) - 1, math.ceil(bottom / step) + 1)
    columns = np.arange(math.floor(left / step) - 1, math.ceil(right / step) + 1)
    x, y = np.meshgrid(columns, rows)
    return np.column_stack([(x + 0.5 * (y % 2) + 0.25).ravel() * step, (y + 0.5).ravel() * step])


def _rays(box: NDArray[np.float64], angle: float) -> NDArray[np.float64]:
    """Return parallel lines across a box, measured from the corner of the drawing."""
    left, top, right, bottom = box.tolist()
    along = np.array([math.cos(math.radians(angle)), -math.sin(math.radians(angle))])
    across = np.array([-along[1], along[0]])
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    far, wide = corners @ along, corners @ across
    steps = (
        np.arange(math.ceil(wide.min() / _GAP - 0.5), math.floor(wide.max() / _GAP - 0.5) + 1) + 0.5
    ) * _GAP
    starts = steps[:, None] * across + (far.min() - 1) * along
    ends = steps[:, None] * across + (far.max() + 1) * along
    return np.stack([starts, ends], axis=1)
