"""GeoPackages: plain tables are read, nothing else is touched, every damage is explained."""

from __future__ import annotations

import contextlib
import sqlite3
import struct
import tempfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.i18n import explain
from leopard_range.model import Choices, Upload
from leopard_range.sources.upload import read
from leopard_range.sources.upload.wkb import check_wkb
from tests.sources.upload.hostile import SQUARE, TOKEN, Baits, changed, geopackage

FAR = shapely.box(133, 43, 133.5, 43.5)


def opened(body: bytes, **choices: Any) -> Upload:
    return read("a.gpkg", body, Choices(**choices), Path())


def refused(body: bytes, **choices: Any) -> LeopardRangeError:
    with pytest.raises(LeopardRangeError) as problem:
        opened(body, **choices)
    assert explain(problem.value).remedy
    return problem.value


def codes(found: Upload) -> set[str]:
    return {note.code for note in found.repairs}


def frame(*shapes: shapely.Geometry, **columns: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns or {"n": range(len(shapes))}, geometry=list(shapes), crs=4326)


@pytest.mark.parametrize(
    "shape",
    [
        shapely.Point(131, 43),
        shapely.MultiPoint([(131, 43), (132, 44)]),
        shapely.LineString([(131, 43), (132, 44)]),
        shapely.MultiLineString([[(131, 43), (132, 44)], [(133, 43), (134, 44)]]),
        SQUARE.difference(shapely.box(131.25, 43.05, 131.3, 43.1)),
        shapely.MultiPolygon([SQUARE, FAR]),
    ],
    ids=lambda shape: shape.geom_type,
)
def test_shapes_are_those_gdal_wrote(shape: shapely.Geometry) -> None:
    found = opened(geopackage(frame(shape)))
    assert found.frame is not None
    assert (found.repairs, found.source_crs) == ((), "EPSG:4326")
    assert found.frame.geometry.iloc[0].equals(shape)


def test_columns_keep_their_kinds() -> None:
    table = frame(
        SQUARE,
        FAR,
        text=["豹", None],
        whole=[1, 2],
        real=[0.5, np.nan],
        flag=[True, False],
        day=np.array(["2013-04-02", "2014-05-06"], "datetime64[D]"),
    )
    found = opened(geopackage(table))
    assert found.frame is not None
    row = found.frame.iloc[0]
    assert (row["text"], row["whole"], row["real"], row["flag"]) == ("豹", 1, 0.5, True)
    assert str(row["day"]).startswith("2013-04-02")
    assert "fid" not in found.frame.columns


@pytest.mark.parametrize("code", [32652, 3857, 28422, 4490, 5179])
def test_another_system_is_brought_to_wgs84(code: int) -> None:
    found = opened(geopackage(frame(shapely.Point(131.2, 43)).to_crs(code)))
    assert found.frame is not None
    assert found.source_crs == f"EPSG:{code}"
    assert found.frame.geometry.iloc[0].distance(shapely.Point(131.2, 43)) < 1e-6


def test_a_system_without_a_code_is_read_from_its_description() -> None:
    body = geopackage(frame(SQUARE).to_crs("+proj=laea +lat_0=43.5 +lon_0=127 +datum=WGS84"))
    found = opened(body)
    assert found.frame is not None
    assert shapely.hausdorff_distance(found.frame.geometry.iloc[0], SQUARE) < 1e-3


def edited(*commands: str, **options: Any) -> bytes:
    return geopackage(extra=commands, **options)


@pytest.mark.parametrize("srs", [0, -1, 777])
def test_without_a_system_it_is_asked_for(srs: int) -> None:
    body = edited(
        "PRAGMA foreign_keys=OFF",
        f"UPDATE gpkg_contents SET srs_id = {srs}",
        f"UPDATE gpkg_geometry_columns SET srs_id = {srs}",
    )
    assert refused(body).code == "crs_needed"
    assert codes(opened(body, crs="EPSG:4326")) == {"crs_chosen"}


