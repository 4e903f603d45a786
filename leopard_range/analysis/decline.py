"""Yearly rates of decline between two areas, and where they would lead.

References
----------
Bland L. M. et al. (2017) Guidelines for the application of IUCN Red List of
Ecosystems categories and criteria, version 1.1, doi:10.2305/IUCN.CH.2016.RLE.3.en
(absolute and proportional rate of decline).
Puyravaud J.-P. (2003) Standardizing the calculation of the annual rate of
deforestation, Forest Ecology and Management 177:593-596,
doi:10.1016/S0378-1127(02)00335-3 (annual rate of change).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from leopard_range.analysis.checks import number
from leopard_range.analysis.result import Result
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note

__all__ = ["Decline", "Extrapolated", "decline", "extrapolate"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decline(Result):
    """Change of an area between two years; positive is loss, but for the rate of change.

    Attributes
    ----------
    area1_km2, area2_km2 : float
        Areas, km2.
    year1, year2 : float
        Their years.
    years : float
        Years between them.
    lost_km2, lost_percent : float
        Area lost, km2 and percent of the first; negative for a gain.
    ard_km2_per_year : float
        Absolute rate of decline: the same area every year.
    prd_percent_per_year : float
        Proportional rate of decline: the same share of what is left every year.
    arc_percent_per_year : float
        Annual rate of change, compounded continuously; negative for a loss, minus infinity when
        nothing is left.
    """

    area1_km2: float
    area2_km2: float
    year1: float
    year2: float
    years: float
    lost_km2: float
    lost_percent: float
    ard_km2_per_year: float
    prd_percent_per_year: float
    arc_percent_per_year: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Extrapolated(Result):
    """Area in another year if the rates had stayed, or stay, the same.

    Attributes
    ----------
    year : float
        The year asked for.
    area_km2_ard, area_km2_prd, area_km2_arc : float
        Area by each rate, km2; never below 0.
    """

    year: float
    area_km2_ard: float
    area_km2_prd: float
    area_km2_arc: float


def decline(area1_km2: float, area2_km2: float, year1: float, year2: float) -> Decline:
    """Work out three rates of decline.

    Parameters
    ----------
    area1_km2, area2_km2 : float
        Areas in the first and second year, km2.
    year1, year2 : float
        The years, in order.

    Returns
    -------
    Decline
        With ``method`` ``ard_prd_arc``.

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` for a first area that is not positive, a negative second one, or years
        out of order.
    """
    area1_km2 = number("area1_km2", area1_km2, above=0)
    area2_km2 = number("area2_km2", area2_km2, at_least=0)
    year1 = number("year1", year1)
    year2 = number("year2", year2, above=year1)
    years = year2 - year1
    left = area2_km2 / area1_km2
    return Decline(
        method="ard_prd_arc",
        crs="",
        n=2,
        notes=() if left > 0 else (Note.of("area_gone"),),
        area1_km2=area1_km2,
        area2_km2=area2_km2,
        year1=year1,
        year2=year2,
        years=years,
        lost_km2=area1_km2 - area2_km2,
        lost_percent=100 * (1 - left),
        ard_km2_per_year=(area1_km2 - area2_km2) / years,
        prd_percent_per_year=100 * (1 - left ** (1 / years)),
        arc_percent_per_year=100 * math.log(left) / years if left > 0 else -math.inf,
    )


def extrapolate(rates: Decline, year: float) -> Extrapolated:
    """Carry the second area on to another year.

    Parameters
    ----------
    rates : Decline
        What happened between two years.
    year : float
        The year asked for; before `rates.year2` it looks back.

    Returns
    -------
    Extrapolated
        With ``method`` ``ard_prd_arc``.

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` when nothing was left in the second year and the year is before it:
        the rates cannot be run backwards from nothing.
    """
    ahead = number("year", year) - rates.year2
    if rates.area2_km2 == 0 and ahead < 0:
        raise LeopardRangeError("bad_argument", name="year", value=year, rule=f">= {rates.year2:g}")
    gone = rates.area2_km2 == 0
    by_share = 0.0 if gone else rates.area2_km2 * (1 - rates.prd_percent_per_year / 100) ** ahead
    by_change = 0.0 if gone else rates.area2_km2 * math.exp(rates.arc_percent_per_year / 100 * ahead)
    return Extrapolated(
        method="ard_prd_arc",
        crs="",
        n=2,
        notes=rates.notes,
        year=float(year),
        area_km2_ard=max(0.0, rates.area2_km2 - rates.ard_km2_per_year * ahead),
        area_km2_prd=by_share,
        area_km2_arc=by_change,
    )
