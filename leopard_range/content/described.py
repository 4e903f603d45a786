"""What every map shows, in sentences made from its data: the text equivalent of a map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from leopard_range.catalog import Catalog
from leopard_range.i18n import number, translator
from leopard_range.maps.spec import MapLayer, MapSpec
from leopard_range.studies.describe import DescribeAnswer, DescribeQuestion

__all__ = ["described", "layer_says"]


def described(spec: MapSpec, catalog: Catalog, ask: Callable[[Any], Any]) -> MapSpec:
    """Give every layer of a map its sentences.

    Parameters
    ----------
    spec : MapSpec
        The map.
    catalog : Catalog
        Which of its layers can be described; others come by themselves and are told by the script.
    ask : callable
        Answers a `DescribeQuestion`.

    Returns
    -------
    MapSpec
        The same map with `MapLayer.says`.
    """
    return replace(spec, layers=tuple(_told(layer, spec.lang, catalog, ask) for layer in spec.layers))


def _told(layer: MapLayer, lang: str, catalog: Catalog, ask: Callable[[Any], Any]) -> MapLayer:
    known = catalog.specs.get(layer.id)
    if layer.sealed or known is None or known.kind not in ("polygon", "line", "point"):
        return layer
    return replace(layer, says=layer_says(layer, ask(DescribeQuestion(layer=layer.id)), lang))


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
    if answer.west is not None:
        south, north = (number(value or 0, lang, 1) for value in (answer.south, answer.north))
        west, east = (number(value or 0, lang, 1) for value in (answer.west, answer.east))
        parts.append(
            _("From {south}° to {north}° north and from {west}° to {east}° east.").format(
                south=south, north=north, west=west, east=east
            )
        )
    rest = [text for text in (_years(answer, lang), layer.badge) if text]
    parts += [_("{name}.").format(name=text[:1].upper() + text[1:]) for text in rest]
    joint = "" if lang == "zh" else " "
    return joint.join(parts)


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
