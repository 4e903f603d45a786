"""Index of relative abundance: visits per 100 trap-days, with intervals that tell what they suppose."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from leopard_range.analysis.result import Result
from leopard_range.errors import LeopardRangeError

__all__ = ["INTERVALS", "Abundance", "Interval", "abundance_index", "dispersion", "fewster_variance"]

Interval = Literal["bootstrap", "fewster", "poisson"]
"""How the interval is made."""

INTERVALS: tuple[Interval, ...] = ("bootstrap", "fewster", "poisson")

Floats = NDArray[np.float64]

_BLOCK = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Abundance(Result):
    """Visits per 100 trap-days.

    Attributes
    ----------
    events : int
        Visits to stations with effort.
    trap_days : float
        Effort of all stations.
    stations : int
        Stations with effort; `n` of them.
    rai_per_100_trap_days : float or None
        100 times events over trap-days; None without effort.
    rai_per_100_trap_days_low, rai_per_100_trap_days_high : float or None
        Interval; None where the method has none: no effort, no event or one station.
    dispersion : float or None
        Pearson's chi-squared of the stations over its degrees of freedom: 1 when stations differ no more than
        chance lets them (Poisson), more when they differ in earnest; None below two stations or one event.
    """

    events: int
    trap_days: float
    stations: int
    rai_per_100_trap_days: float | None
    rai_per_100_trap_days_low: float | None
    rai_per_100_trap_days_high: float | None
    dispersion: float | None


def abundance_index(
    events: ArrayLike,
    trap_days: ArrayLike,
    *,
    interval: Interval = "bootstrap",
    level: float = 0.95,
    replicates: int = 9_999,
    seed: int = 1,
) -> Abundance:
    """Return visits per 100 trap-days over stations.

    Parameters
    ----------
    events : array_like, shape (k,)
        Visits to each station.
    trap_days : array_like, shape (k,)
        Effort of each; stations with none, or NaN, are left out with their visits.
    interval : str
        ``bootstrap``: percentiles over stations drawn with replacement, effort and visits together;
        ``fewster``: log-normal on the encounter-rate variance R2 of Fewster et al. (2009) with Student's t of
        k - 1 degrees of freedom; ``poisson``: exact (Garwood 1936), as if stations did not differ.
    level : float
        Of the interval.
    replicates, seed : int
        Of the bootstrap; the same seed gives the same interval.

    Returns
    -------
    Abundance

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` for a level outside 0 to 1, or no replicates.

    References
    ----------
    Fewster et al. (2009), https://doi.org/10.1111/j.1541-0420.2008.01157.x; Garwood (1936),
    https://doi.org/10.1093/biomet/28.3-4.437.
    """
    if not 0 < level < 1:
        raise LeopardRangeError("bad_argument", name="level", value=str(level), rule="> 0, < 1")
    if replicates < 1:
        raise LeopardRangeError("bad_argument", name="replicates", value=str(replicates), rule=">= 1")
    effort = np.asarray(trap_days, dtype=np.float64)
    working = effort > 0
    effort, count = effort[working], np.asarray(events, dtype=np.float64)[working]
    total = int(count.sum())
    bounds: tuple[float, float] | None = None
    if len(count) and interval == "poisson":
        bounds = _garwood(total, float(effort.sum()), level)
    elif len(count) > 1 and total:
        bounds = (
            _bootstrapped(count, effort, level, replicates, seed)
            if interval == "bootstrap"
            else _log_normal(count, effort, level)
        )
        # Stations that do not differ at all say nothing of how much others would.
        bounds = bounds if bounds[1] - bounds[0] > 1e-9 * bounds[1] else None
    return Abundance(
        method=interval,
        crs="",
        n=len(count),
        events=total,
        trap_days=float(effort.sum()),
        stations=len(count),
        rai_per_100_trap_days=100 * total / float(effort.sum()) if len(count) else None,
        rai_per_100_trap_days_low=None if bounds is None else 100 * bounds[0],
        rai_per_100_trap_days_high=None if bounds is None else 100 * bounds[1],
        dispersion=dispersion(count, effort),
    )


def dispersion(events: Floats, trap_days: Floats) -> float | None:
    """Return Pearson's chi-squared of stations over k - 1, expecting visits in proportion to effort.

    Parameters
    ----------
    events, trap_days : numpy.ndarray, shape (k,)
        Of stations with effort.

    Returns
    -------
    float or None
        None below two stations or one event.
    """
    if len(events) < 2 or not events.sum():
        return None
    expected = trap_days * (events.sum() / trap_days.sum())
    return float(((events - expected) ** 2 / expected).sum() / (len(events) - 1))


def fewster_variance(events: Floats, trap_days: Floats) -> float:
    """Return the variance of the rate of visits over stations, estimator R2 of Fewster et al. (2009).

    Parameters
    ----------
    events, trap_days : numpy.ndarray, shape (k,)
        Of two or more stations with effort.

    Returns
    -------
    float
        Square of visits per trap-day.
    """
    k, effort = len(events), trap_days.sum()
    residual = trap_days * (events / trap_days - events.sum() / effort)
    return float(k / (effort**2 * (k - 1)) * (residual**2).sum())


def _log_normal(events: Floats, trap_days: Floats, level: float) -> tuple[float, float]:
    from scipy.stats import t

    rate = events.sum() / trap_days.sum()
    spread = math.sqrt(math.log1p(fewster_variance(events, trap_days) / rate**2))
    factor = math.exp(float(t.ppf(0.5 + level / 2, len(events) - 1)) * spread)
    return float(rate / factor), float(rate * factor)


def _garwood(events: int, trap_days: float, level: float) -> tuple[float, float]:
    from scipy.stats import chi2

    tail = (1 - level) / 2
    low = chi2.ppf(tail, 2 * events) / 2 if events else 0.0
    return float(low) / trap_days, float(chi2.ppf(1 - tail, 2 * events + 2) / 2) / trap_days


def _bootstrapped(
    events: Floats, trap_days: Floats, level: float, replicates: int, seed: int
) -> tuple[float, float]:
    random = np.random.default_rng(seed)
    k = len(events)
    even, both = np.full(k, 1 / k), np.column_stack([events, trap_days])
    step = max(1, _BLOCK // k)
    sums = np.concatenate(
        [
            random.multinomial(k, even, size=min(step, replicates - done)) @ both
            for done in range(0, replicates, step)
        ]
    )
    low, high = np.quantile(sums[:, 0] / sums[:, 1], [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
