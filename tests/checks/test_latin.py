"""The check for English words left in a translation finds them, and lets names stand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from leopard_range.config import default_data_folder
from tools.checks.latin import faults, left


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Natural Earth admin 1, из QGIS 3.22, см. PROVENANCE.md", []),
        ("시간대 Asia/Vladivostok, DEPLOYMENT=+1h30min", []),
        ("Leopard Range Explorer (schematic)", ["schematic"]),
        ("время Vladivostok", ["Vladivostok"]),
        ("файлы data", ["data"]),
    ],
)
def test_names_stand_and_words_are_found(text: str, words: list[str]) -> None:
    assert left(text) == words


def test_what_is_typed_stands_only_where_english_types_it() -> None:
    assert faults("once (united)", "один раз (united)") == []
    assert faults("once", "один раз (united)") == ["left in English (united)"]


def texts(node: Any, language: str, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, below in node.items():
            yield from texts(below, language, f"{path}/{key}")
    elif isinstance(node, list):
        for at, below in enumerate(node):
            yield from texts(below, language, f"{path}[{at}]")
    elif isinstance(node, str) and path.endswith(f"/{language}"):
        yield path, node


@pytest.mark.parametrize("language", ["ru", "zh", "ko"])
def test_the_catalog_leaves_no_english(language: str) -> None:
    catalog = tomllib.loads((default_data_folder() / "catalog.toml").read_text(encoding="utf-8"))
    found = dict(texts(catalog, language))
    assert len(found) > 100
    assert {path: left(text) for path, text in found.items() if left(text)} == {}
