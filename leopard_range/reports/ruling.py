"""Widths of the columns of a printed table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

__all__ = ["column_widths"]


def column_widths(
    rows: Sequence[Sequence[str]],
    width: float,
    gap: float,
    measure: Callable[[str], float],
    head: Sequence[str] = (),
) -> list[float]:
    """Share a width among columns: as much as each needs, less for the widest where it is too much.

    Parameters
    ----------
    rows : sequence of sequence of str
        Every row without the head.
    width : float
        Of the whole table.
    gap : float
        Between columns.
    measure : callable
        Returns how long a text is.
    head : sequence of str
        Titles of the columns; they take two lines where one makes the table too wide.

    Returns
    -------
    list of float
        One for each column; their sum with the gaps is the whole width, or less where nothing needs more.
    """
    cells = [max((measure(row[at]) for row in rows), default=0.0) for at in range(len((*rows, head)[0]))]
    titles = [measure(title) for title in head] or [0.0] * len(cells)
    words = [max(map(measure, title.split()), default=0.0) for title in head] or titles
    wishes = [max(pair) + 0.1 for pair in zip(cells, titles, strict=True)]
    left = width - gap * (len(wishes) - 1)
    if sum(wishes) <= left:
        return wishes
    half = [max(cell, word, 0.6 * title) for cell, word, title in zip(cells, words, titles, strict=True)]
    wishes = [one + 0.1 for one in half]
    # Narrow columns get what they wish; the others share the rest alike.
    widths = dict.fromkeys(range(len(wishes)), 0.0)
    open_ = sorted(widths, key=lambda at: wishes[at])
    while open_:
        fair = left / len(open_)
        at = open_.pop(0)
        widths[at] = min(wishes[at], fair)
        left -= widths[at]
    return [widths[at] for at in range(len(wishes))]
