"""One pair of ends on resistor grids of 300 to 5,000 cells a side, against pyamg.

Every measurement is a process of its own, so that its greatest memory is its own too; the grid is made
beforehand and read from disk.  Ours is timed from the surface to the checked current map.  The peer,
smoothed aggregation with conjugate gradients as Circuitscape uses them, is timed for set-up and solution
only: its matrix is put together before.  Both stop at a relative residual of 1e-6.  Processor time,
medians of three runs taken in turn; the peer runs once where it takes minutes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pytest

from tests.benchmarks.current_run import ends, landscape

SIDES = (300, 1_000, 2_000, 3_000, 5_000)
ROOT = Path(__file__).parents[2]


def measured(who: str, side: int, folder: Path) -> dict[str, Any]:
    """Run one measurement in a process of its own."""
    path = folder / f"{side}.npy"
    if not path.exists():
        np.save(path, landscape(side))
        (folder / f"{side}.json").write_text(json.dumps(ends(np.load(path))))
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.current_run", who, str(side), str(folder)],
        capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def side_by_side(side: int, folder: Path, peer_rounds: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Measure both in turn; medians of their times."""
    runs: dict[str, list[dict[str, Any]]] = {"ours": [], "pyamg": []}
    for turn in range(3):
        runs["ours"].append(measured("ours", side, folder))
        if turn < peer_rounds:
            runs["pyamg"].append(measured("pyamg", side, folder))
    one, peer = ({**many[0], "cpu_s": median(run["cpu_s"] for run in many)} for many in runs.values())
    return one, peer


@pytest.mark.parametrize(
    ("side", "peer_rounds", "ratio", "most_mib"), [(300, 3, 4, 400), (1_000, 3, 4, 400), (3_000, 1, 6, 2_000)]
)
def test_one_pair_against_pyamg(
    benchmark: Any, tmp_path: Path, *, side: int, peer_rounds: int, ratio: float, most_mib: float
) -> None:
    if benchmark.disabled:
        pytest.skip("measured with “make bench”")
    one, peer = benchmark.pedantic(side_by_side, (side, tmp_path, peer_rounds), rounds=1)
    told = benchmark.extra_info
    told.update({f"ours_{key}": value for key, value in one.items()})
    told.update({f"pyamg_{key}": value for key, value in peer.items()})
    told["ratio"] = round(peer["cpu_s"] / one["cpu_s"], 1)
    print(f"\n{side:,} cells a side: {told['ratio']} times pyamg ({peer_rounds} runs of it)\n{one}\n{peer}")
    assert one["residual"] <= 1e-6
    assert one["ohm"] == pytest.approx(peer["ohm"], rel=1e-4)
    assert told["ratio"] >= ratio
    assert one["peak_mib"] <= most_mib


def test_growth(benchmark: Any, tmp_path: Path) -> None:
    if benchmark.disabled:
        pytest.skip("measured with “make bench”")

    def table() -> list[dict[str, Any]]:
        return [measured("ours", side, tmp_path) for side in SIDES]

    rows = benchmark.pedantic(table, rounds=1)
    print("\nside       CPU s   us a cell   steps   MiB")
    for side, row in zip(SIDES, rows, strict=True):
        each = row["cpu_s"] / side**2 * 1e6
        print(f"{side:5,}  {row['cpu_s']:9.3f}  {each:10.3f}  {row['steps']:6}  {row['peak_mib']:6.0f}")
        benchmark.extra_info[str(side)] = row
    least, most = rows[1]["cpu_s"] / 1_000**2, rows[-1]["cpu_s"] / 5_000**2
    assert most <= 2.5 * least
