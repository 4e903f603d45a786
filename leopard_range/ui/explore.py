"""What stands around the map of the Explore page."""

from __future__ import annotations

from datetime import date
from html import escape
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from leopard_range.i18n import number, percent, pick, quantity
from leopard_range.maps.atlas import facts
from leopard_range.model import Layer
from leopard_range.studies.protected import ProtectedQuestion
from leopard_range.studies.range import RangeQuestion
from leopard_range.ui.answers import ask, edition
from leopard_range.ui.frame import card_row, cautions, piece, show_html, show_sources
from leopard_range.ui.plain import show_text
from leopard_range.ui.session import catalog, language, words

__all__ = ["download_links", "facts_row", "feature_list", "links_of"]

_MOST_ROWS = 60
"""Longer lists would cost every reader what only few read."""


def links_of(id_: str) -> str:
    """Return links to a layer in every format as HTML.

    Parameters
    ----------
    id_ : str
        A layer.
    """
    return " · ".join(
        f'<a href="{escape(address)}" download>{form}</a>' for form, address in edition().links(id_)
    )


def download_links() -> None:
    """Show the menu with every layer of the map as a file."""
    _, lang = words(), language()
    with (
        st.container(horizontal=True, horizontal_alignment="right"),
        st.popover(_("Download"), icon=":material/download:"),
    ):
        st.markdown(_("Each file carries its source, licence and cautions."))
        rows = "".join(
            f"<li><b>{escape(pick(spec.title, lang))}</b><br>{links_of(spec.id)}</li>"
            for spec in catalog().specs.values()
            if spec.on_map and spec.group != "base"
        )
        this, file = escape(_("This map")), escape(_("One HTML file, works offline"))
        save = escape(urlencode({**st.query_params.to_dict(), "lang": lang}))
        show_html(
            f'<ul class="downloads"><li><b>{this}</b><br>'
            f'<a href="./save/explore?{save}" data-save="explore" download>{file}</a></li>{rows}</ul>'
        )


def facts_row() -> None:
    """Show the four numbers everybody asks for, with their cautions and sources."""
    _, lang = words(), language()
    change = ask(RangeQuestion())
    today = ask(ProtectedQuestion(year=date.today().year))
    plots = catalog().table("plot_counts")
    counted = plots[plots["year"] == 2011].iloc[0]
    interval = f"{percent(change.lost_share_low, lang)}–{percent(change.lost_share_high, lang)}"
    card_row(
        (
            (
                _("Share of the historic range lost"),
                percent(change.lost_share, lang),
                _("{interval}, depending on the outlines and their errors").format(interval=interval),
            ),
            (
                _("Range today"),
                quantity(change.current_km2, "km²", lang),
                _("schematic; published: {area} km²").format(area=number(change.published_current_km2, lang)),
            ),
            (
                _("Protected share of today's range, {year}").format(year=today.year),
                percent(today.protected_share, lang, 0),
                _("{area} km² in reserves; some outlines are approximate").format(
                    area=number(today.protected_km2, lang)
                ),
            ),
            (
                _("Individuals identified, 2011"),
                number(float(counted["high"]), lang),
                _("on one camera plot; before that, seven to nine a year"),
            ),
        )
    )
    cautions((*change.notes, *today.notes))
    show_sources((*change.citations, *today.citations, catalog().spec("plot_counts").cite))


@piece
def feature_list() -> None:
    """Show what the map shows as a table, for everybody who cannot use a map."""
    _, lang = words(), language()
    with st.expander(_("The same as a list"), icon=":material/list:"):
        public = [s for s in catalog().specs.values() if s.has_public_view]
        specs = [s for s in public if s.on_map and s.group not in ("base",)]
        chosen = st.selectbox(
            _("Layer"), [s.id for s in specs], format_func=lambda i: pick(catalog().spec(i).title, lang)
        )
        layer = catalog().layer(chosen, public=True)
        show_text(pick(layer.spec.about, lang))
        show_html(_table(layer, lang))


def _table(layer: Layer, lang: str) -> str:
    """Write a layer's features as a table with the popup's labels and words."""
    _ = words()
    told = facts(layer.spec, lang, catalog().rules)
    names = f"name_{lang}"
    named = names in layer.frame.columns
    heads = [_("Name")] * named + [f"{fact.label}, {fact.unit}" if fact.unit else fact.label for fact in told]
    columns = [names] * named + [fact.column for fact in told]
    if not columns:
        return f"<p>{escape(_('The features of this layer have no names or facts; the map shows their shapes.'))}</p>"
    words_of = {fact.column: fact.values for fact in told}
    frame = layer.frame.sort_values(columns[0]).head(_MOST_ROWS)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td>{escape(words_of.get(column, {}).get(str(cell), _plain(cell, lang)))}</td>"
            for column, cell in zip(columns, row, strict=True)
        )
        + "</tr>"
        for row in frame[columns].itertuples(index=False)
    )
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    more = len(layer.frame) - len(frame)
    rest = (
        _("{count} more: download the layer to see them all.").format(count=number(more, lang))
        if more
        else ""
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(pick(layer.spec.title, lang))}">'
        f'<table class="numbers list"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        f"<p>{escape(rest)}</p>"
    )


def _plain(cell: object, lang: str) -> str:
    """Write a cell: nothing for a missing one, numbers with a fraction the way the language does."""
    if pd.isna(cell):  # type: ignore[call-overload]
        return ""
    if isinstance(cell, float):
        return number(cell, lang, 0 if cell == int(cell) else 1)
    return str(cell)
