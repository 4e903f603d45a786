"""What only planners meet: the way in and out, and closer looks at sensitive layers."""

from __future__ import annotations

import json
from html import escape

import streamlit as st

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import pick, sentence
from leopard_range.maps.close import close_id, sensitive
from leopard_range.reports import formats_of, record
from leopard_range.ui.clearance import clearance, login, person, sealed, sign_out
from leopard_range.ui.login import Person
from leopard_range.ui.plain import show_text
from leopard_range.ui.seals import LIFE_S
from leopard_range.ui.session import catalog, language, role, settings, words

__all__ = ["closer_look", "door", "standing"]

_EXACT = "exact_positions"
_FORMATS = {"geojson": "GeoJSON", "gpkg": "GeoPackage", "csv": "CSV"}


def standing() -> LeopardRangeError | None:
    """Return why the person of this run may not enter; None when they may.

    A public process is open to everybody; a planner's only to planners.
    """
    if role() != "planner":
        return None
    try:
        person()
    except LeopardRangeError as problem:
        return problem
    return None


def door(problem: LeopardRangeError | None) -> None:
    """Show who is in with the way out, or, instead of any page, the way in.

    Parameters
    ----------
    problem : LeopardRangeError or None
        From `standing`.
    """
    if role() != "planner":
        return
    if problem is None:
        _who(person())
    else:
        _way_in(problem)


def _who(who: Person) -> None:
    _ = words()
    with st.container(key="person"):
        if login() is None:
            st.html(f'<span class="role">{escape(_("Planner"))}</span>')
            return
        with st.popover(_("Planner"), icon=":material/person:"):
            show_text(_("Signed in as {name}").format(name=who.name))
            st.button(_("Sign out"), icon=":material/logout:", on_click=sign_out, key="sign_out")


def _way_in(problem: LeopardRangeError) -> None:
    _, found = words(), login()
    with st.container(key="way_in"):
        st.title(_("For planners"), anchor=False)
        show_text(sentence(problem, language()))
        if problem.code == "not_a_planner":
            st.button(_("Sign out"), icon=":material/logout:", on_click=sign_out, key="sign_out")
        elif found is not None and st.button(
            _("Sign in"), type="primary", icon=":material/login:", key="sign_in"
        ):
            st.login(found.provider or None)


def closer_look() -> None:
    """Show planners how exact the points on the map are, and let them ask for more or take them along."""
    if clearance() == "planner":
        _closer_look()


# Drawn again in time, so that the addresses on the page always hold; who may see is asked each time.
@st.fragment(run_every=LIFE_S * 0.8)
def _closer_look() -> None:
    _, exact = words(), bool(st.session_state.get(_EXACT))
    try:
        who = person()
        if _bar(exact=exact):
            if not exact:
                for spec in sensitive(catalog()):
                    record(settings().audit, who=who.id, action="unlock", layer=spec.id)
            st.session_state[_EXACT] = not exact
            st.rerun(scope="fragment")
        _hand_out(exact=exact)
    except LeopardRangeError as problem:
        st.session_state[_EXACT] = False
        show_text(sentence(problem, language()))


def _bar(*, exact: bool) -> bool:
    """Show the bar above the map; return whether its button was pressed."""
    _ = words()
    if exact:
        text = _("Camera stations and sightings are shown where they are. Do not pass them on.")
        label, icon = _("Show rounded positions"), ":material/blur_on:"
    else:
        text = _(
            "As a planner you can see camera stations and sightings as points, rounded to 0.01° "
            "(about 1 km). Exact views are logged with your name."
        )
        label, icon = _("Show exact positions"), ":material/my_location:"
    with st.container(
        key="closer_exact" if exact else "closer", horizontal=True, vertical_alignment="center"
    ):
        show_text(text)
        pressed = st.button(label, icon=icon, key="exact_switch")
        with st.popover(_("Download points"), icon=":material/download:"):
            st.html(_links(exact=exact))
    return pressed


def _links(*, exact: bool) -> str:
    lang = language()
    how = "exact" if exact else "rounded"
    rows = "".join(
        f"<li><b>{escape(pick(spec.title, lang))}</b><br>"
        + " · ".join(
            f'<a href="./{escape(sealed(f"planner/download/{spec.id}.{how}.{form}", lang=lang))}" download>'
            f"{_FORMATS[form]}</a>"
            for form in formats_of(spec)
        )
        + "</li>"
        for spec in sensitive(catalog())
    )
    return f'<ul class="downloads">{rows}</ul>'


def _hand_out(*, exact: bool) -> None:
    """Hand the map its addresses (``explorer.js``: sealed layers)."""
    _ = words()
    how, badge = ("exact", _("exact positions")) if exact else ("rounded", _("rounded to 0.01°"))
    handed = {
        close_id(spec.id): {"url": sealed(f"planner/layers/{spec.id}.{how}.geojson"), "badge": badge}
        for spec in sensitive(catalog())
    }
    st.html(f'<span hidden data-lr-sealed="{escape(json.dumps(handed, ensure_ascii=False))}"></span>')
