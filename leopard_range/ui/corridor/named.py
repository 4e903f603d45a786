"""The named proposals of the data folder, as the page offers them."""

from __future__ import annotations

import math

from leopard_range.i18n import number, percent
from leopard_range.studies import answer
from leopard_range.studies.corridor.audit import AuditQuestion
from leopard_range.ui.corridor.held import Held, add
from leopard_range.ui.session import catalog, language, words

__all__ = ["names", "take_named", "told", "warm_audit"]

_LAYER = "proposals"


def names() -> dict[str, str]:
    """Return identifier and name, in the reader's language, of every named proposal."""
    shelf = catalog()
    if _LAYER not in shelf.specs:
        return {}
    frame = shelf.layer(_LAYER).frame
    # Those with published figures first: they are what everything here can be compared with.
    frame = frame.sort_values("least_cost_path_km", na_position="last", kind="stable")
    return dict(zip(frame["id"].astype(str), frame[f"name_{language()}"].astype(str), strict=True))


def told() -> dict[str, str]:
    """Return what is published about every named proposal, in a few words."""
    _, lang, shelf = words(), language(), catalog()
    if _LAYER not in shelf.specs:
        return {}
    about = {}
    for row in shelf.layer(_LAYER).frame.to_dict("records"):
        parts = []
        if _known(row.get("least_cost_path_km")):
            path = number(row["least_cost_path_km"], lang, 1)
            parts.append(_("published path {path} km").format(path=path))
        if _known(row.get("forest_share")):
            parts.append(_("{share} forest").format(share=percent(row["forest_share"], lang, 0)))
        about[str(row["id"])] = " · ".join([*parts, _("schematic")])
    return about


def _known(found: object) -> bool:
    return isinstance(found, int | float) and math.isfinite(found)


def take_named(id_: str) -> None:
    """Take a named proposal into the session and look at it.

    Parameters
    ----------
    id_ : str
        One of `names`.

    Raises
    ------
    LeopardRangeError
        ``proposals_many``.
    """
    add(Held(names()[id_], id=id_))


def warm_audit() -> None:
    """Audit a named proposal, so that nobody's first click waits for libraries and layers.

    Raises
    ------
    LeopardRangeError
        When a data file is missing or damaged.
    """
    shelf = catalog()
    if _LAYER in shelf.specs:
        answer(shelf, AuditQuestion(str(shelf.layer(_LAYER).frame["id"].iloc[0])), "public")
