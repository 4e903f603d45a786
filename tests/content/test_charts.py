"""Charts are plain text a screen reader can read, and never run what they show."""

from __future__ import annotations

import re

import pytest

from leopard_range.catalog import Catalog
from leopard_range.content.charts import RANGES, Bar, bars, range_ink, story_chart
from leopard_range.content.numbers import loss
from tests.content.editions import edition_of


def test_bars_scale_to_the_widest_interval_and_escape_text() -> None:
    html = bars(
        [Bar("<b>A</b>", 50, 25, 100, "#123456", "50 km²"), Bar("B", 0, 0, 0, "#123456", "0")], "Area, km²"
    )
    assert "&lt;b&gt;A&lt;/b&gt;" in html
    assert "--v:50;--l:25;--w:75" in html
    assert html.count("--w") == 1, "a value without an interval has no whisker"


def test_no_rows_draw_an_empty_table() -> None:
    assert "<td" not in bars([], "nothing")


def test_bars_have_the_colours_of_the_map(catalog: Catalog) -> None:
    edition = edition_of(catalog)
    inks = re.findall(r"--c:(#\w{6})", story_chart(edition, "areas"))
    assert inks == [catalog.specs[id_].style.fill for id_ in RANGES.values()]
    assert range_ink(catalog, "no_such_layer") not in inks, "a folder without that layer has its chart too"
    assert set(re.findall(r"--c:(#\w{6})", loss(edition)[1])) == {range_ink(catalog, "range_historical")}


@pytest.mark.parametrize("lang", ["en", "ru", "zh", "ko"])
def test_the_picture_of_all_counts_stands_beside_the_same_numbers(catalog: Catalog, lang: str) -> None:
    html = story_chart(edition_of(catalog, lang), "population")
    told = re.findall(r' alt="[^:：]*[:：] ([^"]*)"', html)[0].split("; ")
    rows = re.findall(r'<tr><th scope="row">(\d+)</th><td>([^<]*)</td><td>([^<]*)</td>', html)
    assert len(rows) > 5
    assert told == [f"{year}: {number} ({method})" for year, number, method in rows]
