"""Areas shared by ranges and features."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from leopard_range.analysis.checks import Vector, area_note, crs_text, metric, number, polygons, same_crs
from leopard_range.analysis.intersect import shared_areas
from leopard_range.analysis.result import Result

__all__ = ["OverlayArea", "overlay_area"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OverlayArea(Result):
    """Area shared by ranges and features.

    Attributes
    ----------
    pairs : pandas.DataFrame
        ``range`` and ``feature`` (labels of the two indices) and ``area_km2`` of every pair that
        shares area.
    by_range_km2, by_feature_km2 : pandas.Series
        Sums over the other side, km2, with the index of the input.  Features that overlap each
        other count each.
    """

    pairs: pd.DataFrame
    by_range_km2: pd.Series
    by_feature_km2: pd.Series


def overlay_area(ranges: Vector, features: Vector, *, threads: int = 1) -> OverlayArea:
    """Measure the area every range shares with every feature.

    Parameters
    ----------
    ranges, features : GeoDataFrame or GeoSeries
        Valid polygons in one metric equal-area system; members of a table may overlap.
    threads : int
        Threads to use.

    Returns
    -------
    OverlayArea
        With ``method`` ``contained_shortcut``; the same areas as a full overlay.

    Raises
    ------
    LeopardRangeError
        ``missing_crs``, ``not_metric``, ``crs_differs``, ``file_empty``, ``empty_geometry``,
        ``not_polygons``, ``nan_coordinate``, ``invalid_geometry``, ``bad_argument``.
    """
    crs = metric(ranges, "ranges")
    same_crs(features, "features", ranges, "ranges")
    number("threads", threads, at_least=1)
    left, right = polygons(ranges, "ranges"), polygons(features, "features", may_be_empty=True)
    shared = shared_areas(left, right, threads=int(threads))
    km2 = shared.area_m2 / 1e6
    pairs = {"range": ranges.index[shared.left], "feature": features.index[shared.right], "area_km2": km2}
    by_range = np.bincount(shared.left, weights=km2, minlength=len(left))
    by_feature = np.bincount(shared.right, weights=km2, minlength=len(right))
    return OverlayArea(
        method="contained_shortcut",
        crs=crs_text(crs),
        n=len(left) + len(right),
        notes=area_note(ranges, crs),
        pairs=pd.DataFrame(pairs),
        by_range_km2=pd.Series(by_range, index=ranges.index, name="area_km2"),
        by_feature_km2=pd.Series(by_feature, index=features.index, name="area_km2"),
    )
