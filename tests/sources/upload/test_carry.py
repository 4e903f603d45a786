"""An upload survives the way from the worker to the parent, and nothing else does."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from affine import Affine
from geopandas.testing import assert_geodataframe_equal
from pandas.testing import assert_frame_equal

from leopard_range.crs import WGS84
from leopard_range.model import Grid, Note, Upload
from leopard_range.sources.upload import pack, unpack


def features() -> Upload:
    shapes = [shapely.Point(131.2, 43.1), shapely.box(131, 43, 132, 44), None]
    frame = gpd.GeoDataFrame(
        {
            "name": ["Кедровая падь", None, "豹"],
            "count": [1, 2, 3],
            "gaps": pd.array([1, None, 3], dtype="Int64"),
            "share": [0.5, float("nan"), 1e300],
            "seen": [True, False, True],
        },
        geometry=shapes,
        crs=WGS84,
    )
    frame["name"] = frame["name"].astype("str")
    frame = frame[frame.geometry.notna()].reset_index(drop=True)
    return Upload(
        "a.geojson", "geojson", 2, "EPSG:4326", (Note.of("decoded", encoding="cp1251"),), (), frame=frame
    )


def test_features_come_back_as_they_were() -> None:
    sent = features()
    got = unpack(pack(sent))
    assert sent.frame is not None
    assert got.frame is not None
    assert_geodataframe_equal(got.frame, sent.frame)
    assert (got.name, got.kind, got.rows, got.repairs) == (sent.name, sent.kind, sent.rows, sent.repairs)


def test_a_frame_without_columns_comes_back() -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(1, 2)], crs=WGS84)
    got = unpack(pack(Upload("a", "kml", 1, "EPSG:4326", frame=frame)))
    assert got.frame is not None
    assert got.frame.geometry.iloc[0].equals(shapely.Point(1, 2))


def test_a_raster_comes_back_with_its_mask_and_place() -> None:
    values = np.ma.MaskedArray(np.arange(35, dtype="float32").reshape(5, 7), np.eye(5, 7, dtype=bool))
    grid = Grid((5, 7), Affine(0.1, 0, 131, 0, -0.1, 44), WGS84)
    got = unpack(pack(Upload("a.tif", "raster", 30, "EPSG:32652", values=values, grid=grid)))
    assert got.values is not None
    assert got.grid is not None
    assert got.values.dtype == np.float32
    np.testing.assert_array_equal(got.values.mask, values.mask)
    np.testing.assert_array_equal(got.values.filled(-1), values.filled(-1))
    assert (got.grid.shape, got.grid.transform, got.grid.crs) == (grid.shape, grid.transform, WGS84)


def test_tables_come_back() -> None:
    table = pd.DataFrame({"deploymentID": ["a", "b"], "longitude": [131.0, 132.5]})
    got = unpack(pack(Upload("a.zip", "camtrap-dp", 2, "EPSG:4326", tables={"deployments": table})))
    assert_frame_equal(got.tables["deployments"], table)


@pytest.mark.parametrize("cut", [0, 3, 7, 20, -1])
def test_a_cut_message_is_refused(cut: int) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack(pack(features())[:cut])


def test_an_array_of_objects_is_refused() -> None:
    values = np.ma.MaskedArray(np.zeros((2, 2)))
    message = pack(
        Upload("a.tif", "raster", 1, "", values=values, grid=Grid((2, 2), Affine.identity(), WGS84))
    )
    for kind in (b'"|O8"', b'"<c8"', b'"|S8"'):
        with pytest.raises((ValueError, TypeError), match=r"."):
            unpack(message.replace(b'"<f8"', kind[:1] + kind[1:-1].ljust(3) + kind[-1:]))
