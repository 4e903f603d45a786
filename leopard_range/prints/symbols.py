"""How areas, lines and points are drawn on paper: in colour, and in patterns for those who see none."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from leopard_range.model import Style
from leopard_range.prints.window import PIXEL
from leopard_range.reports.drawing import Mark, Shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["area_marks", "dashes", "line_marks", "point_marks"]

_FINE = 0.12
"""Detail below this many points is left out."""
_GAP = 5.0
"""Points between the lines of a pattern."""
_ANGLES = {"lines": (45.0,), "back": (-45.0,), "cross": (45.0, -45.0), "grid": (0.0, 90.0)}
_ROUGH = Style(dash="3 5", weight=1.5)


def dashes(dash: str) -> tuple[float, ...]:
    """Return the lengths of dashes and gaps in points."""
    return tuple(float(part) * PIXEL for part in dash.replace(",", " ").split())


def _lines(shapes: Any, frame: tuple[float, float, float, float]) -> tuple[NDArray[np.float64], ...]:
    """Return rings and lines as arrays of points."""
    parts = shapely.get_parts(shapely.clip_by_rect(shapely.simplify(shapes, _FINE), *frame))
    parts = parts[~shapely.is_empty(parts)]
    # Cutting can leave points and, in a collection, lines and areas together.
    parts = shapely.get_parts(parts)
    sizes = shapely.get_dimensions(parts)
    found = [*shapely.get_rings(parts[sizes == 2]), *parts[sizes == 1]]
    return tuple(shapely.get_coordinates(one) for one in found)


def area_marks(
    shapes: Any,
    frame: tuple[float, float, float, float],
    style: Style,
    opacity: float = 1.0,
    *,
    rough: bool = False,
) -> Iterator[Mark]:
    """Draw areas of one look: colour, pattern, outline.

    Parameters
    ----------
    shapes : ndarray of geometry
        Polygons on the plane of the drawing, points.
    frame : tuple of float
        Edges of the drawing, points: left, top, right, bottom.
    style : Style
        Their look.
    opacity : float
        0-1.
    rough : bool
        Not more than a place: an outline of dots.
    """
    shapes = shapely.make_valid(shapes) if len(shapes) else shapes
    if not len(shapes):
        return
    whole = shapely.clip_by_rect(shapely.union_all(shapes), *frame)
    if style.fill and not rough:
        if lines := _lines(whole, frame):
            yield Shape(lines, fill=style.fill, closed=True, opacity=style.fill_opacity * opacity)
        yield from _pattern(whole, style, opacity)
    colour = style.stroke or style.fill
    if colour and (style.stroke or rough):
        width, dash = (style.weight, style.dash) if not rough else (_ROUGH.weight, _ROUGH.dash)
        edges = _lines(shapely.boundary(shapes), frame)
        if edges and width:
            yield Shape(
                edges, stroke=colour, width=max(width * PIXEL, 0.4), dash=dashes(dash), opacity=opacity
            )


def _pattern(whole: Any, style: Style, opacity: float) -> Iterator[Mark]:
    """Draw the pattern of an area: cut lines, or dots."""
    name = str(getattr(style, "pattern", "") or "none")
    colour = style.stroke or style.fill
    if name == "none" or shapely.is_empty(whole):
        return
    box = shapely.bounds(whole)
    if name == "dots":
        spots = _spots(box)
        inside = spots[shapely.contains_xy(whole, spots[:, 0], spots[:, 1])]
        found = tuple(np.vstack([spot, spot]) for spot in inside)
        if found:
            yield Shape(found, stroke=colour, width=1.5, opacity=opacity, round=True)
        return
    rays = np.concatenate([_rays(box, angle) for angle in _ANGLES.get(name, ())] or [np.empty((0, 2, 2))])
    found = _lines(shapely.intersection(shapely.linestrings(rays), whole), tuple(box)) if len(rays) else ()
    if found:
        yield Shape(found, stroke=colour, width=0.6, opacity=opacity)


def _spots(box: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a lattice that is the same wherever the area begins."""
    left, top, right, bottom = box.tolist()
    rows = np.arange(math.floor(top / _GAP), math.ceil(bottom / _GAP) + 1)
    columns = np.arange(math.floor(left / _GAP), math.ceil(right / _GAP) + 1)
    x, y = np.meshgrid(columns, rows)
    return np.column_stack([(x + 0.5 * (y % 2)).ravel() * _GAP, y.ravel() * _GAP])


def _rays(box: NDArray[np.float64], angle: float) -> NDArray[np.float64]:
    """Return parallel lines across a box; those of two areas are in line."""
    left, top, right, bottom = box.tolist()
    along = np.array([math.cos(math.radians(angle)), -math.sin(math.radians(angle))])
    across = np.array([-along[1], along[0]])
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    far, wide = corners @ along, corners @ across
    steps = np.arange(math.ceil(wide.min() / _GAP), math.floor(wide.max() / _GAP) + 1) * _GAP
    starts = steps[:, None] * across + (far.min() - 1) * along
    ends = steps[:, None] * across + (far.max() + 1) * along
    return np.stack([starts, ends], axis=1)


def line_marks(
    shapes: Any, frame: tuple[float, float, float, float], style: Style, opacity: float = 1.0
) -> Iterator[Mark]:
    """Draw lines of one look.

    Parameters
    ----------
    shapes : ndarray of geometry
        Lines on the plane of the drawing, points.
    frame : tuple of float
        Edges of the drawing, points.
    style : Style
        Their look.
    opacity : float
        0-1.
    """
    colour, lines = style.stroke or style.fill, _lines(shapes, frame)
    if colour and lines:
        yield Shape(
            lines,
            stroke=colour,
            width=max(style.weight * PIXEL, 0.3),
            dash=dashes(style.dash),
            opacity=opacity,
        )


def point_marks(
    places: NDArray[np.float64], frame: tuple[float, float, float, float], style: Style, opacity: float = 1.0
) -> Iterator[Mark]:
    """Draw points as dots with a light rim.

    Parameters
    ----------
    places : ndarray of shape (n, 2)
        Points.
    frame : tuple of float
        Edges of the drawing, points.
    style : Style
        Their look.
    opacity : float
        0-1.
    """
    left, top, right, bottom = frame
    within = (places > (left, top)).all(axis=1) & (places < (right, bottom)).all(axis=1)
    # A line without length, with round ends: thousands of dots stay small.
    dots = tuple(np.vstack([place, place]) for place in places[within])
    if dots:
        across = (3.0 if style.weight < 1 else 5.0) * 2 * PIXEL
        yield Shape(dots, stroke="#ffffff", width=across + 1.4, opacity=opacity, round=True)
        yield Shape(dots, stroke=style.fill or style.stroke, width=across, opacity=opacity, round=True)
