"""Readers of files.  Only the catalog imports them: nothing raw leaves another way."""
