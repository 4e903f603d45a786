"""Writing the site: whole or not at all, and never over what is somebody else's."""

from __future__ import annotations

import json
import os
from pathlib import Path

from leopard_range.catalog import Catalog
from leopard_range.errors import LeopardRangeError
from leopard_range.site.files import MADE_BY, MANIFEST, Told, site_files
from leopard_range.whole import write_folder

__all__ = ["write_site"]


def write_site(
    catalog: Catalog, folder: Path, *, address: str = "", told: Told = lambda _done, _all, _next: None
) -> dict[str, bytes]:
    """Write the static site into a folder.

    Parameters
    ----------
    catalog : Catalog
        The one door to data; whatever its process may see, the site shows the public view.
    folder : Path
        New, empty, or holding an earlier site and nothing else.
    address : str
        Where the site will be found, without a slash at its end.
    told : callable
        Is told how far the work is: steps done, steps in all, what is next.

    Returns
    -------
    dict
        Name -> content of every file.

    Raises
    ------
    LeopardRangeError
        ``site_foreign`` when the folder holds something else, ``cannot_write``, and those of
        `site_files`; the folder is then as it was.
    """
    folder = Path(os.path.abspath(folder))
    _refuse_foreign(folder)
    made = site_files(catalog, address=address, told=told)
    _refuse_foreign(folder)  # making took a while
    write_folder(folder, made)
    return made


def _refuse_foreign(folder: Path) -> None:
    """Refuse a folder with anything that an earlier site did not bring."""
    try:
        if not folder.exists() and not folder.is_symlink():
            return
        if not folder.is_dir() or folder.is_symlink():
            raise LeopardRangeError("site_foreign", folder=str(folder), file=folder.name)
        found = sorted(path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
        ours = _ours(folder) if found else frozenset()
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise LeopardRangeError("cannot_write", file=str(folder), reason=reason) from problem
    for path in found:
        name = path.relative_to(folder).as_posix()
        if name not in ours or path.is_symlink():
            raise LeopardRangeError("site_foreign", folder=str(folder), file=name)


def _ours(folder: Path) -> frozenset[str]:
    """Return the names of an earlier site's files; none when there was no site of ours."""
    manifest = folder / MANIFEST
    if not manifest.is_file():
        return frozenset()
    try:
        told = json.loads(manifest.read_text(encoding="utf-8"))
    except ValueError:
        return frozenset()
    if (
        not isinstance(told, dict)
        or told.get("made_by") != MADE_BY
        or not isinstance(told.get("files"), dict)
    ):
        return frozenset()
    return frozenset((*told["files"], MANIFEST))
