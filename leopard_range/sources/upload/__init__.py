"""Files somebody brought: read without trust, checked, and brought to WGS 84."""

from __future__ import annotations

from pathlib import Path

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Upload
from leopard_range.sources.upload.carry import pack, unpack
from leopard_range.sources.upload.limits import MAX_BYTES
from leopard_range.sources.upload.sniff import recognise

__all__ = ["pack", "read", "unpack"]


def read(name: str, body: bytes, choices: Choices, work: Path) -> Upload:
    """Read a file somebody brought.

    Parameters
    ----------
    name : str
        Its declared name: shown and used to tell what it should hold, never a path.
    body : bytes
        Its content.
    choices : Choices
        What the person answered.
    work : Path
        An empty folder that is thrown away afterwards.

    Returns
    -------
    Upload
        Checked, in EPSG:4326, with a report of all that was repaired.

    Raises
    ------
    LeopardRangeError
        Names the place, what is wrong and the remedy.
    RejectedError
        The file breaks a safety rule.
    """
    if len(body) > MAX_BYTES:
        raise LeopardRangeError("upload_too_big", file=name, limit_mb=MAX_BYTES // 1024**2)
    ending = recognise(name, body)
    raise LeopardRangeError("format_not_read", file=name, found=ending)
