"""The leopard's way: a board of real land to cross as cheaply as the computer does."""

from __future__ import annotations

from html import escape
from typing import Any

from leopard_range.content.edition import Edition
from leopard_range.content.games.frame import folded, game, paragraph
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import number, sentence
from leopard_range.studies.corridor.board import Board, board

__all__ = ["FAMILIES", "path_game"]

FAMILIES: dict[str, tuple[str, str]] = {
    "forest": ("F", "#4B7662"),
    "open": ("W", "#B0BE55"),
    "grass": ("G", "#FFEFBB"),
    "near": ("N", "#E8A1AA"),
    "field": ("C", "#B2702A"),
    "town": ("T", "#5A1A4F"),
    "water": ("~", "#8DA6E1"),
    "high": ("H", "#E0E5F9"),
}
"""How ground is drawn: letter and colour; the script adds a pattern to each."""

_FAMILY = {
    **dict.fromkeys(("1", "2", "3", "4", "5"), "forest"),
    **dict.fromkeys(("6", "7", "8", "9"), "open"),
    **dict.fromkeys(("10", "11"), "grass"),
    **dict.fromkeys(("12", "14"), "field"),
    **dict.fromkeys(("13", "town"), "town"),
    **dict.fromkeys(("town_far", "town_near"), "near"),
    "0": "water",
}
_CODES = "0123456789abcdefghijklmnopqrstuvwxyz"


def path_game(edition: Edition) -> str:
    """Write the leopard's way.

    Parameters
    ----------
    edition : Edition
        For whom.

    Returns
    -------
    str
        HTML; ``learn.js`` turns it into a game.  A sentence where the data folder lacks the ground.
    """
    try:
        found = board(edition.catalog)
    except LeopardRangeError as problem:
        return paragraph(sentence(problem, edition.lang))
    _ = edition.words
    names = {"a": found.start_name[edition.lang], "b": found.goal_name[edition.lang]}
    lead = _(
        "Lead a leopard from {a} (A) to {b} (B). Every square costs strength: forest little, a town a lot."
    )
    data = _data(edition, found)
    return game(
        "path",
        edition.lang,
        {**_words(edition), "lead": lead.format(**names)},
        data,
        body=paragraph(lead.format(**names)) + _table(edition, found, data["classes"]),
        more=_legend(edition, found, data) + _more(edition, found),
    )


def _data(edition: Edition, found: Board) -> dict[str, Any]:
    """Return what the script needs to count exactly as the study does."""
    classes = found.costs.classes
    used = sorted({key for key in found.ground.ravel() if key}, key=lambda key: (classes[key].value, key))
    code = {key: _CODES[at] for at, key in enumerate(used)}
    return {
        "classes": [
            {
                "name": classes[key].name[edition.lang],
                "cost": classes[key].value,
                "family": _FAMILY.get(key, "high"),
            }
            for key in used
        ],
        "families": FAMILIES,
        "ground": ["".join(code.get(key, ".") for key in row) for row in found.ground],
        "lines": [
            {
                "kind": classes[key].kind,
                "name": classes[key].name[edition.lang],
                "cost": classes[key].value,
                "cells": [int(at) for at in cells.ravel().nonzero()[0]],
                "drawn": found.lines.get(key, ()),
            }
            for key, cells in sorted(
                found.crossed.items(), key=lambda pair: (classes[pair[0]].value, pair[0])
            )
        ],
        "width_km": found.costs.line_width_m / 1000,
        "cell_km": found.cell_km,
        "start": [int(at) for at in found.start.ravel().nonzero()[0]],
        "goal": [int(at) for at in found.goal.ravel().nonzero()[0]],
        "best": [row * found.grid.shape[1] + column for row, column in found.way],
        "bestCost": found.way_cost_km,
    }


