"""Text files of secr and DENSITY: a file of captures, a file of traps, cells told by their order.

A line of captures is ``session animal occasion detector`` or ``session animal occasion x y``; one of traps is
``detector x y``, then usage by occasion, then covariates after a slash.  Lines that begin with ``#`` are
remarks; white space or commas stand between the cells.

References
----------
Efford M. G. (2004) Density estimation in live-trapping studies. Oikos 106: 598-610,
doi:10.1111/j.0030-1299.2004.13043.x.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices
from leopard_range.model.survey import Survey
from leopard_range.sources.survey.occasions import MAX_OCCASIONS, Captures, Traps, survey_of, usage_of
from leopard_range.sources.survey.sheet import MAX_CELLS, Problems, Sheet
from leopard_range.sources.upload.encoding import decode_text
from leopard_range.sources.upload.text import clean, label

__all__ = ["looks_so", "read"]

_NOBODY = "NONE"
"""Animal of a line that only says that a session had no capture."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A text file as cells, with the words of its remarks."""

    member: str
    rows: list[list[str]]
    remarks: str
    simulated: bool

    @property
    def part(self) -> str:
        """``captures``, ``traps`` or ``""``, told by remarks, then by name, then by content."""
        if not self.rows or min(len(row) for row in self.rows) < 3 or not _numbers(self.rows, 2):
            return ""
        first = self.remarks.casefold().split()[:1]
        base = posixpath.basename(self.member).casefold()
        if first == ["session"] or re.search(r"capt", base):
            return "captures" if min(len(row) for row in self.rows) >= 4 else ""
        plain = _numbers(self.rows, 1)
        if plain and (
            first[:1] in (["detector"], ["trap"], ["detectorid"]) or re.search(r"trap|detector", base)
        ):
            return "traps"
        if plain and len({row[0] for row in self.rows}) == len(self.rows):
            return "traps"
        return "captures" if min(len(row) for row in self.rows) >= 4 else ""


def _numbers(rows: Sequence[Sequence[str]], at: int) -> bool:
    return all(re.fullmatch(r"[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?", row[at]) for row in rows)


def looks_so(files: Mapping[str, bytes], name: str, choices: Choices) -> bool:
    """Tell whether files are captures and traps by their order of cells.

    Parameters
    ----------
    files : mapping of str to bytes
        Tables.
    name : str
        File name, for messages.
    choices : Choices
        ``encoding``.
    """
    heads = {member: body[:20_000].rpartition(b"\n")[0] or body[:20_000] for member, body in files.items()}
    found = [one.part for member, body in heads.items() if (one := _text(member, body, name, choices))]
    return "captures" in found and "traps" in found


def read(name: str, files: Mapping[str, bytes], choices: Choices) -> Survey:
    """Read captures and traps.

    Parameters
    ----------
    name : str
        Its name, for messages.
    files : mapping of str to bytes
        Texts; those that are neither are left alone.
    choices : Choices
        ``encoding``, ``crs``.

    Returns
    -------
    Survey
        Without dates: effort by occasion stands in ``usage``.

    Raises
    ------
    LeopardRangeError
        ``survey_part_missing``, ``survey_part_twice``, ``survey_too_big``.
    """
    problems = Problems()
    texts = [one for member, body in sorted(files.items()) if (one := _text(member, body, name, choices))]
    found: dict[str, _Text] = {}
    for text in texts:
        if text.part in found:
            raise LeopardRangeError("survey_part_twice", file=name, part=text.part)
        if text.part:
            found[text.part] = text
    for part in ("captures", "traps"):
        if part not in found:
            raise LeopardRangeError("survey_part_missing", file=name, part=part)
    traps, unread = _traps(found["traps"], name, problems)
    captures = _captures(found["captures"], traps, name, problems)
    if traps.usage is None and unread:
        problems.add("usage_unread", "traps", severity="warning")
    made = survey_of(name, "secr", captures, traps, None, problems, choices)
    return replace(made, simulated=any(text.simulated for text in texts))


