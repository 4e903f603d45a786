"""The shape of a proposal: area, length, width along its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from geopandas import GeoSeries
from pyproj import CRS, Transformer

from leopard_range.analysis.corridor.audit import Widths, longest_gap, widths
from leopard_range.analysis.geodesy import geodesic_area_km2, geodesic_distance_km, geodesic_length_km
from leopard_range.crs import WGS84, plane_at, to_metric
from leopard_range.model import Citation, Note
from leopard_range.studies.corridor.audit_answer import ProfileRow, ThresholdRow

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from leopard_range.model.corridor import Corridor
    from leopard_range.studies.common import Evidence

__all__ = ["MOST_PARTS", "Shape", "measured"]

MOST_PARTS = 12
"""Parts whose width is measured; of more, the largest."""

FORD = Citation(
    "Ford A. T. et al. (2020) Effective corridor width: linking the spatial ecology of wildlife with land "
    "use policy. European Journal of Wildlife Research 66: 69.",
    "https://doi.org/10.1007/s10344-020-01385-y",
)
_FORD_M = {400.0, 1000.0, 3000.0, 6000.0}
_THIN_M = 4_000.0
_OUTER = 0.1
_AS_WIDE = 1 - 1e-4
"""A width that lacks less than this share of a threshold is as wide: planes bend the widths of lines."""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A proposal in a plane of its own.

    Attributes
    ----------
    plane : CRS
        Metres, true around the proposal.
    area, middle : geometry
        Ground, and centreline from end to end, in the plane.
    values : dict
        Fields of the answer.
    """

    plane: CRS
    area: Any
    middle: Any
    values: dict[str, Any]


def measured(corridor: Corridor, thresholds_m: tuple[float, ...], evidence: Evidence) -> Shape:
    """Measure area, length and width of a proposal.

    Parameters
    ----------
    corridor : Corridor
        Checked.
    thresholds_m : tuple of float
        Widths below which the length is told.
    evidence : Evidence
        Gathers sources and cautions.
    """
    west, south, east, north = corridor.area.bounds
    plane = plane_at((west + east) / 2, (south + north) / 2)
    area = to_metric(GeoSeries([corridor.area], crs=WGS84), plane).iloc[0]
    line = None
    if corridor.line is not None:
        line = to_metric(GeoSeries([corridor.line], crs=WGS84), plane).iloc[0]
    every = shapely.get_parts(area)
    chosen = _in_order(every[np.argsort(-shapely.area(every), kind="stable")][:MOST_PARTS])
    drawn = line if len(every) == 1 else None
    found = [widths(one, line=drawn, full_m=corridor.width_m or 0.0) for one in chosen]
    forward = _forward(found)
    lines = [shapely.linestrings(one) for one in forward]
    back = Transformer.from_crs(plane, WGS84, always_xy=True)
    centre = GeoSeries([_lonlat(back, one) for one in lines], crs=WGS84)
    holes = int(shapely.get_num_interior_rings(every).sum())
    _cite(evidence, thresholds_m)
    curve = _curve(found, forward, back)
    least = int(curve[:, 1].argmin()) if len(found) > 1 else _only(found[0], forward[0])
    told, transects = _told(found, forward)
    median = float(np.median(curve[:, 1]))
    inner = _inner(curve)
    _cautions(evidence, found, len(every), curve, least)
    ends = shapely.get_coordinates(centre.iloc[[0, -1]].to_numpy())
    values = {
        "area_km2": float(geodesic_area_km2(GeoSeries([corridor.area], crs=WGS84)).iloc[0]),
        "length_km": float(geodesic_length_km(centre).sum()),
        "straight_km": float(geodesic_distance_km(*ends[0], *ends[-1])),
        "width_min_m": float(curve[least, 1]),
        "width_min_lon": float(curve[least, 2]),
        "width_min_lat": float(curve[least, 3]),
        "width_min_along_m": float(curve[least, 0]),
        "width_inner_min_m": inner,
        "width_median_m": median,
        "width_max_m": float(curve[:, 1].max()),
        **_second(curve[told, 1], transects),
        "cell_m": float(max(one.cell_m for one in found)),
        "parts": len(every),
        "holes": holes,
        "break_longest_m": _break(every) if len(every) > 1 else None,
        "thresholds": _thresholds(curve, thresholds_m),
        "profile": _profile(curve, told, transects),
        "centreline": centre,
        "curve": curve,
    }
    middle = shapely.linestrings(np.vstack(forward))
    return Shape(plane, area, middle, values)


def _in_order(parts: NDArray[Any]) -> NDArray[Any]:
    """Parts from one end of the whole to the other."""
    if len(parts) == 1:
        return parts
    xy = shapely.get_coordinates(shapely.centroid(parts))
    offset = xy - xy.mean(axis=0)
    main = np.linalg.svd(offset, full_matrices=False)[2][0]
    ordered: NDArray[Any] = parts[np.argsort(offset @ main, kind="stable")]
    return ordered


def _forward(found: list[Widths]) -> list[NDArray[np.float64]]:
    """Centrelines turned so that each begins near where the one before it ended."""
    lines = [one.line for one in found]
    if len(lines) > 1:
        start = lines[1].mean(axis=0)
        first = lines[0]
        if np.hypot(*(first[0] - start)) < np.hypot(*(first[-1] - start)):
            lines[0] = first[::-1]
        for at in range(1, len(lines)):
            before = lines[at - 1][-1]
            if np.hypot(*(lines[at][-1] - before)) < np.hypot(*(lines[at][0] - before)):
                lines[at] = lines[at][::-1]
    return lines


