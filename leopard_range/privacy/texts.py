"""Text that gives a place or a person away, and the columns whose text may be public at all."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from urllib.parse import unquote

__all__ = ["NEVER_PUBLIC", "PUBLIC_TEXT", "telling"]

PUBLIC_TEXT = frozenset(
    (
        *("id", "kind", "country", "region", "category", "method", "merged_into", "source", "url", "note"),
        *("name_en", "name_ru", "name_zh", "name_ko", "text_en", "text_ru", "text_zh", "text_ko"),
        *("unit", "series", "interval", "scope", "verified", "definition", "period", "cameras", "date"),
        *("class", "axis", "end_a", "end_b"),
        *("cell", "stations_class", "detections_class", "individuals_class"),
        *("dataGeneralizations", "informationWithheld", "sensitivityReviewDate"),
    )
)
"""Columns of text that may stand in a public layer; their content is searched all the same."""

NEVER_PUBLIC = frozenset(
    (
        *("deploymentID", "locationID", "observationID", "mediaID", "individualID", "eventID", "cameraID"),
        *("locationName", "setupBy", "recordedBy", "classifiedBy", "identifiedBy", "rightsHolder"),
        *("deploymentComments", "observationComments", "mediaComments", "fieldNotes", "occurrenceRemarks"),
        *("filePath", "fileName", "verbatimLocality", "verbatimCoordinates", "locality"),
    )
)
"""Columns that no entry of the catalogue can make public."""

_HALF = r"[+-]?\d{1,3}[.,]\d{2,}"
_FINE = r"[+-]?\d{1,3}[.,]\d{3,}"
_SIGN = r"(?:[°º˚*度도]|deg(?:rees)?\b|d\b|град\w*\.?)"
_SIDE = r"(?:[NSEWСЮВЗ]\b|[北南东西東]|[сюв]\.?\s?[шд]\.|з\.?\s?д\.|[북남동서]위?|lat|lon)"
_MINUTES = r"\d{1,2}(?:[.,]\d+)?\s?(?:['′’‘`´]|min\b|m\b|분|分|мин)"
_PLUS = "23456789CFGHJMPQRVWX"
_PAIR = re.compile(
    rf"(?<![\d.,])(?P<one>{_HALF})(?P<mark>\s*{_SIGN})?\s*(?P<side>{_SIDE})?\s*[;,/|:\s_x]\s*(?:{_SIDE})?\s*"
    rf"(?P<other>{_HALF})(?!\d)",
    re.IGNORECASE,
)
_POSITION = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\d{{1,3}}(?:[.,]\d+)?\s?{_SIGN}\s*{_MINUTES}",
        rf"(?<![\w.]){_FINE}\s?{_SIGN}",
        rf"(?<![\w.]){_FINE}\s?{_SIDE}(?![\w])",
        rf"(?:\b[NSEW]|北纬|南纬|东经|西经|北緯|東經|북위|남위|동경|서경)\s?{_FINE}",
        r"(?<!\d)\d{1,3}\s\d{1,2}\s\d{1,2}(?:[.,]\d+)?\s?[NSEW]\b",
        r"(?<!\d)\d{1,3}\s\d{1,2}[.,]\d+\s?[NSEW]\b",
        r"(?<!\d)[+-]\d{2}(?:\d{2,4})?[.]?\d*[+-]\d{3}(?:\d{2,4})?[.]?\d*/",
        r"\b[1-6]?\d\s?[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?(?:\d{3}\s?\d{3}|\d{4}\s?\d{4}|\d{5}\s?\d{5})\b",
        r"\b[1-6]?\d\s?[C-HJ-NP-XNS]\s*[,;:]?\s*(?:E\s?)?\d{6}(?:[.,]\d+)?\s*m?\s*[EN]?\s*[,;/\s]\s*(?:N\s?)?\d{7}",
        r"(?<!\d)\d{6}(?:[.]\d+)?\s*m?E?[\s,;/]+\d{7}(?:[.]\d+)?\s*m?N?(?!\d)",
        rf"(?<![\w])(?:[{_PLUS}]{{8}}|[{_PLUS}]{{4,6}})\+[{_PLUS}]{{2,3}}(?![\w])",
        r"\b(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*(?:Z|M|ZM)?\s*\(",
        r"(?<![0-9A-F])0[01]0[1-7]0000(?:00|20)[0-9A-F]{32,}",
        r"\bgeo:\s*[+-]?\d|\bgeohash\b|what3words|///\w+\.\w+\.\w+",
    )
)
_GEOHASH = re.compile(r"(?<![\w/.-])[u-z][0-9b-hjkmnp-z]{5,11}(?![\w/-])")
_EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\w.+])\+\d{1,3}[\s(.-]*\d{2,4}(?:[\s().-]*\d{2,4}){2,3}(?!\d)"
    r"|(?<!\d)8[\s-]?\(?\d{3,5}\)?[\s-]\d{2,3}-\d{2}-\d{2}(?!\d)"
    r"|(?<!\d)1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?![\d.])"
    r"|(?<!\d)01[016-9][\s-]\d{3,4}[\s-]\d{4}(?!\d)"
    r"|\btel(?:ephone)?[.:]\s*\+?\d|\bтел\.?:?\s*\+?\d|电话[:：]?\s*\+?\d|전화[:：]?\s*\+?\d",
    re.IGNORECASE,
)
_INVISIBLE = dict.fromkeys(
    (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF, 0xAD)
)


def telling(text: str) -> str:
    """Return what a text gives away: ``position``, ``email``, ``phone`` or nothing.

    It knows decimal degrees, degrees with minutes and seconds, hemispheres in
    English, Russian, Chinese and Korean, ISO 6709, UTM, MGRS, plus codes,
    geohashes, WKT, WKB and ``geo:`` addresses, also in full-width digits,
    percent encoding and HTML entities.  A place in words it does not know:
    that is why columns must be allowed one by one.

    Parameters
    ----------
    text : str
        Any text.
    """
    plain = unicodedata.normalize("NFKC", unescape(unquote(text))).translate(_INVISIBLE)
    # NFKC writes the degree-like ordinal as a letter and primes stay; minus signs differ.
    plain = plain.replace("−", "-")
    if any(pattern.search(plain) for pattern in _POSITION) or _has_pair(plain) or _has_geohash(plain):
        return "position"
    if _EMAIL.search(plain):
        return "email"
    return "phone" if _PHONE.search(plain) else ""


def _has_pair(text: str) -> bool:
    """Tell two coordinates from two other numbers, such as areas with a comma for the thousands."""
    for found in _PAIR.finditer(text):
        one, other = (abs(float(found[name].replace(",", "."))) for name in ("one", "other"))
        low, high = min(one, other), max(one, other)
        if low > 90 or high > 180:
            continue
        places = [re.split("[.,]", found[name])[1] for name in ("one", "other")]
        thousands = all(
            len(part) == 3 and "," in found[name] for part, name in zip(places, ("one", "other"), strict=True)
        )
        fine = min(map(len, places)) >= 3 and not thousands
        if high > 90 or fine or found["mark"] or found["side"]:
            return True
    return False


def _has_geohash(text: str) -> bool:
    """Tell a geohash from a word: its letters and digits are mixed."""
    return any(
        sum(letter.isdigit() for letter in found) >= 2 and sum(letter.isalpha() for letter in found) >= 2
        for found in _GEOHASH.findall(text)
    )
