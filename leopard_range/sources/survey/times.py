"""Times of a survey: what the cell says, the offset it states or the zone it lacks, UTC at the end.

References
----------
ISO 8601-1:2019 Date and time representations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices
from leopard_range.sources.survey.sheet import Sheet
from leopard_range.sources.upload.moments import zone_of

__all__ = ["Clock", "clock_of", "days_only", "moments", "order_seen", "read_moments"]

_TIME: Any = "datetime64[ms, UTC]"
_ZONED = r":\d{2}(?:[.,]\d+)?\s*(?:[Zz]|[+-]\d{2}(?::?\d{2})?)$"
_PLAIN = r"\d{4}-\d{1,2}-\d{1,2}(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?"
_OFFSET = r"([Zz]|[+-]\d{2}(?::?\d{2})?)$"
_DAY_MONTH = (
    r"^(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4})"
    r"(?:[T ]+(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?$"
)
_YEARS = (1900, 2200)
_ONE_HOUR = 60


@dataclass(frozen=True, slots=True)
class Clock:
    """How the times of a survey are written.

    Attributes
    ----------
    zone : ZoneInfo
        Zone of times that state none.
    order : str
        ``dmy`` or ``mdy``, for dates such as 03/04/2013; empty: seen from the dates.
    form : str
        Form of dates in the terms of ``strptime``; empty: ISO 8601 and its neighbours.
    """

    zone: ZoneInfo
    order: str = ""
    form: str = ""


def clock_of(choices: Choices, name: str) -> Clock:
    """Return how times are written, as far as the person said it.

    Parameters
    ----------
    choices : Choices
        ``timezone`` and ``date_order``.
    name : str
        File name, for messages.

    Raises
    ------
    LeopardRangeError
        ``timezone_unknown``.
    """
    return Clock(zone_of(choices, name), choices.date_order)


def moments(sheet: Sheet, column: str, clock: Clock, *, needed: bool = False) -> pd.Series:
    """Read a column of times.

    Parameters
    ----------
    sheet : Sheet
        The table.
    column : str
        Which column; its problems go to the table's.
    clock : Clock
        How they are written.
    needed : bool
        An empty cell is a problem.

    Returns
    -------
    Series of datetime64[ms, UTC]
        NaT for nothing and for what cannot be read.

    Raises
    ------
    LeopardRangeError
        ``date_order_needed`` when day and month cannot be told apart.
    """
    return read_moments(sheet, column, sheet.text(column), clock, needed=needed)


def read_moments(
    sheet: Sheet, column: str, cells: pd.Series, clock: Clock, *, needed: bool = False
) -> pd.Series:
    """Read times that stand in no single column, as `moments` does.

    Parameters
    ----------
    sheet : Sheet
        The table they belong to.
    column : str
        Name for problems.
    cells : Series of str
        As many as the table has rows.
    clock : Clock
        How they are written.
    needed : bool
        An empty cell is a problem.
    """
    problems = sheet.problems
    out: pd.Series = pd.Series(pd.NaT, index=cells.index, dtype=_TIME)
    zoned = cells.str.contains(_ZONED, regex=True)
    if zoned.any():
        stated = pd.to_datetime(cells[zoned], utc=True, format="ISO8601", errors="coerce")
        out[zoned] = _within(stated).astype(_TIME)
        _offsets(sheet, column, cells[zoned], out[zoned], clock)
    bare = ~zoned & (cells != "")
    if bare.any():
        out[bare] = _local(sheet, column, cells[bare], clock).astype(_TIME)
        if zoned.any():
            problems.add(
                "time_zone_partly", sheet.name, column=column, count=int(bare.sum()), zone=clock.zone.key
            )
    problems.cells("time_unreadable", (sheet.name, column), cells, (cells != "") & out.isna(), "error")
    if needed:
        problems.cells("cell_empty", (sheet.name, column), cells, cells == "", "error")
    return out


def order_seen(cells: pd.Series) -> str:
    """See from dates whether the day or the month comes first.

    Parameters
    ----------
    cells : Series of str
        Dates with the year last; others are passed over.

    Returns
    -------
    str
        ``dmy``, ``mdy``, or ``""`` when it cannot be seen.
    """
    parts = cells.str.extract(_DAY_MONTH)
    a, b = (pd.to_numeric(parts[one], errors="coerce") > 12 for one in ("a", "b"))
    if a.any() != b.any():
        return "dmy" if a.any() else "mdy"
    points = parts["sep"].dropna() == "."
    return "dmy" if len(points) and points.all() and not a.any() else ""


def days_only(cells: pd.Series) -> pd.Series:
    """Tell which cells hold a day without a time of day."""
    return (cells != "") & ~cells.str.contains(":", regex=False)


def _within(read: pd.Series) -> pd.Series:
    years = read.dt.year
    out: pd.Series = read.where((years >= _YEARS[0]) & (years <= _YEARS[1]))
    return out


def _local(sheet: Sheet, column: str, cells: pd.Series, clock: Clock) -> pd.Series:
    """Times without an offset, by the cameras' clock."""
    if clock.form:
        try:
            naive = pd.to_datetime(cells, format=clock.form, errors="coerce", utc=True)
        except (ValueError, TypeError, OverflowError, re.error):
            raise LeopardRangeError("survey_date_form", file=sheet.file, column=column) from None
        naive = naive.dt.tz_localize(None)
    else:
        tidy = cells.str.replace(r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})", r"\1-\2-\3", regex=True)
        plain = tidy.where(tidy.str.fullmatch(_PLAIN), None)
        naive = pd.to_datetime(plain, format="ISO8601", errors="coerce", utc=True).dt.tz_localize(None)
        left = naive.isna()
        if left.any():
            naive[left] = _by_order(sheet, column, tidy[left], clock)
    naive = _within(naive)
    first = np.ones(len(naive), dtype=bool)
    zoned = naive.dt.tz_localize(clock.zone, ambiguous=first, nonexistent="shift_forward")
    out: pd.Series = zoned.dt.tz_convert("UTC")
    return out


