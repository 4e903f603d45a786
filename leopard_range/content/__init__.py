"""What the pages say, as HTML and plain values: the same for the app, the static site and paper."""

from leopard_range.content.edition import Edition

__all__ = ["Edition"]
