"""Editions of the content for tests: every study is asked, nothing is served."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from leopard_range.catalog import Catalog
from leopard_range.content import Edition
from leopard_range.maps.files import WebFile
from leopard_range.studies import answer

__all__ = ["edition_of"]


def edition_of(catalog: Catalog, lang: str = "en") -> Edition:
    """Return an edition that asks every question once and names files by their path."""
    kept: dict[Any, Any] = {}

    def ask(question: Any) -> Any:
        if question not in kept:
            kept[question] = answer(catalog, question)
        return kept[question]

    def publish(file: WebFile) -> str:
        return f"./{file.path}"

    def page(name: str, query: Mapping[str, str]) -> str:
        return f"./{name}?{urlencode({'lang': lang, **query}, safe=',')}"

    return Edition(catalog, lang, ask, publish, lambda _id: (), page)
