"""What is drawn for paper and for pictures: two at once, each once, kept while there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import BoundedSemaphore, Lock

from leopard_range.errors import LeopardRangeError

__all__ = ["once"]

_AT_ONCE = BoundedSemaphore(2)
"""A picture of A3 takes 100 MB while it is made."""
_PATIENCE_S = 40.0
_MOST_KEPT = 48_000_000
"""Bytes of finished files that are kept."""
_kept: OrderedDict[tuple[object, ...], bytes] = OrderedDict()
_lock = Lock()


def once(key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
    """Return a file from those kept, or make it.

    Parameters
    ----------
    key : tuple
        Everything the file depends on, its kind first.
    make : callable
        Draws it.

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    LeopardRangeError
        ``print_busy`` when others draw for too long, and what `make` raises.
    """
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    if not _AT_ONCE.acquire(timeout=_PATIENCE_S):
        raise LeopardRangeError("print_busy")
    try:
        body = make()
    finally:
        _AT_ONCE.release()
    with _lock:
        _kept[key] = body
        while sum(map(len, _kept.values())) > _MOST_KEPT:
            _kept.popitem(last=False)
    return body
