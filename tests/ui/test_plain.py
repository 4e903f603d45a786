"""Streamlit reads labels, alerts and captions as Markdown: only our own words may go there."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from leopard_range.ui.plain import notice
from tests.payloads import PAYLOADS
from tests.test_structure import FRONT, PACKAGE, ROOT, name_of, tree_of

UI = [p for p in PACKAGE if name_of(p).startswith("leopard_range/ui/")] + FRONT
# Every call whose first argument, label, help or caption Streamlit reads as Markdown.
MARKDOWN = {
    *("badge", "button", "caption", "chat_message", "checkbox", "color_picker", "date_input", "dialog"),
    *("error", "exception", "expander", "feedback", "file_uploader", "form_submit_button", "header", "image"),
    *("info", "latex", "link_button", "markdown", "menu_button", "metric", "multiselect", "number_input"),
    *(
        "page_link",
        "pills",
        "popover",
        "progress",
        "radio",
        "segmented_control",
        "select_slider",
        "selectbox",
    ),
    *("slider", "spinner", "status", "subheader", "success", "tabs", "text_area", "text_input", "time_input"),
    *("title", "toast", "toggle", "warning", "write", "download_button"),
}
# Selectbox and multiselect show their options as they are; these read them as Markdown.
OPTIONS = {"radio", "segmented_control", "pills", "select_slider", "feedback"}
TEXTS = ("label", "help", "caption", "captions", "body", "text", "title", "tooltip")
# HTML or scripts of strangers, or data that travel whole to the browser whatever is shown of them.
FORBIDDEN = {
    *("altair_chart", "area_chart", "audio", "bar_chart", "bokeh_chart", "camera_input", "data_editor"),
    *(
        "dataframe",
        "exception",
        "graphviz_chart",
        "help",
        "iframe",
        "json",
        "line_chart",
        "map",
        "plotly_chart",
    ),
    *(
        "pydeck_chart",
        "pyplot",
        "scatter_chart",
        "table",
        "vega_lite_chart",
        "video",
        "write",
        "write_stream",
    ),
}
UNSAFE = {"unsafe_allow_html", "unsafe_allow_javascript"}


def streamlit_calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call on Streamlit or on one of its containers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            if not owner.lower().endswith(("log", "logging", "logger")):
                yield node.func.attr, node


def ours(node: ast.expr, tree: ast.Module) -> bool:
    """Return whether a text is ours: a constant, a translated one, or a choice between such."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        if name == "without_typed":
            # It takes words away from a label, or puts our own names in their place.
            return ours(node.args[0], tree)
        # Numbers and quantities have no letters of strangers.
        return name in ("_", "duration", "number", "percent", "progress", "quantity") or (
            name.endswith(".format")
            and isinstance(node.func, ast.Attribute)
            and ours(node.func.value, tree)
            and all(ours(word.value, tree) for word in node.keywords)
            and not node.args
        )
    parts: dict[type, Callable[[Any], list[ast.expr]]] = {
        ast.IfExp: lambda n: [n.body, n.orelse],
        ast.List: lambda n: n.elts,
        ast.Tuple: lambda n: n.elts,
        ast.JoinedStr: lambda n: n.values,
        ast.FormattedValue: lambda n: [n.value],
    }
    if type(node) in parts:
        return all(ours(part, tree) for part in parts[type(node)](node))
    return isinstance(node, ast.Name) and _assigned(node.id, tree)


def _assigned(name: str, tree: ast.Module) -> bool:
    """Return whether every assignment to a name is a text of ours."""
    values = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id == name
    ]
    pairs = [
        (target, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple)
        for target in [node.targets[0]]
    ]
    for target, value in pairs:
        names = [ast.unparse(part) for part in target.elts]
        if name in names:
            if not isinstance(value, ast.Tuple):
                return False
            values.append(value.elts[names.index(name)])
    return bool(values) and all(ours(value, tree) for value in values)


