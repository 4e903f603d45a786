"""Column names, units and table checks: the source of the data dictionary.

Camera-trap columns use the terms of Camtrap DP 1.0
(https://camtrap-dp.tdwg.org) and generalised records those of Darwin Core
(https://dwc.tdwg.org/terms).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from leopard_range.errors import LeopardRangeError

__all__ = ["COLUMNS", "TYPES", "Column", "check_columns", "conform"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column name the whole package agrees on.

    Attributes
    ----------
    name, type, unit, text : str
        Name, type (a key of `TYPES`), unit and meaning.
    standard : str
        Vocabulary the term is taken from; empty for our own.
    """

    name: str
    type: str
    unit: str
    text: str
    standard: str = ""


TYPES: dict[str, str] = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "year": "calendar year",
    "date": "ISO 8601 date",
    "datetime": "ISO 8601 date and time with offset",
}
"""Types a column may declare and how each is written."""

_CAMTRAP = "Camtrap DP 1.0"
_DWC = "Darwin Core"

COLUMNS: dict[str, Column] = {
    c.name: c
    for c in (
        Column("id", "string", "", "Identifier, unique within the layer"),
        Column("name_en", "string", "", "Name in English"),
        Column("name_ru", "string", "", "Name in Russian"),
        Column("name_zh", "string", "", "Name in Chinese (simplified)"),
        Column("name_ko", "string", "", "Name in Korean"),
        Column("country", "string", "", "ISO 3166-1 alpha-2 country code"),
        Column("category", "string", "", "IUCN protected-area category; empty when none is assigned"),
        Column("year_from", "year", "", "First year in which the feature existed"),
        Column("year_to", "year", "", "Last year in which it existed; empty when it still does"),
        Column("merged_into", "string", "", "Identifier of the reserve that took its place"),
        Column("area_km2", "number", "km²", "Published area"),
        Column("pos_error_m", "number", "m", "Positional error of the outline"),
        Column(
            "method", "string", "", "How it was made: surveyed, derived, schematic, approximate, simulated"
        ),
        Column("checked", "boolean", "", "Whether the published position was verified"),
        Column("source", "string", "", "Where the values come from"),
        Column("deploymentID", "string", "", "Identifier of the deployment", _CAMTRAP),
        Column("locationID", "string", "", "Identifier of the camera station", _CAMTRAP),
        Column("longitude", "number", "°", "Longitude, WGS 84", _CAMTRAP),
        Column("latitude", "number", "°", "Latitude, WGS 84", _CAMTRAP),
        Column("deploymentStart", "datetime", "", "Start of the deployment, camera-local", _CAMTRAP),
        Column("deploymentEnd", "datetime", "", "End of the deployment, camera-local", _CAMTRAP),
        Column("observationID", "string", "", "Identifier of the observation", _CAMTRAP),
        Column("eventStart", "datetime", "", "Start of the event, camera-local", _CAMTRAP),
        Column("eventEnd", "datetime", "", "End of the event, camera-local", _CAMTRAP),
        Column("scientificName", "string", "", "Scientific name", _CAMTRAP),
        Column("individualID", "string", "", "Identifier of the individual", _CAMTRAP),
        Column("cell", "string", "", "Cell of the fixed public grid: column_row from 0° E, 0° N"),
        Column("stations_class", "string", "stations", "Camera stations in the cell, classed"),
        Column("detections_class", "string", "detections", "Detections in the cell and year, classed"),
        Column("dataGeneralizations", "string", "", "How the record was made less exact", _DWC),
        Column("coordinatePrecision", "number", "°", "Precision of the coordinates", _DWC),
        Column("coordinateUncertaintyInMeters", "number", "m", "Radius that holds the true place", _DWC),
        Column("informationWithheld", "string", "", "What is not given", _DWC),
        Column("individuals_class", "string", "animals", "Individuals identified in the year, classed"),
        Column("sensitivityReviewDate", "date", "", "Day by which to ask again whether it is sensitive"),
    )
}
"""Every shared column, by name."""


def check_columns(frame: pd.DataFrame, wanted: Iterable[tuple[str, str]], file: str) -> pd.DataFrame:
    """Check that a table has its columns and that their cells have the declared type.

    Parameters
    ----------
    frame : DataFrame
        Table as read, any index.
    wanted : iterable of (name, type)
        Columns that must be there; types are keys of `TYPES`.
    file : str
        Name to show in a message.

    Returns
    -------
    DataFrame
        The table with numbers as numbers and years as nullable integers;
        other columns unchanged.

    Raises
    ------
    LeopardRangeError
        ``column_missing``, ``bad_number``.
    """
    out = frame.copy()
    for name, kind in wanted:
        if name not in out.columns:
            raise LeopardRangeError("column_missing", file=file, column=name)
        if kind in ("integer", "number", "year"):
            numbers = pd.to_numeric(out[name], errors="coerce")
            wrong = numbers.isna() & out[name].notna() & (out[name].astype(str).str.strip() != "")
            if kind != "number":
                wrong |= numbers.notna() & (numbers % 1 != 0)
            if wrong.any():
                at = int(wrong.to_numpy().argmax())
                raise LeopardRangeError(
                    "bad_number", file=file, row=at + 1, column=name, value=str(out[name].iloc[at])
                )
            out[name] = numbers if kind == "number" else numbers.astype("Int64")
    return out


def conform(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Give a table the columns and types that are promised, and leave the others as they are.

    Parameters
    ----------
    frame : DataFrame
        Any table; values must already be of the type or convertible to it.
    columns : mapping of str to str
        Column names with pandas types, as in `leopard_range.model.survey.TABLES`.

    Returns
    -------
    DataFrame
        The promised columns first, in their order; a missing one holds ``""``, NaN, NaT or NA.
        Text never holds a missing value.  The index counts from 0.
    """
    out: dict[str, pd.Series] = {}
    name: str
    kind: Any
    for name, kind in columns.items():
        if name in frame.columns:
            one = frame[name].reset_index(drop=True)
            out[name] = (one.astype("object").where(one.notna(), "") if kind == "str" else one).astype(kind)
        else:
            empty = "" if kind == "str" else None
            out[name] = pd.Series([empty] * len(frame), dtype=kind)
    rest = frame.reset_index(drop=True)
    return pd.DataFrame(out | {str(name): rest[name] for name in rest.columns if name not in columns})
