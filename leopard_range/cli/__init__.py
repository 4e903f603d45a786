"""The command line: ``leopard-range COMMAND``.

Studies become commands by themselves: their questions' fields are the options.
"""

from leopard_range.cli.edge import main

__all__ = ["main"]
