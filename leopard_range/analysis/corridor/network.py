"""Reserves and patches as a network: probability of connectivity, and what each patch gives it.

Two points dropped at random into a landscape of area A_L can reach each other with the probability
of connectivity ``PC = sum_ij a_i a_j p*_ij / A_L**2``, where ``p*_ij`` is the greatest product of the
probabilities of direct dispersal along any chain of patches from i to j, and 1 for i = j.  The
equivalent connected area is ``ECA = sqrt(sum_ij a_i a_j p*_ij)``: one patch of that size would give
the same.  The importance of a patch is the share of PC that goes with it, in three parts: its own
area (intra), what moves from and to it (flux), and what moves through it (connector).

References
----------
Saura S., Pascual-Hortal L. (2007) A new habitat availability index to integrate connectivity in
landscape conservation planning, Landscape and Urban Planning 83:91-103,
doi:10.1016/j.landurbplan.2007.03.005.
Saura S., Rubio L. (2010) A common currency for the different ways in which patches and links can
contribute to habitat availability and connectivity in the landscape, Ecography 33:523-537,
doi:10.1111/j.1600-0587.2009.05760.x.
Saura S., Estreguil C., Mouton C., Rodriguez-Freire M. (2011) Network analysis to assess landscape
connectivity trends: application to European forests (1990-2000), Ecological Indicators 11:407-416,
doi:10.1016/j.ecolind.2010.06.011.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from leopard_range.analysis.checks import number
from leopard_range.errors import LeopardRangeError

__all__ = [
    "Connectivity",
    "best_chains",
    "connectivity",
    "dispersal_probability",
    "distances_m",
    "equivalent_area",
]

Floats = NDArray[np.float64]

_LAST = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Connectivity:
    """Indices of a network of patches.

    Attributes
    ----------
    eca : float
        Equivalent connected area, in the unit of the areas.
    pc : float or None
        Probability of connectivity, 0-1; None when no area of the landscape was given.
    dpc : numpy.ndarray of float, shape (n,)
        Share of PC lost with each patch, 0-1: ``intra + flux + connector``.
    intra, flux, connector : numpy.ndarray of float, shape (n,)
        Parts of it: area of the patch itself, movement from and to it, movement through it that no
        other chain replaces.
    chains : numpy.ndarray of float, shape (n, n)
        Greatest product of probabilities from patch to patch, 1 on the diagonal.
    """

    eca: float
    pc: float | None
    dpc: Floats
    intra: Floats
    flux: Floats
    connector: Floats
    chains: Floats


def dispersal_probability(distance: ArrayLike, reach: float, at_reach: float = 0.05) -> Floats:
    """Probability of direct dispersal over a distance, ``exp(-k d)``.

    Parameters
    ----------
    distance : array_like of float
        Distances, or costs of the way; infinite where there is none.
    reach : float
        Distance, or cost, at which the probability is known, in the same unit.
    at_reach : float
        The probability there, above 0 and below 1.

    Returns
    -------
    numpy.ndarray of float
        1 at distance 0, 0 at infinity.

    Raises
    ------
    LeopardRangeError
        ``bad_argument``; ``corridor_distance`` for a negative or missing distance.
    """
    number("reach", reach, above=0)
    if not 0 < at_reach < 1:
        raise LeopardRangeError("bad_argument", name="at_reach", value=str(at_reach), rule="> 0, < 1")
    far = np.asarray(distance, dtype=np.float64)
    if not (far >= 0).all():
        raise LeopardRangeError("corridor_distance")
    return np.exp(far * (math.log(at_reach) / reach))


def distances_m(shapes: NDArray[Any]) -> Floats:
    """Straight distances between patches: of their edges, or of points.

    Parameters
    ----------
    shapes : numpy.ndarray of shapely geometry, shape (n,)
        Patches in a metric system.

    Returns
    -------
    numpy.ndarray of float, shape (n, n)
        Metres; 0 where they touch.
    """
    return np.asarray(shapely.distance(shapes[:, None], shapes[None, :]), dtype=np.float64)


def best_chains(direct: ArrayLike) -> Floats:
    """Greatest product of probabilities along any chain of patches.

    Parameters
    ----------
    direct : array_like of float, shape (n, n)
        Probability of dispersal from row to column without a patch between, 0-1.

    Returns
    -------
    numpy.ndarray of float, shape (n, n)
        1 on the diagonal.

    Raises
    ------
    LeopardRangeError
        ``raster_shape`` when it is not square, ``bad_argument`` for what is no probability.
    """
    chains = _checked(direct)
    _open(chains, 0, len(chains))
    return chains


def equivalent_area(area: ArrayLike, chains: Floats) -> float:
    """Equivalent connected area, ``sqrt(sum_ij a_i a_j p*_ij)``.

    Parameters
    ----------
    area : array_like of float, shape (n,)
        Area (or another worth) of each patch, at least 0.
    chains : numpy.ndarray of float, shape (n, n)
        Best chains (`best_chains`).

    Returns
    -------
    float
        In the unit of the areas.
    """
    worth = np.asarray(area, dtype=np.float64)
    return math.sqrt(float(worth @ chains @ worth))


def connectivity(area: ArrayLike, direct: ArrayLike, landscape: float | None = None) -> Connectivity:
    """Measure a network and what each patch gives it, by taking each patch away in turn.

    All removals together cost ``n**3 log2(n)`` products instead of ``n**4``: the patches are opened
    as steppingstones by halves, so that each leaf of the halving lacks exactly one.

    Parameters
    ----------
    area : array_like of float, shape (n,)
        Area (or another worth) of each patch, at least 0.
    direct : array_like of float, shape (n, n)
        Probability of dispersal from row to column without a patch between, 0-1.
    landscape : float, optional
        Area of the whole landscape in the same unit.

    Returns
    -------
    Connectivity
        Zero importance everywhere when no patch has any area.

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` for a negative area, for what is no probability and for a landscape smaller
        than the patches; ``raster_shape`` when the arrays do not fit each other.
    """
    worth = np.asarray(area, dtype=np.float64)
    closed = _checked(direct)
    if closed.shape != (len(worth),) * 2:
        found, needed = f"{closed.shape[0]} × {closed.shape[1]}", f"{len(worth)} × {len(worth)}"
        raise LeopardRangeError("raster_shape", name="direct", found=found, expected=needed)
    if not (np.isfinite(worth).all() and (worth >= 0).all()):
        raise LeopardRangeError("bad_argument", name="area", value=str(worth.min()), rule=">= 0")
    if landscape is not None:
        number("landscape", landscape, at_least=float(worth.sum()))
    chains = closed.copy()
    _open(chains, 0, len(worth))
    pairs = worth[:, None] * chains * worth[None, :]
    total = float(pairs.sum())
    parts = np.zeros((3, len(worth)))
    if total > 0:
        own = np.diagonal(pairs)
        parts[0] = own / total
        parts[1] = (pairs.sum(axis=0) + pairs.sum(axis=1) - 2 * own) / total
        _without_each(closed, 0, len(worth), (chains, worth, parts[2]))
        parts[2] /= total
    return Connectivity(
        eca=math.sqrt(total),
        pc=None if landscape is None else total / landscape**2,
        dpc=parts.sum(axis=0),
        intra=parts[0],
        flux=parts[1],
        connector=parts[2],
        chains=chains,
    )


def _checked(direct: ArrayLike) -> Floats:
    """Return a copy of the probabilities with 1 on the diagonal."""
    found = np.array(direct, dtype=np.float64)
    if found.ndim != 2 or found.shape[0] != found.shape[1]:
        raise LeopardRangeError(
            "raster_shape", name="direct", found=" × ".join(map(str, found.shape)), expected="n × n"
        )
    if not ((found >= 0) & (found <= 1)).all():
        raise LeopardRangeError("bad_argument", name="direct", value="", rule=">= 0, <= 1")
    np.fill_diagonal(found, 1.0)
    return found


def _open(chains: Floats, start: int, stop: int) -> None:
    """Let chains pass through some patches, in place (Floyd 1962, Warshall 1962)."""
    for at in range(start, stop):
        np.maximum(chains, chains[:, at, None] * chains[None, at, :], out=chains)


def _without_each(chains: Floats, start: int, stop: int, against: tuple[Floats, Floats, Floats]) -> None:
    """Sum what pairs lose without each of the patches `start` to `stop`; all others are open in `chains`."""
    if stop - start == 1:
        whole, worth, lost = against
        left = worth.copy()
        left[start] = 0.0
        # The same chain multiplied in another order differs in its last digit: that is no loss.
        lost[start] = left @ np.where(chains < whole * (1 - _LAST), whole - chains, 0.0) @ left
        return
    middle = (start + stop) // 2
    for (first, last), (opened, closed) in (
        ((start, middle), (middle, stop)),
        ((middle, stop), (start, middle)),
    ):
        half = chains.copy()
        _open(half, opened, closed)
        _without_each(half, first, last, against)
