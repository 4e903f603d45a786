"""What the audit of a corridor answers: its fields, rows and their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leopard_range.model import Answer, Text
from leopard_range.studies.shape import N_, part, rows, value

if TYPE_CHECKING:
    import numpy as np
    from geopandas import GeoSeries
    from numpy.typing import NDArray

    from leopard_range.model.corridor import Corridor

__all__ = [
    "AuditAnswer",
    "CoverRow",
    "CrossingRow",
    "NearRow",
    "ProfileRow",
    "ProvinceRow",
    "RangeRow",
    "ReserveShareRow",
    "SettlementRow",
    "ThresholdRow",
]

KINDS = (N_("line"), N_("area"))
LINES = (N_("road"), N_("railway"), N_("river"), N_("country border"), N_("province border"))
ROAD_CLASSES = (N_("motorway"), N_("trunk"), N_("primary"), N_("secondary"), N_("unclassified"))
COVERS = (
    *(N_("Water"), N_("Evergreen needleleaf forest"), N_("Evergreen broadleaf forest")),
    *(N_("Deciduous needleleaf forest"), N_("Deciduous broadleaf forest"), N_("Mixed forest")),
    *(N_("Closed shrubland"), N_("Open shrubland"), N_("Woody savanna"), N_("Savanna"), N_("Grassland")),
    *(N_("Permanent wetland"), N_("Cropland"), N_("Urban and built-up")),
    *(N_("Cropland and natural vegetation mosaic"), N_("Snow and ice"), N_("Barren")),
)
"""IGBP classes, as the species file names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRow:
    """Width at one place of the centreline."""

    along_m: float = value(N_("Along the centreline"), "m")
    width_m: float = value(N_("Width"), "m")
    transect_m: float | None = value(N_("Width by transect"), "m")
    lon: float = value(N_("Longitude"), "°", 4)
    lat: float = value(N_("Latitude"), "°", 4)
    piece: int = value(N_("Part"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdRow:
    """How much of the length is narrower than a threshold."""

    threshold_m: float = value(N_("Narrower than"), "m")
    below_km: float = value(N_("Length"), "km", 1)
    below_share: float = value(N_("Share of the length"), "%", 1)
    stretches: int = value(N_("Stretches"))
    source: str = value(N_("Source"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverRow:
    """One class of land cover."""

    code: int = value(N_("Code"))
    cover: str = value(N_("Land cover"), words=COVERS)
    area_km2: float = value(N_("Area"), "km²", 1)
    area_share: float = value(N_("Share of the proposal"), "%", 1)
    habitat: bool = value(N_("Counts as habitat"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingRow:
    """One stretch of a line inside the proposal."""

    kind: str = value(N_("What"), words=LINES)
    road_class: str = value(N_("Class"), words=ROAD_CLASSES, optional=True)
    name: Text = value(N_("Name"))
    along_m: float = value(N_("Along the centreline"), "m")
    lon: float = value(N_("Longitude"), "°", 4)
    lat: float = value(N_("Latitude"), "°", 4)
    inside_m: float = value(N_("Length inside"), "m")
    on_way: bool = value(N_("Meets the centreline"))
    pos_error_m: float = value(N_("Error of its position"), "m")


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementRow:
    """A settlement inside or near the proposal."""

    name: Text = value(N_("Settlement"))
    country: str = value(N_("Country"))
    distance_m: float = value(N_("Distance to the outline"), "m")
    along_m: float = value(N_("Along the centreline"), "m")
    lon: float = value(N_("Longitude"), "°", 4)
    lat: float = value(N_("Latitude"), "°", 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearRow:
    """How many settlements lie within a distance; 0 is inside."""

    within_m: float = value(N_("Within"), "m")
    settlements: int = value(N_("Settlements"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceRow:
    """What lies in one province."""

    name: Text = value(N_("Province"))
    country: str = value(N_("Country"))
    area_km2: float = value(N_("Area"), "km²", 1)
    area_share: float = value(N_("Share of the proposal"), "%", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveShareRow:
    """A protected area of that year inside the proposal; two may cover the same ground."""

    id: str = value(N_("Code"))
    name: Text = value(N_("Protected area"))
    inside_km2: float = value(N_("Inside the proposal"), "km²", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeRow:
    """What lies in one of the ranges."""

    id: str = value(N_("Code"))
    name: Text = value(N_("Range"))
    overlap_km2: float = value(N_("Inside the proposal"), "km²", 1)
    overlap_share: float = value(N_("Share of the proposal"), "%", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditAnswer(Answer):
    """What the audit of a proposal found; lengths and areas on the ellipsoid, in EPSG:4326 where drawn.

    Attributes
    ----------
    corridor : Corridor
        The proposal as it was read, checked and repaired.
    centreline : GeoSeries
        One line for each part that was measured.
    curve : ndarray, shape (n, 5)
        The whole profile: distance along the centreline (m), width (m), longitude, latitude, part.
    gap_line : GeoSeries
        Where the longest gap is stepped over; empty when there is none.
    habitat : GeoSeries
        Patches of habitat inside.
    protected : GeoSeries
        What is protected inside.
    """

    name: Text = value(N_("Proposal"))
    kind: str = value(N_("Drawn as"), words=KINDS)
    year: int = value(N_("Year"), "year")
    area_km2: float = value(N_("Area"), "km²", 1)
    length_km: float = value(N_("Length of the centreline"), "km", 1)
    straight_km: float = value(N_("Straight from end to end"), "km", 1)
    width_min_m: float = value(N_("Least width"), "m")
    width_min_lon: float = value(N_("Longitude of the narrowest place"), "°", 4)
    width_min_lat: float = value(N_("Latitude of the narrowest place"), "°", 4)
    width_min_along_m: float = value(N_("Narrowest place along the centreline"), "m")
    width_inner_min_m: float | None = value(N_("Least width without the outer tenths of the length"), "m")
    width_median_m: float = value(N_("Median width"), "m")
    width_max_m: float = value(N_("Greatest width"), "m")
    transect_min_m: float | None = value(N_("Least width by transect"), "m")
    transect_difference_m: float | None = value(N_("Median difference between the two measures"), "m")
    cell_m: float = value(N_("Step of the outline the width was measured with"), "m", 1)
    parts: int = value(N_("Parts"))
    holes: int = value(N_("Holes"))
    break_longest_m: float | None = value(N_("Longest break between parts"), "m", optional=True)
    gap_longest_m: float = value(N_("Longest gap between habitat"), "m")
    gap_lon: float | None = value(N_("Longitude of the gap"), "°", 4, optional=True)
    gap_lat: float | None = value(N_("Latitude of the gap"), "°", 4, optional=True)
    patches: int = value(N_("Patches of habitat"))
    habitat_km2: float = value(N_("Habitat"), "km²", 1)
    habitat_share: float = value(N_("Share that is habitat"), "%", 1)
    elevation_mean_m: float | None = value(N_("Mean height"), "m")
    elevation_min_m: float | None = value(N_("Lowest"), "m")
    elevation_max_m: float | None = value(N_("Highest"), "m")
    slope_mean_deg: float | None = value(N_("Mean slope"), "°", 1)
    slope_max_deg: float | None = value(N_("Steepest slope"), "°", 1)
    protected_km2: float = value(N_("Protected"), "km²", 1)
    protected_km2_low: float = value(N_("Protected"), "km²", 1)
    protected_km2_high: float = value(N_("Protected"), "km²", 1)
    protected_share: float = value(N_("Share protected"), "%", 1)
    protected_share_low: float = value(N_("Share protected"), "%", 1)
    protected_share_high: float = value(N_("Share protected"), "%", 1)
    settlements_inside: int = value(N_("Settlements inside"))
    settlement_nearest_m: float | None = value(N_("Nearest settlement outside"), "m")
    thresholds: tuple[ThresholdRow, ...] = rows(N_("Length by width"), ThresholdRow)
    profile: tuple[ProfileRow, ...] = rows(N_("Width along the centreline"), ProfileRow)
    cover: tuple[CoverRow, ...] = rows(N_("Land cover"), CoverRow)
    crossings: tuple[CrossingRow, ...] = rows(N_("What crosses it"), CrossingRow)
    near: tuple[NearRow, ...] = rows(N_("Settlements by distance"), NearRow)
    settlements: tuple[SettlementRow, ...] = rows(N_("Settlements near it"), SettlementRow)
    provinces: tuple[ProvinceRow, ...] = rows(N_("By province"), ProvinceRow)
    reserves: tuple[ReserveShareRow, ...] = rows(N_("Protected areas in it"), ReserveShareRow)
    ranges: tuple[RangeRow, ...] = rows(N_("Overlap with the ranges"), RangeRow)
    corridor: Corridor = part()
    centreline: GeoSeries = part()
    curve: NDArray[np.float64] = part()
    gap_line: GeoSeries = part()
    habitat: GeoSeries = part()
    protected: GeoSeries = part()
