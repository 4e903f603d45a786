"""Colours with a meaning: the classes of coarse cells.

Light to dark orders the classes without colour vision, and so do marks that stand closer the more there
is; withheld cells differ by their dashed outline and their crosses, not by colour.  No branca colour map:
those load a script from a CDN.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from leopard_range.maps.spec import LegendEntry
from leopard_range.model import Style

__all__ = ["RAMPS", "Ramp", "cell_legend"]

Ramp = Literal["sightings", "effort"]

WITHHELD = Style(stroke="#6B5A66", weight=1.2, dash="3 3", shape="outline", pattern="times")


def _cell(fill: str, stroke: str, pattern: str) -> Style:
    return Style(stroke=stroke, fill=fill, fill_opacity=0.82, weight=0.8, pattern=pattern)


RAMPS: dict[Ramp, dict[str, Style]] = {
    # pink to plum
    "sightings": {
        "0": Style(stroke="#B9A9B3", weight=0.8, shape="outline"),
        "1-2": _cell("#F7B9D1", "#D98BAB", "dots-wide"),
        "3-9": _cell("#D64F92", "#A9346F", "dots"),
        "10+": _cell("#6A1B5A", "#45103A", "dots-tight"),
        "not shown": WITHHELD,
    },
    # paper grey to ink
    "effort": {
        "0": Style(stroke="#A9AFA9", weight=0.8, shape="outline"),
        "1-2": _cell("#C6CDC7", "#98A29B", "ticks-wide"),
        "3-9": _cell("#78877F", "#56645C", "ticks"),
        "10+": _cell("#22302B", "#101814", "ticks-tight"),
        "not shown": WITHHELD,
    },
}
"""Ramp -> class of a published cell (`leopard_range.privacy`) -> its symbol."""


def cell_legend(labels: Mapping[str, str], ramp: Ramp = "sightings") -> tuple[LegendEntry, ...]:
    """Return the legend of a cell layer, in the order of the ramp.

    Parameters
    ----------
    labels : Mapping
        Class -> text in the reader's language; a class without a text is left out.
    ramp : str
        ``sightings`` (pink to plum) or ``effort`` (grey to ink).
    """
    shown = {name: style for name, style in RAMPS[ramp].items() if name in labels}
    return tuple(LegendEntry(labels[name], style, name) for name, style in shown.items())
