"""Colours with a meaning: the classes of coarse cells, from pink to plum."""

from __future__ import annotations

from leopard_range.maps.spec import LegendEntry
from leopard_range.model import Style

__all__ = ["CELL_CLASSES", "cell_legend"]

CELL_CLASSES: dict[str, Style] = {
    "1-2": Style(stroke="#E58FB4", fill="#F5B5CF", fill_opacity=0.85, weight=0.8, shape="fill"),
    "3-9": Style(stroke="#B83A80", fill="#D3518F", fill_opacity=0.85, weight=0.8, shape="fill"),
    "10+": Style(stroke="#4C1140", fill="#6A1B5A", fill_opacity=0.85, weight=0.8, shape="fill"),
    "not_shown": Style(stroke="#7A6674", fill="", weight=1.2, dash="3 3", shape="outline"),
}
"""Class of a published cell -> its symbol.  Light to dark orders them without colour vision;
withheld cells differ by outline, not by colour."""


def cell_legend(labels: dict[str, str]) -> tuple[LegendEntry, ...]:
    """Return the legend of a cell layer.

    Parameters
    ----------
    labels : dict
        Class -> text in the reader's language; a class without a text is left out.
    """
    shown = {name: style for name, style in CELL_CLASSES.items() if name in labels}
    return tuple(LegendEntry(labels[name], style, name) for name, style in shown.items())
