"""The only door for files somebody brings: read in a process of their own, under limits, never trusted."""

from __future__ import annotations

import atexit
import os
import stat
import struct
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from shapely.errors import ShapelyError

from leopard_range.engine import Engine, Job, Limits, Processes, follow, report
from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.i18n import note_sentence
from leopard_range.model import Choices, Upload
from leopard_range.sources import upload
from leopard_range.sources.upload.limits import MAX_BYTES

__all__ = [
    "LIMITS",
    "PRELOAD",
    "pack_upload",
    "read_file",
    "read_here",
    "read_upload",
    "told",
    "unpack_upload",
]

LIMITS = Limits(wall_s=10, cpu_s=5, memory_mb=640, file_mb=64, result_mb=128)
"""What reading one file may use."""

PRELOAD = (
    "leopard_range.catalog.uploads",
    *(f"leopard_range.sources.upload.{format_}" for format_ in upload.FORMATS),
)
"""What an engine loads once for all files: without it, each file waits for GDAL and PROJ to load."""

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
    shown = upload.shown_name(name)
    if len(body) > MAX_BYTES:  # before a copy of it is made
        raise LeopardRangeError("upload_too_big", file=shown, limit_mb=MAX_BYTES // 10**6)
    try:
        job = engine.submit(_read, name, body, choices or Choices(), limits=LIMITS, raw=True)
        return _checked(follow(job, on_progress))
    except _UNREADABLE as problem:
        raise LeopardRangeError("upload_failed", file=shown) from problem
    except LeopardRangeError as problem:
        raise told(problem, shown) from problem


def read_file(path: str | Path, choices: Choices | None = None) -> Upload:
    """Read a file of this machine as carefully as one from the network.

    Parameters
    ----------
    path : str or Path
        A regular file; a folder, a pipe, a device or an address is refused.
    choices : Choices, optional
        What the person answered.

    Returns
    -------
    Upload
        Checked, in EPSG:4326, with all that was repaired.

    Raises
    ------
    RejectedError
        ``connection_string``: the path is an address or a command of a database.
    LeopardRangeError
        ``file_missing``, ``not_a_file``, ``cannot_read`` and those of `read_upload`.
    """
    return read_upload(_own_engine(), Path(path).name, _bytes_of(str(path)), choices)


def read_here(path: Path, choices: Choices | None = None) -> Upload:
    """Read a file of this machine in this process, for a study that may itself be a job.

    Parameters
    ----------
    path : Path
        A regular file.
    choices : Choices, optional
        What the person answered.

    Returns
    -------
    Upload
        Checked, in EPSG:4326.

    Raises
    ------
    LeopardRangeError
        ``upload_too_big`` and those of `read_file`.
    """
    return upload.read(path.name, _bytes_of(str(path)), choices or Choices(), Path())


@cache
def _own_engine() -> Engine:
    """One engine for the files of this process, whatever engine the studies use."""
    engine = Processes(PRELOAD)
    atexit.register(engine.close)
    return engine


def _bytes_of(path: str) -> bytes:
    """Read a regular file, without waiting for one that is not."""
    if not os.path.lexists(path) and upload.is_connection(path):
        raise RejectedError("connection_string")
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb") as source:
            about = os.fstat(handle)
            if not stat.S_ISREG(about.st_mode):
                raise LeopardRangeError("not_a_file", file=upload.shown_name(path))
            # One byte more than allowed is enough to know that it is too large.
            return source.read(MAX_BYTES + 1)
    except (FileNotFoundError, ValueError):
        raise LeopardRangeError("file_missing", file=upload.shown_name(path)) from None
    except OSError as problem:
        code = "not_a_file" if isinstance(problem, IsADirectoryError) else "cannot_read"
        reason = problem.strerror or type(problem).__name__
        raise LeopardRangeError(code, file=upload.shown_name(path), reason=reason) from None


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


def told(problem: LeopardRangeError, file: str) -> LeopardRangeError:
    """Say of a file what an engine says of any work; what a reader says stays.

    Parameters
    ----------
    problem : LeopardRangeError
        What ended the job.
    file : str
        Name that is safe to show.
    """
    if not problem.code.startswith("job_") or problem.code == "job_cancelled":
        return problem
    if problem.code in _SLOW:
        return LeopardRangeError("upload_slow", file=file, limit_s=problem.blanks["limit_s"])
    if problem.code in _BIG:
        return LeopardRangeError("upload_memory", file=file, limit_mb=problem.blanks["limit_mb"])
    return LeopardRangeError("upload_failed", file=file)


def pack_upload(found: Upload) -> bytes:
    """Write a file that was read as bytes to keep, without pickle.

    Parameters
    ----------
    found : Upload
        From `read_upload`.
    """
    body: bytes = upload.pack(found)
    return body


def unpack_upload(name: str, body: bytes) -> Upload:
    """Read what was kept, trusting it no more than what a reader's process hands over.

    Parameters
    ----------
    name : str
        What it is called, for the error.
    body : bytes
        From `pack_upload`, perhaps by way of somebody else's file.

    Raises
    ------
    LeopardRangeError
        ``upload_failed``: it is not what was kept.
    """
    try:
        return _checked(body)
    except _UNREADABLE as problem:
        raise LeopardRangeError("upload_failed", file=upload.shown_name(name)) from problem
