"""Small pieces of pages: rows of facts, cautions, sources, links to files."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from leopard_range.content.edition import Edition
from leopard_range.i18n import note_sentence
from leopard_range.model import Citation, Note

__all__ = ["Card", "card_row", "cautions", "file_links", "sources"]

Card = tuple[str, str, str]
"""Label, value, and the caution or source under it; translated."""


def card_row(cards: Iterable[Card]) -> str:
    """Write a row of facts as HTML.

    Parameters
    ----------
    cards : iterable of (label, value, note)
        Translated texts.
    """
    cells = "".join(
        f'<div class="fact"><dt>{escape(label)}</dt><dd>{escape(value)}</dd><dd>{escape(note)}</dd></div>'
        for label, value, note in cards
    )
    return f'<dl class="facts">{cells}</dl>'


def cautions(edition: Edition, notes: Iterable[Note]) -> str:
    """Write each caution once, as a short list; nothing when there is none.

    Parameters
    ----------
    edition : Edition
        For whom.
    notes : iterable of Note
        Cautions of one or several answers.
    """
    lines = list(dict.fromkeys(note_sentence(note, edition.lang) for note in notes))
    if not lines:
        return ""
    return '<ul class="cautions">' + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def sources(edition: Edition, citations: Iterable[Citation]) -> str:
    """Write the sources of the numbers above, folded away; nothing when there is none.

    Parameters
    ----------
    edition : Edition
        For whom.
    citations : iterable of Citation
        Sources; repeated ones are written once.
    """
    _ = edition.words
    unique = list(dict.fromkeys(citations))
    if not unique:
        return ""
    items = "".join(
        f"<li lang='en'>{escape(c.text)}{' · ' + escape(c.url) if c.url and c.url not in c.text else ''}"
        f"{' · ' + escape(c.licence) if c.licence else ''}</li>"
        for c in unique
    )
    title = escape(_("Sources"))
    return f'<details class="sources"><summary>{title}</summary><ul>{items}</ul></details>'


def file_links(edition: Edition, id_: str) -> str:
    """Write links to a layer in every format as HTML.

    Parameters
    ----------
    edition : Edition
        Knows where the files are.
    id_ : str
        A layer.
    """
    return " · ".join(
        f'<a href="{escape(address)}" download>{escape(form)}</a>' for form, address in edition.links(id_)
    )
