"""A picture in the making: a page of paper whose points are the picture's pixels."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2
from PIL import Image

from leopard_range.content import Edition
from leopard_range.maps import MapSpec, MapState, WebFile
from leopard_range.maps.atlas import map_spec
from leopard_range.prints.content import map_drawing
from leopard_range.prints.window import Window
from leopard_range.reports.drawing import Drawing
from leopard_range.reports.lettering import break_lines, readable
from leopard_range.reports.pdf import INK, Paper

__all__ = ["CREAM", "Canvas", "paper_spec"]

CREAM = "#fbf9f3"
"""Ground of a picture."""


def paper_spec(edition: Edition, page: str) -> MapSpec:
    """Return a page's map in the reader's language; on paper nobody asks for the files of its layers.

    Parameters
    ----------
    edition : Edition
        For whom.
    page : str
        ``story``, ``explore``, ``then-now``, ``cameras``, ``corridor``.

    Raises
    ------
    LeopardRangeError
        ``unknown_page`` and the catalog's own.
    """
    return map_spec(edition.catalog, page, edition.lang, lambda id_: WebFile(id_, "", b""))


class Canvas:
    """Pictures of one size, drawn one after the other.

    Parameters
    ----------
    edition : Edition
        For whom.
    size : tuple of int
        Width and height in pixels.

    Raises
    ------
    LeopardRangeError
        ``font_missing``.
    """

    def __init__(self, edition: Edition, size: tuple[int, int]) -> None:
        self.edition = edition
        self.width, self.height = size
        day = edition.catalog.settings.today
        self._paper = Paper(title="", language=edition.lang, day=day, size=(float(size[0]), float(size[1])))
        self.box(0, 0, *size, CREAM)

    @property
    def measure(self) -> Callable[[str, float], float]:
        """Text and size -> length in pixels."""
        return self._paper.measure

    def next(self) -> None:
        """Begin another picture."""
        self._paper.page()
        self.box(0, 0, self.width, self.height, CREAM)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        self._paper.panel(x, y, width, height, colour)

    def line(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str = INK,
        *,
        bold: bool = False,
        end: bool = False,
    ) -> None:
        """Write one line from its baseline; `end`: where it ends."""
        self._paper.write(x, y, text, size, colour=colour, bold=bold, anchor="end" if end else "start")

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        width: float,
        *,
        colour: str = INK,
        bold: bool = False,
    ) -> float:
        """Write a paragraph below a height; return where it ends.

        Parameters
        ----------
        x, y : float
            Its upper left corner.
        text : str
            Words.
        size : float
            Pixels.
        width : float
            Longest line.
        colour : str
            ``#rrggbb``.
        bold : bool
            Stronger.
        """
        for line in break_lines(readable(text), width, lambda part: self.measure(part, size)):
            self.line(x, y + size, line, size, colour, bold=bold)
            y += size * 1.28
        return y

    def lines(self, text: str, size: float, width: float) -> int:
        """Return how many lines a paragraph takes."""
        return len(break_lines(readable(text), width, lambda part: self.measure(part, size)))

    def draw(self, drawing: Drawing, x: float, y: float, scale: float = 1.0) -> None:
        """Draw a figure."""
        self._paper.draw(drawing, x, y, scale)

    def map(
        self,
        spec: MapSpec,
        state: MapState,
        window: Window,
        *,
        side: str = "",
        taken: tuple[float, float] = (0.0, 0.0),
    ) -> Drawing:
        """Return what a map shows in a window; names leave the taken upper left corner free."""
        corner = ((0.0, 0.0, *taken),)
        return map_drawing(self.edition.catalog, spec, state, window, self.measure, side=side, taken=corner)

    def pictures(self) -> list[Image.Image]:
        """Return every picture: the same words and data give the same pixels."""
        document = pypdfium2.PdfDocument(self._paper.finish())
        try:
            return [page.render(scale=1).to_pil().convert("RGB") for page in document]
        finally:
            document.close()
