"""How detection falls with distance, with derivatives.

Everything is written as a hazard h per unit of effort: a detector of effort u misses an animal
with probability exp(-u h).

=====  ===========================================  =============
name   per unit of effort                           parameters
=====  ===========================================  =============
HN     p = g0 exp(-d^2 / (2 sigma^2)), h = -log(1-p)  g0, sigma
EX     p = g0 exp(-d / sigma),         h = -log(1-p)  g0, sigma
HHN    h = lambda0 exp(-d^2 / (2 sigma^2))            lambda0, sigma
HEX    h = lambda0 exp(-d / sigma)                    lambda0, sigma
=====  ===========================================  =============

g0 is fitted on the logit scale, lambda0 and sigma on the log scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from leopard_range.analysis.secr.data import DetectFn, Floats

__all__ = ["Hazard", "LogHazard", "excess", "hazard", "intercept_name", "log_hazard"]

SMALL = 1e-4
"""Below it, series take over from differences of nearly equal numbers."""


@dataclass(frozen=True, slots=True)
class Hazard:
    """Hazard per unit of effort, and what its derivatives are made of.

    Attributes
    ----------
    h : array
        Hazard.
    by_level, by_scale : array
        Derivatives by the level (logit g0 or log lambda0) and by log sigma.
    """

    h: Floats
    by_level: Floats
    by_scale: Floats


@dataclass(frozen=True, slots=True)
class LogHazard:
    """Logarithm of the hazard, exact where the hazard itself is too small to be told from 0.

    Attributes
    ----------
    value : array
        log h.
    by_level, by_scale : array
        Derivatives by the level and by log sigma.
    h : array
        The hazard.
    """

    value: Floats
    by_level: Floats
    by_scale: Floats
    h: Floats


def intercept_name(function: DetectFn) -> str:
    """Return ``g0`` or ``lambda0``.

    Parameters
    ----------
    function : str
        Detection function.
    """
    return "g0" if function in ("HN", "EX") else "lambda0"


def _fall(d2: Floats, function: DetectFn, log_sigma: float) -> tuple[Floats, float]:
    """Return v of exp(-v) and the power of sigma in it."""
    sigma = np.exp(log_sigma)
    if function in ("HN", "HHN"):
        return d2 * (0.5 / sigma**2), 2.0
    return np.sqrt(d2) / sigma, 1.0


def hazard(d2: Floats, function: DetectFn, level: float, log_sigma: float) -> Hazard:
    """Work out the hazard at many distances, fast.

    Parameters
    ----------
    d2 : array
        Squared distances, m2.
    function : str
        Detection function.
    level : float
        Logit of g0, or log of lambda0.
    log_sigma : float
        Log of sigma in metres.

    Returns
    -------
    Hazard
        Right to about 1e-16 absolutely; `log_hazard` is right relatively.
    """
    v, power = _fall(d2, function, log_sigma)
    p = np.exp(-v)
    if function in ("HHN", "HEX"):
        p *= np.exp(level)
        v *= p
        v *= power
        return Hazard(p, p, v)
    g0 = expit(level)
    p *= g0
    q = 1.0 - p
    p /= q  # odds
    v *= p
    v *= power
    np.log(q, out=q)
    np.negative(q, out=q)
    p *= 1.0 - g0
    return Hazard(q, p, v)


def log_hazard(d2: Floats, function: DetectFn, level: float, log_sigma: float) -> LogHazard:
    """Work out the logarithm of the hazard at many distances, however small.

    Parameters
    ----------
    d2 : array
        Squared distances, m2.
    function : str
        Detection function.
    level : float
        Logit of g0, or log of lambda0.
    log_sigma : float
        Log of sigma in metres.
    """
    v, power = _fall(d2, function, log_sigma)
    if function in ("HHN", "HEX"):
        value = level - v
        return LogHazard(value, np.ones_like(v), power * v, np.exp(value))
    g0 = expit(level)
    p = g0 * np.exp(-v)
    h = -np.log1p(-p)
    tiny = p < SMALL**3
    safe = np.where(tiny, 1.0, p)
    over = np.where(tiny, 1.0, h / safe)  # h / p, near 1 where p is small
    odds = 1.0 / ((1.0 - p) * over)  # odds of p by h
    value = -np.log1p(np.exp(-level)) - v + np.log(over)
    return LogHazard(value, (1.0 - g0) * odds, power * v * odds, h)


def excess(x: Floats) -> tuple[Floats, Floats]:
    """Return log((exp(x) - 1) / x) and its derivative, for x of 0 and more.

    Parameters
    ----------
    x : array
        Hazards times effort.
    """
    small = x < SMALL
    safe = np.where(small, 1.0, x)
    caught = -np.expm1(-safe)
    value = np.where(small, x / 2 + x**2 / 24, safe + np.log(caught / safe))
    slope = np.where(small, 0.5 + x / 12, 1.0 / caught - 1.0 / safe)
    return value, slope
