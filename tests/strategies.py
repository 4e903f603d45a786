"""What strangers may upload, as hypothesis strategies: text, geometry, tables, damaged bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

__all__ = ["damaged", "geojson_bytes", "geometries", "hostile_text", "positions", "sound_shapes", "tables"]

SPECIMENS = (
    *(
        "",
        " ",
        "\ufeff",
        "\u202egpj.exe",
        "\ud800",
        "\udfff\ud800",
        "e\u0301",
        "\u1112\u1161\u11ab",
        "\x00",
        "\x1b[2J",
    ),
    *(
        "{{7*7}}",
        "{% raw",
        "{#",
        "${1}",
        "`+alert(1)+`",
        "<script>alert(1)</script>",
        "</script>",
        "__proto__",
    ),
    *(
        "constructor",
        "geometry",
        "index",
        "level_0",
        "fid",
        "=1+1",
        "@SUM(A1)",
        "+7 914 000 00 00",
        "a@b.org",
    ),
    *(
        "lat",
        "lon",
        "WKT",
        "date",
        "count",
        "camera",
        "observer",
        "Широта",
        "日期",
        "개체수",
        "A" * 1500,
        "'; drop--",
    ),
    *(
        "nan",
        "NaN",
        "inf",
        "1e308",
        "1e999",
        "-0",
        "007",
        "1,5",
        "43°06'00\"N",
        "41366",
        "2013-02-30",
        "03/04/2013",
    ),
)


def hostile_text() -> st.SearchStrategy[str]:
    """Any text: halves of characters, directions, templates, names that mean something."""
    free = st.text(st.characters(exclude_categories=()), max_size=30)
    return st.one_of(
        st.sampled_from(SPECIMENS), free, st.tuples(st.sampled_from(SPECIMENS), free).map("".join)
    )


def positions() -> st.SearchStrategy[list[Any]]:
    """Positions: mostly in the area, some swapped, in metres, endless, with heights, or no numbers."""
    here = st.tuples(st.floats(130.0, 133.0), st.floats(42.0, 45.0)).map(list)
    grid = st.tuples(st.integers(0, 5), st.integers(0, 5)).map(lambda ij: [131 + ij[0] / 10, 43 + ij[1] / 10])
    anywhere = st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=0, max_size=5)
    odd: st.SearchStrategy[list[Any]] = st.lists(
        st.one_of(st.none(), st.booleans(), st.integers(-(10**30), 10**30), hostile_text(), st.just([])),
        max_size=3,
    )
    likely = st.one_of(here, grid, grid, grid)
    return st.one_of(likely, likely, likely, likely, likely.map(lambda p: p[::-1]), anywhere, odd)


def geometries() -> st.SearchStrategy[Any]:
    """GeoJSON geometries, sound and broken."""
    clean = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(
        lambda ij: [131 + ij[0] / 10, 43 + ij[1] / 10]
    )

    def shapes(position: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        line = st.lists(position, max_size=8)
        rings = st.lists(st.one_of(line, line.map(lambda ring: ring + ring[:1])), max_size=3)
        return st.one_of(
            position.map(lambda c: {"type": "Point", "coordinates": c}),
            line.map(lambda c: {"type": "LineString", "coordinates": c}),
            line.map(lambda c: {"type": "MultiPoint", "coordinates": c}),
            rings.map(lambda c: {"type": "Polygon", "coordinates": c}),
            rings.map(lambda c: {"type": "MultiLineString", "coordinates": c}),
            st.lists(rings, max_size=3).map(lambda c: {"type": "MultiPolygon", "coordinates": c}),
        )

    single = st.one_of(shapes(clean), shapes(clean), shapes(positions()))
    boxed = st.recursive(
        single,
        lambda inner: st.lists(inner, max_size=3).map(
            lambda parts: {"type": "GeometryCollection", "geometries": parts}
        ),
        max_leaves=4,
    )
    broken = st.one_of(
        st.none(),
        json_values(),
        st.fixed_dictionaries({"type": hostile_text(), "coordinates": json_values()}),
    )
    return st.one_of(single, single, boxed, broken)


def json_values() -> st.SearchStrategy[Any]:
    """Anything JSON can say, and what Python's writer adds to it."""
    leaves = st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), hostile_text(), st.integers(10**15, 10**40)
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4), st.dictionaries(hostile_text(), inner, max_size=4)
        ),
        max_leaves=8,
    )


def sound_shapes() -> st.SearchStrategy[Any]:
    """Geometries that can be read or mended: outlines may cross themselves, parts may overlap."""
    grid = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(
        lambda ij: [131 + ij[0] / 10, 43 + ij[1] / 10]
    )
    ring = st.lists(grid, min_size=4, max_size=9, unique_by=tuple).map(lambda ring: [*ring, ring[0]])
    line = st.lists(grid, min_size=2, max_size=9, unique_by=tuple)
    rings = st.lists(ring, min_size=1, max_size=3)
    return st.one_of(
        grid.map(lambda c: {"type": "Point", "coordinates": c}),
        line.map(lambda c: {"type": "LineString", "coordinates": c}),
        rings.map(lambda c: {"type": "Polygon", "coordinates": c}),
        rings.map(lambda c: {"type": "Polygon", "coordinates": c}),
        st.lists(rings, min_size=1, max_size=3).map(lambda c: {"type": "MultiPolygon", "coordinates": c}),
    )


