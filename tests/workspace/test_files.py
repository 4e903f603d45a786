"""A project in one file: the same comes out, and a stranger's file can do no harm."""

from __future__ import annotations

import hashlib
import io
import json
import random
import subprocess
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import leopard_range
from leopard_range.errors import LeopardRangeError
from leopard_range.model import Citation, Note
from leopard_range.workspace import (
    Attachment,
    NoteText,
    Parameters,
    Project,
    Proposal,
    Results,
    SqliteStore,
    archive,
    files,
)
from leopard_range.workspace.codec import tidy_name, tidy_text
from leopard_range.workspace.model import NewItem
from tests.workspace.conftest import EVERY_KIND, filled

# ---- there and back --------------------------------------------------------------------------

TEXT = st.text(max_size=60).map(tidy_text)
NAME = st.text(min_size=1, max_size=60).map(tidy_name).filter(bool)
TIME = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=UTC)
)
FLOAT = st.floats(allow_nan=False, allow_infinity=False)
PLAIN_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SIMPLE = st.none() | st.booleans() | st.integers(-(2**62), 2**62) | FLOAT | PLAIN_TEXT
JSON = st.dictionaries(
    PLAIN_TEXT,
    st.recursive(
        SIMPLE,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PLAIN_TEXT, inner, max_size=4),
        max_leaves=10,
    ),
    max_size=4,
)
NOTES = st.lists(
    st.builds(
        lambda code, blanks: Note(code, tuple(sorted(blanks.items()))),
        NAME,
        st.dictionaries(PLAIN_TEXT, PLAIN_TEXT | st.integers(0, 9) | FLOAT, max_size=3),
    ),
    max_size=3,
).map(tuple)
PLACE = st.tuples(st.floats(-180, 180), st.floats(-90, 90)).map(list)
SHAPE = (
    st.builds(lambda place: {"type": "Point", "coordinates": place}, PLACE)
    | st.builds(
        lambda line: {"type": "LineString", "coordinates": line}, st.lists(PLACE, min_size=2, max_size=5)
    )
    | st.builds(
        lambda ring: {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        st.lists(PLACE, min_size=3, max_size=5),
    )
)
CONTENT = (
    st.builds(Proposal, SHAPE, TEXT, st.none() | st.floats(0.1, 1e6))
    | st.builds(Parameters, NAME, JSON)
    | st.builds(
        Results, NAME, JSON, JSON, NAME, st.lists(st.builds(Citation, TEXT, TEXT, TEXT)).map(tuple), NOTES
    )
    | st.builds(NoteText, TEXT)
    | st.builds(Attachment, NAME, st.integers(0, 10**9), TEXT, NOTES, NOTES)
)
ITEM = st.builds(
    lambda name, content, created, changed, body: NewItem(
        name, content, created, changed, body if isinstance(content, Attachment) else b""
    ),
    NAME,
    CONTENT,
    TIME,
    TIME,
    st.binary(max_size=40),
)
PROJECT = st.builds(lambda name, text, a, b: Project("", name, text, 1, a, b), NAME, TEXT, TIME, TIME)


@given(PROJECT, st.lists(ITEM, max_size=6))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_same_comes_out_and_gives_the_same_bytes(project: Project, items: list[NewItem]) -> None:
    body = files.save(project, items)
    assert files.load(body) == (project, items)
    assert files.save(*files.load(body)) == body


def test_a_kept_project_travels_to_another_workspace(store: SqliteStore, tmp_path: Path) -> None:
    project = filled(store)
    body = files.export_project(store, project)
    other = SqliteStore(tmp_path / "other" / "workspace.db")
    came = files.import_project(other, body)
    assert [(i.name, i.content, other.body(i.id)) for i in other.items(came.id)] == list(EVERY_KIND)
    assert files.export_project(other, came.id) == body
    other.check()
    other.close()


def test_a_file_never_replaces_a_project(store: SqliteStore) -> None:
    project = filled(store)
    before = (store.project(project), store.items(project))
    body = files.export_project(store, project)
    again, once_more = files.import_project(store, body), files.import_project(store, body)
    assert (store.project(project), store.items(project)) == before
    assert [again.name, once_more.name] == ["Ridge (2)", "Ridge (3)"]


def test_what_was_put_away_stays_at_home(store: SqliteStore) -> None:
    project = filled(store)
    note = store.items(project)[3]
    store.put_away(note.id)
    body = files.export_project(store, project)
    assert "Идём".encode() not in body
    assert len(files.load(body)[1]) == len(EVERY_KIND) - 1


def test_any_zip_program_and_any_gis_can_look_inside(store: SqliteStore, tmp_path: Path) -> None:
    import geopandas as gpd

    body = files.export_project(store, filled(store))
    with zipfile.ZipFile(io.BytesIO(body)) as opened:
        assert opened.testzip() is None
        names = opened.namelist()
        opened.extractall(tmp_path)
    assert names == ["project.json", "proposals.geojson", "bodies/1.bin", "SHA256SUMS.txt"]
    frame = gpd.read_file(tmp_path / "proposals.geojson")
    assert frame["name"].tolist() == ["Northern corridor"]
    told = json.loads((tmp_path / "project.json").read_text(encoding="utf-8"))
    assert (told["program"], told["version"]) == (leopard_range.__version__, files.VERSION)
    summed = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS.txt"], cwd=tmp_path, capture_output=True, check=False
    )
    assert summed.returncode == 0, summed.stderr


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ridge", "Ridge.leopard.zip"),
        ("Хребет / 2", "Хребет-2.leopard.zip"),
        ("../../etc", "etc.leopard.zip"),
        ("…", "project.leopard.zip"),
        ("CON: <a>\\b", "CON-a-b.leopard.zip"),
    ],
)
def test_the_file_has_a_name_every_system_accepts(name: str, file: str) -> None:
    now = datetime.now(UTC)
    assert files.file_name(Project("", name, "", 1, now, now)) == file


