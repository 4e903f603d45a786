"""Work on a Dask cluster: one on this machine, or one that runs already.

Dask alone cannot stop a task that runs, and a task that kills its worker takes
others along.  So every task is a job of `Processes` inside the worker: the
same limits, the same sentences, and a cancel that is felt.
"""

from __future__ import annotations

import secrets
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from leopard_range.engine import frames
from leopard_range.engine.job import Job, Limits, Used, follow
from leopard_range.engine.processes import Processes, check_importable
from leopard_range.errors import LeopardRangeError

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster

__all__ = ["Cluster"]

_RETRIES = 2
_ANSWER_S = 10.0
_LOOPBACK = "127.0.0.1:0"
_MOST_IN_A_WORKER = 64


@dataclass
class _Worker:
    """What one Dask worker keeps: its supervisor, the jobs it runs, and what was cancelled before it ran."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    supervisor: Processes | None = None
    jobs: dict[str, Job] = field(default_factory=dict)
    cancelled: deque[str] = field(default_factory=lambda: deque(maxlen=1000))


_HERE = _Worker()


@dataclass(frozen=True, slots=True)
class _Task:
    """One job as it travels to a worker."""

    id: str
    topic: str
    work: tuple[Callable[..., Any], tuple[Any, ...], bool]
    limits: Limits
    preload: tuple[str, ...]


def _do(task: _Task) -> tuple[Any, bytes, dict[str, float]]:
    """Do a task in a process of its own, in a Dask worker; errors travel as data, so that none is retried."""
    function, args, raw = task.work
    with _HERE.lock:
        if task.id in _HERE.cancelled:
            return None, frames.error_body(LeopardRangeError("job_cancelled")), {}
        # How many run at once is Dask's to decide.
        _HERE.supervisor = _HERE.supervisor or Processes(task.preload, at_most=_MOST_IN_A_WORKER)
        job = _HERE.supervisor.submit(function, *args, limits=task.limits, raw=raw)
        _HERE.jobs[task.id] = job
    try:
        return follow(job, partial(_tell, task)), b"", asdict(job.used)
    except LeopardRangeError as problem:
        return None, frames.error_body(problem), asdict(job.used)
    finally:
        del _HERE.jobs[task.id]


def _tell(task: _Task, job: Job) -> None:
    from distributed import get_worker

    told = job.progress
    get_worker().log_event(task.topic, {"id": task.id, "stage": told.stage, "share": told.share})


def _cancel(id_: str) -> None:
    """Cancel a job of this worker, or see to it that it never starts."""
    with _HERE.lock:
        _HERE.cancelled.append(id_)
        job = _HERE.jobs.get(id_)
    if job is not None:
        job.cancel()


def _close() -> None:
    with _HERE.lock:
        supervisor, _HERE.supervisor = _HERE.supervisor, None
    if supervisor is not None:
        supervisor.close()


def _start() -> LocalCluster:
    """Start a cluster inside this process, with no port that another program could send work to.

    Threads are enough: every job has a process of its own, and a worker process
    started from here would run the main script again.
    """
    from dask import config
    from distributed import LocalCluster

    # Dask's web server cannot be left out, but it can be left without pages.
    with config.set({"distributed.scheduler.http.routes": [], "distributed.worker.http.routes": []}):
        return LocalCluster(
            n_workers=1,
            threads_per_worker=2,
            processes=False,
            protocol="inproc://",
            dashboard_address=_LOOPBACK,
            worker_dashboard_address=_LOOPBACK,
        )


class Cluster:
    """Runs jobs on a Dask cluster, each in a process of its own on a worker's machine.

    Parameters
    ----------
    address : str
        Of a scheduler; empty for a cluster inside this process.
    preload : sequence of str
        Modules that jobs need, loaded once on every worker.

    Raises
    ------
    LeopardRangeError
        ``cluster_missing``, ``cluster_unreachable``.
    """

    isolated = True

    def __init__(self, address: str = "", preload: Sequence[str] = ()) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise LeopardRangeError("cluster_missing") from None
        self._preload = tuple(preload)
        self._jobs: dict[str, tuple[Job, Future]] = {}
        self._local = None if address else _start()
        try:
            self._client: Client = Client(self._local or address, timeout=_ANSWER_S, set_as_default=False)
        except (OSError, ValueError):
            raise LeopardRangeError("cluster_unreachable", address=address) from None
        self._topic = f"leopard-{secrets.token_hex(8)}"
        self._client.subscribe_topic(self._topic, self._heard)

    def submit(
        self, function: Callable[..., Any], *args: Any, limits: Limits | None = None, raw: bool = False
    ) -> Job:
        """Send a job to the cluster.

        Parameters
        ----------
        function : callable
            A function that workers can import by its name.
        *args : object
            Its arguments.
        limits : Limits, optional
            What it may use.
        raw : bool
            The function returns bytes, and nothing its process sends is unpickled.

        Raises
        ------
        ValueError
            The function cannot be imported by its name.
        """
        check_importable(function)
        id_ = f"leopard-{secrets.token_hex(8)}"
        job = Job(limits or Limits(), self._position, partial(self._cancel, id_))
        task = _Task(id_, self._topic, (function, args, raw), job.limits, self._preload)
        future = self._client.submit(_do, task, key=id_, pure=False, retries=_RETRIES)
        self._jobs[id_] = (job, future)
        future.add_done_callback(partial(self._ended, id_, job))
        return job

    def run(
        self, function: Callable[..., Any], *args: Any, limits: Limits | None = None, raw: bool = False
    ) -> Any:
        """Send a job to the cluster and wait for its result.

        Raises
        ------
        LeopardRangeError
            What the job raised, why it was ended, or ``cluster_lost``.
        """
        return follow(self.submit(function, *args, limits=limits, raw=raw))

    def map(
        self, kernel: Callable[[Any], Any], items: Iterable[Any], limits: Limits | None = None
    ) -> list[Any]:
        """Apply a function to every item, each as a job.

        Parameters
        ----------
        kernel : callable
            Gives the same result for the same item: it is done again when a worker is lost.
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
        jobs = [self.submit(kernel, item, limits=limits) for item in items]
        try:
            return [job.result() for job in jobs]
        finally:
            for job in jobs:
                job.cancel()

    def close(self) -> None:
        """End this program's jobs and leave the cluster; end it too when it was started here."""
        for job, _future in list(self._jobs.values()):
            job.cancel()
        self._client.close()
        if self._local is not None:
            self._local.close()
            _close()

    def _position(self, job: Job) -> int:
        waiting = [one for one, _future in list(self._jobs.values()) if one.state == "queued"]
        return waiting.index(job) + 1 if job in waiting else 0

    def _heard(self, event: tuple[Any, dict[str, Any]]) -> None:
        told = event[1]
        job, _future = self._jobs.get(told["id"], (None, None))
        if job is not None and not job.ended:
            if job.state == "queued":
                job.begin()
            job.tell(told["stage"], told["share"])

    def _ended(self, id_: str, job: Job, future: Future) -> None:
        self._jobs.pop(id_, None)
        if future.status != "finished":
            job.finish(error=LeopardRangeError("cluster_lost", times=_RETRIES + 1))
            return
        value, error, used = future.result()
        job.used = Used(**used)
        job.finish(value, frames.error_from(error) if error else None)

    def _cancel(self, id_: str, job: Job) -> None:
        job.finish(error=LeopardRangeError("job_cancelled"))
        _job, future = self._jobs.pop(id_, (None, None))
        if future is not None:
            future.cancel()
            self._client.run(_cancel, id_, on_error="ignore")
