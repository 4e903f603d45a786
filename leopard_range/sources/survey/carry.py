"""A survey as bytes and back, without pickle: who wrote them is not known, so all is checked again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

import pandas as pd

from leopard_range.model import Choices, Note
from leopard_range.model.survey import TABLES, Problem, Survey
from leopard_range.schema import conform
from leopard_range.sources.survey.camtrap_meta import metadata
from leopard_range.sources.survey.occasions import plane
from leopard_range.sources.survey.sheet import tidy, title_of
from leopard_range.sources.survey.times import clock_of
from leopard_range.sources.upload import shown_name
from leopard_range.sources.upload.text import clean

__all__ = ["KINDS", "MAGIC", "pack", "unpack"]

MAGIC = b"LRSURVEY1\n"
"""How the bytes begin."""

KINDS = ("camtrap-dp", "wildlife-insights", "spacecap", "secr", "csv", "layers")
"""What a survey can have come as."""

_MAX_BYTES = 400_000_000
_SEVERITIES = ("error", "warning", "info")
_TEXT, _WHOLE, _REAL, _TIME = "text", "whole", "real", "time"


def pack(survey: Survey) -> bytes:
    """Write a survey as bytes.

    Parameters
    ----------
    survey : Survey
        Any.

    Returns
    -------
    bytes
        For `unpack`.
    """
    head = {
        "name": survey.name,
        "kind": survey.kind,
        "crs": survey.crs,
        "timezone": survey.timezone,
        "simulated": bool(survey.simulated),
        "problems": [
            [one.rule, one.severity, one.table, one.row, one.column, dict(one.blanks)]
            for one in survey.problems
        ],
        "operations": [[note.code, dict(note.blanks)] for note in survey.operations],
        "metadata": dict(survey.metadata),
        "tables": {name: _columns(frame) for name in TABLES if (frame := getattr(survey, name)) is not None},
    }
    text = json.dumps(head, ensure_ascii=False, allow_nan=False)
    return MAGIC + zlib.compress(text.encode("utf-8", "replace"), 1)


def unpack(data: bytes) -> Survey:
    """Read back what `pack` wrote.

    Parameters
    ----------
    data : bytes
        From somebody who is not trusted.

    Returns
    -------
    Survey
        Its texts cleaned, its tables of the types that are promised.

    Raises
    ------
    ValueError, KeyError, TypeError, LeopardRangeError, zlib.error
        When the bytes are not what `pack` writes.
    """
    if not data.startswith(MAGIC):
        raise ValueError("not a survey")
    machine = zlib.decompressobj()
    body = machine.decompress(data[len(MAGIC) :], _MAX_BYTES)
    if machine.unconsumed_tail or not machine.eof or machine.unused_data:
        raise ValueError("a survey of another length")
    head = json.loads(body)
    name, kind = shown_name(str(head["name"])), str(head["kind"])
    if kind not in KINDS or not isinstance(head["simulated"], bool):
        raise ValueError("a survey of another kind")
    answers = Choices(crs=str(head["crs"]), timezone=str(head["timezone"]))
    tables = {
        one: conform(_frame(head["tables"][one]), TABLES[one]) for one in TABLES if one in head["tables"]
    }
    return Survey(
        name=name,
        kind=kind,
        crs=plane(answers, name),
        timezone=clock_of(answers, name).zone.key,
        deployments=tables["deployments"],
        observations=tables["observations"],
        media=tables["media"],
        individuals=tables["individuals"],
        gaps=tables["gaps"],
        usage=tables.get("usage"),
        habitat=tables.get("habitat"),
        simulated=head["simulated"],
        problems=tuple(_problem(one) for one in head["problems"]),
        operations=tuple(Note(str(code), _blanks(blanks)) for code, blanks in head["operations"]),
        metadata=metadata(head["metadata"]),
    )


def _columns(frame: pd.DataFrame) -> list[list[Any]]:
    """Return [name, type, cells] of each column; a missing cell is None, a time whole milliseconds."""
    out: list[list[Any]] = []
    for name in frame.columns:
        column = frame[name]
        kind = pd.api.types
        if kind.is_datetime64_any_dtype(column.dtype):
            whole = column.astype("datetime64[ms, UTC]").astype("int64")
            cells: list[Any] = whole.astype("object").where(column.notna(), None).tolist()
            out.append([str(name), _TIME, cells])
        elif kind.is_integer_dtype(column.dtype):
            out.append([str(name), _WHOLE, column.astype("object").where(column.notna(), None).tolist()])
        elif kind.is_float_dtype(column.dtype):
            out.append([str(name), _REAL, column.astype("object").where(column.notna(), None).tolist()])
        else:
            texts = column.astype("object").where(column.notna(), "")
            out.append([str(name), _TEXT, [str(one) for one in texts]])
    return out


def _frame(columns: list[list[Any]]) -> pd.DataFrame:
    out: dict[str, pd.Series] = {}
    for name, kind, cells in columns:
        if not isinstance(cells, list) or title_of(str(name)) in out:
            raise ValueError("a table of another form")
        out[title_of(str(name))] = _series(str(kind), cells)
    if len({len(column) for column in out.values()}) > 1:
        raise ValueError("columns of different lengths")
    return pd.DataFrame(out)


def _series(kind: str, cells: list[Any]) -> pd.Series:
    if kind == _TEXT:
        if not all(isinstance(one, str) for one in cells):
            raise ValueError("no text")
        return tidy(pd.Series(cells, dtype="str"))
    whole = kind in (_WHOLE, _TIME)
    allowed = (int,) if whole else (int, float)
    if not all(one is None or (isinstance(one, allowed) and not isinstance(one, bool)) for one in cells):
        raise ValueError("no number")
    if kind == _TIME:
        numbers = pd.Series(cells, dtype="Int64")
        moments: pd.Series = pd.to_datetime(numbers, unit="ms", utc=True, errors="raise")
        return moments.astype("datetime64[ms, UTC]")
    if kind not in (_WHOLE, _REAL):
        raise ValueError("a column of another type")
    return pd.Series(cells, dtype="Int64" if whole else "float64")


def _problem(parts: list[Any]) -> Problem:
    rule, severity, table, row, column, blanks = parts
    if severity not in _SEVERITIES or not isinstance(row, int):
        raise ValueError("no problem")
    return Problem(str(rule), severity, title_of(str(table)), row, title_of(str(column)), _blanks(blanks))


def _blanks(blanks: Mapping[str, Any]) -> tuple[tuple[str, str | int | float], ...]:
    if not all(isinstance(one, str | int | float) for one in blanks.values()):
        raise ValueError("blanks of another type")
    return tuple((str(key), clean(one)[:300] if isinstance(one, str) else one) for key, one in blanks.items())
