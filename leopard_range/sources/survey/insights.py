"""Exports of Wildlife Insights: deployments, images or sequences, cameras, projects."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices
from leopard_range.model.survey import Survey
from leopard_range.sources.survey import parts
from leopard_range.sources.survey.sheet import Problems, Sheet, read_sheet
from leopard_range.sources.survey.times import clock_of

__all__ = ["parts_of", "read"]

_SIGNS: Mapping[str, frozenset[str]] = {
    "deployments": frozenset(
        {"deployment_id", "placename", "longitude", "latitude", "start_date", "end_date"}
    ),
    "images": frozenset({"deployment_id", "image_id", "timestamp", "genus", "species"}),
    "sequences": frozenset({"deployment_id", "sequence_id", "start_time", "end_time", "genus", "species"}),
    "projects": frozenset({"project_id", "project_name"}),
}
_DEPLOYMENTS = {
    **{"deployment_id": "deploymentID", "placename": "locationID", "camera_id": "cameraID"},
    **{"start_date": "deploymentStart", "end_date": "deploymentEnd", "subproject_name": "deploymentGroups"},
    **{"array_name": "deploymentGroups", "bait_type": "baitType", "feature_type": "featureType"},
    **{"sensor_height": "cameraHeight", "camera_functioning": "cameraFunctioning"},
}
_SEEN = {
    **{"deployment_id": "deploymentID", "image_id": "mediaID", "sequence_id": "eventID"},
    **{"timestamp": "eventStart", "start_time": "eventStart", "end_time": "eventEnd", "age": "lifeStage"},
    **{"individual_id": "individualID", "number_of_objects": "count", "group_size": "count"},
    **{"markings": "observationComments", "common_name": "vernacularName"},
}
_BLANK = {"1", "yes", "true", "1.0"}
_PEOPLE = {"human", "homo sapiens", "human-camera trapper"}


def parts_of(titles: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Tell which files are which table of an export.

    Parameters
    ----------
    titles : mapping of str to sequence of str
        Columns by file.

    Returns
    -------
    dict of str to list of str
        Files by table; empty when this is no export.  Images may come in several files.
    """
    out: dict[str, list[str]] = {}
    for path, columns in sorted(titles.items()):
        for table, signs in _SIGNS.items():
            if signs <= set(columns):
                out.setdefault(table, []).append(path)
                break
    whole = "deployments" in out and ("images" in out or "sequences" in out)
    return out if whole else {}


def read(name: str, files: Mapping[str, bytes], choices: Choices) -> Survey:
    """Read an export.

    Parameters
    ----------
    name : str
        Its name, for messages.
    files : mapping of str to bytes
        The tables.
    choices : Choices
        ``encoding``, ``timezone``: an export states no zone.

    Returns
    -------
    Survey
        An image is an observation of level ``media``, a sequence one of level ``event``.

    Raises
    ------
    LeopardRangeError
        ``survey_part_twice`` and those of tables.
    """
    clock, problems = clock_of(choices, name), Problems()
    sheets: dict[str, list[Sheet]] = {}
    for path, body in sorted(files.items()):
        sheet = read_sheet(
            "", body, file=name, member=posixpath.basename(path), choices=choices, problems=Problems()
        )
        table = next((one for one, signs in _SIGNS.items() if signs <= set(sheet.frame.columns)), "")
        if table:
            known = "observations" if table in ("images", "sequences") else table
            sheets.setdefault(table, []).append(
                read_sheet(known, body, file=name, member=sheet.member, choices=choices, problems=problems)
            )
    if len(sheets["deployments"]) > 1:
        raise LeopardRangeError("survey_part_twice", file=name, part="deployments")
    cameras = _renamed(sheets["deployments"][0], _DEPLOYMENTS)
    pictures = [_pictures(sheet) for sheet in sheets.get("images", [])]
    seen = [_seen(sheet, "media") for sheet in sheets.get("images", [])]
    seen += [_seen(sheet, "event") for sheet in sheets.get("sequences", [])]
    together = replace(seen[0], frame=pd.concat([one.frame for one in seen], ignore_index=True).fillna(""))
    empty = pd.DataFrame({"deploymentID": []}, dtype="str")
    frames = pd.concat([one.frame for one in pictures], ignore_index=True) if pictures else empty
    media = parts.media(Sheet("media", name, "", frames, Problems()), clock)
    observations = parts.observations(together, clock)
    return Survey(
        name=name,
        kind="wildlife-insights",
        crs="EPSG:4326",
        timezone=clock.zone.key,
        deployments=parts.deployments(cameras, clock),
        observations=observations,
        media=media,
        individuals=parts.individuals(None, observations),
        gaps=parts.gaps(None, clock),
        problems=tuple(problems.found),
        metadata=_metadata(sheets.get("projects", [])),
    )


