"""Tools that build and check; not part of the package."""
