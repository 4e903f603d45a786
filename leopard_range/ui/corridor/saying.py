"""What stands on the map of proposals, in sentences."""

from __future__ import annotations

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from leopard_range.content.told import shapes_say, surface_says
from leopard_range.ui.corridor.held import Found
from leopard_range.ui.corridor.others import Others
from leopard_range.ui.corridor.pictures import PARTS, picture_file, pictures_of, shapes_of
from leopard_range.ui.session import language, words

__all__ = ["area_says", "others_say", "parts_say", "picture_says"]


def _say(title: str, named: dict[str, BaseGeometry]) -> str:
    shapes = gpd.GeoSeries(list(named.values()), crs="EPSG:4326")
    return shapes_say(title, shapes, language(), names=tuple(named))


def area_says(name: str, area: BaseGeometry) -> str:
    """Tell how large a proposal is and where it lies.

    Parameters
    ----------
    name : str
        As somebody wrote it.
    area : geometry
        EPSG:4326.
    """
    return _say(words()("Proposal"), {name: area})


def others_say(beside: Others) -> str:
    """Tell how large the other proposals are.

    Parameters
    ----------
    beside : Others
        All of them.
    """
    shapes = gpd.GeoSeries(list(beside.shapes.values()), crs="EPSG:4326")
    names = [beside.names[number] for number in beside.shapes]
    return shapes_say(words()("Other proposals"), shapes, language(), names=names)


def parts_say(found: Found, kind: str) -> str:
    """Tell how long the lines of an answer are, or how large its areas; empty without any.

    Parameters
    ----------
    found : Found
        An answer.
    kind : str
        ``LineString`` or ``Polygon``.
    """
    _ = words()
    shapes = {_(PARTS[key][0]): one for key, one in shapes_of(found).items() if one.geom_type.endswith(kind)}
    title = _("Path") if kind == "LineString" else _("Band of cheap ways")
    return _say(title, shapes) if shapes else ""


def picture_says(found: Found, at: int) -> str:
    """Tell the values of a surface of an answer.

    Parameters
    ----------
    found : Found
        An answer.
    at : int
        Which of its surfaces.

    Raises
    ------
    LeopardRangeError
        ``address_unknown``: there is no such surface.
    """
    _, lang = words(), language()
    box = picture_file(found, at)[1]
    key = f"says-{at}-{lang}"
    if key not in found.drawn:
        one = pictures_of(found)[at]
        found.drawn[key] = surface_says(
            _(one.name), _(one.unit or one.name), one.values, one.grid, lang, box=box, edges=one.edges
        )
    return str(found.drawn[key])