def test_a_description_that_names_a_file_is_rejected() -> None:
    wkt = (
        'GEOGCS["x",DATUM["y",SPHEROID["z",6378137,298]],'
        'EXTENSION["PROJ4","+proj=longlat +nadgrids=/etc/passwd"]]'
    )
    body = edited(
        "INSERT INTO gpkg_spatial_ref_sys"
        "(srs_name, srs_id, organization, organization_coordsys_id, definition) "
        f"VALUES ('x', 777, 'NONE', 777, '{wkt}')",
        "UPDATE gpkg_geometry_columns SET srs_id = 777",
    )
    error = refused(body)
    assert isinstance(error, RejectedError)
    assert error.code == "crs_file"


@pytest.mark.parametrize(
    "command",
    [
        "CREATE VIEW v AS SELECT load_extension('x.so')",
        "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT x FROM c",
        "CREATE VIEW v AS SELECT * FROM a",
        "CREATE VIEW v AS SELECT readfile('/etc/passwd')",
        "CREATE VIRTUAL TABLE v USING VirtualOGR('/etc/passwd')",
        "CREATE VIRTUAL TABLE v USING VirtualShape('/etc/passwd', UTF-8, 4326)",
        "CREATE VIRTUAL TABLE v USING fts5(a)",
        "CREATE VIRTUAL TABLE v USING csv(filename='/etc/passwd')",
        "CREATE VIRTUAL TABLE rtree_v USING VirtualOGR('/etc/passwd')",
        "create\tvirtual\ntable v using dbstat(main)",
    ],
)
def test_what_computes_its_content_is_rejected(command: str) -> None:
    error = refused(edited(command))
    assert isinstance(error, RejectedError)
    assert error.code == "gpkg_computed"


def test_views_of_the_standard_are_never_asked_for() -> None:
    assert opened(edited("CREATE VIEW st_geometry_columns AS SELECT load_extension('x')")).rows == 1


def test_the_layer_itself_may_not_be_a_view() -> None:
    body = edited("ALTER TABLE a RENAME TO b", "CREATE VIEW spatial_ref_sys AS SELECT 1 AS geom")
    assert refused(body).code in ("gpkg_no_layer", "gpkg_damaged")
    register = (
        "UPDATE gpkg_contents SET table_name = 'spatial_ref_sys'",
        "UPDATE gpkg_geometry_columns SET table_name = 'spatial_ref_sys'",
    )
    body = edited("PRAGMA foreign_keys=OFF", "CREATE VIEW spatial_ref_sys AS SELECT 1 AS geom", *register)
    assert refused(body).code == "gpkg_no_layer"


@pytest.mark.parametrize("table", ["sqlite_master", "gpkg_contents", "rtree_a_geom", "nothing"])
def test_only_tables_of_features_are_read(table: str) -> None:
    body = edited(
        "PRAGMA foreign_keys=OFF",
        f"UPDATE gpkg_contents SET table_name = '{table}' WHERE table_name = 'a'",
        f"UPDATE gpkg_geometry_columns SET table_name = '{table}' WHERE table_name = 'a'",
    )
    assert refused(body).code == "gpkg_no_layer"


def test_triggers_never_run() -> None:
    body = edited("CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT load_extension('x'); END")
    assert opened(body).rows == 1


def test_computed_columns_are_left_out_and_said() -> None:
    body = edited("ALTER TABLE a ADD COLUMN evil TEXT GENERATED ALWAYS AS (hex(name)) VIRTUAL")
    found = opened(body)
    assert found.frame is not None
    assert codes(found) == {"columns_unread"}
    assert "evil" not in found.frame.columns


def test_binary_columns_are_left_out_and_said() -> None:
    found = opened(edited("ALTER TABLE a ADD COLUMN photo BLOB", "UPDATE a SET photo = x'ffd8ff'"))
    assert codes(found) == {"columns_unread"}


