"""Text that strangers wrote, made safe to store, compare and show; its meaning stays.

Markup, template signs and formulas are left as they are: they are text, and whatever shows
text is bound to show it as text.  Removed is only what a reader cannot see and what breaks
programs: control and direction characters, halves of characters, endless cells.

References
----------
Unicode Standard Annex 15 (Normalization forms), form C.
Unicode Technical Report 36 (Unicode security considerations), section 2.10.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from leopard_range.model import Note
from leopard_range.sources.upload.budgets import MAX_TEXT

__all__ = ["Cleaner", "SafeNames", "clean", "is_clean", "label", "safe_names"]

MAX_NAME = 60
"""Characters of a column name."""

_MAX_MARKS = 4
"""Marks on one letter; Vietnamese, the richest living orthography, needs two."""

_MARKS = re.compile(rf"((?:[^\W_])[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{{{_MAX_MARKS}}})"
                    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+")  # fmt: skip
_SURROGATE = re.compile("[\ud800-\udfff]")
_KEPT_CONTROLS = "\n\t"


def _hidden(char: str) -> bool:
    """Control, format (direction, zero width, tags), line separators and noncharacters."""
    if char in _KEPT_CONTROLS:
        return False
    category = unicodedata.category(char)
    return (
        category in ("Cc", "Cf", "Zl", "Zp") or (ord(char) & 0xFFFE) == 0xFFFE or "\ufdd0" <= char <= "\ufdef"
    )


def _is_plain(text: str) -> bool:
    """Tell quickly of most texts that they need nothing: all seen, in normal form, of some length."""
    if len(text) > MAX_TEXT or not text.isprintable():
        return False
    return text.isascii() or (unicodedata.is_normalized("NFC", text) and not _MARKS.search(text))


@dataclass(slots=True)
class Cleaner:
    """Cleans cell after cell and counts what it changed.

    Attributes
    ----------
    counts : dict of str to int
        Cells changed, by note code.
    """

    counts: dict[str, int] = field(default_factory=dict)

    def __call__(self, text: str) -> str:
        """Return the text made safe; the reasons are counted.

        Parameters
        ----------
        text : str
            Any text, halves of characters included.
        """
        if _is_plain(text):
            return text
        changed: set[str] = set()

        def step(code: str, before: str, after: str) -> str:
            if before != after:
                changed.add(code)
            return after

        # Ten times the limit is more than cleaning can shorten it by in earnest.
        out = step("text_cut", text, text[: 10 * MAX_TEXT])
        out = step("text_surrogates", out, _SURROGATE.sub("\ufffd", out))
        out = out.replace("\r\n", "\n").replace("\r", "\n")
        out = step("text_normalised", out, unicodedata.normalize("NFC", out))
        seen = "".join(char for char in out if char.isprintable() or not _hidden(char))
        out = step("text_hidden", out, _MARKS.sub(r"\1", seen))
        # Taking a hidden character out can bring two together that combine.
        out = unicodedata.normalize("NFC", out)
        out = step("text_cut", out, unicodedata.normalize("NFC", out[:MAX_TEXT]))
        for code in sorted(changed):
            self.counts[code] = self.counts.get(code, 0) + 1
        return out

    def notes(self) -> tuple[Note, ...]:
        """Return one note for each reason."""
        return tuple(
            Note.of(code, count=count, limit=MAX_TEXT) if code == "text_cut" else Note.of(code, count=count)
            for code, count in self.counts.items()
        )


def clean(text: str) -> str:
    """Return one text made safe, for names of files and layers.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        On one line, at most `MAX_TEXT` characters, in normal form C.
    """
    return " ".join(Cleaner()(text).split())


def label(text: str) -> str:
    """Return a short name for a message.

    Parameters
    ----------
    text : str
        Any text, for example a column's name.

    Returns
    -------
    str
        At most 40 characters.
    """
    return clean(text)[:40]


def is_clean(text: str) -> bool:
    """Tell whether cleaning would leave a text as it is.

    Parameters
    ----------
    text : str
        Any text.
    """
    return Cleaner()(text) == text


@dataclass(frozen=True, slots=True)
class SafeNames:
    """Column names made safe.

    Attributes
    ----------
    names : tuple of str or None
        New name of each column; None: leave the column out.
    notes : tuple of Note
        ``columns_renamed`` and ``columns_dropped``.
    """

    names: tuple[str | None, ...]
    notes: tuple[Note, ...]


# Names that mean the table itself to geopandas, GeoPackage or pandas.
_RESERVED = re.compile(
    r"geometry|geom|the_geom|wkb_geometry|wkt|fid|ogc_fid|rowid|index|level_\d+", re.IGNORECASE
)
# Names every JavaScript or Python object already has.
_INHERITED = {
    *("constructor", "prototype", "hasownproperty", "isprototypeof", "propertyisenumerable"),
    *("tolocalestring", "tostring", "valueof"),
}
_UNSAFE = re.compile(r"[^\w \-.:/()%°²³,+#№&]+")


def _safe(name: str) -> str:
    """Letters, digits and harmless signs; nothing a template or a spreadsheet would act on."""
    plain = " ".join(_UNSAFE.sub("_", Cleaner()(name).replace("\n", " ").replace("\t", " ")).split())
    if plain != name:
        plain = re.sub(r"_{2,}", "_", plain).strip("_-.:/,+& ")
    safe = re.sub(r"^(?:[^\w(№#%°]|__)+", "", plain)[:MAX_NAME].strip()
    return safe if safe.strip("_") else ""


def _inherited(name: str) -> bool:
    key = Cleaner()(name).strip().casefold()
    return key in _INHERITED or (key.startswith("__") and key.endswith("__") and len(key) > 4)


def safe_names(names: Sequence[str]) -> SafeNames:
    """Make column names safe for tables, maps, templates and browsers.

    Parameters
    ----------
    names : sequence of str
        As they stood in the file.

    Returns
    -------
    SafeNames
        Names are unique without regard to case.  Columns named like something every object of a
        language has (``__proto__``, ``constructor``) are left out.
    """
    out: list[str | None] = []
    taken = {"geometry"}
    renamed, dropped = [], []
    for number, name in enumerate(names, 1):
        if _inherited(name):
            out.append(None)
            dropped.append(number)
            continue
        base = _safe(name) or f"column {number}"
        reserved = _RESERVED.fullmatch(base) or _inherited(base)
        new = f"{base}_1" if reserved else base
        suffix = 1
        while new.casefold() in taken:
            suffix += 1
            new = f"{base[: MAX_NAME - 4]}_{suffix}"
        taken.add(new.casefold())
        out.append(new)
        if new != name:
            renamed.append((number, new))
    notes = []
    if renamed:
        notes.append(Note.of("columns_renamed", columns=_listed(f"{n} → {new}" for n, new in renamed)))
    if dropped:
        notes.append(Note.of("columns_dropped", columns=_listed(str(n) for n in dropped)))
    return SafeNames(tuple(out), tuple(notes))


def _listed(words: Iterable[str], limit: int = 10) -> str:
    items = list(words)
    return ", ".join(items[:limit]) + (f", … ({len(items)})" if len(items) > limit else "")
