"""A fit with a mask that suits it, and what is left to say about the mask."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.spatial import cKDTree

from leopard_range.analysis.secr.data import DetectFn, Mask, Session
from leopard_range.analysis.secr.fit import fit_secr
from leopard_range.analysis.secr.mask import (
    BUFFER_SIGMAS,
    COARSE_SIGMAS,
    COARSEST_SIGMAS,
    NARROW_SIGMAS,
    SPACING_SIGMAS,
    beyond,
    first_sigma,
    make_mask,
    split,
)
from leopard_range.analysis.secr.simulate import Detection, esa_km2
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from leopard_range.analysis.secr.results import Fit

__all__ = ["Fitted", "detection_of", "fit_around", "fit_within", "reach_sigmas"]

_TRIES = 3
_NOTED_BIAS = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A fit with its masks.

    Attributes
    ----------
    fit : Fit
        The model.
    masks : tuple of Mask
        One a session.
    buffer_m, spacing_m : float
        Farthest cell from a detector, and the side of a cell.
    buffer_bias : float
        Share by which density may be too high because the mask ends too near.
    notes : tuple of Note
        What the mask does to the result.
    """

    fit: Fit
    masks: tuple[Mask, ...]
    buffer_m: float
    spacing_m: float
    buffer_bias: float
    notes: tuple[Note, ...]


def detection_of(fit: Fit, session: str = "") -> Detection:
    """Return the fitted detection of a session.

    Parameters
    ----------
    fit : Fit
        The model.
    session : str
        Whose; the first when empty.
    """
    level = "g0" if fit.detectfn in ("HN", "EX") else "lambda0"
    found = [_one(fit, name, session) for name in (level, "sigma_m")]
    return Detection(fit.detectfn, *found)


def _one(fit: Fit, name: str, session: str) -> float:
    of = [one for one in fit.estimates if one.name == name]
    return next((one.value for one in of if one.session == session), of[0].value)


def reach_sigmas(function: DetectFn) -> float:
    """Return how many sigmas of a half-normal one sigma of the function is worth in reach.

    Parameters
    ----------
    function : str
        An exponential falls to exp(-8) at 8 sigma, a half-normal at 4.
    """
    return 2.0 if function in ("EX", "HEX") else 1.0


def fit_around(
    sessions: Sequence[Session],
    land: BaseGeometry | None = None,
    *,
    buffer_m: float = 0.0,
    spacing_m: float = 0.0,
    detectfn: DetectFn = "HHN",
    **model: Any,
) -> Fitted:
    """Fit with masks laid around the detectors, as wide and as fine as the fitted sigma asks for.

    The first guess of sigma is that of `first_sigma`; the masks are laid anew, at most twice, while the
    fitted sigma makes the buffer less than 4 sigmas or the spacing more than half a sigma.

    Parameters
    ----------
    sessions : sequence of Session
        What was seen.
    land : shapely geometry, optional
        Where animals may live, same plane.
    buffer_m, spacing_m : float
        As somebody wants them; 0 to let sigma decide.
    detectfn, **model
        As `fit_secr` takes them.

    Raises
    ------
    LeopardRangeError
        Those of `fit_secr`, `make_mask` and `first_sigma`.
    """
    reach = reach_sigmas(detectfn)
    sigma = first_sigma(sessions) / reach or _some_sigma(sessions)
    for attempt in range(_TRIES):
        buffer = buffer_m or BUFFER_SIGMAS * reach * sigma
        spacing = spacing_m or SPACING_SIGMAS * reach * sigma
        masks = tuple(make_mask(one.detectors, buffer, spacing, land) for one in sessions)
        fit = fit_secr(sessions, masks, detectfn=detectfn, **model)
        largest, smallest = _sigmas(fit)
        narrow = not buffer_m and buffer < NARROW_SIGMAS * reach * largest
        coarse = not spacing_m and spacing > 0.5 * reach * smallest
        if not (narrow or coarse) or attempt == _TRIES - 1:
            break
        sigma = largest if narrow else smallest
    _refuse_coarse(spacing, smallest * reach)
    wider = tuple(make_mask(one.detectors, 1.5 * buffer, spacing, land) for one in sessions)
    bias = _excess(fit, sessions, masks, wider)
    notes = (
        *_buffer_note(bias, buffer, largest),
        *_spacing_note(fit, (sessions, masks), spacing, model),
    )
    return Fitted(fit, masks, buffer, spacing, bias, notes)


