"""Current between the ends of a proposal: how much the proposal carries, where it crowds, what bars it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from leopard_range.engine import report
from leopard_range.model import Answer, Citation, Note, Text
from leopard_range.studies.corridor.audit import numbers
from leopard_range.studies.corridor.common import read
from leopard_range.studies.corridor.ground import Ground, GroundQuestion, ends_around, ground
from leopard_range.studies.corridor.way import area_on_earth, land_at, lines_at, place_of
from leopard_range.studies.shape import N_, option, part, rows, value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from leopard_range.analysis.corridor.circuit import Barriers, PinchPoints
    from leopard_range.catalog import Catalog
    from leopard_range.model import Grid
    from leopard_range.model.corridor import Corridor
    from leopard_range.studies.corridor.ends import End

__all__ = ["BarrierRow", "CurrentAnswer", "CurrentQuestion", "PinchRow", "PlaceRow", "current"]

MODES = {
    "pair": N_("between the two ends"),
    "all-pairs": N_("between every two places"),
    "one-to-all": N_("from each place to all others"),
    "all-to-one": N_("from all other places to each"),
}
"""How current flows, and its words."""

_CURRENT = Citation(
    "McRae B. H., Dickson B. G., Keitt T. H., Shah V. B. (2008) Using circuit theory to model connectivity "
    "in ecology, evolution, and conservation. Ecology 89(10): 2712-2724.",
    "https://doi.org/10.1890/07-1861.1",
)
_BARRIERS = Citation(
    "McRae B. H., Hall S. A., Beier P., Theobald D. M. (2012) Where to restore ecological connectivity? "
    "Detecting barriers and quantifying restoration benefits. PLoS ONE 7(12): e52604.",
    "https://doi.org/10.1371/journal.pone.0052604",
)


@dataclass(frozen=True, slots=True)
class CurrentQuestion(GroundQuestion):
    """How current flows between the ends of a proposal.

    Attributes
    ----------
    mode : str
        One of `MODES`; all but ``pair`` count every protected area around as a place.
    slack_percent : float
        How wide the band is in which pinch points are looked for, per cent of the least cost.
    pinch_percent : float
        Share of the band's cells with the most current that count as pinched, per cent.
    barrier_m : str
        Diameters of windows that might be restored, metres, with commas between.

    Raises
    ------
    LeopardRangeError
        ``bad_choice``, ``not_number``, ``bad_argument`` and those of `GroundQuestion`.
    """

    mode: Literal["pair", "all-pairs", "one-to-all", "all-to-one"] = option(
        N_("between the two ends, or among all protected areas around"),
        str,
        choices=tuple(MODES),
        default="pair",
    )
    slack_percent: float = option(
        N_("how much more a way through the band may cost, %"), float, default=5.0, least=0.0, most=100.0
    )
    pinch_percent: float = option(
        N_("cells of the band with the most current that count as pinched, %"),
        float,
        default=5.0,
        least=0.1,
        most=50.0,
    )
    barrier_m: str = option(
        N_("diameters of windows that might be restored, m"), str, default="1000,3000,5000"
    )

    def __post_init__(self) -> None:
        GroundQuestion.__post_init__(self)
        numbers("barrier_m", self.barrier_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place that current leaves or reaches."""

    id: str = value(N_("Code"))
    name: Text = value(N_("Place"))
    to_name: Text | None = value(N_("Leads to"), optional=True)
    resistance_ohm: float | None = value(N_("Effective resistance"), "", 3)
    current_share: float = value(N_("Current through the proposal"), "%", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PinchRow:
    """A place in the band where current crowds; degrees of longitude and latitude."""

    lon: float = value(N_("Longitude"), "°", 3)
    lat: float = value(N_("Latitude"), "°", 3)
    current_a_per_km: float = value(N_("Current across a kilometre"), "A/km", 3)
    area_km2: float = value(N_("Area"), "km²", 2)
    inside_share: float = value(N_("Inside the proposal"), "%", 0)
    land: Text = value(N_("Land cover"))


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierRow:
    """A window whose restoration would shorten the way; degrees of longitude and latitude."""

    lon: float = value(N_("Longitude"), "°", 3)
    lat: float = value(N_("Latitude"), "°", 3)
    diameter_m: float = value(N_("Diameter of the window"), "m")
    saved_km: float = value(N_("Cost saved"), "km", 1)
    saved_share: float = value(N_("Share of the cost-weighted distance"), "%", 1)
    score: float = value(N_("Metres saved for each metre restored"), "", 2)
    inside_share: float = value(N_("Inside the proposal"), "%", 0)
    land: Text = value(N_("Land cover"))
    lines: Text = value(N_("Lines there"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentAnswer(Answer):
    """Current for one ampere between the ends, or added up over places.

    Attributes
    ----------
    corridor : Corridor
        The proposal.
    band : MultiPolygon
        Ground in which pinch points were looked for, EPSG:4326.
    end_areas : tuple of BaseGeometry
        The two ends, EPSG:4326.
    grid : Grid
        Grid of the maps, metric.
    current : numpy.ndarray of float, shape (rows, columns)
        Ampere through each cell; NaN where nothing passes.
    pinched : numpy.ndarray of bool, shape (rows, columns)
        Cells of the pinch points.
    restoration : numpy.ndarray of float, shape (rows, columns)
        Metres of cost saved for each metre restored in the best window around a cell.
    """

    name: Text = value(N_("Proposal"))
    from_name: Text = value(N_("Starts at"))
    to_name: Text = value(N_("Leads to"))
    cell_m: float = value(N_("Side of a cell"), "m")
    mode: str = value(N_("Current flows"), words=tuple(MODES.values()))
    resistance_ohm: float | None = value(N_("Effective resistance"), "", 3)
    current_share: float = value(N_("Current through the proposal"), "%", 1)
    ground_share: float = value(N_("Ground in the proposal"), "%", 1)
    concentration: float | None = value(N_("Current by ground"), "", 2)
    pinch_current_share: float = value(N_("Current of the band in its pinch points"), "%", 1)
    solver: str = value(N_("Solver"))
    residual: float = value(N_("Residual of the solution"), "", 9)
    balance: float = value(N_("Current lost on the way"), "", 9)
    places: tuple[PlaceRow, ...] = rows(N_("Places"), PlaceRow)
    pinch_points: tuple[PinchRow, ...] = rows(N_("Pinch points in the band"), PinchRow)
    barriers: tuple[BarrierRow, ...] = rows(N_("Where restoring would help most"), BarrierRow)
    corridor: Corridor = part()
    band: BaseGeometry = part()
    end_areas: tuple[BaseGeometry, BaseGeometry] = part()
    grid: Grid = part()
    current: NDArray[np.float64] = part()
    pinched: NDArray[np.bool_] = part()
    restoration: NDArray[np.float64] = part()


@dataclass(frozen=True, slots=True, eq=False)
class _Solved:
    """Currents added up, with the worst of what tells how exact they are."""

    current: NDArray[np.float64]
    resistance_ohm: float | None
    solver: str
    residual: float
    balance: float
    places: tuple[PlaceRow, ...]


def current(catalog: Catalog, question: CurrentQuestion) -> CurrentAnswer:
    """Send current between the ends of a proposal, or among all protected areas around it.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : CurrentQuestion
        Which proposal, between what, on which surface.

    Returns
    -------
    CurrentAnswer

    Raises
    ------
    LeopardRangeError
        Those of `leopard_range.studies.corridor.ground.ground`; ``circuit_not_connected``,
        ``circuit_no_convergence``, ``cost_not_connected``.
    """
    import numpy as np

    from leopard_range.analysis.corridor.along import current_share, outline
    from leopard_range.analysis.corridor.circuit import barriers, pinch_points
    from leopard_range.analysis.corridor.cost import accumulate, band

    corridor = read(catalog, question)
    report("corridor_ground")
    laid = ground(catalog, question, corridor)
    report("corridor_cost", 0.2)
    costs = [accumulate(laid.surface, end.cells) for end in laid.ends]
    cells = band(costs[0], costs[1], question.slack_percent / 100)
    report("corridor_current", 0.4)
    places = laid.ends if question.mode == "pair" else ends_around(catalog, question, laid)
    solved = _solved(question.mode, laid, places)
    taken = np.any([place.cells for place in places], axis=0)
    report("corridor_barriers", 0.8)
    pinched = pinch_points(solved.current, cells, share=question.pinch_percent / 100, ends=taken)
    barred = barriers(costs[0], costs[1], laid.surface, diameters_m=_windows(question))
    share = current_share(solved.current, laid.inside, taken)
    even = current_share(np.isfinite(laid.surface.values).astype(np.float64), laid.inside, taken)
    return CurrentAnswer(
        name=corridor.name,
        from_name=laid.ends[0].name,
        to_name=laid.ends[1].name,
        cell_m=laid.surface.cell_m,
        mode=MODES[question.mode],
        resistance_ohm=solved.resistance_ohm,
        current_share=share,
        ground_share=even,
        concentration=share / even if even else None,
        pinch_current_share=pinched.current_share,
        solver=solved.solver,
        residual=solved.residual,
        balance=solved.balance,
        places=solved.places,
        pinch_points=_pinch_rows(laid, pinched),
        barriers=_barrier_rows(laid, barred),
        corridor=corridor,
        band=area_on_earth(outline(cells, laid.grid), laid.grid),
        end_areas=(laid.ends[0].area, laid.ends[1].area),
        grid=laid.grid,
        current=np.where(np.isfinite(laid.surface.values), solved.current, np.nan),
        pinched=pinched.cells,
        restoration=barred.score_per_m,
        citations=(*laid.citations, _CURRENT, _BARRIERS),
        notes=(*laid.notes, Note("current_window"), Note("barriers_model")),
    )


def _windows(question: CurrentQuestion) -> tuple[float, ...]:
    """Diameters of at least a cell."""
    return tuple(sorted({max(one, question.cell_m) for one in numbers("barrier_m", question.barrier_m)}))


def _solved(mode: str, laid: Ground, places: tuple[End, ...]) -> _Solved:
    """Solve the circuits of a mode and add them up."""
    import numpy as np

    from leopard_range.analysis.corridor.along import current_share
    from leopard_range.analysis.corridor.circuit import all_to_one, one_to_all, pair_current, pair_flows

    masks = [place.cells for place in places]
    runs: Any
    if mode == "pair":
        runs = (((0, 1), pair_current(laid.surface, *masks)),)
    elif mode == "all-pairs":
        runs = (((one, other), flow) for one, other, flow in pair_flows(laid.surface, masks))
    else:
        each = one_to_all if mode == "one-to-all" else all_to_one
        runs = (((at, None), flow) for at, flow in each(laid.surface, masks))
    taken, total = np.any(masks, axis=0), np.zeros(laid.grid.shape)
    found, flows = [], []
    for (at, to), flow in runs:
        total += flow.current
        flows.append((flow.solver, flow.residual, abs(flow.balance)))
        found.append(
            PlaceRow(
                id=places[at].id,
                name=places[at].name,
                to_name=None if to is None else places[to].name,
                resistance_ohm=flow.resistance_ohm,
                current_share=current_share(flow.current, laid.inside, taken),
            )
        )
    return _Solved(
        current=total,
        resistance_ohm=found[0].resistance_ohm if mode == "pair" else None,
        solver=", ".join(sorted({one[0] for one in flows})),
        residual=max(one[1] for one in flows),
        balance=max(one[2] for one in flows),
        places=tuple(found),
    )


def _pinch_rows(laid: Ground, found: PinchPoints) -> tuple[PinchRow, ...]:
    rows = []
    for one in found.places:
        lon, lat = place_of(laid.grid, one.row, one.column)
        rows.append(
            PinchRow(
                lon=lon,
                lat=lat,
                current_a_per_km=one.current_a / laid.surface.cell_m * 1000,
                area_km2=one.cells * laid.surface.cell_m**2 / 1e6,
                inside_share=float(laid.inside[one.row, one.column]),
                land=land_at(laid, one.row, one.column),
            )
        )
    return tuple(rows)


def _barrier_rows(laid: Ground, found: Barriers) -> tuple[BarrierRow, ...]:
    rows = []
    for one in found.places:
        lon, lat = place_of(laid.grid, one.row, one.column)
        rows.append(
            BarrierRow(
                lon=lon,
                lat=lat,
                diameter_m=one.diameter_m,
                saved_km=one.saved / 1000,
                saved_share=one.saved_percent / 100,
                score=one.score_per_m,
                inside_share=float(laid.inside[one.row, one.column]),
                land=land_at(laid, one.row, one.column),
                lines=lines_at(laid, one.row, one.column, one.diameter_m / 2),
            )
        )
    return tuple(rows)
