"""Words of the field in plain language; other pages link to them."""

from __future__ import annotations

from collections.abc import Callable

from leopard_range.content.glossary_corridor import corridor_terms
from leopard_range.content.glossary_counting import counting_terms
from leopard_range.content.glossary_map import map_terms
from leopard_range.content.glossary_range import range_terms
from leopard_range.content.term import Term

__all__ = ["Term", "terms"]


def terms(_: Callable[[str], str]) -> tuple[Term, ...]:
    """Return the glossary in the reader's language, in its alphabetical order.

    Parameters
    ----------
    _ : callable
        Translation function.
    """
    found = (*counting_terms(_), *range_terms(_), *corridor_terms(_), *map_terms(_))
    return tuple(sorted(found, key=lambda term: _order(term.title)))


def _order(title: str) -> bytes:
    """Return what puts titles into the order of a dictionary.

    The Chinese standard puts common characters in the order of their pronunciation; Korean and Cyrillic
    letters keep theirs in it.
    """
    return title.casefold().replace("ё", "е").encode("gb18030")
