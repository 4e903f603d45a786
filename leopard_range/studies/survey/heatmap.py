"""Heatmap of a survey's detections: their density, or their rate for the effort spent."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Citation, Note
from leopard_range.studies.shape import N_, check_question, option, part, rows, value
from leopard_range.studies.survey.common import CAMTRAP_DP, SurveyQuestion, cautions, chosen, read

if TYPE_CHECKING:
    import numpy as np
    from geopandas import GeoSeries
    from numpy.typing import NDArray

    from leopard_range.analysis.heatmap import Frames
    from leopard_range.catalog import Catalog
    from leopard_range.model import Grid
    from leopard_range.studies.survey.heatmap_input import Watched

__all__ = ["HeatmapAnswer", "HeatmapFrame", "HeatmapQuestion", "IsoplethRow", "heatmap"]

RULES = ("href", "scott", "diggle", "cvl", "likelihood")
"""Words for a bandwidth."""

_KERNEL = Citation(
    "Silverman B. W. (1982) Kernel density estimation using the fast Fourier transform. Journal of the Royal "
    "Statistical Society C 31(1): 93-99.",
    "https://doi.org/10.2307/2347084",
)
_OUTLINE = Citation(
    "Worton B. J. (1989) Kernel methods for estimating the utilization distribution in home-range studies. "
    "Ecology 70(1): 164-168.",
    "https://doi.org/10.2307/1938423",
)
_RATE = Citation(
    "Nadaraya E. A. (1964) On estimating regression. Theory of Probability and its Applications 9(1): "
    "141-142.",
    "https://doi.org/10.1137/1109020",
)
_SAFE_M = 4_000.0
_MOST_M = 1e6
_USUAL_CELLS = 4_000_000
_REACH = 4.0


@dataclass(frozen=True, slots=True)
class HeatmapQuestion(SurveyQuestion):
    """Where animals were photographed.

    Attributes
    ----------
    kind : str
        ``density`` of detections, or ``rate`` for 100 trap-days.
    bandwidth : str
        A rule, or metres.
    cell_m : float
        Side of a cell; 0: a fifth of the bandwidth, more where that would be too many cells.
    by : str
        ``all`` or ``year``: one frame a year on one scale.
    levels : str
        Shares to outline, per cent, with commas between.
    minutes : float
        Least time between two detections of a species at a station.
    least_days : float
        Trap-days within reach below which a rate is left blank; 0: a quarter of the stations' median.
    """

    kind: str = option(
        N_("density of detections, or their rate for 100 trap-days"),
        str,
        choices=("density", "rate"),
        default="density",
    )
    bandwidth: str = option(
        N_("bandwidth: href, scott, diggle, cvl, likelihood, or metres"), str, default="href"
    )
    cell_m: float = option(
        N_("side of a cell in metres; a fifth of the bandwidth when 0"), float, least=0, default=0.0
    )
    by: str = option(
        N_("one surface, or one for each year on one scale"), str, choices=("all", "year"), default="all"
    )
    levels: str = option(N_("shares to outline, per cent"), str, default="50,75,95")
    minutes: float = option(
        N_("minutes between two detections of a species at a station"), float, least=0, default=30.0
    )
    least_days: float = option(
        N_(
            "trap-days within reach below which a rate is left blank; a quarter of the stations' median "
            "when 0"
        ),
        float,
        least=0,
        default=0.0,
    )

    def __post_init__(self) -> None:
        check_question(self)
        if self.bandwidth not in RULES and not 1 <= (_number(self.bandwidth) or 0) <= _MOST_M:
            raise LeopardRangeError("heat_bandwidth", value=self.bandwidth, choices=", ".join(RULES))
        for one in self.levels.split(","):
            if not 0 < (_number(one) or 0) <= 100:
                raise LeopardRangeError("heat_level", value=one)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatmapFrame:
    """One surface."""

    year: int = value(N_("Year"), "year")
    detections: int = value(N_("Detections"))
    trap_days: float = value(N_("Trap-days"), "", 1)
    peak_per_km2: float | None = value(N_("Highest density"), "1/km²", 4, optional=True)
    peak_per_100_trap_days: float | None = value(N_("Highest rate, for 100 trap-days"), "", 2, optional=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class IsoplethRow:
    """One outline."""

    level_share: float = value(N_("Share of the surface inside"), "%")
    area_km2: float = value(N_("Area"), "km²", 1)
    parts: int = value(N_("Parts"))


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatmapAnswer(Answer):
    """Surfaces of detections.

    Attributes
    ----------
    frames : Frames
        The surfaces on one scale, in the species' metric system or the survey's own plane.
    isopleths : GeoSeries
        Outlines by level of all years together, EPSG:4326, or in the survey's own plane without a system.
    hull : GeoSeries
        Convex hull of the places of detections, in the same system.
    """

    bandwidth_m: float = value(N_("Bandwidth"), "m")
    cell_m: float = value(N_("Side of a cell"), "m")
    stations: int = value(N_("Stations"))
    stations_with_detections: int = value(N_("Stations with detections"))
    detections: int = value(N_("Detections"))
    trap_days: float = value(N_("Trap-days"), "", 1)
    peak_per_km2: float | None = value(N_("Highest density"), "1/km²", 4, optional=True)
    peak_per_100_trap_days: float | None = value(N_("Highest rate, for 100 trap-days"), "", 2, optional=True)
    blank_share: float = value(N_("Cells left blank"), "%")
    hull_km2: float = value(N_("Convex hull of the detections"), "km²", 1)
    hull_95_km2: float = value(N_("Convex hull of the inner 95 %"), "km²", 1)
    levels: tuple[IsoplethRow, ...] = rows(N_("Outlines, camera-based"), IsoplethRow)
    years: tuple[HeatmapFrame, ...] = rows(N_("Surfaces on one scale"), HeatmapFrame)
    unit: str = part()
    frames: Frames = part()
    isopleths: GeoSeries = part()
    hull: GeoSeries = part()


def heatmap(catalog: Catalog, question: HeatmapQuestion) -> HeatmapAnswer:
    """Smooth the detections of a survey into surfaces, and outline where most of them lie.

    Parameters
    ----------
    catalog : Catalog
        Reads the survey.
    question : HeatmapQuestion
        Which survey, and how to smooth.

    Returns
    -------
    HeatmapAnswer
        With a caution where the surface would give camera places away.

    Raises
    ------
    LeopardRangeError
        What is wrong with the survey or the question, with its remedy.
    """
    import numpy as np

    from leopard_range.analysis import heatmap as maps
    from leopard_range.studies.survey.heatmap_input import watched

    survey = chosen(read(catalog, question), question)
    seen = watched(
        survey,
        catalog.species.metric_crs,
        year=question.year,
        minutes=question.minutes,
        by_year=question.by == "year",
    )
    bandwidth, rule_notes = _bandwidth(seen, question)
    grid = _grid(seen, bandwidth, question.cell_m)
    surfaces = {name: _surface(seen, at, grid, bandwidth, question) for at, name in enumerate(seen.names)}
    whole = surfaces[seen.names[0]] if len(surfaces) == 1 else _surface(seen, -1, grid, bandwidth, question)
    rate = question.kind == "rate"
    found: dict[str, Any] = {
        **_numbers(seen),
        **_peaks(whole, rate),
        **_outlines(seen, whole, grid, question.levels, survey.name),
        "blank_share": float(np.isnan(whole).mean()),
        "years": tuple(_frame(seen, at, surfaces[name], rate) for at, name in enumerate(seen.names) if name),
        "frames": maps.stacked(surfaces, grid),
    }
    return HeatmapAnswer(
        bandwidth_m=bandwidth,
        cell_m=float(grid.transform.a),
        unit="detections/100 trap-days" if rate else "detections/km2",
        notes=(*cautions(survey), *seen.notes, *rule_notes, *_notes(seen, question, bandwidth)),
        citations=(CAMTRAP_DP, _KERNEL, _OUTLINE, *((_RATE,) if rate else ())),
        **found,
    )


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _bandwidth(seen: Watched, question: HeatmapQuestion) -> tuple[float, tuple[Note, ...]]:
    """Return the bandwidth in metres; rules that look at the pattern see each place once."""
    from leopard_range.analysis import heatmap as maps

    rule = question.bandwidth
    if rule not in RULES:
        return float(rule), ()
    if rule in ("href", "scott"):
        return {"href": maps.href_m, "scott": maps.scott_m}[rule](seen.points), ()
    places = seen.xy[seen.total > 0]
    box = (*seen.xy.min(axis=0).tolist(), *seen.xy.max(axis=0).tolist())
    compare = {"diggle": maps.diggle_m, "cvl": maps.cvl_m, "likelihood": maps.likelihood_m}[rule]
    return compare(places, box), (Note.of("heat_places", count=len(places), rule=rule),)


def _grid(seen: Watched, bandwidth: float, cell_m: float) -> Grid:
    from leopard_range.analysis.heatmap import LEAST_CELLS, grid_around

    if cell_m:
        return grid_around(seen.xy, bandwidth, cell_m, seen.crs, reach=_REACH)
    import numpy as np

    ground = float(np.prod(np.ptp(seen.xy, axis=0) + 2 * _REACH * bandwidth))
    cell = min(max(bandwidth / 5, math.sqrt(ground / _USUAL_CELLS)), bandwidth / LEAST_CELLS)
    # Two figures say enough, and neighbouring surveys then share their cells.
    figures = 10.0 ** (math.floor(math.log10(cell)) - 1)
    return grid_around(
        seen.xy, bandwidth, round(math.floor(cell / figures) * figures, 6), seen.crs, reach=_REACH
    )


def _surface(
    seen: Watched, at: int, grid: Grid, bandwidth: float, question: HeatmapQuestion
) -> NDArray[np.float64]:
    """Return the surface of one frame; -1 is all frames together."""
    import numpy as np

    from leopard_range.analysis import heatmap as maps

    count = seen.total if at < 0 else seen.detections[at]
    days = seen.trap_days if at < 0 else seen.effort_days[at]
    if question.kind == "density":
        return maps.density_per_km2(seen.xy, grid, bandwidth, count)
    if not (days > 0).any() and not count.any():
        return np.full(grid.shape, np.nan)
    return maps.detection_rate(seen.xy, count, days, grid, bandwidth, least_days=question.least_days or None)[
        0
    ]


def _numbers(seen: Watched) -> dict[str, Any]:
    return {
        "stations": len(seen.xy),
        "stations_with_detections": int((seen.total > 0).sum()),
        "detections": int(seen.total.sum()),
        "trap_days": float(seen.trap_days.sum()),
    }


def _peaks(surface: NDArray[np.float64], rate: bool) -> dict[str, float | None]:
    """Return the greatest value under the name of its unit; None where every cell is blank."""
    import numpy as np

    peak = float(np.nanmax(surface)) if np.isfinite(surface).any() else None
    return {"peak_per_km2": None if rate else peak, "peak_per_100_trap_days": peak if rate else None}


def _frame(seen: Watched, at: int, surface: NDArray[np.float64], rate: bool) -> HeatmapFrame:
    return HeatmapFrame(
        year=int(seen.names[at]),
        detections=int(seen.detections[at].sum()),
        trap_days=float(seen.effort_days[at].sum()),
        **_peaks(surface, rate),
    )


def _outlines(
    seen: Watched, surface: NDArray[np.float64], grid: Grid, levels: str, name: str
) -> dict[str, Any]:
    from geopandas import GeoSeries

    from leopard_range.analysis.heatmap import isopleths, minimum_convex_polygon

    shapes = isopleths(surface, grid, tuple(float(level) / 100 for level in levels.split(",")))
    hulls = [minimum_convex_polygon(seen.points, percent) for percent in (100.0, 95.0)]
    rows_ = (
        IsoplethRow(level_share=share, area_km2=shape.area / 1e6, parts=len(shape.geoms))
        for share, shape in shapes.items()
    )
    return {
        "hull_km2": hulls[0].area / 1e6,
        "hull_95_km2": hulls[1].area / 1e6,
        "levels": tuple(rows_),
        "isopleths": _on_earth(shapes, name),
        "hull": _on_earth(GeoSeries(hulls, index=[1.0, 0.95], crs=grid.crs), name),
    }


def _on_earth(shapes: GeoSeries, name: str) -> Any:
    from leopard_range.crs import to_wgs84

    return shapes if shapes.crs is None else to_wgs84(shapes, name=name)


def _notes(seen: Watched, question: HeatmapQuestion, bandwidth: float) -> tuple[Note, ...]:
    found = [Note("heat_camera_based")]
    if question.kind == "density":
        found.append(Note("heat_follows_cameras"))
    else:
        limit = Note.of("heat_blank", days=question.least_days) if question.least_days else Note("heat_bare")
        found.append(limit)
    least = max(_SAFE_M, 2 * seen.spacing_m)
    if bandwidth < least:
        found.append(Note.of("heat_shows_cameras", bandwidth_m=round(bandwidth), least_m=round(least)))
    if seen.crs is None:
        found.append(Note("heat_no_map"))
    return tuple(found)
