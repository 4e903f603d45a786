"""Small charts as HTML and SVG: they need no script, print well and read aloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from leopard_range.i18n import number
from leopard_range.ui.session import catalog, language, words

__all__ = ["Bar", "bars", "story_chart"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a value with its interval.

    Attributes
    ----------
    label : str
        Translated name.
    value : float
        Length of the bar, in the chart's unit.
    low, high : float
        Interval; equal to the value when there is none.
    colour : str
        ``#rrggbb``.
    text : str
        What stands at the end of the bar.
    """

    label: str
    value: float
    low: float
    high: float
    colour: str
    text: str


def bars(rows: Sequence[Bar], title: str) -> str:
    """Draw horizontal bars with whiskers as an HTML table.

    Parameters
    ----------
    rows : sequence of Bar
        In reading order.
    title : str
        Caption with the unit.

    Returns
    -------
    str
        HTML; every text in it is escaped.
    """
    most = max((row.high for row in rows), default=1.0) or 1.0
    body = "".join(_bar(row, most) for row in rows)
    return f'<table class="bars"><caption>{escape(title)}</caption><tbody>{body}</tbody></table>'


def _bar(row: Bar, most: float) -> str:
    def at(value: float) -> str:
        return f"{100 * max(value, 0) / most:.2f}%"

    whisker = (
        f'<i class="whisker" style="left:{at(row.low)};width:{at(row.high - row.low)}"></i>'
        if row.high > row.low
        else ""
    )
    return (
        f'<tr><th scope="row">{escape(row.label)}</th><td><div class="track">'
        f'<i class="bar" style="width:{at(row.value)};background:{row.colour}"></i>{whisker}</div></td>'
        f'<td class="value">{escape(row.text)}</td></tr>'
    )


def story_chart(name: str) -> None:
    """Show one of the story's charts.

    Parameters
    ----------
    name : str
        ``areas``, ``plots`` or ``population``.
    """
    draw = {"areas": _areas, "plots": _plots, "population": population}[name]
    st.html(draw())


def _areas() -> str:
    """Draw the published range areas of one source and one definition."""
    _, lang = words(), language()
    table = catalog().table("range_areas")
    table = table[table["series"] == "jiang2015"].sort_values("area_km2", ascending=False)
    colours = ("#E3B23C", "#A98A3C", "#17594F")
    rows = [
        Bar(str(period), float(area), float(area), float(area), colour, number(float(area), lang))
        for period, area, colour in zip(table[f"period_{lang}"], table["area_km2"], colours, strict=False)
    ]
    return bars(rows, _("Published range, km² (Jiang et al. 2015)"))


def _plots() -> str:
    """Draw the individuals identified on the one camera plot, year by year."""
    _, lang = words(), language()
    table = catalog().table("plot_counts").sort_values("year")
    rows = []
    for year, low, high in zip(table["year"], table["low"], table["high"], strict=True):
        text = number(low, lang) if low == high else f"{number(low, lang)}–{number(high, lang)}"
        rows.append(
            Bar(str(year), (low + high) / 2, low, high, "#D81B77" if year == 2011 else "#E9A3C3", text)
        )
    return bars(rows, _("Individuals identified on the plot"))


_MARKS = {"snow tracks": "square", "camera traps": "circle", "capture-recapture": "diamond"}
_INKS = ("#5B6259", "#D81B77", "#2F6DB5", "#17594F", "#B36A00", "#6A1B5A")


def population() -> str:
    """Draw every published count with its interval, one mark and row per method: never one line.

    Returns
    -------
    str
        SVG with a text for every mark, and its legend.
    """
    _, lang = words(), language()
    table = catalog().table("population").sort_values(["series", "year"])
    names = list(dict.fromkeys(table["series"]))
    first, last, most = 1970, 2026, 140.0
    width, height, left, top = 460, 210, 34, 8

    def x(year: float) -> float:
        return left + (year - first) / (last - first) * (width - left - 8)

    def y(count: float) -> float:
        return top + (1 - count / most) * (height - top - 26)

    grid = "".join(
        f'<line x1="{left}" x2="{width}" y1="{y(v):.1f}" y2="{y(v):.1f}"/>'
        f'<text x="{left - 6}" y="{y(v) + 4:.1f}" text-anchor="end">{v}</text>'
        for v in range(0, 141, 20)
    )
    ticks = "".join(
        f'<text x="{x(v):.1f}" y="{height - 8}" text-anchor="middle">{v}</text>'
        for v in range(1970, 2021, 10)
    )
    ink = {name: _INKS[i % len(_INKS)] for i, name in enumerate(names)}
    marks = "".join(_mark(row, x, y, ink[row.series]) for row in table.itertuples())
    legend = "".join(
        f'<li><i style="background:{ink[name]}"></i>{escape(str(label))}</li>'
        for name, label in dict(zip(table["series"], table[f"series_{lang}"], strict=True)).items()
    )
    title = escape(_("Leopards counted, by method"))
    return (
        f'<figure class="series"><figcaption>{title}</figcaption>'
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{title}"><g class="grid">{grid}{ticks}</g>'
        f'{marks}</svg><ul class="key">{legend}</ul></figure>'
    )


def _mark(row: object, x: object, y: object, ink: str) -> str:
    raise NotImplementedError


def _numbers(values: Iterable[object]) -> list[float]:
    return [float(v) for v in pd.to_numeric(pd.Series(list(values)))]
