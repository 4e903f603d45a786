"""Two plain tables: where cameras stood and when, and what was recorded.

References
----------
Niedballa J. et al. (2016) camtrapR: an R package for efficient camera trap data management.
Methods in Ecology and Evolution 7: 1457-1462, doi:10.1111/2041-210X.12600.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices
from leopard_range.model.survey import GAPS, MEDIA, Survey
from leopard_range.schema import conform
from leopard_range.sources.survey import parts
from leopard_range.sources.survey.mapping import Plan, TablePlan, example, guessed, read_mapping, told
from leopard_range.sources.survey.occasions import plane
from leopard_range.sources.survey.sheet import Problems, Sheet, first_titles, read_sheet
from leopard_range.sources.survey.times import Clock, clock_of, days_only, order_seen, read_moments
from leopard_range.sources.upload.text import label

__all__ = ["read"]

_NO_ANIMAL = {
    **dict.fromkeys(("blank", "empty", "none", "no animal", "пусто", "空", "빈 사진"), "blank"),
    **dict.fromkeys(("human", "people", "homo sapiens", "человек", "人", "사람"), "human"),
    **dict.fromkeys(("vehicle", "car", "машина", "车辆", "차량"), "vehicle"),
    **dict.fromkeys(("unknown", "unidentified"), "unknown"),
}
_FOLDERS = frozenset({"Directory", "directory", "FileDirectory"})
"""Columns of paths on somebody's computer, which often hold a name."""

_NOON, _DAY = pd.Timedelta(hours=12), pd.Timedelta(days=1)


def read(name: str, files: Mapping[str, bytes], choices: Choices, mapping: bytes | None = None) -> Survey:
    """Read two plain tables.

    Parameters
    ----------
    name : str
        Name of the survey, for messages.
    files : mapping of str to bytes
        Tables by name.
    choices : Choices
        ``encoding``, ``date_order``, ``timezone``, ``crs``; a mapping's zone and system go first.
    mapping : bytes, optional
        JSON; without it the columns are told by usual headings.

    Returns
    -------
    Survey
        A camera set up or taken down on a day without an hour is taken to be so at noon; a problem
        without hours lasts from the beginning of its first day to the end of its last.

    Raises
    ------
    LeopardRangeError
        ``survey_mapping_needed`` with an example, ``survey_mapping_bad``, ``survey_column`` and those of
        tables.
    """
    files = {path: body for path, body in files.items() if not path.lower().endswith(".json")}
    titles = {path: first_titles(body, name, choices) for path, body in sorted(files.items())}
    plan = read_mapping(name, mapping) if mapping is not None else _guessed(name, titles)
    answers = replace(choices, timezone=plan.timezone or choices.timezone, crs=plan.crs or choices.crs)
    clock, crs, problems = clock_of(answers, name), plane(answers, name), Problems()
    empty = Sheet("", name, "", pd.DataFrame(), problems)
    cameras = _sheet("deployments", plan.deployments, files, answers, empty)
    records = _sheet("observations", plan.records, files, answers, empty)
    of_cameras, of_records = _clock(clock, cameras, plan.deployments), _clock(clock, records, plan.records)
    deployments, crs = _deployments(cameras, of_cameras, crs)
    observations = _observations(records, of_records, deployments)
    return Survey(
        name=name,
        kind="csv",
        crs=crs,
        timezone=clock.zone.key,
        deployments=deployments,
        observations=observations,
        media=conform(pd.DataFrame(), MEDIA),
        individuals=parts.individuals(None, observations),
        gaps=_gaps(cameras, plan, of_cameras, deployments),
        problems=tuple(problems.found),
    )


def _guessed(name: str, titles: Mapping[str, list[str]]) -> Plan:
    found = guessed(titles)
    if any(len(plans) != 1 for plans in found.values()):
        raise LeopardRangeError("survey_mapping_needed", file=name, found=told(titles), example=example())
    return Plan(found["deployments"][0], found["records"][0])


def _sheet(table: str, plan: TablePlan, files: Mapping[str, bytes], choices: Choices, empty: Sheet) -> Sheet:
    """Read a table and give its columns the names they have in a survey."""
    named = {posixpath.basename(path): body for path, body in sorted(files.items())} | dict(files)
    file = plan.file or (next(iter(files)) if len(files) == 1 else "")
    if file not in named:
        found = ", ".join(label(one) for one in list(files)[:10])
        raise LeopardRangeError(
            "survey_mapping_file", file=empty.file, part=label(file or table), found=found or "-"
        )
    sheet = read_sheet(
        table,
        named[file],
        file=empty.file,
        member=posixpath.basename(file),
        choices=choices,
        problems=empty.problems,
    )
    sheet.require([title for titles in plan.columns.values() for title in titles])
    sheet.require([title for pair in plan.gaps for title in pair])
    columns: dict[str, pd.Series] = {}
    for key, titles in plan.columns.items():
        joined = sheet.text(titles[0])
        for title in titles[1:]:
            joined = (joined + " " + sheet.text(title)).str.strip()
        columns[key] = joined
    taken = {title for titles in plan.columns.values() for title in titles}
    others = sheet.rest([*taken, *columns, *_FOLDERS])
    return replace(sheet, frame=pd.DataFrame(columns | others, index=sheet.frame.index))


