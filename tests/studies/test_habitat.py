"""Area of habitat: exact on squares, plausible on the embedded rasters."""

from __future__ import annotations

import pytest

from leopard_range.catalog import Catalog
from leopard_range.studies.habitat import HabitatQuestion, area_of_habitat
from tests.datafolder import DataFolder


def test_squares(squares: Catalog) -> None:
    found = area_of_habitat(squares, HabitatQuestion())
    today, historic = found.ranges
    # Forest grows east of 127° E, through the middle of every square.
    assert (today.id, historic.id) == ("range_current", "range_historical")
    assert (today.range_km2, historic.range_km2) == pytest.approx((200, 10_000), rel=1e-5)
    assert (today.area_km2, historic.area_km2) == pytest.approx((100, 5_000), rel=1e-4)
    assert (today.share, historic.share) == pytest.approx((0.5, 0.5), rel=1e-4)
    assert today.height_km2 == pytest.approx(200, rel=1e-5)
    assert (found.low_m, found.high_m) == (0, 1000)
    wide = area_of_habitat(squares, HabitatQuestion("envelope")).ranges[1]
    assert wide.id == "range_historical_envelope"
    assert wide.area_km2 == pytest.approx(10_000, rel=1e-4)


def test_height_counts_too(folder: DataFolder) -> None:
    path = folder.path / "species" / "amur-leopard.toml"
    path.write_text(path.read_text("utf-8").replace("max_m = 1000.0", "max_m = 400.0"), encoding="utf-8")
    today = area_of_habitat(folder.catalog(), HabitatQuestion()).ranges[0]
    assert (today.area_km2, today.height_km2, today.share) == (0, 0, 0)
    assert today.cover_km2 == pytest.approx(100, rel=1e-4)


def test_embedded_ranges(catalog: Catalog) -> None:
    found = area_of_habitat(catalog, HabitatQuestion())
    for row in found.ranges:
        assert 0 < row.area_km2 <= min(row.cover_km2, row.height_km2) <= row.range_km2 * (1 + 1e-9)
        assert row.share == pytest.approx(row.area_km2 / row.range_km2, rel=1e-6)
    today, historic = found.ranges
    assert today.range_km2 == pytest.approx(10_709, rel=0.005)
    assert historic.range_km2 == pytest.approx(361_756, rel=0.005)
    # What is left of the range is the forested part of it: the reason it is left.
    assert today.share > 0.7 > historic.share


def test_the_answer_names_its_sources_and_that_it_is_a_reading(catalog: Catalog) -> None:
    found = area_of_habitat(catalog, HabitatQuestion())
    text = " ".join(citation.text for citation in found.citations)
    assert "MCD12C1" in text
    assert "Hebblewhite" in text
    assert {"schematic", "habitat_is_a_reading"} <= {note.code for note in found.notes}
