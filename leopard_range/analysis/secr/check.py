"""What must hold before a model is fitted; nothing is estimated from data that cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from leopard_range.analysis.secr.data import Detections, Detector, Floats, Mask, Session
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note

__all__ = ["checked", "require_covariates", "require_recaptures", "spatial_recaptures"]

FARTHEST_M = 1e8
"""No coordinate on Earth is larger, in any projected system in metres."""


def checked(session: Session, mask: Mask, detector: Detector) -> tuple[Session, tuple[Note, ...]]:
    """Check a session and its mask, and number its animals without a gap.

    Parameters
    ----------
    session : Session
        As read.
    mask : Mask
        Its habitat.
    detector : str
        Kind of the detectors.

    Returns
    -------
    Session
        Animals without a detection left out; for proximity detectors and traps a detection that
        is there twice counts once.
    tuple of Note
        What was changed.

    Raises
    ------
    LeopardRangeError
        ``secr_detector_coordinate``, ``secr_mask_coordinate``, ``secr_mask_empty``,
        ``secr_mask_cell``, ``secr_usage``, ``secr_no_effort``, ``secr_one_spot``,
        ``secr_detection_row``, ``secr_detector_off``, ``secr_after_removal``,
        ``secr_two_traps``.
    """
    _check_places(session, mask)
    _check_usage(session)
    _check_detections(session)
    seen = session.detections
    names, animal = np.unique(seen.animal, return_inverse=True)
    rows = np.column_stack([animal.reshape(-1), seen.occasion, seen.detector])
    rows = rows[np.lexsort(rows.T[::-1])]
    notes: tuple[Note, ...] = ()
    if detector != "count":
        single = np.unique(rows, axis=0)
        if len(single) < len(rows):
            notes = (Note.of("secr_repeats", session=session.name, count=len(rows) - len(single)),)
        rows = single
    known = tuple(seen.names[row] for row in names)
    gone = None if seen.gone is None else seen.gone[names]
    kept = Detections(rows[:, 0], rows[:, 1], rows[:, 2], known, gone)
    if detector == "multi":
        _check_held_once(session, kept)
    return replace(session, detections=kept), notes


def _check_places(session: Session, mask: Mask) -> None:
    def bad(xy: Floats) -> int:
        wrong = ~(np.isfinite(xy) & (np.abs(xy) <= FARTHEST_M)).all(axis=1)
        return int(np.argmax(wrong)) if wrong.any() else -1

    if (row := bad(session.detectors)) >= 0:
        raise LeopardRangeError(
            "secr_detector_coordinate", session=session.name, detector=session.detector_name(row)
        )
    if not len(mask):
        raise LeopardRangeError("secr_mask_empty", session=session.name)
    if not (np.isfinite(mask.cell_km2) and mask.cell_km2 > 0):
        raise LeopardRangeError("secr_mask_cell", session=session.name, value=mask.cell_km2)
    if (row := bad(mask.xy)) >= 0:
        raise LeopardRangeError("secr_mask_coordinate", session=session.name, row=row + 1)


def _check_usage(session: Session) -> None:
    usage = session.usage
    if usage.shape[0] != len(session.detectors) or not usage.size:
        raise LeopardRangeError("secr_no_effort", session=session.name)
    wrong = ~(np.isfinite(usage) & (usage >= 0))
    if wrong.any():
        detector, occasion = np.argwhere(wrong)[0]
        raise LeopardRangeError(
            "secr_usage",
            session=session.name,
            detector=session.detector_name(int(detector)),
            occasion=int(occasion) + 1,
        )
    working = session.detectors[session.effort > 0]
    if not len(working):
        raise LeopardRangeError("secr_no_effort", session=session.name)
    if len(np.unique(working, axis=0)) < 2:
        raise LeopardRangeError("secr_one_spot", session=session.name)


def _check_detections(session: Session) -> None:
    seen = session.detections
    limits = (len(seen.names), session.usage.shape[1], len(session.detectors))
    table = np.column_stack([seen.animal, seen.occasion, seen.detector])
    outside = ((table < 0) | (table >= limits)).any(axis=1)
    if outside.any():
        row = int(np.argmax(outside))
        raise LeopardRangeError("secr_detection_row", session=session.name, row=row + 1)
    off = session.usage[seen.detector, seen.occasion] == 0
    if off.any():
        row = int(np.argmax(off))
        raise LeopardRangeError(
            "secr_detector_off",
            session=session.name,
            animal=seen.names[seen.animal[row]],
            detector=session.detector_name(int(seen.detector[row])),
            occasion=int(seen.occasion[row]) + 1,
        )
    gone = seen.removed[seen.animal]
    late = (gone >= 0) & (seen.occasion > gone)
    if late.any():
        row = int(np.argmax(late))
        raise LeopardRangeError(
            "secr_after_removal",
            session=session.name,
            animal=seen.names[seen.animal[row]],
            occasion=int(seen.occasion[row]) + 1,
            removed=int(gone[row]) + 1,
        )


def _check_held_once(session: Session, seen: Detections) -> None:
    again = (np.diff(seen.animal) == 0) & (np.diff(seen.occasion) == 0)
    if again.any():
        row = int(np.argmax(again))
        raise LeopardRangeError(
            "secr_two_traps",
            session=session.name,
            animal=seen.names[seen.animal[row]],
            occasion=int(seen.occasion[row]) + 1,
            first=session.detector_name(int(seen.detector[row])),
            second=session.detector_name(int(seen.detector[row + 1])),
        )


def spatial_recaptures(session: Session) -> int:
    """Count detections of an animal at another place than its detection before.

    Parameters
    ----------
    session : Session
        Checked: in order of animal, occasion and detector.

    Notes
    -----
    Detections of one animal follow each other by occasion, within an occasion by detector.  With
    all days summed to one occasion this is the number of places less one.
    """
    seen = session.detections
    moved = (np.diff(session.detectors[seen.detector], axis=0) != 0).any(axis=1)
    return int((moved & (np.diff(seen.animal) == 0)).sum())


def require_recaptures(sessions: Sequence[Session], separate: Sequence[str]) -> None:
    """Refuse data that cannot tell how far animals move or how many there are.

    Parameters
    ----------
    sessions : sequence of Session
        Checked.
    separate : sequence of str
        What each session has a value of its own for: it must then tell it alone.

    Raises
    ------
    LeopardRangeError
        ``secr_no_animal``, ``secr_one_animal``, ``secr_no_recapture``, ``secr_one_place_each``.
    """
    if "density" in separate:
        for session in sessions:
            if not len(session.detections):
                raise LeopardRangeError("secr_no_animal", session=session.name)
    alone = {"detection", "sigma"} & set(separate)
    for group in [[session] for session in sessions] if alone else [list(sessions)]:
        label = ", ".join(session.name for session in group)
        animals = sum(len(session.detections.names) for session in group)
        if not animals:
            raise LeopardRangeError("secr_no_animal", session=label)
        if animals == 1:
            raise LeopardRangeError("secr_one_animal", session=label)
        if sum(len(session.detections) for session in group) == animals:
            raise LeopardRangeError("secr_no_recapture", session=label, count=animals)
        if not sum(spatial_recaptures(session) for session in group):
            raise LeopardRangeError("secr_one_place_each", session=label)


def require_covariates(masks: Sequence[Mask], density: Sequence[str]) -> None:
    """Refuse a covariate that is not there, has gaps, or does not vary.

    Parameters
    ----------
    masks : sequence of Mask
        One a session.
    density : sequence of str
        Names of the covariates.

    Raises
    ------
    LeopardRangeError
        ``secr_covariate_missing``, ``secr_covariate_gap``, ``secr_covariate_flat``,
        ``secr_covariate_same``.
    """
    for name in density:
        for mask in masks:
            if name not in mask.covariates:
                choices = ", ".join(mask.covariates) or "-"
                raise LeopardRangeError("secr_covariate_missing", covariate=name, choices=choices)
            values = mask.covariates[name]
            gap = ~np.isfinite(values) if values.shape == (len(mask),) else np.ones(1, dtype=bool)
            if gap.any():
                raise LeopardRangeError("secr_covariate_gap", covariate=name, row=int(np.argmax(gap)) + 1)
        if np.ptp(np.concatenate([mask.covariates[name] for mask in masks])) == 0:
            raise LeopardRangeError("secr_covariate_flat", covariate=name)
    table = np.array([np.concatenate([mask.covariates[name] for mask in masks]) for name in density])
    if len(table) > 1 and np.linalg.matrix_rank(np.corrcoef(table), tol=1e-9) < len(table):
        raise LeopardRangeError("secr_covariate_same", covariates=", ".join(density))