def _text(member: str, body: bytes, name: str, choices: Choices) -> _Text | None:
    try:
        text, _ = decode_text(body, name, choices)
    except LeopardRangeError:
        return None
    rows: list[list[str]] = []
    remarks = ""
    cells = 0
    for line in text.splitlines():
        bare = line.strip()
        if bare.startswith("#"):
            remarks = bare.lstrip("# ") if not rows else remarks
            continue
        if bare:
            parts = re.split(r"\s*,\s*|\s+", bare)
            cells += len(parts)
            if cells > MAX_CELLS:
                raise LeopardRangeError("survey_too_big", file=name)
            rows.append([clean(one.strip("\"'"))[:200] for one in parts])
    simulated = re.search(r"^# *simulated", text, re.IGNORECASE | re.MULTILINE) is not None
    return _Text(label(member), rows, remarks, simulated)


def _sheet(part: str, columns: Mapping[str, Sequence[str]], name: str, problems: Problems) -> Sheet:
    frame = pd.DataFrame({key: pd.Series(list(cells), dtype="str") for key, cells in columns.items()})
    return Sheet(part, name, "", frame, problems)


def _traps(text: _Text, name: str, problems: Problems) -> tuple[Traps, bool]:
    """Traps with their usage, and whether something stood there that is no usage."""
    told = [[cell for cell in row if cell] for row in text.rows]
    bare = [row[: row.index("/")] if "/" in row else row for row in told]
    bare = [[cell for cell in row if "/" not in cell or cell.replace("/", "").isdigit()] for row in bare]
    columns = {
        key: [row[at] if len(row) > at else "" for row in bare] for at, key in enumerate(("id", "x", "y"))
    }
    sheet = _sheet("traps", columns, name, problems)
    rest = [row[3:] for row in bare]
    # Usage may be written without anything between: 0011101.
    if all(len(row) == 1 and re.fullmatch(r"[01]{2,}", row[0]) for row in rest):
        rest = [list(row[0]) for row in rest]
    widths = {len(row) for row in rest}
    usage = None
    if len(widths) == 1 and 0 < max(widths) <= MAX_OCCASIONS:
        table = pd.DataFrame(rest).apply(pd.to_numeric, errors="coerce")
        if table.notna().all(axis=None):
            usage = usage_of(table[one] for one in table)
    traps = Traps(
        id=sheet.filled("id"),
        session=pd.Series([""] * len(bare), dtype="str"),
        x=sheet.numbers("x"),
        y=sheet.numbers("y"),
        usage=usage,
    )
    return traps, max(widths) > 0


def _captures(text: _Text, traps: Traps, name: str, problems: Problems) -> Captures:
    rows = [row for row in text.rows if row[1].upper() != _NOBODY]
    columns = {
        key: [row[at] for row in rows] for at, key in enumerate(("session", "animal", "occasion", "trap"))
    }
    # A minus says that the animal died or was taken away.
    removed = pd.Series([cell.startswith("-") for cell in columns["occasion"]], dtype=bool)
    columns["occasion"] = [cell.lstrip("-") for cell in columns["occasion"]]
    sheet = _sheet("captures", columns, name, problems)
    trap = sheet.filled("trap")
    if rows and min(len(row) for row in rows) >= 5 and not trap.isin(traps.id).any():
        trap = _nearest(rows, traps)
    return Captures(
        animal=sheet.filled("animal"),
        trap=trap,
        session=sheet.text("session"),
        occasion=sheet.counts("occasion", "occasion_unreadable"),
        sex=pd.Series([""] * len(rows), dtype="str"),
        removed=removed,
    )


def _nearest(rows: Sequence[Sequence[str]], traps: Traps) -> pd.Series:
    """Name the trap that stands where a capture was: captures may tell the place instead of the trap."""
    places = pd.DataFrame([row[3:5] for row in rows]).apply(pd.to_numeric, errors="coerce").round(2)
    stands = pd.DataFrame({0: traps.x.round(2), 1: traps.y.round(2), "id": traps.id}).drop_duplicates([0, 1])
    named = places.merge(stands, how="left", on=[0, 1])["id"]
    told = pd.Series([" ".join(row[3:5]) for row in rows], dtype="str")
    out: pd.Series = named.astype("object").where(named.notna(), told).astype("str")
    return out
