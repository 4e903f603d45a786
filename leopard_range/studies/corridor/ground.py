"""The ground on which corridors are compared: resistance, land cover, the ends, and the proposal's share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Citation, Note
from leopard_range.studies.common import Evidence
from leopard_range.studies.corridor.common import CorridorQuestion
from leopard_range.studies.corridor.ends import End, Place, places, reserves_of
from leopard_range.studies.shape import N_, check_question, option

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from leopard_range.analysis.corridor.features import Features
    from leopard_range.analysis.corridor.resistance import Costs
    from leopard_range.catalog import Catalog
    from leopard_range.model import Grid
    from leopard_range.model.corridor import Corridor, Surface

__all__ = [
    "Ground",
    "GroundQuestion",
    "costs_asked",
    "ends_around",
    "features_on",
    "ground",
    "lines_by_class",
]

_MOST_CELLS = 4_000_000
_LINE_LAYERS = {
    "road": ("roads",),
    "railway": ("railways",),
    "river": ("rivers_detail", "rivers"),
    "border": ("borders_detail", "borders"),
}
"""Layers of lines by kind; a later one counts only outside the box of the one before it."""


@dataclass(frozen=True, slots=True)
class GroundQuestion(CorridorQuestion):
    """Which corridor, between what, on which surface.

    Attributes
    ----------
    from_, to_ : str
        Reserve, ``lon,lat``, or a file with an area; empty: what the proposal says,
        else the nearest reserves.
    year : int
        Whose protected areas count; 0 for this year.
    cell_m : float
        Side of a cell, metres.
    margin_km : float
        Ground around the proposal and its ends that counts.
    resistance : str
        Path of a raster that takes the place of the surface made here.
    repair : str
        What becomes of its zeros and negative values (`leopard_range.analysis.corridor.own.REPAIRS`).
    costs : str
        ``12=40, road=50`` or the path of a TOML file with such lines.

    Raises
    ------
    LeopardRangeError
        ``bad_choice``, ``not_number``, ``not_whole``, ``bad_argument``, ``costs_and_own``.
    """

    from_: str = option(
        N_("one end: a reserve, lon,lat, or a file with an area"), str, names="maybe", default=""
    )
    to_: str = option(
        N_("other end: a reserve, lon,lat, or a file with an area"), str, names="maybe", default=""
    )
    year: int = option(N_("year whose protected areas count; 0: this year"), int, default=0, least=0)
    cell_m: float = option(N_("side of a cell, m"), float, default=500.0, least=250.0, most=1000.0)
    margin_km: float = option(
        N_("ground around the proposal and its ends that counts, km"),
        float,
        default=20.0,
        least=1.0,
        most=300.0,
    )
    resistance: str = option(
        N_("your own raster of resistance instead: GeoTIFF or ASCII grid"), str, names="maybe", default=""
    )
    repair: Literal["none", "closed", "least"] = option(
        N_("zeros and negative values of your own raster: an error, closed ground, or its least value"),
        str,
        choices=("none", "closed", "least"),
        default="none",
    )
    costs: str = option(
        N_("other costs of classes: 12=40, road=50, or a TOML file with such lines"),
        str,
        names="maybe",
        default="",
    )

    def __post_init__(self) -> None:
        check_question(self)
        if self.resistance and self.costs:
            raise LeopardRangeError("costs_and_own")


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A surface of resistance around a proposal, and what lies on it; arrays have shape (rows, columns).

    Attributes
    ----------
    surface : Surface
        Resistance, in the species' metric system.
    features : Features
        What it was made from: `leopard_range.analysis.corridor.resistance.resistance_surface` makes
        another one from it for other costs.
    costs : Costs
        The table it was made with.
    cover : numpy.ndarray of uint8
        IGBP land-cover class, 255 where not known.
    ends : tuple of End
        What shall be connected.
    inside : numpy.ndarray of float
        Share of each cell inside the proposal, 0-1.
    citations, notes : tuple
        Sources and cautions.
    """

    surface: Surface
    features: Features
    costs: Costs
    cover: NDArray[np.uint8]
    ends: tuple[End, End]
    inside: NDArray[np.float64]
    citations: tuple[Citation, ...]
    notes: tuple[Note, ...]

    @property
    def grid(self) -> Grid:
        """The grid of all arrays."""
        return self.surface.grid


