"""A file's suggested name travels in every script, and in headers that old programs read."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from leopard_range.ui.doors import attachment


@pytest.mark.parametrize("name", ["Ridge.leopard.zip", "Хребет.leopard.zip", "能走廊.leopard.zip"])
def test_the_name_arrives(name: str) -> None:
    told = attachment(b"", "application/zip", name).headers["content-disposition"]
    assert told.isascii()
    given = told.rpartition("''")[2] if "''" in told else told.partition('"')[2].rstrip('"')
    assert unquote(given) == name
    assert '.leopard.zip"' in told
