"""The reference cases of Circuitscape: every expected file beside what the project gives.

Print the table of all cases: ``python -m tests.analysis.corridor.circuitscape``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.circuit.project import run_project
from leopard_range.reports.circuit import circuit_files
from leopard_range.sources.corridor.circuitscape import read_circuitscape
from tests.corridors import CORRIDORS

__all__ = ["TOLERANCE", "Compared", "compare", "expected", "ini_files"]

TOLERANCE = 1e-3
"""That of the suite itself, for each value: the square root of 1e-6."""

_INPUT = CORRIDORS / "circuitscape" / "test" / "input"


@dataclass(frozen=True)
class Compared:
    """One expected file beside ours."""

    file: str
    cells: int
    worst: float
    relative: float
    asked: bool = True
    missing: bool = False


def ini_files() -> dict[str, Path]:
    """Return the projects by their place; empty where the reference data are missing."""
    table = CORRIDORS / "circuitscape_cases.json"
    if not table.is_file():
        return {}
    named = [CORRIDORS / one["ini"] for one in json.loads(table.read_text(encoding="utf-8"))]
    return {path.relative_to(_INPUT).as_posix(): path for path in named}


def expected(ini: Path) -> dict[str, Path]:
    """Return the expected files of a case by name."""
    folder = next(parent for parent in ini.parents if (parent / "output_verify").is_dir())
    files = (folder / "output_verify").glob(f"{ini.stem}_*")
    return {path.name: path for path in sorted(files) if path.suffix != ".ini"}


def numbers(text: str) -> NDArray[np.float64]:
    """Return the values of a grid or list without its header."""
    rows = [line.split() for line in text.splitlines() if line.strip() and not line[0].isalpha()]
    return np.array(rows, dtype=np.float64)


def compare(ini: Path) -> Iterator[Compared]:
    """Run a project and compare every expected file that its switches ask for."""
    project = read_circuitscape(ini)
    made = {file: content.decode() for file, content in circuit_files(run_project(project))}
    writing = project.writing
    unasked = {"voltmap": writing.voltages, "curmap": writing.flows, "curmap_": not writing.sums_only}
    for file, path in expected(ini).items():
        theirs = numbers(path.read_text(encoding="utf-8"))
        if file not in made:
            asked = all(on for word, on in unasked.items() if word in file)
            yield Compared(file, 0, np.nan, np.nan, asked=asked, missing=asked)
            continue
        ours = numbers(made[file])
        if "branch_currents" in file or "node_currents" in file:
            ours, theirs = _keyed(ours, theirs)
        off = np.abs(ours - theirs)
        scale = np.abs(theirs).max(initial=0.0) or 1.0
        yield Compared(file, theirs.size, float(off.max(initial=0)), float(off.max(initial=0) / scale))


def _keyed(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Lay two lists side by side by their nodes; what one leaves out is 0."""
    tables = [{tuple(row[:-1]): row[-1] for row in one.tolist()} for one in (ours, theirs)]
    keys = sorted(set(tables[0]) | set(tables[1]))
    first, second = (np.array([table.get(key, 0.0) for key in keys]) for table in tables)
    return first, second


def main() -> None:
    """Print one row a case."""
    print(f"{'project':<46}{'files':>6}{'not asked':>10}{'missing':>8}{'values':>8}{'worst':>9}  worst file")
    for name, ini in ini_files().items():
        rows = list(compare(ini))
        found = [row for row in rows if row.asked and not row.missing]
        worst = max(found, key=lambda row: row.worst, default=None)
        told = "" if worst is None else f"{worst.worst:>9.1e}  {worst.file}"
        counts = (len(rows), sum(not row.asked for row in rows), sum(row.missing for row in rows))
        sizes = f"{counts[0]:>6}{counts[1]:>10}{counts[2]:>8}{sum(row.cells for row in found):>8}"
        print(f"{name:<46}{sizes}{told}")


if __name__ == "__main__":
    main()
