"""No place in a log: real loggers, real tracebacks, every way a coordinate is written."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from logging.config import dictConfig

import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from uvicorn.config import LOGGING_CONFIG

from leopard_range.logs import HIDDEN, PlaceFilter, protect_logs, without_places
from tests.privacy.canaries import betrayed, encodings

# Longitude and latitude of a station that does not exist, written in every way we know.
WRITTEN = (
    "43.1234567, 131.7654321",
    "43.12345 131.76543",
    "43.123",
    "E131.76543",
    "lat_43.12345",
    "43,1234567",
    "\u221243.12345",
    "43.1, 131.8",
    "[131.8, 43.1]",
    "(np.float64(131.8), np.float64(43.1))",
    "POINT (131.8 43.1)",
    "POLYGON Z ((131 43 1, 132 44 2, 131 43 1))",
    "multipoint(131 43)",
    "0101000000cdcccccccc6c60400000000000a04540",
    r"b'\x01\x01\x00\x00\x00\xcd\xcc\xcc\xcc\xccl`@'",
    '{"type": "Point", "coordinates": [131, 43]}',
    "?v=131.8,43.1,9&lang=en",
    "?bbox=131%2C43%2C132%2C44",
    "lat=43.1",
    "'longitude': 131.8",
    "latitude is 43.1",
    "43°07'24.4\"N 131°45'55.6\"E",
    "43° 07.41' N",
    "43d07m24.4s",
    "北纬43度07.4分 东经131度45.6分",
    "북위 43도 07분 24.4초",
    "с.ш. 43°07.4'",
    "43 07 24 N",
    "N43 07.407",
    "431234567",
    "1317654321",
    "14668049.12 5329373.4",
    "14668049, 5329373",
    "562345 4774123",
    "4 774 123.5",
    "4.31234567e1",
)
TRACES = (
    "43.1",
    "131.8",
    "131 43",
    "1234",
    "7654",
    "6543",
    "07.4",
    "24.4",
    "774",
    "5329",
    "131%2C",
    "6c6040",
)
HARMLESS = (
    "Started server process [12345]",
    "Uvicorn running on http://127.0.0.1:8501 (Press CTRL+C to quit)",
    "python3.11 streamlit 1.67.0 192.168.100.1",
    "2026-11-23 08:58:36,123 took 1.25 s and 3.4 MB for 80 sessions",
    'File "a.py", line 243, in run',
    "reference 1a2b3c4d session 0f1e2d3c-1111-2222-3333-444455556666",
    "range 1990-2020, 1952 to 2026",
    "reference 72751802",
    "reference 3e123456",
    "reference 12345e67",
)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything the root logger writes, with the process's records made clean."""
    before, hook, thread_hook = logging.getLogRecordFactory(), sys.excepthook, threading.excepthook
    target = io.StringIO()
    handler = logging.StreamHandler(target)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    protect_logs()
    yield target
    logging.getLogger().removeHandler(handler)
    logging.setLogRecordFactory(before)
    logging.captureWarnings(False)
    sys.excepthook, threading.excepthook = hook, thread_hook


@pytest.mark.parametrize("text", WRITTEN)
def test_every_way_of_writing_a_place_is_removed(text: str) -> None:
    cleaned = without_places(f"The point {text} is wrong.")
    assert HIDDEN in cleaned
    assert [trace for trace in TRACES if trace in cleaned] == []


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_place_stays(text: str) -> None:
    assert without_places(text) == text


@pytest.mark.parametrize("text", WRITTEN)
def test_message_arguments_and_traceback_are_clean(text: str, written: io.StringIO) -> None:
    log = logging.getLogger("leopard_range.probe")
    log.warning("The point %s is wrong", text)
    log.warning("The point %(where)s is wrong", {"where": text})
    log.warning(f"The point {text.replace('%', '%%')} is wrong")
    try:
        raise ValueError(f"no geometry at {text}")
    except ValueError:
        log.exception("failed")
    log.warning("with a stack", stack_info=True)
    found = written.getvalue()
    assert found.count(HIDDEN) >= 4
    assert "Traceback" in found
    assert [trace for trace in TRACES if trace in found.replace("4.3", "")] == []


def test_numbers_given_as_arguments_are_seen_together(written: io.StringIO) -> None:
    log = logging.getLogger("leopard_range.probe")
    log.warning("station at %.1f %.1f", 43.1, 131.8)
    log.warning("station at %s", shapely.Point(131.8, 43.1))
    log.warning("station at %f and %d of %d", 43.1234567, 3, 7)
    assert written.getvalue().count(HIDDEN) == 3
    assert "3 of 7" in written.getvalue()


