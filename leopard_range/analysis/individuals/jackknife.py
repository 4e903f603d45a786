"""The jackknife of Burnham and Overton for animals that differ in how easily they are caught."""

from __future__ import annotations

from math import comb, factorial

import numpy as np
from numpy.typing import NDArray

__all__ = ["coefficients", "jackknife"]

Floats = NDArray[np.float64]

_ORDERS = 5
_LIMIT = 3.841458820694124


def coefficients(occasions: int, order: int) -> Floats:
    """Return what each capture frequency adds to a jackknife of one order.

    The jackknife of order k is the sum over i of (-1)^i C(k, i) (t - i)^k S(i) / k!, S(i) being the mean
    number of animals seen when i of t occasions are left out; an animal caught j times is missed then with
    probability C(t - j, i - j) / C(t, i).

    Parameters
    ----------
    occasions : int
        t, at least `order`.
    order : int
        1 to 5.

    Returns
    -------
    numpy.ndarray, shape (occasions,)
        The number is the sum of coefficients times frequencies; animals caught often have 1.
    """
    added = np.ones(occasions)
    for i in range(1, order + 1):
        weight = -((-1) ** i) * comb(order, i) * (occasions - i) ** order / factorial(order)
        for j in range(1, i + 1):
            added[j - 1] += weight * comb(occasions - j, i - j) / comb(occasions, i)
    return added


def jackknife(frequencies: NDArray[np.int64]) -> tuple[float, float]:
    """Return the number of animals and its standard error.

    The order is the first whose step to the next is not significant at 5 %; the number lies between it and
    the order before, where the test would just be significant (Otis et al. 1978).  The standard error is over
    the orders that might have been chosen, as in program CAPTURE (Rexstad and Burnham 1991).

    Parameters
    ----------
    frequencies : numpy.ndarray of int, shape (occasions,)
        Animals caught once, twice, and so on.

    Returns
    -------
    number, standard error : float
    """
    from scipy.stats import ncx2

    f = frequencies.astype(np.float64)
    orders = min(_ORDERS, len(f))
    a = np.stack([coefficients(len(f), k) for k in range(1, orders + 1)])
    numbers = a @ f
    tests = np.array([*(_step(f, a[k + 1] - a[k]) for k in range(orders - 1)), 0.0])
    chance = np.ones(orders)
    kept = ncx2.cdf(_LIMIT, 1, np.maximum(tests - 1, 1e-12))
    chance[1:] = np.cumprod(1 - kept[:-1])
    chance[:-1] *= kept[:-1]
    mean = float(chance @ numbers)
    variance = float(chance @ np.maximum((a**2) @ f - numbers, 0) + chance @ (numbers - mean) ** 2)
    return _between(f, a, tests), float(np.sqrt(variance))


def _step(f: Floats, b: Floats) -> float:
    """Test whether the next order differs: squared step over its variance, one degree of freedom."""
    n = f.sum()
    step = float(b @ f)
    variance = n / (n - 1) * (float((b**2) @ f) - step**2 / n) if n > 1 else 0.0
    return step**2 / variance if variance > 0 else 0.0


def _between(f: Floats, a: Floats, tests: Floats) -> float:
    chosen = int(np.argmax(tests < _LIMIT))
    here = float(a[chosen] @ f)
    if chosen:
        before, test_before = float(a[chosen - 1] @ f), float(tests[chosen - 1])
    else:
        # Order 0 is the animals caught; its test needs at least one that was caught once.
        before, test_before = float(f.sum()), float(here * f[0] / (here - f[0])) if here > f[0] else 0.0
        if test_before <= _LIMIT:
            return here
    share = (test_before - _LIMIT) / (test_before - float(tests[chosen]))
    return share * here + (1 - share) * before
