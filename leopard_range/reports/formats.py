"""Writers of GeoJSON, GeoPackage, CSV and zip; each returns the whole file as bytes."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import shapely
from geopandas import GeoDataFrame

__all__ = ["About", "as_csv", "as_geojson", "as_gpkg", "as_zip", "layers_gpkg", "safe_cell", "sheet"]

About = Mapping[str, Any]
"""What is said about the data: plain JSON, key by key."""

_DECIMALS = 7
"""One hundredth of a metre: finer than anything here, and a third of the bytes of full floats."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters that make spreadsheet programs compute a cell (OWASP, CSV injection)."""


def as_geojson(id_: str, frame: pd.DataFrame, about: About, day: date) -> bytes:
    """Write a FeatureCollection with the words about it as members beside ``features``.

    Parameters
    ----------
    id_ : str
        Name of the collection.
    frame : GeoDataFrame or DataFrame
        Features in EPSG:4326, or rows without a place (``geometry`` null).
    about : mapping
        What is said about the data.
    day : date
        Day of the export; the words about the data hold it already.

    Returns
    -------
    bytes
        RFC 7946, UTF-8, one feature a line.
    """
    places: list[Any] = [None] * len(frame)
    if isinstance(frame, GeoDataFrame):
        wound = shapely.orient_polygons(frame.geometry.to_numpy())
        rounded = shapely.transform(wound, lambda xy: np.round(xy, _DECIMALS))
        places = [json.loads(text) for text in shapely.to_geojson(rounded)]
    columns, rows = _cells(frame)
    lines = [
        _json({"type": "Feature", "properties": dict(zip(columns, row, strict=True)), "geometry": place})
        for row, place in zip(rows, places, strict=True)
    ]
    head = _json({"type": "FeatureCollection", "name": id_, "metadata": about})
    return (head[:-1] + ',"features":[\n' + ",\n".join(lines) + "\n]}\n").encode()


def as_gpkg(id_: str, frame: pd.DataFrame, about: About, day: date) -> bytes:
    """Write a GeoPackage with one table and the words about it in ``gpkg_metadata``.

    Parameters
    ----------
    id_ : str
        Name of the table.
    frame : GeoDataFrame or DataFrame
        Features in EPSG:4326, or rows without a place.
    about : mapping
        What is said about the data; title and citation also stand in ``gpkg_contents``.
    day : date
        Written as the time of the last change, so that the same data give the same bytes.

    Returns
    -------
    bytes
        GeoPackage 1.x.
    """
    return layers_gpkg({id_: frame}, about, day)


def layers_gpkg(frames: Mapping[str, pd.DataFrame], about: About, day: date) -> bytes:
    """Write a GeoPackage with several tables; the words about the data stand beside each.

    Parameters
    ----------
    frames : mapping of str to GeoDataFrame or DataFrame
        Tables by name.
    about : mapping
        What is said about the data; title and citation also stand in ``gpkg_contents``.
    day : date
        Written as the time of the last change, so that the same data give the same bytes.

    Returns
    -------
    bytes
        GeoPackage 1.x.
    """
    words = {key: value if isinstance(value, str) else _json(value) for key, value in about.items()}
    lines = (words["about"], words["citation"], words["licence"], *about["cautions"])
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{day.isoformat()}T00:00:00.000Z"})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{next(iter(frames))}.gpkg"
        for at, (name, frame) in enumerate(frames.items()):
            pyogrio.write_dataframe(
                frame,
                path,
                layer=name,
                driver="GPKG",
                promote_to_multi=isinstance(frame, GeoDataFrame) and _has_parts(frame),
                layer_metadata=words,
                layer_options={"IDENTIFIER": _title(words, name, at), "DESCRIPTION": "\n".join(lines)},
                append=at > 0,
            )
        return path.read_bytes()


def _title(words: Mapping[str, str], name: str, at: int) -> str:
    """Return the title of a table: no two of a file may be alike."""
    return words["title"] if at == 0 else f"{words['title']} · {name}"


def _has_parts(frame: GeoDataFrame) -> bool:
    """Return whether the table must hold multipart shapes: one type a table, as most programs expect."""
    return bool(frame.geom_type.str.startswith("Multi").any())


def as_csv(id_: str, frame: pd.DataFrame, about: About, day: date) -> bytes:
    """Write a table; one point a feature, and the words about it in the last columns of every row.

    Parameters
    ----------
    id_ : str
        Not written; the file's name says it.
    frame : GeoDataFrame or DataFrame
        Features in EPSG:4326, or rows without a place.
    about : mapping
        What is said about the data.
    day : date
        Not written.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark (without it spreadsheets show Cyrillic,
        Chinese and Korean names as rubbish), CRLF, header row.  Text that a
        spreadsheet would compute starts with an apostrophe.  Features have a
        point inside them, not their outline: a spreadsheet cell ends at 32,767
        characters and breaks the row there.
    """
    columns, rows = _cells(frame)
    if isinstance(frame, GeoDataFrame):
        inside = frame.geometry.representative_point()
        columns = [*columns, "decimalLongitude", "decimalLatitude"]
        places = zip(inside.x.round(_DECIMALS), inside.y.round(_DECIMALS), strict=True)
        rows = [(*row, *place) for row, place in zip(rows, places, strict=True)]
    words = {f"dataset_{key}": about[key] for key in ("title", "citation", "licence", "url")}
    words["dataset_positional_error_m"] = about["positional_error_m"]
    words["dataset_cautions"] = " ".join(about["cautions"])
    words |= {"dataset_parameters": about["parameters"]} if "parameters" in about else {}
    return sheet((*columns, *words), ((*row, *words.values()) for row in rows))


def sheet(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """Write a table that people open in a spreadsheet: no cell of it is computed there.

    Parameters
    ----------
    head : iterable of str
        Names of the columns.
    rows : iterable of rows
        Their cells.

    Returns
    -------
    bytes
        UTF-8 with a byte order mark, CRLF.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(safe_cell(name) for name in head)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def as_zip(path: Path, about: About) -> bytes:
    """Pack a raster or an image with a README that says what it is.

    Parameters
    ----------
    path : Path
        The file, packed as it is.
    about : mapping
        What is said about the data.

    Returns
    -------
    bytes
        The same for the same file and words: every member has a fixed date.
    """
    lines = [f"{key}: {value if isinstance(value, str) else _json(value)}" for key, value in about.items()]
    members = {path.name: path.read_bytes(), "README.txt": ("\n".join(lines) + "\n").encode()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def safe_cell(cell: Any) -> Any:
    """Return a cell a spreadsheet will not compute; numbers stay numbers.

    Parameters
    ----------
    cell : object
        Number, text or None.
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _cells(frame: pd.DataFrame) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return the columns but the geometry, and their rows as plain values."""
    plain = pd.DataFrame(
        frame.drop(columns=frame.geometry.name) if isinstance(frame, GeoDataFrame) else frame
    )
    rows = [tuple(_plain(cell) for cell in row) for row in plain.itertuples(index=False, name=None)]
    return [str(name) for name in plain.columns], rows


def _plain(cell: Any) -> Any:
    if pd.isna(cell):
        return None
    if isinstance(cell, np.generic):
        cell = cell.item()
    return cell.isoformat() if hasattr(cell, "isoformat") else cell


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
