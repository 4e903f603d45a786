"""The command ``picture``: a preview of a map view to share, and the years as an animation."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

from leopard_range.cli.class_sheets import edition_for, say_written
from leopard_range.errors import LeopardRangeError
from leopard_range.studies.shape import N_

__all__ = ["ABOUT", "add_pictures", "save_picture"]

ABOUT = (
    N_("Make pictures to share: a preview of a map view, the years as an animation."),
    "picture years --out leopards.gif --lang ko",
)
"""Of the group: sentence, example."""

_PREVIEW = (
    N_("Save a view of a map with its number that matters as a picture of 1200 x 630 pixels."),
    "picture preview --page explore --view 131.2,43.1,8 --year 2012 --out preview.png",
)
_YEARS = (
    N_("Save the years of the range and of protected land as an animation, at most 5 MB."),
    "picture years --out leopards.gif",
)


def add_pictures(command: Callable[..., argparse.ArgumentParser], _: Callable[[str], str]) -> None:
    """Add the actions ``preview`` and ``years`` with their options.

    Parameters
    ----------
    command : callable
        Adds an action with what every command has.
    _ : callable
        Translation function.
    """
    parser = command("preview", _PREVIEW)
    parser.add_argument(
        "--page",
        metavar="story|explore|then-now|cameras|corridor",
        default="explore",
        help=_("page with the map; explore when left out"),
    )
    parser.add_argument("--out", metavar="FILE.png", required=True, help=_("where to write"))
    parser.add_argument("--view", metavar="LON,LAT,ZOOM", help=_("centre in degrees and zoom level"))
    parser.add_argument("--year", metavar="YEAR", help=_("year shown; the page's own when left out"))
    parser.add_argument("--layers", metavar="A,B", help=_("layers shown; the usual ones when left out"))
    parser.add_argument(
        "--address", metavar="URL", help=_("where readers find the map, written below; LEOPARD_ADDRESS")
    )
    parser.set_defaults(run=partial(save_picture, "png"))
    parser = command("years", _YEARS)
    parser.add_argument("--out", metavar="FILE.gif", required=True, help=_("where to write"))
    parser.set_defaults(run=partial(save_picture, "gif"))


def save_picture(form: str, wishes: argparse.Namespace, language: str) -> None:
    """Save a picture into a file.

    Parameters
    ----------
    form : str
        ``png``: a preview; ``gif``: the years.
    wishes : Namespace
        Parsed arguments.
    language : str
        Language of the reader.

    Raises
    ------
    LeopardRangeError
        What the view has not, ``unknown_format``, ``font_missing``, ``cannot_write``: then there is no file.
    """
    from leopard_range.whole import write_whole

    out = Path(wishes.out)
    if out.suffix.lower() != f".{form}":
        raise LeopardRangeError("unknown_format", format=out.suffix, choices=form)
    body = _years(language) if form == "gif" else _preview(wishes, language)
    write_whole(out, body)
    say_written({out: body}, wishes, language)


def _years(language: str) -> bytes:
    from leopard_range.prints.pictures import years

    edition, _address = edition_for(language)
    return years(edition)


def _preview(wishes: argparse.Namespace, language: str) -> bytes:
    from leopard_range.config import checked_address
    from leopard_range.prints.pictures import asked_preview

    edition, address = edition_for(language)
    if wishes.address is not None:
        address = checked_address(wishes.address)
    options = {"v": wishes.view, "year": wishes.year, "on": wishes.layers}
    query = {key: str(value) for key, value in options.items() if value is not None}
    return asked_preview(edition, wishes.page, query, address=address)
