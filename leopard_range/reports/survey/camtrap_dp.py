"""A survey as a Camtrap DP 1.0.2 package, the same bytes for the same survey.

References
----------
Bubnicki J. W. et al. (2023) Camtrap DP: an open standard for the FAIR exchange and archiving of
camera trap data, Remote Sensing in Ecology and Conservation, doi:10.1002/rse2.374.
"""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
from geopandas import GeoSeries

from leopard_range.crs import to_wgs84
from leopard_range.errors import LeopardRangeError
from leopard_range.model.survey import GAPS, INDIVIDUALS, Survey
from leopard_range.reports.survey.archive import csv_bytes, zipped

__all__ = ["camtrap_dp", "camtrap_dp_files"]

_VERSION = "1.0.2"
_BASE = f"https://raw.githubusercontent.com/tdwg/camtrap-dp/{_VERSION}/"
_SIMULATED = "simulated"
_SAID = "Simulated survey: no camera stood here and no animal was photographed."

_DEPLOYMENTS = (
    *("deploymentID", "locationID", "locationName", "latitude", "longitude", "coordinateUncertainty"),
    *("deploymentStart", "deploymentEnd", "setupBy", "cameraID", "cameraModel", "cameraDelay"),
    *("cameraHeight", "cameraDepth", "cameraTilt", "cameraHeading", "detectionDistance"),
    *("timestampIssues", "baitUse", "featureType", "habitat", "deploymentGroups", "deploymentTags"),
    "deploymentComments",
)
_MEDIA = (
    *("mediaID", "deploymentID", "captureMethod", "timestamp", "filePath", "filePublic", "fileName"),
    *("fileMediatype", "exifData", "favorite", "mediaComments"),
)
_OBSERVATIONS = (
    *("observationID", "deploymentID", "mediaID", "eventID", "eventStart", "eventEnd"),
    *("observationLevel", "observationType", "cameraSetupType", "scientificName", "count", "lifeStage"),
    *("sex", "behavior", "individualID", "individualPositionRadius", "individualPositionAngle"),
    *("individualSpeed", "bboxX", "bboxY", "bboxWidth", "bboxHeight", "classificationMethod"),
    *("classifiedBy", "classificationTimestamp", "classificationProbability", "observationTags"),
    "observationComments",
)
_TIMES = ("deploymentStart", "deploymentEnd", "timestamp", "eventStart", "eventEnd", "start", "end")
_DESIGNS = (
    *("simpleRandom", "systematicRandom", "clusteredRandom", "experimental", "targeted", "opportunistic"),
)


def camtrap_dp(survey: Survey) -> bytes:
    """Write a survey as a zipped Camtrap DP package.

    Parameters
    ----------
    survey : Survey
        With dates; positions in degrees or in a plane whose system is known.

    Returns
    -------
    bytes
        A ZIP; the same survey gives the same bytes.

    Raises
    ------
    LeopardRangeError
        ``survey_no_dates``, ``survey_no_positions``.
    """
    return zipped(camtrap_dp_files(survey))


def camtrap_dp_files(survey: Survey) -> dict[str, bytes]:
    """Write a survey as the files of a Camtrap DP package.

    Parameters
    ----------
    survey : Survey
        As for `camtrap_dp`.

    Returns
    -------
    dict of str to bytes
        Content by name: ``datapackage.json``, the three tables of the standard, and ``individuals.csv``
        and ``gaps.csv`` where there are some.  Times have whole seconds and the offset of the cameras'
        zone; columns that the standard does not have are left out.

    Raises
    ------
    LeopardRangeError
        ``survey_no_dates``, ``survey_no_positions``.
    """
    if not survey.dated:
        raise LeopardRangeError("survey_no_dates", file=survey.name)
    deployments = _deployments(survey)
    tables = {
        "deployments": _written(deployments, _DEPLOYMENTS, survey.timezone),
        "media": _written(_media(survey.media), _MEDIA, survey.timezone),
        "observations": _written(_observations(survey), _OBSERVATIONS, survey.timezone),
    }
    resources: list[dict[str, Any]] = [
        {**_resource(name), "schema": f"{_BASE}{name}-table-schema.json"} for name in tables
    ]
    for name, frame, columns in (
        ("individuals", survey.individuals, tuple(INDIVIDUALS)),
        ("gaps", survey.gaps, tuple(GAPS)),
    ):
        if len(frame):
            tables[name] = _written(frame, columns, survey.timezone)
            resources.append({**_resource(name), "schema": {"fields": [_field(one) for one in columns]}})
    about = _about(survey, deployments, resources)
    text = json.dumps(about, ensure_ascii=False, indent=2) + "\n"
    files = {"datapackage.json": text.encode()}
    return files | {f"{name}.csv": csv_bytes(frame) for name, frame in tables.items()}


