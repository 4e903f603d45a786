"""The quiz is true: right answers are read again here from the files, by another way."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from leopard_range.catalog import Catalog
from leopard_range.content.quiz import Item, quiz
from tests.content.editions import edition_of

DATA = Path(__file__).parents[2] / "geodata"


def _rows(name: str) -> dict[str, dict[str, str]]:
    with (DATA / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row.get("id") or row["year"]: row for row in csv.DictReader(file)}


def _reserves() -> dict[str, dict[str, Any]]:
    files = ("reserves/reserves", "osm/reserves_osm", "osm/park")
    found = [json.loads((DATA / f"{name}.geojson").read_text(encoding="utf-8")) for name in files]
    return {row["properties"]["id"]: row["properties"] for file in found for row in file["features"]}


def _items(catalog: Catalog, lang: str = "en") -> dict[str, Item]:
    return {item.id: item for item in quiz(edition_of(catalog, lang))}


@pytest.mark.parametrize("lang", ["en", "ru", "zh", "ko"])
def test_every_question_is_whole(catalog: Catalog, lang: str) -> None:
    items = _items(catalog, lang)
    assert 12 <= len(items) <= 15
    for item in items.values():
        assert 2 <= len(item.choices) <= 4
        assert len({choice.casefold() for choice in item.choices}) == len(item.choices)
        assert 0 <= item.right < len(item.choices)
        assert all((item.question, item.explanation, item.source))


def test_right_answers_are_those_of_the_files(catalog: Catalog) -> None:
    areas, counts, events = _rows("range_areas"), _rows("population"), _rows("milestones")
    plots, density = _rows("plot_counts"), _rows("densities")["russia-2014-15"]
    park, then = _reserves()["land-of-the-leopard"], float(areas["historical"]["area_km2"])
    joint, tracks = counts["secr-joint-2015"], counts["snow-2013"]
    assert tracks["method"] == "snow_tracks"
    assert all("our reasoning" in plots[str(year)]["note"] for year in range(2006, 2011))
    truth = {
        "range-today": f"{int(areas['current']['area_km2']):,}\N{NO-BREAK SPACE}km²",
        "range-left": f"{100 * float(areas['current']['area_km2']) / then:.0f}%",
        "none-today": "North Korea",
        "outline-error": "up to 60 km",
        "first-reserve": min(_reserves().values(), key=lambda row: row["year_from"])["name_en"],
        "park-year": str(park["year_from"]),
        "park-area": f"{park['area_km2']:,.0f}\N{NO-BREAK SPACE}km²",
        "tunnel": events["tunnel"]["year"],
        "plot-last": plots["2011"]["high"],
        "plot-years": "We worked it out ourselves",
        "left-2011": f"about {counts['about-50']['estimate']}",
        "method-2013": "By tracks in snow",
        "joint-interval": f"{joint['low']}–{joint['high']}",
        "adults": counts["russia-2023-adults"]["low"],
        "density": f"about {float(density['density_per_100km2']):.0f}",
    }
    assert {id_: item.choices[item.right] for id_, item in _items(catalog).items()} == truth


def test_no_wrong_choice_is_true(catalog: Catalog) -> None:
    items = _items(catalog)
    low, high = 70, 108
    spans = [choice.split("–") for choice in items["joint-interval"].choices]
    around = [span for span in spans if int(span[0]) <= 84 <= int(span[1])]
    assert around == [[str(low), str(high)]]
    years = {row["name_en"]: row["year_from"] for row in _reserves().values()}
    first, *later = sorted(years[name] for name in items["first-reserve"].choices)
    assert all(year > first for year in later)
    today = json.loads((DATA / "osm/range_current.geojson").read_text(encoding="utf-8"))
    russia = today["features"][0]["properties"]
    assert 0 < russia["russia_km2"] < russia["area_km2"], "Russia and China both hold a part"
    assert set(items["none-today"].choices) == {"North Korea", "Russia", "China"}


def test_the_order_is_the_same_on_each_run_and_in_each_language(catalog: Catalog) -> None:
    english, korean = _items(catalog), _items(catalog, "ko")
    assert english == _items(catalog)
    assert {i: one.right for i, one in english.items()} == {i: one.right for i, one in korean.items()}
    assert len({item.right for item in english.values()}) > 2, "the right answer is not always in one place"


@dataclass(frozen=True)
class Changed:
    """The catalog with other tables."""

    real: Catalog
    tables: dict[str, pd.DataFrame]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def table(self, id_: str) -> pd.DataFrame:
        return self.tables[id_] if id_ in self.tables else self.real.table(id_)


def test_other_data_give_other_answers(catalog: Catalog) -> None:
    counts = catalog.table("population").copy()
    counts["low"] = counts["low"].mask(counts["id"] == "russia-2023-adults", 141)
    plots = catalog.table("plot_counts").copy()
    plots[["low", "high"]] = plots[["low", "high"]].mask(plots["year"] == plots["year"].max(), 13)
    areas = catalog.table("range_areas").copy()
    areas["area_km2"] = areas["area_km2"].mask(areas["id"] == "current", 20_000.0)
    changed: Any = Changed(catalog, {"population": counts, "plot_counts": plots, "range_areas": areas})
    items = _items(changed)
    assert items["adults"].choices[items["adults"].right] == "141"
    assert items["plot-last"].choices[items["plot-last"].right] == "13"
    assert items["range-today"].choices[items["range-today"].right] == "20,000\N{NO-BREAK SPACE}km²"
    assert items["range-left"].choices[items["range-left"].right] == "6%"
