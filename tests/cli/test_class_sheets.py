"""The actions ``print lesson``, ``picture preview`` and ``picture years``."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from leopard_range.cli import main
from leopard_range.prints import animation, pixels
from tests.pdfwords import words

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the embedded data, in an empty folder."""
    for name in ("LEOPARD_DATA", "LEOPARD_ROLE", "LEOPARD_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def typed(*words: str) -> tuple[int, str, str]:
        code = main(words)
        found = capfd.readouterr()
        return code, found.out, found.err

    return typed


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_lesson_is_printed_in_the_readers_language(run: Run, tmp_path: Path) -> None:
    code, out, _err = run(
        *("print", "lesson", "13-15", "--sheet", "teacher", "--lang", "ru", "--size", "A3"),
        *("--address", "https://leopard.example.org", "--out", "lesson.pdf", "--json"),
    )
    assert code == 0
    (told,) = json.loads(out)["files"]
    body = (tmp_path / "lesson.pdf").read_bytes()
    assert told == {"file": "lesson.pdf", "bytes": len(body)}
    assert "Ответы" in words(body) or "ответы" in words(body)
    assert b"https://leopard.example.org/learn?lang=ru&lesson=13-15" in body


def test_pixels_come_one_file_a_page(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pixels.png
    monkeypatch.setattr(pixels, "png", lambda pdf, dpi, page: whole(pdf, 36, page))
    code, out, _err = run("print", "lesson", "quiz", "--out", "quiz.png", "--json")
    files = [Path(one["file"]).name for one in json.loads(out)["files"]]
    assert code == 0
    assert len(files) > 1
    assert files == [f"quiz-{at}.png" for at in range(1, len(files) + 1)]
    assert left_behind(tmp_path) == sorted(files)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("print", "lesson", "9-10", "--out", "x.pdf"), "10-12, 13-15, 16-18, glossary, quiz"),
        (("print", "lesson", "10-12", "--sheet", "parent", "--out", "x.pdf"), "pupil, teacher"),
        (("print", "lesson", "10-12", "--size", "A5", "--out", "x.pdf"), "A4"),
        (("print", "lesson", "10-12", "--out", "x.doc"), "pdf, png"),
        (("picture", "preview", "--page", "files", "--out", "x.png"), "explore"),
        (("picture", "preview", "--view", "1,2", "--out", "x.png"), "131.2,43.1,8"),
        (("picture", "preview", "--year", "1066", "--out", "x.png"), "1850"),
        (("picture", "preview", "--layers", "tigers", "--out", "x.png"), "range_current"),
        (("picture", "preview", "--out", "x.jpg"), "png"),
        (("picture", "years", "--out", "x.mp4"), "gif"),
    ],
)
def test_what_there_is_not_is_said_in_one_sentence(
    asked: tuple[str, ...], says: str, run: Run, tmp_path: Path
) -> None:
    code, out, err = run(*asked)
    assert code == 2
    assert not out
    assert says in err
    assert "Traceback" not in err
    assert left_behind(tmp_path) == []


def full_after(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk be full after some files."""
    real, done = os.fsync, [0]

    def fsync(handle: int) -> None:
        done[0] += 1
        if done[0] > count:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)


@pytest.mark.parametrize(
    "asked",
    [
        ("print", "lesson", "10-12", "--out", "x.pdf"),
        ("picture", "preview", "--out", "x.png"),
        ("picture", "years", "--out", "x.gif"),
    ],
)
def test_full_disk_leaves_nothing_half_written(
    asked: tuple[str, ...], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = animation.moments
    monkeypatch.setattr(animation, "moments", lambda edition: told(edition)[-2:])
    full_after(0, monkeypatch)
    code, _out, err = run(*asked)
    assert code == 2
    assert "No space left on device" in err
    assert left_behind(tmp_path) == []


def test_full_disk_between_two_pages_leaves_none_of_them(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pixels.png
    monkeypatch.setattr(pixels, "png", lambda pdf, dpi, page: whole(pdf, 36, page))
    full_after(1, monkeypatch)
    code, _out, _err = run("print", "lesson", "quiz", "--out", "quiz.png")
    assert code == 2
    assert left_behind(tmp_path) == []


def test_preview_is_saved_as_a_picture(run: Run, tmp_path: Path) -> None:
    code, out, _err = run("picture", "preview", "--year", "1850", "--lang", "zh", "--out", "x.png")
    assert code == 0
    assert "x.png" in out
    assert Image.open(BytesIO((tmp_path / "x.png").read_bytes())).size == (1200, 630)
