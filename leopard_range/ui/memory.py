"""Give back what a closed tab held: its session, its uploaded files, the process's spare memory."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import sys
import time

from streamlit.runtime import Runtime

__all__ = ["KEPT_S", "release_closed"]

KEPT_S = 30.0
"""Seconds a closed tab may come back to its session, for example after the network failed."""
_EVERY_S = 5.0


async def release_closed() -> None:
    """Close, again and again, the sessions whose tab has been gone for `KEPT_S` seconds.

    Streamlit itself forgets them only when another tab comes or goes.
    """
    gone: dict[str, float] = {}
    while True:
        await asyncio.sleep(_EVERY_S)
        if _close(gone, time.monotonic()):
            gc.collect()
            _trim()


def _close(gone: dict[str, float], now: float) -> bool:
    """Close what has been gone too long; `gone` remembers since when each session is."""
    server = Runtime.instance()
    manager = server._session_mgr  # its own list is the only one of sessions without a tab
    files = getattr(server.uploaded_file_mgr, "file_storage", {})
    known = {one.session.id for one in manager.list_sessions()} | set(files)
    away = {id_ for id_ in known if not server.is_active_session(id_)}
    for id_ in gone.keys() - away:
        del gone[id_]
    over = [id_ for id_ in away if now - gone.setdefault(id_, now) >= KEPT_S]
    for id_ in over:
        server.close_session(id_)
        server.uploaded_file_mgr.remove_session_files(id_)
        del gone[id_]
    return bool(over)


def _trim() -> None:
    """Ask the C library to return free memory to the system (glibc keeps it otherwise)."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
