"""Work in this very process: no limits, no protection; for tests and for jobs that take a moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from leopard_range.engine.job import Job, Limits, Used, reporting
from leopard_range.errors import LeopardRangeError

__all__ = ["Here"]


class Here:
    """Does every job at once, where it was asked for."""

    isolated = False

    def submit(
        self, function: Callable[..., Any], *args: Any, limits: Limits | None = None, raw: bool = False
    ) -> Job:
        """Do a job; it has ended when this returns.

        Parameters
        ----------
        function : callable
            What to do.
        *args : object
            Its arguments.
        limits : Limits, optional
            Kept with the job, not enforced.
        raw : bool
            The function returns bytes.
        """
        job = Job(limits or Limits())
        job.begin()
        started = time.monotonic()
        try:
            with reporting(job.tell):
                job.finish(function(*args))
        except LeopardRangeError as problem:
            job.finish(error=problem)
        job.used = Used(time.monotonic() - started)
        return job

    def run(
        self, function: Callable[..., Any], *args: Any, limits: Limits | None = None, raw: bool = False
    ) -> Any:
        """Do a job and return its result.

        Raises
        ------
        LeopardRangeError
            What the job raised.
        """
        return self.submit(function, *args, limits=limits, raw=raw).result()

    def map(
        self, kernel: Callable[[Any], Any], items: Iterable[Any], limits: Limits | None = None
    ) -> list[Any]:
        """Apply a function to every item, one after the other."""
        return [self.run(kernel, item, limits=limits) for item in items]

    def close(self) -> None:
        """Nothing was started."""
