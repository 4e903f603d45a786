"""What a page's map can be shared as."""

from __future__ import annotations

from dataclasses import replace

from leopard_range.i18n import translator
from leopard_range.maps.spec import MapSpec, Share

__all__ = ["SHARED", "shared"]

SHARED: tuple[str, ...] = ("story", "explore", "then-now", "cameras", "corridor")
"""Pages whose map can be shared."""


def shared(
    spec: MapSpec,
    *,
    page: str = "",
    preview: str = "",
    years: str = "",
    prints: str = "",
    frames: bool = True,
) -> MapSpec:
    """Return a map with the dialog that shares it.

    Parameters
    ----------
    spec : MapSpec
        The map of one of `SHARED`; another one is returned as it is.
    page, preview, years, prints, frames
        See `Share`.
    """
    if spec.id not in SHARED:
        return spec
    _ = translator(spec.lang)
    title = f"{_('Leopard Range Explorer')}: {spec.title}"
    share = Share(title, page, preview, years, prints, view=spec.id != "story", frames=frames)
    return replace(spec, flags=spec.flags | {"share"}, share=share)
