"""The results of an Omniscape project under the names Omniscape gives them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.windows import Window

from leopard_range.reports.ascii_grid import as_ascii_grid
from leopard_range.whole import write_whole, writing

if TYPE_CHECKING:
    from leopard_range.model import Grid

__all__ = ["omniscape_files"]

_NODATA = -9999.0
_ROWS = 512
_DIGITS = 17


def omniscape_files(answer: Any, folder: Path) -> tuple[Path, ...]:
    """Write the maps that a project asks for, each whole or not at all, and its options.

    Parameters
    ----------
    answer : OmniscapeAnswer
        The solved project, its maps on disk.
    folder : Path
        Where they go.

    Returns
    -------
    tuple of Path
        ``cum_currmap``, ``flow_potential``, ``normalized_cum_currmap``, ``classified_resistance`` as
        ``.tif`` or ``.asc``, and ``config.ini``.

    Raises
    ------
    LeopardRangeError
        ``cannot_write``.
    """
    asked, maps = answer.asked, answer.maps
    wanted = (
        (asked.current, "cum_currmap", maps["current"]),
        (asked.potential, "flow_potential", maps["potential"]),
        (asked.normalized, "normalized_cum_currmap", maps["normalized"]),
        (bool(asked.reclass) and asked.reclassified, "classified_resistance", maps["resistance"]),
    )
    written = []
    for is_wanted, name, path in wanted:
        if is_wanted:
            values = np.load(path, mmap_mode="r")
            target = folder / f"{name}.{'tif' if asked.as_tif else 'asc'}"
            if asked.as_tif:
                _tif(target, values, asked.grid, "float32" if asked.single else "float64")
            else:
                write_whole(target, as_ascii_grid(values, asked.grid, _NODATA, _DIGITS))
            written.append(target)
    write_whole(folder / "config.ini", asked.text.encode())
    shutil.rmtree(next(iter(maps.values())).parent)  # the work is done; nothing is left to go on with
    return (*written, folder / "config.ini")


def _tif(path: Path, values: NDArray[np.float64], grid: Grid, dtype: str) -> None:
    """Write a GeoTIFF some rows at a time."""
    rows, columns = grid.shape
    with (
        writing(path) as unfinished,
        rasterio.open(
            unfinished,
            "w",
            driver="GTiff",
            height=rows,
            width=columns,
            count=1,
            dtype=dtype,
            crs=grid.crs,
            transform=grid.transform,
            nodata=_NODATA,
            compress="LZW",
            bigtiff="IF_SAFER",
        ) as target,
    ):
        for row in range(0, rows, _ROWS):
            some = np.where(np.isnan(values[row : row + _ROWS]), _NODATA, values[row : row + _ROWS])
            target.write(some.astype(dtype), 1, window=Window(0, row, columns, len(some)))
