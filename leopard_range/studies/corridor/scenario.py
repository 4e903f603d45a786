"""What a proposal would change, and the network it is judged by: for effect, ensemble and comparison."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Citation, Note, Text
from leopard_range.studies.common import Evidence
from leopard_range.studies.corridor.ends import reserves_of
from leopard_range.studies.corridor.ground import Ground, GroundQuestion
from leopard_range.studies.network import INDICES
from leopard_range.studies.shape import N_, option

if TYPE_CHECKING:
    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray

    from leopard_range.analysis.corridor.effect import Plan, Rules
    from leopard_range.catalog import Catalog

__all__ = ["Scenario", "ScenarioQuestion", "scenario"]

_MEDIAN_REACH = 7.0
"""Median dispersal distance of mammals, in square roots of the home range (Bowman et al. 2002)."""

_REACH = Citation(
    "Bowman J., Jaeger J. A. G., Fahrig L. (2002) Dispersal distance of mammals is proportional to home "
    "range size. Ecology 83(7): 2049-2055.",
    "https://doi.org/10.1890/0012-9658(2002)083[2049:DDOMIP]2.0.CO;2",
)
_CURRENT = Citation(
    "McRae B. H., Dickson B. G., Keitt T. H., Shah V. B. (2008) Using circuit theory to model connectivity "
    "in ecology, evolution, and conservation. Ecology 89(10): 2712-2724.",
    "https://doi.org/10.1890/07-1861.1",
)
_PLACE = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True, slots=True)
class ScenarioQuestion(GroundQuestion):
    """What the proposal would change.

    Attributes
    ----------
    restore : str
        ``best``: the land inside becomes the habitat class that resists least; ``none``; or the
        number of a land-cover class.
    remove : str
        Kinds or classes of lines that no longer resist inside it, with commas between.
    crossing : str
        ``lon,lat`` of crossings that are built, with semicolons between.
    habitat_min_km2 : float
        Smallest piece of habitat outside the reserves that counts; 0: a female's home range.
    dispersal_m : float
        Cost distance at which the probability of dispersal is known, metres of the best ground;
        0: the median for the species' home range.
    probability : float
        The probability there.
    """

    restore: str = option(
        N_("what the land inside becomes: best, none, or the number of a land-cover class"),
        str,
        default="best",
    )
    remove: str = option(
        N_("lines that no longer resist inside it: road, railway, river, border, or a class of road"),
        str,
        default="",
    )
    crossing: str = option(
        N_("where crossings of roads and railways are built: lon,lat; lon,lat"), str, default=""
    )
    habitat_min_km2: float = option(
        N_("smallest piece of habitat outside the reserves that counts, km²; 0: a female's home range"),
        float,
        default=0.0,
        least=0.0,
    )
    dispersal_m: float = option(
        N_("distance over the best ground at which the probability of dispersal is known, m; 0: the median"),
        float,
        default=0.0,
        least=0.0,
    )
    probability: float = option(
        N_("probability of dispersal over that distance"), float, default=0.5, least=1e-6, most=0.999999
    )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Scenario:
    """A proposal on its ground, and what it would change.

    Attributes
    ----------
    ground : Ground
        Resistance without the proposal, the ends.
    plan : Plan
        What would change.
    rules : Rules
        Protected areas of the year on the grid, what counts as a patch, how far the species disperses.
    restored : Text or None
        Name of the class the land would have; None when it stays.
    citations, notes : tuple
        Sources and cautions, those of the ground included.
    """

    ground: Ground
    plan: Plan
    rules: Rules
    restored: Text | None
    citations: tuple[Citation, ...]
    notes: tuple[Note, ...]

    @property
    def land_km2(self) -> float:
        """Land of the map section, square kilometres."""
        return float(self.ground.features.land.sum()) * self.ground.surface.cell_m**2 / 1e6


def scenario(catalog: Catalog, question: ScenarioQuestion, ground: Ground) -> Scenario:
    """Say on a ground what a proposal would change.

    Parameters
    ----------
    catalog : Catalog
        Knows the species and the protected areas.
    question : ScenarioQuestion
        What is asked.
    ground : Ground
        Where.

    Returns
    -------
    Scenario

    Raises
    ------
    LeopardRangeError
        ``restore_unknown``, ``remove_unknown``, ``crossing_text``, ``crossing_outside``,
        ``crossing_no_road``.
    """
    import numpy as np

    from leopard_range.analysis.corridor.effect import Plan, Rules
    from leopard_range.analysis.corridor.features import burn_area

    evidence = Evidence(catalog)
    evidence.cite(*ground.citations, _CURRENT, *INDICES, _REACH)
    evidence.note(*ground.notes)
    about = catalog.species.parameters
    home_km2 = float(about["movement"]["home_range_female_km2"]["value"])
    habitat = tuple(int(code) for code, weight in about["habitat"]["land_cover"].items() if weight)
    restore = _class_to_restore(ground, question.restore, habitat)
    reach_m = question.dispersal_m or _MEDIAN_REACH * home_km2**0.5 * 1000
    if not question.dispersal_m:
        evidence.note(Note.of("effect_reach", home_km2=home_km2, reach_km=round(reach_m / 1000)))
    evidence.note(Note("effect_window"))
    found = reserves_of(catalog, evidence, question.year or catalog.settings.today.year)
    masks = (burn_area(np.array([one], dtype=object), ground.grid) for one in _ordered(found))
    return Scenario(
        ground=ground,
        plan=Plan(
            features=ground.features,
            inside=ground.inside,
            restore=restore,
            removed=_kinds(ground, question.remove),
            crossings=_crossings(ground, question.crossing),
            own=ground.surface if question.resistance else None,
        ),
        rules=Rules(
            reserves=tuple(mask for mask in masks if mask.any()),
            habitat=habitat,
            least_m2=(question.habitat_min_km2 or home_km2) * 1e6,
            reach_m=reach_m,
            probability=question.probability,
        ),
        restored=None if restore is None else dict(ground.costs.classes[str(restore)].name),
        citations=evidence.citations,
        notes=evidence.notes,
    )


def _ordered(reserves: GeoDataFrame) -> Any:
    """Protected areas from the smallest: one inside another stays a node of its own."""
    return reserves.geometry.iloc[reserves.area.argsort()].to_numpy()


def _class_to_restore(ground: Ground, text: str, habitat: tuple[int, ...]) -> int | None:
    import numpy as np

    classes = {int(key): one for key, one in ground.costs.classes.items() if one.kind == "cover"}
    if text == "none":
        return None
    if text == "best":
        seen, count = np.unique(ground.cover[ground.features.land], return_counts=True)
        present = dict(zip(seen.tolist(), count.tolist(), strict=True))
        good = [code for code in habitat if code in classes]
        return min(good, key=lambda code: (code not in present, classes[code].value, -present.get(code, 0)))
    if not text.isdecimal() or int(text) not in classes:
        raise LeopardRangeError("restore_unknown", value=text, choices=", ".join(map(str, sorted(classes))))
    return int(text)


def _kinds(ground: Ground, text: str) -> tuple[str, ...]:
    from leopard_range.analysis.corridor.resistance import LINES

    wanted = tuple(part.strip() for part in text.split(",") if part.strip())
    lines: Mapping[str, Any] = ground.costs.classes
    known = (*LINES, *(key for key, one in lines.items() if one.kind in LINES and key not in LINES))
    for one in wanted:
        if one not in known:
            raise LeopardRangeError("remove_unknown", value=one, choices=", ".join(known))
    return wanted


def _crossings(ground: Ground, text: str) -> NDArray[np.bool_]:
    import numpy as np
    from pyproj import Transformer

    from leopard_range.analysis.corridor.effect import crossing_cells
    from leopard_range.crs import WGS84

    cells = np.zeros(ground.grid.shape, dtype=bool)
    for one in filter(str.strip, text.split(";")):
        match = _PLACE.fullmatch(one)
        if match is None:
            raise LeopardRangeError("crossing_text", value=one.strip()[:60])
        lon, lat = map(float, match.groups())
        x, y = Transformer.from_crs(WGS84, ground.grid.crs, always_xy=True).transform(lon, lat)
        column, row = (int(np.floor(part)) for part in ~ground.grid.transform @ (x, y))
        rows, columns = ground.grid.shape
        if not (0 <= row < rows and 0 <= column < columns and ground.inside[row, column] > 0):
            raise LeopardRangeError("crossing_outside", value=one.strip())
        opened = crossing_cells(ground.features, ground.costs, [(x, y)])
        if not opened.any():
            raise LeopardRangeError(
                "crossing_no_road", value=one.strip(), cell_m=round(ground.surface.cell_m)
            )
        cells |= opened
    return cells
