"""``python -m tests.load.site DIR``: how many readers a second a plain static server serves.

One reader is everything a browser asks for to open the page Explore: the document, what it names,
and what the map then brings.  A reader who comes again asks only for the document: everything else
has its hash in its name and is kept.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import gzip
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from leopard_range.maps.files import digest

__all__ = ["Seen", "asked_files", "crowd", "serving"]

PAGE = "en/explore.html"
NAMED = re.compile(rb'(?:href|src)="\.\./(assets/[^"]+)"')
SERVERS = {
    "python -m http.server": [sys.executable, "-m", "http.server", "--bind", "127.0.0.1"],
    "uvicorn + starlette StaticFiles": [sys.executable, "-m", "tests.load.static_server", "starlette"],
    "files in memory, compressed once (asyncio)": [
        sys.executable,
        "-m",
        "tests.load.static_server",
        "memory",
    ],
}


@dataclass(frozen=True)
class Seen:
    """What a crowd of readers was given."""

    readers: int
    requests: int
    bytes: int
    seconds: float

    def line(self, name: str) -> str:
        """Return one line of the table."""
        return (
            f"{name:<52}{self.readers / self.seconds:>10.0f}{self.requests / self.seconds:>12.0f}"
            f"{self.bytes / self.seconds / 1e6:>10.1f}"
        )


def asked_files(folder: Path, page: str = PAGE) -> tuple[str, ...]:
    """Return what a browser asks for to open a page: the document, its files, its map's first layers."""
    html = (folder / page).read_bytes()
    named = [name.decode() for name in NAMED.findall(html)]
    address, spec = _spec_of(folder, html)
    # What the map draws at first: switched on, and drawn at the zoom it opens with.
    drawn = [
        layer["url"] if layer["kind"] == "image" else f"{layer['url']}.js"
        for layer in (*spec["basemap"], *spec["layers"])
        if layer["on"] and layer["zooms"][0] <= spec["view"][2]
    ]
    fonts = [path.relative_to(folder).as_posix() for path in sorted((folder / "assets").glob("*.woff2"))]
    return tuple(dict.fromkeys((page, *named, address, *drawn, *fonts)))


def _spec_of(folder: Path, html: bytes) -> tuple[str, Any]:
    """Return the file with the description of a page's map, and what it says."""
    found = re.search(rb'data-leopard-map="([^"]+)"', html)
    assert found
    start = json.loads(base64.b64decode(found[1] + b"=" * (-len(found[1]) % 4)))
    held = (folder / f"{start['spec']}.js").read_text(encoding="utf-8")
    packed = held.rpartition(',"')[2].partition('"')[0]
    return f"{start['spec']}.js", json.loads(gzip.decompress(base64.b64decode(packed)))


@contextlib.contextmanager
def serving(command: list[str], folder: Path) -> Iterator[int]:
    """Serve a folder on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    root = Path(__file__).parents[2]
    more = {"cwd": folder} if "http.server" in command else {"cwd": root}
    words = [*command, str(port)] if "http.server" in command else [*command, str(folder), str(port)]
    process = subprocess.Popen(words, **more, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # type: ignore[call-overload]
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def crowd(port: int, files: tuple[str, ...], seconds: float, lines: int = 4) -> Seen:
    """Let readers come one after another, in several processes at once, until the time is over."""
    start = time.monotonic()
    with ProcessPoolExecutor(lines, mp_context=get_context("spawn")) as pool:
        counts = list(pool.map(_line, *zip(*[(port, files, seconds)] * lines, strict=True)))
    readers, taken = sum(one[0] for one in counts), sum(one[1] for one in counts)
    # Starting the processes is not reading.
    spent = max((one[2] for one in counts), default=time.monotonic() - start)
    return Seen(readers, readers * len(files), taken, spent)


def _line(port: int, files: tuple[str, ...], seconds: float) -> tuple[int, int, float]:
    """Read as one browser after another, each on a connection kept open where the server lets it."""
    start = time.monotonic()
    readers = taken = 0
    while time.monotonic() < start + seconds:
        connection = socket.create_connection(("127.0.0.1", port), 20)
        for name in files:
            body = _get(connection, name)
            if not body:
                # A server that closes after every answer: the browser connects again.
                connection.close()
                connection = socket.create_connection(("127.0.0.1", port), 20)
                body = _get(connection, name)
            taken += body
        connection.close()
        readers += 1
    return readers, taken, time.monotonic() - start


def _get(connection: socket.socket, name: str) -> int:
    """Ask for one file and take all of it; return its bytes, 0 when the line was closed."""
    with contextlib.suppress(ConnectionError):
        ask = f"GET /{name} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n"
        connection.sendall(ask.encode())
        told = connection.recv(1 << 18)
        while told and b"\r\n\r\n" not in told:
            told += connection.recv(1 << 18)
        if not told:
            return 0
        head, _, body = told.partition(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise AssertionError(f"{name}: {head[:80]!r}")
        found = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        assert found, name
        left = int(found[1]) - len(body)
        while left > 0:
            left -= len(connection.recv(1 << 18))
        return len(head) + int(found[1])
    return 0


def main(words: list[str] | None = None) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="what the command site wrote")
    parser.add_argument("--seconds", type=float, default=8.0)
    wishes = parser.parse_args(words)
    files = asked_files(wishes.folder)
    size = sum((wishes.folder / name).stat().st_size for name in files)
    print(
        f"opening {PAGE}: {len(files)} requests, {size / 1e6:.2f} MB; "
        f"{os.cpu_count()} processors, client included"
    )
    print(
        f"site {digest((wishes.folder / 'manifest.json').read_bytes())}, "
        f"load average {os.getloadavg()[0]:.1f}"
    )
    print(f"{'':<52}{'readers/s':>10}{'requests/s':>12}{'MB/s':>10}")
    for name, command in SERVERS.items():
        with serving(command, wishes.folder) as port:
            for kind, asked in (("first visit", files), ("comes again", files[:1])):
                seen = crowd(port, asked, wishes.seconds)
                print(seen.line(f"{name}, {kind}"), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
