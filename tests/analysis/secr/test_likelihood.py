"""The likelihood against sums written out cell by cell, and its gradient against differences."""

from __future__ import annotations

import math
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from leopard_range.analysis.secr import likelihood
from leopard_range.analysis.secr.check import checked
from leopard_range.analysis.secr.data import (
    DetectFn,
    Detections,
    Detector,
    Distribution,
    Floats,
    Mask,
    Session,
)
from leopard_range.analysis.secr.detection import excess, hazard, log_hazard
from leopard_range.analysis.secr.likelihood import Part, detected, log_likelihood, part_of, posterior
from tests.analysis.secr.samples import simulated, without_later

FUNCTIONS: tuple[DetectFn, ...] = get_args(DetectFn)
KINDS: tuple[Detector, ...] = get_args(Detector)


def ready(session: Session, mask: Mask, kind: Detector = "proximity", **more: object) -> Part:
    """A session with constant density made ready."""
    options: dict[str, object] = {"function": "HHN", "distribution": "poisson", **more}
    design = options.pop("design", np.ones((len(mask), 1)))
    return part_of(checked(session, mask, kind)[0], mask, design, detector=kind, **options)  # type: ignore[arg-type]


def two_cells() -> tuple[Session, Mask]:
    """Two detectors, two cells, two occasions; one animal at both detectors, one at the first alone."""
    seen = Detections([0, 0, 1], [0, 1, 0], [0, 1, 0], ("a", "b"))  # type: ignore[arg-type]
    usage = np.array([[1.0, 1.0], [0.5, 2.0]])
    session = Session("paper", np.array([[0.0, 0.0], [1000.0, 0.0]]), usage, seen)
    return session, Mask(np.array([[0.0, 0.0], [1000.0, 0.0]]), 2.0)


def written_out(kind: Detector, density: float, lambda0: float, sigma: float) -> float:
    """The likelihood of `two_cells` in plain words: every event of every occasion at every cell."""
    session, mask = two_cells()
    seen = {(0, 0, 0), (0, 1, 1), (1, 0, 0)}  # animal, occasion, detector
    total, met = 0.0, 0.0
    chances: list[list[float]] = [[], []]
    for x, y in mask.xy:
        h = [
            lambda0 * math.exp(-(math.hypot(x - u, y - v) ** 2) / (2 * sigma**2))
            for u, v in session.detectors
        ]
        never = 1.0
        for animal in (0, 1):
            chance = 1.0
            for occasion in (0, 1):
                rates = [h[k] * session.usage[k, occasion] for k in (0, 1)]
                hits = [int((animal, occasion, k) in seen) for k in (0, 1)]
                if kind == "count":
                    chance *= math.prod(float(poisson.pmf(hits[k], rates[k])) for k in (0, 1))
                elif kind == "proximity":
                    chance *= math.prod(
                        1 - math.exp(-rates[k]) if hits[k] else math.exp(-rates[k]) for k in (0, 1)
                    )
                elif any(hits):
                    k = hits.index(1)
                    chance *= (1 - math.exp(-sum(rates))) * rates[k] / sum(rates)
                else:
                    chance *= math.exp(-sum(rates))
                if not animal:
                    never *= math.exp(-sum(rates))
            chances[animal].append(chance)
        met += density * mask.cell_km2 * (1 - never)
    for animal in (0, 1):
        total += math.log(sum(density * mask.cell_km2 * chance for chance in chances[animal]))
    return total - met


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("values", [(0.3, 0.2, 800.0), (2.0, 1.5, 300.0), (0.01, 1e-5, 5000.0)])
def test_case_on_paper(kind: Detector, values: tuple[float, float, float]) -> None:
    session, mask = two_cells()
    part = ready(session, mask, kind)
    density, lambda0, sigma = values
    found, _ = log_likelihood(part, np.array([np.log(density)]), np.log(lambda0), np.log(sigma))
    assert found == pytest.approx(written_out(kind, *values), rel=1e-12)


