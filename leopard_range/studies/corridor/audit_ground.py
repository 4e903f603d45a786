"""What lies in and around a proposal: habitat, heights, roads, borders, settlements, reserves, ranges."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from geopandas import GeoDataFrame, GeoSeries
from pyproj import CRS, Transformer

from leopard_range.analysis.corridor.audit import (
    MOST_PATCHES,
    crossings,
    longest_gap,
    near,
    patches,
    shared_edges,
)
from leopard_range.analysis.grid import cell_centres, values_at
from leopard_range.analysis.habitat import area_of_habitat
from leopard_range.analysis.overlay import protected_share
from leopard_range.analysis.zonal import zonal, zonal_classes
from leopard_range.crs import WGS84, to_metric, to_wgs84
from leopard_range.i18n import LANGUAGES
from leopard_range.model import Citation, Note
from leopard_range.studies.common import CURRENT, HISTORIC, metric, names
from leopard_range.studies.corridor.audit_answer import (
    CoverRow,
    CrossingRow,
    NearRow,
    ProvinceRow,
    RangeRow,
    ReserveShareRow,
    SettlementRow,
)
from leopard_range.studies.protected import every_reserve

if TYPE_CHECKING:
    from leopard_range.catalog import Catalog
    from leopard_range.model import Grid, Layer, Text
    from leopard_range.model.corridor import Corridor
    from leopard_range.studies.common import Evidence
    from leopard_range.studies.corridor.audit_shape import Shape

__all__ = ["Surroundings"]

_LINES = (
    ("road", ("roads",)),
    ("railway", ("railways",)),
    ("river", ("rivers", "rivers_detail")),
    ("country border", ("borders", "borders_detail")),
)
_RANGES = (HISTORIC["matched"], "range_1970s", CURRENT)
_SETTLED = ("capital", "city", "town")
_SAME_PLACE_M = 3_000.0
_PAD_DEG = 0.2
_MOST_ROWS = 300


class Surroundings:
    """What a proposal is laid over.

    Parameters
    ----------
    catalog : Catalog
        Every published layer.
    evidence : Evidence
        Gathers sources and cautions.
    corridor : Corridor
        The proposal.
    shape : Shape
        The proposal in a plane of its own.
    """

    def __init__(self, catalog: Catalog, evidence: Evidence, corridor: Corridor, shape: Shape) -> None:
        self._catalog, self._evidence, self._shape = catalog, evidence, shape
        self._area = GeoSeries([corridor.area], crs=WGS84)
        west, south, east, north = corridor.area.bounds
        self._box = (west - _PAD_DEG, south - _PAD_DEG, east + _PAD_DEG, north + _PAD_DEG)
        self._back = Transformer.from_crs(shape.plane, WGS84, always_xy=True)
        self._km2 = float(shape.values["area_km2"])

    def habitat(self, least_km2: float) -> dict[str, Any]:
        """Measure habitat, its patches and the longest gap between them.

        Parameters
        ----------
        least_km2 : float
            Smallest patch that counts.
        """
        rules = self._catalog.species.parameters["habitat"]
        height = rules["elevation"]
        for id_ in (rules["land_cover_layer"], rules["elevation_layer"]):
            self._evidence.cite(self._catalog.spec(id_).cite)
        self._evidence.cite(Citation(rules["reference"]), Citation(height["reference"]))
        self._evidence.note(Note("habitat_is_a_reading"), Note.of("screening_level", cell_km=5))
        cover, cover_grid = self._catalog.raster(rules["land_cover_layer"], self._box)
        heights, heights_grid = self._catalog.raster(rules["elevation_layer"], self._box)
        classes = [int(code) for code, weight in rules["land_cover"].items() if weight]
        found = area_of_habitat(
            self._area,
            cover,
            cover_grid,
            heights,
            heights_grid,
            habitat_classes=classes,
            elevation_low_m=height["min_m"],
            elevation_high_m=height["max_m"],
        )
        suited = np.isin(cover.filled(255), classes) & ~np.ma.getmaskarray(cover)
        x, y = np.meshgrid(*cell_centres(cover_grid))
        above = values_at(heights, heights_grid, x, y, CRS.from_user_input(cover_grid.crs))
        suited &= ((above >= height["min_m"]) & (above <= height["max_m"])).filled(False)
        own = self._area if cover_grid.crs == WGS84 else self._area.to_crs(cover_grid.crs)
        parts = GeoSeries(patches(own.iloc[0], suited, cover_grid.transform), crs=cover_grid.crs)
        in_plane = to_metric(parts, self._shape.plane) if len(parts) else parts.to_crs(self._shape.plane)
        kept = in_plane[in_plane.area >= least_km2 * 1e6]
        ends = shapely.points(shapely.get_coordinates(self._shape.middle)[[0, -1]])
        gap = longest_gap(kept.to_numpy()[:MOST_PATCHES], ends[0], ends[1])
        return {
            "habitat_km2": found.aoh_total_km2,
            "habitat_share": found.prevalence,
            "patches": len(kept),
            "habitat": to_wgs84(kept),
            "cover": self._cover(cover, cover_grid, set(classes), rules.get("land_cover_names", {})),
            **self._gap(gap),
            **self._heights(heights, heights_grid),
        }

    def _gap(self, gap: Any) -> dict[str, Any]:
        if gap.line is None:
            nothing = GeoSeries([], crs=WGS84)
            return {"gap_longest_m": 0.0, "gap_lon": None, "gap_lat": None, "gap_line": nothing}
        line = to_wgs84(GeoSeries([gap.line], crs=self._shape.plane))
        middle = shapely.line_interpolate_point(gap.line, 0.5, normalized=True)
        lon, lat = self._back.transform(middle.x, middle.y)
        return {"gap_longest_m": gap.length_m, "gap_lon": lon, "gap_lat": lat, "gap_line": line}

    def _cover(
        self, cover: Any, grid: Grid, habitat: set[int], words: dict[str, str]
    ) -> tuple[CoverRow, ...]:
        table = (
            zonal_classes(self._area, cover, grid).table.iloc[0].sort_values(ascending=False, kind="stable")
        )
        found = zip(table.index.astype(int), table.to_numpy(), strict=True)
        return tuple(
            CoverRow(
                code=int(code),
                cover=words.get(str(code), str(code)),
                area_km2=float(km2),
                area_share=float(km2) / self._km2,
                habitat=int(code) in habitat,
            )
            for code, km2 in found
            if km2 > 0
        )

    def _heights(self, heights: Any, grid: Grid) -> dict[str, float | None]:
        table = zonal(self._area, heights, grid, stats=("mean", "min", "max")).table.iloc[0]
        slope = _slope_deg(heights, grid, self._area.iloc[0].centroid.y)
        steep = zonal(self._area, slope, grid, stats=("mean", "max")).table.iloc[0]
        return {
            "elevation_mean_m": _or_none(table["mean"]),
            "elevation_min_m": _or_none(table["min"]),
            "elevation_max_m": _or_none(table["max"]),
            "slope_mean_deg": _or_none(steep["mean"]),
            "slope_max_deg": _or_none(steep["max"]),
        }

    def crossings(self) -> tuple[CrossingRow, ...]:
        """List every stretch of a line inside the proposal."""
        found = [row for kind, layers in _LINES for id_ in layers for row in self._lines(kind, id_)]
        found += self._province_borders()
        found.sort(key=lambda row: (row.along_m, row.kind))
        if len(found) > _MOST_ROWS:
            self._evidence.note(Note.of("corridor_rows_cut", count=len(found), kept=_MOST_ROWS))
        return tuple(found[:_MOST_ROWS])

    def _layer(self, id_: str) -> Layer | None:
        if id_ in self._catalog.specs:
            return self._evidence.layer(id_)
        self._evidence.note(Note.of("corridor_no_layer", layer=id_))
        return None

    def _around(self, frame: GeoDataFrame, box: tuple[float, ...]) -> GeoDataFrame:
        some = frame[shapely.intersects(frame.geometry.to_numpy(), shapely.box(*box))]
        return to_metric(some.clip(box) if len(some) else some, self._shape.plane)

    def _lines(self, kind: str, id_: str) -> Iterator[CrossingRow]:
        layer = self._layer(id_)
        if layer is None:
            return
        frame = layer.frame
        # The coarse copy of what another layer draws in detail would be counted twice.
        if "max_zoom" in frame and f"{id_}_detail" in self._catalog.specs:
            frame = frame[frame["max_zoom"].isna()]
        frame = self._around(frame, self._box)
        labels = names(frame) if "name_en" in frame else [_same(str(one)) for one in frame["id"]]
        if kind == "country border":
            labels = [self._countries(str(one)) for one in frame["id"]]
        classes = frame["class"].fillna("").astype(str).tolist() if "class" in frame else [""] * len(frame)
        yield from self._rows(kind, frame.geometry.to_numpy(), labels, classes, layer.spec.pos_error_m)

    def _rows(
        self, kind: str, lines: Any, labels: list[Any], classes: list[str], error_m: float
    ) -> Iterator[CrossingRow]:
        table = crossings(lines, self._shape.area, self._shape.middle)
        lon, lat = self._back.transform(table["x"].to_numpy(), table["y"].to_numpy())
        for at, one in enumerate(table.to_dict("records")):
            yield CrossingRow(
                kind=kind,
                road_class=classes[one["line"]],
                name=labels[one["line"]],
                along_m=float(one["along_m"]),
                lon=float(lon[at]),
                lat=float(lat[at]),
                inside_m=float(one["length_m"]),
                on_way=bool(one["on_way"]),
                pos_error_m=float(error_m),
            )

    def _countries(self, id_: str) -> Text:
        """``CN-RU`` as the names of the two countries."""
        known = self._catalog.layer("countries").frame.set_index("id")
        codes = [code for code in id_.split("-")[:2] if code in known.index]
        if len(codes) < 2:
            return _same(id_)
        return {one: " – ".join(str(known.loc[code, f"name_{one}"]) for code in codes) for one in LANGUAGES}

    def _touched(self, frame: GeoDataFrame) -> GeoDataFrame:
        area = self._area.iloc[0]
        some = frame[shapely.intersects(frame.geometry.to_numpy(), area)]
        return to_metric(some.clip(self._box), self._shape.plane) if len(some) else some

    def _province_borders(self) -> list[CrossingRow]:
        layer = self._layer("provinces")
        if layer is None or "country" not in layer.frame:
            return []
        frame = self._touched(layer.frame)
        words = names(frame)
        inner = [
            (one, other, line)
            for one, other, line in shared_edges(frame.geometry.to_numpy())
            if frame["country"].iloc[one] == frame["country"].iloc[other]
        ]
        labels = [
            {key: f"{words[one][key]} – {words[other][key]}" for key in LANGUAGES} for one, other, _ in inner
        ]
        lines = np.array([line for _, _, line in inner], dtype=object)
        error = layer.spec.pos_error_m
        return list(self._rows("province border", lines, labels, [""] * len(inner), error)) if inner else []

    def provinces(self) -> tuple[ProvinceRow, ...]:
        """Share the proposal out among provinces."""
        layer = self._layer("provinces")
        if layer is None:
            return ()
        frame = self._touched(layer.frame)
        own = frame["country"] if "country" in frame else frame["id"]
        km2 = shapely.area(shapely.intersection(frame.geometry.to_numpy(), self._shape.area)) / 1e6
        found = [
            ProvinceRow(
                name=name, country=str(country), area_km2=float(part), area_share=float(part) / self._km2
            )
            for name, country, part in zip(names(frame), own, km2, strict=True)
            if part > 0
        ]
        return tuple(sorted(found, key=lambda row: -row.area_km2))

    def settlements(self, near_m: tuple[float, ...]) -> dict[str, Any]:
        """List settlements inside and near the proposal.

        Parameters
        ----------
        near_m : tuple of float
            Distances, metres.
        """
        points = self._settled(max(near_m, default=0.0))
        at, distance = near(points.geometry.to_numpy(), self._shape.area, max(near_m, default=0.0))
        there = points.iloc[at]
        along = shapely.line_locate_point(self._shape.middle, there.geometry.to_numpy())
        lon, lat = self._back.transform(there.geometry.x.to_numpy(), there.geometry.y.to_numpy())
        found = tuple(
            SettlementRow(
                name=name,
                country=str(country),
                distance_m=float(far),
                along_m=float(run),
                lon=float(east),
                lat=float(north),
            )
            for name, country, far, run, east, north in zip(
                *(names(there), there["country"], distance, along, lon, lat), strict=True
            )
        )
        outside = [row.distance_m for row in found if row.distance_m > 0]
        return {
            "settlements_inside": sum(row.distance_m == 0 for row in found),
            "settlement_nearest_m": min(outside, default=None),
            "near": tuple(
                NearRow(within_m=one, settlements=sum(row.distance_m <= one for row in found))
                for one in (0.0, *near_m)
            ),
            "settlements": found[:_MOST_ROWS],
        }

    def _settled(self, within_m: float) -> GeoDataFrame:
        """Towns, and the places on the map that no town stands for."""
        pad = within_m / 111_000 * 2 + _PAD_DEG
        west, south, east, north = self._area.iloc[0].bounds
        box = (west - pad, south - pad, east + pad, north + pad)
        columns = ["country", *(f"name_{language}" for language in LANGUAGES), "geometry"]
        frames = []
        for id_ in ("places", "towns"):
            layer = self._layer(id_)
            if layer is not None:
                frame = layer.frame
                frame = frame[frame["kind"].isin(_SETTLED)] if "kind" in frame else frame
                frames.append(self._around(frame, box).reindex(columns=columns))
        if not frames:
            return GeoDataFrame(columns=columns, geometry="geometry", crs=self._shape.plane)
        if len(frames) == 2 and len(frames[0]) and len(frames[1]):
            apart = shapely.distance(
                frames[1].geometry.to_numpy(), shapely.union_all(frames[0].geometry.to_numpy())
            )
            frames[1] = frames[1][apart > _SAME_PLACE_M]
        found = pd.concat([one for one in frames if len(one)] or frames[:1], ignore_index=True)
        return GeoDataFrame(found, geometry="geometry", crs=self._shape.plane)

    def protection(self, year: int) -> dict[str, Any]:
        """Measure what the reserves of a year cover; each square kilometre once.

        Parameters
        ----------
        year : int
            Which reserves stood then.
        """
        whole = to_metric(self._area, self._catalog.species.metric_crs)
        reserves = every_reserve(self._catalog, self._evidence)
        countries = metric(self._catalog, self._evidence.layer("countries"))
        found = protected_share(whole, reserves, year, countries=countries)
        self._evidence.note(*found.notes)
        inside = found.reserves.set_index("id")["in_range_km2"]
        labels = dict(zip(reserves["id"], names(reserves), strict=True))
        return {
            "protected_km2": found.protected_km2,
            "protected_km2_low": found.protected_km2_low,
            "protected_km2_high": found.protected_km2_high,
            "protected_share": found.protected_percent / 100,
            "protected_share_low": found.protected_percent_low / 100,
            "protected_share_high": found.protected_percent_high / 100,
            "protected": to_wgs84(found.geometry),
            "reserves": tuple(
                ReserveShareRow(id=str(id_), name=labels[id_], inside_km2=float(km2))
                for id_, km2 in inside.sort_values(ascending=False, kind="stable").items()
                if km2 > 0
            ),
        }

    def ranges(self) -> tuple[RangeRow, ...]:
        """Measure the overlap with the historical range, that of the 1970s and today's."""
        found = []
        area = self._area.iloc[0]
        for id_ in _RANGES:
            layer = self._layer(id_)
            if layer is not None:
                here = shapely.intersection(shapely.union_all(layer.frame.geometry.to_numpy()), area)
                share = to_metric(GeoSeries([here], crs=WGS84), self._shape.plane).area.iloc[0] / 1e6
                found.append(
                    RangeRow(
                        id=id_,
                        name=dict(layer.spec.title),
                        overlap_km2=float(share),
                        overlap_share=float(share) / self._km2,
                    )
                )
        return tuple(found)


def _same(text: str) -> Text:
    return dict.fromkeys(LANGUAGES, text)


def _or_none(number: float) -> float | None:
    return float(number) if math.isfinite(number) else None


def _slope_deg(heights: Any, grid: Grid, lat: float) -> Any:
    """Slope of a grid of heights, degrees; masked beside missing cells."""
    degrees = CRS.from_user_input(grid.crs).is_geographic
    metres = (111_320.0 * math.cos(math.radians(lat)), 110_950.0) if degrees else (1.0, 1.0)
    values = heights.astype(float).filled(np.nan)
    if min(values.shape) < 2:
        return np.ma.masked_invalid(np.full(values.shape, np.nan))
    down, right = np.gradient(values, abs(grid.transform.e) * metres[1], abs(grid.transform.a) * metres[0])
    return np.ma.masked_invalid(np.degrees(np.arctan(np.hypot(down, right))))
