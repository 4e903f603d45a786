"""Colours that stand side by side can be told apart by four kinds of eyes."""

import pytest

from leopard_range.catalog import Catalog
from tests.maps.colours import EYES, LEAST, apart, legends, worst


@pytest.mark.parametrize("eyes", EYES)
def test_colours_of_every_legend_differ(catalog: Catalog, eyes: str) -> None:
    for name, colours in legends(dict(catalog.specs)).items():
        found, one, other = worst(colours, eyes)
        assert found >= LEAST, f"{name}: {one} and {other} differ by {found:.1f}"


def test_the_measure_is_that_of_the_norm() -> None:
    assert apart("#FFFFFF", "#FFFFFF", "normal") == pytest.approx(0, abs=1e-6)
    assert apart("#000000", "#FFFFFF", "normal") == pytest.approx(100, abs=0.1)
    # Red and green of one lightness fall together for those who miss a cone.
    assert apart("#C04A3A", "#7A7A2A", "deuteranomaly") < apart("#C04A3A", "#7A7A2A", "normal") / 2
