"""What every analysis returns on top of its numbers (shared ground)."""

from __future__ import annotations

from dataclasses import dataclass

from leopard_range.model import Note

__all__ = ["Result"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Result:
    """How a number came about.

    Attributes
    ----------
    method : str
        Code of the method, lower_snake.
    crs : str
        Coordinate system the work was done in; empty where there is none.
    n : int
        Number of input rows the result rests on.
    notes : tuple of Note
        Cautions to show beside the numbers.
    """

    method: str
    crs: str
    n: int
    notes: tuple[Note, ...] = ()
