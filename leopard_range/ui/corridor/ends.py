"""What a corridor can connect: the protected areas, by name."""

from __future__ import annotations

from leopard_range.ui.session import catalog, language, words

__all__ = ["end_choices"]

_LAYERS = ("park", "reserves_osm", "reserves")


def end_choices() -> dict[str, str]:
    """Return identifier and name of every place a corridor can lead to, the proposal's own end first."""
    _, lang, shelf = words(), language(), catalog()
    ends = {"": _("as the proposal says")}
    for layer in _LAYERS:
        if layer in shelf.specs:
            frame = shelf.layer(layer).frame
            ends |= dict(zip(frame["id"].astype(str), frame[f"name_{lang}"].astype(str), strict=True))
    return ends
