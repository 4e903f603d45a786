"""Upload many generated files and print how they ended.

``python -m tools.checks.fuzz --examples 20000`` tries the properties of
``tests/properties/test_uploads.py``: text, geometry, tables and damaged files of every format.
It prints the outcomes, the longest CPU time of one file, and ends with 0 when nothing was
raised but the errors readers are shown; otherwise Python shows the file that did it.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from tests.properties import test_uploads as uploads

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments; by default those of the process.

    Returns
    -------
    int
        0; an uncaught error ends the command with its traceback.
    """
    parser = argparse.ArgumentParser(description="Upload generated files and count how they end.")
    parser.add_argument("--examples", type=int, default=20_000, help="files in all")
    wanted = parser.parse_args(argv).examples
    cases = uploads.cases()
    shares = sum(share for _, share in cases.values())
    started = time.monotonic()
    for name, (test, share) in cases.items():
        before = uploads.OUTCOMES.total()
        uploads.run(test, -(-wanted * share // shares), shrink=False)
        print(f"{name}: {uploads.OUTCOMES.total() - before} files", flush=True)
    for outcome, count in sorted(uploads.OUTCOMES.items()):
        print(f"{outcome}: {count}")
    print(f"{uploads.OUTCOMES.total()} files, 0 uncaught errors")
    print(f"longest CPU time of one file: {uploads.SLOWEST[0]:.2f} s")
    print(f"{time.monotonic() - started:.0f} s in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
