"""``python -m leopard_range`` is the command ``leopard-range``."""

import sys

from leopard_range.cli import main

if __name__ == "__main__":
    sys.exit(main())
