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
    return (
        Term(
            "camera-trap",
            _("Camera trap"),
            _("A camera that takes a picture by itself when something warm moves in front of it."),
            tuple(_("camera traps|camera trap").split("|")),
        ),
    )
