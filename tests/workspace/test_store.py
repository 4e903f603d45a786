"""Projects and items are kept as they were given, and nobody's work is overwritten."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from leopard_range.config import Settings
from leopard_range.errors import LeopardRangeError
from leopard_range.workspace import ConflictError, NoteText, Proposal, SqliteStore, Store, open_workspace
from leopard_range.workspace.codec import content_from, encode, tidy_name, tidy_text
from leopard_range.workspace.model import KINDS, LONGEST_TEXT, MOST_ITEMS, kind_of
from leopard_range.workspace.store import other_name
from tests.workspace.conftest import EVERY_KIND, filled


def refused(call: Any, *words: Any) -> LeopardRangeError:
    with pytest.raises(LeopardRangeError) as caught:
        call(*words)
    return caught.value


def test_every_kind_comes_back_as_it_was_given(store: Store) -> None:
    project = filled(store)  # type: ignore[arg-type]
    found = store.items(project)
    assert [(one.name, one.content, store.body(one.id)) for one in found] == list(EVERY_KIND)
    assert [one.kind for one in found] == list(KINDS)
    assert [one.body_bytes for one in found] == [len(body) for _, _, body in EVERY_KIND]
    assert [store.item(one.id) for one in found] == list(found)
    store.check()


def test_a_second_process_finds_what_the_first_one_kept(path: Path) -> None:
    first = SqliteStore(path)
    project = filled(first)
    before = (first.projects(), first.items(project))
    second = SqliteStore(path)
    assert (second.projects(), second.items(project)) == before
    first.close()
    second.close()
    assert SqliteStore(path).items(project) == before[1]


def test_only_the_owner_may_look(store: SqliteStore, path: Path) -> None:
    filled(store)
    assert path.parent.stat().st_mode & 0o777 == 0o700
    files = ("workspace.db", "workspace.db-wal", "workspace.db-shm")
    found = {p.name: p.stat().st_mode & 0o777 for p in path.parent.iterdir()}
    assert found == dict.fromkeys(files, 0o600)


def test_it_is_kept_the_safe_way(store: SqliteStore) -> None:
    db = store._db
    assert db.execute("pragma journal_mode").fetchone()[0] == "wal"
    assert db.execute("pragma synchronous").fetchone()[0] == 2, "full"
    assert db.execute("pragma foreign_keys").fetchone()[0] == 1


def test_a_public_process_has_no_workspace(tmp_path: Path) -> None:
    wanted = Settings(role="public", workspace=tmp_path / "kept")
    assert refused(open_workspace, wanted).code == "needs_planner"
    assert not (tmp_path / "kept").exists()
    open_workspace(replace(wanted, role="planner")).close()
    assert (tmp_path / "kept" / "workspace.db").is_file()


def test_times_are_utc_and_order_is_kept(store: Store) -> None:
    before = datetime.now(UTC)
    one, two = store.create("One"), store.create("Two")
    assert one.created.tzinfo is UTC
    assert abs((one.created - before).total_seconds()) < 5
    assert [p.name for p in store.projects()] == ["Two", "One"]
    time.sleep(0.01)  # times are kept to the millisecond
    store.add(one.id, "Note", NoteText())
    assert [p.name for p in store.projects()] == ["One", "Two"], "the last changed first"
    assert store.project(two.id) == two


# ---- two tabs --------------------------------------------------------------------------------


def test_the_second_tab_overwrites_nothing_and_loses_nothing(store: Store) -> None:
    project = store.create("Ridge").id
    opened = store.add(project, "Note", NoteText("start"))
    first = store.save(replace(opened, content=NoteText("first tab")))
    assert first.revision == 2
    with pytest.raises(ConflictError) as caught:
        store.save(replace(opened, content=NoteText("second tab")))
    assert caught.value.saved == first
    kept = caught.value.kept
    assert kept is not None
    texts = {one.name: one.content for one in store.items(project)}
    assert texts == {"Note": NoteText("first tab"), "Note (2)": NoteText("second tab")}
    # The second tab goes on with its own copy.
    store.save(replace(kept, content=NoteText("second tab, more")))
    store.save(replace(first, content=NoteText("first tab, more")))
    assert len(store.items(project)) == 2


def test_sending_the_same_text_again_is_no_conflict(store: Store) -> None:
    """The answer to a save may get lost on its way; the page then sends it again."""
    opened = store.add(store.create("Ridge").id, "Note", NoteText("start"))
    wanted = replace(opened, content=NoteText("more"))
    assert store.save(wanted) == store.save(wanted)


def test_what_is_typed_into_a_deleted_note_is_kept_beside_it(store: Store) -> None:
    project = store.create("Ridge").id
    opened = store.add(project, "Note", NoteText("start"))
    store.put_away(opened.id)
    with pytest.raises(ConflictError):
        store.save(replace(opened, content=NoteText("still typing")))
    assert [one.content for one in store.items(project)] == [NoteText("still typing")]
    assert [one.content for one in store.items(project, deleted=True)] == [NoteText("start")]


def test_a_copy_is_kept_even_when_the_project_is_full(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leopard_range.workspace.sqlite.MOST_ITEMS", 2)
    project = store.create("Ridge").id
    opened = store.add(project, "Note", NoteText("start"))
    store.add(project, "Other", NoteText())
    store.save(replace(opened, content=NoteText("first")))
    with pytest.raises(ConflictError):
        store.save(replace(opened, content=NoteText("second")))
    assert NoteText("second") in [one.content for one in store.items(project)]


def test_renaming_from_an_old_view_is_refused(store: Store) -> None:
    opened = store.create("Ridge")
    store.change(replace(opened, name="High ridge"))
    with pytest.raises(ConflictError) as caught:
        store.change(replace(opened, name="Low ridge"))
    assert caught.value.code == "project_conflict"
    assert caught.value.kept is None
    assert store.project(opened.id).name == "High ridge"


def test_threads_that_save_at_once_lose_nothing(store: Store) -> None:
    project = store.create("Ridge").id

    def work(number: int) -> None:
        for at in range(20):
            store.add(project, f"Note {number}-{at}", NoteText(str(at)))

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(work, range(4))) == [None] * 4
    assert len(store.items(project)) == 80


# ---- deleting and undoing --------------------------------------------------------------------


def test_deleting_can_be_undone(store: Store) -> None:
    project = filled(store)  # type: ignore[arg-type]
    before = (store.projects(), store.items(project))
    store.put_away(project)
    assert store.projects() == ()
    assert [one.id for one in store.projects(deleted=True)] == [project]
    store.put_away(project, back=True)
    assert (store.projects(), store.items(project)) == before
    note = before[1][3]
    store.put_away(note.id)
    assert note.id not in [one.id for one in store.items(project)]
    store.put_away(note.id, back=True)
    assert store.items(project) == before[1]


def test_what_comes_back_gives_way_to_what_took_its_name(store: Store) -> None:
    old = store.create("Ridge")
    store.put_away(old.id)
    store.create("Ridge")
    store.put_away(old.id, back=True)
    assert {one.name for one in store.projects()} == {"Ridge", "Ridge (2)"}


def test_forgetting_leaves_no_trace_in_the_file(store: SqliteStore, path: Path) -> None:
    project = store.create("Ridge").id
    secret = "the den under the third rock"
    note = store.add(project, "Note", NoteText(secret))
    store.forget(note.id)
    assert store.item(note.id).content == NoteText(secret), "only what was put away can be removed"
    store.put_away(note.id)
    store.forget(note.id)
    assert refused(store.item, note.id).code == "item_unknown"
    store.put_away(project)
    store.forget(project)
    assert store.projects(deleted=True) == ()
    traces = [p.name for p in path.parent.iterdir() if secret.encode() in p.read_bytes()]
    assert traces == []


def test_a_duplicate_holds_the_same_and_goes_its_own_way(store: Store) -> None:
    project = filled(store)  # type: ignore[arg-type]
    copy = store.duplicate(project, "Copy").id
    assert [(i.name, i.content, store.body(i.id)) for i in store.items(copy)] == list(EVERY_KIND)
    store.save(replace(store.items(copy)[3], content=NoteText("other")))
    assert store.items(project)[3].content == EVERY_KIND[3][1]
    assert not {i.id for i in store.items(copy)} & {i.id for i in store.items(project)}


# ---- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["", " ", " Ridge", "two\nlines", "x" * 121, "tab\there", "\u202eegdiR", "\ud800"]
)
def test_names_that_could_mislead_are_refused(store: Store, name: str) -> None:
    assert refused(store.create, name).code == "name_invalid"
    assert store.projects() == ()


def test_a_name_stands_for_one_project(store: Store) -> None:
    first = store.create("Ridge")
    assert refused(store.create, "Ridge").code == "name_taken"
    other = store.create("Valley")
    assert refused(store.change, replace(other, name="Ridge")).code == "name_taken"
    assert refused(store.duplicate, first.id, "Ridge").code == "name_taken"


def test_what_is_pasted_is_tidied() -> None:
    assert tidy_name("  A\u200e ridge\r\n of  ice\x00 ") == "A ridge of ice"
    assert tidy_text("one\r\ntwo\rthree\u2028four\tfive\x07\u202e") == "one\ntwo\nthree\nfour\tfive"
    assert len(tidy_name("word " * 100)) <= 120


def test_limits(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    project = store.create("Ridge").id
    long = NoteText("x" * (LONGEST_TEXT + 1))
    assert refused(store.add, project, "Note", long).code == "text_too_long"
    assert refused(store.add, project, "Note", NoteText(), b"bytes").code == "content_too_large"
    monkeypatch.setattr("leopard_range.workspace.sqlite.MOST_BODY_BYTES", 4)
    assert refused(store.add, project, *EVERY_KIND[4]).code == "content_too_large"
    monkeypatch.setattr("leopard_range.workspace.sqlite.MOST_ITEMS", 1)
    store.add(project, "Note", NoteText())
    assert refused(store.add, project, "Note", NoteText()).code == "project_full"
    assert MOST_ITEMS == 500


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        {"type": "Sphere", "coordinates": []},
        {"type": "Point", "coordinates": [200, 43]},
        {"type": "Point", "coordinates": [43]},
        {"type": "Point", "coordinates": [True, 43]},
        {"type": "Point", "coordinates": [float("nan"), 43]},
        {"type": "Point", "coordinates": [131, 43, 5]},
        {"type": "MultiPoint", "coordinates": []},
        {"type": "LineString", "coordinates": [[131, 43]]},
        {"type": "Polygon", "coordinates": [[[131, 43], [132, 43], [132, 44], [131, 44]]]},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "MultiPolygon", "coordinates": [[[131, 43]]]},
        {"type": "Point", "coordinates": [131, 43], "crs": "file"},
        {"type": "LineString", "coordinates": [[131, 43]] * 100_001},
    ],
)
def test_shapes_that_are_none_are_refused(geometry: Any) -> None:
    assert refused(encode, Proposal(geometry)).code in ("geometry_invalid", "content_invalid")


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [131.5, 43]},
        {"type": "MultiPoint", "coordinates": [[131.5, 43]]},
        {"type": "MultiLineString", "coordinates": [[[131, 43], [132, 44]]]},
        {"type": "MultiPolygon", "coordinates": [[[[131, 43], [132, 43], [132, 44], [131, 43]]]]},
    ],
)
def test_every_other_shape_is_kept(geometry: Any) -> None:
    content = Proposal(geometry)
    assert content_from("proposal", encode(content)) == content


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("spell", {}),
        ("note", None),
        ("note", {"text": 1}),
        ("note", {"text": "x", "more": 1}),
        ("note", {"text": "\ud800"}),
        ("parameters", {"study": "", "question": {}}),
        ("parameters", {"study": "range", "question": []}),
        ("parameters", {"study": "range", "question": {"x": float("inf")}}),
        ("parameters", {"study": "range", "question": {"x": 10**30}}),
        ("parameters", {"study": "range", "question": {1: 2}}),
        ("parameters", {"study": "range", "question": {"x": "\ud800"}}),
        ("upload", {"kind": "csv", "rows": True, "source_crs": "", "repairs": [], "remarks": []}),
        ("upload", {"kind": "csv", "rows": 1, "source_crs": "", "repairs": [{"code": "x"}], "remarks": []}),
        (
            "upload",
            {
                "kind": "csv",
                "rows": 1,
                "source_crs": "",
                "repairs": [{"code": "x", "blanks": {"y": []}}],
                "remarks": [],
            },
        ),
        (
            "proposal",
            {"geometry": {"type": "Point", "coordinates": [1, 2]}, "description": "", "width_m": -1},
        ),
    ],
)
def test_contents_of_strangers_are_checked(kind: str, value: Any) -> None:
    assert refused(content_from, kind, value).code == "content_invalid"


def test_a_deep_value_is_refused_and_not_followed() -> None:
    deep: Any = {}
    for _ in range(5000):
        deep = {"x": deep}
    assert refused(content_from, "parameters", {"study": "s", "question": deep}).code == "content_invalid"


def test_every_kind_survives_its_json() -> None:
    for _name, content, _body in EVERY_KIND:
        assert content_from(kind_of(content), encode(content)) == content


def test_other_names() -> None:
    assert other_name("A", ()) == "A"
    assert other_name("A", ("A", "A (2)")) == "A (3)"
    assert len(other_name("x" * 120, ("x" * 120,))) == 120


def test_unknown_ids_are_named(store: Store) -> None:
    assert refused(store.project, "nowhere").code == "project_unknown"
    assert refused(store.item, "nowhere").code == "item_unknown"
    assert refused(store.put_away, "nowhere").code == "item_unknown"
    assert store.body("nowhere") == b""


def test_the_folder_is_named_by_the_environment(tmp_path: Path) -> None:
    from leopard_range.config import default_workspace_folder, settings_from

    assert settings_from({"LEOPARD_WORKSPACE": str(tmp_path)}).workspace == tmp_path
    assert default_workspace_folder({"XDG_DATA_HOME": str(tmp_path)}) == tmp_path / "leopard-range"
    assert default_workspace_folder({"LOCALAPPDATA": str(tmp_path)}) == tmp_path / "leopard-range"
    assert os.fspath(default_workspace_folder({})).endswith("leopard-range")
