"""What a job costs beside its work, and how well the cost of a study is foretold.

Run with ``make bench``.  Ratios are asserted with room to spare, because they depend less on the machine.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pytest

from leopard_range.catalog import open_catalog
from leopard_range.catalog.uploads import PRELOAD
from leopard_range.config import Settings
from leopard_range.engine import Here, Processes
from leopard_range.engine.cluster import Cluster
from leopard_range.studies.aoo import AooQuestion
from leopard_range.studies.eoo import EooQuestion
from leopard_range.studies.jobs import submit
from tests.engine import work

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    engine = Processes(PRELOAD)
    engine.run(work.double, 1)
    yield engine
    engine.close()


def typical_s(call: Callable[[], Any], rounds: int) -> float:
    spent = []
    for _ in range(rounds):
        started = time.perf_counter()
        call()
        spent.append(time.perf_counter() - started)
    return median(spent)


def spawned() -> None:
    """The same with the standard library alone: a fresh interpreter that loads what jobs need."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        pool.apply(work.load_and_double, (21,))


def test_a_job_beside_a_bare_call(processes: Processes, benchmark: Any) -> None:
    benchmark(lambda: processes.run(work.double, 21))
    job_s = typical_s(lambda: processes.run(work.double, 21), 30)
    here_s = typical_s(lambda: Here().run(work.double, 21), 30)
    spawn_s = typical_s(spawned, 3)
    benchmark.extra_info |= {
        "here_ms": round(1000 * here_s, 3),
        "process_ms": round(1000 * job_s, 1),
        "spawn_ms": round(1000 * spawn_s),
        "spawn_over_process": round(spawn_s / job_s, 1),
    }
    print(benchmark.extra_info)
    assert job_s < spawn_s / 3


def test_twenty_megabytes_go_in_and_out(processes: Processes, benchmark: Any) -> None:
    body = bytes(20_000_000)
    benchmark.pedantic(lambda: processes.run(work.itself, body, raw=True), rounds=5, warmup_rounds=1)


def test_a_task_on_a_cluster(benchmark: Any) -> None:
    engine = Cluster()
    try:
        engine.run(work.double, 1)
        benchmark.pedantic(lambda: engine.map(work.double, range(10)), rounds=5, warmup_rounds=1)
    finally:
        engine.close()


@pytest.mark.parametrize("question", [AooQuestion, EooQuestion], ids=["aoo", "eoo"])
def test_the_cost_of_a_study_is_foretold(question: Any, tmp_path: Path, benchmark: Any) -> None:
    """The figures in `leopard_range.studies.common.points_cost` come from here."""
    catalog = open_catalog(Settings())
    engine = Processes()
    random = np.random.default_rng(1)
    try:
        # All of them only where speeds are measured: the largest takes longest.
        for count in (1000,) if benchmark.disabled else (1000, 200_000, 600_000):
            path = tmp_path / f"{count}.csv"
            rows = np.column_stack([131 + 3 * random.random(count), 43 + 3 * random.random(count)])
            np.savetxt(path, rows, "%.6f", ",", header="lon,lat", comments="")
            asked = question(file=str(path))
            job = submit(engine, catalog.settings, asked)
            job.result()
            study = {AooQuestion: "aoo", EooQuestion: "eoo"}[question]
            cost = _cost(study, catalog, asked)
            benchmark.extra_info[f"{count} points"] = {
                "s": round(job.used.wall_s, 1),
                "cpu_s": round(job.used.cpu_s, 1),
                "foretold_s": round(cost.seconds, 1),
                "mb": round(job.used.peak_mb),
                "foretold_mb": round(cost.memory_mb),
            }
            assert cost.seconds / 4 < job.used.cpu_s < cost.seconds * 4
            assert cost.memory_mb / 2 < job.used.peak_mb < cost.memory_mb * 2
    finally:
        engine.close()
    print(benchmark.extra_info)
    benchmark.pedantic(lambda: None, rounds=1)


def _cost(study: str, catalog: Any, asked: Any) -> Any:
    from leopard_range.studies import STUDIES

    foretell = STUDIES[study].cost
    assert foretell is not None
    return foretell(catalog, asked)
