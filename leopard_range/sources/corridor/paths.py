"""Files that a project names: beside it, or where the project was meant to be started."""

from __future__ import annotations

from pathlib import Path, PureWindowsPath

from leopard_range.errors import LeopardRangeError
from leopard_range.sources.corridor.ini import Ini

__all__ = ["file_of"]

_FOLDERS_UP = 8


def file_of(ini: Ini, key: str) -> Path:
    """Find the file that an option names.

    Parameters
    ----------
    ini : Ini
        The project's options.
    key : str
        Name of the option as it stands in the file.

    Returns
    -------
    Path
        As named from the file's own folder or, because these programs name files from where they are
        started, from the nearest folder above where there is such a file.

    Raises
    ------
    LeopardRangeError
        ``omniscape_file``.
    """
    said = ini.get(key)
    path = Path(PureWindowsPath(said).as_posix() if "\\" in said else said)
    start = ini.path.absolute().parent
    for folder in (start, *list(start.parents)[:_FOLDERS_UP]):
        if (folder / path).is_file():
            return folder / path
    raise LeopardRangeError(
        "omniscape_file", file=ini.path.name, row=ini.lines.get(key, 0), column=key, value=said
    )
