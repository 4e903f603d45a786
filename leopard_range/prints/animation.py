"""The years of the leopard as an animation: the range shrinks, protected land appears."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
from PIL import Image

from leopard_range.catalog import Catalog
from leopard_range.content import Edition
from leopard_range.content.figures import figures
from leopard_range.i18n import percent, quantity
from leopard_range.maps import MapSpec, MapState
from leopard_range.prints.canvas import Canvas, paper_spec
from leopard_range.prints.legend import credits_line
from leopard_range.prints.window import window_of
from leopard_range.reports.drawing import Drawing
from leopard_range.reports.pdf import ACCENT, MUTED

__all__ = ["MOST_BYTES", "YEARS_PX", "Moment", "moments", "years"]

YEARS_PX = (960, 640)
"""Size of the animation."""
MOST_BYTES = 5_000_000
"""An animation is never larger."""

_WIDE = (121.5, 33.5, 140.0, 47.5)
_NEAR = (129.3, 42.2, 133.0, 44.4)
"""All of the range, and where most of today's lies: west, south, east, north, degrees."""
_LOST = ("range_historical_envelope", "range_historical")
_SAFE = ("reserves", "reserves_osm", "park")
_STRONG = 0.45
"""Opacity of protected land."""
_GHOST = 0.35
"""Opacity of what is lost."""
_LEFT, _RIGHT = (0, 58, 556, 420), (560, 58, 400, 420)
_LARGER = 1.45
_NAMES_ZOOM = 7.0
_SHORT, _LONG, _LAST = 1700, 2800, 5200
_FADE = (0.25, 0.5, 0.75)
_FADE_MS = 110
_COLOURS = (240, 160, 96, 64)
_SAME = 255
"""Place in the palette that means: as in the frame before."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A key moment.

    Attributes
    ----------
    year : int
        Of the maps.
    label : str
        The year as it is written.
    value, about : str
        The published number that holds, and what it is.
    text : str
        What happened.
    wide, near : MapState
        Left and right map.
    hold_ms : int
        How long it is shown.
    fade : bool
        It is faded in.
    """

    year: int
    label: str
    value: str
    about: str
    text: str
    wide: MapState
    near: MapState
    hold_ms: int = _SHORT
    fade: bool = False


def moments(edition: Edition) -> tuple[Moment, ...]:
    """Return the key moments of the range and of protected land, read from the data.

    Parameters
    ----------
    edition : Edition
        For whom.

    Returns
    -------
    tuple of Moment
        In the order of the years; the last one sums up.

    Raises
    ------
    LeopardRangeError
        What the catalog raises.
    """
    ranges = tuple(_ranges(edition))
    found = list(ranges)
    for year, text in _protected(edition.catalog, edition.lang):
        holds = [one for one in ranges if one.year <= year][-1]
        near = replace(holds.near, year=year)
        found.append(
            replace(holds, year=year, label=str(year), text=text, near=near, hold_ms=_SHORT, fade=False)
        )
    return (*sorted(found, key=lambda one: one.year), _today(edition, ranges[-1]))


def _ranges(edition: Edition) -> Iterator[Moment]:
    """Return the three published ranges of one source."""
    _, lang = edition.words, edition.lang
    found = figures(edition.catalog)
    rows = (
        (1850, found.historic_km2, _("about 1850"), _("published range about 1850"), _LOST),
        (1975, found.seventies_km2, _("1970s"), _("published range in the 1970s"), ("range_1970s",)),
        (2014, found.current_km2, _("about 2014"), _("published range about 2014"), ("range_current",)),
    )
    texts = (
        _("Leopards lived in northern China, in Korea and in the far south-east of Russia."),
        _("Forests were cut, deer and leopards were hunted: most of the range was lost."),
        _("The leopard holds out along the border of Russia and China."),
    )
    for (year, area, label, about, on), text in zip(rows, texts, strict=True):
        shown = on if year == 1850 else ("range_historical", *on)
        ghost = () if year == 1850 else (("range_historical", _GHOST),)
        yield Moment(
            year,
            label,
            quantity(area, "km²", lang),
            about,
            text,
            MapState(box=_WIDE, year=year, on=shown, opacity=ghost),
            MapState(box=_NEAR, year=year, on=_SAFE),
            _LONG,
            fade=year != 1850,
        )


