"""Density by cell: what the model says of the land, and what the detections add to it."""

from __future__ import annotations

from typing import Literal

import numpy as np

from leopard_range.analysis.secr.data import Floats
from leopard_range.analysis.secr.likelihood import detected, posterior
from leopard_range.analysis.secr.results import Fit
from leopard_range.errors import LeopardRangeError

__all__ = ["KINDS", "Kind", "density_surface", "position"]

Kind = Literal["modelled", "realised", "detected", "missed"]

KINDS: tuple[Kind, ...] = ("modelled", "realised", "detected", "missed")
"""Modelled density; realised density, which is the sum of the detected and the missed animals."""


def position(fit: Fit, session: str) -> int:
    """Return which session has a name.

    Parameters
    ----------
    fit : Fit
        A fit.
    session : str
        Name; the first when empty.

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` when there is none.
    """
    names = [one.name for one in fit.sessions]
    if not session:
        return 0
    if session not in names:
        raise LeopardRangeError("bad_argument", name="session", value=session, rule=" | ".join(names))
    return names.index(session)


def density_surface(fit: Fit, kind: Kind = "modelled", session: str = "") -> Floats:
    """Return the density in each cell of the mask.

    Parameters
    ----------
    fit : Fit
        A fit.
    kind : {"modelled", "realised", "detected", "missed"}
        ``modelled``: D(x) of the model, the same wherever the covariates are: it shows no place of
        an animal.  ``realised``: where the detected animals probably live, plus D(x) times the
        probability of having missed an animal there; its peaks are centres of animals, so it is
        for planners only.  ``detected`` and ``missed`` are its two parts.
    session : str
        Name; the first when empty.

    Returns
    -------
    array, shape (M,)
        Animals a km2, in the order of the mask.

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` for a kind or session that does not exist.
    """
    if kind not in KINDS:
        raise LeopardRangeError("bad_argument", name="kind", value=kind, rule=" | ".join(KINDS))
    index = position(fit, session)
    part = fit.model.parts[index]
    density, level, log_sigma = fit.model.at(fit.theta, index)
    total = np.zeros(len(part.xy))
    if kind in ("realised", "detected"):
        total += part.weights @ posterior(part, density, level, log_sigma) / part.cell_km2
    if kind in ("modelled", "realised", "missed"):
        modelled = np.exp(part.design @ density)
        total += modelled if kind == "modelled" else modelled * (1 - detected(part, level, log_sigma)[0])
    return total
