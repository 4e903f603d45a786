"""Who types in another language meets no English sentence: helps, answers and refusals."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from leopard_range.cli import main
from leopard_range.cli.parser import build_parser
from tools.checks.latin import stray

LANGUAGES = ("ru", "zh", "ko")
ANSWERS = (
    "layers",
    "describe range_current",
    "protected --year 2012",
    "range",
    "corridor audit razdolnaya",
)
REFUSALS = (
    "tigers",
    "eoo",
    "eoo tigers",
    "protected --year many",
    "protected --year 1492",
    "layers --colour red",
    "read missing.csv",
    "survey effort missing",
    "corridor audit missing.geojson",
    "export range_current --format mp3",
    "print lesson tigers --out a.pdf",
    "map --out missing/a.html",
    "verify-bundle missing",
    "site leopards --address tigers",
    "workspace list",
)


def helps(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    """Return the program's name and the help of a parser and of all below it."""
    yield parser.prog, parser.format_help()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from helps(below)


def sources(text: str) -> bool:
    """Say whether a line is a source: it stands as it is to be cited."""
    return text.startswith("- ") or " et al. " in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_help_is_in_the_language(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # A line that breaks at a hyphen would break a name.
    monkeypatch.setenv("COLUMNS", "10000")
    english = dict(helps(build_parser("en")))
    found = dict(helps(build_parser(language)))
    assert list(found) == list(english)
    assert len(found) > 40
    assert all(stray(text) for text in english.values()), "the test sees English where there is some"
    assert {name: stray(text) for name, text in found.items() if stray(text)} == {}


@pytest.mark.parametrize("words", [*ANSWERS, *REFUSALS])
def test_answers_and_refusals_are_in_the_language(
    words: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.delenv("LEOPARD_ROLE", raising=False)
    monkeypatch.chdir(tmp_path)

    def said(language: str) -> str:
        capfd.readouterr()
        assert main([*words.split(), "--lang", language]) == (2 if words in REFUSALS else 0)
        out = "".join(capfd.readouterr())
        return "\n".join(line for line in out.splitlines() if not sources(line))

    english = said("en")
    for language in LANGUAGES:
        text = said(language)
        assert text != english
        assert stray(text) == []


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        ("--lang ko", "명령", 2),
        ("--lang ko survey", "동작", 2),
        ("survey --lang ko", "동작", 2),
        ("--lang ko layers", "과거 서식지", 0),
        ("layers --lang ko", "과거 서식지", 0),
        ("--lang en layers --lang ko", "과거 서식지", 0),
    ],
)
def test_the_language_may_stand_before_the_command(
    words: str, said: str, code: int, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split()) == code
    assert said in "".join(capfd.readouterr())
