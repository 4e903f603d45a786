"""Areas that can stand on one map differ by their marks, not by colour alone."""

import itertools

import pytest

from leopard_range.catalog import Catalog
from leopard_range.maps.atlas import layer_file, map_spec
from leopard_range.maps.spec import MapSpec
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
