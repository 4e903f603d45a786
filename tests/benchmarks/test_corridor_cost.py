"""Cost distance beside scikit-image, xarray-spatial and GRASS; growth, memory, and tiles against one run.

Seconds are processor time, medians of three, on ground of many scales with barriers.  The peers get the same
raster; GRASS is timed with the reading it cannot do without.  `-s` prints the tables.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.ndimage import zoom

from leopard_range.analysis.corridor.cost import Store, accumulate, accumulate_tiled
from leopard_range.engine.cluster import Cluster
from tests.corridors import surface

Floats = NDArray[np.float64]
CPU_RATIO, WORKER_MB, PEAK_MB = 1.5, 1_000, 500
MODULES = ("leopard_range.analysis.corridor.warm:warm_up",)


def landscape(side: int, seed: int = 7) -> Floats:
    """Resistance from 1 to 300 in patterns of many scales, eight per cent of it barriers in large pieces."""
    rng = np.random.default_rng(seed)
    height = np.zeros((side, side))
    for scale in range(2, 8):
        coarse = rng.normal(size=(2**scale + 1, 2**scale + 1))
        height += zoom(coarse, side / len(coarse) + 0.01, order=1)[:side, :side] * 2.0**-scale
    height -= height.min()
    values = 1 + 299 * (height / height.max()) ** 3
    values *= np.exp(0.3 * rng.normal(size=values.shape))
    np.clip(values, 1, 300, out=values)
    wall = zoom(rng.normal(size=(65, 65)), side / 65 + 0.01, order=1)[:side, :side]
    values[wall < np.quantile(wall, 0.08)] = np.nan
    found: Floats = values
    return found


def place(values: Floats) -> NDArray[np.int64]:
    """A source on open ground."""
    open_ground = np.flatnonzero(~np.isnan(values))
    row, column = np.divmod(open_ground[len(open_ground) // 7], values.shape[1])
    return np.array([[row, column]])


def cpu_s(work: Callable[[], Any]) -> float:
    """Median processor time of three rounds."""
    times = []
    for _ in range(3):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return statistics.median(times)


def scikit_image(values: Floats, source: NDArray[np.int64]) -> Callable[[], Floats]:
    from skimage.graph import MCP_Geometric

    closed = np.where(np.isnan(values), -1, values)
    starts = [(int(source[0, 0]), int(source[0, 1]))]
    return lambda: np.asarray(MCP_Geometric(closed, fully_connected=True).find_costs(starts)[0])


def test_three_thousand_cells_a_side(benchmark: Any) -> None:
    if benchmark.disabled:
        pytest.skip("measured with “make bench”")
    values = landscape(3_000)
    source, ground = place(values), surface(values)
    found = accumulate(ground, source)
    benchmark.pedantic(accumulate, (ground, source), rounds=3)
    ours = cpu_s(lambda: accumulate(ground, source))
    peer = scikit_image(values, source)
    other = peer()
    np.testing.assert_array_equal(np.isfinite(found), np.isfinite(other))
    np.testing.assert_allclose(found, other, rtol=1e-12)
    told = benchmark.extra_info
    told["cpu_s"] = round(ours, 3)
    told["ratio_scikit_image"] = told["ratio"] = round(cpu_s(peer) / ours, 1)
    print(f"\n3,000 x 3,000: {ours:.2f} s, scikit-image {told['ratio']} times that")
    assert told["ratio"] >= 6


def test_beside_xarray_spatial(benchmark: Any) -> None:
    if benchmark.disabled:
        pytest.skip("measured with “make bench”")
    if sys.version_info < (3, 12):
        pytest.skip("xarray-spatial with cost_distance needs Python 3.12")
    xarray, xrspatial = pytest.importorskip("xarray"), pytest.importorskip("xrspatial")
    values = landscape(3_000)
    source, ground = place(values), surface(values)
    sources = np.zeros(values.shape)
    sources[source[:, 0], source[:, 1]] = 1
    layers = [xarray.DataArray(one, dims=("y", "x")) for one in (sources, values)]
    xrspatial.cost_distance(*layers).compute()
    peer = cpu_s(lambda: xrspatial.cost_distance(*layers).compute())
    ours = benchmark.pedantic(lambda: cpu_s(lambda: accumulate(ground, source)), rounds=1)
    benchmark.extra_info["ratio"] = round(peer / ours, 1)
    assert peer / ours >= 3


def test_beside_grass(benchmark: Any, tmp_path: Path) -> None:
    if benchmark.disabled:
        pytest.skip("measured with “make bench”")
    grass = shutil.which("grass")
    if grass is None:
        pytest.skip("GRASS is not installed")
    values = landscape(3_000)
    source, ground = place(values), surface(values)
    np.savetxt(
        tmp_path / "r.asc",
        np.nan_to_num(values, nan=-9999),
        fmt="%.6f",
        header="ncols 3000\nnrows 3000\nxllcorner 0\nyllcorner 0\ncellsize 1\nNODATA_value -9999",
        comments="",
    )
    x, y = source[0, 1] + 0.5, 3_000 - source[0, 0] - 0.5
    script = tmp_path / "run.sh"
    script.write_text(
        f"r.in.gdal -o input={tmp_path}/r.asc output=r --quiet\ng.region raster=r\n"
        f'for i in 1 2 3; do bash -c "time r.cost input=r output=c start_coordinates={x},{y} memory=4000 '
        '--overwrite --quiet"; done\n'
    )
    called = [grass, "--tmp-location", "XY", "--exec", "bash", str(script)]
    done = subprocess.run(called, capture_output=True, text=True, check=True)
    words = [line.split() for line in done.stderr.splitlines() if line.startswith(("user", "sys"))]
    spent = [
        float(word[1].rstrip("s").split("m")[0]) * 60 + float(word[1].rstrip("s").split("m")[1])
        for word in words
    ]
    peer = statistics.median(a + b for a, b in zip(spent[::2], spent[1::2], strict=True))
    ours = benchmark.pedantic(lambda: cpu_s(lambda: accumulate(ground, source)), rounds=1)
    benchmark.extra_info["ratio"] = round(peer / ours, 1)
    assert peer / ours >= 8


_ALONE = """
import sys
import numpy as np
sys.path.insert(0, sys.argv[1])
from tests.corridors import surface
from leopard_range.analysis.corridor.cost import accumulate
def peak():
    status = open("/proc/self/status").read()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6