def _clock(clock: Clock, sheet: Sheet, plan: TablePlan) -> Clock:
    """Return how the dates of a table are written: all its columns together tell their order."""
    dates = [sheet.text(one) for one in ("deploymentStart", "deploymentEnd", "eventStart", "eventEnd")]
    dates += [sheet.text(title) for pair in plan.gaps for title in pair]
    order = clock.order or order_seen(pd.concat(dates, ignore_index=True))
    return replace(clock, form=plan.form, order=order)


def _deployments(sheet: Sheet, clock: Clock, crs: str) -> tuple[pd.DataFrame, str]:
    """Deployments and the system of their positions."""
    frame = sheet.frame
    if "deploymentID" not in sheet:
        sheet.require(["locationID"])
        identifiers = sheet.text("locationID")
        if "cameraID" in sheet:
            camera = sheet.text("cameraID")
            identifiers = identifiers.where(camera == "", identifiers + "/" + camera)
        again = identifiers.groupby(identifiers).cumcount()
        numbered = identifiers + "#" + (again + 1).astype("str")
        frame = frame.assign(deploymentID=identifiers.where(again == 0, numbered))
    if "longitude" in frame:
        crs = "EPSG:4326"
    elif crs == "EPSG:4326":
        frame = frame.rename(columns={"x_m": "longitude", "y_m": "latitude"})
    if not ({"longitude", "latitude"} <= set(frame.columns) or {"x_m", "y_m"} <= set(frame.columns)):
        raise LeopardRangeError(
            "survey_column",
            file=sheet.file,
            member=sheet.member,
            column="longitude",
            found=", ".join(str(one) for one in list(sheet.frame.columns)[:30]),
        )
    out = parts.deployments(replace(sheet, frame=frame), clock)
    for column in ("deploymentStart", "deploymentEnd"):
        whole = days_only(sheet.text(column)) & out[column].notna()
        out[column] = out[column].where(~whole, out[column] + _NOON)
    return out, crs


def _observations(sheet: Sheet, clock: Clock, deployments: pd.DataFrame) -> pd.DataFrame:
    frame = sheet.frame
    species = sheet.text("scientificName")
    kind = species.str.casefold().map(_NO_ANIMAL)
    if "observationType" not in sheet:
        frame = frame.assign(observationType=kind.where(kind.notna(), "animal").astype("str"))
    frame = frame.assign(
        observationLevel="event",
        scientificName=species.where(kind.isna(), "").astype("str"),
        deploymentID=sheet.text("deploymentID"),
    )
    out = parts.observations(replace(sheet, frame=frame, problems=Problems()), clock)
    if "deploymentID" not in sheet:
        sheet.require(["locationID"])
        frame = frame.assign(deploymentID=_belongs(sheet, out["eventStart"], deployments))
    return parts.observations(replace(sheet, frame=frame), clock)


def _belongs(sheet: Sheet, when: pd.Series, deployments: pd.DataFrame) -> pd.Series:
    """Name the deployment of each record: of its station, the last that had begun."""
    key = (
        ["locationID", "cameraID"]
        if "cameraID" in sheet and (deployments["cameraID"] != "").any()
        else ["locationID"]
    )
    asked = pd.DataFrame({one: sheet.text(one) for one in key}).assign(when=when, row=range(len(when)))
    stood = deployments[[*key, "deploymentID", "deploymentStart"]].rename(columns={"deploymentStart": "when"})
    first = stood.sort_values("when").drop_duplicates(key)
    known = pd.merge_asof(
        asked.dropna(subset=["when"]).sort_values("when", kind="stable"),
        stood.dropna(subset=["when"]).sort_values("when", kind="stable"),
        on="when",
        by=key,
    )
    named = known.set_index("row")["deploymentID"].reindex(asked["row"])
    fallback = asked.merge(first[[*key, "deploymentID"]], how="left", on=key)["deploymentID"]
    fallback = fallback.where(fallback.notna(), asked["locationID"].reset_index(drop=True))
    named = named.reset_index(drop=True)
    return pd.Series(named.where(named.notna(), fallback).tolist(), index=when.index, dtype="str")


def _gaps(sheet: Sheet, plan: Plan, clock: Clock, deployments: pd.DataFrame) -> pd.DataFrame:
    pieces = []
    for first, last in plan.deployments.gaps:
        cells = {"start": sheet.text(first), "end": sheet.text(last)}
        stated = (cells["start"] != "") | (cells["end"] != "")
        if not stated.any():
            continue
        start, end = (
            read_moments(sheet, title, cells[key], clock) for key, title in (("start", first), ("end", last))
        )
        end = end.where(~days_only(cells["end"]), end + _DAY)
        piece = pd.DataFrame({"deploymentID": deployments["deploymentID"], "start": start, "end": end})
        pieces.append(piece[stated].assign(reason=first.removesuffix("_from")))
    return conform(pd.concat(pieces, ignore_index=True) if pieces else pd.DataFrame(), GAPS)
