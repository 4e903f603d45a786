"""The named proposals of the data folder, as the page offers them."""

from __future__ import annotations

from leopard_range.ui.corridor.held import Held, add
from leopard_range.ui.session import catalog, language

__all__ = ["names", "take_named"]

_LAYER = "proposals"


def names() -> dict[str, str]:
    """Return identifier and name, in the reader's language, of every named proposal."""
    shelf = catalog()
    if _LAYER not in shelf.specs:
        return {}
    frame = shelf.layer(_LAYER).frame
    return dict(zip(frame["id"].astype(str), frame[f"name_{language()}"].astype(str), strict=True))


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
