"""A small made-up map: squares and lines near 131 E, 43 N, a picture and four languages."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from leopard_range.maps import (
    WORDS,
    Fact,
    KeyYear,
    LegendEntry,
    MapLayer,
    MapSpec,
    SearchSource,
    WebFile,
    cell_legend,
)
from leopard_range.maps.files import digest, packed_file
from leopard_range.maps.spec import Flag
from leopard_range.model import Style

RED = Style(stroke="#a01010", fill="#e04040", fill_opacity=0.5, weight=2)
BLUE = Style(stroke="#2F6DB5", weight=2, shape="outline")
LINE = Style(stroke="#705030", weight=2, dash="6 3", shape="line")


def square(west: float, south: float, size: float) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def names(en: str, ru: str, zh: str, ko: str) -> dict[str, str]:
    return {"name_en": en, "name_ru": ru, "name_zh": zh, "name_ko": ko}


def layer_json(*features: tuple[Mapping[str, Any], Mapping[str, Any]]) -> bytes:
    rows = [{"type": "Feature", "properties": dict(p), "geometry": dict(g)} for p, g in features]
    return json.dumps({"type": "FeatureCollection", "features": rows}, ensure_ascii=False).encode()


def png() -> bytes:
    """One grey pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\x90"))
        + chunk(b"IEND", b"")
    )


DATA: dict[str, bytes] = {
    "land": layer_json(({}, square(125, 40, 8)), ({}, square(134, 46, 2))),
    "coast": layer_json(({}, {"type": "LineString", "coordinates": [[125, 40], [133, 40], [133, 48]]})),
    "places": layer_json(
        (
            {
                **names("Vladivostok", "Владивосток", "符拉迪沃斯托克", "블라디보스토크"),
                "kind": "city",
                "min_zoom": 4,
            },
            point(131.9, 43.1),
        ),
        (
            {**names("Hunchun", "Хуньчунь", "珲春", "훈춘"), "kind": "town", "min_zoom": 5},
            point(130.36, 42.86),
        ),
    ),
    "old": layer_json(({"area_km2": 361756}, square(127, 41, 5))),
    "now": layer_json(({"area_km2": 10709.5}, square(130.5, 42.5, 1))),
    "reserves": layer_json(
        (
            {
                **names("Kedrovaya Pad", "Кедровая Падь", "克德罗瓦亚帕季", "케드로바야 파디"),
                "year_from": 1916,
                "country": "RU",
                "method": "schematic",
            },
            square(131.3, 43.0, 0.2),
        ),
        (
            {
                **names("Leopardovy", "Леопардовый", "豹", "표범"),
                "year_from": 2008,
                "year_to": 2012,
                "country": "RU",
                "method": "approximate",
            },
            square(130.8, 42.7, 0.3),
        ),
    ),
    "cells": layer_json(
        ({"class": "3-9"}, square(130.6, 42.6, 0.2)), ({"class": "not shown"}, square(130.8, 42.6, 0.2))
    ),
    "roads": layer_json(
        ({"max_zoom": 9}, {"type": "LineString", "coordinates": [[130, 42], [132, 44]]}),
        ({"min_zoom": 10}, {"type": "LineString", "coordinates": [[130, 42], [131, 42.9], [132, 44]]}),
    ),
}

FLAGS: frozenset[Flag] = frozenset({"panel", "years", "search", "link", "fullscreen", "scale", "facts"})


def files() -> dict[str, WebFile]:
    """Return every layer of the map as the browser gets it."""
    made = {
        name: packed_file(f"layers/{name}.{digest(raw)}.geojson", "application/geo+json", raw)
        for name, raw in DATA.items()
    }
    picture = png()
    return made | {"relief": WebFile(f"layers/relief.{digest(picture)}.png", "image/png", picture)}


def layers(made: Mapping[str, WebFile]) -> tuple[MapLayer, ...]:
    area = Fact("area_km2", "Area", "km²")
    country = Fact("country", "Country", values={"RU": "Russia"})
    return (
        MapLayer(
            "old",
            "Range about 1850",
            about="Where it lived.",
            group="range",
            url=made["old"].path,
            style=RED,
            visible=True,
            facts=(area,),
            source="Jiang et al. 2015",
            period="about 1850",
            licence="CC-BY-4.0",
            badge="schematic, ±60 km",
            side="left",
            year_to=1950,
        ),
        MapLayer(
            "now",
            "Range today",
            group="range",
            url=made["now"].path,
            style=RED,
            visible=True,
            facts=(area,),
            source="Park administration",
            attribution="© OpenStreetMap contributors",
            side="right",
            year_from=2000,
        ),
        MapLayer(
            "reserves",
            "Protected areas",
            group="reserves",
            url=made["reserves"].path,
            style=BLUE,
            visible=True,
            facts=(country, Fact("year_from", "Since")),
            names=7,
            letters="reserve",
        ),
        MapLayer(
            "cells",
            "Sightings",
            group="survey",
            kind="cells",
            url=made["cells"].path,
            by="class",
            unit="sightings per cell",
            badge="simulated",
            smooth=True,
            legend=cell_legend({"1-2": "1–2", "3-9": "3–9", "10+": "10+", "not shown": "not shown"}),
        ),
        MapLayer(
            "roads",
            "Roads",
            group="land",
            kind="line",
            url=made["roads"].path,
            style=LINE,
            min_zoom=9,
            visible=True,
        ),
    )


def basemap(made: Mapping[str, WebFile]) -> tuple[MapLayer, ...]:
    mask = Style(fill="#D6E2E4", fill_opacity=1, weight=0, shape="mask")
    return (
        MapLayer(
            "relief", "Relief", kind="image", url=made["relief"].path, bounds=(98, 28, 154, 60), listed=False
        ),
        MapLayer("land", "Land", url=made["land"].path, style=mask, min_zoom=7, listed=False),
        MapLayer(
            "coast", "Coast", kind="line", url=made["coast"].path, style=LINE, attribution="Natural Earth"
        ),
        MapLayer("places", "Places", kind="label", url=made["places"].path, letters="city", listed=False),
    )


def sample_spec(lang: str = "en", **changes: Any) -> MapSpec:
    """Return the map; any field of it may be changed."""
    made = files()
    spec = MapSpec(
        id="sample",
        lang=lang,
        title="A small map",
        layers=layers(made),
        basemap=basemap(made),
        words=WORDS,
        view=(131.0, 43.0, 7.0),
        bounds=(98, 28, 154, 60),
        groups=(("range", "Range"), ("reserves", "Protected areas"), ("survey", "Survey"), ("land", "Land")),
        key_years=(KeyYear(1916, "Kedrovaya Pad founded"), KeyYear(2012, "National park founded")),
        flags=FLAGS,
        search=(SearchSource(made["places"].path, "city", 9.0),),
        swipe=("About 1850", "Today"),
    )
    return replace(spec, **changes)


def entry(label: str, value: str) -> LegendEntry:
    return LegendEntry(label, RED, value)
