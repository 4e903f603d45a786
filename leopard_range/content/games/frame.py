"""The box every game stands in: its words and numbers for the script, its text for those without one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

__all__ = ["folded", "game", "paragraph"]


def game(
    name: str, lang: str, words: Mapping[str, str], data: Mapping[str, Any], *, body: str, more: str = ""
) -> str:
    """Write a game.

    Parameters
    ----------
    name : str
        What ``learn.js`` calls it.
    lang : str
        Language, for numbers.
    words : Mapping of str to str
        Sentences of the script in the reader's language, with blanks.
    data : Mapping
        Numbers of the script; what JSON can hold.
    body : str
        HTML that stands in the place of the game until the script takes it, or for good.
    more : str
        HTML below the game, with and without script.

    Returns
    -------
    str
        HTML; texts in attributes are escaped.
    """
    return (
        f'<div class="game" data-learn="{name}" data-lang="{lang}" data-words="{_json(words)}" '
        f'data-game="{_json(data)}"><div class="stage" data-learn-stage data-plain>{body}</div>{more}</div>'
    )


def _json(value: Mapping[str, Any]) -> str:
    return escape(json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")))


def paragraph(text: str, kind: str = "") -> str:
    """Write a paragraph.

    Parameters
    ----------
    text : str
        Plain text.
    kind : str
        Class of the style sheet.
    """
    return f"<p{f' class={chr(34)}{kind}{chr(34)}' if kind else ''}>{escape(text)}</p>"


def folded(title: str, html: str) -> str:
    """Write a part that is folded away.

    Parameters
    ----------
    title : str
        Plain text.
    html : str
        What it holds, escaped.
    """
    return f'<details class="game-more"><summary>{escape(title)}</summary>{html}</details>'
