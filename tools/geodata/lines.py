"""Roads and railways: straight between settlements, so schematic."""

from __future__ import annotations

from pathlib import Path

import shapely

from tools.geodata import facts
from tools.geodata.writer import Feature, geojson_text, write_text

__all__ = ["build_lines"]


def build_lines(target: Path) -> None:
    """Write ``roads`` and ``railways``.

    Parameters
    ----------
    target : Path
        The ``geodata`` folder.
    """
    typed = facts.toml("lines")
    for kind, file in (("road", "roads"), ("rail", "railways")):
        features = [
            Feature(
                {
                    "id": line["id"],
                    **{f"name_{language}": line["name"][language] for language in facts.LANGUAGES},
                    **({"class": line["class"]} if "class" in line else {}),
                },
                shapely.LineString(line["points"]),
            )
            for line in typed["line"]
            if line["kind"] == kind
        ]
        write_text(target / f"land/{file}.geojson", geojson_text(features, 4))
