"""The maps of the project: which layers, in which words, from which files.

The app and the command line draw the same maps because both ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from leopard_range.catalog import CLASSES, Catalog
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence, number, translator
from leopard_range.maps.brought import brought_layer
from leopard_range.maps.close import close_layers
from leopard_range.maps.corridor import ASIDE, corridor_layers
from leopard_range.maps.encode import geojson_file, image_file
from leopard_range.maps.export import export_html
from leopard_range.maps.files import WebFile
from leopard_range.maps.ramps import Ramp, cell_legend
from leopard_range.maps.shore import fine_land
from leopard_range.maps.spec import (
    Fact,
    Flag,
    KeyYear,
    LegendEntry,
    MapLayer,
    MapSpec,
    SearchSource,
    map_layer,
)
from leopard_range.maps.state import Box, MapState
from leopard_range.maps.survey import survey_layers
from leopard_range.maps.words import WORDS
from leopard_range.model import LayerSpec
from leopard_range.privacy import PUBLIC_RULES, Rules

__all__ = ["FileOf", "facts", "layer_file", "map_spec", "saved_map"]

FileOf = Callable[[str], WebFile]
"""Gives the file of a layer by its identifier."""

_HOME = (129.5, 42.0, 5.0)
_NEAR = (129.4, 41.9, 133.2, 45.0)
"""Land of the Leopard and its neighbours, where proposals begin."""
_BOUNDS = (98.0, 28.0, 154.0, 60.0)
_WORLD = (-180.0, -85.0, 180.0, 85.0)
_GROUPS = ("range", "reserves", "survey", "land", "base")
_FLAGS: dict[str, frozenset[Flag]] = {
    "story": frozenset({"legend", "scale", "facts"}),
    "explore": frozenset({"panel", "years", "search", "link", "fullscreen", "scale", "facts"}),
    "then-now": frozenset({"legend", "swipe", "scale", "facts"}),
    "cameras": frozenset({"panel", "years", "fullscreen", "scale", "facts"}),
    "corridor": frozenset({"panel", "link", "fullscreen", "scale", "facts", "draw"}),
    "files": frozenset({"legend", "scale", "facts", "fullscreen"}),
    "survey": frozenset({"legend", "scale", "facts", "fullscreen"}),
}

_BROUGHT = ("files", "survey")
"""Maps of what planners bring."""

_PLANNED = "proposals"
"""Layer of the named proposals."""


def layer_file(catalog: Catalog, id_: str) -> WebFile:
    """Return the bytes of a layer as the browser gets them: always the public view.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    id_ : str
        A vector layer or an image.

    Raises
    ------
    LeopardRangeError
        ``unknown_layer``, ``data_file_missing``, ``data_file_corrupt``.
    """
    if catalog.spec(id_).kind == "image":
        return image_file(id_, catalog.file(id_))
    layer = catalog.layer(id_, public=True)
    if id_ == "land" and "coast_detail" in catalog.specs:
        layer = replace(layer, frame=fine_land(layer.frame, catalog.layer("coast_detail").frame))
    return geojson_file(layer, _columns(layer.spec))


def _columns(spec: LayerSpec) -> tuple[str, ...]:
    """Return the columns of a layer that a popup shows: no other name or value reaches a browser."""
    return tuple(fact.column for fact in facts(spec, "en"))


def _badge(spec: LayerSpec, lang: str) -> str:
    _ = translator(lang)
    if spec.method == "schematic":
        return _("schematic, ±{km} km").format(km=number(spec.pos_error_m / 1000, lang))
    return ""


def facts(spec: LayerSpec, lang: str, rules: Rules = PUBLIC_RULES) -> tuple[Fact, ...]:
    """Return what popups and lists tell of a layer's features: the columns a reader can use.

    Parameters
    ----------
    spec : LayerSpec
        A vector layer, as the catalog gave it.
    lang : str
        Language of labels and coded values.
    rules : Rules
        By which its cells were made.
    """
    _ = translator(lang)
    labels = {
        "country": _("Country"),
        "category": _("IUCN category"),
        "year_from": _("Since"),
        "year_to": _("Until"),
        "area_km2": _("Published area"),
        "method": _("Outline"),
        "source": _("Source"),
        "stations_class": _("Camera stations"),
        "detections_class": _("Detections"),
        "coordinateUncertaintyInMeters": _("Position known to"),
        "population": _("Inhabitants"),
        "kind": _("Kind"),
    }
    values: dict[str, Mapping[str, str]] = {
        "method": {
            "surveyed": _("true outline"),
            "derived": _("derived"),
            "schematic": _("schematic"),
            "approximate": _("approximate circle"),
            "simulated": _("simulated"),
        },
        "country": {
            "RU": _("Russia"),
            "CN": _("China"),
            "KP": _("North Korea"),
            "KR": _("South Korea"),
            "JP": _("Japan"),
            "MN": _("Mongolia"),
        },
        "kind": {
            "country": _("Country"),
            "capital": _("Capital"),
            "city": _("City"),
            "town": _("Town"),
        },
        "source": {
            "Centre and area from memory of public lists, not verified": _(
                "Public lists; centre and area not verified"
            ),
            "Decree of 5 April 2012; outline from OpenStreetMap relation 10367273": _(
                "Decree of 5 April 2012; outline from OpenStreetMap"
            ),
            "Sum of the two published areas": _("Sum of the two published areas"),
            "unesco.ru (core area 4,014.28 km2)": _("unesco.ru (core area 4,014.28 km²)"),
            "wiki-org.ru (coordinates, 40,432 ha); ecosmak.ru (40 x 19.5 km)": _(
                "wiki-org.ru (coordinates, 40,432 ha); ecosmak.ru (40 × 19.5 km)"
            ),
            "wikiyy.com copy of Wikipedia": _("wikiyy.com, copy of Wikipedia"),
        },
        "stations_class": {"not shown": _not_shown(lang, rules)},
        "detections_class": {"not shown": _not_shown(lang, rules), "0": _("none")},
    }
    units = {"km2": _(WORDS["unit_km2"]), "m": _(WORDS["unit_m"])}
    return tuple(
        Fact(f.name, labels[f.name], units.get(f.unit, ""), values.get(f.name, {}))
        for f in spec.fields
        if f.name in labels
    )


def _not_shown(lang: str, rules: Rules) -> str:
    _ = translator(lang)
    return _("not shown (fewer than {count} stations)").format(count=rules.min_stations)


def _classes(column: str, lang: str, rules: Rules) -> tuple[LegendEntry, ...]:
    _ = translator(lang)
    labels = {
        "0": _("none"),
        "1-2": "1–2",
        "3-9": "3–9",
        "10+": "10+",
        "not shown": _not_shown(lang, rules),
    }
    if column == "stations_class":
        # A cell with fewer than three stations is withheld, so these classes cannot occur.
        del labels["0"], labels["1-2"]
    ramp: Ramp = "effort" if column == "stations_class" else "sightings"
    return cell_legend(labels, ramp)


def _layer(catalog: Catalog, spec: LayerSpec, lang: str, file_of: FileOf, **changes: object) -> MapLayer:
    _ = translator(lang)
    if spec.rule in CLASSES:
        public = catalog.layer(spec.id, public=True).spec
        column = CLASSES[spec.rule]
        unit = (
            _("stations per cell of {side}°")
            if column == "stations_class"
            else _("detections per cell of {side}° and year")
        )
        cells = {
            "kind": "cells",
            "by": column,
            "legend": _classes(column, lang, catalog.rules),
            "smooth": column == "detections_class",
            "unit": unit.format(side=number(catalog.rules.cell_deg, lang, 1)),
        }
        spec, changes = public, {**cells, **changes}
    return map_layer(
        spec,
        lang,
        file_of(spec.id).path,
        badge=_badge(spec, lang),
        facts=facts(spec, lang, catalog.rules),
        **{"listed": not _is_basemap(spec), "visible": spec.on or _is_basemap(spec), **changes},
    )


def _is_basemap(spec: LayerSpec) -> bool:
    """Return whether a layer is always drawn, under everything a reader switches."""
    return spec.group == "base" and (spec.on or spec.id == "land")


def _listed(catalog: Catalog, page: str, lang: str, file_of: FileOf) -> tuple[MapLayer, ...]:
    if page == "survey":
        return survey_layers(translator(lang))
    if page == "files":
        return (brought_layer(translator(lang)),)
    public = [s for s in catalog.specs.values() if s.has_public_view]
    drawn = [s for s in public if s.on_map and not _is_basemap(s)]
    if page == "cameras":
        return tuple(
            _layer(
                catalog, spec, lang, file_of, visible=spec.rule == "detections" or spec.group == "reserves"
            )
            for spec in drawn
            if spec.group in ("survey", "reserves") or spec.id == "range_current"
        )
    if page == "corridor":
        beside = tuple(
            _layer(
                catalog, spec, lang, file_of, visible=spec.group == "reserves" or spec.id == _PLANNED, **more
            )
            for spec in drawn
            for more in ({"style": ASIDE} if spec.id == _PLANNED else {},)
            if spec.group != "survey"
        )
        return (*beside, *corridor_layers(translator(lang)))
    if page != "then-now":
        return tuple(_layer(catalog, spec, lang, file_of) for spec in drawn)
    sides = {"range_historical_envelope": "left", "range_historical": "left", "range_current": "right"}
    return tuple(
        _layer(catalog, spec, lang, file_of, side=sides[spec.id], visible=True, year_from=None, year_to=None)
        for spec in drawn
        if spec.id in sides
    )


def map_spec(catalog: Catalog, page: str, lang: str, file_of: FileOf, *, close: bool = False) -> MapSpec:
    """Build the map of a page in a language.

    Parameters
    ----------
    catalog : Catalog
        Which layers there are.
    page : str
        ``story``, ``explore``, ``then-now``, ``cameras``, ``corridor``, or for planners ``files``,
        ``survey``.
    lang : str
        Language of labels, legends and popups.
    file_of : callable
        Gives a layer's file; `layer_file`, kept in a cache by whoever serves it.
    close : bool
        For planners: ``explore`` also lists sensitive layers, and there are ``files`` and ``survey``.

    Raises
    ------
    LeopardRangeError
        ``unknown_page`` and the catalog's own.
    """
    known = [name for name in _FLAGS if close or name not in _BROUGHT]
    if page not in known:
        raise LeopardRangeError("unknown_page", page=page, choices=", ".join(known))
    _ = translator(lang)
    titles = {
        "story": _("Story"),
        "explore": _("Explore"),
        "then-now": _("Then & now"),
        "cameras": _("Cameras"),
        "corridor": _("Corridors"),
        "files": _("Your files"),
        "survey": _("Cameras"),
    }
    words = {key: _(text) for key, text in WORDS.items()}
    points = close_layers(catalog, lang) if close and page == "explore" else ()
    base = tuple(_layer(catalog, s, lang, file_of) for s in catalog.specs.values() if _is_basemap(s))
    box, years = _surveyed(catalog) if page == "cameras" else (None, catalog.years)
    if page == "corridor":
        box = _NEAR
    return MapSpec(
        id=page,
        lang=lang,
        title=titles[page],
        layers=(*_listed(catalog, page, lang, file_of), *points),
        basemap=base,
        view=_HOME,
        box=box,
        # What somebody brings may be as small as a village.
        zooms=(3, 15 if page in (*_BROUGHT, "corridor") else 12),
        bounds=_WORLD if page == "survey" else _BOUNDS,
        words=words,
        groups=tuple(
            (g, words[f"group_{g}"])
            for g in sorted(_GROUPS, key=lambda g: page != "cameras" or g != "survey")
        ),
        year=years[1],
        years=years,
        key_years=tuple(key for key in _key_years(catalog, lang) if years[0] <= key.year <= years[1]),
        flags=_FLAGS[page],
        search=_search(catalog, words, file_of),
        swipe=(_("About 1850"), _("Today")),
    )


def _surveyed(catalog: Catalog) -> tuple[Box | None, tuple[int, int]]:
    """Return the box and the years of the published cells: one frame for all years of the slider."""
    layers = [catalog.layer(s.id, public=True) for s in catalog.specs.values() if s.rule in CLASSES]
    years = [
        year for layer in layers for year in (layer.spec.year_from, layer.spec.year_to) if year is not None
    ]
    boxes = np.array([layer.frame.total_bounds for layer in layers if len(layer.frame)])
    if not years or not boxes.size:
        return None, catalog.years
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    return (float(west), float(south), float(east), float(north)), (min(years), max(years))


def _key_years(catalog: Catalog, lang: str) -> tuple[KeyYear, ...]:
    if "milestones" not in catalog.specs:
        return ()
    table = catalog.table("milestones")
    return tuple(
        KeyYear(int(year), str(text)) for year, text in zip(table["year"], table[f"text_{lang}"], strict=True)
    )


def _search(catalog: Catalog, words: Mapping[str, str], file_of: FileOf) -> tuple[SearchSource, ...]:
    sources = (
        ("places", "city", 8),
        ("regions", "region", 6),
        ("seas", "sea", 5),
        ("reserves", "reserve", 9),
    )
    return tuple(
        SearchSource(file_of(id_).path, words[kind], zoom)
        for id_, kind, zoom in sources
        if id_ in catalog.specs
    )


def saved_map(catalog: Catalog, spec: MapSpec, state: MapState, file_of: FileOf) -> bytes:
    """Write a map into one HTML file that opens without a server or a network.

    Parameters
    ----------
    catalog : Catalog
        Where the layers' cautions and the day come from.
    spec : MapSpec
        The map.
    state : MapState
        What the reader has set on it.
    file_of : callable
        Gives a layer's file.

    Returns
    -------
    bytes
        The file, with the sources and cautions of its layers.

    Raises
    ------
    LeopardRangeError
        What the catalog raises.
    """
    # What the page hands out is its session's own and goes into no file that anybody can ask for.
    layers = tuple(layer for layer in spec.layers if not layer.sealed)
    spec = replace(spec, layers=layers, flags=spec.flags - {"draw"})
    files = {layer.id: file_of(layer.id) for layer in (*spec.basemap, *spec.layers)}
    notes = [note for layer in spec.layers for note in catalog.layer(layer.id, public=True).notes]
    cautions = tuple(dict.fromkeys(note_sentence(note, spec.lang) for note in notes))
    return export_html(spec, state, files, catalog.settings.today.isoformat(), cautions)
