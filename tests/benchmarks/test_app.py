"""What a page costs: time to the first layer, bytes, processor time, memory.

Run with ``make bench``; the figures stand in the benchmark's extra columns and
are printed at the end.  Sizes are also asserted, because they do not depend on
the machine; times are not.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Server, Traffic, map_frame, settled

pytestmark = pytest.mark.browser
_OURS = ("/assets/", "/layers/", "/spec/")
_VIEWPORT = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def fresh() -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()


def _own_bytes(page: Page) -> int:
    """Return the bytes of our own files that travelled to any frame of the page."""
    script = "() => performance.getEntriesByType('resource').map(e => [e.name, e.transferSize])"
    return sum(
        size
        for frame in page.frames
        for name, size in frame.evaluate(script)
        if any(part in name for part in _OURS)
    )


def _first_layer_s(page: Page, url: str) -> float:
    """Return the seconds from asking for the page until its map is whole."""
    started = time.perf_counter()
    page.goto(url, wait_until="commit")
    map_frame(page)
    return time.perf_counter() - started


def test_first_visit_and_second(fresh: Server, browser: Browser, benchmark: Any) -> None:
    """Time to a whole map and our own bytes, with an empty and with a filled cache."""
    url = f"{fresh.url}/explore?lang=en"
    cold, warm = [], []

    def visit() -> None:
        context = browser.new_context(viewport=_VIEWPORT)
        page = context.new_page()
        cold.append((_first_layer_s(page, url), _own_bytes(page)))
        traffic = Traffic(page)
        warm.append((_first_layer_s(page, url), _own_bytes(page)))
        settled(page)
        benchmark.extra_info["socket_kb_per_page"] = round(traffic.socket_bytes / 1024, 1)
        context.close()

    benchmark.pedantic(visit, rounds=5, warmup_rounds=1)
    benchmark.extra_info |= {
        "cold_s": round(median(s for s, _ in cold[1:] or cold), 2),
        "warm_s": round(median(s for s, _ in warm[1:] or warm), 2),
        "cold_kb": round(max(b for _, b in cold) / 1024),
        "warm_kb": round(max(b for _, b in warm) / 1024),
    }
    print(benchmark.extra_info)
    assert max(b for _, b in cold) <= 900 * 1024
    assert max(b for _, b in warm) <= 60 * 1024
    assert benchmark.extra_info["socket_kb_per_page"] <= 15


def test_rerun(fresh: Server, browser: Browser, benchmark: Any) -> None:
    """Processor time of the server and websocket bytes of one story step."""
    page = browser.new_context(viewport=_VIEWPORT).new_page()
    traffic = Traffic(page)
    page.goto(f"{fresh.url}/story?lang=en")
    settled(page)
    map_frame(page)
    time.sleep(1)
    cpu, sent = [], []

    def step() -> None:
        before, socket_before = fresh.cpu_s(), traffic.socket_bytes
        for name in ("Next", "Back"):
            page.get_by_role("button", name=name).click()
            page.wait_for_timeout(600)
            settled(page)
        cpu.append((fresh.cpu_s() - before) / 2)
        sent.append((traffic.socket_bytes - socket_before) / 2)

    benchmark.pedantic(step, rounds=10, warmup_rounds=2)
    benchmark.extra_info |= {
        "cpu_ms": round(1000 * median(cpu[2:] or cpu)),
        "socket_kb": round(max(sent[2:] or sent) / 1024, 1),
        "peak_mb": round(fresh.peak_mb()),
    }
    print(benchmark.extra_info)
    page.context.close()
    assert max(sent[2:] or sent) <= 5 * 1024
