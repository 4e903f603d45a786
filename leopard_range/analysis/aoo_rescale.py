"""Area of occupancy from one cell size to another.

References
----------
IUCN Standards and Petitions Committee (2024) Guidelines for using the IUCN Red
List categories and criteria, version 16, section 4.10.6.
"""

from __future__ import annotations

from dataclasses import dataclass

from leopard_range.analysis.checks import number
from leopard_range.analysis.result import Result
from leopard_range.errors import LeopardRangeError

__all__ = ["AooRescaled", "aoo_rescale"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AooRescaled(Result):
    """Area of occupancy at another scale.

    Attributes
    ----------
    area_km2 : float
        Area at the new cell size, km2.
    cells : float
        The same in new cells; seldom whole.
    c : float
        Slope of log area of occupancy on log cell area.
    from_m, to_m : float
        Cell sides before and after, metres.
    """

    area_km2: float
    cells: float
    c: float
    from_m: float
    to_m: float


def aoo_rescale(aoo_km2: float, *, from_m: float, to_m: float, c: float) -> AooRescaled:
    """Correct an area of occupancy for the scale it was mapped at.

    Parameters
    ----------
    aoo_km2 : float
        Area of occupancy in cells of side `from_m`, km2.
    from_m, to_m : float
        Sides of the cells it was mapped in and is wanted for, metres.
    c : float
        Slope of the relation between scale and area, 0 (every cell fully occupied) to 1 (one
        small cell in each).

    Returns
    -------
    AooRescaled
        With ``method`` ``scale_area``: ``aoo_km2 * 10 ** (c * log10(to_m**2 / from_m**2))``.

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` for a negative area, a side that is not positive or `c` outside 0-1.
    """
    aoo_km2 = number("aoo_km2", aoo_km2, at_least=0)
    from_m, to_m = number("from_m", from_m, above=0), number("to_m", to_m, above=0)
    if not 0 <= c <= 1:
        raise LeopardRangeError("bad_argument", name="c", value=str(c), rule="0 … 1")
    area = aoo_km2 * (to_m / from_m) ** (2 * c)
    return AooRescaled(
        method="scale_area",
        crs="",
        n=1,
        area_km2=area,
        cells=area * 1e6 / to_m**2,
        c=float(c),
        from_m=from_m,
        to_m=to_m,
    )
