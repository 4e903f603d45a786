"""Camtrap DP packages, 1.0 to 1.0.2, and older ones brought up to it.

References
----------
Bubnicki J. W. et al. (2023) Camtrap DP: an open standard for the FAIR exchange and archiving of
camera trap data, Remote Sensing in Ecology and Conservation, doi:10.1002/rse2.374.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Note
from leopard_range.model.survey import Survey
from leopard_range.sources.survey import parts
from leopard_range.sources.survey.camtrap_meta import metadata, says_simulated
from leopard_range.sources.survey.sheet import Problems, Sheet, read_sheet, sheet_of
from leopard_range.sources.survey.times import Clock, clock_of, moments
from leopard_range.sources.upload.camtrap import DESCRIPTOR, check_path, root_of
from leopard_range.sources.upload.json_text import load
from leopard_range.sources.upload.text import label

__all__ = ["LATEST", "read"]

LATEST = "1.0.2"
"""The version a package is brought up to."""

_OLD_NAMES: Mapping[str, Mapping[str, str]] = {
    "deployments": {
        **{"start": "deploymentStart", "eventStart": "deploymentStart"},
        **{"end": "deploymentEnd", "eventEnd": "deploymentEnd"},
        **{"cameraInterval": "cameraDelay", "tags": "deploymentTags", "comments": "deploymentComments"},
        **{"groups": "deploymentGroups", "session": "deploymentGroups"},
    },
    "media": {
        **{"multimediaID": "mediaID", "sequenceID": "eventID", "favourite": "favorite"},
        "comments": "mediaComments",
    },
    "observations": {
        **{"sequenceID": "eventID", "timestamp": "eventStart", "behaviour": "behavior"},
        **{"comments": "observationComments", "tags": "observationTags"},
        **{"cameraSetup": "cameraSetupType", "classificationConfidence": "classificationProbability"},
    },
    "individuals": {},
    "gaps": {},
}
"""What columns of 0.1.6 and 1.0-rc.1 are called since; underscores are put right before."""

_NEEDED: Mapping[str, Sequence[str]] = {
    "deployments": ("deploymentID",),
    "media": ("deploymentID",),
    "observations": ("deploymentID",),
    "individuals": ("individualID",),
    "gaps": ("deploymentID", "start", "end"),
}
_VERSION = re.compile(r"camtrap-dp/([0-9][0-9A-Za-z.-]{0,20})/")
_KNOWN = frozenset({"1.0", "1.0.1", LATEST})


def read(name: str, files: Mapping[str, bytes], choices: Choices) -> Survey:
    """Read a Camtrap DP package.

    Parameters
    ----------
    name : str
        Its name, for messages.
    files : mapping of str to bytes
        Content by path inside the package, ``datapackage.json`` among them.
    choices : Choices
        ``encoding``, ``timezone`` and ``date_order`` answer what the tables leave open.

    Returns
    -------
    Survey
        An older package brought up to 1.0.2, told as an operation.

    Raises
    ------
    LeopardRangeError
        ``camtrap_descriptor``, ``camtrap_resource``, ``survey_column`` and those of tables.
    RejectedError
        ``camtrap_outside`` for a table that is not inside the package.
    """
    clock = clock_of(choices, name)
    root = root_of(files)
    about, _ = load(name, files[root + DESCRIPTOR], choices)
    if not isinstance(about, dict) or not isinstance(about.get("resources"), list):
        raise LeopardRangeError("camtrap_descriptor", file=name, member=DESCRIPTOR)
    problems = Problems()
    inside = {path.removeprefix(root): body for path, body in files.items() if path.startswith(root)}
    sheets = _sheets(name, inside, about["resources"], choices, problems)
    version, renamed = _version(about), sum(_rename(sheet) for sheet in sheets.values()) > 0
    for sheet in sheets.values():
        sheet.require(_NEEDED[sheet.name])
    old = renamed or (version != "" and version not in _KNOWN and version[:2] in ("0.", "1."))
    operations = (Note.of("survey_up_converted", version=version or "?", to=LATEST),) if old else ()
    if not old and version and version not in _KNOWN:
        problems.add("version_unknown", DESCRIPTOR, severity="info", version=version)
    media = parts.media(sheets["media"], clock)
    if old:
        _end_events(sheets["observations"], media, clock)
    tagged = sheets["deployments"].text("deploymentTags")
    observations = parts.observations(sheets["observations"], clock, media)
    return Survey(
        name=name,
        kind="camtrap-dp",
        crs="EPSG:4326",
        timezone=clock.zone.key,
        deployments=parts.deployments(sheets["deployments"], clock),
        observations=observations,
        media=media,
        individuals=parts.individuals(sheets.get("individuals"), observations),
        gaps=parts.gaps(sheets.get("gaps"), clock),
        simulated=says_simulated(about) or bool(tagged.str.contains("data:simulated", regex=False).any()),
        problems=tuple(problems.found),
        operations=operations,
        metadata=metadata(about),
    )


def _sheets(
    name: str,
    files: Mapping[str, bytes],
    resources: Sequence[Any],
    choices: Choices,
    problems: Problems,
) -> dict[str, Sheet]:
    """Tables of the package by the name the standard has for them now."""
    found: dict[str, Sheet] = {}
    for resource in resources:
        if not isinstance(resource, dict) or not isinstance(resource.get("name"), str):
            raise LeopardRangeError("camtrap_descriptor", file=name, member=DESCRIPTOR)
        path = resource.get("path")
        listed = path if isinstance(path, list) else [path] if path is not None else []
        for one in listed:
            check_path(one)
        table = "media" if resource["name"] == "multimedia" else str(resource["name"])
        if table not in _OLD_NAMES:
            continue
        if table in found:
            raise LeopardRangeError("camtrap_descriptor", file=name, member=DESCRIPTOR)
        extra = table in ("individuals", "gaps")
        if len(listed) == 1 and listed[0] in files:
            member = posixpath.basename(listed[0])
            body = files[listed[0]]
            if not (extra and not body.strip()):
                found[table] = read_sheet(
                    table, body, file=name, member=member, choices=choices, problems=problems
                )
        elif isinstance(resource.get("data"), list):
            found[table] = sheet_of(table, resource["data"], file=name, problems=problems)
        elif not extra:
            raise LeopardRangeError("camtrap_resource", file=name, member=DESCRIPTOR, table=label(table))
    for needed in ("deployments", "observations"):
        if needed not in found:
            raise LeopardRangeError("camtrap_resource", file=name, member=DESCRIPTOR, table=needed)
    if "media" not in found:
        problems.add("table_missing", "media", severity="info")
        found["media"] = Sheet("media", name, "", pd.DataFrame({"deploymentID": []}, dtype="str"), problems)
    # The standard's own example shows tables of these names that say something else.
    return {
        table: sheet
        for table, sheet in found.items()
        if table not in ("individuals", "gaps") or set(_NEEDED[table]) <= set(sheet.frame.columns)
    }


def _version(about: Mapping[str, Any]) -> str:
    schemas = [one.get("schema") for one in about["resources"] if isinstance(one, dict)]
    for text in (about.get("profile"), *schemas):
        if isinstance(text, str) and (match := _VERSION.search(text)):
            return match.group(1)
    return ""


def _rename(sheet: Sheet) -> bool:
    """Give the columns of an older package the names they have today; tell whether there were any."""
    names = _OLD_NAMES[sheet.name]
    own = {"timestamp"} if sheet.name == "media" else {"start", "end"} if sheet.name == "gaps" else set()
    taken = set(sheet.frame.columns)
    new: dict[str, str] = {}
    for column in sheet.frame.columns:
        camel = re.sub(r"_+([a-z])", lambda found: found.group(1).upper(), str(column))
        camel = re.sub(r"Id$", "ID", camel)
        today = camel if camel in own else names.get(camel, camel)
        if today != column and today not in taken:
            new[str(column)] = today
            taken.add(today)
    sheet.frame = sheet.frame.rename(columns=new)
    return bool(new)


def _end_events(sheet: Sheet, media: pd.DataFrame, clock: Clock) -> None:
    """Let an event of an older package, which has one time only, last to its last picture."""
    if "eventEnd" in sheet or "eventID" not in sheet:
        return
    pictures = media[media["eventID"] != ""] if "eventID" in media else media.iloc[:0]
    last = pictures.groupby("eventID")["timestamp"].max() if len(pictures) else pd.Series(dtype="object")
    silent = Sheet(sheet.name, sheet.file, sheet.member, sheet.frame, Problems())
    start = moments(silent, "eventStart", clock)
    end = pd.to_datetime(sheet.text("eventID").map(last), utc=True).astype(start.dtype)
    whole = sheet.text("mediaID") == ""
    end = end.where(whole & end.notna() & (end >= start), start)
    sheet.frame = sheet.frame.assign(
        eventEnd=end.dt.strftime("%Y-%m-%dT%H:%M:%S.%fZ").fillna("").astype("str")
    )
