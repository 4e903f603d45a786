"""What stands around the map of the Explore page."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from leopard_range.content import listed, numbers
from leopard_range.i18n import pick
from leopard_range.ui.answers import edition, with_terms
from leopard_range.ui.frame import piece, show_html
from leopard_range.ui.plain import show_text
from leopard_range.ui.printing import print_menu
from leopard_range.ui.session import language, words

__all__ = ["download_links", "facts_row", "feature_list"]


def download_links() -> None:
    """Show the menu with every layer of the map as a file."""
    _, lang = words(), language()
    row = st.container(horizontal=True, horizontal_alignment="right")
    with row:
        print_menu("explore")
    with row, st.popover(_("Download"), icon=":material/download:"):
        st.markdown(_("Each file carries its source, licence and cautions."))
        this, file = escape(_("This map")), escape(_("One HTML file, works offline"))
        save = escape(urlencode({**st.query_params.to_dict(), "lang": lang}))
        show_html(
            f'<ul class="downloads"><li><b>{this}</b><br>'
            f'<a href="./save/explore?{save}" data-save="explore" download>{file}</a></li>'
            f"{listed.download_items(edition())}</ul>"
        )


def facts_row() -> None:
    """Show the four numbers everybody asks for, with their cautions and sources."""
    row, *rest = numbers.facts(edition())
    st.html(with_terms(row))
    for part in filter(None, rest):
        show_html(part)


@piece
def feature_list() -> None:
    """Show what the map shows as a table, for everybody who cannot use a map."""
    _, this = words(), edition()
    with st.expander(_("The same as a list"), icon=":material/list:"):
        specs = {spec.id: spec for spec in listed.listed_layers(this)}
        chosen = st.selectbox(
            _("Layer"), list(specs), format_func=lambda id_: pick(specs[id_].title, this.lang)
        )
        show_text(pick(specs[chosen].about, this.lang))
        show_html(listed.layer_table(this, chosen))
