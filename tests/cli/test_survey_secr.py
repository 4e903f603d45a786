"""``leopard-range survey secr``: the reference sets, surveys, designs, and all that can be wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from leopard_range.analysis.secr.data import Detections, Session
from leopard_range.analysis.secr.mask import make_mask
from leopard_range.analysis.secr.simulate import Detection, simulate_survey
from tests.cli.conftest import Run
from tests.surveys import reference

ROOT = Path(__file__).parents[2]
NOTHING = np.zeros(0, np.int64)
CRS = "EPSG:32652"


def codes(found: dict[str, Any]) -> set[str]:
    return {caution["code"] for caution in found["cautions"]}


def check(found: dict[str, Any], expected: dict[str, Any], level: str = "g0") -> None:
    """Compare with secr: animals a hectare there, a square kilometre here."""
    for key, name, times in (("density_per_km2", "D", 100), (level, level, 1), ("sigma_m", "sigma", 1)):
        one = expected["estimates"][name]
        assert found[key] == pytest.approx(one["estimate"] * times, rel=1e-4)
        assert found[f"{key}_se"] == pytest.approx(one["SE.estimate"] * times, rel=1e-2)
        assert found[f"{key}_low"] == pytest.approx(one["lcl"] * times, rel=5e-3)
        assert found[f"{key}_high"] == pytest.approx(one["ucl"] * times, rel=5e-3)


@pytest.mark.data
@pytest.mark.parametrize(("distribution", "key"), [("poisson", "HN_poisson"), ("binomial", "HN_binomialN")])
def test_tigers(run: Run, distribution: str, key: str) -> None:
    folder = reference("tiger_spacecap")
    expected = json.loads((folder / "expected.json").read_text())
    tables = ("--captures", folder / "tigerCH.csv", "--traps", folder / "tigerTraps.csv")
    model = ("--detector", "proximity", "--detectfn", "HN", "--distribution", distribution)
    more = ("--mask", folder / "tigerHabitat.csv", "--occasions", "48", "--cell-km2", "0.336")
    found = run("survey", "secr", *tables, *more, *model, "--json").json
    check(found, expected[key])
    assert found["density_per_100km2"] == pytest.approx(100 * found["density_per_km2"])
    assert (found["individuals"], found["detections"], found["minimum_number"]) == (44, 68, 44)
    assert found["reliable"] is True
    if distribution == "poisson":
        mean, realised = expected["region_N"]
        assert found["region_n"] == pytest.approx(mean["estimate"], rel=1e-4)
        assert found["region_n_se"] == pytest.approx(mean["SE.estimate"], rel=1e-2)
        assert found["region_n_realised"] == pytest.approx(realised["estimate"], rel=1e-4)
        assert found["region_n_realised_se"] == pytest.approx(realised["SE.estimate"], rel=1e-2)
        assert found["region_n_realised_low"] == pytest.approx(realised["lcl"], rel=5e-3)
        assert found["esa_km2"] == pytest.approx(expected["esa_ha"] / 100, rel=1e-4)


@pytest.mark.data
def test_tigers_with_the_cell_read_from_the_lattice(run: Run) -> None:
    folder = reference("tiger_spacecap")
    tables = ("--captures", folder / "tigerCH.csv", "--traps", folder / "tigerTraps.csv")
    more = ("--mask", folder / "tigerHabitat.csv", "--occasions", "48", "--detector", "proximity")
    found = run("survey", "secr", *tables, *more, "--json").json
    assert "secr_cell_read" in codes(found)
    assert found["cell_km2"] == pytest.approx(0.3216, abs=2e-4)
    assert found["density_per_km2"] * found["cell_km2"] == pytest.approx(0.1262451 * 0.336, rel=1e-4)


@pytest.mark.data
def test_tigers_with_the_habitat_their_survey_brings(run: Run) -> None:
    folder = reference("tiger_spacecap")
    expected = json.loads((folder / "expected.json").read_text())
    model = ("--detector", "proximity", "--detectfn", "HN", "--cell-km2", "0.336")
    found = run("survey", "secr", folder, *model, "--json").json
    check(found, expected["HN_poisson"])
    assert found["mask_cells"] == 4810


@pytest.mark.data
@pytest.mark.parametrize("name", ["secr_captdata", "secr_possum"])
def test_sets_of_secr(run: Run, name: str) -> None:
    folder = reference(name)
    expected = json.loads((folder / "expected.json").read_text())
    tables = [word for one in ("captures", "traps", "mask") for word in (f"--{one}", folder / f"{one}.csv")]
    found = run("survey", "secr", *tables, "--occasions", "5", "--detector", "multi", "--json").json
    check(found, expected["HN"])
    assert found["log_likelihood"] == pytest.approx(expected["HN"]["loglik"], abs=0.01)
    assert "secr_multi" in codes(found)


@pytest.mark.data
def test_density_by_a_column_of_the_mask(run: Run) -> None:
    folder = reference("secr_possum")
    expected = json.loads((folder / "expected.json").read_text())
    tables = [word for one in ("captures", "traps", "mask") for word in (f"--{one}", folder / f"{one}.csv")]
    model = ("--occasions", "5", "--detector", "multi", "--density", "d.to.shore")
    found = run("survey", "secr", *tables, *model, "--json").json
    beta = {row["name"]: row["beta"] for row in found["coefficients"]}
    # The reference run stopped below the likelihood of the smaller model: ours must not.
    assert found["log_likelihood"] > expected["HN"]["loglik"] > expected["HN_D_dtoshore"]["loglik"]
    assert beta["D.d.to.shore"] < 0
    assert found["parameters"] == 4


# ---- a survey simulated here ---------------------------------------------------------------------------


def session(side: int = 8, step: float = 2500.0, days: int = 60) -> Session:
    xy = np.stack(np.meshgrid(np.arange(side) * step, np.arange(side) * step), axis=-1).reshape(-1, 2)
    return Session(
        "",
        xy + np.array([500_000, 4_780_000]),
        np.ones((side**2, days)),
        Detections(NOTHING, NOTHING, NOTHING, ()),
    )


def write(folder: Path, made: Session) -> tuple[Path, Path]:
    seen = made.detections
    captures, traps = folder / "captures.csv", folder / "traps.csv"
    names = np.array(seen.names) if seen.names else np.array([], str)
    pd.DataFrame(
        {"individual": names[seen.animal], "occasion": seen.occasion + 1, "trap": seen.detector + 1}
    ).to_csv(captures, index=False)
    xy = made.detectors
    pd.DataFrame({"trap": np.arange(len(xy)) + 1, "x": xy[:, 0], "y": xy[:, 1]}).to_csv(traps, index=False)
    return captures, traps


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    design = session()
    mask = make_mask(design.detectors, 16_000, 1000)
    made = simulate_survey(
        np.random.default_rng(11),
        design,
        mask,
        0.03,
        detection=Detection("HHN", 0.03, 3000.0),
        detector="count",
    )
    return write(tmp_path_factory.mktemp("grid"), made)


def test_a_survey_without_a_mask(run: Run, grid: tuple[Path, Path], tmp_path: Path) -> None:
    captures, traps = grid
    west = tmp_path / "west.geojson"
    shape = gpd.GeoSeries([shapely.box(480_000, 4_760_000, 508_750, 4_820_000)], crs=CRS).to_crs("EPSG:4326")
    shape.to_file(west)
    words = ("--captures", captures, "--traps", traps, "--occasions", "60", "--crs", CRS, "--region", west)
    found = run("survey", "secr", *words, "--profile", "yes", "--json").json
    assert found["density_per_km2_low"] < 0.03 < found["density_per_km2_high"]
    assert found["sigma_m_low"] < 3000 < found["sigma_m_high"]
    assert found["lambda0_low"] < 0.03 < found["lambda0_high"]
    assert found["g0"] is None
    assert found["buffer_m"] >= 4 * found["sigma_m"]
    assert found["spacing_m"] <= 0.5 * found["sigma_m"]
    assert found["region_km2"] == pytest.approx(found["mask_km2"] / 2, rel=0.05)
    assert found["region_n"] == pytest.approx(found["density_per_km2"] * found["region_km2"])
    assert found["profile_per_100km2_low"] == pytest.approx(found["density_per_100km2_low"], rel=0.1)
    assert found["expected_rse_share"] == pytest.approx(
        found["density_per_km2_se"] / found["density_per_km2"], rel=0.3
    )
    assert {"secr_n_region", "secr_methods_differ"} <= codes(found)
    assert found["discovery"][-1]["individuals"] == found["minimum_number"] == found["individuals"]
    wider = run("survey", "secr", *words, "--confidence", "80", "--json").json
    assert found["density_per_km2_low"] < wider["density_per_km2_low"] < found["density_per_km2"]
    assert found["region_n_realised_high"] > wider["region_n_realised_high"] > found["region_n_realised"]


def test_replicates_tell_how_good_the_design_is(run: Run, grid: tuple[Path, Path]) -> None:
    captures, traps = grid
    words = ("--captures", captures, "--traps", traps, "--occasions", "60")
    found = run("survey", "secr", *words, "--replicates", "12", "--json").json
    assert found["simulated"] == 12
    assert found["simulated_failed"] == 0
    assert found["simulated_rse_share"] == pytest.approx(found["expected_rse_share"], rel=0.3)
    low, high = (found[f"bootstrap_per_100km2_{end}"] for end in ("low", "high"))
    assert low < found["density_per_100km2"] < high


def test_what_was_not_asked_is_not_printed(run: Run, grid: tuple[Path, Path]) -> None:
    captures, traps = grid
    words = ("survey", "secr", "--captures", captures, "--traps", traps, "--occasions", "60")
    printed, found = run(*words).out, run(*words, "--json").json
    for label in ("g0", "profile interval", "bootstrap interval", "Bias, simulated", "Session "):
        assert label not in printed
    assert "lambda0" in printed
    assert "–\n" not in printed
    assert found["g0"] is found["profile_per_100km2"] is found["simulated_bias_share"] is None
    assert "profile interval" in run(*words, "--profile", "yes").out


def test_a_design_needs_no_captures(run: Run, grid: tuple[Path, Path]) -> None:
    words = ("--traps", grid[1], "--occasions", "60", "--design-per-100km2", "3", "--design-sigma-km", "3")
    found = run("survey", "secr", *words, "--design-level", "0.03", "--replicates", "6", "--json").json
    assert found["density_per_km2"] is None
    assert found["individuals"] == 0
    assert found["expected_individuals"] > 10
    assert found["simulated_rse_share"] == pytest.approx(found["expected_rse_share"], rel=0.4)
    assert "secr_design" in codes(found)
    thin = run("survey", "secr", *words, "--design-level", "0.0001", "--json").json
    assert thin["reliable"] is False


def test_exponential_detection_gets_a_wider_mask(run: Run, grid: tuple[Path, Path]) -> None:
    captures, traps = grid
    words = ("--captures", captures, "--traps", traps, "--occasions", "60", "--detectfn", "EX")
    found = run("survey", "secr", *words, "--detector", "proximity", "--json").json
    assert found["buffer_m"] >= 8 * found["sigma_m"]
    assert found["density_per_km2"] == pytest.approx(0.03, rel=0.5)


def test_sparse_data_are_marked(run: Run, grid: tuple[Path, Path], tmp_path: Path) -> None:
    captures, traps = grid
    rows = pd.read_csv(captures)
    few = tmp_path / "few.csv"
    rows[rows["individual"].isin(rows["individual"].unique()[:6])].to_csv(few, index=False)
    found = run("survey", "secr", "--captures", few, "--traps", traps, "--occasions", "60", "--json").json
    assert found["reliable"] is False
    assert found["minimum_number"] == 6
    assert found["discovery"][-1]["individuals"] == 6
    assert "secr_sparse" in codes(found)


def test_animals_taken_away_are_not_expected_later(run: Run, grid: tuple[Path, Path], tmp_path: Path) -> None:
    captures, traps = grid
    rows = pd.read_csv(captures).sort_values(["occasion", "trap"], kind="stable")
    first = rows["occasion"] == rows.groupby("individual")["occasion"].transform("min")
    taken = rows["individual"] % 2 == 0
    left = rows[~taken | first].assign(alive=np.where(taken[~taken | first], "no", "yes"))
    told, forgotten = tmp_path / "told.csv", tmp_path / "forgotten.csv"
    left.to_csv(told, index=False)
    left.drop(columns="alive").to_csv(forgotten, index=False)
    tables = ("--traps", traps, "--occasions", "60", "--buffer-km", "16", "--spacing-km", "1.5", "--json")
    whole, known, naive = (
        run("survey", "secr", "--captures", path, *tables).json for path in (captures, told, forgotten)
    )
    assert "secr_removed" in codes(known)
    assert "secr_removed" not in codes(naive)
    assert known["individuals"] == whole["individuals"]
    assert known["lambda0"] == pytest.approx(whole["lambda0"], rel=0.2)
    assert naive["lambda0"] < 0.8 * whole["lambda0"]
    # The same as a survey in secr's texts, named by its folder.
    folder = tmp_path / "secr"
    folder.mkdir()
    places = pd.read_csv(traps)
    texts = [
        f"1 {animal} {-occasion if gone else occasion} {trap}"
        for animal, occasion, trap, gone in zip(
            left["individual"], left["occasion"], left["trap"], left["alive"] == "no", strict=True
        )
    ]
    usage = " 1" * 60
    stood = [
        f"{trap} {x} {y}{usage}" for trap, x, y in zip(places["trap"], places["x"], places["y"], strict=True)
    ]
    (folder / "captures.txt").write_text("# Session ID Occasion Detector\n" + "\n".join(texts))
    (folder / "traps.txt").write_text("# Detector X Y\n" + "\n".join(stood))
    again = run("survey", "secr", folder, *tables[4:]).json
    assert "secr_removed" in codes(again)
    assert again["density_per_km2"] == pytest.approx(known["density_per_km2"], rel=0.02)


def test_several_sessions(run: Run, grid: tuple[Path, Path], tmp_path: Path) -> None:
    captures, traps = grid
    rows = pd.read_csv(captures)
    twice = tmp_path / "twice.csv"
    pd.concat([rows.assign(session="2010"), rows.assign(session="2011")]).to_csv(twice, index=False)
    words = ("--captures", twice, "--traps", traps, "--occasions", "60")
    shared = run("survey", "secr", *words, "--json").json
    alone = run(
        "survey", "secr", "--captures", captures, "--traps", traps, "--occasions", "60", "--json"
    ).json
    assert shared["density_per_km2"] == pytest.approx(alone["density_per_km2"], rel=1e-4)
    assert shared["density_per_km2_se"] < alone["density_per_km2_se"]
    assert shared["minimum_number"] == alone["minimum_number"]
    assert [row["session"] for row in shared["sessions"]] == ["2010", "2011"]
    assert shared["region_n_realised_low"] < shared["region_n_realised"] < shared["region_n_realised_high"]
    assert shared["region_n_realised_se"] > 1
    apart = run("survey", "secr", *words, "--separate", "density", "--json").json
    assert apart["density_per_km2"] is None
    densities = [row for row in apart["estimates"] if row["name"] == "density_per_km2"]
    assert [row["session"] for row in densities] == ["2010", "2011"]
    assert densities[0]["estimate"] == pytest.approx(alone["density_per_km2"], rel=1e-3)


def test_the_simulated_survey_covers_its_truth(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEOPARD_DATA", str(ROOT / "geodata"))
    monkeypatch.setenv("LEOPARD_ROLE", "planner")
    found = run("survey", "secr", "--json").json
    truth = pd.read_csv(ROOT / "geodata" / "survey" / "survey_truth.csv")
    assert "survey_simulated" in codes(found)
    assert [row["session"] for row in found["sessions"]] == [str(year) for year in truth["year"]]
    assert (
        found["density_per_100km2_low"]
        < truth["density_per_100km2"].mean()
        < found["density_per_100km2_high"]
    )
    assert found["reliable"] is True
    assert found["mask_km2"] < 10_000, "the sea is left out"
    monkeypatch.setenv("LEOPARD_ROLE", "public")
    assert run("survey", "secr").code == 2


# ---- what is wrong -------------------------------------------------------------------------------------


def tables(folder: Path, captures: str, traps: str = "", mask: str = "") -> list[str | Path]:
    grid_of = "trap,x,y\n" + "".join(f"t{n},{1000 * (n % 3)},{1000 * (n // 3)}\n" for n in range(9))
    (folder / "c.csv").write_text("individual,occasion,trap\n" + captures)
    (folder / "t.csv").write_text(traps or grid_of)
    words: list[str | Path] = [
        "--captures",
        folder / "c.csv",
        "--traps",
        folder / "t.csv",
        "--occasions",
        "9",
    ]
    if mask:
        (folder / "m.csv").write_text(mask)
        words += ["--mask", folder / "m.csv"]
    return words


CELLS = "x,y\n" + "".join(f"{400 * a},{400 * b}\n" for a in range(-12, 18) for b in range(-12, 18))
GOOD = "".join(f"A{n},{1 + n % 9},t{n % 9}\nA{n},{1 + (n + 3) % 9},t{(n + 1) % 9}\n" for n in range(12))

WRONG: dict[str, tuple[str, str, str, str]] = {
    "an empty survey": ("", "", "", "c.csv"),
    "one camera": ("A,1,t0\nA,2,t0\nB,1,t0\n", "trap,x,y\nt0,0,0\n", "", "one spot"),
    "cameras on one spot": ("A,1,t0\nA,2,t1\nB,1,t1\n", "trap,x,y\nt0,5,5\nt1,5,5\n", "", "one spot"),
    "one animal": ("A,1,t0\nA,2,t1\n", "", "", "only one animal"),
    "no recapture": ("A,1,t0\nB,2,t1\nC,2,t4\n", "", "", "detected once"),
    "nobody moved": ("A,1,t0\nA,2,t0\nB,2,t1\n", "", "", "two places"),
    "zero effort": (
        GOOD,
        "trap,x,y," + ",".join(map(str, range(1, 10))) + "\nt0,0,0" + 9 * ",0" + "\n",
        "",
        "No trap was set",
    ),
    "a mask with no cell": (GOOD, "", "x,y,HABITAT\n0,0,0\n500,0,0\n", "no cell"),
    "a mask elsewhere": (
        GOOD,
        "",
        CELLS.replace("x,y\n", "x,y\n9e6,9e6\n").split("\n", 1)[0]
        + "\n9000000,9000000\n9000400,9000000\n9000000,9000400\n9000400,9000400\n",
        "nearest cell",
    ),
    "a mask that is too coarse": (
        GOOD,
        "",
        "x,y\n" + "".join(f"{8000 * a},{8000 * b}\n" for a in range(-3, 4) for b in range(-3, 4)),
        "m",
    ),
    "huge coordinates": (GOOD, "trap,x,y\nt0,0,0\nt1,1e300,0\n", "", "farther away"),
    "duplicated ids": (GOOD, "trap,x,y\nt0,0,0\nt0,9,0\n", "", "twice"),
    "an unknown trap": (GOOD + "Z,1,t77\n", "", "", "no trap"),
    "an occasion outside": (GOOD + "Z,10,t1\n", "", "", "between 1 and 9"),
    "degrees": (GOOD, "trap,x,y\nt0,131.1,43.1\nt1,131.2,43.2\n", "", "degrees"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_clear_sentence_and_no_number(run: Run, tmp_path: Path, what: str) -> None:
    captures, traps, mask, told = WRONG[what]
    done = run("survey", "secr", *tables(tmp_path, captures, traps, mask), "--json")
    assert done.code == 2, done.out
    assert done.out == ""
    assert told in done.err
    assert "Traceback" not in done.err
    assert "error in the program" not in done.err


def test_all_on_one_day_is_answered_or_refused_but_never_certain(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"A{n},1,t{n % 9}\nA{n},1,t{(n + 1) % 9}\n" for n in range(5))
    done = run("survey", "secr", *tables(tmp_path, rows), "--json")
    assert done.code == 2 or done.json["reliable"] is False


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--detector", "camera"), "Choose one of"),
        (("--occasions", "many"), "number of occasions"),
        (("--density", "forest"), "forest"),
        (("--separate", "mood"), "mood"),
        (("--buffer-km", "-1"), "it must be >= 0"),
        (("--buffer-km", "1e9"), "cells"),
        (("--spacing-km", "0.0000001"), "cells"),
        (("--confidence", "100"), "confidence"),
        (("--region", "atlantis", "--crs", CRS), "atlantis"),
        (("--region", "atlantis"), "plane without a name"),
        (("--crs", "EPSG:4326"), "metres"),
        (("--crs", "sideways"), "sideways"),
        (("--replicates", "-4"), "it must be >= 0"),
    ],
)
def test_options_that_cannot_be(run: Run, grid: tuple[Path, Path], more: tuple[str, ...], told: str) -> None:
    words = ["--captures", grid[0], "--traps", grid[1]]
    done = run("survey", "secr", *words, *(() if "--occasions" in more else ("--occasions", "60")), *more)
    assert done.code == 2
    assert done.out == ""
    assert told in done.err


def test_tables_and_a_survey_are_not_mixed(run: Run, grid: tuple[Path, Path]) -> None:
    assert "survey" in run("survey", "secr", "folder", "--captures", grid[0], "--traps", grid[1]).err
    assert run("survey", "secr", "--captures", grid[0]).code == 2
    assert run("survey", "secr", "--traps", grid[1]).code == 2
