"""A surface on the map: its classes as a picture in Web Mercator, and the colours of its legend."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyproj import Transformer

from leopard_range.maps.files import WebFile, packed_file
from leopard_range.maps.spec import LegendEntry
from leopard_range.maps.state import Box
from leopard_range.model import Grid, Style

__all__ = ["HEAT", "STEPS", "palette_png", "surface_file", "surface_legend"]

HEAT = ("#FFFFFF", "#FFE98F", "#F29A35", "#BF4A40", "#7A1D48", "#260619")
"""Paper to plum: light to dark orders the classes without colour vision."""

_MARKS = ("", "dots-wide", "dots", "dots-tight", "ticks", "ticks-tight")
STEPS = tuple(
    Style(stroke="#6B5A66", fill=fill, fill_opacity=1.0, weight=0.6, pattern=pattern)
    for fill, pattern in zip(HEAT, _MARKS, strict=True)
)
"""The classes with their marks, which tell one from the other where colours do not."""

_MOST = 900
"""Pixels of the longer side: more would not be seen on a map of one survey."""
_EDGE = 41
"""Points along each edge by which the extent on the ground is found."""


def surface_legend() -> tuple[LegendEntry, ...]:
    """Return the classes of any surface; what they are called comes with each picture."""
    return tuple(LegendEntry("", style, str(at)) for at, style in enumerate(STEPS))


def surface_file(
    values: NDArray[np.floating], grid: Grid, edges: Sequence[float], *, fade: bool = True
) -> tuple[WebFile, Box]:
    """Draw a surface as the browser lays it over the map.

    Parameters
    ----------
    values : ndarray of shape (rows, columns)
        NaN where nothing is known.
    grid : Grid
        Where the cells lie; its system must be named.
    edges : sequence of float
        Borders of the classes, ascending; at most as many classes as `HEAT` has colours.
    fade : bool
        Leave the lowest fifth of the lowest class clear: a kernel reaches everywhere, and next to
        nothing would only veil the map.

    Returns
    -------
    tuple of (WebFile, tuple of float)
        PNG in Web Mercator, and its west, south, east, north in degrees.

    Raises
    ------
    ValueError
        The grid has no coordinate system.
    """
    if grid.crs is None:
        raise ValueError("the grid has no coordinate system")
    there = Transformer.from_crs(grid.crs, "EPSG:3857", always_xy=True)
    west, south, east, north = _extent(grid, there)
    longest = max(east - west, north - south)
    width = max(2, round(_MOST * (east - west) / longest))
    height = max(2, round(_MOST * (north - south) / longest))
    x = west + (np.arange(width) + 0.5) * (east - west) / width
    y = north - (np.arange(height) + 0.5) * (north - south) / height
    xx, yy = np.meshgrid(x, y)
    gx, gy = there.transform(xx.ravel(), yy.ravel(), direction="INVERSE")
    back = ~grid.transform
    column = back.a * np.asarray(gx) + back.b * np.asarray(gy) + back.c
    row = back.d * np.asarray(gx) + back.e * np.asarray(gy) + back.f
    least = edges[0] + (edges[1] - edges[0]) * 0.2 if fade else -np.inf
    classes = _classes(values, np.floor(row), np.floor(column), edges, least).reshape(height, width)
    body = palette_png(classes, [None, *HEAT[: len(edges) - 1]])
    lon, lat = Transformer.from_crs("EPSG:3857", "EPSG:4326", always_xy=True).transform(
        [west, east], [south, north]
    )
    box = (float(lon[0]), float(lat[0]), float(lon[1]), float(lat[1]))
    return packed_file("planner/surveys/surface.png", "image/png", body), box


def _extent(grid: Grid, there: Transformer) -> tuple[float, float, float, float]:
    rows, columns = grid.shape
    along = np.linspace(0, 1, _EDGE)
    side = np.concatenate([along, np.ones(_EDGE), along, np.zeros(_EDGE)]) * columns
    down = np.concatenate([np.zeros(_EDGE), along, np.ones(_EDGE), along]) * rows
    to = grid.transform
    x, y = there.transform(to.a * side + to.b * down + to.c, to.d * side + to.e * down + to.f)
    return float(np.min(x)), float(np.min(y)), float(np.max(x)), float(np.max(y))


def _classes(
    values: NDArray[np.floating],
    row: NDArray[np.float64],
    column: NDArray[np.float64],
    edges: Sequence[float],
    least: float,
) -> NDArray[np.uint8]:
    """Return 0 for clear and 1 to n for the classes, by nearest cell."""
    rows, columns = values.shape
    inside = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
    found = np.full(len(row), np.nan)
    found[inside] = values[row[inside].astype(int), column[inside].astype(int)]
    known = np.isfinite(found)
    classes = np.zeros(len(row), dtype=np.uint8)
    top = len(edges) - 1
    classes[known] = np.clip(np.searchsorted(edges, found[known], side="right"), 1, top)
    classes[known & (found < least)] = 0
    return classes


def palette_png(classes: NDArray[np.uint8], colours: Sequence[str | None]) -> bytes:
    """Write a picture of few colours as PNG.

    Parameters
    ----------
    classes : ndarray of shape (rows, columns)
        Index of the colour of each pixel.
    colours : sequence of str or None
        ``#rrggbb``; None is clear.

    Returns
    -------
    bytes
        PNG with a palette (W3C PNG, section 11.2.3).
    """
    rows, columns = classes.shape
    head = struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)
    inks = b"".join(bytes.fromhex((ink or "#000000")[1:]) for ink in colours)
    clear = bytes(0 if ink is None else 255 for ink in colours)
    lines = np.concatenate([np.zeros((rows, 1), dtype=np.uint8), classes.astype(np.uint8)], axis=1)
    parts = (
        (b"IHDR", head),
        (b"PLTE", inks),
        (b"tRNS", clear),
        (b"IDAT", zlib.compress(lines.tobytes(), 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
