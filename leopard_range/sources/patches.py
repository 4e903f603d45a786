"""Tables of habitat patches: a place and an area each, in metres of any plane."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leopard_range.errors import LeopardRangeError
from leopard_range.sources.tables import read_csv

__all__ = ["read_patches_csv"]

_AREAS_HA = {"area_ha": 1.0, "area": 1.0, "area_km2": 100.0, "area_m2": 1e-4}
"""Names of the column of areas, and hectares of its unit."""


def read_patches_csv(path: Path) -> gpd.GeoDataFrame:
    """Read patches from a CSV with columns ``x, y`` and ``area_ha`` (or ``area_km2``, ``area_m2``).

    Parameters
    ----------
    path : Path
        Metres of one plane; ``id`` when there is one, else the number of the row.

    Returns
    -------
    GeoDataFrame
        Points without a system, columns ``id`` and ``area_ha``, in file order.

    Raises
    ------
    LeopardRangeError
        ``column_missing``, ``bad_number``, ``patch_negative``, ``patch_twice`` and those of
        `leopard_range.sources.tables.read_csv`.
    """
    table = read_csv(path)
    named = {str(column).lower(): str(column) for column in table.columns}
    x, y = (_numbers(table, named, name, path.name) for name in ("x", "y"))
    unit = next((name for name in _AREAS_HA if name in named), "area_ha")
    area_ha = _numbers(table, named, unit, path.name, at_least=0.0) * _AREAS_HA[unit]
    ids = table[named["id"]].fillna("").str.strip() if "id" in named else None
    if ids is not None and ids.duplicated().any():
        at = int(ids.duplicated().to_numpy().argmax())
        raise LeopardRangeError("patch_twice", file=path.name, row=at + 1, column="id", value=ids.iloc[at])
    numbers = pd.Series(np.arange(1, len(table) + 1).astype(str))
    return gpd.GeoDataFrame(
        {"id": numbers if ids is None else ids, "area_ha": area_ha}, geometry=gpd.points_from_xy(x, y)
    )


def _numbers(
    table: pd.DataFrame, named: dict[str, str], name: str, file: str, at_least: float = -np.inf
) -> NDArray[np.float64]:
    if name not in named:
        raise LeopardRangeError("column_missing", file=file, column=name)
    column = named[name]
    found = pd.to_numeric(table[column], errors="coerce").to_numpy(np.float64)
    wrong = ~(np.isfinite(found) & (found >= at_least))
    if wrong.any():
        at = int(wrong.argmax())
        cell = table[column].iloc[at]
        value = "" if pd.isna(cell) else str(cell)
        code = "patch_negative" if np.isfinite(found[at]) else "bad_number"
        raise LeopardRangeError(code, file=file, row=at + 1, column=column, value=value)
    return found
