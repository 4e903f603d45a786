"""Shapefiles in a ZIP: the same shapes as GDAL reads, every damage explained, no letter guessed."""

from __future__ import annotations

import contextlib
import struct
import tempfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import translate

from leopard_range.catalog import Catalog
from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.i18n import explain
from leopard_range.model import Choices, Upload
from leopard_range.sources.upload import read
from leopard_range.sources.upload.dbf import read_table
from leopard_range.sources.upload.rings import polygon_of_rings
from leopard_range.sources.upload.shp import read_shapes
from tests.sources.upload.hostile import SQUARE, WGS84_PRJ, Member, archive, dbf, shapefile, zipped

HOLED = shapely.Polygon(
    [(131, 43), (132, 43), (132, 44), (131, 44)], [[(131.2, 43.2), (131.4, 43.2), (131.4, 43.4)]]
)
ISLAND = shapely.Polygon([(131.3, 43.25), (131.38, 43.25), (131.38, 43.3)])
FAR = shapely.box(133, 43, 133.5, 43.5)


def opened(body: bytes, **choices: str | bool) -> Upload:
    return read("layer.zip", body, Choices(**choices), Path())  # type: ignore[arg-type]


def refused(body: bytes, **choices: str | bool) -> LeopardRangeError:
    with pytest.raises(LeopardRangeError) as problem:
        opened(body, **choices)
    assert explain(problem.value).remedy
    return problem.value


def codes(found: Upload) -> set[str]:
    return {note.code for note in found.repairs}


def frame(*shapes: shapely.Geometry) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"n": range(len(shapes))}, geometry=list(shapes), crs=4326)


@pytest.mark.parametrize(
    "shapes",
    [
        [shapely.Point(131, 43), shapely.Point(132, 44)],
        [shapely.MultiPoint([(131, 43), (132, 44)]), shapely.MultiPoint([(133, 45)])],
        [shapely.LineString([(131, 43), (132, 44), (133, 43)])],
        [shapely.MultiLineString([[(131, 43), (132, 44)], [(133, 43), (134, 44), (135, 43)]])],
        [SQUARE, HOLED],
        [shapely.MultiPolygon([HOLED, ISLAND, FAR]), SQUARE],
        [shapely.MultiPolygon([shapely.box(131, 43, 132, 44), shapely.box(133, 43, 134, 44)])],
    ],
    ids=lambda shapes: shapes[0].geom_type + str(len(shapes)),
)
def test_shapes_are_those_gdal_reads(shapes: list[shapely.Geometry]) -> None:
    found = opened(zipped(shapefile(frame(*shapes))))
    assert found.frame is not None
    assert found.repairs == ()
    assert shapely.equals(
        shapely.normalize(found.frame.geometry.to_numpy()), shapely.normalize(np.array(shapes))
    ).all()


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(1, 12)), min_size=1, max_size=9)
)
def test_nested_squares_are_put_together_as_gdal_does(squares: list[tuple[int, int, int]]) -> None:
    """The same rings, written to a file for GDAL and given to our own assembly."""
    boxes = [shapely.box(x - 0.1 * i, y - 0.1 * i, x + s, y + s) for i, (x, y, s) in enumerate(squares)]
    rings = [shapely.get_coordinates(box) for box in boxes]
    made = polygon_of_rings(rings)
    lines = shapely.union_all([shapely.LinearRing(ring) for ring in rings])
    if not shapely.is_valid(made):
        return
    # Every place belongs to the polygon exactly when an odd number of rings lies around it.
    for cell in shapely.get_parts(shapely.polygonize([lines])):
        spot = cell.point_on_surface()
        around = sum(bool(box.contains(spot)) for box in boxes)
        assert made.contains(spot) == (around % 2 == 1)


@pytest.mark.parametrize("turn", [False, True])
def test_a_hole_is_a_hole_whatever_its_direction(turn: bool) -> None:
    outer, inner = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)], [(1, 1), (2, 1), (2, 2), (1, 1)]
    rings = [np.array(ring[::-1] if turn else ring, float) for ring in (inner, outer)]
    assert polygon_of_rings(rings).area == pytest.approx(15.5)


def test_very_many_nested_rings_are_refused_quickly() -> None:
    rings = [shapely.get_coordinates(shapely.box(-at, -at, at, at)) for at in range(1, 6_000)]
    with pytest.raises(ValueError, match="too many rings"):
        polygon_of_rings(rings)


