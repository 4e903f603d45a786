"""Prints the figures of the guarantee: ``python -m tests.privacy.figures``.

G2 (bundle, wheel, history), G3, G4, G5, G6 and the attacks; each with the
control that must fail.  G1, G7 and G8 are measured where a browser is driven.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from pathlib import Path

from tests.privacy import attacks, guarantee, serving
from tests.privacy.private import private_folder

__all__ = ["main"]


def _scan(name: str, found: guarantee.Scan, what: str) -> str:
    return (
        f"G2 {name:8} {found.looked_at} {what}, {found.canaries} canaries, {found.encodings} encodings: "
        f"{len(found.hits)} hits (control: {found.control})"
    )


def main() -> int:
    """Print every figure and return how many promises are broken."""
    warnings.simplefilter("ignore")
    broken = 0

    def say(line: str, kept: bool) -> None:
        nonlocal broken
        broken += not kept
        print(f"{line}{'' if kept else '   BROKEN'}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        _, places = private_folder(work / "drawn", seed=77)
        bundle = guarantee.g2_bundle(work / "g2")
        say(_scan("bundle", bundle, "files"), not bundle.hits and bundle.control == 7)
        (work / "wheel").mkdir()
        wheel = guarantee.g2_wheel(work / "wheel", places[:3])
        say(_scan("wheel", wheel, "files"), not wheel.hits and wheel.control > 0)
        history = guarantee.g2_history(work / "history", places[:3])
        say(_scan("history", history, "objects"), not history.hits and history.control > 0)
        shuffles, bundles, controls = guarantee.g3(work / "g3")
        control = ", ".join(f"{name} {count} of 4" for name, count in controls.items())
        say(f"G3 {shuffles} shuffles: {bundles} bundle (control: {control})", bundles == 1)
        served = serving.serve(work / "served")
        say(f"G4 {served.repeats} repeats: {served.answers} answer", served.answers == 1)
        apart = guarantee.g5(work / "g5")
        bad = len(apart.below_k) + len(apart.pinned) + len(apart.formats_differ)
        say(
            f"G5 {apart.answers} answers, {apart.pairs} pairs that overlap: {bad} differ by fewer than "
            f"3 stations (control: {apart.control})",
            not bad and apart.control > 0,
        )
        say(
            f"G6 {served.requests} requests: {served.opened} openings seen by Linux, {served.audited} by "
            f"Python, in the private folder (control: {served.control_opened} and {served.control_audited})",
            not served.opened and not served.audited and served.control_opened > 0,
        )
        for one in attacks.attacks(work / "attacks"):
            say(
                f"A  {one.name:14} error {one.ours_km:.1f} km (middle of the cell {one.floor_km:.1f}), "
                f"{one.ours_found:.0%} found within 500 m; careless output {one.leaky_km:.2f} km, "
                f"{one.leaky_found:.0%} found, {one.leaky_right:.0%} of guesses right",
                one.ours_km >= one.floor_km - 1e-6,
            )
        ours, leaky = attacks.dated_share(work)
        say(
            f"A  day of detection  {ours:.0%} told; a day slider over cells of 3 or more {leaky:.0%}",
            ours == 0,
        )
    return broken


if __name__ == "__main__":
    sys.exit(main())
