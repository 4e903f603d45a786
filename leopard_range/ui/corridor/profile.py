"""Width along a proposal as a chart that follows the pointer, the keys and the map."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from leopard_range.i18n import number
from leopard_range.ui.plot import ticks
from leopard_range.ui.session import language, words

__all__ = ["profile"]

_WIDTH, _HEIGHT = 640, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 14, 16, 34
_KM = 1000.0


def profile(rows: Sequence[Any], thresholds_m: Sequence[float], table: str) -> str:
    """Draw the width along the centreline, the thresholds across it and its least place.

    Parameters
    ----------
    rows : sequence
        With ``along_m``, ``width_m``, ``lon``, ``lat``, in order along the line.
    thresholds_m : sequence of float
        Widths to draw a line at, metres.
    table : str
        HTML of the same numbers.

    Returns
    -------
    str
        HTML, every text in it escaped; empty where there is nothing to draw.
    """
    if len(rows) < 2 or rows[-1].along_m <= rows[0].along_m:
        return ""
    _, lang = words(), language()
    axes = _Axes(rows[-1].along_m, max(row.width_m for row in rows))
    curve = " ".join(f"{axes.x(row.along_m):.1f},{axes.y(row.width_m):.1f}" for row in rows)
    ground = f"{axes.x(rows[-1].along_m):.1f},{axes.y(0):.1f} {axes.x(rows[0].along_m):.1f},{axes.y(0):.1f}"
    least = min(rows, key=lambda row: row.width_m)
    x, y = axes.x(least.along_m), axes.y(least.width_m)
    told = escape(_("{width} m").format(width=number(least.width_m, lang)))
    anchor = "end" if x > _WIDTH * 0.7 else "start"
    drawn = (
        axes.grid(lang)
        + f'<polygon points="{curve} {ground}" fill="#D81B77" fill-opacity="0.13"/>'
        + "".join(axes.threshold(at, lang) for at in thresholds_m if at < axes.most)
        + f'<polyline points="{curve}" fill="none" stroke="#B0125F" stroke-width="2.2"/>'
        + f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#fff" stroke="#22302B" stroke-width="2.5"/>'
        + f'<text x="{x + (-9 if anchor == "end" else 9):.1f}" y="{y - 9:.1f}" text-anchor="{anchor}" '
        f'font-weight="700" fill="#22302B" stroke="#FFFDF8" stroke-width="3" paint-order="stroke">'
        f"{told}</text>"
    )
    points = json.dumps(
        [[round(r.lat, 5), round(r.lon, 5), round(r.along_m), round(r.width_m)] for r in rows],
        separators=(",", ":"),
    )
    title = escape(_("Width along the proposal, km"))
    hint = escape(_("Move along the chart with the pointer or the arrow keys: the map shows the place."))
    says = escape(_("{along} km along: {width} m wide"))
    ends = f"{_LEFT / _WIDTH:.4f},{1 - _RIGHT / _WIDTH:.4f}"
    return (
        f'<figure class="profile"><figcaption>{title}</figcaption>'
        f'<div role="slider" tabindex="0" aria-label="{title}" aria-valuemin="0" '
        f'aria-valuemax="{len(rows) - 1}" aria-valuenow="0" data-lr-along="{escape(points)}" '
        f'data-ends="{ends}" data-says="{says}">'
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true" font-size="13">{drawn}</svg>'
        f'<output></output></div><p class="quiet">{hint}</p>{table}</figure>'
    )


class _Axes:
    """Kilometres to the right, kilometres of width upwards."""

    def __init__(self, last_m: float, most_m: float) -> None:
        self.last = last_m
        self.levels = ticks(0.0, 1.12 * most_m / _KM)  # room for the number of the least place
        self.most = self.levels[-1] * _KM

    def x(self, along_m: float) -> float:
        return _LEFT + along_m / self.last * (_WIDTH - _LEFT - _RIGHT)

    def y(self, width_m: float) -> float:
        return _TOP + (1 - width_m / self.most) * (_HEIGHT - _TOP - _BOTTOM)

    def grid(self, lang: str) -> str:
        """Draw the lines and names of both axes."""
        steps = [at for at in ticks(0.0, self.last / _KM) if at * _KM <= self.last]
        digits = _digits(self.levels)
        across = "".join(
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            for y in (self.y(v * _KM) for v in self.levels)
        )
        names = "".join(
            f'<text x="{_LEFT - 7}" y="{self.y(v * _KM) + 4:.1f}" text-anchor="end">'
            f"{number(v, lang, digits)}</text>"
            for v in self.levels
        )
        names += "".join(
            f'<text x="{self.x(v * _KM):.1f}" y="{_HEIGHT - 12}" text-anchor="middle">'
            f"{number(v, lang, _digits(steps))}</text>"
            for v in steps
        )
        return f'<g stroke="#E6E0D2">{across}</g><g fill="#5B6259">{names}</g>'

    def threshold(self, at_m: float, lang: str) -> str:
        """Draw a width that matters as a dashed line with its number."""
        _, y = words(), self.y(at_m)
        text = escape(_("{width} m").format(width=number(at_m, lang)))
        return (
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#7A5800" '
            f'stroke-width="1.3" stroke-dasharray="6 4"/><text x="{_WIDTH - _RIGHT - 4}" y="{y - 4:.1f}" '
            f'text-anchor="end" font-size="11.5" fill="#7A5800">{text}</text>'
        )


def _digits(marks: Sequence[float]) -> int:
    step = marks[1] - marks[0] if len(marks) > 1 else 1.0
    return next(d for d in range(6) if d == 5 or abs(round(step, d) - step) < 1e-9)
