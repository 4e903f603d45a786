"""Readers of projects of connectivity programs: their options, grids and lists."""
