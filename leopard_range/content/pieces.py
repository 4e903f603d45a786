"""Small pieces of pages: rows of facts, cautions, sources, links to files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

from leopard_range.content.edition import Edition
from leopard_range.i18n import note_sentence
from leopard_range.model import Citation, Note

__all__ = ["Card", "as_table", "card_row", "cautions", "file_links", "sources"]

Card = tuple[str, str, str]
"""Label, value, and the caution or source under it; translated."""
_MOST_ROWS = 200
"""Rows a page shows of the numbers of a picture."""


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


def as_table(_: Callable[[str], str], title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write the numbers of a picture as a table that opens on demand: every chart has one.

    Parameters
    ----------
    _ : callable
        Translation function.
    title : str
        What the picture shows; names the region that can be scrolled.
    heads : sequence of str
        Headings of the columns.
    rows : sequence of sequence of str
        Texts of the cells; the first is the row's name.

    Returns
    -------
    str
        HTML; every text in it is escaped.
    """
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows[:_MOST_ROWS]
    )
    rest = len(rows) - _MOST_ROWS
    left = escape(_("{count} more rows in the file.").format(count=rest)) if rest > 0 else ""
    return (
        f'<details class="sources"><summary>{escape(_("The same as a table"))}</summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(title, quote=True)}">'
        f'<table class="numbers"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        f"{f'<p class=quiet>{left}</p>' if left else ''}</details>"
    )


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
