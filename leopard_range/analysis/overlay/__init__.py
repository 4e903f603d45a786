"""Areas that ranges share with other polygons, and what protects a range."""

from leopard_range.analysis.overlay.areas import OverlayArea, overlay_area
from leopard_range.analysis.overlay.protected import ProtectedShare, protected_share, standing

__all__ = ["OverlayArea", "ProtectedShare", "overlay_area", "protected_share", "standing"]
