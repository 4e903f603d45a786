"""Which column of a CSV is which: said in a JSON file, or seen from usual headings.

The file has an object for each table::

    {"deployments": {"file": "cameras.csv", "date_format": "%d/%m/%Y",
                     "columns": {"locationID": "Station", "x_m": "utm_x", "y_m": "utm_y",
                                 "deploymentStart": "Setup_date", "deploymentEnd": "Retrieval_date"},
                     "gaps": [["Problem1_from", "Problem1_to"]]},
     "records": {"file": "records.csv", "date_format": "%Y-%m-%d %H:%M:%S",
                 "columns": {"locationID": "Station", "scientificName": "Species",
                             "eventStart": ["Date", "Time"], "individualID": "Individual"}},
     "timezone": "Asia/Vladivostok", "crs": "EPSG:32652"}
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices
from leopard_range.sources.upload.json_text import load
from leopard_range.sources.upload.text import clean, label

__all__ = ["FIELDS", "Plan", "TablePlan", "example", "files_of", "guessed", "read_mapping", "told"]

FIELDS: Mapping[str, tuple[str, ...]] = {
    "deployments": (
        *("deploymentID", "locationID", "locationName", "longitude", "latitude", "x_m", "y_m"),
        *("coordinateUncertainty", "deploymentStart", "deploymentEnd", "cameraID", "deploymentGroups"),
    ),
    "records": (
        *("observationID", "deploymentID", "locationID", "cameraID", "eventID", "eventStart", "eventEnd"),
        *("observationType", "scientificName", "count", "lifeStage", "sex", "individualID", "flank"),
        *("confidence", "observationTags"),
    ),
}
"""What a column of each table can be."""

_USUAL: Mapping[str, tuple[str, ...]] = {
    "deploymentID": ("deploymentid", "deployment"),
    "locationID": (
        *("station", "stationid", "locationid", "location", "site", "siteid", "placename", "trapid", "trap"),
        *("станция", "точка", "站点", "位点", "지점"),
    ),
    "cameraID": ("camera", "cameraid", "cam", "камера", "相机", "카메라"),
    "deploymentGroups": ("session", "season", "array", "area"),
    "longitude": ("longitude", "lon", "long", "decimallongitude", "долгота", "经度", "경도"),
    "latitude": ("latitude", "lat", "decimallatitude", "широта", "纬度", "위도"),
    "x_m": ("utmx", "x", "easting", "xcoord", "utmeasting", "utme"),
    "y_m": ("utmy", "y", "northing", "ycoord", "utmnorthing", "utmn"),
    "deploymentStart": (
        *("setupdate", "setup", "start", "startdate", "deploymentstart", "datestart", "установка", "начало"),
        *("开始日期", "布设日期", "설치일", "시작일"),
    ),
    "deploymentEnd": (
        *("retrievaldate", "retrieval", "end", "enddate", "deploymentend", "dateend", "снятие", "конец"),
        *("结束日期", "回收日期", "회수일", "종료일"),
    ),
    "eventStart": (
        *("datetimeoriginal", "datetime", "timestamp", "eventstart", "eventdate", "datetimelocal", "время"),
        *("拍摄时间", "촬영시각"),
    ),
    "eventEnd": ("eventend",),
    "scientificName": ("species", "scientificname", "taxon", "speciesid", "вид", "物种", "종"),
    "individualID": ("individual", "individualid", "animalid", "animal", "особь", "个体", "개체"),
    "count": (
        "count",
        "number",
        "groupsize",
        "numberofobjects",
        "individualcount",
        "число",
        "数量",
        "마릿수",
    ),
    "sex": ("sex", "gender", "пол", "性别", "성별"),
    "lifeStage": ("lifestage", "age", "ageclass", "возраст", "年龄", "연령"),
    "flank": ("flank", "side", "бок", "侧面", "옆구리"),
    "confidence": ("confidence", "certainty", "идентификация"),
    "observationID": ("observationid", "recordid"),
    "eventID": ("eventid",),
    "observationType": ("observationtype",),
}
_PROBLEM = re.compile(r"problem(\d+)[_. ]?(from|to)", re.IGNORECASE)
_MAX_FORM = 60


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How one table is to be read.

    Attributes
    ----------
    file : str
        Its name; empty when there is only one it could be.
    columns : mapping of str to tuple of str
        Columns of the file by what they are; two for a date and a time.
    form : str
        Form of its dates, as `strptime` has it; empty: seen from the dates.
    gaps : tuple of (str, str)
        Pairs of columns with the first and the last time a camera did not work.
    """

    file: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form: str = ""
    gaps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """How the tables of a survey are to be read.

    Attributes
    ----------
    deployments, records : TablePlan
        The two tables.
    timezone, crs : str
        Said in the mapping; empty when it says nothing.
    """

    deployments: TablePlan
    records: TablePlan
    timezone: str = ""
    crs: str = ""


