"""Contents as JSON values, and the checks of everything that is kept.

What comes back from a file or a database is checked as if a stranger had written it.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Citation, Note
from leopard_range.workspace.geometry import check_geometry
from leopard_range.workspace.model import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_CONTENT_BYTES,
    Attachment,
    Content,
    NoteText,
    Parameters,
    Proposal,
    Results,
    kind_of,
)

__all__ = ["check_name", "check_text", "content_from", "encode", "tidy_name", "tidy_text"]

_DEEPEST = 32
_LARGEST_WHOLE = 2**63
# They turn the direction of what follows, so that a name would not be what it seems to be.
_TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BREAKING = {"\u2028", "\u2029", "\ufeff"}


def tidy_text(text: str) -> str:
    """Drop what cannot be shown and would only confuse: control and direction signs, odd line ends.

    Parameters
    ----------
    text : str
        As typed or pasted.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(letter for letter in lines if letter in "\n\t" or not _forbidden(letter))


def tidy_name(text: str) -> str:
    """Make one line of a name, without spaces around it.

    Parameters
    ----------
    text : str
        As typed or pasted.
    """
    return " ".join(tidy_text(text).split())[:LONGEST_NAME].rstrip()


def check_name(text: Any) -> str:
    """Return a name as it may be kept.

    Parameters
    ----------
    text : object
        One line of 1 to 120 characters, without spaces around it.

    Raises
    ------
    LeopardRangeError
        ``name_invalid``.
    """
    if not isinstance(text, str) or not text or text != tidy_name(text):
        raise LeopardRangeError("name_invalid", most=LONGEST_NAME)
    return text


def check_text(text: Any, field: str) -> str:
    """Return a longer text as it may be kept.

    Parameters
    ----------
    text : object
        At most `LONGEST_TEXT` characters that can be shown.
    field : str
        What it is, for the error.

    Raises
    ------
    LeopardRangeError
        ``text_too_long``, ``content_invalid``.
    """
    if not isinstance(text, str) or text != tidy_text(text):
        raise LeopardRangeError("content_invalid", field=field)
    if len(text) > LONGEST_TEXT:
        raise LeopardRangeError("text_too_long", characters=len(text), most=LONGEST_TEXT)
    return text


def _forbidden(letter: str) -> bool:
    return letter in _TURNING or letter in _BREAKING or unicodedata.category(letter) in ("Cc", "Cs")


def encode(content: Content) -> dict[str, Any]:
    """Write a content as JSON values.

    Parameters
    ----------
    content : Content
        Of an item.

    Returns
    -------
    dict
        What `content_from` reads.

    Raises
    ------
    LeopardRangeError
        ``content_invalid``, ``content_too_large``, ``text_too_long``: it could not be read back.
    """
    match content:
        case Proposal():
            found: dict[str, Any] = {
                "geometry": _lists(content.geometry),
                "description": content.description,
                "width_m": content.width_m,
            }
        case Parameters():
            found = {"study": content.study, "question": content.question}
        case Results():
            found = {
                "study": content.study,
                "question": content.question,
                "answer": content.answer,
                "data_version": content.data_version,
                "sources": [
                    {"text": one.text, "url": one.url, "licence": one.licence} for one in content.sources
                ],
                "cautions": _notes_json(content.cautions),
            }
        case NoteText():
            found = {"text": content.text}
        case Attachment():
            found = {
                "kind": content.kind,
                "rows": content.rows,
                "source_crs": content.source_crs,
                "repairs": _notes_json(content.repairs),
                "remarks": _notes_json(content.remarks),
            }
    content_from(kind_of(content), found)
    return found


