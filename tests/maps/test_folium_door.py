"""The one door to folium: one module, no class that takes text, nothing but numbers and neutral text."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import folium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leopard_range.maps import LiveState, MapState, RangeMap
from tests.maps.sample import sample_spec
from tests.payloads import PAYLOADS
from tests.test_structure import PACKAGE, imports_of, name_of

DOOR = "leopard_range/maps/range_map.py"
# Everything else of folium takes text: popups, tooltips, GeoJson (it opens paths and addresses), tiles.
HARMLESS = {"Map", "FeatureGroup"}
WASHED = {"neutral", "packed"}


def door(source: str | None = None) -> ast.Module:
    return ast.parse(source if source is not None else Path(DOOR).resolve().read_text(encoding="utf-8"))


def leaks(tree: ast.Module) -> list[str]:
    """Return what in a module could take text to folium."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in ("folium", "branca"):
            if {alias.name for alias in node.names} - {"Template"}:
                found.append(f"{node.lineno}: imports {[alias.name for alias in node.names]}")
        elif isinstance(node, ast.Import):
            found += [
                f"{node.lineno}: imports {a.name}"
                for a in node.names
                if a.name.startswith(("folium.", "branca"))
            ]
        elif (
            isinstance(node, ast.Attribute)
            and ast.unparse(node.value) == "folium"
            and node.attr not in HARMLESS
        ):
            found.append(f"{node.lineno}: uses folium.{node.attr}")
        elif isinstance(node, ast.ClassDef) and any(
            ast.unparse(base).startswith("folium.") for base in node.bases
        ):
            found += _class_leaks(node)
    return found


def _class_leaks(made: ast.ClassDef) -> list[str]:
    found = []
    for node in ast.walk(made):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute):
            name = node.targets[0].attr
            if name in ("default_js", "default_css"):
                clean = bool(
                    re.fullmatch(
                        r"\[\(name, asset\(name\)\.url\(prefix\)\) for name in "
                        r"(\([^)]*\)|scripts_of\(spec\.flags\))\]",
                        ast.unparse(node.value),
                    )
                )
            else:
                clean = isinstance(node.value, ast.Call) and ast.unparse(node.value.func) in WASHED
            if not clean:
                found.append(f"{node.lineno}: self.{name} = {ast.unparse(node.value)}")
        elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("super()"):
            text = ast.unparse(node)
            if text not in (
                "super().__init__()",
                "super().__init__(location=[lat, lon], zoom_start=round(zoom), tiles=None)",
            ):
                found.append(f"{node.lineno}: {text}")
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "Template":
            blanks = set(re.findall(r"\{\{(.*?)\}\}", ast.unparse(node.args[0])))
            known = {
                " this.get_name() ",
                " this.get_name()|tojson ",
                *(f" this.{name} " for name in _washed(made)),
            }
            found += [f"{node.lineno}: blank {blank}" for blank in sorted(blanks - known)]
    return found


def _washed(made: ast.ClassDef) -> set[str]:
    return {
        node.targets[0].attr
        for node in ast.walk(made)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Attribute)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) in WASHED
    }


def test_one_module_imports_folium_and_branca() -> None:
    owners = {
        name_of(path)
        for path in PACKAGE
        for module, _line in imports_of(path)
        if module.partition(".")[0] in ("folium", "branca")
    }
    assert owners == {DOOR}


def test_nothing_in_it_takes_text_to_folium() -> None:
    assert leaks(door()) == []


@pytest.mark.parametrize(
    "change",
    [
        ("self.sorry = neutral(sorry)", "self.sorry = sorry"),
        ("self.state = packed(", "self.state = str("),
        ("super().__init__()", "super().__init__(name=state)"),
        ("tiles=None", "tiles=None, attr=sorry"),
        ("{{ this.sorry }}", "{{ this.title }}"),
        ("folium.FeatureGroup", "folium.GeoJson"),
        (
            "from folium.template import Template",
            "from folium.template import Template\nfrom folium import Popup",
        ),
        ("asset(name).url(prefix)", "asset(name).url(sorry)"),
    ],
)
def test_the_test_sees_each_way_around_it(change: tuple[str, str]) -> None:
    source = Path(DOOR).resolve().read_text(encoding="utf-8")
    assert change[0] in source
    assert leaks(door(source.replace(*change)))


def test_map_and_feature_group_have_no_parts_that_read_text() -> None:
    made = RangeMap(sample_spec(), "spec/0.json")
    assert [type(child).__name__ for child in made._children.values()] == [], "no tiles, no attribution"
    state = LiveState(MapState(on=tuple(PAYLOADS.values())))
    assert isinstance(state, folium.FeatureGroup)
    assert re.fullmatch(r"macro_element_[0-9a-f]{32}", state.layer_name), "named by folium, not by a person"


def test_the_prefix_is_a_way_up_the_folders() -> None:
    with pytest.raises(ValueError, match="prefix"):
        RangeMap(sample_spec(), "spec/0.json", prefix="{{ 7*7 }}")


def bare(sorry: str, on: tuple[str, ...]) -> str:
    """Return the page without the two washed texts and without folium's random names."""
    made = RangeMap(sample_spec(), "spec/0.json", sorry=sorry)
    state = LiveState(MapState(on=on, opacity=tuple((text, 0.5) for text in on)))
    made.add_child(state)
    page = str(made.get_root().render())
    assert page.count(made.sorry) >= 1
    assert state.state in page
    page = page.replace(f"hidden>{made.sorry}</p>", "hidden></p>").replace(state.state, "")
    return re.sub(r"[0-9a-f]{32}", "", page)


PLAIN = bare("", ("now",))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(sorted(PAYLOADS.values())), st.text()), min_size=1, max_size=4))
def test_no_text_changes_anything_around_it(texts: list[str]) -> None:
    assert bare(texts[0], tuple(texts)) == PLAIN
