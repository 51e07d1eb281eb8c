"""Logs, health, settings of the thin edges."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.errors import CannotRun
from deploy.processes import free_port, require_free
from search_intercept.detection.detector import Detector
from search_intercept.detection.reading import packaged_lexicon
from search_intercept.policy import load_policy, packaged_policy
from shared.data_files import DataError
from shared.health import Check
from shared.privacy import QueryText
from shared.vocabulary import Action, Audience, Surface

detector = Detector(packaged_lexicon())


def decide(text: str, audience: Audience, surface: Surface = Surface.RESULTS) -> Action:
    found = detector.detect(QueryText(text))
    assert found is not None
    return packaged_policy().decide(found, audience, surface, "TH")


def test_results_about_means_are_replaced_and_all_else_shows_the_panel() -> None:
    assert decide("how to kill yourself", Audience.ADULT) is Action.REPLACE_RESULTS
    assert decide("pro ana tips", Audience.UNKNOWN) is Action.REPLACE_RESULTS
    assert decide("pro ana tips", Audience.ADULT) is Action.SHOW_PANEL
    assert decide("i want to die", Audience.MINOR) is Action.SHOW_PANEL
    assert decide("i want to die", Audience.ADULT, Surface.HASHTAGS) is Action.REPLACE_RESULTS


def test_a_policy_that_would_hide_help_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(
        'version: "1"\nrules:\n  - action: none\n    reason: x\n    when: {}\n', "utf-8"
    )
    with pytest.raises(DataError, match=r"policy.yaml:3: .*always shows help"):
        load_policy(path)


def logged(program: str) -> list[dict[str, object]]:
    """What a process logs that runs this program."""
    prepared = (
        "import logging, structlog\n"
        "from shared.telemetry import configure_logging\n"
        "configure_logging('test', 'unit')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", prepared + program],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return [json.loads(line) for line in (done.stdout + done.stderr).splitlines()]


def test_an_exception_is_logged_without_its_message() -> None:
    ours, library = logged(
        "try:\n"
        "    raise ValueError('what somebody typed')\n"
        "except ValueError:\n"
        "    structlog.get_logger('shared.test').exception('failed', offset=3)\n"
        "    logging.getLogger('aiokafka').exception('library failed')\n"
    )
    assert ours["event"] == "failed"
    assert ours["exception"] == library["exception"] == "ValueError"
    assert ours["at"] == ["<string>:5 <module>"]
    assert ours["service"] == "test"
    assert "typed" not in json.dumps([ours, library])


def test_libraries_are_not_heard_below_warning() -> None:
    lines = logged(
        "logging.getLogger('aiokafka').info('what a library carries')\n"
        "structlog.get_logger('resources.x').info('ours')\n"
    )
    assert [line["event"] for line in lines] == ["ours"]


def test_a_check_tells_its_state_reason_and_age() -> None:
    now = 10.0
    check = Check("kafka", "not connected yet", clock=lambda: now)
    now = 15.0
    assert (check.state.ok, check.state.seconds_in_state) == (False, 5.0)
    check.fails("still not")
    assert check.state.seconds_in_state == 5.0
    check.holds()
    assert (check.state.ok, check.state.reason, check.state.seconds_in_state) == (True, None, 0.0)


def test_a_taken_port_is_told_in_one_sentence() -> None:
    port = free_port()
    require_free(port, "WAYMARK_PORT")
    with socket.create_server(("127.0.0.1", port)), pytest.raises(CannotRun, match="WAYMARK_PORT"):
        require_free(port, "WAYMARK_PORT")
