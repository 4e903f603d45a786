"""Resistance to movement: class costs and the surface they make.

A cell costs the largest of what its land cover, height, slope and nearness to a settlement cost:
a town in a forest is a town.  Roads, railways, rivers and borders are thin: each one in a cell adds
the cost of crossing it once, ``value x line_width_m`` metres of the best ground spread over the side
of the cell, so that a crossing costs the same on cells of 250 m and of 1 km.  (A path on a grid that
crosses a slanting line at its corners pays up to 1.4 times as much, on any grid.)

References
----------
Zeller, K. A., McGarigal, K. & Whiteley, A. R. 2012. Estimating landscape resistance to movement: a
review. Landscape Ecology 27:777-797, doi:10.1007/s10980-012-9737-0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Text
from leopard_range.model.corridor import Surface

if TYPE_CHECKING:
    from leopard_range.analysis.corridor.features import Features

__all__ = ["AREAS", "KINDS", "LINES", "ClassCost", "Costs", "costs_of", "out_of_rank", "resistance_surface"]

AREAS = ("cover", "elevation", "slope", "settlement")
"""Kinds of classes that fill cells; the largest counts."""

LINES = ("road", "railway", "river", "border")
"""Kinds of classes that are thin; each adds its crossing."""

KINDS = AREAS + LINES

_LIMITS = {"elevation": "from_m", "slope": "from_deg", "settlement": "within_m"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCost:
    """What one class of ground or line costs.

    Attributes
    ----------
    key : str
        Its name in tables: the number of a land-cover class, or a word.
    kind : str
        One of `KINDS`.
    name : Text
        In every language.
    value, low, high : float
        Cost of one metre relative to the best ground, and the bounds an ensemble draws between.
    rank : int
        1 is easiest; a class of higher rank never costs less than one of lower rank.
    limit : float or None
        Elevation from which it counts (m), slope from which (degrees), distance to a settlement
        within which (m); None for other kinds.
    reference : str
        Where the order or the number comes from.
    checked : bool
        Whether the number itself stands in the reference.
    """

    key: str
    kind: str
    name: Text
    value: float
    low: float
    high: float
    rank: int
    limit: float | None = None
    reference: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Costs:
    """A table of class costs.

    Attributes
    ----------
    classes : Mapping of str to ClassCost
        By key.
    line_width_m : float
        Width of ground whose cost one crossing of a line adds, metres.
    """

    classes: Mapping[str, ClassCost]
    line_width_m: float

    @property
    def values(self) -> dict[str, float]:
        """Cost by key."""
        return {key: one.value for key, one in self.classes.items()}

    def with_values(self, values: Mapping[str, float]) -> Costs:
        """Return the table with other costs for some classes.

        Parameters
        ----------
        values : Mapping of str to float
            Cost by key, or by kind (``road``) for every class of a kind.

        Raises
        ------
        LeopardRangeError
            ``cost_unknown``, ``cost_value``.
        """
        changed = dict(self.classes)
        # What is said of a kind comes first, so that a class can be told apart from its kind.
        for key in sorted(values, key=lambda key: key in self.classes):
            value = values[key]
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not (number and np.isfinite(value) and 0 < value <= _MOST):
                raise LeopardRangeError("cost_value", name=key, value=str(value), most=_MOST)
            found = [key] if key in self.classes else [k for k, one in changed.items() if one.kind == key]
            if not found:
                raise LeopardRangeError("cost_unknown", name=key, choices=", ".join(self.classes))
            changed |= {k: replace(changed[k], value=float(value)) for k in found}
        return Costs(changed, self.line_width_m)


_MOST = 1e6
"""Largest cost: beyond it solvers lose their digits."""


def costs_of(table: Mapping[str, Any]) -> Costs:
    """Turn the table ``resistance`` of a species into costs.

    Parameters
    ----------
    table : Mapping
        ``line_width_m`` and ``classes``.
    """
    classes = {
        key: ClassCost(
            key=key,
            kind=row["kind"],
            name=dict(row["name"]),
            value=float(row["value"]),
            low=float(row["low"]),
            high=float(row["high"]),
            rank=int(row["rank"]),
            limit=float(row[_LIMITS[row["kind"]]]) if row["kind"] in _LIMITS else None,
            reference=row["reference"],
            checked=bool(row["checked"]),
        )
        for key, row in table["classes"].items()
    }
    return Costs(classes, float(table["line_width_m"]))


def out_of_rank(costs: Costs) -> tuple[tuple[str, str], ...]:
    """List the pairs of classes whose costs contradict their ranks.

    Parameters
    ----------
    costs : Costs
        Any table.

    Returns
    -------
    tuple of (str, str)
        Keys of neighbours in rank: the first ranks lower and costs more.
    """
    ranks = sorted({one.rank for one in costs.classes.values()})
    tiers = [[one for one in costs.classes.values() if one.rank == rank] for rank in ranks]
    dearest: ClassCost | None = None
    found = []
    for tier in tiers:
        cheapest = min(tier, key=lambda one: one.value)
        if dearest is not None and cheapest.value < dearest.value:
            found.append((dearest.key, cheapest.key))
        top = max(tier, key=lambda one: one.value)
        dearest = top if dearest is None or top.value > dearest.value else dearest
    return tuple(found)


def resistance_surface(features: Features, costs: Costs) -> Surface:
    """Make a surface of resistance.

    Parameters
    ----------
    features : Features
        What lies in each cell.
    costs : Costs
        What it costs.

    Returns
    -------
    Surface
        NaN in the sea, outside the study area and where land cover is not known or has no cost.
    """
    cover = np.full(256, np.nan)
    for one in costs.classes.values():
        if one.kind == "cover":
            cover[int(one.key)] = one.value
    values = cover[features.cover.astype(np.intp) % 256]
    values[~features.land] = np.nan
    for one in costs.classes.values():
        if one.limit is not None:
            band = features.within(one.kind, one.limit)
            values[band] = np.maximum(values[band], one.value)  # NaN stays NaN
    side = abs(float(features.grid.transform.a))
    for key, cells in features.lines.items():
        if key in costs.classes:
            values[cells] += costs.classes[key].value * costs.line_width_m / side
    return Surface(values, features.grid)
