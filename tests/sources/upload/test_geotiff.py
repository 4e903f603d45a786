"""GeoTIFFs: the header is judged before a cell is read, costs are costs, the place is right."""

from __future__ import annotations

import contextlib
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import CRS
from rasterio.control import GroundControlPoint
from rasterio.io import MemoryFile

from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.i18n import explain
from leopard_range.model import Choices, Upload
from leopard_range.sources.upload import read
from tests.sources.upload.hostile import Baits, listening, raw_vrt

PLACE = Affine(0.01, 0, 131.2, 0, -0.01, 43.2)
CELLS = np.arange(1, 13, dtype="float32").reshape(3, 4)


def tiff(
    values: Any = CELLS, transform: Affine | None = PLACE, crs: Any = "EPSG:4326", **options: Any
) -> bytes:
    values = np.asarray(values)
    bands = values if values.ndim == 3 else values[None]
    profile = {
        "driver": "GTiff",
        "count": bands.shape[0],
        "height": bands.shape[1],
        "width": bands.shape[2],
        "dtype": bands.dtype,
        "crs": crs,
        **({} if transform is None else {"transform": transform}),
    }
    gcps, scales = options.pop("gcps", None), options.pop("scales", None)
    with MemoryFile() as memory:
        with memory.open(**(profile | options)) as target:
            target.write(bands)
            if scales:
                target.scales, target.offsets = ([one] for one in scales)
            if gcps:
                target.gcps = (gcps, rasterio.CRS.from_epsg(4326))
        return bytes(memory.read())


def opened(body: bytes, name: str = "a.tif", **choices: Any) -> Upload:
    return read(name, body, Choices(**choices), Path())


def refused(body: bytes, **choices: Any) -> LeopardRangeError:
    with pytest.raises(LeopardRangeError) as problem:
        opened(body, **choices)
    assert explain(problem.value).remedy
    return problem.value


def values_of(found: Upload) -> np.ma.MaskedArray:
    assert found.values is not None
    return found.values


def codes(found: Upload) -> set[str]:
    return {note.code for note in found.repairs}


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int32", "uint32", "float32", "float64"])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"compress": "deflate"},
        {"compress": "lzw", "predictor": 2},
        {"tiled": True, "blockxsize": 16, "blockysize": 16},
        {"BIGTIFF": "YES"},
        {"compress": "deflate", "tiled": True, "blockxsize": 16, "blockysize": 16},
    ],
    ids=str,
)
def test_every_way_to_write_cells_is_read(dtype: str, options: dict[str, Any]) -> None:
    if dtype == "float64" and "predictor" in options:
        options = options | {"predictor": 3}
    found = opened(tiff(CELLS.astype(dtype), **options))
    assert found.grid is not None
    np.testing.assert_array_equal(values_of(found).filled(0), CELLS.astype(dtype))
    assert (found.rows, found.repairs, found.grid.transform) == (12, (), PLACE)
    assert values_of(found).dtype == np.dtype(dtype)


def test_cells_without_data_are_masked() -> None:
    cells = CELLS.copy()
    cells[0, 0] = -9999
    assert values_of(opened(tiff(cells, nodata=-9999))).mask.sum() == 1
    cells[0, 0] = np.nan
    for nodata in (None, np.nan):
        found = opened(tiff(cells, nodata=nodata))
        assert (found.rows, values_of(found).mask.sum()) == (11, 1)
    assert values_of(opened(tiff(CELLS.astype("uint8"), nodata=12))).mask.sum() == 1


@pytest.mark.parametrize(
    ("value", "shown"),
    [(np.inf, "inf"), (-np.inf, "-inf"), (-9999, "-9999"), (-0.5, "-0.5"), (-3.4e38, "-3.4e+38")],
)
def test_costs_that_are_none_are_explained(value: float, shown: str) -> None:
    cells = CELLS.copy()
    cells[1, 2] = value
    error = refused(tiff(cells))
    assert (error.code, error.blanks["value"], error.blanks["count"]) == ("raster_value", shown, 1)
    assert error.blanks["cell"] == "2, 3"


def test_zero_is_a_value() -> None:
    assert opened(tiff(np.zeros((3, 4), "uint8"))).rows == 12


