"""``python -m tests.load``: measure the server under load and print each figure beside its limit."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass

import psutil

from tests.browser.conftest import Server
from tests.load.scenarios import Seen, crowd, growth_kb, share, uploads

SESSIONS, ACTIVE, EVERY_S, SECONDS = 80, 25, 10.0, 60.0
SETTLE_S = 40.0
"""Longer than a closed tab is kept, see `leopard_range.ui.memory`."""


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    name: str
    value: float
    limit: float
    unit: str

    def line(self) -> str:
        """Return the line; MISSED when the limit is not kept."""
        kept = "kept" if self.value <= self.limit else "MISSED"
        return f"{self.name:<58}{self.value:>10.2f}{self.limit:>10.2f}  {self.unit:<12}{kept}"


def _busy() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _complain(seen: Seen, said: str) -> None:
    for line in sorted(set(seen.errors))[:10]:
        print(f"  error: {line}")
    if said:
        print("  the server said:\n" + "\n".join(f"    {line}" for line in said.splitlines()[:40]))


def _public() -> list[Figure]:
    server = Server()
    try:
        process = psutil.Process(server.process.pid)
        seen = asyncio.run(
            crowd(server.url, process, sessions=SESSIONS, active=ACTIVE, seconds=SECONDS, every_s=EVERY_S)
        )
        print(
            f"first paint of {len(seen.opened_s)} tabs: median {share(seen.opened_s, 0.5):.2f} s, "
            f"95 % within {share(seen.opened_s, 0.95):.2f} s; {len(seen.changed_s)} changes: median "
            f"{share(seen.changed_s, 0.5):.2f} s; load average {_busy()}"
        )
        grown, later = asyncio.run(growth_kb(server.url, process, 200, 200, SETTLE_S))
        print(f"memory at the end {process.memory_info().rss / 2**20:.0f} MB; load average {_busy()}")
        seen.errors += later.errors
    finally:
        said = [line for line in server.stop().splitlines() if "ERROR" in line or "Traceback" in line]
    _complain(seen, "\n".join(said))
    return [
        Figure(f"{SESSIONS} tabs open: errors", len(seen.errors) + len(said), 0, "errors"),
        Figure(f"{ACTIVE} active: 95 % of changes within", share(seen.changed_s, 0.95), 2.0, "s"),
        Figure("processor time for one change", seen.cpu_s / max(seen.runs, 1), 0.10, "s"),
        Figure("growth per tab over 200, one after another", grown, 10.0, "kB"),
    ]


def _planner() -> list[Figure]:
    server = Server(LEOPARD_ROLE="planner")
    try:
        found = asyncio.run(
            uploads(server.url, psutil.Process(server.process.pid), settle_s=SETTLE_S, limit_s=60.0)
        )
    finally:
        server.stop()
    print(
        f"uploads: {found.before_mb:.0f} MB before, {found.held_mb:.0f} MB with 57 MB of files, "
        f"{found.after_mb:.0f} MB after; load average {_busy()}"
    )
    return [
        Figure("upload of 27 files over the quota: accepted", found.refused.count(204), 0, "files"),
        Figure("uploads of a tab: memory held", found.held_mb - found.before_mb, 130.0, "MB"),
        Figure("memory of uploads back after the tab closed", found.released_s, 60.0, "s"),
        Figure("memory left of uploads", found.after_mb - found.before_mb, 5.0, "MB"),
    ]


def main() -> int:
    """Run every scenario; return 0 when every limit is kept."""
    print(f"{os.cpu_count()} processors, load average {_busy()}")
    figures = [*_public(), *_planner()]
    print(f"\n{'':<58}{'measured':>10}{'limit':>10}")
    print(*(one.line() for one in figures), sep="\n")
    return 0 if all(one.value <= one.limit for one in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
