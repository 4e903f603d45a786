"""The program that forks a process for every job, with the libraries loaded already.

It is started once, by `leopard_range.engine.children`, with an environment
that holds no secrets; it has one thread, so that forking is safe, and never
runs the main script again.  Each job has a *leash*, a socket to the program
that asked: when it is let go the job and all its children are killed; when
they have ended, their status travels back on it.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

from leopard_range.engine.job import Limits
from leopard_range.engine.limits import become_reaper, confine, end_with_parent
from leopard_range.engine.worker import serve

__all__ = ["main"]

_TAIL_BYTES = 2000


@dataclass(frozen=True, slots=True)
class _Child:
    pid: int
    leash: socket.socket
    said: IO[bytes]


class _Nursery:
    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.children: dict[int, _Child] = {}
        self.selector = selectors.DefaultSelector()
        self.selector.register(control, selectors.EVENT_READ)
        self.woken, self.wake = socket.socketpair()
        self.wake.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.wake.fileno(), warn_on_full_buffer=False)
        self.selector.register(self.woken, selectors.EVENT_READ)

    def run(self) -> None:
        while True:
            for key, _events in self.selector.select():
                if key.fileobj is self.control:
                    if not self.take():
                        return
                elif key.fileobj is self.woken:
                    self.woken.recv(4096)
                    self.reap()
                elif key.data.pid in self.children:
                    self.selector.unregister(key.data.leash)
                    _kill(key.data.pid)

    def take(self) -> bool:
        """Fork for one request; False when the program that asks has gone."""
        message, fds, _flags, _address = socket.recv_fds(self.control, 4096, 2)
        if not message:
            return False
        talk, leash = (socket.socket(fileno=fd) for fd in fds)
        with suppress(OSError):  # no memory for a process: both ends are let go, which tells it
            self.fork(json.loads(message), talk, leash)
        talk.close()
        return True

    def fork(self, request: dict[str, Any], talk: socket.socket, leash: socket.socket) -> None:
        said = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the job
        nursery = os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become_job(request, talk, leash, said, nursery)
        child = _Child(pid, leash, said)
        self.children[pid] = child
        self.selector.register(leash, selectors.EVENT_READ, child)
        leash.sendall(b'{"pid": %d}\n' % pid)

    def _become_job(
        self,
        request: dict[str, Any],
        talk: socket.socket,
        leash: socket.socket,
        said: IO[bytes],
        nursery: int,
    ) -> NoReturn:
        code = 1
        try:
            end_with_parent(nursery)
            os.setsid()
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            # Files that libraries keep open stay so; ours are closed.
            for own in (
                self.control,
                self.woken,
                self.wake,
                leash,
                *(c.leash for c in self.children.values()),
            ):
                own.close()
            self.selector.close()
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            said.close()
            os.chdir(request["folder"])
            os.environ["TMPDIR"] = tempfile.tempdir = request["folder"]
            confine(Limits(**request["limits"]))
            with talk.makefile("rb") as source, talk.makefile("wb") as out:
                serve(source, out)
            code = 0
        except MemoryError:
            os.write(2, b"MemoryError")  # too little was left even to say so in a frame
        finally:
            os._exit(code)

    def reap(self) -> None:
        """Tell the status of every job that has ended, after the last of its children is gone."""
        for child in list(self.children.values()):
            seen = os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if seen is None:
                continue
            _kill(child.pid)  # before it is waited for: until then nobody else can get its number
            _pid, status, usage = os.wait4(child.pid, 0)
            del self.children[child.pid]
            self._sweep()
            child.said.seek(max(0, os.fstat(child.said.fileno()).st_size - _TAIL_BYTES))
            told = {
                "status": os.waitstatus_to_exitcode(status),
                "cpu_s": usage.ru_utime + usage.ru_stime,
                "peak_mb": usage.ru_maxrss * 1024 / 1e6,
                "said": child.said.read(_TAIL_BYTES).decode("ascii", "replace"),
            }
            child.said.close()
            with suppress(KeyError):
                self.selector.unregister(child.leash)
            with suppress(OSError):
                child.leash.sendall(json.dumps(told).encode() + b"\n")
            child.leash.close()
        self._sweep()

    def _sweep(self) -> None:
        """End processes that jobs have left behind; they became ours when their parent ended."""
        own = os.getpid()
        try:
            listed = Path(f"/proc/{own}/task/{own}/children").read_text(encoding="ascii")
        except OSError:
            return
        for pid in {int(word) for word in listed.split()} - set(self.children):
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)

    def end(self) -> None:
        """Kill every job, and what it has left behind."""
        for pid in self.children:
            _kill(pid)
        for pid in list(self.children):
            os.waitpid(pid, 0)
            del self.children[pid]
        self._sweep()


def _kill(pid: int) -> None:
    """Kill a job and its process group; it may not have made the group yet, or be gone."""
    for end in (os.killpg, os.kill):
        with suppress(OSError):
            end(pid, signal.SIGKILL)


def main() -> None:
    """Serve until the program that started this one goes away, then leave nothing behind."""
    setup = json.loads(sys.argv[1])
    control = socket.socket(fileno=setup["control"])
    for name in setup["preload"]:
        module, _, function = name.partition(":")
        loaded = importlib.import_module(module)
        if function:
            getattr(loaded, function)()
    become_reaper()
    gc.collect()
    gc.freeze()
    nursery = _Nursery(control)
    try:
        nursery.run()
    finally:
        nursery.end()
        shutil.rmtree(setup["folder"], ignore_errors=True)


if __name__ == "__main__":
    main()
