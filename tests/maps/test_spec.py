"""The JSON the script starts from."""

from __future__ import annotations

import json
import math
import re
from dataclasses import fields, replace
from typing import Any

import pytest

from leopard_range.maps import MapLayer, MapSpec, map_layer, spec_file, spec_json
from leopard_range.maps.spec import Fact
from leopard_range.model import LayerSpec, Style
from tests.maps.sample import sample_spec

FOUR = {"en": "Range", "ru": "Ареал", "zh": "分布区", "ko": "분포"}


def catalogue_entry(**changes: Any) -> LayerSpec:
    known: dict[str, Any] = {
        "id": "range_current",
        "group": "range",
        "kind": "polygon",
        "file": "range/x.geojson",
        "sha256": "0" * 64,
        "title": FOUR,
        "about": FOUR,
        "source": FOUR,
        "citation": "",
        "url": "",
        "licence": "CC0-1.0",
        "attribution": "a credit",
        "period": FOUR,
        "pos_error_m": 10000.0,
        "method": "schematic",
        "sensitivity": "public",
        "style": Style(stroke="#000000"),
        "fields": (),
        "year_from": 2007,
        "on_map": True,
        "on": True,
    }
    return LayerSpec(**(known | changes))


def test_json_carries_every_field_of_every_layer() -> None:
    spec = sample_spec()
    read = json.loads(spec_json(spec))
    assert [layer["id"] for layer in read["layers"]] == ["old", "now", "reserves", "cells", "roads"]
    assert read["words"] == dict(spec.words)
    # What a layer knows and the script does not hear of would be a field nobody needs.
    aliases = {
        "visible": "on",
        "min_zoom": "zooms",
        "max_zoom": "zooms",
        "year_from": "years",
        "year_to": "years",
    }
    for known in fields(MapLayer):
        assert aliases.get(known.name, known.name) in read["layers"][0]
    assert len(read) == len(fields(MapSpec)) + 1  # marks follow from the styles


def test_same_spec_same_file() -> None:
    assert spec_file(sample_spec()) == spec_file(sample_spec())
    other = spec_file(sample_spec(year=1999))
    assert other.path != spec_file(sample_spec()).path
    # st_folium deletes _[a-z0-9]+ before it compares two maps: no part of the address may be lost.
    assert re.fullmatch(r"spec/[0-9a-f]{16}\.json", other.path)
    assert json.loads(other.raw) == json.loads(spec_json(sample_spec(year=1999)))


def test_spec_of_a_full_map_stays_small() -> None:
    spec = sample_spec()
    many = tuple(
        replace(spec.layers[0], id=f"layer{i}", about="A sentence of some length. " * 4) for i in range(25)
    )
    assert len(spec_file(replace(spec, layers=many)).body) < 8_000


def test_nan_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        spec_json(sample_spec(view=(math.nan, 43.0, 5.0)))


def test_layer_from_the_catalogue_speaks_the_language() -> None:
    layer = map_layer(
        catalogue_entry(),
        "ru",
        "layers/x.geojson",
        badge="схема, ±10 км",
        facts=(Fact("a", "А"),),
        opacity=0.5,
    )
    assert (layer.title, layer.badge, layer.opacity) == ("Ареал", "схема, ±10 км", 0.5)
    assert (layer.kind, layer.year_from, layer.visible, layer.listed) == ("polygon", 2007, True, True)
    assert layer.names is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"kind": "image", "bounds": (1.0, 2.0, 3.0, 4.0)},
            {"kind": "image", "bounds": (1.0, 2.0, 3.0, 4.0)},
        ),
        (
            {"kind": "point", "id": "regions", "style": Style(shape="label")},
            {"kind": "label", "letters": "region"},
        ),
        ({"kind": "point", "id": "towns"}, {"kind": "point", "letters": "town", "names": 9.5}),
        ({"kind": "point", "id": "seas", "style": Style(shape="label")}, {"kind": "label", "letters": "sea"}),
        ({"group": "reserves"}, {"names": 8.0, "letters": "reserve"}),
        ({"group": "base", "on": False}, {"visible": True, "listed": False}),
        ({"group": "base", "id": "land"}, {"min_zoom": 7.0}),
    ],
)
def test_kind_and_place_follow_the_entry(changes: dict[str, Any], expected: dict[str, Any]) -> None:
    layer = map_layer(catalogue_entry(**changes), "en", "u")
    assert {name: getattr(layer, name) for name in expected} == expected
