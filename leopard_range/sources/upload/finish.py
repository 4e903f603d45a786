"""The last steps every vector format shares: checks, repairs, WGS 84."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from leopard_range.crs import WGS84
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Upload
from leopard_range.sources.upload.raw import Raw

__all__ = ["finish"]


def finish(raw: Raw, choices: Choices) -> Upload:
    """Check features, repair what can be repaired, and bring them to WGS 84.

    Parameters
    ----------
    raw : Raw
        Features as a format's reader found them.
    choices : Choices
        What the person answered.

    Returns
    -------
    Upload
        With ``frame`` in EPSG:4326.

    Raises
    ------
    LeopardRangeError
        A code of the section "uploads: text, tables and shapes".
    """
    if raw.crs is None:
        raise LeopardRangeError("missing_crs", file=raw.name)
    values = shapely.force_2d(raw.frame.geometry.to_numpy())
    kept = ~(shapely.is_missing(values) | shapely.is_empty(values))
    if not kept.any():
        raise LeopardRangeError("file_empty", file=raw.name)
    frame = gpd.GeoDataFrame(
        raw.frame.drop(columns=raw.frame.geometry.name)[kept].reset_index(drop=True),
        geometry=np.asarray(values[kept]),
        crs=raw.crs,
    ).to_crs(WGS84)
    return Upload(
        name=raw.name,
        kind=raw.kind,
        rows=len(frame),
        source_crs=":".join(raw.crs.to_authority() or (raw.crs.name,)),
        repairs=raw.repairs,
        remarks=raw.remarks,
        frame=frame,
    )
