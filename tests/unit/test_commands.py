"""The commands, as people and measurements call them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from resources.settings import DataSettings

DATA = DataSettings().resources_data


def run(
    *command: str, stdin: str = "", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment,
    )


def test_detect_answers_line_by_line_in_the_same_order() -> None:
    texts = ["i want to die", "suicide squad cast", "อยากตาย", "tu tu la gi", "عايز اموت", ""]
    lines = [json.dumps({"text": text, "language": "xx"}) for text in texts]
    done = run("search_intercept", "detect", "--jsonl", stdin="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [answer["matched"] for answer in answers] == [True, False, True, True, True, False]
    assert answers[0] == {
        "matched": True,
        "topic": "suicide",
        "intent": "own_distress",
        "urgency": "high",
        "rules": ["en.suicide.want_to_die"],
    }
    assert answers[1]["topic"] is None


def test_detect_keeps_its_place_over_a_bad_line_and_repeats_nothing() -> None:
    lines = ["{secret-marker", '{"text": 5}', "[]", '{"text": "i want to die"}']
    done = run("search_intercept", "detect", "--jsonl", stdin="\n".join(lines))
    assert [json.loads(line)["matched"] for line in done.stdout.splitlines()] == [
        False, False, False, True,
    ]  # fmt: skip
    assert done.returncode == 1
    assert "line 1" in done.stderr
    assert "secret-marker" not in done.stderr


def test_explain_shows_each_step() -> None:
    told = run("search_intercept", "explain", "su1c1de squad and su1c1de help").stdout
    assert "read back:\n  suicide squad and suicide help" in told
    assert "en.suicide.help: matches" in told


@pytest.mark.parametrize("service", ["search_intercept", "resources"])
def test_what_is_packaged_passes_its_own_lint(service: str) -> None:
    done = run(service, "lint")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_panel_is_shown_as_json_and_as_text() -> None:
    arguments = ["--region", "TH", "--languages", "th", "--topic", "suicide"]
    panel = json.loads(run("resources", "panel", *arguments, "--json").stdout)
    assert panel["primary"][0]["channels"][0]["value"] == "1323"
    assert "1323" in run("resources", "panel", *arguments).stdout


def test_coverage_is_told_as_json_and_as_a_table() -> None:
    rows = json.loads(run("resources", "coverage", "--json").stdout)
    assert {row["region"] for row in rows} >= {"001", "AF", "TH"}
    table = run("resources", "coverage").stdout
    assert "R2" in table.splitlines()[0]
    assert "R2: a reputable round-the-clock line and a free supportive link." in table


def test_coverage_shows_what_a_setting_would_cost() -> None:
    def lines(*arguments: str) -> int:
        rows = json.loads(run("resources", "coverage", "--json", *arguments).stdout)
        return sum(row["lines"] for row in rows)

    assert lines("--without", "find-a-helpline", "wikipedia") < lines()
    assert lines("--lowest-level", "official") < lines("--lowest-level", "two_sources") < lines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def in_folder(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    database = f"sqlite+aiosqlite:///{folder}/waymark.sqlite3"
    environment = {**os.environ, "RESOURCES_DATA": str(folder), "DATABASE_URL": database}
    return run("resources", *command, environment=environment)


def test_a_hostile_catalogue_is_refused_whole_and_nothing_changes(folder: Path) -> None:
    assert in_folder(folder, "migrate").returncode == 0
    first = in_folder(folder, "import").stdout
    path = folder / "helplines.jsonl"
    good = path.read_text()
    path.write_text(good.replace("Samaritans of Thailand", "<script>alert(1)</script>"))
    refused = in_folder(folder, "import")
    assert refused.returncode == 1
    assert "helplines.jsonl:" in refused.stderr
    assert "markup" in refused.stderr
    assert "<script>" not in refused.stderr
    assert "nothing was changed" in refused.stderr
    path.write_text(good)
    again = in_folder(folder, "import").stdout
    assert "catalogue revision 1" in first
    assert again == "nothing differs: the catalogue stays as it is\n"


def test_a_withdrawal_is_listed_with_its_reason(folder: Path) -> None:
    for command in (["migrate"], ["import"], ["withdraw", "vn-ngay-mai", "--reason", "moved"]):
        assert in_folder(folder, *command).returncode == 0
    assert "vn-ngay-mai  withdrawn  moved" in in_folder(folder, "withdrawals").stdout
    in_folder(folder, "restore", "vn-ngay-mai")
    assert "vn-ngay-mai  restored " in in_folder(folder, "withdrawals").stdout
    assert in_folder(folder, "withdraw", "xx-nobody", "--reason", "x").returncode == 1


def test_only_a_complete_video_can_be_approved(folder: Path) -> None:
    draft = {
        "id": "story-1",
        "creator": "@ngocbinhtamly",
        "url": "https://www.tiktok.com/@ngocbinhtamly/video/1",
        "title": "x",
        "languages": ["vi"],
        "topics": ["mental_wellbeing"],
        "regions": ["VN"],
        "consent_on": "2026-11-01",
        "content_note": "Speaks of a hard time.",
        "method_free": True,
    }
    path = folder / "videos.jsonl"
    path.write_text(json.dumps(draft) + "\n")
    refused = in_folder(folder, "videos", "approve", "story-1", "--by", "A. Reviewer")
    assert "videos.jsonl:1: can't be approved: lacks help_address" in refused.stderr
    path.write_text(json.dumps({**draft, "help_address": "https://example.org"}) + "\n")
    assert in_folder(folder, "videos", "approve", "story-1", "--by", "A. Reviewer").returncode == 0
    approved = json.loads(path.read_text())
    assert (approved["state"], approved["approved_by"]) == ("approved", "A. Reviewer")
    assert in_folder(folder, "lint").returncode == 0


def test_sources_say_what_rests_on_whom(folder: Path) -> None:
    assert in_folder(folder, "sources").returncode == 0
    table = (folder / "SOURCES.md").read_text()
    assert table == (DATA / "SOURCES.md").read_text()
    assert "| find-a-helpline |" in table.replace("`", "")
