"""Protected share: exact on squares, and the history of protection on the embedded reserves."""

from __future__ import annotations

import math

import pytest

from leopard_range.catalog import Catalog
from leopard_range.crs import to_metric
from leopard_range.errors import LeopardRangeError
from leopard_range.studies.protected import ProtectedAnswer, ProtectedQuestion, protected_share
from tests.datafolder import RESERVE_FIELDS, DataFolder, features, reserve, square_km

KEDROVAYA_PAD_KM2 = 180.448
PARK_KM2 = 2_618.69


def ask(catalog: Catalog, year: int, range_: str = "range_current") -> ProtectedAnswer:
    return protected_share(catalog, ProtectedQuestion(year, range_))


@pytest.mark.parametrize(
    ("year", "km2", "standing"),
    [
        (1850, 0, []),
        (1915, 0, []),
        (1916, 50, ["old"]),
        (2011, 50, ["old"]),
        (2012, 100, ["park"]),
        (2026, 100, ["park"]),
    ],
)
def test_squares(squares: Catalog, year: int, km2: float, standing: list[str]) -> None:
    found = ask(squares, year)
    assert found.range_km2 == pytest.approx(200, rel=1e-6)
    assert found.protected_km2 == pytest.approx(km2, abs=1e-3)
    assert found.protected_share == pytest.approx(km2 / 200, abs=1e-6)
    assert [row.id for row in found.reserves] == standing
    assert [row.inside_km2 for row in found.reserves] == pytest.approx([km2] * len(standing), rel=1e-5)


def test_squares_by_country_and_category(squares: Catalog) -> None:
    found = ask(squares, 2012)
    rows = {row.country: row for row in found.countries}
    assert rows["RU"].protected_km2 == rows["RU"].range_km2 == pytest.approx(100, rel=1e-5)
    assert rows["RU"].protected_share == pytest.approx(1, rel=1e-5)
    assert rows["CN"].range_km2 == pytest.approx(100, rel=1e-5)
    assert rows["CN"].protected_share == pytest.approx(0, abs=1e-6)
    assert [(row.category, round(row.protected_km2, 2)) for row in found.categories] == [("II", 100)]
    assert [row.category for row in ask(squares, 1990).categories] == ["Ia"]


def test_another_range_may_be_asked_for(squares: Catalog) -> None:
    found = ask(squares, 2012, "range_historical")
    assert found.protected_share == pytest.approx(0.01, rel=1e-5)
    assert ask(squares, 2012, "range_historical_envelope").range_km2 == pytest.approx(20_000, rel=1e-6)


def test_a_range_of_later_years_is_marked_as_such(squares: Catalog) -> None:
    assert "range_of_another_time" in [note.code for note in ask(squares, 1990).notes]
    assert "range_of_another_time" not in [note.code for note in ask(squares, 2012).notes]


def test_the_interval_holds_the_errors_of_the_reserves(folder: DataFolder) -> None:
    rows = [reserve("park", square_km(0, -5, 10, 10), year_from=2012, pos_error_m=1000.0)]
    folder.layer("reserves", features(rows), group="reserves", fields=RESERVE_FIELDS)
    found = ask(folder.catalog(), 2012)
    assert found.protected_km2 == pytest.approx(100, rel=1e-5)
    # The 10 km square loses a ring of 1 km; grown, it gains only what lies in the range and in Russia.
    assert found.protected_km2_low == pytest.approx(64, rel=1e-3)
    assert found.protected_km2_high == pytest.approx(100, rel=1e-3)
    assert found.protected_share_low == pytest.approx(0.32, rel=1e-3)


def test_reserves_without_an_error_of_their_own_have_the_layers(folder: DataFolder) -> None:
    drawn = features([reserve("park", square_km(0, -5, 10, 10), year_from=2012)]).drop(columns="pos_error_m")
    fields = {name: field for name, field in RESERVE_FIELDS.items() if name != "pos_error_m"}
    folder.layer("reserves", drawn, group="reserves", fields=fields, pos_error_m=1000.0)
    assert ask(folder.catalog(), 2012).protected_km2_low == pytest.approx(64, rel=1e-3)


