"""One process per job, under limits; a queue in front of it."""

from __future__ import annotations

import logging
import pickle
import secrets
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from leopard_range.engine import frames
from leopard_range.engine.children import Child, Ended, Starter, starter
from leopard_range.engine.job import Job, Limits, Used, follow
from leopard_range.errors import LeopardRangeError

__all__ = ["Processes", "check_importable", "reason"]

_LOG = logging.getLogger("leopard_range")
_MB = 1_000_000
_NO_MEMORY = ("bad_alloc", "MemoryError", "out of memory", "Cannot allocate memory")
_FROM_OUTSIDE = ("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT")
_MOST_REPORTS_PER_S = 50


def _whole(value: float) -> float:
    """Drop the fraction that says nothing."""
    return int(value) if value == int(value) else value


def reason(ended: Ended, limits: Limits) -> LeopardRangeError:
    """Say why a process ended without an answer.

    Parameters
    ----------
    ended : Ended
        What the operating system says.
    limits : Limits
        What it was allowed.
    """
    name = _signal(ended)
    if name == "SIGXCPU" or (name == "SIGKILL" and ended.cpu_s >= limits.cpu_s):
        return LeopardRangeError("job_cpu", limit_s=_whole(limits.cpu_s))
    if any(text in ended.said for text in _NO_MEMORY):
        return LeopardRangeError("job_memory", limit_mb=_whole(limits.memory_mb))
    if name == "SIGXFSZ":
        return LeopardRangeError("job_too_big", limit_mb=_whole(limits.file_mb))
    if name in _FROM_OUTSIDE:
        return LeopardRangeError("job_killed")
    return LeopardRangeError("job_crashed", signal=name) if name else LeopardRangeError("job_no_answer")


def _signal(ended: Ended) -> str:
    """Return the name of the signal that ended a process, or nothing."""
    if ended.status is None:
        return "SIGKILL"  # the nursery is gone, and took its children along
    if ended.status >= 0:
        return ""
    # By name, because no system has them all.
    known = {int(one): one.name for one in signal.Signals}
    return known.get(-ended.status, f"signal {-ended.status}")


@dataclass
class _Task:
    """A job with its work, and why it is being ended, if it is."""

    job: Job
    work: tuple[Callable[..., Any], tuple[Any, ...], bool]
    child: Child | None = None
    verdict: LeopardRangeError | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def end(self, verdict: LeopardRangeError) -> None:
        """End it for a reason; the first one counts."""
        with self.lock:
            self.verdict = self.verdict or verdict
            if self.child is not None:
                self.child.kill()