def test_many_islands_are_read() -> None:
    rings = [shapely.get_coordinates(translate(shapely.box(0, 0, 1, 1), 2 * (at % 70), 2 * (at // 70)))
             for at in range(4_000)]  # fmt: skip
    assert len(polygon_of_rings(rings).geoms) == 4_000


def test_heights_are_left_out_and_said() -> None:
    assert "heights_dropped" in codes(opened(zipped(shapefile(frame(shapely.Point(131, 43, 250))))))
    line = shapely.LineString([(131, 43, 1), (132, 44, 2)])
    assert "heights_dropped" in codes(opened(zipped(shapefile(frame(line)))))
    assert "heights_dropped" in codes(opened(zipped(shapefile(frame(shapely.force_3d(HOLED, 9))))))
    assert codes(opened(zipped(shapefile(frame(shapely.Point(131, 43, 0)))))) == set()


def test_null_shapes_are_left_out_and_counted() -> None:
    found = opened(zipped(shapefile(frame(SQUARE, None))))
    assert (found.rows, codes(found)) == (1, {"geometry_missing"})


def test_columns_keep_their_kinds() -> None:
    table = gpd.GeoDataFrame(
        {"text": ["a", None], "whole": [1, -2], "real": [1.5, np.nan], "day": ["2013-04-02", None]},
        geometry=[SQUARE, FAR],
        crs=4326,
    )
    parts = shapefile(table)
    found = opened(zipped(parts))
    assert found.frame is not None
    assert found.frame["text"].tolist()[0] == "a"
    assert found.frame["whole"].tolist() == [1, -2]
    assert found.frame["real"].tolist()[0] == 1.5
    assert np.isnan(found.frame["real"].tolist()[1])


@pytest.mark.parametrize(
    ("kind", "decimals", "cell", "value"),
    [
        (b"N", 0, b"   12", 12),
        (b"N", 0, b"-9007", -9007),
        (b"N", 2, b" 1.50", 1.5),
        (b"N", 0, b"*****", None),
        (b"F", 2, b"1e+03", 1000.0),
        (b"N", 0, b"     ", None),
        (b"N", 0, b"\0\0\0\0\0", None),
        (b"L", 0, b"T", True),
        (b"L", 0, b"n", False),
        (b"L", 0, b"?", None),
        (b"D", 0, b"20130402", "2013-04-02"),
        (b"D", 0, b"00000000", None),
        (b"D", 0, b"        ", None),
        (b"C", 0, b"a b  ", "a b"),
        (b"C", 0, b"     ", None),
    ],
)
def test_cells(kind: bytes, decimals: int, cell: bytes, value: object) -> None:
    head = struct.pack("<B3BIHH17xBxx", 3, 124, 1, 1, 1, 65, 1 + len(cell), 0)
    field = struct.pack("<11scxxxxBB14x", b"a", kind, len(cell), decimals)
    table = read_table("a.zip", "a.dbf", head + field + b"\r " + cell)
    assert table.columns("ascii", "a.zip") == [("a", [value])]


def test_a_cell_that_is_no_number_is_named() -> None:
    body = shapefile()["dbf"]
    at = body.rindex(b"1")
    error = refused(zipped(shapefile(dbf=body[:at] + b"x" + body[at + 1 :])))
    assert (error.code, error.blanks["row"], error.blanks["column"]) == ("cell_not_number", 1, "n")


def test_a_memo_is_left_out_and_said() -> None:
    body = bytearray(shapefile()["dbf"])
    body[body.index(b"name") + 11 : body.index(b"name") + 12] = b"M"
    found = opened(zipped(shapefile(dbf=bytes(body))))
    assert codes(found) == {"columns_unread"}


def test_deleted_rows_are_left_out_and_counted() -> None:
    body = bytearray(shapefile(frame(SQUARE, FAR))["dbf"])
    start = struct.unpack_from("<H", body, 8)[0]
    body[start : start + 1] = b"*"
    found = opened(zipped(shapefile(frame(SQUARE, FAR), dbf=bytes(body))))
    assert (found.rows, codes(found)) == (1, {"rows_deleted"})
    assert found.frame is not None
    assert found.frame["n"].tolist() == [1]


@pytest.mark.parametrize("change", ["missing", "short", "wrong", "rubbish"])
def test_the_index_is_rebuilt_and_said(change: str) -> None:
    index = shapefile()["shx"]
    bad = {"missing": None, "short": index[:-4], "wrong": index[:-8] + bytes(8), "rubbish": b"hello"}[change]
    found = opened(zipped(shapefile(shx=bad)))
    assert (found.rows, codes(found)) == (1, {"index_rebuilt"})


@pytest.mark.parametrize("part", ["shp", "dbf"])
def test_a_missing_part_is_named(part: str) -> None:
    parts = shapefile()
    del parts[part]
    error = refused(zipped(parts))
    assert (error.code, error.blanks["part"]) == ("part_missing", f".{part}")


def test_without_a_system_it_is_asked_for() -> None:
    parts = shapefile()
    del parts["prj"]
    assert refused(zipped(parts)).code == "crs_needed"
    assert codes(opened(zipped(parts), crs="EPSG:4326")) == {"crs_chosen"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "crs_unreadable"),
        (b"hello", "crs_unreadable"),
        (b"\xff\xfe\x00\x01" * 9, "crs_unreadable"),
        (b"GEOGCS[" * 2000, "crs_unreadable"),
        (b'GEOGCS["a"', "crs_unreadable"),
        (b'LOCAL_CS["site"]', "crs_unreadable"),
        (b'GEOCCS["x",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]]]', "crs_unreadable"),
        (b"EPSG:4326", "crs_unreadable"),
        (b"+proj=longlat +nadgrids=/etc/passwd", "crs_unreadable"),
        (WGS84_PRJ.encode()[:-1] + b',EXTENSION["PROJ4","+proj=longlat +nadgrids=/etc/passwd"]]', "crs_file"),
        (WGS84_PRJ.encode()[:-1] + b',EXTENSION["PROJ4","+init=/etc/passwd:4326"]]', "crs_file"),
        (b'BOUNDCRS[SOURCECRS[],ABRIDGEDTRANSFORMATION["a",PARAMETERFILE["x","/etc/passwd"]]]', "crs_file"),
    ],
)
def test_a_description_that_cannot_be_read(text: bytes, code: str) -> None:
    error = refused(zipped(shapefile(prj=text)))
    assert error.code == code
    assert isinstance(error, RejectedError) == (code == "crs_file")


def test_an_answer_stands_in_for_a_description_that_cannot_be_read() -> None:
    assert codes(opened(zipped(shapefile(prj=b"hello")), crs="4326")) == {"crs_chosen"}


@pytest.mark.parametrize("version", ["WKT1_ESRI", "WKT1_GDAL", "WKT2_2015", "WKT2_2019"])
@pytest.mark.parametrize("code", [4326, 3857, 32652, 28422, 4490, 4508, 5179, 5186, 2442, 4284])
def test_systems_of_the_region_in_every_writing(version: str, code: int) -> None:
    import pyproj

    where = gpd.GeoSeries([shapely.Point(131.2, 43.0)], crs=4326).to_crs(code)
    table = gpd.GeoDataFrame({"n": [1]}, geometry=where, crs=code)
    prj = pyproj.CRS.from_epsg(code).to_wkt(version)
    found = opened(zipped(shapefile(table, prj=prj.encode())))
    assert found.frame is not None
    place = found.frame.geometry.iloc[0]
    assert (place.x, place.y) == pytest.approx((131.2, 43.0), abs=1e-6)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"shp": b""}, "part_damaged"),
        ({"shp": b"\x00" * 200}, "part_damaged"),
        ({"dbf": b""}, "part_damaged"),
        ({"dbf": b"\x03" * 40}, "part_damaged"),
        ({"dbf": shapefile()["dbf"][:-20]}, "part_damaged"),
    ],
)
def test_a_damaged_part_is_named(change: dict[str, bytes], code: str) -> None:
    error = refused(zipped(shapefile(**change)))
    assert error.code == code
    assert str(error.blanks["member"]).endswith(next(iter(change)))


