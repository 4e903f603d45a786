"""The files of the embedded data set, read as they lie on disk."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

GEODATA = Path(__file__).parents[2] / "geodata"
Spec = dict[str, Any]


@pytest.fixture(scope="session")
def specs() -> dict[str, Spec]:
    with (GEODATA / "catalog.toml").open("rb") as stream:
        return tomllib.load(stream)


@pytest.fixture(scope="session")
def vector(specs: dict[str, Spec]) -> Callable[[str], gpd.GeoDataFrame]:
    frames: dict[str, gpd.GeoDataFrame] = {}

    def read(layer: str) -> gpd.GeoDataFrame:
        if layer not in frames:
            frames[layer] = gpd.read_file(GEODATA / specs[layer]["file"])
        return frames[layer]

    return read


@pytest.fixture(scope="session")
def table(specs: dict[str, Spec]) -> Callable[[str], list[dict[str, str]]]:
    def read(layer: str) -> list[dict[str, str]]:
        with (GEODATA / specs[layer]["file"]).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    return read
