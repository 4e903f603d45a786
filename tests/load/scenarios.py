"""What many visitors do, and what it costs the server's process."""

from __future__ import annotations

import asyncio
import gzip
import random
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

import httpx
import psutil
import websockets

from leopard_range.i18n import LANGUAGES
from tests.load.visitor import VisitError, Visitor, browser_side

MB = 1024 * 1024
FAILURES = (VisitError, OSError, TimeoutError, httpx.HTTPError, websockets.WebSocketException, KeyError)


@dataclass
class Seen:
    """Times and failures of one scenario."""

    opened_s: list[float] = field(default_factory=list)
    changed_s: list[float] = field(default_factory=list)
    runs: int = 0
    cpu_s: float = 0.0
    errors: list[str] = field(default_factory=list)

    async def attempt(self, times: list[float], since: float, work: Callable[[], Awaitable[object]]) -> None:
        """Do something a visitor does; its time counts from when it was due, not from when it began."""
        try:
            await work()
        except FAILURES as problem:
            self.errors.append(f"{type(problem).__name__}: {problem}"[:200])
        else:
            times.append(time.monotonic() - since)
            self.runs += 1


def share(times: list[float], part: float) -> float:
    """Return the time within which a part of all was done; infinite when nothing was."""
    return sorted(times)[min(int(len(times) * part), len(times) - 1)] if times else float("inf")


def cpu_of(process: psutil.Process) -> float:
    """Return the processor seconds a process has used."""
    used = process.cpu_times()
    return float(used.user + used.system)


def held_mb(process: psutil.Process) -> float:
    """Return the memory a process holds."""
    return float(process.memory_info().rss / MB)


async def _change(visitor: Visitor, chance: random.Random) -> None:
    """Do one thing: press Next, choose a language, or go to another page."""
    pressed = [label for label in visitor.buttons if visitor.buttons[label][1]]
    kind = (
        chance.choice(("step", "step", "language", "page"))
        if pressed
        else chance.choice(("language", "page"))
    )
    if kind == "step":
        await visitor.step(pressed[-1])
    elif kind == "language":
        await visitor.choose_language(chance.choice([code for code in LANGUAGES if code != visitor.language]))
    else:
        pages = [name for name in visitor.pages if visitor.pages[name] != visitor.page]
        await visitor.go_to(chance.choice(pages))


async def crowd(
    url: str, process: psutil.Process, *, sessions: int, active: int, seconds: float, every_s: float
) -> Seen:
    """Open many tabs, a few a second; then let some of them change something every `every_s` seconds."""
    seen, chance = Seen(), random.Random(7)
    async with browser_side() as http:
        visitors = [Visitor(url, http, chance.choice(list(LANGUAGES))) for _ in range(sessions)]

        async def arrive(number: int) -> None:
            await asyncio.sleep(number * 0.25)
            await seen.attempt(seen.opened_s, time.monotonic(), visitors[number].open)

        await asyncio.gather(*(arrive(number) for number in range(sessions)))
        seen.runs, before, begun = 0, cpu_of(process), time.monotonic()

        async def use(visitor: Visitor, due: float) -> None:
            while due < seconds:
                await asyncio.sleep(max(0.0, begun + due - time.monotonic()))
                await seen.attempt(seen.changed_s, begun + due, partial(_change, visitor, chance))
                due += every_s

        await asyncio.gather(*(use(one, chance.uniform(0, every_s)) for one in visitors[:active]))
        seen.cpu_s = cpu_of(process) - before
        for visitor in visitors:  # those that only looked must still be there
            if visitor.socket is None or visitor.socket.close_code is not None:
                seen.errors.append("a tab lost its connection")
            await visitor.close()
    return seen


async def one_after_another(url: str, sessions: int, seen: Seen) -> None:
    """Open a tab, change something, close it; again and again."""
    chance = random.Random(11)
    for _ in range(sessions):
        async with browser_side() as http:
            visitor = Visitor(url, http)
            await seen.attempt(seen.opened_s, time.monotonic(), visitor.open)
            await seen.attempt(seen.changed_s, time.monotonic(), partial(_change, visitor, chance))
            await visitor.close()


async def tour(url: str) -> None:
    """See every page in every language once, so that what is kept for all readers is there."""
    async with browser_side() as http:
        for language in LANGUAGES:
            async with Visitor(url, http, language) as visitor:
                for page in [name for name in visitor.pages if visitor.pages[name] != visitor.page]:
                    await visitor.go_to(page)


async def growth_kb(
    url: str, process: psutil.Process, warm_up: int, sessions: int, settle_s: float
) -> tuple[float, Seen]:
    """Return how much the process grew per tab that came and went, kilobytes, after a warm-up."""
    seen = Seen()
    await tour(url)
    await one_after_another(url, warm_up, seen)
    await asyncio.sleep(settle_s)
    before = held_mb(process)
    await one_after_another(url, sessions, seen)
    await asyncio.sleep(settle_s)
    return (held_mb(process) - before) * 1024 / sessions, seen


@dataclass(frozen=True)
class Uploading:
    """What uploads did to the process's memory, megabytes."""

    before_mb: float
    held_mb: float
    refused: list[int]
    released_s: float
    after_mb: float


async def put(visitor: Visitor, token: str, name: str, body: bytes, session: str = "") -> httpx.Response:
    """Send a file as the browser does."""
    address = f"{visitor.url}/_stcore/upload_file/{session or visitor.session}/{name}"
    headers = {"X-Xsrftoken": token, "Cookie": f"_streamlit_xsrf={token}"}
    return await visitor.http.put(address, files={"file": (name, body)}, headers=headers)


async def token_of(visitor: Visitor) -> str:
    """Return the token that the server expects from its own pages."""
    answer = await visitor.http.get(f"{visitor.url}/_stcore/health")
    found = re.search(r"_streamlit_xsrf=([^;]+)", answer.headers.get("set-cookie", ""))
    return found.group(1) if found else answer.request.headers.get("cookie", "").partition("=")[2]


async def uploads(url: str, process: psutil.Process, *, settle_s: float, limit_s: float) -> Uploading:
    """Fill a tab with files, ask for more, close it, and wait for the memory to come back."""
    body = gzip.compress(random.Random(3).randbytes(1)) + random.Random(3).randbytes(19 * MB)
    async with browser_side() as http:
        async with Visitor(url, http):  # what the first tab costs is not the uploads' doing
            pass
        await asyncio.sleep(settle_s)
        visitor = Visitor(url, http)
        await visitor.open()
        before = held_mb(process)
        token = await token_of(visitor)
        kept = [(await put(visitor, token, f"file-{n}", body)).status_code for n in range(3)]
        held = held_mb(process)
        if kept != [204] * 3:
            raise VisitError(f"the server refused what it should take: {kept}")
        refused = [(await put(visitor, token, f"more-{n}", body)).status_code for n in range(27)]
        await visitor.close()
        closed = time.monotonic()
        while held_mb(process) > before + 5 and time.monotonic() - closed < limit_s:
            await asyncio.sleep(1)
        return Uploading(before, held, refused, time.monotonic() - closed, held_mb(process))
