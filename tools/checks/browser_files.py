"""Write down the SHA-384 of the browser files the pinned packages bring.

``python -m tools.checks.browser_files`` after `make requirements`; a test compares the list with what
is installed, and the program with what it serves.
"""

from __future__ import annotations

import sys
from pathlib import Path

from leopard_range.maps import assets, integrity

__all__ = ["main", "written"]

FOLDERS = {"streamlit": "static", "streamlit_folium": "frontend/build"}


def written() -> str:
    """Return the manifest of what is installed."""
    lines = [
        "# SHA-384 of what browsers are given from other packages, at the pinned versions.",
        "# Written by `python -m tools.checks.browser_files`.",
        "",
        "[files]",
    ]
    for package, name, body in assets.foreign_files():
        lines.append(f'"{package}/{name}" = "{integrity.sri(body)}"')
    lines += ["", "[folders]"]
    for module, inside in FOLDERS.items():
        digest = integrity.folder_digest(integrity.package_folder(module, module) / inside)
        lines.append(f'"{module}/{inside}" = "{digest}"')
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the manifest."""
    path = Path(integrity.__file__).with_name(integrity.MANIFEST)
    path.write_text(written(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
