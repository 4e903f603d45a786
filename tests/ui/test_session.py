"""Which language a reader gets."""

from __future__ import annotations

import pytest

from leopard_range.ui.session import resolve_language


@pytest.mark.parametrize(
    ("asked", "accepted", "got"),
    [
        ("ru", "ko-KR", "ru"),
        (None, "ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        (None, "fr-FR,zh;q=0.5", "zh"),
        ("xx", "ru", "ru"),
        (None, None, "en"),
        ("", "de", "en"),
    ],
)
def test_address_comes_before_browser(asked: str | None, accepted: str | None, got: str) -> None:
    assert resolve_language(asked, accepted) == got
