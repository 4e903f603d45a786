"""How a job's process speaks: a letter, a length, and that many bytes."""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.i18n import sentence
from leopard_range.i18n.sentences import STAGES

__all__ = [
    "BUG",
    "ERROR",
    "MEMORY",
    "PROGRESS",
    "RESULT",
    "FrameError",
    "error_body",
    "error_from",
    "progress_from",
    "read_frame",
    "write_frame",
]

PROGRESS = b"P"
RESULT = b"R"
ERROR = b"E"
MEMORY = b"M"
BUG = b"B"
_HEAD = struct.Struct(">cQ")
_LONGEST_TEXT = 2000
_MOST_BYTES = {PROGRESS: 1000, ERROR: 64_000, MEMORY: 0, BUG: 16_000}


class FrameError(Exception):
    """What arrived is not what a job's process sends.

    Attributes
    ----------
    too_big : bool
        It was a result, but larger than allowed.
    """

    def __init__(self, *, too_big: bool = False) -> None:
        super().__init__()
        self.too_big = too_big


def write_frame(out: BinaryIO, kind: bytes, body: bytes) -> None:
    """Send one frame.

    Parameters
    ----------
    out : file
        Where to.
    kind : bytes
        One of the letters above.
    body : bytes
        What it says.
    """
    out.write(_HEAD.pack(kind, len(body)))
    out.write(body)
    out.flush()


def read_frame(source: BinaryIO, result_bytes: int) -> tuple[bytes, bytes] | None:
    """Receive one frame, or None at the end.

    Parameters
    ----------
    source : file
        Where from.  The sender is not trusted: lengths are checked before anything is read.
    result_bytes : int
        Largest result allowed.

    Raises
    ------
    FrameError
        An unknown letter, too long, or cut short.
    """
    head = source.read(_HEAD.size)
    if not head:
        return None
    if len(head) < _HEAD.size:
        raise FrameError
    kind, length = _HEAD.unpack(head)
    if kind == RESULT and length > result_bytes:
        raise FrameError(too_big=True)
    if kind != RESULT and length > _MOST_BYTES.get(kind, -1):
        raise FrameError
    body = source.read(length)
    if len(body) < length:
        raise FrameError
    return kind, body


def error_body(error: LeopardRangeError) -> bytes:
    """Write an expected failure as JSON."""
    blanks = {
        name: value[:_LONGEST_TEXT] if isinstance(value, str) else value
        for name, value in error.blanks.items()
    }
    told = {"code": error.code, "blanks": blanks, "rejected": isinstance(error, RejectedError)}
    return json.dumps(told).encode()


def error_from(body: bytes) -> LeopardRangeError:
    """Read an expected failure, making sure that its sentence can be written.

    Raises
    ------
    FrameError
        It is none.
    """
    told = _object(body)
    code, blanks = told.get("code"), told.get("blanks")
    if not isinstance(code, str) or not isinstance(blanks, dict):
        raise FrameError
    if not all(type(value) in (str, int, float) and name != "code" for name, value in blanks.items()):
        raise FrameError
    error = (RejectedError if told.get("rejected") is True else LeopardRangeError)(code, **blanks)
    try:
        sentence(error)
    except (LookupError, ValueError, TypeError):
        raise FrameError from None
    return error


def progress_from(body: bytes) -> tuple[str, float | None]:
    """Read a stage and a share.

    Raises
    ------
    FrameError
        They are none.
    """
    told = _object(body)
    stage, share = str(told.get("stage")), told.get("share")
    if stage not in STAGES:
        raise FrameError
    if share is None:
        return stage, None
    # NaN fails the comparison too.
    if type(share) not in (int, float) or not 0 <= share <= 1:
        raise FrameError
    return stage, float(share)


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise FrameError from None
    if not isinstance(told, dict):
        raise FrameError
    return told
