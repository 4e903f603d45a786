"""Data that cannot tell a density give a sentence and no number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from leopard_range.analysis.secr import density_surface, fit_secr, profile_interval, region_n
from leopard_range.analysis.secr.data import Detections, Floats, Mask, Session
from leopard_range.errors import LeopardRangeError
from leopard_range.i18n import sentence
from tests.analysis.secr.samples import simulated, square_mask

Change = Callable[[Session, Mask], tuple[Session, Mask]]


def refused(session: Session, mask: Mask, code: str, **options: Any) -> LeopardRangeError:
    """Fit, expect an error of this code, and see that its sentence has no blank left open."""
    with pytest.raises(LeopardRangeError) as raised:
        fit_secr(session, mask, **{"detector": "proximity", **options})
    assert raised.value.code == code
    words = sentence(raised.value)
    assert "{" not in words
    assert "nan" not in words.casefold()
    return raised.value


def rows(session: Session, keep: Any) -> Session:
    """A session with some of its detections."""
    seen = session.detections
    kept = Detections(seen.animal[keep], seen.occasion[keep], seen.detector[keep], seen.names)
    return replace(session, detections=kept)


def with_usage(session: Session, usage: Floats) -> Session:
    return replace(session, usage=usage)


def first_of_each(session: Session) -> Session:
    _, first = np.unique(session.detections.animal, return_index=True)
    return rows(session, first)


def at_home(session: Session) -> Session:
    """Each animal where it was first detected."""
    seen = session.detections
    animals, first = np.unique(seen.animal, return_index=True)
    home = dict(zip(animals, seen.detector[first], strict=True))
    stays = np.array([home[animal] for animal in seen.animal])
    return replace(session, detections=Detections(seen.animal, seen.occasion, stays, seen.names))


def one_camera(session: Session) -> Session:
    seen = session.detections
    there = replace(seen, detector=seen.detector * 0)
    return replace(session, detectors=session.detectors[:1], usage=session.usage[:1], detections=there)


def moved(session: Session, row: int, value: float) -> Session:
    detectors = session.detectors.copy()
    detectors[row, 0] = value
    return replace(session, detectors=detectors)


def shifted(mask: Mask, value: float) -> Mask:
    xy = mask.xy.copy()
    xy[3, 1] = value
    return Mask(xy, mask.cell_km2)


def all_gone(session: Session) -> Session:
    seen = session.detections
    return replace(session, detections=replace(seen, gone=np.zeros(len(seen.names), np.int64)))


CASES: dict[str, tuple[str, Change]] = {
    "no animal": ("secr_no_animal", lambda s, m: (rows(s, slice(0)), m)),
    "one animal": ("secr_one_animal", lambda s, m: (rows(s, s.detections.animal == 0), m)),
    "no recapture": ("secr_no_recapture", lambda s, m: (first_of_each(s), m)),
    "one place each": ("secr_one_place_each", lambda s, m: (at_home(s), m)),
    "one spot": ("secr_one_spot", lambda s, m: (replace(s, detectors=s.detectors * 0), m)),
    "one camera": ("secr_one_spot", lambda s, m: (one_camera(s), m)),
    "no detector": ("secr_no_effort", lambda s, m: (replace(s, detectors=s.detectors[:0]), m)),
    "no effort": ("secr_no_effort", lambda s, m: (with_usage(s, s.usage * 0), m)),
    "negative effort": ("secr_usage", lambda s, m: (with_usage(s, s.usage - 2), m)),
    "missing effort": ("secr_usage", lambda s, m: (with_usage(s, s.usage * np.nan), m)),
    "detector off": ("secr_detector_off", lambda s, m: (with_usage(s, s.usage * (np.arange(8) > 3)), m)),
    "seen after its removal": ("secr_after_removal", lambda s, m: (all_gone(s), m)),
    "unknown occasion": ("secr_detection_row", lambda s, m: (with_usage(s, s.usage[:, :3]), m)),
    "detector nowhere": ("secr_detector_coordinate", lambda s, m: (moved(s, 5, np.nan), m)),
    "detector off Earth": ("secr_detector_coordinate", lambda s, m: (moved(s, 5, 1e9), m)),
    "cell nowhere": ("secr_mask_coordinate", lambda s, m: (s, shifted(m, np.inf))),
    "cell off Earth": ("secr_mask_coordinate", lambda s, m: (s, shifted(m, -1e12))),
    "empty mask": ("secr_mask_empty", lambda s, m: (s, Mask(m.xy[:0], m.cell_km2))),
    "cells without area": ("secr_mask_cell", lambda s, m: (s, Mask(m.xy, 0.0))),
    "mask elsewhere": ("secr_mask_far", lambda s, m: (s, Mask(m.xy + 500_000.0, m.cell_km2))),
    "mask beside half the detectors": (
        "secr_mask_far",
        lambda s, m: (s, Mask(m.xy[m.xy[:, 0] < -3000], 1.0)),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_refused(name: str) -> None:
    code, change = CASES[name]
    refused(*change(*simulated(31)), code)


def test_detector_off_names_animal_detector_and_occasion() -> None:
    session, mask = simulated(31)
    seen = session.detections
    usage = session.usage.copy()
    usage[seen.detector[7], seen.occasion[7]] = 0
    named = replace(session, usage=usage, detector_names=tuple(f"cam {row}" for row in range(49)))
    error = refused(named, mask, "secr_detector_off")
    assert error.blanks["detector"] == f"cam {seen.detector[7]}"
    assert error.blanks["occasion"] == seen.occasion[7] + 1


def test_a_trap_holds_an_animal_once() -> None:
    session, mask = simulated(31)
    assert refused(session, mask, "secr_two_traps", detector="multi").blanks["animal"]


@pytest.mark.parametrize(
    "options",
    [
        {"detector": "camera"},
        {"detectfn": "UN"},
        {"distribution": "normal"},
        {"separate": ("sex",)},
        {"start": [1.0]},
        {"start": [1.0, np.inf, 2.0]},
    ],
    ids=str,
)
def test_options_that_do_not_exist(options: dict[str, Any]) -> None:
    refused(*simulated(31), "bad_argument", **options)


def test_covariates_that_cannot_be_used() -> None:
    session, mask = simulated(31)
    east = mask.covariates["east"]
    gap = np.where(np.arange(len(mask)) == 4, np.nan, east)
    table = Mask(mask.xy, 1.0, {"gap": gap, "flat": east * 0 + 2, "east": east, "also": 3 - 2 * east})
    refused(session, table, "secr_covariate_missing", density=("height",))
    assert refused(session, table, "secr_covariate_gap", density=("gap",)).blanks["row"] == 5
    refused(session, table, "secr_covariate_flat", density=("flat",))
    refused(session, table, "secr_covariate_same", density=("east", "also"))


def test_sessions_and_masks_must_pair_and_have_names() -> None:
    session, mask = simulated(31)
    for sessions, masks in (([session, replace(session, name="b")], [mask]), ([], []), ([session] * 2, mask)):
        with pytest.raises(LeopardRangeError, match="bad_argument"):
            fit_secr(sessions, masks)


def test_each_session_must_tell_what_it_does_not_share() -> None:
    good, mask = simulated(31)
    single = replace(first_of_each(good), name="single")
    shared = fit_secr([good, single], mask, detector="proximity", separate=("density",))
    assert shared.estimate("density_per_km2", "single").value > 0
    with pytest.raises(LeopardRangeError, match="secr_no_recapture"):
        fit_secr([good, single], mask, detector="proximity", separate=("sigma",))
    with pytest.raises(LeopardRangeError, match="secr_no_animal"):
        fit_secr([good, rows(single, slice(0))], mask, detector="proximity", separate=("density",))


def test_an_animal_met_everywhere_every_day_has_no_sigma() -> None:
    """Both animals at all detectors on all occasions: detection does not fall with distance."""
    line = np.arange(4) * 1000.0
    detectors = np.column_stack([table.ravel() for table in np.meshgrid(line, line)])
    animal, occasion, detector = (table.ravel() for table in np.meshgrid(range(3), range(3), range(16)))
    session = Session(
        "s", detectors, np.ones((16, 3)), Detections(animal, occasion, detector, ("a", "b", "c"))
    )
    with pytest.raises(LeopardRangeError) as raised:
        fit_secr(session, square_mask(), detector="proximity")
    assert raised.value.code in ("secr_sigma_mask", "secr_certain", "secr_no_convergence")


@pytest.mark.parametrize("buffer_m", [16_000.0, 40_000.0])
def test_animals_met_anywhere_do_not_tell_how_far_they_move(buffer_m: float) -> None:
    """Without the refusal the density would be 0.032 or 0.026 a km2, by the width of the mask."""
    random = np.random.default_rng(1)
    session, _ = simulated(31)
    anywhere = replace(session.detections, detector=random.integers(0, 49, len(session.detections)))
    refused(replace(session, detections=anywhere), square_mask(buffer_m), "secr_sigma_ground")


def test_sigma_wider_than_the_ground_is_told() -> None:
    session, mask = simulated(32, sigma_m=2600.0, density_per_km2=0.2)
    near = session.detectors.max(axis=1) <= 2000
    seen = session.detections
    keep = near[seen.detector]
    row = np.cumsum(near) - 1
    few = Session(
        "few",
        session.detectors[near],
        session.usage[near],
        Detections(seen.animal[keep], seen.occasion[keep], row[seen.detector[keep]], seen.names),
    )
    wide = square_mask(buffer_m=9000.0)
    fit = fit_secr(few, wide, detector="proximity")
    assert [note.code for note in fit.notes] == ["secr_sigma_wide"]
    assert mask.area_km2 < wide.area_km2


def test_no_maximum_is_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """A likelihood with a ridge: what never settles is refused, whatever the start."""
    from leopard_range.analysis.secr import fit

    session, mask = simulated(31)
    monkeypatch.setattr(fit, "_polish", lambda objective, theta: None)
    error = refused(session, mask, "secr_no_convergence")
    assert error.blanks == {"starts": len(fit.OTHER_STARTS)}


def test_questions_to_a_fit_that_have_no_answer() -> None:
    session, mask = simulated(31)
    fit = fit_secr(session, mask, detector="proximity")
    for ask in (
        lambda: region_n(fit, np.ones(3)),
        lambda: region_n(fit, np.full(len(mask), 1.5)),
        lambda: region_n(fit, session="other"),
        lambda: density_surface(fit, "peaks"),  # type: ignore[arg-type]
        lambda: profile_interval(fit, "lambda0"),
    ):
        with pytest.raises(LeopardRangeError, match="bad_argument"):
            ask()
    with pytest.raises(LeopardRangeError, match="secr_region_empty"):
        region_n(fit, np.zeros(len(mask)))
    with pytest.raises(KeyError):
        fit.estimate("lambda0")
