"""The action ``print lesson``: lessons, glossary and quiz for a class, on paper."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import number, translator
from leopard_range.studies.shape import N_

if TYPE_CHECKING:
    from leopard_range.content import Edition

__all__ = ["add_lesson", "edition_for", "print_lesson", "say_written", "write_all"]

_LESSON = (
    N_("Print a lesson, the glossary or the quiz for a class as PDF or PNG."),
    "print lesson 10-12 --sheet teacher --lang ko --out lesson.pdf",
)


def add_lesson(command: Callable[..., argparse.ArgumentParser], _: Callable[[str], str]) -> None:
    """Add the action ``lesson`` and its options.

    Parameters
    ----------
    command : callable
        Adds an action with what every command has.
    _ : callable
        Translation function.
    """
    parser = command("lesson", _LESSON)
    parser.add_argument(
        "lesson", metavar="10-12|13-15|16-18|glossary|quiz", help=_("ages of the lesson, or the other sheets")
    )
    parser.add_argument(
        "--out",
        metavar="FILE.pdf|FILE.png",
        required=True,
        help=_("where to write; several pages of PNG become FILE-1.png, FILE-2.png and so on"),
    )
    parser.add_argument(
        "--sheet", metavar="pupil|teacher", default="pupil", help=_("for whom; pupil when left out")
    )
    parser.add_argument("--size", metavar="A4|A3", default="A4", help=_("size of the paper"))
    parser.add_argument(
        "--address", metavar="URL", help=_("where readers find the map, for the code; LEOPARD_ADDRESS")
    )
    parser.set_defaults(run=print_lesson)


def edition_for(language: str) -> tuple[Edition, str]:
    """Return the content in a language as the settings say, and where readers find it.

    Parameters
    ----------
    language : str
        Language of the reader.

    Raises
    ------
    LeopardRangeError
        When a setting or the data folder is wrong.
    """
    from leopard_range.catalog import open_catalog
    from leopard_range.config import settings_from
    from leopard_range.content import Edition
    from leopard_range.maps import WebFile
    from leopard_range.studies import answer

    settings = settings_from()
    catalog = open_catalog(settings).cleared("public")

    @cache
    def ask(question: Any) -> Any:
        return answer(catalog, question)

    def publish(file: WebFile) -> str:
        return f"./{file.path}"

    def page(name: str, query: Mapping[str, str]) -> str:
        return f"./{name}?{urlencode({'lang': language, **query}, safe=',:')}"

    return Edition(catalog, language, ask, publish, lambda _id: (), page), settings.address


def print_lesson(wishes: argparse.Namespace, language: str) -> None:
    """Print a lesson into a file, or one file for each page of pixels.

    Parameters
    ----------
    wishes : Namespace
        Parsed arguments.
    language : str
        Language of the reader.

    Raises
    ------
    LeopardRangeError
        ``unknown_lesson``, ``unknown_sheet``, ``unknown_paper``, ``unknown_format``, ``font_missing``,
        ``cannot_write``: then there is no file.
    """
    from leopard_range.config import checked_address
    from leopard_range.prints.lesson import handout
    from leopard_range.prints.pixels import numbered, pngs

    out = Path(wishes.out)
    form = out.suffix.lower()
    if form not in (".pdf", ".png"):
        raise LeopardRangeError("unknown_format", format=out.suffix, choices="pdf, png")
    edition, address = edition_for(language)
    if wishes.address is not None:
        address = checked_address(wishes.address)
    pdf = handout(edition, wishes.lesson, wishes.sheet, size=wishes.size, address=address)
    if form == ".pdf":
        files = {out: pdf}
    else:
        files = {out.with_name(name): page for name, page in numbered(pngs(pdf), out.stem).items()}
    write_all(files)
    say_written(files, wishes, language)


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write every page or none: half a lesson helps nobody.

    Parameters
    ----------
    files : mapping of Path to bytes
        Pages of one document.

    Raises
    ------
    LeopardRangeError
        ``cannot_write``.
    """
    from leopard_range.whole import write_whole

    new = [path for path in files if not path.exists()]
    try:
        for path, content in files.items():
            write_whole(path, content)
    except LeopardRangeError:
        for path in new:
            path.unlink(missing_ok=True)
        raise


def say_written(files: Mapping[Path, bytes], wishes: argparse.Namespace, language: str) -> None:
    """Say which files were written, as text or as JSON.

    Parameters
    ----------
    files : mapping of Path to bytes
        What was written.
    wishes : Namespace
        Parsed arguments.
    language : str
        Language of the reader.
    """
    if wishes.json:
        told = [{"file": str(path), "bytes": len(content)} for path, content in files.items()]
        print(json.dumps({"files": told}, ensure_ascii=False, indent=2))
        return
    _ = translator(language)
    for path, content in files.items():
        print(_("{file} written, {size} kB").format(file=path, size=number(len(content) / 1000, language, 1)))
