"""The public scheme: its numbers, and how they may be changed."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date

from leopard_range.errors import LeopardRangeError

__all__ = ["PUBLIC_RULES", "Rules", "released", "review_date", "stricter"]

_REVIEW_YEARS = 5
_MOST = {"cell_deg": 10.0, "min_stations": 1000, "delay_months": 1200}


@dataclass(frozen=True, slots=True)
class Rules:
    """What the public may see of sensitive records.

    Attributes
    ----------
    cell_deg : float
        Side of a cell, degrees; the grid starts at 0° E, 0° N and is never clipped.
    min_stations : int
        Fewest camera stations of a cell that is shown.
    delay_months : int
        Months between the end of a year and its release.
    classes : tuple of (int, str)
        Lower bound and label of each class of counts, ascending.
    """

    cell_deg: float = 0.2
    min_stations: int = 3
    delay_months: int = 24
    classes: tuple[tuple[int, str], ...] = ((0, "0"), (1, "1-2"), (3, "3-9"), (10, "10+"))


PUBLIC_RULES = Rules()
"""The weakest rules there are; a release may only be stricter."""


def stricter(
    cell_deg: float | None = None, min_stations: int | None = None, delay_months: int | None = None
) -> Rules:
    """Return the public rules with some numbers made stricter.

    Parameters
    ----------
    cell_deg : float, optional
        Side of a cell, degrees: a whole multiple of the scheme's.  Grids that
        do not nest would, laid over each other, show finer places than either.
    min_stations : int, optional
        Fewest stations of a shown cell.
    delay_months : int, optional
        Months between the end of a year and its release.

    Raises
    ------
    LeopardRangeError
        ``rule_too_weak``, ``rule_too_large``, ``rule_not_multiple``.
    """
    wishes = {"cell_deg": cell_deg, "min_stations": min_stations, "delay_months": delay_months}
    for name, value in wishes.items():
        if value is None:
            continue
        option, least = f"--{name.replace('_', '-')}", getattr(PUBLIC_RULES, name)
        # NaN compares false with everything, so it is refused as well.
        if not value >= least:
            raise LeopardRangeError("rule_too_weak", name=option, value=value, least=least)
        if value > _MOST[name]:
            raise LeopardRangeError("rule_too_large", name=option, value=value, most=_MOST[name])
    least = PUBLIC_RULES
    times = (cell_deg or least.cell_deg) / least.cell_deg
    if abs(times - round(times)) > 1e-9:
        raise LeopardRangeError("rule_not_multiple", value=cell_deg or 0, step=least.cell_deg)
    return replace(
        least,
        cell_deg=round(round(times) * least.cell_deg, 6),
        min_stations=min_stations or least.min_stations,
        delay_months=delay_months or least.delay_months,
    )


def released(year: int, today: date, rules: Rules = PUBLIC_RULES) -> bool:
    """Return whether a whole year is old enough: its last day plus the delay, in full years, has passed.

    Parameters
    ----------
    year : int
        Calendar year of the records.
    today : date
        Day of the release; only its year matters.
    rules : Rules
        The public scheme.
    """
    return today >= date(year + 1 + math.ceil(rules.delay_months / 12), 1, 1)


def review_date(today: date) -> str:
    """Return the day by which somebody should ask again whether the records are still sensitive.

    Parameters
    ----------
    today : date
        Day of the release; only its year matters, so that the day itself stays unknown.
    """
    return f"{today.year + _REVIEW_YEARS}-01-01"
