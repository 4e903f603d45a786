"""Write the simulated survey of the tutorial: ``python -m tools.docs.survey``.

It is the data folder's own survey of all six years as a Camtrap DP package.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from leopard_range.catalog import Catalog, open_catalog
from leopard_range.config import Settings
from leopard_range.reports.survey.camtrap_dp import camtrap_dp_files

__all__ = ["FOLDER", "files", "main"]

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "learn" / "survey"
"""Where it is kept."""

_METADATA = {
    "name": "simulated-amur-leopard-survey-2006-2011",
    "created": "2026-11-23T00:00:00Z",
    "title": "Simulated camera survey of the Amur leopard, 2006-2011",
    "description": (
        "Simulated survey: no camera stood here and no animal was photographed. Design, density, movement "
        "and yearly counts follow published studies; everything else is made up by a program."
    ),
    "version": "1.0",
    "keywords": ["simulated", "camera traps", "Panthera pardus orientalis"],
    "contributors": [{"title": "Leopard Range Explorer", "role": "publisher"}],
    "licenses": [{"name": "CC0-1.0", "scope": "data"}, {"name": "CC0-1.0", "scope": "media"}],
    "project": {
        "title": "Simulated camera survey",
        "samplingDesign": "systematicRandom",
        "captureMethod": ["activityDetection"],
    },
}


def files(catalog: Catalog) -> dict[str, bytes]:
    """Make the files of the package.

    Parameters
    ----------
    catalog : Catalog
        Opened for planners.

    Returns
    -------
    dict of str to bytes
        Content by name.
    """
    return camtrap_dp_files(replace(catalog.survey(), metadata=_METADATA))


def main(folder: Path = FOLDER) -> int:
    """Write the package.

    Parameters
    ----------
    folder : Path
        Where to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in files(open_catalog(Settings(role="planner", data=ROOT / "geodata"))).items():
        (folder / name).write_bytes(body)
    return 0


if __name__ == "__main__":
    sys.exit(main())
