"""Studies, cached by what they depend on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from leopard_range.config import Role
from leopard_range.content import Edition
from leopard_range.content.linked import glossed
from leopard_range.maps.files import WebFile
from leopard_range.model import Answer
from leopard_range.reports import formats_of
from leopard_range.studies import answer
from leopard_range.ui.clearance import clearance
from leopard_range.ui.served import publish
from leopard_range.ui.session import catalog, language

__all__ = ["ask", "edition", "public_edition", "with_terms"]

_FORMATS = {"geojson": "GeoJSON", "gpkg": "GeoPackage", "csv": "CSV", "zip": "ZIP"}


def ask(question: Any) -> Any:
    """Answer a question, from the cache where it was asked before.

    Parameters
    ----------
    question : dataclass
        A frozen question of `leopard_range.studies`.

    Returns
    -------
    Answer
        Shared with other sessions: never change a frame inside it.

    Raises
    ------
    LeopardRangeError
        ``needs_planner`` and the study's own.
    """
    shelf = catalog()
    return _answers(shelf.version, clearance(), question)


@st.cache_resource(max_entries=256, show_spinner=False)
def _answers(version: str, role: Role, question: Any) -> Answer:
    found: Answer = answer(catalog(), question, role)
    return found


def edition() -> Edition:
    """Return the content as this run's reader gets it.

    Raises
    ------
    LeopardRangeError
        When the settings or the data folder are wrong.
    """
    return Edition(catalog(), language(), ask, _published, _links, _page)


def public_edition(lang: str) -> Edition:
    """Return the content for everybody, outside of a run: on paper it goes further than its owner thinks.

    Parameters
    ----------
    lang : str
        Language of the reader.

    Raises
    ------
    LeopardRangeError
        When the settings or the data folder are wrong.
    """
    shelf = catalog().cleared("public")

    def page(name: str, query: Mapping[str, str]) -> str:
        return _address(lang, name, query)

    return Edition(shelf, lang, partial(_public, shelf.version), _published, lambda _id: (), page)


@lru_cache(maxsize=64)
def _public(_version: str, question: Any) -> Any:
    """Answer a question once for all languages."""
    return answer(catalog().cleared("public"), question)


def with_terms(html: str) -> str:
    """Link the words of the glossary to the page Learn.

    Parameters
    ----------
    html : str
        Every text in it is escaped.
    """
    return glossed(edition(), html)


def _published(file: WebFile) -> str:
    return f"./{publish(file).path}"


def _links(id_: str) -> tuple[tuple[str, str], ...]:
    query = urlencode({"lang": language()})
    return tuple(
        (_FORMATS[form], f"./download/{id_}.{form}?{query}") for form in formats_of(catalog().spec(id_))
    )


def _page(name: str, query: Mapping[str, str]) -> str:
    return _address(language(), name, query)


def _address(lang: str, name: str, query: Mapping[str, str]) -> str:
    return f"./{name}?{urlencode({'lang': lang, **query}, safe=',:')}"
