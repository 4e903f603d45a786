"""The loops are compiled ahead: the first question afterwards compiles nothing."""

from __future__ import annotations

from leopard_range.analysis.corridor.circuit import coarse, cycle, links
from leopard_range.analysis.corridor.warm import warm_up


def test_every_loop_of_a_circuit_is_compiled_ahead() -> None:
    warm_up()
    loops = (
        links.link_grid, links.bind, links.earth, links.node_currents,
        coarse.coarsen, coarse.diagonal_inverse,
        cycle.smooth_down, cycle.smooth_up, cycle.direction, cycle.advance,
    )  # fmt: skip
    ready = [len(getattr(loop, "signatures", ())) for loop in loops]
    assert min(ready) >= 1
    warm_up()
    assert [len(getattr(loop, "signatures", ())) for loop in loops] == ready
