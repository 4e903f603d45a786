"""Parts of a printed sheet for a class: title, steps with maps and codes, questions, evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast
from urllib.parse import urljoin

import numpy as np

from leopard_range import __version__
from leopard_range.content import Edition
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import pick
from leopard_range.maps import MapState, state_query
from leopard_range.prints.code import square_code
from leopard_range.prints.sheet import Size
from leopard_range.prints.stepmap import StepMap, draw_step
from leopard_range.reports.drawing import Drawing, Label, Shape
from leopard_range.reports.lettering import break_lines, readable
from leopard_range.reports.pdf import ACCENT, INK, MUTED, Paper

__all__ = ["Worksheet"]

_SCALES: dict[str, float] = {"A4": 1.0, "A3": 2**0.5}
"""Everything on A3 is as much larger as the paper is: it hangs on a wall."""
_BODY, _SMALL = 10.0, 7.5
_LEADING = 1.42
_INDENT = 24.0
_MAP = (200.0, 134.0)
_CODE = 52.0
_RIM = 0.08
"""Share of a code's side that its light rim takes, about."""
_WRITING = 22.0
"""Height of a line to write on: a child's hand needs more than 7 mm."""


_BOX = Drawing(
    10, 10, (Shape((np.array([[0.5, 0.5], [9.5, 0.5], [9.5, 9.5], [0.5, 9.5]]),), stroke=INK, closed=True),)
)
"""To tick."""


