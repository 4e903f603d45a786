"""KML and KMZ: places and words are read, nothing is fetched, every damage is explained."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.i18n import explain
from leopard_range.model import Choices, Upload
from leopard_range.sources.upload import read
from tests.sources.upload.hostile import Baits, Member, archive, listening

POINT = "<Point><coordinates>131.3,43.1</coordinates></Point>"
SQUARE = "131.2,43,0 131.4,43,0 131.4,43.2,0 131.2,43.2,0 131.2,43,0"
HOLE = "131.25,43.05 131.3,43.05 131.3,43.1 131.25,43.05"


def kml(inside: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inside}</Document></kml>'.encode()


def place(shape: str = POINT, words: str = "<name>a</name>") -> str:
    return f"<Placemark>{words}{shape}</Placemark>"


def opened(body: bytes, name: str = "a.kml", **choices: Any) -> Upload:
    return read(name, body, Choices(**choices), Path())


def refused(body: bytes, name: str = "a.kml", **choices: Any) -> LeopardRangeError:
    with pytest.raises(LeopardRangeError) as problem:
        opened(body, name, **choices)
    assert explain(problem.value).remedy
    return problem.value


def shape_of(shape: str) -> shapely.Geometry:
    found = opened(kml(place(shape)))
    assert found.frame is not None
    return found.frame.geometry.iloc[0]


def codes(found: Upload) -> set[str]:
    return {note.code for note in found.repairs}


def line(*places: str, tag: str = "LineString") -> str:
    return f"<{tag}><coordinates>{' '.join(places)}</coordinates></{tag}>"


def polygon(outer: str, inner: str = "") -> str:
    hole = f"<innerBoundaryIs>{line(inner, tag='LinearRing')}</innerBoundaryIs>" if inner else ""
    return f"<Polygon><outerBoundaryIs>{line(outer, tag='LinearRing')}</outerBoundaryIs>{hole}</Polygon>"


@pytest.mark.parametrize(
    ("shape", "wkt"),
    [
        (POINT, "POINT (131.3 43.1)"),
        (line("131,43", "132,44"), "LINESTRING (131 43, 132 44)"),
        (line("\n 131,43,0\n\t132,44,0 \n"), "LINESTRING (131 43, 132 44)"),
        (line("131, 43, 0 132 ,44 , 0"), "LINESTRING (131 43, 132 44)"),
        (polygon(SQUARE), "POLYGON ((131.2 43, 131.4 43, 131.4 43.2, 131.2 43.2, 131.2 43))"),
        (
            f"<MultiGeometry>{POINT}{POINT.replace('131.3', '132.3')}</MultiGeometry>",
            "MULTIPOINT (131.3 43.1, 132.3 43.1)",
        ),
        (
            "<gx:Track><when>2013-04-02T00:00:00Z</when><gx:coord>131 43 5</gx:coord>"
            "<gx:coord>132 44 0</gx:coord></gx:Track>",
            "LINESTRING (131 43, 132 44)",
        ),
        (
            "<gx:MultiTrack><gx:Track><gx:coord>131 43 0</gx:coord><gx:coord>132 44 0</gx:coord></gx:Track>"
            "<gx:Track><gx:coord>133 43 0</gx:coord><gx:coord>134 44 0</gx:coord></gx:Track></gx:MultiTrack>",
            "MULTILINESTRING ((131 43, 132 44), (133 43, 134 44))",
        ),
        (
            f"<MultiGeometry><MultiGeometry>{polygon(SQUARE)}</MultiGeometry></MultiGeometry>",
            "MULTIPOLYGON (((131.2 43, 131.4 43, 131.4 43.2, 131.2 43.2, 131.2 43)))",
        ),
    ],
)
def test_shapes(shape: str, wkt: str) -> None:
    assert shape_of(shape).equals(shapely.from_wkt(wkt))
    assert shape_of(shape).geom_type == shapely.from_wkt(wkt).geom_type


def test_a_hole_is_a_hole() -> None:
    found = shape_of(polygon(SQUARE, HOLE))
    assert found.area == pytest.approx(0.04 - 0.00125)


def test_words_become_columns() -> None:
    body = kml(
        "<Folder><name>north</name>"
        + place(
            words="<name> Кедровая </name><description><![CDATA[<b>豹</b> &amp;]]></description>"
            "<TimeStamp><when>2013-04-02</when></TimeStamp><address>secret</address>"
            '<ExtendedData><Data name="count"><displayName>no</displayName><value>3</value></Data>'
            '<SchemaData><SimpleData name="note">ok</SimpleData></SchemaData></ExtendedData>'
        )
        + place(words="<name>b</name>")
        + "</Folder>"
    )
    found = opened(body)
    assert found.frame is not None
    row = found.frame.iloc[0]
    assert row["name"] == "Кедровая"
    assert row["description"] == "<b>豹</b> &amp;"
    assert (row["when"], str(row["count"]), row["note"]) == ("2013-04-02", "3", "ok")
    assert "address" not in found.frame.columns
    assert found.rows == 2


def test_what_stands_around_the_placemarks_is_passed_over() -> None:
    body = kml(
        "<name>doc</name><Style id='s'><IconStyle><Icon><href>http://127.0.0.1:1/x.png</href></Icon>"
        "</IconStyle></Style><Schema><SimpleField name='q' type='string'/></Schema>"
        f"<Region><LatLonAltBox/></Region>{place(words='<name>a</name><styleUrl>#s</styleUrl><LookAt/>')}"
    )
    found = opened(body)
    assert (found.rows, found.repairs) == (1, ())


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        (
            "<NetworkLink><name>x</name><Link><href>http://127.0.0.1:1/</href></Link></NetworkLink>",
            "links_dropped",
        ),
        ("<GroundOverlay><Icon><href>file:///etc/passwd</href></Icon></GroundOverlay>", "pictures_dropped"),
        ("<ScreenOverlay/>", "pictures_dropped"),
        ("<PhotoOverlay/>", "pictures_dropped"),
        ("<gx:Tour><gx:Playlist/></gx:Tour>", "pictures_dropped"),
    ],
)
def test_links_and_pictures_are_left_out_and_counted(extra: str, code: str) -> None:
    found = opened(kml(place() + extra))
    assert (found.rows, codes(found)) == (1, {code})


def test_a_placemark_inside_a_link_is_not_read() -> None:
    found = opened(kml(f"{place()}<NetworkLink>{place()}</NetworkLink>"))
    assert found.rows == 1


def test_a_model_is_left_out_with_its_placemark() -> None:
    body = kml(place() + place("<Model><Link><href>x.dae</href></Link></Model>"))
    assert codes(opened(body)) == {"pictures_dropped", "geometry_missing"}


def test_heights_are_left_out_and_said_unless_they_are_none() -> None:
    assert codes(opened(kml(place(line("131,43,5", "132,44,6"))))) == {"heights_dropped"}
    assert codes(opened(kml(place(line("131,43,0", "132,44,0"))))) == set()


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE kml>",
        '<!DOCTYPE kml SYSTEM "http://127.0.0.1:1/kml.dtd">',
        '<!DOCTYPE kml PUBLIC "-//x//y" "file:///etc/passwd">',
        '<!DOCTYPE kml [<!ENTITY a "b">]>',
        '<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE kml [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
        '<!DOCTYPE kml [<!ENTITY a "b"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<?xml version="1.0"?><!-- a --><!DOCTYPE kml [<!NOTATION n SYSTEM "x">]>',
        '<!DOCTYPE kml [<!ATTLIST kml a CDATA "b">]>',
        "<!doctype kml>",
    ],
)
def test_a_document_that_defines_anything_is_refused(head: str) -> None:
    error = refused(kml(place(), head))
    assert error.code in ("xml_entities", "xml_damaged")
    assert isinstance(error, RejectedError) or "doctype" in head


def test_nothing_outside_is_opened(tmp_path: Path) -> None:
    baits = Baits.lay(tmp_path / "baits")
    with listening() as ear:
        for target in (f"file://{baits.path('.txt')}", f"http://127.0.0.1:{ear.port}/x", baits.path(".txt")):
            for body in (
                kml(place(), f'<!DOCTYPE kml [<!ENTITY e SYSTEM "{target}">]>'),
                kml(
                    "<Document xmlns:xi='http://www.w3.org/2001/XInclude'>"
                    f"<xi:include href='{target}'/></Document>"
                ),
                kml(f"{place()}<NetworkLink><Link><href>{target}</href></Link></NetworkLink>"),
                kml(place(), f'<?xml-stylesheet href="{target}"?>'),
                kml(place(words=f"<description>&lt;img src='{target}'&gt;</description>")),
                kml(place()).replace(b"<kml ", f'<kml xsi:schemaLocation="a {target}" '.encode()),
            ):
                with contextlib.suppress(LeopardRangeError):
                    opened(body)
        assert ear.heard == []
    assert baits.read() == []


def test_including_another_document_is_rejected() -> None:
    error = refused(kml(f"{place()}<xi:include href='file:///etc/passwd'/>"))
    assert isinstance(error, RejectedError)
    assert error.code == "xml_include"


@pytest.mark.parametrize("tag", ["Folder", "MultiGeometry", "b"])
def test_depth_is_limited(tag: str) -> None:
    inside = f"<{tag}>" * 3_000 + f"</{tag}>" * 3_000
    error = refused(kml(place(inside)))
    assert isinstance(error, RejectedError)
    assert error.code == "xml_deep"
    assert opened(kml("<Folder>" * 40 + place() + "</Folder>" * 40)).rows == 1


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (kml(place())[:-9], 1),
        (kml("\n\n<Placemark>"), 3),
        (kml("\n<a></b>"), 2),
        (kml(place()).replace(b"<name>a", b"<name>\xca\xe5"), 1),
        (kml(place()).replace(b"<name>a", b"<name>a & b"), 1),
        (kml(place(), '<?xml version="1.0" encoding="x-none"?>'), 1),
    ],
)
def test_damage_names_its_line(body: bytes, where: int) -> None:
    error = refused(body)
    assert (error.code, error.blanks["line"]) == ("xml_damaged", where)


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-16"])
def test_a_stated_encoding_is_used(encoding: str) -> None:
    text = kml(place(words="<name>Кедровая</name>"), f'<?xml version="1.0" encoding="{encoding}"?>').decode()
    found = opened(text.encode(encoding))
    assert found.frame is not None
    assert found.frame["name"].tolist() == ["Кедровая"]


@pytest.mark.parametrize(
    "coordinates", ["131.3", "131.3;43.1", "131,3,43,1", "E131.3,N43.1", "a,b", ",43", "131.3,", "131 43"]
)
def test_a_position_that_cannot_be_read_names_its_feature(coordinates: str) -> None:
    body = kml(place() + place(f"<Point><coordinates>{coordinates}</coordinates></Point>"))
    error = refused(body)
    assert (error.code, error.blanks["feature"], error.blanks["vertex"]) == ("kml_position", 2, 1)


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        ("", "no_geometry"),
        ("<Point/>", "no_geometry"),
        ("<Point><coordinates/></Point>", "no_geometry"),
        ("<MultiGeometry/>", "no_geometry"),
        (polygon("131,43"), "zero_area"),
        (line("131,43"), "zero_length"),
        (line("nan,43", "132,44"), "coordinate_not_finite"),
        (line("1e999,43", "132,44"), "coordinate_not_finite"),
        (f"<MultiGeometry>{POINT}{line('131,43', '132,44')}</MultiGeometry>", "mixed_geometry"),
        ("<Point><coordinates>43.1,131.3</coordinates></Point>", "swapped"),
    ],
)
def test_shapes_that_are_none_are_explained(shape: str, code: str) -> None:
    assert refused(kml(place(shape))).code == code


def test_a_document_without_placemarks_is_explained() -> None:
    assert refused(kml("<name>nothing</name>")).code == "no_features"


def test_budgets_hold() -> None:
    many = "131,43 " * 200_001
    assert refused(kml(place(line(many)))).code == "too_many_vertices"
    assert refused(kml(place() * 100_001)).code == "too_many_rows"
    data = "".join(f"<Data name='c{at}'><value>1</value></Data>" for at in range(300))
    assert refused(kml(place(words=f"<ExtendedData>{data}</ExtendedData>"))).code == "too_many_columns"


@settings(deadline=None)
@given(st.data())
def test_any_change_ends_in_an_answer(data: st.DataObject) -> None:
    body = bytearray(kml(place() + place(polygon(SQUARE, HOLE)) + "<NetworkLink><Link/></NetworkLink>"))
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(LeopardRangeError):
        opened(bytes(body))


def test_a_kmz_is_read() -> None:
    body = archive(Member("doc.kml", kml(place())), Member("files/icon.png", b"\x89PNG\r\n\x1a\n"))
    found = opened(body, "a.kmz")
    assert (found.kind, found.rows, found.repairs) == ("kmz", 1, ())


def test_the_document_of_a_kmz_is_the_one_at_the_top() -> None:
    inner = Member("files/inner.kml", kml(place() * 2))
    assert opened(archive(inner, Member("doc.kml", kml(place()))), "a.kmz").rows == 1
    assert opened(archive(inner, Member("Places.KML", kml(place()))), "a.kmz").rows == 1
    assert opened(archive(inner), "a.kmz").rows == 2
    both = archive(Member("a.kml", kml(place())), Member("b.kml", kml(place() * 2)))
    assert refused(both, "a.kmz").code == "several_layers"
    assert opened(both, "a.kmz", layer="b.kml").rows == 2


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ([Member("a.png", b"x")], "kmz_no_document"),
        ([Member("doc.kml", b" " * 48_000_000)], "zip_expands"),
        ([Member("doc.kml", kml(place())), Member("a.exe", b"x")], "zip_kind"),
        ([Member("doc.kml", kml(place())), Member("a.kmz", b"x")], "zip_nested"),
        ([Member("../doc.kml", kml(place()))], "zip_names"),
        ([Member("doc.kml", kml(place(), "<!DOCTYPE kml [<!ENTITY a 'b'>]>"))], "xml_entities"),
        ([Member("doc.kml", b"hello")], "xml_damaged"),
    ],
)
def test_a_kmz_is_as_suspect_as_its_parts(members: list[Member], code: str) -> None:
    assert refused(archive(*members), "a.kmz").code == code
