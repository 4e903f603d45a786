"""Ways and currents as files: surfaces as a Cloud-Optimised GeoTIFF, lines and areas as a GeoPackage."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from geopandas import GeoDataFrame

from leopard_range.reports.formats import About, as_gpkg
from leopard_range.reports.raster import as_cog

__all__ = ["current_tif", "path_gpkg", "path_tif"]


def path_tif(answer: Any, about: About, day: date) -> bytes:
    """Write the surfaces of a least-cost path.

    Parameters
    ----------
    answer : PathAnswer
        The answer.
    about : mapping
        What is said about the data: written as tags.
    day : date
        Not written; the words about the data hold it.

    Returns
    -------
    bytes
        Bands: resistance (cost of a metre), cost from the first end, and what the cheapest way through a
        cell costs more than the cheapest of all (both in km of the best ground).
    """
    bands = np.stack([answer.resistance, answer.cost_from, answer.cost_above])
    bands[~np.isfinite(bands)] = np.nan
    return as_cog(bands, answer.grid, about, "", ["resistance", "cost_from_km", "cost_above_km"])


def path_gpkg(answer: Any, about: About, day: date) -> bytes:
    """Write the path, its band, the proposal and the two ends.

    Parameters
    ----------
    answer : PathAnswer
        The answer.
    about : mapping
        What is said about the data.
    day : date
        Day of the export.

    Returns
    -------
    bytes
        One table ``corridor_path``; the column ``part`` tells what a row is.
    """
    shapes = {
        "path": answer.path,
        "band": answer.band,
        "proposal": answer.corridor.area,
        "end_a": answer.end_areas[0],
        "end_b": answer.end_areas[1],
    }
    length = [answer.path_km if key == "path" else None for key in shapes]
    frame = GeoDataFrame(
        {"part": list(shapes), "length_km": length}, geometry=list(shapes.values()), crs="EPSG:4326"
    )
    return as_gpkg("corridor_path", frame, about, day)


def current_tif(answer: Any, about: About, day: date) -> bytes:
    """Write the surfaces of a current.

    Parameters
    ----------
    answer : CurrentAnswer
        The answer.
    about : mapping
        What is said about the data: written as tags.
    day : date
        Not written; the words about the data hold it.

    Returns
    -------
    bytes
        Bands: current (ampere), pinch points (1 or 0), and metres of cost saved for each metre restored.
    """
    closed = np.isnan(answer.current)
    bands = np.stack([answer.current, answer.pinched.astype(np.float64), answer.restoration])
    bands[:, closed] = np.nan
    return as_cog(bands, answer.grid, about, "", ["current_a", "pinch_point", "saved_per_metre"])
