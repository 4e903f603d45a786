"""Data for every test: the embedded catalogue, and a small country of squares."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from leopard_range.catalog import Catalog, open_catalog
from leopard_range.config import Settings
from tests.chromium import browser, launcher
from tests.datafolder import DataFolder, square_country

__all__ = ["browser", "launcher"]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The embedded data as the public sees it; the day is fixed so that tests do not age."""
    return open_catalog(Settings(role="public", today=date(2026, 6, 1)))


@pytest.fixture(scope="session")
def planner_catalog() -> Catalog:
    """The embedded data as a planner sees it."""
    return open_catalog(Settings(role="planner", today=date(2026, 6, 1)))


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    """A written data folder of squares that a test may damage."""
    made = square_country(tmp_path / "data")
    made.write()
    return made


@pytest.fixture(scope="session")
def squares(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The country of squares, opened for the public and never changed."""
    return square_country(tmp_path_factory.mktemp("squares") / "data").catalog()
