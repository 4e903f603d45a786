"""The program's side of a job's process: start it, talk to it, end it, learn how it ended."""

from __future__ import annotations

import json
import logging
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from leopard_range.engine.job import Limits
from leopard_range.errors import LeopardRangeError

__all__ = ["Child", "Ended", "Forks", "Spawns", "Starter", "starter"]

_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT", "NUMBA_CACHE_DIR")
"""All that a job's process learns of the environment: no password, no token, no address."""
_ONE_THREAD = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"),
    # Arrow's memory allocator, which pandas loads, starts a thread of its own otherwise.
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
"""A process with more than one thread cannot be forked safely; and two jobs share two cores."""
_START_S = 60.0
_END_S = 5.0
_GONE_S = 1.0
_SAID = "said"
_LOG = logging.getLogger("leopard_range")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a job's process ended.

    Attributes
    ----------
    status : int or None
        Exit code; a signal's number with a minus; None when nobody could tell.
    cpu_s, peak_mb : float
        Processor time and most memory, as the operating system counted them.
    said : str
        End of what it wrote to its standard streams.
    """

    status: int | None = None
    cpu_s: float = 0.0
    peak_mb: float = 0.0
    said: str = ""


class Child(Protocol):
    """A job's process.

    Attributes
    ----------
    pid : int
        Its number.
    """

    pid: int

    def give(self, work: tuple[Callable[..., Any], tuple[Any, ...], bool]) -> BinaryIO:
        """Send the work and return the stream of its frames."""
        ...

    def kill(self) -> None:
        """End it and all its children; may be called from any thread, and twice."""
        ...

    def wait(self) -> Ended:
        """End it if need be, and return how it ended."""
        ...


class Starter(Protocol):
    """Makes processes for jobs."""

    def warm(self) -> None:
        """Load in advance, beside the program, what jobs need."""
        ...

    def start(self, limits: Limits) -> Child:
        """Make a process that waits for its work.

        Raises
        ------
        LeopardRangeError
            ``engine_broken``.
        """
        ...

    def close(self) -> None:
        """End every process."""
        ...


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    path = os.pathsep.join(str(Path(one).resolve()) for one in sys.path)
    return kept | _ONE_THREAD | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


def _remove(folder: str) -> None:
    # A hostile job may have made folders too deep to walk: left to the end, they harm nobody.
    with suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)


class _Forked:
    """A process forked by the nursery."""

    def __init__(self, talk: socket.socket, leash: socket.socket, folder: str) -> None:
        self._talk, self._leash, self._folder = talk, leash, folder
        self._news = leash.makefile("rb")
        self.pid = 0

    def started(self) -> bool:
        """Wait until the process is there."""
        self._leash.settimeout(_START_S)
        try:
            line = self._news.readline()
        except OSError:
            return False
        self._leash.settimeout(None)
        self.pid = json.loads(line)["pid"] if line else 0
        return bool(line)

    def give(self, work: tuple[Callable[..., Any], tuple[Any, ...], bool]) -> BinaryIO:
        with suppress(OSError), self._talk.makefile("wb") as target:
            # Written as it is pickled, so that a large file is not copied once more.
            pickle.dump(work, target, 5)
        with suppress(OSError):
            self._talk.shutdown(socket.SHUT_WR)
        return cast(BinaryIO, self._talk.makefile("rb"))

    def kill(self) -> None:
        with suppress(OSError):
            self._leash.shutdown(socket.SHUT_WR)

    def wait(self) -> Ended:
        self.kill()
        try:
            self._leash.settimeout(_END_S)
            line = self._news.readline()
            return Ended(**json.loads(line)) if line else Ended()
        except OSError:
            return Ended()
        finally:
            for one in (self._news, self._talk, self._leash):
                one.close()
            _remove(self._folder)


class Forks:
    """Forks a process per job from one that has the libraries loaded.

    Parameters
    ----------
    preload : sequence of str
        Modules to load before the first job; ``module:function`` is called too, to have its loops compiled.
    """

    def __init__(self, preload: Sequence[str] = ()) -> None:
        self._preload = tuple(preload)
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._program: subprocess.Popen[bytes] | None = None
        self._folder = ""

    def warm(self) -> None:
        """Start the nursery; it loads while the program goes on."""
        with self._lock:
            self._running()

    def start(self, limits: Limits) -> Child:
        """Fork a process."""
        for _attempt in range(2):  # the nursery itself may have been killed; then a new one is started
            with self._lock:
                control = self._running()
                folder = tempfile.mkdtemp(dir=self._folder)
                talk, theirs = socket.socketpair()
                leash, held = socket.socketpair()
                request = json.dumps({"folder": folder, "limits": asdict(limits)}).encode()
                with suppress(OSError):
                    socket.send_fds(control, [request], [theirs.fileno(), held.fileno()])
                theirs.close()
                held.close()
            child = _Forked(talk, leash, folder)
            if child.started():
                return child
            child.wait()
            with self._lock:
                if self._control is control and self._program is not None:
                    self._tell_end(self._program)
        raise LeopardRangeError("engine_broken")

    def _tell_end(self, program: subprocess.Popen[bytes]) -> None:
        """Make sure that the nursery is gone and not only out of memory, and log what it said."""
        try:
            program.wait(_GONE_S)
        except subprocess.TimeoutExpired:
            raise LeopardRangeError("engine_broken") from None
        said = Path(self._folder, _SAID)
        text = said.read_text(encoding="utf-8", errors="replace")[-2000:] if said.is_file() else ""
        _LOG.error("the jobs' parent process ended with %s\n%s", program.returncode, text)
        self._end()

    def _running(self) -> socket.socket:
        if self._control is not None and self._program is not None and self._program.poll() is None:
            return self._control
        self._end()
        self._folder = tempfile.mkdtemp(prefix="leopard-")
        # Messages keep their bounds on such a socket, and the end of one side wakes the other.
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        setup = {"control": theirs.fileno(), "preload": self._preload, "folder": self._folder}
        with open(Path(self._folder, _SAID), "wb") as said:
            self._program = subprocess.Popen(
                [sys.executable, "-m", "leopard_range.engine.nursery", json.dumps(setup)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
                cwd=self._folder,
                env=_environment() | {"TMPDIR": self._folder},
                pass_fds=(theirs.fileno(),),
                start_new_session=True,  # Ctrl-C in a terminal is ours to answer
            )
        theirs.close()
        self._control = ours
        return ours

    def _end(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._program is not None:
            try:
                self._program.wait(_END_S)
            except subprocess.TimeoutExpired:
                self._program.kill()
                self._program.wait()
            self._program = None
        if self._folder:
            _remove(self._folder)
            self._folder = ""

    def close(self) -> None:
        """End the nursery; it takes every job with it."""
        with self._lock:
            self._end()


class _Spawned:
    """A process started from nothing."""

    def __init__(self, program: subprocess.Popen[bytes], said: BinaryIO, folder: str) -> None:
        self._program, self._said, self._folder = program, said, folder
        self.pid = program.pid

    def give(self, work: tuple[Callable[..., Any], tuple[Any, ...], bool]) -> BinaryIO:
        target, source = self._program.stdin, self._program.stdout
        assert target is not None
        assert source is not None
        with suppress(OSError), target:
            pickle.dump(work, target, 5)
        return cast(BinaryIO, source)

    def kill(self) -> None:
        self._program.kill()
        with suppress(OSError, AttributeError):  # its children too, where there are process groups
            os.killpg(self._program.pid, signal.SIGKILL)

    def wait(self) -> Ended:
        self.kill()
        status = self._program.wait()
        if self._program.stdout is not None:
            self._program.stdout.close()
        self._said.seek(0)
        said = self._said.read(2000).decode("ascii", "replace")
        self._said.close()
        _remove(self._folder)
        return Ended(status, said=said)


class Spawns:
    """Starts a fresh process per job, where they are not forked: slower, with what limits the system has."""

    def warm(self) -> None:
        """Nothing can be loaded in advance."""

    def start(self, limits: Limits) -> Child:
        """Start a process."""
        folder = tempfile.mkdtemp(prefix="leopard-")
        said = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        program = subprocess.Popen(
            [sys.executable, "-m", "leopard_range.engine.worker", json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            cwd=folder,
            env=_environment() | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder),
            start_new_session=True,
        )
        return _Spawned(program, cast(BinaryIO, said), folder)

    def close(self) -> None:
        """Nothing is kept between jobs."""


def starter(preload: Sequence[str]) -> Starter:
    """Return the way to make processes on this system.

    Parameters
    ----------
    preload : sequence of str
        Modules to load before the first job, where that helps.
    """
    return Forks(preload) if sys.platform == "linux" else Spawns()
