"""Writers whose output is the same, byte for byte, on every run."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from tools.geodata.sources import sha256_of

__all__ = ["Feature", "csv_text", "geojson_text", "refresh_hashes", "round_geometry", "write_text"]

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of a vector layer.

    Attributes
    ----------
    properties : Mapping
        Column values; ``id`` orders the file.
    geometry : BaseGeometry
        Geometry, longitude and latitude in degrees (EPSG:4326).
    """

    properties: Mapping[str, Value]
    geometry: BaseGeometry


def round_geometry(geometry: BaseGeometry, decimals: int) -> BaseGeometry:
    """Put a geometry on a decimal grid and keep it valid.

    Parameters
    ----------
    geometry : BaseGeometry
        Geometry in degrees.
    decimals : int
        Decimal places kept.

    Returns
    -------
    BaseGeometry
        Valid geometry with coordinates on the grid, in normal form, outer rings anticlockwise
        (RFC 7946).
    """
    moved = shapely.transform(geometry, lambda xy: xy.round(decimals))
    if not moved.is_valid:
        moved = shapely.set_precision(geometry, 10.0**-decimals)
    return shapely.orient_polygons(shapely.normalize(moved), exterior_cw=False)


def _number(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _position(xy: Sequence[float], decimals: int) -> str:
    return f"[{_number(xy[0], decimals)},{_number(xy[1], decimals)}]"


def _path(part: BaseGeometry, decimals: int) -> str:
    texts: list[str] = []
    for xy in part.coords:
        text = _position(xy, decimals)
        if not texts or text != texts[-1]:
            texts.append(text)
    return f"[{','.join(texts)}]"


def _polygon(part: BaseGeometry, decimals: int) -> str:
    rings = [part.exterior, *part.interiors]
    return f"[{','.join(_path(ring, decimals) for ring in rings)}]"


def _coordinates(geometry: BaseGeometry, decimals: int) -> str:
    match geometry.geom_type:
        case "Point":
            return _position(geometry.coords[0], decimals)
        case "LineString":
            return _path(geometry, decimals)
        case "Polygon":
            return _polygon(geometry, decimals)
        case "MultiLineString" | "MultiPolygon":
            return f"[{','.join(_coordinates(part, decimals) for part in geometry.geoms)}]"
    raise ValueError(f"cannot write a {geometry.geom_type}")


def geojson_text(features: Iterable[Feature], decimals: int) -> str:
    """Write features as compact GeoJSON (RFC 7946), one feature a line.

    Parameters
    ----------
    features : iterable of Feature
        Rows with unique ``id``.
    decimals : int
        Decimal places of coordinates; 4 is about 11 m, 5 about 1 m.

    Returns
    -------
    str
        The document: features by ``id``, keys in alphabetical order, numbers without spare zeros.

    Raises
    ------
    ValueError
        When two features share an id, a geometry is empty or a value is not finite.
    """
    rows = sorted(features, key=lambda feature: str(feature.properties["id"]))
    if len({str(row.properties["id"]) for row in rows}) != len(rows):
        raise ValueError("two features have the same id")
    lines = []
    for row in rows:
        geometry = round_geometry(row.geometry, decimals)
        if geometry.is_empty:
            raise ValueError(f"feature {row.properties['id']} is empty at {decimals} decimals")
        properties = json.dumps(
            dict(row.properties), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        )
        lines.append(
            f'{{"type":"Feature","properties":{properties},"geometry":'
            f'{{"type":"{geometry.geom_type}","coordinates":{_coordinates(geometry, decimals)}}}}}'
        )
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value, 6)
    return str(value)


def csv_text(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    r"""Write rows as CSV: UTF-8, ``\n``, empty cells for missing values.

    Parameters
    ----------
    rows : iterable of Mapping
        Rows, in the order in which they are to stand.
    columns : sequence of str
        Columns, in order; every row has exactly these keys.

    Returns
    -------
    str
        The table with its header.

    Raises
    ------
    ValueError
        When a row has other keys than `columns`.
    """
    stream = io.StringIO(newline="")
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(columns)
    for row in rows:
        if set(row) != set(columns):
            raise ValueError(f"row has {sorted(set(row) ^ set(columns))} too many or too few")
        table.writerow([_cell(row[column]) for column in columns])
    return stream.getvalue()


def write_text(path: Path, text: str) -> None:
    """Write a text file with unix line ends, making its folder.

    Parameters
    ----------
    path : Path
        Where.
    text : str
        What.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def refresh_hashes(catalog: Path) -> list[str]:
    """Bring the ``sha256`` values of the catalog up to date and leave every other byte alone.

    Parameters
    ----------
    catalog : Path
        ``catalog.toml``; the files it names lie beside it.

    Returns
    -------
    list of str
        Layers whose hash changed.
    """
    text = catalog.read_text(encoding="utf-8")
    changed = []
    for layer, spec in tomllib.loads(text).items():
        if not isinstance(spec, dict) or "file" not in spec:
            continue
        found = sha256_of(catalog.parent / spec["file"])
        if found == spec["sha256"]:
            continue
        pattern = re.compile(rf'(^\[{re.escape(layer)}\]\n(?:(?!\[).*\n)*?sha256 = ")[^"]*(")', re.MULTILINE)
        text, count = pattern.subn(rf"\g<1>{found}\g<2>", text)
        if count != 1:
            raise ValueError(f"catalog table [{layer}] has no sha256 line")
        changed.append(layer)
    write_text(catalog, text)
    return changed
