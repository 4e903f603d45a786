"""How sure an activity pattern is: the smoothed bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from leopard_range.analysis.activity.circular import Floats, Sample, bandwidth
from leopard_range.analysis.activity.overlap import sample_overlap

__all__ = ["Replicates", "basic0", "bootstrap"]

_CHUNK = 50


@dataclass(frozen=True, slots=True, eq=False)
class Replicates:
    """What came out of the bootstrap, one row a replicate.

    Attributes
    ----------
    levels : numpy.ndarray of float, shape (replicates, samples)
        Activity level of each sample.
    curves : numpy.ndarray of float, shape (replicates, samples, points)
        Densities per radian.
    overlaps : numpy.ndarray of float, shape (replicates, 3) or (replicates, 0)
        Dhat1, Dhat4, Dhat5; empty for one sample.
    """

    levels: Floats
    curves: Floats
    overlaps: Floats


Spread: TypeAlias = "Callable[[Callable[[Any], Any], Iterable[Any]], list[Any]]"


def bootstrap(
    samples: tuple[Floats, ...], at: Floats, *, replicates: int, seed: int, spread: Spread
) -> Replicates:
    """Repeat the whole estimate on samples drawn from the fitted curves.

    Smoothed bootstrap, the default of the R package overlap: a time is drawn with replacement and moved by
    a von Mises deviate with the concentration of the kernel; each replicate chooses its own bandwidth.

    Parameters
    ----------
    samples : tuple of one or two numpy.ndarray of float
        Times, radians.
    at : numpy.ndarray of float, shape (points,)
        Where curves are drawn, radians.
    replicates, seed : int
        Every replicate has a seed of its own, so that the result is the same however the work is spread.
    spread : callable
        An engine's ``map``.

    Returns
    -------
    Replicates
    """
    seeds = np.random.SeedSequence(seed).spawn(replicates)
    chunks = [(samples, at, tuple(seeds[k : k + _CHUNK])) for k in range(0, replicates, _CHUNK)]
    parts = spread(_replicates, chunks)
    return Replicates(
        np.concatenate([part.levels for part in parts]),
        np.concatenate([part.curves for part in parts]),
        np.concatenate([part.overlaps for part in parts]),
    )


def _replicates(work: tuple[tuple[Floats, ...], Floats, tuple[np.random.SeedSequence, ...]]) -> Replicates:
    given, at, seeds = work
    kappas = [bandwidth(angles) for angles in given]
    levels, curves, overlaps = [], [], []
    for seed in seeds:
        draw = np.random.default_rng(seed)
        again = [Sample.of(_drawn(draw, *one)) for one in zip(given, kappas, strict=True)]
        levels.append([sample.level() for sample in again])
        curves.append([sample.density(at) for sample in again])
        both = sample_overlap(again[0], again[1]) if len(again) == 2 else None
        overlaps.append([both.dhat1, both.dhat4, both.dhat5] if both else [])
    return Replicates(np.array(levels), np.array(curves), np.array(overlaps).reshape(len(seeds), -1))


def _drawn(draw: np.random.Generator, angles: Floats, kappa: float) -> Floats:
    moved = draw.choice(angles, len(angles)) + draw.vonmises(0.0, kappa, len(angles))
    return np.asarray(np.mod(moved, 2 * np.pi), dtype=float)


def basic0(estimate: float, replicates: Floats, level: float = 0.95) -> tuple[float, float]:
    """Turn replicates into an interval: their percentiles, moved by their bias.

    Called ``basic0`` in the R package overlap.

    Parameters
    ----------
    estimate : float
        Of the data.
    replicates : numpy.ndarray of float, shape (replicates,)
        Of the bootstrap.
    level : float
        Confidence.

    Returns
    -------
    low, high : float
        Kept between 0 and 1.
    """
    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    bounds = np.quantile(replicates, tails, method="weibull") - (replicates.mean() - estimate)
    low, high = np.clip(bounds, 0.0, 1.0)
    return float(min(low, estimate)), float(max(high, estimate))
