"""Thresholds of IUCN Red List criterion B (shared ground).

IUCN (2012) Red List categories and criteria, version 3.1, second edition.
Areas must be strictly below a threshold, the number of locations at most it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

__all__ = [
    "AOO_KM2",
    "EOO_KM2",
    "LOCATIONS",
    "NONE",
    "Category",
    "area_category",
    "location_category",
    "severity",
]

Category: TypeAlias = Literal["CR", "EN", "VU", "none"]

NONE: Category = "none"
"""No threatened category: near threatened or least concern."""

EOO_KM2: Mapping[Category, float] = MappingProxyType({"CR": 100.0, "EN": 5_000.0, "VU": 20_000.0})
AOO_KM2: Mapping[Category, float] = MappingProxyType({"CR": 10.0, "EN": 500.0, "VU": 2_000.0})
LOCATIONS: Mapping[Category, int] = MappingProxyType({"CR": 1, "EN": 5, "VU": 10})

_ORDER: tuple[Category, ...] = ("none", "VU", "EN", "CR")


def severity(category: Category) -> int:
    """Rank a category: 0 for none, 3 for critically endangered.

    Parameters
    ----------
    category : str
        ``CR``, ``EN``, ``VU`` or ``none``.

    Returns
    -------
    int
    """
    return _ORDER.index(category)


def area_category(area_km2: float, thresholds: Mapping[Category, float]) -> Category:
    """Return the highest category whose threshold an area is strictly below.

    Parameters
    ----------
    area_km2 : float
        Extent of occurrence or area of occupancy, km2.
    thresholds : Mapping
        `EOO_KM2` or `AOO_KM2`, the strictest first.

    Returns
    -------
    str
    """
    return next((category for category, limit in thresholds.items() if area_km2 < limit), NONE)


def location_category(locations: int) -> Category:
    """Return the highest category a number of locations qualifies for.

    Parameters
    ----------
    locations : int
        Areas in which one threat would affect all animals.

    Returns
    -------
    str
    """
    return next((category for category, limit in LOCATIONS.items() if locations <= limit), NONE)
