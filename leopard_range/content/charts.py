"""Small charts as HTML and SVG: they need no script, print well and read aloud."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from leopard_range.catalog import Catalog
from leopard_range.content.edition import Edition
from leopard_range.content.keyed import keyed
from leopard_range.content.pieces import as_table
from leopard_range.i18n import number
from leopard_range.maps.files import digest, packed_file

__all__ = ["COUNTED", "RANGES", "Bar", "bars", "range_ink", "story_chart"]

RANGES = {"historical": "range_historical", "1970s": "range_1970s", "current": "range_current"}
"""Row of the published areas -> the layer that draws it on the map."""
COUNTED = ("#D81B77", "#E9A3C3")
"""Inks of one number, and of a number between two."""
_UNDRAWN = "#8A8D84"


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
    return f'<table class="bars"><caption>{escape(title)}</caption>{body}</table>'


def _bar(row: Bar, most: float) -> str:
    """Draw one bar; the style sheet turns the numbers into a bar and a whisker."""

    def at(value: float) -> str:
        return f"{100 * max(value, 0) / most:.4g}"

    spread = f";--l:{at(row.low)};--w:{at(row.high - row.low)}" if row.high > row.low else ""
    return (
        f'<tr><th>{escape(row.label)}<td style="--c:{row.colour};--v:{at(row.value)}{spread}">'
        f"<td>{escape(row.text)}"
    )


def range_ink(catalog: Catalog, id_: str) -> str:
    """Return the colour in which the map fills a range: a bar of its area has the same.

    Parameters
    ----------
    catalog : Catalog
        Knows how layers are drawn.
    id_ : str
        A layer.

    Returns
    -------
    str
        ``#rrggbb``; grey for a layer that the data folder does not have.
    """
    if id_ not in catalog.specs:
        return _UNDRAWN
    style = catalog.spec(id_).style
    return style.fill or style.stroke


def story_chart(edition: Edition, name: str) -> str:
    """Draw one of the story's charts.

    Parameters
    ----------
    edition : Edition
        For whom.
    name : str
        ``areas``, ``plots`` or ``population``; empty for none.

    Returns
    -------
    str
        HTML; every text in it is escaped.
    """
    draw: dict[str, Callable[[Edition], str]] = {"areas": _areas, "plots": _plots, "population": _population}
    return draw[name](edition) if name else ""


def _areas(edition: Edition) -> str:
    """Draw the published range areas of one source and one definition."""
    _, lang = edition.words, edition.lang
    table = keyed(edition.catalog, "range_areas", *RANGES)["area_km2"].astype(float)
    labels = {"historical": _("about 1850"), "1970s": _("1970s"), "current": _("about 2014")}
    drawn = []
    for key, layer in RANGES.items():
        area, ink = float(table[key]), range_ink(edition.catalog, layer)
        drawn.append(Bar(labels[key], area, area, area, ink, number(area, lang)))
    return bars(drawn, _("Published range, km² (Jiang et al. 2015)"))


def _plots(edition: Edition) -> str:
    """Draw the individuals identified on the one camera plot, year by year."""
    _, lang = edition.words, edition.lang
    drawn = []
    row: Any
    for row in edition.catalog.table("plot_counts").sort_values("year").itertuples():
        low, high = float(row.low), float(row.high)
        text = number(low, lang) if low == high else f"{number(low, lang)}–{number(high, lang)}"
        drawn.append(Bar(str(row.year), (low + high) / 2, low, high, COUNTED[low != high], text))
    return bars(drawn, _("Individuals identified on the plot"))


_WHOLE = ("Russia", "world", "Russia and China", "protected areas of the Russian Far East", "not stated")
"""Scopes that can stand on one scale; counts of a part of the range are in the table only."""

_MARKS = {
    "snow_tracks": ("#8A8D84", "M-5,-5h10v10h-10z", "■"),
    "camera_minimum": ("#C2186B", "M-5,4 0,-6 5,4z", "▲"),
    "camera_count": ("#C77F0A", "M-5,-4 0,6 5,-4z", "▼"),
    "camera_secr": ("#0F463E", "M0,-7 6,0 0,7 -6,0z", "◆"),
    "not_stated": ("#3F7FC8", "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0", "●"),
}


def _methods(edition: Edition) -> dict[str, str]:
    _ = edition.words
    return {
        "snow_tracks": _("tracks in snow"),
        "camera_minimum": _("cameras, at least"),
        "camera_count": _("cameras, individuals seen"),
        "camera_secr": _("cameras, capture-recapture"),
        "not_stated": _("method not stated"),
    }


def _population(edition: Edition) -> str:
    """Draw every count of the whole population, one mark per method and never a line between them."""
    _ = edition.words
    table = edition.catalog.table("population")
    table = table[table["scope"].isin(_WHOLE) & table["method"].isin(_MARKS)].sort_values("year")
    axes = _Axes(1970, 2026, 140.0)
    labels = _methods(edition)
    marks = "".join(_mark(axes, row, labels[str(row.method)]) for row in table.itertuples())
    legend = "".join(
        f'<li><i style="color:{ink}" aria-hidden="true">{sign}</i>{escape(labels[name])}</li>'
        for name, (ink, _shape, sign) in _MARKS.items()
        if name in set(table["method"])
    )
    title = _("Leopards counted in Russia or in both countries, by method")
    told = "; ".join(_told(row, labels[str(row.method)]) for row in table.itertuples())
    cells = [(str(row.year), _numbers(row), labels[str(row.method)]) for row in table.itertuples()]
    numbers = as_table(_, title, (_("Year"), _("Leopards"), _("How counted")), cells)
    size = f'width="{axes.width}" height="{axes.height}" viewBox="0 0 {axes.width} {axes.height}"'
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="10">'
        f"{axes.grid()}{marks}</svg>"
    )
    # A picture by address: Streamlit drops drawings inside its HTML, and an address costs no socket bytes.
    body = picture.encode()
    address = edition.publish(packed_file(f"charts/{digest(body)}.svg", "image/svg+xml", body))
    alt = escape(f"{title}: {told}", quote=True)
    return (
        f'<figure class="series"><figcaption>{escape(title)}</figcaption>'
        f'<img src="{escape(address)}" alt="{alt}"><ul class="key">{legend}</ul>{numbers}</figure>'
    )


@dataclass(frozen=True, slots=True)
class _Axes:
    """Years to the right, leopards upwards, in a picture of fixed size."""

    first: int
    last: int
    most: float
    width: int = 460
    height: int = 210

    def x(self, year: float) -> float:
        return 30 + (year - self.first) / (self.last - self.first) * (self.width - 42)

    def y(self, count: float) -> float:
        return 8 + (1 - count / self.most) * (self.height - 34)

    def grid(self) -> str:
        steps = range(0, int(self.most) + 1, 20)
        lines = "".join(
            f'<line x1="30" x2="{self.width}" y1="{self.y(v):.1f}" y2="{self.y(v):.1f}"/>' for v in steps
        )
        years = "".join(
            f'<text x="24" y="{self.y(v) + 3.5:.1f}" text-anchor="end">{v}</text>' for v in steps
        ) + "".join(
            f'<text x="{self.x(v):.1f}" y="{self.height - 6}" text-anchor="middle">{v}</text>'
            for v in range(self.first, self.last, 10)
        )
        return f'<g stroke="#E6E0D2">{lines}</g><g fill="#5B6259">{years}</g>'


def _told(row: Any, label: str) -> str:
    """Say one count: year, number or range, method."""
    return f"{row.year}: {_numbers(row)} ({label})"


def _numbers(row: Any) -> str:
    low, high, at = _count(row)
    return f"{low:.0f}–{high:.0f}" if low is not None and high is not None else f"{at:.0f}"


def _count(row: Any) -> tuple[float | None, float | None, float]:
    """Return low and high as published, and where the mark stands."""
    low, high, best = (None if pd.isna(v) else float(v) for v in (row.low, row.high, row.estimate))
    if best is None:
        best = (low or 0.0) if high is None else ((low or high) + high) / 2
    return low, high, best


def _mark(axes: _Axes, row: Any, label: str) -> str:
    """Draw one count: a mark, and a whisker where a low and a high number were published."""
    low, high, at = _count(row)
    ink, shape, _sign = _MARKS[row.method]
    x, y = axes.x(float(row.year)), axes.y(at)
    whisker = ""
    if low is not None and high is not None:
        whisker = (
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{axes.y(low):.1f}" y2="{axes.y(high):.1f}" '
            f'stroke="{ink}" stroke-width="2"/>'
        )
    return (
        f'{whisker}<g transform="translate({x:.1f} {y:.1f})"><path fill="{ink}" d="{shape}"/>'
        f"<title>{escape(_told(row, label))}</title></g>"
    )
