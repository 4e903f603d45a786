"""Printed pages: text in four scripts, tables that go on over pages, vector figures, links.

Lengths are points (1/72 inch), y grows downward.  The same words give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Literal

from fpdf import FPDF
from fpdf.drawing import PaintedPath
from fpdf.enums import TextMode
from fpdf.fonts import TTFFont

from leopard_range.reports.drawing import Anchor, Drawing, Label, Raster, Shape
from leopard_range.reports.lettering import FACES, break_lines, font_file, readable
from leopard_range.reports.ruling import column_widths

__all__ = ["ACCENT", "INK", "MUTED", "Paper"]

INK = "#1c2321"
MUTED = "#56615c"
ACCENT = "#17594f"
_RULE = "#c9cfc9"
_PALE = "#f3f1ea"
_SIDE, _TOP, _BOTTOM = 51.0, 51.0, 57.0
_STRANDED = 0.15
"""A page filled less than this share looks forgotten."""
_LEADING = 1.42
_SLANT = 12.0
"""Degrees by which letters lean: the font has no italic."""
_BOLD = {"zh": 0.012, "ko": 0.014}
"""Stroke of bold letters for each point of their size: the font has one weight, and dense letters fill."""


class Paper:
    """Pages that are filled from the top.

    Parameters
    ----------
    title : str
        Of the document, in its properties.
    language : str
        ``en``, ``ru``, ``zh``, ``ko``: chooses the forms of Han letters.
    day : date
        Written as the day it was made.
    size : str or tuple of float
        ``A4``, ``A3``, or width and height in points.
    landscape : bool
        Wider than high; says nothing where the size is given in points.

    Raises
    ------
    LeopardRangeError
        ``font_missing``.
    """

    def __init__(
        self,
        *,
        title: str,
        language: str,
        day: date,
        size: Literal["A4", "A3"] | tuple[float, float] = "A4",
        landscape: bool = False,
    ) -> None:
        # A size in points is written as it lies: turning it would exchange its sides.
        wide = landscape and not isinstance(size, tuple)
        self._pdf = FPDF("landscape" if wide else "portrait", "pt", size)
        self._pdf.set_auto_page_break(False)
        # A name that says {nb} shall not become the number of pages.
        self._pdf.alias_nb_pages("")
        self._pdf.set_creation_date(datetime(day.year, day.month, day.day, tzinfo=UTC))
        self._pdf.set_title(readable(title))
        self._pdf.set_lang(language)
        self._pdf.set_producer("Leopard Range Explorer")
        self._pdf.add_font("report", fname=font_file(), collection_font_number=FACES.get(language, 1))
        self._pdf.set_font("report", size=10)
        face = self._pdf.fonts["report"]
        assert isinstance(face, TTFFont)
        self._letters = face.cmap.keys()
        self._bold = _BOLD.get(language, 0.022)
        self._widths: dict[str, float] = {}
        self.left, self.right = _SIDE, self._pdf.w - _SIDE
        self.bottom = self._pdf.h - _BOTTOM
        self.y = _TOP
        self.page()

    @property
    def width(self) -> float:
        """Width between the margins."""
        return self.right - self.left

    @property
    def full(self) -> float:
        """Height between the margins."""
        return self.bottom - _TOP

    @property
    def stranded(self) -> bool:
        """Whether the last of several pages holds hardly anything."""
        return self._pdf.page_no() > 1 and self.y - _TOP < _STRANDED * self.full

    def page(self) -> None:
        """Start another page."""
        self._pdf.add_page()
        self.y = _TOP

    def need(self, height: float) -> bool:
        """Start another page where less than this height is left; return whether one was started."""
        if self.y + height <= self.bottom or self.y == _TOP:
            return False
        self.page()
        return True

    def space(self, height: float) -> None:
        """Leave a gap, but not at the top of a page."""
        if self.y > _TOP:
            self.y += height

    def measure(self, text: str, size: float) -> float:
        """Return how long a text is."""
        return sum(self._advance(letter) for letter in text) * size

    def _advance(self, letter: str) -> float:
        if letter not in self._widths:
            self._widths[letter] = self._pdf.get_string_width(self._drawn(letter)) / self._pdf.font_size
        return self._widths[letter]

    def _drawn(self, text: str) -> str:
        """Return a text with a box for every letter the font lacks."""
        return "".join(letter if ord(letter) in self._letters else "□" for letter in readable(text))

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        colour: str = INK,
        bold: bool = False,
        anchor: Anchor = "start",
        halo: bool = False,
        slant: bool = False,
        space: float = 0.0,
    ) -> None:
        """Write one line where it is told, without moving on.

        Parameters
        ----------
        x, y : float
            Baseline: start, middle or end.
        text : str
            Words.
        size : float
            Points.
        colour : str
            ``#rrggbb``.
        bold, halo : bool
            Stronger; with a white rim.
        anchor : str
            ``start``, ``middle`` or ``end``.
        slant : bool
            Leaning.
        space : float
            Between letters, points.
        """
        drawn = self._drawn(text)
        long = self.measure(drawn, size) + max(len(drawn) - 1, 0) * space
        x -= {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * long
        with self._pdf.skew(ax=_SLANT, x=x, y=y) if slant else nullcontext():
            if space:
                self._pdf.set_char_spacing(space)
            if halo:
                self._stroked(x, y, drawn, size=size, colour="#ffffff", width=2.2)
            if bold:
                self._stroked(x, y, drawn, size=size, colour=colour, width=self._bold * size)
            elif drawn:
                self._pdf.set_font("report", size=size)
                self._pdf.set_text_color(colour)
                self._pdf.text(x, y, drawn)
            if space:
                self._pdf.set_char_spacing(0)

    def _stroked(self, x: float, y: float, drawn: str, *, size: float, colour: str, width: float) -> None:
        pdf = self._pdf
        with pdf.local_context():
            pdf.set_font("report", size=size)
            pdf.set_text_color(colour)
            pdf.set_draw_color(colour)
            pdf.set_line_width(width)
            pdf.text_mode = TextMode.FILL_STROKE
            pdf.text(x, y, drawn)

    def text(
        self,
        text: str,
        size: float = 9.5,
        *,
        colour: str = INK,
        bold: bool = False,
        indent: float = 0.0,
        url: str = "",
    ) -> None:
        """Write a paragraph and move below it.

        Parameters
        ----------
        text : str
            Words; goes on over pages.
        size : float
            Points.
        colour : str
            ``#rrggbb``.
        bold : bool
            Stronger.
        indent : float
            From the left margin.
        url : str
            Where a click leads: ``https://`` or ``http://``, anything else leads nowhere.
        """
        step = size * _LEADING
        for line in break_lines(readable(text), self.width - indent, lambda part: self.measure(part, size)):
            self.need(step)
            self.write(self.left + indent, self.y + size, line, size, colour=colour, bold=bold)
            if url.startswith(("https://", "http://")):
                self._pdf.link(self.left + indent, self.y, self.measure(line, size), step, url)
            self.y += step

    def heading(self, text: str, level: int = 1) -> None:
        """Write a heading that stays with what follows, and list it in the outline.

        Parameters
        ----------
        text : str
            Words.
        level : int
            0: title; 1: section; 2: part of one.
        """
        size = (20.0, 14.0, 10.5)[level]
        self.space((0.0, 20.0, 12.0)[level])
        self.need(size * 5)
        if level < 2:
            self._pdf.set_y(self.y)
            self._pdf.start_section(readable(text) or "–", level=0)
        self.text(text, size, colour=INK if level == 2 else ACCENT, bold=True)
        self.y += (4.0, 3.0, 1.0)[level]

    def rule(self, x: float, y: float, to_x: float, to_y: float, colour: str = _RULE) -> None:
        """Draw a thin line."""
        self._pdf.set_draw_color(colour)
        self._pdf.set_line_width(0.5)
        self._pdf.line(x, y, to_x, to_y)

    def link(self, x: float, y: float, width: float, height: float, url: str) -> None:
        """Let a click on a rectangle lead to an ``https://`` or ``http://`` address; others lead nowhere."""
        if url.startswith(("https://", "http://")):
            self._pdf.link(x, y, width, height, url)

    def panel(self, x: float, y: float, width: float, height: float, colour: str = _PALE) -> None:
        """Fill a rectangle."""
        self._pdf.set_fill_color(colour)
        self._pdf.rect(x, y, width, height, style="F")

    def table(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        right: Sequence[int] = (),
        size: float = 8.5,
    ) -> None:
        """Write a table; its head stands again on every page it goes on over.

        Parameters
        ----------
        head : sequence of str
            Titles of the columns; empty for none.
        rows : sequence of sequence of str
            Cells; a row stays on one page where it fits on one.
        right : sequence of int
            Columns flush right.
        size : float
            Points.
        """
        every = [list(row) for row in ([head] if head else [])] + [list(row) for row in rows]
        if not every:
            return

        def measure(text: str) -> float:
            return self.measure(text, size)

        gap = 8.0
        widths = column_widths(rows, self.width, gap, measure, head)
        broken = [
            [break_lines(readable(cell), width, measure) for cell, width in zip(row, widths, strict=True)]
            for row in every
        ]
        step = size * _LEADING
        top = broken[0] if head else None
        for at, row in enumerate(broken):
            high = max(len(cell) for cell in row) * step + 4
            after = high + (
                max(len(cell) for cell in broken[1]) * step + 4 if at == 0 and len(broken) > 1 else 0
            )
            if self.need(after) and top is not None and at > 0:
                self._row(top, widths, gap, right, size, bold=True)
            self._row(row, widths, gap, right, size, bold=top is not None and at == 0)
        self.y += 4

    def _row(
        self,
        row: Sequence[Sequence[str]],
        widths: Sequence[float],
        gap: float,
        right: Sequence[int],
        size: float,
        *,
        bold: bool,
    ) -> None:
        """Write the lines of one row; one that is longer than a page goes on over it."""
        step = size * _LEADING
        for number in range(max(len(cell) for cell in row)):
            self.need(step)
            x = self.left
            for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
                if number < len(cell):
                    place, anchor = (x + width, "end") if at in right else (x, "start")
                    self.write(place, self.y + size + 1, cell[number], size, bold=bold, anchor=anchor)  # type: ignore[arg-type]
                x += width + gap
            self.y += step
        self.y += 4
        self.rule(self.left, self.y - 1, self.right, self.y - 1, INK if bold else _RULE)

    def picture(self, drawing: Drawing, width: float | None = None) -> None:
        """Draw a figure across the page, on one page.

        Parameters
        ----------
        drawing : Drawing
            The figure; made smaller where it is higher than a page.
        width : float, optional
            How wide; the whole width when left out.
        """
        scale = min((width or self.width) / drawing.width, self.full / drawing.height)
        self.need(drawing.height * scale)
        self.draw(drawing, self.left, self.y, scale)
        self.y += drawing.height * scale

    def draw(self, drawing: Drawing, left: float, top: float, scale: float = 1.0) -> None:
        """Draw a figure where it is told, without moving on.

        Parameters
        ----------
        drawing : Drawing
            The figure.
        left, top : float
            Its upper left corner, points.
        scale : float
            Points of the page for each of the figure's.
        """
        for mark in drawing.marks:
            match mark:
                case Label():
                    self.write(
                        left + mark.x * scale,
                        top + mark.y * scale,
                        mark.text,
                        mark.size * scale,
                        colour=mark.colour,
                        bold=mark.bold,
                        anchor=mark.anchor,
                        halo=mark.halo,
                        slant=mark.slant,
                        space=mark.space * scale,
                    )
                case Shape():
                    self._shape(mark, left, top, scale)
                case Raster():
                    place = (left + mark.x * scale, top + mark.y * scale)
                    self._pdf.image(BytesIO(mark.content), *place, mark.width * scale, mark.height * scale)

    def _shape(self, shape: Shape, left: float, top: float, scale: float) -> None:
        path = PaintedPath()
        path.style.fill_color = shape.fill or None
        path.style.stroke_color = shape.stroke or None
        path.style.stroke_width = shape.width * scale
        path.style.stroke_join_style = "round"
        if shape.round:
            path.style.stroke_cap_style = "round"
        if shape.opacity < 1:
            path.style.fill_opacity = path.style.stroke_opacity = shape.opacity
        path.style.stroke_dash_pattern = [length * scale for length in shape.dash] or None
        path.style.intersection_rule = "evenodd"
        path.style.auto_close = False
        for line in shape.lines:
            (x, y), *others = (line * scale + (left, top)).tolist()
            path.move_to(x, y)
            for x, y in others:
                path.line_to(x, y)
            if shape.fill or shape.closed:
                path.close()
        # Without a copy: that takes longer than all the rest of a map.
        with self._pdf.drawing_context() as drawn:
            drawn.add_item(path, clone=False)

    def finish(self, foot: str = "", count: str = "") -> bytes:
        """Write the foot of every page and return the file.

        Parameters
        ----------
        foot : str
            At the left.
        count : str
            At the right, with blanks ``{page}`` and ``{pages}``; without both a page has no foot.
        """
        pages = self._pdf.page if foot or count else 0
        for page in range(1, pages + 1):
            self._pdf.page = page
            # Every page has its own state: what was set on another does not hold here.
            self._pdf.set_font("report", size=10)
            self._pdf.set_draw_color(INK)
            y = self._pdf.h - 30
            self.rule(self.left, y - 12, self.right, y - 12)
            self.write(self.left, y, foot, 7, colour=MUTED)
            self.write(self.right, y, count.format(page=page, pages=pages), 7, colour=MUTED, anchor="end")
        return bytes(self._pdf.output())
