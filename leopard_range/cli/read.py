"""The command ``read``: what becomes of a file that somebody brings."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from leopard_range.cli import show
from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.i18n import explain, note_sentence, number, translator
from leopard_range.studies.shape import N_

if TYPE_CHECKING:
    from leopard_range.model import Choices, Note, Upload

__all__ = ["CHOICES", "read"]

CHOICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "encoding": (N_("encoding of the text, when the file does not say it: cp1251, gb18030, cp949"), ()),
    "crs": (N_("coordinate system, when the file does not say it: EPSG:32652"), ()),
    "date_order": (N_("order of dates such as 03/04/2013"), ("dmy", "mdy", "ymd")),
    "geometry": (N_("which shapes of a mixed file to keep"), ("point", "line", "polygon")),
    "layer": (N_("which layer of a file with several"), ()),
    "timezone": (N_("time zone of times that state none: Asia/Vladivostok"), ()),
}
"""Answers a person can give: meaning, and the words allowed when there are only a few."""

_OUTCOMES = {
    "accepted": N_("Accepted"),
    "accepted-and-repaired": N_("Accepted and repaired"),
}
_GEOMETRY = {
    "Point": "point",
    "LineString": "line",
    "Polygon": "polygon",
}


def read(wishes: argparse.Namespace, language: str) -> None:
    """Read a file and say what came in and what was repaired.

    Parameters
    ----------
    wishes : Namespace
        Parsed arguments.
    language : str
        Language of the reader.

    Raises
    ------
    LeopardRangeError
        Why the file is not read; with ``--json`` it is printed first.
    """
    from leopard_range.catalog.uploads import read_file

    try:
        found = read_file(wishes.file, _choices(wishes))
    except LeopardRangeError as problem:
        if wishes.json:
            _print(_refusal(problem, language))
        raise
    if wishes.json:
        _print(_reply(found, language))
    else:
        print("\n".join(_lines(found, language)))


def _choices(wishes: argparse.Namespace) -> Choices:
    from leopard_range.model import Choices

    given: dict[str, Any] = {}
    for name, (_text, words) in CHOICES.items():
        value = getattr(wishes, name)
        if value is None:
            continue
        if words and value not in words:
            option = f"--{name.replace('_', '-')}"
            raise LeopardRangeError("bad_choice", name=option, value=value, choices=", ".join(words))
        given[name] = value
    return Choices(swap=wishes.swap, **given)


def _print(values: dict[str, Any]) -> None:
    print(json.dumps(values, ensure_ascii=False, allow_nan=False, indent=2))


def _outcome(found: Upload) -> str:
    return "accepted-and-repaired" if found.repairs else "accepted"


def _geometry(found: Upload) -> str | None:
    """Return the family of the shapes: point, line or polygon."""
    if found.frame is None or found.frame.empty:
        return None
    return _GEOMETRY[str(found.frame.geom_type.iloc[0]).removeprefix("Multi")]


def _columns(found: Upload) -> list[str]:
    if found.frame is None:
        return []
    return [str(name) for name in found.frame.columns if name != found.frame.geometry.name]


def _told(notes: Iterable[Note], language: str) -> list[dict[str, str]]:
    return [{"code": note.code, "message": note_sentence(note, language)} for note in notes]


def _reply(found: Upload, language: str) -> dict[str, Any]:
    return {
        "outcome": _outcome(found),
        "name": found.name,
        "kind": found.kind,
        "rows": found.rows,
        "crs": "EPSG:4326",
        "source_crs": found.source_crs,
        "geometry": _geometry(found),
        "columns": _columns(found),
        "repairs": _told(found.repairs, language),
        "remarks": _told(found.remarks, language),
        "error": None,
    }


def _refusal(problem: LeopardRangeError, language: str) -> dict[str, Any]:
    told = explain(problem, language)
    return {
        "outcome": "rejected" if isinstance(problem, RejectedError) else "clear-error",
        "name": str(problem.blanks.get("file", "")),
        "kind": None,
        "rows": 0,
        "crs": None,
        "source_crs": None,
        "geometry": None,
        "columns": [],
        "repairs": [],
        "remarks": [],
        "error": {
            "code": problem.code,
            "message": told.message,
            "where": told.where,
            "remedy": told.remedy,
        },
    }


def _lines(found: Upload, language: str) -> list[str]:
    """Write a short report: what came in, where it lies, what was repaired."""
    _ = translator(language)
    rows = [
        (_("File"), found.name),
        (_("Outcome"), _(_OUTCOMES[_outcome(found)])),
        (_("Format"), found.kind),
        (_("Cells with data") if found.grid else _("Rows"), number(found.rows, language)),
        (_("Coordinate system of the file"), found.source_crs),
    ]
    geometry = _geometry(found)
    if geometry:
        rows.append((_("Geometry"), _(geometry)))
    bounds = _bounds(found)
    if bounds:
        west, south, east, north = (number(value, language, 2) for value in bounds)
        rows.append((_("Where it lies"), f"{west} – {east}° E, {south} – {north}° N"))
    if columns := _columns(found):
        rows.append((_("Columns"), ", ".join(columns)))
    lines = show.table_lines((), rows)
    for title, notes in ((_("Repaired"), found.repairs), (_("To know"), found.remarks)):
        if notes:
            lines += ["", title, *(f"- {note_sentence(note, language)}" for note in notes)]
    return lines


def _bounds(found: Upload) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north in degrees."""
    if found.grid is not None:
        rows, columns = found.grid.shape
        (west, north), (east, south) = found.grid.transform @ (0, 0), found.grid.transform @ (columns, rows)
        return west, south, east, north
    if found.frame is None or found.frame.empty:
        return None
    west, south, east, north = (float(value) for value in found.frame.total_bounds)
    return west, south, east, north
