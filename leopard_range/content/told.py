"""What a layer shows, in sentences made from its own numbers: shapes and surfaces of any origin."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from leopard_range.i18n import number, percent, translator

if TYPE_CHECKING:
    from geopandas import GeoSeries
    from numpy.typing import NDArray

    from leopard_range.maps.state import Box
    from leopard_range.model import Grid

__all__ = ["class_texts", "extent_says", "joined", "shapes_say", "surface_says"]

_SEEN = 0.005
"""Part of the ground beyond the classes from which it is told."""
_FINEST = 4
"""Decimals of a degree at most: about 10 m."""


def joined(parts: Sequence[str], lang: str) -> str:
    """Put sentences one behind the other.

    Parameters
    ----------
    parts : sequence of str
        Sentences; empty ones are left out.
    lang : str
        Language of the sentences.
    """
    return ("" if lang == "zh" else " ").join(part for part in parts if part)


def extent_says(box: Box, lang: str, digits: int = 1) -> str:
    """Tell from where to where something reaches.

    Parameters
    ----------
    box : tuple of float
        West, south, east, north in degrees.
    lang : str
        Language of the sentence.
    digits : int
        Decimals of a degree.
    """
    _ = translator(lang)
    west, south, east, north = (number(edge, lang, digits) for edge in box)
    return _("From {south}° to {north}° north and from {west}° to {east}° east.").format(
        south=south, north=north, west=west, east=east
    )


def shapes_say(
    title: str,
    shapes: GeoSeries,
    lang: str,
    *,
    names: Sequence[str] = (),
    facts: Sequence[tuple[str, float]] = (),
    rough: bool = False,
) -> str:
    """Tell how many shapes there are of each kind, how large or long, and where.

    Parameters
    ----------
    title : str
        Name of the layer, in the reader's language.
    shapes : GeoSeries
        EPSG:4326.
    lang : str
        Language of the sentences.
    names : sequence of str
        Of each shape; then each is told with its own size.
    facts : sequence of (str, float)
        Further numbers with their names.
    rough : bool
        Places that are not to be told closely: the extent is told to a tenth of a degree only.
    """
    _ = translator(lang)
    there = ~(shapes.isna() | shapes.is_empty)
    known = shapes[there]
    parts = [_("{name}.").format(name=title)]
    if not len(known):
        return joined([*parts, _("Nothing to draw.")], lang)
    if names:
        each = zip(names, there, range(len(shapes)), strict=True)
        parts += [_named(name, shapes.iloc[[at]], lang) for name, drawn, at in each if drawn]
    else:
        parts += _kinds(known, lang)
    parts += [_("{name}: {count}.").format(name=name, count=_figure(value, lang)) for name, value in facts]
    west, south, east, north = (float(edge) for edge in known.total_bounds)
    box = west, south, east, north
    return joined([*parts, extent_says(box, lang, _digits(box, rough=rough))], lang)


def _digits(box: Box, *, rough: bool) -> int:
    wide = 1.0 if rough else max(box[2] - box[0], box[3] - box[1])
    return min(_FINEST, max(1, 1 - math.floor(math.log10(wide)))) if wide else _FINEST


def _named(name: str, one: GeoSeries, lang: str) -> str:
    from leopard_range.analysis.geodesy import geodesic_area_km2, geodesic_length_km

    _ = translator(lang)
    dimension = int(shapely.get_dimensions(one.to_numpy()).max())
    if dimension == 2:
        area = _figure(float(geodesic_area_km2(one).sum()), lang)
        return _("{name}: {area} km².").format(name=name, area=area)
    if dimension == 1:
        length = _figure(float(geodesic_length_km(one).sum()), lang)
        return _("{name}: {length} km.").format(name=name, length=length)
    return _("{name}.").format(name=name)


def _kinds(shapes: GeoSeries, lang: str) -> list[str]:
    from leopard_range.analysis.geodesy import geodesic_area_km2, geodesic_length_km

    _ = translator(lang)
    dimension = shapely.get_dimensions(shapes.to_numpy())
    points, lines, areas = (int(np.count_nonzero(dimension == each)) for each in (0, 1, 2))
    told = []
    if points:
        told.append(_("Places: {count}.").format(count=number(points, lang)))
    if lines:
        length = _figure(float(geodesic_length_km(shapes[dimension == 1]).sum()), lang)
        told.append(_("Lines: {count}.").format(count=number(lines, lang)))
        told.append(_("Length: {length} km.").format(length=length))
    if areas:
        area = _figure(float(geodesic_area_km2(shapes[dimension == 2]).sum()), lang)
        told.append(_("Areas: {count}.").format(count=number(areas, lang)))
        told.append(_("Together {area} km².").format(area=area))
    return told


def _figure(value: float, lang: str) -> str:
    """Write whole numbers from a hundred on, two figures of what is smaller."""
    if value == round(value) or abs(value) >= 100:
        return number(value, lang)
    return number(value, lang, min(9, max(0, 1 - math.floor(math.log10(abs(value))))))


def class_texts(edges: Sequence[float], lang: str) -> tuple[str, ...]:
    """Return the classes of a surface as text, from border to border: two figures of each.

    Parameters
    ----------
    edges : sequence of float
        Ascending.
    lang : str
        Language of the reader.
    """
    steps = [(low, high) for low, high in pairwise(edges) if high > low]
    sizes = [high - low for low, high in steps]
    told = {edge: number(edge, lang, min(9, max(0, 1 - _power(edge, sizes)))) for edge in edges}
    return tuple(f"{told[low]}–{told[high]}" for low, high in steps)


def _power(edge: float, steps: Sequence[float]) -> int:
    """Return the power of ten of a border, or of the narrowest class where it is 0."""
    return math.floor(math.log10(abs(edge) or min(steps, default=1.0)))


def surface_says(
    title: str,
    unit: str,
    values: NDArray[np.floating[Any]],
    grid: Grid,
    lang: str,
    *,
    box: Box,
    edges: Sequence[float] = (),
    rough: bool = False,
) -> str:
    """Tell what a surface counts, its lowest and highest value, and how the ground divides into classes.

    Parameters
    ----------
    title, unit : str
        Name, and what a cell counts, in the reader's language.
    values : ndarray of shape (rows, columns)
        NaN where nothing is known.
    grid : Grid
        Where the cells lie.
    lang : str
        Language of the sentences.
    box : tuple of float
        West, south, east, north in degrees.
    edges : sequence of float
        Borders of the classes, ascending; what is lower or higher is told apart.
    rough : bool
        Of places that are not to be told closely.
    """
    _ = translator(lang)
    known = np.isfinite(values)
    parts = [_("{name}.").format(name=title)]
    if not known.any():
        return joined([*parts, _("Nothing to draw.")], lang)
    low, high = (_figure(float(f"{edge:.2g}"), lang) for edge in (values[known].min(), values[known].max()))
    if unit and unit != title:
        parts.append(_("{name}: from {low} to {high}.").format(name=unit, low=low, high=high))
    else:
        parts.append(_("Values from {low} to {high}.").format(low=low, high=high))
    if len(edges) > 2:
        names = class_texts(edges, lang)
        ends = (f"<{names[0].partition('–')[0]}", f">{names[-1].rpartition('–')[2]}")
        shares = _shares(values, grid, edges)
        told = [
            f"{name}: {percent(float(share), lang, 0)}"
            for name, share in zip((ends[0], *names, ends[1]), shares, strict=True)
            if share >= _SEEN or name in names
        ]
        classes = "; ".join(told)
        parts.append(_("Parts of its area: {classes}.").format(classes=classes))
    return joined([*parts, extent_says(box, lang, _digits(box, rough=rough))], lang)


def _shares(values: NDArray[np.floating[Any]], grid: Grid, edges: Sequence[float]) -> NDArray[np.float64]:
    """Return the part of the known area below, in each class, and above; cells of degrees shrink poleward."""
    rows = np.arange(values.shape[0]) + 0.5
    north = grid.transform.f + grid.transform.e * rows
    degrees = grid.crs is not None and grid.crs.is_geographic
    height = np.cos(np.radians(north)) if degrees else np.ones(len(rows))
    weight = np.broadcast_to(height[:, None], values.shape)
    known = np.isfinite(values)
    borders = np.unique(edges)
    # What lies on the last border belongs to the last class.
    borders[-1] = np.nextafter(borders[-1], np.inf)
    classes = np.searchsorted(borders, values[known], side="right")
    area = np.bincount(classes, weights=weight[known], minlength=len(borders) + 1)
    return np.asarray(area / area.sum(), dtype=np.float64)
