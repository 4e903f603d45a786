"""One measurement of circuit current on a large grid, as a process of its own.

``python -m tests.benchmarks.current_run ours|pyamg SIDE FOLDER`` reads the grid ``SIDE.npy`` and its ends
``SIDE.json`` and prints what it measured as JSON.  It loads nothing it does not measure.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray
from scipy import ndimage

__all__ = ["ends", "landscape"]

Floats = NDArray[np.float64]


def landscape(side: int) -> Floats:
    """Fractal resistances from 1 to 300 with lines of 300 across, 8 % without passage."""
    rng = np.random.default_rng(side)
    k = np.fft.rfftfreq(side)[None, :]
    far = np.hypot(np.fft.fftfreq(side)[:, None], k)
    far[0, 0] = 1.0

    def fractal(slope: float) -> Floats:
        noise = np.fft.rfft2(rng.normal(size=(side, side)))
        found: Floats = np.fft.irfft2(noise / far**slope, s=(side, side))
        return found

    relief = fractal(1.5)
    values: Floats = 300.0 ** ((relief - relief.min()) / np.ptp(relief))
    values[rng.integers(0, side, 6)] = 300.0
    wall = fractal(1.2)
    values[wall < np.quantile(wall, 0.08)] = np.nan
    return values


def ends(values: Floats) -> list[tuple[int, int]]:
    """Cells of the greatest connected part nearest to two opposite corners."""
    parts, _ = ndimage.label(~np.isnan(values), np.ones((3, 3)))
    cells = np.argwhere(parts == np.bincount(parts.ravel())[1:].argmax() + 1)
    from_corner = cells.sum(axis=1)
    first, last = cells[from_corner.argmin()], cells[from_corner.argmax()]
    return [(int(first[0]), int(first[1])), (int(last[0]), int(last[1]))]


def ours(values: Floats, a: tuple[int, int], b: tuple[int, int]) -> dict[str, Any]:
    from leopard_range.analysis.corridor.circuit import pair_current
    from leopard_range.model import Grid
    from leopard_range.model.corridor import Surface

    def surface(array: Floats) -> Surface:
        return Surface(array, Grid(array.shape, Affine(1, 0, 0, 0, -1, 0), None))

    start, end = np.zeros((2, *values.shape), np.bool_)
    start[a] = end[b] = True
    small = np.zeros((2, 9, 9), np.bool_)
    small[0, 0, 0] = small[1, 8, 8] = True
    pair_current(surface(np.ones((9, 9))), *small, solver="multigrid")
    ground = surface(values)
    started = time.process_time()
    one = pair_current(ground, start, end, solver="multigrid")
    spent = time.process_time() - started
    return {"cpu_s": spent, "ohm": one.resistance_ohm, "steps": one.iterations, "residual": one.residual}


def pyamg(values: Floats, a: tuple[int, int], b: tuple[int, int]) -> dict[str, Any]:
    import pyamg as peer
    from scipy.sparse import coo_array, diags_array

    open_cells = ~np.isnan(values)
    number = np.where(open_cells, np.cumsum(open_cells).reshape(values.shape) - 1, -1)
    links = []
    rows, columns = values.shape
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
        one = np.s_[0 : rows - down, max(0, -right) : columns - max(0, right)]
        two = np.s_[down:rows, max(0, right) : columns - max(0, -right)]
        both = open_cells[one] & open_cells[two]
        siemens = 2.0 / (values[one] + values[two])[both] / np.hypot(down, right)
        links.append((number[one][both], number[two][both], siemens))
    i, j, g = (np.concatenate(part) for part in zip(*links, strict=True))
    count = int(open_cells.sum())
    half = coo_array((g, (i, j)), shape=(count, count)).tocsr()
    whole = half + half.T
    parts = ndimage.label(open_cells, np.ones((3, 3)))[0]
    kept = number[(parts == parts[a])]
    kept = kept[kept != number[b]]
    matrix = (diags_array(whole.sum(axis=1)) - whole).tocsr()[kept][:, kept]
    drive = (kept == number[a]).astype(np.float64)
    del half, whole, links
    started = time.process_time()
    hierarchy = peer.smoothed_aggregation_solver(matrix)
    steps: list[float] = []
    volt = hierarchy.solve(drive, tol=1e-6, accel="cg", maxiter=300, residuals=steps)
    spent = time.process_time() - started
    left = float(np.linalg.norm(drive - matrix @ volt))
    return {"cpu_s": spent, "ohm": float(drive @ volt), "steps": len(steps) - 1, "residual": left}


def peak_mib() -> float:
    """Most memory this process held; `resource` would count that of the process which started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return float(status.split("VmHWM:")[1].split()[0]) / 1024


def main(who: str, side: str, folder: str) -> None:
    """Measure in this process and print what was found."""
    values = np.load(Path(folder) / f"{side}.npy")
    a, b = (tuple(cell) for cell in json.loads((Path(folder) / f"{side}.json").read_text()))
    found = {"ours": ours, "pyamg": pyamg}[who](values, a, b)
    found["peak_mib"] = peak_mib()
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
