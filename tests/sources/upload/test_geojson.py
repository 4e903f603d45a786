"""GeoJSON of strangers: what is read, what is mended, what is refused and how it is said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.sources.upload.json_text import MAX_DEPTH, MAX_DIGITS
from tests.sources.upload.made import (
    SQUARE,
    codes,
    collection,
    failure,
    feature,
    polygon,
    read_json,
)

POINT = {"type": "Point", "coordinates": [131.3, 43.1]}


def test_a_plain_file_is_accepted_without_a_word() -> None:
    upload = read_json(collection(feature([SQUARE], name="Kedrovaya Pad", area=1.5, n=3, ok=True)))
    assert (upload.repairs, upload.remarks) == ((), ())
    assert upload.frame is not None
    assert (upload.kind, upload.rows, upload.source_crs) == ("geojson", 1, "EPSG:4326")
    assert upload.frame.crs == "EPSG:4326"
    assert upload.frame.total_bounds.tolist() == [131.2, 43.0, 131.4, 43.2]
    assert upload.frame.iloc[0][["name", "area", "n", "ok"]].tolist() == ["Kedrovaya Pad", 1.5, 3, True]


@pytest.mark.parametrize(
    "root",
    [
        POINT,
        {"type": "Feature", "properties": None, "geometry": POINT},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": POINT, "properties": {}}]},
        {"type": "FeatureCollection", "bbox": [1, 2], "features": [feature([131.3, 43.1], "Point")]},
    ],
)
def test_every_root_of_the_standard_is_read(root: dict[str, Any]) -> None:
    upload = read_json(json.dumps(root))
    assert (upload.rows, upload.repairs) == (1, ())


def test_a_byte_order_mark_is_no_error() -> None:
    assert read_json(b"\xef\xbb\xbf" + collection(feature([SQUARE]))).repairs == ()


def test_bytes_that_are_not_utf8_are_named() -> None:
    body = collection(feature([SQUARE], name="x")).replace(b'"x"', b'"R\xe9serve"')
    problem = failure(read_json, body)
    assert problem.code == "not_utf8"
    assert problem.blanks["byte"] == body.index(b"\xe9") + 1


def test_the_encoding_somebody_chose_is_used_and_said() -> None:
    body = '{"type":"Feature","properties":{"n":"Леопард"},"geometry":null}'
    body = body.replace("null", json.dumps(POINT))
    upload = read_json(body.encode("cp1251"), encoding="windows-1251")
    assert upload.frame is not None
    assert upload.frame["n"].tolist() == ["Леопард"]
    assert codes(upload) == ["decoded"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty_json"),
        (b" \n ", "empty_json"),
        (b'{"type":"Point"\0}', "nul_byte"),
        ('{"type":"Point"}'.encode("utf-16"), "not_utf8"),
        (b"[1,2,3]", "geojson_root"),
        (b"3", "geojson_root"),
        (b"{}", "geojson_root"),
        (b'{"type":"Leopard"}', "geojson_root"),
        (b'{"type":"FeatureCollection"}', "features_missing"),
        (b'{"type":"FeatureCollection","features":{}}', "features_missing"),
        (b'{"type":"FeatureCollection","features":[]}', "no_features"),
        (b'{"type":"FeatureCollection","features":[1]}', "not_a_feature"),
        (b'{"type":"FeatureCollection","features":[{"type":"FeatureCollection"}]}', "not_a_feature"),
        (b'{"type":"Feature","properties":[],"geometry":null}', "bad_properties"),
        (b'{"type":"Feature","properties":{},"geometry":null}', "no_geometry"),
        (b'{"type":"Feature","properties":{},"geometry":[]}', "geometry_object"),
        (b'{"type":"Feature","properties":{},"geometry":{"type":"Circle"}}', "geometry_type"),
        (b'{"type":"Feature","properties":{},"geometry":{"type":["Point"]}}', "geometry_type"),
        (b'{"type":"Point"}', "coordinates_shape"),
        (b'{"type":"Point","coordinates":[[131,43]]}', "coordinates_shape"),
        (b'{"type":"LineString","coordinates":[131,43]}', "coordinates_shape"),
        (b'{"type":"Polygon","coordinates":[[131,43],[132,43],[132,44]]}', "coordinates_shape"),
        (b'{"type":"Point","coordinates":["131.3","43.1"]}', "coordinate_text"),
        (b'{"type":"Point","coordinates":[true,43.1]}', "coordinate_text"),
        (b'{"type":"Point","coordinates":[null,null]}', "coordinate_text"),
        (b'{"type":"Point","coordinates":[131.3]}', "position_short"),
        (b'{"type":"Point","coordinates":[NaN,43.1]}', "coordinate_not_finite"),
        (b'{"type":"Point","coordinates":[131.3,-Infinity]}', "coordinate_not_finite"),
        (b'{"type":"Point","coordinates":[1e999,43.1]}', "coordinate_not_finite"),
        (b'{"type":"Point","coordinates":[]}', "no_geometry"),
        (b'{"type":"MultiPoint","coordinates":[]}', "no_geometry"),
        (b'{"type":"GeometryCollection","geometries":[]}', "no_geometry"),
        (b'{"type":"GeometryCollection"}', "coordinates_shape"),
        (b'{"type":"LineString","coordinates":[[131,43]]}', "line_short"),
        (b'{"type":"Polygon","coordinates":[[[131,43],[132,43]]]}', "ring_short"),
        (b'{"type":"Polygon","coordinates":[[[131,43],[132,43],[131,43],[131,43]]]}', "ring_short"),
    ],
)
def test_a_broken_file_is_explained(body: bytes, code: str) -> None:
    problem = failure(read_json, body)
    assert problem.code == code
    assert not isinstance(problem, RejectedError)


def test_a_wrong_number_is_found_by_feature_and_vertex() -> None:
    ring: list[list[float]] = [*SQUARE[:3], [131.2, float("nan")], SQUARE[-1]]
    problem = failure(read_json, collection(feature([SQUARE]), feature([ring])))
    assert problem.blanks == {"file": "a.geojson", "feature": 2, "vertex": 4}


@pytest.mark.parametrize(
    ("text", "code", "line", "character"),
    [
        ('{"type": "Point",\n "coordinates": [131, 43],}', "json_comma", 2, 26),
        ('{"type": "Point",\n "coordinates": [131, 43,]}', "json_comma", 2, 25),
        ('{"type": "Point",\n "coordinates": [131, ', "json_truncated", 2, 23),
        ('{"type": "Poi', "json_truncated", 1, 10),
        ('{"type" "Point"}', "json_syntax", 1, 9),
        ("{'type': 'Point'}", "json_syntax", 1, 2),
        ('{"type": "Point"} x', "json_syntax", 1, 19),
        ('{"type": "Po\nint"}', "json_syntax", 1, 13),
    ],
)
def test_wrong_json_is_found_by_line_and_character(text: str, code: str, line: int, character: int) -> None:
    problem = failure(read_json, text)
    assert (problem.code, problem.blanks["line"]) == (code, line)
    assert abs(int(problem.blanks["character"]) - character) <= 2


def test_a_key_that_stands_twice_is_refused_wherever_it_is() -> None:
    problem = failure(read_json, b'{"type":"Point","coordinates":[131,43],"coordinates":[131,44]}')
    assert (problem.code, problem.blanks["key"]) == ("json_key_twice", "coordinates")
    odd = failure(read_json, b'{"type":"Point","<b>":1,"<b>":2,"coordinates":[131,43]}')
    assert odd.blanks["key"] == "?"


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 5_000,
        b'{"type":"FeatureCollection","features":[' + b"[" * 70 + b"]" * 70 + b"]}",
        b'{"a":"\\\\","b":' + b"[" * 70 + b"]" * 70 + b"}",
    ],
)
def test_deep_nesting_is_refused_before_it_is_parsed(body: bytes) -> None:
    problem = failure(read_json, body)
    assert isinstance(problem, RejectedError)
    assert problem.blanks == {"file": "a.geojson", "limit": MAX_DEPTH}


def test_brackets_and_digits_in_text_are_text() -> None:
    text = "[" * 200 + '\\\\"{' + "9" * 200
    upload = read_json(collection(feature([131.3, 43.1], "Point", note=text)))
    assert upload.frame is not None
    assert upload.frame["note"].tolist() == [text]


@pytest.mark.parametrize("digits", ["9" * 50_000, "0." + "1" * 5_000, "1e" + "9" * 200])
def test_endless_numbers_are_refused(digits: str) -> None:
    body = json.dumps(feature([131.3, 43.1], "Point", n=0)).replace('"n": 0', f'"n": {digits}')
    problem = failure(read_json, body)
    assert isinstance(problem, RejectedError)
    assert (problem.code, problem.blanks["limit"]) == ("json_digits", MAX_DIGITS)


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("urn:ogc:def:crs:EPSG::3857", True),
        ("EPSG:3857", True),
        ("urn:ogc:def:crs:EPSG:6.9:3857", True),
        ("http://www.opengis.net/def/crs/EPSG/0/3857", True),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", False),
        ("urn:ogc:def:crs:OGC::CRS84", False),
        ("EPSG:4326", False),
    ],
)
def test_the_system_of_older_files_is_understood_by_name(name: str, *, inside: bool) -> None:
    position = [14616249.14, 5327212.0] if inside else [131.3, 43.1]
    crs = {"type": "name", "properties": {"name": name}}
    upload = read_json(collection(feature(position, "Point"), crs=crs))
    assert upload.frame is not None
    assert upload.frame.geometry[0].x == pytest.approx(131.3, abs=1e-4)
    assert [note.code for note in upload.remarks] == (["reprojected"] if inside else [])
    assert upload.repairs == ()


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "link", "properties": {"href": "http://localhost/x", "type": "proj4"}},
        {"type": "LINK", "properties": {}},
        {"type": "url", "properties": {"url": "file:///etc/hostname"}},
    ],
)
def test_a_linked_system_is_refused(crs: object) -> None:
    problem = failure(read_json, collection(feature([SQUARE]), crs=crs))
    assert isinstance(problem, RejectedError)
    assert problem.blanks == {"file": "a.geojson"}


@pytest.mark.parametrize(
    "name",
    ["+proj=utm +zone=52", "EPSG:999999", "/etc/hostname", "PROJCS[", "", "urn:ogc:def:crs:EPSG::", 7, None],
)
def test_an_unknown_system_is_asked_for(name: object) -> None:
    crs = {"type": "name", "properties": {"name": name}}
    assert failure(read_json, collection(feature([SQUARE]), crs=crs)).code == "crs_unknown"
    assert failure(read_json, collection(feature([SQUARE]), crs="EPSG:3857")).code == "crs_unknown"


def test_no_system_at_all_is_that_of_the_standard() -> None:
    assert read_json(collection(feature([SQUARE]), crs=None)).repairs == ()


@pytest.mark.parametrize(
    ("root", "name"),
    [
        ({"type": "Topology", "objects": {}, "arcs": []}, "TopoJSON"),
        (
            {"geometryType": "esriGeometryPoint", "spatialReference": {"wkid": 4326}, "features": []},
            "Esri JSON",
        ),
        ({"spatialReference": {"wkid": 4326}, "rings": []}, "Esri JSON"),
        ({"type": "Coverage", "domain": {}, "ranges": {}}, "CoverageJSON"),
        ({"version": "2.0", "class": "dataset", "id": [], "value": []}, "JSON-stat"),
        ({"type": "CityJSON", "version": "2.0"}, "CityJSON"),
        ({"resources": [], "profile": "tabular-data-package"}, "Data Package"),
    ],
)
def test_other_formats_are_named(root: dict[str, Any], name: str) -> None:
    problem = failure(read_json, json.dumps(root))
    assert (problem.code, problem.blanks["format"]) == ("other_json", name)


@pytest.mark.parametrize(
    "root",
    [
        {"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read x"},
        {"type": "Feature", "stac_version": "1.0.0", "geometry": POINT, "assets": {"a": {"href": "x"}}},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "stac_version": "1.0.0"}]},
    ],
)
def test_files_that_send_elsewhere_are_refused_without_an_echo(root: dict[str, Any]) -> None:
    problem = failure(read_json, json.dumps(root))
    assert isinstance(problem, RejectedError)
    assert problem.blanks == {"file": "a.geojson"}


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\n\n"])
def test_features_line_by_line_are_joined(separator: str) -> None:
    lines = [json.dumps(feature([131.3, 43.0 + n / 10], "Point", n=n)) for n in range(3)]
    upload = read_json(separator.join(lines))
    assert (upload.rows, codes(upload)) == (3, ["sequence_joined"])


def test_text_sequences_are_joined_and_a_broken_piece_is_named() -> None:
    pieces = ["\x1e" + json.dumps(POINT, indent=1) + "\n" for _ in range(2)]
    assert read_json("".join(pieces)).rows == 2
    broken = json.dumps(feature([131.3, 43.1], "Point")) + "\n{broken\n"
    problem = failure(read_json, broken)
    assert (problem.code, problem.blanks["line"]) == ("sequence_broken", 2)


def test_outlines_are_closed_and_heights_left_out() -> None:
    ring = [[*xy, 512.5, 3.0] for xy in SQUARE[:-1]]
    upload = read_json(collection(feature([ring])))
    assert codes(upload) == ["heights_dropped", "positions_cut", "rings_closed"]
    assert upload.frame is not None
    assert not upload.frame.geometry.has_z.any()
    assert codes(read_json(collection(feature([131.3, 43.1, 0], "Point")))) == []


def test_identifiers_give_way_to_numbers() -> None:
    plain = [{**feature([131.3, 43.1], "Point"), "id": n} for n in ("way/1", "way/2")]
    assert [note.code for note in read_json(collection(*plain)).remarks] == ["ids_renumbered"]
    for ids in (["{{7*7}}", "b"], ["a", "a"], [["a"], "b"], [1, True]):
        odd = [{**feature([131.3, 43.1], "Point"), "id": value} for value in ids]
        assert codes(read_json(collection(*odd))) == ["ids_renumbered"]


def test_properties_become_a_flat_table() -> None:
    upload = read_json(
        collection(
            feature([131.3, 43.1], "Point", a=1, b=[1, {"c": "д"}], d="x", e=True, f=None),
            feature([131.3, 43.1], "Point", a=2.5, b={}, d=7, e=None),
            feature([131.3, 43.1], "Point", late="z"),
        )
    )
    assert sorted(codes(upload)) == ["mixed_to_text", "nested_values"]
    assert upload.frame is not None
    assert upload.frame["a"].tolist()[:2] == [1.0, 2.5]
    assert upload.frame["b"].tolist()[0] == '[1, {"c": "д"}]'
    assert upload.frame["d"].tolist()[:2] == ["x", "7"]
    assert upload.frame["late"].tolist()[2] == "z"


def test_numbers_that_are_none_or_endless_become_empty_and_it_is_said() -> None:
    body = collection(feature([131.3, 43.1], "Point", a=float("inf"), b=float("nan"), c=10**60))
    upload = read_json(body)
    assert codes(upload) == ["infinite_dropped"]
    assert upload.frame is not None
    assert dict(upload.repairs[0].blanks) == {"count": 2}
    assert upload.frame["a"].isna().all()
    assert upload.frame["c"].tolist() == ["1" + "0" * 60]


def test_hostile_names_of_properties_are_renamed_or_left_out() -> None:
    upload = read_json(
        collection(
            feature(
                [131.3, 43.1],
                "Point",
                **{
                    "{{ 7*7 }}": 1,
                    "__proto__": 2,
                    "constructor": 3,
                    "geometry": "POINT(0 0)",
                    "": 5,
                    "Name": 6,
                },
                **{"name": 7, "<b>x</b>": 8, "index": 9, "level_0": 10, "fid": 11},
            )
        )
    )
    assert upload.frame is not None
    assert list(upload.frame.columns) == [
        *("7_7", "geometry_1", "column 5", "Name", "name_2", "b_x_/b", "index_1", "level_0_1", "fid_1"),
        "geometry",
    ]
    assert upload.frame["geometry_1"].tolist() == ["POINT(0 0)"]
    assert sorted(codes(upload)) == ["columns_dropped", "columns_renamed"]


def test_too_many_columns_rows_and_vertices_are_refused() -> None:
    wide = collection(feature([131.3, 43.1], "Point", **{f"c{n}": n for n in range(201)}))
    assert isinstance(failure(read_json, wide), RejectedError)
    one = json.dumps(feature([131.3, 43.1], "Point"))
    rows = '{"type":"FeatureCollection","features":[' + ",".join([one] * 100_001) + "]}"
    assert failure(read_json, rows).code == "too_many_rows"
    line = [[131 + n * 1e-6, 43.0] for n in range(200_001)]
    assert failure(read_json, collection(feature(line, "LineString"))).code == "too_many_vertices"
    assert failure(read_json, b"[" + b"[]," * 2_000_001 + b"[]]").code == "json_large"


def test_a_file_that_is_refused_is_not_echoed() -> None:
    secret = "Petrova-131.54321"
    for body in (
        collection(feature([SQUARE], name=secret), crs={"type": "link", "properties": {"href": secret}}),
        json.dumps({"type": "gdal_streamed_alg", "command_line": secret}).encode(),
        (f'{{"{secret}":' * 100).encode(),
    ):
        problem = failure(read_json, body)
        assert isinstance(problem, RejectedError)
        assert secret not in str(problem)


def test_the_polygon_helper_makes_what_it_says() -> None:
    with pytest.raises(LeopardRangeError):
        read_json(polygon([131.2, 43.0], [131.2, 43.0]))


def test_halves_of_characters_in_names_are_no_crash() -> None:
    upload = read_json('{"type":"Feature","properties":{"\\ud800":1},"geometry":' + json.dumps(POINT) + "}")
    assert "columns_renamed" in codes(upload)
