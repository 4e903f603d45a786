"""Labels of forms: what a command's words mean is said without the words."""

from __future__ import annotations

import pytest

from leopard_range.ui.fields import without_typed

NAMES = {"united": "once", "added": "each", "auto": "automatic", "rate": "rate for the effort"}


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("count once (united) or each (added)", ("united", "added"), "count once or each"),
        ("相机只计一次（united）或各自计算（added）", ("united", "added"), "相机只计一次或各自计算"),
        ("how it falls; auto: HHN for counts", ("auto", "HHN"), "how it falls; automatic: HHN for counts"),
        ("如何下降；auto：计数用 HHN", ("auto", "HHN"), "如何下降；automatic：计数用 HHN"),
        ("density, or their rate for 100 days", ("density", "rate"), "density, or their rate for 100 days"),
    ],
)
def test_a_form_names_what_a_command_types(text: str, words: tuple[str, ...], said: str) -> None:
    assert without_typed(text, words, NAMES) == said
