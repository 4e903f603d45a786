"""Warm times of the corridor studies on the embedded data: ``python -m tests.analysis.corridor.timing``."""

from __future__ import annotations

import time
from pathlib import Path

from leopard_range.catalog import open_catalog
from leopard_range.config import Settings
from leopard_range.studies import answer
from leopard_range.studies.corridor.audit import AuditQuestion
from leopard_range.studies.corridor.effect import EffectQuestion
from leopard_range.studies.corridor.ensemble import EnsembleQuestion

DATA = Path(__file__).parents[3] / "geodata"
PROPOSAL = "razdolnaya"
ASKED = (
    ("audit", AuditQuestion(PROPOSAL), 3.0, 3),
    ("effect", EffectQuestion(PROPOSAL, remove="road,railway"), 5.0, 3),
    ("ensemble of 20", EnsembleQuestion(PROPOSAL, remove="road,railway"), 60.0, 1),
)
"""What is asked, how long it may take (s), and how often it is timed after the first time."""


def main() -> None:
    """Print the median wall and CPU seconds of each, the first answer not counted."""
    catalog = open_catalog(Settings(data=DATA))
    for name, question, most, times in ASKED:
        if times > 1:
            answer(catalog, question)
        took = []
        for _ in range(times):
            start = time.perf_counter(), time.process_time()
            answer(catalog, question)
            took.append((time.perf_counter() - start[0], time.process_time() - start[1]))
        wall, cpu = sorted(took)[len(took) // 2]
        print(f"{name:15} {wall:7.2f} s wall {cpu:7.2f} s CPU, at most {most:g} s", flush=True)


if __name__ == "__main__":
    main()