def test_one_cell_and_one_detector_pair_in_closed_form() -> None:
    """All in one cell: D a animals, each met with p = 1 - (1 - g0)^2 at two detectors on the spot."""
    seen = Detections([0, 0, 1], [0, 0, 0], [0, 1, 1], ("a", "b"))  # type: ignore[arg-type]
    session = Session("spot", np.array([[0.0, 0.0], [0.0, 1e-9]]), np.ones((2, 1)), seen)
    mask = Mask(np.array([[0.0, 0.0]]), 10.0)
    part = ready(session, mask, function="HN")
    g0, density = 0.3, 0.4
    met = 1 - (1 - g0) ** 2
    expected = 2 * math.log(density * 10) + 3 * math.log(g0) + math.log(1 - g0) - density * 10 * met
    found, _ = log_likelihood(part, np.array([np.log(density)]), np.log(g0 / (1 - g0)), 5.0)
    assert found == pytest.approx(expected, rel=1e-12)


def three_occasions(gone: tuple[int, int] | None) -> tuple[Session, Mask]:
    """Two detectors of different effort, one cell, three occasions; the first animal may be removed."""
    seen = Detections([0, 1, 1], [1, 0, 2], [0, 1, 0], ("a", "b"), gone)  # type: ignore[arg-type]
    usage = np.array([[1.0, 0.5, 2.0], [1.0, 1.0, 0.25]])
    session = Session("paper", np.array([[0.0, 0.0], [600.0, 0.0]]), usage, seen)
    return session, Mask(np.array([[0.0, 0.0]]), 2.0)


