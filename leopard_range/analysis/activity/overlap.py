"""How much two activity patterns overlap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leopard_range.analysis.activity.circular import NARROWEST, Floats, Sample

__all__ = ["Overlap", "overlap", "sample_overlap"]

_OVERLAP_POINTS = 128
"""Points of the curves that are compared, both midnights among them; more times than 1.1 of that are looked
up between them, as the R package overlap does it."""

_ADJUST = {"dhat1": NARROWEST, "dhat4": 1.0, "dhat5": 4.0}
"""The bandwidth is divided by these (Ridout & Linkie 2009)."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much of two curves lies under both: 0 nothing, 1 all.

    Attributes
    ----------
    dhat1 : float
        Area under the lower of the two curves; recommended when a sample has at most 50 times.
    dhat4 : float
        Mean of the ratio of the curves, at most 1, at the times themselves; recommended otherwise.
    dhat5 : float
        Share of times at which the other curve is the higher one.
    """

    dhat1: float
    dhat4: float
    dhat5: float


def overlap(first: Floats, second: Floats) -> Overlap:
    """Estimate the overlap of two activity patterns.

    Parameters
    ----------
    first, second : numpy.ndarray of float, shapes (n,) and (m,)
        Times, radians.

    Returns
    -------
    Overlap
        As ``overlapEst`` of the R package overlap 0.3.9.
    """
    return sample_overlap(Sample.of(first), Sample.of(second))


def sample_overlap(first: Sample, second: Sample) -> Overlap:
    """Estimate the overlap of two samples whose bandwidth is chosen, as `overlap` does.

    Parameters
    ----------
    first, second : Sample
        Times.
    """
    both = (first, second)

    def curves(at: Floats, which: str) -> list[Floats]:
        return [sample.density(at, _ADJUST[which]) for sample in both]

    grid = np.linspace(0, 2 * np.pi, _OVERLAP_POINTS)
    one, two = (curve[1:] / curve[1:].sum() for curve in curves(grid, "dhat1"))
    if len(first.angles) + len(second.angles) > 1.1 * _OVERLAP_POINTS:
        drawn = curves(grid, "dhat4")
        (a1, b1), (a2, b2) = ([np.interp(s.angles, grid, curve) for curve in drawn] for s in both)
    else:
        (a1, b1), (a2, b2) = (curves(s.angles, "dhat4") for s in both)
    dhat4 = (np.minimum(1, b1 / a1).mean() + np.minimum(1, a2 / b2).mean()) / 2
    (a1, b1), (a2, b2) = (curves(s.angles, "dhat5") for s in both)
    dhat5 = (a1 < b1).mean() + (a2 >= b2).mean()
    return Overlap(float(np.minimum(one, two).sum()), float(dhat4), float(dhat5))
