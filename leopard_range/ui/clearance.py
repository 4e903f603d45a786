"""Who may see what in this run: the process's role, and who has signed in."""

from __future__ import annotations

from leopard_range.config import Role
from leopard_range.errors import LeopardRangeError
from leopard_range.ui.session import role

__all__ = ["clearance", "require"]


def clearance() -> Role:
    """Return what the person of this run may see: ``planner`` or ``public``."""
    return role()


def require(needed: Role) -> None:
    """Stop this run unless the person may see what follows; call it first on a planner's page.

    Parameters
    ----------
    needed : str
        ``public`` or ``planner``.

    Raises
    ------
    LeopardRangeError
        ``needs_planner``.
    """
    if needed == "planner" and clearance() != "planner":
        raise LeopardRangeError("needs_planner")