@pytest.mark.parametrize("kind", KINDS)
def test_an_animal_taken_away_is_not_expected_later(kind: Detector) -> None:
    """On paper: occasions after its removal drop out of its history, and of nothing else."""
    session, mask = three_occasions((1, -1))
    density, lambda0, sigma = 0.7, 0.4, 500.0
    h = np.array([lambda0, lambda0 * math.exp(-(600.0**2) / (2 * sigma**2))])
    rates = h[:, None] * session.usage  # detector, occasion

    def caught(detector: int, occasion: int) -> float:
        one, both = rates[detector, occasion], rates[:, occasion].sum()
        if kind == "count":
            return float(one * math.exp(-both))
        if kind == "proximity":
            return float((1 - math.exp(-one)) * math.exp(one - both))
        return float((1 - math.exp(-both)) * one / both)

    missed = np.exp(-rates.sum(axis=0))
    first = missed[0] * caught(0, 1)  # and nothing of the third occasion
    second = caught(1, 0) * missed[1] * caught(0, 2)
    expected = sum(math.log(density * 2.0 * chance) for chance in (first, second))
    expected -= density * 2.0 * (1 - missed.prod())
    found, _ = log_likelihood(
        ready(session, mask, kind), np.array([np.log(density)]), np.log(lambda0), np.log(sigma)
    )
    assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_removal_on_the_last_occasion_changes_nothing(kind: Detector) -> None:
    where = (np.array([-0.4]), -0.9, 6.2)
    alive = log_likelihood(ready(*three_occasions(None), kind), *where)
    gone = log_likelihood(ready(*three_occasions((2, 2)), kind), *where)
    assert gone[0] == pytest.approx(alive[0], rel=1e-14)
    np.testing.assert_allclose(gone[1], alive[1], rtol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_removal_is_the_same_as_detectors_switched_off_for_that_animal(kind: Detector) -> None:
    """Where all later effort is 0 for everybody, only the chance of being met at all differs."""
    session, mask = three_occasions((1, -1))
    kept = Detections([0], [1], [0], ("a",), [1])  # type: ignore[arg-type]
    off = session.usage.copy()
    off[:, 2] = 0
    theta = (np.array([-0.4]), -0.9, 6.2)
    parts = [
        ready(Session("s", session.detectors, usage, kept), mask, kind) for usage in (session.usage, off)
    ]
    removed, short = (
        log_likelihood(part, *theta)[0] + float(detected(part, *theta[1:])[0].sum()) * 2.0 * math.exp(-0.4)
        for part in parts
    )
    assert removed == pytest.approx(short, rel=1e-12)


def test_animals_removed_at_different_times_have_different_histories() -> None:
    session, mask = two_cells()
    seen = ([0, 1], [0, 0], [0, 0], ("a", "b"))
    where = (np.array([-1.0]), -1.0, 6.5)
    parts = [
        ready(Session("s", session.detectors, session.usage, Detections(*seen, gone)), mask)  # type: ignore[arg-type]
        for gone in ((0, 0), (0, -1), (0, 1))
    ]
    assert [len(part.weights) for part in parts] == [1, 2, 2]
    values = [log_likelihood(part, *where)[0] for part in parts]
    assert values[1] == pytest.approx(values[2], rel=1e-14)


def test_animals_with_one_history_are_counted_once() -> None:
    """Two equal histories: the likelihood of the set of histories loses log 2!, as in R secr."""
    session, mask = two_cells()
    seen = Detections([0, 1], [0, 0], [0, 0], ("a", "b"))  # type: ignore[arg-type]
    one = Detections([0], [0], [0], ("a",))  # type: ignore[arg-type]
    where = (np.array([-1.0]), -1.0, 6.5)
    pair, _ = log_likelihood(ready(Session("s", session.detectors, session.usage, seen), mask), *where)
    alone, _ = log_likelihood(ready(Session("s", session.detectors, session.usage, one), mask), *where)
    met = float(detected(ready(session, mask), -1.0, 6.5)[0].sum() * np.exp(-1.0) * mask.cell_km2)
    assert pair + met + math.log(2) == pytest.approx(2 * (alone + met), rel=1e-12)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_hazards_agree_and_stay_exact_far_away(function: DetectFn) -> None:
    d2 = np.array([[0.0, 1e4, 1e6, 1e7, 1e9]])
    near, far = hazard(d2, function, -1.0, 7.0), log_hazard(d2, function, -1.0, 7.0)
    np.testing.assert_allclose(near.h, np.exp(far.value), rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(near.by_level[:, :3], (far.by_level * far.h)[:, :3], rtol=1e-9)
    np.testing.assert_allclose(near.by_scale[:, :3], (far.by_scale * far.h)[:, :3], rtol=1e-9)
    assert np.isfinite(far.value).all()
    assert far.value[0, -1] < -20


def test_half_normal_at_its_own_distance() -> None:
    found = log_hazard(np.array([1000.0**2]), "HN", 0.0, np.log(1000.0))
    assert found.h[0] == pytest.approx(-math.log(1 - 0.5 * math.exp(-0.5)))
    exponential = log_hazard(np.array([1000.0**2]), "HEX", np.log(0.2), np.log(1000.0))
    assert exponential.h[0] == pytest.approx(0.2 * math.exp(-1))


def test_excess_is_smooth_where_the_series_takes_over() -> None:
    x = np.array([0.0, 1e-12, 0.99e-4, 1.01e-4, 1e-2, 1.0, 50.0, 1e4])
    value, slope = excess(x)
    expected = [0.0, 5e-13, 0.99e-4 / 2, 1.01e-4 / 2]
    np.testing.assert_allclose(value[:4], expected, rtol=1e-4)
    assert value[5] == pytest.approx(math.log(math.e - 1))
    assert value[7] == pytest.approx(1e4 - math.log(1e4))
    assert slope[5] == pytest.approx(1 / (1 - math.exp(-1)) - 1)
    assert (np.diff(slope) > 0).all()


kinds = st.sampled_from(KINDS)
functions = st.sampled_from(FUNCTIONS)
distributions = st.sampled_from(get_args(Distribution))


@given(
    st.tuples(kinds, functions, distributions),
    st.tuples(st.booleans(), st.booleans()),
    st.integers(0, 20),
    st.tuples(st.floats(-3, 1), st.floats(6, 8)),
)
@settings(max_examples=60, deadline=None)
def test_gradient(
    model: tuple[Detector, DetectFn, Distribution],
    made: tuple[bool, bool],
    seed: int,
    where: tuple[float, float],
) -> None:
    (kind, function, distribution), (level, log_sigma) = model, where
    partial, removals = made
    session, mask = simulated(seed, kind=kind, partial=partial, occasions=3)
    if removals:
        session = without_later(session, np.random.default_rng(seed), 0.5)
    design = np.column_stack([np.ones(len(mask)), mask.covariates["hills"]])
    part = ready(session, mask, kind, function=function, distribution=distribution, design=design)
    middle = np.array([0.2, 0.3, level, log_sigma])

    def value(theta: Floats) -> float:
        return log_likelihood(part, theta[:2], theta[2], theta[3])[0]

    _, gradient = log_likelihood(part, middle[:2], level, log_sigma)
    steps = np.eye(4) * 1e-5
    differences = [(value(middle + step) - value(middle - step)) / 2e-5 for step in steps]
    np.testing.assert_allclose(gradient, differences, rtol=1e-5, atol=1e-4 * np.abs(gradient).max())


@pytest.mark.parametrize("kind", KINDS)
def test_chunks_do_not_matter(kind: Detector, monkeypatch: pytest.MonkeyPatch) -> None:
    session, mask = simulated(3, kind=kind, partial=True)
    part = ready(session, mask, kind)
    where = (np.array([-1.0]), -2.0, 7.0)
    whole, slope = log_likelihood(part, *where)
    monkeypatch.setattr(likelihood, "CHUNK", 1)
    again, slope_again = log_likelihood(part, *where)
    assert again == pytest.approx(whole, rel=1e-13)
    np.testing.assert_allclose(slope_again, slope, rtol=1e-9, atol=1e-9)


def test_a_cell_split_in_four_changes_little_and_one_listed_twice_nothing() -> None:
    session, mask = simulated(4)
    where = (np.array([-1.0]), -2.0, 7.0)
    whole, _ = log_likelihood(ready(session, mask), *where)
    doubled = Mask(np.repeat(mask.xy, 2, axis=0), mask.cell_km2 / 2)
    assert log_likelihood(ready(session, doubled), *where)[0] == pytest.approx(whole, rel=1e-13)
    corners = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]]) * 250.0
    finer = Mask((mask.xy[:, None] + corners).reshape(-1, 2), mask.cell_km2 / 4)
    assert log_likelihood(ready(session, finer), *where)[0] == pytest.approx(whole, rel=1e-3)


