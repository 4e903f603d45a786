"""One Chromium for all tests: Playwright can be started only once in a process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, Error, sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """Return the Chromium to test with: named by the environment, or found on the machine."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("LEOPARD_CHROMIUM") or next(
        (found for n in names if (found := shutil.which(n))), None
    )


class Launcher:
    """Keeps one browser running: starts it when it is first asked for, and again when it has died.

    A crash fails the test it happens in, never all that follow.
    """

    def __init__(self, kind: BrowserType, path: str) -> None:
        self._kind = kind
        self._path = path
        self._browser: Browser | None = None

    def browser(self) -> Browser:
        """Return a browser that answers."""
        for _attempt in range(3):
            if self._browser is None:
                self._browser = self._kind.launch(executable_path=self._path, args=list(ARGUMENTS))
            try:
                # The news of a crash comes late; only a question shows whether it lives.
                self._browser.new_context().close()
            except Error:  # on a busy machine Chromium may die as it starts
                self._browser = None
            else:
                return self._browser
        pytest.fail(f"{self._path} dies as it starts")

    def close(self) -> None:
        """End the browser."""
        if self._browser is not None:
            self._browser.close()


@pytest.fixture(scope="session")
def launcher() -> Iterator[Launcher]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine: run the tests with “make test”")
    with sync_playwright() as driver:
        made = Launcher(driver.chromium, path)
        yield made
        made.close()


@pytest.fixture
def browser(launcher: Launcher) -> Browser:
    return launcher.browser()
