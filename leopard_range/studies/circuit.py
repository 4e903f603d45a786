"""A project of Circuitscape that somebody brings, run as it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leopard_range.model import Answer, Citation, Note
from leopard_range.studies.shape import N_, Cost, check_question, option, part, rows, value

if TYPE_CHECKING:
    from leopard_range.analysis.corridor.circuit.project import ProjectSolution
    from leopard_range.catalog import Catalog

__all__ = ["CIRCUIT_THEORY", "CircuitAnswer", "CircuitQuestion", "NodeRow", "circuit", "circuit_cost"]

CIRCUIT_THEORY = (
    Citation(
        "McRae B.H., Dickson B.G., Keitt T.H., Shah V.B. (2008) Using circuit theory to model connectivity "
        "in ecology, evolution, and conservation. Ecology 89: 2712-2724.",
        "https://doi.org/10.1890/07-1861.1",
    ),
    Citation(
        "Hall K.R., Anantharaman R., Landau V.A., Clark M., Dickson B.G., Jones A., Platt J., Edelman A., "
        "Shah V.B. (2021) Circuitscape in Julia: empowering dynamic approaches to connectivity assessment. "
        "Land 10: 301.",
        "https://doi.org/10.3390/land10030301",
    ),
)
"""Where the method and the program whose projects are read are described."""

_SCENARIOS = (N_("pairwise"), N_("one-to-all"), N_("all-to-one"), N_("advanced"))
_KINDS = (N_("raster"), N_("network"))

_START_S, _SECONDS_A_CELL = 2.0, 35e-6
"""Measured for ten focal nodes with all their maps; two take a fifth of it."""

_START_MB, _BYTES_A_CELL = 250.0, 700


@dataclass(frozen=True, slots=True)
class CircuitQuestion:
    """Which project.

    Attributes
    ----------
    file : str
        Path of its file of options (``.ini``).
    root : str
        Folder that relative paths in it start from; empty: this one, that of the file, and those above it.
    out : str
        Folder the result files are written to; empty: none is written.
    """

    file: str = option(
        N_("project of Circuitscape: its file of options (.ini)"), str, names="file", positional=True
    )
    root: str = option(
        N_("folder that relative paths of the project start from; left out: it is looked for"),
        str,
        names="folder",
        default="",
    )
    out: str = option(
        N_("folder to write the result files into; without it nothing is written"),
        str,
        names="file",
        default="",
    )

    def __post_init__(self) -> None:
        check_question(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRow:
    """Resistance of a pair of focal nodes, or of one and all others."""

    node: int = value(N_("Focal node"))
    other: int | None = value(N_("and focal node"), optional=True)
    resistance_ohm: float | None = value(N_("Effective resistance"), "ohm", 6)
    connected: bool = value(N_("Connected"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitAnswer(Answer):
    """What a project gives.

    Attributes
    ----------
    solution : ProjectSolution
        All voltages, from which the files are made.
    """

    scenario: str = value(N_("Scenario"), words=_SCENARIOS)
    kind: str = value(N_("Kind of data"), words=_KINDS)
    nodes: int = value(N_("Nodes of the graph"))
    parts: int = value(N_("Connected parts of the graph"))
    focal_nodes: int = value(N_("Focal nodes"))
    solutions: int = value(N_("Solutions"))
    not_connected: int = value(N_("Pairs or nodes that are not connected"))
    solver: str = value(N_("Solver"), words=(N_("sparse factorisation"), N_("multigrid")))
    residual: float = value(N_("Greatest relative residual"), "", 12)
    by_node: tuple[NodeRow, ...] = rows(N_("Effective resistance"), NodeRow)
    solution: ProjectSolution = part()


def circuit(catalog: Catalog, question: CircuitQuestion) -> CircuitAnswer:
    """Run a project.

    Parameters
    ----------
    catalog : Catalog
        Reads it.
    question : CircuitQuestion
        Which.

    Returns
    -------
    CircuitAnswer
        Resistances; the maps follow from its ``solution``.

    Raises
    ------
    LeopardRangeError
        ``project_unsolved`` and what `leopard_range.catalog.Catalog.circuit_project` raises.
    """
    from leopard_range.analysis.corridor.circuit.project import run_project
    from leopard_range.engine import report
    from leopard_range.model.circuit import Landscape

    report("circuit_project_read")
    project = catalog.circuit_project(Path(question.file), Path(question.root))
    report("circuit_project_solve", 0.0)
    found = run_project(project, lambda share: report("circuit_project_solve", share))
    told = _rows(found)
    return CircuitAnswer(
        scenario=project.scenario,
        kind="raster" if isinstance(project.resistors, Landscape) else "network",
        nodes=found.nodes,
        parts=found.parts,
        focal_nodes=len(found.ids),
        solutions=sum(bool(one.fields) for one in found.solves),
        not_connected=sum(not row.connected for row in told),
        solver="multigrid" if found.is_grid else "sparse factorisation",
        residual=found.residual,
        by_node=told,
        solution=found,
        citations=CIRCUIT_THEORY,
        notes=(*project.notes, *_cautions(found)),
    )


def _rows(found: ProjectSolution) -> tuple[NodeRow, ...]:
    ids, ohms = found.ids.tolist(), found.resistances
    if ohms.ndim == 2:
        apart = [(i, j, float(ohms[i, j])) for i in range(len(ids)) for j in range(i + 1, len(ids))]
        return tuple(_row(ids[i], ids[j], ohm) for i, j, ohm in apart)
    # all-to-one has no resistance: what stands in its file is 0 for a connected node
    told = found.project.scenario == "one-to-all"
    return tuple(_row(one, None, float(ohm), told=told) for one, ohm in zip(ids, ohms, strict=True))


def _row(node: int, other: int | None, ohm: float, *, told: bool = True) -> NodeRow:
    joined = ohm >= 0
    return NodeRow(node=node, other=other, resistance_ohm=ohm if joined and told else None, connected=joined)


def _cautions(found: ProjectSolution) -> list[Note]:
    notes = []
    if not any(one.fields for one in found.solves):
        notes.append(Note.of("project_nothing_flows"))
    if found.project.scenario == "all-to-one" and found.project.pairs is not None:
        notes.append(Note.of("project_excluded_drive"))
    return notes


def circuit_cost(catalog: Catalog, question: CircuitQuestion) -> Cost:
    """Estimate time and memory from the size of the grid, for about ten focal nodes.

    Parameters
    ----------
    catalog : Catalog
        Looks at the headers.
    question : CircuitQuestion
        Which project.
    """
    cells = catalog.circuit_cells(Path(question.file), Path(question.root))
    memory_mb = _START_MB + _BYTES_A_CELL * cells / 1e6
    return Cost(_START_S + _SECONDS_A_CELL * cells, memory_mb, Note.of("project_cost", cells=cells))
