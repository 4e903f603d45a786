"""In which encoding a Shapefile's text is: stated, proved, or asked for; never assumed.

Text in a wrong encoding still looks like text, to a program.  So a statement counts only when
every byte agrees with it, and one that programs write without knowing is no statement.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Choices, Note
from leopard_range.sources.upload.encoding import chosen_encoding, samples

__all__ = ["encoding_of"]

_DRIVERS: Mapping[int, str] = {
    **dict.fromkeys((0x01, 0x09, 0x0B, 0x0D, 0x0F, 0x11, 0x15, 0x18, 0x19, 0x1B), "cp437"),
    **dict.fromkeys((0x02, 0x0A, 0x0E, 0x10, 0x12, 0x14, 0x16, 0x1A, 0x1D, 0x25, 0x37), "cp850"),
    **dict.fromkeys((0x03, 0x58, 0x59), "cp1252"),
    **dict.fromkeys((0x13, 0x7B), "cp932"),
    **dict.fromkeys((0x1F, 0x22, 0x23, 0x40, 0x64, 0x87), "cp852"),
    **dict.fromkeys((0x26, 0x65), "cp866"),
    **dict.fromkeys((0x4D, 0x7A), "gb18030"),
    **dict.fromkeys((0x4E, 0x79), "cp949"),
    **dict.fromkeys((0x4F, 0x78), "cp950"),
    **dict.fromkeys((0x50, 0x7C), "cp874"),
    0x08: "cp865",
    0x17: "cp865",
    0x1C: "cp863",
    0x24: "cp860",
    0x66: "cp865",
    0x67: "cp861",
    0x6A: "cp737",
    0x6B: "cp857",
    0x6C: "cp863",
    0x7D: "cp1255",
    0x7E: "cp1256",
    0x88: "cp857",
    0x96: "mac-cyrillic",
    0x98: "mac-greek",
    0xC8: "cp1250",
    0xC9: "cp1251",
    0xCA: "cp1254",
    0xCB: "cp1253",
    0xCC: "cp1257",
}
"""Language drivers of dBASE.  0x57, "the ANSI of this machine", says nothing elsewhere."""

_NAMES: Mapping[str, str] = {
    "ansi936": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "euckr": "cp949",
    "ksc56011987": "cp949",
    "uhc": "cp949",
    "ms949": "cp949",
    "ms1251": "cp1251",
    "win1251": "cp1251",
    "oem": "",
    "ansi": "",
    "system": "",
    "default": "",
}
"""What .cpg files call encodings, beyond the names Python knows; empty: no statement."""

# Written by programs that were not told; the text is of this kind only if it looks so.
_WESTERN = {"cp1252", "iso8859-1", "iso8859-15", "cp437", "cp850", "cp858", "mac-roman"}
_BOTH_EAST = {"gbk": "gb18030", "gb2312": "gb18030", "euc_kr": "cp949"}
_CELLWISE = re.compile(
    r"utf-8|ascii|cp\d+|iso8859-\d+|koi8-\w|kz1048|ptcp154|tis-620|hp-roman8|mac-\w+"
    r"|gb18030|gbk|gb2312|big5\w*|euc_\w+|johab|shift_jis\w*"
)
_RUN = re.compile(r"[^\x00-\x7f]{3,}")


def encoding_of(
    name: str, text: bytes, page: bytes, driver: int, choices: Choices
) -> tuple[str, tuple[Note, ...]]:
    """Decide the encoding of a table's text.

    Parameters
    ----------
    name : str
        File name, for messages.
    text : bytes
        All text of the table, lines joined.
    page : bytes
        Content of the .cpg file; empty when there is none.
    driver : int
        Language driver of the .dbf file.
    choices : Choices
        What the person answered.

    Returns
    -------
    encoding : str
        Python's name; decodes all of `text`.
    notes : tuple of Note
        ``decoded`` or ``encoding_corrected``: repairs; ``encoding_proved``: a remark.

    Raises
    ------
    LeopardRangeError
        ``encoding_needed``, ``encoding_differs``, each with samples; ``bad_choice``.
    """
    chosen = chosen_encoding(choices)
    if text.isascii():
        return "ascii", ()
    # Text in another encoding passes for UTF-8 by accident about once in 10^4 letters.
    is_utf8 = _decodes(text, "utf-8")
    if chosen:
        return _checked(name, text, chosen), (Note.of("decoded", encoding=chosen),)
    stated = _stated(page) or _DRIVERS.get(driver, "")
    if is_utf8:
        if stated in ("", "utf-8"):
            return "utf-8", () if stated else (Note.of("encoding_proved", encoding="UTF-8"),)
        return "utf-8", (Note.of("encoding_corrected", stated=stated, encoding="UTF-8"),)
    if not stated or (stated in _WESTERN and _RUN.search(text.decode(stated, "replace"))):
        raise LeopardRangeError("encoding_needed", file=name, samples=_samples(text))
    return _checked(name, text, stated), ()


def _checked(name: str, text: bytes, encoding: str) -> str:
    if _decodes(text, encoding):
        return encoding
    raise LeopardRangeError("encoding_differs", file=name, encoding=encoding, samples=_samples(text))


def _decodes(text: bytes, encoding: str) -> bool:
    try:
        text.decode(encoding)
    except UnicodeError:
        return False
    return _fits(encoding)


def _fits(encoding: str) -> bool:
    """Tell whether cells, which are cut anywhere, can be in an encoding: one state, ASCII as it is."""
    letters = bytes(range(0x20, 0x7F))
    try:
        return bool(_CELLWISE.fullmatch(encoding)) and letters.decode(encoding) == letters.decode("ascii")
    except UnicodeError:
        return False


def _samples(text: bytes) -> str:
    return samples(text) or "–"


def _stated(page: bytes) -> str:
    """Turn what a .cpg file says into Python's name; empty for what says nothing."""
    words = page[:64].decode("ascii", "replace").strip("\ufeff\ufffd \t\r\n\0\x1a").lower()
    key = re.sub(r"[^a-z0-9]", "", words)
    if key in _NAMES:
        return _NAMES[key]
    number = re.fullmatch(r"(?:cp|ansi|windows|win|ms|oem|codepage|ibm|x)*(\d{3,5})", key)
    if number:
        special = {
            "65001": "utf-8",
            "936": "gb18030",
            "54936": "gb18030",
            "51949": "cp949",
            "20866": "koi8-r",
        }
        iso = re.fullmatch(r"8859(\d{1,2})", number.group(1))
        words = special.get(number.group(1)) or (f"iso8859-{iso.group(1)}" if iso else f"cp{number.group(1)}")
    try:
        found = codecs.lookup(words)
    except (LookupError, ValueError):
        return ""
    # Only what turns bytes into letters: Python also calls compression and the like codecs.
    encoding = _BOTH_EAST.get(found.name, found.name)
    return encoding if found._is_text_encoding and _fits(encoding) else ""
