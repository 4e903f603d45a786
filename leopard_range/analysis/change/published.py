"""A published share of the former range, and why ours differs from it."""

from __future__ import annotations

from dataclasses import dataclass

from leopard_range.analysis.change.partition import RangeChange
from leopard_range.analysis.checks import number
from leopard_range.analysis.result import Result

__all__ = ["PublishedShare", "published_share"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PublishedShare(Result):
    """Share by published areas beside the share by our outlines.

    Attributes
    ----------
    current_km2, historic_km2 : float
        Published areas, km2.
    current_percent, lost_percent : float
        Present range in percent of the former one, and the rest.
    ours_percent : float or None
        What our outlines say is retained, percent of the former range.
    difference_points : float or None
        Ours less published, percentage points: the sum of the next three.
    from_current_area_points : float or None
        Because our present range has another area.
    from_historic_area_points : float or None
        Because our former range has another area.
    from_outside_points : float or None
        Because part of our present range lies outside the former one: a quotient of areas counts
        it as retained, an overlay does not.
    """

    current_km2: float
    historic_km2: float
    current_percent: float
    lost_percent: float
    ours_percent: float | None = None
    difference_points: float | None = None
    from_current_area_points: float | None = None
    from_historic_area_points: float | None = None
    from_outside_points: float | None = None


def published_share(
    current_km2: float, historic_km2: float, change: RangeChange | None = None
) -> PublishedShare:
    """Divide two published areas, and trace the difference to an overlay of outlines.

    Parameters
    ----------
    current_km2, historic_km2 : float
        Published areas of the present and the former range, km2.
    change : RangeChange, optional
        The same from outlines.

    Returns
    -------
    PublishedShare
        With ``method`` ``quotient_of_areas``.

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` for a negative area or a former range of none.

    References
    ----------
    Jiang G. et al. (2015) New hope for the survival of the Amur leopard in China, Scientific
    Reports 5:15475, doi:10.1038/srep15475: 10,709 of 361,756 km2 is 2.96 %.
    """
    current_km2 = number("current_km2", current_km2, at_least=0)
    historic_km2 = number("historic_km2", historic_km2, above=0)
    share = 100 * current_km2 / historic_km2
    if change is None:
        return PublishedShare(
            method="quotient_of_areas",
            crs="",
            n=2,
            current_km2=current_km2,
            historic_km2=historic_km2,
            current_percent=share,
            lost_percent=100 - share,
        )
    ours = 100 * change.retained_km2 / change.historic_km2
    with_our_current = 100 * change.current_km2 / historic_km2
    with_both_ours = 100 * change.current_km2 / change.historic_km2
    return PublishedShare(
        method="quotient_of_areas",
        crs=change.crs,
        n=2,
        notes=change.notes,
        current_km2=current_km2,
        historic_km2=historic_km2,
        current_percent=share,
        lost_percent=100 - share,
        ours_percent=ours,
        difference_points=ours - share,
        from_current_area_points=with_our_current - share,
        from_historic_area_points=with_both_ours - with_our_current,
        from_outside_points=ours - with_both_ours,
    )