def renamed(layer: str) -> list[str]:
    """Commands that give the layer a name that GDAL would not write."""
    text, name = layer.replace("'", "''"), layer.replace('"', '""')
    tables = ("gpkg_contents", "gpkg_geometry_columns")
    return [
        "PRAGMA foreign_keys=OFF",
        f'ALTER TABLE a RENAME TO "{name}"',
        *(f"UPDATE {table} SET table_name = '{text}'" for table in tables),
    ]


@pytest.mark.parametrize(
    "layer",
    [
        'a"; drop table gpkg_contents; --',
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "${7*7}`",
        "a'b",
        "[a]",
    ],
)
def test_a_name_that_programs_act_on_is_shown_otherwise(layer: str) -> None:
    found = opened(edited(*renamed(layer), spatial_index=False))
    assert codes(found) == {"layer_renamed"}
    shown = str(dict(found.repairs[0].blanks)["layer"])
    assert not set(shown) & set("<>{}$`\"'[];")


@pytest.mark.parametrize("layer", ["Слой №1 (2020)", "豹 范围", "a-b_c.d, e & f"])
def test_names_people_use_stay(layer: str) -> None:
    assert opened(geopackage(layer=layer)).repairs == ()


def two() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        pyogrio.write_dataframe(frame(SQUARE), path, layer="first")
        pyogrio.write_dataframe(frame(SQUARE, FAR), path, layer="second", append=True)
        return path.read_bytes()


def test_one_of_several_layers_is_asked_for() -> None:
    error = refused(two())
    assert (error.code, error.blanks["choices"]) == ("several_layers", "first, second")
    assert refused(two(), layer="third").code == "layer_missing"
    found = opened(two(), layer="second")
    assert (found.rows, {note.code for note in found.remarks}) == (2, {"layer_chosen"})


def test_a_database_in_use_is_read_and_said() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        path.write_bytes(geopackage())
        changed(path, "PRAGMA journal_mode=WAL", "UPDATE a SET n = 2")
        body = path.read_bytes()
    assert body[18:20] == b"\x02\x02"
    found = opened(body)
    assert (found.rows, {note.code for note in found.remarks}) == (1, {"gpkg_journal"})


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"SQLite format 3\x00" + bytes(84), "gpkg_damaged"),
        (b"SQLite format 3\x00" + bytes(range(256)) * 8, "gpkg_damaged"),
    ],
)
def test_rubbish_is_explained(body: bytes, code: str) -> None:
    assert refused(body).code == code


def test_another_database_is_explained() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        changed(path, "CREATE TABLE t (x)")
        assert refused(path.read_bytes()).code == "gpkg_no_layer"


GOOD = geopackage(frame(SQUARE, FAR, name=["a", "b"]), spatial_index=False)


def test_every_cut_ends_in_an_answer() -> None:
    for cut in range(16, len(GOOD), 4096):
        with contextlib.suppress(LeopardRangeError):
            opened(GOOD[:cut])


