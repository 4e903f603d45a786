"""Moving windows: what one costs as it grows, and that memory follows the piece of work, not the raster.

``-s`` prints the table; the estimate a project shows before it starts (`omniscape_cost`) is made of it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from affine import Affine

from leopard_range.analysis.corridor.omniscape.circuits import Circuit

SIDES = (11, 31, 61, 101, 201, 301)
RUN = """
import sys
from pathlib import Path
from leopard_range.catalog import open_catalog
from leopard_range.config import settings_from
from leopard_range.studies import answer
from leopard_range.studies.omniscape import OmniscapeQuestion
answer(open_catalog(settings_from()), OmniscapeQuestion(sys.argv[1], sys.argv[2], tile=90))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) / 1000)
"""


def window_s(side: int) -> float:
    """Median processor time of three windows, matrix and current."""
    rng = np.random.default_rng(side)
    conductance, injected = 1 / rng.uniform(1, 100, (side, side)), rng.random((side, side))
    times = []
    for _ in range(3):
        started = time.process_time()
        Circuit(conductance, (side // 2, side // 2)).current(injected)
        times.append(time.process_time() - started)
    return float(np.median(times))


def test_a_window_takes_what_the_estimate_says(benchmark: Any) -> None:
    window_s(11)  # compiled
    if not benchmark.enabled:
        benchmark(window_s, 31)
        return
    found = {side: window_s(side) for side in SIDES}
    print("\nside of a window | ms | microseconds a cell | of the estimate")
    for side, seconds in found.items():
        ratio = seconds / (side * side * 1.9e-6 * (1 + side / 160))
        print(f"{side:4} | {seconds * 1e3:8.2f} | {seconds / side**2 * 1e6:5.2f} | {ratio:4.2f}")
    benchmark.extra_info["us_a_cell"] = {str(side): s / side**2 * 1e6 for side, s in found.items()}
    benchmark.pedantic(window_s, (101,), rounds=1)
    for side, seconds in found.items():
        assert seconds < 2.5 * side * side * 1.9e-6 * (1 + side / 160)


def test_memory_follows_the_piece_not_the_raster(benchmark: Any, tmp_path: Path) -> None:
    """A raster 16 times as large needs at most 20 MB more: its grids stay on disk."""
    if not benchmark.enabled:
        pytest.skip("a measurement: run it with --benchmark-enable")
    sides = (300, 1200)
    peaks = []
    for side in sides:
        folder = tmp_path / str(side)
        folder.mkdir()
        source = np.zeros((side, side))
        source[5:60:9, 5:60:9] = 1.0  # the same work in both
        for name, values in (("r", np.ones((side, side))), ("s", source)):
            form: dict[str, Any] = {"driver": "GTiff", "height": side, "width": side, "count": 1}
            with rasterio.open(
                folder / f"{name}.tif", "w", dtype="float64", transform=Affine(30, 0, 0, 0, -30, 0), **form
            ) as file:
                file.write(values, 1)
        config = folder / "c.ini"
        config.write_text(
            "resistance_file = r.tif\nsource_file = s.tif\nradius = 10\nblock_size = 9\nproject_name = x\n"
        )
        command = [sys.executable, "-c", RUN, str(config), str(folder / "out")]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        peaks.append(float(done.stdout.splitlines()[-1]))
    print(f"\npeak memory, MB: {dict(zip(sides, peaks, strict=True))}")
    benchmark.extra_info["peak_mb"] = peaks
    benchmark.pedantic(lambda: None, rounds=1)
    # pages of the files on disk count as the process's own until they are needed for something else
    assert peaks[1] - peaks[0] < 20 + 8 * 6 * sides[1] ** 2 / 1e6
