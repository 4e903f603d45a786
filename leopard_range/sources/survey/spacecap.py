"""SPACECAP's three tables, and captures and traps with headings of other programs.

SPACECAP reads ``LOC_ID, ANIMAL_ID, SO`` (captures), ``LOC_ID, X_COORD, Y_COORD, 1, 2, ...`` (traps, 1 where
a camera was set on an occasion) and ``X_COORD, Y_COORD, HABITAT``.

References
----------
Gopalaswamy A. M. et al. (2012) Program SPACECAP: software for estimating animal density using spatially
explicit capture-recapture models. Methods in Ecology and Evolution 3: 1067-1072,
doi:10.1111/j.2041-210X.2012.00241.x.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices
from leopard_range.model.survey import Survey
from leopard_range.sources.survey import parts
from leopard_range.sources.survey.occasions import Captures, Traps, survey_of, usage_of
from leopard_range.sources.survey.sheet import Problems, Sheet, first_titles, read_sheet

__all__ = ["part_of", "read", "roles"]

_ROLES: Mapping[str, frozenset[str]] = {
    "animal": frozenset({"animalid", "animal", "individual", "individualid", "individualname", "id"}),
    "trap": frozenset(
        {"locid", "trap", "trapid", "detector", "detectorid", "location", "station", "stationid", "camera"}
    ),
    "occasion": frozenset({"so", "occasion", "occ", "samplingoccasion", "day"}),
    "x": frozenset({"xcoord", "x", "utmx", "easting", "utmeasting", "xm", "longitude", "lon"}),
    "y": frozenset({"ycoord", "y", "utmy", "northing", "utmnorthing", "ym", "latitude", "lat"}),
    "habitat": frozenset({"habitat", "habitatsuitability", "suitable"}),
    "session": frozenset({"session", "sessionid", "year", "season"}),
    "sex": frozenset({"sex", "gender"}),
    "alive": frozenset({"alive"}),
    "removed": frozenset({"removed", "dead", "died"}),
}
_YES, _NO = ("1", "yes", "y", "true", "t"), ("0", "no", "n", "false", "f")
_REMOVED = dict.fromkeys(_YES, "yes") | dict.fromkeys(_NO, "")
_ALIVE = dict.fromkeys(_NO, "yes") | dict.fromkeys(_YES, "")
_USAGE = re.compile(r"(?:so|occ(?:asion)?|usage|o|d|day)?[._ ]?0*(\d{1,5})", re.IGNORECASE)
_MASK = re.compile(r"mask|habitat|statespace", re.IGNORECASE)


def roles(titles: Sequence[str]) -> dict[str, str]:
    """Tell which column plays which part.

    Parameters
    ----------
    titles : sequence of str
        Names of columns.

    Returns
    -------
    dict of str to str
        Title by part; the first that fits.
    """
    out: dict[str, str] = {}
    for title in titles:
        bare = re.sub(r"[^a-z]", "", title.casefold())
        for role, names in _ROLES.items():
            if bare in names and role not in out and not title.isdigit():
                out[role] = title
                break
    return out


def part_of(member: str, titles: Sequence[str]) -> str:
    """Tell which of the three tables a file is.

    Parameters
    ----------
    member : str
        Its name.
    titles : sequence of str
        Names of its columns.

    Returns
    -------
    str
        ``captures``, ``traps``, ``habitat`` or ``""``.
    """
    found = roles(titles)
    if {"animal", "trap", "occasion"} <= found.keys():
        return "captures"
    if {"x", "y", "trap"} <= found.keys() and "animal" not in found:
        return "traps"
    if {"x", "y"} <= found.keys() and not {"animal", "trap"} & found.keys():
        named = _MASK.search(posixpath.basename(member)) is not None
        return "habitat" if "habitat" in found or named else ""
    return ""


def read(name: str, files: Mapping[str, bytes], choices: Choices) -> Survey:
    """Read captures, traps and habitat.

    Parameters
    ----------
    name : str
        Its name, for messages.
    files : mapping of str to bytes
        Tables; those that are none of the three are left alone.
    choices : Choices
        ``encoding``, ``crs``.

    Returns
    -------
    Survey
        Without dates: effort by occasion stands in ``usage``.

    Raises
    ------
    LeopardRangeError
        ``survey_part_missing``, ``survey_part_twice`` and those of tables.
    """
    problems = Problems()
    found: dict[str, Sheet] = {}
    for member, body in sorted(files.items()):
        part = part_of(member, first_titles(body, name, choices))
        if part in found:
            raise LeopardRangeError("survey_part_twice", file=name, part=part)
        if part:
            found[part] = read_sheet(
                part, body, file=name, member=posixpath.basename(member), choices=choices, problems=problems
            )
    for part in ("captures", "traps"):
        if part not in found:
            raise LeopardRangeError("survey_part_missing", file=name, part=part)
    spacecap = {"LOC_ID", "ANIMAL_ID"} <= {one.upper() for one in found["captures"].frame.columns}
    kind = "spacecap" if spacecap else "secr"
    grid = _grid(found["habitat"]) if "habitat" in found else None
    made = survey_of(
        name, kind, _captures(found["captures"]), _traps(found["traps"]), grid, problems, choices
    )
    # Our own files bear the word in their names.
    simulated = any(posixpath.basename(member).startswith("simulated_") for member in files)
    return replace(made, simulated=simulated)


def _captures(sheet: Sheet) -> Captures:
    column = roles(list(sheet.frame.columns))
    told = sheet.text(column["occasion"])
    # A minus says, as in secr's texts, that the animal died or was taken away.
    minus = told.str.fullmatch(r"-\d+")
    frame = sheet.frame.assign(**{column["occasion"]: told.where(~minus, told.str.removeprefix("-"))})
    sheet = replace(sheet, frame=frame)
    gone = sheet.words(column.get("alive", ""), _ALIVE) + sheet.words(column.get("removed", ""), _REMOVED)
    return Captures(
        animal=sheet.filled(column["animal"]),
        trap=sheet.filled(column["trap"]),
        session=sheet.text(column.get("session", "")),
        occasion=sheet.counts(column["occasion"], "occasion_unreadable"),
        sex=sheet.words(column.get("sex", ""), parts.SEXES),
        removed=minus | (gone != ""),
    )


def _traps(sheet: Sheet) -> Traps:
    titles = [str(one) for one in sheet.frame.columns]
    column = roles(titles)
    taken = set(column.values())
    numbered = [
        (int(match.group(1)), one)
        for one in titles
        if one not in taken and (match := _USAGE.fullmatch(one)) is not None
    ]
    used = [one for _, one in sorted(numbered)]
    return Traps(
        id=sheet.filled(column["trap"]),
        session=sheet.text(column.get("session", "")),
        x=sheet.numbers(column["x"]),
        y=sheet.numbers(column["y"]),
        usage=usage_of(sheet.numbers(one) for one in used) if used else None,
    )


def _grid(sheet: Sheet) -> dict[str, pd.Series]:
    column = roles(list(sheet.frame.columns))
    everywhere = pd.Series(1.0, index=sheet.frame.index)
    lived = sheet.numbers(column["habitat"]) if "habitat" in column else everywhere
    return {"x": sheet.numbers(column["x"]), "y": sheet.numbers(column["y"]), "habitat": lived.round()}
