"""What a map of a page shows, drawn for paper: relief, waters, borders, layers, names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from PIL import Image

from leopard_range.catalog import Catalog
from leopard_range.maps import MapLayer, MapSpec, MapState, fine_land
from leopard_range.model import Style
from leopard_range.prints.names import Name, names_of, write_names
from leopard_range.prints.symbols import area_marks, line_marks, point_marks
from leopard_range.prints.window import Window, mercator
from leopard_range.reports.drawing import Drawing, Mark, Raster

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

__all__ = ["Side", "base_lines", "ground_layers", "map_drawing", "shown_layers"]

Side = str
"""``left`` or ``right`` of a map in two parts; empty for all of it."""

Frame = tuple[float, float, float, float]
_LINES = ("borders", "disputed")
_DPI = 200
"""Of the relief: its own detail is coarser."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A map in the making."""

    catalog: Catalog
    spec: MapSpec
    window: Window
    year: int

    @property
    def frame(self) -> Frame:
        return (0.0, 0.0, self.window.width, self.window.height)


def shown_layers(
    spec: MapSpec, state: MapState, window: Window, side: Side = ""
) -> tuple[tuple[MapLayer, float], ...]:
    """Return the layers a map shows with their opacity, first drawn first.

    Parameters
    ----------
    spec : MapSpec
        The map.
    state : MapState
        What the reader has set.
    window : Window
        Its zoom decides, as on the screen.
    side : str
        Part of a map in two parts.
    """
    year = spec.year if state.year is None else state.year
    faded = dict(state.opacity)
    return tuple(
        (layer, faded.get(layer.id, layer.opacity))
        for layer in spec.layers
        if (layer.visible if state.on is None or not layer.listed else layer.id in state.on)
        # What the page hands out belongs to one session.
        and not layer.sealed
        and layer.min_zoom <= window.zoom <= layer.max_zoom
        and _lives(year, layer.year_from, layer.year_to)
        and (not side or layer.side in ("", side))
    )


def ground_layers(spec: MapSpec, window: Window) -> tuple[MapLayer, ...]:
    """Return the background at this zoom, pictures lowest.

    Parameters
    ----------
    spec : MapSpec
        The map.
    window : Window
        What it shows.
    """
    near = [layer for layer in spec.basemap if layer.min_zoom <= window.zoom <= layer.max_zoom]
    return tuple(sorted(near, key=lambda layer: layer.kind != "image"))


def base_lines(catalog: Catalog, spec: MapSpec, window: Window) -> tuple[MapLayer, ...]:
    """Return the background's lines that need an entry in the legend: borders that cross the map.

    Parameters
    ----------
    catalog : Catalog
        Where the layers come from.
    spec : MapSpec
        The map.
    window : Window
        What it shows.
    """
    return tuple(
        layer
        for layer in spec.basemap
        if layer.id in _LINES and len(window.cut(_projected(catalog, layer.id).geometry.to_numpy()))
    )


def _lives(year: int, first: float | None, last: float | None) -> bool:
    return not (first is not None and first > year) and not (last is not None and last < year)


def map_drawing(
    catalog: Catalog,
    spec: MapSpec,
    state: MapState,
    window: Window,
    measure: Callable[[str, float], float],
    *,
    side: Side = "",
    taken: tuple[Frame, ...] = (),
) -> Drawing:
    """Draw what a map shows, always the public view.

    Parameters
    ----------
    catalog : Catalog
        Where the layers come from.
    spec : MapSpec
        The map, in the reader's language.
    state : MapState
        What the reader has set: year, layers, opacity.
    window : Window
        Part of the world and size of the drawing.
    measure : callable
        Text and size -> length in points: `reports.pdf.Paper.measure`.
    side : str
        ``left`` or ``right`` of a map in two parts.
    taken : tuple of tuple of float
        Boxes (left, top, right, bottom, points) where no name may stand.

    Returns
    -------
    Drawing
        Of the window's size.

    Raises
    ------
    LeopardRangeError
        What the catalog raises.
    """
    sheet = _Sheet(catalog, spec, window, spec.year if state.year is None else state.year)
    drawn = [
        *((layer, 1.0) for layer in ground_layers(spec, window)),
        *shown_layers(spec, state, window, side),
    ]
    marks: list[Mark] = []
    names: list[Name] = []
    for layer, opacity in drawn:
        marks += _layer_marks(sheet, layer, opacity)
        names += names_of(layer, _features(sheet, layer), window, spec.lang, measure)
    marks += write_names(names, window, taken)
    return Drawing(window.width, window.height, tuple(marks), spec.title)


