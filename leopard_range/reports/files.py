"""Files that are whole or not there at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leopard_range.errors import LeopardRangeError

__all__ = ["write_whole", "writing"]


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under a temporary name beside its place, then rename it.

    Parameters
    ----------
    path : Path
        Where the file shall stand; an older one is replaced in one step.
    content : bytes
        Everything in it.

    Raises
    ------
    LeopardRangeError
        ``cannot_write``; nothing is left behind.
    """
    with writing(path) as temporary, temporary.open("wb") as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """Give a temporary name beside a file's place; when the block ends well it takes the place.

    Parameters
    ----------
    path : Path
        Where the file shall stand.

    Yields
    ------
    Path
        An empty file to write to.

    Raises
    ------
    LeopardRangeError
        ``cannot_write``; nothing is left behind.
    """
    temporary = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        os.close(handle)
        temporary = Path(name)
        yield temporary
        # mkstemp makes a file only its owner may read; a download should follow the usual rules.
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise LeopardRangeError("cannot_write", file=str(path), reason=reason) from problem
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
