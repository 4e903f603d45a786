"""The static site: the same pages as files that need no server."""
