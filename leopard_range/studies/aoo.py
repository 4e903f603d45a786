"""Area of occupancy of a reader's points."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leopard_range.model import Answer, Note
from leopard_range.studies.common import CATEGORY_WORDS, points_cost
from leopard_range.studies.eoo import GUIDELINES
from leopard_range.studies.shape import N_, Cost, check_question, option, part, value

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from leopard_range.catalog import Catalog

__all__ = ["AooAnswer", "AooQuestion", "area_of_occupancy", "occupancy_cost"]

_IUCN_CELL_M = 2000


@dataclass(frozen=True, slots=True)
class AooQuestion:
    """How many square cells some points occupy.

    Attributes
    ----------
    file : str
        Path of a CSV with longitude and latitude, or of any vector file.
    cell_m : float
        Side of a cell, metres; IUCN asks for 2000.
    """

    file: str = option(
        N_("CSV with lon and lat, or any vector file of points"), str, names="file", positional=True
    )
    cell_m: float = option(N_("Side of a cell in metres"), float, default=_IUCN_CELL_M)

    def __post_init__(self) -> None:
        check_question(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class AooAnswer(Answer):
    """Areas in km²: the least over all positions of the grid, the median and the most.

    Attributes
    ----------
    squares : GeoDataFrame
        The occupied cells at the least area, EPSG:4326, with ``n`` points each.
    """

    points: int = value(N_("Points read"))
    distinct_points: int = value(N_("Distinct points"))
    cell_m: float = value(N_("Side of a cell"), "m")
    cells: int = value(N_("Occupied cells"))
    area_km2: float = value(N_("Area of occupancy"), "km²", 2)
    area_km2_low: float = value(N_("Area of occupancy"), "km²", 2)
    area_km2_high: float = value(N_("Area of occupancy"), "km²", 2)
    area_km2_median: float = value(N_("Median, over all grid positions"), "km²", 2)
    proven: bool = value(N_("Proven to be the least"))
    origin_x_m: float = value(N_("Grid origin, east"), "m", 1)
    origin_y_m: float = value(N_("Grid origin, north"), "m", 1)
    category: str | None = value(N_("IUCN threshold met by the area alone (B2)"), words=CATEGORY_WORDS)
    squares: GeoDataFrame = part()


def area_of_occupancy(catalog: Catalog, question: AooQuestion) -> AooAnswer:
    """Count occupied cells over every position of the grid and give the least.

    Parameters
    ----------
    catalog : Catalog
        Reads the file; knows the metric CRS.
    question : AooQuestion
        Which file and cell size.

    Returns
    -------
    AooAnswer
        ``area_km2`` is the least; the threshold is stated for 2 km cells only.

    Raises
    ------
    LeopardRangeError
        What is wrong with the file or the cell size.
    """
    from leopard_range.analysis.aoo import aoo, aoo_cells
    from leopard_range.analysis.redlist import AOO_KM2, area_category
    from leopard_range.crs import to_metric, to_wgs84

    path = Path(question.file)
    name = path.name
    read, repairs = catalog.read_points(path)
    points = to_metric(read, catalog.species.metric_crs, name=name)
    found = aoo(points, cell_m=question.cell_m, name=name)
    squares = aoo_cells(points, cell_m=found.cell_m, origin_x_m=found.origin_x_m, origin_y_m=found.origin_y_m)
    # The thresholds hold for IUCN's reference scale only.
    comparable = found.cell_m == _IUCN_CELL_M
    return AooAnswer(
        points=len(points),
        distinct_points=found.n_distinct,
        cell_m=found.cell_m,
        cells=found.cells_min,
        area_km2=found.area_km2_min,
        area_km2_low=found.area_km2_min,
        area_km2_high=found.area_km2_max,
        area_km2_median=found.area_km2_median,
        proven=found.proven,
        origin_x_m=found.origin_x_m,
        origin_y_m=found.origin_y_m,
        category=area_category(found.area_km2_min, AOO_KM2) if comparable else None,
        squares=to_wgs84(squares),
        citations=(GUIDELINES,),
        notes=(*repairs, *found.notes, *((Note("criterion_b_incomplete"),) if comparable else ())),
    )


def occupancy_cost(catalog: Catalog, question: AooQuestion) -> Cost:
    """Estimate time and memory from the number of points.

    Parameters
    ----------
    catalog : Catalog
        Looks at the file.
    question : AooQuestion
        Which file.
    """
    return points_cost(catalog, Path(question.file))
