"""A bundle is written whole and public, or not at all, with the reason."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import LineString, Point, Polygon

from leopard_range.catalog import open_catalog
from leopard_range.catalog.bundle import MANIFEST, files_of
from leopard_range.catalog.release import publish, verify
from leopard_range.cli import main
from leopard_range.config import Settings
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.privacy import PUBLIC_RULES, stricter, telling
from tests.datafolder import TODAY, DataFolder
from tests.privacy.private import SECRETS, private_folder, put, survey

Change = Callable[[DataFolder], object]
PLACE = (130.6173459, 43.0718293)


@pytest.fixture
def private(tmp_path: Path) -> DataFolder:
    return private_folder(tmp_path / "private")[0]


def refused(private: DataFolder, bundle: Path, code: str) -> str:
    private.write()
    with pytest.raises(LeopardRangeError) as problem:
        publish(private.path, bundle, TODAY)
    assert problem.value.code == code, problem.value
    assert not bundle.exists(), "nothing is written unless everything holds"
    assert list(bundle.parent.glob(".*")) == []
    return sentence(problem.value)


def edit(private: DataFolder, id_: str, **columns: Any) -> None:
    """Change columns of the first row of a table (a callable gives the whole column)."""
    file = private.path / f"{id_}.csv"
    frame = pd.read_csv(file, dtype=str)
    for name, value in columns.items():
        if callable(value):
            frame[name] = value(frame)
        else:
            frame.loc[0, name] = value
    old = private.entries[id_]
    keys = {k: v for k, v in old.items() if k not in ("file", "sha256", "fields")}
    private.table(id_, frame, {name: f["type"] for name, f in old["fields"].items()}, **keys)


def test_a_bundle_is_a_complete_data_folder_that_holds(private: DataFolder, tmp_path: Path) -> None:
    bundle = tmp_path / "out" / "bundle"
    made = publish(private.path, bundle, TODAY)
    assert verify(bundle, TODAY) == made.manifest
    catalog = open_catalog(Settings(data=bundle, today=TODAY))
    assert all(spec.sensitivity == "public" for spec in catalog.specs.values())
    assert set(made.manifest.layers.values()) == {"stations", "detections", "surface", "counts"}
    for id_ in ("land", "reserves", "population"):
        file = catalog.spec(id_).file
        assert (bundle / file).read_bytes() == (private.path / file).read_bytes()
    cells = catalog.layer("alpha_detections")
    assert {note.code for note in cells.notes} == {"generalised"}
    for column in (
        *("dataGeneralizations", "coordinatePrecision", "coordinateUncertaintyInMeters"),
        *("informationWithheld", "sensitivityReviewDate"),
    ):
        assert cells.frame[column].notna().all()
    assert catalog.table("alpha_detections_counts")["individuals_class"].tolist() == ["3-9"] * 4
    assert catalog.spec("alpha_stations").year_to == 2012, "nothing tells that there is a survey of 2025"
    values, _ = catalog.raster("alpha_detections_surface")
    assert 0 < values.max() <= 10


def test_what_has_no_rule_is_left_out_and_listed(private: DataFolder, tmp_path: Path) -> None:
    made = publish(private.path, tmp_path / "bundle", TODAY)
    reasons = dict(made.left_out)
    assert reasons == {
        "dens": "no rule",
        "tracks": "withheld",
        "individuals": "no rule",
        "media": "no rule",
        "density": "no rule",
    }
    # The public learns the kinds and the reasons, not the names or the number.
    assert made.manifest.left_out == (
        ("line", "withheld"),
        ("point", "no rule"),
        ("raster", "no rule"),
        ("table", "no rule"),
    )
    told = (tmp_path / "bundle" / MANIFEST).read_text()
    assert not any(name in told for name in ("dens", "tracks", "individuals.csv", "media"))
    whole = b"".join(p.read_bytes() for p in (tmp_path / "bundle").rglob("*") if p.is_file())
    assert [secret for secret in SECRETS if secret.encode() in whole] == []


def test_everybody_may_read_a_bundle_and_a_private_folder_should_not_be_read(
    private: DataFolder, tmp_path: Path
) -> None:
    private.path.chmod(0o755)
    assert [note.code for note in publish(private.path, tmp_path / "one", TODAY).notes] == [
        "private_readable"
    ]
    private.path.chmod(0o700)
    assert publish(private.path, tmp_path / "two", TODAY).notes == ()
    for path in (tmp_path / "two").rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)
    times = {int(p.stat().st_mtime) for p in [tmp_path / "two", *(tmp_path / "two").rglob("*")]}
    assert times == {int((date(2026, 1, 1) - date(1970, 1, 1)).days * 86_400)}


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("release_too_few", lambda p: edit(p, "alpha_stations", locationID=lambda f: ["one"] * len(f))),
        (
            "release_too_young",
            lambda p: put(p, "alpha", survey("a", {(653, 215): {2025: 4}}, 0, young=False)),
        ),
        ("release_bad_date", lambda p: edit(p, "alpha_stations", deploymentStart="2011")),
        ("release_bad_date", lambda p: edit(p, "alpha_stations", deploymentStart="2011-04/2011-06")),
        ("release_bad_date", lambda p: edit(p, "alpha_stations", deploymentEnd="1970-01-01")),
        ("release_bad_date", lambda p: edit(p, "alpha_detections", eventStart="2031-01-01T00:00:00")),
        ("release_other_year", lambda p: edit(p, "alpha_detections", eventStart="2015-01-01T00:00:00")),
        ("release_empty_cell", lambda p: edit(p, "alpha_stations", locationID="")),
        ("release_empty_cell", lambda p: edit(p, "alpha_stations", latitude="")),
        ("release_bad_position", lambda p: edit(p, "alpha_stations", latitude="131.1")),
        ("release_unknown_deployment", lambda p: edit(p, "alpha_detections", deploymentID="nobody")),
        (
            "release_id_twice",
            lambda p: edit(p, "alpha_stations", deploymentID=lambda f: ["d", "d", *f["deploymentID"][2:]]),
        ),
        (
            "release_same_place",
            lambda p: edit(
                p,
                "beta_stations",
                longitude=lambda f: [f["longitude"][0]] * len(f),
                latitude=lambda f: [f["latitude"][0]] * len(f),
            ),
        ),
        ("column_missing", lambda p: without_stations(p, "locationID")),
        ("catalog_invalid", lambda p: p.entries["alpha_detections"].update(stations="nothing")),
        ("catalog_invalid", lambda p: p.entries["alpha_detections"].update(rule="blur")),
        ("release_areas_exact", lambda p: p.entries["parks"].update(sensitivity="exact")),
        ("release_words", lambda p: p.entries["alpha_stations"]["about"].update(en="At 43.0718, 130.6173")),
        ("release_words", lambda p: p.entries["land"].update(citation="Ask someone@example.org")),
        ("release_name_taken", lambda p: p.entries.update(alpha_detections_surface=p.entries["land"])),
    ],
)
def test_a_rule_that_cannot_be_met_is_named(
    private: DataFolder, tmp_path: Path, code: str, change: Change
) -> None:
    change(private)
    said = refused(private, tmp_path / "bundle", code)
    assert "130.6" not in said.replace("130.6173", "") or code == "release_words"
    assert not any(secret in said for secret in SECRETS)


def without_stations(private: DataFolder, column: str) -> None:
    file = private.path / "alpha_stations.csv"
    frame = pd.read_csv(file, dtype=str).drop(columns=column)
    keys = {k: v for k, v in private.entries["alpha_stations"].items() if k not in ("file", "sha256")}
    fields = {name: f["type"] for name, f in keys.pop("fields").items()}
    private.table("alpha_stations", frame, fields, **keys)


def places(private: DataFolder, count: int = 6) -> list[tuple[float, float]]:
    frame = pd.read_csv(private.path / "alpha_stations.csv").drop_duplicates("locationID")
    return [(float(x), float(y)) for x, y in frame[["longitude", "latitude"]].to_numpy()[:count]]


def shape(private: DataFolder, kind: str) -> gpd.GeoDataFrame:
    known = places(private)
    away = [(x + 0.003, y + 0.001) for x, y in known]
    geometry = {
        "points": [Point(0, 0), Point(*away[0])],
        "hull": [Polygon(known).convex_hull],
        "line": [LineString(known)],
        "circles": [Point(*known[0]).buffer(0.02)],
    }[kind]
    return gpd.GeoDataFrame(
        {"id": [str(i) for i in range(len(geometry))]}, geometry=geometry, crs="EPSG:4326"
    )


@pytest.mark.parametrize(
    ("code", "kind", "layer"),
    [
        ("release_near", "points", "point"),
        ("release_traced", "hull", "polygon"),
        ("release_traced", "line", "line"),
        ("release_traced", "circles", "polygon"),
    ],
)
def test_a_public_layer_may_not_stand_where_a_secret_stands(
    private: DataFolder, tmp_path: Path, code: str, kind: str, layer: str
) -> None:
    private.layer("sites", shape(private, kind), kind=layer)
    refused(private, tmp_path / "bundle", code)


def test_numbers_of_a_public_table_are_looked_at_whatever_they_are_called(
    private: DataFolder, tmp_path: Path
) -> None:
    (x, y), *_ = places(private)
    private.table("effort", pd.DataFrame({"year": [2010], "a": [y + 0.001], "b": [x]}), {"a": "number"})
    refused(private, tmp_path / "bundle", "release_near")


@pytest.mark.parametrize("column", ["axis", "end_b"])
def test_geometry_written_as_text_is_searched_as_the_shape_it_is(
    private: DataFolder, tmp_path: Path, column: str
) -> None:
    (x, y), *_ = places(private)
    text = f"{x:.4f},{y:.4f}" if column == "end_b" else f"POINT ({x:.4f} {y:.4f})"
    private.table("lines", pd.DataFrame({"id": ["a"], column: [text]}), {"id": "string", column: "string"})
    said = refused(private, tmp_path / "bundle", "release_near")
    assert text not in said


@pytest.mark.parametrize(
    "text",
    [
        "den at 43.0718, 130.6173",
        "43.0718N 130.6173E",
        "N 43.0718, E 130.6173",
        "43,0718; 130,6173",
        "43.07, 130.61",
        "43,071 130,617",
        "-1.2921 36.8219",
        "43°04'18.6\"N 130°37'02.4\"E",
        "43°04.31' 130°37.04'",
        "43 04 18.6 N, 130 37 02.4 E",
        "POINT (130.6173459 43.0718293)",
        "52T 631665 4770113",
        "631665, 4770113",
        "52TEN3166570113",
        "52T EN 31665 70113",
        "8QC8GRC8+P4",
        "+43.0718+130.6173/",
        "geo:43.0718,130.6173",
        "wyf3k6xq2",
        "北纬43度4分18秒",
        "43.0718 с.ш. 130.6173 в.д.",
        "북위 43.0718",
        "43.0718%2C%20130.6173",
        "４３.０７１８, １３０.６１７３",
        "0101000000C4F6496B4D546040B5C4CA68E4894540",
        "43.\u200b0718, 130.6173",
    ],
)
def test_text_that_is_a_position_stops_a_release(private: DataFolder, tmp_path: Path, text: str) -> None:
    private.table("notes", pd.DataFrame({"note": ["plain", text]}), {"note": "string"})
    said = refused(private, tmp_path / "bundle", "release_text_position")
    assert "row 2" in said
    assert text not in said


@pytest.mark.parametrize(
    "text",
    [
        "10,709 / 361,756 km²",
        "1.40, 0.90 per 100 km²",
        "12,345, 23,456 ha",
        "2011-2012; 12 adults, 3 cubs",
        "doi:10.1134/S1062359019090103",
        "Decree of 5 April 2012; relation 10367273",
        "about 0.05° wide, north of 43.25 N",
        "东经129度以东",
        "https://doi.org/10.15468/doc-5jp4-5g10",
    ],
)
def test_text_that_is_no_position_does_not(text: str) -> None:
    assert telling(text) == ""


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("release_text_email", "write to ranger@example.org"),
        ("release_text_phone", "+7 423 265 00 00"),
        ("release_text_phone", "8 (4232) 65-00-00"),
        ("release_text_phone", "电话: 13912345678"),
        ("release_text_phone", "010-1234-5678"),
    ],
)
def test_text_that_leads_to_a_person_stops_a_release(
    private: DataFolder, tmp_path: Path, code: str, text: str
) -> None:
    private.table("notes", pd.DataFrame({"note": [text]}), {"note": "string"})
    refused(private, tmp_path / "bundle", code)


def test_a_column_of_text_must_be_allowed(private: DataFolder, tmp_path: Path) -> None:
    remarks = pd.DataFrame({"remarks": ["by the old mill"], "year": [2010]})
    private.table("notes", remarks, {"remarks": "string"})
    refused(private, tmp_path / "bundle", "release_column")
    private.entries["notes"]["public_text"] = ["remarks"]
    private.write()
    publish(private.path, tmp_path / "bundle", TODAY)


@pytest.mark.parametrize("name", ["individualID", "setupBy", "locationName", "DEPLOYMENTID", "filePath"])
def test_some_columns_nobody_can_allow(private: DataFolder, tmp_path: Path, name: str) -> None:
    private.table("notes", pd.DataFrame({name: ["x1"]}), {name: "string"}, public_text=[name])
    refused(private, tmp_path / "bundle", "release_column")


COLLECTION = '{"type":"FeatureCollection","features":[ONE]}'
FEATURE = '{"type":"Feature","properties":{"id":"a"},"geometry":{"type":"Point","coordinates":[1,2]}}'


@pytest.mark.parametrize(
    "body",
    [
        COLLECTION.replace("{", '{"secret":[131.1,43.1],').replace("ONE", FEATURE),
        COLLECTION.replace("{", '{"features":[],').replace("ONE", FEATURE),
        COLLECTION.replace("{", '{"name":"43.0718, 130.6173",').replace("ONE", FEATURE),
        COLLECTION.replace("ONE", FEATURE.replace("[1,2]", "[1,2,43.0718]")),
        COLLECTION.replace("ONE", FEATURE.replace('"a"', '{"b":1}')),
        COLLECTION.replace("ONE", FEATURE.replace('"type":"Feature"', '"x":1,"type":"Feature"')),
    ],
)
def test_a_file_copied_byte_for_byte_holds_nothing_unseen(
    private: DataFolder, tmp_path: Path, body: str
) -> None:
    (private.path / "odd.geojson").write_text(body)
    private.entry("odd", "odd.geojson", kind="point")
    refused(private, tmp_path / "bundle", "release_hidden_part")


def test_a_database_may_hold_deleted_rows_and_is_not_copied(private: DataFolder, tmp_path: Path) -> None:
    shape(private, "points").iloc[:1].to_file(private.path / "sites.gpkg")
    private.entry("sites", "sites.gpkg", kind="point")
    refused(private, tmp_path / "bundle", "release_file_kind")


def test_two_surveys_that_tell_by_difference_are_refused(private: DataFolder, tmp_path: Path) -> None:
    drawn = survey("a", {(653, 215): {2010: 5}}, 0, young=False)
    put(private, "alpha", drawn)
    few = drawn.stations["locationID"].unique()[:4]
    kept = drawn.stations[drawn.stations["locationID"].isin(few)]
    put(
        private,
        "gamma",
        type(drawn)(kept, drawn.detections[drawn.detections["deploymentID"].isin(kept["deploymentID"])]),
    )
    refused(private, tmp_path / "bundle", "release_overlap")


def test_folders_may_not_lie_in_each_other(private: DataFolder, tmp_path: Path) -> None:
    for bundle in (private.path, private.path / "bundle", private.path.parent):
        with pytest.raises(LeopardRangeError) as problem:
            publish(private.path, bundle, TODAY)
        assert problem.value.code == "release_nested"
    (tmp_path / "link").symlink_to(private.path)
    with pytest.raises(LeopardRangeError, match="release_nested"):
        publish(private.path, tmp_path / "link" / "bundle", TODAY)


def test_an_earlier_bundle_is_replaced_only_when_asked(private: DataFolder, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    first = publish(private.path, bundle, TODAY)
    before = {p: p.stat().st_ino for p in bundle.rglob("*")}
    assert publish(private.path, bundle, date(2026, 11, 3)).manifest == first.manifest
    assert {p: p.stat().st_ino for p in bundle.rglob("*")} == before, "the same release is left as it is"
    for day, replace, code in ((date(2028, 1, 1), False, "bundle_exists"), (TODAY, True, None)):
        if code:
            with pytest.raises(LeopardRangeError, match=code):
                publish(private.path, bundle, day, replace=replace)
        assert verify(bundle, TODAY) == first.manifest
    later = publish(private.path, bundle, date(2028, 1, 1), replace=True)
    assert later.manifest.released == 2028
    assert verify(bundle, date(2028, 1, 1)) == later.manifest
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bundle", "private"], "nothing is left beside it"


def test_released_years_stay_as_they_were(private: DataFolder, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    publish(private.path, bundle, TODAY)
    put(private, "alpha", survey("a", {(653, 215): {2010: 12}}, 0))
    private.write()
    with pytest.raises(LeopardRangeError, match="release_past_changed"):
        publish(private.path, bundle, date(2027, 1, 1), replace=True)
    with pytest.raises(LeopardRangeError, match="release_other_rules"):
        publish(private.path, bundle, TODAY, stricter(cell_deg=0.4), replace=True)
    verify(bundle, TODAY)


def test_a_folder_that_is_no_bundle_is_not_touched(private: DataFolder, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("ten years of work")
    with pytest.raises(LeopardRangeError, match="bundle_foreign"):
        publish(private.path, mine, TODAY, replace=True)
    assert (mine / "thesis.txt").read_text() == "ten years of work"


def test_a_write_that_fails_leaves_the_old_bundle(
    private: DataFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "bundle"
    old = publish(private.path, bundle, TODAY).manifest
    for name in ("fsync", "utime", "rename"):
        calls = 0

        def full(*_args: object, **_more: object) -> None:
            nonlocal calls
            calls += 1
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, name, full)
            if name == "rename":
                patch.setattr(Path, "rename", full)
            with pytest.raises(LeopardRangeError, match="cannot_write"):
                publish(private.path, bundle, date(2028, 1, 1), replace=True)
        assert calls
        assert verify(bundle, TODAY) == old
        assert sorted(p.name for p in tmp_path.iterdir()) == ["bundle", "private"]


DAMAGE: list[tuple[str, Callable[[Path], object]]] = [
    ("bundle_file_changed", lambda b: (b / "population.csv").write_text("year,count\n1,2\n")),
    ("bundle_file_extra", lambda b: (b / "stations.csv").write_text("longitude,latitude\n131,43\n")),
    ("bundle_file_missing", lambda b: (b / "population.csv").unlink()),
    ("bundle_link", lambda b: (b / "link.csv").symlink_to("/etc/hostname")),
    ("bundle_invalid", lambda b: (b / MANIFEST).write_text("{}")),
    ("bundle_invalid", lambda b: (b / MANIFEST).write_bytes((b / MANIFEST).read_bytes() + b" ")),
    ("bundle_rules_weak", lambda b: rewrite(b, lambda m: m["rules"].update(cell_deg=0.01))),
    ("bundle_rules_weak", lambda b: rewrite(b, lambda m: m["rules"].update(min_stations=1))),
    ("bundle_rules_weak", lambda b: rewrite(b, lambda m: m.update(released=2099))),
    ("bundle_rule_broken", lambda b: recell(b, '"3-9"', '"7"')),
    ("bundle_rule_broken", lambda b: recell(b, "[130.6, 43.0]", "[130.61, 43.0]")),
    ("bundle_rule_broken", lambda b: recell(b, '"year_from": 2012', '"year_from": 2025')),
    ("bundle_rule_broken", lambda b: recell(b, '"cell":', '"locationID": "S1", "cell":')),
    ("publish_first", lambda b: recatalog(b, 'sensitivity = "public"', 'sensitivity = "exact"')),
]


def rewrite(bundle: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the manifest and keep its hashes true, as somebody would who means it."""
    values = json.loads((bundle / MANIFEST).read_text())
    values["files"] = files_of(bundle)
    change(values)
    (bundle / MANIFEST).write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n")


