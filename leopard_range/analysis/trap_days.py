"""Effort of a survey by station, reserve, season, year or month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pandas import DatetimeIndex

from leopard_range.analysis.effort import Operation

__all__ = ["SEASONS", "Effort", "effort_by", "season_of"]

SEASONS = ("winter", "spring", "summer", "autumn")
"""Three months each; winter is December to February and belongs to the year of its January."""


@dataclass(frozen=True, slots=True)
class Effort:
    """Effort of one group of station-days.

    Attributes
    ----------
    trap_days : float
        Trap-days watched.
    lost_share : float or None
        Share, 0 to 1, of the trap-days that cameras stood in which they did not watch; None when none stood.
    stations, stations_working : int
        Stations that stood, and those of them that watched at all.
    working_days : int
        Calendar days or occasions in which at least one station watched.
    first, last : int
        First and last column of the operation in which a station of the group stood; -1 when none did.
    """

    trap_days: float
    lost_share: float | None
    stations: int
    stations_working: int
    working_days: int
    first: int
    last: int


def effort_by(operation: Operation, group: NDArray[np.int64], count: int) -> tuple[Effort, ...]:
    """Sum the effort of groups of station-days.

    Parameters
    ----------
    operation : Operation
        Of a survey.
    group : numpy.ndarray of int, shape broadcasting to (stations, days)
        Group of each station-day, from 0; negative ones belong to none.
    count : int
        Number of groups.

    Returns
    -------
    tuple of Effort
        One for each group, in order.
    """
    label = np.broadcast_to(group, operation.effort.shape)
    inside = label >= 0
    code, (station, day) = label[inside], np.nonzero(inside)
    watched, stood = np.nan_to_num(operation.effort)[inside], operation.stood[inside]
    trap_days, total = (np.bincount(code, one, minlength=count) for one in (watched, stood))
    here, worked = stood > 0, watched > 0
    stations, days = operation.effort.shape
    cells = {
        "stations": _met(code[here], station[here], (count, stations)).sum(axis=1),
        "stations_working": _met(code[worked], station[worked], (count, stations)).sum(axis=1),
        "working_days": _met(code[worked], day[worked], (count, days)).sum(axis=1),
    }
    dated = _met(code[here], day[here], (count, days))
    return tuple(
        Effort(
            trap_days=float(trap_days[at]),
            # Sums of the same parts in another order may differ in the last digit.
            lost_share=max(0.0, 1 - float(trap_days[at] / total[at])) if total[at] > 0 else None,
            first=int(dated[at].argmax()) if dated[at].any() else -1,
            last=days - 1 - int(dated[at, ::-1].argmax()) if dated[at].any() else -1,
            **{name: int(counts[at]) for name, counts in cells.items()},
        )
        for at in range(count)
    )


def _met(row: NDArray[np.int64], column: NDArray[np.int64], shape: tuple[int, int]) -> NDArray[np.bool_]:
    found = np.zeros(shape, dtype=np.bool_)
    found[row, column] = True
    return found


def season_of(days: DatetimeIndex) -> Sequence[tuple[int, str]]:
    """Return the season of each day: its year, and a word of `SEASONS`.

    Parameters
    ----------
    days : DatetimeIndex
        Local dates.
    """
    year = days.year.to_numpy() + (days.month == 12)
    return [(int(y), SEASONS[m % 12 // 3]) for y, m in zip(year, days.month.to_numpy(), strict=True)]
