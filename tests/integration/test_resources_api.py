"""The catalogue's HTTP API on the running product."""

import pytest
from tests.support import Answer, ask, within

from deploy.stack import Stack

pytestmark = pytest.mark.real


def get(stack: Stack, path: str, **headers: str) -> Answer:
    return ask(f"http://127.0.0.1:{stack.ports.resources}{path}", headers=headers)


def test_all_panels_come_with_an_etag_and_are_not_sent_twice(stack: Stack) -> None:
    whole = get(stack, "/v1/panels")
    assert whole.status == 200
    assert "TH/suicide/adult" in whole.json["panels"]
    assert set(whole.json["messages"]) >= {"en", "th", "vi", "ar"}

    def unchanged() -> bool:
        tag = get(stack, "/v1/panels").headers["etag"]
        again = get(stack, "/v1/panels", **{"If-None-Match": tag})
        return again.status == 304 and again.body == b""

    # Another test's change to the catalogue may just be arriving: then the tag moves once more.
    assert within(3, unchanged)


def test_a_panel_for_a_region_topic_and_language(stack: Stack) -> None:
    panel = get(stack, "/v1/panels/VN?topic=cyberbullying&audience=minor&languages=vi").json
    assert panel["primary"][0]["id"] == "vn-national-hotline-for-child-protection-111"
    assert panel["language"] == "vi"


def test_lists_by_region(stack: Stack) -> None:
    helplines = get(stack, "/v1/helplines?region=TH&topic=suicide").json
    assert {line["country"] for line in helplines} == {"TH"}
    assert all(line["sources"] for line in helplines)
    verified = next(line for line in helplines if line["id"] == "th-samaritans-of-thailand")
    assert verified["verification"]["level"] == "single_source"
    assert verified["verification"]["checked_at"] < verified["verification"]["expires_at"]
    videos = get(stack, "/v1/videos?region=VN").json
    assert videos
    assert all(video["opt_in"] is True and video["kind"] == "creator" for video in videos)
    guides = get(stack, "/v1/guides?languages=th").json
    assert guides[0]["title"] == "ผ่านหนึ่งชั่วโมงข้างหน้าไปให้ได้"
    campaigns = get(stack, "/v1/campaigns?region=SA").json
    assert "#EndTheStigma" in campaigns[-1]["hashtags"]
    regions = get(stack, "/v1/regions").json
    assert {row["region"] for row in regions} >= {"001", "TH", "AF"}


def test_a_panel_says_when_somebody_answers_and_why_a_line_stands_where_it_does(
    stack: Stack,
) -> None:
    panel = get(stack, "/v1/panels/GB?audience=adult").json
    line = panel["primary"][0]
    assert line["open_now"] in {True, False, None}
    assert line["hours_text"]
    assert "topic_suicide" in line["reasons"]
    assert line["verification"]["expires_at"]
    assert panel["language_chain"] == ["en"]


def test_a_preview_is_html_that_may_load_nothing_from_elsewhere(stack: Stack) -> None:
    page = get(stack, "/v1/panels/VN/preview?languages=vi")
    assert page.headers["content-type"].startswith("text/html")
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    assert page.headers["referrer-policy"] == "no-referrer"
    unknown = get(stack, "/v1/panels/nowhere/preview")
    assert unknown.status == 200
    refused = get(stack, "/v1/panels/VN/preview?topic=secret-marker")
    assert refused.status == 422
    assert b"secret-marker" not in refused.body


def test_bad_parameters_are_problems(stack: Stack) -> None:
    answer = get(stack, "/v1/panels/TH?topic=secret-marker")
    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "topic"
    assert b"secret-marker" not in answer.body
