"""The commands, as people and measurements call them."""

import json
import subprocess
import sys

import pytest


def run(*command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
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
    assert "regions have no reputable round-the-clock line" in table
