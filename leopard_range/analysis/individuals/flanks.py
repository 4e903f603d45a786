"""Which animals may be counted together when some were told apart by one flank only.

An animal known by its left flank alone and one known by its right flank alone may be the same animal: the two
kinds are never added up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame, Series

__all__ = ["FlankChoice", "FlankRule", "by_flank"]

FlankRule = Literal["best", "both", "left", "right"]
"""``both``: animals known by both flanks; ``left``, ``right``: animals known by that flank, in pictures
of it; ``best``: animals known by both flanks and those known only by the flank that more animals have."""


@dataclass(frozen=True, slots=True, eq=False)
class FlankChoice:
    """Records that may be counted together.

    Attributes
    ----------
    kept : Series of bool
        Which records, index of the sightings.
    both, left, right, untold : int
        Animals known by both flanks, by one alone, and those whose flank nobody told.
    side : str
        Flank whose single-flank animals are counted; empty when none are.
    conflicts : int
        Animals whose table names a single flank while a picture shows the other.
    """

    kept: Series
    both: int
    left: int
    right: int
    untold: int
    side: str
    conflicts: int


def by_flank(sightings: DataFrame, told: Mapping[str, str], rule: FlankRule) -> FlankChoice:
    """Choose the records that a rule for flanks lets be counted together.

    Parameters
    ----------
    sightings : DataFrame
        Columns ``individualID`` and ``flank`` (``left``, ``right``, ``both`` or empty).
    told : mapping of str to str
        Flank that the table of individuals names, by individual.
    rule : str
        ``best``, ``both``, ``left`` or ``right``.

    Returns
    -------
    FlankChoice
        Animals whose flank nobody told are kept by every rule.
    """
    flank, animal = sightings["flank"], sightings["individualID"]
    listed = animal.map(lambda name: told.get(name, ""))
    shown = {side: flank.isin([side, "both"]) for side in ("left", "right")}
    known = {
        side: (shown[side] | listed.isin([side, "both"])).groupby(animal).transform("any") for side in shown
    }
    left, right = (known[side].to_numpy(bool) for side in ("left", "right"))
    count = {
        "both": _animals(animal, left & right),
        "left": _animals(animal, left & ~right),
        "right": _animals(animal, right & ~left),
        "untold": _animals(animal, ~left & ~right),
    }
    side = rule if rule in ("left", "right") else ""
    if rule == "best" and (count["left"] or count["right"]):
        side = "left" if count["left"] >= count["right"] else "right"
    kept = (left & right) | (~left & ~right)
    if side:
        kept = kept | (left if side == "left" else right)
    if rule in ("left", "right"):
        kept &= (shown[rule] | (flank == "")).to_numpy(bool)
    other = ((listed == "left") & shown["right"]) | ((listed == "right") & shown["left"])
    return FlankChoice(
        kept=Series(kept, index=sightings.index, dtype=bool),
        side=side,
        conflicts=_animals(animal, other.to_numpy(bool)),
        **count,
    )


def _animals(animal: Series, which: NDArray[np.bool_]) -> int:
    return int(animal[which].nunique())