def recatalog(bundle: Path, old: str, new: str) -> None:
    file = bundle / "catalog.toml"
    file.write_text(file.read_text().replace(old, new, 1))
    rewrite(bundle, lambda _values: None)


def recell(bundle: Path, old: str, new: str) -> None:
    file = bundle / "survey" / "alpha_stations.geojson"
    was = files_of(bundle)["survey/alpha_stations.geojson"]
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    recatalog(bundle, was, files_of(bundle)["survey/alpha_stations.geojson"])


@pytest.mark.parametrize(("code", "damage"), DAMAGE)
def test_a_damaged_bundle_is_opened_by_nobody(
    private: DataFolder, tmp_path: Path, code: str, damage: Callable[[Path], object]
) -> None:
    bundle = tmp_path / "bundle"
    publish(private.path, bundle, TODAY)
    damage(bundle)
    for look in (
        lambda: verify(bundle, TODAY),
        lambda: open_catalog(Settings(role="public", data=bundle, today=TODAY)),
    ):
        with pytest.raises(LeopardRangeError) as problem:
            look()
        assert problem.value.code == code, problem.value


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--cell-deg", "0.1"), "rule_too_weak"),
        (("--cell-deg", "nan"), "rule_too_weak"),
        (("--cell-deg", "0.3"), "rule_not_multiple"),
        (("--cell-deg", "inf"), "rule_too_large"),
        (("--min-stations", "2"), "rule_too_weak"),
        (("--min-stations", "0"), "rule_too_weak"),
        (("--delay-months", "23"), "rule_too_weak"),
        (("--today", "2999-01-01"), "day_to_come"),
        (("--today", "soon"), "bad_day"),
    ],
)
def test_the_rules_can_only_be_made_stricter(
    private: DataFolder,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: str,
) -> None:
    arguments = ["publish", "--private", str(private.path), "--bundle", str(tmp_path / "bundle"), *words]
    assert main(arguments) == 2
    assert not (tmp_path / "bundle").exists()
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert code


