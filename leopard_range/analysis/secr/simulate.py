"""Surveys that never were: simulated from a design, to learn what its estimates are worth."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import logit

from leopard_range.analysis.secr.data import DetectFn, Detections, Detector, Floats, Ints, Mask, Session
from leopard_range.analysis.secr.detection import hazard
from leopard_range.errors import LeopardRangeError

__all__ = ["Detection", "Expected", "esa_km2", "expected_counts", "simulate_survey", "total_hazard"]

_PAIRS = 4_000_000
"""Pairs of cell and detector worked on at one time: 32 MB an array."""


@dataclass(frozen=True, slots=True)
class Detection:
    """How animals are detected.

    Attributes
    ----------
    detectfn : str
        Detection function.
    level : float
        g0 (a probability) or lambda0 (detections) at the centre of the range, per unit of effort.
    sigma_m : float
        Metres.

    Raises
    ------
    LeopardRangeError
        ``design_detection`` when g0 is not between 0 and 1, or lambda0 or sigma not above 0.
    """

    detectfn: DetectFn
    level: float
    sigma_m: float

    def __post_init__(self) -> None:
        top = 1.0 if self.detectfn in ("HN", "EX") else math.inf
        if not (0 < self.level < top and 0 < self.sigma_m < math.inf):
            raise LeopardRangeError("design_detection", level=self.level, sigma_m=self.sigma_m)

    def hazard(self, xy: Floats, detectors: Floats) -> Floats:
        """Return the hazard per unit of effort of places (M, 2) at detectors (K, 2): (M, K)."""
        d2 = ((xy[:, None, :] - detectors[None, :, :]) ** 2).sum(axis=2)
        scaled = float(logit(self.level)) if self.detectfn in ("HN", "EX") else math.log(self.level)
        return hazard(d2, self.detectfn, scaled, math.log(self.sigma_m)).h


@dataclass(frozen=True, slots=True)
class Expected:
    """What a design is expected to bring, without simulating it.

    Attributes
    ----------
    animals : float
        Animals detected at least once.
    recaptures : float
        Further detections of them.
    rse : float
        Relative standard error of the density, about: the larger of 1/sqrt(animals) and
        1/sqrt(recaptures) (Efford and Boulanger 2019, doi:10.1111/2041-210X.13239).
    """

    animals: float
    recaptures: float
    rse: float


def total_hazard(xy: Floats, session: Session, detection: Detection) -> Floats:
    """Return the hazard of being detected at all, summed over detectors and effort.

    Parameters
    ----------
    xy : float array, shape (M, 2)
        Centres of ranges, metres.
    session : Session
        Detectors and effort.
    detection : Detection
        How animals are detected.

    Returns
    -------
    float array, shape (M,)
        The chance of at least one detection is ``1 - exp(-hazard)``.
    """
    step = max(1, _PAIRS // max(1, len(session.detectors)))
    parts = [
        detection.hazard(xy[at : at + step], session.detectors) @ session.effort
        for at in range(0, len(xy), step)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def esa_km2(mask: Mask, session: Session, detection: Detection) -> float:
    """Return the effective sampling area: the area times the chance of being detected in it.

    Parameters
    ----------
    mask : Mask
        Where animals may live.
    session : Session
        Detectors and effort.
    detection : Detection
        How animals are detected.
    """
    return float(-np.expm1(-total_hazard(mask.xy, session, detection)).sum()) * mask.cell_km2


def expected_counts(
    session: Session, mask: Mask, density_per_km2: float, detection: Detection, detector: Detector
) -> Expected:
    """Work out what a design is expected to bring.

    Parameters
    ----------
    session : Session
        Detectors and effort; detections are not looked at.
    mask : Mask
        Where animals may live.
    density_per_km2 : float
        Animals per km2 of the mask.
    detection : Detection
        How animals are detected.
    detector : str
        ``count``, ``proximity`` or ``multi``.
    """
    each = mask.cell_km2 * density_per_km2
    animals = detections = 0.0
    step = max(1, _PAIRS // max(1, session.usage.size))
    for at in range(0, len(mask.xy), step):
        h = detection.hazard(mask.xy[at : at + step], session.detectors)
        animals += each * float(-np.expm1(-(h @ session.effort)).sum())
        if detector == "count":
            detections += each * float((h @ session.effort).sum())
        elif detector == "multi":
            detections += each * float(-np.expm1(-(h @ session.usage)).sum())
        else:
            # Occasions of the same effort need to be looked at once.
            efforts, times = np.unique(session.usage, return_inverse=True)
            for number, effort in enumerate(efforts):
                often = (times.reshape(session.usage.shape) == number).sum(axis=1)
                detections += each * float((-np.expm1(-h * effort) @ often).sum())
    recaptures = max(detections - animals, 0.0)
    least = min(animals, recaptures)
    return Expected(animals, recaptures, 1 / math.sqrt(least) if least > 0 else math.inf)


def simulate_survey(
    rng: np.random.Generator,
    session: Session,
    mask: Mask,
    density_per_km2: float | Floats,
    *,
    detection: Detection,
    detector: Detector,
) -> Session:
    """Draw animals from a Poisson process over the mask and detect them.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of all chance.
    session : Session
        Detectors and effort; its detections are replaced.
    mask : Mask
        Where animals may live; a centre lies anywhere in its cell.
    density_per_km2 : float or float array, shape (M,)
        Animals per km2, of the mask or of each cell.
    detection : Detection
        How animals are detected.
    detector : str
        ``count``: Poisson counts; ``proximity``: at most once in an occasion at each detector; ``multi``: at
        most once in an occasion.

    Returns
    -------
    Session
        Animals that were detected, numbered from 1.
    """
    expected = np.broadcast_to(np.asarray(density_per_km2, float) * mask.cell_km2, (len(mask.xy),))
    cells = np.repeat(np.arange(len(mask.xy)), rng.poisson(expected))
    side_m = math.sqrt(mask.cell_km2) * 1000
    centres = mask.xy[cells] + (rng.random((len(cells), 2)) - 0.5) * side_m
    draw = _caught_once if detector == "multi" else _caught
    parts: list[tuple[Ints, Ints, Ints]] = []
    step = max(1, _PAIRS // max(1, session.usage.size))
    for at in range(0, len(centres), step):
        h = detection.hazard(centres[at : at + step], session.detectors)
        animal, trap, occasion = draw(rng, h, session.usage, detector)
        parts.append((animal + at, trap, occasion))
    animal, trap, occasion = (np.concatenate(part) for part in zip(*parts, strict=True)) if parts else _NONE
    seen, number = np.unique(animal, return_inverse=True)
    names = tuple(str(at + 1) for at in range(len(seen)))
    found = Detections(animal=number, occasion=occasion, detector=trap, names=names)
    return Session(session.name, session.detectors, session.usage, found, session.detector_names)


_NONE = (np.zeros(0, int), np.zeros(0, int), np.zeros(0, int))


def _caught(
    rng: np.random.Generator, h: Floats, usage: Floats, detector: Detector
) -> tuple[Ints, Ints, Ints]:
    rate = h[:, :, None] * usage[None, :, :]
    hits = rng.poisson(rate) if detector == "count" else (rng.random(rate.shape) < -np.expm1(-rate))
    animal, trap, occasion = np.nonzero(hits)
    times = np.asarray(hits[animal, trap, occasion], int)
    return np.repeat(animal, times), np.repeat(trap, times), np.repeat(occasion, times)


def _caught_once(
    rng: np.random.Generator, h: Floats, usage: Floats, detector: Detector
) -> tuple[Ints, Ints, Ints]:
    """Let detectors compete: who is first, by exponential waiting times, catches the animal."""
    rate = h[:, :, None] * usage[None, :, :]
    some = rate > 0
    wait = np.where(some, rng.standard_exponential(rate.shape) / np.where(some, rate, 1.0), np.inf)
    trap = wait.argmin(axis=1)
    animal, occasion = np.nonzero(wait.min(axis=1) < 1)
    return animal, trap[animal, occasion], occasion
