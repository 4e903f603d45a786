"""Both bundled GDALs open what the allow-list names and nothing else, whatever is imported first."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from leopard_range.gdal import ALLOWED, SKIPPED

LIST = """
import json, pyogrio, rasterio, rasterio.env
with rasterio.env.Env() as env:
    raster = sorted(env.drivers())
print(json.dumps([sorted(pyogrio.list_drivers()), raster]))
"""


def drivers(*first: str, **more: str) -> tuple[str, str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GDAL", "OGR", "CPL", "PROJ"))}
    code = "".join(f"import {module}\n" for module in first) + LIST
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env | more
    )
    return done.stdout, done.stderr


@pytest.mark.parametrize(
    "first",
    [
        "leopard_range",
        "leopard_range.errors",
        "leopard_range.model",
        "leopard_range.crs",
        "leopard_range.analysis.eoo",
        "leopard_range.sources.rasters",
        "leopard_range.sources.upload",
        "leopard_range.reports",
        "leopard_range.cli",
    ],
)
def test_any_module_of_the_package_shuts_both_gdals(first: str) -> None:
    out, err = drivers(first)
    vector, raster = (set(names) for names in json.loads(out))
    assert vector <= ALLOWED, "a driver appeared that nobody has judged"
    assert raster <= ALLOWED, "a driver appeared that nobody has judged"
    assert {"ESRI Shapefile", "GPKG", "GeoJSON"} <= vector
    assert {"GTiff", "COG"} <= raster
    assert err == "", "loading says nothing"


def test_the_callers_environment_cannot_open_a_driver() -> None:
    out, _ = drivers("leopard_range", GDAL_SKIP="XPM", GDAL_DRIVER_PATH=os.curdir)
    assert set(json.loads(out)[1]) <= ALLOWED


def test_without_the_package_the_drivers_are_there() -> None:
    """The control: what the tests above look for exists."""
    out, _ = drivers()
    vector, raster = (set(names) for names in json.loads(out))
    assert {"OGR_VRT", "GDALG", "WFS"} <= vector
    assert {"VRT", "WMS", "STACIT"} <= raster
    assert vector | raster <= ALLOWED | set(SKIPPED), "a new driver: judge it and name it"


def test_each_driver_is_judged_once() -> None:
    assert len(SKIPPED) == len(set(SKIPPED))
    assert not ALLOWED & set(SKIPPED)
