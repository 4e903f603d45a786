"""Line charts as pictures inside the page: they need no script, and no address leads to them."""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from leopard_range.content.pieces import as_table
from leopard_range.i18n import number
from leopard_range.ui.session import language, words

__all__ = ["COLOURS", "Line", "figure", "plot", "ticks"]

COLOURS = ("#0F463E", "#C77F0A", "#C2186B", "#3F7FC8", "#8A8D84", "#5B2C8F")
"""Inks of lines, told apart without colour vision by their order in the key and their dashes."""

_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 3", "10 4")
_WIDTH, _HEIGHT = 720, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 20, 12, 40


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart.

    Attributes
    ----------
    label : str
        Name in the key.
    x, y : sequence of float
        Its points, from left to right.
    low, high : sequence of float
        Bounds at each point; empty for none.
    step : bool
        Drawn as stairs, for counts that jump.
    """

    label: str
    x: Sequence[float]
    y: Sequence[float]
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    step: bool = False


def plot(
    title: str,
    lines: Sequence[Line],
    x_name: str,
    y_name: str,
    x_ticks: Sequence[tuple[float, str]] = (),
    *,
    x_told: Callable[[float], str] | None = None,
) -> str:
    """Draw lines over one pair of axes.

    Parameters
    ----------
    title : str
        Caption.
    lines : sequence of Line
        At least one with a point.
    x_name, y_name : str
        What the axes count, with units.
    x_ticks : sequence of (float, str)
        Marks of the horizontal axis; round numbers when left out.
    x_told : callable, optional
        How the table names a point of it; by its number when left out.

    Returns
    -------
    str
        HTML; every text in it is escaped.
    """
    lang = language()
    xs = [x for line in lines for x in line.x]
    tops = [y for line in lines for y in (*line.y, *line.high)]
    first, last = min(xs), max(xs)
    round_ = ticks(first, last)
    marks = list(x_ticks) or [(v, number(v, lang, _digits(round_))) for v in round_]
    first, last = min(first, *(v for v, _ in marks)), max(last, *(v for v, _ in marks))
    levels = ticks(0.0, max(tops) or 1.0)
    axes = _Axes(first, last if last > first else first + 1, levels[-1])
    drawn = axes.grid(levels, marks, _digits(levels), lang) + "".join(
        axes.line(line, COLOURS[at % len(COLOURS)], _DASHES[at % len(_DASHES)])
        for at, line in enumerate(lines)
    )
    names = (
        f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2:.0f}" y="{_HEIGHT - 4}" text-anchor="middle">'
        f'{escape(x_name)}</text><text x="12" y="{(_TOP + _HEIGHT - _BOTTOM) / 2:.0f}" text-anchor="middle" '
        f'transform="rotate(-90 12 {(_TOP + _HEIGHT - _BOTTOM) / 2:.0f})">{escape(y_name)}</text>'
    )
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="11">{drawn}'
        f'<g fill="#22302B">{names}</g></svg>'
    )
    told = "; ".join(f"{line.label}: {number(line.y[-1], lang, _digits(levels))}" for line in lines)
    key = [(line.label, COLOURS[at % len(COLOURS)]) for at, line in enumerate(lines) if line.label]
    heads = (x_name, *(f"{line.label}: {y_name}" if line.label else y_name for line in lines))
    table = as_table(words(), title, heads, _rows(lines, x_told))
    shown = key if len(key) > 1 else ()
    return figure(title, picture.encode(), "image/svg+xml", f"{title}. {told}", shown, table=table)


def _rows(lines: Sequence[Line], x_told: Callable[[float], str] | None) -> list[list[str]]:
    """Return the points of lines side by side: where, then each line's value there with its bounds."""
    lang = language()

    def told(value: float) -> str:
        return number(value, lang, 0 if float(value).is_integer() else 2)

    def at(line: Line, x: float) -> str:
        if x not in line.x:
            return "–"
        # Of the points of a jump the last holds.
        here = len(line.x) - 1 - list(reversed(line.x)).index(x)
        ends = f" ({told(line.low[here])} – {told(line.high[here])})" if line.low else ""
        return told(line.y[here]) + ends

    places = sorted({x for line in lines for x in line.x})
    return [[(x_told or told)(x), *(at(line, x) for line in lines)] for x in places]