def table_of_ours(node: ast.expr, tree: ast.Module) -> bool:
    """Return whether labels come from a table in the code: ``lambda key: names[key]``."""
    if not isinstance(node, ast.Lambda) or not isinstance(node.body, ast.Subscript):
        return False
    table = node.body.value
    if isinstance(table, ast.Dict):
        return all(ours(value, tree) for value in table.values)
    name = ast.unparse(table)
    return name == "LANGUAGES" or any(
        isinstance(found, ast.Assign)
        and ast.unparse(found.targets[0]) == name
        and (
            (isinstance(found.value, ast.Dict) and all(ours(value, tree) for value in found.value.values))
            or (isinstance(found.value, ast.DictComp) and ours(found.value.value, tree))
            or (isinstance(found.value, ast.Call) and ast.unparse(found.value.func) in CONTENT_TABLES)
        )
        for found in ast.walk(tree)
    )


def problems(tree: ast.Module) -> list[str]:
    found = []
    for name, call in streamlit_calls(tree):
        if ast.unparse(call.func) == f"st.{name}" and name in FORBIDDEN:
            found.append(f"{call.lineno}: st.{name}")
        found += [f"{call.lineno}: {word.arg}" for word in call.keywords if word.arg in UNSAFE]
        if name not in MARKDOWN:
            continue
        # A page link begins with its page, a picture with its file, a bar with its number.
        before = {"page_link": 9, "image": 9, "progress": 1}.get(name, 0)
        shown = call.args[before : before + 1]
        texts = shown + [word.value for word in call.keywords if word.arg in TEXTS]
        found += [f"{call.lineno}: {ast.unparse(text)}" for text in texts if not ours(text, tree)]
        for word in call.keywords:
            if name in OPTIONS and word.arg == "format_func" and not table_of_ours(word.value, tree):
                found.append(f"{call.lineno}: options {ast.unparse(word.value)}")
    return found


# Tables of words that the app and the static site share, as the app calls them.
CONTENT_TABLES = {
    "told.groups": ("methods", "groups"),
    "numbers.historics": ("numbers", "historics"),
    "numbers.places": ("numbers", "places"),
    "part_titles": ("learn", "part_titles"),
    "age_titles": ("learn", "age_titles"),
}


@pytest.mark.parametrize(("module", "name"), CONTENT_TABLES.values())
def test_shared_tables_hold_only_our_own_words(module: str, name: str) -> None:
    tree = tree_of(ROOT / f"leopard_range/content/{module}.py")
    made = next(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == name)
    table = next(n.value for n in ast.walk(made) if isinstance(n, ast.Return))
    assert isinstance(table, ast.Dict)
    assert all(ours(value, tree) for value in table.values)


# The heading of a page is given by the page, from its own words.
# What the page title is given, and the names of kinds of land, which stand in the species' own file.
PASSED_ON = {("leopard_range/ui/frame.py", "text"), ("leopard_range/ui/corridor/costs.py", "name")}


@pytest.mark.parametrize("path", UI, ids=name_of)
def test_only_our_own_words_are_read_as_markdown(path: object) -> None:
    found = [
        line
        for line in problems(tree_of(path))  # type: ignore[arg-type]
        if (name_of(path), line.partition(": ")[2]) not in PASSED_ON  # type: ignore[arg-type]
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "st.error(sentence(problem, lang))",
        "st.caption(upload.name)",
        "st.button(f'Remove {name}')",
        "left.selectbox(label=spec.title, options=x)",
        "st.radio(_('Layer'), layers, format_func=lambda i: titles(i))",
        "names = {k: k.name for k in all}\nst.radio(_('Layer'), names, format_func=lambda i: names[i])",
        "st.warning(_('Cannot read {file}').format(file=name))",
        "st.markdown('x', unsafe_allow_html=True)",
        "st.dataframe(frame)",
        "title = upload.name\nst.expander(title)",
        "st.tabs([upload.name])",
    ],
)
def test_the_test_sees_strangers_words(source: str) -> None:
    assert problems(ast.parse(source))


class Read(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_notice_shows_every_letter(name: str) -> None:
    read = Read()
    read.feed(notice(PAYLOADS[name]))
    assert read.tags == ["div", "b", "p"]
    assert read.text.removeprefix("!") == unescape(PAYLOADS[name].replace("&", "&amp;"))
