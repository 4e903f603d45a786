"""Maps on paper: what stands on the page, whether it is measured right, and what happens at the edges."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import segno
import shapely
from PIL import Image
from pyproj import Geod, Transformer

from leopard_range.catalog import Catalog
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import translator
from leopard_range.maps import MapSpec, MapState, WebFile, atlas
from leopard_range.model import Style
from leopard_range.prints.code import permalink, square_code
from leopard_range.prints.content import map_drawing, shown_layers
from leopard_range.prints.furniture import furniture, scale_bar
from leopard_range.prints.legend import swatch
from leopard_range.prints.map import map_page, page_title
from leopard_range.prints.pixels import png
from leopard_range.prints.window import Window, window_of
from leopard_range.reports import lettering
from leopard_range.reports.drawing import Drawing, Label, Mark, Shape
from leopard_range.reports.pdf import Paper
from tests.datafolder import square_country
from tests.pdfwords import pages, words

ADDRESS = "https://leopard.example.org"
DAY = date(2026, 6, 1)
LANGUAGES = ("en", "ru", "zh", "ko")
PAGES = ("story", "explore", "then-now", "cameras", "corridor")
NEAR = MapState(view=(131.2, 43.0, 8), year=2012)
MM = 72 / 25.4
DEGREES = Transformer.from_crs(3857, 4326, always_xy=True)
RICH: dict[str, Any] = {
    "group": "range",
    "method": "schematic",
    "on_map": True,
    "style": {"stroke": "#17594F", "fill": "#17594F", "fill_opacity": 0.5},
}
METRES = Transformer.from_crs(4326, 3857, always_xy=True)


def spec_of(catalog: Catalog, page: str = "explore", lang: str = "en") -> MapSpec:
    return atlas.map_spec(catalog, page, lang, lambda id_: WebFile(id_, "", b""))


def flat(text: str) -> str:
    """Return a text without spaces: paragraphs are broken into lines."""
    return "".join(lettering.readable(text).split())


def paper(lang: str = "en", **more: Any) -> Paper:
    return Paper(title="x", language=lang, day=DAY, **more)


def drawn(
    catalog: Catalog, state: MapState, *, wide: float = 500, high: float = 500
) -> tuple[Window, Drawing]:
    spec = spec_of(catalog)
    window = window_of(spec, state, wide, high)
    return window, map_drawing(catalog, spec, state, window, paper().measure)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_says_what_it_shows_and_from_whom(lang: str, catalog: Catalog) -> None:
    _ = translator(lang)
    spec = spec_of(catalog, lang=lang)
    started = time.perf_counter()
    body = map_page(catalog, spec, NEAR, day=DAY, address=ADDRESS)
    print(f"{lang}: one page in {time.perf_counter() - started:.2f} s, {len(body)} bytes")
    said = flat(words(body))
    shown = shown_layers(spec, NEAR, window_of(spec, NEAR, 500, 600))
    assert {layer.id for layer, _opacity in shown} >= {"range_current", "range_historical", "reserves"}
    for layer, _opacity in shown:
        for text in (layer.title, layer.badge, layer.source, layer.period, layer.licence, layer.attribution):
            assert flat(text) in said, (layer.id, text)
    for text in (
        page_title("explore", lang),
        spec.words["legend"],
        spec.words["sources"],
        _("Cautions"),
        "2012",
    ):
        assert flat(text) in said
    assert "©OpenStreetMapcontributors" in said
    assert flat(_("N")) in said
    assert flat("https://leopard.example.org/explore?lang=") in said
    assert "□" not in said, "the font has every letter"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("size", "landscape"), [("A4", False), ("A4", True), ("A3", False), ("A3", True)])
def test_every_map_fits_every_paper(page: str, size: Any, landscape: bool, catalog: Catalog) -> None:
    lang = LANGUAGES[PAGES.index(page) % 4]
    body = map_page(
        catalog, spec_of(catalog, page, lang), MapState(), day=DAY, size=size, landscape=landscape
    )
    assert len(pages(body)) == 1
    sides = {"A4": (595.28, 841.89), "A3": (841.89, 1190.55)}[size]
    wide, high = sides[::-1] if landscape else sides
    assert f"/MediaBox [0 0 {wide:.2f} {high:.2f}]".encode() in body


def test_then_and_now_are_two_maps(catalog: Catalog) -> None:
    spec = spec_of(catalog, "then-now")
    said = words(map_page(catalog, spec, MapState(), day=DAY))
    assert said.count("Vladivostok") == 4, "on each map once, with its light rim"
    assert all(side in said for side in spec.swipe)
    window = window_of(spec, MapState(), 300, 300)
    then = {layer.id for layer, _ in shown_layers(spec, MapState(), window, "left")}
    now = {layer.id for layer, _ in shown_layers(spec, MapState(), window, "right")}
    assert "range_historical" in then - now
    assert now - then == {"range_current"}


@pytest.mark.parametrize(
    "view", [(131.2, 43.0, 8.0), (127.0, 43.5, 5.0), (131.0, 55.0, 6.0), (131.0, 30.0, 11.0)]
)
def test_scale_bar_is_true_at_the_latitude_it_names(view: Any, catalog: Catalog) -> None:
    window = window_of(spec_of(catalog), MapState(view=view), 500, 640)
    bar = scale_bar(window)
    west, south, east, north = window.box
    x, y = (west + east) / 2, (south + north) / 2
    half = bar.points / window.scale / 2
    (lon, lat), (to_lon, to_lat) = DEGREES.transform(x - half, y), DEGREES.transform(x + half, y)
    _, _, metres = Geod(ellps="WGS84").inv(lon, lat, to_lon, to_lat)
    assert metres == pytest.approx(bar.metres, rel=0.01)
    assert bar.latitude == pytest.approx(lat, abs=1e-6)
    labels = [mark.text for mark in furniture(window, "en") if isinstance(mark, Label)]
    assert f"scale true at {lat:.1f}° N" in labels
    length = bar.metres / 1000
    assert f"{length:g} km" in [text.replace("\xa0", " ").replace(",", "") for text in labels]


def test_a_place_lands_where_mercator_says(catalog: Catalog) -> None:
    window, drawing = drawn(catalog, NEAR)
    places = catalog.layer("places").frame
    found = 0
    for label in (mark for mark in drawing.marks if isinstance(mark, Label)):
        row = places[places["name_en"] == label.text]
        if len(row) != 1 or row["kind"].iloc[0] != "city":
            continue
        point = row.geometry.iloc[0]
        x, y = METRES.transform(point.x, point.y)
        west, _south, east, north = window.box
        scale = 500 / (east - west)
        dot = _before(drawing.marks, label)
        middle = dot.lines[0].mean(axis=0)
        assert middle == pytest.approx([(x - west) * scale, (north - y) * scale], abs=0.5 * MM)
        found += 1
    assert found >= 3


def _before(marks: tuple[Mark, ...], label: Label) -> Shape:
    dot = marks[marks.index(label) - 1]
    assert isinstance(dot, Shape)
    return dot


def test_names_leave_each_other_room_and_stay_inside(catalog: Catalog) -> None:
    measure = paper().measure
    window, drawing = drawn(catalog, replace(NEAR, view=(131.2, 43.0, 9)))
    labels = [mark for mark in drawing.marks if isinstance(mark, Label)]
    assert len(labels) > 5
    boxes = []
    for one in labels:
        wide = measure(one.text, one.size) + one.space * (len(one.text) - 1)
        left = one.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[one.anchor] * wide
        boxes.append((left, one.y - one.size * 0.7, left + wide, one.y))
    for at, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert top >= 0
        assert right <= window.width
        assert bottom <= window.height
        for other in boxes[at + 1 :]:
            assert left >= other[2] or right <= other[0] or top >= other[3] or bottom <= other[1]


def _pixels(body: bytes, dpi: float = 300, *, grey: bool = True) -> Any:
    with Image.open(BytesIO(png(body, dpi, grey=grey))) as found:
        return np.asarray(found.convert("L" if grey else "RGB"), float)


def test_code_on_the_page_is_the_permalink(catalog: Catalog) -> None:
    link = permalink(ADDRESS, "explore", "en", NEAR)
    assert link == f"{ADDRESS}/explore?lang=en&v=131.2000,43.0000,8&year=2012"
    matrix = np.array(
        [list(row) for row in segno.make(link, error="m", micro=False, boost_error=False).matrix]
    )
    picture = _pixels(map_page(catalog, spec_of(catalog), NEAR, day=DAY, address=ADDRESS))
    count = len(matrix) + 8
    # The code stands at the foot of the last of three columns.
    column = (595.28 - 2 * 34 - 2 * 14) / 3
    left, size = 34 + 2 * (column + 14), max(66.0, count * 1.02)
    top = 841.89 - 47 - size
    dot = 300 / 72
    at = (np.arange(len(matrix)) + 4.5) * size / count
    rows, columns = ((edge + at) * dot for edge in (top, left))
    seen = picture[np.ix_(rows.astype(int), columns.astype(int))] < 128
    assert np.array_equal(seen, matrix.astype(bool))


def test_long_address_makes_a_larger_code() -> None:
    short, long = square_code("https://a.example", 66), square_code("https://a.example/" + "x" * 600, 66)
    assert short.width == 66
    assert long.width > 100


def test_without_an_address_a_line_says_where_to_look(catalog: Catalog) -> None:
    said = words(map_page(catalog, spec_of(catalog), NEAR, day=DAY))
    assert "http" not in said
    assert flat("Leopard Range Explorer, page “Explore”, map around 43.0° N, 131.2° E.") in flat(said)


def test_same_view_gives_the_same_bytes(catalog: Catalog) -> None:
    first, again = (
        map_page(catalog, spec_of(catalog, lang="zh"), NEAR, day=DAY, address=ADDRESS) for _ in range(2)
    )
    assert first == again
    assert png(first, 120) == png(again, 120)
    other = map_page(catalog, spec_of(catalog, lang="zh"), NEAR, day=date(2026, 6, 2), address=ADDRESS)
    assert first != other


@pytest.mark.parametrize("page", ["explore", "cameras", "corridor"])
def test_classes_of_areas_differ_without_colour(page: str, catalog: Catalog) -> None:
    """Seen by a black-and-white printer, no two areas of a map look alike."""
    styles: dict[str, Style] = {}
    for layer in spec_of(catalog, page).layers:
        if layer.kind in ("polygon", "cells") and not layer.sealed:
            classes = [(f"{layer.id} {entry.value}", entry.style) for entry in layer.legend]
            styles |= dict(classes or [(layer.id, layer.style)])
    looks = {}
    for name, style in styles.items():
        symbol = swatch(style)
        sheet = paper(size=(symbol.width + 4, symbol.height + 4))
        sheet.draw(symbol, 2, 2)
        # The inside alone: edges are alike.
        looks[name] = _pixels(sheet.finish(), 300)[14:-14, 14:-14]
    assert len(looks) >= 4
    names = list(looks)
    for at, one in enumerate(names):
        for two in names[at + 1 :]:
            if styles[one] == styles[two]:
                continue  # one symbol for one meaning
            first, second = looks[one], looks[two]
            level = abs(first.mean() - second.mean())
            flat_look = min(first.std(), second.std()) < 1
            alike = 0.0 if flat_look else float(np.corrcoef(first.ravel(), second.ravel())[0, 1])
            assert level > 12 or alike < 0.9, (one, two, level, alike)


def test_dark_areas_have_light_marks(catalog: Catalog) -> None:
    (many,) = (
        entry.style
        for layer in spec_of(catalog, "cameras").layers
        if layer.id == "survey_detections"
        for entry in layer.legend
        if entry.value == "10+"
    )
    assert {mark.stroke for mark in swatch(many).marks if isinstance(mark, Shape)} >= {"#ffffff", many.stroke}


def test_no_layer_at_all(catalog: Catalog) -> None:
    said = words(map_page(catalog, spec_of(catalog), MapState(on=()), day=DAY))
    assert flat("No layer is switched on: this is the background only.") in flat(said)
    assert "Cautions" not in said


@pytest.mark.parametrize(
    "view",
    [(135.0, 40.0, 8.0), (131.2, 43.1, 20.0), (131.2, 43.1, 0.0), (-170.0, -80.0, 6.0), (180.0, 85.0, 12.0)],
)
def test_strange_views_print(view: Any, catalog: Catalog) -> None:
    spec = spec_of(catalog)
    window = window_of(spec, MapState(view=view), 400, 700)
    west, south, east, north = window.degrees
    assert (west, south) >= (spec.bounds[0] - 1e-6, -90)
    assert south >= spec.bounds[1] - 1e-6
    assert east <= spec.bounds[2] + 1e-6
    assert north <= spec.bounds[3] + 1e-6
    assert (east - west) > 0.02
    assert len(pages(map_page(catalog, spec, MapState(view=view), day=DAY))) == 1


def test_a_box_is_shown_whole(catalog: Catalog) -> None:
    box = (130.2, 42.3, 132.2, 43.9)
    for wide, high in ((500, 300), (300, 500)):
        west, south, east, north = window_of(spec_of(catalog), MapState(), wide, high, box).degrees
        assert west <= box[0] + 1e-9
        assert south <= box[1] + 1e-9
        assert east >= box[2] - 1e-9
        assert north >= box[3] - 1e-9


def test_long_title_wraps_and_a_very_long_legend_goes_on(catalog: Catalog) -> None:
    spec = spec_of(catalog, lang="ru")
    title = "Очень длинный заголовок карты для школьной стены " * 4
    many = tuple(replace(layer, source=(layer.source or "x ") * 12, about="") for layer in spec.layers)
    body = map_page(catalog, replace(spec, layers=many), MapState(), day=DAY, title=title, landscape=True)
    found = pages(body)
    assert len(found) > 1
    assert flat(title) in flat(" ".join(found[0]))
    current = next(layer for layer in many if layer.id == "range_current")
    said = flat(" ".join(piece for page in found for piece in page[:-2])).replace(flat(found[0][-2]), "")
    assert flat(current.source)[:200] in said


def test_planners_paper_is_the_public_one(catalog: Catalog, planner_catalog: Catalog) -> None:
    state = MapState(view=(130.9, 43.0, 9), year=2011, on=("survey_detections", "survey_stations"))
    (_, public), (_, planner) = drawn(catalog, state), drawn(planner_catalog, state)
    assert len(public.marks) == len(planner.marks)
    for one, other in zip(public.marks, planner.marks, strict=True):
        assert type(one) is type(other)
        if isinstance(one, Shape) and isinstance(other, Shape):
            assert all(map(np.array_equal, one.lines, other.lines))


def test_unknown_paper_and_missing_font(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = spec_of(catalog)
    with pytest.raises(LeopardRangeError) as problem:
        map_page(catalog, spec, NEAR, day=DAY, size="A5")  # type: ignore[arg-type]
    assert problem.value.code == "unknown_paper"
    monkeypatch.setattr(lettering, "FONT", ("no_such_font_package", "x.ttc"))
    with pytest.raises(LeopardRangeError) as problem:
        map_page(catalog, spec, NEAR, day=DAY)
    assert problem.value.code == "font_missing"


def test_a_picture_of_a3_is_as_large_as_it_says(catalog: Catalog) -> None:
    body = png(map_page(catalog, spec_of(catalog), NEAR, day=DAY, size="A3"))
    with Image.open(BytesIO(body)) as found:
        assert found.size == (3508, 4961)
        assert found.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_thousands_of_areas_print_right_and_small(tmp_path: Path) -> None:
    side, rows = 0.03, 72
    xs, ys = (axis.ravel() for axis in np.meshgrid(*(at + np.arange(rows) * side for at in (130.0, 42.4))))
    squares = shapely.box(xs, ys, xs + side * 0.8, ys + side * 0.8)
    assert len(squares) > 5_000
    folder = square_country(tmp_path / "data")
    rich = gpd.GeoDataFrame({"id": [f"s{at}" for at in range(len(squares))]}, geometry=squares, crs=4326)
    folder.layer("range_current", rich, **RICH)
    many = folder.catalog()
    spec, state = spec_of(many), MapState(view=(131.0, 43.4, 8), on=("range_current",))
    body = map_page(many, spec, state, day=DAY)
    assert len(pages(body)) == 1
    assert 20_000 < len(body) < 1_500_000
    # Every square in view is drawn, where Mercator says and as large.
    window = window_of(spec, state, 500, 500)
    found = next(
        mark.lines
        for mark in map_drawing(many, spec, state, window, paper().measure).marks
        if isinstance(mark, Shape) and mark.closed and len(mark.lines) > 100
    )
    west, south, east, north = window.box
    left, top = METRES.transform(xs, ys + side * 0.8)
    right, bottom = METRES.transform(xs + side * 0.8, ys)
    inside = (left > west) & (right < east) & (bottom > south) & (top < north)
    drawn_at = {tuple(np.round(line.min(axis=0), 1)) for line in found}
    scale = 500 / (east - west)
    for x, y in np.column_stack([left - west, north - top])[inside] * scale:
        assert any(
            (round(x + dx, 1), round(y + dy, 1)) in drawn_at for dx in (0, 0.1, -0.1) for dy in (0, 0.1, -0.1)
        )
    assert inside.sum() > 500
    labels = [mark.text for mark in furniture(window, "en") if isinstance(mark, Label)]
    assert f"scale true at {scale_bar(window).latitude:.1f}° N" in labels
