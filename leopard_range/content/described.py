"""What every map shows, in sentences made from its data: the text equivalent of a map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from leopard_range.catalog import Catalog
from leopard_range.content.told import extent_says, joined
from leopard_range.i18n import number, translator
from leopard_range.maps.close import close_id
from leopard_range.maps.spec import MapLayer, MapSpec
from leopard_range.maps.state import Box
from leopard_range.studies.describe import DescribeAnswer, DescribeQuestion

__all__ = ["described", "layer_says"]


def described(spec: MapSpec, catalog: Catalog, ask: Callable[[Any], Any]) -> MapSpec:
    """Give every layer of a map its sentences.

    Parameters
    ----------
    spec : MapSpec
        The map.
    catalog : Catalog
        Which of its layers can be described; the page tells of those that it hands out.
    ask : callable
        Answers a `DescribeQuestion`.

    Returns
    -------
    MapSpec
        The same map with `MapLayer.says`; of its background, what is a picture.
    """
    return replace(
        spec,
        layers=tuple(_told(layer, spec.lang, catalog, ask) for layer in spec.layers),
        basemap=tuple(
            _told(layer, spec.lang, catalog, ask) if layer.kind == "image" else layer
            for layer in spec.basemap
        ),
    )


def _told(layer: MapLayer, lang: str, catalog: Catalog, ask: Callable[[Any], Any]) -> MapLayer:
    if layer.kind == "image" and layer.bounds is not None:
        return replace(layer, says=_picture_says(layer, layer.bounds, lang))
    known = {close_id(id_): id_ for id_ in catalog.specs} if layer.sealed else {layer.id: layer.id}
    spec = catalog.specs.get(known.get(layer.id, ""))
    if spec is None or spec.kind not in ("polygon", "line", "point"):
        return layer
    answer = ask(DescribeQuestion(layer=spec.id))
    if not layer.sealed:
        return replace(layer, says=layer_says(layer, answer, lang))
    # Of points that only planners see, no more is told than of the cells everybody sees.
    parts = [translator(lang)("{name}.").format(name=layer.title), *_place(answer, lang)]
    return replace(layer, says=joined(parts, lang))


def _picture_says(layer: MapLayer, box: Box, lang: str) -> str:
    title = translator(lang)("{name}.").format(name=layer.title)
    return joined([title, layer.about, extent_says(box, lang)], lang)


def layer_says(layer: MapLayer, answer: DescribeAnswer, lang: str) -> str:
    """Return what a layer shows, in sentences.

    Parameters
    ----------
    layer : MapLayer
        Its name, its caution and the words of its classes.
    answer : DescribeAnswer
        Its numbers.
    lang : str
        Language of the sentences.
    """
    _ = translator(lang)
    parts = [_("{name}.").format(name=layer.title), *_size(layer, answer, lang)]
    parts += _place(answer, lang)
    if layer.badge:
        parts.append(_("{name}.").format(name=layer.badge[:1].upper() + layer.badge[1:]))
    return joined(parts, lang)


def _place(answer: DescribeAnswer, lang: str) -> list[str]:
    """Tell where and when."""
    edges = (answer.west, answer.south, answer.east, answer.north)
    west, south, east, north = (edge or 0.0 for edge in edges)
    parts = [] if answer.west is None else [extent_says((west, south, east, north), lang)]
    years = _years(answer, lang)
    return [*parts, translator(lang)("{name}.").format(name=years)] if years else parts


def _size(layer: MapLayer, answer: DescribeAnswer, lang: str) -> list[str]:
    _ = translator(lang)
    if layer.kind == "cells":
        names = {entry.value: entry.label for entry in layer.legend}
        told = "; ".join(
            f"{names.get(row.name, row.name)}: {number(row.count, lang)}" for row in answer.classes
        )
        cells = _("Squares: {count}.").format(count=number(answer.count, lang))
        return [cells, _("{unit} — {told}.").format(unit=layer.unit, told=told)] if told else [cells]
    if answer.area_km2 is not None:
        return [
            _("Area: {area} km².").format(area=number(answer.area_km2, lang)),
            _("Separate parts: {count}.").format(count=number(answer.parts or 0, lang)),
        ]
    count = number(answer.count, lang)
    if answer.length_km is not None:
        length = _("Length: {length} km.").format(length=number(answer.length_km, lang))
        return [length, _("Lines: {count}.").format(count=count)]
    return [_("Places: {count}.").format(count=count)]


def _years(answer: DescribeAnswer, lang: str) -> str:
    _ = translator(lang)
    first, last = answer.year_from, answer.year_to
    if first and last:
        return _("Shown for {first}–{last}").format(first=first, last=last)
    if first:
        return _("Shown from {first} on").format(first=first)
    return _("Shown until {last}").format(last=last) if last else ""
