"""What a way meets, worked on paper."""

from __future__ import annotations

import numpy as np
import pytest
from affine import Affine

from leopard_range.analysis.corridor.along import current_share, outline, runs, share_along, weights
from leopard_range.model import Grid

WAY = np.array([[0, 0], [0, 1], [1, 2], [1, 3]])


def test_weights_halve_every_step() -> None:
    steps = np.array([1.0, np.sqrt(2), 1.0])
    expected = np.array([0.5, 0.5 + steps[1] / 2, steps[1] / 2 + 0.5, 0.5]) / steps.sum()
    np.testing.assert_allclose(weights(WAY), expected)
    assert weights(WAY[:1]).tolist() == [1.0]


def test_the_share_inside_counts_parts_of_cells() -> None:
    inside = np.zeros((2, 4))
    inside[0, :2] = 1.0
    assert share_along(WAY, inside) == pytest.approx(0.5)
    inside[1, 2:] = 0.5
    assert share_along(WAY, inside) == pytest.approx(0.75)
    assert share_along(WAY, np.ones((2, 4))) == 1.0


def test_runs_through_marked_cells() -> None:
    marked = np.zeros((2, 4), dtype=bool)
    assert runs(WAY, marked) == ()
    marked[0, 0] = marked[1, 2] = marked[1, 3] = True
    assert runs(WAY, marked) == ((0, 0), (2, 3))


def test_current_in_the_ends_does_not_count() -> None:
    current = np.array([[1.0, 0.25, 0.75, 1.0]])
    inside = np.array([[1.0, 1.0, 0.0, 0.0]])
    ends = np.array([[True, False, False, True]])
    assert current_share(current, inside, ends) == pytest.approx(0.25)
    assert current_share(current * 0, inside, ends) == 0.0


def test_the_outline_has_the_area_of_the_cells() -> None:
    grid = Grid((2, 3), Affine(10.0, 0.0, 0.0, 0.0, -10.0, 20.0), None)
    cells = np.array([[True, False, True], [True, True, False]])
    found = outline(cells, grid)
    assert found.area == 400.0
    assert len(found.geoms) == 2
    assert found.bounds == (0.0, 0.0, 30.0, 20.0)