@pytest.mark.parametrize("kind", ["count", "proximity"])
def test_days_summed_to_one_count_have_the_same_shape(kind: Detector) -> None:
    """Counts over S days with effort as exposure: only a constant differs from counts by day."""
    session, mask = simulated(5, kind="count", partial=True)
    seen = session.detections
    summed = Session(
        "summed",
        session.detectors,
        session.effort[:, None],
        Detections(seen.animal, np.zeros(len(seen), dtype=np.int64), seen.detector, seen.names),
    )
    places = [(np.array([-1.0]), -2.0, 7.0), (np.array([0.3]), -3.0, 7.4)]
    by_day = [log_likelihood(ready(session, mask, "count"), *place)[0] for place in places]
    at_once = [log_likelihood(ready(summed, mask, "count"), *place)[0] for place in places]
    assert by_day[0] - by_day[1] == pytest.approx(at_once[0] - at_once[1], rel=1e-10)


def test_fixed_number_of_animals_in_closed_form() -> None:
    """Binomial: log of choose(N, n) n! prod P_i (1 - p)^(N - n), with N the animals in the mask."""
    session, mask = simulated(6)
    density = 0.5
    where = (np.array([np.log(density)]), -2.0, 7.0)
    poissonian, _ = log_likelihood(ready(session, mask), *where)
    fixed, _ = log_likelihood(ready(session, mask, distribution="binomial"), *where)
    part = ready(session, mask)
    animals, n = density * mask.area_km2, part.n
    share = float(detected(part, -2.0, 7.0)[0].mean())
    expected = poissonian + animals * share
    expected += math.lgamma(animals + 1) - math.lgamma(animals - n + 1) - n * math.log(animals)
    expected += (animals - n) * math.log(1 - share)
    assert fixed == pytest.approx(expected, rel=1e-12)


def test_probability_of_detection_and_where_animals_live() -> None:
    session, mask = two_cells()
    part = ready(session, mask)
    share, slopes = detected(part, np.log(0.2), np.log(800.0))
    h = 0.2 * np.exp(-np.array([0.0, 1e6]) / (2 * 800.0**2))
    effort = session.effort
    expected = 1 - np.exp(-np.array([effort @ h, effort @ h[::-1]]))
    np.testing.assert_allclose(share, expected, rtol=1e-12)
    again, _ = detected(part, np.log(0.2) + 1e-6, np.log(800.0))
    np.testing.assert_allclose(slopes[0], (again - share) / 1e-6, rtol=1e-4)
    table = posterior(part, np.array([-1.0]), np.log(0.2), np.log(800.0))
    np.testing.assert_allclose(table.sum(axis=1), 1.0)
