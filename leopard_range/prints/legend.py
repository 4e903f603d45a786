"""What a printed map shows, in words and true symbols: legend, cautions, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from leopard_range.catalog import Catalog
from leopard_range.i18n import note_sentence, translator
from leopard_range.maps import MapLayer, MapSpec
from leopard_range.model import Style
from leopard_range.prints.symbols import area_marks, line_marks, point_marks
from leopard_range.reports.drawing import Drawing

__all__ = ["Piece", "cautions", "credits_line", "legend", "sources", "swatch"]

_WIDE, _HIGH = 26.0, 13.0
_FREE = "LicenseRef-public-domain"


@dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph beside the map.

    Attributes
    ----------
    text : str
        In the reader's language.
    tone : str
        ``heading``, ``title``, ``plain``, ``small`` or ``fine``.
    symbol : Drawing or None
        Before the text.
    indent : float
        Points.
    """

    text: str
    tone: str = "plain"
    symbol: Drawing | None = None
    indent: float = 0.0


def swatch(style: Style, opacity: float = 1.0, *, line: bool = False, rough: bool = False) -> Drawing:
    """Return the true symbol of a layer or class, as the map draws it.

    Parameters
    ----------
    style : Style
        Its look.
    opacity : float
        0-1.
    line : bool
        It is a line.
    rough : bool
        It is not more than a place: an outline of dots.
    """
    frame = (0.0, 0.0, _WIDE, _HIGH)
    box = np.array([shapely.box(1.0, 1.0, _WIDE - 1, _HIGH - 1)])
    stroke = np.array([shapely.LineString([(0, _HIGH / 2), (_WIDE, _HIGH / 2)])])
    if style.shape == "dot":
        marks = tuple(point_marks(np.array([[_WIDE / 2, _HIGH / 2]]), frame, style, opacity))
    elif line or style.shape == "line":
        marks = tuple(line_marks(stroke, frame, style, opacity))
    else:
        marks = tuple(area_marks(box, frame, style, opacity, rough=rough))
    return Drawing(_WIDE, _HIGH, marks)


def legend(
    catalog: Catalog, spec: MapSpec, shown: tuple[tuple[MapLayer, float], ...], lines: tuple[MapLayer, ...]
) -> Iterator[Piece]:
    """Return the legend of what is drawn, topmost first.

    Parameters
    ----------
    catalog : Catalog
        Says which layers have approximate features.
    spec : MapSpec
        The map, in the reader's language.
    shown : tuple of (MapLayer, float)
        Layers with their opacity, first drawn first.
    lines : tuple of MapLayer
        Borders under them.
    """
    _ = translator(spec.lang)
    yield Piece(spec.words["legend"], "heading")
    if not shown:
        yield Piece(_("No layer is switched on: this is the background only."))
    for layer, opacity in reversed(shown):
        if layer.kind == "image":
            continue
        many = bool(layer.legend)
        only_classes = layer.kind == "cells"
        symbol = None if only_classes else swatch(layer.style, opacity, line=layer.kind == "line")
        yield Piece(layer.title, "title", symbol)
        if layer.badge:
            yield Piece(layer.badge, "small", indent=0 if symbol is None else _WIDE + 6)
        if many and layer.unit:
            yield Piece(layer.unit, "small")
        for entry in layer.legend:
            yield Piece(
                entry.label, "plain", swatch(entry.style, opacity, line=layer.kind == "line"), indent=8
            )
        if _has_rough(catalog, layer):
            yield Piece(_("approximate circle"), "plain", swatch(layer.style, opacity, rough=True), indent=8)
    for layer in lines:
        yield Piece(layer.title, "plain", swatch(layer.style, line=True))


def _has_rough(catalog: Catalog, layer: MapLayer) -> bool:
    frame = catalog.layer(layer.id, public=True).frame
    return "method" in frame and bool((frame["method"].astype(str) == "approximate").any())


def cautions(catalog: Catalog, spec: MapSpec, shown: tuple[tuple[MapLayer, float], ...]) -> Iterator[Piece]:
    """Return what to know before using the map.

    Parameters
    ----------
    catalog : Catalog
        Where the cautions come from.
    spec : MapSpec
        The map.
    shown : tuple of (MapLayer, float)
        What is drawn.
    """
    notes = [note for layer, _opacity in shown for note in catalog.layer(layer.id, public=True).notes]
    texts = list(dict.fromkeys(note_sentence(note, spec.lang) for note in notes))
    if texts:
        _ = translator(spec.lang)
        yield Piece(_("Cautions"), "heading")
    for text in texts:
        yield Piece(text, "small")


def sources(spec: MapSpec, drawn: tuple[MapLayer, ...], ground: tuple[MapLayer, ...]) -> Iterator[Piece]:
    """Return source, date and licence of what is drawn; of the background, whose it is and the licence.

    Parameters
    ----------
    spec : MapSpec
        The map.
    drawn : tuple of MapLayer
        Layers of the reader.
    ground : tuple of MapLayer
        Background.
    """
    _ = translator(spec.lang)

    def line(title: str, *told: str) -> str:
        named = [_("public domain") if text == _FREE else text for text in told]
        return f"{title}: " + ". ".join(text.rstrip(".") for text in dict.fromkeys(named) if text) + "."

    yield Piece(spec.words["sources"], "heading")
    for layer in drawn:
        yield Piece(line(layer.title, layer.source, layer.period, layer.licence, layer.attribution), "fine")
    owners: dict[tuple[str, str], list[str]] = {}
    for layer in ground:
        owners.setdefault((layer.attribution, layer.licence), []).append(layer.title)
    for owner, titles in owners.items():
        yield Piece(line(", ".join(titles), *owner), "fine")


def credits_line(attributions: Iterable[str]) -> str:
    """Return who must be named: those whose licence asks for it first, each once.

    Parameters
    ----------
    attributions : iterable of str
        Of layers and background; ``;`` parts several in one.
    """
    parts = dict.fromkeys(part.strip() for text in attributions for part in text.split(";"))
    # Whoever is named with more beside is not named again.
    texts = [one for one in parts if one and not any(one != two and one in two for two in parts)]
    return " · ".join(sorted(texts, key=lambda text: not text.startswith("©")))
