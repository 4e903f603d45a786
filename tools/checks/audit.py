"""Ask a public service whether a pinned package has a known weakness, and never call silence an answer.

``python -m tools.checks.audit`` prints one line: ``run`` with what was found, or ``not run`` with the
reason.  A package mirror answers every question with "nothing known"; so the service is first asked
about a package whose weaknesses everybody knows.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Report", "main", "read_report"]

ROOT = Path(__file__).parents[2]
SERVICES = ("pypi", "osv")
CONTROL = "jinja2==2.4.1"
"""Several weaknesses of this release are published; a service that knows none of them knows nothing."""
_PATIENCE_S = 180


@dataclass(frozen=True, slots=True)
class Report:
    """What a service said.

    Attributes
    ----------
    asked : int
        Packages it knows.
    skipped : tuple of str
        Packages it does not know.
    weak : tuple of str
        Packages with a known weakness, with its name.
    """

    asked: int
    skipped: tuple[str, ...]
    weak: tuple[str, ...]


def read_report(text: str) -> Report | None:
    """Read what pip-audit wrote.

    Parameters
    ----------
    text : str
        Its JSON output.

    Returns
    -------
    Report or None
        None when it is no report.
    """
    try:
        rows = json.loads(text)["dependencies"]
        skipped = tuple(row["name"] for row in rows if "skip_reason" in row)
        weak = tuple(
            f"{row['name']} {row['version']}: {one['id']}" for row in rows for one in row.get("vulns", ())
        )
    except (ValueError, KeyError, TypeError):
        return None
    return Report(len(rows) - len(skipped), skipped, weak)


def main(arguments: Sequence[str] = (), root: Path = ROOT) -> int:
    """Ask each service until one knows its business, and print what it says.

    Parameters
    ----------
    arguments : sequence of str
        Not used.
    root : Path
        Folder with ``requirements.txt``.

    Returns
    -------
    int
        1 when a package has a known weakness; 0 otherwise, also when nothing could be asked.
    """
    with tempfile.TemporaryDirectory() as folder:
        control = Path(folder) / "control.txt"
        control.write_text(f"{CONTROL}\n", encoding="ascii")
        for service in SERVICES:
            known = _asked(service, control)
            if known is None or not known.weak:
                continue
            found = _asked(service, root / "requirements.txt")
            if found is None or not found.asked:
                continue
            print(_told(service, found))
            return 1 if found.weak else 0
    print(
        f"Audit: not run. No service ({', '.join(SERVICES)}) could be reached that knows {CONTROL} "
        "to be weak. Nothing is known about the pinned packages."
    )
    return 0


def _told(service: str, found: Report) -> str:
    lines = [f"Audit: run with {service}; {found.asked} packages asked, {len(found.weak)} weaknesses."]
    if found.skipped:
        lines.append(f"Not asked, because the service does not know them: {', '.join(found.skipped)}.")
    return "\n".join([*lines, *found.weak])


def _asked(service: str, requirements: Path) -> Report | None:
    command = [
        *(sys.executable, "-m", "pip_audit", "--requirement", str(requirements), "--vulnerability-service"),
        *(service, "--disable-pip", "--no-deps", "--format", "json", "--progress-spinner", "off"),
        *("--timeout", "10"),
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PATIENCE_S)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return read_report(done.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
