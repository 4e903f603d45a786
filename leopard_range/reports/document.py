"""What a report says, before it becomes HTML or PDF: sections of words, numbers, tables and figures."""

from __future__ import annotations

from dataclasses import dataclass

from leopard_range.reports.drawing import Drawing

__all__ = ["Block", "Document", "Line", "Listing", "Number", "Numbers", "Picture", "Section", "Words"]


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph.

    Attributes
    ----------
    text : str
        In the reader's language.
    tone : str
        ``plain``; ``lead``: larger; ``caution``: set apart; ``small``: fine print.
    """

    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """One point of a list.

    Attributes
    ----------
    text : str
        In the reader's language.
    url : str
        Where it leads; shown, and a link where it starts with ``https://`` or ``http://``.
    box : bool
        With a box to tick.
    """

    text: str
    url: str = ""
    box: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """One number that matters.

    Attributes
    ----------
    label, value, unit : str
        What it is, and how much.
    bounds : str
        Its interval; empty where there is none.
    about : str
        What to know beside it.
    """

    label: str
    value: str
    unit: str = ""
    bounds: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers side by side."""

    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A table.

    Attributes
    ----------
    title : str
        Above it; may be empty.
    head : tuple of str
        Titles of the columns; empty for none.
    rows : tuple of tuple of str
        Cells.
    right : tuple of int
        Columns flush right.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with its caption."""

    drawing: Drawing
    caption: str = ""


Block = Words | Numbers | Listing | Picture | tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it.

    Attributes
    ----------
    title : str
        Heading.
    blocks : tuple of Block
        From top to bottom.
    fresh : bool
        Starts on a page of its own.
    """

    title: str
    blocks: tuple[Block, ...]
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    Attributes
    ----------
    title, subtitle : str
        In the reader's language.
    language : str
        ``en``, ``ru``, ``zh``, ``ko``.
    foot : str
        Below every page: program, version, version of the data.
    page : str
        How pages are counted, with blanks ``{page}`` and ``{pages}``.
    sections : tuple of Section
        In their order.
    """

    title: str
    subtitle: str
    language: str
    foot: str
    page: str
    sections: tuple[Section, ...]
