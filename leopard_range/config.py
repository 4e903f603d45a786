"""Settings, read once from the environment at an entry point."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, cast

from leopard_range.errors import LeopardRangeError

__all__ = ["Role", "Settings", "default_data_folder", "settings_from"]

Role = Literal["public", "planner"]
_ROLES = ("public", "planner")


def default_data_folder() -> Path:
    """Return the embedded data: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "geodata"
    return inside if inside.is_dir() else package.parent / "geodata"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a process is started with; fixed for its life.

    Attributes
    ----------
    role : str
        ``public`` (default) or ``planner``.
    data : Path
        Folder with ``catalog.toml``.
    species : str
        Which species file to use.
    today : date
        Day from which the public delay is counted.
    """

    role: Role = "public"
    data: Path = field(default_factory=default_data_folder)
    species: str = "amur-leopard"
    today: date = field(default_factory=date.today)


def settings_from(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from environment variables.

    Parameters
    ----------
    environment : mapping, optional
        ``LEOPARD_ROLE``, ``LEOPARD_DATA``, ``LEOPARD_SPECIES``; ``os.environ`` when left out.

    Raises
    ------
    LeopardRangeError
        ``unknown_role``, ``data_folder_missing``.
    """
    env = os.environ if environment is None else environment
    role = env.get("LEOPARD_ROLE", "public").strip() or "public"
    if role not in _ROLES:
        raise LeopardRangeError("unknown_role", role=role)
    data = Path(env["LEOPARD_DATA"]) if env.get("LEOPARD_DATA") else default_data_folder()
    if not (data / "catalog.toml").is_file():
        raise LeopardRangeError("data_folder_missing", folder=str(data))
    return Settings(role=cast(Role, role), data=data, species=env.get("LEOPARD_SPECIES") or "amur-leopard")
