"""One crash of the browser costs one test, not all that follow."""

from __future__ import annotations

import psutil
import pytest

from tests.chromium import Launcher

pytestmark = pytest.mark.browser


def test_a_browser_that_died_is_started_again(launcher: Launcher) -> None:
    first = launcher.browser()
    assert launcher.browser() is first
    mine = [p for p in psutil.Process().children(recursive=True) if "--headless" in _words(p)]
    for process in mine:
        process.kill()
    psutil.wait_procs(mine, timeout=10)
    page = launcher.browser().new_page()
    page.set_content("<h1>alive</h1>")
    assert page.inner_text("h1") == "alive"
    assert launcher.browser() is not first
    page.close()


def _words(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []
