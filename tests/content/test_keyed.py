"""Facts by their keys: what is missing is named with its file."""

from __future__ import annotations

import pandas as pd
import pytest

from leopard_range.catalog import Catalog
from leopard_range.content.keyed import keyed
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from tests.datafolder import DataFolder


def test_rows_come_by_their_keys(catalog: Catalog) -> None:
    assert float(keyed(catalog, "population", "about-50").loc["about-50", "estimate"]) == 50


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pd.DataFrame({"year": [2011]}), "population.csv has no column “id”."),
        (pd.DataFrame({"id": ["other"], "year": [2011]}), "population.csv has no row with “snow-1972”"),
    ],
)
def test_what_is_missing_is_named(frame: pd.DataFrame, said: str, folder: DataFolder) -> None:
    catalog = folder.table("population", frame, {"year": "integer"}).catalog()
    with pytest.raises(LeopardRangeError) as missing:
        keyed(catalog, "population", "snow-1972")
    assert sentence(missing.value, "en").startswith(said)
