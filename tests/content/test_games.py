"""Games: sound numbers, sound HTML, and no word of theirs that could run."""

from __future__ import annotations

import json
import math
import re
from html import unescape
from html.parser import HTMLParser
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest

from leopard_range.catalog import Catalog
from leopard_range.content.assets import LEARN_ASSETS, learn_asset
from leopard_range.content.games import marbles, path_game, quiz_game, spots
from leopard_range.content.games.flanks import rosettes
from leopard_range.content.games.path import FAMILIES
from leopard_range.content.glossary import terms
from leopard_range.content.quiz import quiz
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import LANGUAGES
from leopard_range.studies.corridor.board import board
from tests.content.editions import edition_of

GAMES = {"quiz": quiz_game, "marbles": marbles, "path": path_game, "spots": spots}
BLANK = re.compile(r"\{(\w+)\}")


def held(html: str, name: str) -> Any:
    """What a game's box holds in an attribute."""
    found = re.search(rf'data-{name}="([^"]*)"', html)
    assert found
    return json.loads(unescape(found[1]))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.events: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.events += [name for name, _value in attrs if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", GAMES)
def test_html_is_whole_plain_and_the_same_each_time(catalog: Catalog, name: str, lang: str) -> None:
    edition = edition_of(catalog, lang)
    html = GAMES[name](edition)
    assert html == GAMES[name](edition)
    read = _Reader()
    read.feed(html)
    assert read.events == [], "the strictest policy allows no style and no script in attributes"
    assert "script" not in read.tags
    assert len(read.ids) == len(set(read.ids))
    assert html.count("<div") == html.count("</div>")
    assert "://" not in html, "nothing is fetched from elsewhere"
    assert "data-learn-stage data-plain" in html
    assert f'data-learn="{name}" data-lang="{lang}"' in html


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", GAMES)
def test_sentences_of_the_script_have_the_same_blanks(catalog: Catalog, name: str, lang: str) -> None:
    english, other = (held(GAMES[name](edition_of(catalog, one)), "words") for one in ("en", lang))
    assert english.keys() == other.keys()
    for key, sentence in english.items():
        assert other[key].strip()
        assert sorted(BLANK.findall(sentence)) == sorted(BLANK.findall(other[key]))
        if lang != "en" and key not in ("sum", "lead"):
            assert other[key] != sentence, f"{key} is left in English"


def test_every_word_the_script_says_is_there(catalog: Catalog) -> None:
    script = learn_asset("learn.js").raw.decode()
    said = set(re.findall(r'say\("(\w+)"', script))
    given = {key for game in GAMES.values() for key in held(game(edition_of(catalog)), "words")}
    assert said <= given, said - given


def test_texts_are_escaped(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = '<img src=x onerror="alert(1)">&\'"'
    monkeypatch.setattr("leopard_range.content.edition.translator", lambda _lang: lambda _text: bad)
    for game in (marbles, spots, path_game):
        html = game(edition_of(catalog))
        assert "<img" not in html
        assert bad in list(held(html, "words").values())


def test_quiz_marks_the_right_choice(catalog: Catalog) -> None:
    edition = edition_of(catalog)
    html, items = quiz_game(edition), quiz(edition)
    assert held(html, "game")["right"] == [item.right for item in items]
    assert html.count("<fieldset>") == len(items)
    assert html.count('type="radio"') == sum(len(item.choices) for item in items)
    assert html.count("<details>") == len(items), "without a script every answer can be unfolded"


def test_marbles_name_a_term_of_the_glossary(catalog: Catalog) -> None:
    edition = edition_of(catalog)
    anchor = re.search(r"#term-([\w-]+)", marbles(edition))
    assert anchor
    assert anchor[1] in {term.id for term in terms(edition.words)}
    assert held(marbles(edition, seed=5), "game")["seed"] == 5


def _cells(data: dict[str, Any]) -> list[float]:
    """Cost of each cell from what the page holds, counted without the study."""
    cost = [
        math.nan if code == "." else float(data["classes"][int(code, 36)]["cost"])
        for row in data["ground"]
        for code in row
    ]
    for line in data["lines"]:
        for at in line["cells"]:
            cost[at] += line["cost"] * data["width_km"] / data["cell_km"]
    return cost


def test_the_board_holds_what_the_study_counts(catalog: Catalog) -> None:
    found, data = board(catalog), held(path_game(edition_of(catalog)), "game")
    cost, columns = _cells(data), found.grid.shape[1]
    np.testing.assert_allclose(np.array(cost).reshape(found.grid.shape), found.resistance)
    walked = 0.0
    for a, b in pairwise(data["best"]):
        (row, column), (next_row, next_column) = divmod(a, columns), divmod(b, columns)
        assert max(abs(row - next_row), abs(column - next_column)) == 1
        walked += data["cell_km"] * math.hypot(row - next_row, column - next_column) * (cost[a] + cost[b]) / 2
    assert math.isclose(walked, data["bestCost"], rel_tol=1e-9)
    assert data["best"][0] in data["start"]
    assert data["best"][-1] in data["goal"]


def test_no_way_over_the_board_is_cheaper(catalog: Catalog) -> None:
    """Bellman and Ford by hand, which share nothing with the study."""
    found = board(catalog)
    cost = np.where(found.start, 0.0, np.inf)
    rows, columns = cost.shape
    for _round in range(rows * columns):
        before = cost.copy()
        for down, across in ((0, 1), (1, 0), (1, 1), (1, -1), (0, -1), (-1, 0), (-1, -1), (-1, 1)):
            far = found.cell_km * math.hypot(down, across)
            for row in range(max(0, -down), rows - max(0, down)):
                for column in range(max(0, -across), columns - max(0, across)):
                    mean = (found.resistance[row, column] + found.resistance[row + down, column + across]) / 2
                    new = cost[row, column] + far * mean
                    cost[row + down, column + across] = min(cost[row + down, column + across], new)
        if np.array_equal(before, cost):
            break
    assert math.isclose(float(cost[found.goal].min()), found.way_cost_km, rel_tol=1e-9)
    assert found.free_cost_km < found.way_cost_km, "roads, railways and rivers make the way dearer"


def test_the_board_is_public_ground(catalog: Catalog, planner_catalog: Catalog) -> None:
    public, planners = board(catalog), board(planner_catalog)
    assert public.way == planners.way
    assert not any("station" in one.text.lower() for one in public.citations)


def test_a_country_without_the_two_reserves_has_a_sentence_instead(squares: Catalog) -> None:
    assert path_game(edition_of(squares)).startswith("<p>")


def test_colours_of_the_board_differ_for_every_eye() -> None:
    from colorspacious import cspace_convert
    from skimage import color

    rgb = {
        k: np.array([int(shade[at : at + 2], 16) / 255 for at in (1, 3, 5)])
        for k, (_l, shade) in FAMILIES.items()
    }
    for kind in ("", "protanomaly", "deuteranomaly", "tritanomaly"):
        seen = rgb
        if kind:
            space = {"name": "sRGB1+CVD", "cvd_type": kind, "severity": 100}
            seen = {k: np.clip(cspace_convert(v, space, "sRGB1"), 0, 1) for k, v in rgb.items()}
        apart: Any = color.deltaE_ciede2000
        lab = {k: color.rgb2lab(v[None, None])[0, 0] for k, v in seen.items()}
        least = min(float(apart(lab[a], lab[b])) for a, b in combinations(lab, 2))
        assert least >= 10, kind
    style = learn_asset("learn.css").raw.decode()
    for family, (_letter, colour) in FAMILIES.items():
        assert f'[data-family="{family}"] {{ background: {colour};' in style


def test_each_side_of_each_cat_has_its_own_spots() -> None:
    flanks = {(cat, side): rosettes(cat, side) for cat in range(40) for side in ("left", "right")}
    assert len(set(flanks.values())) == len(flanks)
    assert rosettes(11, "left") == flanks[11, "left"]
    assert all(25 <= len(one) <= 60 for one in flanks.values())


def test_only_the_files_of_the_games_are_served() -> None:
    for name in LEARN_ASSETS:
        file = learn_asset(name)
        assert file.path.startswith(f"assets/{name}?v=")
        assert b"http" not in file.raw.replace(b"http://www.w3.org/2000/svg", b"")
    with pytest.raises(LeopardRangeError) as caught:
        learn_asset("../quiz.py")
    assert caught.value.code == "asset_unknown"
