"""Intervals from the likelihood itself: values the data do not speak against."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from leopard_range.analysis.secr.data import Floats
from leopard_range.analysis.secr.results import Z95, Fit
from leopard_range.analysis.secr.surface import position
from leopard_range.errors import LeopardRangeError

__all__ = ["profile_interval"]

ROUNDS = 25
FARTHEST = 12.0
"""In standard errors: a limit beyond it does not exist."""


def profile_interval(fit: Fit, name: str, session: str = "") -> tuple[float | None, float | None]:
    """Return the 95 % interval of a parameter by profile likelihood.

    Parameters
    ----------
    fit : Fit
        A fit.
    name : str
        ``density_per_km2``, ``g0``, ``lambda0`` or ``sigma_m``.
    session : str
        Whose; the first when empty.

    Returns
    -------
    tuple of two floats
        Where twice the log-likelihood, highest over all other parameters, lies 3.84 below its
        maximum.  None where it never falls that far: the data set no limit.

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` for a parameter the fit does not have.

    References
    ----------
    Venzon D. J. & Moolgavkar S. H. (1988) A method for computing profile-likelihood-based confidence
    intervals. Applied Statistics 37: 87-94, doi:10.2307/2347496.
    """
    names = list(dict.fromkeys(one.name for one in fit.estimates))
    if name not in names:
        raise LeopardRangeError("bad_argument", name="name", value=name, rule=" | ".join(names))
    index = position(fit, session)
    block = fit.model.blocks[index]
    at = {"density_per_km2": int(block.density[0]), "sigma_m": block.scale}.get(name, block.level)
    profile = _profile(fit, index, at, mean_density=name == "density_per_km2")
    back = expit if name == "g0" else np.exp
    low, high = (
        None if limit is None else float(back(limit))
        for limit in (_limit(profile, -1.0), _limit(profile, 1.0))
    )
    return low, high


class _Profile(NamedTuple):
    """Estimate and error of one parameter, and the root of twice the fall when it is held elsewhere."""

    middle: float
    error: float
    root: Callable[[float], float]


def _profile(fit: Fit, index: int, at: int, *, mean_density: bool) -> _Profile:
    model, theta, covariance = fit.model, fit.theta, fit.theta_covariance
    rest = np.delete(np.arange(len(theta)), at)
    slope = np.zeros(len(theta))
    slope[at] = 1.0
    middle = float(theta[at])
    if mean_density:
        middle, slope = model.log_mean_density(theta, index)
    error = float(np.sqrt(slope @ covariance @ slope))
    along = (covariance @ slope)[rest] / error**2
    # the others given this one, so that the search walks over a round bowl
    given = covariance[np.ix_(rest, rest)] - np.outer(along, along) * error**2
    bowl = np.linalg.cholesky(given + np.eye(len(rest)) * 1e-12 * np.trace(given))

    def spread(held: float, others: Floats) -> tuple[Floats, Floats]:
        """All parameters, and how the held one moves with the others."""
        full = np.zeros(len(theta))
        full[rest] = others
        if not mean_density:
            full[at] = held
            return full, np.zeros(len(rest))
        log_mean, moves = model.log_mean_density(full, index)
        full[at] = held - log_mean
        return full, -moves[rest]

    def root(held: float) -> float:
        first = theta[rest] + along * (held - middle)

        def objective(z: Floats) -> tuple[float, Floats]:
            full, moves = spread(held, first + bowl @ z)
            value, gradient = model.objective(full)
            return value, bowl.T @ (gradient[rest] + gradient[at] * moves)

        found = minimize(objective, np.zeros(len(rest)), jac=True, method="L-BFGS-B", options={"gtol": 1e-4})
        fall = 2 * (found.fun + fit.log_likelihood)
        return float(np.sqrt(max(fall, 0.0)))

    return _Profile(middle, error, root)


def _limit(profile: _Profile, side: float) -> float | None:
    """Find where the root is 1.96 on one side: it is nearly a straight line there."""
    inner, inner_root = 0.0, 0.0
    outer, outer_root = Z95, profile.root(profile.middle + side * Z95 * profile.error)
    while outer_root < Z95:
        if outer >= FARTHEST:
            return None
        inner, inner_root = outer, outer_root
        outer = min(outer * 1.3, FARTHEST)
        outer_root = profile.root(profile.middle + side * outer * profile.error)
    for _ in range(ROUNDS):
        share = (Z95 - inner_root) / (outer_root - inner_root)
        step = inner + (outer - inner) * min(max(share, 0.01), 0.99)
        root = profile.root(profile.middle + side * step * profile.error)
        if abs(root - Z95) < 1e-5:
            break
        if root < Z95:
            inner, inner_root = step, root
        else:
            outer, outer_root = step, root
    return profile.middle + side * step * profile.error