def test_every_cut_ends_in_an_answer() -> None:
    parts = shapefile(frame(HOLED, SQUARE))
    for part in ("shp", "dbf"):
        for cut in range(0, len(parts[part]) - 2, 5):
            assert refused(zipped(parts | {part: parts[part][:cut]})).code == "part_damaged"


@settings(deadline=None)
@given(st.data())
def test_any_change_of_the_shapes_ends_in_an_answer(data: st.DataObject) -> None:
    body = bytearray(GOOD["shp"])
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(LeopardRangeError):
        opened(zipped(GOOD | {"shp": bytes(body)}))


@settings(deadline=None)
@given(st.data())
def test_any_change_of_the_table_ends_in_an_answer(data: st.DataObject) -> None:
    body = bytearray(GOOD["dbf"])
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(LeopardRangeError):
        opened(zipped(GOOD | {"dbf": bytes(body)}))


GOOD = shapefile(frame(HOLED, SQUARE))


@pytest.mark.parametrize("kind", [2, 4, 31, 99, -1])
def test_other_types_of_shapes_are_named(kind: int) -> None:
    body = bytearray(shapefile()["shp"])
    body[32:36] = struct.pack("<i", kind)
    assert refused(zipped(shapefile(shp=bytes(body)))).code == "shape_type"


