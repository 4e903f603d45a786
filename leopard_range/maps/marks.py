"""The marks over areas (`leopard_range.model.PATTERNS`) as geometry: one table for screen and paper."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leopard_range.model import Style

__all__ = ["MARKS", "QUIET", "WIDTH", "Marks", "ink", "marked", "marks_path"]

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Marks:
    """One square tile, repeated without a seam.

    Attributes
    ----------
    side : float
        Of the tile, pixels or points.
    strokes : tuple of tuple of (x, y)
        Lines, `WIDTH` wide, y downward.
    dots, rings : tuple of (x, y, radius)
        Filled and hollow circles.
    """

    side: float
    strokes: tuple[tuple[Point, ...], ...] = ()
    dots: tuple[tuple[float, float, float], ...] = ()
    rings: tuple[tuple[float, float, float], ...] = ()


WIDTH = 1.0
"""Of a stroke, pixels or points."""

QUIET = 0.4
"""Opacity of the marks on a screen: seen when looked for, silent otherwise."""

# Strokes run over the edge of the tile, so that their ends meet those of the next one.
_RISING = (((-1.0, 9.0), (9.0, -1.0)), ((-1.0, 1.0), (1.0, -1.0)), ((7.0, 9.0), (9.0, 7.0)))
_FALLING = (((-1.0, -1.0), (9.0, 9.0)), ((7.0, -1.0), (9.0, 1.0)), ((-1.0, 7.0), (1.0, 9.0)))


def _scaled(strokes: tuple[tuple[Point, ...], ...], by: float) -> tuple[tuple[Point, ...], ...]:
    return tuple(tuple((x * by, y * by) for x, y in line) for line in strokes)


def _offset(side: float, radius: float) -> tuple[tuple[float, float, float], ...]:
    """Return two dots a tile: rows stand between each other, like a drawn screen."""
    return ((side / 4, side / 4, radius), (side * 3 / 4, side * 3 / 4, radius))


def _ticks(side: float) -> Marks:
    long, first, second = side * 0.36, side / 4, side * 3 / 4
    return Marks(
        side,
        (
            ((first, first - long / 2), (first, first + long / 2)),
            ((second, second - long / 2), (second, second + long / 2)),
        ),
    )


MARKS: dict[str, Marks] = {
    "lines": Marks(10, _scaled(_RISING, 1.25)),
    "back": Marks(10, _scaled(_FALLING, 1.25)),
    "cross": Marks(10, _scaled((*_RISING, *_FALLING), 1.25)),
    "level": Marks(8, (((-1, 4), (9, 4)),)),
    "vertical": Marks(8, (((4, -1), (4, 9)),)),
    "grid": Marks(10, (((-1, 5), (11, 5)), ((5, -1), (5, 11)))),
    "dashes": Marks(14, (((1, 3.5), (6, 3.5)), ((8, 10.5), (13, 10.5)))),
    "waves": Marks(12, (((-1.5, 4.5), (1.5, 7.5), (4.5, 4.5), (7.5, 7.5), (10.5, 4.5), (13.5, 7.5)),)),
    "plus": Marks(
        14,
        (
            ((1.25, 3.5), (5.75, 3.5)),
            ((3.5, 1.25), (3.5, 5.75)),
            ((8.25, 10.5), (12.75, 10.5)),
            ((10.5, 8.25), (10.5, 12.75)),
        ),
    ),
    "times": Marks(16, (((6, 6), (10, 10)), ((6, 10), (10, 6)))),
    "rings": Marks(14, rings=_offset(14, 2)),
    "dots-wide": Marks(14, dots=_offset(14, 1.1)),
    "dots": Marks(9, dots=_offset(9, 1.1)),
    "dots-tight": Marks(6, dots=_offset(6, 1.1)),
    "ticks-wide": _ticks(16),
    "ticks": _ticks(11),
    "ticks-tight": _ticks(7),
}
"""Pattern -> its tile; the empty pattern has none."""


def _circle(x: float, y: float, radius: float) -> str:
    half = f"a{radius:g} {radius:g} 0 1 0"
    return f"M{x - radius:g} {y:g}{half} {2 * radius:g} 0{half} {-2 * radius:g} 0"


def marks_path(marks: Marks) -> tuple[str, str]:
    """Write a tile as two SVG paths: what is stroked, and what is filled.

    Parameters
    ----------
    marks : Marks
        The tile.
    """
    lines = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in line) for line in marks.strokes)
    return lines + "".join(_circle(*ring) for ring in marks.rings), "".join(
        _circle(*dot) for dot in marks.dots
    )


_DARK = (0x22, 0x30, 0x2B)
_PAPER = (0xFB, 0xF9, 0xF3)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def ink(style: Style) -> str:
    """Return the colour of the marks of an area: darker than the area, lighter on a dark one.

    Parameters
    ----------
    style : Style
        The area's.

    Returns
    -------
    str
        ``#rrggbb``.
    """
    fill = _rgb(style.fill) if style.fill else _PAPER
    # ITU-R BT.709 luma of the fill as it stands on paper.
    seen = [
        style.fill_opacity * one + (1 - style.fill_opacity) * paper
        for one, paper in zip(fill, _PAPER, strict=True)
    ]
    dark = 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2] < 110
    if dark:
        mixed = [0.45 * one + 0.55 * other for one, other in zip(fill, _PAPER, strict=True)]
    else:
        own = _rgb(style.stroke or style.fill or "#22302b")
        mixed = [0.7 * one + 0.3 * other for one, other in zip(own, _DARK, strict=True)]
    return "#" + "".join(f"{round(part):02X}" for part in mixed)


def marked(style: Style) -> str:
    """Write colour and marks of an area as a CSS background, whose text holds no quotes.

    Parameters
    ----------
    style : Style
        The area's; its fill is opaque.

    Returns
    -------
    str
        For the attribute ``style``.
    """
    if not style.pattern:
        return style.fill
    tile, colour = MARKS[style.pattern], ink(style)
    strokes, dots = marks_path(tile)
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{tile.side:g}" height="{tile.side:g}" '
        f'opacity="{QUIET:g}"><path d="{strokes}" fill="none" stroke="{colour}"/>'
        f'<path d="{dots}" fill="{colour}"/></svg>'
    )
    return f"{style.fill} url(data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()})"
