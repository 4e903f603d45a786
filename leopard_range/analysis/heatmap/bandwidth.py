"""How wide the kernel of a heatmap is: rules of thumb and rules that look at the pattern.

Rules that look at the pattern try a row of bandwidths and keep the best, on the rows and with the
edge corrections that the R package spatstat uses, so that both find the same numbers.

References
----------
Worton B. J. (1995) Journal of Wildlife Management 59(4): 794-800, doi:10.2307/3801959 (reference bandwidth).
Scott D. W. (1992) Multivariate density estimation, Wiley, doi:10.1002/9780470316849.
Cronie O., van Lieshout M. N. M. (2018) Biometrika 105(2): 455-462, doi:10.1093/biomet/asy001.
Berman M., Diggle P. (1989) Journal of the Royal Statistical Society B 51(1): 81-92,
doi:10.1111/j.2517-6161.1989.tb01750.x.
Loader C. (1999) Local regression and likelihood, Springer, doi:10.1007/b98858 (likelihood).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from scipy.spatial.distance import cdist
from scipy.special import ndtr

from leopard_range.analysis.heatmap.kde import places
from leopard_range.errors import LeopardRangeError

__all__ = [
    "MOST_PLACES",
    "Box",
    "cvl_m",
    "diggle_m",
    "href_m",
    "likelihood_m",
    "scott_axes_m",
    "scott_m",
]

Floats: TypeAlias = NDArray[np.float64]

Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north of the ground that was watched, metres."""

MOST_PLACES = 3_000
"""Places up to which the rules that compare every pair are worked out."""

_STEPS = 16
_RADII = 512
_CELLS = 128
_MOST_WEIGHT = 100.0


def href_m(xy: Floats) -> float:
    """Reference bandwidth: right for one round cloud, too wide for several.

    Parameters
    ----------
    xy : numpy.ndarray, shape (n, 2)
        Points in metres; a place that stands twice counts twice.

    Returns
    -------
    float
        Metres: root of the mean of both sample variances, times n^(-1/6).

    Raises
    ------
    LeopardRangeError
        ``heat_one_spot`` when the points have no extent, and as `places`.
    """
    points = places(xy)
    return _wide(float(np.sqrt(_variances(points).mean()) * len(points) ** (-1 / 6)))


def scott_axes_m(xy: Floats) -> tuple[float, float]:
    """Scott's rule for each axis.

    Parameters
    ----------
    xy : numpy.ndarray, shape (n, 2)
        Points in metres.

    Returns
    -------
    tuple of float
        Metres in x and y: the sample standard deviation times n^(-1/6).

    Raises
    ------
    LeopardRangeError
        ``heat_one_spot`` when the points have no extent along an axis.
    """
    points = places(xy)
    x, y = np.sqrt(_variances(points)) * len(points) ** (-1 / 6)
    return _wide(float(x)), _wide(float(y))


def scott_m(xy: Floats) -> float:
    """Scott's rule for a round kernel: the geometric mean of both axes.

    Parameters
    ----------
    xy : numpy.ndarray, shape (n, 2)
        Points in metres.

    Returns
    -------
    float
        Metres.

    Raises
    ------
    LeopardRangeError
        As `scott_axes_m`.
    """
    x, y = scott_axes_m(xy)
    return float(np.sqrt(x * y))


def cvl_m(xy: Floats, box: Box, steps: int = _STEPS) -> float:
    """Bandwidth of Cronie and van Lieshout: the inverse densities add up to the area.

    Parameters
    ----------
    xy : numpy.ndarray, shape (n, 2)
        Distinct places in metres.
    box : tuple of float
        Ground that was watched.
    steps : int
        Bandwidths tried, a geometric row from the least distance between two places to half the
        diagonal of the box.

    Returns
    -------
    float
        Metres; no edge correction, as the rule demands.

    Raises
    ------
    LeopardRangeError
        ``heat_one_spot``, ``heat_many_places``, ``heat_flat``, and as `places`.
    """
    points = _checked(xy, box)
    area = (box[2] - box[0]) * (box[3] - box[1])
    squares = _squares(points)

    def misfit(h: float) -> float:
        density = (_sums(squares, h) + 1) / (2 * np.pi * h * h)
        return float((np.sum(1 / density) - area) ** 2)

    return _best(_row(points, box, steps), misfit)


def likelihood_m(xy: Floats, box: Box, steps: int = _STEPS) -> float:
    """Bandwidth of the greatest likelihood when each place is foretold by the others.

    Parameters
    ----------
    xy : numpy.ndarray, shape (n, 2)
        Distinct places in metres.
    box : tuple of float
        Ground that was watched; what the kernel loses beyond it is made up for, and the integral of
        the density that follows is taken off the likelihood.
    steps : int
        Bandwidths tried, as in `cvl_m`.

    Returns
    -------
    float
        Metres.

    Raises
    ------
    LeopardRangeError
        As `cvl_m`.
    """
    points = _checked(xy, box)
    squares = _squares(points)
    axes = tuple((points[:, at], box[at], box[at + 2]) for at in (0, 1))

    def misfit(h: float) -> float:
        (in_x, all_x), (in_y, all_y) = (_made_up(*axis, h) for axis in axes)
        density = _sums(squares, h) / (2 * np.pi * h * h * in_x * in_y)
        if not density.min() > 0:
            return np.inf
        return float(all_x @ all_y - np.sum(np.log(density)))

    return _best(_row(points, box, steps), misfit)


