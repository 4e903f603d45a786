"""What stands around the map of the Explore page."""

from __future__ import annotations

from datetime import date
from html import escape
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from leopard_range.i18n import LANGUAGES, number, percent, pick
from leopard_range.reports import formats_of
from leopard_range.studies.protected import ProtectedQuestion
from leopard_range.studies.range import RangeQuestion
from leopard_range.ui.answers import ask
from leopard_range.ui.frame import answer_notes, card_row
from leopard_range.ui.session import catalog, language, words

__all__ = ["download_links", "facts_row", "feature_list", "links_of"]

_NAMES = [f"name_{code}" for code in LANGUAGES]


def links_of(id_: str) -> str:
    """Return links to a layer in every format as HTML.

    Parameters
    ----------
    id_ : str
        A layer.
    """
    lang = language()
    shown = {"geojson": "GeoJSON", "gpkg": "GeoPackage", "csv": "CSV", "zip": "ZIP"}
    return " · ".join(
        f'<a href="./download/{escape(id_)}.{form}?{urlencode({"lang": lang})}" download>{shown[form]}</a>'
        for form in formats_of(catalog().spec(id_))
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
        st.html(
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
                f"{number(change.current_km2, lang)} km²",
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
    answer_notes(change, today)


def feature_list() -> None:
    """Show what the map shows as a table, for everybody who cannot use a map."""
    _, lang = words(), language()
    with st.expander(_("The same as a list"), icon=":material/list:"):
        specs = [s for s in catalog().specs.values() if s.on_map and s.group not in ("base",)]
        chosen = st.selectbox(
            _("Layer"), [s.id for s in specs], format_func=lambda i: pick(catalog().spec(i).title, lang)
        )
        layer = catalog().layer(chosen, public=True)
        frame = pd.DataFrame(layer.frame.drop(columns="geometry"))
        name = f"name_{lang}"
        columns = [
            c
            for c in frame.columns
            if c == name or c not in (*_NAMES, "informationWithheld", "dataGeneralizations")
        ]
        shown = frame[[c for c in (name, *columns) if c in frame.columns]].loc[
            :, lambda f: ~f.columns.duplicated()
        ]
        st.caption(pick(layer.spec.about, lang))
        st.dataframe(shown, hide_index=True)
