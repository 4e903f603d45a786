"""Where work runs: here, in one process per job, or on a Dask cluster; the same results everywhere."""

from __future__ import annotations

from collections.abc import Sequence

from leopard_range.config import Settings
from leopard_range.engine.here import Here
from leopard_range.engine.job import Engine, Job, Limits, Progress, Used, follow, report
from leopard_range.engine.processes import Processes

__all__ = [
    "Engine",
    "Here",
    "Job",
    "Limits",
    "Processes",
    "Progress",
    "Used",
    "engine_from",
    "follow",
    "report",
]


def engine_from(settings: Settings, preload: Sequence[str] = ()) -> Engine:
    """Make the engine that the settings name.

    Parameters
    ----------
    settings : Settings
        ``engine`` is ``here``, ``processes``, ``dask`` or the address of a Dask scheduler.
    preload : sequence of str
        Modules that jobs need, loaded once before the first.

    Returns
    -------
    Engine
        Close it when it is no longer needed.

    Raises
    ------
    LeopardRangeError
        ``cluster_missing``, ``cluster_unreachable``.
    """
    if settings.engine == "here":
        return Here()
    if settings.engine == "processes":
        return Processes(preload)
    from leopard_range.engine.cluster import Cluster

    return Cluster("" if settings.engine == "dask" else settings.engine, preload)