@settings(deadline=None)
@given(st.data())
def test_any_change_ends_in_an_answer(data: st.DataObject) -> None:
    body = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 12))):
        body[data.draw(st.integers(16, len(body) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(LeopardRangeError):
        opened(bytes(body))


def test_text_that_is_not_utf8_names_its_cell() -> None:
    error = refused(edited("UPDATE a SET name = CAST(x'cae5e4f0' AS TEXT)"))
    assert (error.code, error.blanks["row"], error.blanks["column"]) == ("gpkg_text", 1, "name")


def head(wkb: bytes, flags: int = 1, envelope: bytes = b"") -> bytes:
    return b"GP\x00" + bytes([flags]) + struct.pack("<i", 4326) + envelope + wkb


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"junk",
        b"GP",
        b"GP\x00\x01\0\0\0\0",
        head(SQUARE.wkb[:-8]),
        head(SQUARE.wkb + b"\0"),
        head(SQUARE.wkb, flags=0x21),
        head(SQUARE.wkb, flags=0x0F),
        head(struct.pack("<BII", 1, 3, 2**32 - 1)),
        head(struct.pack("<BII", 1, 2, 2**31)),
        head(struct.pack("<BI", 1, 8) + bytes(40)),
        head(struct.pack("<BI", 1, 17) + bytes(40)),
        head(struct.pack("<BII", 1, 7, 1) * 100_000),
        head(struct.pack("<BII", 1, 4, 1) * 10_000),
        head(struct.pack("<BIIIdd", 1, 3, 1, 1, 131, 43)),
        b"\x00\x01" + bytes(60),
    ],
)
def test_a_shape_that_cannot_be_read_names_its_feature(blob: bytes) -> None:
    error = refused(edited(f"UPDATE a SET geom = x'{blob.hex()}'", spatial_index=False))
    assert (error.code, error.blanks["feature"], error.blanks["layer"]) == ("shape_unreadable", 1, "a")


@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
@pytest.mark.parametrize("heights", [False, True])
def test_every_writing_of_a_shape_is_walked(order: int, flavor: str, heights: bool) -> None:
    for shape in (
        shapely.Point(1, 2),
        SQUARE,
        shapely.MultiPolygon([SQUARE, FAR]),
        shapely.GeometryCollection([shapely.Point(1, 2), shapely.LineString([(1, 2), (3, 4)])]),
        shapely.Polygon(),
        shapely.MultiPoint([(1, 2), (3, 4)]),
    ):
        raised = shapely.force_3d(shape, 7) if heights else shape
        body = shapely.to_wkb(raised, byte_order=order, flavor=flavor, output_dimension=3 if heights else 2)
        assert check_wkb(body) == shapely.get_num_coordinates(shape)
        with pytest.raises(ValueError, match="long"):
            check_wkb(body + b"\0")


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_walking_through_anything_ends(body: bytes) -> None:
    with contextlib.suppress(ValueError):
        check_wkb(body)


def test_an_empty_shape_is_left_out_and_counted() -> None:
    empty = head(shapely.Polygon().wkb, flags=0x11)
    body = geopackage(frame(SQUARE, FAR), extra=(f"UPDATE a SET geom = x'{empty.hex()}' WHERE fid = 1",),
                      spatial_index=False)  # fmt: skip
    found = opened(body)
    assert (found.rows, codes(found)) == (1, {"geometry_missing"})


def test_too_many_columns_are_rejected() -> None:
    table = frame(SQUARE, **{f"c{at}": [at] for at in range(300)})
    assert refused(geopackage(table)).code == "too_many_columns"


def test_the_columns_that_count_rows_cannot_be_fooled() -> None:
    """A register that says it has a billion rows is not believed, because it is not asked."""
    assert opened(edited("UPDATE gpkg_ogr_contents SET feature_count = 1000000000")).rows == 1


def test_attaching_another_database_is_denied(tmp_path: Path) -> None:
    from leopard_range.sources.upload.geopackage import _database

    baits = Baits.lay(tmp_path / "baits")
    for question in (
        f"ATTACH '{baits.path()}' AS b",
        "PRAGMA writable_schema=ON",
        "SELECT hex(zeroblob(9))",
        "SELECT load_extension('x')",
        "CREATE TABLE t (x)",
        "DELETE FROM a",
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT x FROM c",
    ):
        with pytest.raises(LeopardRangeError), _database("a.gpkg", geopackage()) as base:
            base.execute(question).fetchmany(5)
    assert baits.read() == []
    assert TOKEN


def test_an_index_on_an_expression_runs_nothing() -> None:
    assert opened(edited("CREATE INDEX i ON a (lower(name))")).rows == 1


def test_sqlite_can_read_from_memory() -> None:
    """A build of Python without this could not read a GeoPackage safely."""
    assert hasattr(sqlite3.Connection, "deserialize")
