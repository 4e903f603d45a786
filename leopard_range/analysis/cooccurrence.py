"""Whether two species were met at the same stations more or less often than chance would have it.

References
----------
Veech J. A. (2013) A probabilistic model for analysing species co-occurrence. Global Ecology and Biogeography
22: 252-260. doi:10.1111/j.1466-8238.2012.00789.x
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom

__all__ = ["Cooccurrence", "cooccurrence"]


@dataclass(frozen=True, slots=True)
class Cooccurrence:
    """Stations by what they met.

    Attributes
    ----------
    both, first_only, second_only, neither : int
        Stations.
    expected_both : float
        Stations that would have met both if the two were spread without regard to each other.
    p_fewer, p_more : float or None
        Probability of at most, and of at least, as many stations with both, given how many met each (exact,
        hypergeometric); None where a species was met everywhere or nowhere, for then nothing can differ.
    odds_ratio : float or None
        ``both x neither / (first_only x second_only)``; None where a factor of the divisor is 0.
    """

    both: int
    first_only: int
    second_only: int
    neither: int
    expected_both: float
    p_fewer: float | None
    p_more: float | None
    odds_ratio: float | None


def cooccurrence(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> Cooccurrence:
    """Compare where two species were met.

    Parameters
    ----------
    first, second : numpy.ndarray of bool, shape (stations,)
        Whether each station that watched met the species.

    Returns
    -------
    Cooccurrence
        Stations differ in effort and in what they can see; a value far from chance says that the two were met
        at the same places, or not, and nothing of why.
    """
    stations, met, other = len(first), int(first.sum()), int(second.sum())
    both = int((first & second).sum())
    apart = (met - both) * (other - both)
    free = 0 < met < stations and 0 < other < stations
    chance = hypergeom(stations, met, other)
    return Cooccurrence(
        both=both,
        first_only=met - both,
        second_only=other - both,
        neither=stations - met - other + both,
        expected_both=met * other / stations if stations else 0.0,
        p_fewer=float(chance.cdf(both)) if free else None,
        p_more=float(chance.sf(both - 1)) if free else None,
        odds_ratio=both * (stations - met - other + both) / apart if apart else None,
    )