values = np.load(sys.argv[2])
ground = surface(values)
ground.values.shape
del values
accumulate(ground, np.array([[int(sys.argv[3]), int(sys.argv[4])]]))
print(peak())
"""


def test_memory_of_three_thousand_cells_a_side(benchmark: Any, tmp_path: Path) -> None:
    if benchmark.disabled:
        pytest.skip("measured with “make bench”")
    values = landscape(3_000)
    np.save(tmp_path / "r.npy", values)
    row, column = place(values)[0]
    called = [sys.executable, "-c", _ALONE, str(Path(__file__).parents[2]), str(tmp_path / "r.npy")]
    done = benchmark.pedantic(
        subprocess.run,
        ([*called, str(row), str(column)],),
        {"capture_output": True, "text": True, "check": True},
        rounds=1,
    )
    benchmark.extra_info["peak_mb"] = peak = float(done.stdout)
    print(f"\n3,000 x 3,000: {peak:.0f} MB at most")
    assert peak <= PEAK_MB


def test_growth(benchmark: Any) -> None:
    if benchmark.disabled:
        pytest.skip("measured with “make bench”")
    rows = []
    for side in (300, 1_000, 2_000, 3_000, 5_000):
        values = landscape(side)
        source, ground = place(values), surface(values)
        accumulate(ground, source)
        ours = cpu_s(lambda ground=ground, source=source: accumulate(ground, source))  # type: ignore[misc]
        peer = cpu_s(scikit_image(values, source)) if side <= 3_000 else float("nan")
        rows.append((side, ours, ours / side**2 * 1e9, peer / ours))
    benchmark.pedantic(lambda: None, rounds=1)
    print("\ncells a side   CPU s   ns a cell   scikit-image")
    for side, ours, each, ratio in rows:
        print(f"{side:12,}   {ours:5.2f}   {each:9.0f}   {ratio:11.1f} x")
    benchmark.extra_info["growth"] = rows
    # Linear: a cell takes little longer on a raster of 25 million than on one of 90,000.
    assert rows[-1][2] < 4 * rows[0][2]


@pytest.mark.parametrize(("side", "tile"), [(3_000, 1_504), (10_000, 2_048)])
def test_tiles_on_a_cluster(benchmark: Any, tmp_path: Path, side: int, tile: int) -> None:
    if benchmark.disabled:
        pytest.skip("measured with “make bench”")
    values = landscape(side)
    source = place(values)
    ground = surface(values)
    accumulate(surface(np.ones((40, 40))), np.array([[0, 0]]))
    single = cpu_s(lambda: accumulate(ground, source))
    expected = accumulate(ground, source)
    engine = Cluster(preload=MODULES)
    spent = []
    try:
        engine.map(len, [()])
        tiles = Store.open(
            tmp_path, lambda path: np.save(path, values), values.shape, 1.0, tile=tile, stamp="bench"
        )
        for _ in range(3):
            (tmp_path / "cost.json").unlink(missing_ok=True)
            started = time.process_time()
            tiles.begin(source)
            begun = time.process_time() - started
            parts = accumulate_tiled(tiles, source, engine.map)
            spent.append(begun + sum(part.cpu_s for part in parts))
        peaks = [part.peak_mb for part in parts]
    finally:
        engine.close()
    found = tiles.map("cost")
    np.testing.assert_array_equal(np.isfinite(found), np.isfinite(expected))
    reached = np.isfinite(expected)
    error = float((np.abs(found[reached] - expected[reached]) / np.maximum(expected[reached], 1)).max())
    ratio = statistics.median(spent) / single
    benchmark.pedantic(lambda: None, rounds=1)
    benchmark.extra_info.update(error=error, ratio=round(ratio, 2), peaks_mb=peaks)
    print(
        f"\n{side:,} x {side:,} in tiles of {tile:,}: {single:.2f} s alone, {ratio:.2f} times that in tiles, "
        f"{max(peaks):.0f} MB a worker, error {error:.0e}"
    )
    assert error <= 1e-9
    assert ratio <= CPU_RATIO
    assert max(peaks) <= WORKER_MB
