"""Habitat masks: cells counted on paper, lattices turned and bent, what a poor mask does to a density."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import shapely

from leopard_range.analysis.secr.automatic import fit_around, fit_within
from leopard_range.analysis.secr.data import Detections, Floats, Mask, Session
from leopard_range.analysis.secr.fit import fit_secr
from leopard_range.analysis.secr.mask import beyond, first_sigma, make_mask, read_spacing, split
from leopard_range.analysis.secr.simulate import Detection, simulate_survey
from leopard_range.errors import LeopardRangeError
from tests.surveys import reference

NOTHING = np.zeros(0, np.int64)


def lattice(columns: int, rows: int, step: float) -> Floats:
    found: Floats = np.stack(np.meshgrid(np.arange(columns) * step, np.arange(rows) * step), axis=-1).reshape(
        -1, 2
    )
    return found


def grid_session(days: int = 60, step: float = 2000.0) -> Session:
    return Session("", lattice(8, 8, step), np.ones((64, days)), Detections(NOTHING, NOTHING, NOTHING, ()))


@pytest.fixture(scope="module")
def seen() -> Session:
    session = grid_session()
    mask = make_mask(session.detectors, 12_000, 1000)
    return simulate_survey(
        np.random.default_rng(7),
        session,
        mask,
        0.06,
        detection=Detection("HHN", 0.03, 2000),
        detector="count",
    )


def test_cells_lie_within_the_buffer_and_are_squares_of_the_spacing() -> None:
    one = np.array([[500.0, 500.0]])
    mask = make_mask(one, 1500, 1000)
    # The centre's own cell, its four neighbours, and the four corners at 1414 m.
    assert len(mask) == 9
    assert mask.cell_km2 == 1.0
    assert mask.area_km2 == 9.0
    assert len(make_mask(one, 1400, 1000)) == 5


def test_land_keeps_cells_by_their_centre() -> None:
    one = np.array([[500.0, 500.0]])
    west = shapely.box(-5000, -5000, 600, 5000)
    kept = make_mask(one, 1500, 1000, west)
    assert len(kept) == 6
    assert kept.xy[:, 0].max() == 500
    assert len(make_mask(one, 1500, 1000, shapely.box(9e6, 9e6, 9.1e6, 9.1e6))) == 0


@pytest.mark.parametrize(
    ("buffer_m", "spacing_m", "code"),
    [(0, 10, "mask_size"), (10, 0, "mask_size"), (math.nan, 10, "mask_size"), (1e6, 10, "mask_too_many")],
)
def test_a_mask_that_cannot_be_is_refused(buffer_m: float, spacing_m: float, code: str) -> None:
    with pytest.raises(LeopardRangeError, match=code):
        make_mask(np.zeros((1, 2)), buffer_m, spacing_m)


def test_cameras_at_both_ends_of_the_earth_are_refused_before_memory_is_used() -> None:
    with pytest.raises(LeopardRangeError, match="mask_too_many"):
        make_mask(np.array([[0.0, 0.0], [9e7, 9e7]]), 5000, 500)


@pytest.mark.parametrize("turn_deg", [0, 0.3, 17, 45, 80])
@pytest.mark.parametrize("holes", [False, True])
def test_the_area_of_a_cell_is_read_from_a_turned_lattice(turn_deg: float, holes: bool) -> None:
    xy = lattice(30, 20, 250.0)
    if holes:
        xy = xy[np.random.default_rng(1).random(len(xy)) < 0.7]
    turn = math.radians(turn_deg)
    turned = xy @ np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]]) + 5e5
    assert read_spacing(turned) == pytest.approx(0.0625, rel=1e-9)


def test_cells_need_not_be_squares() -> None:
    assert read_spacing(lattice(9, 9, 100.0) * (1.0, 1.15)) == pytest.approx(0.0115, rel=1e-9)


@pytest.mark.parametrize("xy", [lattice(2, 1, 5), lattice(9, 1, 5), lattice(1, 9, 5)])
def test_points_on_a_line_are_no_lattice(xy: Floats) -> None:
    with pytest.raises(LeopardRangeError, match="mask_no_lattice"):
        read_spacing(xy)


@pytest.mark.data
def test_the_reference_lattices() -> None:
    capt = pd.read_csv(reference("secr_captdata") / "mask.csv")
    assert read_spacing(capt[["x", "y"]].to_numpy(float)) == 7.34375**2 / 1e6
    possum = pd.read_csv(reference("secr_possum") / "mask.csv")
    assert read_spacing(possum[["x", "y"]].to_numpy(float)) == 20**2 / 1e6
    tiger = pd.read_csv(reference("tiger_spacecap") / "tigerHabitat.csv")
    # Steps of 567.02 to 567.65 m, where the survey states 0.336 km2.
    assert read_spacing(tiger[["X_COORD", "Y_COORD"]].to_numpy(float)) == pytest.approx(0.3216, abs=2e-4)


@pytest.mark.data
def test_the_first_sigma_is_that_of_secr() -> None:
    folder = reference("tiger_spacecap")
    traps = pd.read_csv(folder / "tigerTraps.csv").set_index("LOC_ID")
    found = pd.read_csv(folder / "tigerCH.csv")
    codes, names = pd.factorize(found["ANIMAL_ID"])
    rows = traps.index.get_indexer(pd.Index(found["LOC_ID"]))
    seen = Detections(np.asarray(codes), found["SO"].to_numpy() - 1, rows, tuple(map(str, names)))
    session = Session("", traps[["X_COORD", "Y_COORD"]].to_numpy(float), np.ones((120, 48)), seen)
    assert first_sigma([session]) == pytest.approx(1770.80227426711, rel=1e-9)


def test_the_first_sigma_on_paper() -> None:
    # One animal at 0 and 600 m: squares 2 * 300^2 over 2 axes times 1: 300 m. One seen once adds nothing.
    seen = Detections(np.array([0, 0, 1]), np.zeros(3, np.int64), np.array([0, 1, 1]), ("a", "b"))
    session = Session("", np.array([[0.0, 0], [600, 0]]), np.ones((2, 1)), seen)
    assert first_sigma([session]) == pytest.approx(300)
    alone = Detections(np.array([0, 1]), np.zeros(2, np.int64), np.array([0, 1]), ("a", "b"))
    assert first_sigma([Session("", session.detectors, session.usage, alone)]) == 0


def test_split_keeps_area_and_covariates() -> None:
    mask = Mask(lattice(3, 2, 100.0), 0.01, {"z": np.arange(6.0)})
    cut = split(mask)
    assert cut.area_km2 == pytest.approx(mask.area_km2)
    assert cut.covariates["z"].tolist() == np.repeat(np.arange(6.0), 4).tolist()
    assert read_spacing(cut.xy) == pytest.approx(0.0025)


def test_beyond_finds_what_a_given_mask_leaves_out() -> None:
    mask = Mask(lattice(11, 11, 100.0), 0.01)
    middle = np.array([[500.0, 500.0]])
    assert beyond(mask, middle, 400)[0] is None
    more, share = beyond(mask, middle, 2000)
    assert more is not None
    assert share == pytest.approx(1, abs=0.01)
    assert (np.abs(more.xy - 500).max(axis=1) > 500).all()


def test_the_mask_follows_the_fitted_sigma(seen: Session) -> None:
    found = fit_around([seen], detectfn="HHN", detector="count")
    sigma = found.fit.estimate("sigma_m").value
    assert found.buffer_m >= 4 * sigma
    assert 0.3 * sigma < found.spacing_m <= 0.5 * sigma
    assert found.buffer_bias < 0.01
    assert found.notes == ()
    wide = fit_secr(seen, make_mask(seen.detectors, 8 * sigma, 0.2 * sigma), detector="count", detectfn="HHN")
    density = found.fit.estimate("density_per_km2").value
    assert density == pytest.approx(wide.estimate("density_per_km2").value, rel=0.01)


def test_a_narrow_buffer_is_said_with_its_size_and_is_about_right(seen: Session) -> None:
    narrow = fit_around([seen], detectfn="HHN", detector="count", buffer_m=3000)
    (note,) = [one for one in narrow.notes if one.code == "secr_buffer_narrow"]
    wide = fit_around([seen], detectfn="HHN", detector="count")
    of = [one.fit.estimate("density_per_km2").value for one in (narrow, wide)]
    assert of[0] > 1.02 * of[1]
    assert dict(note.blanks)["percent"] == pytest.approx(100 * narrow.buffer_bias, abs=0.1)
    assert narrow.buffer_bias == pytest.approx(of[0] / of[1] - 1, abs=0.06)
    given = fit_within([seen], narrow.masks, detectfn="HHN", detector="count")
    assert given.buffer_bias == pytest.approx(narrow.buffer_bias, abs=0.03)


def test_coarse_cells_are_said_and_too_coarse_ones_refused(seen: Session) -> None:
    coarse = fit_around([seen], detectfn="HHN", detector="count", spacing_m=1700)
    (note,) = [one for one in coarse.notes if one.code == "secr_spacing_coarse"]
    assert 0.6 < float(dict(note.blanks)["sigmas"]) < 1
    with pytest.raises(LeopardRangeError, match="mask_too_coarse"):
        fit_around([seen], detectfn="HHN", detector="count", spacing_m=4000)


def test_a_survey_in_which_nobody_moved_says_so() -> None:
    session = grid_session()
    alone = Detections(np.array([0, 1, 1]), np.array([0, 1, 2]), np.array([0, 9, 9]), ("a", "b"))
    with pytest.raises(LeopardRangeError, match="secr_one_place_each"):
        fit_around([Session("", session.detectors, session.usage, alone)], detector="count")
