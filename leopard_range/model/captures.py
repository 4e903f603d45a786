"""Capture-recapture data as plain tables: who was caught when and where, and where animals may live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pandas import DataFrame

__all__ = ["CaptureSession", "Captures"]


@dataclass(frozen=True, slots=True, eq=False)
class CaptureSession:
    """One session of a capture study, checked.

    Attributes
    ----------
    name : str
        Of the session; empty when there is only one and it has no name.
    traps : tuple of str
        Names, each once.
    xy : float array, shape (traps, 2)
        Metres in a plane.
    usage : float array, shape (traps, occasions)
        Effort; 0 where a trap was not set.
    records : DataFrame
        One row a capture: ``individual`` (text), ``occasion`` and ``trap`` (whole numbers from 0),
        ``removed`` (the animal did not come back from it), ``row`` (in its file, from 1).
    """

    name: str
    traps: tuple[str, ...]
    xy: NDArray[np.float64]
    usage: NDArray[np.float64]
    records: DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Captures:
    """Sessions with the places animals may live in.

    Attributes
    ----------
    name : str
        File of the captures.
    sessions : tuple of CaptureSession
        In the order of their first capture.
    masks : tuple of DataFrame
        One a session, or empty when no mask was given: ``x``, ``y`` (metres) of habitat cells' centres, and
        further columns of numbers.
    """

    name: str
    sessions: tuple[CaptureSession, ...]
    masks: tuple[DataFrame, ...] = ()
