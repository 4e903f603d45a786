"""A public server beside a private folder: what it answers, and what it opens."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import struct
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from leopard_range.catalog.release import _toml_file, publish
from leopard_range.config import default_data_folder
from leopard_range.reports import formats_of
from tests.datafolder import TODAY
from tests.privacy.private import PLAN, survey

IN_ACCESS, IN_OPEN = 0x1, 0x20
HOOK = """
import os, sys
_private, _log = os.environ["PRIVATE_FOLDER"], os.open(os.environ["AUDIT_LOG"], os.O_WRONLY | os.O_APPEND)
def _hook(event, arguments):
    for one in arguments:
        if isinstance(one, bytes):
            one = os.fsdecode(one)
        if isinstance(one, (str, os.PathLike)) and os.fspath(one).startswith(_private):
            os.write(_log, f"{event} {one}\\n".encode())
sys.addaudithook(_hook)
"""


def secret_geodata(path: Path) -> tuple[Path, list[tuple[float, float]]]:
    """Copy the embedded data and put an invented survey in, marked as from the field."""
    shutil.copytree(default_data_folder(), path)
    drawn = survey("a", PLAN, 5)
    entries = tomllib.loads((path / "catalog.toml").read_text(encoding="utf-8"))
    for name, frame in (("survey_stations", drawn.stations), ("survey_detections", drawn.detections)):
        entry = entries[name]
        frame.to_csv(path / entry["file"], index=False)
        body = (path / entry["file"]).read_bytes()
        fields = {k: v for k, v in entry["fields"].items() if k in frame.columns}
        entry |= {"method": "surveyed", "sha256": hashlib.sha256(body).hexdigest(), "fields": fields}
    (path / "catalog.toml").write_bytes(_toml_file(entries))
    path.chmod(0o700)
    return path, drawn.places


class Watch:
    """Counts every opening and reading below a folder, by whatever library, as Linux sees it."""

    def __init__(self, folder: Path) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._fd = int(self._libc.inotify_init1(os.O_NONBLOCK))
        for path in (folder, *folder.rglob("*")):
            self._libc.inotify_add_watch(self._fd, os.fsencode(path), IN_OPEN | IN_ACCESS)

    def seen(self) -> int:
        """Return how many there were since the last time."""
        try:
            events = os.read(self._fd, 1 << 20)
        except BlockingIOError:
            return 0
        at = count = 0
        while at < len(events):
            (size,) = struct.unpack_from("I", events, at + 12)
            at, count = at + 16 + size, count + 1
        return count


@dataclass(frozen=True, slots=True)
class Served:
    """What a public process did beside a private folder."""

    requests: int
    repeats: int
    answers: int
    opened: int
    audited: int
    bodies: dict[str, bytes]
    log: str
    control_opened: int
    control_audited: int


@contextmanager
def audited(work: Path, private: Path) -> Iterator[tuple[dict[str, str], Path]]:
    """Give an environment in which Python writes down every touch of the private folder."""
    hook = work / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(HOOK)
    log = work / "audit.log"
    log.touch()
    yield {"PYTHONPATH": str(hook), "PRIVATE_FOLDER": str(private), "AUDIT_LOG": str(log)}, log


def serve(work: Path, repeats: int = 500) -> Served:
    """Publish, start a public server on the bundle with the private folder beside it, ask for everything."""
    from leopard_range.catalog import open_catalog
    from leopard_range.config import Settings
    from tests.browser.conftest import Server

    private, _ = secret_geodata(work / "private")
    bundle = work / "bundle"
    publish(private, bundle, TODAY)
    specs = open_catalog(Settings(data=bundle)).specs.values()
    paths = [f"/download/{spec.id}.{form}?lang=en" for spec in specs for form in formats_of(spec)]
    paths += [
        *(f"/save/{page}?lang=ko" for page in ("explore", "story", "then-now", "cameras")),
        "/",
        "/explore",
        "/cameras",
        "/data",
    ]
    with audited(work, private) as (environment, log):
        watch = Watch(private)
        server = Server(LEOPARD_DATA=str(bundle), **environment)
        try:
            bodies = {path: _get(server.url + path) for path in paths}
            asked = f"{server.url}/download/survey_detections.geojson?lang=en"
            same = {hashlib.sha256(_get(asked)).hexdigest() for _ in range(repeats)}
        finally:
            said = server.stop()
        opened, lines = watch.seen(), len(log.read_text().splitlines())
        # The control: what a process that does read the folder leaves behind, once by Python, once by GDAL.
        script = "import pathlib, sys; p = pathlib.Path(sys.argv[1]); (p / 'catalog.toml').read_bytes()"
        script += "; import pyogrio; pyogrio.read_dataframe(p / 'base' / 'coast.geojson', max_features=1)"
        command = [sys.executable, "-c", script, str(private)]
        subprocess.run(command, env={**os.environ, **environment}, check=True)
        return Served(
            len(paths) + repeats,
            repeats,
            len(same),
            opened,
            lines,
            bodies,
            said,
            watch.seen(),
            len(log.read_text().splitlines()) - lines,
        )


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=60) as answer:
        return bytes(answer.read())
