"""POST /v1/intercept against the running product."""

import json

import pytest
from tests.support import Answer, ask, intercept, within

from deploy.stack import Stack

pytestmark = pytest.mark.real


def post(stack: Stack, body: bytes) -> Answer:
    return ask(f"http://127.0.0.1:{stack.ports.intercept}/v1/intercept", body)


def test_a_match_comes_with_the_regions_panel_and_is_not_stored(stack: Stack) -> None:
    answer = post(stack, json.dumps({"query": "muốn chết", "region": "VN"}).encode())
    told = answer.json
    assert answer.headers["cache-control"] == "no-store"
    assert told["intercept"] is True
    assert told["action"] == "show_panel"
    assert told["detection"]["topic"] == "suicide"
    assert told["panel"]["primary"][0]["id"] == "vn-ngay-mai"
    assert told["panel"]["emergency"]["ambulance"] == ["115"]
    assert told["panel"]["videos"][0]["opt_in"] is True
    assert told["panel"]["placement"]["autoplay"] is False
    assert set(told["versions"]) == {"service", "lexicon", "policy"}


def test_no_match_says_so(stack: Stack) -> None:
    told = intercept(stack, query="suicide squad trailer", region="US")
    assert told["intercept"] is False
    assert told["action"] == "none"
    assert told["panel"] is None


@pytest.mark.parametrize("region", [None, "ZZ", "Atlantis", "", "1", "us_ca_x"])
def test_an_absent_or_unknown_region_gets_the_world_and_is_told(
    stack: Stack, region: str | None
) -> None:
    panel = intercept(stack, query="i want to die", region=region)["panel"]
    assert panel["region"] == "001"
    assert panel["region_matched"] is False
    assert panel["emergency"] is None
    assert panel["directories"]
    assert all(line["region"] == "001" for line in [*panel["primary"], *panel["more"]])


def test_language_is_not_region(stack: Stack) -> None:
    panel = intercept(stack, query="อยากตาย", region="de", languages=["th"])["panel"]
    assert panel["region"] == "DE"
    assert panel["primary"][0]["region"] == "DE"
    assert panel["language"] == "th"
    assert panel["language_chain"] == ["th", "de", "en"]


def test_an_arabic_panel_reads_from_right_to_left(stack: Stack) -> None:
    panel = intercept(stack, query="عايز اموت", region="SA")["panel"]
    assert (panel["language"], panel["direction"]) == ("ar", "rtl")


def test_a_long_query_is_cut_and_detected(stack: Stack) -> None:
    assert intercept(stack, query="i want to die " + "x" * 2000)["intercept"] is True


BAD_BODIES = {
    "empty": (b"", 422, "json_invalid", None),
    "not json": (b"{secret-marker", 422, "json_invalid", None),
    "not utf-8": (b'{"query": "secret-marker \xff\xfe"}', 422, "json_invalid", None),
    "no object": (b'["secret-marker"]', 422, "model_type", None),
    "missing": (b'{"region": "secret-marker"}', 422, "missing", "query"),
    "wrong type": (b'{"query": {"secret-marker": 1}}', 422, "string_type", "query"),
    "unknown field": (
        b'{"query": "x", "secret-marker": "secret-marker"}', 422, "extra_forbidden", None,
    ),
    "wrong word": (b'{"query": "x", "audience": "secret-marker"}', 422, "enum", "audience"),
    "wrong list": (b'{"query": "x", "languages": "secret-marker"}', 422, "list_type", "languages"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_BODIES)
def test_bad_bodies_get_a_problem_that_repeats_nothing(stack: Stack, name: str) -> None:
    body, status, kind, field = BAD_BODIES[name]
    answer = post(stack, body)
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    problems = {(problem["type"], problem["field"]) for problem in answer.json["errors"]}
    assert (kind, field) in problems
    assert b"secret-marker" not in answer.body


def test_a_huge_body_is_refused_unread(stack: Stack) -> None:
    answer = post(stack, b'{"query": "' + b"secret-marker" * 1000 + b'"}')
    assert answer.status == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert b"secret-marker" not in answer.body


def test_unknown_paths_and_methods_are_problems_too(stack: Stack) -> None:
    base = f"http://127.0.0.1:{stack.ports.intercept}"
    assert ask(f"{base}/secret-marker").status == 404
    assert b"secret-marker" not in ask(f"{base}/secret-marker").body
    wrong_method = ask(f"{base}/v1/intercept")
    assert wrong_method.status == 405
    assert wrong_method.headers["content-type"] == "application/problem+json"


def test_a_withdrawn_helpline_is_gone_from_answers_within_two_seconds(stack: Stack) -> None:
    gone = "th-samaritans-of-thailand"

    def shown() -> set[str]:
        panel = intercept(stack, query="อยากตาย", region="TH", audience="adult")["panel"]
        return {line["id"] for line in [*panel["primary"], *panel["more"]]}

    assert gone in shown()
    stack.command("resources", "withdraw", gone, "--reason", "number changed hands")
    try:
        assert within(2.0, lambda: gone not in shown())
    finally:
        stack.command("resources", "restore", gone)
    assert within(2.0, lambda: gone in shown())
