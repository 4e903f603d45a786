"""What surveys without dates share: captures by occasion, usage of traps, a grid of habitat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from leopard_range.crs import WGS84, is_metric
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices
from leopard_range.model.survey import DEPLOYMENTS, GAPS, HABITAT, MEDIA, OBSERVATIONS, USAGE, Survey
from leopard_range.schema import conform
from leopard_range.sources.survey import parts
from leopard_range.sources.survey.sheet import Problems
from leopard_range.sources.survey.times import clock_of

__all__ = ["MAX_OCCASIONS", "Captures", "Traps", "plane", "survey_of", "usage_of"]

MAX_OCCASIONS = 5_000
"""Occasions of a survey: more than ten years of days."""


@dataclass(frozen=True, slots=True)
class Traps:
    """Where traps stood and when they were set.

    Attributes
    ----------
    id, session : Series of str
        One row each; ``session`` is ``""`` for all sessions.
    x, y : Series of float
        Plane or degrees.
    usage : ndarray of float, shape (traps, occasions), or None
        Effort, 0 where a trap was not set; None: all were set on every occasion.
    """

    id: pd.Series
    session: pd.Series
    x: pd.Series
    y: pd.Series
    usage: NDArray[np.float64] | None


@dataclass(frozen=True, slots=True)
class Captures:
    """Who was caught when and where.

    Attributes
    ----------
    animal, trap, session : Series of str
        One row for each capture.
    occasion : Series of Int64
        From 1; NA when it cannot be read.
    sex : Series of str
        ``female``, ``male`` or ``""``.
    removed : Series of bool, optional
        The animal died or was taken away.
    """

    animal: pd.Series
    trap: pd.Series
    session: pd.Series
    occasion: pd.Series
    sex: pd.Series
    removed: pd.Series | None = None


def plane(choices: Choices, name: str) -> str:
    """Return the system of a survey's coordinates, as far as the person said it.

    Parameters
    ----------
    choices : Choices
        ``crs``.
    name : str
        File name, for messages.

    Returns
    -------
    str
        ``EPSG:4326``, a code of a metric system, or ``""``.

    Raises
    ------
    LeopardRangeError
        ``crs_unknown``; ``not_metric`` for feet and for degrees of another datum.
    """
    text = choices.crs.strip()
    if not text:
        return ""
    authority, _, code = text.partition(":")
    if authority.upper() not in ("EPSG", "ESRI") or not code.isdigit() or len(code) > 7:
        raise LeopardRangeError("crs_unknown", file=name)
    try:
        found = CRS.from_authority(authority.upper(), code)
    except CRSError:
        raise LeopardRangeError("crs_unknown", file=name) from None
    if found == WGS84:
        return "EPSG:4326"
    if not is_metric(found):
        raise LeopardRangeError("not_metric", file=name, crs=found.name)
    return f"{authority.upper()}:{code}"


def survey_of(  # noqa: PLR0917
    name: str,
    kind: str,
    captures: Captures,
    traps: Traps,
    habitat: Mapping[str, pd.Series] | None,
    problems: Problems,
    choices: Choices,
) -> Survey:
    """Put the tables of a survey without dates together.

    Parameters
    ----------
    name, kind : str
        As in `Survey`.
    captures, traps : Captures, Traps
        As read.
    habitat : mapping of str to Series, optional
        ``x``, ``y`` and ``habitat``.
    problems : Problems
        Found on the way.
    choices : Choices
        ``crs`` and ``timezone``.

    Returns
    -------
    Survey
        With ``usage``; a trap is a deployment, one for each session where there are several.  Where animals
        were removed, observations have a column ``removed``: ``yes`` or ``""``.

    Raises
    ------
    LeopardRangeError
        ``survey_too_big`` for more occasions than a survey has.
    """
    crs = plane(choices, name)
    captured = captures.occasion.dropna()
    last = int(captured.max()) if len(captured) else 1
    occasions = traps.usage.shape[1] if traps.usage is not None else last
    sessions = list(dict.fromkeys(captures.session)) or [""]
    if occasions > MAX_OCCASIONS or len(sessions) * len(traps.id) * occasions > 50_000_000:
        raise LeopardRangeError("survey_too_big", file=name)
    effort = traps.usage if traps.usage is not None else np.ones((len(traps.id), occasions))
    placed = [_placed(traps, effort, session, crs, alone=len(sessions) == 1) for session in sessions]
    deployments = pd.concat([frame for frame, _ in placed], ignore_index=True)
    used = pd.concat([usage for _, usage in placed], ignore_index=True)
    trap = captures.trap if len(sessions) == 1 else captures.session + "/" + captures.trap
    rows = pd.Series([f"row-{at}" for at in range(1, len(trap) + 1)], dtype="str")
    seen = pd.DataFrame(
        {
            "observationID": rows,
            "deploymentID": trap.to_numpy(),
            "eventID": rows,
            "occasion": captures.occasion.to_numpy(),
            "observationLevel": "event",
            "observationType": "animal",
            "count": 1,
            "individualID": captures.animal.to_numpy(),
            "sex": captures.sex.to_numpy(),
            "session": captures.session.to_numpy(),
        }
    )
    gone = 0 if captures.removed is None else int(captures.removed.sum())
    if captures.removed is not None and gone:
        seen["removed"] = np.where(captures.removed, "yes", "")
        problems.add("animals_removed", "captures", severity="info", count=gone)
    observations = conform(seen, OBSERVATIONS)
    return Survey(
        name=name,
        kind=kind,
        crs=crs,
        timezone=clock_of(choices, name).zone.key,
        deployments=conform(deployments, DEPLOYMENTS),
        observations=observations,
        media=conform(pd.DataFrame(), MEDIA),
        individuals=parts.individuals(None, observations),
        gaps=conform(pd.DataFrame(), GAPS),
        usage=conform(used, USAGE),
        habitat=_habitat(habitat),
        problems=tuple(problems.found),
    )


def _placed(
    traps: Traps, effort: NDArray[np.float64], session: str, crs: str, *, alone: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Deployments and usage of one session."""
    everywhere = (traps.session == "") | alone
    mine = (everywhere | (traps.session == session)).to_numpy(dtype=bool)
    names = traps.id[mine].reset_index(drop=True)
    identifiers = names if alone else session + "/" + names
    across, along = ("longitude", "latitude") if crs == "EPSG:4326" else ("x_m", "y_m")
    frame = pd.DataFrame(
        {
            "deploymentID": identifiers,
            "locationID": names,
            across: traps.x[mine].to_numpy(),
            along: traps.y[mine].to_numpy(),
            "session": session,
        }
    )
    rows, columns = np.nonzero(effort[mine] > 0)
    usage = pd.DataFrame(
        {
            "deploymentID": identifiers.to_numpy()[rows],
            "occasion": columns + 1,
            "effort_days": effort[mine][rows, columns],
        }
    )
    return frame, usage


def _habitat(found: Mapping[str, pd.Series] | None) -> pd.DataFrame | None:
    if found is None:
        return None
    frame = pd.DataFrame({"x_m": found["x"], "y_m": found["y"], "habitat": found["habitat"]}).dropna()
    return conform(frame, HABITAT)


def usage_of(columns: Iterable[pd.Series]) -> NDArray[np.float64]:
    """Stack columns of usage into one array; what is empty or negative is no effort.

    Parameters
    ----------
    columns : iterable of Series of float
        One for each occasion.
    """
    stacked = np.column_stack([column.to_numpy(dtype=float) for column in columns])
    return np.where(np.isfinite(stacked) & (stacked > 0), stacked, 0.0)