@pytest.mark.parametrize("cells", [np.full((3, 4), np.nan, "float32"), np.full((3, 4), 7, "float32")])
def test_nothing_but_gaps_is_explained(cells: np.ndarray[Any, Any]) -> None:
    assert refused(tiff(cells, nodata=7)).code == "raster_no_data"


@pytest.mark.parametrize(
    ("transform", "rows", "columns"),
    [
        (Affine(0.01, 0, 131.2, 0, 0.01, 43.17), slice(None, None, -1), slice(None)),
        (Affine(-0.01, 0, 131.24, 0, -0.01, 43.2), slice(None), slice(None, None, -1)),
        (Affine(-0.01, 0, 131.24, 0, 0.01, 43.17), slice(None, None, -1), slice(None, None, -1)),
    ],
)
def test_a_raster_on_its_head_is_turned(transform: Affine, rows: slice, columns: slice) -> None:
    found = opened(tiff(transform=transform))
    assert found.grid is not None
    np.testing.assert_array_equal(values_of(found), CELLS[rows, columns])
    assert found.grid.transform.almost_equals(PLACE, 1e-9)
    assert codes(found) == {"raster_flipped"}


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "float32"])
def test_another_system_is_warped_and_said(dtype: str) -> None:
    transform = Affine(1000, 0, 500_000, 0, -1000, 4_780_000)
    cells = np.arange(1, 2501).reshape(50, 50) % 250
    cells[:, 25:] = 7
    found = opened(tiff(cells.astype(dtype), transform, "EPSG:32652", nodata=0))
    assert found.grid is not None
    assert (codes(found), found.source_crs, CRS.from_user_input(found.grid.crs).to_epsg()) == (
        {"raster_warped"},
        "EPSG:32652",
        4326,
    )
    where = rasterio.warp.transform("EPSG:32652", "EPSG:4326", [540_500.0], [4_760_500.0])
    column, row = ~found.grid.transform @ (where[0][0], where[1][0])
    assert values_of(found)[int(row), int(column)] == 7
    assert 0 not in values_of(found).compressed()


def test_a_full_byte_raster_is_warped_with_its_edges_empty() -> None:
    cells = np.full((50, 50), 255, "uint8")
    found = opened(tiff(cells, Affine(1000, 0, 800_000, 0, -1000, 4_780_000), "EPSG:32652", nodata=None))
    assert set(values_of(found).compressed().tolist()) == {255}
    assert values_of(found).mask.any()


def test_a_rotated_raster_is_warped_and_said() -> None:
    turned = Affine.translation(131.2, 43.2) @ Affine.rotation(30) @ Affine.scale(0.01, -0.01)
    found = opened(tiff(transform=turned))
    assert found.grid is not None
    assert codes(found) == {"raster_warped"}
    assert (found.grid.transform.b, found.grid.transform.d) == (0, 0)
    assert values_of(found).mask.any()


def test_only_the_first_band_is_read_and_said() -> None:
    found = opened(tiff(np.stack([CELLS, CELLS * 2, CELLS * 3])))
    np.testing.assert_array_equal(values_of(found), CELLS)
    assert {note.code for note in found.remarks} == {"raster_band"}


def test_a_stated_scale_is_applied_and_said() -> None:
    found = opened(tiff(CELLS.astype("int16"), scales=(0.1, 5.0)))
    np.testing.assert_allclose(values_of(found), CELLS * 0.1 + 5, rtol=1e-6)
    assert {note.code for note in found.remarks} == {"raster_scaled"}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"transform": None}, "raster_unplaced"),
        ({"crs": None}, "crs_needed"),
        ({"crs": 'LOCAL_CS["site",UNIT["metre",1]]'}, "crs_unreadable"),
        ({"values": CELLS.astype("complex64")}, "raster_type"),
        ({"transform": Affine(30, 0, 500_000, 0, -30, 4_780_000)}, "metres_not_degrees"),
        ({"transform": Affine(0.01, 0, 10, 0, -0.01, 50)}, "outside_area"),
        ({"transform": Affine(1000, 0, 500_000, 0, -1000, 100_000), "crs": "EPSG:32652"}, "outside_area"),
        ({"transform": Affine(0, 0, 131, 0, 0, 43)}, "raster_unplaced"),
    ],
)
def test_a_raster_without_a_place_is_explained(options: dict[str, Any], code: str) -> None:
    assert refused(tiff(**options)).code == code


