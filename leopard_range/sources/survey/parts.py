"""The tables of a survey made from sheets whose columns bear the terms of Camtrap DP."""

from __future__ import annotations

import pandas as pd

from leopard_range.model.survey import DEPLOYMENTS, GAPS, INDIVIDUALS, MEDIA, OBSERVATIONS
from leopard_range.schema import conform
from leopard_range.sources.survey.sheet import Sheet
from leopard_range.sources.survey.times import Clock, moments

__all__ = [
    "CONFIDENCES",
    "FLANKS",
    "LEVELS",
    "LIFE_STAGES",
    "SEXES",
    "TYPES",
    "deployments",
    "gaps",
    "individuals",
    "media",
    "observations",
    "stations",
]

_NOTHING = dict.fromkeys(("", "unknown", "undetermined", "unspecified", "not set", "-", "?"), "")
SEXES = _NOTHING | {
    **dict.fromkeys(("female", "f", "fem", "самка", "ж", "雌", "母", "암컷", "암"), "female"),
    **dict.fromkeys(("male", "m", "самец", "м", "雄", "公", "수컷", "수"), "male"),
}
"""Words for a sex and what they mean."""

LIFE_STAGES = _NOTHING | {
    **dict.fromkeys(("adult", "ad", "a", "взрослый", "взрослая", "成体", "성체"), "adult"),
    **dict.fromkeys(("subadult", "sub-adult", "sub", "sa", "亚成体", "아성체"), "subadult"),
    **dict.fromkeys(("juvenile", "juv", "j", "offspring", "cub", "young", "детёныш", "котёнок"), "juvenile"),
    **dict.fromkeys(("котенок", "幼体", "새끼"), "juvenile"),
}
"""Words for an age class and what they mean."""

FLANKS = _NOTHING | {
    **dict.fromkeys(("left", "l", "левый", "左", "왼쪽"), "left"),
    **dict.fromkeys(("right", "r", "правый", "右", "오른쪽"), "right"),
    **dict.fromkeys(("both", "b", "lr", "оба", "两侧", "양쪽"), "both"),
}
CONFIDENCES = _NOTHING | {one: one for one in ("certain", "probable", "possible")}
LEVELS = {"": "", "event": "event", "media": "media"}
TYPES = {one: one for one in ("", "animal", "human", "vehicle", "blank", "unknown", "unclassified")}


def deployments(sheet: Sheet, clock: Clock) -> pd.DataFrame:
    """Make the table of deployments.

    Parameters
    ----------
    sheet : Sheet
        With ``deploymentID``; everything else may be missing.
    clock : Clock
        How times are written.

    Returns
    -------
    DataFrame
        Columns of `DEPLOYMENTS`; a station without a name of its own is told by where it stands.
    """
    columns: dict[str, pd.Series] = {
        "deploymentID": sheet.filled("deploymentID"),
        "longitude": sheet.numbers("longitude"),
        "latitude": sheet.numbers("latitude"),
        "x_m": sheet.numbers("x_m"),
        "y_m": sheet.numbers("y_m"),
        "coordinateUncertainty": sheet.numbers("coordinateUncertainty", severity="warning"),
        "deploymentStart": moments(sheet, "deploymentStart", clock, needed=True),
        "deploymentEnd": moments(sheet, "deploymentEnd", clock, needed=True),
    }
    frame = pd.DataFrame(columns | sheet.rest(list(columns)))
    frame["locationID"] = stations(sheet, frame)
    return conform(frame, DEPLOYMENTS)


def stations(sheet: Sheet, frame: pd.DataFrame) -> pd.Series:
    """Name the station of each deployment: its identifier, its name, its rounded place, or itself.

    Parameters
    ----------
    sheet : Sheet
        With what names there are.
    frame : DataFrame
        With positions as numbers.
    """
    named = sheet.first_of("locationID", "locationName")
    placed = frame["longitude"].notna() & frame["latitude"].notna()
    places = _written(frame["longitude"], "{:.5f}") + "_" + _written(frame["latitude"], "{:.5f}")
    flat = frame["x_m"].notna() & frame["y_m"].notna()
    plane = _written(frame["x_m"], "{:.0f}") + "_" + _written(frame["y_m"], "{:.0f}")
    fallback = places.where(placed, plane.where(flat, frame["deploymentID"]))
    missing = (named == "") & (fallback != frame["deploymentID"])
    if missing.any():
        sheet.problems.add(
            "station_by_place", sheet.name, column="locationID", severity="info", count=int(missing.sum())
        )
    return named.where(named != "", fallback).astype("str")


def _written(numbers: pd.Series, form: str) -> pd.Series:
    return pd.Series([form.format(one) for one in numbers], index=numbers.index, dtype="str")


def media(sheet: Sheet, clock: Clock) -> pd.DataFrame:
    """Make the table of media.

    Parameters
    ----------
    sheet : Sheet
        With ``deploymentID``.
    clock : Clock
        How times are written.
    """
    columns = {"timestamp": moments(sheet, "timestamp", clock)}
    return conform(pd.DataFrame(columns | sheet.rest(list(columns))), MEDIA)