def test_the_reference_of_a_bug_can_be_found_again(written: io.StringIO) -> None:
    logging.getLogger("leopard_range.probe").error("reference %s", "72751802")
    assert "reference 72751802" in written.getvalue()


def test_chained_exceptions_are_clean(written: io.StringIO) -> None:
    try:
        try:
            shapely.from_wkt("POINT (131.76543 abc)")
        except shapely.errors.GEOSException as first:
            raise RuntimeError("at 43.12345") from first
    except RuntimeError:
        logging.getLogger("leopard_range.probe").exception("failed")
    found = written.getvalue()
    assert "131.76" not in found
    assert "43.123" not in found
    assert "GEOSException" in found


def test_encodings_the_scanner_knows_do_not_pass(written: io.StringIO) -> None:
    log = logging.getLogger("leopard_range.probe")
    where = (131.7654321, 43.1234567)
    # Short words, and single numbers as raw bytes that happen to be letters: the security model says so.
    words = {
        "geohash",
        "polyline",
        "reversed",
        "plus code",
        "float32<",
        "float32>",
        "float32< hex",
        "float32> hex",
    }
    known = {name: forms for name, forms in encodings(*where).items() if name not in words}
    for forms in known.values():
        shown = [
            form.decode() if form.isascii() and form.decode().isprintable() else repr(form) for form in forms
        ]
        log.error("at %s", "; ".join(shown))
    found = written.getvalue()
    assert found.count(HIDDEN) >= len(known)
    assert "b'" not in found
    assert set(betrayed(found.encode(), *where)) <= words


def test_uvicorn_keeps_its_access_lines_but_not_the_view(written: io.StringIO) -> None:
    target = io.StringIO()
    dictConfig({**LOGGING_CONFIG, "disable_existing_loggers": False})
    access = logging.getLogger("uvicorn.access")
    handler = access.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(target)
    access.info(
        '%s - "%s %s HTTP/%s" %d', "127.0.0.1:5", "GET", "/explore?v=131.8,43.1,9&lang=ko", "1.1", 200
    )
    access.handlers.clear()
    assert "/explore?v=[place]&lang=ko" in target.getvalue()
    assert "200" in target.getvalue()


def test_filter_cleans_a_handler_of_another_process_part() -> None:
    target = io.StringIO()
    handler = logging.StreamHandler(target)
    handler.addFilter(PlaceFilter())
    log = logging.Logger("alone")
    log.addHandler(handler)
    log.error("lost at %s", "43.12345")
    log.error("wrong format %d", "43.12345")
    assert "43.12" not in target.getvalue()
    assert "lost at [place]" in target.getvalue()


def test_what_ends_a_process_or_a_thread_is_clean_too() -> None:
    script = (
        "import threading, warnings\n"
        "from leopard_range.logs import protect_logs\n"
        "protect_logs()\n"
        "warnings.warn('near 43.12345')\n"
        "t = threading.Thread(target=lambda: float('131.76543 43.12345')); t.start(); t.join()\n"
        "raise ValueError('POINT (131.76543 43.12345)')\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.count(HIDDEN) >= 3
    # The script's own words stand in no file, so a traceback cannot quote them.
    assert "43.123" not in ended.stderr
    assert "131.76" not in ended.stderr


DECIMAL = st.floats(-180, 180, allow_nan=False).filter(lambda v: abs(v) > 0.01)


@given(
    lon=DECIMAL, lat=DECIMAL, places=st.integers(3, 9), around=st.sampled_from(("{} {}", "({}; {})", "{},{}"))
)
def test_no_pair_of_degrees_survives(lon: float, lat: float, places: int, around: str) -> None:
    pair = (f"{lon:.{places}f}", f"{lat:.{places}f}")
    cleaned = without_places("at " + around.format(*pair) + " in the north")
    assert pair[0].lstrip("-") not in cleaned
    assert pair[1].lstrip("-") not in cleaned
    assert cleaned.endswith("in the north")


PIECES = st.sampled_from(
    (
        "1",
        "1.1",
        " ",
        ",",
        "43.1,",
        "POINT(",
        "[[",
        "b'",
        "\\",
        "43°",
        "lat=",
        "-",
        "1e",
        "N",
        "d12m",
        "\n",
        "v=",
    )
)


@settings(deadline=None, max_examples=200)
@given(st.lists(PIECES, min_size=1, max_size=6), st.integers(1, 20_000))
@example(["1 1 "], 20_000)
@example(["b'"], 20_000)
@example(["43 1 "], 20_000)
def test_no_text_makes_the_filter_slow(pieces: list[str], times: int) -> None:
    text = "".join(pieces) * times
    start = time.process_time()
    without_places(text)
    assert time.process_time() - start < 1.0


@given(st.text(max_size=500))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = without_places(text)
    assert without_places(once) == once
