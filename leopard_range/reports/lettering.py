"""Text as it may stand in a printed report: the font, readable letters, and where a line may break."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from pathlib import Path

from leopard_range.errors import LeopardRangeError

__all__ = ["FACES", "FONT", "break_lines", "font_file", "readable"]

FONT = ("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc")
"""Package and file of the font: Noto Sans CJK, SIL Open Font License 1.1."""

FACES = {"zh": 2, "ko": 1}
"""Face of the collection for a language; the others take the Korean one, whose quotes are narrow."""

_NO_START = frozenset("、。，．：；！？）］｝〉》」』】〕〗’”…%‰℃°)]},.;:!?·々ー·²³")
_NO_END = frozenset("（［｛〈《「『【〔〖‘“([{«$¥№±≥≤")
_AFTER = frozenset("/-–—_&?=")
_FIXED_SPACES = str.maketrans({"\u202f": "\u00a0", "\u2009": "\u00a0", "\u2007": "\u00a0", "\u2011": "-"})


def font_file() -> Path:
    """Return where the font of printed reports stands.

    Raises
    ------
    LeopardRangeError
        ``font_missing``: its package is not installed.
    """
    package, name = FONT
    try:
        with as_file(files(package).joinpath(name)) as path:
            if path.is_file():
                return path
    except ModuleNotFoundError:
        pass
    raise LeopardRangeError("font_missing", package=package.replace("_", "-"))


def readable(text: str) -> str:
    """Drop what cannot be printed or would turn the direction of what follows.

    Parameters
    ----------
    text : str
        From anywhere.

    Returns
    -------
    str
        One line: letters, signs and spaces; control, format and private characters are left out.
    """
    spaced = " ".join(text.translate(_FIXED_SPACES).replace("\u2028", " ").replace("\u2029", " ").split(" "))
    plain = (" " if letter in "\t\n\r\v\f" else letter for letter in spaced)
    return "".join(letter for letter in plain if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co"))


def _is_wide(letter: str) -> bool:
    """Return whether a line may break beside a letter: Han and kana, but not Hangul, which has spaces."""
    return unicodedata.east_asian_width(letter) in "WF" and not "\uac00" <= letter <= "\ud7a3"


def _may_break(before: str, after: str) -> bool:
    if before == " ":
        return after != " "
    if after == " " or after in _NO_START or before in _NO_END:
        return False
    return _is_wide(before) or _is_wide(after) or (before in _AFTER and after.isalpha())


def _pieces(text: str) -> Iterator[str]:
    """Split a text where a line may break; a space belongs to the piece before it."""
    start = 0
    for at in range(1, len(text)):
        if _may_break(text[at - 1], text[at]):
            yield text[start:at]
            start = at
    yield text[start:]


def break_lines(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """Break a text into lines, between words in Latin, Cyrillic and Hangul, between letters in Chinese.

    Parameters
    ----------
    text : str
        One paragraph.
    width : float
        Longest line, in the unit of ``measure``.
    measure : callable
        Returns how long a text is.

    Returns
    -------
    list of str
        At least one line; a word longer than a line is cut.
    """
    lines = [""]
    for piece in _pieces(text):
        if measure((lines[-1] + piece).rstrip(" ")) <= width:
            lines[-1] += piece
            continue
        if lines[-1]:
            lines.append("")
        for letter in piece if measure(piece.rstrip(" ")) > width else (piece,):
            if lines[-1] and measure(lines[-1] + letter) > width:
                lines.append("")
            lines[-1] += letter
    return [line.rstrip(" ") for line in lines]
