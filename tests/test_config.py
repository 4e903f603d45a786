"""Settings from the environment: what is taken, and what is refused with a sentence."""

from __future__ import annotations

import pytest

from leopard_range.config import settings_from
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("https://map.example.org", "https://map.example.org"),
        ("https://map.example.org/leopards/", "https://map.example.org/leopards"),
        (" http://127.0.0.1:8501/ ", "http://127.0.0.1:8501"),
        ("http://[::1]:8501", "http://[::1]:8501"),
    ],
)
def test_the_address_for_readers_has_no_slash_at_its_end(written: str, kept: str) -> None:
    assert settings_from({"LEOPARD_ADDRESS": written}).address == kept


@pytest.mark.parametrize(
    "written",
    [
        "map.example.org",
        "ftp://map.example.org",
        "javascript:alert(1)",
        "https://",
        "https:///leopards",
        "https://map.example.org:99999",
        "https://map.example.org:0",
        "https://anna@map.example.org",
        "https://anna:secret@map.example.org",
        "https://map.example.org/?lang=ru",
        "https://map.example.org/?",
        "https://map.example.org/#map",
        'https://map.example.org/"><script>',
        "https://map example.org",
        "https://map.example.org\n/leopards",
    ],
)
def test_a_bad_address_is_refused_with_a_sentence(written: str) -> None:
    with pytest.raises(LeopardRangeError) as problem:
        settings_from({"LEOPARD_ADDRESS": written})
    assert problem.value.code == "bad_address"
    assert "https://map.example.org/leopards" in sentence(problem.value)
