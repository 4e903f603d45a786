"""The science: pure functions on tables and arrays, one topic a file.

They know nothing of files, maps or pages, never change an argument, and return
frozen results whose names carry their units.  Vector analyses that measure in a
plane take data in a metric equal-area system (`leopard_range.crs.to_metric`).

Shared ground that every analysis may import: `result`, `checks`, `geodesy`, `outline`,
`grid`, `intersect`, `triangulate`, `redlist` and `effort`.  Otherwise analyses do not
import each other.
"""