def test_a_record_of_another_type_names_its_feature() -> None:
    body = bytearray(shapefile(frame(SQUARE, FAR))["shp"])
    body[108:112] = struct.pack("<i", 1)
    error = refused(zipped(shapefile(frame(SQUARE, FAR), shp=bytes(body))))
    assert (error.code, error.blanks["feature"]) == ("part_damaged", 1)


def test_a_table_of_another_length_is_explained() -> None:
    parts = shapefile(frame(SQUARE, FAR)) | {"dbf": shapefile(frame(SQUARE))["dbf"]}
    error = refused(zipped(parts))
    assert (error.code, error.blanks["shapes"], error.blanks["rows"]) == ("counts_differ", 2, 1)


@pytest.mark.parametrize("claim", [2**31 - 1, 2**32 - 1, 10**6])
def test_a_table_that_claims_too_much_allocates_nothing(claim: int) -> None:
    body = bytearray(shapefile()["dbf"])
    body[4:8] = struct.pack("<I", claim)
    assert refused(zipped(shapefile(dbf=bytes(body)))).code == "part_damaged"


@pytest.mark.parametrize("at", [36 + 8 + 100, 40 + 8 + 100])
def test_a_shape_that_claims_too_much_allocates_nothing(at: int) -> None:
    body = bytearray(shapefile()["shp"])
    body[at : at + 4] = struct.pack("<I", 2**31)
    assert refused(zipped(shapefile(shp=bytes(body)))).code == "part_damaged"


def several() -> bytes:
    return archive(
        *(Member(f"data/north.{e}", b) for e, b in shapefile(frame(SQUARE)).items()),
        *(Member(f"data/юг.{e}", b) for e, b in shapefile(frame(SQUARE, FAR)).items()),
    )


def test_one_of_several_layers_is_asked_for() -> None:
    error = refused(several())
    assert (error.code, error.blanks["choices"]) == ("several_layers", "data/north, data/юг")
    assert refused(several(), layer="east").code == "layer_missing"
    for layer in ("data/юг", "юг"):
        found = opened(several(), layer=layer)
        assert (found.rows, {note.code for note in found.remarks}) == (2, {"layer_chosen"})


def test_upper_case_endings_are_read() -> None:
    parts = shapefile()
    found = opened(archive(*(Member(f"LAYER.{e.upper()}", b) for e, b in parts.items())))
    assert found.rows == 1


def test_an_archive_without_a_layer_is_explained() -> None:
    assert refused(archive(Member("readme.txt", b"x"))).code == "zip_no_layer"
    assert refused(archive(Member("a.geojson", b"{}"))).code == "zip_no_layer"


@pytest.mark.parametrize("part", ["shp", "dbf", "shx"])
def test_a_part_that_points_elsewhere_is_rejected(part: str) -> None:
    vrt = b'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>'
    error = refused(zipped(shapefile(**{part: vrt})))
    assert isinstance(error, RejectedError)
    assert error.code == "indirect_format"


WORDS = {
    "cp1251": "Кедровая Падь",
    "gb18030": "东北虎豹国家公园",
    "cp949": "한국표범 백두산",
    "utf-8": "Земля 长白山",
}


def texted(encoding: str, page: bytes | None = None, driver: int = 0, text: str = "") -> bytes:
    cell = (text or WORDS[encoding]).encode(encoding)
    return zipped(shapefile(cpg=page, dbf=dbf([cell], driver=driver)))


def name_of(found: Upload) -> object:
    assert found.frame is not None
    return found.frame["name"].iloc[0]


@pytest.mark.parametrize(
    ("encoding", "page"),
    [
        *(("cp1251", page) for page in (b"1251", b"cp1251", b"CP1251\r\n", b"ANSI 1251", b"windows-1251")),
        *(("cp1251", page) for page in (b"Windows 1251", b"WIN1251", b"  1251\n\x00", b"\xef\xbb\xbf1251")),
        *(
            ("gb18030", page)
            for page in (b"GBK", b"936", b"GB2312", b"gb18030", b"CP936", b"54936", b"ANSI 936")
        ),
        *(("cp949", page) for page in (b"949", b"EUC-KR", b"UHC", b"ks_c_5601-1987", b"CP949", b"ms949")),
        *(("utf-8", page) for page in (b"UTF-8", b"utf8", b"65001", b"UTF8\n", b"utf-8\x00")),
    ],
)
def test_a_page_is_understood_however_it_is_written(encoding: str, page: bytes) -> None:
    found = opened(texted(encoding, page))
    assert (name_of(found), found.repairs) == (WORDS[encoding], ())


