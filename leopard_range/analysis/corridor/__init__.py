"""Corridors: audit of a proposal, resistance, cost distance, circuit current, networks of patches.

Each part is a folder or a file of its own: `audit`, `resistance`, `cost`, `circuit`, `network`,
`effect`, `ensemble`.
"""
