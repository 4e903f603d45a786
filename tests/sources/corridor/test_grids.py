"""Grids of connectivity projects: ASCII with every header in use, gzipped, GeoTIFF; damaged ones refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
import rasterio
from affine import Affine

from leopard_range.errors import LeopardRangeError
from leopard_range.reports.ascii_grid import as_ascii_grid
from leopard_range.sources.corridor.grids import is_grid, read_grid
from tests.corridors import case

HEAD = "ncols 3\nnrows 2\nxllcorner 10\nyllcorner 20\ncellsize 5\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_values_lie_from_the_north_and_missing_ones_are_masked(tmp_path: Path) -> None:
    values, grid = read_grid(write(tmp_path / "a.asc", HEAD + "NODATA_value -1\n1 2 -1\n4\t5 nan\r\n"))
    assert values.tolist() == [[1, 2, None], [4, 5, None]]
    assert grid.shape == (2, 3)
    assert grid.transform == Affine(5, 0, 10, 0, -5, 30)
    assert grid.crs is None


def test_centres_wrapped_rows_capitals_and_a_header_without_nodata(tmp_path: Path) -> None:
    head = "NCOLS 3\nNROWS 2\nXLLCENTER 12.5\nYLLCENTER 22.5\nCELLSIZE 5\n"
    values, grid = read_grid(write(tmp_path / "a.txt", head + "1 2\n3 4 5\n-9999"))
    assert values.tolist() == [[1, 2, 3], [4, 5, None]]
    assert grid.transform == Affine(5, 0, 10, 0, -5, 30)


def test_gzipped(tmp_path: Path) -> None:
    path = tmp_path / "a.asc.gz"
    path.write_bytes(gzip.compress((HEAD + "1 2 3 4 5 6").encode()))
    assert read_grid(path)[0].tolist() == [[1, 2, 3], [4, 5, 6]]
    assert is_grid(path)


@pytest.mark.parametrize("crs", [None, "EPSG:32652"])
def test_geotiff_with_and_without_a_system(tmp_path: Path, crs: str | None) -> None:
    path = tmp_path / "a?b.tif"
    about = {"width": 3, "height": 2, "count": 2, "dtype": "int16", "nodata": -1, "crs": crs}
    with rasterio.open(
        tmp_path / "plain.tif", "w", driver="GTiff", transform=Affine(5, 0, 10, 0, -5, 30), **about
    ) as target:
        target.write(np.array([[1, 2, -1], [4, 5, 6]], dtype=np.int16), 1)
    (tmp_path / "plain.tif").rename(path)
    values, grid = read_grid(path)
    assert values.dtype == np.float64
    assert values.tolist() == [[1, 2, None], [4, 5, 6]]
    assert (grid.crs is None) is (crs is None)
    packed = tmp_path / "c.tif.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert read_grid(packed)[0].tolist() == values.tolist()
    assert is_grid(packed)


@pytest.mark.parametrize(
    ("text", "code", "blanks"),
    [
        ("ncols x\nnrows 2\ncellsize 1\n1 2", "grid_head", {"row": 1}),
        ("ncols 3\nnrows 0\ncellsize 1\n1 2", "grid_head", {"row": 2}),
        ("ncols 3\nnrows 2\ncolour 1\n1 2", "grid_head", {"row": 3}),
        ("ncols 3\nnrows 2\n1 2", "grid_head_missing", {"names": "cellsize"}),
        (HEAD + "1 2 3\n4 five 6", "grid_number", {"row": 7, "column": 2, "value": "five"}),
        (HEAD + "1 2 3\n4 5", "grid_count", {"found": 5}),
        (HEAD + "1 2 3\n4 5 6 7", "grid_count", {"found": 7}),
        ("ncols 1000000\nnrows 1000000\ncellsize 1\n1", "grid_size", {}),
        ("", "grid_head_missing", {}),
        (HEAD + "1 2 3\n4 __import__('os') 6", "grid_number", {"row": 7}),
    ],
)
def test_a_damaged_grid_is_refused_with_its_place(
    tmp_path: Path, text: str, code: str, blanks: dict[str, object]
) -> None:
    with pytest.raises(LeopardRangeError) as caught:
        read_grid(write(tmp_path / "a.asc", text))
    assert caught.value.code == code
    assert blanks.items() <= caught.value.blanks.items()
    assert caught.value.blanks["file"] == "a.asc"


def test_a_cut_archive_a_missing_file_and_a_broken_tiff_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.asc").write_bytes(gzip.compress(b"ncols 3")[:-4])
    (tmp_path / "b.tif").write_bytes(b"II*\0" + b"x" * 40)
    for name, code in (("a.asc", "zip_damaged"), ("b.tif", "raster_damaged"), ("c.asc", "file_missing")):
        with pytest.raises(LeopardRangeError) as caught:
            read_grid(tmp_path / name)
        assert caught.value.code == code


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    values, grid = read_grid(
        write(tmp_path / "a.asc", HEAD + "NODATA_value -9999\n1.5 0.1 -9999\n1e-7 0 123456")
    )
    text = as_ascii_grid(values.filled(np.nan), grid)
    (tmp_path / "b.asc").write_bytes(text)
    back, other = read_grid(tmp_path / "b.asc")
    assert (back == values).all()
    assert back.mask.tolist() == values.mask.tolist()
    assert other == grid
    assert text.startswith(b"ncols         3\nnrows         2\nxllcorner     10.0\n")


def test_a_reference_geotiff() -> None:
    values, grid = read_grid(case("circuitscape/test/input/raster/pairwise/1/polygons.tif"))
    assert values.compressed().tolist() == [6, 6, 6, 1, 1, 1, 1]
    assert grid.shape == (10, 10)