@pytest.mark.parametrize(("encoding", "driver"), [("cp1251", 0xC9), ("gb18030", 0x4D), ("cp949", 0x4E)])
def test_the_language_driver_is_understood(encoding: str, driver: int) -> None:
    found = opened(texted(encoding, driver=driver))
    assert (name_of(found), found.repairs) == (WORDS[encoding], ())


@pytest.mark.parametrize("encoding", ["cp1251", "gb18030", "cp949"])
@pytest.mark.parametrize(
    ("page", "driver"),
    [
        (None, 0),
        (None, 0x57),
        (None, 0x03),
        (b"ISO-8859-1", 0x57),
        (b"1252", 0),
        (b"", 0),
        (b"nonsense", 0),
        (b"zlib", 0),
        (b"../../etc/passwd", 0),
        (b"OEM", 0x01),
    ],
)
def test_without_a_statement_that_holds_it_is_asked_for(
    encoding: str, page: bytes | None, driver: int
) -> None:
    error = refused(texted(encoding, page, driver))
    assert error.code == "encoding_needed"
    assert WORDS[encoding].split()[0] in str(error.blanks["samples"]), "one of the samples is the truth"
    found = opened(texted(encoding, page, driver), encoding=encoding)
    assert (name_of(found), codes(found)) == (WORDS[encoding], {"decoded"})


@pytest.mark.parametrize("page", [b"UTF-8", b"65001"])
def test_a_statement_the_bytes_deny_is_refused(page: bytes) -> None:
    error = refused(texted("cp1251", page))
    assert error.code == "encoding_differs"
    assert "Кедровая" in str(error.blanks["samples"])


def test_text_that_is_utf8_is_read_so_whatever_is_stated() -> None:
    assert name_of(opened(texted("utf-8"))) == WORDS["utf-8"]
    assert {note.code for note in opened(texted("utf-8")).remarks} == {"encoding_proved"}
    found = opened(texted("utf-8", b"1251"))
    assert (name_of(found), codes(found)) == (WORDS["utf-8"], {"encoding_corrected"})


def test_western_text_is_read_as_stated() -> None:
    found = opened(texted("cp1252", b"1252", text="Forêt de Kédrovaïa"))
    assert (name_of(found), found.repairs) == ("Forêt de Kédrovaïa", ())


def test_a_choice_the_bytes_deny_is_refused() -> None:
    assert refused(texted("cp1251"), encoding="utf-8").code == "encoding_differs"
    with pytest.raises(LeopardRangeError) as problem:
        opened(texted("cp1251"), encoding="zlib")
    assert problem.value.code == "bad_choice"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_an_encoding_that_cells_cannot_be_in_is_refused(encoding: str) -> None:
    assert refused(texted("gb18030"), encoding=encoding).code == "encoding_differs"


@pytest.mark.parametrize("page", [b"undefined", b"punycode", b"unicode_escape", b"utf-16", b"utf-7", b"hz"])
def test_a_statement_of_such_an_encoding_is_none(page: bytes) -> None:
    assert refused(texted("cp1251", page)).code == "encoding_needed"
    assert name_of(opened(texted("utf-8", page))) == WORDS["utf-8"]


def test_column_names_are_decoded_too() -> None:
    body = zipped(shapefile(cpg=b"1251", dbf=dbf([b"x"], name="имя".encode("cp1251"))))
    found = opened(body)
    assert found.frame is not None
    assert "имя" in found.frame.columns


@pytest.mark.parametrize("layer", ["range_current", "land", "roads"])
def test_the_embedded_layers_are_read_as_gdal_reads_them(
    catalog: Catalog, tmp_path: Path, layer: str
) -> None:
    path = tmp_path / "layer.shp"
    pyogrio.write_dataframe(catalog.layer(layer).frame[["geometry"]].head(500), path)
    ours = read_shapes("a.zip", "a.shp", path.read_bytes()).geometry
    theirs = pyogrio.read_dataframe(path).geometry.to_numpy()
    assert shapely.equals(shapely.normalize(ours), shapely.normalize(theirs)).all()


def test_a_folder_of_the_system_stays_empty() -> None:
    before = set(Path(tempfile.gettempdir()).iterdir())
    opened(zipped(GOOD))
    assert not {
        path.name for path in set(Path(tempfile.gettempdir()).iterdir()) - before if "layer" in path.name
    }
