"""Check that every sentence of the code is translated, or add new ones to the catalogues.

``python -m tools.checks.translations`` lists what is missing, empty, marked as uncertain or stale,
what has other blanks, tags, entities, addresses or code than its sentence, and what was left in English
(`tools.checks.latin`), and ends with 1.  With ``--update`` it adds the new message ids, with nothing beside
them, drops the stale ones and sorts the files; what is then empty waits for a translator.

The message ids are the English sentences: the first argument of ``_("...")`` and ``N_("...")``, and
the values of the word tables named in `TABLES`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tools.checks.latin import faults

__all__ = ["catalogue_path", "main", "message_ids", "problems", "update"]

ROOT = Path(__file__).parents[2]
LANGUAGES = ("ru", "zh", "ko")
KEYWORDS = ("_", "N_")
BLANK = re.compile(r"\{[^{}]*\}")


def message_ids(root: Path) -> tuple[str, ...]:
    """Collect the message ids of the code.

    Parameters
    ----------
    root : Path
        The project's folder.

    Returns
    -------
    tuple of str
        Each once, sorted.
    """
    found: set[str] = set()
    for path in (root / "app.py", *root.glob("pages/*.py"), *root.glob("leopard_range/**/*.py")):
        if path.is_file():
            found.update(_calls(ast.parse(path.read_text(encoding="utf-8"))))
    package = root / "leopard_range"
    for path in (*sorted((package / "i18n").glob("[a-z]*.py")), package / "maps" / "words.py"):
        found.update(_tables(ast.parse(path.read_text(encoding="utf-8"))))
    return tuple(sorted(found))


def catalogue_path(root: Path, language: str) -> Path:
    """Return where the catalogue of a language stands.

    Parameters
    ----------
    root : Path
        The project's folder.
    language : str
        One of `LANGUAGES`.
    """
    return root / "leopard_range" / "i18n" / f"{language}.po"


def problems(ids: Iterable[str], path: Path) -> list[str]:
    """List what is wrong with one catalogue.

    Parameters
    ----------
    ids : iterable of str
        Message ids of the code.
    path : Path
        A ``.po`` file.

    Returns
    -------
    list of str
        One line each; empty when the catalogue is complete.
    """
    wanted = set(ids)
    if not path.is_file():
        return [f"{path.name}: the file is missing"]
    catalogue = _read(path)
    entries = {str(message.id): message for message in catalogue if message.id}
    lines = [f"{path.name}: missing: {id_}" for id_ in sorted(wanted - entries.keys())]
    lines += [f"{path.name}: stale: {id_}" for id_ in sorted(entries.keys() - wanted)]
    for id_ in sorted(wanted & entries.keys()):
        text = str(entries[id_].string or "")
        if not text.strip():
            lines.append(f"{path.name}: empty: {id_}")
        elif entries[id_].fuzzy:
            lines.append(f"{path.name}: marked as uncertain: {id_}")
        elif sorted(BLANK.findall(id_)) != sorted(BLANK.findall(text)):
            lines.append(f"{path.name}: other blanks: {id_} -> {text}")
        else:
            lines += [f"{path.name}: {fault}: {id_} -> {text}" for fault in faults(id_, text)]
    return lines


def update(ids: Iterable[str], path: Path) -> None:
    """Add new message ids to a catalogue, drop stale ones, and write it sorted.

    Parameters
    ----------
    ids : iterable of str
        Message ids of the code.
    path : Path
        A ``.po`` file; made when it is missing.  The same input always gives the same bytes.
    """
    old = _read(path) if path.is_file() else Catalog()
    new = Catalog(locale=path.stem, fuzzy=False)
    for id_ in sorted(set(ids)):
        before = old.get(id_)
        translated = before and before.string
        new.add(id_, str(translated or ""), flags=before.flags if before else ())
    header = {
        "Language": path.stem,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    # Babel's own header carries dates, which would change the file at every run.
    lines = ['msgid ""', 'msgstr ""', *(f'"{key}: {value}\\n"' for key, value in header.items()), "", ""]
    with path.open("wb") as target:
        target.write("\n".join(lines).encode())
        write_po(target, new, width=100, no_location=True, omit_header=True, sort_output=True)


def main(arguments: Sequence[str] = (), root: Path = ROOT) -> int:
    """Check the catalogues of `root`, or bring them up to date with ``--update``.

    Parameters
    ----------
    arguments : sequence of str
        Empty or ``--update``.
    root : Path
        The project's folder.

    Returns
    -------
    int
        0 when every sentence is translated, otherwise 1.
    """
    ids = message_ids(root)
    paths = [catalogue_path(root, language) for language in LANGUAGES]
    if "--update" in arguments:
        for path in paths:
            update(ids, path)
    found = [line for path in paths for line in problems(ids, path)]
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{len(ids)} sentences in {len(LANGUAGES)} languages, {len(found)} problems")
    return 1 if found else 0


def _calls(tree: ast.AST) -> Iterator[str]:
    """Find the texts of ``_("...")`` and ``N_("...")``, inside f-strings as well.

    Babel's own extractor reads tokens, and before Python 3.12 an f-string is one token.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def _read(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=Locale(path.stem))


def _tables(module: ast.Module) -> Iterator[str]:
    """Find the sentences of a module's dictionaries, without importing it."""
    for node in module.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict):
            yield from ast.literal_eval(node.value).values()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
