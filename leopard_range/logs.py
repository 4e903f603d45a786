"""Keep places out of the logs: whatever a library or a failing line writes, no coordinate is written down.

A traceback of a geometry error holds the point it failed on, a server's access
line the map view somebody looked at.  So every record is cleaned where it is
made, before any handler, of ours or of a library, sees it.  The rules prefer
removing too much: a number with three or more decimals is taken for a place.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

__all__ = ["HIDDEN", "PlaceFilter", "protect_logs", "without_places"]

HIDDEN = "[place]"
"""What stands where a coordinate stood."""

_LONGEST = 50_000
"""Characters of one message that are kept; no honest one is longer."""
_LONGEST_LINE = 2_000
"""Characters of one line that are kept; a line of source code is shorter."""

# Every pattern runs in one pass: repetitions are bounded, or run over one set of
# characters that nothing after them could match as well.
_SIGN = r"[-+\u2212]?"
_EDGE = r"(?<![\d.])"
_WHOLE = r"(?<![A-Za-z\d.])"
_KEYS = (
    r"lat|latitude|lon|lng|long|longitude|x|y|v|bbox|bounds|center|centre|view|point|points|extent|easting"
    r"|northing|coordinates|decimallatitude|decimallongitude|minx|miny|maxx|maxy|geohash|geometry|wkt|wkb"
)
_SHAPES = (
    "(?:MULTI)?POINT|(?:MULTI)?LINESTRING|(?:MULTI)?POLYGON|(?:MULTI)?SURFACE|(?:MULTI|COMPOUND)?CURVE"
    "|GEOMETRYCOLLECTION|LINEARRING|BOX(?:2D|3D)?"
)
_NUMBER = rf"{_SIGN}\d{{1,12}}(?:[.,]\d{{1,20}})?"
_BETWEEN = r"(?:\s{0,3}[,;/|]\s{0,3}|\s{1,3}|%2C)"
_MINUTES = r"\s?\d{1,2}(?:[.,]\d{1,9})?\s?(?:['\u2019\u2032\u5206\ubd84m:]|min)?"
_SECONDS = r"\s?\d{1,2}(?:[.,]\d{1,9})?\s?(?:[\"\u201d\u2033\u79d2\ucd08s]|''|\u2019\u2019)?"
_PATTERNS: tuple[tuple[str, str], ...] = (
    # Shapes as text, and as the bytes that GDAL and databases exchange.
    (rf"\b({_SHAPES})(\s{{0,3}}Z?M?)\s{{0,3}}\([^A-Za-z\n]{{0,50000}}", rf"\1 ({HIDDEN})"),
    (r"\b0[01][0-9a-f]{30,50000}\b", HIDDEN),
    (r"\bb'(?:[^'\\\n]|\\.){4,50000}'?", HIDDEN),
    (r'\bb"(?:[^"\\\n]|\\.){4,50000}"?', HIDDEN),
    # GeoJSON, what an address, a parameter or a sentence calls a place, and an address's secrets.
    (r"""(["']coordinates["']\s{0,9}:\s{0,9})[-+0-9eE.,\[\]() \n\t]{1,50000}""", rf"\1{HIDDEN}"),
    (rf"([?&;](?:{_KEYS}|seal|code|state|token)=)[^&\s\"'<>]{{1,5000}}", rf"\1{HIDDEN}"),
    (
        rf"\b({_KEYS})(_deg|_m)?([\"']?\s{{0,3}}[=:]\s{{0,3}}[\[(]?(?:np\.float\d\d\()?)"
        rf"{_NUMBER}(?:{_BETWEEN}{_NUMBER}){{0,9}}",
        rf"\1\2\3{HIDDEN}",
    ),
    (
        rf"\b(lat|latitude|lon|lng|longitude|easting|northing)\s{{1,3}}(?:of\s|is\s)?{_NUMBER}",
        rf"\1 {HIDDEN}",
    ),
    # 43\u00b012'34.5"N, 43d12m34s, 43 12 34 N, N43 12.575
    (
        rf"{_EDGE}{_SIGN}\d{{1,3}}(?:[.,]\d{{1,9}})?\s?[\u00b0\u00ba\u02da\u5ea6\ub3c4](?:{_MINUTES}(?:{_SECONDS})?)?"
        r"\s?(?:[NSEW\u0421\u042e\u0412\u0417]\b)?",
        HIDDEN,
    ),
    (rf"{_EDGE}{_SIGN}\d{{1,3}}\s?d(?:eg)?\s?\d{{1,2}}\s?m{_SECONDS}", HIDDEN),
    (rf"{_EDGE}{_SIGN}\d{{1,3}}(?:[.,]\d{{1,9}})?\s?deg(?:rees)?\b", HIDDEN),
    (r"\b(?:[NSEW]\s?)?\d{1,3}[ :]\d{1,2}[ :]\d{1,2}(?:[.,]\d{1,9})?\s?[NSEW]\b", HIDDEN),
    (r"\b(?:[NSEW]\d{6,7}|\d{6,7}[NSEW]|\d{1,3}-\d{1,2}-\d{1,2}(?:[.,]\d{1,9})?\s?[NSEW])\b", HIDDEN),
    (rf"{_EDGE}\d{{1,3}}([ :])\d{{1,2}}\1\d{{1,2}}\.\d{{1,2}}(?!\d)", HIDDEN),
    (r"\b[NSEW]\s?\d{1,3}[ :]\s?\d{1,2}[.,]\d{1,9}", HIDDEN),
    # Three decimals of a degree are 100 m; five digits before a point are metres of a projection.
    (rf"{_EDGE}{_SIGN}\d{{1,12}}\.\d{{3,40}}(?:e[-+]?\d{{1,3}})?(?!\.?\d)", HIDDEN),
    (rf"{_EDGE}{_SIGN}\d{{5,12}}\.\d{{1,40}}(?!\.?\d)", HIDDEN),
    (rf"{_EDGE}{_SIGN}\d{{1,3}},\d{{4,40}}(?!\d)", HIDDEN),
    (rf"{_WHOLE}{_SIGN}\d(?:\.\d{{1,20}})?e[-+]?\d{{1,3}}\b", HIDDEN),
    (rf"{_EDGE}{_SIGN}\d{{1,2}}(?:[,' \u00a0\u202f]\d{{3}}){{2}}(?:\.\d{{1,9}})?(?!\d)", HIDDEN),
    # Pairs: 43.1 131.2, and 5312345, 671234
    (
        rf"{_EDGE}{_SIGN}\d{{1,3}}\.\d{{1,2}}\)?{_BETWEEN}(?:np\.float\d\d\()?"
        rf"{_SIGN}\d{{1,3}}\.\d{{1,2}}(?!\.?\d)",
        HIDDEN,
    ),
    (rf"{_WHOLE}{_SIGN}\d{{5,8}}{_BETWEEN}{_SIGN}\d{{5,8}}(?![\w.])", HIDDEN),
    (
        rf"{_EDGE}{_SIGN}\d{{1,3}},\d{{1,3}}(?:\s{{0,3}}[;/|]\s{{0,3}}|\s{{1,3}}){_SIGN}\d{{1,3}},\d{{1,3}}(?!\d)",
        HIDDEN,
    ),
    # Grid references, plus codes, the bytes of one number.
    (r"\b\d{1,2}[C-X][A-HJ-NP-Z]{2}\s?\d{2,5}\s?\d{2,5}\b", HIDDEN),
    (r"\b[2-9CFGHJMPQRVWX]{6,8}\+[2-9CFGHJMPQRVWX]{2,3}\b", HIDDEN),
    (r"\b[0-9a-f]{16}(?:[0-9a-f]{16})?\b", HIDDEN),
    # Degrees times a million or ten million, or metres of the whole Earth.
    # The reference of a bug is eight digits too, and must be found again.
    (rf"(?<!reference ){_WHOLE}{_SIGN}\d{{7,10}}(?![\w.])", HIDDEN),
)
_RULES = tuple((re.compile(pattern, re.IGNORECASE), put) for pattern, put in _PATTERNS)


def without_places(text: str) -> str:
    """Remove everything that may be a coordinate from a text.

    Parameters
    ----------
    text : str
        A log message or a traceback.

    Returns
    -------
    str
        `HIDDEN` stands where decimal degrees, degrees with minutes, metres, WKT, WKB, GeoJSON
        arrays, and parameters such as ``lat=`` and ``v=`` stood.  Very long lines and texts are
        cut, so that cleaning costs little whatever is logged.

    Notes
    -----
    Whole degrees, numbers with one or two decimals that stand alone, and place names stay: they
    are not finer than the public cells, or cannot be told from other words.
    """
    if len(text) > _LONGEST:
        text = text[:_LONGEST] + " [cut]"
    text = "\n".join(
        line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + " [cut]" for line in text.split("\n")
    )
    for pattern, put in _RULES:
        text = pattern.sub(put, text)
    return text


class PlaceFilter(logging.Filter):
    """Clean a record in place: message, arguments, traceback and stack; no record is dropped."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean one record; a record that is clean already stays as it is."""
        _clean(record)
        return True


def _clean(record: logging.LogRecord) -> None:
    if getattr(record, "without_places", False):
        return
    record.without_places = True
    if record.name == "uvicorn.access" and isinstance(record.args, tuple):
        # Its formatter unpacks the arguments, so they are cleaned one by one.
        record.args = tuple(_clean_argument(value) for value in record.args)
    else:
        message = _message(record)
        cleaned = without_places(message)
        if cleaned != message:
            record.msg, record.args = cleaned, ()
    if record.exc_info and record.exc_info[0] is not None:
        record.exc_text = without_places("".join(traceback.format_exception(*record.exc_info)).rstrip("\n"))
    elif record.exc_text:
        record.exc_text = without_places(record.exc_text)
    # The text says it all; the exception itself would be formatted anew, with its words.
    record.exc_info = None
    if record.stack_info:
        record.stack_info = without_places(record.stack_info)


def _clean_argument(value: Any) -> Any:
    """Clean what is text; numbers stay numbers, for ``%d``."""
    return value if value is None or isinstance(value, int | float) else without_places(str(value))


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (
        TypeError,
        ValueError,
        LookupError,
        AttributeError,
    ):  # a wrong format is the caller's mistake, not ours to raise
        return f"{record.msg} {record.args}"


def protect_logs() -> None:
    """Let every record of this process be cleaned when it is made, and nothing pass beside the logs.

    Warnings and the exceptions that end a thread or the process go through the logs as well.
    Calling it again changes nothing.
    """
    made_before = logging.getLogRecordFactory()
    if getattr(made_before, "without_places", False):
        return

    def made(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = made_before(*args, **kwargs)
        _clean(record)
        return record

    made.without_places = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(made)
    logging.captureWarnings(True)
    sys.excepthook = _last_words(sys.excepthook)
    threading.excepthook = lambda ended: (
        _log_end(ended.exc_type, ended.exc_value, ended.exc_traceback)
        if ended.exc_value is not None and ended.exc_type is not SystemExit
        else None
    )


def _last_words(before: Callable[..., Any]) -> Callable[..., Any]:
    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            before(kind, error, trace)
            return
        _log_end(kind, error, trace)

    return hook


def _log_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("leopard_range").critical("ended by an error", exc_info=(kind, error, trace))
