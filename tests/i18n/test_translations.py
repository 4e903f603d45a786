"""Every sentence is translated into every language, and the check that says so can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.checks import translations as tr
from tools.checks.latin import TYPED, faults

CODE = """
_ = translator("ru")
title = _("Where it lives")
caution = N_("About {n} are " "left")
other = translate("not a message")
"""
TABLE = '{name}: dict[str, str] = {{"key": "{sentence}"}}\n'
GOOD = {"Where it lives": "Где он живёт", "About {n} are left": "Осталось около {n}"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    package = tmp_path / "leopard_range"
    (package / "i18n").mkdir(parents=True)
    (package / "maps").mkdir()
    (package / "page.py").write_text(CODE)
    tables = {
        "ERRORS": "Wrong {file}",
        "NOTES": "Care",
        "TERMS": "a line",
        "REMEDIES": "Mend it",
        "PLACES": "row",
        "STAGES": "Working",
    }
    sentences = "".join(TABLE.format(name=name, sentence=text) for name, text in tables.items())
    (package / "i18n" / "sentences.py").write_text(sentences)
    survey = "".join(TABLE.format(name=name, sentence=f"Survey {name}") for name in ("RULES", "NOTES"))
    (package / "i18n" / "survey.py").write_text(survey)
    (package / "maps" / "words.py").write_text(TABLE.format(name="WORDS", sentence="Zoom in"))
    return tmp_path


def write(path: Path, entries: dict[str, str], before: str = "") -> Path:
    blocks = [f'{before}msgid "{id_}"\nmsgstr "{text}"\n' for id_, text in entries.items()]
    path.write_text("\n".join(blocks), encoding="utf-8")
    return path


def test_every_sentence_is_translated(capsys: pytest.CaptureFixture[str]) -> None:
    assert tr.main() == 0, capsys.readouterr().out


def test_the_sentences_of_code_and_tables_are_found(project: Path) -> None:
    assert tr.message_ids(project) == (
        "About {n} are left",
        "Care",
        "Mend it",
        "Survey NOTES",
        "Survey RULES",
        "Where it lives",
        "Working",
        "Wrong {file}",
        "Zoom in",
        "a line",
        "row",
    )


def test_a_complete_catalogue_has_no_problems(tmp_path: Path) -> None:
    assert tr.problems(GOOD, write(tmp_path / "ru.po", GOOD)) == []


@pytest.mark.parametrize(
    ("entries", "before", "said"),
    [
        ({"Where it lives": "Где он живёт"}, "", ["ru.po: missing: About {n} are left"]),
        (GOOD | {"Old words": "Старые слова"}, "", ["ru.po: stale: Old words"]),
        (GOOD | {"Where it lives": ""}, "", ["ru.po: empty: Where it lives"]),
        (GOOD | {"Where it lives": "  "}, "", ["ru.po: empty: Where it lives"]),
        (
            GOOD | {"About {n} are left": "Осталось {m}"},
            "",
            ["ru.po: other blanks: About {n} are left -> Осталось {m}"],
        ),
        (
            GOOD | {"About {n} are left": "{n} из {n}"},
            "",
            ["ru.po: other blanks: About {n} are left -> {n} из {n}"],
        ),
        (
            GOOD,
            "#, fuzzy\n",
            ["ru.po: marked as uncertain: About {n} are left", "ru.po: marked as uncertain: Where it lives"],
        ),
    ],
)
def test_each_fault_is_named(tmp_path: Path, entries: dict[str, str], before: str, said: list[str]) -> None:
    assert tr.problems(GOOD, write(tmp_path / "ru.po", entries, before)) == said


def test_a_missing_catalogue_is_named(tmp_path: Path) -> None:
    assert tr.problems(GOOD, tmp_path / "ko.po") == ["ko.po: the file is missing"]


def test_a_missing_translation_ends_with_1(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tr.main([], project) == 1
    assert "zh.po: the file is missing" in capsys.readouterr().out


def test_update_keeps_translations_adds_new_ids_and_drops_stale_ones(tmp_path: Path) -> None:
    path = write(tmp_path / "ru.po", {"Where it lives": "Где он живёт", "Old words": "Старые слова"})
    tr.update(GOOD, path)
    assert tr.problems(GOOD, path) == ["ru.po: empty: About {n} are left"]


def test_update_gives_the_same_bytes_in_any_order_and_at_any_time(tmp_path: Path) -> None:
    path = write(tmp_path / "ru.po", dict(reversed(GOOD.items())))
    tr.update(GOOD, path)
    first = path.read_bytes()
    tr.update(list(reversed(GOOD)), path)
    assert path.read_bytes() == first
    assert tr.problems(GOOD, path) == []


def test_update_keeps_the_mark_of_an_uncertain_translation(tmp_path: Path) -> None:
    path = write(tmp_path / "ru.po", GOOD, "#, fuzzy\n")
    tr.update(GOOD, path)
    assert len(tr.problems(GOOD, path)) == 2


@pytest.mark.parametrize(
    ("english", "text", "said"),
    [
        ("A <b>wide</b> road", "<b>Широкая</b> дорога", []),
        ("A <b>wide</b> road", "<i>Широкая</i> дорога", ["other tags"]),
        ("A <b>wide</b> road", "<b>Широкая дорога", ["other tags"]),
        ("Cats &amp; dogs", "Кошки и собаки", ["other entities"]),
        ("See https://map.example.org/a.", "См. https://map.example.org/a.", []),
        ("See https://map.example.org/a.", "См. https://map.example.org/b.", ["other addresses"]),
        ("doi:10.1111/abc", "doi:10.1111/abd", ["other addresses"]),
        ("Run `make` now", "现在运行 `male`", ["other code"]),
        ("Use --crs EPSG:4326", "--crs로 EPSG:4326을 쓰세요", []),
        ("Use --crs EPSG:4326", "--crs로 EPSG:4327을 쓰세요", ["other code"]),
        ("Set LEOPARD_ROLE=planner", "Задайте LEOPARD_ROL=planner", ["other code"]),
        ("argument %(name)s", "довод %(names)s", ["other blanks"]),
        ("Use --interval poisson here", "请使用 --interval poisson", []),
        ("Add rule to catalog.toml", "Добавьте rule в catalog.toml", []),
        ("Call it “my file”", "Назовите «my file»", []),
        ("The road is long", "Эта way длинная", ["left in English (way)"]),
        ("The range is long", "这个 range 很长", ["left in English (range)"]),
        ("The area is big", "면적(area)이 큽니다", ["left in English (area)"]),
        ("Columns x, y", "Столбцы camera", ["left in English (camera)"]),
        ("Jiang et al. 2015, IUCN", "Jiang 등 2015, IUCN", []),
        ("By Panthera pardus", "Panthera pardus에 대하여", []),
    ],
)
def test_what_a_translation_lost_or_kept_in_english_is_named(
    english: str, text: str, said: list[str]
) -> None:
    assert faults(english, text) == said


def test_words_allowed_in_every_language_are_used() -> None:
    """A name that no sentence needs any more would only hide English."""
    texts = " ".join(
        path.read_text(encoding="utf-8")
        for path in (tr.catalogue_path(tr.ROOT, language) for language in tr.LANGUAGES)
    )
    idle = [
        word
        for words in TYPED.values()
        for word in words.replace("(?: check)?", "").replace("?", "").split("|")
        if word not in texts
    ]
    assert idle == []
