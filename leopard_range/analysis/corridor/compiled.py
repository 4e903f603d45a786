"""How the loops of corridors are compiled: once, kept on disk, free of Python's lock."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numba

__all__ = ["compiled"]

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function, and keep the machine code on disk where some folder can be written to.

    Parameters
    ----------
    function : callable
        Loops over arrays and numbers.
    """
    try:
        fast: Callable[P, R] = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # "no locator available": a read-only installation without a home
        fast = numba.njit(nogil=True)(function)
    return fast
