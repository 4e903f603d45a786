"""Range outlines: historical, 1970s and today. All are schematic; each is matched to a published area."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from tools.geodata import facts
from tools.geodata.base import Ground
from tools.geodata.geometry import area_km2, match_area, smooth, spline, to_degrees, to_metres
from tools.geodata.writer import Feature, geojson_text, write_text

__all__ = ["build_ranges", "current_range", "historical_ranges", "range_1970s"]

SHORE_M = 300.0
"""The outlines keep this far inside the coast, so that thinning never carries them into the sea."""
TOLERANCE_M = 280.0
CORNER_M = 3000.0
SMALLEST_PART_M2 = 500e6
BORDER_GAP_M = 300.0


def _shore(land: BaseGeometry) -> BaseGeometry:
    """Land away from the water's edge, mainland only, metres."""
    parts = [part for part in shapely.get_parts(to_metres(land)) if part.area > SMALLEST_PART_M2]
    return shapely.union_all([part.buffer(-SHORE_M) for part in parts])


def _opened(shape_m: BaseGeometry) -> BaseGeometry:
    """Round outward corners and drop spurs; never adds ground, so it cannot reach into the sea."""
    return shape_m.buffer(-CORNER_M).buffer(CORNER_M)


def _finish(shape_m: BaseGeometry) -> BaseGeometry:
    """Drop scraps, thin and go back to degrees, rounded as they will be written."""
    parts = [part for part in shapely.get_parts(shape_m) if part.area > SMALLEST_PART_M2]
    solid = [shapely.Polygon(part.exterior) for part in parts]
    thin = shapely.simplify(shapely.union_all(solid), TOLERANCE_M)
    return shapely.transform(to_degrees(thin), lambda xy: xy.round(3))


def historical_ranges(control: dict[str, Any], land: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry]:
    """Draw the wide and the narrow historical range.

    Parameters
    ----------
    control : dict
        Content of ``facts/ranges.toml``.
    land : BaseGeometry
        Land, degrees.

    Returns
    -------
    envelope, matched : BaseGeometry
        All land inside the control line; the same with its inland edge trimmed by an even width until
        the published area is left.
    """
    inland = spline(np.array(control["historical_envelope"]["inland_edge"]), closed=False)
    edge = to_metres(shapely.LineString(inland))
    shore = _shore(land)
    envelope = to_metres(
        shapely.Polygon([*inland, *control["historical_envelope"]["seaward_edge"]])
    ).intersection(shore)
    matched = match_area(
        lambda width: _finish(_opened(envelope.difference(edge.buffer(width)))),
        control["historical"]["published_km2"],
        50_000.0,
        300_000.0,
    )
    return _finish(envelope), matched


def range_1970s(control: dict[str, Any], land: BaseGeometry) -> BaseGeometry:
    """Draw the range of the 1970s: two parts, widened evenly to the published area.

    Parameters
    ----------
    control : dict
        Content of ``facts/ranges.toml``.
    land : BaseGeometry
        Land, degrees.

    Returns
    -------
    BaseGeometry
        Polygons, degrees.
    """
    shore = _shore(land)
    parts = [to_metres(shapely.Polygon(spline(np.array(part)))) for part in control["range_1970s"]["parts"]]
    core = shapely.union_all(parts)
    return match_area(
        lambda width: _finish(_opened(core.buffer(width).intersection(shore))),
        control["range_1970s"]["published_km2"],
        -40_000.0,
        60_000.0,
    )


def current_range(
    control: dict[str, Any],
    core: BaseGeometry,
    open_land: dict[str, BaseGeometry],
    closed: BaseGeometry,
) -> BaseGeometry:
    """Draw today's range: the protected core, widened on the land open to it.

    The Russian part is widened evenly to its own area, then the Chinese part until both together have
    the published one.

    Parameters
    ----------
    control : dict
        Content of ``facts/ranges.toml``.
    core : BaseGeometry
        National park, Kedrovaya Pad and Hunchun reserve, degrees.
    open_land : dict of str to BaseGeometry
        Land of Russia (``RU``) and China (``CN``), degrees.
    closed : BaseGeometry
        Where it must not go (North Korea, by every outline we have of it), degrees.

    Returns
    -------
    BaseGeometry
        Polygons, degrees.
    """
    limit = to_metres(shapely.Polygon(control["current"]["limit"]))
    off = to_metres(closed).buffer(BORDER_GAP_M)
    russia, china = (to_metres(open_land[code]).intersection(limit) for code in ("RU", "CN"))
    free = shapely.union_all([russia, china]).buffer(-BORDER_GAP_M).difference(off)
    seed = to_metres(core)

    def finish(shape: BaseGeometry) -> BaseGeometry:
        rounded = smooth(shape.intersection(free), 1500.0).intersection(free)
        parts = [part for part in shapely.get_parts(rounded) if part.area > SMALLEST_PART_M2]
        thin = shapely.simplify(shapely.union_all(parts), 200.0)
        return shapely.transform(to_degrees(thin), lambda xy: xy.round(4))

    def russian(width: float) -> BaseGeometry:
        return to_degrees(seed.buffer(width).intersection(free).intersection(russia))

    east = to_metres(match_area(russian, control["current"]["russia_km2"], 1_000.0, 60_000.0))
    return match_area(
        lambda width: finish(shapely.union_all([east, seed.buffer(width).intersection(china)])),
        control["current"]["published_km2"],
        1_000.0,
        60_000.0,
    )


def build_ranges(
    target: Path, earth: Ground, sides: dict[str, BaseGeometry], core: BaseGeometry
) -> BaseGeometry:
    """Write the four range layers.

    Parameters
    ----------
    target : Path
        The ``geodata`` folder.
    earth : Ground
        Natural Earth land and countries.
    sides : dict of str to BaseGeometry
        Land of each country inside the detail box, by the OpenStreetMap borders, degrees.
    core : BaseGeometry
        National park, Kedrovaya Pad and Hunchun reserve, degrees.

    Returns
    -------
    BaseGeometry
        Today's range.
    """
    control = facts.toml("ranges")
    envelope, matched = historical_ranges(control, earth.land)
    closed = shapely.union_all([earth.countries["KP"], sides["KP"]])
    today = current_range(control, core, sides, closed)
    russia = area_km2(today.intersection(sides["RU"]))
    layers = [
        ("range/range_historical_envelope", envelope, {}, 3),
        ("range/range_historical", matched, {}, 3),
        ("range/range_1970s", range_1970s(control, earth.land), {}, 3),
        ("osm/range_current", today, {"russia_km2": round(russia)}, 4),
    ]
    for file, geometry, more, decimals in layers:
        row = Feature(
            {"id": file.rpartition("/")[2], "area_km2": round(area_km2(geometry)), **more}, geometry
        )
        write_text(target / f"{file}.geojson", geojson_text([row], decimals))
    return today
