"""A full rebuild gives the very bytes that are kept.

It needs 300 MB of packages and more than a minute, so it runs only where ``make geodata`` has fetched them
and LEOPARD_REBUILD=1 asks for it.
"""

import os
from pathlib import Path

import pytest

from tests.geodata.conftest import GEODATA
from tools.geodata.__main__ import ROOT, build
from tools.geodata.sources import PACKAGES, Store

CACHE = ROOT / ".cache/geodata"


@pytest.mark.skipif(
    os.environ.get("LEOPARD_REBUILD") != "1", reason="a full rebuild is asked for by LEOPARD_REBUILD=1"
)
def test_a_rebuild_gives_the_same_bytes(tmp_path: Path) -> None:
    missing = [package.file for package in PACKAGES.values() if not (CACHE / package.file).exists()]
    if missing:
        pytest.skip(
            f"the packages are not in {CACHE.relative_to(ROOT)} (make geodata fetches them): {missing}"
        )
    build(Store(CACHE), tmp_path)
    written = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    assert len(written) > 30
    for file in sorted(written):
        assert (tmp_path / file).read_bytes() == (GEODATA / file).read_bytes(), file
