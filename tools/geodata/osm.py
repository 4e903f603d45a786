"""Detailed borders of south-west Primorye and Hunchun from OpenStreetMap (ODbL).

Everything derived from them is written below ``osm/``.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from tools.geodata import facts
from tools.geodata.geometry import to_degrees, to_metres
from tools.geodata.sources import BuildError, Store
from tools.geodata.writer import Feature, geojson_text, write_text

__all__ = ["DETAIL_BOX", "build_detail", "chain", "detail_borders", "territories"]

DETAIL_BOX = (129.0, 41.8, 135.0, 46.0)
TOLERANCE_M = 60.0
SHORTEST_PIECE_M = 150.0

_CODES = {"CHN": "CN", "PRK": "KP", "RUS": "RU"}


def _countries(store: Store) -> dict[str, BaseGeometry]:
    """Countries inside the detail box, metres; inland water is cut out of them."""
    text = (store.unpacked("osm_land") / "package/map.geo.json").read_text(encoding="utf-8")
    found = {
        _CODES[feature["properties"]["A3"]]: _clip(shapely.from_geojson(json.dumps(feature["geometry"])))
        for feature in json.loads(text)["features"]
        if feature["properties"]["A3"] in _CODES
    }
    if not shapely.coverage_is_valid(list(found.values())):
        raise BuildError("the countries of the OpenStreetMap package do not share their borders")
    return found


def _clip(country: BaseGeometry) -> BaseGeometry:
    frame = shapely.box(*DETAIL_BOX)
    # Part by part, and only those near the box: the whole of Russia is far too long to clip at once.
    near = [part for part in shapely.get_parts(country) if frame.intersects(shapely.box(*part.bounds))]
    return to_metres(shapely.union_all([shapely.clip_by_rect(part, *DETAIL_BOX) for part in near]))


def _shared(first: BaseGeometry, second: BaseGeometry) -> list[BaseGeometry]:
    """Pieces of border on which two countries touch."""
    lines = shapely.line_merge(shapely.intersection(first.boundary, second.boundary))
    return [part for part in shapely.get_parts(lines) if part.length >= SHORTEST_PIECE_M]


def chain(pieces: list[BaseGeometry], start: NDArray[np.float64], end: NDArray[np.float64]) -> BaseGeometry:
    """Join pieces of a line end to end, bridging the gaps between them straight.

    Parameters
    ----------
    pieces : list of LineString
        Pieces in any order and direction, metres.
    start, end : ndarray of float, shape (2,)
        Where the line begins and ends.

    Returns
    -------
    LineString
        The line, metres. The longest pieces are laid first, each where and in the direction in which it
        adds least to the bridges; then each is taken up and laid anew until none finds a better place.
    """
    laid = [start[None, :], end[None, :]]
    for piece in sorted(pieces, key=lambda line: -line.length):
        _lay(laid, shapely.get_coordinates(piece))
    bridges = np.inf
    while _bridges(laid) < bridges - 1.0:
        bridges = _bridges(laid)
        for points in laid[1:-1]:
            laid.pop(next(index for index, other in enumerate(laid) if other is points))
            _lay(laid, points)
    return shapely.LineString(np.vstack(laid))


def _bridges(laid: list[NDArray[np.float64]]) -> float:
    """Length of all gaps, metres."""
    return float(sum(np.hypot(*(after[0] - before[-1])) for before, after in pairwise(laid)))


def _lay(laid: list[NDArray[np.float64]], points: NDArray[np.float64]) -> None:
    """Put a piece between two others where it lengthens the bridges least."""
    ends, starts = np.array([part[-1] for part in laid[:-1]]), np.array([part[0] for part in laid[1:]])
    more = [
        np.hypot(*(way[0] - ends).T) + np.hypot(*(starts - way[-1]).T) - np.hypot(*(starts - ends).T)
        for way in (points, points[::-1])
    ]
    turned, after = np.unravel_index(int(np.argmin(more)), (2, len(ends)))
    laid.insert(int(after) + 1, points[::-1] if turned else points)


def detail_borders(store: Store) -> dict[str, BaseGeometry]:
    """Read the three borders of the detail box as unbroken lines, thinned to 60 m.

    The source cuts rivers and lakes out of the countries, so that a border along a river comes in
    pieces; they are joined by straight bridges. So the border crosses Lake Khanka straight.

    Parameters
    ----------
    store : Store
        Packages.

    Returns
    -------
    dict of str to LineString
        Borders by the two ISO 3166-1 codes, degrees; all three meet in one point.
    """
    countries = _countries(store)
    typed = facts.toml("border")
    north, west, meet, mouth = (
        shapely.get_coordinates(to_metres(shapely.Point(typed[key])))[0]
        for key in ("north_end", "west_end", "meeting_point", "mouth")
    )
    lines = {
        "CN-RU": chain(_shared(countries["CN"], countries["RU"]), north, meet),
        "CN-KP": chain(_shared(countries["CN"], countries["KP"]), west, meet),
        "KP-RU": chain(_shared(countries["KP"], countries["RU"]), meet, mouth),
    }
    return {key: to_degrees(shapely.simplify(line, TOLERANCE_M)) for key, line in lines.items()}


def territories(borders: dict[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Divide the detail box, land and sea, by the three borders.

    Parameters
    ----------
    borders : dict of str to LineString
        The borders, degrees.

    Returns
    -------
    dict of str to BaseGeometry
        Polygons by ISO 3166-1 code, degrees.
    """
    # A little inside the box, so that borders which end on its edge cut right through.
    frame = shapely.box(*DETAIL_BOX).buffer(-1e-3, join_style="mitre")
    mouth = shapely.get_coordinates(borders["KP-RU"])[-1]
    seaward = shapely.LineString([mouth, [mouth[0], DETAIL_BOX[1]]])
    lines = shapely.union_all([frame.boundary, seaward, *borders.values()])
    faces = shapely.get_parts(shapely.polygonize([*shapely.get_parts(lines)]))
    inside = {"CN": (130.0, 43.5), "KP": (129.5, 42.0), "RU": (132.0, 44.0)}
    return {
        code: next(face for face in faces if face.contains(shapely.Point(place)))
        for code, place in inside.items()
    }


def build_detail(store: Store, target: Path) -> dict[str, BaseGeometry]:
    """Write ``borders_detail``.

    Parameters
    ----------
    store : Store
        Packages.
    target : Path
        The ``geodata`` folder.

    Returns
    -------
    dict of str to BaseGeometry
        The borders, for the steps that clip to them.
    """
    borders = detail_borders(store)
    rows = [Feature({"id": key}, line) for key, line in borders.items()]
    write_text(target / "osm/borders_detail.geojson", geojson_text(rows, 4))
    return borders
