"""How much of its range the cat has lost: the historical range against today's."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from leopard_range.model import Answer, Note, Text
from leopard_range.studies.common import (
    CURRENT,
    ELSEWHERE,
    HISTORIC,
    HISTORIC_CHOICES,
    Evidence,
    metric,
    names,
)
from leopard_range.studies.shape import N_, check_question, option, part, rows, value

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from leopard_range.analysis.change import PublishedShare, RangeChange
    from leopard_range.catalog import Catalog

__all__ = ["RangeAnswer", "RangeQuestion", "RangeRow", "range_change"]

_ZONES = {"country": "countries", "province": "provinces"}
_MAP_TOLERANCE_M = 1000.0
"""A quarter of a pixel at the zoom the loss is looked at, and far below the outlines' own error."""


@dataclass(frozen=True, slots=True)
class RangeQuestion:
    """What was lost between the historical range and today's.

    Attributes
    ----------
    historic : str
        ``matched``: the outline with the published area; ``envelope``: the widest.
    by : str
        Split by ``country``, ``province`` or ``none``.

    Raises
    ------
    LeopardRangeError
        ``bad_choice``.
    """

    historic: Literal["matched", "envelope"] = option(
        N_("Which historical range: the one with the published area, or the widest"),
        str,
        choices=HISTORIC_CHOICES,
        default="matched",
    )
    by: Literal["country", "province", "none"] = option(
        N_("Split the areas by country or province"),
        str,
        choices=("country", "province", "none"),
        default="country",
    )

    def __post_init__(self) -> None:
        check_question(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeRow:
    """The change inside one country or province; areas in km²."""

    id: str = value(N_("Code"))
    name: Text = value(N_("Place"))
    historic_km2: float = value(N_("Historic range"), "km²")
    current_km2: float = value(N_("Range today"), "km²")
    retained_km2: float = value(N_("Kept"), "km²")
    gained_km2: float = value(N_("Gained"), "km²")
    boundary_km2: float = value(N_("Boundary uncertainty"), "km²")
    lost_km2: float = value(N_("Lost"), "km²")
    lost_km2_low: float = value(N_("Lost"), "km²")
    lost_km2_high: float = value(N_("Lost"), "km²")
    lost_share: float | None = value(N_("Share lost"), "%", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeAnswer(Answer):
    """Areas in km², shares 0-1; ``_low`` and ``_high`` hold the errors of the outlines and both definitions.

    Attributes
    ----------
    change : GeoDataFrame
        One row for each of ``lost``, ``retained``, ``gained``, ``boundary``
        (column ``change``), EPSG:4326, simplified without gaps or overlaps:
        for maps, not for measuring.
    """

    historic_km2: float = value(N_("Historic range"), "km²")
    historic_km2_low: float = value(N_("Historic range"), "km²")
    historic_km2_high: float = value(N_("Historic range"), "km²")
    current_km2: float = value(N_("Range today"), "km²")
    current_km2_low: float = value(N_("Range today"), "km²")
    current_km2_high: float = value(N_("Range today"), "km²")
    lost_km2: float = value(N_("Lost"), "km²")
    lost_km2_low: float = value(N_("Lost"), "km²")
    lost_km2_high: float = value(N_("Lost"), "km²")
    lost_share: float = value(N_("Share of the historic range lost"), "%", 1)
    lost_share_low: float = value(N_("Share of the historic range lost"), "%", 1)
    lost_share_high: float = value(N_("Share of the historic range lost"), "%", 1)
    net_share: float = value(N_("Net change"), "%", 1)
    net_share_low: float = value(N_("Net change"), "%", 1)
    net_share_high: float = value(N_("Net change"), "%", 1)
    retained_km2: float = value(N_("Kept"), "km²")
    gained_km2: float = value(N_("Gained"), "km²")
    boundary_km2: float = value(N_("Boundary uncertainty"), "km²")
    union_km2: float = value(N_("Both ranges together"), "km²")
    published_historic_km2: float = value(N_("Historic range, published"), "km²")
    published_current_km2: float = value(N_("Range today, published"), "km²")
    published_share: float = value(N_("Share left, from the published areas"), "%", 2)
    outlines_share: float = value(N_("Share left, from the outlines drawn here"), "%", 2)
    places: tuple[RangeRow, ...] = rows(N_("By place"), RangeRow)
    change: GeoDataFrame = part()


def range_change(catalog: Catalog, question: RangeQuestion) -> RangeAnswer:
    """Measure what was lost, kept and gained between the historical range and today's.

    Parameters
    ----------
    catalog : Catalog
        Layers ``range_historical``, ``range_historical_envelope``,
        ``range_current``, ``land`` and the countries or provinces.
    question : RangeQuestion
        Which historical range, split by what.

    Returns
    -------
    RangeAnswer
        Areas with intervals; the classes sum to the union of both ranges.

    Raises
    ------
    LeopardRangeError
        What the catalog raises.
    """
    from leopard_range.analysis import change as analysis

    evidence = Evidence(catalog)
    other = next(word for word in HISTORIC if word != question.historic)
    historic, current = evidence.layer(HISTORIC[question.historic]), evidence.layer(CURRENT)
    alternative = evidence.layer(HISTORIC[other])
    zones = evidence.layer(_ZONES[question.by]) if question.by in _ZONES else None
    found = analysis.range_change(
        metric(catalog, historic),
        metric(catalog, current),
        historic_error_m=historic.spec.pos_error_m,
        current_error_m=current.spec.pos_error_m,
        other_historic=metric(catalog, alternative),
        other_historic_error_m=alternative.spec.pos_error_m,
        land=metric(catalog, evidence.layer("land")),
        zones=None if zones is None else metric(catalog, zones),
    )
    # Only the area-matched outline is comparable with the published area.
    published_historic = catalog.spec(HISTORIC["matched"]).published_km2 or 0.0
    published = analysis.published_share(current.spec.published_km2 or 0.0, published_historic, found)
    evidence.note(*found.notes, *_comparison(published, question))
    return RangeAnswer(
        **_totals(found),
        published_historic_km2=published.historic_km2,
        published_current_km2=published.current_km2,
        published_share=published.current_percent / 100,
        outlines_share=_known(published.ours_percent) / 100,
        places=() if zones is None else _places(found, zones.frame),
        change=_drawn(found),
        citations=evidence.citations,
        notes=evidence.notes,
    )


def _totals(found: RangeChange) -> dict[str, float]:
    bounds = found.combined
    totals = {
        key: getattr(found, key)
        for key in ("historic_km2", "current_km2", "lost_km2", "retained_km2", "gained_km2", "boundary_km2")
    }
    totals["union_km2"] = found.union_km2
    totals["lost_share"] = found.lost_percent / 100
    totals["net_share"] = found.net_change_percent / 100
    for bound in ("_low", "_high"):
        for key in ("historic_km2", "current_km2", "lost_km2"):
            totals[key + bound] = getattr(bounds, key + bound)
        totals["lost_share" + bound] = getattr(bounds, "lost_percent" + bound) / 100
        totals["net_share" + bound] = getattr(bounds, "net_change_percent" + bound) / 100
    return totals


def _places(found: RangeChange, zones: GeoDataFrame) -> tuple[RangeRow, ...]:
    """Turn the zones into rows, the largest loss first; zones with less than half a km² are left out."""
    labels = dict(zip(zones["id"], names(zones), strict=True))
    measured: Any = found.by_zone
    measured = measured[measured[["historic_km2", "current_km2"]].max(axis=1) >= 0.5]
    measured = measured.sort_values("lost_km2", ascending=False)
    return tuple(
        RangeRow(
            id=str(row.zone),
            name=labels.get(row.zone, ELSEWHERE),
            historic_km2=row.historic_km2,
            current_km2=row.current_km2,
            retained_km2=row.retained_km2,
            gained_km2=row.gained_km2,
            boundary_km2=row.boundary_km2,
            lost_km2=row.lost_km2,
            lost_km2_low=row.lost_km2_low,
            lost_km2_high=row.lost_km2_high,
            lost_share=row.lost_percent / 100 if row.historic_km2 > 0 else None,
        )
        for row in measured.itertuples()
    )


def _comparison(published: PublishedShare, question: RangeQuestion) -> tuple[Note, ...]:
    return (
        Note.of(
            "published_share",
            current_km2=published.current_km2,
            historic_km2=published.historic_km2,
            published_percent=published.current_percent,
            ours_percent=_known(published.ours_percent),
            from_current_percent=_known(published.from_current_area_points),
            from_historic_percent=_known(published.from_historic_area_points),
            from_outside_percent=_known(published.from_outside_points),
        ),
        Note("historic_matched" if question.historic == "matched" else "historic_envelope"),
    )


def _known(points: float | None) -> float:
    """Return what is there whenever the change was given."""
    return math.nan if points is None else points


def _drawn(found: RangeChange) -> GeoDataFrame:
    from leopard_range.analysis.change import simplify_partition
    from leopard_range.crs import to_wgs84

    return to_wgs84(simplify_partition(found, _MAP_TOLERANCE_M))
