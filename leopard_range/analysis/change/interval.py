"""Between which values the change lies, given the errors of the outlines.

Every measure follows from three areas: the former range, the present one, and
what they share.  Each outline is taken as drawn, shrunk and grown by its error
(`leopard_range.analysis.outline.band`), all nine pairs are measured, and the
lowest and highest value of each measure is kept.  That is a worst case: an edge
is hardly wrong by its full error in the same direction everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from itertools import product
from typing import NamedTuple

import shapely

from leopard_range.analysis.outline import Band, subtract

__all__ = ["ChangeInterval", "Measures", "envelope", "lost_extremes", "measures", "pairs"]


class Measures(NamedTuple):
    """Measures of one pair of outlines, km2 and percent.

    Attributes
    ----------
    historic_km2, current_km2, lost_km2, retained_km2, gained_km2 : float
        Areas.
    lost_percent, retained_percent : float
        Of the former range.
    net_change_percent : float
        Present less former, of the former range.
    jaccard_percent : float
        Shared, of the union.
    """

    historic_km2: float
    current_km2: float
    lost_km2: float
    retained_km2: float
    gained_km2: float
    lost_percent: float
    retained_percent: float
    net_change_percent: float
    jaccard_percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeInterval:
    """Lowest and highest value of every measure; names as in `RangeChange`.

    Attributes
    ----------
    historic_km2_low, historic_km2_high, current_km2_low, current_km2_high : float
        Former and present range, km2.
    lost_km2_low, lost_km2_high, retained_km2_low, retained_km2_high : float
        Lost and retained, km2.
    gained_km2_low, gained_km2_high : float
        Gained, km2.
    lost_percent_low, lost_percent_high, retained_percent_low, retained_percent_high : float
        Of the former range.
    net_change_percent_low, net_change_percent_high : float
        Present less former, of the former range.
    jaccard_percent_low, jaccard_percent_high : float
        Shared, of the union.
    """

    historic_km2_low: float
    historic_km2_high: float
    current_km2_low: float
    current_km2_high: float
    lost_km2_low: float
    lost_km2_high: float
    retained_km2_low: float
    retained_km2_high: float
    gained_km2_low: float
    gained_km2_high: float
    lost_percent_low: float
    lost_percent_high: float
    retained_percent_low: float
    retained_percent_high: float
    net_change_percent_low: float
    net_change_percent_high: float
    jaccard_percent_low: float
    jaccard_percent_high: float

    def bracketing(self, values: Measures) -> ChangeInterval:
        """Widen to hold one more set of measures.

        Parameters
        ----------
        values : Measures
            What must lie inside.

        Returns
        -------
        ChangeInterval
        """
        wider = {}
        for name in Measures._fields:
            value = getattr(values, name)
            wider[f"{name}_low"] = min(getattr(self, f"{name}_low"), value)
            wider[f"{name}_high"] = max(getattr(self, f"{name}_high"), value)
        return ChangeInterval(**wider)


def measures(historic: shapely.Geometry, current: shapely.Geometry) -> Measures:
    """Measure the change between two shapes.

    Parameters
    ----------
    historic, current : shapely geometry
        Valid polygons in a metric equal-area system; the former one not empty.

    Returns
    -------
    Measures
    """
    before, after = float(shapely.area(historic)) / 1e6, float(shapely.area(current)) / 1e6
    both = float(shapely.area(shapely.intersection(historic, current))) / 1e6
    return Measures(
        historic_km2=before,
        current_km2=after,
        lost_km2=before - both,
        retained_km2=both,
        gained_km2=after - both,
        lost_percent=100 * (before - both) / before,
        retained_percent=100 * both / before,
        net_change_percent=100 * (after - before) / before,
        jaccard_percent=100 * both / (before + after - both),
    )


def pairs(historic: tuple[shapely.Geometry, Band], current: tuple[shapely.Geometry, Band]) -> list[Measures]:
    """Measure all pairs of an outline as drawn, shrunk and grown.

    Parameters
    ----------
    historic, current : tuple of (shapely geometry, Band)
        Each shape with its band.

    Returns
    -------
    list of Measures
        As drawn first; then up to eight more.  Where shrinking leaves nothing of the former range
        there is no share of it to measure.
    """
    # Without an error the three are one and the same.
    before = {id(shape): shape for shape in (historic[0], *historic[1]) if not shapely.is_empty(shape)}
    after = {id(shape): shape for shape in (current[0], *current[1])}
    return [measures(one, other) for one, other in product(before.values(), after.values())]


def envelope(found: Iterable[Measures]) -> ChangeInterval:
    """Lowest and highest of each measure.

    Parameters
    ----------
    found : iterable of Measures
        At least one.

    Returns
    -------
    ChangeInterval
    """
    columns = dict(zip(Measures._fields, zip(*found, strict=True), strict=True))
    lows = {f"{name}_low": min(values) for name, values in columns.items()}
    highs = {f"{name}_high": max(values) for name, values in columns.items()}
    return ChangeInterval(**lows, **highs)


def lost_extremes(historic: Band, current: Band) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Least and most that can have been lost.

    Parameters
    ----------
    historic, current : Band
        Bands of the two outlines.

    Returns
    -------
    tuple of shapely geometry
        The smallest former range without the largest present one, and the reverse.
    """
    return subtract(historic.inner, current.outer), subtract(historic.outer, current.inner)


assert {field.name for field in fields(ChangeInterval)} == {
    f"{name}_{end}" for name in Measures._fields for end in ("low", "high")
}
