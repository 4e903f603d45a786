"""Engines that the tests share: starting one takes longer than using it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from leopard_range.engine import Here, Processes
from leopard_range.engine.cluster import Cluster


@pytest.fixture(scope="session")
def processes() -> Iterator[Processes]:
    engine = Processes(("numpy", "shapely"))
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    engine = Cluster(preload=("numpy", "shapely"))
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def here() -> Here:
    return Here()
