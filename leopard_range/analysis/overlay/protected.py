"""What the reserves of a year protect of a range.

References
----------
Dudley N. (ed.) (2008) Guidelines for applying protected area management
categories, IUCN, doi:10.2305/IUCN.CH.2008.PAPS.2.en.
UNEP-WCMC (2019) User manual for the World Database on Protected Areas, version
1.6 (overlapping areas are merged before they are measured).
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import NDArray

from leopard_range.analysis.checks import (
    Vector,
    area_note,
    columns,
    crs_text,
    metric,
    number,
    polygons,
    same_crs,
)
from leopard_range.analysis.intersect import shared_areas
from leopard_range.analysis.outline import areal, band, subtract, union
from leopard_range.analysis.result import Result
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note

__all__ = ["ProtectedShare", "protected_share", "standing"]

_STRICTEST_FIRST = ("Ia", "Ib", "II", "III", "IV", "V", "VI")
_NEEDED = ("id", "country", "category", "year_from", "year_to", "merged_into")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProtectedShare(Result):
    """How much of a range lay in reserves in one year; no ground counts twice.

    Attributes
    ----------
    year : int
        The year.
    range_km2, protected_km2, protected_percent : float
        Area of the range, of its protected part, and that part in percent.
    protected_km2_low, protected_km2_high, protected_percent_low, protected_percent_high : float
        The same with every reserve shrunk or grown by its positional error; equal to the estimate
        where the reserves state none.  The error of the range itself is not in it.
    by_country, by_category : pandas.DataFrame
        ``country`` or ``category``, ``protected_km2``, ``percent`` of the whole range.  Ground in
        several reserves counts for the strictest category, then for the older one.  With
        countries given, `by_country` also has ``range_km2`` and ``range_percent``: the range in
        that country, and how much of that is protected.
    reserves : pandas.DataFrame
        The reserves of that year that touch the range: ``id``, ``country``, ``category``,
        ``in_range_km2`` (all of it) and ``counted_km2`` (what no reserve before it holds).
    geometry : GeoSeries, one row
        The protected part of the range.
    """

    year: int
    range_km2: float
    protected_km2: float
    protected_percent: float
    protected_km2_low: float
    protected_km2_high: float
    protected_percent_low: float
    protected_percent_high: float
    by_country: pd.DataFrame
    by_category: pd.DataFrame
    reserves: pd.DataFrame
    geometry: GeoSeries


def protected_share(
    range_: Vector, reserves: GeoDataFrame, year: int, *, countries: GeoDataFrame | None = None
) -> ProtectedShare:
    """Measure how much of a range the reserves of one year protect.

    Parameters
    ----------
    range_ : GeoDataFrame or GeoSeries
        Valid polygons of the range in a metric equal-area system.
    reserves : GeoDataFrame
        Reserves of all times in the same system, with columns ``id``, ``country``, ``category``
        (IUCN category or empty), ``year_from``, ``year_to`` (missing: still there) and
        ``merged_into`` (id of the successor or missing); ``pos_error_m`` and ``method`` are used
        where present.
    year : int
        A reserve counts from `year_from` to `year_to`, both included; but not one that was merged
        into a successor that begins in that very year.
    countries : GeoDataFrame, optional
        Countries with column ``id``; a reserve grown by its error stays in its own.

    Returns
    -------
    ProtectedShare
        With ``method`` ``union_of_reserves``.

    Raises
    ------
    LeopardRangeError
        As `overlay_area`; ``column_missing``; ``bad_number`` for a reserve without a first year.
    """
    crs = metric(range_, "range")
    year = _year(year)
    columns(reserves, _NEEDED, "reserves")
    same_crs(reserves, "reserves", range_, "range")
    whole = union(polygons(range_, "range"))
    if countries is not None:
        columns(countries, ["id"], "countries")
        same_crs(countries, "countries", range_, "range")
    table = reserves.loc[standing(reserves, year)]
    shapes = polygons(table, "reserves", may_be_empty=True)
    low, high = _bounds_km2(whole, table, shapes, countries)
    touching = shapely.intersects(whole, shapes).astype(bool)
    table, shapes = table[touching], shapes[touching]
    rank = {category: place for place, category in enumerate(_STRICTEST_FIRST)}
    strictness = table["category"].map(rank).fillna(len(rank)).to_numpy()
    order = np.lexsort((table["id"].astype(str), table["year_from"], strictness))
    table, shapes = table.iloc[order], shapes[order]
    inside = np.array(
        [areal(piece) for piece in np.atleast_1d(shapely.intersection(whole, shapes))], dtype=object
    )
    counted, covered = _counted_km2(inside)
    listed = pd.DataFrame(table[["id", "country", "category"]]).fillna({"country": "", "category": ""})
    listed["in_range_km2"], listed["counted_km2"] = shapely.area(inside) / 1e6, counted
    range_km2, protected_km2 = float(shapely.area(whole)) / 1e6, float(counted.sum())
    low, high = min(low, protected_km2), max(high, protected_km2)
    sketched = int(table["method"].ne("surveyed").sum()) if "method" in table else 0
    return ProtectedShare(
        method="union_of_reserves",
        crs=crs_text(crs),
        n=len(table),
        notes=area_note(range_, crs)
        + ((Note.of("reserves_approximate", count=sketched),) if sketched else ()),
        year=year,
        range_km2=range_km2,
        protected_km2=protected_km2,
        protected_percent=100 * protected_km2 / range_km2,
        protected_km2_low=low,
        protected_km2_high=high,
        protected_percent_low=100 * low / range_km2,
        protected_percent_high=100 * high / range_km2,
        by_country=_with_ground(_by("country", listed, range_km2), whole, countries),
        by_category=_by("category", listed, range_km2),
        reserves=listed.reset_index(drop=True),
        geometry=GeoSeries([covered], crs=crs),
    )


def _year(year: int) -> int:
    try:
        return operator.index(year)
    except TypeError:
        raise LeopardRangeError("bad_argument", name="year", value=str(year), rule="a whole number") from None


def standing(reserves: pd.DataFrame, year: int) -> NDArray[np.bool_]:
    """Return which reserves exist in a year, each piece of ground under its last owner.

    Parameters
    ----------
    reserves : DataFrame
        With columns ``id``, ``year_from``, ``year_to`` and ``merged_into``, as `protected_share` reads them.
    year : int
        Both ``year_from`` and ``year_to`` count.

    Returns
    -------
    numpy.ndarray of bool, shape (reserves,)

    Raises
    ------
    LeopardRangeError
        ``bad_number`` for a reserve without a first year.
    """
    first = pd.to_numeric(reserves["year_from"], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    last = pd.to_numeric(reserves["year_to"], errors="coerce").to_numpy(dtype=float, na_value=np.inf)
    if np.isnan(first).any():
        row = int(np.isnan(first).argmax())
        value = str(reserves["year_from"].iloc[row])
        raise LeopardRangeError("bad_number", file="reserves", row=row + 1, column="year_from", value=value)
    last = np.where(np.isnan(last), np.inf, last)
    standing = (first <= year) & (last >= year)
    begun = set(reserves["id"][standing & (first == year)])
    handed_over = (last == year) & reserves["merged_into"].isin(begun).to_numpy()
    kept: NDArray[np.bool_] = standing & ~handed_over
    return kept


def _counted_km2(inside: NDArray[Any]) -> tuple[NDArray[np.float64], shapely.Geometry]:
    """Area each piece adds to those before it, km2, and all of them together."""
    covered = shapely.MultiPolygon()
    added = np.zeros(len(inside))
    for place, piece in enumerate(inside):
        added[place] = shapely.area(subtract(piece, covered)) / 1e6
        covered = union(np.array([covered, piece], dtype=object))
    return added, covered


def _bounds_km2(
    whole: shapely.Geometry, table: GeoDataFrame, shapes: NDArray[Any], countries: GeoDataFrame | None
) -> tuple[float, float]:
    """Protected area with every reserve shrunk and grown by its error, km2."""
    errors = np.zeros(len(table))
    if "pos_error_m" in table:
        errors = pd.to_numeric(table["pos_error_m"], errors="coerce").fillna(0.0).to_numpy(dtype=float)
    bands = [
        band(shape, number("pos_error_m", e, at_least=0)) for shape, e in zip(shapes, errors, strict=True)
    ]
    outer = [found.outer for found in bands]
    if countries is not None:
        home = dict(zip(countries["id"], countries.geometry, strict=True))
        outer = [
            shapely.union(shape, shapely.intersection(grown, home[country])) if country in home else grown
            for shape, grown, country in zip(shapes, outer, table["country"], strict=True)
        ]
    inner = [found.inner for found in bands]
    low, high = (shapely.intersection(whole, shapely.union_all(found)) for found in (inner, outer))
    return float(shapely.area(low)) / 1e6, float(shapely.area(high)) / 1e6


def _by(column: str, listed: pd.DataFrame, range_km2: float) -> pd.DataFrame:
    km2 = listed.groupby(column)["counted_km2"].sum()
    table = {column: km2.index, "protected_km2": km2.to_numpy(), "percent": 100 * km2.to_numpy() / range_km2}
    return pd.DataFrame(table)


def _with_ground(
    table: pd.DataFrame, whole: shapely.Geometry, countries: GeoDataFrame | None
) -> pd.DataFrame:
    """Add each country's part of the range, also where nothing of it is protected."""
    if countries is None:
        return table
    shared = shared_areas(polygons(countries, "countries"), np.array([whole], dtype=object))
    names = countries["id"].to_numpy()[shared.left]
    ground = pd.Series(shared.area_m2 / 1e6, index=names, dtype=float).groupby(level=0).sum()
    full = table.set_index("country")
    full = full.reindex(full.index.union(ground.index), fill_value=0.0)
    full["range_km2"] = ground.reindex(full.index, fill_value=0.0)
    full["range_percent"] = 100 * full["protected_km2"] / full["range_km2"].where(full["range_km2"] > 0)
    return full.rename_axis("country").reset_index()
