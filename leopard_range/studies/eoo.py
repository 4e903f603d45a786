"""Extent of occurrence of a reader's points."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leopard_range.model import Answer, Citation, Note
from leopard_range.studies.common import CATEGORY_WORDS, points_cost
from leopard_range.studies.shape import N_, Cost, check_question, option, part, value

if TYPE_CHECKING:
    from geopandas import GeoSeries

    from leopard_range.catalog import Catalog

__all__ = ["GUIDELINES", "EooAnswer", "EooQuestion", "extent_cost", "extent_of_occurrence"]

GUIDELINES = Citation(
    "IUCN Standards and Petitions Committee (2024) Guidelines for using the IUCN Red List categories and "
    "criteria, version 16, sections 4.9 and 4.10.",
    "https://www.iucnredlist.org/resources/redlistguidelines",
)
"""Where the two areas are defined."""


@dataclass(frozen=True, slots=True)
class EooQuestion:
    """How wide an area some points span.

    Attributes
    ----------
    file : str
        Path of a CSV with longitude and latitude, or of any vector file.
    """

    file: str = option(
        N_("CSV with lon and lat, or any vector file of points"), str, names="file", positional=True
    )

    def __post_init__(self) -> None:
        check_question(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class EooAnswer(Answer):
    """Areas in km² on the WGS 84 ellipsoid.

    Attributes
    ----------
    hull : GeoSeries
        The hull, EPSG:4326; its edges are geodesics.
    """

    points: int = value(N_("Points read"))
    distinct_points: int = value(N_("Distinct points"))
    area_km2: float = value(N_("Extent of occurrence"), "km²", 1)
    hull_km2: float = value(N_("Convex hull"), "km²", 1)
    aoo_km2: float = value(N_("Area of occupancy, 2 km cells"), "km²")
    raised_to_aoo: bool = value(N_("Raised to the area of occupancy"))
    category: str = value(N_("IUCN threshold met by the extent alone (B1)"), words=CATEGORY_WORDS)
    hull: GeoSeries = part()


def extent_of_occurrence(catalog: Catalog, question: EooQuestion) -> EooAnswer:
    """Measure the geodesic convex hull of points; never less than their area of occupancy.

    Parameters
    ----------
    catalog : Catalog
        Reads the file.
    question : EooQuestion
        Which file.

    Returns
    -------
    EooAnswer
        Fewer than three distinct points, or points on one line, are noted.

    Raises
    ------
    LeopardRangeError
        What is wrong with the file, with row and remedy.
    """
    from leopard_range.analysis.aoo import aoo
    from leopard_range.analysis.eoo import eoo
    from leopard_range.analysis.redlist import EOO_KM2, area_category
    from leopard_range.crs import to_metric

    path = Path(question.file)
    name = path.name
    points, repairs = catalog.read_points(path)
    occupied = aoo(to_metric(points, catalog.species.metric_crs, name=name), name=name)
    found = eoo(points, aoo_km2=occupied.area_km2_min, name=name)
    return EooAnswer(
        points=len(points),
        distinct_points=found.n_distinct,
        area_km2=found.area_km2,
        hull_km2=found.hull_km2,
        aoo_km2=occupied.area_km2_min,
        raised_to_aoo=found.raised_to_aoo,
        category=area_category(found.area_km2, EOO_KM2),
        hull=found.geometry,
        citations=(GUIDELINES,),
        notes=(*repairs, *found.notes, Note("criterion_b_incomplete")),
    )


def extent_cost(catalog: Catalog, question: EooQuestion) -> Cost:
    """Estimate time and memory from the number of points.

    Parameters
    ----------
    catalog : Catalog
        Looks at the file.
    question : EooQuestion
        Which file.
    """
    return points_cost(catalog, Path(question.file))
