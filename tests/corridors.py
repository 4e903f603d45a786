"""Surfaces made in a test, and where the reference cases of corridors stand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from affine import Affine
from numpy.typing import ArrayLike

from leopard_range.model import Grid
from leopard_range.model.corridor import Surface

CORRIDORS = Path(__file__).parents[2] / "shared" / "testdata" / "corridors"
"""Reference cases beside the project; a test that needs them asks for `case`."""


def case(name: str) -> Path:
    """Return a file or folder of the reference cases, or skip the test, saying why."""
    path = CORRIDORS / name
    if not path.exists():
        pytest.skip(f"the reference data beside the project are missing: {name}")
    return path


def surface(values: ArrayLike, cell_m: float = 1.0) -> Surface:
    """Make a surface on a plane without a name, its south-west corner at 0, 0."""
    array = np.array(values, dtype=np.float64)
    rows = array.shape[0]
    return Surface(array, Grid(array.shape, Affine(cell_m, 0, 0, 0, -cell_m, rows * cell_m), None))


def patches(path: Path) -> str:
    """Write a small table of patches, and return where."""
    path.write_text("id,x,y,area_ha\na,0,0,300\nb,10000,0,100\n")
    return str(path)


def omniscape(folder: Path) -> tuple[str, str]:
    """Write a small Omniscape project, and return its configuration and a folder for its results."""
    folder.mkdir()
    head = "ncols 6\nnrows 5\nxllcorner 0\nyllcorner 0\ncellsize 100\n"
    (folder / "r.asc").write_text(head + "1 2 3 4 5 6\n" * 5)
    words = "resistance_file = r.asc\nsource_from_resistance = true\nradius = 2\nproject_name = small\n"
    (folder / "small.ini").write_text(words)
    return str(folder / "small.ini"), str(folder / "out")


def circuit_project(folder: Path, habitat: str, points: str, **options: str) -> str:
    """Write a small project of Circuitscape; return the path of its options.

    ``habitat`` is the rows of a grid, ``points`` a list of number, x, y; cells are 1 wide, x and y from 0.
    """
    rows = [line.split() for line in habitat.strip().splitlines()]
    head = (
        f"ncols {len(rows[0])}\nnrows {len(rows)}\nxllcorner 0\nyllcorner 0\ncellsize 1\nNODATA_value -9999\n"
    )
    folder.joinpath("habitat.asc").write_text(head + habitat, encoding="utf-8")
    folder.joinpath("points.txt").write_text(points, encoding="utf-8")
    given = {
        "scenario": "pairwise",
        "habitat_file": "habitat.asc",
        "point_file": "points.txt",
        "connect_four_neighbors_only": "True",
        "connect_using_avg_resistances": "True",
        "output_file": "results/small.out",
        "write_cur_maps": "True",
        "write_volt_maps": "True",
    }
    text = "".join(f"{name} = {value}\n" for name, value in (given | options).items())
    folder.joinpath("small.ini").write_text(f"[Options]\n{text}", encoding="utf-8")
    return str(folder / "small.ini")


def resistances(path: Path, rows: str = "1 2 3\n4 5 6\n") -> str:
    """Write a small raster of resistance with cells of 10 m, its south-west corner at 0, 0; return where."""
    lines = rows.strip().splitlines()
    head = f"ncols {len(lines[0].split())}\nnrows {len(lines)}\nxllcorner 0\nyllcorner 0\ncellsize 10\n"
    path.write_text(f"{head}NODATA_value -9999\n{rows}")
    return str(path)
