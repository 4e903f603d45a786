"""Surveys good and bad, drawn at random: finite numbers or a refusal, never a warning or a crash."""

from __future__ import annotations

import math
import warnings
from typing import get_args

import numpy as np
import pytest

from leopard_range.analysis.secr import density_surface, fit_secr, region_n
from leopard_range.analysis.secr.data import DetectFn, Detector, Distribution
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from tests.analysis.secr.samples import simulated


@pytest.mark.parametrize("seed", range(30))
def test_numbers_or_a_sentence(seed: int) -> None:
    random = np.random.default_rng(seed)
    kind: Detector = random.choice(get_args(Detector))
    function: DetectFn = random.choice(get_args(DetectFn))
    distribution: Distribution = random.choice(get_args(Distribution))
    density: tuple[str, ...] = (("hills", "east"), ("hills",), (), ())[seed % 4]
    session, mask = simulated(
        seed,
        kind=kind,
        density_per_km2=math.exp(random.uniform(math.log(0.03), math.log(1.0))),
        lambda0=math.exp(random.uniform(math.log(0.01), math.log(2.0))),
        sigma_m=math.exp(random.uniform(math.log(200.0), math.log(4000.0))),
        occasions=int(random.integers(1, 8)),
        partial=bool(seed % 2),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            fit = fit_secr(
                session, mask, detector=kind, detectfn=function, distribution=distribution, density=density
            )
            found = region_n(fit)
            surface = density_surface(fit, "realised")
        except LeopardRangeError as error:
            words = sentence(error)
            assert "{" not in words
            return
    for one in fit.estimates:
        assert 0 < one.low < one.value < one.high < np.inf
        assert 0 < one.se < np.inf
    assert found.realised >= fit.n - 1e-6
    assert np.isfinite(surface).all()
    assert (surface >= 0).all()