def _by_order(sheet: Sheet, column: str, cells: pd.Series, clock: Clock) -> pd.Series:
    """Dates whose year stands last."""
    parts = cells.str.extract(_DAY_MONTH)
    a, b = (pd.to_numeric(parts[one], errors="coerce").astype("float64") for one in ("a", "b"))
    order = clock.order if clock.order in ("dmy", "mdy") else order_seen(cells)
    if not order and a.notna().any():
        raise LeopardRangeError("date_order_needed", file=sheet.file, column=column)
    day, month = (b, a) if order == "mdy" else (a, b)
    texts = (
        parts["y"]
        + "-"
        + month.map("{:02.0f}".format).astype("str")
        + "-"
        + day.map("{:02.0f}".format).astype("str")
        + " "
        + parts["time"].fillna("0:00").str.zfill(5)
    )
    return pd.to_datetime(texts, format="ISO8601", errors="coerce")


def _offsets(sheet: Sheet, column: str, cells: pd.Series, read: pd.Series, clock: Clock) -> None:
    """Say so when the offsets of one column cannot be those of one zone, or are not those of the zone."""
    written = cells.str.extract(_OFFSET)[0]
    minutes = written.map({one: _minutes(one) for one in written.dropna().unique()}).astype("float64")
    if minutes.max() - minutes.min() > _ONE_HOUR:
        shown = ", ".join(sorted({str(one) for one in written.dropna().unique()})[:6])
        sheet.problems.add("time_zones_mixed", sheet.name, column=column, offsets=shown)
        return
    known = read.notna() & (minutes != 0)
    if not known.any():
        return
    local = read[known].dt.tz_convert(clock.zone)
    expected = (local.dt.tz_localize(None) - read[known].dt.tz_localize(None)).dt.total_seconds() / 60
    if ((expected - minutes[known]).abs() > 0).mean() > 0.5:
        shown = ", ".join(sorted({str(one) for one in written[known].unique()})[:6])
        sheet.problems.add(
            "time_zone_other",
            sheet.name,
            column=column,
            severity="info",
            offsets=shown,
            zone=clock.zone.key,
        )


def _minutes(offset: str) -> float:
    if offset in "Zz":
        return 0.0
    digits = offset[1:].replace(":", "").ljust(4, "0")
    return (-1 if offset[0] == "-" else 1) * (60.0 * int(digits[:2]) + int(digits[2:]))
