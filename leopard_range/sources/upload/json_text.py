"""JSON of strangers: measured on its bytes before Python's parser sees it."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np

from leopard_range.errors import Blank, LeopardRangeError, RejectedError
from leopard_range.model import Choices, Note
from leopard_range.sources.upload.encoding import chosen_encoding

__all__ = ["load", "load_text", "measure"]

MAX_DEPTH = 64
"""Brackets inside brackets; a feature of any use needs ten."""

MAX_DIGITS = 100
"""Digits of one number; a coordinate to the size of an atom needs seventeen."""

MAX_BRACKETS = 2_000_000
"""Arrays and objects; each costs some 60-200 bytes of memory once parsed."""

_RS = "\x1e"


def load(name: str, body: bytes, choices: Choices) -> tuple[Any, tuple[Note, ...]]:
    """Read a JSON document, or a sequence of GeoJSON documents as one collection.

    Parameters
    ----------
    name : str
        File name, for messages.
    body : bytes
        The file.
    choices : Choices
        ``encoding`` counts when the bytes are not UTF-8.

    Returns
    -------
    root : object
        What the document says; ``NaN`` and the infinities are floats.
    notes : tuple of Note
        ``decoded``, ``sequence_joined``.

    Raises
    ------
    LeopardRangeError
        ``empty_json``, ``nul_byte``, ``not_utf8``, ``json_truncated``, ``json_syntax``,
        ``json_comma``, ``json_key_twice``, ``json_large``.
    RejectedError
        ``json_deep``, ``json_digits``.
    """
    text, notes = _text(name, body, choices)
    measure(text.encode("utf-8", "surrogatepass"), name)
    if text.lstrip(" \t\r\n").startswith(_RS):
        return _sequence(text.split(_RS), name), (*notes, Note.of("sequence_joined"))
    try:
        return load_text(text, name), notes
    except json.JSONDecodeError as problem:
        if problem.msg == "Extra data" and text[problem.pos] == "{" and "\n" in text[: problem.pos]:
            return _sequence(text.splitlines(), name), (*notes, Note.of("sequence_joined"))
        raise _located(problem, name) from None


def _text(name: str, body: bytes, choices: Choices) -> tuple[str, tuple[Note, ...]]:
    if not body.strip():
        raise LeopardRangeError("empty_json", file=name)
    encoding = chosen_encoding(choices)
    if (at := body.find(b"\0")) >= 0 and not encoding.startswith("utf-16"):
        if body.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise LeopardRangeError("not_utf8", file=name, byte=1)
        raise LeopardRangeError("nul_byte", file=name, byte=at + 1)
    try:
        return body.decode("utf-8-sig"), ()
    except UnicodeDecodeError as problem:
        at = problem.start + 1
    if not encoding or encoding == "utf-8":
        raise LeopardRangeError("not_utf8", file=name, byte=at)
    try:
        return body.decode(encoding).removeprefix("\ufeff"), (Note.of("decoded", encoding=encoding),)
    except UnicodeDecodeError as problem:
        at = problem.start + 1
        raise LeopardRangeError("encoding_wrong", file=name, byte=at, encoding=encoding) from None


def measure(body: bytes, name: str) -> None:
    """Refuse JSON that is nested too deeply or holds endless numbers, before it is parsed.

    Parameters
    ----------
    body : bytes
        UTF-8.
    name : str
        File name, for messages.

    Raises
    ------
    RejectedError
        ``json_deep``, ``json_digits``.
    LeopardRangeError
        ``json_large``.
    """
    # Two backslashes are one that escapes nothing; what is left before a quote escapes it.
    plain = np.frombuffer(body.replace(b"\\\\", b"  ").replace(b'\\"', b"  "), dtype=np.uint8)
    inside = np.logical_xor.accumulate(plain == ord('"'))
    # One table look-up tells structure from text; text inside quotes counts as blank.
    outside = np.where(inside, np.uint8(ord(" ")), plain)
    steps = _STEP[outside]
    if int((steps > 0).sum()) > MAX_BRACKETS:
        raise LeopardRangeError("json_large", file=name)
    depth = np.cumsum(steps[steps != 0], dtype=np.int32)
    if len(depth) and int(depth.max()) > MAX_DEPTH:
        raise RejectedError("json_deep", file=name, limit=MAX_DEPTH)
    if re.search(rb"[0-9]{%d}" % (MAX_DIGITS + 1), outside.tobytes()):
        raise RejectedError("json_digits", file=name, limit=MAX_DIGITS)


_STEP = np.zeros(256, dtype=np.int8)
_STEP[[ord("["), ord("{")]] = 1
_STEP[[ord("]"), ord("}")]] = -1


def load_text(text: str, name: str) -> Any:
    """Parse measured JSON; a key that stands twice in one object is refused.

    Parameters
    ----------
    text : str
        Measured by `measure`.
    name : str
        File name, for messages.

    Raises
    ------
    LeopardRangeError
        ``json_key_twice``: two programs may read different values.
    json.JSONDecodeError
        Where the text is no JSON.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            seen: set[str] = set()
            twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
            shown = twice if re.fullmatch(r"[A-Za-z_]{1,30}", twice) else "?"
            raise LeopardRangeError("json_key_twice", file=name, key=shown)
        return found

    return json.loads(text, object_pairs_hook=once)


def _sequence(pieces: list[str], name: str) -> dict[str, Any]:
    """Join a GeoJSON text sequence: every piece a feature, a collection or a geometry."""
    features: list[Any] = []
    for number, piece in enumerate(pieces, 1):
        if not piece.strip():
            continue
        try:
            item = load_text(piece, name)
        except json.JSONDecodeError as problem:
            raise LeopardRangeError(
                "sequence_broken", file=name, line=number, character=problem.colno
            ) from None
        kind = item.get("type") if isinstance(item, dict) else None
        if kind == "FeatureCollection" and isinstance(item.get("features"), list):
            features.extend(item["features"])
        else:
            features.append(item if kind == "Feature" else {"type": "Feature", "geometry": item})
    return {"type": "FeatureCollection", "features": features}


def _located(problem: json.JSONDecodeError, name: str) -> LeopardRangeError:
    where: dict[str, Blank] = {"file": name, "line": problem.lineno, "character": problem.colno}
    rest = problem.doc[problem.pos :].strip()
    if not rest or problem.msg.startswith("Unterminated string"):
        return LeopardRangeError("json_truncated", **where)
    before = problem.doc[: problem.pos].rstrip()
    if before.endswith(",") and rest[0] in "]}":
        return LeopardRangeError("json_comma", **where)
    return LeopardRangeError("json_syntax", **where)
