"""What must not change a fit, and what several sessions share."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from leopard_range.analysis.secr import fit_secr, fit_sessions
from leopard_range.analysis.secr.data import DISTRIBUTIONS, DetectFn, Detections, Detector, Mask, Session
from leopard_range.analysis.secr.region import region_n
from leopard_range.analysis.secr.results import Fit
from leopard_range.analysis.secr.surface import density_surface
from leopard_range.engine import Engine, Here, Processes
from tests.analysis.secr.samples import simulated, without_later

FUNCTIONS: tuple[DetectFn, ...] = get_args(DetectFn)
KINDS: tuple[Detector, ...] = get_args(Detector)


def values(fit: Fit) -> list[float]:
    return [number for one in fit.estimates for number in (one.value, one.se, one.low, one.high)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_model_finds_what_was_simulated(kind: Detector, function: DetectFn) -> None:
    session, mask = simulated(11, kind=kind, partial=True)
    fit = fit_secr(session, mask, detector=kind, detectfn=function)
    density = fit.estimate("density_per_km2")
    assert density.low < 0.35 < density.high
    assert fit.converged
    assert fit.evaluations < 60
    _, gradient = fit.model.objective(fit.theta)
    assert gradient @ fit.theta_covariance @ gradient < 1e-10


def test_order_of_animals_detectors_and_cells_does_not_matter() -> None:
    session, mask = simulated(12, partial=True)
    whole = fit_secr(session, mask, detector="proximity")
    random = np.random.default_rng(0)
    seen = session.detections
    rows, stations = random.permutation(len(seen)), random.permutation(len(session.detectors))
    cells, animals = random.permutation(len(mask)), random.permutation(len(seen.names))
    moved = Session(
        session.name,
        session.detectors[stations],
        session.usage[stations],
        Detections(
            np.argsort(animals)[seen.animal][rows],
            seen.occasion[rows],
            np.argsort(stations)[seen.detector][rows],
            tuple(seen.names[row] for row in animals),
        ),
    )
    again = fit_secr(moved, Mask(mask.xy[cells], mask.cell_km2), detector="proximity")
    np.testing.assert_allclose(values(again), values(whole), rtol=1e-6)
    assert again.log_likelihood == pytest.approx(whole.log_likelihood, rel=1e-12)
    assert again.esa_km2 == pytest.approx(whole.esa_km2, rel=1e-6)


def test_kilometres_for_metres_and_a_far_origin_change_only_the_unit() -> None:
    session, mask = simulated(13)
    whole = fit_secr(session, mask, detector="proximity")
    away = np.array([4_500_000.0, -700_000.0])
    moved = replace(session, detectors=session.detectors + away)
    again = fit_secr(moved, Mask(mask.xy + away, mask.cell_km2), detector="proximity")
    np.testing.assert_allclose(values(again), values(whole), rtol=1e-5)
    wide = replace(session, detectors=session.detectors * 10)
    tenfold = fit_secr(wide, Mask(mask.xy * 10, mask.cell_km2 * 100), detector="proximity")
    assert tenfold.estimate("sigma_m").value == pytest.approx(10 * whole.estimate("sigma_m").value, rel=1e-5)
    density = whole.estimate("density_per_km2").value / 100
    assert tenfold.estimate("density_per_km2").value == pytest.approx(density, rel=1e-5)


def test_the_same_session_twice_gives_the_same_estimate_and_half_the_variance() -> None:
    session, mask = simulated(14)
    once = fit_secr(session, mask, detector="proximity", density=("hills",))
    twin = replace(session, name="again")
    twice = fit_secr([session, twin], [mask, mask], detector="proximity", density=("hills",))
    np.testing.assert_allclose(twice.beta, once.beta, rtol=1e-5)
    np.testing.assert_allclose(twice.covariance, once.covariance / 2, rtol=1e-3)
    assert twice.log_likelihood == pytest.approx(2 * once.log_likelihood, rel=1e-10)
    assert (twice.n, twice.detections) == (2 * once.n, 2 * once.detections)
    assert twice.spatial_recaptures == 2 * once.spatial_recaptures


def test_sessions_with_nothing_in_common_are_fits_of_their_own() -> None:
    pairs = [simulated(seed, name=str(seed), density_per_km2=0.3 + 0.1 * seed) for seed in (2, 3)]
    sessions, masks = zip(*pairs, strict=True)
    together = fit_secr(
        sessions, masks, detector="proximity", separate=("density", "detection", "sigma"), detectfn="HHN"
    )
    alone = fit_sessions(sessions, masks, detector="proximity", detectfn="HHN")
    assert together.names == ("D.2", "D.3", "lambda0.2", "lambda0.3", "sigma.2", "sigma.3")
    assert together.log_likelihood == pytest.approx(sum(fit.log_likelihood for fit in alone), rel=1e-10)
    for fit, session in zip(alone, sessions, strict=True):
        for one in fit.estimates:
            found = together.estimate(one.name, session.name)
            np.testing.assert_allclose(
                (found.value, found.se, found.low), (one.value, one.se, one.low), rtol=1e-4
            )


def test_density_by_session_with_shared_detection_borrows_strength() -> None:
    pairs = [simulated(seed, name=str(seed)) for seed in (2, 3)]
    sessions, masks = zip(*pairs, strict=True)
    shared = fit_secr(sessions, masks, detector="proximity", separate=("density",))
    assert shared.names == ("D.2", "D.3", "g0", "sigma")
    assert [one.session for one in shared.estimates] == ["2", "3", "", ""]
    alone = fit_sessions(sessions, masks, detector="proximity")
    assert shared.estimate("sigma_m").se < min(fit.estimate("sigma_m").se for fit in alone)
    ratio = [summary.n / summary.esa_km2 for summary in shared.summaries]
    found = [shared.estimate("density_per_km2", name).value for name in ("2", "3")]
    np.testing.assert_allclose(found, ratio, rtol=1e-6)
    swapped = fit_secr(sessions[::-1], masks[::-1], detector="proximity", separate=("density",))
    assert swapped.log_likelihood == pytest.approx(shared.log_likelihood, rel=1e-12)


def test_a_session_without_an_animal_lowers_the_shared_density() -> None:
    session, mask = simulated(15)
    none = np.zeros(0, dtype=np.int64)
    empty = replace(session, name="empty", detections=Detections(none, none, none, ()))
    one = fit_secr(session, mask, detector="proximity").estimate("density_per_km2").value
    both = fit_secr([session, empty], mask, detector="proximity")
    assert both.estimate("density_per_km2").value == pytest.approx(one / 2, rel=1e-3)
    assert [summary.n for summary in both.summaries][1] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_constant_density_is_animals_by_effective_area(kind: Detector) -> None:
    session, mask = simulated(16, kind=kind)
    fit = fit_secr(session, mask, detector=kind)
    assert fit.estimate("density_per_km2").value == pytest.approx(fit.n / fit.esa_km2, rel=1e-6)


def test_covariates_are_reported_as_given() -> None:
    session, mask = simulated(17, covariate=0.8)
    fit = fit_secr(session, mask, detector="proximity", density=("hills", "east"))
    slope = fit.beta[fit.names.index("D.hills")]
    error = np.sqrt(fit.covariance[1, 1])
    assert abs(slope - 0.8) < 2.5 * error
    scaled = replace(
        mask, covariates={"hills": mask.covariates["hills"] * 1e-3 + 7, "east": mask.covariates["east"]}
    )
    again = fit_secr(session, scaled, detector="proximity", density=("hills", "east"))
    assert again.beta[1] == pytest.approx(slope * 1e3, rel=1e-5)
    assert again.beta[0] == pytest.approx(fit.beta[0] - 7 * slope * 1e3, rel=1e-4)
    np.testing.assert_allclose(values(again), values(fit), rtol=1e-5)
    null = fit_secr(session, mask, detector="proximity")
    assert fit.log_likelihood > null.log_likelihood
    assert fit.aic == pytest.approx(2 * 5 - 2 * fit.log_likelihood)
    assert fit.aicc is not None
    assert fit.aicc > fit.aic


def test_fixed_number_is_more_certain_and_about_the_same() -> None:
    session, mask = simulated(18)
    one, other = (
        fit_secr(session, mask, detector="proximity", distribution=kind).estimate("density_per_km2")
        for kind in DISTRIBUTIONS
    )
    assert other.value == pytest.approx(one.value, rel=0.03)
    assert other.se < one.se


def test_starting_elsewhere_ends_in_the_same_place() -> None:
    session, mask = simulated(19)
    fit = fit_secr(session, mask, detector="proximity")
    again = fit_secr(session, mask, detector="proximity", start=list(fit.beta + np.array([0.5, -0.5, 0.3])))
    np.testing.assert_allclose(again.beta, fit.beta, rtol=1e-5)


def test_repeated_detections_count_once_and_are_told() -> None:
    session, mask = simulated(20)
    seen = session.detections
    doubled = Detections(
        np.tile(seen.animal, 2), np.tile(seen.occasion, 2), np.tile(seen.detector, 2), seen.names
    )
    fit = fit_secr(session, mask, detector="proximity")
    again = fit_secr(replace(session, detections=doubled), mask, detector="proximity")
    assert [note.code for note in again.notes] == ["secr_repeats"]
    assert again.detections == fit.detections
    np.testing.assert_allclose(values(again), values(fit), rtol=1e-6)


def test_recaptures_are_counted() -> None:
    """One animal at A, A, B, A in four occasions moves twice; the other stays."""
    places = np.array([[0.0, 0.0], [1000.0, 0.0], [2000.0, 0.0], [0.0, 1000.0]])
    seen = Detections(
        np.array([0, 0, 0, 0, 1, 1, 2, 2, 2]),
        np.array([0, 1, 2, 3, 0, 1, 0, 1, 2]),
        np.array([0, 0, 1, 0, 2, 2, 3, 2, 1]),
        ("a", "b", "c"),
    )
    cells = np.column_stack([table.ravel() for table in np.meshgrid(*[np.arange(-3000, 5001, 500.0)] * 2)])
    fit = fit_secr(Session("s", places, np.ones((4, 4)), seen), Mask(cells, 0.25), detector="count")
    assert (fit.n, fit.detections, fit.recaptures, fit.spatial_recaptures) == (3, 9, 6, 4)
    assert fit.aicc is None


@pytest.mark.parametrize("kind", ["here", "processes", "cluster"])
def test_sessions_on_an_engine_and_a_fit_that_travels(kind: str) -> None:
    pairs = [simulated(seed, name=str(seed)) for seed in (21, 22)]
    sessions, masks = zip(*pairs, strict=True)
    here = fit_sessions(sessions, masks, detector="proximity")
    engine: Engine = Here() if kind == "here" else Processes(("numpy",))
    if kind == "cluster":
        engine.close()
        pytest.importorskip("distributed")
        from leopard_range.engine.cluster import Cluster

        engine = Cluster(preload=("numpy",))
    try:
        there = fit_sessions(sessions, masks, spread=engine.map, detector="proximity")
    finally:
        engine.close()
    travelled = pickle.loads(pickle.dumps(there))
    assert [values(fit) for fit in travelled] == [values(fit) for fit in here]


@pytest.mark.parametrize("kind", KINDS)
def test_animals_taken_away_leave_density_as_it_was(kind: Detector) -> None:
    """Three of five animals are taken away when first met; whoever forgets it finds too many."""
    session, mask = simulated(2, kind=kind)
    emptied = without_later(session, np.random.default_rng(2), 0.6)
    forgotten = replace(emptied, detections=replace(emptied.detections, gone=None))
    whole, known, naive = (
        fit_secr(one, mask, detector=kind, detectfn="HHN") for one in (session, emptied, forgotten)
    )

    def away(fit: Fit, name: str) -> float:
        return float(np.log(fit.estimate(name).value / whole.estimate(name).value))

    assert abs(away(known, "density_per_km2")) < 0.08
    assert away(naive, "density_per_km2") > 0.1
    assert abs(away(known, "lambda0")) < 0.15
    assert away(naive, "lambda0") < -0.6
    assert known.n == whole.n
    # Taken away or not, each animal met counts once among those that were there.
    met = (density_surface(known, "detected") * mask.cell_km2).sum()
    assert met == pytest.approx(known.n, rel=1e-9)
    assert region_n(known).realised == pytest.approx(region_n(known).expected, rel=1e-6)