@st.composite
def geojson_bytes(draw: st.DrawFn) -> bytes:
    """GeoJSON files, sound and broken."""
    kinds = draw(st.sampled_from(("sound", "sound", "one", "mixed")))
    shape = draw(sound_shapes() if kinds == "sound" else geometries())
    features = []
    for _ in range(draw(st.integers(0, 4))):
        geometry = shape if kinds in ("one", "sound") else draw(geometries())
        properties = draw(st.one_of(st.none(), st.dictionaries(hostile_text(), json_values(), max_size=4)))
        one: dict[str, Any] = {"type": "Feature", "properties": properties, "geometry": geometry}
        if draw(st.booleans()):
            one["id"] = draw(json_values())
        features.append(one)
    root: Any = {"type": "FeatureCollection", "features": features}
    root = draw(st.sampled_from((root, root, root, shape, features, {"type": "Feature", "geometry": shape})))
    if draw(st.integers(0, 9)) == 0 and isinstance(root, dict):
        root = {**root, "crs": draw(json_values())}
    ascii_only = draw(st.booleans())
    return json.dumps(root, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")


CELLS = (
    *("43.1", "131.3", "43,1", "131,3", "43°06'00\"N", "131°18'E", "0", "NA", "", "2013-04-02", "02.04.2013"),
    *(
        "03/04/2013",
        "2013-10-27T02:30",
        "41366",
        "K-01",
        "1",
        "-1",
        "1e999",
        "POINT (131.3 43.1)",
        "2014-10-26 01:30",
    ),
    *("POLYGON ((131 43, 132 43, 132 44, 131 43))", "LINESTRING EMPTY", "POINT (nan nan)", '"', '""', "a\nb"),
)
HEADINGS = (
    *(
        "lat",
        "lon",
        "x",
        "y",
        "wkt",
        "date",
        "datetime",
        "count",
        "camera",
        "note",
        "observer",
        "geodeticDatum",
    ),
    *("Широта", "долгота", "日期", "纬度", "经度", "위도", "경도", "geometry", "", "lat"),
)


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """Tables as text, sound and broken."""
    delimiter = draw(st.sampled_from((",", ";", "\t", "|")))
    quick = draw(st.sampled_from((True, True, False)))
    header = ["lat", "lon"] if quick else []
    others = st.one_of(st.sampled_from(("note", "camera", "имя", "观测", "площадь")), hostile_text())
    header += draw(st.lists(others if quick else st.one_of(st.sampled_from(HEADINGS), others), max_size=5))
    lines = [header]
    for _ in range(draw(st.integers(0, 5))):
        cell = st.one_of(st.sampled_from(CELLS), hostile_text())
        row = (
            [draw(st.sampled_from(("43.1", "43.2", "43,15"))), draw(st.sampled_from(("131.3", "131.25")))]
            if quick
            else []
        )
        row += [draw(cell) for _ in range(len(header) - len(row))]
        lines.append(row[: draw(st.integers(0, len(row)))] if draw(st.integers(0, 39)) == 0 else row)
    quoted = quick or draw(st.booleans())

    def written(cell: str) -> str:
        needs = any(char in cell for char in (delimiter, '"', "\n", "\r"))
        return '"' + cell.replace('"', '""') + '"' if needs and quoted else cell

    text = draw(st.sampled_from(("\n", "\r\n", "\r"))).join(
        delimiter.join(map(written, row)) for row in lines
    )
    text = draw(st.sampled_from(("", "", "", "sep=;\n", "# x\n", "\ufeff"))) + text
    encoding = draw(st.sampled_from(("utf-8", "utf-8", "utf-8", "utf-16", "cp1251", "gb18030", "cp949")))
    return text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")


@st.composite
def damaged(draw: st.DrawFn, bodies: Sequence[bytes]) -> bytes:
    """A sound file with some bytes changed, left out, put in, repeated or cut off."""
    body = bytearray(draw(st.sampled_from(bodies)))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, max(0, len(body) - 1)))
        size = draw(st.sampled_from((1, 1, 1, 2, 4, 8, 40)))
        kind = draw(st.sampled_from(("set", "set", "flip", "cut", "insert", "repeat", "end")))
        if kind == "set":
            body[at : at + size] = draw(st.binary(min_size=size, max_size=size))
        elif kind == "flip" and body:
            body[at] ^= 1 << draw(st.integers(0, 7))
        elif kind == "cut":
            del body[at : at + size]
        elif kind == "insert":
            body[at:at] = draw(st.binary(max_size=size))
        elif kind == "repeat":
            body[at:at] = body[at : at + size]
        else:
            del body[max(at, len(body) - size * 20) :]
    return bytes(body)
