"""What a file is, told from its bytes; names and bytes must agree."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.i18n import explain
from leopard_range.model import Choices
from leopard_range.sources.upload import is_connection, read, shown_name
from leopard_range.sources.upload.limits import MAX_BYTES
from leopard_range.sources.upload.sniff import sniff

ENDINGS = ("geojson", "json", "gpkg", "zip", "kml", "kmz", "csv", "tsv", "txt", "tif", "tiff")


def refused(name: str, body: bytes) -> LeopardRangeError:
    with pytest.raises(LeopardRangeError) as problem:
        read(name, body, Choices(), Path())
    told = explain(problem.value)
    assert told.message
    assert told.remedy
    return problem.value


INDIRECT = [
    b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>",
    b"\xef\xbb\xbf \n<?xml version='1.0'?><!-- x --><VRTDataset rasterXSize='1'/>",
    "<VRTDataset/>".encode("utf-16"),
    b"<GDAL_WMS/>",
    b"<WCS_GDAL/>",
    b"<OGRWFSDataSource/>",
    b"<GDALTileIndexDataset/>",
    b"<gml:FeatureCollection xmlns:gml='x'/>",
    b"<!DOCTYPE x><x/>",
    b'{"type":"gdal_streamed_alg"}',
    b' { "type" :\n"gdal_streamed_alg" , "command_line":"gdal"}',
    b'{"stac_version":"1.0.0"}',
    b"WFS:http://127.0.0.1:1/",
    b"wms:http://127.0.0.1:1/",
    b"PG:dbname=a",
    b"/vsicurl/http://127.0.0.1:1/a",
    b"/vsizip/{/etc/a.zip}/b",
    b"http://127.0.0.1:1/a.geojson",
    b"file:///etc/passwd",
    b"vrt:///etc/a.tif",
    b"GTIFF_DIR:1:/etc/a.tif",
]


@pytest.mark.parametrize("body", INDIRECT)
@pytest.mark.parametrize("ending", ENDINGS)
def test_what_points_elsewhere_is_rejected_under_every_name(body: bytes, ending: str) -> None:
    error = refused(f"a.{ending}", body)
    assert isinstance(error, RejectedError)
    assert error.code == "indirect_format"
    assert set(error.blanks) == {"file"}


@pytest.mark.parametrize(
    "body",
    [b"MZ\x90\x00", b"\x7fELF\x02", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\x00asm", b"#!/bin/sh\n"],
)
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_program_is_rejected_under_every_name(body: bytes, ending: str) -> None:
    error = refused(f"a.{ending}", body + bytes(200) if body[:2] != b"#!" else body)
    assert isinstance(error, RejectedError)
    assert error.code == "program"


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("a.geojson", b"", "upload_empty"),
        ("a.geojson", bytes(300), "format_damaged"),
        ("a.tif", b"hello", "format_differs"),
        ("a.tif", b"{}", "format_differs"),
        ("a.tif", b"\x89PNG\r\n\x1a\n" + bytes(9), "format_differs"),
        ("a.zip", b"II*\0" + bytes(9), "format_differs"),
        ("a.kml", b"<html></html>", "format_differs"),
        ("a.kml", b"<!DOCTYPE html><html></html>", "format_differs"),
        ("a.kml", b"<gpx/>", "format_differs"),
        ("a.csv", b"%PDF-1.4", "format_differs"),
        ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9), "format_differs"),
        ("a.zip", b"7z\xbc\xaf\x27\x1c", "archive_kind"),
        ("a.zip", b"Rar!\x1a\x07\x01\x00", "archive_kind"),
        ("a.zip", b"\x1f\x8b\x08\x00", "archive_kind"),
        ("a.zip", bytes(257) + b"ustar\0" + bytes(250), "archive_kind"),
        ("a.gz", b"\x1f\x8b\x08\x00", "archive_kind"),
        ("a.shp", b"\x00\x00\x27\x0a" + bytes(96), "shapefile_part"),
        ("a.dbf", b"\x03" + bytes(96), "shapefile_part"),
        ("a.xlsx", b"PK\x03\x04" + bytes(96), "format_not_read"),
        ("a.pdf", b"%PDF-1.4", "format_not_read"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "format_not_read"),
        ("a.gpx", b"<gpx/>", "format_not_read"),
        ("a.html", b"<html></html>", "format_not_read"),
        ("a.fgb", b"fgb\x03fgb\x00", "format_not_read"),
        ("a", b"hello", "ending_unknown"),
        ("a.xyz", b"hello", "ending_unknown"),
        ("geojson", b"{}", "ending_unknown"),
        ("", b"{}", "ending_unknown"),
        ("a.geojson.exe", b"{}", "program"),
        ("a.vrt", b"hello", "indirect_format"),
        ("a.gml", b"hello", "indirect_format"),
    ],
)
def test_each_other_format_is_named(name: str, body: bytes, code: str) -> None:
    assert refused(name, body).code == code


def test_size_comes_first() -> None:
    assert refused("a.geojson", b"{" * (MAX_BYTES + 1)).code == "upload_too_big"


@pytest.mark.parametrize(
    "head", ["MZ_id,lon,lat", "BZh,lon,lat", "CDF,lon,lat", "GIF89,lon,lat", "PAR1,lon,lat"]
)
def test_a_table_may_begin_with_the_letters_of_a_signature(head: str) -> None:
    assert sniff(f"{head}\n1,131.3,43.1\n".encode()).shown == "text"
    assert read("a.csv", f"{head}\n1,131.3,43.1\n".encode(), Choices(), Path()).rows == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a.csv", "a.csv"),
        ("../../etc/a.csv", "a.csv"),
        ("C:\\Users\\x\\a.csv", "a.csv"),
        ("..%2f..%2fevil.geojson", "..%2f..%2fevil.geojson"),
        ('"><img src=x onerror=alert(1)>{{7*7}}.geojson', '"><img src=x onerror=alert(1)>{{7*7}}.geojson'),
        ("a\u202egpj.csv", "agpj.csv"),
        ("a\0\n.csv", "a .csv"),
        ("豹 Слой.csv", "豹 Слой.csv"),
        ("", "file"),
        ("///", "file"),
    ],
)
def test_a_name_is_made_safe_to_show(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_a_long_name_keeps_its_ending() -> None:
    assert shown_name("x" * 500 + ".geojson").endswith("….geojson")
    assert len(shown_name("x" * 500 + ".geojson")) <= 120


@pytest.mark.parametrize("text", ["a.geojson", "data/a b.zip", "C:\\a.csv", "./a.tif", "豹.csv", "a:b.csv"])
def test_names_of_files_are_no_connections(text: str) -> None:
    assert not is_connection(text)


@settings(deadline=None)
@given(st.sampled_from(ENDINGS), st.binary(max_size=200))
def test_any_bytes_under_any_name_end_in_an_answer(ending: str, body: bytes) -> None:
    with contextlib.suppress(LeopardRangeError):
        read(f"a.{ending}", body, Choices(), Path())
