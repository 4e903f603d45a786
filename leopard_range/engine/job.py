"""What work is: its limits, its progress, its state, and the engines' common face."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from leopard_range.errors import LeopardRangeError

__all__ = ["Engine", "Job", "Limits", "Progress", "State", "Used", "follow", "report", "reporting"]

State = Literal["queued", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use.

    Attributes
    ----------
    wall_s : float
        Seconds from its start to its end.
    cpu_s : float
        Seconds of processor time, rounded up to a whole one.
    memory_mb : float
        Memory of its process, megabytes (10^6 bytes), libraries included.
    file_mb : float
        Largest file it may write, megabytes.
    result_mb : float
        Largest result it may hand back, megabytes.
    """

    wall_s: float = 600.0
    cpu_s: float = 600.0
    memory_mb: float = 2000.0
    file_mb: float = 500.0
    result_mb: float = 250.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is.

    Attributes
    ----------
    stage : str
        What it does now, a key of `leopard_range.i18n.sentences.STAGES`; empty when it has not said.
    share : float or None
        Part that is done, 0-1; None when it cannot tell.
    left_s : float or None
        Seconds left, estimated from the share and the time so far.
    """

    stage: str = ""
    share: float | None = None
    left_s: float | None = None


@dataclass(frozen=True, slots=True)
class Used:
    """What a job's process used, as the operating system counted it.

    Attributes
    ----------
    wall_s, cpu_s : float
        Seconds from start to end, and of processor time.
    peak_mb : float
        Most memory it held at one time, megabytes.
    """

    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_mb: float = 0.0


Reporter = Callable[[str, float | None], None]
_reporter: ContextVar[Reporter | None] = ContextVar("reporter", default=None)


def report(stage: str, share: float | None = None) -> None:
    """Say from inside a job how far it is; outside a job nothing happens.

    Parameters
    ----------
    stage : str
        What is being done: a key of `leopard_range.i18n.sentences.STAGES`.
    share : float, optional
        Part that is done, 0-1.
    """
    tell = _reporter.get()
    if tell is not None:
        tell(stage, None if share is None else min(max(float(share), 0.0), 1.0))


@contextmanager
def reporting(tell: Reporter) -> Iterator[None]:
    """Hand what a job reports to a function while the block runs.

    Parameters
    ----------
    tell : callable
        ``tell(stage, share)``.
    """
    token = _reporter.set(tell)
    try:
        yield
    finally:
        _reporter.reset(token)


_numbers = itertools.count(1)


class Job:
    """One piece of work, watched from outside; safe to use from several threads.

    Parameters
    ----------
    limits : Limits
        What it may use.
    where : callable
        Returns its place in the queue.
    stop : callable
        Ends the work, wherever it runs.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        where: Callable[[Job], int] | None = None,
        stop: Callable[[Job], None] | None = None,
    ) -> None:
        self.id = f"job-{next(_numbers)}"
        self.limits = limits or Limits()
        self.used = Used()
        self.pid = 0
        self._where, self._stop = where, stop
        self._changed = threading.Condition()
        self._state: State = "queued"
        self._told = Progress()
        self._started = 0.0
        self._value: Any = None
        self._error: BaseException | None = None

    @property
    def state(self) -> State:
        """``queued``, ``running``, ``done``, ``failed`` or ``cancelled``."""
        return self._state

    @property
    def ended(self) -> bool:
        """Whether there is a result or a reason why there is none."""
        return self._state in ("done", "failed", "cancelled")

    @property
    def position(self) -> int:
        """Place in the queue, 1 for the next; 0 when it no longer waits."""
        return self._where(self) if self._where and self._state == "queued" else 0

    @property
    def progress(self) -> Progress:
        """Stage, share and time left."""
        told, share = self._told, self._told.share
        if self._state != "running" or not share:
            return told
        spent_s = time.monotonic() - self._started
        return Progress(told.stage, share, spent_s * (1 - share) / share)

    def result(self, timeout: float | None = None) -> Any:
        """Wait for the result.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait at most; the job goes on when they have passed.

        Raises
        ------
        LeopardRangeError
            What the job raised, or why it was ended (``job_time``, ``job_memory``, ...).
        TimeoutError
            It is not ready yet.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self.ended, timeout):
                raise TimeoutError
        if isinstance(self._error, LeopardRangeError):
            # Asked again and again, its traceback would grow, and hold on to whoever asked.
            raise self._error.with_traceback(None)
        if self._error is not None:
            raise self._error
        return self._value

    def cancel(self) -> None:
        """End the work now; a job that has ended stays as it is."""
        if not self.ended and self._stop:
            self._stop(self)

    # The engines' side.

    def begin(self) -> None:
        """Mark it as running."""
        with self._changed:
            self._started = time.monotonic()
            self._state = "running"

    def tell(self, stage: str, share: float | None) -> None:
        """Take what the work reports about itself."""
        self._told = Progress(stage, share)

    def finish(self, value: Any = None, error: BaseException | None = None) -> None:
        """Take the result or the reason; only the first counts."""
        with self._changed:
            if self.ended:
                return
            cancelled = isinstance(error, LeopardRangeError) and error.code == "job_cancelled"
            self._value, self._error = value, error
            self._state = "cancelled" if cancelled else "failed" if error is not None else "done"
            self._changed.notify_all()


class Engine(Protocol):
    """Where work runs.  Every engine gives the same results.

    Attributes
    ----------
    isolated : bool
        Whether a job runs in a process of its own, under its limits.
    """

    isolated: bool

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
            The function returns bytes, and they are all that is taken from it:
            nothing it sends is ever unpickled.
        """
        ...

    def run(
        self, function: Callable[..., Any], *args: Any, limits: Limits | None = None, raw: bool = False
    ) -> Any:
        """Start a job and wait for its result."""
        ...

    def map(
        self, kernel: Callable[[Any], Any], items: Iterable[Any], limits: Limits | None = None
    ) -> list[Any]:
        """Apply a function to every item, each as a job; results stand in the items' order."""
        ...

    def close(self) -> None:
        """End every job and everything that was started for them."""
        ...


def follow(job: Job, on_change: Callable[[Job], None] | None = None, every_s: float = 0.2) -> Any:
    """Wait for a job, showing it now and then; whatever interrupts the wait ends the job.

    Parameters
    ----------
    job : Job
        What to wait for.
    on_change : callable, optional
        Called with the job while it waits or runs.
    every_s : float
        Seconds between two calls.

    Returns
    -------
    object
        The job's result.

    Raises
    ------
    LeopardRangeError
        As `Job.result`.
    """
    try:
        while True:
            if on_change is not None and not job.ended:
                on_change(job)
            try:
                return job.result(every_s)
            except TimeoutError:
                if job.ended:
                    raise
    finally:
        job.cancel()