def read_mapping(name: str, body: bytes) -> Plan:
    """Read a mapping.

    Parameters
    ----------
    name : str
        File name of the survey, for messages.
    body : bytes
        JSON.

    Raises
    ------
    LeopardRangeError
        ``survey_mapping_bad`` with an example, and the codes of JSON.
    """
    root, _ = load(name, body, Choices())
    if not isinstance(root, dict):
        raise _bad(name, "{}")
    tables = {}
    for table in ("deployments", "records"):
        stated = root.get(table)
        if not isinstance(stated, dict):
            raise _bad(name, table)
        tables[table] = _table(name, table, stated)
    return Plan(
        tables["deployments"],
        tables["records"],
        timezone=_word(name, "timezone", root.get("timezone")),
        crs=_word(name, "crs", root.get("crs")),
    )


def _table(name: str, table: str, stated: Mapping[str, Any]) -> TablePlan:
    columns: dict[str, tuple[str, ...]] = {}
    listed = stated.get("columns")
    if not isinstance(listed, dict):
        raise _bad(name, f"{table}.columns")
    for key, value in listed.items():
        titles = value if isinstance(value, list) else [value]
        if key not in FIELDS[table] or not titles or not all(isinstance(one, str) and one for one in titles):
            raise _bad(name, f"{table}.columns.{key}")
        columns[key] = tuple(titles[:2])
    pairs = stated.get("gaps", [])
    if not isinstance(pairs, list) or not all(_is_pair(one) for one in pairs):
        raise _bad(name, f"{table}.gaps")
    form = _word(name, f"{table}.date_format", stated.get("date_format"))
    if len(form) > _MAX_FORM:
        raise _bad(name, f"{table}.date_format")
    return TablePlan(
        _word(name, f"{table}.file", stated.get("file")), columns, form, tuple((a, b) for a, b in pairs)
    )


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(one, str) for one in value)


def _word(name: str, key: str, value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _bad(name, key)
    return value


def _bad(name: str, key: str) -> LeopardRangeError:
    return LeopardRangeError("survey_mapping_bad", file=name, key=clean(str(key))[:80], example=example())


def example() -> str:
    """Return a mapping to begin with, on one line."""
    return json.dumps(
        {
            "deployments": {
                "file": "cameras.csv",
                "date_format": "%d/%m/%Y",
                "columns": {
                    "locationID": "Station",
                    "longitude": "lon",
                    "latitude": "lat",
                    "deploymentStart": "Setup_date",
                    "deploymentEnd": "Retrieval_date",
                },
                "gaps": [["Problem1_from", "Problem1_to"]],
            },
            "records": {
                "file": "records.csv",
                "columns": {"locationID": "Station", "scientificName": "Species", "eventStart": "DateTime"},
            },
        }
    )


def guessed(titles: Mapping[str, Sequence[str]]) -> dict[str, list[TablePlan]]:
    """Guess from their headings which files are the two tables.

    Parameters
    ----------
    titles : mapping of str to sequence of str
        Columns by file.

    Returns
    -------
    dict of str to list of TablePlan
        Under ``deployments`` and ``records`` every file that could be the table.
    """
    out: dict[str, list[TablePlan]] = {"deployments": [], "records": []}
    for file, columns in titles.items():
        found = _roles(columns)
        placed = {"locationID", "deploymentID"} & found.keys()
        if placed and {"deploymentStart", "deploymentEnd"} <= found.keys():
            mine = {key: one for key, one in found.items() if key in FIELDS["deployments"]}
            out["deployments"].append(TablePlan(file, mine, gaps=_problems(columns)))
        elif placed and "eventStart" in found and {"scientificName", "individualID"} & found.keys():
            mine = {key: one for key, one in found.items() if key in FIELDS["records"]}
            out["records"].append(TablePlan(file, mine))
    return out


def _roles(columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    bare = {re.sub(r"[\W_]", "", one.casefold()): one for one in reversed(columns)}
    out: dict[str, tuple[str, ...]] = {
        key: (bare[word],)
        for key, words in _USUAL.items()
        if (word := next((one for one in words if one in bare), ""))
    }
    if "eventStart" not in out and {"date", "time"} <= bare.keys():
        out["eventStart"] = (bare["date"], bare["time"])
    return out


def _problems(columns: Sequence[str]) -> tuple[tuple[str, str], ...]:
    ends: dict[int, dict[str, str]] = {}
    for one in columns:
        if match := _PROBLEM.fullmatch(one.strip()):
            ends.setdefault(int(match.group(1)), {})[match.group(2).lower()] = one
    return tuple((pair["from"], pair["to"]) for _, pair in sorted(ends.items()) if len(pair) == 2)


def files_of(plan: Plan) -> frozenset[str]:
    """Return the names of the files a mapping speaks of.

    Parameters
    ----------
    plan : Plan
        From `read_mapping`.
    """
    return frozenset({plan.deployments.file, plan.records.file} - {""})


def told(titles: Mapping[str, Sequence[str]]) -> str:
    """Name files with their columns, for a message.

    Parameters
    ----------
    titles : mapping of str to sequence of str
        Columns by file.
    """
    shown = [
        f"{label(file)} ({', '.join(label(one) for one in columns[:8])}{', …' if len(columns) > 8 else ''})"
        for file, columns in list(titles.items())[:6]
    ]
    return "; ".join(shown) + ("; …" if len(titles) > 6 else "")