def _protected(catalog: Catalog, lang: str) -> Iterator[tuple[int, str]]:
    """Return year and words of every protected area that the near map shows."""
    west, south, east, north = _NEAR
    table = catalog.table("milestones")
    row: Any
    for row in table[table["kind"] == "protection"].sort_values(["year", "date"]).itertuples():
        if west <= row.lon <= east and south <= row.lat <= north:
            yield int(row.year), str(getattr(row, f"text_{lang}"))


def _today(edition: Edition, current: Moment) -> Moment:
    """Sum up: what was, what is left, what is protected."""
    _, lang = edition.words, edition.lang
    found = figures(edition.catalog)
    then, now = (quantity(area, "km²", lang) for area in (found.historic_km2, found.current_km2))
    text = _("From {then} to {now}. Today there is protected land on both sides of the border.")
    year = edition.catalog.years[1]
    return Moment(
        year,
        _("Today"),
        percent(found.current_km2 / found.historic_km2, lang, 0),
        _("of the range of about 1850 is left"),
        text.format(then=then, now=now),
        MapState(box=_WIDE, year=year, on=("range_historical", "range_current")),
        replace(current.near, year=year),
        _LAST,
        fade=True,
    )


def years(edition: Edition) -> bytes:
    """Draw the years as an animation that loops; its first frame sums up, for readers who do not play it.

    Parameters
    ----------
    edition : Edition
        For whom.

    Returns
    -------
    bytes
        GIF of 960 x 640 pixels, at most 5 MB; the same for the same data and day.

    Raises
    ------
    LeopardRangeError
        ``font_missing`` and the catalog's own.
    """
    told = moments(edition)
    pictures = _drawn(edition, told)
    frames, lengths = [pictures[-1], pictures[0]], [_SHORT, told[0].hold_ms]
    for (before, after), moment in zip(pairwise(pictures), told[1:], strict=True):
        if moment.fade:
            frames += [_faded(before, after, share) for share in _FADE]
            lengths += [_FADE_MS] * len(_FADE)
        frames.append(after)
        lengths.append(moment.hold_ms)
    for colours in _COLOURS:
        body = _gif(frames, lengths, colours)
        if len(body) <= MOST_BYTES:
            break
    return body


def _faded(before: Image.Image, after: Image.Image, share: float) -> Image.Image:
    """Return a frame between two: the maps pass into each other, the words change at once."""
    maps = (0, _LEFT[1], YEARS_PX[0], _LEFT[1] + _LEFT[3])
    frame = after.copy()
    frame.paste(Image.blend(before.crop(maps), after.crop(maps), share), maps[:2])
    return frame


def _drawn(edition: Edition, told: tuple[Moment, ...]) -> list[Image.Image]:
    canvas = Canvas(edition, YEARS_PX)
    spec = paper_spec(edition, "explore")
    known: dict[tuple[MapState, bool], Drawing] = {}
    labels = _labels(edition)
    for at, moment in enumerate(told):
        if at:
            canvas.next()
        sides = ((spec, moment.wide, _LEFT), (_filled(spec), moment.near, _RIGHT))
        for drawn, state, (x, y, wide, high) in sides:
            window = window_of(drawn, state, wide / _LARGER, high / _LARGER)
            # The names of towns and reserves would cover what appears.
            window = replace(window, zoom=min(window.zoom, _NAMES_ZOOM))
            key = (state, x > 0)
            if key not in known:
                room = (_label_px(canvas, labels[x > 0]) / _LARGER, 34 / _LARGER)
                known[key] = canvas.map(drawn, state, window, taken=room)
            canvas.draw(known[key], x, y, _LARGER)
        _words(canvas, told, at)
    return canvas.pictures()


