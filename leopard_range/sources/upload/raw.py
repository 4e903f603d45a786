"""What the reader of one vector format hands over to `finish`: features as they stood in the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import NDArray
from pandas import DataFrame, Index, Series
from pyproj import CRS

from leopard_range.model import Note

__all__ = ["Raw", "features", "named_table"]


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """The features of a file before they are checked.

    Attributes
    ----------
    name : str
        Declared file name, for messages.
    kind : str
        Kind of file, as in `leopard_range.model.Upload`.
    frame : GeoDataFrame
        Columns as read and an active geometry (missing, empty, with heights, mixed: all allowed) in
        `crs`; the frame's own ``crs`` is not set.
    crs : CRS or None
        Coordinate system the file states or its format implies; None when it says none.
    layer : str
        Layer of a file with several, for messages.
    repairs, remarks : tuple of Note
        What the reader changed, and what it chose without changing anything.
    numbers : ndarray of int or None, shape (rows,)
        By what number a message calls each feature; None counts from 1.  Tables give the row of
        the file, its header being row 1.
    camera : str
        Column of `frame` that names the camera of each row; empty when there is none.
    """

    name: str
    kind: str
    frame: GeoDataFrame
    crs: CRS | None
    layer: str = ""
    repairs: tuple[Note, ...] = ()
    remarks: tuple[Note, ...] = ()
    numbers: NDArray[np.int64] | None = None
    camera: str = ""


def features(table: DataFrame, geometry: NDArray[Any]) -> GeoDataFrame:
    """Join columns and shapes; a column may have any name, ``geometry`` too.

    Parameters
    ----------
    table : DataFrame
        Columns as read.
    geometry : ndarray of shapely geometry or None, shape (rows,)
        One for each row.

    Returns
    -------
    GeoDataFrame
        Without a coordinate system.
    """
    name = "geometry"
    while name in table.columns:
        name += "_"
    frame = table.copy()
    frame[name] = GeoSeries(geometry, index=table.index)
    return GeoDataFrame(frame, geometry=name)


def named_table(names: Sequence[str], columns: Sequence[Sequence[Any]], rows: int) -> DataFrame:
    """Join columns under any names: equal ones, empty ones, ones that hold halves of characters.

    Parameters
    ----------
    names : sequence of str
        As read.
    columns : sequence of sequence
        Cells of each, of any kinds.
    rows : int
        Cells of one column.

    Returns
    -------
    DataFrame
        Every column of objects.
    """
    # pandas keeps text as UTF-8 unless told otherwise, which halves of characters do not survive.
    cells = {at: Series(column, dtype=object) for at, column in enumerate(columns)}
    return DataFrame(cells, index=range(rows)).set_axis(Index(list(names), dtype=object), axis=1)
