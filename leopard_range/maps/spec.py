"""What a map shows, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from leopard_range.i18n import pick
from leopard_range.maps.state import Box, View
from leopard_range.model import LayerSpec, Style

__all__ = [
    "Fact",
    "Flag",
    "KeyYear",
    "LegendEntry",
    "Letters",
    "MapKind",
    "MapLayer",
    "MapSpec",
    "SearchSource",
    "Share",
    "map_layer",
]

MapKind = Literal["polygon", "line", "point", "cells", "image", "label"]
Letters = Literal["country", "sea", "capital", "city", "region", "reserve", "town"]
Flag = Literal[
    "panel", "legend", "years", "swipe", "search", "link", "fullscreen", "scale", "facts", "draw", "share"
]


# The relief's shore is soft when enlarged: from this zoom on everything but the land is painted over.
_SHORE_FROM = 7.0
_SEA = Style(fill="#D6E2E4", fill_opacity=1.0, weight=0.0, shape="mask")
# Layer or group -> zoom from which names do not cover what they name.
_NAMES_FROM = {"reserves": 8.0, "towns": 9.5}
# Layer or group -> how names are set.
_LETTERS: dict[str, Letters] = {"reserves": "reserve", "seas": "sea", "regions": "region", "places": "city"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of what the map tells about a feature.

    Attributes
    ----------
    column : str
        Column of the layer's file.
    label : str
        Name of the row, in the reader's language.
    unit : str
        Unit behind a number; empty for none.
    values : Mapping
        Shown text for coded values (``CN`` -> ``China``); others are shown as they are.
    """

    column: str
    label: str
    unit: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of a legend and, when it has a value, the style of that class of features.

    Attributes
    ----------
    label : str
        In the reader's language.
    style : Style
        True symbol: drawn the same in legend and map.
    value : str
        Value of the layer's `by` column; empty when the entry only explains.
    """

    label: str
    style: Style
    value: str = ""


@dataclass(frozen=True, slots=True)
class KeyYear:
    """A mark on the year slider and what happened then, in the reader's language."""

    year: int
    text: str


@dataclass(frozen=True, slots=True)
class SearchSource:
    """A file of named features for the search box.

    Attributes
    ----------
    url : str
        GeoJSON with ``name_en``, ``name_ru``, ``name_zh``, ``name_ko`` and maybe ``kind``.
    kind : str
        Word for its features when they carry no ``kind``: a key of `WORDS`.
    zoom : float
        Zoom at which a found point is shown.
    """

    url: str
    kind: str
    zoom: float = 9.0


@dataclass(frozen=True, slots=True)
class MapLayer:
    """A layer as the map draws and explains it; every text in the reader's language.

    Attributes
    ----------
    id, title, about, group : str
        Identifier, name, one plain sentence, group of the panel.
    kind : str
        ``polygon``, ``line``, ``point``, ``cells``, ``image`` or ``label``.
    url : str
        File relative to the root of the application.
    style : Style
        Symbol of features without a class.
    visible : bool
        Shown at first.
    opacity : float
        0-1, at first.
    min_zoom, max_zoom : float
        Zoom range in which it is drawn; it is not loaded below `min_zoom`.
    bounds : tuple of float or None
        West, south, east, north in degrees; images only.
    year_from, year_to : int or None
        Years in which it is shown.  Features obey columns of the same names besides.
    facts : tuple of Fact
        Rows told about a clicked feature.
    by : str
        Column with the class of a feature; see `legend`.
    legend : tuple of LegendEntry
        Classes, in order.
    unit : str
        Heading of the legend: what the classes count.
    source, period, licence, attribution : str
        Provenance; `attribution` is shown on the map as plain text.
    badge : str
        Always beside the title: ``simulated``, ``schematic, ±20 km``.
    side : str
        ``left`` or ``right`` of the divider; empty for both.
    names : float or None
        Zoom from which the names of its features are written; None for never.
    letters : str
        How its names are set when a feature has no `kind` of its own.
    smooth : bool
        Cells only: drawn blurred at first (heat look); the reader can see the cells themselves.
    says : str
        What it shows, in sentences made from its data.
    listed : bool
        Listed in the panel.
    sealed : bool
        Has no address of its own: the page around the map hands one out (`maps.close`).
    """

    id: str
    title: str
    about: str = ""
    group: str = ""
    kind: MapKind = "polygon"
    url: str = ""
    style: Style = field(default_factory=Style)
    visible: bool = False
    opacity: float = 1.0
    min_zoom: float = 0.0
    max_zoom: float = 24.0
    bounds: Box | None = None
    year_from: int | None = None
    year_to: int | None = None
    facts: tuple[Fact, ...] = ()
    by: str = ""
    legend: tuple[LegendEntry, ...] = ()
    unit: str = ""
    source: str = ""
    period: str = ""
    licence: str = ""
    attribution: str = ""
    badge: str = ""
    side: Literal["", "left", "right"] = ""
    names: float | None = None
    letters: Letters = "town"
    smooth: bool = False
    says: str = ""
    listed: bool = True
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """What a view of the map can be shared as; what is empty is not offered.

    Attributes
    ----------
    title : str
        What the view is called elsewhere, in the reader's language.
    page : str
        Address of the page for everybody, with ``https://``; empty: the one the reader has.
    preview, years : str
        Picture of the map and animation of its years, relative to the root of the application.
    prints : str
        Address of a page to print, relative to the root of the application and without its ending
        (``print/explore``).  Empty: the browser prints the page itself.
    view : bool
        Whether a link holds what the reader has set on the map; a story's holds its step only.
    frames : bool
        Whether other pages may show the map.
    """

    title: str
    page: str = ""
    preview: str = ""
    years: str = ""
    prints: str = ""
    view: bool = True
    frames: bool = True


