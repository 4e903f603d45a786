"""How much of a range lay inside protected areas in a given year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Note, Text
from leopard_range.studies.common import CURRENT, ELSEWHERE, Evidence, metric, names, range_layer
from leopard_range.studies.shape import N_, check_question, option, part, rows, value

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from leopard_range.analysis.overlay import ProtectedShare
    from leopard_range.catalog import Catalog
    from leopard_range.model import LayerSpec

__all__ = [
    "FIRST_YEAR",
    "CategoryRow",
    "CountryRow",
    "ProtectedAnswer",
    "ProtectedQuestion",
    "ReserveRow",
    "protected_share",
]

FIRST_YEAR = 1850
"""First year of the year slider; the first reserve came in 1916."""


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
    """A reserve of that year; ``inside_km2`` is its part inside the range."""

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
    """Areas in km², shares 0-1; the bounds hold the positional errors of range and reserves.

    Attributes
    ----------
    protected : GeoDataFrame
        The protected part of the range, EPSG:4326.
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
    reserves: tuple[ReserveRow, ...] = rows(N_("Protected areas of that year"), ReserveRow)
    protected: GeoDataFrame = part()


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
    from leopard_range.analysis import overlay
    from leopard_range.crs import to_wgs84

    last = catalog.settings.today.year
    if not FIRST_YEAR <= question.year <= last:
        raise LeopardRangeError("unknown_year", year=question.year, first=FIRST_YEAR, last=last)
    evidence = Evidence(catalog)
    layer = range_layer(catalog, evidence, question.range)
    range_ = metric(catalog, layer)
    reserves = _reserves(catalog, evidence)
    found = overlay.protected_share(range_, reserves, question.year)
    land = metric(catalog, evidence.layer("land"))
    bounds = _bounds(range_, layer.spec.pos_error_m, reserves, land, question.year)
    standing = _reserve_rows(found, reserves)
    evidence.note(*found.notes)
    if any(row.method == "approximate" and row.inside_km2 > 0 for row in standing):
        evidence.note(Note("approximate"))
    if layer.spec.year_from is not None and question.year < layer.spec.year_from:
        evidence.note(_anachronism(layer.spec))
    return ProtectedAnswer(
        year=question.year,
        range=layer.spec.id,
        range_km2=found.range_km2,
        protected_km2=found.protected_km2,
        protected_share=found.protected_percent / 100,
        **bounds,
        countries=_country_rows(found, range_, catalog, evidence),
        categories=_category_rows(found),
        reserves=standing,
        protected=to_wgs84(found.geometry),
        citations=evidence.citations,
        notes=evidence.notes,
    )


def _anachronism(spec: LayerSpec) -> Note:
    titles = {f"layer_{language}": title for language, title in spec.title.items()}
    return Note.of("range_of_another_time", **titles, period=spec.period)


def _reserves(catalog: Catalog, evidence: Evidence) -> GeoDataFrame:
    """Put the reserves of every layer into one metric frame, each with its own error in metres."""
    import pandas as pd

    frames = []
    for spec in catalog.specs.values():
        if spec.group == "reserves" and spec.kind == "polygon":
            frame = metric(catalog, evidence.layer(spec.id))
            frames.append(frame.assign(pos_error_m=frame["pos_error_m"].fillna(spec.pos_error_m)))
    return pd.concat(frames, ignore_index=True)


def _bounds(
    range_: GeoDataFrame, range_error_m: float, reserves: GeoDataFrame, land: GeoDataFrame, year: int
) -> dict[str, float]:
    """Bracket the answer: outlines drawn as far in, and as far out, as their errors allow.

    The area is least when both shrink, the share when the reserves shrink
    inside a grown range; and the other way round.
    """
    from leopard_range.analysis.overlay import protected_share as measure

    errors_m = reserves["pos_error_m"].to_numpy(float)
    few = reserves.set_geometry(reserves.buffer(-errors_m))
    many = reserves.set_geometry(reserves.buffer(errors_m))
    few = few[~few.is_empty]
    small = range_.set_geometry(range_.buffer(-range_error_m))
    large = range_.set_geometry(range_.buffer(range_error_m)).clip(land)
    small = small[~small.is_empty]
    if small.empty:
        small = range_
    return {
        "protected_km2_low": measure(small, few, year).protected_km2,
        "protected_km2_high": measure(large, many, year).protected_km2,
        "protected_share_low": measure(large, few, year).protected_percent / 100,
        "protected_share_high": measure(small, many, year).protected_percent / 100,
    }


def _country_rows(
    found: ProtectedShare, range_: GeoDataFrame, catalog: Catalog, evidence: Evidence
) -> tuple[CountryRow, ...]:
    from leopard_range.analysis.overlay import overlay_area

    countries = evidence.layer("countries")
    labels = dict(zip(countries.frame["id"], names(countries.frame), strict=True))
    parts = overlay_area(range_, metric(catalog, countries).set_index("id")).by_feature_km2
    parts = parts[parts > 0].sort_values(ascending=False)
    protected: Any = found.by_country.set_index("country")["protected_km2"]
    return tuple(
        CountryRow(
            country=str(code),
            name=labels.get(code, ELSEWHERE),
            range_km2=float(range_km2),
            protected_km2=float(protected.get(code, 0.0)),
            protected_share=min(1.0, float(protected.get(code, 0.0)) / float(range_km2)),
        )
        for code, range_km2 in parts.items()
    )


def _category_rows(found: ProtectedShare) -> tuple[CategoryRow, ...]:
    return tuple(
        CategoryRow(
            category=str(row.category or ""),
            protected_km2=row.protected_km2,
            protected_share=row.protected_km2 / found.range_km2,
        )
        for row in found.by_category.itertuples()
    )


def _reserve_rows(found: ProtectedShare, reserves: GeoDataFrame) -> tuple[ReserveRow, ...]:
    """List the reserves of that year, oldest first."""
    import pandas as pd

    inside = found.reserves.set_index("id")["in_range_km2"]
    frame = reserves[reserves["id"].isin(inside.index)].sort_values(["year_from", "id"])
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
        for row, name in zip(frame.itertuples(), names(frame), strict=True)
    )
