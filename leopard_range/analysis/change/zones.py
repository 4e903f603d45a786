"""The change by country or province."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame
from numpy.typing import NDArray

from leopard_range.analysis.intersect import shared_areas

__all__ = ["CLASSES", "zone_table"]

CLASSES = ("lost", "retained", "gained", "boundary")
"""Classes of the partition, in the order they are listed."""


def zone_table(
    parts: GeoDataFrame, extremes: Sequence[shapely.Geometry], zones: NDArray[Any], labels: pd.Series
) -> pd.DataFrame:
    """Measure the classes in every zone.

    Parameters
    ----------
    parts : GeoDataFrame
        The partition: ``change``, ``side`` and polygons, metres.
    extremes : sequence of shapely geometry
        What can have been lost at least and at most, by each definition.
    zones : numpy.ndarray of shapely geometry, shape (k,)
        Valid polygons that do not overlap, in the same system.
    labels : pandas.Series, shape (k,)
        Their names.

    Returns
    -------
    pandas.DataFrame
        As `leopard_range.analysis.change.RangeChange.by_zone`.
    """
    areas = _areas_km2(parts.geometry.to_numpy(), zones)
    table = pd.DataFrame({"zone": [*labels, ""]})
    kind, side = parts["change"].to_numpy(), parts["side"].to_numpy()
    for name in ("historic", "current"):
        table[f"{name}_km2"] = areas[:, (side == name) | (side == "both")].sum(axis=1)
    for name in CLASSES:
        table[f"{name}_km2"] = areas[:, kind == name].sum(axis=1)
    table["lost_percent"] = 100 * table["lost_km2"] / table["historic_km2"].where(table["historic_km2"] > 0)
    possible = _areas_km2(np.array(extremes, dtype=object), zones)
    possible = np.column_stack([possible, table["lost_km2"]])
    table["lost_km2_low"], table["lost_km2_high"] = possible.min(axis=1), possible.max(axis=1)
    touched = (table["historic_km2"] + table["current_km2"] > 0).to_numpy(copy=True)
    # What rounding leaves over is not ground outside every zone.
    touched[-1] = areas[-1].sum() > 1e-9 * areas.sum()
    return table[touched].reset_index(drop=True)


def _areas_km2(pieces: NDArray[Any], zones: NDArray[Any]) -> NDArray[np.float64]:
    """Area (km2) of each piece in each zone; the last row is outside all. Shape (zones + 1, pieces)."""
    shared = shared_areas(zones, pieces)
    areas = np.zeros((len(zones) + 1, len(pieces)))
    areas[shared.left, shared.right] = shared.area_m2 / 1e6
    areas[-1] = np.maximum(shapely.area(pieces) / 1e6 - areas.sum(axis=0), 0.0)
    return areas
