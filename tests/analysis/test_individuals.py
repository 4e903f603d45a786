"""Individuals: closed models against Rcapture, movement against secr, and cases worked on paper."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from leopard_range.analysis.individuals import (
    MODELS,
    ClosedModel,
    by_flank,
    by_year,
    capture_history,
    closed_population,
    discovery,
    jackknife,
    known_alive,
    movement,
)
from leopard_range.analysis.individuals.jackknife import coefficients
from leopard_range.errors import LeopardRangeError
from tests.surveys import reference


def history(*rows: str) -> np.ndarray:
    return np.array([[letter == "1" for letter in row] for row in rows])


def hares() -> np.ndarray:
    caught: np.ndarray = pd.read_csv(reference("closed_cr_rcapture") / "hare.csv").to_numpy() == 1
    return caught


@pytest.mark.data
@pytest.mark.parametrize(
    ("model", "theirs"), [("M0", "M0"), ("Mt", "Mt"), ("Mb", "Mb"), ("Mh_chao", "Mh Chao (LB)")]
)
def test_the_hares_of_rcapture(model: ClosedModel, theirs: str) -> None:
    told = json.loads((reference("closed_cr_rcapture") / "expected.json").read_text())
    expected = next(row for row in told["results"] if row["_row"] == theirs)
    found = closed_population(hares(), model)
    assert (found.animals, found.captures, found.occasions) == (68, 145, 6)
    assert found.abundance == pytest.approx(expected["abundance"], rel=1e-7)
    assert found.abundance_se == pytest.approx(expected["stderr"], rel=1e-6)
    profile = told.get(f"{model}_profileCI")
    if profile is not None:
        assert found.abundance_low == pytest.approx(profile["infCL"], rel=1e-6)
        assert found.abundance_high == pytest.approx(profile["supCL"], rel=1e-6)


def test_two_occasions_are_the_estimate_of_lincoln_and_petersen() -> None:
    # 6 and 4 caught, 2 of them twice: 6 * 4 / 2.
    caught = history("11", "11", "10", "10", "10", "10", "01", "01")
    assert closed_population(caught, "Mt").abundance == pytest.approx(12)


def test_two_occasions_of_removal_have_seber_and_whelans_form() -> None:
    # New animals 6, then 2: N = 36 / (6 - 2).
    caught = history(*["11"] * 2, *["10"] * 4, *["01"] * 2)
    assert closed_population(caught, "Mb").abundance == pytest.approx(9)


def test_few_recaptures_give_the_number_that_solves_the_equation() -> None:
    # 40 animals caught 44 times in 30 occasions: n / N = 1 - (1 - T / (N t))^t.
    caught = np.zeros((40, 30), bool)
    caught[np.arange(40), np.arange(40) % 30] = True
    caught[:4, 29] = True
    for model in ("M0", "Mt"):
        found = closed_population(caught, model)
        assert found.abundance > 150
        assert found.abundance_low < found.abundance < found.abundance_high
    number = closed_population(caught, "M0").abundance
    assert 40 / number == pytest.approx(1 - (1 - 44 / (30 * number)) ** 30, rel=1e-9)


def test_every_estimate_lies_in_its_interval() -> None:
    random = np.random.default_rng(11)
    for _ in range(200):
        caught = random.random((random.integers(2, 60), random.integers(2, 40))) < random.uniform(0.01, 0.6)
        for model in MODELS:
            try:
                found = closed_population(caught, model)
            except LeopardRangeError:
                continue
            bounds = found.abundance_low - 1e-9, found.abundance_high + 1e-9
            assert bounds[0] <= found.abundance <= bounds[1], (model, found)
            assert found.animals <= found.abundance + 1e-9


def test_chao_on_paper() -> None:
    # f1 = 4, f2 = 2, three occasions: 6 + (2 / 3) * 16 / 4.
    caught = history("100", "100", "010", "001", "110", "011")
    found = closed_population(caught, "Mh_chao")
    assert found.abundance == pytest.approx(6 + 8 / 3)
    never = 8 / 3
    assert found.abundance_se == pytest.approx(np.sqrt(never + never**2 * (4 / 4 + 1 / 2)))
    # Without animals caught twice: f1 (f1 - 1) / 2 times (t - 1) / t.
    none = closed_population(history("100", "010", "001", "111"), "Mh_chao")
    assert none.abundance == pytest.approx(4 + 2 / 3 * 3)


@pytest.mark.parametrize("t", [5, 6, 12])
def test_coefficients_of_burnham_and_overton(t: int) -> None:
    published = {
        1: [(t - 1) / t],
        2: [(2 * t - 3) / t, -((t - 2) ** 2) / (t * (t - 1))],
        3: [
            (3 * t - 6) / t,
            -(3 * t**2 - 15 * t + 19) / (t * (t - 1)),
            (t - 3) ** 3 / (t * (t - 1) * (t - 2)),
        ],
        4: [
            (4 * t - 10) / t,
            -(6 * t**2 - 36 * t + 55) / (t * (t - 1)),
            (4 * t**3 - 42 * t**2 + 148 * t - 175) / (t * (t - 1) * (t - 2)),
            -((t - 4) ** 4) / (t * (t - 1) * (t - 2) * (t - 3)),
        ],
    }
    for order, added in published.items():
        expected = 1 + np.pad(added, (0, t - order))
        np.testing.assert_allclose(coefficients(t, order), expected, atol=1e-12)


def test_the_first_order_stands_when_the_next_is_no_better() -> None:
    # One animal caught once: the step from the 25 caught to order 1 is not significant either.
    f = np.array([1, 6, 6, 6, 6])
    assert jackknife(f)[0] == pytest.approx(25 + 4 / 5)


def test_rabbits_whose_number_was_known() -> None:
    # Edwards and Eberhardt (1967): 135 cottontails, 18 nights, 76 caught.
    f = np.array([43, 16, 8, 6, 0, 2, 1] + [0] * 11)
    number, se = jackknife(f)
    assert coefficients(18, 1) @ f == pytest.approx(76 + 43 * 17 / 18)
    assert coefficients(18, 1) @ f < number < coefficients(18, 3) @ f
    assert abs(number - 135) < se


def test_estimates_of_simulated_populations_hold_the_truth() -> None:
    random = np.random.default_rng(3)
    held = dict.fromkeys(MODELS, 0)
    for _ in range(100):
        caught = random.random((60, 8)) < 0.2
        for model in MODELS:
            try:
                found = closed_population(caught, model)
            except LeopardRangeError:
                continue
            held[model] += found.abundance_low <= 60 <= found.abundance_high
    assert held["M0"] >= 90
    assert held["Mt"] >= 90
    assert held["Mb"] >= 80
    assert held["Mh_chao"] >= 85


@pytest.mark.parametrize(
    ("caught", "model", "code"),
    [
        (np.zeros((0, 4), bool), "M0", "survey_closed_no_animal"),
        (np.zeros((3, 4), bool), "Mt", "survey_closed_no_animal"),
        (history("110"), "M0", "survey_closed_one_animal"),
        (history("1", "1"), "M0", "survey_closed_one_occasion"),
        (history("100", "010"), "Mh_chao", "survey_closed_no_recapture"),
        (history("011", "001", "001"), "Mb", "survey_closed_no_depletion"),
    ],
)
def test_no_answer_is_an_error(caught: np.ndarray, model: ClosedModel, code: str) -> None:
    with pytest.raises(LeopardRangeError) as no:
        closed_population(caught, model)
    assert no.value.code == code


def test_animals_that_were_all_caught_every_time_are_all_there_are() -> None:
    for model in ("M0", "Mt"):
        found = closed_population(history("111", "111"), model)
        assert (found.abundance, found.abundance_low, found.abundance_high) == (2, 2, 2)


def test_known_alive_fills_gaps_and_nothing_else() -> None:
    seen = history("10100", "01000", "00011")
    np.testing.assert_array_equal(known_alive(seen), history("11100", "01000", "00011"))


def test_counts_by_year() -> None:
    rows = [
        ("a", 2001, "adult"),
        ("a", 2003, "adult"),
        ("b", 2001, "juvenile"),
        ("b", 2002, "adult"),
        ("c", 2002, "subadult"),
        ("c", 2004, "adult"),
        ("d", 2003, ""),
        ("d", 2003, "juvenile"),
        ("e", 1999, "adult"),
    ]
    frame = pd.DataFrame(rows, columns=["individualID", "year", "lifeStage"])
    found = by_year(frame, [2001, 2002, 2003, 2004])
    assert found["identified"].tolist() == [1, 1, 2, 1]
    # a between its two years; c was young before it was missed.
    assert found["known_alive"].tolist() == [1, 2, 2, 1]
    assert found["young"].tolist() == [1, 1, 0, 0]
    assert found["new"].tolist() == [2, 1, 1, 0]
    assert found["cumulative"].tolist() == [2, 3, 4, 4]


def test_discovery_on_paper() -> None:
    found = discovery(np.array([0, 0, 1]))
    assert found.visits.tolist() == [1, 2, 3]
    assert found.known.tolist() == [1, 1, 2]
    # Two of three visits: the same animal in one pair of three.
    np.testing.assert_allclose(found.mean, [1, 5 / 3, 2])
    assert found.low.tolist() == [1, 1, 2]
    assert found.high.tolist() == [1, 2, 2]


def test_the_exact_mean_lies_in_the_band_of_many_visits() -> None:
    random = np.random.default_rng(5)
    found = discovery(random.integers(0, 40, 500))
    assert len(found.visits) == 25
    # Individuals are whole, their mean is not.
    assert (found.low < found.mean + 1).all()
    assert (found.mean < found.high + 1).all()
    assert found.known[-1] == found.mean[-1] == 40


def test_movement_on_paper() -> None:
    # One animal at 0 and 6, one at 0, 3 and 3; one seen once.
    xy = np.array([[0, 0], [6, 0], [0, 0], [0, 3], [0, 3], [9, 9]], float)
    found = movement(np.array([0, 0, 1, 1, 1, 2]), xy)
    assert found.animals == 2
    assert found.mmdm_m == pytest.approx(4.5)
    assert found.rpsv_m == pytest.approx(np.sqrt((9 + 9 + 4 + 1 + 1) / (2 * 3)))
    assert movement(np.array([0, 1]), xy[:2]).mmdm_m is None


@pytest.mark.data
def test_movement_of_the_tigers_as_secr_has_it() -> None:
    folder = reference("tiger_spacecap")
    told = json.loads((folder / "expected.json").read_text())
    traps = pd.read_csv(folder / "tigerTraps.csv").set_index("LOC_ID")
    caught = pd.read_csv(folder / "tigerCH.csv")
    xy = traps.loc[caught["LOC_ID"].tolist(), ["X_COORD", "Y_COORD"]].to_numpy(float)
    found = movement(caught["ANIMAL_ID"].to_numpy(), xy)
    assert found.mmdm_m == pytest.approx(told["MMDM"], rel=1e-9)
    # secr::RPSV(CC = TRUE): divided by 2 (m - n), as Calhoun and Casby do; CC = FALSE divides by m - n - 1.
    assert found.rpsv_m == pytest.approx(told["RPSV"], rel=1e-9)


def sightings(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["individualID", "flank"])


FLANKS = sightings(
    ("both", "left"), ("both", "right"), ("l1", "left"), ("l2", "left"), ("r1", "right"), ("none", "")
)


@pytest.mark.parametrize(
    ("rule", "kept", "side"),
    [
        ("best", ["both", "both", "l1", "l2", "none"], "left"),
        ("both", ["both", "both", "none"], ""),
        ("left", ["both", "l1", "l2", "none"], "left"),
        ("right", ["both", "r1", "none"], "right"),
    ],
)
def test_single_flanks_are_never_added_up(rule: str, kept: list[str], side: str) -> None:
    found = by_flank(FLANKS, {}, rule)  # type: ignore[arg-type]
    assert FLANKS["individualID"][found.kept].tolist() == kept
    assert (found.both, found.left, found.right, found.untold) == (1, 2, 1, 1)
    assert found.side == side


def test_the_table_of_individuals_tells_flanks_too() -> None:
    found = by_flank(sightings(("a", ""), ("b", "right"), ("c", "left")), {"a": "both", "b": "left"}, "best")
    assert (found.both, found.left, found.conflicts) == (2, 1, 1)


def test_histories_hold_each_capture_once() -> None:
    animal, occasion = np.array([0, 0, 1]), np.array([2, 2, 0])
    np.testing.assert_array_equal(capture_history(animal, occasion, 2, 3), history("001", "100"))
