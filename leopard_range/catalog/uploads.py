"""The only door for files somebody brings: read in a process of their own, under limits, never trusted."""

from __future__ import annotations

import importlib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from leopard_range.engine import Engine, Job, Limits, follow
from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.model import Choices, Upload

__all__ = ["LIMITS", "MOST_MB", "PRELOAD", "read_upload"]

MOST_MB = 20
"""Largest file that is looked at, megabytes; the server takes no larger one either."""

LIMITS = Limits(wall_s=10, cpu_s=5, memory_mb=512, file_mb=64, result_mb=128)
"""What reading one file may use."""

PRELOAD = ("leopard_range.sources.upload",)
"""What an engine loads once for all files."""

upload = importlib.import_module(PRELOAD[0])
_SLOW, _BIG = ("job_cpu", "job_time"), ("job_memory", "job_too_big")
_PASSED_ON = ("job_cancelled", "engine_")


def read_upload(
    engine: Engine,
    name: str,
    body: bytes,
    choices: Choices | None = None,
    on_progress: Callable[[Job], None] | None = None,
) -> Upload:
    """Read a file somebody brought.

    Parameters
    ----------
    engine : Engine
        Runs the reading; it must give jobs processes of their own.
    name : str
        Declared file name.
    body : bytes
        The file.
    choices : Choices, optional
        What the person answered.
    on_progress : callable, optional
        Called with the job now and then.

    Returns
    -------
    Upload
        Checked, in EPSG:4326, with all that was repaired.

    Raises
    ------
    RejectedError
        ``upload_too_large``, and whatever breaks a safety rule.
    LeopardRangeError
        What is wrong with the file and what to do; ``upload_slow``, ``upload_memory``,
        ``upload_failed`` when reading it had to be ended; ``engine_not_isolated``.
    """
    if not engine.isolated:
        raise LeopardRangeError("engine_not_isolated")
    shown = _plain(name)
    if len(body) > MOST_MB * 1_000_000:
        raise RejectedError("upload_too_large", file=shown, limit_mb=MOST_MB)
    try:
        job = engine.submit(_read, name, body, choices or Choices(), limits=LIMITS, raw=True)
        found: Upload = upload.unpack(follow(job, on_progress))
        return found
    except LeopardRangeError as problem:
        if not problem.code.startswith("job_") or problem.code.startswith(_PASSED_ON):
            raise
        raise _told(problem, shown) from problem


def _read(name: str, body: bytes, choices: Choices) -> bytes:
    """Read and pack a file, in the job's process."""
    packed: bytes = upload.pack(upload.read(name, body, choices, Path(mkdtemp(dir=Path.cwd()))))
    return packed


def _told(problem: LeopardRangeError, file: str) -> LeopardRangeError:
    """Say of a file what an engine says of any work."""
    if problem.code in _SLOW:
        return LeopardRangeError("upload_slow", file=file, limit_s=problem.blanks["limit_s"])
    if problem.code in _BIG:
        return LeopardRangeError("upload_memory", file=file, limit_mb=problem.blanks["limit_mb"])
    return LeopardRangeError("upload_failed", file=file)


def _plain(name: str) -> str:
    """Keep the letters of a name that cannot confuse a reader."""
    return "".join(c for c in unicodedata.normalize("NFC", name) if c.isprintable())[:100]