def content_from(kind: str, found: Any) -> Content:
    """Read a content from JSON values that nobody vouches for.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    found : object
        As `encode` writes it; nothing more, nothing less.

    Raises
    ------
    LeopardRangeError
        ``content_invalid``, ``content_too_large``, ``text_too_long``.
    """
    match kind:
        case "proposal":
            geometry, description, width = _parts(found, "geometry", "description", "width_m")
            if width is not None and not 0 < _number(width, "width_m") <= 1_000_000:
                raise LeopardRangeError("content_invalid", field="width_m")
            return Proposal(
                check_geometry(_plain(geometry, "geometry")), check_text(description, "description"), width
            )
        case "parameters":
            study, question = _parts(found, "study", "question")
            return Parameters(_word(study, "study"), _mapping(question, "question"))
        case "results":
            study, question, answer, version, sources, cautions = _parts(
                found, "study", "question", "answer", "data_version", "sources", "cautions"
            )
            return Results(
                _word(study, "study"),
                _mapping(question, "question"),
                _mapping(answer, "answer"),
                _word(version, "data_version"),
                tuple(_citation(one) for one in _list(sources, "sources")),
                _notes(cautions, "cautions"),
            )
        case "note":
            (text,) = _parts(found, "text")
            return NoteText(check_text(text, "text"))
        case "upload":
            word, rows, crs, repairs, remarks = _parts(
                found, "kind", "rows", "source_crs", "repairs", "remarks"
            )
            if type(rows) is not int or not 0 <= rows < _LARGEST_WHOLE:
                raise LeopardRangeError("content_invalid", field="rows")
            return Attachment(
                _word(word, "kind"),
                rows,
                check_text(crs, "source_crs"),
                _notes(repairs, "repairs"),
                _notes(remarks, "remarks"),
            )
    raise LeopardRangeError("content_invalid", field="kind")


def _lists(value: Any) -> Any:
    """Return GeoJSON as shapely gives it, with tuples of coordinates, as JSON has it: with lists."""
    if isinstance(value, Mapping):
        return {key: _lists(part) for key, part in value.items()}
    return [_lists(part) for part in value] if isinstance(value, list | tuple) else value


def _parts(found: Any, *names: str) -> list[Any]:
    if not isinstance(found, Mapping) or set(found) != set(names):
        raise LeopardRangeError("content_invalid", field=", ".join(names))
    return [found[name] for name in names]


def _list(value: Any, field: str) -> list[Any]:
    if not isinstance(value, list) or len(value) > 10_000:
        raise LeopardRangeError("content_invalid", field=field)
    return value


def _word(value: Any, field: str) -> str:
    text = check_text(value, field)
    if not 0 < len(text) <= LONGEST_NAME or "\n" in text:
        raise LeopardRangeError("content_invalid", field=field)
    return text


def _number(value: Any, field: str) -> float:
    plain = _plain(value, field)
    if type(plain) not in (int, float):
        raise LeopardRangeError("content_invalid", field=field)
    return float(plain)


def _citation(value: Any) -> Citation:
    text, url, licence = _parts(value, "text", "url", "licence")
    return Citation(check_text(text, "sources"), check_text(url, "sources"), check_text(licence, "sources"))


def _notes_json(notes: tuple[Note, ...]) -> list[dict[str, Any]]:
    return [{"code": note.code, "blanks": dict(note.blanks)} for note in notes]


def _notes(value: Any, field: str) -> tuple[Note, ...]:
    notes = []
    for one in _list(value, field):
        code, blanks = _parts(one, "code", "blanks")
        filled = _mapping(blanks, field)
        if not all(type(blank) in (str, int, float) for blank in filled.values()):
            raise LeopardRangeError("content_invalid", field=field)
        notes.append(Note(_word(code, field), tuple(filled.items())))
    return tuple(notes)


def _mapping(value: Any, field: str) -> Mapping[str, Any]:
    plain = _plain(value, field)
    if not isinstance(plain, Mapping):
        raise LeopardRangeError("content_invalid", field=field)
    return plain


def _plain(value: Any, field: str) -> Any:
    """Return a value of JSON alone: finite, not too deep, not too long, as UTF-8."""
    if not _is_plain(value, _DEEPEST):
        raise LeopardRangeError("content_invalid", field=field)
    try:
        size = len(json.dumps(value, ensure_ascii=False).encode())
    except UnicodeEncodeError:  # half of a pair of surrogates
        raise LeopardRangeError("content_invalid", field=field) from None
    if size > MOST_CONTENT_BYTES:
        raise LeopardRangeError("content_too_large", megabytes=MOST_CONTENT_BYTES // 1_000_000)
    return value


def _is_plain(value: Any, deep: int) -> bool:
    if deep == 0:
        return False
    if isinstance(value, Mapping):
        return all(type(key) is str and _is_plain(part, deep - 1) for key, part in value.items())
    if isinstance(value, list):
        return all(_is_plain(part, deep - 1) for part in value)
    if type(value) is float:
        return value - value == 0.0  # neither infinite nor NaN
    if type(value) is int:
        return abs(value) < _LARGEST_WHOLE
    return value is None or type(value) in (str, bool)
