"""Range lost: exact on squares, and against published areas on the embedded outlines."""

from __future__ import annotations

import math
import time

import pytest

from leopard_range.catalog import Catalog
from leopard_range.crs import to_metric
from leopard_range.i18n import LANGUAGES, note_sentence
from leopard_range.studies.common import ELSEWHERE
from leopard_range.studies.range import RangeAnswer, RangeQuestion, range_change

PUBLISHED_HISTORIC_KM2, PUBLISHED_CURRENT_KM2 = 361_756, 10_709
PUBLISHED_RUSSIA_KM2 = 6_500
JIANG_SHARE = 0.0296


@pytest.fixture(scope="module")
def matched(catalog: Catalog) -> RangeAnswer:
    return range_change(catalog, RangeQuestion())


@pytest.fixture(scope="module")
def envelope(catalog: Catalog) -> RangeAnswer:
    return range_change(catalog, RangeQuestion("envelope", "none"))


def test_squares_matched(squares: Catalog) -> None:
    found = range_change(squares, RangeQuestion("matched", "country"))
    assert found.historic_km2 == pytest.approx(10_000, rel=1e-6)
    assert (found.current_km2, found.retained_km2) == pytest.approx((200, 200), rel=1e-6)
    assert (found.gained_km2, found.boundary_km2) == pytest.approx((0, 0), abs=1e-6)
    assert found.lost_km2 == pytest.approx(9_800, rel=1e-6)
    assert found.lost_share == pytest.approx(0.98, rel=1e-6)
    assert found.net_share == pytest.approx(-0.98, rel=1e-6)
    assert (found.published_share, found.outlines_share) == pytest.approx((0.02, 0.02), rel=1e-6)
    assert {row.id: round(row.lost_km2, 2) for row in found.places} == {"CN": 4_900, "RU": 4_900}
    assert {row.id: round(row.current_km2, 2) for row in found.places} == {"CN": 100, "RU": 100}


def test_the_interval_holds_both_historical_definitions(squares: Catalog) -> None:
    for historic in ("matched", "envelope"):
        found = range_change(squares, RangeQuestion(historic, "none"))
        assert found.historic_km2_low == pytest.approx(10_000, rel=1e-6)
        assert found.historic_km2_high == pytest.approx(20_000, rel=1e-6)
        assert found.lost_share_low == pytest.approx(0.98, rel=1e-6)
        assert found.lost_share_high == pytest.approx(0.99, rel=1e-6)
        assert found.places == ()


def test_the_map_of_the_change_covers_both_ranges_without_overlap(squares: Catalog) -> None:
    found = range_change(squares, RangeQuestion("matched", "none"))
    areas = to_metric(found.change, squares.species.metric_crs).set_index("change").area / 1e6
    assert areas["lost"] == pytest.approx(9_800, rel=1e-3)
    assert areas["retained"] == pytest.approx(200, rel=1e-2)
    assert areas.sum() == pytest.approx(10_000, rel=1e-3)


def test_the_published_share_is_jiangs(matched: RangeAnswer) -> None:
    assert matched.published_historic_km2 == PUBLISHED_HISTORIC_KM2
    assert matched.published_current_km2 == PUBLISHED_CURRENT_KM2
    assert matched.published_share == pytest.approx(JIANG_SHARE, abs=5e-5)


def test_matched_outlines_have_the_published_areas(matched: RangeAnswer) -> None:
    assert matched.historic_km2 == pytest.approx(PUBLISHED_HISTORIC_KM2, rel=0.005)
    assert matched.current_km2 == pytest.approx(PUBLISHED_CURRENT_KM2, rel=0.005)
    assert matched.outlines_share == pytest.approx(JIANG_SHARE, abs=5e-4)


