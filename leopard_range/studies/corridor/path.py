"""The cheapest way between the ends of a proposal, the band around it, published figures beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from leopard_range.engine import report
from leopard_range.model import Answer, Citation, Note, Text
from leopard_range.studies.corridor.common import read
from leopard_range.studies.corridor.ground import Ground, GroundQuestion, ends_around, ground
from leopard_range.studies.corridor.way import (
    ClassRow,
    CrossingRow,
    area_on_earth,
    class_rows,
    crossing_rows,
    forest_share,
    line_on_earth,
    straight_km,
)
from leopard_range.studies.shape import N_, option, part, rows, value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from leopard_range.analysis.corridor.cost import Path
    from leopard_range.catalog import Catalog
    from leopard_range.model import Grid
    from leopard_range.model.corridor import Corridor
    from leopard_range.studies.corridor.ends import End

__all__ = ["PairRow", "PathAnswer", "PathQuestion", "PublishedRow", "path"]

_METHOD = Citation(
    "Adriaensen F. et al. (2003) The application of ‘least-cost’ modelling as a functional landscape model. "
    "Landscape and Urban Planning 64(4): 233-247.",
    "https://doi.org/10.1016/S0169-2046(02)00242-6",
)
_MEASURES = (N_("Length of the least-cost path"), N_("Forest along it"))


@dataclass(frozen=True, slots=True)
class PathQuestion(GroundQuestion):
    """Which way is the cheapest.

    Attributes
    ----------
    slack_percent : float
        How much more than the cheapest a way through the band may cost, per cent.
    among : str
        ``ends``: the two ends alone; ``reserves``: also every pair of protected areas around.
    """

    slack_percent: float = option(
        N_("how much more a way through the band may cost, %"), float, default=5.0, least=0.0, most=100.0
    )
    among: Literal["ends", "reserves"] = option(
        N_("distances between the two ends, or between all protected areas around"),
        str,
        choices=("ends", "reserves"),
        default="ends",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRow:
    """A published figure and ours; kilometres, or per cent of the path."""

    measure: str = value(N_("Measure"), words=_MEASURES)
    unit: str = value(N_("Unit"))
    published: float = value(N_("Published"), "", 1)
    ours: float = value(N_("Here"), "", 1)
    difference: float = value(N_("Difference"), "", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """Two places and the cheapest way between them."""

    from_id: str = value(N_("Code"))
    from_name: Text = value(N_("Starts at"))
    to_id: str = value(N_("Code"))
    to_name: Text = value(N_("Leads to"))
    straight_km: float = value(N_("As the crow flies"), "km", 1)
    length_km: float = value(N_("Length of the path"), "km", 1)
    cost_km: float = value(N_("Cost-weighted distance"), "km", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PathAnswer(Answer):
    """The cheapest way between two places; cost is counted in kilometres of the best ground.

    Attributes
    ----------
    corridor : Corridor
        The proposal.
    path : LineString
        The way, EPSG:4326.
    band : MultiPolygon
        Ground through which a way costs little more, EPSG:4326.
    end_areas : tuple of BaseGeometry
        The two ends, EPSG:4326.
    grid : Grid
        Grid of the maps, metric.
    resistance, cost_from, cost_above : numpy.ndarray of float, shape (rows, columns)
        Cost of a metre; cost from the first end and what the cheapest way through each cell costs more
        than the cheapest of all, both in km of the best ground.
    """

    name: Text = value(N_("Proposal"))
    from_name: Text = value(N_("Starts at"))
    to_name: Text = value(N_("Leads to"))
    cell_m: float = value(N_("Side of a cell"), "m")
    straight_km: float = value(N_("As the crow flies"), "km", 1)
    path_km: float = value(N_("Length of the least-cost path"), "km", 1)
    detour_ratio: float | None = value(N_("Length by the straight distance"), "", 2)
    cost_km: float = value(N_("Cost-weighted distance (km of the best ground)"), "km", 1)
    mean_resistance: float = value(N_("Mean resistance along the path"), "", 2)
    forest_share: float = value(N_("Forest along the path"), "%", 1)
    path_share: float = value(N_("Path inside the proposal"), "%", 1)
    path_crossings: int = value(N_("Lines the path crosses"))
    slack_share: float = value(N_("A way through the band costs at most this much more"), "%", 1)
    band_km2: float = value(N_("Area of the band"), "km²", 1)
    band_inside_share: float = value(N_("Band inside the proposal"), "%", 1)
    proposal_in_band_share: float = value(N_("Proposal inside the band"), "%", 1)
    published: tuple[PublishedRow, ...] = rows(N_("Published and here"), PublishedRow)
    classes: tuple[ClassRow, ...] = rows(N_("Land along the path"), ClassRow)
    lines: tuple[CrossingRow, ...] = rows(N_("Lines the path crosses"), CrossingRow)
    pairs: tuple[PairRow, ...] = rows(N_("Distances"), PairRow)
    corridor: Corridor = part()
    path: BaseGeometry = part()
    band: BaseGeometry = part()
    end_areas: tuple[BaseGeometry, BaseGeometry] = part()
    grid: Grid = part()
    resistance: NDArray[np.float64] = part()
    cost_from: NDArray[np.float64] = part()
    cost_above: NDArray[np.float64] = part()


def path(catalog: Catalog, question: PathQuestion) -> PathAnswer:
    """Find the cheapest way between the ends of a proposal and the band around it.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : PathQuestion
        Which proposal, between what, on which surface.

    Returns
    -------
    PathAnswer

    Raises
    ------
    LeopardRangeError
        Those of `leopard_range.studies.corridor.ground.ground`; ``cost_not_connected``.
    """
    from leopard_range.analysis.corridor.along import outline, share_along
    from leopard_range.analysis.corridor.cost import accumulate, band, corridor_cost, path_to

    corridor = read(catalog, question)
    report("corridor_ground")
    laid = ground(catalog, question, corridor)
    report("corridor_cost", 0.4)
    start, goal = (accumulate(laid.surface, end.cells) for end in laid.ends)
    way = path_to(start, laid.surface, laid.ends[1].cells)
    cells = band(start, goal, question.slack_percent / 100)
    above = (corridor_cost(start, goal) - way.cost) / 1000
    report("corridor_pairs", 0.7)
    direct_km = straight_km(laid.ends[0].area, laid.ends[1].area, laid.grid)
    forest = forest_share(laid, way)
    published = _published(corridor, way.length_m / 1000, forest)
    lines = crossing_rows(laid, way)
    inside, side_km2 = laid.inside, laid.surface.cell_m**2 / 1e6
    first = _pair(laid.ends, direct_km, way)
    others = _other_pairs(catalog, question, laid) if question.among == "reserves" else ()
    return PathAnswer(
        name=corridor.name,
        from_name=laid.ends[0].name,
        to_name=laid.ends[1].name,
        cell_m=laid.surface.cell_m,
        straight_km=direct_km,
        path_km=way.length_m / 1000,
        detour_ratio=way.length_m / 1000 / direct_km if direct_km else None,
        cost_km=way.cost / 1000,
        mean_resistance=way.cost / way.length_m,
        forest_share=forest,
        path_share=share_along(way.cells, inside),
        path_crossings=len(lines),
        slack_share=question.slack_percent / 100,
        band_km2=float(cells.sum()) * side_km2,
        band_inside_share=float(inside[cells].sum() / cells.sum()),
        proposal_in_band_share=float(inside[cells].sum() / inside.sum()),
        published=published,
        classes=class_rows(laid, way),
        lines=lines,
        pairs=(first, *others),
        corridor=corridor,
        path=line_on_earth(way, laid.grid),
        band=area_on_earth(outline(cells, laid.grid), laid.grid),
        end_areas=(laid.ends[0].area, laid.ends[1].area),
        grid=laid.grid,
        resistance=laid.surface.values,
        cost_from=start / 1000,
        cost_above=above,
        citations=(*laid.citations, _METHOD),
        notes=(*laid.notes, Note("path_grid"), *((Note("path_published"),) if published else ())),
    )


def _published(corridor: Corridor, length_km: float, forest: float) -> tuple[PublishedRow, ...]:
    told = corridor.published
    pairs = (
        (_MEASURES[0], "km", told.get("least_cost_path_km"), length_km),
        (_MEASURES[1], "%", told.get("forest_share"), forest),
    )
    rows = []
    for words, unit, figure, here in pairs:
        if figure is not None:
            times = 100.0 if unit == "%" else 1.0
            difference = times * (here - figure)
            rows.append(
                PublishedRow(
                    measure=words,
                    unit=unit,
                    published=times * figure,
                    ours=times * here,
                    difference=difference,
                )
            )
    return tuple(rows)


def _pair(ends: tuple[End, End], direct_km: float, way: Path) -> PairRow:
    one, other = ends
    return PairRow(
        from_id=one.id,
        from_name=one.name,
        to_id=other.id,
        to_name=other.name,
        straight_km=direct_km,
        length_km=way.length_m / 1000,
        cost_km=way.cost / 1000,
    )


def _other_pairs(catalog: Catalog, question: PathQuestion, laid: Ground) -> tuple[PairRow, ...]:
    """Measure every other pair of protected areas on the ground; a pair that no way joins is left out."""
    from itertools import combinations

    import numpy as np

    from leopard_range.analysis.corridor.cost import accumulate, path_to

    places = ends_around(catalog, question, laid)
    costs = [accumulate(laid.surface, place.cells) for place in places]
    rows = []
    for (at, one), (_, other) in combinations(enumerate(places), 2):
        known = {one.id, other.id} == {end.id for end in laid.ends}
        if not known and np.isfinite(costs[at][other.cells]).any():
            way = path_to(costs[at], laid.surface, other.cells)
            rows.append(_pair((one, other), straight_km(one.area, other.area, laid.grid), way))
    return tuple(sorted(rows, key=lambda row: row.cost_km))
