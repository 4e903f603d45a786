"""Two writers, killed while they save: is everything there that was acknowledged?

``python -m tests.workspace.kills --kills 500`` prints kills, acknowledged saves, how many of them
were lost, and after how many kills the workspace was damaged.  A control, which writes plain JSON
over itself, is put to the same test, so that it is known that the test can fail.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from leopard_range.errors import LeopardRangeError
from leopard_range.workspace import ConflictError, NoteText, SqliteStore

ROOT = Path(__file__).parents[2]


@dataclass
class Tally:
    """What happened."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    corrupt: int = 0
    conflicts: int = 0


@dataclass
class Writer:
    """A process that saves without end and says after each save what it saved."""

    command: list[str]
    process: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, cwd=ROOT, stdout=subprocess.PIPE)
        assert self.pipe.readline() == b"ready\n"

    @property
    def pipe(self) -> IO[bytes]:
        assert self.process.stdout is not None
        return self.process.stdout

    def kill(self) -> list[list[str]]:
        """Kill it and return every save it had acknowledged."""
        self.process.send_signal(signal.SIGKILL)
        said, _ = self.process.communicate()
        # A line that was cut off was not acknowledged.
        return [line.decode().split() for line in said.splitlines(keepends=True) if line.endswith(b"\n")]


def _say(*words: object) -> None:
    # One system call a line: a killed writer leaves whole lines.
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# ---- the workspace ---------------------------------------------------------------------------


def write_workspace(path: Path, name: str) -> None:
    """Save without end: new notes, and a note that the other writer saves as well."""
    store = SqliteStore(path)
    project = next(one for one in store.projects() if one.name == "kills")
    shared = next(one for one in store.items(project.id) if one.name == "shared")
    chance = random.Random()
    _say("ready")
    at = 0
    while True:
        at += 1
        text = f"{name} {os.getpid()} {at} " + "x" * chance.randrange(20_000)
        if at % 2:
            # A project of its own each time, as one holds only so many items.
            made = store.add(store.create(f"{name} {os.getpid()} {at}").id, "note", NoteText(text))
            _say("new", made.id, made.revision, _digest(text))
            continue
        try:
            shared = store.save(replace(shared, content=NoteText(text)))
            _say("saved", shared.id, shared.revision, _digest(text))
        except ConflictError as conflict:
            kept = conflict.kept or shared
            _say("kept", kept.id, kept.revision, _digest(text))
            shared = store.item(shared.id)


def check_workspace(path: Path, acknowledged: list[list[str]], tally: Tally) -> None:
    """Read every acknowledged save back."""
    try:
        store = SqliteStore(path)
        for word, id_, revision, digest in acknowledged:
            tally.conflicts += word == "kept"
            try:
                found = store.item(id_)
            except LeopardRangeError as problem:
                if problem.code != "item_unknown":
                    raise
                tally.lost += 1
                continue
            assert isinstance(found.content, NoteText)
            same = found.revision == int(revision) and _digest(found.content.text) == digest
            # The other writer may have saved over it since, knowing it.
            tally.lost += not (same or found.revision > int(revision))
        store.close()
    except LeopardRangeError as problem:
        if problem.code != "workspace_damaged":
            raise
        tally.corrupt += 1


def _new_workspace(path: Path) -> None:
    store = SqliteStore(path)
    store.add(store.create("kills").id, "shared", NoteText("start"))
    store.close()


# ---- the control -----------------------------------------------------------------------------


def write_json(path: Path, name: str) -> None:
    """Save without end the way that is not safe: read all, write all over it."""
    chance = random.Random()
    _say("ready")
    at = 0
    while True:
        at += 1
        try:
            found = json.loads(path.read_text())
        except ValueError:
            found = {}
        key, text = f"{name}-{os.getpid()}-{at}", "x" * chance.randrange(20_000)
        found = dict(list(found.items())[-200:])
        found[key] = text
        path.write_text(json.dumps(found))
        _say("new", key, 1, _digest(text))


def check_json(path: Path, acknowledged: list[list[str]], tally: Tally) -> None:
    """Read the last acknowledged saves back; older ones are dropped on purpose."""
    try:
        found = json.loads(path.read_text())
    except ValueError:
        tally.corrupt += 1
        found = {}
    for _word, key, _revision, digest in acknowledged[-50:]:
        tally.lost += _digest(found.get(key, "?")) != digest


# ---- the test --------------------------------------------------------------------------------

Check = Callable[[Path, list[list[str]], Tally], None]
KINDS: dict[str, tuple[Callable[[Path], object], Check]] = {
    "workspace": (_new_workspace, check_workspace),
    "json": (lambda path: path.write_text("{}"), check_json),
}


def run(kind: str, kills: int, folder: Path) -> Tally:
    """Kill one of two writers again and again, and check after each kill."""
    make, check = KINDS[kind]
    path = folder / "workspace.db"
    make(path)
    chance = random.Random(7)
    command = [sys.executable, "-m", "tests.workspace.kills", "--write", kind, "--path", str(path), "--name"]
    writers = [Writer([*command, name]) for name in ("first", "second")]
    tally = Tally()
    for writer in writers:
        writer.start()
    try:
        while tally.kills < kills:
            time.sleep(chance.uniform(0.0, 0.06))
            # One of them while the other goes on, or both at once.
            both = chance.random() < 0.3
            victims = writers if both else [writers[tally.kills % 2]]
            said = [line for writer in victims for line in writer.kill()]
            tally.kills += len(victims)
            tally.acknowledged += len(said)
            check(path, said, tally)
            for writer in victims:
                writer.start()
    finally:
        for writer in writers:
            writer.process.kill()
            writer.process.communicate()
    if kind == "workspace":
        store = SqliteStore(path)
        store.check()  # every page, every reference, every fingerprint
        store.close()
    return tally


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--write", choices=KINDS)
    parser.add_argument("--path", type=Path)
    parser.add_argument("--name", default="")
    wishes = parser.parse_args()
    if wishes.write:
        {"workspace": write_workspace, "json": write_json}[wishes.write](wishes.path, wishes.name)
    found = {}
    for kind, kills in (("workspace", wishes.kills), ("json", max(20, wishes.kills // 10))):
        with tempfile.TemporaryDirectory() as folder:
            found[kind] = run(kind, kills, Path(folder))
        one = found[kind]
        print(
            f"{kind}: {one.kills} kills, {one.acknowledged} acknowledged saves "
            f"({one.conflicts} kept beside another), {one.lost} lost, {one.corrupt} corrupt",
            flush=True,
        )
    return int(found["workspace"].lost + found["workspace"].corrupt > 0 or not found["json"].lost)


if __name__ == "__main__":
    sys.exit(main())
