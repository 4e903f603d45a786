"""Files and folders that are whole or not there at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from leopard_range.errors import LeopardRangeError

__all__ = ["write_folder", "write_whole", "writing"]


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
        _open_to_others(temporary, 0o666)
        temporary.replace(path)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise LeopardRangeError("cannot_write", file=str(path), reason=reason) from problem
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_folder(
    folder: Path, files: Mapping[str, bytes], *, finish: Callable[[Path], None] = lambda _folder: None
) -> None:
    """Write a folder beside its place, make it last, and only then give it its name.

    Parameters
    ----------
    folder : Path
        Where it shall stand; an older one is replaced whole.
    files : mapping
        Name in the folder, with slashes -> content.
    finish : callable
        Is given the folder before it takes its place: for its modes and dates.

    Raises
    ------
    LeopardRangeError
        ``cannot_write``; the older folder is then as it was, and nothing is left behind.
    """
    with _beside(folder) as temporary:
        for name, content in files.items():
            path = temporary / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as target:
                target.write(content)
                target.flush()
                os.fsync(target.fileno())
        _open_to_others(temporary, 0o777)
        finish(temporary)
        for path in (*temporary.rglob("*"), temporary):
            _sync_folder(path)
        _swap(temporary, folder)


def _swap(temporary: Path, folder: Path) -> None:
    """Put a folder in the place of another one, which comes back when that fails."""
    aside = temporary.with_suffix(".old")
    if folder.exists():
        folder.rename(aside)
    try:
        temporary.rename(folder)
    except OSError:
        if aside.exists():
            aside.rename(folder)
        raise
    _sync_folder(folder.parent)
    if aside.exists():
        shutil.rmtree(aside)


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside a place, and leave none behind when something fails."""
    temporary = None
    made = [parent for parent in folder.parents if not parent.exists()]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".part"))
        yield temporary
    except OSError as problem:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)
        for parent in made:
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
        reason = problem.strerror or type(problem).__name__
        raise LeopardRangeError("cannot_write", file=str(folder), reason=reason) from problem
    finally:
        if temporary is not None and temporary.exists():
            shutil.rmtree(temporary, ignore_errors=True)


def _open_to_others(path: Path, mode: int) -> None:
    """Take back that what `tempfile` makes is for its owner only: it shall follow the usual rules."""
    umask = os.umask(0)
    os.umask(umask)
    path.chmod(mode & ~umask)


def _sync_folder(path: Path) -> None:
    """Make names last through a power cut; only where a folder can be opened."""
    if not path.is_dir() or os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
