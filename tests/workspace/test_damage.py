"""Damaged, foreign, newer, older, unwritable: one clear sentence each, and nothing lost."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES, sentence
from leopard_range.workspace import NoteText, SqliteStore
from leopard_range.workspace.backup import back_up, restore
from leopard_range.workspace.database import MIGRATIONS, connect, open_database
from tests.workspace.conftest import EVERY_KIND, filled

ROOT = Path(__file__).parents[2]


def opening(path: Path) -> LeopardRangeError:
    with pytest.raises(LeopardRangeError) as caught:
        SqliteStore(path).check()
    for language in LANGUAGES:
        assert len(sentence(caught.value, language)) > 20
    return caught.value


def contents(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("select id, kind, name, content, body, created from item order by rowid").fetchall()


@pytest.fixture
def kept(path: Path) -> Path:
    """A closed workspace with every kind and enough notes for several pages."""
    store = SqliteStore(path)
    project = filled(store)
    for number in range(60):
        store.add(project, f"Note {number}", NoteText(f"text {number} " * 200))
    store.close()
    return path


# ---- damage ----------------------------------------------------------------------------------


def test_every_flipped_page_is_found_and_left_as_it_is(kept: Path) -> None:
    whole = kept.read_bytes()
    found = set()
    for at in range(30, len(whole), 1013):
        broken = bytearray(whole)
        broken[at] ^= 0xFF
        if bytes(broken[24:28]) != whole[24:28] or at in range(92, 100):
            continue  # counters that SQLite keeps for itself
        kept.write_bytes(broken)
        try:
            store = SqliteStore(kept)
        except LeopardRangeError as problem:
            found.add(problem.code)
            assert kept.read_bytes() == bytes(broken), "nothing was changed"
            continue
        try:
            store.check()
            with closing(sqlite3.connect(kept)) as db:
                rows = db.execute("select name, content, body from item order by rowid").fetchall()
            # Free space inside a page: nothing that is kept was touched.
            assert len(rows) == 60 + len(EVERY_KIND)
        except LeopardRangeError as problem:
            found.add(problem.code)
        finally:
            store.close()
    assert found <= {"workspace_damaged", "workspace_foreign", "workspace_newer"}
    assert "workspace_damaged" in found


def test_a_flipped_letter_that_sqlite_does_not_see_is_found(kept: Path) -> None:
    whole = kept.read_bytes()
    assert whole.count(b"text 30 text 30") > 0
    kept.write_bytes(whole.replace(b"text 30 text 30", b"text 30 text 31", 1))
    with closing(sqlite3.connect(kept)) as db:
        assert db.execute("pragma integrity_check").fetchone()[0] == "ok", "the control: SQLite is content"
    assert opening(kept).code == "workspace_damaged"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_workspace_is_refused(kept: Path, share: float) -> None:
    half = kept.read_bytes()[: int(kept.stat().st_size * share) // 4096 * 4096]
    kept.write_bytes(half)
    assert opening(kept).code == "workspace_damaged"
    assert kept.read_bytes() == half


@pytest.mark.parametrize("body", [b"hello " * 1000, b"x", b"PK\x03\x04" + bytes(5000)])
def test_another_file_is_refused(path: Path, body: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(body)
    assert opening(path).code == "workspace_foreign"
    assert path.read_bytes() == body


def test_a_database_of_somebody_else_is_refused(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.execute("create table project (id, name)")
        db.commit()
    before = path.read_bytes()
    assert opening(path).code == "workspace_foreign"
    assert path.read_bytes() == before


def test_a_newer_workspace_is_refused(kept: Path) -> None:
    with closing(sqlite3.connect(kept)) as db:
        db.execute(f"pragma user_version = {len(MIGRATIONS) + 1}")
    before = kept.read_bytes()
    error = opening(kept)
    assert (error.code, error.blanks["version"]) == ("workspace_newer", len(MIGRATIONS) + 1)
    assert kept.read_bytes() == before


def test_a_killed_programs_log_is_taken_over(path: Path, tmp_path: Path) -> None:
    """What was saved last stands in the log beside the database; copied while open, it must be there."""
    store = SqliteStore(path)
    project = filled(store)
    store.add(project, "Last", NoteText("only in the log"))
    left = tmp_path / "left"
    shutil.copytree(path.parent, left)
    assert (left / "workspace.db-wal").stat().st_size > 0
    store.close()
    again = SqliteStore(left / "workspace.db")
    assert again.items(project)[-1].content == NoteText("only in the log")
    again.close()


def test_a_cut_log_loses_no_more_than_its_end(path: Path, tmp_path: Path) -> None:
    store = SqliteStore(path)
    project = filled(store)
    for number in range(20):
        store.add(project, f"Note {number}", NoteText("x" * 3000))
    left = tmp_path / "left"
    shutil.copytree(path.parent, left)
    store.close()
    log = left / "workspace.db-wal"
    log.write_bytes(log.read_bytes()[: log.stat().st_size // 2 + 77])
    again = SqliteStore(left / "workspace.db")
    again.check()
    found = [one.name for one in again.items(project)]
    assert found == [*(name for name, _, _ in EVERY_KIND), *(f"Note {n}" for n in range(20))][: len(found)]
    again.close()


# ---- no room, no right -----------------------------------------------------------------------


FULL = """
import resource, signal, sys
from dataclasses import replace
from pathlib import Path
from leopard_range.errors import LeopardRangeError
from leopard_range.workspace import NoteText, SqliteStore
store = SqliteStore(Path(sys.argv[1]))
project = store.create("Ridge").id
note = store.add(project, "Note", NoteText("kept"))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
saved = 0
try:
    while True:
        note = store.save(replace(note, content=NoteText(f"{saved + 1} " * 20_000)))
        saved += 1
