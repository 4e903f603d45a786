"""Widths of the columns of a printed table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

__all__ = ["column_widths"]


def column_widths(
    rows: Sequence[Sequence[str]], width: float, gap: float, measure: Callable[[str], float]
) -> list[float]:
    """Share a width among columns: as much as each needs, less for the widest where it is too much.

    Parameters
    ----------
    rows : sequence of sequence of str
        Every row with its head.
    width : float
        Of the whole table.
    gap : float
        Between columns.
    measure : callable
        Returns how long a text is.

    Returns
    -------
    list of float
        One for each column; their sum with the gaps is the whole width, or less where nothing needs more.
    """
    wishes = [max(measure(row[at]) for row in rows) + 0.1 for at in range(len(rows[0]))]
    left = width - gap * (len(wishes) - 1)
    if sum(wishes) <= left:
        return wishes
    # Narrow columns get what they wish; the others share the rest alike.
    widths = dict.fromkeys(range(len(wishes)), 0.0)
    open_ = sorted(widths, key=lambda at: wishes[at])
    while open_:
        fair = left / len(open_)
        at = open_.pop(0)
        widths[at] = min(wishes[at], fair)
        left -= widths[at]
    return [widths[at] for at in range(len(wishes))]