def diggle_m(xy: Floats, box: Box) -> float:
    """Bandwidth of Berman and Diggle: least mean square error, judged by Ripley's K.

    Parameters
    ----------
    xy : numpy.ndarray, shape (n, 2)
        Distinct places in metres.
    box : tuple of float
        Ground that was watched; K is corrected for its edges (isotropic correction).

    Returns
    -------
    float
        Metres; the rule is about a disc, and half its radius is the Gaussian's standard deviation.

    Raises
    ------
    LeopardRangeError
        As `cvl_m`.
    """
    points = _checked(xy, box)
    west, south, east, north = box
    area = (east - west) * (north - south)
    density = len(points) / area
    longest = min(min(east - west, north - south) / 4, np.sqrt(1000 / (np.pi * density)))
    radius = np.linspace(0, longest, _RADII)
    k = _ripley(points, box, radius)
    tried = np.arange(1, (_RADII + 1) // 2)
    h, grown = radius[tried], np.diff(k, prepend=0.0)
    share = np.clip(radius[None, :] / (2 * h[:, None]), 0, 1)
    common = 2 * h[:, None] ** 2 * (np.arccos(share) - share * np.sqrt(1 - share**2))
    disc = np.pi * h**2
    error = (1 / density - 2 * k[tried]) / disc + (common * grown).sum(axis=1) / disc**2
    return float(h[np.argmin(error)] / 2)


def _variances(points: Floats) -> Floats:
    return np.var(points, axis=0, ddof=1) if len(points) > 1 else np.zeros(2)


_SPOT_M = 1e-6


def _wide(h: float) -> float:
    # Equal places differ by rounding.
    if not h > _SPOT_M:
        raise LeopardRangeError("heat_one_spot")
    return h


def _checked(xy: Floats, box: Box) -> Floats:
    points = places(xy)
    if len(points) > MOST_PLACES:
        raise LeopardRangeError("heat_many_places", count=len(points), most=MOST_PLACES)
    if len(np.unique(points, axis=0)) < 2:
        raise LeopardRangeError("heat_one_spot")
    if not (box[2] > box[0] and box[3] > box[1]):
        raise LeopardRangeError("heat_flat")
    return points


def _row(points: Floats, box: Box, steps: int) -> Floats:
    distinct = np.unique(points, axis=0)
    least = cKDTree(distinct).query(distinct, k=2)[0][:, 1].min()
    return np.geomspace(least, np.hypot(box[2] - box[0], box[3] - box[1]) / 2, steps)


def _squares(points: Floats) -> Floats:
    """Squared distances of every pair; a place is endlessly far from itself."""
    found: Floats = cdist(points, points, "sqeuclidean")
    np.fill_diagonal(found, np.inf)
    return found


def _sums(squares: Floats, h: float) -> Floats:
    """Sum the kernel, 1 at its peak, over the other places, at each place."""
    found: Floats = np.exp(squares / (-2 * h * h)).sum(axis=1)
    return found


def _made_up(place: Floats, low: float, high: float, h: float) -> tuple[Floats, Floats]:
    """Share of each place's kernel inside the box along one axis, and its integral once made up for."""
    cells = int(np.clip(8 * (high - low) / h, _CELLS, 50 * _CELLS))
    at = low + (np.arange(cells) + 0.5) * (high - low) / cells
    made_up = np.exp((at - place[:, None]) ** 2 / (-2 * h * h)) / (_inside(at, low, high, h) * h)
    return _inside(place, low, high, h), made_up.sum(axis=1) * (high - low) / cells / np.sqrt(2 * np.pi)


def _inside(place: Floats, low: float, high: float, h: float) -> Floats:
    found: Floats = ndtr((high - place) / h) - ndtr((low - place) / h)
    return found


def _best(tried: Floats, misfit: Callable[[float], float]) -> float:
    return float(tried[int(np.argmin([misfit(h) for h in tried]))])


def _ripley(points: Floats, box: Box, radius: Floats) -> Floats:
    """Ripley's K with the isotropic edge correction, at evenly spaced radii from 0."""
    n, step = len(points), radius[1]
    pairs = cKDTree(points).query_pairs(radius[-1], output_type="ndarray")
    one, other = np.concatenate([pairs, pairs[:, ::-1]]).T
    apart = np.hypot(*(points[one] - points[other]).T)
    share = np.where(apart > 0, _share_inside(points[one], box, np.where(apart > 0, apart, 1.0)), 1.0)
    weight = np.minimum(1 / np.maximum(share, 1e-12), _MOST_WEIGHT)
    slot = np.minimum(np.ceil(apart / step - 1e-9).astype(np.int64), len(radius) - 1)
    area = (box[2] - box[0]) * (box[3] - box[1])
    return np.cumsum(np.bincount(slot, weight, len(radius))) * area / (n * (n - 1))


def _share_inside(centre: Floats, box: Box, radius: Floats) -> Floats:
    """Share of a circle's line that lies in a box that holds its centre."""
    x, y = centre.T
    sides = np.array([x - box[0], box[3] - y, box[2] - x, y - box[1]])
    outside = np.zeros(len(centre))
    for at, side in enumerate(sides):
        beyond = np.arccos(np.minimum(side / radius, 1.0))
        for next_side in (sides[at - 1], sides[(at + 1) % 4]):
            outside += np.minimum(beyond, np.arctan2(next_side, side))
    return 1 - outside / (2 * np.pi)
