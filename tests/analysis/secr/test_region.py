"""Numbers in a region, surfaces and intervals, against R secr and against themselves."""

from __future__ import annotations

import json
from typing import get_args

import numpy as np
import pandas as pd
import pytest

from leopard_range.analysis.secr import (
    density_surface,
    derived_density,
    fit_secr,
    profile_interval,
    region_n,
)
from leopard_range.analysis.secr.data import Detector
from leopard_range.analysis.secr.surface import Kind
from leopard_range.errors import LeopardRangeError
from tests.analysis.secr.samples import caught, simulated, tigers
from tests.surveys import reference

KM2_BY_HA = 0.01
SURFACES: dict[Kind, str] = {"detected": "D.fx", "missed": "D.nc", "realised": "D.sum"}


@pytest.mark.data
def test_tigers_in_their_region() -> None:
    folder = reference("tiger_spacecap")
    rows = json.loads((folder / "expected.json").read_text())["region_N"]
    session, mask = tigers()
    fit = fit_secr(session, mask, detector="proximity")
    found = region_n(fit)
    for name, row in zip(("expected", "realised"), rows, strict=True):
        ours = [getattr(found, f"{name}{end}") for end in ("", "_se", "_low", "_high")]
        known = [row[key] for key in ("estimate", "SE.estimate", "lcl", "ucl")]
        assert ours[0] == pytest.approx(known[0], rel=1e-5)
        np.testing.assert_allclose(ours, known, rtol=1e-3)
    assert found.area_km2 == pytest.approx(mask.area_km2)


@pytest.mark.data
def test_density_of_tigers_by_cell() -> None:
    known = pd.read_csv(reference("tiger_spacecap") / "fxTotal_secr.csv")
    session, mask = tigers()
    np.testing.assert_allclose(mask.xy, known[["x", "y"]])
    fit = fit_secr(session, mask, detector="proximity")
    for kind, column in SURFACES.items():
        found = density_surface(fit, kind) * KM2_BY_HA
        np.testing.assert_allclose(found, known[column], rtol=1e-5, atol=1e-8 if kind == "detected" else 0)
    modelled = density_surface(fit)
    np.testing.assert_allclose(modelled, modelled[0])


@pytest.mark.data
def test_density_from_the_effective_area() -> None:
    session, mask, expected = caught("secr_captdata")
    found = derived_density(fit_secr(session, mask, detector="multi"))
    known = expected["derived_CL"]
    ours = np.array([found.value, found.se, found.low, found.high]) * KM2_BY_HA
    np.testing.assert_allclose(
        ours, [known[key] for key in ("estimate", "SE.estimate", "lcl", "ucl")], rtol=1e-4
    )


@pytest.mark.parametrize("kind", get_args(Detector))
def test_surfaces_add_up(kind: Detector) -> None:
    session, mask = simulated(41, kind=kind, covariate=0.6)
    fit = fit_secr(session, mask, detector=kind, density=("hills",))
    parts = {name: density_surface(fit, name) for name in get_args(Kind)}
    np.testing.assert_allclose(parts["realised"], parts["detected"] + parts["missed"])
    assert parts["detected"].sum() * mask.cell_km2 == pytest.approx(fit.n)
    whole = region_n(fit)
    assert parts["modelled"].sum() * mask.cell_km2 == pytest.approx(whole.expected)
    assert parts["realised"].sum() * mask.cell_km2 == pytest.approx(whole.realised)
    assert parts["modelled"].mean() == pytest.approx(fit.estimate("density_per_km2").value)
    slope = np.polyfit(mask.covariates["hills"], np.log(parts["modelled"]), 1)[0]
    assert slope == pytest.approx(fit.beta[1])


def test_parts_of_a_region_add_up_and_hold_their_animals() -> None:
    session, mask = simulated(42)
    fit = fit_secr(session, mask, detector="proximity")
    west = mask.xy[:, 0] < 3000
    whole, left, right = (region_n(fit, cells) for cells in (None, west, ~west))
    assert left.expected + right.expected == pytest.approx(whole.expected)
    assert left.realised + right.realised == pytest.approx(whole.realised)
    assert left.area_km2 + right.area_km2 == pytest.approx(mask.area_km2)
    half = region_n(fit, np.full(len(mask), 0.5))
    assert half.expected == pytest.approx(whole.expected / 2)
    assert half.realised == pytest.approx(whole.realised / 2)
    assert whole.realised_low > fit.n
    assert whole.realised_se < whole.expected_se
    assert left.realised_low < left.realised < left.realised_high
    nearly = np.ones(len(mask))
    nearly[0] = 0.999
    # the error of a part is put together from its pieces, that of the whole by a formula of its own
    assert region_n(fit, nearly).realised_se == pytest.approx(whole.realised_se, rel=0.05)


def test_fixed_number_is_as_certain_in_the_region_as_in_all() -> None:
    session, mask = simulated(42)
    found = region_n(fit_secr(session, mask, detector="proximity", distribution="binomial"))
    assert found.realised == pytest.approx(found.expected, rel=0.02)
    assert found.realised_se == pytest.approx(found.expected_se)


def test_effective_area_and_likelihood_agree() -> None:
    session, mask = simulated(43)
    fit = fit_secr(session, mask, detector="proximity")
    derived, one = derived_density(fit), fit.estimate("density_per_km2")
    assert derived.value == pytest.approx(one.value, rel=1e-6)
    assert derived.se == pytest.approx(one.se, rel=0.02)
    other = fit_secr(session, mask, detector="proximity", distribution="binomial")
    with pytest.raises(LeopardRangeError, match="bad_argument"):
        derived_density(other)


@pytest.mark.parametrize("density", [(), ("hills",)])
def test_profile_lies_where_the_likelihood_falls_by_1_92(density: tuple[str, ...]) -> None:
    session, mask = simulated(44)
    fit = fit_secr(session, mask, detector="proximity", detectfn="HHN", density=density)
    for one in fit.estimates:
        low, high = profile_interval(fit, one.name)
        assert low is not None
        assert high is not None
        assert low < one.value < high
        assert (low, high) == pytest.approx((one.low, one.high), rel=0.1)
    if not density and high is not None:
        # hold sigma at its upper limit and search the rest by brute force
        theta = fit.theta.copy()
        theta[2] = np.log(high)
        best = np.inf
        for _ in range(3):
            for at, width in ((0, 0.02), (1, 0.02)) * 20:
                trial = [theta + np.eye(3)[at] * step for step in np.linspace(-width, width, 9)]
                found = [fit.model.objective(one)[0] for one in trial]
                theta, best = trial[int(np.argmin(found))], min(found)
        assert best + fit.log_likelihood == pytest.approx(1.92073, abs=2e-3)


def test_profile_of_one_session_of_several() -> None:
    pairs = [simulated(seed, name=str(seed)) for seed in (45, 46)]
    sessions, masks = zip(*pairs, strict=True)
    fit = fit_secr(sessions, masks, detector="proximity", separate=("density",))
    first, second = (profile_interval(fit, "density_per_km2", name) for name in ("45", "46"))
    assert first != second
    for (low, high), name in ((first, "45"), (second, "46")):
        assert low is not None
        assert high is not None
        assert low < fit.estimate("density_per_km2", name).value < high
