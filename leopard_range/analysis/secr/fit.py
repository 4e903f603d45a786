"""Maximum likelihood for spatial capture-recapture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.optimize import minimize

from leopard_range.analysis.secr.check import (
    checked,
    require_covariates,
    require_recaptures,
    spatial_recaptures,
)
from leopard_range.analysis.secr.data import (
    DETECTORS,
    DISTRIBUTIONS,
    FUNCTIONS,
    DetectFn,
    Detector,
    Distribution,
    Floats,
    Mask,
    Session,
)
from leopard_range.analysis.secr.detection import intercept_name
from leopard_range.analysis.secr.likelihood import detected
from leopard_range.analysis.secr.model import SEPARATE, Model, model_of
from leopard_range.analysis.secr.results import Estimate, Fit, Summary, natural
from leopard_range.analysis.secr.start import first_guess
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note

__all__ = ["Spread", "fit_secr", "fit_sessions", "in_turn", "information"]

Spread: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""A map that may run its kernel elsewhere."""

STEP = 1e-4
"""Of a parameter, when the gradient is differenced; all are logs, logits or standardised."""
SETTLED = 1e-13
"""Newton decrement at which an estimate is final: within 3e-7 of its standard error."""
NEAR = 1e-4
"""Newton decrement below which second derivatives change too little to matter."""
ROUNDING = 1e-9
"""By how much a log-likelihood may be wrong."""
OTHER_STARTS = ((0.0, 0.0), (0.7, -1.0), (-0.7, 1.0), (1.4, -2.0))
"""Added to log sigma and the level of the first guess, one after the other until one settles."""
EDGE_LEVEL = 9.0
"""Logit of 0.9999."""


class _Settled(NamedTuple):
    """A maximum: parameters, their covariance, minus the log-likelihood there."""

    theta: Floats
    covariance: Floats
    value: float