def _resource(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
    }


def _field(name: str) -> dict[str, str]:
    time = {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S%z"}
    return {"name": name, **(time if name in _TIMES else {"type": "string"})}


def _written(frame: pd.DataFrame, columns: tuple[str, ...], zone: str) -> pd.DataFrame:
    """Cells of the columns of a table as text."""
    out: dict[str, pd.Series] = {}
    for name in columns:
        if name not in frame:
            out[name] = pd.Series([""] * len(frame), index=frame.index, dtype="str")
        elif name in _TIMES:
            out[name] = _times(frame[name], zone)
        elif frame[name].dtype.kind in "fiu" or str(frame[name].dtype) == "Int64":
            out[name] = frame[name].map(_number, na_action="ignore").astype("object").fillna("")
        else:
            out[name] = frame[name]
    return pd.DataFrame(out, index=frame.index)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))


def _times(moments: pd.Series, zone: str) -> pd.Series:
    texts: pd.Series = moments.dt.tz_convert(zone).dt.strftime("%Y-%m-%dT%H:%M:%S%z")
    out: pd.Series = texts.str.replace(r"([+-]\d{2})(\d{2})$", r"\1:\2", regex=True).fillna("")
    return out


def _tagged(frame: pd.DataFrame, column: str, tags: Mapping[str, pd.Series]) -> pd.Series:
    """Tags of each row with those of ``key:value`` added that are not yet there."""
    written = frame[column] if column in frame else pd.Series([""] * len(frame), index=frame.index)
    out = []
    for row in zip(written, *tags.values(), strict=True):
        have = [tag for tag in (part.strip() for part in str(row[0]).split("|")) if tag]
        wanted = [f"{key}:{value}" for key, value in zip(tags, row[1:], strict=True) if value]
        bare = {re.sub(r"\s*:\s*", ":", tag).casefold() for tag in re.split(r"[|,;]", str(row[0]))}
        missing = [tag for tag in wanted if tag not in {one.strip() for one in bare}]
        out.append(" | ".join([*have, *missing]) if missing else str(row[0]))
    return pd.Series(out, index=frame.index, dtype="str")


def _word(survey: Survey, frame: pd.DataFrame) -> pd.Series:
    """Say of every row of a simulated survey that it is."""
    return pd.Series([_SIMULATED if survey.simulated else ""] * len(frame), index=frame.index)


def _deployments(survey: Survey) -> pd.DataFrame:
    frame = survey.deployments
    flat = frame["longitude"].isna() & frame["x_m"].notna()
    if flat.any():
        if survey.crs in ("", "EPSG:4326"):
            raise LeopardRangeError("survey_no_positions", file=survey.name)
        points = to_wgs84(GeoSeries.from_xy(frame["x_m"], frame["y_m"], crs=survey.crs))
        frame = frame.assign(longitude=points.x.round(6), latitude=points.y.round(6))
    radius = frame["coordinateUncertainty"].round()
    return frame.assign(
        coordinateUncertainty=radius.where(radius >= 1),
        deploymentTags=_tagged(frame, "deploymentTags", {"data": _word(survey, frame)}),
    )


