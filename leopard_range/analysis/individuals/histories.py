"""Minimum number known alive, discovery of individuals and how far they were seen to move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame

__all__ = [
    "YOUNG",
    "Discovery",
    "Movement",
    "by_year",
    "capture_history",
    "discovery",
    "known_alive",
    "movement",
]

YOUNG = ("juvenile", "subadult")
"""Life stages that are counted apart: dependent young."""

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

_POINTS = 25
_BLOCK = 2_000_000


def known_alive(seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Fill gaps: an animal is known alive in a year in which it was seen, or before and after which it was.

    Parameters
    ----------
    seen : numpy.ndarray of bool, shape (animals, years)
        Years in order.
    """
    before = np.logical_or.accumulate(seen, axis=1)
    after = np.logical_or.accumulate(seen[:, ::-1], axis=1)[:, ::-1]
    return np.asarray(before & after, dtype=np.bool_)


def by_year(sightings: DataFrame, years: list[int]) -> DataFrame:
    """Count individuals by year.

    Parameters
    ----------
    sightings : DataFrame
        Columns ``individualID``, ``year`` and ``lifeStage`` of identified animals.
    years : list of int
        Every year with effort, in order; a year of sightings that is not among them is left out.

    Returns
    -------
    DataFrame
        ``year``; ``identified``: adults seen; ``known_alive``: adults seen, or seen before and after;
        ``young``: juveniles and subadults seen; ``new``: animals never identified before; ``cumulative``:
        all identified so far.  An animal is young in a year when no record of that year calls it anything
        else than young; between sightings it keeps the age it had.
    """
    kept = sightings[sightings["year"].isin(years)]
    names = sorted(set(kept["individualID"]))
    row = {name: at for at, name in enumerate(names)}
    column = {year: at for at, year in enumerate(years)}
    place = kept["individualID"].map(row).to_numpy(np.int64), kept["year"].map(column).to_numpy(np.int64)
    shape = len(names), len(years)
    seen, grown = np.zeros(shape, bool), np.zeros(shape, bool)
    seen[place] = True
    old = ~kept["lifeStage"].isin(YOUNG).to_numpy(bool)
    grown[place[0][old], place[1][old]] = True
    alive = known_alive(seen)
    last = np.maximum.accumulate(np.where(seen, np.arange(len(years)), -1), axis=1)
    adult = alive & np.take_along_axis(grown, np.maximum(last, 0), axis=1)
    first = seen & ~np.pad(np.logical_or.accumulate(seen, axis=1), ((0, 0), (1, 0)))[:, :-1]
    return DataFrame(
        {
            "year": years,
            "identified": (seen & grown).sum(axis=0),
            "known_alive": adult.sum(axis=0),
            "young": (seen & ~grown).sum(axis=0),
            "new": first.sum(axis=0),
            "cumulative": first.sum(axis=0).cumsum(),
        }
    )


def capture_history(animal: Codes, occasion: Codes, animals: int, occasions: int) -> NDArray[np.bool_]:
    """Return whether each animal was caught in each occasion.

    Parameters
    ----------
    animal, occasion : numpy.ndarray of int, shape (m,)
        Of each capture, from 0.
    animals, occasions : int
        Shape of the history.
    """
    history = np.zeros((animals, occasions), dtype=np.bool_)
    history[animal, occasion] = True
    return history


@dataclass(frozen=True, slots=True, eq=False)
class Discovery:
    """How the number of known individuals grows with visits.

    Attributes
    ----------
    visits : numpy.ndarray of int, shape (p,)
        Numbers of visits, 1 to all, at most 25 of them.
    known : numpy.ndarray of int, shape (p,)
        Individuals known after as many visits, in the order of time.
    mean, low, high : numpy.ndarray, shape (p,)
        Mean over every order of the visits (exact), and the middle 95 % of random orders.
    """

    visits: Codes
    known: Codes
    mean: Floats
    low: Floats
    high: Floats


def discovery(animal: Codes, *, orders: int = 999, seed: int = 1) -> Discovery:
    """Return the discovery curve of individuals.

    Parameters
    ----------
    animal : numpy.ndarray of int, shape (m,)
        Code of the animal of each visit, in the order of time; m at least 1.
    orders, seed : int
        Random orders for the band.
    """
    from scipy.special import gammaln

    total = len(animal)
    points = np.unique(np.linspace(1, total, min(_POINTS, total)).round().astype(np.int64))
    codes, first, count = np.unique(animal, return_index=True, return_counts=True)
    known = np.searchsorted(np.sort(first), points, side="left")
    # Of m visits drawn, an animal of c visits is missed with probability C(total - c, m) / C(total, m).
    rest = total - count
    fits = rest[:, None] >= points
    safe = np.where(fits, rest[:, None] - points, 0)
    missed = gammaln(rest + 1)[:, None] - gammaln(safe + 1) - gammaln(total + 1) + gammaln(total - points + 1)
    mean = len(codes) - np.where(fits, np.exp(missed), 0.0).sum(axis=0)
    drawn = _random_orders(count, points, orders, seed)
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    return Discovery(points, known.astype(np.int64), mean, low, high)


def _random_orders(count: Codes, points: Codes, orders: int, seed: int) -> Codes:
    """Return individuals known at each point of random orders, shape (orders, p)."""
    random = np.random.default_rng(seed)
    total = int(count.sum())
    starts = np.concatenate([[0], np.cumsum(count)[:-1]])
    step = max(1, _BLOCK // total)
    found = []
    for done in range(0, orders, step):
        size = min(step, orders - done)
        place = random.permuted(np.tile(np.arange(total), (size, 1)), axis=1)
        first = np.minimum.reduceat(place, starts, axis=1)
        found.append(np.stack([(first < point).sum(axis=1) for point in points], axis=1))
    return np.concatenate(found)


@dataclass(frozen=True, slots=True)
class Movement:
    """How far apart one animal's places of capture lie.

    Attributes
    ----------
    animals : int
        Animals caught twice or more.
    mmdm_m : float or None
        Mean of their largest distance between two captures, metres; None without such an animal.
    rpsv_m : float or None
        Root pooled spatial variance, metres: the root of the squared distances from each animal's mean place,
        summed and divided by twice the captures beyond the first of each animal.
    """

    animals: int
    mmdm_m: float | None
    rpsv_m: float | None


def movement(animal: Codes, xy: Floats) -> Movement:
    """Summarise the movement of animals between captures.

    Parameters
    ----------
    animal : numpy.ndarray of int, shape (m,)
        Code of the animal of each capture.
    xy : numpy.ndarray, shape (m, 2)
        Places, metres.

    References
    ----------
    Otis et al. (1978) Wildlife Monographs 62; Calhoun and Casby (1958) Public Health Monograph 55.
    """
    from scipy.spatial.distance import pdist

    _, at, count = np.unique(animal, return_inverse=True, return_counts=True)
    again = int((count > 1).sum())
    if not again:
        return Movement(0, None, None)
    centre = np.stack([np.bincount(at, xy[:, k]) / count for k in (0, 1)], axis=1)
    squares = float(((xy - centre[at]) ** 2).sum())
    farthest = [pdist(np.unique(xy[at == one], axis=0)).max(initial=0.0) for one in np.flatnonzero(count > 1)]
    return Movement(again, float(np.mean(farthest)), float(np.sqrt(squares / (2 * (count - 1).sum()))))
