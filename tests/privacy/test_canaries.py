"""No file for the public holds an exact position, in any of many encodings."""

from __future__ import annotations

import base64
import bz2
import gzip
import json
import lzma
import struct
import zlib
from pathlib import Path

import pandas as pd
import pytest

from leopard_range.catalog import Catalog
from leopard_range.errors import LeopardRangeError
from leopard_range.reports import export, formats_of
from tests.datafolder import DataFolder, square_country
from tests.privacy.canaries import betrayed, encodings, geohash, mgrs, plus_code, polyline

# Invented, with digits that no cell corner shares.
CANARIES = [
    (130.6173459, 43.0718293),
    (130.7391827, 43.1629384),
    (130.6683917, 43.1182736),
    (130.7218364, 43.0293847),
]
SURVEY = ("survey_stations", "survey_detections")


def with_survey(folder: DataFolder, places: list[tuple[float, float]]) -> DataFolder:
    stations = pd.DataFrame(
        {
            "deploymentID": [f"d{i}" for i in range(len(places))],
            "locationID": [f"s{i}" for i in range(len(places))],
            "longitude": [lon for lon, _ in places],
            "latitude": [lat for _, lat in places],
            "deploymentStart": "2011-03-04T00:00:00+10:00",
            "deploymentEnd": "2011-05-06T00:00:00+10:00",
        }
    )
    detections = pd.DataFrame(
        {
            "deploymentID": stations["deploymentID"],
            "longitude": stations["longitude"],
            "latitude": stations["latitude"],
            "eventStart": "2011-04-05T06:07:08+10:00",
            "individualID": "CANARY-7",
        }
    )
    kinds = {"longitude": "number", "latitude": "number"}
    secret = {"group": "survey", "kind": "point", "sensitivity": "exact", "method": "simulated"}
    kinds["deploymentID"] = "string"
    folder.table("survey_stations", stations, kinds, rule="stations", **secret)
    rule = {"rule": "detections", "stations": "survey_stations"}
    return folder.table("survey_detections", detections, kinds, **rule, **secret)


@pytest.fixture
def surveyed(folder: DataFolder) -> DataFolder:
    return with_survey(folder, CANARIES)


def every_export(catalog: Catalog) -> dict[str, bytes]:
    return {
        made.file_name: made.content
        for spec in catalog.specs.values()
        for form in formats_of(spec)
        for made in [export(catalog, spec.id, form)]
    }


@pytest.mark.parametrize("role", ["public", "planner"])
def test_no_export_betrays_a_station_a_date_or_an_individual(surveyed: DataFolder, role: str) -> None:
    files = every_export(surveyed.catalog("planner" if role == "planner" else "public"))
    assert {f"{id_}.{form}" for id_ in SURVEY for form in ("geojson", "gpkg", "csv")} <= set(files)
    for name, content in files.items():
        for lon, lat in CANARIES:
            assert betrayed(content, lon, lat) == [], name
        for secret in (b"CANARY-7", b"2011-04-05", b"2011-03-04", b"deploymentID"):
            assert secret not in content, name


def test_the_search_finds_what_a_planner_asks_for(surveyed: DataFolder) -> None:
    catalog = surveyed.catalog("planner")
    for form, encoding in (("geojson", "decimal 7"), ("csv", "decimal 7"), ("gpkg", "float64<")):
        for id_ in SURVEY:
            content = export(catalog, id_, form, exact=True).content
            assert all(encoding in betrayed(content, *place) for place in CANARIES), (id_, form)


def test_the_search_finds_every_encoding() -> None:
    lon, lat = CANARIES[0]
    for name, needles in encodings(lon, lat).items():
        for needle in needles:
            text = b"before " + needle + b" after " * 30
            clothes = (
                text,
                gzip.compress(text),
                zlib.compress(text),
                base64.b64encode(text),
                base64.urlsafe_b64encode(gzip.compress(text)),
                text.hex().encode(),
            )
            for packed in clothes:
                assert name in betrayed(packed, lon, lat)
    assert betrayed(b"nothing to see", lon, lat) == []
    assert len(encodings(lon, lat)) >= 30


