"""What the charts of the Cameras page share: frame, axes, legend, and how they come to the page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from leopard_range.maps.files import digest, packed_file
from leopard_range.ui.served import publish

__all__ = [
    "GREY",
    "INK",
    "LEFT",
    "LINE",
    "PUBLISHED",
    "QUIET",
    "RANGE",
    "RIGHT",
    "SIMULATED",
    "TRUE",
    "WIDTH",
    "Key",
    "Panel",
    "figure",
    "nice",
    "picture",
    "svg",
]

WIDTH = 440
LEFT = 34
RIGHT = 8
PUBLISHED = "#B0125F"
RANGE = "#E9A3C3"
SIMULATED = "#17594F"
GREY = "#8B8574"
TRUE = "#D2690C"
INK = "#22302B"
QUIET = "#5B6259"
LINE = "#E6E0D2"
_HATCH = (
    '<pattern id="h" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<path fill="#DCEBE7" d="M0,0h6v6H0z"/><path fill="{SIMULATED}" d="M0,0h2.6v6H0z"/></pattern>'
)


@dataclass(frozen=True, slots=True)
class Key:
    """A line of a chart's legend: a sign in its colour, and what it means."""

    sign: str
    colour: str
    text: str


def figure(
    title: str,
    drawing: str,
    alt: str,
    *,
    keys: Sequence[Key] = (),
    note: str = "",
    mark: str = "",
    table: str = "",
) -> str:
    """Put a picture between its title, legend, caption and numbers.

    Parameters
    ----------
    title, alt, note : str
        Plain texts: heading with the unit, what the picture says, caption.
    drawing : str
        The picture, SVG.
    keys : sequence of Key
        Legend.
    mark : str
        Word beside the title, for example ``simulated``; empty for none.
    table : str
        HTML of the numbers.

    Returns
    -------
    str
        HTML; every text in it is escaped.
    """
    badge = f' <em class="mark">{escape(mark)}</em>' if mark else ""
    legend = "".join(
        f'<li><i style="color:{key.colour}" aria-hidden="true">{key.sign}</i>{escape(key.text)}</li>'
        for key in keys
    )
    return (
        f'<figure class="series"><figcaption>{escape(title)}{badge}</figcaption>{picture(drawing, alt)}'
        + (f'<ul class="key">{legend}</ul>' if legend else "")
        + (f'<p class="quiet">{escape(note)}</p>' if note else "")
        + f"{table}</figure>"
    )


def picture(drawing: str, alt: str) -> str:
    """Return an image of a drawing by address: Streamlit drops drawings inside its HTML.

    Parameters
    ----------
    drawing : str
        SVG.
    alt : str
        What it shows, for those who cannot see it.
    """
    body = drawing.encode()
    file = publish(packed_file(f"charts/{digest(body)}.svg", "image/svg+xml", body))
    return f'<img src="./{file.path}" alt="{escape(alt, quote=True)}">'


def svg(height: int, parts: str, mark: str = "") -> str:
    """Frame a chart; a simulated one says so in the picture itself, wherever the picture goes.

    Parameters
    ----------
    height : int
        Of the picture; all are equally wide.
    parts : str
        What is drawn; ``url(#h)`` is the hatching of bars of a survey.
    mark : str
        Word for a simulated survey; empty for none.
    """
    said = ""
    if mark:
        said = (
            f'<text x="{WIDTH - RIGHT}" y="13" text-anchor="end" font-size="14" font-weight="bold" '
            f'fill="#7A5800">{escape(mark)}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="14.5"><defs>{_HATCH}</defs>{parts}{said}</svg>'
    )


@dataclass(frozen=True, slots=True)
class Panel:
    """Years to the right in equal steps, numbers upwards from 0.

    Attributes
    ----------
    years : sequence of int
        In order.
    most : float
        Number at the top.
    top, bottom : float
        Where the highest and the lowest number stand.
    """

    years: Sequence[int]
    most: float
    top: float
    bottom: float

    @property
    def step(self) -> float:
        """Width of a year."""
        return (WIDTH - LEFT - RIGHT) / max(len(self.years), 1)

    def x(self, at: int) -> float:
        """Return where the middle of a year stands.

        Parameters
        ----------
        at : int
            Its place in `years`.
        """
        return LEFT + (at + 0.5) * self.step

    def y(self, value: float) -> float:
        """Return where a number stands.

        Parameters
        ----------
        value : float
            From 0 to `most`.
        """
        return self.bottom - value / self.most * (self.bottom - self.top)

    def frame(self, steps: float) -> str:
        """Draw the lines and names of both axes.

        Parameters
        ----------
        steps : float
            Between two lines.
        """
        values = [i * steps for i in range(int(self.most / steps + 1e-9) + 1)]
        lines = "".join(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{self.y(v):.1f}" y2="{self.y(v):.1f}"/>'
            for v in values
        )
        marks = "".join(
            f'<text x="{LEFT - 6}" y="{self.y(v) + 4.5:.1f}" text-anchor="end">{v:g}</text>' for v in values
        )
        marks += "".join(
            f'<text x="{self.x(at):.1f}" y="{self.bottom + 17:.1f}" text-anchor="middle">{year}</text>'
            for at, year in enumerate(self.years)
        )
        return f'<g stroke="{LINE}">{lines}</g><g fill="{QUIET}">{marks}</g>'

    def bar(self, x: float, width: float, value: float, fill: str, stroke: str) -> str:
        """Draw a bar.

        Parameters
        ----------
        x, width : float
            Left edge and width.
        value : float
            Its length, as a number.
        fill, stroke : str
            Colours.
        """
        height = self.bottom - self.y(value)
        return (
            f'<rect x="{x:.1f}" y="{self.y(value):.1f}" width="{width:.1f}" height="{height:.1f}" '
            f'fill="{fill}" stroke="{stroke}"/>'
        )

    def says(self, x: float, value: float, text: str, colour: str = INK) -> str:
        """Write a text above a number.

        Parameters
        ----------
        x : float
            Middle of the text.
        value : float
            Number it stands above.
        text, colour : str
            What, in which colour.
        """
        return (
            f'<text x="{x:.1f}" y="{self.y(value) - 5:.1f}" text-anchor="middle" font-size="13.5" '
            f'fill="{colour}">{escape(text)}</text>'
        )


def nice(most: float) -> tuple[float, float]:
    """Return the top of an axis and its step: one, two or five times a power of ten, five steps at most.

    Parameters
    ----------
    most : float
        Largest number shown.
    """
    raw = max(most, 1.0) / 5
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw)
    step = max(step, 1.0)
    return math.ceil(most / step) * step, step
