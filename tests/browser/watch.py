"""Sees every harm a payload can do: in any frame of the browser, on the server, on the wire."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Request

from tests.payloads import BEACON

__all__ = ["Harm", "children"]

_SAY = "LR-EXECUTED"
# Whoever sets the flag says so at once: a frame may be gone when the test looks.
_TRAP = f"""Object.defineProperty(window, 'LRHIT', {{
  set(value) {{ console.log('{_SAY} ' + location.href); }}, get() {{ return undefined; }} }});"""


class Harm:
    """Everything of a browser context that must not happen.

    Attributes
    ----------
    executed : list of str
        Payloads that ran.
    blocked : list of str
        Payloads that became code or addresses and were only stopped by the content security policy.
    fetched : list of str
        Requests beyond the server, or to the beacon.
    errors : list of str
        Errors of scripts: a payload that broke out of a string without running.
    """

    def __init__(self, context: BrowserContext, port: int) -> None:
        self.executed: list[str] = []
        self.blocked: list[str] = []
        self.fetched: list[str] = []
        self.errors: list[str] = []
        self._port = port
        context.add_init_script(_TRAP)
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("dialog", self._dialog)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        beyond = parts.scheme not in ("data", "blob", "file") and parts.port != self._port
        if beyond or request.url.startswith(BEACON):
            self.fetched.append(request.url)

    def _console(self, said: ConsoleMessage) -> None:
        if _SAY in said.text:
            self.executed.append(said.text)
        elif "Content Security Policy" in said.text:
            self.blocked.append(said.text[:300])

    def _dialog(self, dialog: Dialog) -> None:
        self.executed.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def all(self) -> dict[str, list[str]]:
        """Return what happened, by kind; empty kinds are left out."""
        kinds: dict[str, Any] = vars(self)
        return {k: v for k, v in kinds.items() if not k.startswith("_") and v}


def children(pid: int) -> set[str]:
    """Return the programs a process has started that still run."""
    found = set()
    for process in psutil.Process(pid).children(recursive=True):
        try:
            found.add(Path(process.exe()).name)
        except psutil.Error:
            found.add("gone")
    return found
