"""Coordinates written by people: decimal point or comma, degrees and minutes, hemisphere letters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["MISSING", "Angle", "angle", "plain"]

MISSING = {
    *("", "na", "n/a", "n.a.", "nan", "null", "none", "nil", "-", "–", "—", "?", "нет", "н/д", "无", "없음"),
}
"""How people write "nothing", in lower case."""

_HEMISPHERES = {
    "N": ("n", "north", "с", "сш", "北", "北纬", "北緯", "북", "북위"),
    "S": ("s", "south", "ю", "юш", "南", "南纬", "南緯", "남", "남위"),
    "E": ("e", "east", "в", "вд", "东", "東", "东经", "東經", "동", "동경"),
    "W": ("w", "west", "з", "зд", "西", "西经", "西經", "서", "서경"),
}
_LETTERS = {word: letter for letter, words in _HEMISPHERES.items() for word in words}

_NUMBER = r"[0-9]{1,15}(?:[.,][0-9]{0,20})?"
_PLAIN = re.compile(r"[+-]?(?:[0-9]{1,25}(?:\.[0-9]{0,25})?|\.[0-9]{1,25})(?:[eE][+-]?[0-9]{1,3})?")
_COMMA = re.compile(r"[+-]?[0-9]{1,15},[0-9]{1,20}")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]{0,20})?")
_WORD = r"([^\W\d_](?:[^\W\d_]|[. ])*)?"
_SIGNED = re.compile(rf"{_WORD}\s*([+-]?)\s*({_NUMBER})\s*°?\s*{_WORD}")
_PARTS = re.compile(
    rf"{_WORD}\s*([+-]?)\s*([0-9]{{1,3}})(?:\s*°\s*|\s*:\s*|\s+)({_NUMBER})(?:\s*'\s*|\s*:\s*|\s+|$)"
    rf"(?:({_NUMBER})\s*(?:\"|'')?)?\s*{_WORD}"
)
_UNITS = (
    (re.compile(r"(?<=\d)\s*(?:度|도|град\w*\.?|deg\w*\.?|d(?=\s*\d))"), "°"),
    (re.compile(r"(?<=\d)\s*(?:分|분|мин\w*\.?|min\w*\.?|m(?=\s*\d))"), "'"),
    (re.compile(r"(?<=\d)\s*(?:秒|초|сек\w*\.?|sec\w*\.?)"), '"'),
)
_SIGNS = str.maketrans("º˚′’‘´`″”“−\u00a0\u202f", "°°'''''\"\"\"-  ")


@dataclass(frozen=True, slots=True)
class Angle:
    """One coordinate as somebody wrote it.

    Attributes
    ----------
    value : float or None
        Degrees or metres; None when there is none or it cannot be read.
    style : str
        ``plain``, ``comma``, ``degrees`` or ``missing``.
    error : str
        Code of what is wrong; empty when nothing is.
    """

    value: float | None
    style: str = "plain"
    error: str = ""


def plain(text: str) -> float | None:
    """Return a number written with a decimal point; None for anything else.

    Parameters
    ----------
    text : str
        A cell.
    """
    return float(text) if len(text) <= 60 and _PLAIN.fullmatch(text) else None


def angle(text: str, axis: str) -> Angle:
    """Read one coordinate.

    Parameters
    ----------
    text : str
        A cell.
    axis : str
        ``lat`` or ``lon`` (``y`` or ``x``): which letters of the compass fit.

    Returns
    -------
    Angle
        With error ``coordinate_unreadable``, ``coordinate_minutes`` or ``swapped``.
    """
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS).strip()
    if text.casefold() in MISSING:
        return Angle(None, "missing")
    number = plain(text)
    if number is not None:
        return Angle(number)
    if len(text) > 60:
        return Angle(None, error="coordinate_unreadable")
    if _COMMA.fullmatch(text):
        return Angle(float(text.replace(",", ".")), "comma")
    if _THOUSANDS.fullmatch(text):
        return Angle(float(text.replace(" ", "").replace(",", ".")), "comma")
    for unit, sign in _UNITS:
        text = unit.sub(sign, text)
    # A small s after minutes is seconds; a large one is the south.
    return _degrees(re.sub(r"('\s*[0-9.,]+)\s*s$", r'\1"', text), axis)


def _degrees(text: str, axis: str) -> Angle:
    if (match := _SIGNED.fullmatch(text)) is not None:
        before, sign, whole, after = match.groups()
        parts = [whole]
    elif (match := _PARTS.fullmatch(text)) is not None:
        before, sign, whole, minutes, seconds, after = match.groups()
        parts = [whole, minutes, seconds or "0"]
    else:
        return Angle(None, error="coordinate_unreadable")
    numbers = [float(part.replace(",", ".")) for part in parts]
    if any(number >= 60 for number in numbers[1:]):
        return Angle(None, error="coordinate_minutes")
    words = [re.sub(r"[. ]", "", word).casefold() for word in (before, after) if word]
    letters = [_LETTERS.get(word) for word in words]
    if len(letters) > 1 or None in letters or (letters and sign == "-"):
        return Angle(None, error="coordinate_unreadable")
    if letters and (letters[0] in ("N", "S")) != (axis in ("lat", "y")):
        return Angle(None, error="swapped")
    value = sum(number / 60**power for power, number in enumerate(numbers))
    return Angle(-value if sign == "-" or letters in (["S"], ["W"]) else value, "degrees")
