"""Everything that can go wrong with a job, often and mixed: ``python -m tests.engine.faults --runs 50``.

Each run makes one job fail while another works beside it, then starts a third.  The table counts
how often the reader got the right sentence, how often the neighbour was unaffected, how often the
next job succeeded, and the worst time beyond the budget and after a cancel.
"""

from __future__ import annotations

import argparse
import logging
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from leopard_range.engine import Job, Limits, Processes
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES, sentence
from tests.engine import work

LIMITS = Limits(wall_s=20, cpu_s=5, memory_mb=400, file_mb=20, result_mb=20)
HANG = replace(LIMITS, wall_s=2)
# An endless call is ended by the limit of processor time here and by the clock where the machine is busy.
ENDLESS = Limits(wall_s=3, cpu_s=1, memory_mb=1500)
MOST_OVER_S = 1.0


@dataclass(frozen=True)
class Fault:
    name: str
    function: Callable[..., Any]
    codes: tuple[str, ...]
    limits: Limits = LIMITS
    cancel_after_s: float | None = None
    kill_from_outside: bool = False


FAULTS = (
    Fault("killed from outside", work.nap_long, ("job_killed",), kill_from_outside=True),
    Fault("kills itself", work.killed, ("job_killed",)),
    Fault("segmentation fault", work.segfault, ("job_crashed",)),
    Fault("bus error", work.bus_error, ("job_crashed",)),
    Fault("abort", work.abort, ("job_crashed",)),
    Fault("endless geometry", work.endless_geometry, ("job_cpu", "job_time"), ENDLESS),
    Fault("memory hog", work.memory_hog, ("job_memory",)),
    Fault("bad_alloc in C++", work.bad_alloc, ("job_memory",)),
    Fault("hang", work.hang, ("job_time",), HANG),
    Fault("file too big", work.big_file, ("job_too_big",)),
    Fault("result too big", work.big_result, ("job_too_big",)),
    Fault("garbage as answer", work.garbage, ("job_no_answer",)),
    Fault("giant frame", work.giant_frame, ("job_too_big",)),
    Fault("exits silently", work.leave, ("job_no_answer",)),
    Fault("bug", work.bug, ("job_bug",)),
    Fault("cancelled", work.hang, ("job_cancelled",), cancel_after_s=0.3),
    Fault("cancelled in C", work.endless_geometry, ("job_cancelled",), ENDLESS, cancel_after_s=0.3),
)


@dataclass
class Row:
    runs: int = 0
    sentence: int = 0
    neighbour: int = 0
    next: int = 0
    over_s: float = 0.0
    cancel_s: float = 0.0
    seen: set[str] = field(default_factory=set)

    @property
    def good(self) -> bool:
        return (
            self.runs == self.sentence == self.neighbour == self.next
            and max(self.over_s, self.cancel_s) <= MOST_OVER_S
        )


def running(job: Job) -> None:
    while job.state == "queued" or not job.pid:
        time.sleep(0.005)


def told(job: Job) -> LeopardRangeError | None:
    try:
        job.result(30)
    except LeopardRangeError as problem:
        return problem
    return None


def run_once(engine: Processes, fault: Fault, row: Row) -> None:
    neighbour = engine.submit(work.nap, 0.5, limits=Limits(wall_s=60))
    job = engine.submit(fault.function, limits=fault.limits)
    running(job)
    started = time.monotonic()
    stopped = started
    if fault.cancel_after_s is not None:
        time.sleep(fault.cancel_after_s)
        stopped = time.monotonic()
        job.cancel()
    elif fault.kill_from_outside:
        time.sleep(0.2)
        work.kill(job.pid)
    problem = told(job)
    ended = time.monotonic()
    row.runs += 1
    if problem is not None:
        row.seen.add(problem.code)
        sentences = {sentence(problem, language) for language in LANGUAGES}
        row.sentence += problem.code in fault.codes and len(sentences) == len(LANGUAGES)
    row.over_s = max(row.over_s, ended - started - fault.limits.wall_s)
    if fault.cancel_after_s is not None:
        row.cancel_s = max(row.cancel_s, ended - stopped)
    row.next += engine.run(work.double, 21) == 42
    row.neighbour += neighbour.result(60) == "rested"


def table(rows: dict[str, Row]) -> str:
    lines = [
        f"{'fault':<20} {'runs':>4} {'sentence':>8} {'neighbour':>9} {'next':>4} "
        f"{'over s':>7} {'cancel s':>8}  codes"
    ]
    for name, row in rows.items():
        lines.append(
            f"{name:<20} {row.runs:>4} {row.sentence:>8} {row.neighbour:>9} {row.next:>4} {row.over_s:>7.2f} "
            f"{row.cancel_s:>8.3f}  {', '.join(sorted(row.seen))}"
        )
    every = list(rows.values())
    lines.append(
        f"{'all':<20} {sum(r.runs for r in every):>4} {sum(r.sentence for r in every):>8} "
        f"{sum(r.neighbour for r in every):>9} {sum(r.next for r in every):>4} "
        f"{max(r.over_s for r in every):>7.2f} {max(r.cancel_s for r in every):>8.3f}"
    )
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=50)
    wishes = parser.parse_args(arguments)
    logging.getLogger("leopard_range").addHandler(logging.NullHandler())  # the table alone
    rows: dict[str, Row] = {}
    before, others = threading.active_count(), set(work.children())
    engine = Processes(("numpy", "shapely"))
    engine.run(work.double, 1)
    for run in range(wishes.runs):
        fault = FAULTS[run % len(FAULTS)]
        run_once(engine, fault, rows.setdefault(fault.name, Row()))
    engine.close()
    print(table(rows))
    left = set(work.children()) - others
    print(f"threads left: {threading.active_count() - before}, processes left: {len(left)}")
    return 0 if all(row.good for row in rows.values()) and not left else 1


if __name__ == "__main__":
    sys.exit(main())