def fit_within(
    sessions: Sequence[Session], masks: Sequence[Mask], *, detectfn: DetectFn = "HHN", **model: Any
) -> Fitted:
    """Fit within given masks, and say what is wrong with them.

    Parameters
    ----------
    sessions : sequence of Session
        What was seen.
    masks : sequence of Mask
        One a session.
    detectfn, **model
        As `fit_secr` takes them.

    Raises
    ------
    LeopardRangeError
        Those of `fit_secr`; ``mask_too_coarse`` when cells are larger than sigma.
    """
    side = max(math.sqrt(mask.cell_km2) * 1000 for mask in masks)
    fit = fit_secr(sessions, masks, detectfn=detectfn, **model)
    largest, smallest = _sigmas(fit)
    reach = reach_sigmas(detectfn)
    _refuse_coarse(side, smallest * reach)
    bias = _given_excess(fit, sessions, masks, 1.5 * BUFFER_SIGMAS * reach * largest)
    buffer = max(
        float(cKDTree(one.detectors).query(mask.xy)[0].max())
        for mask, one in zip(masks, sessions, strict=True)
    )
    notes = (
        *_buffer_note(bias, buffer, largest),
        *_spacing_note(fit, (sessions, masks), side, model),
    )
    return Fitted(fit, tuple(masks), buffer, side, bias, notes)


def _some_sigma(sessions: Sequence[Session]) -> float:
    """Return a scale for a mask where nobody moved, so that the fit can say what is missing."""
    return max(float(np.ptp(one.detectors, axis=0).max(initial=0)) for one in sessions) / 10 or 1000.0


def _sigmas(fit: Fit) -> tuple[float, float]:
    values = [one.value for one in fit.estimates if one.name == "sigma_m"]
    return max(values), min(values)


def _excess(fit: Fit, sessions: Sequence[Session], masks: Sequence[Mask], wider: Sequence[Mask]) -> float:
    """Return by what share the effective area grows when the masks do: density falls by about as much."""
    near = sum(esa_km2(m, s, detection_of(fit, s.name)) for m, s in zip(masks, sessions, strict=True))
    far = sum(esa_km2(m, s, detection_of(fit, s.name)) for m, s in zip(wider, sessions, strict=True))
    return max(far / near - 1, 0.0)


def _given_excess(fit: Fit, sessions: Sequence[Session], masks: Sequence[Mask], reach_m: float) -> float:
    near = more = 0.0
    for mask, session in zip(masks, sessions, strict=True):
        detection = detection_of(fit, session.name)
        near += esa_km2(mask, session, detection)
        outside, share = beyond(mask, session.detectors, reach_m)
        if outside is not None:
            more += share * esa_km2(outside, session, detection)
    return more / near


def _refuse_coarse(spacing: float, sigma: float) -> None:
    if spacing > COARSEST_SIGMAS * sigma:
        raise LeopardRangeError("mask_too_coarse", spacing_m=round(spacing), sigma_m=round(sigma))


def _buffer_note(bias: float, buffer: float, sigma: float) -> tuple[Note, ...]:
    if bias <= _NOTED_BIAS:
        return ()
    return (
        Note.of(
            "secr_buffer_narrow",
            buffer_m=round(buffer),
            sigmas=round(buffer / sigma, 1),
            percent=round(100 * bias, 1),
        ),
    )


def _spacing_note(
    fit: Fit, data: tuple[Sequence[Session], Sequence[Mask]], spacing: float, model: dict[str, Any]
) -> tuple[Note, ...]:
    """Above 0.6 sigma, fit again with cells of half the side and say what that changes."""
    _, smallest = _sigmas(fit)
    ratio = spacing / (smallest * reach_sigmas(fit.detectfn))
    if ratio <= COARSE_SIGMAS:
        return ()
    sessions, masks = data
    cut = {id(mask): split(mask) for mask in masks}
    finer = fit_secr(sessions, tuple(cut[id(mask)] for mask in masks), detectfn=fit.detectfn, **model)
    of = [one.estimate("density_per_km2").value for one in (fit, finer)]
    percent = round(100 * (of[0] / of[1] - 1), 1)
    return (
        Note.of(
            "secr_spacing_coarse", spacing_m=round(spacing), sigmas=round(ratio, 2), percent=f"{percent:+.1f}"
        ),
    )
