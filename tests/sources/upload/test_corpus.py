"""Every file of the corpus ends as its index says; no bait is read, nobody is called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.i18n import LANGUAGES, explain, note_sentence
from leopard_range.model import Choices, Upload
from leopard_range.sources.upload import pack, read, unpack
from tests.sources.upload.hostile import CORPUS, TOKEN, Baits, Ear, Row, aimed, listening, missing_row, rows

pytestmark = pytest.mark.data
ROWS = rows()


@pytest.fixture(scope="module")
def ear() -> Iterator[Ear]:
    with listening() as ear:
        yield ear


@pytest.fixture(scope="module")
def baits(tmp_path_factory: pytest.TempPathFactory) -> Baits:
    return Baits.lay(tmp_path_factory.mktemp("baits"))


def body_of(row: Row, baits: Baits, ear: Ear) -> bytes:
    if not row.shipped and not (CORPUS / row.file).is_file():
        return missing_row(row.file, baits)
    return aimed((CORPUS / row.file).read_bytes(), ear)


def outcome(name: str, body: bytes, work: Path) -> tuple[str, Upload | LeopardRangeError]:
    try:
        found = read(name, body, Choices(), work)
    except RejectedError as problem:
        return "rejected", problem
    except LeopardRangeError as problem:
        return "clear-error", problem
    return ("accepted-and-repaired" if found.repairs else "accepted"), found


def test_the_corpus_is_there() -> None:
    if not ROWS:
        pytest.skip(f"no corpus at {CORPUS.name}: put the hostile files beside the project to test with them")
    assert len(ROWS) >= 140


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.file)
def test_a_file_ends_in_its_class(row: Row, baits: Baits, ear: Ear, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    name = row.file
    if name == "..%2f..%2fevil.geojson" and not (CORPUS / name).is_file():
        pytest.skip("the file system cannot hold this name")
    body = body_of(row, baits, ear)
    baits.freshen()
    ear.heard.clear()
    found, what = outcome(name, body, work)
    assert found == row.expected, what
    assert baits.read() == []
    assert ear.heard == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["work"], "nothing is written elsewhere"
    if isinstance(what, Upload):
        assert TOKEN.encode() not in pack(what)
        assert unpack(pack(what)).rows == what.rows
        for note in (*what.repairs, *what.remarks):
            assert all(note_sentence(note, language) for language in LANGUAGES)
        return
    for language in LANGUAGES:
        told = explain(what, language)
        assert told.message
        assert told.remedy
        assert TOKEN not in told.message + told.where + told.remedy


def test_the_baits_and_the_ear_work(baits: Baits, ear: Ear) -> None:
    """The control: reading a bait and calling the ear are seen."""
    from urllib.request import urlopen

    baits.freshen()
    assert baits.read() == []
    assert TOKEN in Path(baits.path()).read_text(encoding="utf-8")
    if baits.read() == []:
        pytest.skip("this file system does not keep the time of last reading")
    with pytest.raises(OSError, match="404"):
        urlopen(f"http://127.0.0.1:{ear.port}/hello")
    assert ear.heard == ["/hello"]
