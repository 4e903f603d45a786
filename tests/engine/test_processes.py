"""A job has a process, a folder and limits of its own, and leaves nothing behind."""

from __future__ import annotations

import os
import pickle
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from leopard_range.engine import Job, Limits, Processes, follow
from leopard_range.engine.children import Ended, Spawns
from leopard_range.engine.processes import reason
from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.i18n import sentence
from tests.engine import faults, work

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
pytestmark = linux
ROOT = Path(__file__).parents[2]


def wait_until(true: Callable[[], Any], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)


@pytest.mark.parametrize("fault", faults.FAULTS, ids=lambda fault: fault.name)
def test_every_fault_has_its_sentence_and_harms_nobody_else(
    processes: Processes, fault: faults.Fault
) -> None:
    row = faults.Row()
    faults.run_once(processes, fault, row)
    assert row.good, row


def test_the_command_that_counts_the_faults_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert faults.main(["--runs", "2"]) == 0
    assert "killed from outside     1" in capsys.readouterr().out


def test_a_crash_names_the_signal() -> None:
    assert reason(Ended(-11), Limits()).blanks == {"signal": "SIGSEGV"}
    assert reason(Ended(-40), Limits()).blanks == {"signal": "signal 40"}
    assert reason(Ended(None), Limits()).code == "job_killed"
    assert reason(Ended(-9, cpu_s=3.0), Limits(cpu_s=2.5)).blanks == {"limit_s": 2.5}


def test_a_job_starts_in_an_empty_folder_that_is_removed(processes: Processes) -> None:
    pid, folder, listed = processes.run(work.pid_and_folder)
    assert pid != os.getpid()
    assert listed == []
    wait_until(lambda: not Path(folder).exists())


def test_a_job_does_not_learn_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    monkeypatch.setenv("HTTPS_PROXY", "http://user:hush@127.0.0.1:9")
    engine = Processes()
    try:
        found = engine.run(work.environment)
    finally:
        engine.close()
    assert "hush" not in str(found)
    assert "HOME" not in found


def test_a_job_is_alone_and_cannot_gain_rights(processes: Processes) -> None:
    status = processes.run(work.status_lines)
    assert status["NoNewPrivs"] == "1"
    assert status["Threads"] == "1"
    opened = processes.run(work.open_files)
    assert sum(name.startswith("socket:") for name in opened) == 1
    assert processes.run(resource.getrlimit, resource.RLIMIT_CORE) == (0, 0)


def test_the_main_script_is_not_run_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from leopard_range.engine import Processes\n"
        "from tests.engine import work\n"
        "print('started')\n"
        "engine = Processes()\n"
        "print(engine.run(work.double, 21), engine.run(work.main_module).endswith('nursery.py'))\n"
        "engine.close()\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, script], env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("started\n42 True\n", "")


def test_memory_means_what_it_says(processes: Processes) -> None:
    limits = Limits(memory_mb=300)
    job = processes.submit(work.memory_hog, limits=limits)
    with pytest.raises(LeopardRangeError, match="job_memory"):
        job.result(30)
    assert 200 < job.used.peak_mb <= 300
    assert processes.run(work.hold_mb, 150, limits=limits) == 150


def test_the_operating_system_counts_what_was_used(processes: Processes) -> None:
    job = processes.submit(work.burn, 0.3)
    job.result(10)
    assert 0.25 < job.used.cpu_s < 2
    assert job.used.wall_s >= 0.3


@pytest.mark.parametrize("why", ["cancel", "time"])
def test_its_children_end_with_it(processes: Processes, tmp_path: Path, why: str) -> None:
    note = tmp_path / "pids"
    job = processes.submit(work.with_children, str(note), limits=Limits(wall_s=60 if why == "cancel" else 2))
    wait_until(lambda: note.exists() and len(note.read_text().split()) == 2)
    pids = [int(word) for word in note.read_text().split()]
    if why == "cancel":
        job.cancel()
    with pytest.raises(LeopardRangeError):
        job.result(10)
    wait_until(lambda: not any(psutil.pid_exists(pid) for pid in pids), 1.0)


def test_an_expected_failure_keeps_its_code_and_its_blanks(processes: Processes) -> None:
    blanks = {"file": "a.csv", "row": 3, "found": 2, "needed": 4}
    with pytest.raises(LeopardRangeError) as caught:
        processes.run(work.refuse, "bad_row", blanks, False)
    assert (caught.value.code, caught.value.blanks) == ("bad_row", blanks)
    assert not isinstance(caught.value, RejectedError)
    with pytest.raises(RejectedError):
        processes.run(work.refuse, "bad_row", blanks, True)


@pytest.mark.parametrize(("code", "blanks"), [("no_such_code", {}), ("bad_row", {"file": "a"})])
def test_an_error_without_a_sentence_is_no_answer(
    processes: Processes, code: str, blanks: dict[str, Any]
) -> None:
    with pytest.raises(LeopardRangeError, match="job_no_answer"):
        processes.run(work.refuse, code, blanks, False)


