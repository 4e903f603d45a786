"""Rates of decline, scale correction and criterion B: plain numbers in, plain numbers out."""

import math

import pytest

from leopard_range.analysis.aoo_rescale import aoo_rescale
from leopard_range.analysis.criterion_b import criterion_b
from leopard_range.analysis.decline import decline, extrapolate
from leopard_range.errors import LeopardRangeError
from tests.analysis.reference_values import (
    AOO_RESCALED,
    CRITERION_B_AOO_KM2,
    CRITERION_B_EOO_KM2,
    CRITERION_B_LOCATIONS,
    DECLINE,
    MANGROVE,
)

NEXT = {"CR": "EN", "EN": "VU", "VU": "none"}


def test_rates_of_decline() -> None:
    area1, area2, year1, year2, ard, prd, arc = DECLINE
    rates = decline(area1, area2, year1, year2)
    assert rates.ard_km2_per_year == pytest.approx(ard, abs=1e-5)
    assert rates.prd_percent_per_year == pytest.approx(prd, abs=1e-5)
    assert rates.arc_percent_per_year == pytest.approx(arc, abs=1e-5)
    assert (rates.lost_km2, rates.lost_percent, rates.years) == (50, 50, 5)


def test_mangrove_example() -> None:
    area1, area2, year1, year2, ard, prd, arc, by_ard, by_prd, by_arc = MANGROVE
    rates = decline(area1, area2, year1, year2)
    assert rates.ard_km2_per_year == pytest.approx(ard, rel=1e-12)
    assert rates.prd_percent_per_year == pytest.approx(prd, rel=1e-12)
    assert rates.arc_percent_per_year == pytest.approx(arc, rel=1e-12)
    later = extrapolate(rates, 2050)
    assert later.area_km2_ard == pytest.approx(by_ard, rel=1e-12)
    assert later.area_km2_prd == pytest.approx(by_prd, rel=1e-12)
    assert later.area_km2_arc == pytest.approx(by_arc, rel=1e-12)
    back = extrapolate(rates, year1)
    assert (back.area_km2_ard, back.area_km2_prd, back.area_km2_arc) == pytest.approx((area1,) * 3)


def test_gain_and_total_loss() -> None:
    gain = decline(50, 100, 2000, 2010)
    assert gain.lost_percent == -100
    assert gain.ard_km2_per_year < 0 < gain.arc_percent_per_year
    gone = decline(50, 0, 2000, 2010)
    assert (gone.prd_percent_per_year, gone.arc_percent_per_year) == (100, -math.inf)
    assert gone.notes[0].code == "area_gone"
    later = extrapolate(gone, 2020)
    assert (later.area_km2_ard, later.area_km2_prd, later.area_km2_arc) == (0, 0, 0)
    assert extrapolate(decline(50, 25, 2000, 2010), 2040).area_km2_ard == 0
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        extrapolate(gone, 2005)


@pytest.mark.parametrize("args", [(0, 1, 1, 2), (1, -1, 1, 2), (1, 1, 2, 2), (math.nan, 1, 1, 2)])
def test_decline_refuses(args: tuple[float, float, float, float]) -> None:
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        decline(*args)


@pytest.mark.parametrize(("c", "km2", "drawn"), AOO_RESCALED)
def test_scale_correction(c: float, km2: float, drawn: int) -> None:
    result = aoo_rescale(100, from_m=10_000, to_m=2_000, c=c)
    assert result.area_km2 == pytest.approx(km2, rel=1e-12)
    assert round(result.cells) == drawn
    assert aoo_rescale(result.area_km2, from_m=2_000, to_m=10_000, c=c).area_km2 == pytest.approx(100)


@pytest.mark.parametrize("bad", [{"c": 1.1}, {"c": math.nan}, {"from_m": 0}, {"to_m": -2}])
def test_scale_correction_refuses(bad: dict[str, float]) -> None:
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        aoo_rescale(100, **({"from_m": 10_000, "to_m": 2_000, "c": 0.5} | bad))


@pytest.mark.parametrize("category", CRITERION_B_EOO_KM2)
def test_thresholds_are_strict(category: str) -> None:
    eoo, aoo, places = (
        t[category] for t in (CRITERION_B_EOO_KM2, CRITERION_B_AOO_KM2, CRITERION_B_LOCATIONS)
    )
    below = criterion_b(eoo - 1e-9, 0.0)
    assert (below.eoo_category, criterion_b(eoo, 0.0).eoo_category) == (category, NEXT[category])
    assert criterion_b(1e6, aoo - 1e-9).aoo_category == category
    assert criterion_b(1e6, aoo).aoo_category == NEXT[category]
    assert criterion_b(1e6, 1e6, locations=places).locations_category == category
    assert criterion_b(1e6, 1e6, locations=places + 1).locations_category == NEXT[category]


def test_two_of_three_conditions() -> None:
    # Endangered by extent, vulnerable by occupied area.
    def judge(**known: bool | int | None) -> str:
        return criterion_b(4_000, 1_500, **known).category  # type: ignore[arg-type]

    assert judge() == "none"
    assert judge(locations=4) == "none"
    assert judge(locations=4, continuing_decline=True) == "EN"
    assert judge(locations=8, continuing_decline=True) == "VU"
    assert judge(locations=40, continuing_decline=True) == "none"
    assert judge(locations=40, severely_fragmented=True, continuing_decline=True) == "EN"
    assert judge(continuing_decline=True, extreme_fluctuations=True) == "EN"
    result = criterion_b(4_000, 1_500, locations=4, continuing_decline=True)
    assert (result.b1, result.b2, result.conditions) == ("EN", "VU", ("a", "b"))


def test_what_is_unknown_is_noted_only_where_it_matters() -> None:
    def noted(eoo: float, aoo: float, **known: bool | int | None) -> bool:
        return bool(criterion_b(eoo, aoo, **known).notes)  # type: ignore[arg-type]

    assert noted(4_000, 1_500)
    assert not noted(1e6, 1e6)
    assert noted(4_000, 1_500, locations=4)
    everything = {"severely_fragmented": False, "continuing_decline": False, "extreme_fluctuations": False}
    assert not noted(4_000, 1_500, locations=4, **everything)


def test_the_extent_is_raised_to_the_occupied_area() -> None:
    result = criterion_b(50.0, 120.0)
    assert (result.eoo_km2, result.eoo_category) == (120.0, "EN")


@pytest.mark.parametrize("bad", [(-1, 0, None), (math.nan, 0, None), (1, math.nan, None), (1, 1, 0)])
def test_criterion_b_refuses(bad: tuple[float, float, int | None]) -> None:
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        criterion_b(bad[0], bad[1], locations=bad[2])
