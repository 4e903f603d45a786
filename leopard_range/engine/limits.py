"""What the operating system holds a job's process to.  Linux; elsewhere as much as there is."""

from __future__ import annotations

import ctypes
import math
import os
import resource
import signal
import sys
from contextlib import suppress

from leopard_range.engine.job import Limits

__all__ = ["become_reaper", "confine", "end_with_parent"]

_MB = 1_000_000
_FILES = 256
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 1, 36, 38


def confine(limits: Limits) -> None:
    """Hold this process and its children to limits that they cannot lift again.

    Memory counts what the process holds already (its libraries).  Private
    memory is bounded by ``RLIMIT_DATA``, because the address space of a fresh
    process with the geography libraries is several times what it uses; the growth of
    the address space is bounded too, for memory that is shared.

    Parameters
    ----------
    limits : Limits
        What the job may use.
    """
    cpu_s = math.ceil(limits.cpu_s)
    memory = int(limits.memory_mb * _MB)
    space, file_pages = _held()
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, _FILES)
    _limit(resource.RLIMIT_FSIZE, int(limits.file_mb * _MB))
    _limit(resource.RLIMIT_DATA, max(memory - file_pages, 0))
    _limit(resource.RLIMIT_AS, space + memory)
    # The first signal names the reason; one second later comes the one that cannot be caught.
    _limit(resource.RLIMIT_CPU, cpu_s, cpu_s + 1)
    # Python ignores this signal, and C libraries then go on with half a file.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def end_with_parent(parent: int) -> None:
    """See to it that this process is killed when its parent ends.

    Parameters
    ----------
    parent : int
        Number of the process that forked this one; it may have ended meanwhile.

    Raises
    ------
    SystemExit
        It has.
    """
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(1)


def become_reaper() -> None:
    """Become the parent of processes that a job leaves behind, so that they can be ended."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _limit(kind: int, soft: int, hard: int | None = None) -> None:
    _soft, most = resource.getrlimit(kind)
    wanted = soft if hard is None else hard
    if most != resource.RLIM_INFINITY:
        soft, wanted = min(soft, most), min(wanted, most)
    with suppress(ValueError):  # macOS knows some limits by name only
        resource.setrlimit(kind, (soft, wanted))


def _held() -> tuple[int, int]:
    """Return the address space and the pages of files this process holds, bytes."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            space, _resident, of_files = (int(word) for word in statm.read().split()[:3])
    except OSError:
        return 0, 0
    page = os.sysconf("SC_PAGE_SIZE")
    return space * page, of_files * page


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)
