"""Whether the coordinates of a file mean what the file says.

Most wrong maps come from four mistakes that no library notices: latitude and longitude
swapped, metres taken for degrees, a stated system that is not the real one, and 0, 0 for a
position nobody knew.  Each shows when positions are compared with the area the product is about.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from leopard_range.crs import MAX_EDGE_M, WGS84, is_metric
from leopard_range.errors import Blank, LeopardRangeError
from leopard_range.sources.upload.budgets import MAX_VERTICES

__all__ = ["AREA", "crs_label", "crs_of_code", "in_area", "located", "transformer"]

AREA = (95.0, 25.0, 150.0, 60.0)
"""West, south, east, north (degrees) of positions that can be meant.

It holds the widest historical outline of the embedded data (122.6-136.4 E, 34.3-46.6 N) and its
regional base map of China, Korea, Mongolia, Japan and the Russian Far East (98-143 E, 28-60 N),
rounded outward.  No longitude in it is a latitude in it, so swapped axes are always recognised."""

_LIKELY = (
    *("EPSG:3857", "EPSG:32652", "EPSG:32653", "EPSG:32651", "EPSG:28422", "EPSG:28423", "EPSG:5179"),
    *("EPSG:5186", "EPSG:4547", "EPSG:4508", "EPSG:2442"),
)
"""Systems maps of the area usually come in: web Mercator, UTM 51-53 N, Pulkovo 1942 zones 22-23,
Korea 2000, CGCS2000 zones."""

_CODE = re.compile(r"(EPSG|ESRI|OGC|IGNF|IAU_2015):{1,2}([A-Z0-9]{2,12})", re.IGNORECASE)
_MAX_DEG = 1_000.0
"""Larger numbers are metres: eastings begin at some 100,000."""

_NULL_DEG = 0.01
_NULL_M = 1.0

Points = NDArray[np.float64]


def crs_of_code(text: str) -> CRS | None:
    """Return the system an authority code names; anything but a code is refused.

    Parameters
    ----------
    text : str
        ``EPSG:32652``, ``urn:ogc:def:crs:EPSG::3857``, ``urn:ogc:def:crs:OGC:1.3:CRS84`` or
        ``http://www.opengis.net/def/crs/EPSG/0/3857``; never opened as a file or an address.

    Returns
    -------
    CRS or None
        Two-dimensional; None when the code is unknown or says something else.
    """
    short = re.sub(
        r"^urn:(?:x-)?ogc:def:crs:|^https?://www\.opengis\.net/def/crs/",
        "",
        text.strip(),
        flags=re.IGNORECASE,
    )
    short = re.sub(r"^([A-Za-z_]+)(?::[\d.]*:|/[\d.]+/)", r"\1:", short)
    match = _CODE.fullmatch(f"EPSG:{short}" if re.fullmatch(r"\d{4,6}", short) else short)
    if match is None:
        return None
    authority, code = match.group(1).upper(), match.group(2).upper()
    if (authority, code) in (("OGC", "CRS84"), ("EPSG", "4326")):
        return WGS84
    try:
        return CRS.from_authority(authority, code).to_2d()
    except CRSError:
        return None


def crs_label(crs: CRS) -> str:
    """Name a system as shortly as can be.

    Parameters
    ----------
    crs : CRS
        Any system.

    Returns
    -------
    str
        ``EPSG:32652``, or its own name, cut to 60 characters.
    """
    authority = crs.to_authority()
    return ":".join(authority) if authority else crs.name[:60]


def transformer(crs: CRS, name: str) -> Transformer:
    """Return what turns x, y of a system into longitude, latitude.

    Parameters
    ----------
    crs : CRS
        A geographic or projected system of the Earth.
    name : str
        File name, for messages.

    Raises
    ------
    LeopardRangeError
        ``crs_unusable`` for a system of another planet, a local or a geocentric one.
    """
    try:
        flat = crs.to_2d()
        if flat.is_geographic or flat.is_projected:
            return Transformer.from_crs(flat, WGS84, always_xy=True)
    except ProjError:
        pass
    raise LeopardRangeError("crs_unusable", file=name, crs=crs_label(crs))


def in_area(points: Points) -> NDArray[np.bool_]:
    """Tell which positions lie in `AREA`.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Longitude and latitude, degrees.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    west, south, east, north = AREA
    x, y = points[:, 0], points[:, 1]
    inside: NDArray[np.bool_] = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    return inside


