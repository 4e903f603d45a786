"""Every error and caution an analysis raises has a sentence with the same blanks.

The place of an error that has a remedy is said beside its sentence.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import leopard_range.analysis
from leopard_range import crs
from leopard_range.i18n.sentences import ERRORS, NOTES, PLACES, REMEDIES

FILES = [*Path(leopard_range.analysis.__path__[0]).rglob("*.py"), Path(crs.__file__)]


def calls(path: Path) -> Iterator[tuple[dict[str, str], str, set[str]]]:
    """Table, code and blanks of every error and note in a file whose code is written out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        name = ast.unparse(node.func)
        if name in ("LeopardRangeError", "Note.of"):
            table = ERRORS if name == "LeopardRangeError" else NOTES
            yield table, str(node.args[0].value), {word.arg or "" for word in node.keywords}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_codes_have_sentences_with_their_blanks(path: Path) -> None:
    for table, code, blanks in calls(path):
        assert code in table, code
        remedy = REMEDIES.get(code, "") if table is ERRORS else ""
        said = {field for _, field, _, _ in Formatter().parse(table[code] + remedy) if field}
        beside = PLACES.keys() if remedy else set()
        assert blanks - said <= beside, code
        assert said <= blanks, code


def test_something_was_looked_at() -> None:
    found = {code for path in FILES for _, code, _ in calls(path)}
    assert {"bad_argument", "eoo_raised_to_aoo", "no_overlap", "outside_projection"} <= found
