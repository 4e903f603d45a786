"""Values of answers as text: what front ends take from `leopard_range.i18n.values`."""

from __future__ import annotations

from leopard_range.i18n.values import bounds, shown, unit_of

__all__ = ["bounds", "shown", "unit_of"]
