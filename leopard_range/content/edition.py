"""One edition of the content: its data, its language, and where its files can be fetched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from leopard_range.catalog import Catalog
from leopard_range.i18n import translator
from leopard_range.maps.files import WebFile

__all__ = ["Edition"]


@dataclass(frozen=True, slots=True)
class Edition:
    """For whom the content is written, and how it reaches them.

    Attributes
    ----------
    catalog : Catalog
        The one door to data.
    lang : str
        ``en``, ``ru``, ``zh`` or ``ko``.
    ask : callable
        Answers a study's question; the app keeps answers, a writer of files asks each once.
    publish : callable
        Makes a file available and returns its address, relative to the page.
    links : callable
        Identifier of a layer -> its files to carry away: name of the format and address.
    page : callable
        Name of a page and the parameters of its address (``maps.state_query(state)`` for a map,
        ``part`` or ``lesson`` for Learn) -> its address in this language, to which
        an anchor may be added; empty where this edition has no such page.
    """

    catalog: Catalog
    lang: str
    ask: Callable[[Any], Any]
    publish: Callable[[WebFile], str]
    links: Callable[[str], tuple[tuple[str, str], ...]]
    page: Callable[[str, Mapping[str, str]], str]

    @property
    def words(self) -> Callable[[str], str]:
        """Translation function of the language."""
        return translator(self.lang)
