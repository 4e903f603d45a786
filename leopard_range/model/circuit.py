"""A project of circuit theory: resistors, the places current flows between, and what is to be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from leopard_range.model import Grid, Note

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Ints: TypeAlias = NDArray[np.int64]

__all__ = ["CircuitProject", "Drive", "Focal", "Landscape", "Network", "Pairs", "Scenario", "Writing"]

Scenario: TypeAlias = Literal["pairwise", "one-to-all", "all-to-one", "advanced"]


@dataclass(frozen=True, slots=True, eq=False)
class Landscape:
    """A raster of resistors: every cell is joined to its neighbours.

    Attributes
    ----------
    siemens : numpy.ndarray of float64, shape (rows, columns)
        Conductance of each cell, rows from the north; 0 where nothing passes.
    grid : Grid
        Where the cells lie.
    nodata : float
        What stands for no data in the maps.
    neighbours : int
        4 or 8; diagonal ones are farther by the square root of 2.
    average : str
        Neighbours are joined by the mean of their ``resistance`` or of their ``conductance``.
    polygons : numpy.ndarray of int64, shape (rows, columns), or None
        Number of the short-circuit region a cell belongs to; 0: none.
    """

    siemens: Floats
    grid: Grid
    nodata: float
    neighbours: int
    average: str
    polygons: Ints | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Resistors between numbered nodes; several between the same two add up.

    Attributes
    ----------
    first, second : numpy.ndarray of int64, shape (n,)
        Numbers of the nodes as the file has them.
    siemens : numpy.ndarray of float64, shape (n,)
        Conductances, above 0.
    """

    first: Ints
    second: Ints
    siemens: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Focal:
    """Focal nodes; one number at several cells is a focal region.

    Attributes
    ----------
    ids : numpy.ndarray of int64, shape (n,)
        Numbers, in ascending order.
    rows, columns : numpy.ndarray of int64, shape (n,)
        Cells; in a network both are empty.
    """

    ids: Ints
    rows: Ints
    columns: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Which focal nodes are paired.

    Attributes
    ----------
    ids : numpy.ndarray of int64, shape (n,)
        Numbers of the nodes named.
    wanted : numpy.ndarray of bool, shape (n, n)
        Whether the second is active when it is the first one's turn.
    others : bool
        Whether nodes that are not named take part, paired with every other.
    """

    ids: Ints
    wanted: NDArray[np.bool_]
    others: bool


@dataclass(frozen=True, slots=True, eq=False)
class Drive:
    """Sources and grounds of the advanced mode.

    Attributes
    ----------
    sources : numpy.ndarray of float64, shape (rows, columns), or of a network (n, 2): node, value
        Amperes driven in; 0: none.
    grounds : numpy.ndarray of float64, same kind
        Conductance to ground, siemens; infinite: tied directly; 0: none.
    conflict : str
        Which goes where both are: ``keepall``, ``rmvsrc``, ``rmvgnd``, ``rmvall``.
    """

    sources: Floats
    grounds: Floats
    conflict: str


@dataclass(frozen=True, slots=True)
class Writing:
    """What a project wants written.

    Attributes
    ----------
    name : str
        What the names of all files begin with.
    currents, voltages : bool
        Maps of every solution.
    sums_only : bool
        Of the currents only the sum (and the greatest).
    greatest : bool
        The greatest current of all solutions.
    logarithm : bool
        Currents as their decimal logarithm.
    null_currents, null_voltages : bool
        No data instead of 0 where nothing passes.
    focal_zero : bool
        No current at the focal nodes a solution is between.
    packed, tiff : bool
        Gzipped; GeoTIFF instead of ASCII.
    old_names : bool
        A project of version 3: the greatest current under its name of then as well.
    """

    name: str
    currents: bool = False
    voltages: bool = False
    sums_only: bool = False
    greatest: bool = False
    logarithm: bool = False
    null_currents: bool = False
    null_voltages: bool = False
    focal_zero: bool = False
    packed: bool = False
    tiff: bool = False
    old_names: bool = False

    @property
    def flows(self) -> bool:
        """Whether any current is to be written."""
        return self.currents or self.sums_only or self.greatest


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CircuitProject:
    """A project, read and checked.

    Attributes
    ----------
    file : str
        Name of its file of options.
    scenario : str
        ``pairwise``, ``one-to-all``, ``all-to-one`` or ``advanced``.
    resistors : Landscape or Network
        What current flows through.
    focal : Focal or None
        Places current flows between; None in the advanced mode.
    pairs : Pairs or None
        Which of them are paired; None: all.
    strengths : Mapping of int to float
        Amperes of a focal node other than 1.
    drive : Drive or None
        Sources and grounds of the advanced mode.
    writing : Writing
        What is to be written.
    notes : tuple of Note
        Options without effect, and what was repaired.
    """

    file: str
    scenario: Scenario
    resistors: Landscape | Network
    focal: Focal | None = None
    pairs: Pairs | None = None
    strengths: dict[int, float]
    drive: Drive | None = None
    writing: Writing
    notes: tuple[Note, ...] = ()