# ---- strangers' files ------------------------------------------------------------------------


def members(store: SqliteStore) -> dict[str, bytes]:
    return archive.unpack(files.export_project(store, filled(store)))


def packed(parts: dict[str, bytes]) -> bytes:
    """Pack with right hashes, as somebody who knows the format can."""
    parts.pop("SHA256SUMS.txt", None)
    sums = "".join(f"{hashlib.sha256(body).hexdigest()}  {name}\n" for name, body in parts.items())
    return archive.pack({**parts, "SHA256SUMS.txt": sums.encode()})


def code_of(body: bytes) -> str:
    started = time.monotonic()
    with pytest.raises(LeopardRangeError) as caught:
        files.load(body)
    assert time.monotonic() - started < 3
    return caught.value.code


def edited(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, bytes]], bytes]:
    def make(parts: dict[str, bytes]) -> bytes:
        told = json.loads(parts["project.json"])
        change(told)
        return packed({**parts, "project.json": json.dumps(told).encode()})

    return make


def replaced(name: str, body: bytes) -> Callable[[dict[str, bytes]], bytes]:
    return lambda parts: packed({**parts, name: body})


def other_zip(**how: Any) -> Callable[[dict[str, bytes]], bytes]:
    def make(parts: dict[str, bytes]) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", **how) as made:
            for name, body in parts.items():
                made.writestr(name, body)
        return target.getvalue()

    return make


