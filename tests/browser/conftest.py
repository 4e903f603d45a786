"""A running server and pages that fail when anything asks beyond this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, WebSocket, expect

from leopard_range.workspace import SqliteStore
from tests.workspace.conftest import filled

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """The explorer, or another app, in a process of its own on a free loopback port."""

    def __init__(self, app: str = "app.py", **environment: str) -> None:
        # A file, because a full pipe would stop the server.
        self._log = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(environment.get("STREAMLIT_SERVER_PORT") or probe.getsockname()[1])
        command = [sys.executable, "-m", "streamlit", "run", app, "--server.port", str(self.port)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "LEOPARD_ROLE": "public", **environment},
            stdout=self._log,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.url = f"http://127.0.0.1:{self.port}"
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2):
                    return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"the server did not start: {self.stop()}")
                time.sleep(0.2)

    def cpu_s(self) -> float:
        """Return the seconds of processor time used so far."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def peak_mb(self) -> float:
        """Return the most memory the process ever held, megabytes (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def stop(self) -> str:
        """End the server and return what it printed."""
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        text = self.log()
        self._log.close()
        return text

    def log(self) -> str:
        """Return what the server has printed so far."""
        self._log.flush()
        with open(f"/proc/self/fd/{self._log.fileno()}", encoding="utf-8", errors="replace") as copy:
            return copy.read()


class Traffic:
    """Everything a page asked for and sent."""

    def __init__(self, page: Page) -> None:
        self.outside: list[str] = []
        self.socket_bytes = 0
        self.errors: list[str] = []
        page.on("request", self._request)
        page.on("websocket", self._socket)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            self.outside.append(request.url)

    def _socket(self, socket: WebSocket) -> None:
        def count(payload: str | bytes) -> None:
            self.socket_bytes += len(payload)

        socket.on("framereceived", count)
        socket.on("framesent", count)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A planner's server with one project that holds an item of every kind."""
    place = tmp_path_factory.mktemp("office")
    with_project = SqliteStore(place / "workspace.db")
    filled(with_project)
    with_project.close()
    running = Server(LEOPARD_ROLE="planner", LEOPARD_WORKSPACE=str(place))
    yield running
    running.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def traffic(page: Page) -> Iterator[Traffic]:
    watched = Traffic(page)
    yield watched
    assert watched.outside == []


def settled(page: Page, timeout: float = 30_000) -> None:
    """Wait until the script has run and the parts that come by address are there."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=timeout)
    expect(page.locator("[data-part]:not([data-filled])")).to_have_count(0, timeout=timeout)


def map_frame(page: Page, timeout: float = 30_000):  # type: ignore[no-untyped-def]
    """Return the map's frame once every visible layer has loaded."""
    # While the language changes, the old map stands beside the new one for a moment.
    expect(page.locator("iframe[title='streamlit_folium.st_folium']")).to_have_count(1, timeout=timeout)
    frame = page.frame_locator("iframe[title='streamlit_folium.st_folium']")
    frame.locator("[data-lr=ready]").first.wait_for(timeout=timeout)
    return frame