def observations(sheet: Sheet, clock: Clock, pictures: pd.DataFrame | None = None) -> pd.DataFrame:
    """Make the table of observations.

    Parameters
    ----------
    sheet : Sheet
        With ``deploymentID``.
    clock : Clock
        How times are written.
    pictures : DataFrame, optional
        Media, for observations that have no time of their own.

    Returns
    -------
    DataFrame
        Columns of `OBSERVATIONS`; an observation of no event is an event of its own.
    """
    start = moments(sheet, "eventStart", clock)
    if pictures is not None and len(pictures) and start.isna().any():
        taken = pictures.drop_duplicates("mediaID").set_index("mediaID")["timestamp"]
        start = start.fillna(sheet.text("mediaID").map(taken).astype(start.dtype))
    sheet.problems.cells(
        "cell_empty",
        (sheet.name, "eventStart"),
        sheet.text("eventStart"),
        start.isna() & (sheet.text("eventStart") == ""),
        "error",
    )
    end = moments(sheet, "eventEnd", clock)
    tags = sheet.text("observationTags")
    identifiers = sheet.text("observationID")
    counted = pd.Series(
        [f"row-{at}" for at in range(1, len(sheet) + 1)], index=identifiers.index, dtype="str"
    )
    identifiers = identifiers.where(identifiers != "", counted)
    level = sheet.words("observationLevel", LEVELS)
    level = level.where(level != "", sheet.text("mediaID").map(lambda one: "media" if one else "event"))
    kind = sheet.words("observationType", TYPES)
    named = sheet.text("scientificName") != ""
    columns: dict[str, pd.Series] = {
        "observationID": identifiers,
        "deploymentID": sheet.filled("deploymentID"),
        "eventID": sheet.text("eventID").where(sheet.text("eventID") != "", identifiers),
        "eventStart": start,
        "eventEnd": end.fillna(start),
        "observationLevel": level.astype("str"),
        "observationType": kind.where((kind != "") | ~named, "animal").astype("str"),
        "count": sheet.counts("count"),
        "lifeStage": sheet.words("lifeStage", LIFE_STAGES),
        "sex": sheet.words("sex", SEXES),
        "flank": _own_or_tag(sheet, tags, "flank", FLANKS),
        "confidence": _own_or_tag(sheet, tags, "confidence", CONFIDENCES),
    }
    return conform(pd.DataFrame(columns | sheet.rest(list(columns))), OBSERVATIONS)


def _own_or_tag(sheet: Sheet, tags: pd.Series, key: str, allowed: dict[str, str]) -> pd.Series:
    """Return a value from a column of its own, or from a tag such as ``flank:left``."""
    own = sheet.words(key, allowed)
    tagged = tags.str.extract(rf"(?:^|[|,;]\s*){key}\s*:\s*([^|,;]+)", expand=False).str.strip().str.lower()
    return own.where(own != "", tagged.map(allowed).fillna("")).astype("str")


def individuals(sheet: Sheet | None, seen: pd.DataFrame) -> pd.DataFrame:
    """Make the table of individuals, from a table of their own or from what was seen of them.

    Parameters
    ----------
    sheet : Sheet or None
        With ``individualID``.
    seen : DataFrame
        Observations; they fill in what the sheet leaves out.

    Returns
    -------
    DataFrame
        Columns of `INDIVIDUALS`; of several words for one animal the most frequent, then the first
        in the alphabet; both flanks once both were seen.
    """
    known = seen[seen["individualID"] != ""]
    derived = pd.DataFrame({"individualID": sorted(known["individualID"].unique())}, dtype="str")
    for column in ("sex", "lifeStage", "confidence"):
        derived[column] = derived["individualID"].map(_commonest(known, column)).astype("object").fillna("")
    derived["flank"] = derived["individualID"].map(_flanks(known)).astype("object").fillna("")
    if sheet is None:
        return conform(derived, INDIVIDUALS)
    columns = {
        "individualID": sheet.filled("individualID"),
        "sex": sheet.words("sex", SEXES),
        "lifeStage": sheet.words("lifeStage", LIFE_STAGES),
        "flank": sheet.words("flank", FLANKS),
        "confidence": sheet.words("confidence", CONFIDENCES),
    }
    stated = pd.DataFrame(columns | sheet.rest(list(columns)))
    stated = stated[stated["individualID"] != ""]
    of_seen = derived.set_index("individualID")
    for column in ("sex", "lifeStage", "flank", "confidence"):
        filled = stated["individualID"].map(of_seen[column]).astype("object").fillna("")
        stated[column] = stated[column].where(stated[column] != "", filled)
    more = derived[~derived["individualID"].isin(stated["individualID"])]
    return conform(pd.concat([stated, more], ignore_index=True), INDIVIDUALS)


def _commonest(known: pd.DataFrame, column: str) -> pd.Series:
    told = known[known[column] != ""]
    counts = told.groupby(["individualID", column], sort=True).size().reset_index(name="n")
    ordered = counts.sort_values(["individualID", "n", column], ascending=[True, False, True])
    return ordered.drop_duplicates("individualID").set_index("individualID")[column]


def _flanks(known: pd.DataFrame) -> pd.Series:
    told = known[known["flank"] != ""]
    sides = told.groupby("individualID")["flank"].agg(lambda flanks: "|".join(sorted(set(flanks))))
    return sides.where(sides.isin(["left", "right"]), "both")


def gaps(sheet: Sheet | None, clock: Clock) -> pd.DataFrame:
    """Make the table of gaps.

    Parameters
    ----------
    sheet : Sheet or None
        With ``deploymentID``, ``start``, ``end``, ``reason``.
    clock : Clock
        How times are written.
    """
    if sheet is None:
        return conform(pd.DataFrame(), GAPS)
    columns = {
        "deploymentID": sheet.filled("deploymentID"),
        "start": moments(sheet, "start", clock, needed=True),
        "end": moments(sheet, "end", clock, needed=True),
    }
    return conform(pd.DataFrame(columns | sheet.rest(list(columns))), GAPS)
