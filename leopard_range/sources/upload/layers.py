"""What the readers of files with layers share: names made safe to show, a choice among several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices
from leopard_range.sources.upload.raw import features
from leopard_range.sources.upload.text import clean

__all__ = ["choose_layer", "frame_of", "layer_name"]

_SHOWN = 10
_LENGTH = 60
_UNSAFE = re.compile(r"[^\w \-.,:/()№#+&]+")


def layer_name(raw: str) -> str:
    """Return a layer's name made safe to show: letters, digits and plain signs.

    Parameters
    ----------
    raw : str
        As it stands in the file.

    Returns
    -------
    str
        Never empty.
    """
    plain = clean(raw)
    safe = " ".join(_UNSAFE.sub("_", plain).split())[:_LENGTH]
    return safe if safe == plain else safe.strip("_ ") or "layer"


def choose_layer(name: str, layers: Sequence[str], choices: Choices) -> str:
    """Take the layer a person asked for, or the only one.

    Parameters
    ----------
    name : str
        File name, for messages.
    layers : sequence of str
        Safe names, at least one.
    choices : Choices
        ``layer``.

    Returns
    -------
    str

    Raises
    ------
    LeopardRangeError
        ``several_layers``, ``layer_missing``, each with the names.
    """
    listed = ", ".join(layers[:_SHOWN]) + (", …" if len(layers) > _SHOWN else "")
    if choices.layer:
        for layer in layers:
            if layer_name(choices.layer) in (layer, layer.rpartition("/")[2]):
                return layer
        raise LeopardRangeError("layer_missing", file=name, choices=listed)
    if len(layers) > 1:
        raise LeopardRangeError("several_layers", file=name, choices=listed)
    return layers[0]


def frame_of(columns: Sequence[tuple[str, Sequence[Any]]], shapes: NDArray[np.object_]) -> gpd.GeoDataFrame:
    """Put columns and shapes together, whatever the columns are called.

    Parameters
    ----------
    columns : sequence of (str, sequence)
        Names as they stand in the file, which may come twice, and cells; None is no value.
    shapes : ndarray of object
        Geometry or None.

    Returns
    -------
    GeoDataFrame
        Geometry in a column whose name no other has; no coordinate system.
    """
    table = pd.DataFrame(
        {at: _series(cells) for at, (_name, cells) in enumerate(columns)}, index=range(len(shapes))
    )
    table.columns = pd.Index([name for name, _cells in columns], dtype="str")
    return features(table, shapes)


def _series(cells: Sequence[Any]) -> pd.Series:
    """Give a column the narrowest type that holds its cells without changing one."""
    kinds = {type(cell) for cell in cells if cell is not None}
    gaps = any(cell is None for cell in cells)
    if kinds == {bool}:
        return pd.Series(cells, dtype="boolean" if gaps else "bool")
    if kinds == {int} and all(abs(cell) < 2**63 for cell in cells if cell is not None):
        return pd.Series(cells, dtype="Int64" if gaps else "int64")
    if kinds and kinds <= {int, float}:
        return pd.Series([np.nan if cell is None else float(cell) for cell in cells], dtype="float64")
    return pd.Series([None if cell is None else str(cell) for cell in cells], dtype="str")
