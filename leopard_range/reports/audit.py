"""The log of every time exact positions left: who, when, which layer; never a position."""

from __future__ import annotations

import getpass
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from leopard_range.errors import LeopardRangeError

__all__ = ["account", "record"]

_lock = Lock()


def account() -> str:
    """Return the name of the account that runs this process, or ``?`` where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # as in some containers
        return "?"


def record(log: Path, *, who: str, action: str, layer: str) -> None:
    """Write one line of JSON, and be sure that it is on the disk.

    Parameters
    ----------
    log : Path
        The file; made, readable by its owner alone, when it is not there.
    who : str
        Issuer and subject, or the account of this machine.
    action : str
        ``show`` or ``export``.
    layer : str
        Identifier of the layer.

    Raises
    ------
    LeopardRangeError
        ``audit_failed``: what is not logged is not shown.
    """
    line = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "who": who,
        "action": action,
        "layer": layer,
    }
    try:
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _lock, os.fdopen(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
            file.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        raise LeopardRangeError("audit_failed", reason=problem.strerror or "?") from problem
