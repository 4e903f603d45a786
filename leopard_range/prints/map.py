"""A view of a map as a page of paper: A4 or A3, with everything that a map on a wall needs."""

from __future__ import annotations

from datetime import date

from leopard_range import __version__
from leopard_range.catalog import Catalog
from leopard_range.i18n import translator
from leopard_range.maps import MapSpec, MapState
from leopard_range.maps.state import Box
from leopard_range.prints.code import permalink
from leopard_range.prints.sheet import MARGIN, Sheet, Size, check_size
from leopard_range.reports.pdf import Paper

__all__ = ["map_page", "page_title"]


def page_title(page: str, lang: str) -> str:
    """Return what a printed map of a page is called.

    Parameters
    ----------
    page : str
        ``story``, ``explore``, ``then-now``, ``cameras``, ``corridor``.
    lang : str
        Language of the reader.
    """
    _ = translator(lang)
    titles = {
        "story": _("The story of the Amur leopard"),
        "explore": _("Where the Amur leopard lives"),
        "then-now": _("The Amur leopard, then and now"),
        "cameras": _("Counting leopards with cameras"),
        "corridor": _("Corridors for the Amur leopard"),
    }
    return titles.get(page, _("The Amur leopard"))


def map_page(
    catalog: Catalog,
    spec: MapSpec,
    state: MapState,
    *,
    day: date,
    box: Box | None = None,
    size: Size = "A4",
    landscape: bool = False,
    address: str = "",
    title: str = "",
    step: int | None = None,
) -> bytes:
    """Print a view of a map, always the public one.

    Parameters
    ----------
    catalog : Catalog
        Where the layers come from.
    spec : MapSpec
        The map, in the reader's language.
    state : MapState
        What the reader has set: view, year, layers, opacity.
    day : date
        Day it is made.
    box : tuple of float, optional
        West, south, east, north in degrees, instead of the state's view.
    size : str
        ``A4`` or ``A3``.
    landscape : bool
        Wider than high.
    address : str
        Where the application stands, for the code; without it a line says where to look.
    title : str
        Above the map; the page's own when left out.
    step : int, optional
        Step of the story, from 1: the code leads there.

    Returns
    -------
    bytes
        PDF; the same for the same view and day.

    Raises
    ------
    LeopardRangeError
        ``unknown_paper``, ``font_missing`` and the catalog's own.
    """
    check_size(size)
    title = title or page_title(spec.id, spec.lang)
    paper = Paper(title=title, language=spec.lang, day=day, size=size, landscape=landscape)
    paper.left, paper.right, paper.bottom = MARGIN, paper.right + paper.left - MARGIN, paper.bottom + 10
    link = permalink(address, spec.id, spec.lang, state, step) if address else ""
    Sheet(paper, catalog, spec, state, size=size, landscape=landscape, box=box).fill(title, link)
    _ = translator(spec.lang)
    foot = _("Leopard Range Explorer {version} · data {data} · printed on {day}").format(
        version=__version__, data=catalog.version[:12], day=day.isoformat()
    )
    return paper.finish(foot, _("page {page} of {pages}"))
