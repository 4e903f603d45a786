"""The partition of two ranges into lost, retained, gained and boundary uncertainty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from pyproj import CRS

from leopard_range.analysis.change.interval import (
    ChangeInterval,
    envelope,
    lost_extremes,
    pairs,
)
from leopard_range.analysis.change.zones import CLASSES, zone_table
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
from leopard_range.analysis.outline import band, mean_width_m, polygon_parts, subtract, union
from leopard_range.analysis.result import Result
from leopard_range.model import Note

__all__ = ["RangeChange", "range_change", "simplify_partition"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RangeChange(Result):
    """Change of a range between a former and a present period.

    Attributes
    ----------
    historic_km2, current_km2, union_km2 : float
        The two ranges and all ground in either, km2.
    lost_km2, retained_km2, gained_km2, boundary_km2 : float
        The four classes; they add up to `union_km2`.
    boundary_lost_km2, boundary_gained_km2 : float
        The boundary class by the range it belongs to: former or present.
    lost_percent, retained_percent, boundary_percent : float
        Percent of the former range; they add up to 100.
    net_change_percent : float
        Present less former area, percent of the former: not the same as what was lost.
    jaccard_percent : float
        Retained, percent of the union.
    sliver_width_m, historic_error_m, current_error_m : float
        Mean width below which a difference is boundary uncertainty; errors of the outlines.
    position : ChangeInterval
        Interval from the positional errors.
    definition : ChangeInterval or None
        Interval from the two definitions of the former range, without positional error.
    combined : ChangeInterval
        Both together; always holds the estimate.
    parts : GeoDataFrame
        One polygon a row: ``change`` (``lost``, ``retained``, ``gained``, ``boundary``), ``side``
        (``historic``, ``current``, ``both``), ``area_km2``, ``width_m`` (mean width).
    by_zone : pandas.DataFrame or None
        One row a zone that either range touches: ``zone``, ``historic_km2``, ``current_km2``,
        ``lost_km2``, ``retained_km2``, ``gained_km2``, ``boundary_km2``, ``lost_percent`` (of the
        former range in the zone; NaN where there was none), ``lost_km2_low``, ``lost_km2_high``.
        Ground outside every zone is a last row whose zone is empty.
    """

    historic_km2: float
    current_km2: float
    union_km2: float
    lost_km2: float
    retained_km2: float
    gained_km2: float
    boundary_km2: float
    boundary_lost_km2: float
    boundary_gained_km2: float
    lost_percent: float
    retained_percent: float
    boundary_percent: float
    net_change_percent: float
    jaccard_percent: float
    sliver_width_m: float
    historic_error_m: float
    current_error_m: float
    position: ChangeInterval
    definition: ChangeInterval | None
    combined: ChangeInterval
    parts: GeoDataFrame
    by_zone: pd.DataFrame | None


def range_change(
    historic: Vector,
    current: Vector,
    *,
    historic_error_m: float,
    current_error_m: float,
    other_historic: Vector | None = None,
    other_historic_error_m: float | None = None,
    land: Vector | None = None,
    zones: GeoDataFrame | None = None,
    zone_column: str = "id",
    sliver_width_m: float | None = None,
) -> RangeChange:
    """Divide two ranges into lost, retained, gained and boundary uncertainty.

    Parameters
    ----------
    historic, current : GeoDataFrame or GeoSeries
        Valid polygons of the former and the present range, in one metric equal-area system.
    historic_error_m, current_error_m : float
        Stated positional error of each outline, metres.
    other_historic : GeoDataFrame or GeoSeries, optional
        The former range by another definition.
    other_historic_error_m : float, optional
        Its error, metres; that of `historic` unless given.
    land : GeoDataFrame or GeoSeries, optional
        Land; edges along its shore do not move in the interval.
    zones : GeoDataFrame, optional
        Countries or provinces, not overlapping.
    zone_column : str
        Column of `zones` that names them.
    sliver_width_m : float, optional
        A lost or gained part whose mean width (twice area by perimeter) is below this is boundary
        uncertainty; the larger of the two errors unless given.  What is retained never is.

    Returns
    -------
    RangeChange
        With ``method`` ``overlay_epsilon_band``.

    Raises
    ------
    LeopardRangeError
        ``missing_crs``, ``not_metric``, ``crs_differs``, ``file_empty``, ``empty_geometry``,
        ``not_polygons``, ``nan_coordinate``, ``invalid_geometry``, ``column_missing``,
        ``bad_argument``.

    References
    ----------
    Laliberte A. S., Ripple W. J. (2004) Range contractions of North American carnivores and
    ungulates, BioScience 54:123-138,
    doi:10.1641/0006-3568(2004)054[0123:RCONAC]2.0.CO;2 (contraction, persistence, expansion).
    """
    crs = metric(historic, "historic")
    before = _one_shape(historic, "historic", historic)
    after = _one_shape(current, "current", historic)
    historic_error_m = number("historic_error_m", historic_error_m, at_least=0)
    current_error_m = number("current_error_m", current_error_m, at_least=0)
    widest = max(historic_error_m, current_error_m)
    width_m = widest if sliver_width_m is None else number("sliver_width_m", sliver_width_m, at_least=0)
    ground = None if land is None else _one_shape(land, "land", historic)
    parts = _parts(before, after, width_m, crs)
    now = (after, band(after, current_error_m, ground))
    formers = [(before, band(before, historic_error_m, ground))]
    if other_historic is not None:
        error_m = historic_error_m if other_historic_error_m is None else other_historic_error_m
        error_m = number("other_historic_error_m", error_m, at_least=0)
        other = _one_shape(other_historic, "other_historic", historic)
        formers.append((other, band(other, error_m, ground)))
    found = [pairs(former, now) for former in formers]
    drawn = found[0][0]
    km2 = parts.groupby("change")["area_km2"].sum().reindex(CLASSES, fill_value=0.0).to_dict()
    edge = parts[parts["change"] == "boundary"].groupby("side")["area_km2"].sum().to_dict()
    estimate = drawn._replace(
        **{f"{name}_km2": km2[name] for name in ("lost", "retained", "gained")},
        **{f"{name}_percent": 100 * km2[name] / drawn.historic_km2 for name in ("lost", "retained")},
    )
    by_zone = None
    if zones is not None:
        columns(zones, [zone_column], "zones")
        same_crs(zones, "zones", historic, "historic")
        extremes = [shape for _, former in formers for shape in lost_extremes(former, now[1])]
        by_zone = zone_table(parts, extremes, polygons(zones, "zones"), zones[zone_column])
    notes = area_note(historic, crs)
    if km2["boundary"] > 0:
        notes += (
            Note.of("boundary_uncertain", km2=round(km2["boundary"]), width_km=round(width_m / 1e3, 1)),
        )
    return RangeChange(
        method="overlay_epsilon_band",
        crs=crs_text(crs),
        n=len(historic) + len(current),
        notes=notes,
        historic_km2=drawn.historic_km2,
        current_km2=drawn.current_km2,
        union_km2=float(shapely.area(shapely.union(before, after))) / 1e6,
        lost_km2=estimate.lost_km2,
        retained_km2=estimate.retained_km2,
        gained_km2=estimate.gained_km2,
        boundary_km2=km2["boundary"],
        boundary_lost_km2=edge.get("historic", 0.0),
        boundary_gained_km2=edge.get("current", 0.0),
        lost_percent=estimate.lost_percent,
        retained_percent=estimate.retained_percent,
        boundary_percent=100 * edge.get("historic", 0.0) / drawn.historic_km2,
        net_change_percent=drawn.net_change_percent,
        jaccard_percent=drawn.jaccard_percent,
        sliver_width_m=width_m,
        historic_error_m=historic_error_m,
        current_error_m=current_error_m,
        parts=parts,
        by_zone=by_zone,
        position=envelope(found[0]).bracketing(estimate),
        definition=envelope(each[0] for each in found).bracketing(estimate) if len(found) > 1 else None,
        combined=envelope(values for each in found for values in each).bracketing(estimate),
    )


def simplify_partition(change: RangeChange, tolerance_m: float) -> GeoDataFrame:
    """Thin the partition for a map without opening gaps or overlaps between its classes.

    Parameters
    ----------
    change : RangeChange
        The partition.
    tolerance_m : float
        Detail to drop: square root of the area of the triangles removed, metres.

    Returns
    -------
    GeoDataFrame
        One row a class that occurs, in the order lost, retained, gained, boundary: ``change``,
        ``area_km2`` (before thinning) and the geometry, in the metric system of `change`.

    Raises
    ------
    LeopardRangeError
        ``bad_argument`` for a negative tolerance.

    References
    ----------
    Visvalingam M., Whyatt J. D. (1993) Line generalisation by repeated elimination of points,
    Cartographic Journal 30:46-51, doi:10.1179/000870493786962263.
    """
    tolerance_m = number("tolerance_m", tolerance_m, at_least=0)
    groups = change.parts.groupby("change")
    names = [name for name in CLASSES if name in groups.groups]
    shapes = np.array([union(groups.get_group(name).geometry.to_numpy()) for name in names], dtype=object)
    if not shapely.coverage_is_valid(shapes):
        # Vertices where two edges cross can differ in their last digits: make them the same.
        shapes = shapely.coverage_clean(shapes)
    thin = shapely.coverage_simplify(shapes, tolerance_m)
    km2 = [float(groups.get_group(name)["area_km2"].sum()) for name in names]
    return GeoDataFrame({"change": names, "area_km2": km2}, geometry=list(thin), crs=change.parts.crs)


def _one_shape(data: Vector, name: str, like: Vector) -> shapely.Geometry:
    same_crs(data, name, like, "historic")
    return union(polygons(data, name))


def _parts(before: shapely.Geometry, after: shapely.Geometry, width_m: float, crs: CRS) -> GeoDataFrame:
    pieces = {
        ("lost", "historic"): polygon_parts(subtract(before, after)),
        ("retained", "both"): polygon_parts(shapely.intersection(before, after)),
        ("gained", "current"): polygon_parts(subtract(after, before)),
    }
    geometry = np.concatenate(list(pieces.values()))
    counts = [len(found) for found in pieces.values()]
    names, sides = (np.repeat(np.array(column, dtype=object), counts) for column in zip(*pieces, strict=True))
    width = mean_width_m(geometry)
    names = np.where((width < width_m) & (sides != "both"), "boundary", names)
    table = {"change": names, "side": sides, "area_km2": shapely.area(geometry) / 1e6, "width_m": width}
    return GeoDataFrame(table, geometry=geometry, crs=crs)
