"""The layout of a printed map: title, map, and beside or below it all there is to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from leopard_range.catalog import Catalog
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import translator
from leopard_range.maps import MapLayer, MapSpec, MapState
from leopard_range.maps.state import Box
from leopard_range.prints.code import square_code
from leopard_range.prints.content import base_lines, ground_layers, map_drawing, shown_layers
from leopard_range.prints.flow import Column, Flow
from leopard_range.prints.furniture import degree_text, furniture, room_of_furniture
from leopard_range.prints.legend import Piece, cautions, credits_line, legend, sources
from leopard_range.prints.window import Window, window_of
from leopard_range.reports.drawing import Drawing, Label, Mark, Shape
from leopard_range.reports.lettering import break_lines, readable
from leopard_range.reports.pdf import ACCENT, INK, MUTED, Paper

__all__ = ["MARGIN", "SIZES", "Sheet", "Size", "check_size", "map_figure"]

Size = Literal["A4", "A3"]
SIZES: tuple[Size, ...] = ("A4", "A3")
"""Sizes of paper."""

MARGIN = 34.0
"""Points, on every side."""

_GAP = 14.0
_MOST = 0.42
"""Share of an upright page that words may take below the map."""
_BESIDE = 0.26
"""Share of a wide page that words take beside the map."""
_SMALLER = (1.0, 0.94, 0.88)
"""Tried in turn until all words are on one page."""


def check_size(size: str) -> Size:
    """Return a size of paper, or say which there are.

    Parameters
    ----------
    size : str
        As it was asked for; ``a4`` is ``A4``.

    Raises
    ------
    LeopardRangeError
        ``unknown_paper``.
    """
    for known in SIZES:
        if size.upper() == known:
            return known
    raise LeopardRangeError("unknown_paper", size=size, choices=", ".join(SIZES))


def map_figure(
    catalog: Catalog,
    spec: MapSpec,
    state: MapState,
    window: Window,
    paper: Paper,
    *,
    side: str = "",
    heading: str = "",
) -> Drawing:
    """Draw a map with frame, degrees, scale bar and north arrow.

    Parameters
    ----------
    catalog : Catalog
        Where the layers come from.
    spec : MapSpec
        The map.
    state : MapState
        What the reader has set.
    window : Window
        What it shows, and how large: `window_of`.
    paper : Paper
        Knows how long words are.
    side : str
        ``left`` or ``right`` of a map in two parts.
    heading : str
        In its upper left corner.

    Raises
    ------
    LeopardRangeError
        What the catalog raises.
    """
    room = room_of_furniture(window, spec.lang)
    marks: list[Mark] = []
    if heading:
        wide = paper.measure(heading, 11) + 14
        room = (*room, (0.0, 0.0, wide + 2, 22.0))
        plate = np.array([[0.0, 0.0], [wide, 0.0], [wide, 20.0], [0.0, 20.0]])
        marks = [
            Shape((plate,), fill="#ffffff", stroke=INK, width=0.8, closed=True),
            Label(7, 14, heading, 11, bold=True),
        ]
    drawn = map_drawing(catalog, spec, state, window, paper.measure, side=side, taken=room)
    return replace(drawn, marks=(*drawn.marks, *furniture(window, spec.lang), *marks))


class Sheet:
    """A printed map in the making.

    Parameters
    ----------
    paper : Paper
        Its pages.
    catalog : Catalog
        Where the layers come from.
    spec : MapSpec
        The map.
    state : MapState
        What the reader has set.
    size : str
        Of the paper.
    landscape : bool
        Words stand beside the map, not below.
    box : tuple of float, optional
        West, south, east, north in degrees, instead of the state's view.
    """

    def __init__(
        self,
        paper: Paper,
        catalog: Catalog,
        spec: MapSpec,
        state: MapState,
        *,
        size: Size,
        landscape: bool,
        box: Box | None = None,
    ) -> None:
        self._paper, self._catalog, self._spec, self._state = paper, catalog, spec, state
        self._landscape, self._box = landscape, box
        self._scale = 1.25 if size == "A3" else 1.0
        self._columns = 1 if landscape else {"A4": 3, "A3": 4}[size]
        self._flow = Flow(paper, self._scale)

    def fill(self, title: str, link: str) -> None:
        """Put everything on as many pages as it takes; the map is on the first.

        Parameters
        ----------
        title : str
            Above the map.
        link : str
            Address of the view; empty: a line says where to look.
        """
        paper = self._paper
        top = self._head(title)
        wide = paper.width * (1 - _BESIDE) - _GAP if self._landscape else paper.width
        guess = self._windows(wide, (paper.bottom - top) * (1.0 if self._landscape else 0.65))
        pieces, credit = self._words(guess, link)
        code = None if not link else self._code(link)
        spare = 0.0 if code is None else code.height + 6
        for smaller in _SMALLER:
            # A little smaller on one page is better than a second page with three lines.
            self._flow = Flow(paper, self._scale * smaller)
            columns = self._room(pieces, top, spare)
            if not self._flow.place(pieces, columns, draw=False):
                break
        else:
            self._flow = Flow(paper, self._scale)
            columns = self._room(pieces, top, spare)
        foot = paper.bottom if self._landscape else columns[0].top - _GAP / 2
        foot = self._credit(credit, wide, foot)
        self._maps(self._windows(wide, foot - top, guess.zoom), top)
        rest = self._flow.place(pieces, columns)
        if code is not None:
            paper.draw(code, columns[-1].x, paper.bottom - code.height)
        while rest:
            paper.page()
            rest = self._flow.place(rest, self._whole_page(), force=True)

    def _head(self, title: str) -> float:
        """Write title and year; return where the rest begins."""
        _ = translator(self._spec.lang)
        paper, y = self._paper, MARGIN
        size = 17.0 * self._scale
        while size > 9 and len(self._broken(title, paper.width, size)) > 2:
            size -= 1
        for line in self._broken(title, paper.width, size):
            paper.write(paper.left, y + size * 0.9, line, size, colour=ACCENT, bold=True)
            y += size * 1.25
        if "years" in self._spec.flags or self._state.year is not None:
            year = self._spec.year if self._state.year is None else self._state.year
            text, size = _("Year shown: {year}").format(year=year), 9 * self._scale
            paper.write(paper.left, y + size, text, size, colour=MUTED)
            y += size * 1.45
        return y + 4

    def _broken(self, text: str, width: float, size: float) -> list[str]:
        return break_lines(readable(text), width, lambda part: self._paper.measure(part, size))

    def _sides(self) -> tuple[tuple[str, str], ...]:
        if "swipe" not in self._spec.flags:
            return (("", ""),)
        return (("left", self._spec.swipe[0]), ("right", self._spec.swipe[1]))

    def _windows(self, width: float, height: float, zoom: float | None = None) -> Window:
        """Return what each part of the map shows, and how large it is."""
        if len(self._sides()) > 1:
            gap = _GAP / 2
            width, height = ((width - gap) / 2, height) if self._landscape else (width, (height - gap) / 2)
        found = window_of(self._spec, self._state, width, height, self._box)
        # The legend was written for one zoom: a map of another height shall show the same layers.
        return found if zoom is None else replace(found, zoom=zoom)

    def _maps(self, window: Window, top: float) -> None:
        x, y = self._paper.left, top
        for side, heading in self._sides():
            figure = map_figure(
                self._catalog, self._spec, self._state, window, self._paper, side=side, heading=heading
            )
            self._paper.draw(figure, x, y)
            x, y = (x + window.width + _GAP / 2, y) if self._landscape else (x, y + window.height + _GAP / 2)

    def _words(self, window: Window, link: str) -> tuple[tuple[Piece, ...], str]:
        """Return all paragraphs, and who must be named right below the map."""
        _ = translator(self._spec.lang)
        shown: dict[str, tuple[MapLayer, float]] = {}
        for side, _name in self._sides():
            for layer, opacity in shown_layers(self._spec, self._state, window, side):
                shown[layer.id] = (layer, opacity)
        layers = tuple(shown.values())
        ground = ground_layers(self._spec, window)
        own = tuple(layer for layer, _opacity in reversed(layers))
        lines = base_lines(self._catalog, self._spec, window)
        pieces = [*legend(self._catalog, self._spec, layers, lines)]
        pieces += cautions(self._catalog, self._spec, layers)
        if not link:
            pieces += [Piece(_("See it on a screen"), "heading"), Piece(self._where(window), "small")]
        return (*pieces, *sources(self._spec, own, ground)), credits_line(
            layer.attribution for layer in (*own, *ground)
        )

    def _where(self, window: Window) -> str:
        _ = translator(self._spec.lang)
        west, south, east, north = window.degrees
        lang = self._spec.lang
        return _("Leopard Range Explorer, page “{page}”, map around {latitude}, {longitude}.").format(
            page=self._spec.title,
            latitude=degree_text((south + north) / 2, lang),
            longitude=degree_text((west + east) / 2, lang, latitude=False),
        )

    def _room(self, pieces: Sequence[Piece], top: float, spare: float) -> tuple[Column, ...]:
        """Return the columns of words on the first page; the last leaves room for the code."""
        paper, count = self._paper, self._columns
        if self._landscape:
            wide = paper.width * _BESIDE
            return (Column(paper.right - wide, top, paper.bottom - spare, wide),)
        wide = (paper.width - _GAP * (count - 1)) / count
        high = self._flow.height(pieces, count, wide, (paper.bottom - top) * _MOST, spare)
        edges = [paper.left + at * (wide + _GAP) for at in range(count)]
        ends = [paper.bottom] * (count - 1) + [paper.bottom - spare]
        return tuple(
            Column(edge, paper.bottom - high, end, wide) for edge, end in zip(edges, ends, strict=True)
        )

    def _whole_page(self) -> tuple[Column, ...]:
        paper, count = self._paper, self._columns if not self._landscape else 4
        wide = (paper.width - _GAP * (count - 1)) / count
        return tuple(
            Column(paper.left + at * (wide + _GAP), MARGIN, paper.bottom, wide) for at in range(count)
        )

    def _credit(self, text: str, width: float, foot: float) -> float:
        """Write who must be named right below the map; return where the map may end."""
        size = 5.8 * self._scale
        lines = self._broken(text, width, size) if text else []
        for at, line in enumerate(reversed(lines)):
            self._paper.write(
                self._paper.left + width, foot - at * size * 1.25 - 1, line, size, colour=MUTED, anchor="end"
            )
        return foot - len(lines) * size * 1.25 - 2

    def _code(self, link: str) -> Drawing:
        """Draw the code with its address in letters beside it."""
        _ = translator(self._spec.lang)
        paper, scale = self._paper, self._scale
        wide = (
            paper.width * _BESIDE
            if self._landscape
            else (paper.width - _GAP * (self._columns - 1)) / self._columns
        )
        code = square_code(link, 66 * scale)
        x, y, marks = code.width + 4, 2.0, list[Mark](code.marks)
        for text, size, colour, bold in (
            (_("See it on a screen"), 7.0 * scale, ACCENT, True),
            (link, 5.4 * scale, INK, False),
        ):
            for line in self._broken(text, wide - x, size):
                y += size * 1.24
                marks.append(Label(x, y, line, size, colour=colour, bold=bold))
            y += 2
        return Drawing(wide, max(code.height, y), tuple(marks), link)
