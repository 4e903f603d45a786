"""Figures of spatial capture-recapture: ``python -m tests.analysis.secr.figures [surveys]``.

Prints every reference set with expected and obtained values, the coverage of simulated surveys, and time and
memory with growing numbers of cameras, cells and animals.  Set OPENBLAS_NUM_THREADS=1 for one core.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from leopard_range.analysis.secr import Detections, Fit, Mask, Session, fit_secr
from leopard_range.analysis.secr.mask import make_mask
from leopard_range.analysis.secr.precision import expected_precision
from leopard_range.analysis.secr.simulate import Detection, simulate_survey
from tests.analysis.secr.samples import caught, tigers
from tests.surveys import reference

SIGMA_M, LAMBDA0, DAYS = 4000.0, 0.02, 90


def timed(call: Callable[..., Any], *given: Any, **options: Any) -> tuple[Any, float, float]:
    """Result, processor seconds, and growth of the peak of memory in megabytes."""
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    found = call(*given, **options)
    spent = time.process_time() - start
    return found, spent, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000


def compare(label: str, fit: Fit, expected: dict[str, Any], seconds: float) -> None:
    level = "g0" if fit.detectfn in ("HN", "EX") else "lambda0"
    for name, key, times in (("density_per_km2", "D", 100), (level, level, 1), ("sigma_m", "sigma", 1)):
        one, found = expected["estimates"][key], fit.estimate(name)
        value, error = one["estimate"] * times, one["SE.estimate"] * times
        print(
            f"{label:22} {name:16} {value:14.8g} {found.value:14.8g} {abs(found.value / value - 1):9.1e}"
            f" {error:12.6g} {found.se:12.6g} {abs(found.se / error - 1):8.1e}"
        )
    print(f"{label:22} {'CPU seconds':16} {seconds:14.2f}")


def references() -> None:
    print(
        f"{'set':22} {'value':16} {'secr':>14} {'here':>14} {'relative':>9} {'SE secr':>12} {'SE here':>12}"
    )
    expected = json.loads((reference("tiger_spacecap") / "expected.json").read_text())
    session, mask = tigers()
    for key, kind in (("HN_poisson", "poisson"), ("HN_binomialN", "binomial")):
        fit, seconds, _ = timed(fit_secr, session, mask, detector="proximity", distribution=kind)
        compare(f"tiger {kind}", fit, expected[key], seconds)
    for name in ("secr_captdata", "secr_possum"):
        one, cells, found = caught(name)
        fit, seconds, _ = timed(fit_secr, one, cells, detector="multi")
        compare(name, fit, found["HN"], seconds)


def cameras(count: int, step_m: float = 4000.0) -> Session:
    side = round(count**0.5)
    xy = np.stack(np.meshgrid(np.arange(side) * step_m, np.arange(side) * step_m), axis=-1).reshape(-1, 2)
    nothing = np.zeros(0, np.int64)
    return Session("", xy, np.full((len(xy), 1), float(DAYS)), Detections(nothing, nothing, nothing, ()))


def survey(count: int, cells: int, animals: int) -> tuple[Session, Mask]:
    """About so many cameras, cells, and animals seen."""
    design = cameras(count)
    wide = make_mask(design.detectors, 4 * SIGMA_M, 1000.0)
    mask = make_mask(design.detectors, 4 * SIGMA_M, 1000.0 * (len(wide) / cells) ** 0.5)
    detection = Detection("HHN", LAMBDA0, SIGMA_M)
    density = animals / (count * 16.0 + 3 * SIGMA_M / 1000 * 4 * count**0.5 * 4 * 0.6)
    rng = np.random.default_rng(1)
    return simulate_survey(rng, design, mask, density, detection=detection, detector="count"), mask


def growth() -> None:
    print(f"\n{'cameras':>8} {'cells':>7} {'animals':>8} {'CPU s':>7} {'peak +MB':>9}")
    for count, cells, animals in (
        *((100, 2500, 50), (196, 2500, 50), (400, 2500, 50)),
        *((400, 5000, 50), (400, 5000, 100), (400, 5000, 200)),
        *((400, 10_000, 100), (400, 20_000, 100)),
    ):
        session, mask = survey(count, cells, animals)
        _, seconds, peak = timed(fit_secr, session, mask, detector="count", detectfn="HHN")
        print(
            f"{len(session.detectors):8} {len(mask):7} {len(session.detections.names):8}"
            f" {seconds:7.2f} {peak:9.0f}"
        )
    print(f"peak of the whole process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


def coverage(surveys: int) -> None:
    design = cameras(100)
    mask = make_mask(design.detectors, 4 * SIGMA_M, SIGMA_M / 2)
    print(f"\n{surveys} simulated surveys: 10 x 10 at 4 km, sigma 4 km, 2 per 100 km2, g0 0.02, 90 days")
    for detector, function in (("proximity", "HN"), ("count", "HHN")):
        detection = Detection(function, LAMBDA0, SIGMA_M)  # type: ignore[arg-type]
        usage = np.ones((len(design.detectors), DAYS))
        found, seconds, _ = timed(
            expected_precision,
            design.detectors,
            usage,
            mask,
            0.02,
            detection,
            detector=detector,
            replicates=surveys,
            seed=1,
        )
        print(
            f"{detector:10} {function:4} mean/truth {1 + found.bias:.4f} (SE {found.bias_se:.4f}), coverage"
            f" {found.coverage:.2f}, RSE {found.rse:.3f}, quick RSE {found.quick.rse:.3f}, without an"
            f" estimate {found.failed}, {seconds / surveys:.2f} CPU s each"
        )


if __name__ == "__main__":
    growth()
    references()
    coverage(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
