"""The command ``print``: a view of a map as a page of paper."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from leopard_range.cli.class_sheets import say_written, write_all
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES, progress
from leopard_range.studies.shape import N_

__all__ = ["ABOUT", "PAGES", "add_map", "print_map"]

ABOUT = (
    N_("Print maps: pages of A4 or A3 with legend, scale and sources."),
    "print map explore --out map.pdf",
)
"""Of the group: sentence, example."""

PAGES = ("story", "explore", "then-now", "cameras", "corridor")
"""Pages whose map can be printed, the first one without a name in its address."""

_MAP = (
    N_("Print a view of a map as PDF or PNG; black-and-white copies stay readable."),
    "print map explore --view 131.2,43.1,8 --year 2012 --size A3 --landscape --out map.pdf",
)
_CLEAR = "\r\x1b[K"


def add_map(
    command: Callable[..., argparse.ArgumentParser], whole: Callable[[str, str], int], _: Callable[[str], str]
) -> None:
    """Add the action ``map`` and its options.

    Parameters
    ----------
    command : callable
        Adds an action with what every command has.
    whole : callable
        Name of an option and its text -> whole number, or a sentence why not.
    _ : callable
        Translation function.
    """
    parser = command("map", _MAP)
    parser.add_argument(
        "page", nargs="?", metavar="|".join(PAGES), help=_("page with the map; explore when left out")
    )
    parser.add_argument("--out", metavar="FILE.pdf|FILE.png", required=True, help=_("where to write"))
    parser.add_argument("--link", metavar="URL", help=_("whole address of a view, copied from a browser"))
    parser.add_argument("--view", metavar="LON,LAT,ZOOM", help=_("centre in degrees and zoom level"))
    parser.add_argument("--year", metavar="YEAR", help=_("year shown; the page's own when left out"))
    parser.add_argument("--layers", metavar="A,B", help=_("layers shown; the usual ones when left out"))
    parser.add_argument("--opacity", metavar="A:60,B:80", help=_("how opaque layers are, in percent"))
    parser.add_argument("--step", metavar="N", help=_("step of the story"))
    parser.add_argument("--title", metavar="TEXT", default="", help=_("words above the map"))
    parser.add_argument("--size", metavar="A4|A3", default="A4", help=_("size of the paper"))
    parser.add_argument("--landscape", action="store_true", help=_("wider than high"))
    parser.add_argument(
        "--address", metavar="URL", help=_("where readers find the map, for the code; LEOPARD_ADDRESS")
    )
    parser.add_argument(
        "--dpi",
        metavar="N",
        type=partial(whole, "--dpi"),
        default=300,
        help=_("pixels an inch of a PNG file") + " (300)",
    )
    parser.set_defaults(run=print_map)


def print_map(wishes: argparse.Namespace, language: str) -> None:
    """Print a map into a file, or into one for each page of pixels.

    Parameters
    ----------
    wishes : Namespace
        Parsed arguments.
    language : str
        Language of the reader.

    Raises
    ------
    LeopardRangeError
        What cannot be read, ``font_missing``, ``cannot_write``: then there is no file.
    """
    from leopard_range.catalog import open_catalog
    from leopard_range.config import checked_address, settings_from
    from leopard_range.maps import WebFile, atlas
    from leopard_range.prints.asked import FORMS, MapPrint, linked
    from leopard_range.prints.asked import print_map as printed
    from leopard_range.prints.pixels import numbered

    out = Path(wishes.out)
    form = out.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise LeopardRangeError("unknown_format", format=out.suffix, choices=", ".join(FORMS))
    query: dict[str, str] = {}
    page, address = wishes.page or "explore", wishes.address
    if wishes.link:
        home, page, query = linked(wishes.link, PAGES)
        address = address or home
        # A link says its language; the option, when it is given, says it louder.
        if language == "en" and query.get("lang") in LANGUAGES:
            language = query["lang"]
    query |= _asked(wishes)
    settings = settings_from()
    catalog = open_catalog(settings)
    spec = atlas.map_spec(catalog, page, language, lambda id_: WebFile(id_, "", b""))
    wish = MapPrint(
        query=tuple(query.items()),
        size=wishes.size,
        landscape=wishes.landscape,
        form=form,
        dpi=wishes.dpi,
        address=settings.address if address is None else checked_address(address),
        title=wishes.title,
    )
    shown = sys.stderr.isatty()
    try:
        made = printed(catalog, spec, wish, told=partial(_show, language) if shown else lambda _stage: None)
    finally:
        if shown:
            print(_CLEAR, end="", file=sys.stderr, flush=True)
    files = (
        {out: made[0]}
        if form == "pdf"
        else {out.with_name(name): page for name, page in numbered(made, out.stem).items()}
    )
    write_all(files)
    say_written(files, wishes, language)


def _asked(wishes: argparse.Namespace) -> dict[str, str]:
    """Return the options as parameters of a permalink: what they say goes before what a link says."""
    options: dict[str, Any] = {
        "v": wishes.view,
        "year": wishes.year,
        "on": None if wishes.layers is None else ",".join(part.strip() for part in wishes.layers.split(",")),
        "op": wishes.opacity,
        "step": wishes.step,
    }
    return {key: str(value) for key, value in options.items() if value is not None}


def _show(language: str, stage: str) -> None:
    print(f"{_CLEAR}{progress(0, stage, None, None, language)}", end="", file=sys.stderr, flush=True)
