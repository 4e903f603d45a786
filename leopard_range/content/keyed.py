"""Tables of facts by their keys: a page names the rows it needs."""

from __future__ import annotations

from typing import Any

from leopard_range.catalog import Catalog
from leopard_range.errors import LeopardRangeError

__all__ = ["keyed"]


def keyed(catalog: Catalog, id_: str, *needed: str) -> Any:
    """Return a table of facts by its column ``id``.

    Parameters
    ----------
    catalog : Catalog
        The one door to data.
    id_ : str
        Identifier of the table.
    *needed : str
        Keys of the rows that are asked for.

    Returns
    -------
    DataFrame
        A row for each key.

    Raises
    ------
    LeopardRangeError
        ``column_missing`` without a column ``id``, ``fact_missing`` without a row that is needed, and what
        the catalog raises.
    """
    frame = catalog.table(id_)
    file = catalog.spec(id_).file
    if "id" not in frame.columns:
        raise LeopardRangeError("column_missing", file=file, column="id")
    rows = frame.set_index("id")
    for key in needed:
        if key not in rows.index:
            raise LeopardRangeError("fact_missing", file=file, key=key)
    return rows