@dataclass(frozen=True, slots=True)
class MapSpec:
    """A whole map in one language.

    Attributes
    ----------
    id, lang, title : str
        Name of the map (``explore``), language of its texts, title of its document.
    layers, basemap : tuple of MapLayer
        Data layers, first drawn first; layers under them that no reader switches.
    words : Mapping
        `leopard_range.maps.words.WORDS` in the reader's language.
    view : tuple of float
        First longitude, latitude (degrees) and zoom.
    box : tuple of float or None
        West, south, east, north (degrees) to fit instead: the same area on a phone and a screen.
    zooms : tuple of float
        Smallest and largest zoom.
    bounds : tuple of float
        West, south, east, north (degrees) the reader cannot leave.
    groups : tuple of (str, str)
        Group ids of the panel with their titles, in order.
    years : tuple of int
        First and last year of the slider.
    year : int
        Year at first.
    key_years : tuple of KeyYear
        Marks on the slider.
    flags : frozenset of str
        Parts of the map that are there: ``panel``, ``legend``, ``years``, ``swipe``, ``search``,
        ``link``, ``fullscreen``, ``scale``, ``facts``, ``draw``, ``share``.
    search : tuple of SearchSource
        What the search box looks through besides layers.
    swipe : tuple of str
        Names of the left and the right side.
    swipe_at : float
        Where the divider stands at first, 0-1.
    share : Share or None
        What ``share`` offers.
    """

    id: str
    lang: str
    title: str
    layers: tuple[MapLayer, ...]
    basemap: tuple[MapLayer, ...]
    words: Mapping[str, str]
    view: View = (127.0, 43.5, 5.0)
    box: Box | None = None
    zooms: tuple[float, float] = (3.0, 12.0)
    bounds: Box = (100.0, 25.0, 150.0, 58.0)
    groups: tuple[tuple[str, str], ...] = ()
    years: tuple[int, int] = (1850, 2026)
    year: int = 2026
    key_years: tuple[KeyYear, ...] = ()
    flags: frozenset[Flag] = frozenset({"panel", "scale", "facts"})
    search: tuple[SearchSource, ...] = ()
    swipe: tuple[str, str] = ("", "")
    swipe_at: float = 0.5
    share: Share | None = None


def map_layer(
    spec: LayerSpec, lang: str, url: str, *, badge: str = "", facts: tuple[Fact, ...] = (), **changes: Any
) -> MapLayer:
    """Make a map layer from a catalogue entry.

    Parameters
    ----------
    spec : LayerSpec
        The catalogue's entry.
    lang : str
        Language of the reader.
    url : str
        Address of the layer's file.
    badge : str
        Caution beside the title, translated.
    facts : tuple of Fact
        Rows told about a clicked feature.
    **changes
        Any field of `MapLayer` that shall differ from the entry.
    """
    kinds: dict[str, MapKind] = {"polygon": "polygon", "line": "line", "point": "point", "image": "image"}
    is_land = spec.group == "base" and spec.id == "land"
    layer = MapLayer(
        id=spec.id,
        title=pick(spec.title, lang),
        about=pick(spec.about, lang),
        group=spec.group,
        kind="label" if spec.style.shape == "label" else kinds.get(spec.kind, "image"),
        url=url,
        style=_SEA if is_land else spec.style,
        visible=spec.on or spec.group == "base",
        min_zoom=max(spec.min_zoom, _SHORE_FROM) if is_land else spec.min_zoom,
        bounds=spec.bounds,
        year_from=spec.year_from,
        year_to=spec.year_to,
        facts=facts,
        source=pick(spec.source, lang),
        period=pick(spec.period, lang),
        licence=spec.licence,
        attribution=spec.attribution,
        badge=badge,
        names=_NAMES_FROM.get(spec.id, _NAMES_FROM.get(spec.group)),
        letters=_LETTERS.get(spec.id, _LETTERS.get(spec.group, "town")),
        listed=spec.on_map and spec.group != "base",
    )
    return replace(layer, **changes)
