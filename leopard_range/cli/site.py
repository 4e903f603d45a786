"""The command ``site``: the whole as files that need no server."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from leopard_range.config import checked_address, settings_from
from leopard_range.i18n import duration, number, translator

__all__ = ["write"]

_CLEAR = "\r\x1b[K"


def write(wishes: argparse.Namespace, language: str) -> None:
    """Write the static site and say what it is made of.

    Parameters
    ----------
    wishes : Namespace
        Parsed arguments.
    language : str
        Language of the reader.

    Raises
    ------
    LeopardRangeError
        Why there is no site.
    """
    from leopard_range.catalog import open_catalog
    from leopard_range.site.write import write_site

    _ = translator(language)
    start = time.monotonic()
    settings = settings_from()
    folder = Path(wishes.folder)
    address = checked_address(wishes.address or "") or settings.address

    def told(done: int, steps: int, name: str) -> None:
        if sys.stderr.isatty():
            print(f"{_CLEAR}{done + 1} / {steps}  {name}", end="", file=sys.stderr, flush=True)

    try:
        made = write_site(open_catalog(settings), folder, address=address, told=told)
    finally:
        if sys.stderr.isatty():
            print(_CLEAR, end="", file=sys.stderr, flush=True)
    size = sum(map(len, made.values()))
    seconds = time.monotonic() - start
    if wishes.json:
        found = {"folder": str(folder), "files": len(made), "bytes": size, "address": address}
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    text = _("{folder}: {count} files, {size} MB, written in {time}. Open index.html in a browser.")
    print(
        text.format(
            folder=folder,
            count=number(len(made), language),
            size=number(size / 1e6, language, 1),
            time=duration(seconds, language),
        )
    )
