"""How many animals a closed population has, from histories of captures without places.

The estimators of M0, Mt, Mb and Mh (Chao) are those of a Poisson model of the histories, as in Rcapture: the
number is that of the likelihood given the animals caught, and its variance is f0 + f0^2 var(log f0), f0 being
the expected animals never caught.  The likelihood with a fixed number of animals has its peak about one
animal lower; its profile gives the interval of M0 and Mt.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.individuals.jackknife import jackknife
from leopard_range.errors import LeopardRangeError

__all__ = ["MODELS", "Closed", "ClosedModel", "closed_population"]

ClosedModel = Literal["M0", "Mt", "Mb", "Mh_chao", "Mh_jackknife"]
"""Captures alike (0), differing by occasion (t), by behaviour after the first (b) or by animal (h)."""

MODELS: tuple[ClosedModel, ...] = ("M0", "Mt", "Mb", "Mh_chao", "Mh_jackknife")

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

_Z = 1.959963984540054
_CHI2 = _Z**2


@dataclass(frozen=True, slots=True)
class Closed:
    """Estimate of one model.

    Attributes
    ----------
    model : str
        One of `MODELS`.
    animals, captures, occasions : int
        Animals caught, their captures, and occasions.
    abundance, abundance_se : float
        Estimated number and its standard error.
    abundance_low, abundance_high : float
        95 % interval: profile likelihood for M0 and Mt, else log-normal on the animals never caught.
    """

    model: ClosedModel
    animals: int
    captures: int
    occasions: int
    abundance: float
    abundance_se: float
    abundance_low: float
    abundance_high: float


def closed_population(history: NDArray[np.bool_], model: ClosedModel) -> Closed:
    """Estimate the number of animals of a closed population.

    Parameters
    ----------
    history : numpy.ndarray of bool, shape (animals, occasions)
        Whether each animal was caught in each occasion; rows without a capture are left out.
    model : str
        One of `MODELS`.

    Returns
    -------
    Closed

    Raises
    ------
    LeopardRangeError
        ``survey_closed_no_animal``; ``survey_closed_one_animal``; ``survey_closed_one_occasion``;
        ``survey_closed_no_recapture``: no animal was caught twice; ``survey_closed_no_depletion``: first
        captures do not become fewer (Mb); ``survey_closed_below_minimum``: fewer than were caught
        (Mh_jackknife).

    References
    ----------
    Otis et al. (1978) Wildlife Monographs 62; Zippin (1958) for Mb; Chao (1987),
    https://doi.org/10.2307/2531532; Burnham and Overton (1978), https://doi.org/10.1093/biomet/65.3.625.
    """
    caught = np.asarray(history, dtype=bool)
    caught = caught[caught.any(axis=1)] if caught.size else caught.reshape(0, 0)
    animals, occasions = caught.shape
    if not animals:
        raise LeopardRangeError("survey_closed_no_animal")
    if animals < 2:
        raise LeopardRangeError("survey_closed_one_animal")
    if occasions < 2:
        raise LeopardRangeError("survey_closed_one_occasion")
    if int(caught.sum()) == animals:
        raise LeopardRangeError("survey_closed_no_recapture")
    found, se, bounds = _ESTIMATORS[model](caught)
    low, high = bounds if bounds is not None else _log_normal(animals, found, se)
    return Closed(model, animals, int(caught.sum()), occasions, found, se, low, high)


_Found = tuple[float, float, tuple[float, float] | None]


def _log_normal(animals: int, found: float, se: float) -> tuple[float, float]:
    never = found - animals
    if never <= 0:
        return found, found
    factor = math.exp(_Z * math.sqrt(math.log1p((se / never) ** 2)))
    return animals + never / factor, animals + never * factor


def _m0(caught: NDArray[np.bool_]) -> _Found:
    occasions = caught.shape[1]
    return _by_occasion(caught, np.full(occasions, caught.sum() / occasions))


def _mt(caught: NDArray[np.bool_]) -> _Found:
    return _by_occasion(caught, caught.sum(axis=0).astype(np.float64))


def _by_occasion(caught: NDArray[np.bool_], per_occasion: Floats) -> _Found:
    """Solve 1 - n/N = product of (1 - n_j/N), and take the variance from the information of the model."""
    from scipy.optimize import brentq

    animals = len(caught)
    if per_occasion.max() >= animals:
        # Some occasion caught every animal there is.
        return float(animals), 0.0, (float(animals), float(animals))

    def gap(number: float) -> float:
        return float(np.log1p(-per_occasion / number).sum() - math.log1p(-animals / number))

    # Near the animals caught the gap is positive; far above it is negative, for some were caught again.
    least = animals * (1 + 1e-12)
    if gap(least) <= 0:
        return float(animals), 0.0, _profile(animals, per_occasion)
    number = float(brentq(gap, least, _beyond(gap, animals), xtol=1e-10, rtol=1e-14))
    p = per_occasion / number
    never = number - animals
    information = number / (1 + (p / (1 - p)).sum()) - never
    se = math.sqrt(never + never**2 / information)
    return number, se, _profile(animals, per_occasion)


def _beyond(gap: Callable[[float], float], animals: int) -> float:
    """Return a number large enough to be on the other side of the root."""
    high = animals * 2.0
    while gap(high) >= 0:
        high *= 2
    return high


def _profile(animals: int, per_occasion: Floats) -> tuple[float, float]:
    """Return where the profile likelihood of the number lies 1.92 below its peak."""
    from scipy.optimize import brentq, minimize_scalar
    from scipy.special import gammaln, xlogy

    def loss(number: float) -> float:
        rest = number - per_occasion
        told = xlogy(per_occasion, per_occasion / number) + xlogy(rest, rest / number)
        return -float(gammaln(number + 1) - gammaln(number - animals + 1) + told.sum())

    far = animals * 2.0
    while loss(far) < loss(far / 2) and far < animals * 1e6:
        far *= 2
    peak = float(minimize_scalar(loss, bounds=(animals, far), method="bounded", options={"xatol": 1e-9}).x)
    limit = min(loss(peak), loss(float(animals))) + _CHI2 / 2

    def over(number: float) -> float:
        return loss(number) - limit

    top = max(peak, animals * 1.001)
    while over(top) < 0 and top < animals * 1e9:
        top *= 2
    low = float(animals) if over(float(animals)) <= 0 else float(brentq(over, animals, peak))
    return low, float(brentq(over, peak, top)) if over(top) > 0 else math.inf


def _mb(caught: NDArray[np.bool_]) -> _Found:
    """Estimate from first captures alone (Zippin): q solves the mean occasion of a truncated geometric."""
    from scipy.optimize import brentq

    animals, occasions = caught.shape
    first = np.bincount(caught.argmax(axis=1), minlength=occasions).astype(np.float64)
    j = np.arange(occasions)
    if ((occasions - 1 - 2 * j) * first).sum() <= 0:
        raise LeopardRangeError("survey_closed_no_depletion")
    mean = float((j * first).sum() / animals)
    if mean == 0:
        return float(animals), 0.0, None

    def gap(q: float) -> float:
        weights = q**j
        return float((j * weights).sum() / weights.sum()) - mean

    q = float(brentq(gap, 1e-12, 1 - 1e-12, xtol=1e-14))
    number = animals / (1 - q**occasions)
    expected = number * (1 - q) * q**j
    # Information on log N and q; log f0 = log N + occasions log q.
    slope = np.stack([np.ones(occasions), j / q - 1 / (1 - q)])
    towards = np.array([1.0, occasions / q])
    variance = float(towards @ np.linalg.solve((slope * expected) @ slope.T, towards))
    never = number - animals
    return number, math.sqrt(never + never**2 * variance), None


def _frequencies(caught: NDArray[np.bool_]) -> Counts:
    """Return how many animals were caught once, twice, and so on."""
    return np.bincount(caught.sum(axis=1), minlength=caught.shape[1] + 1)[1:].astype(np.int64)


def _mh_chao(caught: NDArray[np.bool_]) -> _Found:
    animals, occasions = caught.shape
    once, twice = (float(one) for one in _frequencies(caught)[:2])
    share = (occasions - 1) / occasions
    if twice > 0:
        never = share * once**2 / (2 * twice)
        variance = never**2 * (4 / once + 1 / twice) if once else 0.0
        return animals + never, math.sqrt(never + variance), None
    # Chao's form without animals caught twice.
    never = share * once * (once - 1) / 2
    number = animals + never
    spread = never + share**2 * (once * (2 * once - 1) ** 2 / 4 - once**4 / (4 * number))
    return number, math.sqrt(max(spread, 0.0)) if never else 0.0, None


def _mh_jackknife(caught: NDArray[np.bool_]) -> _Found:
    found, se = jackknife(_frequencies(caught))
    if found < len(caught):
        raise LeopardRangeError("survey_closed_below_minimum")
    return found, se, None


_ESTIMATORS: dict[ClosedModel, Callable[[NDArray[np.bool_]], _Found]] = {
    "M0": _m0,
    "Mt": _mt,
    "Mb": _mb,
    "Mh_chao": _mh_chao,
    "Mh_jackknife": _mh_jackknife,
}
