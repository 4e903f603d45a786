"""Settings, read once from the environment at an entry point."""

from __future__ import annotations

import math
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit

from leopard_range.errors import LeopardRangeError

__all__ = [
    "Role",
    "Settings",
    "checked_address",
    "default_audit_log",
    "default_data_folder",
    "default_workspace_folder",
    "settings_from",
]

Role = Literal["public", "planner"]
_ROLES = ("public", "planner")
_ENGINES = ("here", "processes", "dask")
_LONGEST_SESSION_H = 168
"""A week: nobody should see exact positions for longer on one sign-in."""

_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|[0-9a-f]*:[0-9a-f:.]+")


_PATH = re.compile(r"(/[A-Za-z0-9._~%-]*)*")


def default_data_folder() -> Path:
    """Return the embedded data: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "geodata"
    return inside if inside.is_dir() else package.parent / "geodata"


def default_audit_log() -> Path:
    """Return where exact views are logged when nothing else is said: in the runner's home."""
    return Path.home() / ".leopard-range" / "audit.jsonl"


def default_workspace_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Return where projects are kept when nothing else is said: among the user's own data.

    Parameters
    ----------
    environment : mapping, optional
        ``XDG_DATA_HOME``, ``LOCALAPPDATA``; ``os.environ`` when left out.
    """
    env = os.environ if environment is None else environment
    if named := env.get("XDG_DATA_HOME") or env.get("LOCALAPPDATA"):
        base = Path(named)
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path.home() / ".local" / "share"
    return base / "leopard-range"


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
    engine : str
        Where work runs: ``here``, ``processes``, ``dask`` or the address of a Dask scheduler.
    planner_claim : str
        Claim of the signed-in person that makes a planner (``groups``, ``email``);
        used only where planners sign in.
    planner_values : tuple of str
        What the claim must be, or hold.
    session_hours : float
        Hours after which a planner is asked to sign in again.
    secrets : Path or None
        File with the sign-in's secrets (table ``auth``); None: where Streamlit looks.
    audit : Path
        Log of every time exact positions were asked for; outside the repository.
    workspace : Path
        Folder in which planners' projects are kept; a public process never opens it.
    hosts : tuple of str
        Names under which browsers reach the server, beside this machine's own.
    address : str
        Where readers find the public app or site, ``https://map.example.org/leopards``: no slash at
        the end; links on paper and in preview tags begin with it.  Empty when nobody said.
    """

    role: Role = "public"
    data: Path = field(default_factory=default_data_folder)
    species: str = "amur-leopard"
    today: date = field(default_factory=date.today)
    engine: str = "processes"
    planner_claim: str = ""
    planner_values: tuple[str, ...] = ()
    session_hours: float = 12.0
    secrets: Path | None = None
    audit: Path = field(default_factory=default_audit_log)
    workspace: Path = field(default_factory=default_workspace_folder)
    hosts: tuple[str, ...] = ()
    address: str = ""


def settings_from(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from environment variables.

    Parameters
    ----------
    environment : mapping, optional
        ``LEOPARD_ROLE``, ``LEOPARD_DATA``, ``LEOPARD_SPECIES``, ``LEOPARD_PLANNER_CLAIM``,
        ``LEOPARD_PLANNER_VALUES``, ``LEOPARD_SESSION_HOURS``, ``LEOPARD_SECRETS``, ``LEOPARD_AUDIT``,
        ``LEOPARD_ENGINE``, ``LEOPARD_WORKSPACE``, ``LEOPARD_HOSTS``, ``LEOPARD_ADDRESS``; ``os.environ``
        when left out.

    Raises
    ------
    LeopardRangeError
        ``unknown_role``, ``data_folder_missing``, ``bad_session_hours``,
        ``unknown_engine``, ``bad_host_name``, ``bad_address``.
    """
    env = os.environ if environment is None else environment
    role = env.get("LEOPARD_ROLE", "public").strip() or "public"
    if role not in _ROLES:
        raise LeopardRangeError("unknown_role", role=role)
    data = Path(env["LEOPARD_DATA"]) if env.get("LEOPARD_DATA") else default_data_folder()
    if not (data / "catalog.toml").is_file():
        raise LeopardRangeError("data_folder_missing", folder=str(data))
    folder = env.get("LEOPARD_WORKSPACE")
    return Settings(
        role=cast(Role, role),
        data=data,
        species=env.get("LEOPARD_SPECIES") or "amur-leopard",
        engine=_engine(env.get("LEOPARD_ENGINE", "").strip() or "processes"),
        planner_claim=env.get("LEOPARD_PLANNER_CLAIM", "").strip(),
        planner_values=tuple(
            v for part in env.get("LEOPARD_PLANNER_VALUES", "").split(",") if (v := part.strip())
        ),
        session_hours=_hours(env.get("LEOPARD_SESSION_HOURS", "").strip() or "12"),
        secrets=Path(env["LEOPARD_SECRETS"]) if env.get("LEOPARD_SECRETS") else None,
        audit=Path(env["LEOPARD_AUDIT"]) if env.get("LEOPARD_AUDIT") else default_audit_log(),
        workspace=Path(folder) if folder else default_workspace_folder(env),
        hosts=_hosts(env.get("LEOPARD_HOSTS", "")),
        address=checked_address(env.get("LEOPARD_ADDRESS", "")),
    )


def checked_address(text: str) -> str:
    """Return where readers find the app or the site, without a slash at its end.

    Parameters
    ----------
    text : str
        ``https://map.example.org/leopards/``; empty for none.

    Raises
    ------
    LeopardRangeError
        ``bad_address``: not http or https, no host, with a query, a name or a password.
    """
    written = text.strip()
    if not written:
        return ""
    try:
        parts = urlsplit(written)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise LeopardRangeError("bad_address", address=written) from None
    good = parts.scheme in ("http", "https") and _HOST.fullmatch(host) and _PATH.fullmatch(parts.path)
    if not good or port == 0 or re.search(r"[\s@?#]", written):
        raise LeopardRangeError("bad_address", address=written)
    return written.rstrip("/")


def _engine(text: str) -> str:
    # A scheduler's address names how to reach it: tcp://host:8786.
    if text not in _ENGINES and "://" not in text:
        raise LeopardRangeError("unknown_engine", engine=text, choices=", ".join(_ENGINES))
    return text


def _hours(text: str) -> float:
    try:
        hours = float(text)
    except ValueError:
        hours = math.nan
    if not 0 < hours <= _LONGEST_SESSION_H:
        raise LeopardRangeError("bad_session_hours", value=text, most=_LONGEST_SESSION_H)
    return hours


def _hosts(text: str) -> tuple[str, ...]:
    names = tuple(name.strip().lower().rstrip(".") for name in text.split(",") if name.strip())
    for name in names:
        if not _HOST.fullmatch(name):
            raise LeopardRangeError("bad_host_name", name=name)
    return names
