"""Detections for the effort spent: how often an animal is photographed, wherever cameras stand.

A map of detections alone shows where the cameras were.  Here the smoothed detections are divided by
the smoothed effort (Nadaraya-Watson), so a place with many cameras counts no more than its animals.

References
----------
Nadaraya E. A. (1964) Theory of Probability and its Applications 9(1): 141-142, doi:10.1137/1109020.
Diggle P. J. (1985) Journal of the Royal Statistical Society C 34(2): 138-147, doi:10.2307/2347366.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from leopard_range.analysis.checks import number
from leopard_range.analysis.heatmap.kde import density_at, density_per_km2, places
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Grid

__all__ = ["detection_rate", "rate_at"]

Floats: TypeAlias = NDArray[np.float64]

_SHARE = 0.25
_BLOCK = 2_000_000


def detection_rate(
    stations: Floats,
    detections: ArrayLike,
    effort_days: ArrayLike,
    grid: Grid,
    bandwidth_m: float,
    *,
    least_days: float | None = None,
) -> tuple[Floats, Floats]:
    """Detections per 100 trap-days at the centres of the cells of a grid.

    Parameters
    ----------
    stations : numpy.ndarray, shape (k, 2)
        Stations in the metric plane of the grid.
    detections : numpy.ndarray, shape (k,)
        Independent detections at each.
    effort_days : numpy.ndarray, shape (k,)
        Trap-days of each; a station with none is left out.
    grid : Grid
        Square cells.
    bandwidth_m : float
        Standard deviation of the Gaussian.
    least_days : float, optional
        Trap-days within reach below which a cell is masked; a quarter of the median of the stations
        when left out, so that nothing is told far beyond the outermost cameras.

    Returns
    -------
    rate : numpy.ndarray of float, shape (rows, columns)
        100 times the sum of n K over the sum of E K; NaN where masked.
    effort : numpy.ndarray of float, shape (rows, columns)
        Trap-days within reach: the sum of E K with K 1 at its peak, so that a camera counts
        whole where it stands, 0.61 at one bandwidth and 0.14 at two.

    Raises
    ------
    LeopardRangeError
        ``heat_no_effort`` when no station has effort, ``heat_effort_missing`` when detections were
        made without effort, ``heat_weights``, and as `density_per_km2`.
    """
    xy, seen, days = _checked(stations, detections, effort_days)
    h = number("bandwidth_m", bandwidth_m, above=0)
    peak = 1e6 / (2 * math.pi * h * h)
    if least_days is None:
        least = _SHARE * float(np.median(density_at(xy, xy, h, days))) / peak
    else:
        least = number("least_days", least_days, above=0)
    effort = density_per_km2(xy, grid, bandwidth_m, days) / peak
    found = density_per_km2(xy, grid, bandwidth_m, seen) / peak
    enough = effort >= least
    rate = np.full(grid.shape, np.nan)
    np.divide(100 * found, effort, out=rate, where=enough)
    return rate, effort


def rate_at(
    stations: Floats, detections: ArrayLike, effort_days: ArrayLike, at: Floats, bandwidth_m: float
) -> Floats:
    """Detections per 100 trap-days at any places, however far from the stations.

    Parameters
    ----------
    stations, detections, effort_days, bandwidth_m
        As `detection_rate`.
    at : numpy.ndarray, shape (m, 2)
        Where the rate is asked for.

    Returns
    -------
    numpy.ndarray of float, shape (m,)
        Not masked; far away it is the rate of the nearest stations, never 0 divided by 0.

    Raises
    ------
    LeopardRangeError
        As `detection_rate`.
    """
    xy, seen, days = _checked(stations, detections, effort_days)
    wanted, h = places(at), number("bandwidth_m", bandwidth_m, above=0)
    found = np.empty(len(wanted))
    step = max(_BLOCK // len(xy), 1)
    for start in range(0, len(wanted), step):
        some = wanted[start : start + step]
        power = ((some[:, None, :] - xy[None, :, :]) ** 2).sum(axis=2) / (-2 * h * h)
        # The nearest station counts 1, so the divisor is never 0 however far away it is.
        near = np.exp(power - power.max(axis=1, keepdims=True))
        found[start : start + step] = (near @ seen) / (near @ days)
    return 100 * found


def _checked(
    stations: Floats, detections: ArrayLike, effort_days: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    xy = places(stations, name="stations")
    seen, days = (np.asarray(values, dtype=np.float64) for values in (detections, effort_days))
    for values in (seen, days):
        if values.shape != (len(xy),) or not np.isfinite(values).all() or (values < 0).any():
            raise LeopardRangeError("heat_weights")
    watched = days > 0
    if not watched.any():
        raise LeopardRangeError("heat_no_effort")
    if (seen[~watched] > 0).any():
        raise LeopardRangeError("heat_effort_missing", row=int(((seen > 0) & ~watched).argmax()) + 1)
    return xy[watched], seen[watched], days[watched]