class Worksheet:
    """A sheet that is filled from the top.

    Parameters
    ----------
    edition : Edition
        For whom.
    title : str
        Of the document, in its properties.
    size : str
        ``A4`` or ``A3``, upright.
    address : str
        Where the app or the site can be reached; empty when nobody knows.
    snug : float
        Size of letters and gaps against the usual ones.

    Raises
    ------
    LeopardRangeError
        ``unknown_paper``, ``font_missing``.
    """

    def __init__(
        self, edition: Edition, title: str, *, size: str = "A4", address: str = "", snug: float = 1.0
    ) -> None:
        if size not in _SCALES:
            raise LeopardRangeError("unknown_paper", size=size, choices=", ".join(_SCALES))
        self.edition = edition
        self._address = address
        self._scale = _SCALES[size] * snug
        day = edition.catalog.settings.today
        self._paper = Paper(title=title, language=edition.lang, day=day, size=cast("Size", size))

    def head(self, title: str, facts: Sequence[str], **query: str) -> None:
        """Write the title, with a code that opens the same on the screen.

        Parameters
        ----------
        title : str
            Words.
        facts : sequence of str
            Short ones above the title.
        **query : str
            Which part of the page Learn: ``lesson`` or ``part``.
        """
        paper, k = self._paper, self._scale
        code, top = 64 * k, paper.y
        link = self._link("learn", MapState())
        link += "".join(f"&{key}={value}" for key, value in query.items()) if link else ""
        if link:
            self._code(link, paper.right - code, top, code)
            paper.right -= code + 16 * k
        paper.text(" · ".join(facts), 8.5 * k, colour=MUTED)
        paper.y += 2 * k
        paper.text(title, 19 * k, colour=ACCENT, bold=True)
        if link:
            paper.right += code + 16 * k
            paper.y = max(paper.y, top + code)
        paper.y += 4 * k

    def lead(self, text: str) -> None:
        """Write what the sheet is about."""
        self._paper.text(text, 11.5 * self._scale)
        self._paper.y += 4 * self._scale

    def blanks(self, labels: Sequence[str]) -> None:
        """Leave room for a name, a class, a day: the first is twice as long as the others."""
        paper, k = self._paper, self._scale
        paper.y += 16 * k
        gap, size = 14 * k, 9 * k
        labels_wide = [paper.measure(label, size) + 5 * k for label in labels]
        unit = (paper.width - gap * (len(labels) - 1) - sum(labels_wide)) / (len(labels) + 1)
        x = paper.left
        for at, (label, wide) in enumerate(zip(labels, labels_wide, strict=True)):
            end = x + wide + unit * (2 if at == 0 else 1)
            paper.write(x, paper.y, label, size, colour=MUTED)
            paper.rule(x + wide, paper.y + 1, end, paper.y + 1, INK)
            x = end + gap
        paper.y += 8 * k

    def section(self, title: str) -> None:
        """Write a heading that stays with what follows."""
        paper, k = self._paper, self._scale
        paper.space(12 * k)
        paper.need(70 * k)
        paper.text(title, 13 * k, colour=ACCENT, bold=True)
        paper.y += 3 * k

    def bullets(self, texts: Iterable[str], size: float = _BODY) -> None:
        """Write a list."""
        paper, k = self._paper, self._scale
        size *= k
        for text in texts:
            paper.need(size * _LEADING)
            paper.panel(paper.left + 3 * k, paper.y + size * 0.66, 2.6 * k, 2.6 * k, ACCENT)
            paper.text(text, size, indent=14 * k)
            paper.y += size * 0.25

    def where_to_look(self) -> None:
        """Say how the maps of the steps are opened."""
        _, k = self.edition.words, self._scale
        if self._address:
            text = _("Point a phone at the code of a step: it opens the map as the step needs it.")
        else:
            text = _(
                "Open the page Learn of the Leopard Range Explorer: every step has a link to its map there."
            )
        self._paper.text(text, 8.5 * k, colour=MUTED)
        self._paper.y += 4 * k

    def step(self, number: int, title: str, text: str, shown: StepMap | None = None) -> None:
        """Write a step; its map stands at the right and its code below the words.

        Parameters
        ----------
        number : int
            Counted from 1.
        title, text : str
            What to do.
        shown : StepMap, optional
            The map it opens.
        """
        paper, k = self._paper, self._scale
        wide, high = (side * k for side in (_MAP if shown else (0.0, 0.0)))
        column = paper.width - _INDENT * k - (wide + 16 * k if shown else 0.0)
        head = self._lines(title, 11.5, column)
        body = self._lines(text, _BODY, column)
        words = (len(head) * 11.5 + len(body) * _BODY) * _LEADING * k + 4 * k
        link = self._link(shown.page, shown.state) if shown else ""
        code = (_CODE + 6) * k if link else (16 * k if shown else 0.0)
        block = max(high, words + code)
        paper.need(block + 12 * k)
        top = paper.y
        self._badge(number, top)
        self._column(((head, 11.5, True), (body, _BODY, False)), paper.left + _INDENT * k, top)
        if shown:
            self._opens(shown, link, paper.left + _INDENT * k, top + block)
            draw_step(paper, self.edition, shown, (paper.right - wide, top, wide, high), k)
        paper.y = top + block + 12 * k

    def asked(self, number: int, question: str, lines: int) -> None:
        """Write a question with lines to write on."""
        paper, k = self._paper, self._scale
        column = paper.width - _INDENT * k
        words = self._lines(question, _BODY, column)
        paper.need(len(words) * _BODY * _LEADING * k + (lines * _WRITING + 12) * k)
        self._badge(number, paper.y)
        paper.y += self._column(((words, _BODY, False),), paper.left + _INDENT * k, paper.y + 1.5 * k)
        for _line in range(lines):
            paper.y += _WRITING * k
            paper.rule(paper.left + _INDENT * k, paper.y, paper.right, paper.y, "#8d9690")
        paper.y += 12 * k

    def answered(self, number: int, question: str, answer: str, source: str) -> None:
        """Write a question with its answer and where it can be looked up."""
        paper, k = self._paper, self._scale
        column = paper.width - _INDENT * k
        parts = (
            (self._lines(question, _BODY, column), _BODY, True),
            (self._lines(answer, _BODY, column), _BODY, False),
        )
        below = self._lines(source, _SMALL, column) if source else []
        high = sum(len(lines) * size for lines, size, _bold in parts) + len(below) * _SMALL
        paper.need((high * _LEADING + 8) * k)
        self._badge(number, paper.y)
        x = paper.left + _INDENT * k
        paper.y += self._column(parts, x, paper.y + 1.5 * k)
        paper.y += self._column(((below, _SMALL, False),), x, paper.y + 1.5 * k, MUTED) + 8 * k

    def choices(self, number: int, question: str, texts: Sequence[str]) -> None:
        """Write a question with boxes to tick."""
        paper, k = self._paper, self._scale
        column = paper.width - _INDENT * k
        words = self._lines(question, _BODY, column)
        broken = [self._lines(text, _BODY, column - 18 * k) for text in texts]
        rows = len(words) + sum(len(lines) for lines in broken)
        paper.need((rows * _BODY * _LEADING + 4 * len(texts) + 16) * k)
        self._badge(number, paper.y)
        x = paper.left + _INDENT * k
        paper.y += self._column(((words, _BODY, True),), x, paper.y + 1.5 * k) + 2 * k
        for lines in broken:
            paper.draw(_BOX, x, paper.y + 2.5 * k, k)
            paper.y += self._column(((lines, _BODY, False),), x + 18 * k, paper.y) + 2 * k
        paper.y += 10 * k

    def entry(self, title: str, text: str, source: str) -> None:
        """Write a word and what it means."""
        paper, k = self._paper, self._scale
        parts = tuple(
            (self._lines(words, size, paper.width), size, bold)
            for words, size, bold in ((title, 11.0, True), (text, _BODY, False))
        )
        below = self._lines(source, _SMALL, paper.width) if source else []
        high = sum(len(lines) * size for lines, size, _bold in parts) + len(below) * _SMALL
        paper.need((high * _LEADING + 12) * k)
        paper.y += self._column(parts, paper.left, paper.y)
        paper.y += self._column(((below, _SMALL, False),), paper.left, paper.y, MUTED) + 6 * k

    def gap(self) -> None:
        """Leave some room."""
        self._paper.space(10 * self._scale)

    def fresh_page(self) -> None:
        """Go on with another page."""
        self._paper.need(self._paper.full)

    def evidence(self, sources: Sequence[str], maps: Sequence[StepMap] = ()) -> None:
        """Write sources, the layers of the maps with their dates and licences, and the sheet's licence.

        Parameters
        ----------
        sources : sequence of str
            Of the facts.
        maps : sequence of StepMap
            The maps on the sheet.
        """
        _, paper, k = self.edition.words, self._paper, self._scale
        self.section(_("Sources"))
        self.bullets(sources, _SMALL)
        rows = self._layers(maps)
        if rows:
            paper.space(4 * k)
            head = (_("Layer"), _("Date"), _("Source"), _("Licence"))
            paper.table(head, rows, size=7 * k)
        self.licence()

    def licence(self) -> None:
        """Say what may be done with the sheet."""
        _ = self.edition.words
        text = _("Free to copy for teaching. Words: MIT licence. Data: each with the licence of its source.")
        self._paper.space(6 * self._scale)
        self._paper.text(text, _SMALL * self._scale, colour=MUTED)

    @property
    def stranded(self) -> bool:
        """Whether the last of several pages holds hardly anything."""
        return self._paper.stranded

    def finish(self) -> bytes:
        """Write the foot of every page and return the PDF."""
        _, catalog = self.edition.words, self.edition.catalog
        foot = _("Leopard Range Explorer {version} · data {data} · {day}").format(
            version=__version__, data=catalog.version, day=catalog.settings.today.isoformat()
        )
        return self._paper.finish(foot, _("page {page} of {pages}"))

    def _layers(self, maps: Sequence[StepMap]) -> list[tuple[str, str, str, str]]:
        """Return title, date, source and licence of every layer on the maps."""
        catalog, lang = self.edition.catalog, self.edition.lang
        found = dict.fromkeys(id_ for one in maps for id_ in one.state.on or () if id_ in catalog.specs)
        specs = [catalog.spec(id_) for id_ in found]
        return [
            (pick(one.title, lang), pick(one.period, lang), pick(one.source, lang), one.licence)
            for one in specs
        ]

    def _lines(self, text: str, size: float, width: float) -> list[str]:
        size *= self._scale
        return break_lines(readable(text), width, lambda part: self._paper.measure(part, size))

    def _column(
        self,
        parts: Sequence[tuple[Sequence[str], float, bool]],
        x: float,
        y: float,
        colour: str = INK,
    ) -> float:
        """Write lines below each other; return how high they are."""
        top = y
        for lines, points, bold in parts:
            size = points * self._scale
            for line in lines:
                self._paper.write(x, y + size, line, size, colour=colour, bold=bold)
                y += size * _LEADING
            y += 2 * self._scale
        return y - top

    def _badge(self, number: int, y: float) -> None:
        """Draw the number of a step or a question on a disk."""
        angle = 2 * np.pi * np.arange(40) / 40
        ring = np.column_stack([9 + 8.5 * np.cos(angle), 9 + 8.5 * np.sin(angle)])
        label = Label(9, 12.4, str(number), 9.5, "middle", "#ffffff", bold=True)
        drawing = Drawing(18, 18, (Shape((ring,), fill=ACCENT, closed=True), label))
        self._paper.draw(drawing, self._paper.left, y, self._scale)

    def _opens(self, shown: StepMap, link: str, x: float, bottom: float) -> None:
        """Say where the map of a step is opened: a code, or the names of page and year."""
        paper, k, _ = self._paper, self._scale, self.edition.words
        year = "" if shown.state.year is None else f" · {shown.state.year}"
        if not link:
            paper.write(x, bottom - 3 * k, f"→ {self._page(shown.page)}{year}", 8 * k, colour=MUTED)
            return
        self._code(link, x, bottom - _CODE * k, _CODE * k)
        beside = x + (_CODE + 8) * k
        paper.write(beside, bottom - 17 * k, _("Open this map"), 8.5 * k, colour=ACCENT, bold=True)
        paper.write(beside, bottom - 5 * k, f"{self._page(shown.page)}{year}", 8 * k, colour=MUTED)

    def _page(self, name: str) -> str:
        _ = self.edition.words
        names = {
            "story": _("Story"),
            "explore": _("Explore"),
            "then-now": _("Then & now"),
            "cameras": _("Cameras"),
            "corridor": _("Corridors"),
        }
        return names[name]

    def _link(self, page: str, state: MapState) -> str:
        """Return the whole address of a view, or an empty text when nobody knows where it is."""
        if not self._address:
            return ""
        return urljoin(f"{self._address.rstrip('/')}/", self.edition.page(page, state_query(state)))

    def _code(self, link: str, x: float, y: float, side: float) -> None:
        """Draw a code that a phone reads and a mouse can click."""
        # The light rim of a code may lie in the margin: its dark edge is in line with the words.
        self._paper.draw(square_code(link, side), x - side * _RIM, y)
        self._paper.link(x, y, side, side, link)
