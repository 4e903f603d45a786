"""Words that fill a sentence are in its language; what readers brought stays as it is."""

from __future__ import annotations

from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import note_sentence, sentence
from leopard_range.model import Note


def test_our_own_words_are_translated_inside_a_sentence() -> None:
    error = LeopardRangeError("wrong_kind", layer="population", kind="table", needed="polygon, line or point")
    said = sentence(error, "ru")
    assert "population" in said
    assert "таблица" in said
    assert "polygon" not in said


def test_names_of_files_stay_as_they_are() -> None:
    assert "table.csv" in sentence(LeopardRangeError("file_missing", file="table.csv"), "zh")


def test_numbers_below_zero_have_a_minus_not_a_hyphen() -> None:
    note = Note.of("raster_scaled", scale=0.5, offset=-1.25)
    assert "+ −1.25" in note_sentence(note, "en")
    assert "−1,25" in note_sentence(note, "ru")