def test_a_bug_is_logged_with_a_reference_and_without_its_message(
    processes: Processes, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(LeopardRangeError) as caught:
        processes.run(work.bug)
    assert caught.value.code == "job_bug"
    assert str(caught.value.blanks["reference"]) in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "43.1234" not in caplog.text


def test_nothing_of_a_raw_job_is_unpickled(processes: Processes, tmp_path: Path) -> None:
    note = tmp_path / "unpickled"
    found = processes.run(work.malicious_bytes, str(note), raw=True)
    assert not note.exists()
    pickle.loads(found)
    assert note.exists(), "the bytes are what the test says they are"


def test_a_raw_job_must_return_bytes(processes: Processes) -> None:
    with pytest.raises(LeopardRangeError, match="job_bug"):
        processes.run(work.double, 2, raw=True)


def test_two_run_at_once_and_the_others_wait_in_order(processes: Processes) -> None:
    jobs = [processes.submit(work.nap, 0.8) for _ in range(5)]
    wait_until(lambda: [job.state for job in jobs].count("running") == 2)
    assert [job.position for job in jobs] == [0, 0, 1, 2, 3]
    jobs[2].cancel()
    assert jobs[2].state == "cancelled"
    assert [job.position for job in jobs] == [0, 0, 0, 1, 2]
    assert [job.result(30) for job in jobs if job is not jobs[2]] == ["rested"] * 4


def test_a_full_queue_says_so() -> None:
    engine = Processes(at_most=1, queue=1)
    try:
        first = engine.submit(work.hang)
        wait_until(lambda: first.state == "running")
        engine.submit(work.hang)
        with pytest.raises(LeopardRangeError, match="engine_busy"):
            engine.submit(work.hang)
    finally:
        engine.close()
    with pytest.raises(LeopardRangeError, match="engine_closed"):
        first.result(1)
    with pytest.raises(LeopardRangeError, match="engine_closed"):
        engine.submit(work.hang)


def test_progress_arrives_with_the_time_left(processes: Processes) -> None:
    job = processes.submit(work.staged, 0.2)
    wait_until(lambda: (job.progress.share or 0) >= 0.4)
    assert job.progress.stage == "reading"
    assert (job.progress.left_s or 0) > 0
    assert job.result(10) == "ready"


def test_a_cancel_is_felt_at_once_and_only_once(processes: Processes) -> None:
    job = processes.submit(work.hang)
    wait_until(lambda: job.pid)
    started = time.monotonic()
    job.cancel()
    with pytest.raises(LeopardRangeError, match="job_cancelled"):
        job.result(5)
    assert time.monotonic() - started < 1
    assert not psutil.pid_exists(job.pid)
    assert job.state == "cancelled"
    job.cancel()


def test_interrupting_the_wait_ends_the_job(processes: Processes) -> None:
    job = processes.submit(work.hang)

    def interrupt(_job: Job) -> None:
        if job.pid:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        follow(job, interrupt, every_s=0.05)
    wait_until(lambda: job.state == "cancelled", 1.0)


def test_many_threads_may_ask(processes: Processes) -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda at=at: found.append(processes.run(work.double, at))) for at in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(found) == [2 * at for at in range(8)]


def test_a_hundred_jobs_leave_no_file_open_and_no_thread(processes: Processes) -> None:
    processes.run(work.double, 1)
    wait_until(lambda: not any(t.name == "leopard-engine" for t in threading.enumerate()))
    before = len(os.listdir("/proc/self/fd"))
    processes.map(work.double, range(100))
    wait_until(lambda: not any(t.name == "leopard-engine" for t in threading.enumerate()))
    assert len(os.listdir("/proc/self/fd")) <= before


def test_the_nursery_may_be_killed_too() -> None:
    engine = Processes()
    try:
        job = engine.submit(work.hang)
        wait_until(lambda: job.pid)
        work.kill(psutil.Process(job.pid).ppid())
        with pytest.raises(LeopardRangeError, match="job_killed"):
            job.result(5)
        assert engine.run(work.double, 4) == 8
    finally:
        engine.close()


def test_a_module_that_cannot_be_loaded_is_a_broken_engine(caplog: pytest.LogCaptureFixture) -> None:
    engine = Processes(("no_such_module",))
    with pytest.raises(LeopardRangeError, match="engine_broken"):
        engine.run(work.double, 1)
    engine.close()
    assert "no_such_module" in caplog.text


def test_nothing_outlives_the_program(tmp_path: Path) -> None:
    script = (
        "import os, signal\n"
        "from leopard_range.engine import Processes\n"
        "from tests.engine import work\n"
        "engine = Processes()\n"
        "job = engine.submit(work.hang)\n"
        "while not job.pid: pass\n"
        "print(job.pid, os.listdir('.'), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    pid = int(done.stdout.split()[0])
    wait_until(lambda: not psutil.pid_exists(pid))
    wait_until(lambda: list(tmp_path.iterdir()) == [])


def test_only_importable_functions_are_taken(processes: Processes) -> None:
    with pytest.raises(ValueError, match="cannot be imported"):
        processes.submit(lambda: 1)


def test_what_cannot_be_sent_is_raised_where_it_is_waited_for(processes: Processes) -> None:
    with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
        processes.run(work.double, threading.Lock())
    assert processes.run(work.double, 2) == 4


def test_without_forking_a_fresh_process_does_the_same() -> None:
    engine = Processes(start=Spawns())
    try:
        assert engine.run(work.double, 21) == 42
        for function, code in ((work.killed, "job_killed"), (work.hang, "job_time"), (work.bug, "job_bug")):
            with pytest.raises(LeopardRangeError, match=code):
                engine.run(function, limits=Limits(wall_s=3))
        with pytest.raises(LeopardRangeError, match="job_memory"):
            engine.run(work.memory_hog, limits=Limits(memory_mb=300))
        assert "leopard-" in engine.run(work.pid_and_folder)[1]
    finally:
        engine.close()


def test_each_reason_has_a_sentence_of_its_own() -> None:
    codes = {code for fault in faults.FAULTS for code in fault.codes}
    blanks: dict[str, str | int] = {"limit_s": 1, "limit_mb": 1, "signal": "SIGSEGV", "reference": "ab"}
    said = {sentence(LeopardRangeError(code, **blanks), "ko") for code in codes}
    assert len(said) == len(codes) == 9
