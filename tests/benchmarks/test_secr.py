"""Spatial capture-recapture: time and memory as cameras, cells and animals grow, and two peers.

The peers: R secr 5.4.1 on the tigers of SPACECAP (its own processor time, in the reference data),
and our likelihood without its gradient, which is how the search is usually written.
"""

from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

from leopard_range.analysis.secr import Detections, Fit, Mask, Session, fit_secr
from leopard_range.analysis.secr.data import Floats
from leopard_range.analysis.secr.start import first_guess
from tests.analysis.secr.samples import tigers
from tests.surveys import reference

SPACING_M, SIGMA_M, DAYS = 2000.0, 2000.0, 90.0
LIMIT_S, LIMIT_MIB = 10.0, 1024.0
TIGER_LIMIT_S = 3.0


def cpu_s(work: Callable[[], Any], rounds: int) -> float:
    """Least processor time of several rounds: other people's work does not count."""
    times = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def peak_mib(work: Callable[[], Any]) -> float:
    """Most memory held at once, beyond what was there."""
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 2**20


def grid(count: int, first: float, step: float) -> Floats:
    line = first + np.arange(count) * step
    return np.column_stack([table.ravel() for table in np.meshgrid(line, line)])


def survey(cameras: int, cells: int, animals: int) -> tuple[Session, Mask]:
    """Squares of cameras and cells; each animal's counts over 90 days, about so many animals met."""
    random = np.random.default_rng(0)
    side, across = round(cameras**0.5), round(cells**0.5)
    width = (side - 1) * SPACING_M + 8 * SIGMA_M
    step = width / across
    detectors = grid(side, 0.0, SPACING_M)
    centres = random.uniform(-4 * SIGMA_M, width - 4 * SIGMA_M, (round(animals * 1.3), 2))
    d2: Floats = ((centres[:, None] - detectors) ** 2).sum(axis=2)
    met = random.poisson(DAYS * 0.05 * np.exp(-d2 / (2 * SIGMA_M**2)))
    animal, detector = (np.repeat(axis, met[met > 0]) for axis in np.nonzero(met))
    names = tuple(str(number) for number in range(len(centres)))
    seen = Detections(animal, np.zeros_like(animal), detector, names)
    usage = np.full((len(detectors), 1), DAYS)
    cells_xy = grid(across, step / 2 - 4 * SIGMA_M, step)
    return Session(f"{cameras} cameras", detectors, usage, seen), Mask(cells_xy, step**2 / 1e6)


SIZES = [
    *[(cameras, 5_000, 57) for cameras in (25, 100, 400, 900)],
    *[(400, cells, 57) for cells in (1_250, 20_000)],
    *[(400, 5_000, animals) for animals in (20, 200, 800)],
]


@pytest.mark.parametrize("function", ["HN", "HHN"])
@pytest.mark.parametrize(("cameras", "cells", "animals"), SIZES)
def test_growth(benchmark: Any, cameras: int, cells: int, animals: int, function: Any) -> None:
    if benchmark.disabled and (cameras, cells, animals, function) != (100, 5_000, 57, "HHN"):
        pytest.skip("measured with “make bench”")
    session, mask = survey(cameras, cells, animals)

    def work() -> Fit:
        return fit_secr(session, mask, detector="count", detectfn=function)

    fit = benchmark.pedantic(work, rounds=1)
    memory = peak_mib(work)
    assert fit.estimate("sigma_m").value == pytest.approx(SIGMA_M, rel=0.1)
    assert memory < LIMIT_MIB
    if benchmark.disabled:
        return
    seconds = cpu_s(work, 1)
    benchmark.extra_info.update(
        cameras=len(session.detectors),
        cells=len(mask),
        animals=fit.n,
        detections=fit.detections,
        evaluations=fit.evaluations,
        cpu_s=round(seconds, 2),
        peak_mib=round(memory, 1),
    )
    if (cameras, cells, animals) == (400, 5_000, 57):
        assert seconds < LIMIT_S


@pytest.mark.data
def test_tigers_against_r_secr(benchmark: Any) -> None:
    expected = json.loads((reference("tiger_spacecap") / "expected_density_surface.json").read_text())
    session, mask = tigers()
    fit = benchmark.pedantic(fit_secr, (session, mask), {"detector": "proximity"}, rounds=3)
    assert fit.evaluations < 30
    if benchmark.enabled:
        ours = cpu_s(lambda: fit_secr(session, mask, detector="proximity"), 3)
        assert ours < TIGER_LIMIT_S
        benchmark.extra_info["cpu_s"] = round(ours, 2)
        benchmark.extra_info["ratio"] = round(expected["null_cpu"] / ours, 1)


def test_gradient_against_differences(benchmark: Any) -> None:
    """The same likelihood and search; without its gradient it is asked many times more often."""
    if benchmark.disabled:
        pytest.skip("measured with “make bench”")
    session, mask = survey(100, 2_500, 57)
    fit: Fit = benchmark.pedantic(fit_secr, (session, mask), {"detector": "count"}, rounds=3)
    asked = []

    def value(theta: Floats) -> float:
        asked.append(1)
        return fit.model.objective(theta)[0]

    def without() -> Floats:
        asked.clear()
        best: Floats = minimize(value, first_guess(fit.model), method="L-BFGS-B", options={"ftol": 1e-11}).x
        steps = np.eye(len(best)) * 1e-3
        for one in steps:  # second derivatives, as many values as they need
            for other in steps:
                for sign in (1, -1):
                    value(best + one + sign * other)
                    value(best - one + sign * other)
        return best

    np.testing.assert_allclose(without(), fit.theta, rtol=1e-3)
    ours = cpu_s(lambda: fit_secr(session, mask, detector="count"), 3)
    benchmark.extra_info["ratio"] = round(cpu_s(without, 2) / ours, 1)
    benchmark.extra_info["evaluations"] = f"{fit.evaluations} / {len(asked)}"
