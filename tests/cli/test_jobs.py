"""What takes long is announced on stderr, shows how far it is, and ends with Ctrl-C."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from leopard_range.i18n import progress
from leopard_range.model import Note
from leopard_range.studies import STUDIES
from leopard_range.studies.shape import Cost
from tests.cli.conftest import Run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question about points is said to take long."""
    cost = Cost(130.0, 900.0, Note.of("cost_points", count=7e6))
    for name in ("aoo", "eoo"):
        object.__setattr__(STUDIES[name], "cost", lambda *_asked: cost)
    monkeypatch.setenv("LEOPARD_ENGINE", "processes")


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    kept = {name: study.cost for name, study in STUDIES.items()}
    yield
    for name, cost in kept.items():
        object.__setattr__(STUDIES[name], "cost", cost)


@pytest.mark.usefixtures("long")
def test_a_long_question_says_what_it_takes(run: Run) -> None:
    Path("points.csv").write_text("lon,lat\n131,43\n131.2,43.1\n131.1,43.3\n", encoding="utf-8")
    done = run("eoo", "points.csv", "--json")
    assert done.code == 0
    assert done.json["points"] == 3
    count, rest = done.err.split(". ")
    assert count == "The file holds about 7,000,000 points"
    assert rest == "This takes about 2 min and 900 MB of memory; Ctrl-C ends it.\n"


@pytest.mark.usefixtures("long")
def test_its_failure_is_one_sentence(run: Run) -> None:
    done = run("aoo", "nowhere.csv", "--lang", "ru")
    assert done.code == 2
    assert len(done.err.splitlines()) == 2


def test_progress_in_one_line() -> None:
    assert progress(3, "", None, None) == "Waiting: place 3 in the queue"
    assert progress(0, "", None, None) == "Starting"
    assert progress(0, "computing", 0.5, 60.2) == "Computing · 50% · about 61 s left"
    assert progress(0, "a stage nobody knows", None, None) == "Starting"
    assert progress(0, "computing", 0.5, 600, "ru") == "Вычисление · 50 % · осталось около 10 мин"


def test_ctrl_c_ends_the_job(tmp_path: Path) -> None:
    """On a terminal, where Ctrl-C reaches the program and nothing else."""
    points = tmp_path / "points.csv"
    points.write_text("lon,lat\n" + "".join(f"131.{n:06},43.{n * 7 % 10**6:06}\n" for n in range(900_000)))
    ours, theirs = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-m", "leopard_range", "aoo", points],
        cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    while b"Computing" not in seen:
        seen += os.read(ours, 4096)
    left = psutil.Process(program.pid).children(recursive=True)
    assert left
    program.send_signal(signal.SIGINT)
    assert program.wait(60) == 130, "a job that ran to its end would have ended with 0"
    _gone, alive = psutil.wait_procs(left, 5)
    assert alive == []
    assert b"about 900,000 points" in seen
    os.close(ours)
