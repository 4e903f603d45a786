"""What all questions about a corridor share: which proposal, and how it is to be read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices
from leopard_range.studies.shape import N_, check_question, option

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog
    from leopard_range.model.corridor import Corridor

__all__ = ["CorridorQuestion", "read", "several"]


@dataclass(frozen=True, slots=True)
class CorridorQuestion:
    """Which corridor.

    Attributes
    ----------
    proposal : str
        Identifier of a named proposal, path of a file with one line or area, or GeoJSON text
        of one geometry (longitude, latitude).
    width_m : float
        Full width of a proposal that is a line, metres; 0: what the file says.
    crs : str
        Coordinate system of a file that states none, for example ``EPSG:32652``.
    """

    proposal: str = option(
        N_("proposal: a named one (razdolnaya), a file with a line or an area, or GeoJSON text"),
        str,
        names="maybe",
        positional=True,
    )
    width_m: float = option(
        N_("full width of a proposal that is a line, m; 0: what the file says"),
        float,
        default=0.0,
        least=0.0,
        most=200_000.0,
    )
    crs: str = option(N_("coordinate system of a file that states none: EPSG:32652"), str, default="")

    def __post_init__(self) -> None:
        check_question(self)


def read(catalog: Catalog, question: CorridorQuestion) -> Corridor:
    """Read the proposal a question is about.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : CorridorQuestion
        Which proposal.

    Raises
    ------
    LeopardRangeError
        What `leopard_range.catalog.Catalog.corridor` raises.
    """
    return catalog.corridor(question.proposal, question.width_m or None, Choices(crs=question.crs))


def several(text: str) -> tuple[str, ...]:
    """Split names, files and GeoJSON texts at semicolons; those inside a GeoJSON text do not count.

    Parameters
    ----------
    text : str
        As it was written.

    Raises
    ------
    LeopardRangeError
        ``corridor_text``.
    """
    found, left = [], text.strip()
    while left:
        if left.startswith("{"):
            try:
                end = json.JSONDecoder().raw_decode(left)[1]
            except (ValueError, RecursionError):
                raise LeopardRangeError("corridor_text") from None
        else:
            end = left.find(";") if ";" in left else len(left)
        found.append(left[:end].strip())
        left = left[end:].lstrip()
        if left and not left.startswith(";"):
            raise LeopardRangeError("corridor_text")
        left = left[1:].lstrip()
    return tuple(one for one in found if one)