@pytest.mark.parametrize("year", [1849, 2027, -1, 99_999])
def test_a_year_outside_the_history_is_refused(squares: Catalog, year: int) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        ask(squares, year)
    assert problem.value.code == "unknown_year"
    assert problem.value.blanks == {"year": year, "first": 1850, "last": 2026}


@pytest.mark.parametrize("layer", ["reserves", "land", "nothing", "population"])
def test_only_ranges_may_be_asked_for(squares: Catalog, layer: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        ask(squares, 2012, layer)
    assert problem.value.code == "unknown_layer"
    assert "range_current" in str(problem.value.blanks["choices"])


def test_nothing_was_protected_before_kedrovaya_pad(catalog: Catalog) -> None:
    for year in (1850, 1915):
        found = ask(catalog, year)
        assert (found.protected_km2, found.protected_share, found.reserves) == (0, 0, ())
    first = ask(catalog, 1916)
    assert [row.id for row in first.reserves] == ["kedrovaya-pad"]
    assert first.protected_km2 == pytest.approx(KEDROVAYA_PAD_KM2, rel=0.01)


def test_the_park_of_2012_took_over_the_refuges_and_protects_more(catalog: Catalog) -> None:
    before, after = ask(catalog, 2011), ask(catalog, 2012)
    assert before.protected_share < after.protected_share
    park = {row.id: row for row in after.reserves}["land-of-the-leopard"]
    assert park.area_km2 == pytest.approx(PARK_KM2, abs=1)
    assert park.inside_km2 == pytest.approx(PARK_KM2, rel=0.02)
    assert park.method == "surveyed"
    gone = {row.id for row in before.reserves} - {row.id for row in after.reserves}
    assert gone, "the refuges end when the park begins"
    assert "land-of-the-leopard" not in {row.id for row in before.reserves}


def test_protection_never_shrank_in_todays_range(catalog: Catalog) -> None:
    shares = [ask(catalog, year).protected_share for year in range(1914, 2027, 8)]
    assert shares == sorted(shares)
    assert shares[-1] > 0.5 > shares[-4]


def test_parts_add_up_and_intervals_bracket(catalog: Catalog) -> None:
    for year in (1980, 2012, 2026):
        found = ask(catalog, year)
        assert math.fsum(row.protected_km2 for row in found.categories) == pytest.approx(found.protected_km2)
        by_country = math.fsum(row.protected_km2 for row in found.countries)
        assert by_country == pytest.approx(found.protected_km2, rel=0.005)
        assert math.fsum(row.range_km2 for row in found.countries) == pytest.approx(found.range_km2, rel=1e-3)
        assert found.protected_km2_low <= found.protected_km2 <= found.protected_km2_high
        assert 0 <= found.protected_share_low <= found.protected_share <= found.protected_share_high <= 1
        for row in found.countries:
            assert row.protected_share is None or 0 <= row.protected_share <= 1.02
        area = to_metric(found.protected, catalog.species.metric_crs).area.sum() / 1e6
        assert area == pytest.approx(found.protected_km2, rel=1e-6)


def test_reserves_of_a_year_existed_in_it(catalog: Catalog) -> None:
    for year in (1935, 1996, 2008, 2012, 2021):
        for row in ask(catalog, year, "range_historical_envelope").reserves:
            assert row.year_from <= year
            assert row.year_to is None or year <= row.year_to
            assert row.inside_km2 >= 0


def test_the_answer_names_sources_and_says_that_circles_are_circles(catalog: Catalog) -> None:
    found = ask(catalog, 2012)
    assert any("OpenStreetMap" in citation.text for citation in found.citations)
    assert {"schematic", "reserves_approximate"} <= {note.code for note in found.notes}
