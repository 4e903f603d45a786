"""Heatmaps as files: surfaces as a Cloud-Optimised GeoTIFF, outlines as a GeoPackage."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

import numpy as np
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import NDArray

from leopard_range.model import Grid
from leopard_range.reports.formats import About, as_gpkg
from leopard_range.reports.raster import as_cog

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Heat", "heat_gpkg", "heat_tif"]


class _Frames(Protocol):
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def values(self) -> NDArray[np.float32]: ...
    @property
    def grid(self) -> Grid: ...
    @property
    def top(self) -> float: ...


class _Outline(Protocol):
    @property
    def level_share(self) -> float: ...
    @property
    def area_km2(self) -> float: ...


class Heat(Protocol):
    """What is written of an answer about a heatmap."""

    @property
    def frames(self) -> _Frames:
        """Surfaces on one grid."""

    @property
    def unit(self) -> str:
        """Unit of the surfaces."""

    @property
    def bandwidth_m(self) -> float:
        """Standard deviation of the kernel, metres."""

    @property
    def levels(self) -> Sequence[_Outline]:
        """Share and area of each outline."""

    @property
    def isopleths(self) -> GeoSeries:
        """Outlines in the order of the levels."""


def heat_tif(heat: Heat, about: About, day: date) -> bytes:
    """Write surfaces as a Cloud-Optimised GeoTIFF, one band for each.

    Parameters
    ----------
    heat : Heat
        The answer.
    about : mapping
        What is said about the data: written as tags.
    day : date
        Not written; the words about the data hold it.

    Returns
    -------
    bytes
        See `leopard_range.reports.raster.as_cog`; the tag ``highest`` is the end of the one scale.
    """
    frames = heat.frames
    words = {**about, "bandwidth_m": f"{heat.bandwidth_m:g}", "highest": f"{frames.top:g}"}
    names = [name or "all" for name in frames.names]
    return as_cog(frames.values, frames.grid, words, heat.unit, names)


def heat_gpkg(heat: Heat, about: About, day: date) -> bytes:
    """Write outlines as a GeoPackage.

    Parameters
    ----------
    heat : Heat
        The answer.
    about : mapping
        What is said about the data.
    day : date
        Day of the export.

    Returns
    -------
    bytes
        One table ``isopleths`` with the share of the surface inside, per cent, and the area.
    """
    frame = GeoDataFrame(
        {
            "level_percent": [100 * row.level_share for row in heat.levels],
            "area_km2": [row.area_km2 for row in heat.levels],
            "bandwidth_m": heat.bandwidth_m,
            "kind": "camera-based, not a home range",
        },
        geometry=heat.isopleths.to_numpy(),
        crs=heat.isopleths.crs,
    )
    return as_gpkg("isopleths", frame, about, day)
