"""Charts are plain text a screen reader can read, and never run what they show."""

from __future__ import annotations

from leopard_range.content.charts import Bar, bars


def test_bars_scale_to_the_widest_interval_and_escape_text() -> None:
    html = bars(
        [Bar("<b>A</b>", 50, 25, 100, "#123456", "50 km²"), Bar("B", 0, 0, 0, "#123456", "0")], "Area, km²"
    )
    assert "&lt;b&gt;A&lt;/b&gt;" in html
    assert "--v:50;--l:25;--w:75" in html
    assert html.count("--w") == 1, "a value without an interval has no whisker"


def test_no_rows_draw_an_empty_table() -> None:
    assert "<td" not in bars([], "nothing")