def _words(edition: Edition) -> dict[str, str]:
    _ = edition.words
    return {
        "board": _("Board with {rows} rows and {columns} columns"),
        "help": _(
            "Click a square, drag with the mouse, or use the arrows below. With the keyboard: arrow keys look at a "
            "square, Enter walks there, Backspace takes a step back."
        ),
        "cell": _("row {row}, column {column}"),
        "each": _("points for a km: {cost}"),
        "start": _("A, the start"),
        "goal": _("B, the goal"),
        "crossed": _("crossed by: {names}"),
        "points": _("Points so far"),
        "km": _("Kilometres"),
        "undo": _("One step back"),
        "restart": _("Start over"),
        "show": _("Show the cheapest way"),
        "hide": _("Hide the cheapest way"),
        "inside": _("Walking inside A costs nothing. Pick any square of A to start from."),
        "walked": _("You are at {place}. {points} points so far."),
        "blocked": _("Nothing walks there."),
        "done": _("You are there: {points} points. The cheapest way costs {best}."),
        "perfect": _("No way is cheaper. You think like a leopard!"),
        "close": _("Very close: only {percent}% more than the cheapest."),
        "far": _("{percent}% more than the cheapest. Look where it crosses the valley, then try again."),
        "lines": _("{points} of your points come from roads, railways and rivers."),
        "north": _("North-west|North|North-east|West|East|South-west|South|South-east"),
        "table": _("The board as a table"),
    }


def _legend(edition: Edition, found: Board, data: dict[str, Any]) -> str:
    """Write what each class costs, the cheapest first."""
    _ = edition.words
    ground = "".join(
        f'<li><span class="swatch" data-family="{one["family"]}">{FAMILIES[one["family"]][0]}</span>'
        f"<span>{escape(one['name'])}</span><b>{number(one['cost'], edition.lang)}</b></li>"
        for one in data["classes"]
    )
    extra = found.costs.line_width_m / 1000
    lines = "".join(
        f'<li><span class="swatch" data-line="{one["kind"]}"></span><span>{escape(one["name"])}</span>'
        f"<b>+ {number(one['cost'] * extra, edition.lang, 1)}</b></li>"
        for one in data["lines"]
    )
    note = _("Points for one kilometre; a road, railway or river adds its points each time you cross it.")
    return (
        f'<div class="key"><p>{escape(note)}</p><ul class="ground">{ground}</ul>'
        f'<ul class="lines">{lines}</ul></div>'
    )


def _table(edition: Edition, found: Board, classes: list[dict[str, Any]]) -> str:
    """Write the board as letters, for readers without a screen or a script, and for paper."""
    _ = edition.words
    family = {one["name"]: FAMILIES[one["family"]][0] for one in classes}
    rows = []
    for at, keys in enumerate(found.ground):
        cells = []
        for column, key in enumerate(keys):
            letter = family[found.costs.classes[key].name[edition.lang]] if key else "–"
            end = "A" if found.start[at, column] else "B" if found.goal[at, column] else ""
            crossed = any(one[at, column] for one in found.crossed.values())
            cells.append(f"<td>{letter}{end}{'+' if crossed else ''}")
        rows.append(f"<tr><th scope=row>{at + 1}{''.join(cells)}")
    head = "".join(f"<th scope=col>{column + 1}" for column in range(found.grid.shape[1]))
    caption = escape(
        _(
            "F forest, W open woodland, G grass, N near a settlement, C fields, T town; + a road, railway or river; A start, B goal. A square is 3 km wide."
        )
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(_("The board as a table"))}">'
        f'<table class="letters"><caption>{caption}</caption>'
        f"<thead><tr><td>{head}</thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _more(edition: Edition, found: Board) -> str:
    _ = edition.words
    why = _(
        "Why roads matter: the cheapest way across this land costs {with_lines} points. Without roads, railways and "
        "the river it would cost {without}. A road can kill, and it cuts a forest in two. A tunnel or a bridge for animals makes a way cheap again."
    ).format(
        with_lines=number(found.way_cost_km, edition.lang), without=number(found.free_cost_km, edition.lang)
    )
    how = _(
        "The land is real: land cover of 2019 in squares of about 5 km, roads drawn straight from town to town. The points are our "
        "reading of published studies, not measured: trust their order, not their size. Planners use the same "
        "counting on the page Corridors, with smaller squares."
    )
    sources = "".join(f"<li>{escape(one.text)}</li>" for one in found.citations)
    return (
        paragraph(why) + paragraph(how, "source") + folded(_("Sources"), f'<ul class="source">{sources}</ul>')
    )
