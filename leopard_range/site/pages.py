"""The pages of the site, each made of the same pieces as the app's page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from typing import Any

from leopard_range.content import Edition, learn, listed, methods, numbers
from leopard_range.content.glossary import terms
from leopard_range.content.lessons import lessons
from leopard_range.content.linked import linked
from leopard_range.content.story import step_html, steps
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import pick, translator
from leopard_range.site.document import MapPart, Page

__all__ = ["MAPS", "PAGES", "page", "titles"]

PAGES = ("story", "explore", "then-now", "learn", "data")
"""Names of the pages, in the order of the menu."""

MAPS = ("story", "explore", "then-now")
"""Pages with a map."""


def titles(lang: str) -> dict[str, str]:
    """Return the pages' titles in a language.

    Parameters
    ----------
    lang : str
        Language of the site.
    """
    _ = translator(lang)
    return {
        "story": _("Story"),
        "explore": _("Explore"),
        "then-now": _("Then & now"),
        "learn": _("Learn"),
        "data": _("Data & methods"),
    }


def page(edition: Edition, name: str, drawn: MapPart | None = None) -> Page:
    """Write the content of a page.

    Parameters
    ----------
    edition : Edition
        For whom.
    name : str
        One of `PAGES`.
    drawn : MapPart, optional
        Its map; one of `MAPS` needs it.

    Raises
    ------
    LeopardRangeError
        ``unknown_page`` and what the studies and the catalog raise.
    """
    make: dict[str, Callable[[Edition], Page]] = {
        "story": _story,
        "explore": _explore,
        "then-now": _then_now,
        "learn": _learn,
        "data": _data,
    }
    if name not in make:
        raise LeopardRangeError("unknown_page", page=name, choices=", ".join(PAGES))
    made = make[name](edition)
    before, after = (_with_terms(edition, html, name) for html in (made.before, made.after))
    return replace(made, before=before, after=after, map=drawn)


def _with_terms(edition: Edition, html: str, name: str) -> str:
    """Link the words of the glossary; the page that holds it needs no way there."""
    if name == "learn" or not html:
        return html
    return linked(html, terms(edition.words), edition.page("learn", {}))


def _story(edition: Edition) -> Page:
    _ = edition.words
    told = steps(_)
    shown = "".join(
        f'<li id="step-{at}">{step_html(edition, step, at, len(told), heading="h2")}'
        f"{_more(edition, step.page)}</li>"
        for at, step in enumerate(told, 1)
    )
    way, text = escape(edition.page("explore", {})), escape(_("Explore the map"))
    onward = f'<a class="button" data-onward href="{way}">{text}</a>'
    turn = (
        f'<div class="turn"><button type="button" data-turn="-1">{escape(_("Back"))}</button>'
        f'<button type="button" data-turn="1">{escape(_("Next"))}</button>{onward}</div>'
        '<p class="lr-hidden" role="status" data-leopard-said></p>'
    )
    about = _("Where the Amur leopard lived, where it lives now, and how we know.")
    return Page(
        "story", edition.lang, _("Story"), about, f'<ol class="steps" data-leopard-steps>{shown}</ol>{turn}'
    )


def _more(edition: Edition, name: str) -> str:
    _ = edition.words
    if name != "cameras":
        return ""
    return f'<p><a href="{escape(edition.page(name, {}))}">{escape(_("Cameras: how we know"))}</a></p>'


def _explore(edition: Edition) -> Page:
    _, lang = edition.words, edition.lang
    specs = listed.listed_layers(edition)
    tables = "".join(
        f"<details><summary>{escape(pick(spec.title, lang))}</summary>"
        f'<p class="quiet">{escape(pick(spec.about, lang))}</p>'
        f"{listed.layer_table(edition, spec.id)}</details>"
        for spec in specs
    )
    list_ = f'<section class="listed"><h2>{escape(_("The same as a list"))}</h2>{tables}</section>'
    about = _("Layers of the leopard's range, of reserves and cameras, on a map with years to look through.")
    return Page(
        "explore",
        lang,
        _("Where the leopards are"),
        about,
        after="".join((*numbers.facts(edition), list_)),
    )


def _then_now(edition: Edition) -> Page:
    _ = edition.words
    outlines, kinds = numbers.historics(edition), numbers.places(edition)
    choice = _choice("historic", _("Historic range"), outlines) + _choice("places", _("Places"), kinds)
    parts = "".join(
        f'<section data-choice="{historic} {by}"><h2>{escape(outline)} · {escape(kind)}</h2>'
        f"{''.join(numbers.loss(edition, historic, by))}</section>"
        for historic, outline in outlines.items()
        for by, kind in kinds.items()
    )
    about = _("The range of about 1850 beside the range of today, and what was lost in every country.")
    return Page(
        "then-now", edition.lang, _("Then & now"), about, after=f'<div class="choices">{choice}</div>{parts}'
    )


def _choice(name: str, label: str, options: Mapping[Any, str]) -> str:
    """Write buttons of which one is chosen; without the script every part is shown instead."""
    rows = "".join(
        f'<label><input type="radio" name="{name}" value="{escape(key)}"{" checked" if at == 0 else ""}>'
        f"<span>{escape(text)}</span></label>"
        for at, (key, text) in enumerate(options.items())
    )
    return f'<fieldset class="choice"><legend>{escape(label)}</legend>{rows}</fieldset>'


def _learn(edition: Edition) -> Page:
    _ = edition.words
    taught = "".join(learn.lesson_html(edition, lesson) for lesson in lessons(edition))
    parts = (
        ("lessons", _("Lessons"), f'<section id="lessons">{taught}</section>'),
        ("glossary", _("Glossary"), learn.glossary_html(edition)),
        ("quiz", _("Quiz"), learn.quiz_html(edition)),
        ("know", _("How do we know?"), learn.know_html(edition)),
    )
    ways = "".join(f'<li><a href="#{id_}">{escape(title)}</a></li>' for id_, title, _html in parts)
    body = "".join(f'<div class="part"><h2>{escape(title)}</h2>{html}</div>' for _id, title, html in parts)
    about = _("Lessons for three ages, a glossary, a quiz, and games that show how leopards are counted.")
    return Page(
        "learn",
        edition.lang,
        _("Learn"),
        about,
        f'<nav class="parts" aria-label="{escape(_("Learn"))}"><ul>{ways}</ul></nav>{body}',
        scripts=("learn.js",),
        styles=("learn.css",),
    )


def _data(edition: Edition) -> Page:
    _ = edition.words
    groups = "".join(
        f"<h3>{escape(title)}</h3>{methods.layer_cards(edition, group)}"
        for group, title in methods.groups(edition).items()
    )
    about = _("Every layer with its source, date, licence and file, and how every number is made.")
    return Page(
        "data",
        edition.lang,
        _("Data & methods"),
        about,
        f'<p class="quiet">{escape(_("Each file carries its source, licence and cautions."))}</p>'
        f"<section><h2>{escape(_('Layers'))}</h2>{groups}</section>"
        f"<section><h2>{escape(_('Methods'))}</h2>{methods.methods(edition)}</section>"
        f"{_licences(edition)}",
    )


def _licence_line(source: str, licence: str, attribution: str) -> str:
    parts = [escape(part) for part in dict.fromkeys((source, licence)) if part]
    if attribution not in ("", source, licence):
        # It stands as it is to be cited.
        parts.append(f'<span class="source" lang="en">{escape(attribution)}</span>')
    return " · ".join(parts)


def _licences(edition: Edition) -> str:
    """Write whose work is in here: every source once, with its licence."""
    _, lang = edition.words, edition.lang
    rows = dict.fromkeys(
        (pick(spec.source, lang), spec.licence, spec.attribution) for spec in edition.catalog.specs.values()
    )
    items = "".join(f"<li>{_licence_line(*row)}</li>" for row in rows)
    return f'<section id="sources"><h2>{escape(_("Sources and licences"))}</h2><ul>{items}</ul></section>'
