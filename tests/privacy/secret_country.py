"""A country with a secret: a private folder with canary stations, and the bundle published from it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from leopard_range.catalog.release import publish
from tests.datafolder import TODAY, DataFolder, square_country
from tests.privacy.test_canaries import CANARIES, with_survey

__all__ = ["CANARIES", "WORDS", "secret_country", "with_tables"]

WORDS = (b"CANARY-7", b"CANARY-STATION", b"2011-04-05", b"2011-03-04", b"05.04.2011", b"deploymentID")
"""Names and dates that betray as much as a place."""


def with_tables(folder: DataFolder) -> DataFolder:
    """Add the tables that the pages draw."""
    counts = pd.DataFrame({"year": [2010, 2011], "low": [7, 12], "high": [9, 12]})
    folder.table("plot_counts", counts, {"year": "year", "low": "number", "high": "number"})
    areas = pd.DataFrame({"id": ["historical", "1970s", "current"], "area_km2": [100, 50, 10]})
    folder.table("range_areas", areas, {"id": "string", "area_km2": "number"})
    people = pd.DataFrame(
        {"year": [2011], "scope": ["Russia"], "method": ["snow_tracks"], "low": 1, "high": 2, "estimate": 1}
    )
    numbers = dict.fromkeys(("low", "high", "estimate"), "number")
    folder.table("population", people, {"year": "year", "scope": "string", "method": "string", **numbers})
    return folder


def secret_country(path: Path) -> tuple[Path, Path]:
    """Write a private folder and its public bundle; return both."""
    folder = with_survey(with_tables(square_country(path / "private")), CANARIES)
    for id_ in ("survey_stations", "survey_detections"):
        folder.entries[id_] |= {"on_map": True, "on": True}
    private = folder.write()
    publish(private, path / "bundle", TODAY)
    return private, path / "bundle"
