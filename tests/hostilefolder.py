"""A data folder in which every text a person may write means harm."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from tests.datafolder import (
    RESERVE_FIELDS,
    SPECIES,
    TODAY,
    DataFolder,
    features,
    named,
    reserve,
    square_country,
    square_km,
)
from tests.payloads import PAYLOADS

LANGUAGES = ("en", "ru", "zh", "ko")
RESERVES = "The reserves {{ 7*7 }} <b> ${1} :red[x]"
TEXTS = ("title", "about", "source", "period")
PLAIN = ("citation", "licence", "attribution", "url")
FIXED = ("range_historical", "range_historical_envelope", "range_current", "reserves", "land")


def everywhere(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)


def turned(start: int) -> dict[str, str]:
    """Return another payload for every language."""
    texts = list(PAYLOADS.values())
    return {language: texts[(start + at) % len(texts)] for at, language in enumerate(LANGUAGES)}


def same_names(text: str) -> dict[str, str]:
    return {f"name_{language}": text for language in LANGUAGES}


def place(at: int) -> Any:
    """Return the square of payload number `at`: a grid of squares of 4 km beside the land's middle."""
    return square_km(-60 + 7 * (at % 10), -40 + 7 * (at // 10), 4, 4)


def hostile_country(path: Path) -> DataFolder:
    """Build the country of squares with a payload in every text.

    One layer and one reserve to a payload; layers that the pages know by name take another payload
    in every language.
    """
    folder = square_country(path)
    texts = list(PAYLOADS.values())
    rows = [
        reserve(
            *(text, place(at)),
            **(same_names(text) | {"category": text, "country": text, "source": text, "method": text}),
        )
        for at, text in enumerate(texts)
    ]
    fields = {**RESERVE_FIELDS, "source": {"type": "string", "text": texts[0]}}
    style = {"stroke": "#17594F", "fill": "#17594F", "fill_opacity": 0.5}
    folder.layer(
        *("reserves", features(rows)), group="reserves", fields=fields, on_map=True, on=True, style=style
    )
    for at, text in enumerate(texts):
        row = {"id": text, **same_names(text), text: text, "geometry": place(at)}
        folder.layer(f"probe_{at:02}", features([row]), group="range", on_map=True, method="schematic")
        entry = folder.entries[f"probe_{at:02}"]
        entry |= {key: everywhere(text) for key in TEXTS} | dict.fromkeys(PLAIN, text)
        entry |= {"style": style, "fields": {text: {"type": "string", "text": text, "unit": text}}}
    for at, id_ in enumerate(FIXED):
        folder.entries[id_] |= {key: turned(4 * at) for key in TEXTS} | {
            key: texts[(at + 7 * k) % len(texts)] for k, key in enumerate(PLAIN)
        }
    # A list of choices can be used only when its words differ.
    folder.entries["reserves"]["title"] = everywhere(RESERVES)
    _places(folder, texts)
    _tables(folder, texts)
    species = dict(zip(LANGUAGES, texts, strict=False))
    toml = "\n".join(
        f"name = {{ {', '.join(f'{k} = {json.dumps(v)}' for k, v in species.items())} }}"
        if line.startswith("name")
        else line
        for line in SPECIES.splitlines()
    )
    (path / "species" / "amur-leopard.toml").write_text(toml, encoding="utf-8")
    return folder


def _places(folder: DataFolder, texts: list[str]) -> None:
    """Add named places for labels and search, and provinces for the table of losses."""
    points = [
        {"id": text, **same_names(text), "kind": text, "geometry": place(at).centroid}
        for at, text in enumerate(texts)
    ]
    fields = {"kind": {"type": "string", "text": "kind"}}
    label = {"group": "base", "kind": "point", "on": True, "fields": fields, "style": {"shape": "label"}}
    for id_ in ("places", "regions", "seas"):
        folder.layer(id_, features(points), **label)
    # The historic range is 100 km wide, from -50 to 50.
    width = 100 / len(texts)
    strips = [
        {"id": f"s{at}", **same_names(text), "geometry": square_km(-50 + at * width, -150, width, 300)}
        for at, text in enumerate(texts)
    ]
    sides = [
        {"id": "west", **named("west"), "geometry": square_km(-200, -150, 150, 300)},
        {"id": "east", **named("east"), "geometry": square_km(50, -150, 150, 300)},
    ]
    folder.layer("provinces", features([*sides, *strips]))


def _tables(folder: DataFolder, texts: list[str]) -> None:
    """Add the tables the pages draw."""
    years = list(range(1900, 1900 + len(texts)))
    columns = {f"text_{language}": texts for language in LANGUAGES}
    kinds = {"year": "year", **dict.fromkeys(columns, "string")}
    folder.table("milestones", pd.DataFrame({"year": years, **columns}), kinds)
    counts = pd.DataFrame({"year": [2010, 2011], "low": [7, 12], "high": [9, 12]})
    folder.table("plot_counts", counts, {"year": "year", "low": "number", "high": "number"})
    areas = pd.DataFrame({"id": ["historical", "1970s", "current"], "area_km2": [100, 50, 10]})
    folder.table("range_areas", areas, {"id": "string", "area_km2": "number"})
    people = pd.DataFrame(
        {
            "year": years,
            "scope": ["Russia", *texts[1:]],
            "method": ["snow_tracks", *texts[1:]],
            "low": 1,
            "high": 2,
            "estimate": 1,
        }
    )
    numbers = dict.fromkeys(("low", "high", "estimate"), "number")
    folder.table("population", people, {"year": "year", "scope": "string", "method": "string", **numbers})
    for at, id_ in enumerate(("milestones", "plot_counts", "range_areas", "population")):
        folder.entries[id_] |= {key: turned(at) for key in TEXTS}


def hostile_survey(folder: DataFolder) -> DataFolder:
    """Add a survey whose text is hostile too; only cells of it may be shown."""
    texts = list(PAYLOADS.values())
    count = len(texts)
    stations = pd.DataFrame(
        {
            "deploymentID": texts,
            "locationID": texts,
            "longitude": [130.6 + 0.001 * at for at in range(count)],
            "latitude": [43.1 + 0.001 * at for at in range(count)],
            "deploymentStart": "2011-03-04T00:00:00+10:00",
            "deploymentEnd": "2011-05-06T00:00:00+10:00",
        }
    )
    seen = stations[["deploymentID", "longitude", "latitude"]].assign(
        eventStart="2011-04-05T06:07:08+10:00", individualID=texts
    )
    kinds = {"deploymentID": "string", "longitude": "number", "latitude": "number"}
    secret = {
        "group": "survey",
        "kind": "point",
        "sensitivity": "exact",
        "method": "simulated",
        "on_map": True,
    }
    folder.table("survey_stations", stations, kinds, **secret)
    folder.table("survey_detections", seen, kinds, **secret)
    for at, id_ in enumerate(("survey_stations", "survey_detections")):
        folder.entries[id_] |= {key: turned(20 + 4 * at) for key in TEXTS}
    return folder


__all__ = ["LANGUAGES", "RESERVES", "TODAY", "hostile_country", "hostile_survey", "place"]
