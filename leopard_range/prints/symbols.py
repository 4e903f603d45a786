"""How areas, lines and points are drawn on paper: in colour, and in patterns for those who see none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from leopard_range.model import Style
from leopard_range.prints.patterns import pattern_strokes
from leopard_range.prints.window import PIXEL
from leopard_range.reports.drawing import Mark, Shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["area_marks", "dashes", "line_marks", "point_marks"]

_FINE = 0.12
"""Detail below this many points is left out."""
_PAPER = 0.9
"""Lightness of the relief."""
_SEEN = 0.3
"""Difference in lightness at which marks are seen."""
_INK, _LIGHT = "#1c2321", "#ffffff"
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
    if not rough:
        lines = _lines(whole, frame)
        if lines and style.fill:
            yield Shape(lines, fill=style.fill, closed=True, opacity=style.fill_opacity * opacity)
        yield from _marks(whole, style, opacity)
    colour = style.stroke or style.fill
    if colour and (style.stroke or rough):
        width, dash = (style.weight, style.dash) if not rough else (_ROUGH.weight, _ROUGH.dash)
        edges = _lines(shapely.boundary(shapes), frame)
        if edges and width:
            yield Shape(
                edges, stroke=colour, width=max(width * PIXEL, 0.4), dash=dashes(dash), opacity=opacity
            )


def _marks(whole: Any, style: Style, opacity: float) -> Iterator[Mark]:
    """Draw the pattern of an area: dark on light areas, light on dark ones."""
    strokes = pattern_strokes(whole, style.pattern)
    if not strokes:
        return
    colour = _mark_colour(style)
    if style.pattern.startswith("dots"):
        yield Shape(strokes, stroke=colour, width=1.5, opacity=opacity, round=True)
    else:
        yield Shape(strokes, stroke=colour, width=0.75 if colour == _LIGHT else 0.5, opacity=opacity)


def _mark_colour(style: Style) -> str:
    """Return the colour of an area's own edge where it can be seen on the area, else ink or white."""
    ground = _luma(style.fill) if style.fill else 1.0
    ground = style.fill_opacity * ground + (1 - style.fill_opacity) * _PAPER
    own = style.stroke or style.fill
    if abs(_luma(own) - ground) >= _SEEN:
        return own
    return _LIGHT if ground < (1 + _luma(_INK)) / 2 else _INK


def _luma(colour: str) -> float:
    """Return how light a colour is, 0-1 (ITU-R BT.601)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


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
