"""Surfaces as a cloud-optimised GeoTIFF with the words about them in its tags."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from rasterio.io import MemoryFile

from leopard_range.reports.formats import About

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leopard_range.model import Grid

__all__ = ["as_cog"]


def as_cog(
    values: NDArray[np.floating],
    grid: Grid,
    about: About,
    unit: str,
    names: Sequence[str] = (),
    *,
    double: bool = False,
) -> bytes:
    """Write one surface, or several of one grid.

    Parameters
    ----------
    values : ndarray of shape (rows, columns) or (bands, rows, columns)
        NaN where nothing is known.
    grid : Grid
        Where the cells lie; without a system the file has none, which its tag ``coordinates`` says.
    about : mapping
        What is said about the data.
    unit : str
        What a cell counts, for example ``detections/km2``; the tag ``units``, and of each band.
    names : sequence of str
        Descriptions of the bands.
    double : bool
        Keep all digits.

    Returns
    -------
    bytes
        Cloud-optimised GeoTIFF, float32 or float64, deflated.
    """
    words = {key: value if isinstance(value, str) else _json(value) for key, value in about.items()}
    words["units"] = unit
    if grid.crs is None:
        words["coordinates"] = "plane of the survey, metres, not named"
    rows, columns = grid.shape
    kind = np.float64 if double else np.float32
    bands = np.asarray(values, dtype=kind).reshape(-1, rows, columns)
    with MemoryFile() as memory:
        with memory.open(
            driver="COG",
            height=rows,
            width=columns,
            count=len(bands),
            dtype=kind,
            crs=grid.crs,
            transform=grid.transform,
            nodata=float("nan"),
            compress="DEFLATE",
            predictor="YES",
        ) as target:
            target.write(bands)
            for band in range(1, len(bands) + 1):
                target.set_band_unit(band, unit)
            for band, name in enumerate(names, start=1):
                target.set_band_description(band, name)
            target.update_tags(**words)
        body: bytes = memory.read()
    return body


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
