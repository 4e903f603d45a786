"""Small camera surveys made in a test, and where the reference surveys stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from leopard_range.model.survey import TABLES, Survey
from leopard_range.schema import conform

CAMERAS = Path(__file__).parents[2] / "shared" / "testdata" / "cameras"
"""Reference surveys beside the project; a test that needs them asks for `reference`."""


def reference(name: str) -> Path:
    """Return a folder of the reference surveys, or skip the test, saying why."""
    path = CAMERAS / name
    if not path.is_dir():
        pytest.skip(f"the reference data beside the project are missing: {name}")
    return path


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as `survey` and `table` take them."""
    return [{str(key): one for key, one in row.items()} for row in frame.to_dict("records")]


def table(name: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Make a table of a survey; times are texts with an offset, or naive ones in UTC."""
    frame = pd.DataFrame(list(rows))
    for column, kind in TABLES[name].items():
        if kind.startswith("datetime") and column in frame:
            moments = pd.to_datetime(frame[column], utc=True, format="ISO8601")
            frame[column] = moments.astype("datetime64[ms, UTC]")
    return conform(frame, TABLES[name])


def survey(
    deployments: Iterable[Mapping[str, Any]], observations: Iterable[Mapping[str, Any]] = (), **more: Any
) -> Survey:
    """Make a survey of a few rows; everything left out is empty.

    ``more`` may hold ``media``, ``individuals``, ``gaps``, ``usage`` as rows, and other fields as they are.
    """
    seen = [
        {"observationLevel": "event", "observationType": "animal", "count": 1, **row} for row in observations
    ]
    side = ("media", "individuals", "gaps")
    plain: dict[str, Any] = {name: table(name, more.pop(name, ())) for name in side}
    usage = table("usage", more.pop("usage")) if "usage" in more else None
    fields: dict[str, Any] = {
        "name": "survey",
        "kind": "camtrap-dp",
        "crs": "EPSG:4326",
        "timezone": "Asia/Vladivostok",
        **more,
    }
    return Survey(
        deployments=table("deployments", deployments),
        observations=table("observations", seen),
        usage=usage,
        **plain,
        **fields,
    )
