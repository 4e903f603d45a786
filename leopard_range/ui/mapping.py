"""The maps of the pages: which layers, in which words, from which address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import streamlit as st

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence, number, translator
from leopard_range.maps import (
    WORDS,
    Fact,
    KeyYear,
    LegendEntry,
    LiveState,
    MapLayer,
    MapSpec,
    MapState,
    RangeMap,
    SearchSource,
    export_html,
    map_layer,
    parse_state,
    spec_file,
)
from leopard_range.maps.spec import Flag
from leopard_range.model import LayerSpec, Note, Style
from leopard_range.ui import served
from leopard_range.ui.session import catalog, language

__all__ = ["FIRST_YEAR", "HOME", "map_spec", "saved_map", "show_map"]

FIRST_YEAR = 1850
HOME = (129.5, 42.0, 5.0)
_BOUNDS = (98.0, 28.0, 154.0, 60.0)
_GROUPS = ("range", "reserves", "survey", "land", "base")
_FLAGS: dict[str, frozenset[Flag]] = {
    "story": frozenset({"legend", "scale", "facts"}),
    "explore": frozenset({"panel", "years", "search", "link", "fullscreen", "scale", "facts"}),
    "then-now": frozenset({"legend", "swipe", "scale", "facts"}),
}
_HEAT = {"0": "", "1-2": "#F7B6CF", "3-9": "#D8498B", "10+": "#6A1B5A"}
_CALM = {"0": "", "1-2": "#C9CFC9", "3-9": "#7C8A83", "10+": "#22302B"}


def _badge(spec: LayerSpec, lang: str) -> str:
    _ = translator(lang)
    if spec.method == "simulated":
        return _("simulated")
    if spec.method == "schematic":
        return _("schematic, ±{km} km").format(km=number(spec.pos_error_m / 1000, lang))
    return ""


def _facts(spec: LayerSpec, lang: str) -> tuple[Fact, ...]:
    """Return what a popup shows of a feature: the columns a reader can use."""
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
        "stations_class": {"not shown": _("not shown (fewer than 3 stations)")},
        "detections_class": {"not shown": _("not shown (fewer than 3 stations)"), "0": _("none")},
    }
    named = (f for f in spec.fields if f.name in labels)
    return tuple(
        Fact(f.name, labels[f.name], f.unit if f.unit in ("km²", "m") else "", values.get(f.name, {}))
        for f in named
    )


def _classes(column: str, ramp: Mapping[str, str], lang: str) -> tuple[LegendEntry, ...]:
    _ = translator(lang)
    texts = {"0": _("none"), "1-2": "1–2", "3-9": "3–9", "10+": "10+"}
    entries = [
        LegendEntry(
            texts[value],
            Style(stroke=colour or "#5B6259", fill=colour, fill_opacity=0.62 if colour else 0, weight=0.8),
            value,
        )
        for value, colour in ramp.items()
        if not (column == "stations_class" and value in ("0", "1-2"))
    ]
    hidden = Style(stroke="#5B6259", fill="", fill_opacity=0, weight=0.8, dash="3 3")
    return (*entries, LegendEntry(_("not shown (fewer than 3 stations)"), hidden, "not shown"))


def _layer(spec: LayerSpec, lang: str, **changes: object) -> MapLayer:
    _ = translator(lang)
    if spec.sensitivity == "exact":
        public = catalog().layer(spec.id, public=True).spec
        column = "stations_class" if spec.id == "survey_stations" else "detections_class"
        cells = {
            "kind": "cells",
            "by": column,
            "legend": _classes(column, _CALM if column == "stations_class" else _HEAT, lang),
            "unit": _("stations per cell of 0.2°")
            if column == "stations_class"
            else _("detections per cell of 0.2° and year"),
        }
        spec, changes = public, {**cells, **changes}
    return map_layer(
        spec,
        lang,
        served.layer_file(spec.id).path,
        badge=_badge(spec, lang),
        facts=_facts(spec, lang),
        **changes,
    )


def _is_basemap(spec: LayerSpec) -> bool:
    """Return whether a layer is always drawn, under everything a reader switches."""
    return spec.group == "base" and spec.on


def _listed(page: str, lang: str) -> tuple[MapLayer, ...]:
    drawn = [s for s in catalog().specs.values() if s.on_map and not _is_basemap(s)]
    if page != "then-now":
        return tuple(_layer(spec, lang) for spec in drawn)
    sides = {"range_historical_envelope": "left", "range_historical": "left", "range_current": "right"}
    return tuple(
        _layer(spec, lang, side=sides[spec.id], visible=True, year_from=None, year_to=None)
        for spec in drawn
        if spec.id in sides
    )


@lru_cache(maxsize=32)
def map_spec(page: str, lang: str) -> MapSpec:
    """Build the map of a page in a language.

    Parameters
    ----------
    page : str
        ``story``, ``explore`` or ``then-now``.
    lang : str
        Language of labels, legends and popups.

    Raises
    ------
    LeopardRangeError
        ``unknown_page`` and the catalog's own.
    """
    if page not in _FLAGS:
        raise LeopardRangeError("unknown_page", page=page, choices=", ".join(_FLAGS))
    _ = translator(lang)
    titles = {"story": _("Story"), "explore": _("Explore"), "then-now": _("Then & now")}
    words = {key: _(text) for key, text in WORDS.items()}
    base = tuple(_layer(s, lang) for s in catalog().specs.values() if _is_basemap(s))
    today = date.today().year
    milestones = (
        catalog().table("milestones")
        if "milestones" in catalog().specs
        else __import__("pandas").DataFrame({"year": [1916, 2012], f"text_{lang}": ["a", "b"]})
    )
    years = tuple(
        KeyYear(int(y), str(t)) for y, t in zip(milestones["year"], milestones[f"text_{lang}"], strict=True)
    )
    return MapSpec(
        id=page,
        lang=lang,
        title=titles[page],
        layers=_listed(page, lang),
        basemap=base,
        view=HOME,
        zooms=(3, 12),
        bounds=_BOUNDS,
        words=words,
        groups=tuple((g, words[f"group_{g}"]) for g in _GROUPS),
        year=today,
        years=(FIRST_YEAR, today),
        key_years=years,
        flags=_FLAGS[page],
        search=_search(words),
        swipe=(_("About 1850"), _("Today")),
    )


def _search(words: Mapping[str, str]) -> tuple[SearchSource, ...]:
    sources = (
        ("places", "city", 8),
        ("regions", "region", 6),
        ("seas", "sea", 5),
        ("reserves", "reserve", 9),
    )
    return tuple(
        SearchSource(served.layer_file(id_).path, words[kind], zoom)
        for id_, kind, zoom in sources
        if id_ in catalog().specs
    )


def _state(query: Mapping[str, str], spec: MapSpec) -> tuple[MapState, tuple[Note, ...]]:
    return parse_state(query, spec)


def show_map(page: str, *, go: MapState | None = None, height: int = 620) -> None:
    """Mount a page's map, or move the one that is mounted.

    Parameters
    ----------
    page : str
        ``story``, ``explore`` or ``then-now``.
    go : MapState, optional
        Where a story step takes the map; left out, the address decides how it starts.
    height : int
        Height in pixels.
    """
    # Imported before the server runs, the component would not be found by the browser.
    from streamlit_folium import st_folium

    lang = language()
    spec = map_spec(page, lang)
    file = served.publish(spec_file(spec))
    state = MapState()
    if go is None:
        state, dropped = _state(st.query_params.to_dict(), spec)
        for note in dropped:
            st.warning(note_sentence(note, lang), icon=":material/link_off:")
    folium_map = RangeMap(spec, spec_url=file.path, prefix="../../", sorry=spec.words["map_failed"])
    st_folium(
        folium_map,
        key=f"map-{page}-{lang}",
        height=height,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=LiveState(go or state, go=go is not None),
    )


def saved_map(page: str, lang: str, query: Mapping[str, str]) -> tuple[str, bytes]:
    """Write a page's map, as the address describes it, into one HTML file.

    Parameters
    ----------
    page : str
        Page whose map it is.
    lang : str
        Language of the file.
    query : mapping
        ``v``, ``on``, ``year``, ``op`` of a permalink.

    Returns
    -------
    tuple of (str, bytes)
        File name and content; it opens without a server or a network.

    Raises
    ------
    LeopardRangeError
        ``unknown_page`` and the catalog's own.
    """
    spec = map_spec(page, lang)
    state, _dropped = _state(query, spec)
    ids = [layer.id for layer in (*spec.basemap, *spec.layers)]
    files = {id_: served.layer_file(id_) for id_ in ids}
    notes = [note for layer in spec.layers for note in catalog().layer(layer.id, public=True).notes]
    cautions = tuple(dict.fromkeys(note_sentence(note, lang) for note in notes))
    body = export_html(spec, state, files, date.today().isoformat(), cautions)
    return f"amur-leopard-{page}-{lang}.html", body