def _renamed(sheet: Sheet, names: Mapping[str, str]) -> Sheet:
    new: dict[str, str] = {}
    for old, today in names.items():
        if old in sheet and today not in new.values():
            new[old] = today
    return replace(sheet, frame=sheet.frame.rename(columns=new))


def _pictures(sheet: Sheet) -> Sheet:
    """Each image once, though an image with two species has two rows."""
    path = sheet.first_of("location", "filename")
    frame = pd.DataFrame(
        {
            "mediaID": sheet.text("image_id"),
            "deploymentID": sheet.text("deployment_id"),
            "timestamp": sheet.text("timestamp"),
            "filePath": path,
            "fileName": sheet.text("filename"),
        }
    )
    return replace(sheet, frame=frame.drop_duplicates("mediaID"))


def _seen(sheet: Sheet, level: str) -> Sheet:
    blank = sheet.text("is_blank").str.casefold().isin(_BLANK)
    # Some exports write the whole name under species.
    genus, species = sheet.text("genus"), sheet.text("species")
    inside = [bool(a) and b.startswith(f"{a} ") for a, b in zip(genus, species, strict=True)]
    named = species.where(pd.Series(inside, index=genus.index), (genus + " " + species).str.strip())
    for rank in ("family", "order", "class"):
        named = named.where(named != "", sheet.text(rank))
    common = sheet.text("common_name").str.casefold()
    people = named.str.casefold().isin(_PEOPLE) | common.isin(_PEOPLE)
    named = named.where(~(blank | named.str.casefold().isin({"blank", "no cv result", "unknown"})), "")
    kind = pd.Series("unknown", index=named.index).where(named == "", "animal")
    kind = kind.where(~people, "human").where(common != "vehicle", "vehicle").where(~blank, "blank")
    renamed = _renamed(sheet, _SEEN)
    # One image with several species has as many rows: its own identifier names none of them.
    frame = renamed.frame.drop(columns=["genus", "species"]).assign(
        scientificName=named.astype("str"), observationType=kind.astype("str"), observationLevel=level
    )
    return replace(renamed, frame=frame.drop(columns=["observationID"], errors="ignore"))


def _metadata(projects: Sequence[Sheet]) -> dict[str, Any]:
    """Keep the first project's name, purpose and licence."""
    if not projects or not len(projects[0]):
        return {}
    sheet = projects[0]
    cell = {one: str(sheet.text(one).iloc[0]) for one in ("project_name", "project_objectives", "project_id")}
    licence = str(sheet.first_of("metadata_license", "data_license").iloc[0])
    out: dict[str, Any] = {"title": cell["project_name"], "project": {"title": cell["project_name"]}}
    if cell["project_objectives"]:
        out["description"] = cell["project_objectives"]
    if cell["project_id"]:
        out["project"]["id"] = cell["project_id"]
    images = str(sheet.first_of("image_license", "metadata_license").iloc[0])
    if licence:
        out["licenses"] = [
            {"name": licence, "scope": "data"},
            {"name": images, "scope": "media"},
        ]
    return out
