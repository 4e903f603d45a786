"""Inside a job's process: take the work, do it, say how it went.

Nothing here is trusted by the program that asked: limits are set by the
operating system, and only frames go back.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import pickle
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO

from leopard_range.engine import frames
from leopard_range.engine.job import Limits, reporting
from leopard_range.errors import LeopardRangeError

__all__ = ["main", "serve"]

_LEAST_S = 0.1
"""Between two reports of the same stage."""


def serve(source: BinaryIO, out: BinaryIO) -> None:
    """Do the one job that stands in a stream.

    Parameters
    ----------
    source : file
        Function, arguments and whether bytes are wanted, pickled by the program that asks.
    out : file
        Where the frames go.
    """
    frames.write_frame(out, *_done(source, _teller(out)))


def _done(source: BinaryIO, tell: Callable[[str, float | None], None]) -> tuple[bytes, bytes]:
    """Do the job and return the frame that ends it."""
    try:
        function, args, raw = pickle.load(source)
        with reporting(tell):
            found = function(*args)
        if not raw:
            return frames.RESULT, pickle.dumps(found, 5)
        if not isinstance(found, bytes):
            raise TypeError("a raw job returns bytes")
        return frames.RESULT, found
    except LeopardRangeError as problem:
        return frames.ERROR, frames.error_body(problem)
    except MemoryError:
        return frames.MEMORY, b""
    except Exception as bug:  # noqa: BLE001 - the edge: a bug of a job ends this process and no other
        return frames.BUG, _where(bug).encode("ascii", "backslashreplace")[-8000:]


def _where(bug: Exception) -> str:
    """Return what failed and where, without the message: it could hold a place or text of a file."""
    calls = traceback.extract_tb(bug.__traceback__)
    lines = [f"{call.filename}:{call.lineno} {call.name}" for call in calls]
    return "\n".join([*lines, type(bug).__name__])


def _teller(out: BinaryIO) -> Callable[[str, float | None], None]:
    last: list[Any] = ["", 0.0]

    def tell(stage: str, share: float | None) -> None:
        now = time.monotonic()
        if stage == last[0] and now - last[1] < _LEAST_S:
            return
        last[:] = stage, now
        frames.write_frame(out, frames.PROGRESS, json.dumps({"stage": stage, "share": share}).encode())

    return tell


def main() -> None:
    """Do one job between the standard streams; used where processes are not forked."""
    limits = Limits(**json.loads(sys.argv[1]))
    if importlib.util.find_spec("resource") is not None:  # every system but Windows
        importlib.import_module("leopard_range.engine.limits").confine(limits)
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    serve(sys.stdin.buffer, out)


if __name__ == "__main__":
    main()