def figure(
    title: str, body: bytes, kind: str, alt: str, key: Sequence[tuple[str, str]] = (), *, table: str
) -> str:
    """Put a picture into the page itself.

    Parameters
    ----------
    title : str
        Caption.
    body : bytes
        The picture.
    kind : str
        Its media type.
    alt : str
        What it shows, for those who do not see it.
    key : sequence of (str, str)
        Names with their ink.
    table : str
        HTML of its numbers.

    Returns
    -------
    str
        HTML; every text in it is escaped.
    """
    legend = "".join(
        f'<li><i style="color:{ink}" aria-hidden="true">▬</i>{escape(label)}</li>' for label, ink in key
    )
    return (
        f'<figure class="series survey"><figcaption>{escape(title)}</figcaption>'
        f'<img src="data:{kind};base64,{b64encode(body).decode()}" alt="{escape(alt)}">'
        f"{f'<ul class=key>{legend}</ul>' if legend else ''}{table}</figure>"
    )


def ticks(low: float, high: float) -> list[float]:
    """Return four to seven round numbers that span a range.

    Parameters
    ----------
    low, high : float
        The range.
    """
    width = (high - low) / 5 or 1.0
    size = 10.0 ** math.floor(math.log10(width))
    step = next(step for step in (size, 2 * size, 2.5 * size, 5 * size, 10 * size) if step >= width * 0.999)
    first, count = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [at * step for at in range(first, max(count, first + 1) + 1)]


def _digits(marks: Sequence[float]) -> int:
    """Return how many decimals tell the marks of an axis apart and write each as it is."""
    step = marks[1] - marks[0]
    return next(d for d in range(12) if math.isclose(round(step, d), step, rel_tol=1e-9))


@dataclass(frozen=True, slots=True)
class _Axes:
    first: float
    last: float
    most: float

    def x(self, value: float) -> float:
        return _LEFT + (value - self.first) / (self.last - self.first) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return _TOP + (1 - value / self.most) * (_HEIGHT - _TOP - _BOTTOM)

    def grid(
        self, levels: Sequence[float], marks: Sequence[tuple[float, str]], digits: int, lang: str
    ) -> str:
        across = "".join(
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{self.y(v):.1f}" y2="{self.y(v):.1f}"/>'
            for v in levels
        )
        left = "".join(
            f'<text x="{_LEFT - 6}" y="{self.y(v) + 4:.1f}" text-anchor="end">'
            f"{escape(number(v, lang, digits))}</text>"
            for v in levels
        )
        below = "".join(
            f'<text x="{self.x(v):.1f}" y="{_HEIGHT - _BOTTOM + 16}" text-anchor="middle">{escape(t)}</text>'
            for v, t in marks
        )
        return f'<g stroke="#E6E0D2">{across}</g><g fill="#5B6259">{left}{below}</g>'

    def line(self, line: Line, ink: str, dash: str) -> str:
        points = [(self.x(x), self.y(y)) for x, y in zip(line.x, line.y, strict=True)]
        if line.step:
            points = [
                p for a, b in zip(points, [*points[1:], points[-1]], strict=True) for p in (a, (b[0], a[1]))
            ]
        band = ""
        if line.low:
            edge = [(self.x(x), self.y(y)) for x, y in zip(line.x, line.high, strict=True)]
            edge += [
                (self.x(x), self.y(y)) for x, y in zip(reversed(line.x), reversed(line.low), strict=True)
            ]
            band = f'<polygon points="{_joined(edge)}" fill="{ink}" fill-opacity="0.15"/>'
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        path = f'<polyline points="{_joined(points)}" fill="none" stroke="{ink}" stroke-width="2"{dashed}/>'
        return band + path


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
