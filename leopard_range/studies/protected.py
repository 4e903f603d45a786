"""How much of a range lay inside protected areas in a given year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Note, Text
from leopard_range.studies.common import CURRENT, ELSEWHERE, Evidence, metric, names, range_layer
from leopard_range.studies.shape import N_, check_question, option, part, rows, value

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries

    from leopard_range.analysis.overlay import ProtectedShare
    from leopard_range.catalog import Catalog
    from leopard_range.model import LayerSpec

__all__ = [
    "CategoryRow",
    "CountryRow",
    "ProtectedAnswer",
    "ProtectedQuestion",
    "ReserveRow",
    "every_reserve",
    "protected_share",
]


_METHODS = (N_("surveyed"), N_("schematic"), N_("approximate"))


@dataclass(frozen=True, slots=True)
class ProtectedQuestion:
    """How much of a range was protected in a year.

    Attributes
    ----------
    year : int
        From 1850 to this year.
    range : str
        Identifier of a layer of the group ``range``.

    Raises
    ------
    LeopardRangeError
        ``not_whole``.
    """

    year: int = option(N_("Year; the reserves that existed then are counted"), int)
    range: str = option(N_("Layer of the range"), str, default=CURRENT)

    def __post_init__(self) -> None:
        check_question(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryRow:
    """One country's part of the range; areas in km², share 0-1 of that part."""

    country: str = value(N_("Code"))
    name: Text = value(N_("Country"))
    range_km2: float = value(N_("Range"), "km²")
    protected_km2: float = value(N_("Protected"), "km²")
    protected_share: float | None = value(N_("Share protected"), "%", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRow:
    """One IUCN category (empty when none is assigned); where two overlap, the stricter one counts."""

    category: str = value(N_("IUCN category"))
    protected_km2: float = value(N_("Protected"), "km²")
    protected_share: float = value(N_("Share of the range"), "%", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveRow:
    """A reserve of that year that touches the range; ``inside_km2`` is its part inside."""

    id: str = value(N_("Code"))
    name: Text = value(N_("Protected area"))
    country: str = value(N_("Country"))
    category: str = value(N_("IUCN category"))
    year_from: int = value(N_("From"), "year")
    year_to: int | None = value(N_("Until"), "year")
    area_km2: float | None = value(N_("Published area"), "km²")
    inside_km2: float = value(N_("Inside the range"), "km²")
    method: str = value(N_("Outline"), words=_METHODS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectedAnswer(Answer):
    """Areas in km², shares 0-1; the bounds hold the positional errors of the reserves.

    Attributes
    ----------
    protected : GeoSeries
        The protected part of the range, one shape, EPSG:4326.
    """

    year: int = value(N_("Year"), "year")
    range: str = value(N_("Layer of the range"))
    range_km2: float = value(N_("Range"), "km²")
    protected_km2: float = value(N_("Protected"), "km²")
    protected_km2_low: float = value(N_("Protected"), "km²")
    protected_km2_high: float = value(N_("Protected"), "km²")
    protected_share: float = value(N_("Share protected"), "%", 1)
    protected_share_low: float = value(N_("Share protected"), "%", 1)
    protected_share_high: float = value(N_("Share protected"), "%", 1)
    countries: tuple[CountryRow, ...] = rows(N_("By country"), CountryRow)
    categories: tuple[CategoryRow, ...] = rows(N_("By IUCN category"), CategoryRow)
    reserves: tuple[ReserveRow, ...] = rows(N_("Protected areas of that year in the range"), ReserveRow)
    protected: GeoSeries = part()


def protected_share(catalog: Catalog, question: ProtectedQuestion) -> ProtectedAnswer:
    """Measure how much of a range the reserves of a year covered.

    Parameters
    ----------
    catalog : Catalog
        Every polygon layer of the group ``reserves`` counts.
    question : ProtectedQuestion
        Year and range.

    Returns
    -------
    ProtectedAnswer
        Each km² counted once, however many reserves cover it.

    Raises
    ------
    LeopardRangeError
        ``unknown_year``, ``unknown_layer`` and what the catalog raises.
    """
    from leopard_range.analysis.overlay import protected_share as measure
    from leopard_range.crs import to_wgs84

    first, last = catalog.years
    if not first <= question.year <= last:
        raise LeopardRangeError("unknown_year", year=question.year, first=first, last=last)
    evidence = Evidence(catalog)
    layer = range_layer(catalog, evidence, question.range)
    countries = evidence.layer("countries")
    reserves = every_reserve(catalog, evidence)
    found = measure(metric(catalog, layer), reserves, question.year, countries=metric(catalog, countries))
    evidence.note(*found.notes)
    if layer.spec.year_from is not None and question.year < layer.spec.year_from:
        evidence.note(_anachronism(layer.spec))
    return ProtectedAnswer(
        year=question.year,
        range=layer.spec.id,
        range_km2=found.range_km2,
        protected_km2=found.protected_km2,
        protected_km2_low=found.protected_km2_low,
        protected_km2_high=found.protected_km2_high,
        protected_share=found.protected_percent / 100,
        protected_share_low=found.protected_percent_low / 100,
        protected_share_high=found.protected_percent_high / 100,
        countries=_country_rows(found, countries.frame),
        categories=_category_rows(found),
        reserves=_reserve_rows(found, reserves),
        protected=to_wgs84(found.geometry),
        citations=evidence.citations,
        notes=evidence.notes,
    )


def _anachronism(spec: LayerSpec) -> Note:
    titles = {f"layer_{language}": title for language, title in spec.title.items()}
    periods = {f"period_{language}": period for language, period in spec.period.items()}
    return Note.of("range_of_another_time", **titles, **periods)


def every_reserve(catalog: Catalog, evidence: Evidence) -> GeoDataFrame:
    """Put the reserves of every layer into one metric frame, each with its own error in metres.

    Parameters
    ----------
    catalog : Catalog
        Every polygon layer of the group ``reserves`` counts.
    evidence : Evidence
        Gathers their sources.
    """
    import pandas as pd

    frames = []
    for spec in catalog.specs.values():
        if spec.group == "reserves" and spec.kind == "polygon":
            frame = metric(catalog, evidence.layer(spec.id))
            own = frame.get("pos_error_m", default=pd.Series(float("nan"), index=frame.index))
            frames.append(frame.assign(pos_error_m=own.fillna(spec.pos_error_m)))
    return pd.concat(frames, ignore_index=True)


def _country_rows(found: ProtectedShare, countries: GeoDataFrame) -> tuple[CountryRow, ...]:
    """Turn the countries with some of the range into rows, the largest part first."""
    labels = dict(zip(countries["id"], names(countries), strict=True))
    table = found.by_country[found.by_country["range_km2"] > 0].sort_values("range_km2", ascending=False)
    found_rows: Iterable[Any] = table.itertuples()
    return tuple(
        CountryRow(
            country=str(row.country),
            name=labels.get(row.country, ELSEWHERE),
            range_km2=row.range_km2,
            protected_km2=row.protected_km2,
            protected_share=row.range_percent / 100,
        )
        for row in found_rows
    )


def _category_rows(found: ProtectedShare) -> tuple[CategoryRow, ...]:
    found_rows: Iterable[Any] = found.by_category.itertuples()
    return tuple(
        CategoryRow(
            category=str(row.category or ""),
            protected_km2=row.protected_km2,
            protected_share=row.protected_km2 / found.range_km2,
        )
        for row in found_rows
    )


def _reserve_rows(found: ProtectedShare, reserves: GeoDataFrame) -> tuple[ReserveRow, ...]:
    """List the reserves of that year, oldest first."""
    import pandas as pd

    inside = found.reserves.set_index("id")["in_range_km2"]
    frame = reserves[reserves["id"].isin(inside.index)].sort_values(["year_from", "id"])
    found_rows: Iterable[Any] = frame.itertuples()
    return tuple(
        ReserveRow(
            id=row.id,
            name=name,
            country=row.country,
            category="" if pd.isna(row.category) else row.category,
            year_from=int(row.year_from),
            year_to=None if pd.isna(row.year_to) else int(row.year_to),
            area_km2=None if pd.isna(row.area_km2) else float(row.area_km2),
            inside_km2=float(inside[row.id]),
            method=row.method,
        )
        for row, name in zip(found_rows, names(frame), strict=True)
    )
