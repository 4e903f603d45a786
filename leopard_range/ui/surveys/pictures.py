"""Charts of answers, drawn by hand where a study has something to show."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from html import escape
from itertools import groupby
from typing import Any

import numpy as np

from leopard_range.content.charts import Bar, bars
from leopard_range.content.pieces import as_table
from leopard_range.i18n import number, pick
from leopard_range.maps.surface import palette_png
from leopard_range.ui.plot import COLOURS, Line, plot
from leopard_range.ui.session import language, words
from leopard_range.ui.surveys.held import Found
from leopard_range.ui.surveys.marks import mark

__all__ = ["OPERATION", "pictures"]

OPERATION = ("#F1EDE2", "#B36A00", "#9CC3B4", "#17594F")
"""Of a day: not there, not watching, watching a part of it, the whole of it."""

_MOST_BARS = 40
_MOST_CELLS = 4_000_000
_TALLEST = 320


def pictures(found: Found) -> str:
    """Draw the charts of an answer.

    Parameters
    ----------
    found : Found
        An answer.

    Returns
    -------
    str
        HTML, every text in it escaped; empty where the study has none.
    """
    draw = _DRAWN.get(found.study)
    # The only captions in it are those of our own charts.
    end = "</figcaption>"
    return draw(found.answer).replace(end, mark(found.survey) + end) if draw else ""


def _effort(answer: Any) -> str:
    _ = words()
    return _bars(
        answer.effort,
        _("Effort, trap-days"),
        lambda row: (_named(row), row.trap_days, None, None),
        1,
    ) + _operation(answer.operation)


def _named(row: Any) -> str:
    name = row.name if isinstance(row.name, str) else pick(row.name, language())
    year = getattr(row, "year", None)
    return " ".join(filter(None, (words()(name) if name else "", str(year) if year else "")))


def _operation(operation: Any) -> str:
    """Draw the camera operation matrix: a row for each station, a column for each day or occasion."""
    _, effort = words(), operation.effort
    if effort.size > _MOST_CELLS or not effort.size:
        return ""
    classes = np.zeros(effort.shape, dtype=np.uint8)
    classes[effort == 0] = 1
    classes[(effort > 0) & (effort < 0.999)] = 2
    classes[effort >= 0.999] = 3
    tall = max(1, min(8, _TALLEST // effort.shape[0]))
    body = palette_png(np.repeat(classes, tall, axis=0), OPERATION)
    names = (_("not there"), _("there, not watching"), _("part of the day"), _("whole day"))
    key = "".join(
        f'<li><i style="background:{ink}"></i>{escape(name)}</li>'
        for ink, name in zip(OPERATION, names, strict=True)
    )
    days = operation.days
    ends = (1, effort.shape[1]) if days is None else (days[0].date(), days[-1].date())
    title = _("Camera operation: a row for each station, from {first} to {last}")
    told = escape(title.format(first=ends[0], last=ends[1]))
    return (
        f'<figure class="series survey"><figcaption>{told}</figcaption><img class="cells" '
        f'src="data:image/png;base64,{b64encode(body).decode()}" alt="{told}">'
        f'<ul class="ramp">{key}</ul>{_watched(operation, classes, title, names)}</figure>'
    )


def _watched(operation: Any, classes: Any, title: str, names: tuple[str, ...]) -> str:
    """Write the matrix as a table: for each station how many days or occasions it was in each state."""
    _, lang = words(), language()
    counts = [np.count_nonzero(classes == at, axis=1) for at in range(len(names))]
    rows = [
        (str(station), *(number(int(count[at]), lang) for count in counts))
        for at, station in enumerate(operation.stations)
    ]
    return as_table(_, title, (_("Station"), *names), rows)


def _rai(answer: Any) -> str:
    _ = words()

    def told(row: Any) -> tuple[str, float | None, float | None, float | None]:
        name = " ".join(filter(None, (row.species, row.station, str(row.year or ""))))
        rate = row.rai_per_100_trap_days
        return name, rate, row.rai_per_100_trap_days_low, row.rai_per_100_trap_days_high

    return _bars(answer.rates, _("Visits per 100 trap-days, with interval"), told, 2)


def _bars(
    rows: Any,
    title: str,
    told: Callable[[Any], tuple[str, float | None, float | None, float | None]],
    digits: int,
) -> str:
    """Draw a bar for each row that has a value; nothing when there are too many or only one."""
    lang, drawn = language(), []
    for row in rows:
        label, value, low, high = told(row)
        if value is None:
            continue
        ends = (value if low is None else low, value if high is None else high)
        text = number(value, lang, digits)
        if low is not None and high is not None:
            text += f" ({number(low, lang, digits)} – {number(high, lang, digits)})"
        drawn.append(Bar(label, value, *ends, COLOURS[0], text))
    return bars(drawn, title) if 1 < len(drawn) <= _MOST_BARS else ""


def _discovery(steps: Any) -> str:
    """Draw how many animals were known after each occasion, the sessions one after the other."""
    _, before = words(), 0.0
    xs, ys, starts = [0.0], [0.0], []
    for session, some in groupby(steps, key=lambda step: str(step.session)):
        starts.append((before, session))
        met = list(some)
        xs += [before + step.occasion for step in met]
        ys += [float(step.individuals) for step in met]
        before = xs[-1]
    line = Line("", xs, ys, step=True)
    marks = starts if len(starts) > 1 else ()
    name = _("Session") if marks else _("Occasion")
    return plot(_("Discovery curve"), [line], name, _("Different animals"), marks) if starts else ""


def _secr(answer: Any) -> str:
    return _discovery(answer.discovery)


def _individuals(answer: Any) -> str:
    """Draw how many animals were known after each visit, in order of time and over all orders."""
    _, curve = words(), answer.discovery
    if len(curve.visits) < 2:
        return ""
    visits = curve.visits.tolist()
    mean, low, high = curve.mean.tolist(), curve.low.tolist(), curve.high.tolist()
    lines = [
        Line(_("in order of time"), visits, curve.known.tolist(), step=True),
        Line(_("mean over random orders, with 95 % of them"), visits, mean, low, high),
    ]
    return plot(_("Discovery curve"), lines, _("Visits"), _("Different animals"))


def _activity(answer: Any) -> str:
    """Draw the share of a day's visits hour by hour, for one species or two."""
    _, hours = words(), answer.hours
    if len(hours) < 2:
        return ""
    at = [row.hour + 0.5 for row in hours]

    def line(label: str, of: str) -> Line:
        shares, low, high = ([100 * getattr(row, of + end) for row in hours] for end in ("", "_low", "_high"))
        return Line(label, at, shares, low, high)

    lines = [line(answer.species, "density_share")]
    if answer.with_species:
        lines.append(line(answer.with_species, "with_density_share"))
    marks = [(float(hour), f"{hour}:00") for hour in range(0, 25, 4)]
    clock, shares = _("Clock time of the cameras"), _("% of the day's visits")
    return plot(
        _("Hours of the day"), lines, clock, shares, marks, x_told=lambda x: f"{int(x)}:00–{int(x) + 1}:00"
    )


_DRAWN: dict[str, Callable[[Any], str]] = {
    "survey effort": _effort,
    "survey rai": _rai,
    "survey activity": _activity,
    "survey individuals": _individuals,
    "survey secr": _secr,
}
