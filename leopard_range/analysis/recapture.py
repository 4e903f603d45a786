"""How many there are, from two draws of a closed population: Chapman's estimator of capture and recapture."""

from __future__ import annotations

import math
from dataclasses import dataclass

from leopard_range.errors import LeopardRangeError

__all__ = ["Recapture", "chapman"]

_NORMAL_95 = 1.96


@dataclass(frozen=True, slots=True)
class Recapture:
    """An estimate from two draws.

    Attributes
    ----------
    estimate : float
        Individuals.
    low, high : float
        95 % interval; `low` is never below the number of different individuals seen.
    """

    estimate: float
    low: float
    high: float


def chapman(first: int, second: int, marked: int) -> Recapture:
    """Estimate the size of a closed population from a draw that is marked and a draw after it.

    Parameters
    ----------
    first : int
        Individuals drawn and marked.
    second : int
        Individuals drawn later.
    marked : int
        Those of the second draw that bear a mark.

    Returns
    -------
    Recapture
        Chapman's (n1 + 1)(n2 + 1) / (m + 1) - 1 with Sadinle's transformed logit interval.  It holds the
        truth in about 95 of 100 tries also where few marks come back; 1.96 standard errors on each side hold
        it less often.  Where all of a draw bear marks, the upper end is so high that it says nothing.

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` when more are marked than were drawn, or a count is below 0.

    References
    ----------
    Chapman D. G. (1951) Some properties of the hypergeometric distribution with applications to zoological
    sample censuses. University of California Publications in Statistics 1: 131-160.
    Sadinle M. (2009) Transformed logit confidence intervals for small populations in single capture-recapture
    estimation. Communications in Statistics 38: 1909-1924, https://doi.org/10.1080/03610910903168595.
    """
    if min(first, second) < 0:
        raise LeopardRangeError("bad_argument", name="first", value=str(min(first, second)), rule=">= 0")
    if not 0 <= marked <= min(first, second):
        rule = f"0 - {min(first, second)}"
        raise LeopardRangeError("bad_argument", name="marked", value=str(marked), rule=rule)
    estimate = (first + 1) * (second + 1) / (marked + 1) - 1
    both, one, other = marked + 0.5, first - marked + 0.5, second - marked + 0.5
    spread = _NORMAL_95 * math.sqrt(1 / both + 1 / one + 1 / other + both / (one * other))
    seen, unseen = float(first + second - marked), one * other / both
    low, high = (seen - 0.5 + unseen * math.exp(sign * spread) for sign in (-1, 1))
    return Recapture(estimate, max(seen, low), max(seen, high))
