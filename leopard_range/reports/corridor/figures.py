"""Which figures a corridor report has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from geopandas import GeoSeries

from leopard_range.i18n import pick, translator
from leopard_range.reports.corridor.charts import Mile, profile_drawing
from leopard_range.reports.corridor.map import Overlay, map_drawing
from leopard_range.reports.corridor.parts import shapes_of, surfaces_of
from leopard_range.reports.corridor.shape import Chapter, Report, chapter
from leopard_range.reports.document import Picture

__all__ = ["Pictures", "pictures"]

_NARROW = 0.95
"""Of the median width: a place that is hardly narrower than the others is not marked."""

_STEPS = ("#f7f9fb", "#bdd3e3", "#7aa6c9", "#3a6f9f", "#123f6b")
"""From light to dark, so that the order holds without colour."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Figures by the section they stand in."""

    overview: tuple[Picture, ...]
    profile: tuple[Picture, ...]
    evidence: tuple[Picture, ...]


def pictures(answer: Report, language: str) -> Pictures:
    """Draw every figure there is something to draw of.

    Parameters
    ----------
    answer : Report
        The report.
    language : str
        Of names and words.
    """
    _ = translator(language)
    name = pick(answer.name, language)
    said = _(
        "Map of the proposal “{name}” with protected areas, roads, railways, rivers and borders."
    ).format(name=name)
    caption = _("The proposal and what lies around it. Protected areas of {year}. Scale and north as drawn.")
    drawn = map_drawing(answer, language, said, tuple(_lines(answer, language)))
    overview = Picture(drawn, caption.format(year=answer.year))
    return Pictures((overview,), tuple(_profile(answer, language)), tuple(_surfaces(answer, language)))


def _lines(answer: Report, language: str) -> Iterator[Overlay]:
    """Yield what the analyses found that has a place: ways, the gap, the narrowest place."""
    _ = translator(language)
    held = {part.study.split()[1]: shapes_of(part) for part in answer.chapters}
    path, effect = held.get("path", {}), held.get("effect", {})
    if "band" in path:
        yield Overlay(
            _("Band of ways that cost little more"),
            path["band"],
            stroke="#5d7f9e",
            width=1.0,
            dash=(1.5, 2.0),
        )
    before = path.get("path", effect.get("path_before"))
    if before is not None:
        yield Overlay(_("Least-cost path"), before, stroke="#0b3c6f", width=1.8, dash=(6.0, 2.5))
    if "path_after" in effect:
        text = _("Least-cost path with the proposal")
        yield Overlay(text, effect["path_after"], stroke="#7a1f4d", width=1.6, dash=(1.6, 2.2))
    audit = chapter(answer, "audit")
    if getattr(audit, "gap_longest_m", 0) and "gap_line" in held["audit"]:
        gap = held["audit"]["gap_line"]
        yield Overlay(_("Longest gap between habitat"), gap, stroke="#1c2321", width=3.0, dash=(3.0, 1.5))
    if _narrowest(audit) is not None:
        point = GeoSeries([shapely.Point(audit.width_min_lon, audit.width_min_lat)], crs="EPSG:4326")
        yield Overlay(_("Narrowest place"), point, fill="#a84f00")


def _narrowest(audit: Any) -> tuple[float, float] | None:
    """Return where along its way it is narrowest and how wide; None where it is as wide as elsewhere."""
    least, median = getattr(audit, "width_min_m", None), getattr(audit, "width_median_m", None)
    if least is None or median is None or least > _NARROW * median:
        return None
    return float(audit.width_min_along_m), float(least)


def _profile(answer: Report, language: str) -> Iterator[Picture]:
    _ = translator(language)
    audit = chapter(answer, "audit")
    curve = getattr(audit, "curve", None)
    if curve is None or len(curve) < 2:
        return
    curve = np.asarray(curve, dtype=float)
    thresholds = [float(row.threshold_m) for row in getattr(audit, "thresholds", ())]
    said = _("Width of the proposal along its centreline, with thresholds and crossings.")
    miles, least = tuple(_miles(audit, language)), _narrowest(audit)
    drawn = profile_drawing(curve, thresholds, miles, language=language, said=said, narrowest=least)
    yield Picture(
        drawn,
        _(
            "Width along the centreline from its first end. Dashed: thresholds that were asked for; none is "
            "published for the leopard. Ticks below: what crosses it."
        ),
    )


def _miles(audit: Any, language: str) -> Iterator[Mile]:
    _ = translator(language)
    for row in getattr(audit, "crossings", ()):
        along = getattr(row, "along_m", None)
        along = along if along is not None else 1000 * (getattr(row, "along_km", None) or 0.0)
        yield Mile(float(along), _(str(row.kind)))


def _surfaces(answer: Report, language: str) -> Iterator[Picture]:
    """Yield a map for each surface that is worth one: current and agreement."""
    _ = translator(language)
    wanted = {
        ("ensemble", "current"): _("Current between the two ends, median of the ensemble: dark is much."),
        ("current", "current"): _(
            "Current between the two ends: where it is dark, movement has few ways round."
        ),
        ("ensemble", "agreement"): _("Share of the ensemble whose corridor holds the place: dark is agreed."),
    }
    for (action, field), caption in wanted.items():
        part = next((one for one in answer.chapters if one.study == f"corridor {action}"), None)
        overlays = tuple(_classes(part, field, language)) if part is not None else ()
        if overlays:
            yield Picture(map_drawing(answer, language, caption, overlays), caption)


def _classes(part: Chapter, field: str, language: str) -> Iterator[Overlay]:
    """Yield the classes of a surface as areas: fifths of the cells for current, shares for agreement."""
    from rasterio.features import shapes

    grid, held = surfaces_of(part)
    if grid is None or field not in held:
        return
    values = held[field]
    share = field == "agreement"
    known = np.isfinite(values) & (values > 0)
    if not share:
        # All cells of an end carry the whole current: that says where the ends are, not where movement is.
        known &= values < np.nanmax(values) * (1 - 1e-4)
    if not known.any():
        return
    edges = np.array([0.2, 0.4, 0.6, 0.8]) if share else np.quantile(values[known], (0.5, 0.75, 0.9, 0.97))
    classes = np.where(known, np.digitize(values, edges), -1).astype("int16")
    words = _words(share, language)
    found: dict[int, list[Any]] = {}
    for shape, value in shapes(classes, mask=classes >= 0, transform=grid.transform):
        found.setdefault(int(value), []).append(shapely.geometry.shape(shape))
    for value in sorted(found):
        area = GeoSeries([shapely.multipolygons(found[value])], crs=grid.crs)
        yield Overlay(words[value], area, fill=_STEPS[value], below=True)


def _words(share: bool, language: str) -> tuple[str, ...]:
    _ = translator(language)
    if share:
        return tuple(f"{low}–{low + 20} %" for low in range(0, 100, 20))
    return (
        _("lower half of the cells"),
        _("50–75 % of the cells"),
        _("75–90 % of the cells"),
        _("90–97 % of the cells"),
        _("highest 3 % of the cells"),
    )
