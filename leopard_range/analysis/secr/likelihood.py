"""The likelihood of one session, with its gradient.

The centre x of an animal's range is not seen, so the probability of its history is summed over
the cells of the mask (Borchers and Efford 2008, doi:10.1111/j.1541-0420.2007.00927.x).  Given x,
only the detectors that met the animal need a term of their own:

    log P(history | x) = -sum_k U_k h_k(x) + sum over detections of t_k(x),

with U the effort of a detector over all occasions.  For counts t = log h; for proximity
detectors t = log(exp(u h) - 1); for a detector that holds the animal t = log h_k +
log((exp(H) - 1) / H), H the sum of u h over the detectors of that occasion.  An animal that died
or was taken away could not be met afterwards: its history gets back sum_k V_k h_k(x), V the effort
after that occasion; whether it is met at all still rests on the whole effort.  Cells are worked in
chunks, so memory does not grow with the mask.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.special import digamma, gammaln

from leopard_range.analysis.secr.data import DetectFn, Detector, Distribution, Floats, Ints, Mask, Session
from leopard_range.analysis.secr.detection import excess, hazard, log_hazard

__all__ = ["Chunk", "Part", "chunks", "detected", "log_likelihood", "part_of", "posterior"]

CHUNK = 120_000
"""Numbers in the largest table of a chunk: few enough to stay in a processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A session made ready for the likelihood.

    Attributes
    ----------
    xy, cell_km2, design : array (M, 2), float, array (M, P)
        Cells; the log of density is ``design @ coefficients``.
    detectors, effort : array (K, 2), array (K,)
        Detectors that worked, and their effort over all occasions.
    columns, usage : array (J,)
        Detector of each term, and its effort in an occasion (1 where the term does not need it).
    patterns : array (Q, K)
        Effort of all detectors in an occasion, for detectors that hold the animal; else no row.
    after : array (R, K)
        Effort of all detectors after an occasion on which an animal was removed.
    counts : sparse (N, J + Q + R)
        How often each different history has each term.
    weights : array (N,)
        How many animals have that history.
    n : int
        Animals.
    constant : float
        What does not depend on the parameters.
    detector, function, distribution : str
        Kind of the model.
    """

    xy: Floats
    cell_km2: float
    design: Floats
    detectors: Floats
    effort: Floats
    columns: Ints
    usage: Floats
    patterns: Floats
    after: Floats
    counts: csr_array
    weights: Floats
    n: int
    constant: float
    detector: Detector
    function: DetectFn
    distribution: Distribution


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """Probabilities in some cells of the mask.

    Attributes
    ----------
    cells : slice
        Which.
    missed, missed_slopes : array (C,), array (2, C)
        Log of the probability that an animal there is never detected; derivatives by level and
        log sigma.
    history : array (N, C)
        Log of the probability of each history.
    history_slopes : tuple of two arrays (N, C)
        Its derivatives, without those of `missed`.
    """

    cells: slice
    missed: Floats
    missed_slopes: Floats
    history: Floats
    history_slopes: tuple[Floats, Floats]


def part_of(
    session: Session,
    mask: Mask,
    design: Floats,
    *,
    detector: Detector,
    function: DetectFn,
    distribution: Distribution,
) -> Part:
    """Make a session ready: sum what can be summed before the first evaluation.

    Parameters
    ----------
    session : Session
        Checked: every detection at a detector with effort, animals numbered without a gap.
    mask : Mask
        Its cells.
    design : array of float, shape (M, P)
        Covariates of log density by cell, the first column ones.
    detector, function, distribution : str
        Kind of the model.
    """
    seen = session.detections
    n = len(seen.names)
    working = np.flatnonzero(session.effort > 0)
    row_of = np.full(len(session.detectors), -1)
    row_of[working] = np.arange(len(working))
    at = row_of[seen.detector]
    used = session.usage[seen.detector, seen.occasion]
    needed = used if detector == "proximity" else np.ones(len(seen))
    terms, term = np.unique(np.column_stack([at, needed]), axis=0, return_inverse=True)
    table = csr_array((np.ones(len(seen)), (seen.animal, term.reshape(-1))), shape=(n, len(terms)))
    patterns = np.zeros((0, len(working)))
    if detector == "multi":
        patterns, pattern = np.unique(session.usage[working].T, axis=0, return_inverse=True)
        held = csr_array(
            (np.ones(len(seen)), (seen.animal, pattern.reshape(-1)[seen.occasion])), shape=(n, len(patterns))
        )
        tables = [table.toarray(), held.toarray()]
    else:
        tables = [table.toarray()]
    removals, which = np.unique(seen.removed, return_inverse=True)
    removed = removals >= 0
    after = np.array([session.usage[working, last + 1 :].sum(axis=1) for last in removals[removed]])
    left = np.eye(len(removals))[:, removed][which.reshape(-1)]
    different, weights = np.unique(np.hstack([*tables, left]), axis=0, return_counts=True)
    return Part(
        xy=mask.xy,
        cell_km2=mask.cell_km2,
        design=design,
        detectors=session.detectors[working],
        effort=session.effort[working],
        columns=terms[:, 0].astype(np.int64),
        usage=terms[:, 1],
        patterns=patterns,
        after=after.reshape(-1, len(working)),
        counts=csr_array(different),
        weights=weights.astype(np.float64),
        n=n,
        constant=_constant(session, detector),
        detector=detector,
        function=function,
        distribution=distribution,
    )


def _constant(session: Session, detector: Detector) -> float:
    """Effort and factorials of the detections, and equal histories counted once (as in R secr)."""
    seen = session.detections
    used = session.usage[seen.detector, seen.occasion]
    cells = np.column_stack([seen.animal, seen.occasion, seen.detector])
    cells, times = np.unique(cells, axis=0, return_counts=True)
    total = float(np.log(used).sum())
    if detector == "count":
        total -= float(gammaln(times + 1.0).sum())
    bounds = np.searchsorted(cells[:, 0], np.arange(1, len(seen.names)))
    whole = np.column_stack([cells[:, 1:], times])
    histories = (history.tobytes() for history in np.split(whole, bounds))
    equal = Counter(zip(histories, seen.removed.tolist(), strict=False))
    return total - float(gammaln(np.array(list(equal.values())) + 1.0).sum())


def chunks(part: Part, level: float, log_sigma: float, *, histories: bool = True) -> Iterator[Chunk]:
    """Walk over the mask, a few cells at a time.

    Parameters
    ----------
    part : Part
        The session.
    level, log_sigma : float
        Logit of g0 or log of lambda0; log of sigma in metres.
    histories : bool
        Whether the histories are wanted; else those arrays have no row.
    """
    wide = max(len(part.detectors), part.counts.shape[1], len(part.weights), 1)
    step = max(CHUNK // wide, 32)
    for start in range(0, len(part.xy), step):
        cells = slice(start, min(start + step, len(part.xy)))
        d2 = (part.detectors[:, :1] - part.xy[cells, 0]) ** 2
        d2 += (part.detectors[:, 1:] - part.xy[cells, 1]) ** 2
        found = hazard(d2, part.function, level, log_sigma)
        missed = -(part.effort @ found.h)
        slopes = -np.stack([part.effort @ found.by_level, part.effort @ found.by_scale])
        if not histories:
            none = np.zeros((0, len(missed)))
            yield Chunk(cells, missed, slopes, none, (none, none))
            continue
        term = log_hazard(d2[part.columns], part.function, level, log_sigma)
        value, by_level, by_scale = term.value, term.by_level, term.by_scale
        if part.detector == "proximity":
            more, slope = excess(part.usage[:, None] * term.h)
            value = value + more
            slope *= part.usage[:, None] * term.h
            by_level, by_scale = by_level * (1 + slope), by_scale * (1 + slope)
        elif part.detector == "multi":
            more, slope = excess(part.patterns @ found.h)
            value = np.vstack([value, more])
            by_level = np.vstack([by_level, slope * (part.patterns @ found.by_level)])
            by_scale = np.vstack([by_scale, slope * (part.patterns @ found.by_scale)])
        if len(part.after):
            value = np.vstack([value, part.after @ found.h])
            by_level = np.vstack([by_level, part.after @ found.by_level])
            by_scale = np.vstack([by_scale, part.after @ found.by_scale])
        yield Chunk(
            cells,
            missed,
            slopes,
            part.counts @ value + missed,
            (part.counts @ by_level, part.counts @ by_scale),
        )


def log_likelihood(part: Part, density: Floats, level: float, log_sigma: float) -> tuple[float, Floats]:
    """Evaluate the log-likelihood of a session and its gradient.

    Parameters
    ----------
    part : Part
        The session.
    density : array of float, shape (P,)
        Coefficients of log density (animals a km2).
    level, log_sigma : float
        Logit of g0 or log of lambda0; log of sigma in metres.

    Returns
    -------
    float
        Log-likelihood.
    array, shape (P + 2,)
        Derivatives by the coefficients, the level and log sigma.
    """
    size = len(density)
    top = np.full(len(part.weights), -np.inf)
    total = np.zeros(len(part.weights))
    slopes = np.zeros((len(part.weights), size + 2))
    met, met_slopes = 0.0, np.zeros(size + 2)
    animals, animals_slopes = 0.0, np.zeros(size)
    for chunk in chunks(part, level, log_sigma):
        design = part.design[chunk.cells]
        log_density = design @ density
        weight = chunk.history
        weight += log_density
        highest = np.maximum(top, weight.max(axis=1))
        scale = np.exp(top - highest)
        top = highest
        weight -= top[:, None]
        np.exp(weight, out=weight)
        total = total * scale + weight.sum(axis=1)
        slopes *= scale[:, None]
        slopes[:, :size] += weight @ design
        slopes[:, size:] += weight @ chunk.missed_slopes.T
        for column, slope in enumerate(chunk.history_slopes):
            slopes[:, size + column] += np.einsum("ij,ij->i", weight, slope)
        here = part.cell_km2 * np.exp(log_density)
        seen = here * -np.expm1(chunk.missed)
        met += seen.sum()
        met_slopes[:size] += seen @ design
        met_slopes[size:] -= chunk.missed_slopes @ (here * np.exp(chunk.missed))
        animals += here.sum()
        animals_slopes += here @ design
    value = float(part.weights @ (np.log(total) + top)) + part.n * np.log(part.cell_km2) + part.constant
    gradient = part.weights @ (slopes / total[:, None])
    if part.distribution == "poisson":
        return float(value - met), gradient - met_slopes
    more, by_animals, by_share = _binomial(part.n, animals, met / animals)
    gradient += by_share * met_slopes / animals
    gradient[:size] += (by_animals - by_share * met / animals**2) * animals_slopes
    return float(value + more), gradient


def _binomial(n: int, animals: float, share: float) -> tuple[float, float, float]:
    """Log of choose(N, n) n! (1-p)^(N-n) / N^n, and its derivatives by N and p.

    N need not be whole.  Below n it goes on in a straight line, so that a search can come back.
    """
    least, share = max(animals, n - 0.5), min(share, 1 - 1e-12)
    slope = digamma(least + 1) - digamma(least - n + 1) - n / least + np.log1p(-share)
    value = gammaln(least + 1) - gammaln(least - n + 1) - n * np.log(least)
    value += (least - n) * np.log1p(-share) + slope * (animals - least)
    return float(value), float(slope), -(animals - n) / (1 - share)


def detected(part: Part, level: float, log_sigma: float) -> tuple[Floats, Floats]:
    """Return the probability that an animal with its centre in a cell is detected at all.

    Parameters
    ----------
    part : Part
        The session.
    level, log_sigma : float
        Logit of g0 or log of lambda0; log of sigma in metres.

    Returns
    -------
    array, shape (M,)
        Probability.
    array, shape (2, M)
        Its derivatives by the level and log sigma.
    """
    found = list(chunks(part, level, log_sigma, histories=False))
    missed = np.concatenate([chunk.missed for chunk in found])
    slopes = np.concatenate([chunk.missed_slopes for chunk in found], axis=1)
    return -np.expm1(missed), -np.exp(missed) * slopes


def posterior(part: Part, density: Floats, level: float, log_sigma: float) -> Floats:
    """Return where the detected animals probably live, given their histories.

    Parameters
    ----------
    part : Part
        The session.
    density : array of float, shape (P,)
        Coefficients of log density.
    level, log_sigma : float
        Logit of g0 or log of lambda0; log of sigma in metres.

    Returns
    -------
    array, shape (N, M)
        Probability by history and cell; each row sums to 1.
    """
    found = [chunk.history for chunk in chunks(part, level, log_sigma)]
    table = np.concatenate(found, axis=1) + part.design @ density
    table -= table.max(axis=1, keepdims=True)
    np.exp(table, out=table)
    table /= table.sum(axis=1, keepdims=True)
    return table