def costs_asked(catalog: Catalog, text: str) -> tuple[Costs, tuple[Note, ...]]:
    """Return the species' table of costs with the changes somebody asks for.

    Parameters
    ----------
    catalog : Catalog
        Knows the species.
    text : str
        ``12=40, road=50``, or the path of a TOML file; empty for none.

    Raises
    ------
    LeopardRangeError
        ``costs_none``, ``costs_text``, ``costs_twice``, ``cost_unknown``, ``cost_value`` and the
        reader's own.
    """
    from leopard_range.analysis.corridor.resistance import costs_of, out_of_rank

    table = catalog.species.parameters.get("resistance")
    if table is None:
        raise LeopardRangeError("costs_none", name=catalog.species.scientific)
    costs = costs_of(table)
    values: dict[str, Any] = {}
    if text.strip() and "=" not in text and text.strip().endswith(".toml"):
        values = catalog.read_toml(Path(text.strip()))
    elif text.strip():
        for part in text.replace(";", ",").split(","):
            key, _, number = part.partition("=")
            key = key.strip().strip('"')
            if key in values:
                raise LeopardRangeError("costs_twice", name=key)
            try:
                values[key] = float(number)
            except ValueError:
                raise LeopardRangeError("costs_text", value=part.strip()[:60]) from None
    costs = costs.with_values(values)
    broken = out_of_rank(costs)
    notes = (Note.of("costs_out_of_rank", classes=", ".join(" > ".join(pair) for pair in broken)),)
    return costs, notes if broken else ()


def ground(catalog: Catalog, question: GroundQuestion, corridor: Corridor) -> Ground:
    """Lay out the ground on which a proposal is judged.

    Parameters
    ----------
    catalog : Catalog
        Land cover, elevation, roads, railways, rivers, borders, settlements, protected areas.
    question : GroundQuestion
        Ends, cells and costs.
    corridor : Corridor
        The proposal.

    Returns
    -------
    Ground
        Cells lie on the multiples of their side, so that two proposals share them.

    Raises
    ------
    LeopardRangeError
        ``corridor_at_sea``, ``end_unknown``, ``ends_missing``, ``ends_same``,
        ``ends_overlap``, ``end_at_sea``, ``ground_too_large``, those of `costs_asked`,
        `leopard_range.analysis.corridor.own.own_surface` and the catalog.
    """
    from pyproj import CRS

    from leopard_range.analysis.corridor.features import grid_over
    from leopard_range.analysis.corridor.resistance import resistance_surface

    evidence = Evidence(catalog)
    evidence.cite(*corridor.citations)
    evidence.note(*corridor.notes, Note.of("screening_level", cell_km=5))
    costs, notes = costs_asked(catalog, question.costs)
    evidence.note(*notes)
    shape = _metric(catalog, corridor.area)
    reserves = reserves_of(catalog, evidence, question.year or catalog.settings.today.year)
    ends = places(catalog, corridor, (question.from_, question.to_), reserves)
    for asked, own, place in zip((question.from_, question.to_), corridor.ends, ends, strict=True):
        if not asked.strip() and not own:
            far_km = round(place.area.distance(shape) / 1000, 1)
            names = {f"place_{language}": name for language, name in place.name.items()}
            evidence.note(Note.of("end_chosen", distance_km=far_km, **names))
    grid = grid_over(
        _window(shape, ends, question.margin_km * 1000),
        question.cell_m,
        CRS.from_user_input(catalog.species.metric_crs),
    )
    if grid.shape[0] * grid.shape[1] > _MOST_CELLS:
        raise LeopardRangeError(
            "ground_too_large", rows=grid.shape[0], columns=grid.shape[1], most=_MOST_CELLS
        )
    features = features_on(catalog, evidence, grid)
    surface = resistance_surface(features, costs)
    if question.resistance:
        surface = _own(catalog, evidence, question, grid)
    inside = _inside(shape, grid)
    if not ((inside > 0) & (surface.values > 0)).any():
        raise LeopardRangeError("corridor_at_sea")
    evidence.cite(Citation(catalog.species.parameters["resistance"]["reference"]))
    return Ground(
        surface=surface,
        features=features,
        costs=costs,
        cover=features.cover,
        ends=_ends(ends, surface),
        inside=inside,
        citations=evidence.citations,
        notes=evidence.notes,
    )


