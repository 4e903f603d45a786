"""Every engine gives the same results; the settings choose one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil
import pytest

from leopard_range.config import Settings, settings_from
from leopard_range.engine import Engine, Here, Job, Limits, Processes, engine_from, follow, report
from leopard_range.engine import cluster as dask
from leopard_range.engine.cluster import Cluster
from leopard_range.errors import LeopardRangeError
from tests.engine import faults, work

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
ROOT = Path(__file__).parents[2]
ITEMS = [step / 10 for step in range(25)]


@pytest.fixture(params=["here", "processes", "cluster"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue(request.param)
    return found


def test_map_gives_the_same_results_in_the_same_order(engine: Engine) -> None:
    assert engine.map(work.wave, ITEMS) == [work.wave(item) for item in ITEMS]


def test_a_kernel_with_arrays_gives_the_same_bits(engine: Engine) -> None:
    found = engine.map(work.field, range(6))
    assert [part.tobytes() for part in found] == [work.field(seed).tobytes() for seed in range(6)]


def test_run_and_raw(engine: Engine) -> None:
    assert engine.run(work.double, "ab") == "abab"
    assert engine.run(work.as_bytes, "ab", raw=True) == b"ab"


def test_a_failure_keeps_its_code(engine: Engine) -> None:
    with pytest.raises(LeopardRangeError, match="bad_row"):
        engine.run(work.refuse, "bad_row", {"file": "a", "row": 1, "found": 2, "needed": 3}, False)
    with pytest.raises(LeopardRangeError, match="not_whole"):
        engine.map(work.refuse_at_three, range(5))
    assert engine.run(work.double, 1) == 2


def test_progress_can_be_watched(engine: Engine) -> None:
    seen: set[str] = set()
    job = engine.submit(work.staged, 0.15)
    found = follow(job, lambda job: seen.add(job.progress.stage), every_s=0.05)
    assert found == "ready"
    assert job.progress.stage == "reading"
    assert job.state == "done"
    assert "reading" in seen or isinstance(engine, Here)


def test_a_report_outside_a_job_does_nothing() -> None:
    report("reading", 0.5)


@pytest.mark.parametrize(
    "fault", [one for one in faults.FAULTS if "outside" not in one.name], ids=lambda fault: fault.name
)
def test_a_fault_has_its_sentence_on_a_cluster_too(cluster: Cluster, fault: faults.Fault) -> None:
    job = cluster.submit(fault.function, limits=fault.limits)
    if fault.cancel_after_s:
        time.sleep(1)
        started = time.monotonic()
        job.cancel()
        assert time.monotonic() - started < 1
    with pytest.raises(LeopardRangeError) as caught:
        job.result(30)
    assert caught.value.code in fault.codes
    assert cluster.run(work.double, 4) == 8


def test_a_cancelled_task_stops_on_the_cluster(cluster: Cluster, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    job = cluster.submit(work.burn_for_ever, str(note))
    while not note.exists() or not note.read_text():
        time.sleep(0.02)
    pid = int(note.read_text())
    started = time.monotonic()
    job.cancel()
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() - started < 1
        time.sleep(0.01)
    assert job.state == "cancelled"


def test_a_cluster_of_our_own_opens_no_port_for_work() -> None:
    before = listening()
    engine = Cluster()
    try:
        opened = listening() - before
        assert all(address.ip == "127.0.0.1" for address in opened)
        for address in opened:
            for page in ("info/main/workers.html", "api/v1/retire_workers", "json/counts.json"):
                with pytest.raises(HTTPError, match="404"):
                    urlopen(f"http://127.0.0.1:{address.port}/{page}", timeout=5)
    finally:
        engine.close()
    assert listening() == before


def listening() -> set[Any]:
    return {one.laddr for one in psutil.Process().net_connections() if one.status == "LISTEN"}


def test_jobs_wait_in_order_on_the_cluster(cluster: Cluster) -> None:
    jobs = [cluster.submit(work.nap, 0.5) for _ in range(4)]
    assert [job.position for job in jobs] == [1, 2, 3, 4]
    assert [job.result(20) for job in jobs] == ["rested"] * 4


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler and a worker in processes of their own, as on other machines."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    port = address.rpartition(":")[2]
    where: dict[str, Any] = {
        "cwd": tmp_path_factory.mktemp("cluster"),
        "env": os.environ | {"PYTHONPATH": str(ROOT)},
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    first = subprocess.Popen(
        [*_cli("scheduler"), "--host", "127.0.0.1", "--port", port, "--no-dashboard"], **where
    )
    second = subprocess.Popen(
        [*_cli("worker"), address, "--host", "127.0.0.1", "--nthreads", "2", "--no-dashboard"], **where
    )
    _answers(int(port))
    yield address
    for program in (second, first):
        program.terminate()
        program.wait(20)


def _answers(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            assert time.monotonic() < end, "the scheduler does not start"
            time.sleep(0.1)


def _cli(which: str) -> list[str]:
    return [sys.executable, "-m", f"distributed.cli.dask_{which}"]


def test_a_cluster_that_runs_already_gives_the_same(scheduler: str, tmp_path: Path) -> None:
    engine = engine_from(Settings(engine=scheduler))
    try:
        assert engine.map(work.wave, ITEMS) == [work.wave(item) for item in ITEMS]
        # A worker that is lost takes nothing with it: the task is done again.
        note = tmp_path / "note"
        assert engine.run(work.kill_the_worker_once, str(note), limits=Limits(wall_s=60)) == "second time"
    finally:
        engine.close()


def test_a_scheduler_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "_ANSWER_S", 0.5)
    with pytest.raises(LeopardRangeError, match="cluster_unreachable"):
        engine_from(Settings(engine="tcp://127.0.0.1:9"))


def test_without_dask_the_reader_learns_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(LeopardRangeError, match="cluster_missing"):
        Cluster()


def test_the_settings_choose(squares: Any) -> None:
    data = {"LEOPARD_DATA": str(squares.settings.data)}
    assert settings_from(data).engine == "processes"
    assert isinstance(engine_from(settings_from(data)), Processes)
    assert isinstance(engine_from(settings_from(data | {"LEOPARD_ENGINE": "here"})), Here)
    assert settings_from(data | {"LEOPARD_ENGINE": "tcp://10.0.0.1:8786"}).engine == "tcp://10.0.0.1:8786"
    with pytest.raises(LeopardRangeError, match="unknown_engine"):
        settings_from(data | {"LEOPARD_ENGINE": "clouds"})


def test_a_job_knows_its_state_here(here: Here) -> None:
    job: Job = here.submit(work.double, 2)
    assert (job.state, job.position, job.result()) == ("done", 0, 4)
    job.cancel()
    assert job.state == "done"
    assert here.submit(work.refuse, "unknown_role", {"role": "x"}, False).state == "failed"
