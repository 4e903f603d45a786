"""Where the search for the best parameters begins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.spatial import KDTree
from scipy.special import logit

from leopard_range.analysis.secr.data import Floats
from leopard_range.analysis.secr.likelihood import Part, detected
from leopard_range.analysis.secr.model import Model
from leopard_range.errors import LeopardRangeError

__all__ = ["first_guess", "rpsv"]

CELLS = 1500
"""Cells are enough to guess."""


def rpsv(model: Model) -> float:
    """Return the root pooled spatial variance: the spread of the detections about each animal's mean, m.

    Parameters
    ----------
    model : Model
        Of any sessions; each animal gives one degree of freedom less than it has detections.

    References
    ----------
    Calhoun J. B. & Casby J. U. (1958) Calculation of home range and density of small mammals. Public
    Health Monograph 55.
    """
    squares, freedom = 0.0, 0
    for session in model.sessions:
        seen = session.detections
        count = np.bincount(seen.animal, minlength=len(seen.names))
        for axis in session.detectors[seen.detector].T:
            mean = np.bincount(seen.animal, axis, len(seen.names)) / np.maximum(count, 1)
            squares += float(((axis - mean[seen.animal]) ** 2).sum())
        freedom += len(seen) - len(seen.names)
    return float(np.sqrt(squares / (2 * freedom)))


def first_guess(model: Model) -> Floats:
    """Guess all parameters.

    Parameters
    ----------
    model : Model
        With recaptures at different places.

    Returns
    -------
    array, shape (P,)
        sigma from the spread of the detections, the level from the detections per detected
        animal, density from the effective sampling area; slopes are 0.

    Raises
    ------
    LeopardRangeError
        ``secr_mask_far`` when no cell is within reach of a detector that met an animal.
    """
    sigma = rpsv(model) / (2.0 if model.function in ("EX", "HEX") else 1.0)
    for index, part in enumerate(model.parts):
        _check_reach(model, index, part, sigma)
    thin = [_thinned(part) for part in model.parts]
    animals = sum(part.n for part in thin)
    target = sum(len(session.detections) for session in model.sessions) / animals
    rate = 0.1
    for _ in range(30):
        level = _level(rate, model.function)
        expected = met = 0.0
        for part in thin:
            share, _ = detected(part, level, float(np.log(sigma)))
            expected -= float(np.log1p(-np.minimum(share, 1 - 1e-15)).sum() * part.cell_km2)
            met += float(share.sum() * part.cell_km2)
        ratio = target * met / expected
        rate = float(np.clip(rate * np.clip(ratio, 0.2, 5.0), 1e-8, 10.0))
        if abs(ratio - 1) < 0.01:
            break
    theta = np.zeros(len(model.names))
    for index, block in enumerate(model.blocks):
        theta[block.level] = _level(rate, model.function)
        theta[block.scale] = np.log(sigma)
        own = model.names[block.density[0]] != "D"
        theta[block.density[0]] = np.log((thin[index].n * len(thin) if own else animals) / met)
    return theta


def _level(rate: float, function: str) -> float:
    return float(logit(-np.expm1(-min(rate, 3.0))) if function in ("HN", "EX") else np.log(rate))


def _thinned(part: Part) -> Part:
    step = max(len(part.xy) // CELLS, 1)
    xy = part.xy[::step]
    return replace(part, xy=xy, cell_km2=part.cell_km2 * len(part.xy) / len(xy))


def _check_reach(model: Model, index: int, part: Part, sigma: float) -> None:
    session = model.sessions[index]
    reach = 5 * sigma + np.sqrt(part.cell_km2) * 1000
    met = np.unique(session.detections.detector)
    if not len(met):
        return
    away, _ = KDTree(part.xy).query(session.detectors[met])
    if away.max() > reach:
        worst = int(met[np.argmax(away)])
        raise LeopardRangeError(
            "secr_mask_far",
            session=session.name,
            detector=session.detector_name(worst),
            away_m=round(float(away.max())),
        )