def ends_around(catalog: Catalog, question: GroundQuestion, laid: Ground) -> tuple[End, ...]:
    """List every place that can be connected: the ends, and the other protected areas of the year.

    Parameters
    ----------
    catalog : Catalog
        Knows the protected areas.
    question : GroundQuestion
        The year.
    laid : Ground
        What `ground` laid out.

    Returns
    -------
    tuple of End
        The two ends first; no two share a cell: the larger of two that do is left out.
    """
    from leopard_range.studies.common import names

    year = question.year or catalog.settings.today.year
    found = reserves_of(catalog, Evidence(catalog), year)
    kept = list(laid.ends)
    order = found.area.argsort()
    for at, name in zip(order, [names(found)[i] for i in order], strict=True):
        row = found.iloc[at]
        place = _cells_of(Place(str(row["id"]), name, row.geometry), laid.surface)
        if place.any() and not any((place & end.cells).any() for end in kept):
            kept.append(_end(Place(str(row["id"]), name, row.geometry), laid.surface))
    return tuple(kept)


def _own(catalog: Catalog, evidence: Evidence, question: GroundQuestion, grid: Grid) -> Surface:
    from leopard_range.analysis.corridor.own import own_surface

    path = Path(question.resistance)
    values, source = catalog.read_surface(path, Choices(crs=question.crs))
    surface, notes = own_surface(values, source, grid, name=path.name, repair=question.repair)
    evidence.note(*notes)
    return surface


def _metric(catalog: Catalog, shape: Any) -> Any:
    import geopandas as gpd

    from leopard_range.crs import to_metric

    return to_metric(gpd.GeoSeries([shape], crs=4326), catalog.species.metric_crs, name="proposal").iloc[0]


def _window(shape: Any, ends: tuple[Place, Place], margin_m: float) -> tuple[float, float, float, float]:
    boxes = [shape.bounds, *(end.area.bounds for end in ends)]
    west, south = (min(box[at] for box in boxes) - margin_m for at in (0, 1))
    east, north = (max(box[at] for box in boxes) + margin_m for at in (2, 3))
    return west, south, east, north


