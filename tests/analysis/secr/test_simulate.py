"""Simulated surveys: as many detections as the integrals say, and estimates that find the truth again."""

from __future__ import annotations

import math

import numpy as np
import pytest

from leopard_range.analysis.secr.data import Detections, Detector, Mask, Session
from leopard_range.analysis.secr.mask import make_mask
from leopard_range.analysis.secr.precision import Plan, expected_precision, replicate, try_out
from leopard_range.analysis.secr.simulate import (
    Detection,
    esa_km2,
    expected_counts,
    simulate_survey,
    total_hazard,
)
from leopard_range.engine import Engine, Here, Processes
from leopard_range.errors import LeopardRangeError

NOTHING = np.zeros(0, np.int64)


def session_of(usage: np.ndarray, step: float = 4000.0) -> Session:
    side = math.isqrt(len(usage))
    xy = np.stack(np.meshgrid(np.arange(side) * step, np.arange(side) * step), axis=-1).reshape(-1, 2)
    return Session("", xy, usage, Detections(NOTHING, NOTHING, NOTHING, ()))


def test_hazards_and_area_on_paper() -> None:
    session = Session(
        "",
        np.array([[0.0, 0.0], [300, 400]]),
        np.array([[1.0, 1], [3, 0]]),
        Detections(NOTHING, NOTHING, NOTHING, ()),
    )
    half = Detection("HHN", 0.2, 500.0)
    at = np.array([[0.0, 0.0]])
    # 2 of effort at 0 m, 3 of effort at one sigma.
    expected = 2 * 0.2 + 3 * 0.2 * math.exp(-0.5)
    assert total_hazard(at, session, half) == pytest.approx([expected])
    assert esa_km2(Mask(at, 0.25), session, half) == pytest.approx(0.25 * (1 - math.exp(-expected)))
    sure = Detection("HN", 0.5, 500.0)
    miss = 0.5**2 * (1 - 0.5 * math.exp(-0.5)) ** 3
    assert total_hazard(at, session, sure) == pytest.approx([-math.log(miss)])


@pytest.mark.parametrize("detector", ["count", "proximity", "multi"])
@pytest.mark.parametrize("function", ["HN", "EX", "HHN"])
def test_simulated_numbers_are_the_expected_ones(detector: Detector, function: str) -> None:
    usage = np.ones((25, 20))
    usage[3] = 0
    usage[4, ::2] = 0.5
    session = session_of(usage)
    mask = make_mask(session.detectors, 16_000, 2000)
    detection = Detection(function, 0.1, 3000.0)  # type: ignore[arg-type]
    expected = expected_counts(session, mask, 0.03, detection, detector)
    made = [
        simulate_survey(
            np.random.default_rng(seed), session, mask, 0.03, detection=detection, detector=detector
        )
        for seed in range(40)
    ]
    animals = np.array([len(one.detections.names) for one in made])
    again = np.array([len(one.detections) for one in made]) - animals
    for found, mean in ((animals, expected.animals), (again, expected.recaptures)):
        # 4 standard errors of a mean, and 2 % for cells where the integral takes their centre.
        assert abs(found.mean() - mean) < 4 * found.std() / math.sqrt(len(made)) + 0.02 * mean
    rows = np.concatenate([one.detections.detector for one in made])
    assert 3 not in rows
    for one in made:
        seen = one.detections
        cells = np.column_stack([seen.animal, seen.occasion, seen.detector])
        if detector == "proximity":
            assert len(np.unique(cells, axis=0)) == len(cells)
        if detector == "multi":
            assert len(np.unique(cells[:, :2], axis=0)) == len(cells)


def test_density_may_differ_from_cell_to_cell() -> None:
    session = session_of(np.ones((25, 30)))
    mask = make_mask(session.detectors, 8000, 2000)
    west = np.where(mask.xy[:, 0] < 8000, 0.2, 0.0)
    made = simulate_survey(
        np.random.default_rng(1),
        session,
        mask,
        west,
        detection=Detection("HHN", 0.2, 500.0),
        detector="count",
    )
    assert session.detectors[made.detections.detector][:, 0].max() < 12_000


@pytest.mark.parametrize(
    ("function", "level", "sigma"),
    [
        ("HN", 1.0, 10),
        ("HN", 0, 10),
        ("HHN", 0, 10),
        ("HHN", 1, 0),
        ("HHN", math.inf, 1),
        ("HN", 0.5, math.nan),
    ],
)
def test_impossible_detection_is_refused(function: str, level: float, sigma: float) -> None:
    with pytest.raises(LeopardRangeError, match="design_detection"):
        Detection(function, level, sigma)  # type: ignore[arg-type]


def plan(days: int = 60) -> Plan:
    session = session_of(np.full((49, 1), float(days)))
    mask = make_mask(session.detectors, 16_000, 2500)
    options = {"detector": "count", "detectfn": "HHN"}
    return Plan((session,), (mask,), (0.02,), (Detection("HHN", 0.02, 4000.0),), options)


def test_simulated_surveys_find_the_truth_again() -> None:
    found = try_out(plan(), replicates=30, seed=3)
    assert found.failed == 0
    assert abs(found.bias) < 3 * found.bias_se + 0.02
    assert 0.8 <= found.coverage <= 1
    assert found.rse == pytest.approx(found.quick.rse, rel=0.25)
    assert found.low < 0.02 < found.high
    assert found.animals == pytest.approx(found.quick.animals, rel=0.15)


def test_a_design_that_meets_nobody_fails_openly() -> None:
    none = expected_precision(
        np.array([[0.0, 0.0], [100.0, 0.0]]),
        np.ones((2, 1)),
        make_mask(np.zeros((1, 2)), 2000, 500),
        0.01,
        Detection("HHN", 0.001, 500.0),
        replicates=4,
    )
    assert none.failed == none.replicates == 4
    assert math.isnan(none.rse)
    assert math.isnan(none.bias)
    with pytest.raises(LeopardRangeError, match="design_replicates"):
        try_out(plan(), replicates=0)


def test_a_replicate_depends_on_its_seed_alone() -> None:
    one, other = np.random.SeedSequence(5).spawn(2)
    again, _ = np.random.SeedSequence(5).spawn(2)
    assert replicate((plan(), one)) == replicate((plan(), again))
    assert replicate((plan(), one)) != replicate((plan(), other))


@pytest.mark.parametrize("kind", ["here", "processes", "cluster"])
def test_every_engine_gives_the_same_precision(kind: str) -> None:
    if kind == "cluster":
        pytest.importorskip("distributed")
        from leopard_range.engine.cluster import Cluster

        engine: Engine = Cluster(preload=("numpy",))
    else:
        engine = Here() if kind == "here" else Processes(("numpy",))
    shares: list[float] = []
    try:
        found = try_out(plan(), replicates=4, seed=9, spread=engine.map, on_share=shares.append)
    finally:
        engine.close()
    assert found == try_out(plan(), replicates=4, seed=9)
    assert shares == [1.0]