class _HandedOver:
    """Gives the job whatever was raised: it is raised again where the result is waited for."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, problem: BaseException | None, _where: object) -> bool:
        if problem is not None:
            self._job.finish(error=problem)
        return True


class Processes:
    """Runs every job in a process of its own, at most some at once, the others in a queue.

    Parameters
    ----------
    preload : sequence of str
        Modules that jobs need, loaded once.
    at_most : int
        Jobs that run at once.
    queue : int
        Jobs that may wait.
    start : Starter, optional
        Makes the processes; what suits the system when left out.
    """

    isolated = True

    def __init__(
        self, preload: Sequence[str] = (), at_most: int = 2, queue: int = 100, start: Starter | None = None
    ) -> None:
        self._starter = start or starter(preload)
        self._at_most, self._longest = at_most, queue
        self._lock = threading.Lock()
        self._waiting: deque[_Task] = deque()
        self._running: dict[str, _Task] = {}
        self._threads: set[threading.Thread] = set()
        self._closed = False
        if preload:
            self._starter.warm()

    def submit(
        self, function: Callable[..., Any], *args: Any, limits: Limits | None = None, raw: bool = False
    ) -> Job:
        """Start a job or queue it.

        Parameters
        ----------
        function : callable
            A function that can be imported by its name.
        *args : object
            Its arguments; they are copied.
        limits : Limits, optional
            What it may use.
        raw : bool
            The function returns bytes, and nothing it sends is unpickled.

        Raises
        ------
        LeopardRangeError
            ``engine_busy``, ``engine_closed``.
        ValueError
            The function cannot be imported by its name.
        """
        check_importable(function)
        job = Job(limits or Limits(), self._position, self._cancel)
        with self._lock:
            if self._closed:
                raise LeopardRangeError("engine_closed")
            if len(self._waiting) >= self._longest:
                raise LeopardRangeError("engine_busy", count=len(self._waiting))
            self._waiting.append(_Task(job, (function, args, raw)))
            if len(self._threads) < self._at_most:
                thread = threading.Thread(target=self._work, name="leopard-engine", daemon=True)
                self._threads.add(thread)
                thread.start()
        return job

    def run(
        self, function: Callable[..., Any], *args: Any, limits: Limits | None = None, raw: bool = False
    ) -> Any:
        """Start a job and wait for its result.

        Raises
        ------
        LeopardRangeError
            What the job raised, or why it was ended.
        """
        return follow(self.submit(function, *args, limits=limits, raw=raw))

    def map(
        self, kernel: Callable[[Any], Any], items: Iterable[Any], limits: Limits | None = None
    ) -> list[Any]:
        """Apply a function to every item, each as a job.

        Parameters
        ----------
        kernel : callable
            A function that can be imported by its name; the same result for the same item.
        items : iterable
            What it is applied to.
        limits : Limits, optional
            For each item.

        Returns
        -------
        list
            In the order of the items.

        Raises
        ------
        LeopardRangeError
            Of the first item that failed; the others are ended.
        """
        jobs: deque[Job] = deque()
        found = []
        try:
            for item in items:
                # No more than can run soon: other people's jobs come in between.
                while len(jobs) > self._at_most:
                    found.append(jobs[0].result())
                    jobs.popleft()
                jobs.append(self.submit(kernel, item, limits=limits))
            while jobs:
                found.append(jobs[0].result())
                jobs.popleft()
        finally:
            for job in jobs:
                job.cancel()
        return found

    def close(self) -> None:
        """End every job and every process; nothing can be started afterwards."""
        with self._lock:
            self._closed = True
            tasks = [*self._waiting, *self._running.values()]
            threads = list(self._threads)
            self._waiting.clear()
        for task in tasks:
            task.end(LeopardRangeError("engine_closed"))
            if task.child is None:
                task.job.finish(error=task.verdict)
        for thread in threads:
            thread.join(10)
        self._starter.close()

    def _position(self, job: Job) -> int:
        with self._lock:
            return next((at for at, task in enumerate(self._waiting, 1) if task.job is job), 0)

    def _cancel(self, job: Job) -> None:
        verdict = LeopardRangeError("job_cancelled")
        with self._lock:
            waiting = next((task for task in self._waiting if task.job is job), None)
            if waiting is not None:
                self._waiting.remove(waiting)
            running = self._running.get(job.id)
        if waiting is not None:
            job.finish(error=verdict)
        elif running is not None:
            running.end(verdict)
            if running.child is None:  # still starting, which nobody needs to wait for
                job.finish(error=verdict)

    def _work(self) -> None:
        """Do jobs until none waits."""
        while True:
            with self._lock:
                if not self._waiting:
                    self._threads.discard(threading.current_thread())
                    return
                task = self._waiting.popleft()
                self._running[task.job.id] = task
                task.job.begin()
            with _HandedOver(task.job):
                task.job.finish(self._do(task))
            with self._lock:
                del self._running[task.job.id]

    def _do(self, task: _Task) -> Any:
        limits = task.job.limits
        child = self._starter.start(limits)
        started = time.monotonic()
        task.job.begin()
        task.job.pid = child.pid
        with task.lock:
            task.child = child
            if task.verdict is not None:
                child.kill()
        late = LeopardRangeError("job_time", limit_s=_whole(limits.wall_s))
        clock = threading.Timer(limits.wall_s, task.end, (late,))
        clock.daemon = True
        clock.start()
        answer: bytes | LeopardRangeError | None = None
        try:
            with child.give(task.work) as source:
                answer = _answer(source, task.job, started)
        except OSError:
            answer = None
        finally:
            clock.cancel()
            ended = child.wait()
            task.job.used = Used(time.monotonic() - started, ended.cpu_s, ended.peak_mb)
        if isinstance(answer, bytes):
            return answer if task.work[2] else pickle.loads(answer)
        raise task.verdict or answer or reason(ended, limits)


def _answer(source: BinaryIO, job: Job, started: float) -> bytes | LeopardRangeError | None:
    """Read frames until the one that ends the job; None when the stream ends without one."""
    reports = 0
    try:
        while frame := frames.read_frame(source, int(job.limits.result_mb * _MB)):
            kind, body = frame
            if kind != frames.PROGRESS:
                return _last(kind, body, job)
            reports += 1
            if reports > _MOST_REPORTS_PER_S * (2 + time.monotonic() - started):
                raise frames.FrameError
            job.tell(*frames.progress_from(body))
    except frames.FrameError as problem:
        if problem.too_big:
            return LeopardRangeError("job_too_big", limit_mb=_whole(job.limits.result_mb))
        return LeopardRangeError("job_no_answer")
    return None


def _last(kind: bytes, body: bytes, job: Job) -> bytes | LeopardRangeError:
    """Return what the frame that ends a job says."""
    if kind == frames.RESULT:
        return body
    if kind == frames.ERROR:
        return frames.error_from(body)
    if kind == frames.MEMORY:
        return LeopardRangeError("job_memory", limit_mb=_whole(job.limits.memory_mb))
    return _bug(body)


def _bug(body: bytes) -> LeopardRangeError:
    """Log where a job failed, under a reference."""
    reference = secrets.token_hex(4)
    lines = body.decode("ascii", "replace").splitlines()
    text = "\n".join("".join(c if c.isprintable() else "?" for c in line) for line in lines)
    _LOG.error("reference %s: a job failed\n%s", reference, text)
    return LeopardRangeError("job_bug", reference=reference)


def check_importable(function: Callable[..., Any]) -> None:
    """Make sure that another process can find a function.

    Parameters
    ----------
    function : callable
        Defined at the top of a module that can be imported.

    Raises
    ------
    ValueError
        It is the main script's, or defined inside another function.
    """
    module, name = getattr(function, "__module__", ""), getattr(function, "__qualname__", "<")
    if module in ("", "__main__") or "<" in name:
        raise ValueError(f"{module}.{name} cannot be imported by its name")
