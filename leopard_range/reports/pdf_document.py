"""A report as PDF."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from leopard_range.reports.document import Block, Document, Line, Listing, Number, Numbers, Picture, Words
from leopard_range.reports.lettering import break_lines, readable
from leopard_range.reports.pdf import ACCENT, INK, MUTED, Paper

__all__ = ["as_pdf"]

_COLUMNS = 3
_SMALLEST = 0.62
"""Of its width: a figure that would be smaller starts on another page."""
_TONES = {"plain": (9.5, INK), "lead": (11.5, INK), "small": (8.0, MUTED), "caution": (9.0, INK)}


def as_pdf(document: Document, day: date) -> bytes:
    """Write a report as A4 pages.

    Parameters
    ----------
    document : Document
        The report.
    day : date
        Day it is made.

    Returns
    -------
    bytes
        The same for the same report and day.

    Raises
    ------
    LeopardRangeError
        ``font_missing``.
    """
    paper = Paper(title=document.title, language=document.language, day=day)
    paper.heading(document.title, 0)
    paper.text(document.subtitle, 10, colour=MUTED)
    for section in document.sections:
        if section.fresh:
            paper.need(paper.full)
        paper.heading(section.title)
        for block in section.blocks:
            _block(paper, block)
    return paper.finish(document.foot, document.page)


def _block(paper: Paper, block: Block) -> None:
    match block:
        case Words():
            _words(paper, block)
        case Numbers():
            _numbers(paper, block.numbers)
        case Listing():
            if block.title:
                paper.heading(block.title, 2)
            paper.table(block.head, block.rows, block.right)
        case Picture():
            _picture(paper, block)
        case tuple():
            for line in block:
                _line(paper, line)
        case _:
            assert_never(block)


def _picture(paper: Paper, picture: Picture) -> None:
    """Draw a figure; a little smaller where it then still fits on the page."""
    paper.space(6)
    high = picture.drawing.height * paper.width / picture.drawing.width
    left = paper.bottom - paper.y - 30
    scale = min(1.0, left / high)
    if scale < _SMALLEST:
        paper.need(high + 30)
        scale = 1.0
    paper.picture(picture.drawing, paper.width * scale)
    if picture.caption:
        paper.space(4)
        paper.text(picture.caption, 8, colour=MUTED)
    paper.space(4)


def _words(paper: Paper, words: Words) -> None:
    size, colour = _TONES[words.tone]
    paper.space(2)
    if words.tone == "caution":
        lines = break_lines(readable(words.text), paper.width - 12, lambda part: paper.measure(part, size))
        paper.need(len(lines) * size * 1.42)
        paper.panel(paper.left, paper.y + 1, 2.5, len(lines) * size * 1.42 - 1, ACCENT)
        paper.text(words.text, size, colour=colour, indent=12)
    else:
        paper.text(words.text, size, colour=colour)
    paper.space(4)


def _line(paper: Paper, line: Line) -> None:
    size = 9.0
    paper.need(size * 1.42)
    if line.box:
        x, y = paper.left + 0.5, paper.y + 1.5
        for edge in ((x, y, x + 8, y), (x + 8, y, x + 8, y + 8), (x + 8, y + 8, x, y + 8), (x, y + 8, x, y)):
            paper.rule(*edge, INK)
    else:
        paper.panel(paper.left + 2, paper.y + 6, 2.5, 2.5, ACCENT)
    paper.text(line.text, size, indent=14)
    if line.url:
        paper.text(line.url, 8, indent=14, colour=ACCENT, url=line.url)
    paper.space(3)


def _numbers(paper: Paper, numbers: tuple[Number, ...]) -> None:
    gap = 10.0
    wide = (paper.width - gap * (_COLUMNS - 1)) / _COLUMNS
    for start in range(0, len(numbers), _COLUMNS):
        row = numbers[start : start + _COLUMNS]
        high = max(_card(paper, one, 0, wide, draw=False) for one in row)
        paper.need(high + gap)
        for at, one in enumerate(row):
            x = paper.left + at * (wide + gap)
            paper.panel(x, paper.y, wide, high)
            _card(paper, one, x, wide, draw=True)
        paper.y += high + gap


def _card(paper: Paper, one: Number, x: float, wide: float, *, draw: bool) -> float:
    """Write one number in its box; return how high it is."""
    inner, y = wide - 16, paper.y + 7
    shown = f"{one.value} {one.unit}".rstrip()
    for text, size, colour, bold in (
        (one.label, 8.0, MUTED, False),
        (shown, 15.0 if paper.measure(shown, 15) <= inner else 11.0, INK, True),
        (one.bounds, 8.0, INK, False),
        (one.about, 7.0, MUTED, False),
    ):
        if not text:
            continue
        for line in break_lines(readable(text), inner, lambda part, size=size: paper.measure(part, size)):  # type: ignore[misc]
            if draw:
                paper.write(x + 8, y + size, line, size, colour=colour, bold=bold)
            y += size * 1.35
    return y - paper.y + 6
