"""Whether the browser files of other packages are the ones this version was tested with."""

from __future__ import annotations

import tomllib
from base64 import b64encode
from functools import cache
from hashlib import sha384
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from leopard_range.errors import LeopardRangeError

__all__ = ["MANIFEST", "changed_folders", "folder_digest", "intact", "package_folder", "sri"]

MANIFEST = "browser_files.toml"
"""SHA-384 of every file and folder; ``python -m tools.checks.browser_files`` writes it."""


def sri(body: bytes) -> str:
    """Return the SHA-384 of some bytes as browsers write it (Subresource Integrity, W3C 2016)."""
    return "sha384-" + b64encode(sha384(body).digest()).decode()


def package_folder(module: str, package: str) -> Path:
    """Find a package's folder without importing it.

    Parameters
    ----------
    module : str
        Name it is imported by.
    package : str
        Name it is installed by.

    Raises
    ------
    LeopardRangeError
        ``asset_missing``.
    """
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:
        spec = None
    if spec is None or not spec.submodule_search_locations:
        raise LeopardRangeError("asset_missing", package=package, file=module)
    return Path(next(iter(spec.submodule_search_locations)))


@cache
def _manifest() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath(MANIFEST).read_text(encoding="utf-8"))


def intact(package: str, name: str, body: bytes) -> bytes:
    """Return a file's bytes when they are the expected ones.

    Parameters
    ----------
    package : str
        Name the package is installed by.
    name : str
        The file's name in the manifest.
    body : bytes
        What was read.

    Raises
    ------
    LeopardRangeError
        ``asset_changed``: nothing of the file is served.
    """
    if _manifest()["files"].get(f"{package}/{name}") != sri(body):
        raise LeopardRangeError("asset_changed", package=package, file=name)
    return body


def folder_digest(folder: Path) -> str:
    """Return one SHA-384 over the names and contents of all files in a folder.

    Parameters
    ----------
    folder : Path
        Walked to its depth; compiled Python is left out.
    """
    lines = [
        f"{sri(path.read_bytes())}  {path.relative_to(folder).as_posix()}\n"
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    ]
    return sri("".join(sorted(lines)).encode())


def changed_folders() -> tuple[str, ...]:
    """Return the folders served by Streamlit itself that differ from the manifest.

    They are served by the package that brings them, so they are reported and not withheld.
    """
    found = []
    for name, digest in _manifest()["folders"].items():
        module, _, inside = name.partition("/")
        if folder_digest(package_folder(module, module) / inside) != digest:
            found.append(name)
    return tuple(found)
