"""The drawings of the Cameras page: whole SVG, the right lengths, the word that must stand in them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from leopard_range.ui.camera_charts import Estimate, Year, clock, discovery, estimates, yearly
from leopard_range.ui.camera_drawing import flanks, trap

YEARS = [
    Year(2006, low=7, high=9, identified=8, new=8, cumulative=8, trap_days=8925.2),
    Year(2007, low=12, high=12, identified=10, new=3, cumulative=11, trap_days=4000.0),
]
ESTIMATES = [
    Estimate(2006, minimum=8, value=14.7, low=7.2, high=29.9, reliable=False, truth=20),
    Estimate(2007, minimum=12, value=22.3, low=12.5, high=39.8, reliable=True, truth=None),
    Estimate(2008, minimum=3, value=None, low=None, high=None, reliable=False, truth=None),
]
DRAWN = {
    "yearly": lambda mark: yearly(YEARS, "<Effort>", "published", mark),
    "discovery": lambda mark: discovery(YEARS, mark),
    "clock": lambda mark: clock([0] * 6 + [12] + [0] * 17, [1 / 24] * 24, mark),
    "estimates": lambda mark: estimates(ESTIMATES, mark),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_simulated_chart_says_so_in_the_picture_itself(name: str) -> None:
    said = [node.text for node in ElementTree.fromstring(DRAWN[name]("模拟 <x>")).iter() if node.text]
    assert "模拟 <x>" in said
    assert "模拟" not in DRAWN[name]("")


@pytest.mark.parametrize("svg", [trap(), flanks(["1", "2", "3"])])
def test_the_drawing_is_whole_and_asks_for_nothing(svg: str) -> None:
    assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert not re.search(r"href|url\((?!#)|<script|https?://(?!www\.w3\.org)", svg)


def test_photographs_one_and_three_show_the_same_spots() -> None:
    spots = [re.findall(r'<circle cx="([\d.]+)"', part) for part in flanks("123").split("<clipPath")[1:]]
    assert spots[0] == spots[2] != spots[1]


def _heights(svg: str, colour: str) -> list[float]:
    return [float(h) for h in re.findall(rf'height="([\d.]+)" fill="{re.escape(colour)}" stroke', svg)]


def test_bars_are_as_long_as_their_numbers() -> None:
    svg = yearly(YEARS, "Effort", "published", "simulated")
    first, second, effort, less = _heights(svg, "url(#h)")[-4:]
    assert second / first == pytest.approx(10 / 8, rel=0.01)
    assert less / effort == pytest.approx(4000 / 8925.2, rel=0.01)
    assert "7–9" in svg
    assert ">12<" in svg


def test_without_a_survey_only_the_published_counts_are_drawn() -> None:
    svg = yearly([Year(2006, low=7, high=9)], "Effort", "published", "simulated")
    assert "simulated" not in svg
    assert "Effort" not in svg


def test_an_unreliable_estimate_is_grey_and_none_is_no_mark() -> None:
    assert estimates(ESTIMATES[:1], "").count("stroke-dasharray") == 1
    assert "stroke-dasharray" not in estimates(ESTIMATES[1:2], "")
    assert estimates(ESTIMATES[2:], "").count("l6,7") == 0


def test_a_night_without_photographs_is_a_whole_clock() -> None:
    assert ElementTree.fromstring(clock([0] * 24, [], "")).tag.endswith("svg")
