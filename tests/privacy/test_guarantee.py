"""The guarantee of a release holds, and each test of it has the power to fail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.privacy import attacks, guarantee, serving
from tests.privacy.canaries import betrayed
from tests.privacy.private import PLAN, SECRETS, private_folder, survey


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[float, float]]:
    """Give positions that stand in no file of the project: they are drawn, not written."""
    return private_folder(tmp_path_factory.mktemp("drawn") / "private", seed=77)[1][:3]


def test_g2_the_bundle_betrays_no_position_no_name_and_no_day(tmp_path: Path) -> None:
    found = guarantee.g2_bundle(tmp_path)
    assert found.hits == ()
    assert found.encodings >= 12
    assert found.canaries > 50
    assert found.control == len(guarantee.leaks((131.1234567, 43.1234567))), "every planted leak is found"


@pytest.mark.repository
def test_g2_the_wheel_holds_no_position_but_simulated_ones(
    tmp_path: Path, invented: list[tuple[float, float]]
) -> None:
    found = guarantee.g2_wheel(tmp_path, invented)
    assert found.hits == ()
    assert found.control
    assert found.looked_at > 100


@pytest.mark.repository
def test_g2_the_history_holds_no_position_but_simulated_ones(
    tmp_path: Path, invented: list[tuple[float, float]]
) -> None:
    if not (guarantee.ROOT / ".git").exists():
        pytest.skip("this copy of the project is not a git work tree")
    found = guarantee.g2_history(tmp_path, invented)
    assert found.hits == ()
    assert found.control, "a deleted file is found in a history"


def test_g3_the_bundle_is_the_same_bytes_wherever_stations_stand_in_their_cells(tmp_path: Path) -> None:
    shuffles, bundles, controls = guarantee.g3(tmp_path)
    assert shuffles >= 50
    assert bundles == 1
    assert all(different > 1 for different in controls.values()), controls


def test_g5_no_comparison_of_answers_tells_of_fewer_stations_than_three(tmp_path: Path) -> None:
    found = guarantee.g5(tmp_path)
    assert found.answers > 100
    assert found.pairs > 10
    assert found.below_k == found.pinned == found.formats_differ == ()
    assert found.control, "listing cells with one or two stations is caught"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> serving.Served:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells which files a process opens")
    return serving.serve(tmp_path_factory.mktemp("served"))


def test_g4_five_hundred_repeats_give_one_answer(served: serving.Served) -> None:
    assert (served.repeats, served.answers) == (500, 1)


def test_g6_the_public_process_opens_nothing_of_the_private_folder(served: serving.Served) -> None:
    assert (served.opened, served.audited) == (0, 0)
    assert served.control_opened
    assert served.control_audited, "both watches see a process that does"


def test_what_the_public_server_answers_betrays_nothing(served: serving.Served) -> None:
    answers = {**served.bodies, "log": served.log.encode()}
    assert len(answers) > 80
    told = [
        f"{path}: {secret}" for path, body in answers.items() for secret in SECRETS if secret.encode() in body
    ]
    assert told == []
    survey_only = [(path, body) for path, body in answers.items() if "survey" in path or path == "log"]
    assert len(survey_only) >= 8
    places = survey("a", PLAN, 5).places[:6]
    assert [path for path, body in survey_only for place in places if betrayed(body, *place, both=True)] == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can become somebody else")
def test_g6_another_account_cannot_read_the_private_folder(tmp_path: Path) -> None:
    folder, _ = private_folder(tmp_path / "private")
    folder.path.chmod(0o700)
    for path in (tmp_path, *tmp_path.parents):
        if path.stat().st_uid == os.geteuid() and "pytest" in path.name:
            path.chmod(0o755)
    script = "import os, sys; os.listdir(sys.argv[1])"
    command = ["/usr/bin/env", "python3", "-c", script, str(folder.path)]
    refused = subprocess.run(
        command, user=65534, group=65534, extra_groups=[], capture_output=True, text=True, check=False
    )
    assert "PermissionError" in refused.stderr


def test_attacks_find_no_more_than_the_cell(tmp_path: Path) -> None:
    for one in attacks.attacks(tmp_path):
        assert one.ours_km >= one.floor_km - 1e-6, one
        assert one.ours_found <= 0.02, one
        assert one.floor_km > 5, one
        assert one.leaky_right > 0.3, "the same attack on careless output has power"
    ours, leaky = attacks.dated_share(tmp_path)
    assert ours == 0
    assert leaky > 0.5
