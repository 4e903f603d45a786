"""The fits of R secr 5.4.1 to published surveys, reproduced."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from leopard_range.analysis.secr import fit_secr
from leopard_range.analysis.secr.data import Distribution
from leopard_range.analysis.secr.results import Fit
from tests.analysis.secr.samples import caught, tigers
from tests.surveys import reference

KM2_BY_HA = 0.01


def agrees(fit: Fit, expected: dict[str, Any]) -> None:
    """Estimates within 1e-4 and standard errors and limits within 1 % of R secr."""
    for name, known in expected["estimates"].items():
        unit = KM2_BY_HA if name == "D" else 1.0
        found = fit.estimate({"D": "density_per_km2", "sigma": "sigma_m"}.get(name, name))
        assert found.value * unit == pytest.approx(known["estimate"], rel=1e-4)
        assert found.se * unit == pytest.approx(known["SE.estimate"], rel=1e-2)
        assert found.low * unit == pytest.approx(known["lcl"], rel=1e-2)
        assert found.high * unit == pytest.approx(known["ucl"], rel=1e-2)


@pytest.mark.data
@pytest.mark.parametrize("name", ["secr_captdata", "secr_possum"])
def test_traps_that_hold_the_animal(name: str) -> None:
    session, mask, expected = caught(name)
    fit = fit_secr(session, mask, detector="multi")
    agrees(fit, expected["HN"])
    assert fit.n == expected["HN"]["N_animals"]
    assert fit.log_likelihood == pytest.approx(expected["HN"]["loglik"], abs=1e-5)
    assert [note.code for note in fit.notes] == ["secr_multi"]


@pytest.mark.data
@pytest.mark.parametrize(("distribution", "row"), [("poisson", "HN_poisson"), ("binomial", "HN_binomialN")])
def test_tigers(distribution: Distribution, row: str) -> None:
    session, mask = tigers()
    expected = json.loads((reference("tiger_spacecap") / "expected.json").read_text())
    fit = fit_secr(session, mask, detector="proximity", distribution=distribution)
    agrees(fit, expected[row])
    assert (fit.n, fit.detections, fit.recaptures) == (44, 68, 24)


@pytest.mark.data
def test_density_of_tigers_by_northing() -> None:
    session, mask = tigers()
    expected = json.loads((reference("tiger_spacecap") / "expected_density_surface.json").read_text())
    fit = fit_secr(session, mask, detector="proximity", density=("z",))
    assert fit.names == ("D", "D.z", "g0", "sigma")
    beta = dict(zip(fit.names, fit.beta, strict=True))
    beta["D"] += np.log(KM2_BY_HA)
    assert beta == pytest.approx(expected["D_z"]["beta"], rel=1e-4)
    errors = dict(zip(fit.names, np.sqrt(np.diag(fit.covariance)), strict=True))
    assert errors == pytest.approx(expected["D_z"]["se"], rel=1e-2)
    # R sums the occasions first, which adds a constant: compare the gain over the model without z
    null = fit_secr(session, mask, detector="proximity")
    gain = expected["D_z"]["loglik"] - expected["D_z"]["null_loglik"]
    assert fit.log_likelihood - null.log_likelihood == pytest.approx(gain, abs=1e-5)


@pytest.mark.data
def test_density_of_possums_by_distance_to_shore() -> None:
    """The stored fit of R stopped before the maximum: it is worse than the model without the covariate."""
    session, mask, expected = caught("secr_possum")
    fit = fit_secr(session, mask, detector="multi", density=("d.to.shore",))
    stored = expected["HN_D_dtoshore"]
    beta = np.array([stored["beta"][name] for name in ("D", "D.d.to.shore", "g0", "sigma")])
    beta[0] -= np.log(KM2_BY_HA)
    there, slope = fit.model.objective(np.linalg.solve(fit.model.to_reported, beta))
    assert -there == pytest.approx(stored["loglik"], abs=1e-5)
    assert np.abs(slope).max() > 30
    assert stored["loglik"] < expected["HN"]["loglik"] < fit.log_likelihood
