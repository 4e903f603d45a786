"""Plain tables of capture-recapture: CSV, SPACECAP's three files, and the text files of R secr.

Layouts: SPACECAP manual (Gopalaswamy et al. 2012, doi:10.1111/j.2041-210X.2012.00241.x); secr's
``secr-datainput.pdf`` (Efford).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from leopard_range.errors import LeopardRangeError
from leopard_range.model.captures import Captures, CaptureSession
from leopard_range.sources.tables import read_csv

__all__ = ["read_captures"]

_SESSION = ("session",)
_ANIMAL = ("individual", "animal_id", "animalid", "id", "individualid")
_OCCASION = ("occasion", "so")
_TRAP = ("trap", "loc_id", "detector", "trapid", "detectorid", "station")
_X = ("x", "x_coord", "x_m")
_Y = ("y", "y_coord", "y_m")
_ALIVE, _REMOVED = ("alive",), ("removed", "dead", "died")
_YES, _NO = frozenset({"1", "yes", "y", "true", "t"}), frozenset({"0", "no", "n", "false", "f"})
_FARTHEST_M = 1e8
_USAGE = re.compile(r"[Xx]?(\d+)")
_TEXT_COLUMNS = ("session", "individual", "occasion", "trap")
_WIDEST_DEGREES = 3.0


def read_captures(
    captures: Path | None, traps: Path, mask: Path | None = None, occasions: str = ""
) -> Captures:
    """Read and check the tables of a capture study.

    Parameters
    ----------
    captures : Path or None
        None for a design of which nothing is known yet.  Columns ``individual, occasion, trap`` and perhaps
        ``session``, or ``LOC_ID, ANIMAL_ID, SO``, or a text file of secr.  Occasions count from 1; a minus
        says that the animal died or was taken away, as do ``removed`` yes and ``alive`` no.
    traps : Path
        Columns ``trap, x, y`` and perhaps ``session`` and the effort on occasions ``1, 2, ...``, or
        ``LOC_ID, X_COORD, Y_COORD, 1, 2, ...``, or a text file of secr; metres.
    mask : Path, optional
        Columns ``x, y`` or ``X_COORD, Y_COORD, HABITAT``, perhaps ``session`` and numbers about the cell.
    occasions : str
        How many there are, or one number a session with commas; empty when the traps' columns tell.

    Returns
    -------
    Captures
        Sessions in the order of their first capture.

    Raises
    ------
    LeopardRangeError
        ``captures_*`` with file, row and column, and those of `read_csv`.
    """
    if captures is None:
        return _design(traps, mask, occasions)
    caught = _rows(captures, _TEXT_COLUMNS)
    places = _rows(traps, ("trap", "x", "y"))
    animal, trap_of = _column(caught, _ANIMAL, captures), _column(caught, _TRAP, captures)
    occasion = _numbers(caught, _named(caught, _OCCASION, captures), captures, whole=True)
    gone = (occasion < 0) | _gone(caught, captures)
    session = _session(caught)
    set_up = _session(places) if _find(places, _SESSION) else None
    names = tuple(dict.fromkeys(session if set_up is None else [*set_up, *session]))
    lengths = _lengths(occasions, names, captures)
    sessions = []
    for name in names:
        here = places if set_up is None else places[(set_up == name).to_numpy()]
        if here.empty:
            raise LeopardRangeError("captures_no_traps", file=traps.name, session=name)
        ids, xy, usage = _traps(here, traps, lengths.get(name, 0))
        mine = (session == name).to_numpy()
        records = pd.DataFrame(
            {
                "individual": animal[mine],
                "occasion": np.abs(occasion[mine]).astype(int) - 1,
                "trap": trap_of[mine].map({id_: at for at, id_ in enumerate(ids)}),
                "removed": gone[mine],
                "row": np.flatnonzero(mine) + 1,
            }
        )
        _check_records(records, trap_of[mine], usage, captures, traps)
        kept = records.astype({"trap": int}).reset_index(drop=True)
        sessions.append(CaptureSession(name, ids, xy, usage, kept))
    masks = () if mask is None else _masks(mask, names)
    return Captures(captures.name, tuple(sessions), masks)


def _design(traps: Path, mask: Path | None, occasions: str) -> Captures:
    lengths = _lengths(occasions, ("",), traps)
    ids, xy, usage = _traps(_rows(traps, ("trap", "x", "y")), traps, lengths.get("", 0))
    nothing = pd.DataFrame(columns=["individual", "occasion", "trap", "removed", "row"])
    masks = () if mask is None else _masks(mask, ("",))
    return Captures(traps.name, (CaptureSession("", ids, xy, usage, nothing),), masks)


def _rows(path: Path, names: tuple[str, ...]) -> pd.DataFrame:
    """Read a CSV with its header, or a text file of secr that has none."""
    if not path.is_file():
        raise LeopardRangeError("file_missing", file=str(path))
    try:
        with path.open(encoding="utf-8-sig") as source:
            first = next((line for line in source if line.strip()), "")
    except (OSError, UnicodeDecodeError) as problem:
        raise LeopardRangeError("file_unreadable", file=path.name, format="CSV (UTF-8)") from problem
    if any(sign in first for sign in ",;\t") and not first.lstrip().startswith("#"):
        return read_csv(path)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    rows = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not rows:
        raise LeopardRangeError("file_empty", file=path.name)
    cells = [_cells(row.partition("/")[0] if "x" in names else row) for row in rows]
    head = [cell.lower() for cell in cells[0]]
    if set(_X) & set(head) or set(_OCCASION) & set(head):
        # A table with spaces between its columns, header included.
        names, cells = tuple(cells[0]), cells[1:]
    return _table(cells, names, path.name)


def _cells(row: str) -> list[str]:
    return next(csv.reader([row])) if "," in row else row.replace('"', "").split()


def _table(cells: list[list[str]], names: tuple[str, ...], file: str) -> pd.DataFrame:
    if not cells:
        raise LeopardRangeError("file_empty", file=file)
    if "x" in names and all(len(row) == 4 and re.fullmatch(r"[01]{2,}", row[3]) for row in cells):
        cells = [[*row[:3], *row[3]] for row in cells]
    width = len(cells[0]) if "x" in names else max(len(names), len(cells[0]))
    for at, row in enumerate(cells, start=1):
        if len(row) != width or len(row) < len(names):
            raise LeopardRangeError(
                "bad_row", file=file, row=at, found=len(row), needed=max(width, len(names))
            )
    more = [str(at) for at in range(1, width - len(names) + 1)]
    kept = more if "x" in names else [f"covariate_{at}" for at in more]
    return pd.DataFrame(cells, columns=[*names, *kept], dtype="str")


def _find(frame: pd.DataFrame, names: tuple[str, ...]) -> str:
    lower = {str(column).lower(): str(column) for column in frame.columns}
    return next((lower[name] for name in names if name in lower), "")


def _named(frame: pd.DataFrame, names: tuple[str, ...], path: Path) -> str:
    found = _find(frame, names)
    if not found:
        raise LeopardRangeError("column_missing", file=path.name, column=names[0])
    return found


def _column(frame: pd.DataFrame, names: tuple[str, ...], path: Path) -> pd.Series:
    """Return a column of names; an empty cell is an error."""
    column = _named(frame, names, path)
    text = frame[column].fillna("").str.strip()
    if (text == "").any():
        at = int((text == "").to_numpy().argmax())
        raise LeopardRangeError("captures_empty_cell", file=path.name, row=at + 1, column=column)
    return text


def _session(frame: pd.DataFrame) -> pd.Series:
    column = _find(frame, _SESSION)
    return frame[column].fillna("").str.strip() if column else pd.Series("", index=frame.index)


def _gone(frame: pd.DataFrame, path: Path) -> NDArray[np.bool_]:
    """Tell which captures the animal did not come back from, by columns of yes and no; empty is no news."""
    gone = np.zeros(len(frame), bool)
    for names, said in ((_ALIVE, _NO), (_REMOVED, _YES)):
        if not (column := _find(frame, names)):
            continue
        text = frame[column].fillna("").str.strip().str.casefold()
        unclear = ~text.isin(_YES | _NO | {""}).to_numpy()
        if unclear.any():
            at = int(unclear.argmax())
            raise LeopardRangeError(
                "captures_yes_no",
                file=path.name,
                row=int(frame.index[at]) + 1,
                column=column,
                value=str(frame[column].iloc[at]),
            )
        gone |= text.isin(said).to_numpy()
    return gone


def _numbers(frame: pd.DataFrame, column: str, path: Path, *, whole: bool = False) -> NDArray[np.float64]:
    values = pd.to_numeric(frame[column], errors="coerce").to_numpy(float)
    wrong = ~np.isfinite(values)
    if whole:
        wrong |= np.nan_to_num(values) % 1 != 0
    if wrong.any():
        at = int(wrong.argmax())
        cell = frame[column].iloc[at]
        row = int(frame.index[at]) + 1
        raise LeopardRangeError(
            "bad_number", file=path.name, row=row, column=column, value="" if pd.isna(cell) else str(cell)
        )
    return values


def _lengths(occasions: str, names: tuple[str, ...], path: Path) -> Mapping[str, int]:
    parts = [part.strip() for part in str(occasions).split(",") if part.strip()]
    if any(not part.isdecimal() or int(part) < 1 for part in parts):
        raise LeopardRangeError("captures_occasions", value=str(occasions))
    if len(parts) not in (0, 1, len(names)):
        raise LeopardRangeError("captures_sessions", file=path.name, value=str(occasions), found=len(names))
    numbers = [int(part) for part in parts]
    return dict(zip(names, numbers * (len(names) if len(numbers) == 1 else 1), strict=False))


def _places(frame: pd.DataFrame, path: Path) -> NDArray[np.float64]:
    columns = [_named(frame, names, path) for names in (_X, _Y)]
    xy = np.column_stack([_numbers(frame, column, path) for column in columns])
    far = np.abs(xy) > _FARTHEST_M
    if far.any():
        at, axis = np.argwhere(far)[0]
        raise LeopardRangeError(
            "captures_far",
            file=path.name,
            row=int(frame.index[at]) + 1,
            column=columns[axis],
            value=float(xy[at, axis]),
        )
    return xy


def _traps(
    frame: pd.DataFrame, path: Path, occasions: int
) -> tuple[tuple[str, ...], NDArray[np.float64], NDArray[np.float64]]:
    ids = _column(frame, _TRAP, path)
    twice = ids.duplicated().to_numpy()
    if twice.any():
        at = int(twice.argmax())
        row = int(frame.index[at]) + 1
        raise LeopardRangeError("captures_trap_twice", file=path.name, row=row, trap=ids.iloc[at])
    xy = _places(frame, path)
    wide = np.ptp(xy, axis=0).max(initial=0.0)
    if 0 < wide < _WIDEST_DEGREES and (np.abs(xy) <= (180, 90)).all():
        raise LeopardRangeError("captures_degrees", file=path.name)
    columns = sorted(
        ((int(hit[1]), str(name)) for name in frame.columns if (hit := _USAGE.fullmatch(str(name)))),
    )
    if not columns:
        if not occasions:
            raise LeopardRangeError("captures_no_occasions", file=path.name)
        return tuple(ids), xy, np.ones((len(ids), occasions))
    if [number for number, _ in columns] != list(range(1, len(columns) + 1)):
        raise LeopardRangeError("captures_usage_columns", file=path.name, found=len(columns))
    if occasions and occasions != len(columns):
        raise LeopardRangeError(
            "captures_occasions_differ", file=path.name, found=len(columns), needed=occasions
        )
    usage = np.column_stack([_numbers(frame, name, path) for _, name in columns])
    if (usage < 0).any():
        at, column = np.argwhere(usage < 0)[0]
        row = int(frame.index[at]) + 1
        raise LeopardRangeError(
            "captures_usage_negative",
            file=path.name,
            row=row,
            column=columns[column][1],
            value=float(usage[at, column]),
        )
    if not usage.any():
        raise LeopardRangeError("captures_no_effort", file=path.name)
    return tuple(ids), xy, usage


def _check_records(
    records: pd.DataFrame, named: pd.Series, usage: NDArray[np.float64], captures: Path, traps: Path
) -> None:
    unknown = records["trap"].isna().to_numpy()
    if unknown.any():
        at = int(unknown.argmax())
        row = int(records["row"].iloc[at])
        raise LeopardRangeError(
            "captures_unknown_trap", file=captures.name, row=row, trap=named.iloc[at], traps=traps.name
        )
    occasion = records["occasion"].to_numpy()
    outside = (occasion < 0) | (occasion >= usage.shape[1])
    if outside.any():
        at = int(outside.argmax())
        raise LeopardRangeError(
            "captures_occasion_outside",
            file=captures.name,
            row=int(records["row"].iloc[at]),
            value=int(occasion[at]) + 1,
            last=usage.shape[1],
        )
    idle = usage[records["trap"].to_numpy(int), occasion] == 0
    if idle.any():
        at = int(idle.argmax())
        raise LeopardRangeError(
            "captures_idle_trap",
            file=captures.name,
            row=int(records["row"].iloc[at]),
            trap=named.iloc[at],
            value=int(occasion[at]) + 1,
        )


def _masks(path: Path, names: tuple[str, ...]) -> tuple[pd.DataFrame, ...]:
    frame = _rows(path, ("x", "y"))
    xy = _places(frame, path)
    habitat = _find(frame, ("habitat",))
    kept = _numbers(frame, habitat, path) != 0 if habitat else np.ones(len(frame), bool)
    known = {habitat, _find(frame, _SESSION), _named(frame, _X, path), _named(frame, _Y, path)}
    more = {
        str(name): values
        for name in frame.columns
        if str(name) not in known
        if np.isfinite(values := pd.to_numeric(frame[name], errors="coerce").to_numpy(float)).all()
    }
    cells = pd.DataFrame({"x": xy[:, 0], "y": xy[:, 1], **more})
    session = _session(frame) if _find(frame, _SESSION) else None
    found = []
    for name in names:
        mine = kept if session is None else kept & (session == name).to_numpy()
        one = cells[mine].reset_index(drop=True)
        if one.empty:
            raise LeopardRangeError("mask_no_cell", file=path.name)
        twice = one.duplicated(["x", "y"]).to_numpy()
        if twice.any():
            raise LeopardRangeError(
                "mask_cell_twice", file=path.name, x=one["x"][twice].iloc[0], y=one["y"][twice].iloc[0]
            )
        found.append(one)
    return tuple(found)
