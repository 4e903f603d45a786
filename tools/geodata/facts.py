"""Reading what was typed by hand: names, control points, published numbers and their sources."""

from __future__ import annotations

import csv
import json
import tomllib
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

__all__ = ["FOLDER", "LANGUAGES", "names", "outline", "rows", "toml"]

FOLDER = Path(__file__).parent / "facts"
LANGUAGES = ("en", "ru", "zh", "ko")


def rows(name: str) -> list[dict[str, str]]:
    """Read a typed table.

    Parameters
    ----------
    name : str
        File name without ``.csv``.

    Returns
    -------
    list of dict
        Rows, every cell as text.
    """
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def toml(name: str) -> dict[str, Any]:
    """Read a typed TOML file.

    Parameters
    ----------
    name : str
        File name without ``.toml``.

    Returns
    -------
    dict
        Its content.
    """
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def outline(name: str) -> BaseGeometry:
    """Read a typed outline.

    Parameters
    ----------
    name : str
        File name without ``.geojson``; one feature.

    Returns
    -------
    BaseGeometry
        Its polygons, degrees.
    """
    document = json.loads((FOLDER / f"{name}.geojson").read_text(encoding="utf-8"))
    return shapely.from_geojson(json.dumps(document["features"][0]["geometry"]))


def names(row: dict[str, str]) -> dict[str, str | None]:
    """Take the four names of a row.

    Parameters
    ----------
    row : dict
        Row with ``name_en``, ``name_ru``, ``name_zh``, ``name_ko``.

    Returns
    -------
    dict
        These four columns; an empty cell is None.
    """
    return {f"name_{language}": row[f"name_{language}"] or None for language in LANGUAGES}
