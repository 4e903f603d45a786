"""The width of a proposal along its way, with what crosses it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from leopard_range.i18n import number, quantity, translator
from leopard_range.reports.drawing import Drawing, Label, Mark, Shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Mile", "profile_drawing"]

_At = Callable[[float, float], tuple[float, float]]

_WIDTH = 493.0
_LEFT, _RIGHT, _TOP, _BASE = 70.0, 8.0, 14.0, 150.0
_INK, _MUTED, _GRID = "#1c2321", "#56615c", "#dde1dc"
_FILL, _EDGE, _MARK = "#dbe7d3", "#17594f", "#a84f00"


@dataclass(frozen=True, slots=True)
class Mile:
    """Something that crosses the proposal at a place of its way.

    Attributes
    ----------
    along_m : float
        From the start of the centreline, metres.
    kind : str
        What it is, in the reader's language.
    """

    along_m: float
    kind: str


def _ticks(top: float, wish: int = 5) -> list[float]:
    raw = max(top, 1e-9) / wish
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(one * power for one in (1, 2, 2.5, 5, 10) if one * power >= raw * (1 - 1e-9))
    return [at * step for at in range(math.floor(top / step + 1e-9) + 1)]


def profile_drawing(
    curve: NDArray[np.float64],
    thresholds_m: Sequence[float],
    crossings: Sequence[Mile],
    *,
    language: str,
    said: str,
    narrowest: tuple[float, float] | None = None,
) -> Drawing:
    """Draw the width along the centreline.

    Parameters
    ----------
    curve : ndarray of shape (n, 2) or wider
        Distance along the centreline and width, metres; a fifth column numbers parts.
    thresholds_m : sequence of float
        Widths drawn as dashed lines.
    crossings : sequence of Mile
        Drawn below the axis, one row for each kind.
    language : str
        Of the words.
    said : str
        What it shows, in words.
    narrowest : tuple of float, optional
        Distance along the centreline and width of the place that is marked, metres.
    """
    _ = translator(language)
    curve = curve[np.isfinite(curve[:, 1])]
    long, top = float(curve[:, 0].max()), float(curve[:, 1].max()) * 1.08
    top = max(top, *(one for one in thresholds_m if one <= 1.6 * top), 1.0)

    def at(along: float, wide: float) -> tuple[float, float]:
        x = _LEFT + (_WIDTH - _LEFT - _RIGHT) * along / max(long, 1.0)
        return x, _BASE - (_BASE - _TOP) * wide / top

    marks: list[Mark] = []
    for tick in _ticks(top / 1000):
        _x, y = at(0, tick * 1000)
        marks.append(Shape((np.array([[_LEFT, y], [_WIDTH - _RIGHT, y]]),), stroke=_GRID, width=0.5))
        marks.append(Label(_LEFT - 5, y + 2.5, _km(tick, language), 7, "end", _MUTED))
    marks += _silhouette(curve, at)
    marks += _threshold_marks(thresholds_m, top, language, at)
    axis = np.array([[_LEFT, _BASE], [_WIDTH - _RIGHT, _BASE]])
    marks.append(Shape((axis,), stroke=_INK, width=0.8))
    for tick in _ticks(long / 1000, 8):
        x, y = at(tick * 1000, 0)
        marks.append(Shape((np.array([[x, y], [x, y + 3]]),), stroke=_INK, width=0.6))
        marks.append(Label(x, y + 10, _km(tick, language), 7, "middle", _MUTED))
    marks.append(Label(_LEFT, 8, _("Width, km"), 7, "start", _MUTED))
    marks.append(Label(_WIDTH - _RIGHT, _BASE + 20, _("Along the centreline, km"), 7, "end", _MUTED))
    if narrowest is not None:
        marks += _least(*narrowest, language, at)
    below, high = _crossing_marks(crossings, at)
    return Drawing(_WIDTH, high, (*marks, *below), said)


def _km(value: float, language: str) -> str:
    return number(
        value, language, 0 if value == round(value) else 1 if value * 10 == round(value * 10) else 2
    )


def _silhouette(curve: NDArray[np.float64], at: _At) -> list[Mark]:
    """Return the area under the width, one for each part of the proposal."""
    part = curve[:, 4] if curve.shape[1] > 4 else np.ones(len(curve))
    marks: list[Mark] = []
    for one in np.unique(part):
        run = curve[part == one]
        line = np.array([at(*row) for row in run[:, :2].tolist()])
        ring = np.vstack([[line[0][0], _BASE], line, [line[-1][0], _BASE]])
        marks.append(Shape((ring,), fill=_FILL, closed=True))
        marks.append(Shape((line,), stroke=_EDGE, width=1.3))
    return marks


def _threshold_marks(thresholds_m: Sequence[float], top: float, language: str, at: _At) -> list[Mark]:
    _ = translator(language)
    marks: list[Mark] = []
    last = math.inf
    for one in sorted(one for one in thresholds_m if one <= top):
        _x, y = at(0, one)
        line = np.array([[_LEFT, y], [_WIDTH - _RIGHT, y]])
        marks.append(Shape((line,), stroke=_INK, width=0.7, dash=(4, 3)))
        if last - y > 9:
            text = quantity(one, _("m"), language)
            marks.append(Label(_WIDTH - _RIGHT - 2, y - 2.5, text, 7, "end", _INK, halo=True))
            last = y
    return marks


def _least(along: float, wide: float, language: str, at: _At) -> list[Mark]:
    """Return a mark where it is narrowest."""
    x, y = at(along, wide)
    arrow = np.array([[x, y - 1], [x - 4, y - 9], [x + 4, y - 9]])
    text = quantity(wide, translator(language)("m"), language)
    anchor, shift = ("end", -6) if x > _WIDTH - 80 else ("start", 6)
    return [
        Shape((arrow,), fill=_MARK, stroke="#ffffff", width=0.8, closed=True),
        Label(x + shift, y - 6, text, 8, anchor, _MARK, bold=True, halo=True),  # type: ignore[arg-type]
    ]


def _crossing_marks(crossings: Sequence[Mile], at: _At) -> tuple[list[Mark], float]:
    """Return a row of ticks for each kind of crossing, and how high the figure is."""
    marks: list[Mark] = []
    y = _BASE + 26
    for kind in dict.fromkeys(one.kind for one in crossings):
        ticks = []
        for one in crossings:
            if one.kind == kind:
                x, _y = at(one.along_m, 0)
                ticks.append(np.array([[x, y], [x, y + 8]]))
        marks.append(Shape((np.array([[_LEFT, y + 4], [_WIDTH - _RIGHT, y + 4]]),), stroke=_GRID, width=0.6))
        marks.append(Shape(tuple(ticks), stroke=_INK, width=1.6))
        marks.append(Label(_LEFT - 5, y + 6.5, kind, 7, "end", _MUTED))
        y += 14
    return marks, (y + 2 if crossings else _BASE + 26)
