"""The door for files: whatever happens to the process that reads one becomes a sentence about that file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from leopard_range.catalog.uploads import LIMITS, PRELOAD, read_upload
from leopard_range.engine import Engine, Here, Job, Limits, Processes
from leopard_range.errors import LeopardRangeError, RejectedError
from leopard_range.i18n import LANGUAGES, explain
from leopard_range.model import Note, Upload
from leopard_range.sources.upload import pack
from leopard_range.sources.upload.limits import MAX_BYTES
from tests.engine import work

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")

POINT = {"type": "Point", "coordinates": [131.25, 43.125]}
GOOD = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"n": 1}, "geometry": POINT}],
    }
).encode()


@pytest.fixture(scope="module")
def processes() -> Iterator[Processes]:
    engine = Processes(PRELOAD)
    yield engine
    engine.close()


class Instead:
    """An engine whose job does something else than it was asked for, as a hostile file might make it."""

    isolated = True

    def __init__(self, engine: Engine, function: Callable[..., Any], *args: Any, wall_s: float = 0) -> None:
        self.engine, self.function, self.args, self.wall_s = engine, function, args, wall_s

    def submit(self, *_asked: Any, limits: Limits | None = None, raw: bool = False) -> Job:
        assert limits == LIMITS
        assert raw, "nothing a reader of files sends may be unpickled"
        limits = Limits(self.wall_s, 5, 512, 64, 128) if self.wall_s else limits
        return self.engine.submit(self.function, *self.args, limits=limits, raw=True)

    def run(self, *_asked: Any, **_wishes: Any) -> Any:
        raise NotImplementedError

    map = run

    def close(self) -> None: ...


def test_a_good_file_comes_out_checked(processes: Processes) -> None:
    seen: list[Job] = []
    found = read_upload(processes, "stations.geojson", GOOD, on_progress=seen.append)
    assert (found.kind, found.rows) == ("geojson", 1)
    assert found.frame is not None
    assert found.frame.geometry.iloc[0].coords[0] == (131.25, 43.125)
    assert seen


def test_what_is_loaded_in_advance_starts_no_thread(processes: Processes) -> None:
    """A process that forks while another thread holds a lock may leave it locked for ever."""
    assert processes.run(work.threads) == 1
    assert processes.run(work.threads_of_parent) == 1


def test_a_file_that_breaks_a_rule_is_rejected_across_the_process(processes: Processes) -> None:
    with pytest.raises(RejectedError):
        read_upload(processes, "a.geojson", b"\x7fELF" + bytes(100))


@pytest.mark.parametrize(
    ("function", "code"),
    [
        (work.segfault, "upload_failed"),
        (work.abort, "upload_failed"),
        (work.killed, "upload_failed"),
        (work.bug, "upload_failed"),
        (work.garbage, "upload_failed"),
        (work.leave, "upload_failed"),
        (work.memory_hog, "upload_memory"),
        (work.bad_alloc, "upload_memory"),
        (work.giant_frame, "upload_memory"),
        (work.hang, "upload_slow"),
    ],
)
def test_a_crash_while_reading_is_a_clear_error(
    processes: Processes, function: Callable[..., Any], code: str
) -> None:
    engine = Instead(processes, function, wall_s=1 if function is work.hang else 0)
    with pytest.raises(LeopardRangeError) as caught:
        read_upload(engine, "range.geojson", GOOD)
    assert (caught.value.code, type(caught.value)) == (code, LeopardRangeError)
    for language in LANGUAGES:
        told = explain(caught.value, language)
        assert "range.geojson" in told.where
        assert told.remedy


def test_what_the_reader_sends_is_never_unpickled(processes: Processes, tmp_path: Path) -> None:
    note = tmp_path / "ran"
    with pytest.raises(LeopardRangeError, match="upload_failed"):
        read_upload(Instead(processes, work.malicious_bytes, str(note)), "a.csv", b"x")
    # The same past our own code: written straight into the stream, as a result and as an error.
    for letter in ("R", "E", "B", "P"):
        with pytest.raises(LeopardRangeError, match="upload_failed"):
            read_upload(Instead(processes, work.malicious_frame, letter, str(note)), "a.csv", b"x")
    assert not note.exists()


def test_words_that_cannot_be_shown_are_refused(processes: Processes) -> None:
    odd = pack(Upload("a", "csv", 0, "EPSG:4326", repairs=(Note("no_such_note"),)))
    with pytest.raises(LeopardRangeError, match="upload_failed"):
        read_upload(Instead(processes, work.itself, odd), "a.csv", b"x")


def test_a_cancel_is_told_as_it_is(processes: Processes) -> None:
    with pytest.raises(LeopardRangeError, match="job_cancelled"):
        read_upload(Instead(processes, work.hang), "a.csv", b"x", on_progress=Job.cancel)


def test_a_file_that_is_too_large_starts_nothing() -> None:
    class Untouched(Instead):
        def submit(self, *_asked: Any, **_wishes: Any) -> Job:
            raise AssertionError("a process was started")

    with pytest.raises(LeopardRangeError, match="upload_too_big"):
        read_upload(Untouched(Here(), work.hang), "a\u202etsc.csv", bytes(MAX_BYTES + 1))


def test_files_are_never_read_in_this_process() -> None:
    with pytest.raises(LeopardRangeError, match="engine_not_isolated"):
        read_upload(Here(), "a.csv", b"lon,lat\n131,43\n")


def test_the_program_that_asks_does_not_grow(processes: Processes) -> None:
    body = b"lon,lat,note\n" + b"131.25,43.125,not a number of anything\n" * 250_000
    own = psutil.Process()

    def attempt() -> None:
        with pytest.raises(LeopardRangeError):
            read_upload(processes, "large.zip", body)  # refused: it is no archive

    for _ in range(3):
        attempt()
    before = own.memory_info().rss
    for _ in range(10):
        attempt()
    assert own.memory_info().rss - before < 5_000_000
