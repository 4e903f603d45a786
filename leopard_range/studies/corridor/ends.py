"""The two places a corridor shall connect: reserves, points, drawn areas, files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES
from leopard_range.model import Text
from leopard_range.studies.common import Evidence, names

if TYPE_CHECKING:
    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from leopard_range.catalog import Catalog
    from leopard_range.model.corridor import Corridor

__all__ = ["End", "Place", "places", "reserves_of"]

_POINT = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,;]\s*(-?\d+(?:\.\d+)?)\s*")
_NEAR_M = 30_000.0
"""How far a protected area may lie from an end of a proposal that names none."""


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """An end before it is laid on a grid.

    Attributes
    ----------
    id : str
        Reserve, or what was asked for.
    name : Text
        In every language.
    area : BaseGeometry
        Polygon or point in the species' metric system.
    """

    id: str
    name: Text
    area: BaseGeometry


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """One of the two places that shall be connected.

    Attributes
    ----------
    id : str
        Reserve, or what was asked for.
    name : Text
        In every language.
    cells : numpy.ndarray of bool, shape (rows, columns)
        Its passable cells.
    area : BaseGeometry
        Polygon or point, EPSG:4326.
    """

    id: str
    name: Text
    cells: NDArray[np.bool_]
    area: BaseGeometry


def reserves_of(catalog: Catalog, evidence: Evidence, year: int) -> GeoDataFrame:
    """List the protected areas of a year in the species' metric system.

    Parameters
    ----------
    catalog : Catalog
        Every polygon layer of the group ``reserves`` counts; a reserve merged into another does not count
        in the year in which that begins.
    evidence : Evidence
        Gathers their sources.
    year : int
        The year.

    Raises
    ------
    LeopardRangeError
        ``unknown_year``.
    """
    import pandas as pd

    from leopard_range.analysis.overlay import standing

    first, last = catalog.years
    if not first <= year <= last:
        raise LeopardRangeError("unknown_year", year=year, first=first, last=last)
    frames = []
    for spec in catalog.specs.values():
        if spec.group == "reserves" and spec.kind == "polygon":
            evidence.layer(spec.id)
            frames.append(catalog.projected(spec.id))
    found: Any = pd.concat(frames, ignore_index=True)
    return found[standing(found, year)].reset_index(drop=True)


def places(
    catalog: Catalog, corridor: Corridor, asked: tuple[str, str], reserves: GeoDataFrame
) -> tuple[Place, Place]:
    """Find the two ends of a corridor.

    Parameters
    ----------
    catalog : Catalog
        Reads files.
    corridor : Corridor
        Its own ends count where none was asked for.
    asked : tuple of str
        For each end a reserve, ``lon,lat``, GeoJSON text or a file; empty: the proposal's own, else the
        nearest protected area at that end.
    reserves : GeoDataFrame
        Protected areas of the year, metric.

    Raises
    ------
    LeopardRangeError
        ``end_unknown``, ``ends_missing``, ``ends_same``.
    """
    texts = tuple(one.strip() or own for one, own in zip(asked, corridor.ends, strict=True))
    given = [_given(catalog, text, reserves) if text else None for text in texts]
    if None in given:
        given = _nearest(catalog, corridor, given, reserves)
    first, second = given
    assert first is not None
    assert second is not None
    if first.area.equals(second.area):
        raise LeopardRangeError("ends_same", name=first.id)
    return first, second


def _given(catalog: Catalog, text: str, reserves: GeoDataFrame) -> Place:
    import geopandas as gpd
    import shapely
    from shapely.errors import ShapelyError

    from leopard_range.crs import to_metric

    at = reserves.index[reserves["id"].to_numpy(dtype=object) == text]
    if len(at):
        return _reserve(reserves, int(at[0]))
    found: BaseGeometry | None = None
    if match := _POINT.fullmatch(text):
        lon, lat = map(float, match.groups())
        found, name = shapely.Point(lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None, text
    elif text.lstrip().startswith("{"):
        name = "GeoJSON"
        try:
            found = shapely.from_geojson(text)
        except ShapelyError:
            found = None
    elif _is_file(text):
        name = Path(text).stem
        found = catalog.read_area(Path(text)).union_all()
    if found is None or found.is_empty or found.geom_type not in ("Point", "Polygon", "MultiPolygon"):
        raise LeopardRangeError("end_unknown", value=text[:80], choices=", ".join(reserves["id"]) or "–")
    metres = to_metric(gpd.GeoSeries([found], crs=4326), catalog.species.metric_crs, name=name)
    return Place(name, dict.fromkeys(LANGUAGES, name), shapely.make_valid(metres.iloc[0]))


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except OSError:  # no path: too long for one
        return False


def _reserve(reserves: GeoDataFrame, at: int) -> Place:
    row = reserves.iloc[[at]]
    return Place(str(row["id"].iloc[0]), names(row)[0], row.geometry.iloc[0])


def _nearest(
    catalog: Catalog, corridor: Corridor, given: list[Place | None], reserves: GeoDataFrame
) -> list[Place | None]:
    """Fill the ends nobody named with the protected areas nearest to them, two that do not touch."""
    import numpy as np
    import shapely

    shapes = reserves.geometry.to_numpy()
    tips = _tips(catalog, corridor)
    far: Any = np.array([shapely.distance(shapes, tip) for tip in tips])
    far[far > _NEAR_M] = np.inf
    kept = next((place for place in given if place is not None), None)
    if kept is not None:  # the other tip is the one farther from the end that was named
        near = shapely.distance(kept.area, tips)
        cost = far[int(np.argmax(near))] + np.where(shapely.distance(shapes, kept.area) > 0, 0.0, np.inf)
        at = int(np.argmin(cost)) if len(cost) else 0
        if not len(cost) or not np.isfinite(cost[at]):
            raise LeopardRangeError("ends_missing", distance_km=_NEAR_M / 1000)
        return [place or _reserve(reserves, at) for place in given]
    apart = shapely.distance(shapes[:, None], shapes[None, :]) > 0
    both = np.where(apart, far[0][:, None] + far[1][None, :], np.inf)
    if not both.size or not np.isfinite(both).any():
        raise LeopardRangeError("ends_missing", distance_km=_NEAR_M / 1000)
    one, other = np.unravel_index(int(np.argmin(both)), both.shape)
    return [_reserve(reserves, int(one)), _reserve(reserves, int(other))]


def _tips(catalog: Catalog, corridor: Corridor) -> Any:
    """Return the two ends of a proposal: of its line, or the two points of its outline farthest apart."""
    import geopandas as gpd
    import numpy as np
    import shapely

    from leopard_range.crs import to_metric

    shape = corridor.line if corridor.line is not None else corridor.area
    metres = to_metric(gpd.GeoSeries([shape], crs=4326), catalog.species.metric_crs, name="proposal").iloc[0]
    if corridor.line is not None:
        ring = shapely.get_coordinates(metres)[[0, -1]]
    else:
        hull = shapely.get_coordinates(metres.convex_hull)
        apart = np.hypot(*(hull[:, None] - hull[None]).transpose(2, 0, 1))
        ring = hull[list(np.unravel_index(int(apart.argmax()), apart.shape))]
    return shapely.points(ring)