def test_a_raster_placed_by_points_is_explained() -> None:
    points = [GroundControlPoint(row, col, 131 + col, 43 - row) for row, col in ((0, 0), (0, 3), (2, 0))]
    assert refused(tiff(transform=None, crs=None, gcps=points)).code == "raster_points"


def test_a_system_can_be_answered() -> None:
    found = opened(tiff(crs=None), crs="EPSG:4326")
    assert codes(found) == {"crs_chosen"}


def patched(body: bytes, tag: int, value: int) -> bytes:
    """Change the value of a tag of the first directory of a little-endian TIFF."""
    out = bytearray(body)
    start = struct.unpack_from("<I", out, 4)[0]
    for at in range(struct.unpack_from("<H", out, start)[0]):
        entry = start + 2 + 12 * at
        code, kind = struct.unpack_from("<HH", out, entry)
        if code == tag:
            struct.pack_into("<H" if kind == 3 else "<I", out, entry + 8, value)
    return bytes(out)


@pytest.mark.parametrize("size", [(6_000, 6_000), (65_000, 65_000), (1, 30_000_000)])
def test_too_many_cells_are_refused_from_the_header(size: tuple[int, int]) -> None:
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff", width=size[0], height=size[1], count=1, dtype="uint8", crs="EPSG:4326",
            transform=PLACE, SPARSE_OK=True, compress="deflate",
        ):  # fmt: skip
            pass
        body = bytes(memory.read())
    error = refused(body)
    assert (error.code, error.blanks["limit"]) == ("raster_pixels", 25_000_000)


def test_a_huge_block_is_refused_from_the_header() -> None:
    tiled = tiff(tiled=True, blockxsize=16, blockysize=16)
    huge = patched(patched(tiled, 322, 64_000), 323, 64_000)
    assert refused(huge).code in ("raster_pixels", "raster_damaged")


def test_many_bands_woven_together_are_refused_from_the_header() -> None:
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff", width=4_000, height=4_000, count=50, dtype="uint8", crs="EPSG:4326",
            transform=PLACE, SPARSE_OK=True, compress="deflate",
        ):  # fmt: skip
            pass
        body = bytes(memory.read())
    assert refused(body).code == "raster_pixels"


def test_damage_is_explained() -> None:
    body = tiff(np.arange(1, 40_001, dtype="float32").reshape(200, 200), compress="deflate")
    for cut in (4, 8, 50, 200, len(body) // 2, len(body) - 20):
        assert refused(body[:cut]).code in ("raster_damaged", "raster_unplaced", "crs_needed")


@settings(deadline=None)
@given(st.data())
def test_any_change_ends_in_an_answer(data: st.DataObject) -> None:
    body = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        body[data.draw(st.integers(4, len(body) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(LeopardRangeError):
        opened(bytes(body))


GOOD = tiff(compress="deflate")


def test_nothing_outside_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A description named .tif, and sidecars beside the place the process works in."""
    baits = Baits.lay(tmp_path / "baits")
    monkeypatch.chdir(tmp_path)
    for name in ("a.tif.aux.xml", "a.tfw", "a.tif.ovr", "a.tif.msk", "a.aux.xml"):
        (tmp_path / name).write_text("1\n0\n0\n-1\n0\n0\n")
    with listening() as ear:
        bodies = [
            raw_vrt(baits.path(".txt")),
            raw_vrt(f"/vsicurl/http://127.0.0.1:{ear.port}/x"),
            f'<GDAL_WMS><Service name="TMS"><ServerUrl>http://127.0.0.1:{ear.port}/x</ServerUrl></Service></GDAL_WMS>',
            f"/vsicurl/http://127.0.0.1:{ear.port}/x.tif",
            f"WCS:http://127.0.0.1:{ear.port}/",
            f'{{"type":"FeatureCollection","stac_version":"1.0.0","features":[{{"href":"http://127.0.0.1:{ear.port}"}}]}}',
        ]
        for text in bodies:
            error = refused(text.encode())
            assert isinstance(error, RejectedError)
        assert ear.heard == []
    assert baits.read() == []
    assert refused(tiff(transform=None)).code == "raster_unplaced", "the .tfw beside it is not read"