@lru_cache(maxsize=48)
def _projected(catalog: Catalog, id_: str) -> GeoDataFrame:
    """Return the public view of a layer in Web Mercator metres; its columns as they are."""
    frame = catalog.layer(id_, public=True).frame
    if id_ == "land" and "coast_detail" in catalog.specs:
        frame = fine_land(frame, catalog.layer("coast_detail").frame)
    frame = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    shapes = shapely.transform(shapely.force_2d(frame.geometry.to_numpy()), mercator)
    return frame.set_geometry(shapes, crs="EPSG:3857")


def _features(sheet: _Sheet, layer: MapLayer) -> GeoDataFrame | None:
    """Return the features alive at this year and zoom."""
    if layer.kind == "image":
        return None
    frame = _projected(sheet.catalog, layer.id)
    alive = np.ones(len(frame), bool)
    zoom = sheet.window.zoom
    for column, first, value in (
        ("year_from", True, float(sheet.year)),
        ("year_to", False, float(sheet.year)),
        ("min_zoom", True, zoom),
        # The last zoom counts to its end, as tiles do.
        ("max_zoom", False, zoom - 0.999),
    ):
        if column in frame and column != layer.by:
            edge = frame[column].to_numpy(float, na_value=np.nan)
            alive &= ~(edge > value) if first else ~(edge < value)
    return frame[alive]


def _layer_marks(sheet: _Sheet, layer: MapLayer, opacity: float) -> Iterator[Mark]:
    features = _features(sheet, layer)
    if features is None:
        yield from _picture(sheet, layer)
    elif layer.kind == "label":
        return
    elif layer.style.shape == "mask":
        land = sheet.window.cut(features.geometry.to_numpy())
        extent = np.array([shapely.box(*features.total_bounds)])
        known = shapely.union_all(sheet.window.cut(extent))
        sea = shapely.difference(known, shapely.union_all(shapely.make_valid(land)))
        yield from area_marks(np.array([sea]), sheet.frame, layer.style, opacity)
    else:
        for style, rough, some in _classes(layer, features):
            yield from _styled(sheet, some, style, opacity, rough)


def _classes(layer: MapLayer, features: GeoDataFrame) -> Iterator[tuple[Style, bool, Any]]:
    """Split features by how they look."""
    shapes = features.geometry.to_numpy()
    none = np.full(len(features), "", object)
    values = features[layer.by].astype(str).to_numpy(object) if layer.by in features else none
    rough = (
        (features["method"].astype(str) == "approximate").to_numpy()
        if "method" in features
        else np.zeros(len(features), bool)
    )
    known = {entry.value: entry.style for entry in layer.legend if entry.value}
    kinds = {value: known.get(str(value), layer.style) for value in values}
    for value in sorted(kinds, key=str):
        for is_rough in (False, True):
            some = shapes[(values == value) & (rough == is_rough)]
            if len(some):
                yield kinds[value], is_rough, some


def _styled(sheet: _Sheet, shapes: Any, style: Style, opacity: float, rough: bool) -> Iterator[Mark]:
    near = sheet.window.cut(shapes)
    sizes = shapely.get_dimensions(near)
    yield from area_marks(near[sizes == 2], sheet.frame, style, opacity, rough=rough)
    yield from line_marks(near[sizes == 1], sheet.frame, style, opacity)
    yield from point_marks(shapely.get_coordinates(near[sizes == 0]), sheet.frame, style, opacity)


@lru_cache(maxsize=2)
def _opened(path: Path) -> Image.Image:
    """Decode a picture once: a sheet of a lesson draws six maps over the same relief."""
    with Image.open(path) as found:
        return found.convert("RGB")


def _picture(sheet: _Sheet, layer: MapLayer) -> Iterator[Mark]:
    """Cut a picture in Web Mercator to the window."""
    if layer.bounds is None:
        return
    window = sheet.window
    ends = mercator(np.array([layer.bounds[:2], layer.bounds[2:]]))
    (west, south), (east, north) = ends.tolist()
    picture = _opened(sheet.catalog.file(layer.id))
    across, down = picture.width / (east - west), picture.height / (north - south)
    box = (
        (window.box[0] - west) * across,
        (north - window.box[3]) * down,
        (window.box[2] - west) * across,
        (north - window.box[1]) * down,
    )
    size = (round(window.width / 72 * _DPI), round(window.height / 72 * _DPI))
    cut = picture.transform(size, Image.Transform.EXTENT, box, Image.Resampling.BICUBIC)
    body = BytesIO()
    cut.save(body, "JPEG", quality=88, subsampling=0)
    yield Raster(0, 0, window.width, window.height, body.getvalue())
