"""What everybody reads is plain, and the check that says so can fail."""

from __future__ import annotations

import pytest

from tools.checks import plain


def test_the_pages_are_plain(capsys: pytest.CaptureFixture[str]) -> None:
    assert plain.main() == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Jiang et al. 2015 give 3.5 km. Then more.", ["Jiang et al\u2024 2015 give 3.5 km.", "Then more."]),
        ("Раз. В 2012 г. два.", ["Раз.", "В 2012 г\u2024 два."]),
        ("一只豹。两只豹！", ["一只豹。", "两只豹！"]),
        ("He said “stop.” Then he left.", ["He said “stop.", "Then he left."]),
        ("", []),
    ],
)
def test_sentences_end_where_they_end(text: str, wanted: list[str]) -> None:
    assert plain.sentences(text) == wanted


@pytest.mark.parametrize(
    ("language", "word"), [("en", "word "), ("ru", "слово "), ("zh", "豹"), ("ko", "표범은 ")]
)
def test_a_long_sentence_is_named(language: str, word: str) -> None:
    most = plain.LIMITS[language][0]
    fits = (word * most).strip() + "."
    short = [word.strip() + "."] * 9
    assert plain.problems([*short, fits], language) == []
    assert plain.problems([*short, word + fits], language) == [
        f"{language}: {most + 1} of at most {most}: {word + fits}"
    ]


@pytest.mark.parametrize(
    ("language", "word"), [("en", "word "), ("ru", "слово "), ("zh", "豹"), ("ko", "표범은 ")]
)
def test_many_middling_sentences_are_too_much(language: str, word: str) -> None:
    mean = plain.LIMITS[language][1]
    text = (word * (mean + 1)).strip() + "."
    assert plain.problems([text] * 3, language) == [f"{language}: {mean + 1:.1f} on average, at most {mean}"]


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "We use a raster.", "raster"),
        ("ru", "Это растр.", "растр"),
        ("zh", "这是栅格。", "栅格"),
        ("ko", "이것은 래스터입니다.", "래스터"),
    ],
)
def test_a_word_of_the_field_needs_an_entry(language: str, text: str, word: str) -> None:
    assert plain.problems([text], language) == [f"{language}: no entry of the glossary for “{word}”: {text}"]
    assert plain.problems([text], language, [word.upper()]) == []


def test_figures_of_a_text_worked_out_by_hand() -> None:
    one = plain.figures(["The cat sat on the mat."], "en")
    assert (one.sentences, one.mean, one.most) == (1, 6, 6)
    assert one.grade == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)
    two = plain.figures(["Мама мыла раму."], "ru")
    assert two.grade == pytest.approx(0.5 * 3 + 8.4 * 2 - 15.59)
    assert plain.figures(["一只豹。"], "zh").grade is None
