"""From bytes to text: never guessed, asked for with samples when the bytes do not say it."""

from __future__ import annotations

import codecs

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Note

__all__ = ["ASKED", "KNOWN", "chosen_encoding", "decode_text", "samples"]

ASKED = ("cp1251", "gb18030", "cp949")
"""Encodings offered with a sample: what Windows writes in Russian, Chinese and Korean."""

KNOWN = {
    *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "cp866", "koi8-r", "iso8859-5"),
    *("gb18030", "gbk", "gb2312", "big5", "cp949", "euc_kr", "shift_jis", "cp932", "cp1252", "iso8859-1"),
}
"""Python's names of the encodings a person may choose."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 24
"""Characters of a sample: enough to recognise one's own language, too few to give anything away."""


def chosen_encoding(choices: Choices) -> str:
    """Return the encoding the person chose by Python's name, or an empty text.

    Parameters
    ----------
    choices : Choices
        What the person answered.

    Returns
    -------
    str

    Raises
    ------
    LeopardRangeError
        ``bad_choice`` for an encoding that is not in `KNOWN`.
    """
    if not choices.encoding:
        return ""
    try:
        name = codecs.lookup(choices.encoding).name
    except (LookupError, ValueError):
        name = ""
    if name in KNOWN:
        return name
    raise LeopardRangeError("bad_choice", name="encoding", value="?", choices=", ".join(sorted(KNOWN)))


def samples(body: bytes) -> str:
    """Show the same bytes in each encoding they could be in, letters only.

    Parameters
    ----------
    body : bytes
        Bytes that are not UTF-8.

    Returns
    -------
    str
        For example ``cp1251: Леопард; gb18030: 绣铕囵``; empty when none fits.
    """
    spots = [at for at, byte in enumerate(body) if byte > 0x7F][:1]
    if not spots:
        return ""
    start = max(body.rfind(b"\n", 0, spots[0]), body.rfind(b"\0", 0, spots[0])) + 1
    piece = body[start : spots[0] + 400]
    found = []
    for name in ASKED:
        # A decoder that works bit by bit does not mind a character cut in two at the end.
        text = codecs.getincrementaldecoder(name)("replace").decode(piece)
        words = "".join(char if char.isalpha() else " " for char in text).split()
        foreign = " ".join(word for word in words if not word.isascii())
        if foreign and "\ufffd" not in text:
            found.append(f"{name}: {foreign[:_SAMPLE]}")
    return "; ".join(found)


def decode_text(body: bytes, name: str, choices: Choices) -> tuple[str, tuple[Note, ...]]:
    """Decode a text file.

    Parameters
    ----------
    body : bytes
        The file.
    name : str
        Its name, for messages.
    choices : Choices
        ``encoding`` counts when the bytes are not UTF-8 and carry no mark of their own.

    Returns
    -------
    text : str
        Without a byte order mark.
    notes : tuple of Note
        ``decoded`` unless it was UTF-8.

    Raises
    ------
    LeopardRangeError
        ``encoding_needed`` with samples, ``encoding_wrong``, ``nul_byte``, ``bad_choice``.
    """
    marked = next((encoding for mark, encoding in _MARKS if body.startswith(mark)), "")
    if marked in ("", "utf-8") and (at := body.find(b"\0")) >= 0:
        raise LeopardRangeError("nul_byte", file=name, byte=at + 1)
    if marked not in ("", "utf-8"):
        return _decoded(body, marked, name), (Note.of("decoded", encoding=marked.upper()),)
    try:
        return body.decode("utf-8-sig"), ()
    except UnicodeDecodeError as problem:
        at = problem.start + 1
    encoding = chosen_encoding(choices)
    if encoding and encoding != "utf-8":
        return _decoded(body, encoding, name), (Note.of("decoded", encoding=encoding),)
    raise LeopardRangeError("encoding_needed", file=name, byte=at, samples=samples(body) or "—")


def _decoded(body: bytes, encoding: str, name: str) -> str:
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as problem:
        raise LeopardRangeError(
            "encoding_wrong", file=name, byte=problem.start + 1, encoding=encoding
        ) from None
    if "\0" in text:
        raise LeopardRangeError("nul_byte", file=name, byte=text.index("\0") + 1)
    return text.removeprefix("\ufeff")