def test_stricter_rules_are_kept(private: DataFolder, tmp_path: Path) -> None:
    rules = stricter(cell_deg=0.4, min_stations=8, delay_months=168)
    assert (rules.cell_deg, rules.min_stations, rules.delay_months) == (0.4, 8, 168)
    private.entries["beta_stations"]["rule"] = private.entries["beta_detections"]["rule"] = "withhold"
    private.write()
    publish(private.path, tmp_path / "bundle", TODAY, rules)
    catalog = open_catalog(Settings(data=tmp_path / "bundle", today=TODAY))
    frame = catalog.layer("alpha_stations").frame
    assert set(frame["year_from"]) == {2009, 2010, 2011}
    assert set(frame["coordinatePrecision"]) == {0.4}
    assert catalog.rules == rules


def test_the_command_says_what_it_did(
    private: DataFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = str(tmp_path / "bundle")
    words = ["publish", "--private", str(private.path), "--bundle", bundle, "--today", "2026-06-01"]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "dens" in said
    assert "no rule in its entry" in said
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["manifest"]["rules"]["cell_deg"] == 0.2
    assert {one["layer"] for one in told["left_out"]} >= {"dens", "density"}
    assert main(["verify-bundle", bundle, "--lang", "ko"]) == 0
    (tmp_path / "bundle" / "population.csv").write_text("changed")
    assert main(["verify-bundle", bundle]) == 2
    assert "population.csv" in capsys.readouterr().err


def test_the_embedded_data_can_be_published(tmp_path: Path) -> None:
    settings = Settings(today=TODAY)
    made = publish(settings.data, tmp_path / "bundle", TODAY)
    assert made.left_out == ()
    assert open_catalog(Settings(data=tmp_path / "bundle", today=TODAY)).rules == PUBLIC_RULES
    catalog = open_catalog(Settings(data=tmp_path / "bundle", today=TODAY))
    door = open_catalog(settings)
    for id_ in ("survey_stations", "survey_detections"):
        ours, theirs = catalog.layer(id_).frame, door.layer(id_).frame
        ours, theirs = (one.set_geometry(one.normalize()) for one in (ours, theirs))
        assert ours.to_json() == theirs[ours.columns].to_json(), "the door and the release are one way"
