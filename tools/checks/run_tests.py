"""Run the tests, and remember on which tree they passed.

``python -m tools.checks.run_tests [pytest arguments]`` runs them.  With ``--unless-passed`` they are
not run again on the tree, the packages and the Python on which all of them have just passed: the
closing line of that run is printed instead.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["main", "tree_key"]

ROOT = Path(__file__).parents[2]
STAMP = Path(".cache/tests-passed.json")


def tree_key(root: Path) -> str | None:
    """Digest of every file that git would commit, and of the Python that runs.

    Parameters
    ----------
    root : Path
        A git work tree.

    Returns
    -------
    str or None
        SHA-256 in hexadecimal; None outside a work tree, where nothing can be remembered.
    """
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    digest = hashlib.sha256(sys.version.encode())
    for name in sorted(set(listed.split(b"\0")) - {b""}):
        path = root / name.decode()
        content = path.read_bytes() if path.is_file() else b"absent"
        digest.update(name + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """Run pytest in `root` and return its exit code.

    Parameters
    ----------
    arguments : sequence of str
        ``--unless-passed`` or arguments for pytest.
    root : Path
        The project's folder.

    Returns
    -------
    int
        0 when every test passed, now or before on this very tree.
    """
    stamp = root / STAMP
    key = tree_key(root)
    if list(arguments) == ["--unless-passed"]:
        passed = json.loads(stamp.read_text()) if stamp.is_file() else {}
        if key and passed.get("key") == key:
            print(f"The tests have passed on this very tree:\n{passed['closing_line']}")
            return 0
        arguments = []
    code, closing_line = _pytest(arguments, root)
    # Only a full run counts, and only when the tests left the tree as they found it.
    if code == 0 and not arguments and key and key == tree_key(root):
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(json.dumps({"key": key, "closing_line": closing_line}))
    return code


def _pytest(arguments: Sequence[str], root: Path) -> tuple[int, str]:
    """Run pytest, pass its output on, and keep the last line it says."""
    command = [sys.executable, "-m", "pytest", *arguments]
    closing_line = ""
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            closing_line = line.strip() or closing_line
    return process.returncode, closing_line


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
