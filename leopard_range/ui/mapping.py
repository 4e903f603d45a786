"""The maps of the pages, mounted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import streamlit as st

from leopard_range.config import Role
from leopard_range.content.described import described
from leopard_range.i18n import note_sentence
from leopard_range.maps import LiveState, MapSpec, MapState, RangeMap, atlas, parse_state, shared, spec_file
from leopard_range.model import Answer
from leopard_range.studies import answer
from leopard_range.studies.describe import DescribeQuestion
from leopard_range.ui import served
from leopard_range.ui.clearance import clearance
from leopard_range.ui.picturing import picture_links
from leopard_range.ui.plain import show_notice
from leopard_range.ui.printing import print_address
from leopard_range.ui.session import catalog, language, role, settings

__all__ = ["map_spec", "page_address", "saved_map", "show_map"]


@lru_cache(maxsize=32)
def map_spec(page: str, lang: str, clearance: Role = "public") -> MapSpec:
    """Build the map of a page in a language, once.

    Parameters
    ----------
    page : str
        ``story``, ``explore``, ``then-now`` or ``cameras``.
    lang : str
        Language of labels, legends and popups.
    clearance : str
        Whose map: a planner's lists sensitive layers as points too.

    Raises
    ------
    LeopardRangeError
        ``unknown_page`` and the catalog's own.
    """
    spec = atlas.map_spec(catalog(), page, lang, served.layer_file, close=clearance == "planner")
    spec = described(spec, catalog(), _described)
    address = page_address(page)
    # Only a public process lets other pages show its maps; an address leads to one.
    frames = bool(address) or role() == "public"
    return shared(spec, page=address, prints=print_address(page), frames=frames, **picture_links(page, lang))


@lru_cache(maxsize=128)
def _described(question: DescribeQuestion) -> Answer:
    """Measure what the public view of a layer shows, once for all languages and pages."""
    found: Answer = answer(catalog(), question, "public")
    return found


def page_address(page: str) -> str:
    """Return where everybody finds a page, when the keeper of the server has named an address.

    Parameters
    ----------
    page : str
        Name of a page.

    Raises
    ------
    LeopardRangeError
        When a setting is wrong.
    """
    base = settings().address
    return base and f"{base}/{'' if page == 'story' else page}"


def show_map(page: str, *, go: MapState | None = None, height: int = 620) -> None:
    """Mount a page's map, or move the one that is mounted.

    Parameters
    ----------
    page : str
        ``story``, ``explore``, ``then-now`` or ``cameras``.
    go : MapState, optional
        Where a story step takes the map; left out, the address decides how it starts.
    height : int
        Height in pixels.
    """
    # Imported before the server runs, the component would not be found by the browser.
    from streamlit_folium import st_folium

    lang = language()
    spec = map_spec(page, lang, clearance())
    file = served.publish(spec_file(spec))
    state = MapState()
    if go is None:
        state, dropped = parse_state(st.query_params.to_dict(), spec)
        for note in dropped:
            show_notice(note_sentence(note, lang), "warning")
    folium_map = RangeMap(spec, spec_url=file.path, prefix="../../", sorry=spec.words["map_failed"])
    st_folium(
        folium_map,
        key=f"map-{page}-{lang}",
        height=height,
        use_container_width=True,
        returned_objects=[],
        feature_group_to_add=LiveState(go or state, go=go is not None),
    )


def saved_map(page: str, lang: str, query: Mapping[str, str]) -> tuple[str, bytes]:
    """Write a page's map, as the address describes it, into one HTML file.

    Parameters
    ----------
    page : str
        Page whose map it is.
    lang : str
        Language of the file.
    query : mapping
        ``v``, ``on``, ``year``, ``op`` of a permalink.

    Returns
    -------
    tuple of (str, bytes)
        File name and content; it opens without a server or a network, and always
        holds the public view: a file goes further than its owner thinks.

    Raises
    ------
    LeopardRangeError
        ``unknown_page`` and the catalog's own.
    """
    spec = map_spec(page, lang)
    state, _dropped = parse_state(query, spec)
    body = atlas.saved_map(catalog(), spec, state, served.layer_file)
    return f"amur-leopard-{page}-{lang}.html", body
