"""Files of options: sections, and one ``name = value`` a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from leopard_range.errors import LeopardRangeError

__all__ = ["Ini", "read_ini"]

_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Ini:
    """The options a file states; sections only order them, names are unique across the file.

    Attributes
    ----------
    path : Path
        The file.
    words : Mapping of str to str
        Value of each option as written, by its name in small letters.
    lines : Mapping of str to int
        Row of the file each stands in, from 1.
    """

    path: Path
    words: Mapping[str, str]
    lines: Mapping[str, int]

    def get(self, name: str, default: str = "") -> str:
        """Return the value of an option.

        Parameters
        ----------
        name : str
            Its name in small letters.
        default : str
            Value of one that is left out or empty.
        """
        return self.words.get(name, "") or default


def read_ini(path: Path) -> Ini:
    """Read a file of options; nothing in it is evaluated.

    Parameters
    ----------
    path : Path
        Lines ``name = value`` or ``name: value``; ``#`` and ``;`` begin a comment at the start of a
        line, ``;`` after a space also behind a value.  Where a name stands twice the later one counts.

    Returns
    -------
    Ini
        Names in small letters, values as written (backslashes and percent signs are just signs).

    Raises
    ------
    LeopardRangeError
        ``file_missing``, ``project_options_size``, ``not_utf8``, ``project_line``.
    """
    words: dict[str, str] = {}
    lines: dict[str, int] = {}
    for row, line in enumerate(_text(path).splitlines(), start=1):
        said = line.strip()
        if not said or said[0] in "#;" or (said[0] == "[" and said[-1] == "]"):
            continue
        name, sign, value = said.partition("=")
        if not sign:
            name, sign, value = said.partition(":")
        key = name.strip().lower()
        if not sign or not key:
            raise LeopardRangeError("project_line", file=path.name, row=row, value=said[:80])
        words[key], lines[key] = value.split(" ;")[0].strip(), row
    return Ini(path, words, lines)


def _text(path: Path) -> str:
    if not path.is_file():
        raise LeopardRangeError("file_missing", file=str(path))
    if path.stat().st_size > _MAX_BYTES:
        raise LeopardRangeError("project_options_size", file=path.name, limit_mb=_MAX_BYTES // 1_000_000)
    data = path.read_bytes()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise LeopardRangeError("not_utf8", file=path.name) from None