class _Counted:
    """An objective that knows how often it was asked."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.times = 0

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        self.times += 1
        return self.model.objective(theta)


def fit_secr(
    sessions: Session | Sequence[Session],
    masks: Mask | Sequence[Mask],
    *,
    detector: Detector = "count",
    detectfn: DetectFn = "HN",
    density: Sequence[str] = (),
    distribution: Distribution = "poisson",
    separate: Sequence[str] = (),
    start: Sequence[float] | None = None,
) -> Fit:
    """Estimate density, detection and movement from who was detected where.

    Parameters
    ----------
    sessions : Session or sequence of Session
        Closed surveys; parameters are shared but for those in ``separate``.
    masks : Mask or sequence of Mask
        Habitat of each session, or one for all; same metric system as the detectors.
    detector : {"count", "proximity", "multi"}
        Poisson counts; detected or not in an occasion; traps that hold the animal.
    detectfn : {"HN", "EX", "HHN", "HEX"}
        Detection function, see `leopard_range.analysis.secr.detection`.
    density : sequence of str
        Covariates of the mask on which log density depends linearly.
    distribution : {"poisson", "binomial"}
        Whether the number of animals around the detectors is a Poisson variable or fixed.
    separate : sequence of {"density", "detection", "sigma"}
        What each session has a value of its own for.
    start : sequence of float, optional
        Parameters to start from, as `Fit.beta`.

    Returns
    -------
    Fit

    Raises
    ------
    LeopardRangeError
        What the data lack, as in `leopard_range.analysis.secr.check`; ``bad_argument``;
        ``secr_mask_far``; ``secr_sigma_mask``, ``secr_sigma_ground``, ``secr_certain``, ``secr_all_met``
        for an estimate at the edge of what is possible; ``secr_no_convergence``.

    References
    ----------
    Efford M. G. (2004) Density estimation in live-trapping studies. Oikos 106: 598-610,
    doi:10.1111/j.0030-1299.2004.13043.x.
    Borchers D. L. & Efford M. G. (2008) Spatially explicit maximum likelihood methods for
    capture-recapture studies. Biometrics 64: 377-385, doi:10.1111/j.1541-0420.2007.00927.x.
    """
    _check_options(detector, detectfn, distribution, separate)
    surveys = [sessions] if isinstance(sessions, Session) else list(sessions)
    habitats = [masks] * len(surveys) if isinstance(masks, Mask) else list(masks)
    if not surveys or len(habitats) != len(surveys):
        raise LeopardRangeError("bad_argument", name="masks", value=len(habitats), rule=f"= {len(surveys)}")
    if len({session.name for session in surveys}) < len(surveys):
        names = ", ".join(session.name for session in surveys)
        raise LeopardRangeError("bad_argument", name="sessions", value=names, rule="a name each")
    pairs = [checked(*pair, detector) for pair in zip(surveys, habitats, strict=True)]
    surveys = [session for session, _ in pairs]
    require_recaptures(surveys, separate if len(surveys) > 1 else ())
    require_covariates(habitats, density)
    model = model_of(
        surveys,
        habitats,
        detector=detector,
        function=detectfn,
        density=density,
        distribution=distribution,
        separate=separate,
    )
    objective = _Counted(model)
    found = _search(objective, _first(model, start))
    _check_edges(model, found.theta)
    notes = [note for _, more in pairs for note in more]
    if detector == "multi":
        notes.append(Note("secr_multi"))
    return _result(model, found, objective.times, (*notes, *_wide(model, found.theta)))


def fit_sessions(
    sessions: Sequence[Session],
    masks: Sequence[Mask],
    *,
    spread: Spread | None = None,
    **options: Any,
) -> list[Fit]:
    """Fit each session for itself: nothing is shared, so each may be worked out elsewhere.

    Parameters
    ----------
    sessions, masks : sequences
        One mask a session.
    spread : callable, optional
        A map, for example that of an engine; here, one after the other, when left out.
    **options
        As `fit_secr`.

    Returns
    -------
    list of Fit
        In the order of the sessions, the same with every map.

    Raises
    ------
    LeopardRangeError
        As `fit_secr`.
    """
    items = [(session, mask, options) for session, mask in zip(sessions, masks, strict=True)]
    return list((spread or in_turn)(_fit_item, items))


def in_turn(kernel: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    """Run a kernel here, on one item after the other.

    Parameters
    ----------
    kernel : callable
        Takes one item.
    items : iterable
        Anything.
    """
    return [kernel(item) for item in items]


def _fit_item(item: tuple[Session, Mask, Mapping[str, Any]]) -> Fit:
    session, mask, options = item
    return fit_secr(session, mask, **options)


def _check_options(detector: str, function: str, distribution: str, separate: Sequence[str]) -> None:
    choices: tuple[tuple[str, str, Sequence[str]], ...] = (
        ("detector", detector, DETECTORS),
        ("detectfn", function, FUNCTIONS),
        ("distribution", distribution, DISTRIBUTIONS),
        *(("separate", value, SEPARATE) for value in separate),
    )
    for name, value, allowed in choices:
        if value not in allowed:
            raise LeopardRangeError("bad_argument", name=name, value=value, rule=" | ".join(allowed))


def _first(model: Model, start: Sequence[float] | None) -> Floats:
    guess = first_guess(model)
    if start is None:
        return guess
    given = np.asarray(start, dtype=np.float64)
    if given.shape != guess.shape or not np.isfinite(given).all():
        rule = ", ".join(model.names)
        raise LeopardRangeError("bad_argument", name="start", value=str(list(start)), rule=rule)
    return np.asarray(np.linalg.solve(model.to_reported, given), dtype=np.float64)


def _search(objective: _Counted, guess: Floats) -> _Settled:
    """Try one start after the other until one settles."""
    model = objective.model
    scales = sorted({block.scale for block in model.blocks})
    levels = sorted({block.level for block in model.blocks})
    for scale, level in OTHER_STARTS:
        theta = guess.copy()
        theta[scales] += scale
        theta[levels] += level
        low, high = _bounds(model, guess)
        run = minimize(
            objective,
            np.clip(theta, low, high),
            jac=True,
            method="L-BFGS-B",
            bounds=np.column_stack([low, high]),
            options={"ftol": 1e-11, "gtol": 1e-3, "maxiter": 300},
        )
        found = _polish(objective, run.x)
        if found is not None:
            return found
    _check_edges(model, run.x)
    raise LeopardRangeError("secr_no_convergence", starts=len(OTHER_STARTS))


def _bounds(model: Model, guess: Floats) -> tuple[Floats, Floats]:
    """Far bounds: no parameter that means anything lies beyond them."""
    low, high = guess - 10.0, guess + 10.0
    for index, block in enumerate(model.blocks):
        extent = float(np.hypot(*np.ptp(model.masks[index].xy, axis=0)))
        high[block.scale] = max(np.log(max(extent, 1e-9)), guess[block.scale])
        low[block.scale] = guess[block.scale] - 5.0
        low[block.level], high[block.level] = -30.0, 12.0
    return low, high


def information(objective: Callable[[Floats], tuple[float, Floats]], theta: Floats) -> Floats:
    """Return the matrix of second derivatives, from central differences of the gradient.

    Parameters
    ----------
    objective : callable
        Gives a value and its gradient.
    theta : array, shape (P,)
        Where.

    Returns
    -------
    array, shape (P, P)
        Symmetric.
    """
    steps = np.eye(len(theta)) * STEP
    rows = [objective(theta + step)[1] - objective(theta - step)[1] for step in steps]
    table: Floats = np.array(rows) / (2 * STEP)
    return (table + table.T) / 2


def _polish(objective: _Counted, theta: Floats) -> _Settled | None:
    """Go on with Newton's method; None when this is no maximum."""
    value, gradient = objective(theta)
    for _ in range(12):
        try:
            factor = cho_factor(information(objective, theta))
        except (LinAlgError, ValueError):
            return None
        for _ in range(4):  # near the maximum one matrix serves several steps
            step = cho_solve(factor, gradient)
            decrement = float(gradient @ step)
            if decrement < SETTLED:
                return _Settled(theta, cho_solve(factor, np.eye(len(theta))), value)
            nearer, slope = objective(theta - step)
            for _ in range(8):
                if nearer <= value + ROUNDING:
                    break
                step = step / 2
                nearer, slope = objective(theta - step)
            else:
                return None
            theta, value, gradient = theta - step, nearer, slope
            if decrement > NEAR:
                break
    return None


