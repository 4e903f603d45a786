"""The charts of the Cameras page: small SVG pictures that say themselves what is simulated."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from leopard_range.ui.camera_plot import (
    GREY,
    INK,
    LEFT,
    LINE,
    PUBLISHED,
    QUIET,
    RANGE,
    RIGHT,
    SIMULATED,
    TRUE,
    WIDTH,
    Panel,
    nice,
    svg,
)

__all__ = ["Estimate", "Year", "clock", "discovery", "estimates", "yearly"]


@dataclass(frozen=True, slots=True)
class Year:
    """What a chart shows of one year.

    Attributes
    ----------
    year : int
        Calendar year.
    low, high : float or None
        Published count of identified animals; None when there is none.
    identified, new, cumulative : float or None
        Of the survey in the tables; None when there is none.
    trap_days : float or None
        Its effort.
    """

    year: int
    low: float | None = None
    high: float | None = None
    identified: float | None = None
    new: float | None = None
    cumulative: float | None = None
    trap_days: float | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """Minimum and estimate of one year, in animals.

    Attributes
    ----------
    year : int
        Calendar year.
    minimum : float
        Animals known alive.
    value, low, high : float or None
        Estimate with its interval; None where it could not be made.
    reliable : bool
        Whether there were enough animals and repeats.
    truth : float or None
        Of a simulation.
    """

    year: int
    minimum: float
    value: float | None
    low: float | None
    high: float | None
    reliable: bool
    truth: float | None


def yearly(rows: Sequence[Year], effort: str, published: str, mark: str) -> str:
    """Draw identified animals by year, published and of the survey, above its effort.

    Parameters
    ----------
    rows : sequence of Year
        In order.
    effort, published : str
        Title of the lower panel; word for the published bars.
    mark : str
        Word for a simulated survey; empty for a real one.

    Returns
    -------
    str
        SVG.
    """
    most, step = nice(max(max(row.high or 0, row.identified or 0) for row in rows) + 1)
    years = [row.year for row in rows]
    watched = any(row.trap_days is not None for row in rows)
    upper = Panel(years, most, 40, 190)
    parts = upper.frame(step)
    if mark and watched:
        # Which bars are real stands in the picture itself, wherever the picture goes.
        parts += (
            f'<rect x="{LEFT}" y="4" width="13" height="13" fill="{PUBLISHED}"/>'
            f'<text x="{LEFT + 19}" y="15" fill="{INK}">{escape(published)}</text>'
            f'<rect x="{WIDTH / 2}" y="4" width="13" height="13" fill="url(#h)" stroke="{SIMULATED}"/>'
            f'<text x="{WIDTH / 2 + 19}" y="15" font-weight="bold" fill="#7A5800">{escape(mark)}</text>'
        )
    width = upper.step * 0.3
    for at, row in enumerate(rows):
        x = upper.x(at)
        if row.low is not None and row.high is not None:
            one = row.low == row.high
            parts += upper.bar(x - width - 2, width, row.high, PUBLISHED if one else RANGE, PUBLISHED)
            if not one:
                parts += upper.bar(x - width - 2, width, row.low, PUBLISHED, PUBLISHED)
            text = f"{row.low:g}" if one else f"{row.low:g}–{row.high:g}"
            parts += upper.says(x - width / 2 - 3, row.high, text)
        if row.identified is not None:
            parts += upper.bar(x + 2, width, row.identified, "url(#h)", SIMULATED)
            parts += upper.says(x + width / 2 + 3, row.identified, f"{row.identified:g}")
    if not watched:
        return svg(216, parts)
    days = [row.trap_days or 0.0 for row in rows]
    lower = Panel(years, max(*days, 1.0), 258, 300)
    parts += f'<text x="{LEFT}" y="232" fill="{INK}">{escape(effort)}</text>'
    parts += f'<path d="M{LEFT},300H{WIDTH - RIGHT}" stroke="{LINE}"/>'
    for at, row in enumerate(rows):
        if row.trap_days is not None:
            parts += lower.bar(lower.x(at) - 17, 34, row.trap_days, "url(#h)", SIMULATED)
            parts += lower.says(lower.x(at), row.trap_days, f"{row.trap_days:.0f}")
        parts += f'<text x="{lower.x(at):.1f}" y="317" text-anchor="middle" fill="{QUIET}">{row.year}</text>'
    return svg(324, parts)


def discovery(rows: Sequence[Year], mark: str) -> str:
    """Draw all animals identified so far, and the new ones of each year.

    Parameters
    ----------
    rows : sequence of Year
        In order, with `new` and `cumulative`.
    mark : str
        Word for a simulated survey; empty for a real one.

    Returns
    -------
    str
        SVG.
    """
    most, step = nice(max(row.cumulative or 0 for row in rows) + 1)
    panel = Panel([row.year for row in rows], most, 40, 206)
    parts, points = panel.frame(step), []
    for at, row in enumerate(rows):
        x, total = panel.x(at), row.cumulative or 0
        points.append(f"{x:.1f},{panel.y(total):.1f}")
        parts += panel.bar(x - 14, 28, row.new or 0, "url(#h)", SIMULATED)
        if row.new and at:
            parts += panel.says(x, row.new, f"+{row.new:g}")
    parts += (
        f'<polyline points="{" ".join(points)}" fill="none" stroke="{SIMULATED}" stroke-width="3" '
        'stroke-linejoin="round"/>'
    )
    for at, row in enumerate(rows):
        left, top = points[at].split(",")
        parts += (
            f'<circle cx="{left}" cy="{top}" r="5" fill="#FFFDF8" stroke="{SIMULATED}" stroke-width="2.5"/>'
        )
        parts += panel.says(panel.x(at), (row.cumulative or 0) + most * 0.03, f"{row.cumulative or 0:g}")
    return svg(232, parts, mark)


def clock(counts: Sequence[int], density: Sequence[float], mark: str) -> str:
    """Draw detections by hour on the face of a 24-hour clock, midnight above.

    Parameters
    ----------
    counts : sequence of int
        Detections in each of 24 hours of the cameras' clock.
    density : sequence of float
        Smoothed share in each hour; empty when unknown.
    mark : str
        Word for a simulated survey; empty for a real one.

    Returns
    -------
    str
        SVG.
    """
    cx, cy, inner, outer = WIDTH / 2, 178.0, 42.0, 138.0
    most = max(*counts, 1)

    def at(hour: float, radius: float) -> str:
        turn = hour / 24 * 2 * math.pi
        return f"{cx + radius * math.sin(turn):.1f},{cy - radius * math.cos(turn):.1f}"

    parts = "".join(
        f'<circle cx="{cx}" cy="{cy}" r="{inner + (outer - inner) * share:.1f}" fill="none" stroke="{LINE}"/>'
        for share in (0.5, 1.0)
    )
    parts += f'<path d="M{at(18, outer)}A{outer},{outer} 0 0 1 {at(6, outer)}L{at(6, 0)}Z" fill="#2B3A55" opacity=".1"/>'
    for hour, count in enumerate(counts):
        far = inner + (outer - inner) * count / most
        parts += (
            f'<path d="M{at(hour + 0.06, inner)}L{at(hour + 0.06, far)}A{far:.1f},{far:.1f} 0 0 1 {at(hour + 0.94, far)}'
            f'L{at(hour + 0.94, inner)}A{inner},{inner} 0 0 0 {at(hour + 0.06, inner)}Z" fill="url(#h)" '
            f'stroke="{SIMULATED}" stroke-width=".8"/>'
        )
    if density:
        # The curve and the bars share one scale: a share of all detections in an hour.
        scale = sum(counts) / most
        ring = [at(h + 0.5, inner + (outer - inner) * min(d * scale, 1.0)) for h, d in enumerate(density)]
        parts += f'<polygon points="{" ".join(ring)}" fill="none" stroke="{PUBLISHED}" stroke-width="2.5"/>'
    names = ""
    for hour in range(0, 24, 3):
        # Words are wider than high, so they stand farther away at the sides.
        x, y = at(hour, outer + 16 + 10 * abs(math.sin(hour / 12 * math.pi))).split(",")
        names += f'<text x="{x}" y="{float(y) + 5:.1f}" text-anchor="middle">{hour}:00</text>'
    moon = f'<path d="M{cx - 4},{cy - 34}a14,14 0 1 0 14,20a12,12 0 0 1 -14,-20z" fill="#56617A"/>'
    sun = f'<circle cx="{cx}" cy="{cy + 20}" r="7" fill="#E3A52B"/>' + "".join(
        f'<path d="M{cx},{cy + 9}v-4" stroke="#E3A52B" stroke-width="2" transform="rotate({turn} {cx} {cy + 20})"/>'
        for turn in range(0, 360, 45)
    )
    return svg(356, f'{parts}<g fill="{QUIET}">{names}</g>{moon}{sun}', mark)


def estimates(rows: Sequence[Estimate], mark: str) -> str:
    """Draw minimum and estimate of each year side by side, in animals.

    Parameters
    ----------
    rows : sequence of Estimate
        In order.
    mark : str
        Word for a simulated survey; empty for a real one.

    Returns
    -------
    str
        SVG.
    """
    most, step = nice(max(max(row.high or 0, row.truth or 0, row.minimum) for row in rows) + 1)
    panel = Panel([row.year for row in rows], most, 30, 232)
    parts = panel.frame(step)
    for at, row in enumerate(rows):
        x = panel.x(at)
        parts += panel.bar(x - 22, 18, row.minimum, "url(#h)", SIMULATED)
        parts += panel.says(x - 13, row.minimum, f"{row.minimum:g}")
        if row.value is not None and row.low is not None and row.high is not None:
            ink = SIMULATED if row.reliable else GREY
            dash = "" if row.reliable else ' stroke-dasharray="4 3"'
            y, low, high = (panel.y(v) for v in (row.value, row.low, row.high))
            parts += (
                f'<path d="M{x + 12:.1f},{low:.1f}V{high:.1f}M{x + 6:.1f},{low:.1f}h12M{x + 6:.1f},{high:.1f}h12" '
                f'fill="none" stroke="{ink}" stroke-width="2"{dash}/>'
                f'<path d="M{x + 12:.1f},{y - 7:.1f}l6,7 -6,7 -6,-7z" fill="{ink if row.reliable else "#FFFDF8"}" '
                f'stroke="{ink}" stroke-width="1.5"/>'
            )
        if row.truth is not None:
            y = panel.y(row.truth)
            parts += f'<path d="M{x + 1:.1f},{y:.1f}h22" stroke="{TRUE}" stroke-width="3"/>'
    return svg(258, parts, mark)
