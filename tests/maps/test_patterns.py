"""Areas that can stand on one map differ by their marks, not by colour alone."""

import itertools
import math
from base64 import b64decode

import pytest

from leopard_range.catalog import Catalog
from leopard_range.maps.atlas import layer_file, map_spec
from leopard_range.maps.marks import MARKS, ink, marked, marks_path
from leopard_range.maps.spec import MapSpec
from leopard_range.maps.surface import HEAT, STEPS, surface_legend
from leopard_range.model import PATTERNS, Style

# Classes of cells that hold nothing, and say so by their broken or thin edge.
PLAIN = {"0"}


def areas(spec: MapSpec) -> list[tuple[str, Style]]:
    """Return every class of areas a map can show, with its name."""
    found = []
    for layer in spec.layers:
        if layer.kind not in ("polygon", "cells"):
            continue
        classes = [
            (f"{layer.id} {entry.value}", entry.style) for entry in layer.legend if entry.value not in PLAIN
        ]
        found += classes or [(layer.id, layer.style)]
    return found


@pytest.mark.parametrize("page", ["story", "explore", "then-now", "cameras", "corridor", "files", "survey"])
def test_areas_of_one_map_have_each_their_own_marks(catalog: Catalog, page: str) -> None:
    spec = map_spec(catalog, page, "en", lambda id_: layer_file(catalog, id_), close=True)
    drawn = areas(spec)
    assert all(style.pattern in PATTERNS[1:] for _, style in drawn), drawn
    for (one, first), (other, second) in itertools.combinations(drawn, 2):
        # One symbol for one meaning: withheld cells of two layers, proposals that stand aside.
        assert first == second or first.pattern != second.pattern, (one, other)


@pytest.mark.parametrize("name", PATTERNS[1:])
def test_tiles_are_small_and_each_unlike_the_others(name: str) -> None:
    tile = MARKS[name]
    assert tile.side in range(4, 21)  # whole pixels: no seam on a canvas
    strokes, dots = marks_path(tile)
    assert strokes or dots
    assert [other for other, each in MARKS.items() if each == tile] == [name]


@pytest.mark.parametrize("sign", ["dots", "ticks"])
def test_denser_marks_cover_more(sign: str) -> None:
    def covered(name: str) -> float:
        tile = MARKS[name]
        ink_px = sum(math.dist(a, b) for a, b in tile.strokes) + sum(math.pi * r * r for *_, r in tile.dots)
        return ink_px / tile.side**2

    few, some, many = (covered(sign + how) for how in ("-wide", "", "-tight"))
    assert 1.4 * few < some < many / 1.4


def test_marks_are_darker_than_an_area_and_lighter_on_a_dark_one() -> None:
    pale = Style(stroke="#9A6F0E", fill="#E3B23C", fill_opacity=0.38, pattern="lines")
    dark = Style(stroke="#45103A", fill="#6A1B5A", fill_opacity=0.82, pattern="dots-tight")
    assert int(ink(pale)[1:3], 16) < 0x9A
    assert int(ink(dark)[1:3], 16) > 0x6A


def test_the_classes_of_a_surface_have_each_their_own_marks() -> None:
    assert [style.fill for style in STEPS] == list(HEAT)
    patterns = [style.pattern for style in STEPS]
    assert len(set(patterns)) == len(STEPS)
    assert set(patterns) <= set(PATTERNS)
    assert [entry.style for entry in surface_legend()] == list(STEPS)


def test_a_legend_holds_the_marks_of_the_map() -> None:
    assert marked(STEPS[0]) == STEPS[0].fill  # the lowest class has none
    for style in STEPS[1:]:
        fill, picture = marked(style).split(" url(data:image/svg+xml;base64,")
        drawn = b64decode(picture.removesuffix(")")).decode()
        assert fill == style.fill
        assert '"' not in picture
        assert all(path in drawn for path in (*marks_path(MARKS[style.pattern]), ink(style)))
