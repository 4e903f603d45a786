"""What stands on every printed map besides its content: frame, degrees, scale, north."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from pyproj import Geod

from leopard_range.i18n import number, quantity, translator
from leopard_range.prints.window import Window
from leopard_range.reports.drawing import Label, Mark, Shape

__all__ = ["ScaleBar", "degree_text", "furniture", "room_of_furniture", "scale_bar"]

_INK = "#1c2321"
_GEOD = Geod(ellps="WGS84")
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
_HIGH = 31.0
"""Of the box with the scale, points."""
_PAD = 8.0
_SMALL = 5.8

Frame = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A bar of a round length.

    Attributes
    ----------
    metres : float
        On the ground.
    points : float
        On paper.
    latitude : float
        Degrees; Web Mercator has another scale at every latitude, and the bar holds at this one.
    """

    metres: float
    points: float
    latitude: float


def scale_bar(window: Window) -> ScaleBar:
    """Return a bar of about a quarter of the map, true along the parallel of its middle.

    Parameters
    ----------
    window : Window
        What the map shows.
    """
    west, _south, east, _north = window.degrees
    middle_y = (window.box[1] + window.box[3]) / 2
    latitude = math.degrees(2 * math.atan(math.exp(middle_y / 6_378_137.0)) - math.pi / 2)
    middle = (west + east) / 2
    # A short piece: along a parallel the geodesic of a long one would be shorter.
    piece = (east - west) / 64
    _, _, metres = _GEOD.inv(middle, latitude, middle + piece, latitude)
    metre = window.width / 64 / metres
    wish = min(window.width / 4, 150.0) / metre
    power = 10.0 ** math.floor(math.log10(wish))
    length = max(step * power for step in (1, 2, 5) if step * power <= wish)
    return ScaleBar(length, length * metre, latitude)


def degree_text(degrees: float, lang: str, digits: int = 1, *, latitude: bool = True) -> str:
    """Write a latitude or longitude the way the language does.

    Parameters
    ----------
    degrees : float
        North and east are positive.
    lang : str
        Language of the reader.
    digits : int
        After the decimal mark.
    latitude : bool
        Else a longitude.
    """
    _ = translator(lang)
    if latitude:
        text = _("{degrees}° N") if degrees >= 0 else _("{degrees}° S")
    else:
        text = _("{degrees}° E") if degrees >= 0 else _("{degrees}° W")
    return text.format(degrees=number(abs(degrees), lang, digits))


def _bar_width(bar: ScaleBar) -> float:
    return max(bar.points + 34, 112.0)


def room_of_furniture(window: Window, lang: str) -> tuple[Frame, ...]:
    """Return the boxes (left, top, right, bottom, points) that scale, arrow and degrees take.

    Parameters
    ----------
    window : Window
        What the map shows.
    lang : str
        Language of the reader.
    """
    wide = _bar_width(scale_bar(window))
    low = window.height - _PAD
    right = window.width - _PAD
    return (
        (right - wide - 2, low - _HIGH - 2, window.width, window.height),
        (window.width - 34, 0, window.width, 50),
        *(room for _tick, _text, room in _degrees(window, lang)),
    )


def furniture(window: Window, lang: str) -> Iterator[Mark]:
    """Draw frame, degrees at the edges, scale bar and north arrow.

    Parameters
    ----------
    window : Window
        What the map shows.
    lang : str
        Language of the reader.
    """
    for tick, text, _room in _degrees(window, lang):
        yield tick
        yield text
    yield from _scale(window, lang)
    yield from _north(window, lang)
    edge = np.array([[0, 0], [window.width, 0], [window.width, window.height], [0, window.height]], float)
    yield Shape((edge,), stroke=_INK, width=0.8, closed=True)


def _scale(window: Window, lang: str) -> Iterator[Mark]:
    bar = scale_bar(window)
    wide = _bar_width(bar)
    left, top = window.width - _PAD - wide, window.height - _PAD - _HIGH
    yield Shape(
        (_box(left, top, wide, _HIGH),), fill="#ffffff", stroke="#c9cfc9", width=0.5, closed=True, opacity=0.9
    )
    x, y = left + (wide - bar.points) / 2, top + 13
    half = bar.points / 2
    yield Shape((_box(x, y, half, 4),), fill=_INK, stroke=_INK, width=0.6, closed=True)
    yield Shape((_box(x + half, y, half, 4),), fill="#ffffff", stroke=_INK, width=0.6, closed=True)
    unit, length = ("m", bar.metres) if bar.metres < 1000 else ("km", bar.metres / 1000)
    yield Label(x, top + 10, "0", 7, "middle")
    yield Label(x + bar.points, top + 10, quantity(length, unit, lang), 7, "middle")
    _ = translator(lang)
    true = _("scale true at {latitude}").format(latitude=degree_text(bar.latitude, lang))
    yield Label(left + wide / 2, top + 26.5, true, 6.2, "middle", "#56615c")


def _box(x: float, y: float, width: float, height: float) -> np.ndarray:
    return np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]])


def _north(window: Window, lang: str) -> Iterator[Mark]:
    x, y = window.width - 18.0, 9.0
    back = np.array([[x, y], [x + 7, y + 21], [x, y + 16], [x - 7, y + 21]])
    yield Shape((back,), fill="#ffffff", stroke="#ffffff", width=2.4, closed=True)
    yield Shape((back[[0, 1, 2]],), fill="#ffffff", stroke=_INK, width=0.7, closed=True)
    yield Shape((back[[0, 3, 2]],), fill=_INK, stroke=_INK, width=0.7, closed=True)
    _ = translator(lang)
    yield Label(x, y + 31, _("N"), 9, "middle", bold=True, halo=True)


def _degrees(window: Window, lang: str) -> Iterator[tuple[Shape, Label, Frame]]:
    """Mark round degrees along the left and the lower edge; say what room their words take."""
    west, south, east, north = window.degrees
    ends = window.width - _PAD - _bar_width(scale_bar(window)) - 24
    for low, high, long, is_lat in ((west, east, window.width, False), (south, north, window.height, True)):
        step = next((one for one in _STEPS if (high - low) / one <= long / 75), _STEPS[-1])
        digits = 2 if step < 0.1 else 1 if step < 1 else 0
        for at in range(math.ceil(low / step), math.floor(high / step) + 1):
            degrees = round(at * step, 6)
            x, y = window.place(west if is_lat else degrees, degrees if is_lat else south)
            text = degree_text(degrees, lang, digits, latitude=is_lat)
            wide = sum(1.0 if ord(letter) > 0x2E80 else 0.57 for letter in text) * _SMALL
            if is_lat and 32 < y < window.height - 18:
                yield (
                    Shape((np.array([[0, y], [5, y]]),), stroke=_INK, width=0.7),
                    Label(7, y + 2, text, _SMALL, colour="#3a4640", halo=True),
                    (0, y - 5, wide + 9, y + 5),
                )
            if not is_lat and 30 < x < ends:
                foot = window.height
                yield (
                    Shape((np.array([[x, foot], [x, foot - 5]]),), stroke=_INK, width=0.7),
                    Label(x, foot - 7, text, _SMALL, "middle", "#3a4640", halo=True),
                    (x - wide / 2 - 2, foot - 14, x + wide / 2 + 2, foot),
                )