def _turned(one: Widths, line: NDArray[np.float64]) -> bool:
    return bool((line[0] != one.line[0]).any())


def _curve(found: list[Widths], forward: list[NDArray[np.float64]], back: Transformer) -> Any:
    """Distance along the centreline, width, longitude, latitude, part."""
    pieces, before = [], 0.0
    for at, (one, line) in enumerate(zip(found, forward, strict=True), 1):
        length = float(shapely.length(shapely.linestrings(line)))
        step = -1 if _turned(one, line) else 1
        along = (length - one.along_m if step < 0 else one.along_m)[::step]
        lon, lat = back.transform(*one.xy[::step].T)
        pieces.append(
            np.column_stack([before + along, one.width_m[::step], lon, lat, np.full(len(along), at)])
        )
        before += length
    return np.vstack(pieces)


def _only(one: Widths, line: NDArray[np.float64]) -> int:
    return len(one.width_m) - 1 - one.narrowest if _turned(one, line) else one.narrowest


def _told(found: list[Widths], forward: list[NDArray[np.float64]]) -> tuple[Any, Any]:
    """Which rows of the curve are told, and their transects."""
    rows, cuts, before = [], [], 0
    for one, line in zip(found, forward, strict=True):
        if _turned(one, line):
            rows.append(before + len(one.width_m) - 1 - one.told[::-1])
            cuts.append(one.transect_m[::-1])
        else:
            rows.append(before + one.told)
            cuts.append(one.transect_m)
        before += len(one.width_m)
    return np.concatenate(rows), np.concatenate(cuts)


def _second(wide: Any, transects: Any) -> dict[str, float | None]:
    known = np.isfinite(transects)
    if not known.any():
        return {"transect_min_m": None, "transect_difference_m": None}
    return {
        "transect_min_m": float(transects[known].min()),
        "transect_difference_m": float(np.median(np.abs(transects[known] - wide[known]))),
    }


def _break(parts: NDArray[Any]) -> float:
    """Longest step of the shortest way to visit every part, from the first to the last of the largest."""
    kept = _in_order(parts[np.argsort(-shapely.area(parts), kind="stable")][:200])
    return longest_gap(kept[1:-1], kept[0], kept[-1]).length_m


def _thresholds(curve: Any, thresholds_m: tuple[float, ...]) -> tuple[ThresholdRow, ...]:
    """Length below each threshold, widths taken as straight between the places measured."""
    found = []
    runs = [curve[curve[:, 4] == one] for one in np.unique(curve[:, 4])]
    whole = sum(float(run[-1, 0] - run[0, 0]) for run in runs)
    for threshold in thresholds_m:
        below, stretches = 0.0, 0
        for run in runs:
            wide, step = run[:, 1] - threshold * _AS_WIDE, np.diff(run[:, 0])
            low, high = np.minimum(wide[:-1], wide[1:]), np.maximum(wide[:-1], wide[1:])
            part = np.where(high < 0, 1.0, np.where(low >= 0, 0.0, low / np.minimum(low - high, -1e-12)))
            below += float((part * step).sum())
            narrow = wide < 0
            stretches += int(narrow[0]) + int((~narrow[:-1] & narrow[1:]).sum())
        known = whole > 0
        found.append(
            ThresholdRow(
                threshold_m=threshold,
                below_km=below / 1e3,
                below_share=below / whole if known else float(stretches > 0),
                stretches=stretches,
                source="Ford et al. 2020" if threshold in _FORD_M else "",
            )
        )
    return tuple(found)


def _profile(curve: Any, told: Any, transects: Any) -> tuple[ProfileRow, ...]:
    return tuple(
        ProfileRow(
            along_m=float(along),
            width_m=float(wide),
            transect_m=float(cut) if np.isfinite(cut) else None,
            lon=float(lon),
            lat=float(lat),
            piece=int(piece),
        )
        for (along, wide, lon, lat, piece), cut in zip(curve[told], transects, strict=True)
    )


def _inner(curve: Any) -> float | None:
    """Least width without the first and the last tenth of the length."""
    along = curve[:, 0] / max(float(curve[-1, 0]), 1e-9)
    middle = (along >= _OUTER) & (along <= 1 - _OUTER) & (curve[-1, 0] > curve[0, 0])
    return float(curve[middle, 1].min()) if middle.any() else None


def _cautions(evidence: Evidence, found: list[Widths], parts: int, curve: Any, least: int) -> None:
    wide, median = float(curve[least, 1]), float(np.median(curve[:, 1]))
    inner = _inner(curve)
    cell = max(one.cell_m for one in found)
    arms = sum(one.arms for one in found)
    said = (
        (parts > 1, Note.of("corridor_parts", count=parts, measured=len(found))),
        (any(one.compact for one in found), Note("corridor_compact")),
        (arms > 0, Note.of("corridor_arms", count=arms)),
        (inner is not None and wide < inner / 2, Note("corridor_tip")),
        (median < 4 * cell, Note.of("corridor_step", cell_m=round(cell))),
        (wide < _THIN_M, Note.of("corridor_thin", width_m=round(wide), cell_km=5)),
    )
    evidence.note(*(note for holds, note in said if holds))


def _cite(evidence: Evidence, thresholds_m: tuple[float, ...]) -> None:
    evidence.note(Note("corridor_no_threshold"))
    if _FORD_M & set(thresholds_m):
        evidence.cite(FORD)


def _lonlat(back: Transformer, line: Any) -> Any:
    dense = shapely.segmentize(line, 5_000)
    return shapely.transform(dense, lambda xy: np.column_stack(back.transform(*xy.T)))
