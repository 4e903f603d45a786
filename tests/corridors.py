"""Where the reference cases of corridors stand."""

from __future__ import annotations

from pathlib import Path

import pytest

CORRIDORS = Path(__file__).parents[2] / "shared" / "testdata" / "corridors"
"""Reference cases beside the project; a test that needs them asks for `case`."""


def case(name: str) -> Path:
    """Return a file or folder of the reference cases, or skip the test, saying why."""
    path = CORRIDORS / name
    if not path.exists():
        pytest.skip(f"the reference data beside the project are missing: {name}")
    return path


def patches(path: Path) -> str:
    """Write a small table of patches, and return where."""
    path.write_text("id,x,y,area_ha\na,0,0,300\nb,10000,0,100\n")
    return str(path)
