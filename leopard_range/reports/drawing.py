"""Figures of a report as marks on a plane, drawn alike into HTML (SVG) and PDF."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Literal

from leopard_range.reports.lettering import readable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Drawing", "Label", "Mark", "Raster", "Shape", "as_svg"]

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Rings or lines that share one look.

    Attributes
    ----------
    lines : tuple of ndarray of shape (n, 2)
        Points, x to the right and y downward.
    stroke, fill : str
        Colours ``#rrggbb``; empty for none.  A fill closes every line and leaves holes open (even-odd).
    width : float
        Of the stroke, points.
    dash : tuple of float
        Lengths of dashes and gaps, points; empty for a solid line.
    closed : bool
        Whether the strokes are closed.
    opacity : float
        0-1.
    round : bool
        Strokes end round: a line without length is a dot.
    """

    lines: tuple[NDArray[np.float64], ...]
    stroke: str = ""
    fill: str = ""
    width: float = 1.0
    dash: tuple[float, ...] = ()
    closed: bool = False
    opacity: float = 1.0
    round: bool = False


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture.

    Attributes
    ----------
    x, y, width, height : float
        Where it lies, points.
    content : bytes
        JPEG or PNG.
    """

    x: float
    y: float
    width: float
    height: float
    content: bytes


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text.

    Attributes
    ----------
    x, y : float
        Where its baseline starts, is centred or ends.
    text : str
        Words in the reader's language.
    size : float
        Height of the letters, points.
    anchor : str
        ``start``, ``middle`` or ``end``.
    colour : str
        ``#rrggbb``.
    bold, halo : bool
        Stronger; with a light rim, so that it can be read on lines.
    slant : bool
        Leans, as names of waters do.
    space : float
        Between letters, points.
    """

    x: float
    y: float
    text: str
    size: float = 8.0
    anchor: Anchor = "start"
    colour: str = "#1c2321"
    bold: bool = False
    halo: bool = False
    slant: bool = False
    space: float = 0.0


Mark = Shape | Label | Raster


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure.

    Attributes
    ----------
    width, height : float
        Size of its plane, points.
    marks : tuple of Shape, Label or Raster
        From the bottom to the top.
    said : str
        What it shows, in words, for those who do not see it.
    """

    width: float
    height: float
    marks: tuple[Mark, ...] = field(default=())
    said: str = ""


def as_svg(drawing: Drawing) -> str:
    """Write a figure as SVG that stands inside an HTML page: no script, no reference, no id.

    Parameters
    ----------
    drawing : Drawing
        The figure.
    """
    said = escape(readable(drawing.said))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{said}" '
        f'viewBox="0 0 {drawing.width:g} {drawing.height:g}">'
    ]
    parts += [_svg_mark(mark) for mark in drawing.marks]
    return "".join([*parts, "</svg>"])


def _svg_mark(mark: Mark) -> str:
    match mark:
        case Label():
            return _svg_label(mark)
        case Shape():
            return _svg_shape(mark)
        case Raster():
            kind = "png" if mark.content.startswith(b"\x89PNG") else "jpeg"
            place = f'x="{mark.x:.1f}" y="{mark.y:.1f}" width="{mark.width:.1f}" height="{mark.height:.1f}"'
            content = base64.b64encode(mark.content).decode()
            return f'<image {place} href="data:image/{kind};base64,{content}"/>'


def _svg_shape(shape: Shape) -> str:
    end = "Z" if shape.closed or shape.fill else ""
    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line.tolist()) + end for line in shape.lines)
    look = f'fill="{shape.fill or "none"}"'
    if shape.fill:
        look += ' fill-rule="evenodd"'
    if shape.stroke:
        look += f' stroke="{shape.stroke}" stroke-width="{shape.width:g}" stroke-linejoin="round"'
    if shape.dash:
        look += ' stroke-dasharray="' + " ".join(f"{length:g}" for length in shape.dash) + '"'
    if shape.round:
        look += ' stroke-linecap="round"'
    if shape.opacity < 1:
        look += f' opacity="{shape.opacity:g}"'
    return f'<path d="{path}" {look}/>'


def _svg_label(label: Label) -> str:
    look = f'x="{label.x:.1f}" y="{label.y:.1f}" font-size="{label.size:g}" fill="{label.colour}"'
    if label.anchor != "start":
        look += f' text-anchor="{label.anchor}"'
    if label.bold:
        look += ' font-weight="600"'
    if label.slant:
        look += ' font-style="italic"'
    if label.space:
        look += f' letter-spacing="{label.space:g}"'
    if label.halo:
        look += ' stroke="#fff" stroke-width="2.5" stroke-linejoin="round" paint-order="stroke"'
    return f"<text {look}>{escape(readable(label.text))}</text>"
