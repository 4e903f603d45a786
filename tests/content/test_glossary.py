"""The glossary is whole in every language, in its order, and its words can be found in running text."""

from __future__ import annotations

import pytest

from leopard_range.content.glossary import terms
from leopard_range.i18n import translator

LANGUAGES = ("en", "ru", "zh", "ko")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_has_a_title_a_meaning_and_forms(lang: str) -> None:
    found = terms(translator(lang))
    assert len(found) >= 40
    assert len({term.id for term in found}) == len(found)
    for term in found:
        assert term.title
        assert "|" not in term.title
        assert len(term.text) > len(term.title) / 2
        assert list(term.forms) == sorted(term.forms, key=lambda form: (-len(form), form))
        assert all(form.strip() == form != "" for form in term.forms)


def test_no_form_leads_to_two_terms() -> None:
    for lang in LANGUAGES:
        forms = [form.casefold() for term in terms(translator(lang)) for form in set(term.forms)]
        twice = {form for form in forms if forms.count(form) > 1}
        assert not {
            form for form in twice if len({t.id for t in terms(translator(lang)) if form in t.forms}) > 1
        }


def test_each_language_has_its_own_order() -> None:
    english = [term.title for term in terms(translator("en"))]
    assert english == sorted(english, key=str.casefold)
    russian = [term.title for term in terms(translator("ru"))]
    assert russian == sorted(russian, key=lambda title: title.casefold().replace("ё", "е"))
    korean = [term.title for term in terms(translator("ko")) if not term.title.isascii()]
    assert [title for title in korean if title[0] >= "가"] == sorted(t for t in korean if t[0] >= "가")
    chinese = [term.id for term in terms(translator("zh"))]
    # By pronunciation: ban (spots), dao, fen, mi, zhan.
    assert chinese.index("pelage") < chinese.index("poaching") < chinese.index("range")
    assert chinese.index("range") < chinese.index("density") < chinese.index("aoo")


def test_russian_forms_hold_the_cases_of_running_text() -> None:
    known = {term.id: term.forms for term in terms(translator("ru"))}
    assert {"фотоловушек", "фотоловушками"} <= set(known["camera-trap"])
    assert {"ареала", "ареале"} <= set(known["range"])
    assert {"коридора", "коридорами"} <= set(known["corridor"])