def features_on(catalog: Catalog, evidence: Evidence, grid: Grid) -> Features:
    """Read what lies on a grid, and note what the data folder does not have.

    Parameters
    ----------
    catalog : Catalog
        Land cover, elevation, roads, railways, rivers, borders, settlements.
    evidence : Evidence
        Gathers their sources.
    grid : Grid
        Square cells in the species' metric system.

    Raises
    ------
    LeopardRangeError
        Those of the catalog.
    """
    import numpy as np
    import shapely
    from pyproj import Transformer

    from leopard_range.analysis.corridor.features import features_of
    from leopard_range.analysis.grid import extent
    from leopard_range.crs import WGS84

    rules = catalog.species.parameters["resistance"]
    missing: list[str] = []

    def shapes(id_: str) -> Any:
        if id_ not in catalog.specs:
            missing.append(id_)
            return np.empty(0, dtype=object)
        evidence.layer(id_)
        return catalog.projected(id_).geometry.to_numpy()

    west, south, east, north = Transformer.from_crs(grid.crs, WGS84, always_xy=True).transform_bounds(
        *extent(grid)
    )
    box = (west - 0.1, south - 0.1, east + 0.1, north + 0.1)
    rasters = [catalog.raster(rules[f"{name}_layer"], box) for name in ("land_cover", "elevation")]
    evidence.cite(*(catalog.spec(rules[f"{name}_layer"]).cite for name in ("land_cover", "elevation")))
    land, lakes, towns = (shapes(id_) for id_ in ("land", "lakes", "towns"))
    lines = lines_by_class(catalog, shapes)
    if missing:
        evidence.note(Note.of("resistance_without", layers=", ".join(missing)))
    return features_of(
        grid,
        land=land,
        cover=rasters[0],
        height=rasters[1],
        lakes=lakes,
        towns=shapely.get_coordinates(towns),
        lines=lines,
    )


def lines_by_class(catalog: Catalog, shapes: Callable[[str], Any]) -> dict[str, Any]:
    """Collect roads by class, railways, rivers and borders; detailed lines take the place of coarse ones.

    Parameters
    ----------
    catalog : Catalog
        Knows the classes of costs.
    shapes : callable
        Layer -> its shapes, metric; none for a layer that is not there.
    """
    import numpy as np
    import shapely

    classes = catalog.species.parameters["resistance"]["classes"]
    found: dict[str, Any] = {}
    for kind, ids in _LINE_LAYERS.items():
        kept: list[Any] = []
        for id_ in ids:
            lines = shapes(id_)
            for done in filter(len, kept):
                lines = shapely.difference(lines, shapely.box(*shapely.total_bounds(done)))
            kept.append(lines)
        together = np.concatenate(kept)
        if kind == "road" and "roads" in catalog.specs and "class" in (frame := catalog.projected("roads")):
            words = frame["class"].where(frame["class"].isin(list(classes)), "minor_road").to_numpy()
            found |= {str(word): together[words == word] for word in sorted(set(words))}
        elif len(together):
            found["minor_road" if kind == "road" else kind] = together
    return found


def _inside(shape: Any, grid: Grid) -> NDArray[np.float64]:
    import numpy as np

    from leopard_range.analysis.grid import cover

    share = np.zeros(grid.shape)
    for cells in cover(np.array([shape], dtype=object), grid):
        share[cells.row, cells.column] = cells.fraction
    return share


def _ends(found: tuple[Place, Place], surface: Surface) -> tuple[End, End]:
    """Lay the ends on the grid."""
    ends = tuple(_end(place, surface) for place in found)
    if (ends[0].cells & ends[1].cells).any():
        raise LeopardRangeError("ends_overlap", name=ends[0].id, other=ends[1].id)
    return ends[0], ends[1]


def _cells_of(place: Place, surface: Surface) -> NDArray[np.bool_]:
    """Passable cells of a place; a point has the cell it lies in."""
    import numpy as np

    from leopard_range.analysis.corridor.features import burn_area

    cells = burn_area(np.array([place.area], dtype=object), surface.grid)
    middle = place.area.representative_point()
    column, row = ~surface.grid.transform * (middle.x, middle.y)
    rows, columns = surface.grid.shape
    if not cells.any() and 0 <= row < rows and 0 <= column < columns:
        cells[int(row), int(column)] = True
    return np.asarray(cells & np.isfinite(surface.values))


def _end(place: Place, surface: Surface) -> End:
    import geopandas as gpd

    from leopard_range.crs import to_wgs84

    cells = _cells_of(place, surface)
    if not cells.any():
        raise LeopardRangeError("end_at_sea", name=place.id)
    area = to_wgs84(gpd.GeoSeries([place.area], crs=surface.grid.crs), name=place.id).iloc[0]
    return End(place.id, place.name, cells, area)