except LeopardRangeError as problem:
    print(problem.code, saved)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
found = store.item(note.id)
assert found.content == note.content, "the last save that was acknowledged"
store.check()
store.save(replace(found, content=NoteText("room again")))
print("saved again")
"""


def test_a_full_disk_keeps_what_was_saved_and_says_so(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, path], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    first, again = done.stdout.splitlines()
    code, saved = first.split()
    assert code == "workspace_disk_full"
    assert int(saved) > 0
    assert again == "saved again"


def test_a_folder_that_may_only_be_read(kept: Path) -> None:
    for file in kept.parent.iterdir():
        file.chmod(0o444)
    kept.parent.chmod(0o555)
    if os.geteuid() == 0:
        for folder in kept.parents[1:4]:  # those that pytest made
            folder.chmod(folder.stat().st_mode | 0o001)  # so that another user comes this far
    done = subprocess.run(
        [sys.executable, "-c", READ_ONLY, kept], cwd=ROOT, capture_output=True, text=True, check=False
    )
    kept.parent.chmod(0o700)
    assert done.stdout.split() == ["workspace_read_only"], done.stderr


READ_ONLY = """
import os, sys
from pathlib import Path
from leopard_range.errors import LeopardRangeError
from leopard_range.workspace import SqliteStore
if os.geteuid() == 0:  # root may write everywhere
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    SqliteStore(Path(sys.argv[1])).create("Ridge")
except LeopardRangeError as problem:
    print(problem.code)
"""


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert opening(tmp_path / "file" / "workspace.db").code in ("cannot_write", "workspace_read_only")


def test_a_busy_workspace_says_so(store: SqliteStore, path: Path) -> None:
    store._db.execute("pragma busy_timeout = 50")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        with pytest.raises(LeopardRangeError) as caught:
            store.create("Ridge")
        other.execute("rollback")
    assert caught.value.code == "workspace_busy"
    store.create("Ridge")


# ---- older shapes ----------------------------------------------------------------------------


def old_workspace(path: Path) -> list[tuple[object, ...]]:
    """Make a workspace as version 1 of the program's shape had it, with every kind in it."""
    newest = path.with_name("newest.db")
    store = SqliteStore(newest)
    filled(store)
    store.close()
    db = open_database(path, upto=1)
    db.execute("attach ? as newest", (str(newest),))
    for table in ("project", "item"):
        columns = ", ".join(row[1] for row in db.execute(f"pragma main.table_info({table})"))
        db.execute(f"insert into main.{table} select {columns} from newest.{table} order by rowid")
    db.execute("detach newest")
    db.close()
    for file in path.parent.glob("newest.db*"):
        file.unlink()
    return contents(path)


def test_version_1_is_brought_up_to_date_after_a_backup(path: Path) -> None:
    before = old_workspace(path)
    store = SqliteStore(path)
    project = store.projects()[0].id
    assert [(i.name, i.content, store.body(i.id)) for i in store.items(project)] == list(EVERY_KIND)
    assert store._db.execute("pragma user_version").fetchone()[0] == len(MIGRATIONS)
    store.check()
    store.close()
    (backup,) = path.parent.glob("workspace.version-1.*.db")
    assert contents(backup) == contents(path) == before
    with closing(connect(backup)) as db:
        assert db.execute("pragma user_version").fetchone()[0] == 1
    SqliteStore(path).close()
    assert len(list(path.parent.glob("workspace.version-1.*.db"))) == 1, "only once"


def test_an_upgrade_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = old_workspace(path)
    broken = (MIGRATIONS[0], (*MIGRATIONS[1], "create table half (x)", "insert into nowhere values (1)"))
    monkeypatch.setattr("leopard_range.workspace.database.MIGRATIONS", broken)
    with pytest.raises(sqlite3.OperationalError):
        SqliteStore(path)
    monkeypatch.undo()
    assert contents(path) == before
    with closing(connect(path)) as db:
        assert db.execute("pragma user_version").fetchone()[0] == 1
        assert db.execute("select count(*) from sqlite_schema where name = 'half'").fetchone()[0] == 0
    SqliteStore(path).check()


# ---- backups ---------------------------------------------------------------------------------


