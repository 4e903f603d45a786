"""Options of a project as values: yes or no, words, files that are found again where they lie now."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from leopard_range.errors import LeopardRangeError
from leopard_range.model import Note
from leopard_range.sources.corridor.ini import Ini

__all__ = ["Options", "output_name"]

_YES = frozenset({"true", "1", "yes", "on"})
_NO = frozenset({"false", "0", "no", "off", "none", ""})
_UP = 6
"""Folders above the file of options that relative paths may start from: projects are run from their root."""

_MAX_NAME = 120


class Options:
    """The options of one file, asked for one by one; what was not asked for is told at the end.

    Parameters
    ----------
    ini : Ini
        The file of options.
    root : Path
        Folder that relative paths start from at first.
    """

    def __init__(self, ini: Ini, root: Path = Path()) -> None:
        self.ini = ini
        self.root = root
        self.notes: list[Note] = []
        self._asked: set[str] = set()

    def text(self, name: str, default: str = "") -> str:
        """Return an option as written.

        Parameters
        ----------
        name : str
            Its name.
        default : str
            When it is left out.
        """
        self._asked.add(name)
        return self.ini.get(name, default)

    def yes(self, name: str, *, default: bool = False) -> bool:
        """Return whether an option is set.

        Parameters
        ----------
        name : str
            Its name.
        default : bool
            When it is left out.

        Raises
        ------
        LeopardRangeError
            ``project_option``.
        """
        word = self.text(name, str(default)).lower()
        if word not in _YES | _NO:
            raise self.wrong(name, "True, False")
        return word in _YES

    def word(self, name: str, choices: tuple[str, ...], default: str) -> str:
        """Return an option that is one of a few words.

        Parameters
        ----------
        name : str
            Its name.
        choices : tuple of str
            The words, in small letters.
        default : str
            When it is left out; empty: it must be given.

        Raises
        ------
        LeopardRangeError
            ``project_option``.
        """
        word = self.text(name, default).lower()
        if word not in choices:
            raise self.wrong(name, ", ".join(choices))
        return word

    def wrong(self, name: str, choices: str) -> LeopardRangeError:
        """Return the error of an option with a value it cannot have.

        Parameters
        ----------
        name : str
            Its name.
        choices : str
            What it can be.
        """
        row = self.ini.lines.get(name)
        place = {} if row is None else {"row": row}
        return LeopardRangeError(
            "project_option",
            file=self.ini.path.name,
            name=name,
            value=self.ini.get(name)[:80],
            choices=choices,
            **place,
        )

    def file(self, name: str) -> Path:
        """Find a file an option names.

        It is looked for as written, from the root, from the folder of the options and those above it,
        and at last by its bare name beside the options, which is noted.

        Parameters
        ----------
        name : str
            Name of the option.

        Raises
        ------
        LeopardRangeError
            ``project_file_unsaid``, ``project_file_missing``.
        """
        written = self.text(name)
        row = self.ini.lines.get(name)
        place = {} if row is None else {"row": row}
        if not written or written.startswith("(") or written.lower() == "none":
            raise LeopardRangeError("project_file_unsaid", file=self.ini.path.name, name=name, **place)
        try:
            found, moved = _look(self.root, self.ini.path.resolve().parent, written)
        except (OSError, ValueError):
            found, moved = None, False
        if found is None:
            raise LeopardRangeError(
                "project_file_missing", file=self.ini.path.name, name=name, value=written[:200], **place
            )
        if moved:
            self.notes.append(Note.of("project_file_moved", name=name, value=written, found=found.name))
        return found

    def unasked(self) -> list[str]:
        """List the options nobody asked for, in the order of the file."""
        return [name for name in self.ini.words if name not in self._asked]


def _look(root: Path, folder: Path, written: str) -> tuple[Path | None, bool]:
    plain = written.strip("\"'").replace("\\", "/")
    places = [root, folder, *list(folder.parents)[:_UP]]
    # an absolute path stands for itself, whatever it is joined to
    for place in places:
        if (place / plain).is_file():
            return place / plain, False
    beside = folder / PurePosixPath(plain).name
    return (beside, True) if beside.is_file() else (None, False)


def output_name(written: str, default: str) -> str | None:
    """Return what the names of all result files begin with; None when it cannot be part of a name.

    Parameters
    ----------
    written : str
        The option ``output_file``: a path, of which only the name counts, up to ``.out``.
    default : str
        When none is written.
    """
    plain = written.strip("\"'").replace("\\", "/")
    if not plain or plain.startswith("("):
        plain = default
    name = plain.rpartition("/")[2].split(".out")[0]
    good = name and name.isprintable() and name not in (".", "..") and len(name.encode()) <= _MAX_NAME
    return name if good else None