def _filled(spec: MapSpec) -> MapSpec:
    """Let protected land stand out as areas: nothing else is on that map."""
    layers = (
        replace(one, style=replace(one.style, fill_opacity=_STRONG)) for one in spec.layers if one.id in _SAFE
    )
    return replace(spec, layers=tuple(layers))


def _words(canvas: Canvas, told: tuple[Moment, ...], at: int) -> None:
    """Write title, year, number, what happened, and how far the story is."""
    edition, moment = canvas.edition, told[at]
    _ = edition.words
    canvas.line(24, 39, _("The years of the Amur leopard"), 28, ACCENT, bold=True)
    canvas.line(936, 38, _("Leopard Range Explorer"), 17, MUTED, end=True)
    for (x, y, *_size), text in zip((_LEFT, _RIGHT), _labels(edition), strict=True):
        canvas.box(x, y, _label_px(canvas, text), 34, "#ffffff")
        canvas.line(x + 12, y + 23, text, 18, bold=True)
    canvas.box(556, 58, 4, 420, "#ffffff")
    canvas.line(24, 540, moment.label, _fitting(canvas, moment.label, 54, 250), bold=True)
    canvas.line(296, 526, moment.value, _fitting(canvas, moment.value, 42, 270), ACCENT, bold=True)
    canvas.text(296, 534, moment.about, 17, 270)
    canvas.text(592, 490, moment.text, 20, 346)
    _progress(canvas, told, at)
    source = figures(edition.catalog).range_source
    spec = paper_spec(edition, "explore")
    drawn = (*spec.basemap, *(layer for layer in spec.layers if layer.id in (*_LOST, *_SAFE)))
    credit = credits_line(layer.attribution for layer in drawn)
    canvas.line(24, 626, _cut(canvas, f"{source} · {credit}", 11, 912), 11, MUTED)


def _labels(edition: Edition) -> tuple[str, str]:
    _ = edition.words
    return _("Where leopards live"), _("Protected land")


def _label_px(canvas: Canvas, text: str) -> float:
    return canvas.measure(text, 18) + 24


def _fitting(canvas: Canvas, text: str, size: float, width: float) -> float:
    """Return the largest size, at most this one, at which a line is not too long."""
    return min(size, size * width / canvas.measure(text, size))


def _cut(canvas: Canvas, text: str, size: float, width: float) -> str:
    """Shorten a line at a word."""
    while canvas.measure(text, size) > width:
        text = text.rpartition(" · ")[0] or text[:-1]
    return text


def _progress(canvas: Canvas, told: tuple[Moment, ...], at: int) -> None:
    """Draw a bar with a mark for each moment; it is full at the last one."""
    step = 912 / (len(told) - 1)
    canvas.box(24, 593, 912, 4, "#d9d4c6")
    canvas.box(24, 593, step * at, 4, ACCENT)
    for mark in range(len(told)):
        high = 18 if mark == at else 10
        canvas.box(24 + step * mark - 2, 595 - high / 2, 4, high, ACCENT if mark <= at else "#b9b2a0")


def _gif(frames: list[Image.Image], lengths: list[int], colours: int) -> bytes:
    """Write all frames with one palette, so that what stands still does not flicker."""
    wide, high = YEARS_PX
    all_of_them = Image.new("RGB", (wide, high * len(frames)))
    for at, frame in enumerate(frames):
        all_of_them.paste(frame, (0, at * high))
    palette = all_of_them.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    for before, after in reversed(list(pairwise(small))):
        _keep(before, after)
    body = BytesIO()
    small[0].save(
        body,
        "GIF",
        save_all=True,
        append_images=small[1:],
        duration=lengths,
        loop=0,
        disposal=1,
        optimize=False,
        transparency=_SAME,
    )
    return body.getvalue()


def _keep(before: Image.Image, after: Image.Image) -> None:
    """Let what is the same in two frames stand, instead of drawing it again."""
    seen = np.asarray(after)
    after.putdata(np.where(seen == np.asarray(before), _SAME, seen).ravel())
