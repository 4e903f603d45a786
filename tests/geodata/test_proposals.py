"""Proposed corridors: typed lines agree with the table of corridors, the computed one with a new run."""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import pytest
import shapely

from leopard_range.catalog import open_catalog
from leopard_range.config import Settings
from leopard_range.i18n import LANGUAGES
from tests.geodata.conftest import GEODATA
from tools.geodata.geometry import to_metres
from tools.geodata.proposals import FILE, computed, proposal_features
from tools.geodata.writer import geojson_text

Reader = Callable[[str], gpd.GeoDataFrame]
Rows = Callable[[str], list[dict[str, str]]]


def test_the_kept_file_is_what_the_build_gives() -> None:
    text = geojson_text(proposal_features(computed(GEODATA)), 4)
    assert (GEODATA / FILE).read_text(encoding="utf-8") == text


def test_lines_pass_the_places_of_the_table_and_keep_its_names(vector: Reader, table: Rows) -> None:
    told = {row["id"]: row for row in table("corridors")}
    typed = vector("proposals").dropna(subset="axis")
    assert len(typed) == 6
    for row in typed.itertuples():
        one = told[row.id]
        place = to_metres(shapely.Point(float(one["lon"]), float(one["lat"])))
        line = to_metres(shapely.from_wkt(row.axis))
        assert line.distance(place) <= float(one["pos_error_m"]), row.id
        assert [getattr(row, f"name_{language}") for language in LANGUAGES] == [
            one[f"name_{language}"] for language in LANGUAGES
        ]
        assert (row.source, row.pos_error_m) == (one["source"], float(one["pos_error_m"]))
        assert line.length * row.width_m == pytest.approx(to_metres(row.geometry).area, rel=0.03)


def test_published_figures_are_those_of_the_table(vector: Reader, table: Rows) -> None:
    (told,) = (row for row in table("corridors") if row["id"] == "razdolnaya")
    frame = vector("proposals").set_index("id")
    assert frame.loc["razdolnaya", "least_cost_path_km"] == float(told["length_km"]) == 62.5
    assert frame.loc["razdolnaya", "forest_share"] == float(told["forest_share"]) == 0.93
    assert frame["least_cost_path_km"].notna().sum() == 1


def test_every_named_proposal_can_be_read_with_its_line_and_ends(vector: Reader) -> None:
    catalog = open_catalog(Settings(data=GEODATA))
    for id_ in vector("proposals")["id"]:
        found = catalog.corridor(id_)
        assert all(found.ends)
        assert found.area.is_valid
        assert (found.line is None) == (id_ == "razdolnaya-computed")
        assert [note.code for note in found.notes][:1] == ["schematic"]
        assert found.citations[0].text
    wider = catalog.corridor("razdolnaya", 12_000)
    assert wider.width_m == 12_000
    assert wider.area.area > 1.9 * catalog.corridor("razdolnaya").area.area