def test_a_backup_holds_everything_and_brings_it_back(store: SqliteStore, path: Path, tmp_path: Path) -> None:
    project = filled(store)
    before = contents(path)
    target = tmp_path / "copy.db"
    back_up(path, target)  # while the store is open
    assert target.stat().st_mode & 0o777 == 0o600
    assert contents(target) == before
    store.add(project, "After the backup", NoteText("new"))
    store.create("Another")
    newest = contents(path)
    aside = restore(path, target)
    # The running program goes on with what came back, and the replaced one stands beside, whole.
    assert [(i.name, i.content, store.body(i.id)) for i in store.items(project)] == list(EVERY_KIND)
    assert [one.name for one in store.projects()] == ["Ridge"]
    assert aside is not None
    assert contents(aside) == newest
    store.check()
    assert restore(path, aside) is not None
    assert contents(path) == newest


def test_a_page_opened_before_a_restore_overwrites_nothing(
    store: SqliteStore, path: Path, tmp_path: Path
) -> None:
    from dataclasses import replace

    project = store.create("Ridge").id
    note = store.add(project, "Note", NoteText("one"))
    back_up(path, tmp_path / "copy.db")
    open_page = store.save(replace(note, content=NoteText("two")))
    restore(path, tmp_path / "copy.db")
    store.save(replace(store.item(note.id), content=NoteText("after the restore")))
    with pytest.raises(LeopardRangeError) as caught:
        store.save(replace(open_page, content=NoteText("three")))
    assert caught.value.code == "item_conflict"
    assert {one.content for one in store.items(project)} == {
        NoteText("after the restore"),
        NoteText("three"),
    }


@pytest.mark.parametrize(
    "change",
    [
        'alter table item add column "x) select 1; --" text',
        "create view more as select * from item",
        "create trigger never after insert on item begin delete from project; end",
        "drop table item",
    ],
)
def test_a_backup_with_other_tables_is_refused(
    store: SqliteStore, path: Path, tmp_path: Path, change: str
) -> None:
    filled(store)
    target = tmp_path / "copy.db"
    back_up(path, target)
    before = contents(path)
    with closing(sqlite3.connect(target)) as db, db:
        db.execute(change)
    with pytest.raises(LeopardRangeError) as caught:
        restore(path, target)
    assert caught.value.code in ("workspace_foreign", "workspace_damaged")
    assert contents(path) == before


def test_a_damaged_workspace_is_replaced_and_kept_beside(kept: Path, tmp_path: Path) -> None:
    before = contents(kept)
    back_up(kept, tmp_path / "copy.db")
    broken = kept.read_bytes()[: 4096 * 5]
    kept.write_bytes(broken)
    aside = restore(kept, tmp_path / "copy.db")
    assert aside is not None
    assert aside.read_bytes() == broken
    assert contents(kept) == before


def test_a_backup_of_an_older_shape_comes_back_in_the_newest(path: Path, tmp_path: Path) -> None:
    old = tmp_path / "old" / "workspace.db"
    before = old_workspace(old)
    size = old.read_bytes()
    assert restore(path, old) is None, "there was nothing to replace"
    assert contents(path) == before
    assert old.read_bytes() == size, "the backup itself is only read"
    SqliteStore(path).check()


@pytest.mark.parametrize("kind", ["damaged", "foreign", "newer", "empty", "missing"])
def test_a_bad_backup_changes_nothing(kept: Path, tmp_path: Path, kind: str) -> None:
    source = tmp_path / "copy.db"
    back_up(kept, source)
    if kind == "damaged":
        source.write_bytes(source.read_bytes().replace(b"text 7 text 7", b"text 7 text 8", 1))
    elif kind == "foreign":
        source.write_bytes(b"hello" * 1000)
    elif kind == "newer":
        with closing(sqlite3.connect(source)) as db:
            db.execute("pragma user_version = 99")
    elif kind == "empty":
        source.write_bytes(b"")
    else:
        source.unlink()
    before, files = contents(kept), sorted(kept.parent.iterdir())
    with pytest.raises(LeopardRangeError) as caught:
        restore(kept, source)
    expected = {
        "damaged": "workspace_damaged",
        "foreign": "workspace_foreign",
        "newer": "workspace_newer",
        "empty": "workspace_foreign",
        "missing": "file_missing",
    }
    assert caught.value.code == expected[kind]
    assert contents(kept) == before
    assert sorted(p for p in kept.parent.iterdir() if p.suffix == ".db") == [
        p for p in files if p.suffix == ".db"
    ]


def test_a_backup_replaces_no_file(kept: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("mine")
    with pytest.raises(LeopardRangeError) as caught:
        back_up(kept, target)
    assert caught.value.code == "copy_exists"
    assert target.read_text() == "mine"
    with pytest.raises(LeopardRangeError) as caught:
        back_up(kept, tmp_path / "nowhere" / "copy.db")
    assert caught.value.code == "cannot_write"
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []


def test_a_killed_backup_leaves_the_workspace_alone(kept: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from leopard_range.workspace.backup import back_up\n"
        "print('go', flush=True); back_up(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    before = contents(kept)
    process = subprocess.Popen(
        [sys.executable, "-c", code, kept, tmp_path / "copy.db"], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert contents(kept) == before
    SqliteStore(kept).check()
