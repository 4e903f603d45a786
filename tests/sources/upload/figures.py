"""What reading the corpus of hostile files costs: ``python -m tests.sources.upload.figures``."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psutil

from leopard_range.catalog.uploads import LIMITS, PRELOAD, read_upload
from leopard_range.engine import Engine, Job, Processes, Used
from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.model import Upload
from tests.sources.upload.hostile import CORPUS, Baits, Row, aimed, listening, missing_row, rows

UNCAUGHT = ("upload_failed", "job_bug", "job_crashed", "unexpected")
GROWTH_MB = 5


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    row: Row
    found: str
    code: str
    used: Used
    read: tuple[str, ...]
    heard: tuple[str, ...]


def outcome(engine: Engine, row: Row, body: bytes) -> tuple[str, str, Used]:
    """Read a file as the server does; return its class, its code and what the process used."""
    jobs: list[Job] = []

    def remember(job: Job) -> None:
        jobs[:] = [job]

    code = ""
    try:
        found: Upload | None = read_upload(engine, row.file, body, on_progress=remember)
        said = "accepted-and-repaired" if found and found.repairs else "accepted"
    except RejectedError as problem:
        said, code = "rejected", problem.code
    except LeopardRangeError as problem:
        said, code = "clear-error", problem.code
    return said, code, jobs[0].used if jobs else Used()


def main() -> int:
    """Print the figures; 1 when one of them misses its goal."""
    if not rows():
        print(f"not run: there is no corpus at {CORPUS}")
        return 0
    engine = Processes(PRELOAD)
    done: list[Outcome] = []
    process, before = psutil.Process(), 0
    with tempfile.TemporaryDirectory() as folder, listening() as ear:
        baits = Baits.lay(Path(folder) / "baits")
        for again, row in ((again, row) for again in (False, True) for row in rows()):
            path = CORPUS / row.file
            body = aimed(path.read_bytes(), ear) if path.is_file() else missing_row(row.file, baits)
            baits.freshen()
            ear.heard.clear()
            result = outcome(engine, row, body)
            if again:
                # The first time loads what the app needs anyway; the second shows what files leave behind.
                before = before or process.memory_info().rss
                done.append(Outcome(row, *result, tuple(baits.read()), tuple(ear.heard)))
    growth_mb = (process.memory_info().rss - before) / 1e6
    engine.close()
    wrong = [one for one in done if one.found != one.row.expected]
    slowest, largest = max(done, key=lambda one: one.used.cpu_s), max(done, key=lambda one: one.used.peak_mb)
    uncaught = [one for one in done if one.code in UNCAUGHT]
    for one in wrong:
        print(f"  {one.row.file}: {one.row.expected} expected, {one.found} {one.code} found")
    print(f"files                          {len(done)}")
    print(f"in their expected class        {len(done) - len(wrong)}")
    print(f"baits read                     {sum(len(one.read) for one in done)}")
    print(f"requests heard                 {sum(len(one.heard) for one in done)}")
    print(f"uncaught errors                {len(uncaught)}")
    print(
        f"most processor time            {slowest.used.cpu_s:.2f} s of {LIMITS.cpu_s:g} ({slowest.row.file})"
    )
    peak_mb = f"{largest.used.peak_mb:.0f} MB of {LIMITS.memory_mb:g}"
    print(f"most memory of a worker        {peak_mb} ({largest.row.file})")
    print(f"growth of the app's process    {growth_mb:.1f} MB of {GROWTH_MB}")
    good = (
        not wrong
        and not uncaught
        and not any(one.read or one.heard for one in done)
        and slowest.used.cpu_s <= LIMITS.cpu_s
        and largest.used.peak_mb <= LIMITS.memory_mb
        and growth_mb <= GROWTH_MB
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
