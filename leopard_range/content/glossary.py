"""Words of the field in plain language; other pages link to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Term", "terms"]


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the glossary.

    Attributes
    ----------
    id : str
        Its anchor on the page Learn: ``term-<id>``.
    title, text : str
        The word and what it means, in the reader's language.
    forms : tuple of str
        How the word stands in running text in that language (cases, plural); longest first.
    source : str
        Where the meaning is from.
    """

    id: str
    title: str
    text: str
    forms: tuple[str, ...]
    source: str = ""


def terms(_: Callable[[str], str]) -> tuple[Term, ...]:
    """Return the glossary in the reader's language, in its alphabetical order.

    Parameters
    ----------
    _ : callable
        Translation function.
    """
    found = (
        Term(
            "camera-trap",
            _("Camera trap"),
            _("A camera that takes a picture by itself when something warm moves in front of it."),
            _forms(_("camera traps|camera trap")),
        ),
        Term(
            "density",
            _("Density"),
            _("How many animals live on a piece of land of one size, for example on 100 km²."),
            _forms(_("densities|density")),
        ),
        Term(
            "range",
            _("Range"),
            _("All the land where a kind of animal lives."),
            _forms(_("ranges|range")),
        ),
    )
    return tuple(sorted(found, key=lambda term: _order(term.title)))


def _forms(joined: str) -> tuple[str, ...]:
    return tuple(sorted(joined.split("|"), key=lambda form: (-len(form), form)))


def _order(title: str) -> bytes:
    """Return what puts titles into the order of a dictionary.

    The Chinese standard puts common characters in the order of their pronunciation; Korean and Cyrillic
    letters keep theirs in it.
    """
    return title.casefold().replace("ё", "е").encode("gb18030")
