"""What the glossary is made of."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Term", "forms"]


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
        Where the meaning is from; empty where the words are our own.
    """

    id: str
    title: str
    text: str
    forms: tuple[str, ...]
    source: str = ""


def forms(joined: str) -> tuple[str, ...]:
    """Take the forms of a word apart, the longest first.

    Parameters
    ----------
    joined : str
        Forms with ``|`` between them.
    """
    return tuple(sorted(set(joined.split("|")), key=lambda form: (-len(form), form)))
