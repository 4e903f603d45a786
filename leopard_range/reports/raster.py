"""A surface as a cloud-optimised GeoTIFF with the words about it in its tags."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from rasterio.io import MemoryFile

from leopard_range.reports.formats import About

if TYPE_CHECKING:
    from leopard_range.model import Grid

__all__ = ["as_cog"]


def as_cog(values: NDArray[np.floating], grid: Grid, about: About, unit: str) -> bytes:
    """Write one surface.

    Parameters
    ----------
    values : ndarray of shape (rows, columns)
        NaN where nothing is known.
    grid : Grid
        Where the cells lie; its system must be named.
    about : mapping
        What is said about the data.
    unit : str
        What a cell counts, for example ``detections/km2``.

    Returns
    -------
    bytes
        Cloud-optimised GeoTIFF, float32, deflated.
    """
    words = {key: value if isinstance(value, str) else json.dumps(value) for key, value in about.items()}
    rows, columns = grid.shape
    with MemoryFile() as memory:
        with memory.open(
            driver="COG",
            height=rows,
            width=columns,
            count=1,
            dtype="float32",
            crs=grid.crs,
            transform=grid.transform,
            nodata=float("nan"),
            compress="DEFLATE",
        ) as target:
            target.write(values.astype(np.float32), 1)
            target.set_band_unit(1, unit)
            target.update_tags(**words)
        body: bytes = memory.read()
    return body
