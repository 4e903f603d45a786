"""One site for all tests: as bytes and in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from leopard_range.catalog import Catalog
from leopard_range.site.files import site_files

__all__ = ["made", "site"]


@pytest.fixture(scope="session")
def made(catalog: Catalog) -> dict[str, bytes]:
    """Every file of the site."""
    return site_files(catalog)


@pytest.fixture(scope="session")
def site(made: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in a folder with a space and letters of another script in its name."""
    folder = tmp_path_factory.mktemp("site") / "сайт 豹"
    for name, body in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return folder
