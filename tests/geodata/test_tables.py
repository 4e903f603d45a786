"""Tables: every number has its source, every way of counting its own series."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tools.geodata import facts
from tools.geodata.labels import town_features
from tools.geodata.tables import TABLES, with_sources

Rows = Callable[[str], list[dict[str, str]]]
LANGUAGES = ("en", "ru", "zh", "ko")


@pytest.mark.parametrize("name", TABLES)
def test_every_row_names_a_full_source(name: str, table: Rows) -> None:
    for row in table(name):
        assert len(row["source"]) > 12, row
        assert row["verified"] in {"seen", "secondary", "memory"}, row
        assert row["url"] == "" or row["url"].startswith("https://"), row


def test_every_source_is_used(table: Rows) -> None:
    used = {row["source"] for name in TABLES for row in table(name)}
    unused = {row["key"] for row in facts.rows("sources") if row["citation"] not in used}
    assert unused <= {"jacobson2016", "enn2011"}


def test_counts_by_different_methods_are_different_series(table: Rows) -> None:
    series: dict[str, set[tuple[str, str, str]]] = {}
    for row in table("population"):
        series.setdefault(row["series"], set()).add((row["method"], row["unit"], row["scope"]))
    assert all(len(kinds) == 1 for kinds in series.values())
    methods = {row["series"]: row["method"] for row in table("population")}
    assert {"snow_tracks", "camera_minimum", "camera_secr"} <= set(methods.values())


def test_intervals_are_what_they_say(table: Rows) -> None:
    for row in table("population"):
        low, high, estimate = (float(row[key]) if row[key] else None for key in ("low", "high", "estimate"))
        match row["interval"]:
            case "reported_range" | "95_percent_confidence":
                assert low is not None
                assert high is not None
                assert low < high
                assert estimate is None or low <= estimate <= high
            case "minimum":
                assert low is not None
                assert high is None
                assert estimate is None
            case _:
                assert row["interval"] in {"not_reported", "none"}
                assert estimate is not None
        assert 1970 <= int(row["year"]) <= 2026
        assert row["year_to"] == "" or int(row["year"]) < int(row["year_to"])


@pytest.mark.parametrize(
    ("row", "values"),
    [
        ("secr-joint-2014", ("70", "108", "84")),
        ("snow-pikunov", ("23", "33", "")),
        ("china-2012-14", ("42", "", "")),
        ("secr-russia-2014-15", ("", "", "57")),
    ],
)
def test_published_counts_are_typed_right(row: str, values: tuple[str, str, str], table: Rows) -> None:
    found = next(entry for entry in table("population") if entry["id"] == row)
    assert (found["low"], found["high"], found["estimate"]) == values


def test_plot_counts_are_seven_to_nine_then_twelve(table: Rows) -> None:
    counts = [(row["year"], row["low"], row["high"]) for row in table("plot_counts")]
    assert counts == [*((str(year), "7", "9") for year in range(2006, 2011)), ("2011", "12", "12")]
    assert all("reasoning" in row["note"] or "spring 2011" in row["note"] for row in table("plot_counts"))


def test_range_areas_give_the_published_share(table: Rows) -> None:
    areas = {row["id"]: float(row["area_km2"]) for row in table("range_areas")}
    assert areas["current"] / areas["historical"] == pytest.approx(0.0296, abs=5e-5)
    definitions = {row["id"]: row["definition"] for row in table("range_areas")}
    assert definitions["current"] != definitions["current-model"]


def test_milestones_run_forward_and_are_translated(table: Rows) -> None:
    rows = table("milestones")
    years = [int(row["year"]) for row in rows]
    assert years == sorted(years)
    assert years[0] == 1916
    for row in rows:
        assert row["date"].startswith(row["year"][:3]), row["id"]
        for language in LANGUAGES:
            assert row[f"text_{language}"].rstrip().endswith((".", "。")), (row["id"], language)
    assert {"kedrovaya-pad", "leopardovy", "video-2011", "park", "joint-84"} <= {row["id"] for row in rows}


def test_milestones_agree_with_the_reserves(table: Rows) -> None:
    typed = facts.toml("reserves")
    founded = {row["id"]: row["year_from"] for row in [typed["park"], *typed["reserve"], *typed["derived"]]}
    year = {row["id"]: int(row["year"]) for row in table("milestones")}
    pairs = {
        "kedrovaya-pad": "kedrovaya-pad",
        "ussuriysky": "ussuriysky",
        "poltavsky": "poltavsky",
        "barsovy": "barsovy",
        "borisovskoe": "borisovskoe-plateau",
        "hunchun": "hunchun",
        "leopardovy": "leopardovy",
        "park": "land-of-the-leopard",
        "nctlnp-pilot": "nctlnp",
    }
    assert {key: year[key] for key in pairs} == {key: founded[reserve] for key, reserve in pairs.items()}


def test_corridors_carry_their_published_numbers(table: Rows) -> None:
    rows = {row["id"]: row for row in table("corridors")}
    assert float(rows["razdolnaya"]["length_km"]) == 62.5
    assert float(rows["razdolnaya"]["forest_share"]) == 0.93
    assert all(float(row["pos_error_m"]) >= 3_000 for row in rows.values())


def test_a_row_without_a_source_is_refused() -> None:
    with pytest.raises(ValueError, match="no known source"):
        with_sources([{"id": "a", "source": "hearsay"}], {"paper": {"citation": "A paper", "url": ""}})


def test_sources_are_joined_in_place() -> None:
    sources = {"paper": {"citation": "A paper", "url": "https://x"}}
    joined = with_sources([{"id": "a", "source": "paper", "note": "n"}], sources)
    assert [list(row.items()) for row in joined] == [
        [("id", "a"), ("source", "A paper"), ("url", "https://x"), ("note", "n")]
    ]


def test_towns_are_picked_by_country_and_place(tmp_path: Path) -> None:
    path = tmp_path / "towns.csv"
    path.write_text(
        "lat,lon,name,admin1,admin2,cc\n42.86413,131.38820,Slavyanka,Primorskiy,,RU\n"
        "48.85,2.35,Paris,IDF,,FR\n43.0,131.0,Nowhere,X,,TW\n55.0,131.0,North,X,,RU\n43.1,131.1,Small,X,,RU\n",
        encoding="utf-8",
    )
    rows = [feature.properties for feature in town_features(path)]
    assert [row["name_en"] for row in rows] == ["Slavyanka", "Small"]
    assert rows[0]["name_ru"] == "Славянка"
    assert rows[1]["name_ko"] is None