HOSTILE: dict[str, tuple[str, Callable[[dict[str, bytes]], bytes]]] = {
    "nothing": ("project_file_foreign", lambda parts: b""),
    "text": ("project_file_foreign", lambda parts: b"hello"),
    "half": ("project_file_foreign", lambda parts: archive.pack(parts)[:-200]),
    "more behind it": ("project_file_foreign", lambda parts: archive.pack(parts) + b"x"),
    "more before it": ("project_file_foreign", lambda parts: b"#!/bin/sh\n" + archive.pack(parts)),
    "two in one": ("project_file_foreign", lambda parts: archive.pack(parts) * 2),
    "a zip of another program": ("project_file_foreign", other_zip()),
    "a compressed zip": ("project_file_foreign", other_zip(compression=zipfile.ZIP_DEFLATED)),
    "a zip bomb": (
        "project_file_foreign",
        lambda parts: other_zip(compression=zipfile.ZIP_DEFLATED)({**parts, "project.json": bytes(10**8)}),
    ),
    "a way out": ("project_file_foreign", lambda parts: packed({**parts, "../evil.bin": b"x"})),
    "a root": ("project_file_foreign", lambda parts: packed({**parts, "/etc/passwd": b"x"})),
    "no hashes": (
        "project_file_foreign",
        lambda parts: archive.pack({k: v for k, v in parts.items() if k[0] != "S"}),
    ),
    "no project": (
        "project_file_foreign",
        lambda parts: packed({k: v for k, v in parts.items() if k != "project.json"}),
    ),
    "another body": (
        "project_file_changed",
        lambda parts: archive.pack({**parts, "bodies/1.bin": b"something else"}),
    ),
    "a body too many": ("project_file_invalid", replaced("bodies/2.bin", b"x")),
    "a member too many": ("project_file_invalid", replaced("virus.bin", b"x")),
    "no JSON": ("project_file_invalid", replaced("project.json", b"{")),
    "other letters": ("project_file_invalid", replaced("project.json", b'{"a": "\xff"}')),
    "not a number": ("project_file_invalid", replaced("project.json", b'{"format": NaN}')),
    "a key twice": ("project_file_invalid", replaced("project.json", b'{"format": 1, "format": 2}')),
    "a long number": ("project_file_invalid", replaced("project.json", b"9" * 100_000)),
    "a deep list": ("project_file_invalid", replaced("project.json", b"[" * 1_000_000)),
    "a text without an end": ("project_file_invalid", replaced("project.json", b'"' + b'\\"' * 5_000_000)),
    "many texts without an end": (
        "project_file_invalid",
        replaced("project.json", b'\\"' * 5_000_000 + b"\\"),
    ),
    "too much JSON": ("project_file_large", replaced("project.json", b" " * 16_000_001)),
    "a list": ("project_file_foreign", replaced("project.json", b"[]")),
    "another format": ("project_file_foreign", edited(lambda told: told.update(format="x"))),
    "a newer version": ("project_file_newer", edited(lambda told: told.update(version=99, program="9.0"))),
    "version 0": ("project_file_foreign", edited(lambda told: told.update(version=0))),
    "version true": ("project_file_foreign", edited(lambda told: told.update(version=True))),
    "more keys": ("project_file_invalid", edited(lambda told: told.update(run="x"))),
    "no items": ("project_file_invalid", edited(lambda told: told.pop("items"))),
    "items that are a word": ("project_file_invalid", edited(lambda told: told.update(items="x"))),
    "too many items": ("project_file_invalid", edited(lambda told: told.update(items=told["items"] * 200))),
    "a null item": ("project_file_invalid", edited(lambda told: told["items"].append(None))),
    "an unknown kind": ("project_file_invalid", edited(lambda told: told["items"][1].update(kind="spell"))),
    "a list as kind": ("project_file_invalid", edited(lambda told: told["items"][1].update(kind=[]))),
    "a turned name": ("project_file_invalid", edited(lambda told: told["items"][1].update(name="\u202egpj"))),
    "half a letter": ("project_file_invalid", edited(lambda told: told["project"].update(name="\ud800"))),
    "no time": ("project_file_invalid", edited(lambda told: told["project"].update(created="yesterday"))),
    "month 13": (
        "project_file_invalid",
        edited(lambda told: told["project"].update(created="2020-13-01T00:00:00.000+00:00")),
    ),
    "a shape twice": (
        "project_file_invalid",
        edited(lambda told: told["items"].append(told["items"][0])),
    ),
    "a shape nowhere": (
        "project_file_invalid",
        edited(lambda told: told["items"][0]["content"].update(feature=7)),
    ),
    "a body elsewhere": (
        "project_file_invalid",
        edited(lambda told: told["items"][4].update(body="../../secret")),
    ),
    "a body of a note": (
        "project_file_invalid",
        edited(lambda told: told["items"][3].update(body=told["items"][4].pop("body"))),
    ),
    "shapes that are none": ("project_file_invalid", replaced("proposals.geojson", b"[]")),
    "a shape with a link": (
        "project_file_invalid",
        replaced("proposals.geojson", b'{"features": [{"type": "Feature", "crs": "http://x"}]}'),
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence(case: str, store: SqliteStore) -> None:
    code, make = HOSTILE[case]
    parts = members(store)
    before = store.projects()
    body = make(parts)
    assert code_of(body) == code
    with pytest.raises(LeopardRangeError):
        files.import_project(store, body)
    assert store.projects() == before, "nothing of it was kept"


def test_every_flipped_byte_is_found(store: SqliteStore) -> None:
    body = files.export_project(store, filled(store))
    for at in range(len(body)):
        broken = body[:at] + bytes([body[at] ^ 0x20]) + body[at + 1 :]
        with pytest.raises(LeopardRangeError):
            files.load(broken)


def test_random_bytes_are_refused() -> None:
    chance = random.Random(1)
    for _ in range(2000):
        with pytest.raises(LeopardRangeError):
            files.load(b"PK\x03\x04" + chance.randbytes(chance.randrange(200)))


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_json_is_refused_or_read(body: bytes) -> None:
    with pytest.raises(LeopardRangeError):
        files.load(packed({"project.json": body}))


def test_a_large_project_is_refused_before_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=1)
    item = NewItem("a", EVERY_KIND[4][1], now, now, bytes(2000))
    with pytest.raises(LeopardRangeError) as caught:
        files.save(Project("", "Ridge", "", 1, now, now), [item])
    assert caught.value.code == "project_file_large"
    with pytest.raises(LeopardRangeError) as caught:
        archive.unpack(bytes(1001))
    assert caught.value.code == "project_file_large"
