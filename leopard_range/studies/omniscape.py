"""Omniscape projects: current from everywhere to everywhere near, window by window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leopard_range.engine import report
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Answer, Citation, Note
from leopard_range.studies.shape import N_, Cost, Spread, check_question, in_turn, option, part, value

if TYPE_CHECKING:
    from leopard_range.analysis.corridor.omniscape import Comparison, Windows
    from leopard_range.catalog import Catalog
    from leopard_range.model.omniscape import OmniscapeProject

__all__ = ["WORK", "OmniscapeAnswer", "OmniscapeQuestion", "omniscape", "omniscape_cost"]

WORK = ".omniscape-work"
"""Folder inside the results' one that holds what is solved so far; it is gone when all is."""

_CITATIONS = (
    Citation(
        "Landau V. A. et al. (2021) Omniscape.jl: software to compute omnidirectional landscape "
        "connectivity. Journal of Open Source Software 6(57): 2829.",
        "https://doi.org/10.21105/joss.02829",
    ),
    Citation(
        "McRae B. H. et al. (2016) Conserving nature's stage: mapping omnidirectional connectivity for "
        "resilient terrestrial landscapes in the Pacific Northwest. The Nature Conservancy.",
    ),
)


@dataclass(frozen=True, slots=True)
class OmniscapeQuestion:
    """Which project, and where its results go.

    Attributes
    ----------
    config : str
        Path of a configuration of Omniscape (INI).
    out : str
        Folder of the results; work that was interrupted there goes on where it stopped.
    root : str
        Folder that relative paths in it start from; empty: this one, that of the file, and those above it.
    tile : int
        Side of the pieces the work is cut into, cells.
    """

    config: str = option(
        N_("configuration of an Omniscape project (INI)"), str, names="file", positional=True
    )
    out: str = option(N_("folder of the results; work that was interrupted there goes on"), str, names="file")
    root: str = option(
        N_("folder that relative paths of the project start from; left out: it is looked for"),
        str,
        names="folder",
        default="",
    )
    tile: int = option(N_("side of the pieces the work is cut into, cells"), int, default=512, least=1)

    def __post_init__(self) -> None:
        check_question(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class OmniscapeAnswer(Answer):
    """How much was solved; the maps lie in files."""

    project: str = value(N_("Project"))
    rows: int = value(N_("Rows"))
    columns: int = value(N_("Columns"))
    radius: int = value(N_("Radius of a window, cells"))
    block: int = value(N_("Side of a target block, cells"))
    targets: int = value(N_("Target blocks"))
    tiles: int = value(N_("Pieces of work"))
    highest_a: float = value(N_("Highest cumulative current"), "A", 3)
    mean_a: float = value(N_("Mean cumulative current"), "A", 3)
    tiles_kept: int = part()
    asked: OmniscapeProject = part()
    maps: Mapping[str, Path] = part()


def omniscape_cost(catalog: Catalog, question: OmniscapeQuestion) -> Cost:
    """Estimate what a project takes, from the headers of its grids alone.

    The figures are measured (``tests/benchmarks/test_corridor_omniscape.py``): factorising a window takes
    1.9 microseconds a cell, growing with its side; its memory is about 1.2 kB a cell.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    question : OmniscapeQuestion
        Which project.
    """
    project = catalog.omniscape_project(Path(question.config), Path(question.root))
    rows, columns = project.grid.shape
    side = min(2 * (project.radius + project.buffer) + 1, max(rows, columns))
    targets = (rows // project.block) * (columns // project.block)
    cells = side * side
    seconds = 4 + targets * cells * 1.9e-6 * (1 + side / 160) * (1.1 if _potential(project) else 1.0)
    reached = min(question.tile + side, rows) * min(question.tile + side, columns)
    memory = 330 + 1.2e-3 * cells + 40e-6 * reached
    return Cost(seconds, memory, Note.of("omniscape_cost", targets=targets, side=side))


def omniscape(catalog: Catalog, question: OmniscapeQuestion, spread: Spread = in_turn) -> OmniscapeAnswer:
    """Solve the windows of an Omniscape project, tile by tile.

    Parameters
    ----------
    catalog : Catalog
        Reads the project.
    question : OmniscapeQuestion
        Which, and where its results go.
    spread : callable
        An engine's ``map``; tiles do not know each other, so every engine gives the same.

    Returns
    -------
    OmniscapeAnswer
        Its maps lie on disk as numpy's own files.

    Raises
    ------
    LeopardRangeError
        ``omniscape_values``, ``omniscape_no_target``, ``cannot_write`` and those of the reader.
    """
    from leopard_range.analysis.corridor.omniscape import plan_tiles
    from leopard_range.studies.omniscape_work import add_up, prepare, solve, solved

    project = catalog.omniscape_project(Path(question.config), Path(question.root))
    windows = _windows(project)
    work, apart = prepare(catalog, project, Path(question.out) / WORK, question.tile)
    tiles = plan_tiles(project.grid.shape, windows, question.tile)
    left = [at for at in range(len(tiles)) if not solved(work, at).exists()]
    items = [(work, windows, _comparisons(project), project.grid.shape, at, tiles[at]) for at in left]
    if spread is in_turn:
        spread = _telling(len(tiles) - len(left), len(tiles))
    spread(solve, items)
    report("omniscape_adding")
    found = add_up(work, tiles, project)
    if not found.targets:
        raise LeopardRangeError("omniscape_no_target", file=project.file)
    return OmniscapeAnswer(
        project=project.name,
        rows=project.grid.shape[0],
        columns=project.grid.shape[1],
        radius=project.radius,
        block=project.block,
        targets=found.targets,
        tiles=len(tiles),
        tiles_kept=len(tiles) - len(left),
        highest_a=found.highest_a,
        mean_a=found.mean_a,
        asked=project,
        maps=found.maps,
        citations=_CITATIONS,
        notes=(*project.notes, *(Note.of("omniscape_apart", file=name) for name in apart)),
    )


def _potential(project: OmniscapeProject) -> bool:
    return project.potential or project.normalized


def _windows(project: OmniscapeProject) -> Windows:
    from leopard_range.analysis.corridor.omniscape import Windows

    return Windows(
        radius=project.radius,
        buffer=project.buffer,
        block=project.block,
        four=project.four,
        correct=project.correct,
        potential=_potential(project),
    )


def _comparisons(project: OmniscapeProject) -> tuple[Comparison, ...]:
    from leopard_range.analysis.corridor.omniscape import Comparison

    return tuple(Comparison(one.kind, one.lower, one.upper) for one in project.conditions)


def _telling(kept: int, count: int) -> Spread:
    """Solve one tile after the other, saying which part of all is done."""

    def spread(kernel: Any, items: Any) -> list[Any]:
        found = []
        for at, item in enumerate(items):
            report("omniscape_windows", (kept + at) / count)
            found.append(kernel(item))
        return found

    return spread