def test_the_search_knows_its_codes() -> None:
    assert geohash(-5.6, 42.6, 5) == "ezs42"
    # From the published examples of each code: Open Location Code's README, a polyline's documentation.
    assert plus_code(8.52451, 47.36559) == "8FVC9G8F+6R"
    assert polyline(-120.2, 38.5) == "_p~iF~ps|U"
    assert mgrs(-0.1246, 51.5007, 5)[:5] == "30UXC"
    assert mgrs(-0.1246, 51.5007, 4)[5:7] == mgrs(-0.1246, 51.5007, 5)[5:7]


def test_the_search_sees_through_clothes() -> None:
    lon, lat = CANARIES[0]
    pair = f"{lon},{lat}"
    wide = pair.translate({48 + i: 0xFF10 + i for i in range(10)})
    scale = 1e-5
    steps = [[round((lon - 130) / scale), round((lat - 43) / scale)], [3, -4]]
    topology = {"type": "Topology", "transform": {"scale": [scale, scale], "translate": [130, 43]}}
    for clothed in (
        "".join(f"%{ord(letter):02X}" for letter in pair).encode(),
        "".join(f"&#{ord(letter)};" for letter in pair).encode(),
        "".join(f"\\u{ord(letter):04x}" for letter in pair).encode(),
        wide.encode(),
        pair.encode("utf-16-le"),
        json.dumps({**topology, "arcs": [steps]}).encode(),
        f"[{lon + 0.0008:.4f}, {lat - 0.0009:.4f}]".encode(),
        f"{lat:.3f}1 / {lon:.3f}9".encode(),
        pair[::-1].encode(),
        bz2.compress(lzma.compress(pair.encode())),
    ):
        assert betrayed(clothed, lon, lat), clothed[:40]


def test_one_half_alone_is_no_position_in_a_large_file() -> None:
    lon, lat = CANARIES[0]
    halves = f"{lon:.4f}".encode() + b" " * 500 + f"{lat:.4f}".encode()
    assert betrayed(halves, lon, lat)
    assert betrayed(halves, lon, lat, both=True) == []
    assert "decimal 4" in betrayed(halves.replace(b" " * 490, b""), lon, lat, both=True)


def test_numbers_are_packed_as_structs_are() -> None:
    assert encodings(1.0, 2.0)["float64<"][0] == struct.pack("<d", 1.0)


def test_the_public_cannot_ask_for_exact_positions(surveyed: DataFolder) -> None:
    for id_ in SURVEY:
        with pytest.raises(LeopardRangeError) as problem:
            export(surveyed.catalog(), id_, "csv", exact=True)
        assert problem.value.code == "needs_planner"


def test_public_files_are_the_same_bytes_wherever_in_its_cell_a_station_stands(tmp_path: Path) -> None:
    moved = [(130.65, 43.05), (130.75, 43.15), (130.61, 43.19), (130.79, 43.01)]
    files = []
    for name, places in (("one", CANARIES), ("other", moved)):
        folder = with_survey(square_country(tmp_path / name), places)
        files.append(every_export(folder.catalog()))
    assert files[0] == files[1]


def test_the_embedded_survey_leaves_only_as_cells(catalog: Catalog, planner_catalog: Catalog) -> None:
    stations = planner_catalog.layer("survey_stations").frame
    values = [float(value) for name in ("longitude", "latitude") for value in stations[name]]
    # Shorter ones, such as 131.2, may be written without meaning a station.
    places = {repr(value).encode() for value in values if len(repr(value)) > 6}
    packed = {struct.pack("<d", value) for value in values}
    people = {str(name).encode() for name in planner_catalog.layer("survey_detections").frame["individualID"]}
    exact = export(planner_catalog, "survey_stations", "geojson", exact=True).content
    assert all(place in exact for place in places), "the search must be able to find them"
    for name, content in every_export(catalog).items():
        if name.startswith("survey"):
            assert [needle for needle in places | packed | people if needle in content] == [], name
