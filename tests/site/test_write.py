"""Writing the site: whole or not at all, and never over what is somebody else's."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from leopard_range.catalog import Catalog
from leopard_range.cli.edge import main
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from leopard_range.site import write
from leopard_range.site.files import MADE_BY, MANIFEST

SMALL = {
    "index.html": b"<!doctype html>",
    "en/story.html": b"<!doctype html>",
    MANIFEST: b'{"made_by": "%s", "files": {"index.html": {}, "en/story.html": {}}}' % MADE_BY.encode(),
}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """A site of three files, so that writing is all that takes time."""
    made = dict(SMALL)
    monkeypatch.setattr(write, "site_files", lambda _catalog, **_more: made)
    return made


def on_disk(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def refusal(catalog: Catalog, folder: Path) -> LeopardRangeError:
    with pytest.raises(LeopardRangeError) as refused:
        write.write_site(catalog, folder)
    return refused.value


@pytest.mark.usefixtures("small")
def test_a_new_an_empty_and_an_earlier_folder_are_taken(catalog: Catalog, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "сайт"
    write.write_site(catalog, folder)
    assert on_disk(folder) == SMALL
    write.write_site(catalog, folder)
    assert on_disk(folder) == SMALL
    (tmp_path / "empty").mkdir()
    write.write_site(catalog, tmp_path / "empty")
    assert on_disk(tmp_path / "empty") == SMALL
    assert sorted(p.name for p in tmp_path.iterdir()) == ["deep", "empty"], "nothing is left beside it"


def test_what_an_earlier_edition_had_and_this_one_has_not_goes(
    catalog: Catalog, tmp_path: Path, small: dict[str, bytes]
) -> None:
    write.write_site(catalog, tmp_path / "site")
    del small["en/story.html"]
    write.write_site(catalog, tmp_path / "site")
    assert sorted(on_disk(tmp_path / "site")) == ["index.html", MANIFEST]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("stranger", ["notes.txt", ".git/config", "en/mine.html"])
def test_a_foreign_folder_is_refused_and_left_alone(catalog: Catalog, tmp_path: Path, stranger: str) -> None:
    folder = tmp_path / "site"
    if stranger == "en/mine.html":
        write.write_site(catalog, folder)
    path = folder / stranger
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine")
    before = on_disk(folder)
    problem = refusal(catalog, folder)
    assert problem.code == "site_foreign"
    for lang in ("en", "ru", "zh", "ko"):
        assert stranger in sentence(problem, lang)
    assert on_disk(folder) == before


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("told", ["", "[]", '{"made_by": "somebody"}', f'{{"made_by": "{MADE_BY}"}}', "{"])
def test_a_manifest_that_is_not_ours_opens_nothing(catalog: Catalog, tmp_path: Path, told: str) -> None:
    (tmp_path / MANIFEST).write_text(told)
    assert refusal(catalog, tmp_path).code == "site_foreign"
    assert (tmp_path / MANIFEST).read_text() == told


@pytest.mark.usefixtures("small")
def test_a_file_or_a_link_in_its_place_is_refused(catalog: Catalog, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert refusal(catalog, tmp_path / "file").code == "site_foreign"
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    assert refusal(catalog, tmp_path / "link").code == "site_foreign"


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("earlier", [False, True])
def test_a_full_disk_leaves_what_was_there(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, earlier: bool
) -> None:
    folder = tmp_path / "new" / "site"
    if earlier:
        write.write_site(catalog, folder)
    calls = 0
    sync = os.fsync

    def full(handle: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(handle)

    monkeypatch.setattr(os, "fsync", full)
    problem = refusal(catalog, folder)
    assert problem.code == "cannot_write"
    assert os.strerror(errno.ENOSPC) in sentence(problem)
    assert on_disk(tmp_path) == (
        {f"new/site/{name}": body for name, body in SMALL.items()} if earlier else {}
    )
    assert [p.name for p in tmp_path.iterdir()] == (["new"] if earlier else []), "no folder is left either"


@pytest.mark.usefixtures("small")
def test_an_earlier_site_comes_back_when_the_last_step_fails(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    write.write_site(catalog, folder)
    rename = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if path.suffix == ".part":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refused)
    assert refusal(catalog, folder).code == "cannot_write"
    monkeypatch.undo()
    assert on_disk(folder) == SMALL
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_the_command_says_what_is_wrong_in_the_readers_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert main(["site", str(tmp_path), "--lang", "ru"]) == 2
    told = capsys.readouterr()
    assert "mine.txt" in told.err
    assert told.out == ""
    assert main(["site", str(tmp_path / "new"), "--address", "javascript:alert(1)"]) == 2
    assert not (tmp_path / "new").exists()
