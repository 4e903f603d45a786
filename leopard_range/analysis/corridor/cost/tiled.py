"""Exact cost distance on rasters beyond memory: several processes settle tiles of one set of files.

Who takes part looks for the tile with the smallest open offer whose surroundings nobody works on,
follows its offers up to a common horizon, and looks again, until none is left.  Tiles that touch share a
corner, and a tile is worked on by whoever holds the locks of its four corners; the operating system
releases them when a process ends, however it ends.  The result is that of a single run, to the last bit:
labels are costs of real paths, and the order in which they are improved does not matter.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from leopard_range.analysis.corridor.cost.store import Store
from leopard_range.analysis.corridor.cost.sweep import SQUARE, blocks, sweep

try:
    import fcntl
    import resource
except ImportError:  # no such locks on this system: one alone does all the work
    fcntl = resource = None  # type: ignore[assignment]

__all__ = ["Part", "accumulate_tiled", "take_part"]

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Spread: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], list[Any]]
Tell: TypeAlias = Callable[[float], None]

_WAIT_S = 0.02
_MOST_MAPPED = 680_000_000
"""Bytes of files that a process maps; the system may hold all of them in its memory."""
_GROWTH = 1.1
"""The horizon is at least so many times the smallest open offer, so that few rounds remain at great costs."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one process did.

    Attributes
    ----------
    tasks : int
        Tiles it worked on, counted each time.
    visits, rows : int
        Squares it settled, and rows of squares it relaxed.
    cpu_s, peak_mb : float
        Processor time, and most memory its process ever held, megabytes (0 where the system does not tell).
    """

    tasks: int
    visits: int
    rows: int
    cpu_s: float
    peak_mb: float


@dataclass(frozen=True, slots=True)
class _Share:
    """One process's invitation, as it travels."""

    store: Store
    tell: Tell | None
    alone: bool


def accumulate_tiled(
    store: Store, sources: Ints, spread: Spread, *, takers: int = 2, tell: Tell | None = None
) -> tuple[Part, ...]:
    """Accumulate cost in the files of a store; the result stands in its ``cost``.

    Parameters
    ----------
    store : Store
        Where the resistance lies; work that was ended goes on.
    sources : numpy.ndarray of int, shape (k, 2)
        Rows and columns, on cells that can be crossed.
    spread : callable
        An engine's ``map``; its processes see the store's folder on this machine.
    takers : int
        How many may take part.
    tell : callable, optional
        Called with the share of ground that has been reached; must be able to travel.

    Returns
    -------
    tuple of Part
        What each did.
    """
    store.begin(sources)
    shares = [_Share(store, tell, takers == 1) for _ in range(takers if fcntl else 1)]
    return tuple(spread(take_part, shares))


def take_part(share: _Share) -> Part:
    """Settle tiles until no offer is left open, or others hold what is left.

    Parameters
    ----------
    share : _Share
        The store, and who is told.
    """
    started, store = time.process_time(), share.store
    tasks = visits = rows = fresh = 0
    whole, maps = math.prod(blocks(store.shape)), _Maps(store)
    with open(store.folder / "tiles.lock", "ab") as locks:
        while True:
            best = _offers(store)
            least = float(best.min())
            if least == math.inf:
                break
            horizon = max(least + store.step_m, least * _GROWTH)
            with _taken(locks, best, horizon) as tile:
                if tile is None:
                    time.sleep(_WAIT_S)
                    continue
                found = maps.settle(tile, horizon)
            tasks += 1
            visits, rows, fresh = (a + b for a, b in zip((visits, rows, fresh), found, strict=True))
            if share.tell is not None:
                share.tell(fresh / whole)
    return Part(tasks, visits, rows, time.process_time() - started, _peak_mb())


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6 if resource else 0.0


def _offers(store: Store) -> Floats:
    """Return the smallest open offer of each tile."""
    side = store.tile // SQUARE
    keys = store.map("keys")
    down = np.minimum.reduceat(keys, np.arange(0, keys.shape[0], side), axis=0)
    found: Floats = np.minimum.reduceat(down, np.arange(0, keys.shape[1], side), axis=1)
    return found


@contextmanager
def _taken(locks: IO[bytes], best: Floats, horizon: float) -> Iterator[tuple[int, int] | None]:
    """Hold the most urgent tile whose surroundings are free; None when there is none."""
    wide = best.shape[1]
    for at in np.argsort(best, axis=None, kind="stable"):
        row, column = divmod(int(at), wide)
        if best[row, column] > horizon:
            break
        corners = [(row + y) * (wide + 1) + column + x for y in (0, 1) for x in (0, 1)]
        if _lock(locks, corners):
            try:
                yield row, column
            finally:
                _release(locks, corners)
            return
    yield None


def _lock(locks: IO[bytes], corners: list[int]) -> bool:
    if fcntl is None:
        return True
    held: list[int] = []
    with suppress(BlockingIOError):
        for corner in corners:
            fcntl.lockf(locks, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, corner)
            held.append(corner)
        return True
    _release(locks, held)
    return False


def _release(locks: IO[bytes], corners: list[int]) -> None:
    if fcntl is not None:
        for corner in corners:
            fcntl.lockf(locks, fcntl.LOCK_UN, 1, corner)


class _Maps:
    """Rows of the files mapped into memory, the least recently used given back when it becomes much.

    Parameters
    ----------
    store : Store
        Where the files are.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._mapped: dict[int, tuple[Floats, Floats, Floats]] = {}

    def settle(self, tile: tuple[int, int], horizon: float) -> tuple[int, int, int]:
        """Follow the offers to a tile up to the horizon."""
        store, (row, column) = self._store, tile
        side, (high, wide) = store.tile // SQUARE, blocks(store.shape)
        # One row of squares more on either side: the tile's surroundings.
        above, below = max(row * side - 1, 0), min((row + 1) * side + 1, high)
        if row not in self._mapped:
            first, end = above * SQUARE, below * SQUARE
            self._mapped[row] = (
                store.map("values", first, end, mode="c"),
                store.map("cost", first, end, mode="r+"),
                store.map("keys", above, below, mode="r+"),
            )
        self._mapped[row] = self._mapped.pop(row)  # the most recent stands last
        self._give_back()
        window = (
            row * side - above,
            min((row + 1) * side, high) - above,
            column * side,
            min((column + 1) * side, wide),
        )
        return sweep(*self._mapped[row], window, (store.cell_m, horizon))

    def _give_back(self) -> None:
        store = self._store
        row_bytes = 2 * 8 * (store.tile + 2 * SQUARE) * store.shape[1]
        while len(self._mapped) > 1 and len(self._mapped) * row_bytes > _MOST_MAPPED:
            del self._mapped[next(iter(self._mapped))]
