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
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.conftest import Server, Traffic, map_frame, settled

pytestmark = pytest.mark.browser
_OURS = ("/assets/", "/layers/", "/spec/")
_VIEWPORT: ViewportSize = {"width": 1440, "height": 900}


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


_FIRST = """() => {
  const drawn = performance.getEntriesByType("resource").filter(e => e.name.includes("/layers/"));
  return performance.timeOrigin + Math.min(...drawn.map(e => e.responseEnd));
}"""


def _map_s(page: Page, url: str) -> tuple[float, float]:
    """Return the seconds from asking for the page to its first layer and to the whole map."""
    started = time.perf_counter()
    page.goto(url, wait_until="commit")
    map_frame(page)
    whole = time.perf_counter() - started
    asked = page.evaluate("() => performance.timeOrigin")
    first = next(f for f in page.frames if "streamlit_folium" in f.url).evaluate(_FIRST)
    return (first - asked) / 1000, whole


def test_first_visit_and_second(fresh: Server, browser: Browser, benchmark: Any) -> None:
    """Time to a whole map and our own bytes, with an empty and with a filled cache."""
    url = f"{fresh.url}/explore?lang=en"
    cold, warm = [], []

    def visit() -> None:
        context = browser.new_context(viewport=_VIEWPORT)
        page = context.new_page()
        cold.append((*_map_s(page, url), _own_bytes(page)))
        traffic = Traffic(page)
        warm.append((*_map_s(page, url), _own_bytes(page)))
        settled(page)
        benchmark.extra_info["socket_kb_per_page"] = round(traffic.socket_bytes / 1024, 1)
        context.close()

    benchmark.pedantic(visit, rounds=5, warmup_rounds=1)
    benchmark.extra_info |= {
        "cold_first_layer_s": round(median(first for first, _, _ in cold[-4:]), 2),
        "cold_whole_map_s": round(median(whole for _, whole, _ in cold[-4:]), 2),
        "warm_first_layer_s": round(median(first for first, _, _ in warm[-4:]), 2),
        "warm_whole_map_s": round(median(whole for _, whole, _ in warm[-4:]), 2),
        "cold_kb": round(max(size for _, _, size in cold) / 1024),
        "warm_kb": round(max(size for _, _, size in warm) / 1024),
    }
    print(benchmark.extra_info)
    assert max(size for _, _, size in cold) <= 900 * 1024
    assert max(size for _, _, size in warm) <= 60 * 1024
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
        "cpu_ms": round(1000 * median(cpu[-8:] or cpu)),
        "socket_kb": round(max(sent[-8:] or sent) / 1024, 1),
        "peak_mb": round(fresh.peak_mb()),
    }
    print(benchmark.extra_info)
    page.context.close()
    assert max(sent[-8:] or sent) <= 5 * 1024


def test_corridor(fresh: Server, browser: Browser, benchmark: Any) -> None:
    """Websocket bytes of a proposal with its audit; what the map draws travels by addresses."""
    page = browser.new_context(viewport=_VIEWPORT).new_page()
    traffic = Traffic(page)

    def visit() -> None:
        before = traffic.socket_bytes
        page.goto(f"{fresh.url}/corridor?lang=en&proposal=razdolnaya")
        map_frame(page)
        page.locator(".decision").first.wait_for(timeout=120_000)
        settled(page)
        benchmark.extra_info["socket_kb"] = round((traffic.socket_bytes - before) / 1024, 1)
        benchmark.extra_info["own_kb"] = round(_own_bytes(page) / 1024, 1)

    benchmark.pedantic(visit, rounds=3, warmup_rounds=1)
    print(benchmark.extra_info)
    page.context.close()
    assert benchmark.extra_info["socket_kb"] <= 80


_TIMED = """async (act) => {
  const frames = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const times = [];
  for (let i = 0; i < 12; i++) {
    const before = performance.now();
    new Function("i", act)(i);
    await frames();
    times.push(performance.now() - before);
  }
  return times.slice(2).sort((a, b) => a - b)[5];
}"""
_ACTS = {
    "toggle_ms": "document.querySelectorAll('.lr-row input[type=checkbox]')[i % 3].click()",
    "opacity_ms": "const s = document.querySelector('.lr-row input[type=range]');"
    "s.value = 40 + i; s.dispatchEvent(new Event('input', { bubbles: true }))",
    "year_ms": "const s = document.querySelector('.lr-track input');"
    "s.value = 1910 + 8 * i; s.dispatchEvent(new Event('input', { bubbles: true }))",
}


def test_inside_the_map(fresh: Server, browser: Browser, benchmark: Any) -> None:
    """Milliseconds from a click to the next painted frame, and what the server hears of it: nothing."""
    page = browser.new_context(viewport=_VIEWPORT).new_page()
    traffic = Traffic(page)
    page.goto(f"{fresh.url}/explore?lang=en")
    settled(page)
    map_frame(page)
    page.wait_for_timeout(1000)
    frame = next(f for f in page.frames if "streamlit_folium" in f.url)
    before = traffic.socket_bytes

    def use() -> None:
        for name, act in _ACTS.items():
            benchmark.extra_info[name] = round(frame.evaluate(_TIMED, act), 1)

    benchmark.pedantic(use, rounds=3)
    page.wait_for_timeout(1500)
    print(benchmark.extra_info)
    page.context.close()
    assert traffic.socket_bytes == before


def test_saved_map(fresh: Server, benchmark: Any) -> None:
    """Size of the one-file map."""
    from urllib.request import urlopen

    body = benchmark.pedantic(
        lambda: urlopen(f"{fresh.url}/save/explore?lang=ru", timeout=60).read(), rounds=3
    )
    benchmark.extra_info["size_kb"] = round(len(body) / 1024)
    print(benchmark.extra_info)
    assert len(body) <= 3 * 1024 * 1024
