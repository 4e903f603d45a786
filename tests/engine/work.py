"""Work for the engines' tests: good jobs, and one of every kind that goes wrong."""

from __future__ import annotations

import ctypes
import math
import os
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from leopard_range.engine import report
from leopard_range.errors import LeopardRangeError, RejectedError


def double(value: Any) -> Any:
    return value * 2


def load_and_double(value: Any) -> Any:
    """Load first what the engines' processes have loaded already."""
    import geopandas
    import rasterio

    return double(value) if geopandas and rasterio else None


def wave(phase: float) -> list[float]:
    return [math.sin(phase + step / 7) for step in range(100)]


def field(seed: int) -> Any:
    import numpy as np

    values = np.random.default_rng(seed).random((80, 80))
    return values @ values.T


def refuse_at_three(item: int) -> int:
    if item == 3:
        raise LeopardRangeError("not_whole", name="item", value="3")
    return item


def burn_for_ever(note: str) -> None:
    Path(note).write_text(str(os.getpid()), encoding="ascii")
    burn(1000)


def kill_the_worker_once(note: str) -> str:
    """Kill the Dask worker: it is the parent of the process that forked this one."""
    import psutil

    if Path(note).exists():
        return "second time"
    Path(note).touch()
    kill(psutil.Process(os.getppid()).ppid())
    time.sleep(60)
    return "the worker lives"


def as_bytes(text: str) -> bytes:
    return text.encode()


def pid_and_folder() -> tuple[int, str, list[str]]:
    return os.getpid(), os.getcwd(), sorted(os.listdir("."))


def environment() -> dict[str, str]:
    return dict(os.environ)


def main_module() -> str:
    return str(getattr(sys.modules["__main__"], "__file__", ""))


def threads() -> int:
    return len(os.listdir("/proc/self/task"))


def threads_of_parent() -> int:
    return len(os.listdir(f"/proc/{os.getppid()}/task"))


def status_lines() -> dict[str, str]:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def open_files() -> list[str]:
    found = []
    for name in os.listdir("/proc/self/fd"):
        try:
            found.append(os.readlink(f"/proc/self/fd/{name}"))
        except OSError:
            continue
    return found


def staged(pause_s: float) -> str:
    for step in range(5):
        report("reading", step / 5)
        time.sleep(pause_s)
    return "ready"


def refuse(code: str, blanks: dict[str, Any], rejected: bool) -> None:
    raise (RejectedError if rejected else LeopardRangeError)(code, **blanks)


def bug() -> None:
    raise ZeroDivisionError("secret 43.1234")


def nap(seconds: float) -> str:
    time.sleep(seconds)
    return "rested"


def burn(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def hold_mb(megabytes: int) -> int:
    held = bytearray(b"x") * (megabytes * 1_000_000)
    return len(held) // 1_000_000


def nap_long() -> None:
    time.sleep(100)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def children() -> list[int]:
    """Return the processes that the engines of this process have left, its nurseries included."""
    import psutil

    return [one.pid for one in psutil.Process().children(recursive=True)]


# What goes wrong.


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def segfault() -> None:
    ctypes.string_at(0)


def bus_error() -> None:
    os.kill(os.getpid(), signal.SIGBUS)


def abort() -> None:
    os.abort()


def hang() -> None:
    while True:
        time.sleep(60)


def endless_geometry() -> Any:
    """A star of 40,001 corners, nearly all edges crossing all others: a call into C that does not return."""
    import numpy as np
    import shapely

    count = 40_001
    turn = np.arange(count) * (2 * np.pi * (count // 2) / count)
    star = shapely.Polygon(np.column_stack([np.cos(turn), np.sin(turn)]))
    return shapely.make_valid(star).area


def memory_hog() -> int:
    held = []
    while True:
        held.append(bytearray(10_000_000))


def bad_alloc() -> None:
    """What a C++ library does when memory ends inside it."""
    os.write(
        2, b"terminate called after throwing an instance of 'std::bad_alloc'\n  what():  std::bad_alloc\n"
    )
    os.abort()


def big_file() -> None:
    with open("big", "wb") as target:
        for _ in range(1000):
            target.write(bytes(1_000_000))


def big_result() -> bytes:
    return bytes(50_000_000)


def leave() -> None:
    os._exit(0)


def with_children(note: str) -> None:
    """Start a child in the same group, and one that leaves it, then hang."""
    both = [
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"], start_new_session=new)
        for new in (False, True)
    ]
    Path(note).write_text(" ".join(str(one.pid) for one in both), encoding="ascii")
    hang()


def own_socket() -> int:
    """Return the stream a job's frames go through."""
    for fd in range(3, 64):
        try:
            if os.readlink(f"/proc/self/fd/{fd}").startswith("socket:"):
                return fd
        except OSError:
            continue
    raise AssertionError("no socket")


def garbage() -> None:
    """Write what no job writes, then pretend to be well."""
    os.write(own_socket(), b"<html>" * 1000)
    os._exit(0)


def giant_frame() -> None:
    """Announce a result of a trillion bytes."""
    os.write(own_socket(), b"R" + (10**12).to_bytes(8, "big") + b"x" * 1000)
    hang()


class Malicious:
    """Unpickling it makes a file."""

    def __init__(self, note: str) -> None:
        self.note = note

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (Path(self.note),)


def malicious_bytes(note: str) -> bytes:
    return pickle.dumps(Malicious(note))


def malicious_frame(letter: str, note: str) -> None:
    """Send a pickle past the code that frames answers."""
    body = malicious_bytes(note)
    os.write(own_socket(), letter.encode() + len(body).to_bytes(8, "big") + body)
    os._exit(0)


def itself(value: Any) -> Any:
    return value