def _width(xy: Floats) -> float:
    return float(np.hypot(*np.ptp(xy, axis=0)))


def _check_edges(model: Model, theta: Floats) -> None:
    """Refuse an estimate at the edge of what is possible."""
    for index, (session, block) in enumerate(zip(model.sessions, model.blocks, strict=True)):
        sigma = float(np.exp(theta[block.scale]))
        extent = _width(model.masks[index].xy)
        if sigma > extent / 2:
            raise LeopardRangeError("secr_sigma_mask", sigma_m=round(sigma), extent_m=round(extent))
        extent = _width(session.detectors[session.effort > 0])
        if sigma > extent:
            raise LeopardRangeError("secr_sigma_ground", sigma_m=round(sigma), extent_m=round(extent))
        if model.function in ("HN", "EX") and theta[block.level] > EDGE_LEVEL:
            raise LeopardRangeError("secr_certain", session=session.name)
        animals = np.exp(model.log_mean_density(theta, index)[0]) * model.masks[index].area_km2
        if model.distribution == "binomial" and animals <= model.parts[index].n:
            raise LeopardRangeError("secr_all_met", session=session.name)


def _wide(model: Model, theta: Floats) -> tuple[Note, ...]:
    """Caution where an animal's range is nearly as wide as the ground the detectors cover."""
    notes = {}
    for session, block in zip(model.sessions, model.blocks, strict=True):
        extent = _width(session.detectors[session.effort > 0])
        sigma = float(np.exp(theta[block.scale]))
        if sigma > extent / 2:
            notes[block.scale] = Note.of("secr_sigma_wide", sigma_m=round(sigma), extent_m=round(extent))
    return tuple(notes.values())


def _result(model: Model, found: _Settled, evaluations: int, notes: tuple[Note, ...]) -> Fit:
    change = model.to_reported
    summaries = []
    for index, (session, part) in enumerate(zip(model.sessions, model.parts, strict=True)):
        share, _ = detected(part, *model.at(found.theta, index)[1:])
        rows = len(session.detections)
        summaries.append(
            Summary(
                session=session.name,
                n=part.n,
                detections=rows,
                recaptures=rows - part.n,
                spatial_recaptures=spatial_recaptures(session),
                esa_km2=float(share.sum() * part.cell_km2),
            )
        )
    return Fit(
        model=model,
        names=model.names,
        beta=change @ found.theta,
        covariance=change @ found.covariance @ change.T,
        log_likelihood=-found.value,
        estimates=_estimates(model, found),
        summaries=tuple(summaries),
        converged=True,
        evaluations=evaluations,
        notes=notes,
    )


def _estimates(model: Model, found: _Settled) -> tuple[Estimate, ...]:
    made: dict[tuple[str, str], Estimate] = {}
    several = len(model.sessions) > 1
    level_name = intercept_name(model.function)
    for index, (session, block) in enumerate(zip(model.sessions, model.blocks, strict=True)):
        errors = np.sqrt(np.diag(found.covariance))
        mean, slope = model.log_mean_density(found.theta, index)
        own = several and (bool(model.density) or model.names[block.density[0]] != "D")
        rows = (
            ("density_per_km2", own, mean, float(np.sqrt(slope @ found.covariance @ slope))),
            (
                level_name,
                model.names[block.level] != level_name,
                found.theta[block.level],
                errors[block.level],
            ),
            ("sigma_m", model.names[block.scale] != "sigma", found.theta[block.scale], errors[block.scale]),
        )
        for name, apart, middle, error in rows:
            label = session.name if apart else ""
            made.setdefault((name, label), natural(name, label, float(middle), float(error)))
    order = {"density_per_km2": 0, level_name: 1, "sigma_m": 2}
    return tuple(sorted(made.values(), key=lambda one: order[one.name]))
