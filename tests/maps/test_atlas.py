"""The maps of the project, on the embedded data."""

from __future__ import annotations

import json
from functools import cache

import pytest

from leopard_range.catalog import Catalog
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES
from leopard_range.maps import WORDS, MapState, WebFile, atlas, spec_file

PAGES = ("story", "explore", "then-now", "cameras")
MAX_EXPORT = 3_000_000


@pytest.fixture(scope="module")
def file_of(catalog: Catalog) -> atlas.FileOf:
    @cache
    def kept(id_: str) -> WebFile:
        return atlas.layer_file(catalog, id_)

    return kept


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_map_is_complete_in_every_language(
    catalog: Catalog, file_of: atlas.FileOf, page: str, lang: str
) -> None:
    spec = atlas.map_spec(catalog, page, lang, file_of)
    assert set(spec.words) == set(WORDS)
    assert all(spec.words.values())
    for layer in spec.layers:
        assert layer.title
        assert layer.about
        assert layer.source
        assert layer.licence
        assert layer.url == file_of(layer.id).path
        # Only what is simulated may stand without its error: it has none.
        assert layer.badge or catalog.spec(layer.id).method != "schematic"
    assert len(spec_file(spec).body) < 12_000


def test_background_is_drawn_but_not_listed(catalog: Catalog, file_of: atlas.FileOf) -> None:
    spec = atlas.map_spec(catalog, "explore", "en", file_of)
    drawn = {layer.id: layer for layer in spec.basemap}
    assert {"relief", "land", "lakes", "rivers", "coast", "borders", "disputed", "seas", "places"} <= set(
        drawn
    )
    assert all(layer.visible and not layer.listed for layer in spec.basemap)
    assert not set(drawn) & {layer.id for layer in spec.layers}
    assert drawn["land"].style.shape == "mask"


def test_cells_have_a_colour_for_every_class_that_occurs(catalog: Catalog, file_of: atlas.FileOf) -> None:
    spec = atlas.map_spec(catalog, "explore", "en", file_of)
    cells = [layer for layer in spec.layers if layer.kind == "cells"]
    assert [layer.id for layer in cells] == ["survey_stations", "survey_detections"]
    for layer in cells:
        features = json.loads(file_of(layer.id).raw)["features"]
        told = {entry.value for entry in layer.legend}
        assert {feature["properties"][layer.by] for feature in features} <= told


def test_nothing_finer_than_a_cell_leaves(catalog: Catalog, file_of: atlas.FileOf) -> None:
    for id_ in ("survey_stations", "survey_detections"):
        for feature in json.loads(file_of(id_).raw)["features"]:
            for lon, lat in feature["geometry"]["coordinates"][0]:
                assert lon * 5 == pytest.approx(round(lon * 5), abs=1e-6)
                assert lat * 5 == pytest.approx(round(lat * 5), abs=1e-6)
            assert not {"individualID", "deploymentID", "eventStart"} & set(feature["properties"])


def test_popups_tell_areas_with_their_unit(catalog: Catalog, file_of: atlas.FileOf) -> None:
    spec = atlas.map_spec(catalog, "explore", "en", file_of)
    reserves = next(layer for layer in spec.layers if layer.id == "reserves")
    assert {fact.column: fact.unit for fact in reserves.facts}["area_km2"] == "km²"


def test_files_of_layers_keep_their_size(file_of: atlas.FileOf, catalog: Catalog) -> None:
    spec = atlas.map_spec(catalog, "explore", "en", file_of)
    first = [
        layer for layer in (*spec.basemap, *spec.layers) if layer.visible and layer.min_zoom <= spec.view[2]
    ]
    # Our part of a cold page: pictures, layers and scripts within 900 kB.
    assert sum(len(file_of(layer.id).body) for layer in first) < 800_000


@pytest.mark.parametrize("page", PAGES)
def test_saved_map_fits(catalog: Catalog, file_of: atlas.FileOf, page: str) -> None:
    spec = atlas.map_spec(catalog, page, "ko", file_of)
    body = atlas.saved_map(catalog, spec, MapState(), file_of)
    assert len(body) <= MAX_EXPORT
    assert "2026" in body.decode()


def test_unknown_page_is_named(catalog: Catalog, file_of: atlas.FileOf) -> None:
    with pytest.raises(LeopardRangeError) as unknown:
        atlas.map_spec(catalog, "atlantis", "en", file_of)
    assert unknown.value.blanks["page"] == "atlantis"
