"""How good a survey would be: simulate it many times and fit every one of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from leopard_range.analysis.secr.data import Detections, Detector, Floats, Mask, Session
from leopard_range.analysis.secr.fit import fit_secr, in_turn
from leopard_range.analysis.secr.simulate import Detection, Expected, expected_counts, simulate_survey
from leopard_range.errors import LeopardRangeError

__all__ = ["Plan", "Precision", "Replicate", "expected_precision", "replicate", "try_out"]

Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

_BATCH = 20
_BEYOND = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A design with the truth it is tried on.

    Attributes
    ----------
    sessions : tuple of Session
        Detectors and effort; detections are not looked at.
    masks : tuple of Mask
        One a session.
    density_per_km2 : tuple of float or array
        One a session: of the whole mask, or of each cell.
    detection : tuple of Detection
        One a session.
    options : mapping
        How the simulated surveys are fitted, as `fit_secr` takes it.
    """

    sessions: tuple[Session, ...]
    masks: tuple[Mask, ...]
    density_per_km2: tuple[float | Floats, ...]
    detection: tuple[Detection, ...]
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def detector(self) -> Detector:
        """Kind of the detectors."""
        found: Detector = self.options.get("detector", "count")
        return found

    @property
    def truth(self) -> float:
        """Density of the first session, animals per km2, mean over its mask."""
        return float(np.mean(self.density_per_km2[0]))

    @property
    def quick(self) -> Expected:
        """What is expected without simulating, all sessions together."""
        each = [
            expected_counts(session, mask, float(np.mean(density)), detection, self.detector)
            for session, mask, density, detection in zip(
                self.sessions, self.masks, self.density_per_km2, self.detection, strict=True
            )
        ]
        animals, again = sum(one.animals for one in each), sum(one.recaptures for one in each)
        least = min(animals, again)
        return Expected(animals, again, 1 / math.sqrt(least) if least > 0 else math.inf)


@dataclass(frozen=True, slots=True)
class Replicate:
    """One simulated survey and what was estimated from it.

    Attributes
    ----------
    animals, recaptures : int
        Detected, and detected again, all sessions together.
    density_per_km2, se, low, high : float
        NaN where no estimate was possible.
    """

    animals: int
    recaptures: int
    density_per_km2: float = math.nan
    se: float = math.nan
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True, slots=True)
class Precision:
    """What many simulated surveys of one design gave.

    Attributes
    ----------
    quick : Expected
        Worked out without simulating.
    replicates, failed : int
        Surveys simulated, and those without an estimate.
    animals, recaptures : float
        Means of all surveys.
    rse : float
        Mean of standard error by estimate; NaN, as all that follows, when none could be estimated.
    bias, bias_se : float
        Mean estimate by the truth, minus 1, and its standard error from the spread of the estimates.
    coverage : float
        Share of the estimates whose 95 % interval holds the truth.
    low, high : float
        Between them lie 95 % of the estimates: the parametric bootstrap interval when the truth was a fit.
    """

    quick: Expected
    replicates: int
    failed: int
    animals: float
    recaptures: float
    rse: float
    bias: float
    bias_se: float
    coverage: float
    low: float
    high: float


def replicate(item: tuple[Plan, np.random.SeedSequence]) -> Replicate:
    """Simulate a survey and fit it: the kernel an engine's map spreads.

    Parameters
    ----------
    item : (Plan, SeedSequence)
        What, and which chance.
    """
    plan, seed = item
    rng = np.random.default_rng(seed)
    made = tuple(
        simulate_survey(rng, session, mask, density, detection=detection, detector=plan.detector)
        for session, mask, density, detection in zip(
            plan.sessions, plan.masks, plan.density_per_km2, plan.detection, strict=True
        )
    )
    animals = sum(len(one.detections.names) for one in made)
    again = sum(len(one.detections) for one in made) - animals
    try:
        fit = fit_secr(made, plan.masks, **plan.options)
    except LeopardRangeError:
        return Replicate(animals, again)
    found = fit.estimate("density_per_km2")
    if found.value > _BEYOND * plan.truth or not math.isfinite(found.se):
        # The likelihood ran away: with so few data any planner would call the survey a failure.
        return Replicate(animals, again)
    return Replicate(animals, again, found.value, found.se, found.low, found.high)


def try_out(
    plan: Plan,
    *,
    replicates: int,
    seed: int = 1,
    spread: Spread | None = None,
    on_share: Callable[[float], None] | None = None,
) -> Precision:
    """Simulate a plan many times and fit every survey.

    Parameters
    ----------
    plan : Plan
        Design and truth.
    replicates : int
        Surveys to simulate, at least 1.
    seed : int
        The same seed gives the same answer on every engine.
    spread : callable, optional
        An engine's ``map``; one after the other when left out.
    on_share : callable, optional
        Told now and then which share is done.

    Raises
    ------
    LeopardRangeError
        ``design_replicates`` when there is nothing to simulate.
    """
    if replicates < 1:
        raise LeopardRangeError("design_replicates", value=replicates)
    items = [(plan, one) for one in np.random.SeedSequence(seed).spawn(replicates)]
    made: list[Replicate] = []
    for at in range(0, replicates, _BATCH):
        made += (spread or in_turn)(replicate, items[at : at + _BATCH])
        if on_share is not None:
            on_share(len(made) / replicates)
    return _summary(plan.quick, plan.truth, made)


def expected_precision(
    detectors: Floats,
    usage: Floats,
    mask: Mask,
    density_per_km2: float,
    detection: Detection,
    *,
    detector: Detector = "count",
    replicates: int = 100,
    seed: int = 1,
    spread: Spread | None = None,
) -> Precision:
    """Tell how well a design would estimate a density.

    Parameters
    ----------
    detectors : float array, shape (K, 2)
        Metres.
    usage : float array, shape (K, S)
        Effort by detector and occasion.
    mask : Mask
        Where animals may live.
    density_per_km2 : float
        The truth it is tried on.
    detection : Detection
        How animals are detected.
    detector : str
        ``count``, ``proximity`` or ``multi``.
    replicates, seed, spread
        As `try_out` takes them.
    """
    nothing = np.zeros(0, np.int64)
    session = Session("", detectors, usage, Detections(nothing, nothing, nothing, ()))
    options = {"detector": detector, "detectfn": detection.detectfn}
    plan = Plan((session,), (mask,), (density_per_km2,), (detection,), options)
    return try_out(plan, replicates=replicates, seed=seed, spread=spread)


def _summary(quick: Expected, truth: float, made: Sequence[Replicate]) -> Precision:
    kept = [one for one in made if math.isfinite(one.density_per_km2)]
    values = np.array([one.density_per_km2 for one in kept])
    some = len(kept) > 0
    spread = float(values.std(ddof=1)) if len(kept) > 1 else math.nan
    low, high = np.quantile(values, [0.025, 0.975]) if some else (math.nan, math.nan)
    return Precision(
        quick=quick,
        replicates=len(made),
        failed=len(made) - len(kept),
        animals=float(np.mean([one.animals for one in made])),
        recaptures=float(np.mean([one.recaptures for one in made])),
        rse=float(np.mean([one.se / one.density_per_km2 for one in kept])) if some else math.nan,
        bias=float(values.mean() / truth - 1) if some else math.nan,
        bias_se=spread / truth / math.sqrt(len(kept)) if some else math.nan,
        coverage=float(np.mean([one.low <= truth <= one.high for one in kept])) if some else math.nan,
        low=float(low),
        high=float(high),
    )
