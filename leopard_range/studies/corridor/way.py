"""Rows about a way over the ground: land along it, lines it crosses, its line on the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leopard_range.model import Text
from leopard_range.studies.shape import N_, value

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from leopard_range.analysis.corridor.cost import Path
    from leopard_range.model import Grid
    from leopard_range.studies.corridor.ground import Ground

__all__ = [
    "FOREST",
    "ClassRow",
    "CrossingRow",
    "area_on_earth",
    "class_rows",
    "crossing_rows",
    "forest_share",
    "land_at",
    "line_on_earth",
    "lines_at",
    "lonlat",
    "place_of",
    "straight_km",
]

FOREST = (1, 2, 3, 4, 5)
"""IGBP classes with trees over more than 60 % of the ground."""

KINDS = {
    "road": N_("road"),
    "railway": N_("railway"),
    "river": N_("river"),
    "border": N_("border"),
}
"""Words for kinds of lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """A class of land cover along a way."""

    id: str = value(N_("Code"))
    name: Text = value(N_("Land cover"))
    share: float = value(N_("Share of the path"), "%", 1)
    length_km: float = value(N_("Length"), "km", 1)
    resistance: float | None = value(N_("Cost of a metre"), "", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingRow:
    """A line that a way crosses; degrees of longitude and latitude."""

    kind: str = value(N_("Kind"), words=tuple(KINDS.values()))
    name: Text = value(N_("Class"))
    at_km: float = value(N_("From the start"), "km", 1)
    lon: float = value(N_("Longitude"), "°", 3)
    lat: float = value(N_("Latitude"), "°", 3)
    cost_km: float = value(N_("One crossing costs as much as"), "km", 1)


def lonlat(x: Any, y: Any, grid: Grid) -> tuple[Any, Any]:
    """Turn places on a grid into longitude and latitude."""
    from pyproj import Transformer

    from leopard_range.crs import WGS84

    lon, lat = Transformer.from_crs(grid.crs, WGS84, always_xy=True).transform(x, y)
    return lon, lat


def line_on_earth(way: Path, grid: Grid) -> BaseGeometry:
    """Draw a way in longitude and latitude.

    Parameters
    ----------
    way : Path
        Its cells' centres.
    grid : Grid
        Their system.
    """
    import numpy as np
    import shapely

    xy = way.xy if len(way.xy) > 1 else way.xy.repeat(2, axis=0)
    return shapely.LineString(np.column_stack(lonlat(xy[:, 0], xy[:, 1], grid)))


def area_on_earth(area: BaseGeometry, grid: Grid) -> BaseGeometry:
    """Draw an area of a grid in longitude and latitude.

    Parameters
    ----------
    area : BaseGeometry
        In the system of the grid.
    grid : Grid
        Names the system.
    """
    import geopandas as gpd

    from leopard_range.crs import to_wgs84

    found: BaseGeometry = to_wgs84(gpd.GeoSeries([area], crs=grid.crs), name="band").iloc[0]
    return found


def straight_km(one: BaseGeometry, other: BaseGeometry, grid: Grid) -> float:
    """Shortest distance between two areas on the ellipsoid, km; 0 where they touch.

    Parameters
    ----------
    one, other : BaseGeometry
        EPSG:4326.
    grid : Grid
        Its metric system says between which points.
    """
    import geopandas as gpd
    import shapely

    from leopard_range.analysis.geodesy import geodesic_distance_km
    from leopard_range.crs import to_metric

    assert grid.crs is not None
    pair = to_metric(gpd.GeoSeries([one, other], crs=4326), grid.crs, name="ends")
    ends = shapely.get_coordinates(shapely.shortest_line(pair.iloc[0], pair.iloc[1]))
    lon, lat = lonlat(ends[:, 0], ends[:, 1], grid)
    return float(geodesic_distance_km(lon[0], lat[0], lon[1], lat[1]))


def forest_share(laid: Ground, way: Path) -> float:
    """Share of a way's length in forest (`FOREST`).

    Parameters
    ----------
    laid : Ground
        Knows the land cover.
    way : Path
        The way.
    """
    import numpy as np

    from leopard_range.analysis.corridor.along import share_along

    return share_along(way.cells, np.isin(laid.cover, FOREST).astype(np.float64))


def class_rows(laid: Ground, way: Path) -> tuple[ClassRow, ...]:
    """List the land cover along a way, the longest part first.

    Parameters
    ----------
    laid : Ground
        Knows the land cover and its costs.
    way : Path
        The way.
    """
    from leopard_range.analysis.corridor.cost import class_shares
    from leopard_range.i18n import LANGUAGES

    found = sorted(class_shares(way.cells, laid.cover).items(), key=lambda one: -one[1])
    known = laid.costs.classes
    return tuple(
        ClassRow(
            id=str(code),
            name=known[str(code)].name if str(code) in known else dict.fromkeys(LANGUAGES, "?"),
            share=share,
            length_km=share * way.length_m / 1000,
            resistance=known[str(code)].value if str(code) in known else None,
        )
        for code, share in found
    )


def crossing_rows(laid: Ground, way: Path) -> tuple[CrossingRow, ...]:
    """List the lines a way crosses, in its order.

    Parameters
    ----------
    laid : Ground
        Knows the cells of every line.
    way : Path
        The way.
    """
    import numpy as np

    from leopard_range.analysis.corridor.along import runs, weights

    along_km = np.cumsum(weights(way.cells)) * way.length_m / 1000
    rows = []
    for key, marked in laid.features.lines.items():
        one = laid.costs.classes[key]
        for first, last in runs(way.cells, marked):
            middle = (first + last) // 2
            lon, lat = lonlat(way.xy[middle, 0], way.xy[middle, 1], laid.grid)
            rows.append(
                CrossingRow(
                    kind=KINDS[one.kind],
                    name=one.name,
                    at_km=float(along_km[middle]),
                    lon=round(float(lon), 4),
                    lat=round(float(lat), 4),
                    cost_km=one.value * laid.costs.line_width_m / 1000,
                )
            )
    return tuple(sorted(rows, key=lambda row: (row.at_km, row.kind)))


def place_of(grid: Grid, row: int, column: int) -> tuple[float, float]:
    """Longitude and latitude of the middle of a cell, to about 10 m."""
    x, y = grid.transform * (column + 0.5, row + 0.5)
    lon, lat = lonlat(x, y, grid)
    return round(float(lon), 4), round(float(lat), 4)


def land_at(laid: Ground, row: int, column: int) -> Text:
    """Name of the land cover of a cell."""
    from leopard_range.i18n import LANGUAGES

    one = laid.costs.classes.get(str(int(laid.cover[row, column])))
    return one.name if one is not None else dict.fromkeys(LANGUAGES, "?")


def lines_at(laid: Ground, row: int, column: int, radius_m: float) -> Text:
    """Names of the classes of lines within a distance of the middle of a cell, the dearest first.

    Parameters
    ----------
    laid : Ground
        Knows the cells of every line.
    row, column : int
        The cell.
    radius_m : float
        Distance between centres of cells, metres.
    """
    import numpy as np

    from leopard_range.i18n import LANGUAGES

    reach = int(radius_m // laid.surface.cell_m)
    top, left = max(row - reach, 0), max(column - reach, 0)
    part = (slice(top, row + reach + 1), slice(left, column + reach + 1))
    y, x = np.ogrid[part]
    near = np.hypot(y - row, x - column) <= reach
    found = [
        laid.costs.classes[key] for key, cells in laid.features.lines.items() if (cells[part] & near).any()
    ]
    found.sort(key=lambda one: -one.value)
    return {language: ", ".join(one.name[language] for one in found) for language in LANGUAGES}
