"""Red List criterion B: small and shrinking ranges.

References
----------
IUCN (2012) Red List categories and criteria, version 3.1, second edition.
IUCN Standards and Petitions Committee (2024) Guidelines for using the IUCN Red
List categories and criteria, version 16, sections 4.9 and 4.10.
"""

from __future__ import annotations

from dataclasses import dataclass

from leopard_range.analysis.checks import number
from leopard_range.analysis.redlist import (
    AOO_KM2,
    EOO_KM2,
    NONE,
    Category,
    area_category,
    location_category,
    severity,
)
from leopard_range.analysis.result import Result
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note

__all__ = ["CriterionB", "criterion_b"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CriterionB(Result):
    """What criterion B says, and on what grounds.

    Attributes
    ----------
    category : str
        ``CR``, ``EN``, ``VU`` or ``none``: the stricter of `b1` and `b2`.
    b1, b2 : str
        By extent of occurrence and by area of occupancy, each with at least two of the three
        conditions a, b and c.
    eoo_category, aoo_category, locations_category : str
        What each number alone would allow.  Severe fragmentation allows every category.
    eoo_km2, aoo_km2 : float
        The areas compared; the extent raised to the area of occupancy where it was smaller.
    conditions : tuple of str
        Which of ``a`` (few locations or severe fragmentation), ``b`` (continuing decline) and
        ``c`` (extreme fluctuations) hold at `category`.
    """

    category: Category
    b1: Category
    b2: Category
    eoo_category: Category
    aoo_category: Category
    locations_category: Category
    eoo_km2: float
    aoo_km2: float
    conditions: tuple[str, ...]


def criterion_b(
    eoo_km2: float,
    aoo_km2: float,
    *,
    locations: int | None = None,
    severely_fragmented: bool | None = None,
    continuing_decline: bool | None = None,
    extreme_fluctuations: bool | None = None,
) -> CriterionB:
    """Apply the thresholds and conditions of criterion B.

    Parameters
    ----------
    eoo_km2, aoo_km2 : float
        Extent of occurrence and area of occupancy, km2.  An extent below the area of occupancy
        is raised to it.
    locations : int, optional
        Number of locations: areas in which one threat would soon affect all animals.
    severely_fragmented, continuing_decline, extreme_fluctuations : bool, optional
        Whether each is observed, estimated, inferred or projected.  None is unknown.

    Returns
    -------
    CriterionB
        With ``method`` ``iucn_3_1``.  A note says so when the unknown conditions could raise
        the category.

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` for a negative or missing area, or fewer than one location.
    """
    aoo_km2 = number("aoo_km2", aoo_km2, at_least=0)
    eoo_km2 = max(number("eoo_km2", eoo_km2, at_least=0), aoo_km2)
    if locations is not None and locations < 1:
        raise LeopardRangeError("bad_argument", name="locations", value=locations, rule=">= 1")
    by_eoo, by_aoo = area_category(eoo_km2, EOO_KM2), area_category(aoo_km2, AOO_KM2)
    by_locations = NONE if locations is None else location_category(locations)
    if severely_fragmented:
        by_locations = "CR"
    others = int(bool(continuing_decline)) + int(bool(extreme_fluctuations))
    b1 = _with_conditions(by_eoo, by_locations, others)
    b2 = _with_conditions(by_aoo, by_locations, others)
    category = max(b1, b2, key=severity)
    held = severity(by_locations) >= severity(category) > 0
    flags = (("a", held), ("b", bool(continuing_decline)), ("c", bool(extreme_fluctuations)))
    # What the unknown conditions could still allow.
    places_open = not severely_fragmented and (locations is None or severely_fragmented is None)
    others_open = sum(flag is not False for flag in (continuing_decline, extreme_fluctuations))
    best = (
        _with_conditions(area, "CR" if places_open else by_locations, others_open)
        for area in (by_eoo, by_aoo)
    )
    undecided = any(severity(possible) > severity(category) for possible in best)
    return CriterionB(
        method="iucn_3_1",
        crs="",
        n=1,
        notes=(Note.of("criterion_b_incomplete"),) if undecided else (),
        category=category,
        b1=b1,
        b2=b2,
        eoo_category=by_eoo,
        aoo_category=by_aoo,
        locations_category=by_locations,
        eoo_km2=eoo_km2,
        aoo_km2=aoo_km2,
        conditions=tuple(letter for letter, holds in flags if holds),
    )


def _with_conditions(by_area: Category, by_locations: Category, others: int) -> Category:
    """Category an area allows once two of the three conditions are asked for."""
    if others >= 2:
        return by_area
    if others == 0:
        return NONE
    # Condition a is needed as well, and it holds only up to its own category.
    return min(by_area, by_locations, key=severity)