def test_russia_has_what_was_published_separately_and_north_korea_nothing(matched: RangeAnswer) -> None:
    current = {row.id: row.current_km2 for row in matched.places}
    assert current["RU"] == pytest.approx(PUBLISHED_RUSSIA_KM2, rel=0.03)
    assert current["KP"] == current["KR"] == 0
    assert current["RU"] + current["CN"] == pytest.approx(matched.current_km2, abs=1)


def test_the_parts_add_up(matched: RangeAnswer, envelope: RangeAnswer) -> None:
    for found in (matched, envelope):
        parts = (found.lost_km2, found.retained_km2, found.gained_km2, found.boundary_km2)
        assert math.fsum(parts) == pytest.approx(found.union_km2, rel=1e-12)
    for key in ("historic_km2", "current_km2", "lost_km2", "retained_km2", "gained_km2", "boundary_km2"):
        whole = getattr(matched, key)
        assert math.fsum(getattr(row, key) for row in matched.places) == pytest.approx(whole, abs=1), key


def test_places_come_with_the_largest_loss_first(matched: RangeAnswer) -> None:
    losses = [row.lost_km2 for row in matched.places]
    assert losses == sorted(losses, reverse=True)
    for row in matched.places:
        assert row.lost_km2_low <= row.lost_km2 <= row.lost_km2_high
        assert set(row.name) == set(LANGUAGES)
    assert set(ELSEWHERE) == set(LANGUAGES)


def test_every_interval_brackets_its_number(matched: RangeAnswer, envelope: RangeAnswer) -> None:
    for found in (matched, envelope):
        for key in ("historic_km2", "current_km2", "lost_km2", "lost_share", "net_share"):
            low, number, high = (getattr(found, key + bound) for bound in ("_low", "", "_high"))
            assert low < number < high, key
    assert matched.lost_share_low <= envelope.lost_share <= matched.lost_share_high
    assert 0 < matched.lost_share_low < matched.lost_share_high < 1


def test_provinces_split_the_same_loss(catalog: Catalog, matched: RangeAnswer) -> None:
    found = range_change(catalog, RangeQuestion("matched", "province"))
    assert found.lost_km2 == matched.lost_km2
    assert math.fsum(row.lost_km2 for row in found.places) == pytest.approx(found.lost_km2, rel=1e-4)
    primorye = next(row for row in found.places if row.id == "RU-PRI")
    assert primorye.current_km2 == pytest.approx(PUBLISHED_RUSSIA_KM2, rel=0.03)


def test_the_difference_to_the_published_share_is_explained_with_numbers(
    matched: RangeAnswer, envelope: RangeAnswer
) -> None:
    for found, said in ((matched, "2.96 %"), (envelope, "1.85 %")):
        note = next(note for note in found.notes if note.code == "published_share")
        blanks = dict(note.blanks)
        reasons = ("from_current_percent", "from_historic_percent", "from_outside_percent")
        difference = 100 * (found.outlines_share - found.published_share)
        assert math.fsum(float(blanks[key]) for key in reasons) == pytest.approx(difference, abs=1e-9)
        assert "10,709 of 361,756 km²" in note_sentence(note)
        assert said in note_sentence(note)


def test_the_answer_names_its_sources_and_its_errors(matched: RangeAnswer) -> None:
    text = " ".join(citation.text for citation in matched.citations)
    assert "srep15475" in text
    assert "Natural Earth" in text
    codes = [note.code for note in matched.notes]
    assert codes.count("schematic") == 3
    assert "historic_matched" in codes


def test_it_answers_within_two_seconds(catalog: Catalog, matched: RangeAnswer) -> None:
    start = time.process_time()
    range_change(catalog, RangeQuestion("envelope", "province"))
    assert time.process_time() - start < 2


def test_the_map_is_light_enough_to_send(matched: RangeAnswer) -> None:
    assert matched.change.crs.to_epsg() == 4326
    assert set(matched.change["change"]) <= {"lost", "retained", "gained", "boundary"}
    assert matched.change.geometry.is_valid.all()
    assert matched.change.geometry.count_coordinates().sum() < 10_000
