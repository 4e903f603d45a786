"""Clocks that were set wrong, put right in the open: every shift is a recorded operation."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note

if TYPE_CHECKING:
    from pandas import DataFrame

    from leopard_range.model.survey import Survey

__all__ = ["LONGEST_SHIFT", "read_shift", "read_shifts", "shift_clock", "written_shift"]

LONGEST_SHIFT = timedelta(days=36_525)
"""A clock that fell back to 1970 is some decades behind; more than a century is a slip of the pen."""

_UNITS = {"d": "days", "h": "hours", "min": "minutes", "m": "minutes", "s": "seconds"}
_PART = r"(\d{1,6})(d|h|min|m|s)"
_SHIFT = re.compile(rf"\s*([+-])\s*((?:{_PART}\s*)+)")


def read_shift(text: str) -> timedelta:
    """Read a length of time with its sign: ``+1h``, ``-30min``, ``+1d 2h 5s``.

    Parameters
    ----------
    text : str
        Sign, then numbers with ``d``, ``h``, ``min`` (or ``m``) or ``s``.

    Raises
    ------
    LeopardRangeError
        ``survey_bad_shift``: not written so, nothing at all, or more than `LONGEST_SHIFT`.
    """
    found = _SHIFT.fullmatch(text)
    delta = timedelta()
    if found:
        for count, unit in re.findall(_PART, found[2]):
            delta += timedelta(**{_UNITS[unit]: int(count)})
    if not timedelta() < delta <= LONGEST_SHIFT:
        raise LeopardRangeError("survey_bad_shift", value=text.strip())
    return -delta if found and found[1] == "-" else delta


def read_shifts(text: str) -> tuple[tuple[str, timedelta, bool], ...]:
    """Read which deployment is shifted by how much: ``CAM7=+1h; CAM9=-2d dates``.

    Parameters
    ----------
    text : str
        Shifts between semicolons; ``dates`` after one moves start and end of the deployment too.

    Returns
    -------
    tuple of (str, timedelta, bool)
        Deployment, shift, and whether its dates move; empty for an empty text.

    Raises
    ------
    LeopardRangeError
        ``survey_bad_shift``.
    """
    shifts = []
    for one in filter(None, map(str.strip, text.split(";"))):
        deployment, _equals, amount = one.rpartition("=")
        if not deployment.strip():
            raise LeopardRangeError("survey_bad_shift", value=one)
        dates = amount.rstrip().endswith(" dates")
        shifts.append((deployment.strip(), read_shift(amount.rstrip().removesuffix(" dates")), dates))
    return tuple(shifts)


def written_shift(delta: timedelta) -> str:
    """Write a shift so that `read_shift` reads it.

    Parameters
    ----------
    delta : timedelta
        Whole seconds.
    """
    seconds = abs(round(delta.total_seconds()))
    parts = []
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count}{unit}")
    return ("-" if delta < timedelta() else "+") + (" ".join(parts) or "0s")


def shift_clock(survey: Survey, deployment_id: str, delta: timedelta, *, dates: bool = False) -> Survey:
    """Move every time that the camera of one deployment wrote.

    Parameters
    ----------
    survey : Survey
        Not changed.
    deployment_id : str
        Which deployment.
    delta : timedelta
        Added to the times of its observations and media; positive when the clock was slow.
    dates : bool
        Also move start and end of the deployment and its gaps: they came from the same clock.

    Returns
    -------
    Survey
        With one more note in ``operations``: what was moved, and by how much.

    Raises
    ------
    LeopardRangeError
        ``survey_no_deployment``; ``survey_no_clock`` when the survey has occasions and no times.
    """
    if deployment_id not in set(survey.deployments["deploymentID"]):
        raise LeopardRangeError("survey_no_deployment", file=survey.name, deployment=deployment_id)
    if not survey.dated:
        raise LeopardRangeError("survey_no_clock", file=survey.name)
    moved = partial(_moved, deployment=deployment_id, delta=delta)
    out = replace(
        survey,
        observations=moved(survey.observations, ("eventStart", "eventEnd")),
        media=moved(survey.media, ("timestamp",)),
    )
    if dates:
        out = replace(
            out,
            deployments=moved(survey.deployments, ("deploymentStart", "deploymentEnd")),
            gaps=moved(survey.gaps, ("start", "end")),
        )
    note = Note.of(
        "survey_dates_shifted" if dates else "survey_clock_shifted",
        deployment=deployment_id,
        shift=written_shift(delta),
        observations=int((survey.observations["deploymentID"] == deployment_id).sum()),
        media=int((survey.media["deploymentID"] == deployment_id).sum()),
    )
    return replace(out, operations=(*survey.operations, note))


def _moved(table: DataFrame, columns: tuple[str, ...], deployment: str, delta: timedelta) -> DataFrame:
    here = table["deploymentID"] == deployment
    return table.assign(**{name: table[name].where(~here, table[name] + delta) for name in columns})
