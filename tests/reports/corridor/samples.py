"""A report on a made-up corridor, with parts as the studies give them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from affine import Affine
from geopandas import GeoDataFrame, GeoSeries
from numpy.typing import NDArray
from pyproj import CRS
from shapely import LineString, Point, box

from leopard_range.i18n import LANGUAGES
from leopard_range.model import Answer, Citation, Grid, Note, Text
from leopard_range.model.corridor import Corridor
from leopard_range.studies.corridor.report import Chapter, InputRow, ReportAnswer, outline_sha256
from leopard_range.studies.shape import as_json, facts, part, rows, tables, value

DOI = "https://doi.org/10.1007/s10344-020-01385-y"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    threshold_m: float = value("Narrower than", "m")
    below_share: float = value("Share of the length", "%", 1)
    source: str = value("Source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    kind: str = value("What", words=("road", "river"))
    name: Text = value("Name")
    along_m: float = value("Along the centreline", "m")
    lon: float = value("Longitude", "°", 4)
    lat: float = value("Latitude", "°", 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit(Answer):
    name: Text = value("Proposal")
    area_km2: float = value("Area", "km²", 1)
    width_min_m: float = value("Least width", "m")
    width_min_along_m: float = value("Narrowest place along the centreline", "m")
    width_min_lon: float = value("Longitude of the narrowest place", "°", 4)
    width_min_lat: float = value("Latitude of the narrowest place", "°", 4)
    width_median_m: float = value("Median width", "m")
    protected_share: float = value("Share protected", "%", 1)
    protected_share_low: float = value("Share protected", "%", 1)
    protected_share_high: float = value("Share protected", "%", 1)
    thresholds: tuple[Threshold, ...] = rows("Length by width", Threshold)
    crossings: tuple[Crossing, ...] = rows("What crosses it", Crossing)
    corridor: Corridor = part()
    centreline: GeoSeries = part()
    curve: NDArray[np.float64] = part()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    id: str = value("Code")
    measure: str = value("Measure", words=("Effective resistance",))
    unit: str = value("Unit")
    before: float = value("Without the proposal", "", 3)
    after: float = value("With the proposal", "", 3)
    change: float = value("Change", "", 3)
    change_low: float = value("Change", "", 3)
    change_high: float = value("Change", "", 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ensemble(Answer):
    members: int = value("Members")
    measures: tuple[Change, ...] = rows("Median and inner 90 %", Change)
    grid: Grid = part()
    agreement: NDArray[np.float64] = part()
    path: LineString = part()


@dataclass(frozen=True)
class Sample:
    """What a test may change of the sample."""

    name: str = "A strip"
    crossing: str = "Highway"
    note: Note = field(default_factory=lambda: Note.of("screening_level", cell_km=5))
    source: str = "Ford et al. 2020"
    url: str = DOI


def everywhere(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)


def _audit(sample: Sample, corridor: Corridor) -> Audit:
    along = np.linspace(0, 20_000, 41)
    wide = 5000 - 3500 * np.exp(-(((along - 8000) / 2000) ** 2))
    lon, lat = 131.2 + 0.25 * along / 20_000, np.full(41, 43.1)
    return Audit(
        name=corridor.name,
        area_km2=100.0,
        width_min_m=1500.0,
        width_min_along_m=8000.0,
        width_min_lon=131.3,
        width_min_lat=43.1,
        width_median_m=4900.0,
        protected_share=0.25,
        protected_share_low=0.2,
        protected_share_high=0.31,
        thresholds=(Threshold(threshold_m=3000.0, below_share=0.2, source=sample.source),),
        crossings=(
            Crossing(kind="road", name=everywhere(sample.crossing), along_m=5000.0, lon=131.26, lat=43.1),
        ),
        corridor=corridor,
        centreline=GeoSeries([LineString([(131.2, 43.1), (131.45, 43.1)])], crs="EPSG:4326"),
        curve=np.column_stack([along, wide, lon, lat, np.ones(41)]),
        citations=(Citation(sample.source, sample.url),),
        notes=(sample.note,),
    )


def _ensemble() -> Ensemble:
    metric = CRS("+proj=laea +lat_0=43.5 +lon_0=127 +datum=WGS84 +units=m +no_defs")
    agreement = np.tile(np.linspace(0, 1, 60), (40, 1))
    return Ensemble(
        members=6,
        measures=(
            Change(
                id="resistance",
                measure="Effective resistance",
                unit="",
                before=2.0,
                after=1.5,
                change=-0.5,
                change_low=-0.7,
                change_high=-0.2,
            ),
        ),
        grid=Grid((40, 60), Affine(500, 0, 335_000, 0, -500, -20_000), metric),
        agreement=agreement,
        path=LineString([(131.2, 43.05), (131.45, 43.12)]),
    )


def report(sample: Sample | None = None) -> ReportAnswer:
    """Build the answer of the study from parts, without data."""
    sample = sample or Sample()
    area = box(131.2, 43.08, 131.45, 43.12)
    corridor = Corridor(name=everywhere(sample.name), area=area, width_m=None)
    audit, ensemble = _audit(sample, corridor), _ensemble()
    chapters = (
        _chapter("corridor audit", {"proposal": sample.name}, audit),
        Chapter(
            study="corridor path",
            title="Least-cost path",
            about="",
            asked={},
            problem=Note("cost_not_connected"),
        ),
        _chapter("corridor ensemble", {"members": 6}, ensemble),
    )
    names = {f"name_{language}": [sample.name] for language in LANGUAGES}
    reserve = GeoDataFrame({"id": ["r"], **names}, geometry=[box(131.4, 43.0, 131.6, 43.2)], crs="EPSG:4326")
    town = GeoDataFrame({"id": ["t"], **names}, geometry=[Point(131.3, 43.2)], crs="EPSG:4326")
    land = GeoDataFrame({"id": ["land"]}, geometry=[box(130, 42, 133, 44)], crs="EPSG:4326")
    row = InputRow(
        id="land", name=everywhere("Land"), period=everywhere("2020"), pos_error_m=1000.0, sha256="a" * 64
    )
    return ReportAnswer(
        name=corridor.name,
        area_km2=100.0,
        outline_sha256=outline_sha256(corridor),
        data_version="0123456789ab",
        figures=(),
        inputs=(row,),
        corridor=corridor,
        chapters=chapters,
        around={"land": land, "places": town, "reserves": reserve},
        frame=(131.0, 42.95, 131.65, 43.25),
        year=2026,
        citations=audit.citations,
        notes=(sample.note, Note("corridor_no_threshold")),
    )


def _chapter(study: str, asked: dict[str, Any], answer: Answer) -> Chapter:
    return Chapter(
        study=study,
        title="Audit of a corridor",
        about="How wide a proposed corridor is, how broken, and what it crosses.",
        asked=asked,
        answer=answer,
        facts=facts(answer),
        tables=tables(answer),
        said=as_json(answer),
    )
