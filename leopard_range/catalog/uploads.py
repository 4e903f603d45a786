"""The only door for files somebody brings: read in a process of their own, under limits, never trusted."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from shapely.errors import ShapelyError

from leopard_range.engine import Engine, Job, Limits, follow, report
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence
from leopard_range.model import Choices, Upload
from leopard_range.sources import upload
from leopard_range.sources.upload.limits import MAX_BYTES, MAX_NAME

__all__ = ["LIMITS", "PRELOAD", "read_upload"]

LIMITS = Limits(wall_s=10, cpu_s=5, memory_mb=512, file_mb=64, result_mb=128)
"""What reading one file may use."""

PRELOAD = ("leopard_range.sources.upload",)
"""What an engine loads once for all files."""

_SLOW, _BIG = ("job_cpu", "job_time"), ("job_memory", "job_too_big")
_UNREADABLE = (
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
    *(struct.error, ShapelyError),
)
"""What unpacking bytes that no reader of ours wrote can raise."""


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
        The file breaks a safety rule.
    LeopardRangeError
        What is wrong with the file and what to do; ``upload_too_big``, ``upload_slow``, ``upload_memory``,
        ``upload_failed`` when reading it had to be ended; ``engine_not_isolated``.
    """
    if not engine.isolated:
        raise LeopardRangeError("engine_not_isolated")
    shown = _plain(name)
    if len(body) > MAX_BYTES:  # before a copy of it is made
        raise LeopardRangeError("upload_too_big", file=shown, limit_mb=MAX_BYTES // 1024**2)
    try:
        job = engine.submit(_read, name, body, choices or Choices(), limits=LIMITS, raw=True)
        return _checked(follow(job, on_progress))
    except _UNREADABLE as problem:
        raise LeopardRangeError("upload_failed", file=shown) from problem
    except LeopardRangeError as problem:
        if not problem.code.startswith("job_") or problem.code == "job_cancelled":
            raise
        raise _told(problem, shown) from problem


def _read(name: str, body: bytes, choices: Choices) -> bytes:
    """Read and pack a file, in the job's process."""
    report("reading")
    found = upload.read(name, body, choices, Path(mkdtemp(dir=Path.cwd())))
    report("sending")
    return upload.pack(found)


def _checked(data: bytes) -> Upload:
    """Unpack what a job handed over, making sure that all its words can be shown."""
    found = upload.unpack(data)
    for note in (*found.repairs, *found.remarks):
        note_sentence(note)
    return found


def _told(problem: LeopardRangeError, file: str) -> LeopardRangeError:
    """Say of a file what an engine says of any work."""
    if problem.code in _SLOW:
        return LeopardRangeError("upload_slow", file=file, limit_s=problem.blanks["limit_s"])
    if problem.code in _BIG:
        return LeopardRangeError("upload_memory", file=file, limit_mb=problem.blanks["limit_mb"])
    return LeopardRangeError("upload_failed", file=file)


def _plain(name: str) -> str:
    """Keep the letters of a name that cannot confuse a reader."""
    return "".join(c for c in unicodedata.normalize("NFC", name) if c.isprintable())[:MAX_NAME]
