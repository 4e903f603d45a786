"""Builds the embedded data set from public packages and typed facts; run as ``python -m tools.geodata``."""
