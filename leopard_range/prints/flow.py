"""Paragraphs in columns: how they break, how high they are, what does not fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leopard_range.prints.legend import Piece
from leopard_range.reports.lettering import break_lines, readable
from leopard_range.reports.pdf import ACCENT, INK, MUTED, Paper

__all__ = ["Column", "Flow"]

_TONES = {
    # size, colour, bold, space before, leading
    "heading": (9.0, ACCENT, True, 7.0, 1.3),
    "title": (7.8, INK, True, 4.0, 1.22),
    "plain": (7.4, INK, False, 2.2, 1.22),
    "small": (6.6, MUTED, False, 1.2, 1.24),
    "fine": (5.9, MUTED, False, 1.6, 1.24),
}
_BESIDE = 6.0


@dataclass(frozen=True, slots=True)
class Column:
    """Where paragraphs go: left edge, top, bottom and width, points."""

    x: float
    top: float
    bottom: float
    width: float


@dataclass(frozen=True, slots=True)
class _Set:
    """A paragraph that was broken for a width."""

    piece: Piece
    lines: tuple[str, ...]
    size: float
    height: float
    before: float


class Flow:
    """Sets paragraphs on a page.

    Parameters
    ----------
    paper : Paper
        The page.
    scale : float
        1 for A4; larger letters on larger paper.
    """

    def __init__(self, paper: Paper, scale: float = 1.0) -> None:
        self._paper = paper
        self._scale = scale

    def _set(self, piece: Piece, width: float) -> _Set:
        points, _colour, _bold, before, leading = _TONES[piece.tone]
        size = points * self._scale
        used = self._indent(piece)
        lines = break_lines(readable(piece.text), width - used, lambda part: self._paper.measure(part, size))
        height = len(lines) * size * leading
        if piece.symbol is not None:
            height = max(height, piece.symbol.height * self._scale)
        return _Set(piece, tuple(lines), size, height, before * self._scale)

    def _indent(self, piece: Piece) -> float:
        symbol = 0.0 if piece.symbol is None else piece.symbol.width + _BESIDE
        return (piece.indent + symbol) * self._scale

    def place(
        self, pieces: Sequence[Piece], columns: Sequence[Column], *, draw: bool = True, force: bool = False
    ) -> tuple[Piece, ...]:
        """Fill columns from the top; return what did not fit.

        Parameters
        ----------
        pieces : sequence of Piece
            In their order.
        columns : sequence of Column
            In theirs.
        draw : bool
            Or only find out.
        force : bool
            A paragraph higher than a column is written all the same.
        """
        left = list(pieces)
        for column in columns:
            y = column.top
            while left:
                one = self._set(left[0], column.width)
                fresh = y == column.top
                before = 0.0 if fresh else one.before
                with_next = y + before + one.height + self._next(left, column.width)
                if y + before + one.height > column.bottom and not (fresh and force):
                    break
                if with_next > column.bottom and not fresh:
                    break
                y += before
                if draw:
                    self._draw(one, column.x, y)
                y += one.height
                left.pop(0)
            if not left:
                break
        return tuple(left)

    def _next(self, left: Sequence[Piece], width: float) -> float:
        """Return the room that what follows a heading needs."""
        if left[0].tone not in ("heading", "title") or len(left) == 1:
            return 0.0
        follower = self._set(left[1], width)
        return follower.before + follower.height

    def height(self, pieces: Sequence[Piece], columns: int, width: float, most: float, spare: float) -> float:
        """Return the least height in which columns hold all paragraphs, at most a given one.

        Parameters
        ----------
        pieces : sequence of Piece
            In their order.
        columns : int
            How many.
        width : float
            Of one.
        most : float
            Greatest height.
        spare : float
            What the last column must leave free at its end.
        """
        high = max(spare, 30.0)
        while high < most and self.place(
            pieces,
            [Column(0, 0, high - (spare if at == columns - 1 else 0), width) for at in range(columns)],
            draw=False,
        ):
            high += 6.0
        return min(high, most)

    def _draw(self, one: _Set, x: float, y: float) -> None:
        _points, colour, bold, _before, leading = _TONES[one.piece.tone]
        step = one.size * leading
        drop = max(one.height - len(one.lines) * step, 0.0) / 2
        if one.piece.symbol is not None:
            # Beside the first line of a longer text.
            lift = max(step - one.piece.symbol.height * self._scale, 0.0) / 2
            self._paper.draw(one.piece.symbol, x + one.piece.indent * self._scale, y + lift, self._scale)
        for at, line in enumerate(one.lines):
            baseline = y + drop + at * step + one.size * 0.98
            self._paper.write(x + self._indent(one.piece), baseline, line, one.size, colour=colour, bold=bold)