def located(
    values: NDArray[Any], crs: CRS, name: str, *, numbers: NDArray[np.int64], place: str, swap: bool = False
) -> NDArray[Any]:
    """Bring shapes to longitude and latitude after checking that they can be where they say.

    Parameters
    ----------
    values : ndarray of shapely geometry, shape (n,)
        Two-dimensional, neither missing nor empty, coordinates finite, in `crs`.
    crs : CRS
        System the file states or the person chose.
    name : str
        File name, for messages.
    numbers : ndarray of int, shape (n,)
        Number a message calls each shape by.
    place : str
        ``feature`` or ``row``: what a message calls a shape.
    swap : bool
        The person said that x and y are swapped.

    Returns
    -------
    ndarray of shapely geometry, shape (n,)
        EPSG:4326; long edges of metric systems were cut first, so they keep their place.

    Raises
    ------
    LeopardRangeError
        ``swapped``, ``swapped_some``, ``not_swapped``, ``metres_not_degrees``,
        ``degrees_not_metres``, ``crs_lies``, ``latitude_out_of_range``, ``longitude_out_of_range``,
        ``null_island``, ``antimeridian``, ``outside_area``, ``crs_unusable``.
    """
    if swap:
        values = shapely.transform(values, lambda xy: xy[:, ::-1])
    to_degrees = transformer(crs, name)
    raw, owner = shapely.get_coordinates(values, return_index=True)
    lonlat = _degrees(raw, to_degrees)
    inside = in_area(lonlat)
    if inside.all():
        return _moved(values, crs, to_degrees)
    first = int(np.argmin(inside))
    where: dict[str, Blank] = {"file": name, place: int(numbers[owner[first]])}
    if (np.abs(raw[first]) < (_NULL_DEG if crs.is_geographic else _NULL_M)).all():
        raise LeopardRangeError("null_island", **where)
    _explain_all(raw, inside, crs, to_degrees, where, swap=swap)
    if crs.is_geographic:
        at = int((owner == owner[first]).argmax())
        _explain_one(raw, lonlat, first, first - at + 1, where)
    raise LeopardRangeError("outside_area", **where, **_area())


def _area() -> dict[str, float]:
    return dict(zip(("west", "south", "east", "north"), map(int, AREA), strict=True))


def _degrees(points: Points, to_degrees: Transformer) -> Points:
    x, y = to_degrees.transform(points[:, 0], points[:, 1])
    return np.column_stack([x, y])


def _moved(values: NDArray[Any], crs: CRS, to_degrees: Transformer) -> NDArray[Any]:
    if is_metric(crs):
        # However long its edges are, a table does not outgrow twice the vertices it may have.
        edge = max(MAX_EDGE_M, float(shapely.length(values).sum()) / MAX_VERTICES)
        lines = shapely.get_dimensions(values) > 0
        values = values.copy()
        values[lines] = shapely.segmentize(values[lines], edge)
    moved: NDArray[Any] = shapely.transform(values, lambda xy: _degrees(xy, to_degrees))
    return moved


def _explain_all(
    raw: Points,
    inside: NDArray[np.bool_],
    crs: CRS,
    to_degrees: Transformer,
    where: dict[str, Blank],
    *,
    swap: bool,
) -> None:
    """Raise the mistake that explains every position, when there is one."""
    turned = in_area(_degrees(raw[:, ::-1], to_degrees))
    if turned.all():
        raise LeopardRangeError("not_swapped" if swap else "swapped", file=where["file"])
    if (inside | turned).all():
        raise LeopardRangeError("swapped_some", **where)
    if crs.is_geographic:
        large = np.abs(raw).max(axis=1) > _MAX_DEG
        if large.mean() > 0.5:
            guess = _likely(raw[large])
            if guess:
                raise LeopardRangeError("metres_not_degrees_guess", file=where["file"], crs=guess)
            raise LeopardRangeError("metres_not_degrees", file=where["file"])
        return
    if in_area(raw).all() or in_area(raw[:, ::-1]).all():
        raise LeopardRangeError("degrees_not_metres", file=where["file"], crs=crs_label(crs))
    if not inside.any():
        guess = _likely(raw)
        if guess and guess != crs_label(crs):
            raise LeopardRangeError("crs_lies", file=where["file"], crs=crs_label(crs), guess=guess)


def _likely(raw: Points) -> str:
    """Code of the first usual system in which all positions lie where it is used; empty when none."""
    for code in _LIKELY:
        crs = CRS.from_user_input(code)
        found = _degrees(raw, Transformer.from_crs(crs, WGS84, always_xy=True))
        use = crs.area_of_use
        # Surveys stay in one zone a little beyond its edge.
        near = (np.abs(found - (found if use is None else _nearest(found, use.bounds))) <= 3.0).all()
        if near and in_area(found).all():
            return code
    return ""


def _nearest(points: Points, bounds: tuple[float, float, float, float]) -> Points:
    """Each position, or the nearest to it inside the bounds."""
    west, south, east, north = bounds
    return np.column_stack([points[:, 0].clip(west, east), points[:, 1].clip(south, north)])


def _explain_one(raw: Points, lonlat: Points, first: int, vertex: int, where: dict[str, Blank]) -> None:
    """Raise the mistake that explains the first position outside, when there is one."""
    x, y = raw[first]
    at: dict[str, Blank] = {} if "row" in where else {"vertex": vertex}
    if abs(y) > 90.0 and abs(x) <= _MAX_DEG:
        raise LeopardRangeError("latitude_out_of_range", **where, **at)
    if abs(x) > 180.0:
        raise LeopardRangeError("longitude_out_of_range", **where, **at)
    finite = lonlat[np.isfinite(lonlat).all(axis=1)]
    if np.ptp(finite[:, 0]) > 180.0 and np.abs(finite[:, 0]).max() > 170.0:
        raise LeopardRangeError("antimeridian", **where)
