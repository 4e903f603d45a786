"""Reserves and their history, from 1916 to today."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from tools.geodata import facts
from tools.geodata.geometry import area_km2, circle, match_area, smooth, spline, to_degrees, to_metres
from tools.geodata.writer import Feature, Value, geojson_text, write_text

__all__ = ["build_reserves", "cut_by_area", "ellipse", "ring_shape", "strip"]


def ring_shape(control: list[list[float]], target_km2: float) -> BaseGeometry:
    """Draw a smooth ring through control points and widen it evenly to an area.

    Parameters
    ----------
    control : list of [lon, lat]
        Corners, degrees.
    target_km2 : float
        Published area, km2.

    Returns
    -------
    BaseGeometry
        Polygon, degrees.
    """
    ring = to_metres(shapely.Polygon(spline(np.array(control), step_deg=0.005)))
    return match_area(lambda width: to_degrees(ring.buffer(width)), target_km2, -5_000.0, 20_000.0)


def ellipse(centre: list[float], extent_km: list[float], target_km2: float) -> BaseGeometry:
    """Draw an ellipse of published proportions and scale it to an area.

    Parameters
    ----------
    centre : [lon, lat]
        Centre, degrees.
    extent_km : [west_east, north_south]
        Extent, km; only the proportion counts.
    target_km2 : float
        Published area, km2.

    Returns
    -------
    BaseGeometry
        Polygon, degrees.
    """
    width_km, height_km = extent_km
    middle = to_metres(shapely.Point(centre))
    angle = np.radians(np.arange(0.0, 360.0, 5.0))
    unit = np.column_stack([np.cos(angle) * width_km / height_km, np.sin(angle)])

    def at(half_m: float) -> BaseGeometry:
        return to_degrees(shapely.Polygon(unit * half_m + np.array(middle.coords[0])))

    return match_area(at, target_km2, 1_000.0, height_km * 1000)


def strip(
    side: BaseGeometry, border: BaseGeometry, south: float, north: float, target_km2: float
) -> BaseGeometry:
    """Draw the land within an even distance of a border.

    Parameters
    ----------
    side : BaseGeometry
        Country on whose side it lies, degrees.
    border : BaseGeometry
        Border line, degrees.
    south, north : float
        Latitudes between which the border counts.
    target_km2 : float
        Published area, km2.

    Returns
    -------
    BaseGeometry
        Polygon, degrees.
    """
    west, _, east, _ = border.bounds
    line = to_metres(border.intersection(shapely.box(west, south, east, north)))
    ground = to_metres(side)

    def at(width: float) -> BaseGeometry:
        shape = smooth(line.buffer(width).intersection(ground), 400.0).intersection(ground)
        parts = shapely.get_parts(shape)
        largest = parts[int(np.argmax(shapely.area(parts)))]
        return to_degrees(shapely.simplify(shapely.Polygon(largest.exterior), 100.0))

    return match_area(at, target_km2, 500.0, 60_000.0)


def cut_by_area(
    whole: BaseGeometry, bearing_deg: float, target_km2: float
) -> tuple[BaseGeometry, BaseGeometry]:
    """Cut a polygon by a straight line so that the part ahead has a given area.

    Parameters
    ----------
    whole : BaseGeometry
        Polygons, degrees.
    bearing_deg : float
        Direction in which the wanted part lies, degrees from north, clockwise.
    target_km2 : float
        Its area, km2.

    Returns
    -------
    part, rest : BaseGeometry
        The two sides of the cut, degrees.
    """
    shape = to_metres(whole)
    ahead = np.array([np.sin(np.radians(bearing_deg)), np.cos(np.radians(bearing_deg))])
    aside = np.array([ahead[1], -ahead[0]])
    reach = 1e6
    along = shapely.get_coordinates(shape) @ ahead

    def half(at: float) -> BaseGeometry:
        corners = [
            ahead * at - aside * reach,
            ahead * at + aside * reach,
            ahead * (at + reach) + aside * reach,
            ahead * (at + reach) - aside * reach,
        ]
        return shapely.Polygon(corners)

    part = match_area(
        lambda at: to_degrees(shape.intersection(half(at))),
        target_km2,
        float(along.min()),
        float(along.max()),
    )
    return part, whole.difference(part)


def _columns(row: dict[str, Any]) -> dict[str, Value]:
    return {
        "id": row["id"],
        **{f"name_{language}": row["name"][language] for language in facts.LANGUAGES},
        "category": row.get("category", ""),
        "country": row["country"],
        "year_from": row["year_from"],
        "year_to": row.get("year_to"),
        "merged_into": row.get("merged_into"),
        "area_km2": row["area_km2"],
        "pos_error_m": row["pos_error_km"] * 1000,
        "method": row["method"],
        "checked": row["checked"],
        "note": row.get("note", ""),
        "source": row["source"],
    }


def _shape(row: dict[str, Any]) -> BaseGeometry:
    if "control" in row:
        return ring_shape(row["control"], row["area_km2"])
    if "extent_km" in row:
        return ellipse(row["centre"], row["extent_km"], row["area_km2"])
    lon, lat = row["centre"]
    return circle(lon, lat, row["area_km2"])


def build_reserves(target: Path, china: BaseGeometry, border: BaseGeometry) -> dict[str, BaseGeometry]:
    """Write the national park and the two reserve layers.

    Parameters
    ----------
    target : Path
        The ``geodata`` folder.
    china : BaseGeometry
        China inside the detail box, by the OpenStreetMap border, degrees.
    border : BaseGeometry
        Border of China and Russia, from the same source, degrees.

    Returns
    -------
    dict of str to BaseGeometry
        Outlines by reserve id.
    """
    typed = facts.toml("reserves")
    park = facts.outline("park")
    own = {row["id"]: (row, _shape(row)) for row in typed["reserve"]}
    shapes = derived_shapes(typed["derived"], park, china, border)
    derived = {row["id"]: (row, shapes[row["id"]]) for row in typed["derived"]}
    files = [("reserves/reserves", own, 4), ("osm/reserves_osm", derived, 4)]
    for file, rows, decimals in files:
        features = [Feature(_columns(row), shape) for row, shape in rows.values()]
        write_text(target / f"{file}.geojson", geojson_text(features, decimals))
    row = Feature({**_columns(typed["park"]), "drawn_km2": round(area_km2(park), 1)}, park)
    write_text(target / "osm/park.geojson", geojson_text([row], 4))
    return {"land-of-the-leopard": park} | {key: shape for key, (_, shape) in (own | derived).items()}


def derived_shapes(
    rows: list[dict[str, Any]], park: BaseGeometry, china: BaseGeometry, border: BaseGeometry
) -> dict[str, BaseGeometry]:
    """Draw the reserves whose schematic outline follows the park's outline or the border.

    Parameters
    ----------
    rows : list of dict
        Table ``derived`` of ``facts/reserves.toml``: ``shape`` says how each is drawn.
    park : BaseGeometry
        The national park, degrees.
    china : BaseGeometry
        China inside the detail box, degrees.
    border : BaseGeometry
        Border of China and Russia, degrees.

    Returns
    -------
    dict of str to BaseGeometry
        Outlines by reserve id, degrees.
    """
    shapes: dict[str, BaseGeometry] = {}
    for row in rows:
        match row["shape"]:
            case "park_side":
                shapes[row["id"]] = cut_by_area(park, row["bearing_deg"], row["area_km2"])[0]
            case "union":
                shapes[row["id"]] = shapely.union_all([shapes[key] for key in row["parts"]])
            case "border_strip":
                shapes[row["id"]] = strip(china, border, row["south"], row["north"], row["area_km2"])
            case "border_blob":
                shapes[row["id"]] = _blob(row, china)
            case other:
                raise ValueError(f"{row['id']}: unknown shape {other}")
    return shapes


def _blob(row: dict[str, Any], china: BaseGeometry) -> BaseGeometry:
    ring = to_metres(shapely.Polygon(spline(np.array(row["control"]), step_deg=0.02)))
    ground = to_metres(china)

    def at(width: float) -> BaseGeometry:
        shape = smooth(ring.buffer(width).intersection(ground), 1500.0).intersection(ground)
        parts = shapely.get_parts(shape)
        largest = parts[int(np.argmax(shapely.area(parts)))]
        return to_degrees(shapely.simplify(shapely.Polygon(largest.exterior), 150.0))

    return match_area(at, row["area_km2"], -30_000.0, 30_000.0)
