"""The writers give the same bytes whatever the order of their input, and refuse what they cannot keep."""

import json
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.geodata.sources import sha256_of
from tools.geodata.writer import Feature, csv_text, geojson_text, refresh_hashes, round_geometry, write_text

SQUARE = shapely.box(130, 43, 131, 44)


def test_geojson_is_compact_sorted_and_turns_left() -> None:
    rows = [
        Feature({"id": "b", "name_zh": "豹", "area": 1.5}, shapely.Point(131.123456, -0.00001)),
        Feature({"id": "a", "flag": None}, SQUARE),
    ]
    assert geojson_text(rows, 4) == (
        '{"type":"FeatureCollection","features":[\n'
        '{"type":"Feature","properties":{"flag":null,"id":"a"},"geometry":{"type":"Polygon",'
        '"coordinates":[[[130,43],[131,43],[131,44],[130,44],[130,43]]]}},\n'
        '{"type":"Feature","properties":{"area":1.5,"id":"b","name_zh":"豹"},"geometry":{"type":"Point",'
        '"coordinates":[131.1235,0]}}\n'
        "]}\n"
    )


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(6)), st.booleans())
def test_order_and_direction_of_the_input_do_not_matter(order: list[int], reverse: bool) -> None:
    shapes = [SQUARE.buffer(0.1 * (index + 1)) for index in range(6)]
    wanted = geojson_text([Feature({"id": index}, shape) for index, shape in enumerate(shapes)], 4)
    turned = [shapely.reverse(shape) if reverse else shape for shape in shapes]
    assert geojson_text([Feature({"id": index}, turned[index]) for index in order], 4) == wanted


def test_what_was_written_is_read_back() -> None:
    shape = shapely.MultiPolygon(
        [SQUARE.difference(shapely.box(130.2, 43.2, 130.4, 43.4)), shapely.box(0, 0, 1, 1)]
    )
    document = json.loads(geojson_text([Feature({"id": 1}, shape)], 5))
    read = shapely.from_geojson(json.dumps(document["features"][0]["geometry"]))
    assert read.equals(shape)


def test_rounding_keeps_polygons_valid() -> None:
    # A corridor thinner than the grid would fold onto itself if its corners were only rounded.
    thin = shapely.Polygon(
        [(0, 0), (1, 0), (1, 1), (0.50004, 1), (0.50004, 0.2), (0.49996, 0.2), (0.49996, 1), (0, 1)]
    )
    rounded = round_geometry(thin, 3)
    assert rounded.is_valid
    assert rounded.area == pytest.approx(1, abs=2e-3)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([Feature({"id": 1}, SQUARE), Feature({"id": 1}, SQUARE)], "same id"),
        ([Feature({"id": 1}, SQUARE.buffer(-0.4999))], "empty"),
        ([Feature({"id": 1}, shapely.Polygon())], "empty"),
        ([Feature({"id": 1}, shapely.GeometryCollection([SQUARE]))], "GeometryCollection"),
    ],
)
def test_geojson_refuses(rows: list[Feature], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        geojson_text(rows, 2)


def test_geojson_refuses_numbers_that_are_none() -> None:
    with pytest.raises(ValueError, match="JSON"):
        geojson_text([Feature({"id": 1, "area": float("nan")}, SQUARE)], 2)


def test_csv_writes_plain_cells() -> None:
    rows: list[dict[str, object]] = [
        {"a": 1.50, "b": None, "c": 'says "hi", twice'},
        {"a": -0.0, "b": True, "c": float("nan")},
    ]
    assert csv_text(rows, ["a", "b", "c"]) == 'a,b,c\n1.5,,"says ""hi"", twice"\n0,true,\n'


def test_csv_refuses_rows_of_another_shape() -> None:
    with pytest.raises(ValueError, match="too many or too few"):
        csv_text([{"a": 1, "z": 2}], ["a"])


def test_hashes_are_refreshed_and_every_other_byte_stays(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("1\n")
    (tmp_path / "two.csv").write_text("2\n")
    right = sha256_of(tmp_path / "two.csv")
    before = (
        '# by hand\n[one]\ntitle = { en = "One" }   # kept\nfile = "one.csv"\nsha256 = "old"\n'
        '[one.fields]\nid = { type = "string" }\n\n[two]\n'
        f'file = "two.csv"\nsha256 = "{right}"\n'
    )
    write_text(tmp_path / "catalog.toml", before)
    assert refresh_hashes(tmp_path / "catalog.toml") == ["one"]
    after = (tmp_path / "catalog.toml").read_text()
    assert after == before.replace('"old"', f'"{sha256_of(tmp_path / "one.csv")}"')
    assert refresh_hashes(tmp_path / "catalog.toml") == []


def test_a_layer_without_a_hash_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("1\n")
    write_text(tmp_path / "catalog.toml", '[one]\nfile = "one.csv"\nsha256="tight"\n')
    with pytest.raises(ValueError, match=r"\[one\]"):
        refresh_hashes(tmp_path / "catalog.toml")