def _media(frame: pd.DataFrame) -> pd.DataFrame:
    public = frame["filePublic"] if "filePublic" in frame else pd.Series([""] * len(frame), index=frame.index)
    guessed = frame["filePath"].map(lambda path: mimetypes.guess_type(path)[0] or "")
    return frame.assign(
        filePublic=public.where(public != "", "false"),
        fileMediatype=frame["fileMediatype"].where(frame["fileMediatype"] != "", guessed),
    )


def _observations(survey: Survey) -> pd.DataFrame:
    frame = survey.observations
    tags = {"flank": frame["flank"], "confidence": frame["confidence"], "data": _word(survey, frame)}
    kind = frame["observationType"]
    return frame.assign(
        observationTags=_tagged(frame, "observationTags", tags),
        observationType=kind.where(kind != "", "unknown"),
    )


def _about(survey: Survey, deployments: pd.DataFrame, resources: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the description of the package."""
    known = dict(survey.metadata)
    title, description = str(known.pop("title", survey.name)), str(known.pop("description", ""))
    keywords = list(known.pop("keywords", ()))
    if survey.simulated:
        title = title if _SIMULATED in title.casefold() else f"{title} ({_SIMULATED})"
        description = (
            description if _SIMULATED in description.casefold() else f"{_SAID} {description}".strip()
        )
        keywords += [] if _SIMULATED in keywords else [_SIMULATED]
    first = deployments["deploymentStart"].dropna().sort_values().tolist()[:1]
    last = deployments["deploymentEnd"].dropna().sort_values().tolist()[-1:]
    out: dict[str, Any] = {
        "resources": resources,
        "profile": f"{_BASE}camtrap-dp-profile.json",
        "name": re.sub(r"[^a-z0-9._-]+", "-", str(known.pop("name", survey.name)).lower()).strip("-")
        or "survey",
    }
    out |= {key: known[key] for key in ("id",) if key in known}
    # The moment of writing would make every file another one.
    out["created"] = known.get("created") or "".join(one.strftime("%Y-%m-%dT%H:%M:%SZ") for one in last)
    out |= {
        "title": title,
        **({"description": description} if description else {}),
        **({"version": known["version"]} if "version" in known else {}),
        **({"keywords": keywords} if keywords else {}),
        "contributors": known.get("contributors") or [{"title": "not stated"}],
    }
    licences = known.get("licenses") or ()
    if {one.get("scope") for one in licences} >= {"data", "media"}:
        out["licenses"] = licences
    out |= {key: known[key] for key in ("homepage", "bibliographicCitation") if key in known}
    out |= {"project": _project(survey, title), "spatial": _spatial(deployments)}
    if first and last:
        local = [moment.tz_convert(survey.timezone).strftime("%Y-%m-%d") for moment in (*first, *last)]
        out["temporal"] = dict(zip(("start", "end"), local, strict=True))
    names = sorted(set(survey.observations["scientificName"]) - {""})
    return out | {"taxonomic": [{"scientificName": name} for name in names]}


def _project(survey: Survey, title: str) -> dict[str, Any]:
    known = dict(survey.metadata.get("project", {}))
    levels = sorted(set(survey.observations["observationLevel"]) & {"event", "media"})
    design = known.get("samplingDesign")
    return {
        **{"title": title, "captureMethod": ["activityDetection"]},
        **known,
        "samplingDesign": design if design in _DESIGNS else "opportunistic",
        "individualAnimals": bool((survey.observations["individualID"] != "").any()),
        "observationLevel": levels or ["event"],
    }


def _spatial(deployments: pd.DataFrame) -> dict[str, Any]:
    placed = deployments.dropna(subset=["longitude", "latitude"])
    if placed.empty:
        return {"type": "MultiPoint", "coordinates": []}
    west, east = float(placed["longitude"].min()), float(placed["longitude"].max())
    south, north = float(placed["latitude"].min()), float(placed["latitude"].max())
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "bbox": [west, south, east, north], "coordinates": [ring]}
