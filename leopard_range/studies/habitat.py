"""How much of the ranges has land cover and height that suit the species."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from leopard_range.model import Answer, Citation, Note, Text
from leopard_range.studies.common import CURRENT, HISTORIC, HISTORIC_CHOICES, Evidence
from leopard_range.studies.shape import N_, check_question, option, rows, value

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog

__all__ = ["HabitatAnswer", "HabitatQuestion", "HabitatRow", "area_of_habitat"]


@dataclass(frozen=True, slots=True)
class HabitatQuestion:
    """How much habitat today's and a historical range hold.

    Attributes
    ----------
    historic : str
        ``matched``: the outline with the published area; ``envelope``: the widest.

    Raises
    ------
    LeopardRangeError
        ``bad_choice``.
    """

    historic: Literal["matched", "envelope"] = option(
        N_("Which historical range: the one with the published area, or the widest"),
        str,
        choices=HISTORIC_CHOICES,
        default="matched",
    )

    def __post_init__(self) -> None:
        check_question(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitatRow:
    """One range; areas in km², share 0-1 of the range."""

    id: str = value(N_("Code"))
    name: Text = value(N_("Range"))
    range_km2: float = value(N_("Range"), "km²")
    cover_km2: float = value(N_("Suitable land cover"), "km²")
    height_km2: float = value(N_("Land at suitable elevation"), "km²")
    area_km2: float = value(N_("Area of habitat"), "km²")
    share: float = value(N_("Share of the range"), "%", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitatAnswer(Answer):
    """The area of habitat of each range, with the rules it was found by."""

    low_m: float = value(N_("Lowest suitable elevation"), "m")
    high_m: float = value(N_("Highest suitable elevation"), "m")
    land_cover: Text = value(N_("Land cover of"))
    ranges: tuple[HabitatRow, ...] = rows(N_("By range"), HabitatRow)


def area_of_habitat(catalog: Catalog, question: HabitatQuestion) -> HabitatAnswer:
    """Measure the part of each range with suitable land cover at suitable height.

    Parameters
    ----------
    catalog : Catalog
        The ranges, the species' parameters ``habitat`` and the rasters
        they name.
    question : HabitatQuestion
        Which historical range stands beside today's.

    Returns
    -------
    HabitatAnswer
        Today's range first.

    Raises
    ------
    LeopardRangeError
        What the catalog raises.
    """
    evidence = Evidence(catalog)
    rules = catalog.species.parameters["habitat"]
    height = rules["elevation"]
    for id_ in (rules["land_cover_layer"], rules["elevation_layer"]):
        evidence.cite(catalog.spec(id_).cite)
    evidence.cite(Citation(rules["reference"]), Citation(height["reference"]))
    evidence.note(Note("habitat_is_a_reading"))
    ids = (CURRENT, HISTORIC[question.historic])
    return HabitatAnswer(
        low_m=height["min_m"],
        high_m=height["max_m"],
        land_cover=dict(catalog.spec(rules["land_cover_layer"]).period),
        ranges=tuple(_row(catalog, evidence, id_, rules) for id_ in ids),
        citations=evidence.citations,
        notes=evidence.notes,
    )


def _row(catalog: Catalog, evidence: Evidence, id_: str, rules: Mapping[str, Any]) -> HabitatRow:
    from leopard_range.analysis.habitat import area_of_habitat as measure

    layer = evidence.layer(id_)
    west, south, east, north = (float(edge) for edge in layer.frame.total_bounds)
    bounds = (west, south, east, north)
    cover, cover_grid = catalog.raster(rules["land_cover_layer"], bounds)
    height, height_grid = catalog.raster(rules["elevation_layer"], bounds)
    found = measure(
        layer.frame,
        cover,
        cover_grid,
        height,
        height_grid,
        habitat_classes=[int(code) for code, weight in rules["land_cover"].items() if weight],
        elevation_low_m=rules["elevation"]["min_m"],
        elevation_high_m=rules["elevation"]["max_m"],
    )
    evidence.note(*found.notes)
    return HabitatRow(
        id=id_,
        name=dict(layer.spec.title),
        range_km2=found.range_total_km2,
        cover_km2=found.hab_total_km2,
        height_km2=found.dem_total_km2,
        area_km2=found.aoh_total_km2,
        share=found.prevalence,
    )
