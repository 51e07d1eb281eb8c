"""A query event in, the right help out: real Kafka, real database, real processes."""

import json
from uuid import uuid4

import pytest
from tests.support import ask, query_event, read, read_to_end, send, values_for

from deploy.stack import Stack, get_json
from shared.contracts.events import DeadLetter, DetectionEvent, Recommendation
from shared.contracts.topics import DETECTIONS, QUERIES, RECOMMENDATIONS

CRISIS = [
    ("i want to die", "US", "en"),
    ("อยากตาย", "TH", "th"),
    ("tu tu la gi", "VN", "vi"),
    ("عايز اموت", "SA", "ar"),
]
LOOKALIKES = [
    ("suicide squad cast", "US"),
    ("หิวจะตายอยู่แล้ว", "TH"),
    ("từ từ thôi", "VN"),
    ("بموت فيك", "SA"),
]

pytestmark = pytest.mark.real


def test_each_language_gets_a_helpline_of_its_region_and_lookalikes_get_nothing(
    stack: Stack,
) -> None:
    crisis = {str(uuid4()): sample for sample in CRISIS}
    harmless = {str(uuid4()): sample for sample in LOOKALIKES}
    send(
        stack,
        [query_event(i, text, region=region) for i, (text, region) in harmless.items()]
        + [query_event(i, text, region=region) for i, (text, region, _) in crisis.items()],
    )

    records = read(
        stack, RECOMMENDATIONS.name, lambda found: len(values_for(found, {*crisis})) >= len(crisis)
    )
    found = {value["query_id"]: value for value in values_for(records, {*crisis, *harmless})}

    assert set(found) == set(crisis)
    for query_id, (_, region, language) in crisis.items():
        panel = found[query_id]["panel"]
        assert panel["region"] == region
        assert panel["primary"][0]["region"] == region
        assert panel["primary"][0]["channels"][0]["value"]
        assert panel["language"] == language
        assert panel["degraded"] is False


def test_recommendations_carry_cloudevents_headers_and_go_on_with_the_trace(stack: Stack) -> None:
    query_id = str(uuid4())
    send(stack, [query_event(query_id, "i want to die", session="s1")], key=b"s1")

    records = read(stack, RECOMMENDATIONS.name, lambda found: bool(values_for(found, {query_id})))
    record = next(r for r in records if json.loads(r.value)["query_id"] == query_id)
    headers = {name: value.decode() for name, value in record.headers}

    assert record.key == b"s1"
    assert headers["ce_specversion"] == "1.0"
    assert headers["ce_type"] == RECOMMENDATIONS.event_type
    assert headers["ce_id"] == json.loads(record.value)["recommendation_id"]
    assert headers["traceparent"].startswith("00-")
    assert Recommendation.model_validate_json(record.value).session == "s1"


def test_a_redelivered_query_gets_the_same_ids(stack: Stack) -> None:
    query_id = str(uuid4())
    send(stack, [query_event(query_id, "i want to die")] * 2)

    detections = values_for(
        read(stack, DETECTIONS.name, lambda found: len(values_for(found, {query_id})) >= 2),
        {query_id},
    )
    recommendations = values_for(
        read(stack, RECOMMENDATIONS.name, lambda found: len(values_for(found, {query_id})) >= 2),
        {query_id},
    )

    assert len({value["detection_id"] for value in detections}) == 1
    assert len({value["recommendation_id"] for value in recommendations}) == 1


def test_bad_records_become_pointers_and_the_next_record_goes_on(stack: Stack) -> None:
    topic = QUERIES.dead_letters.name
    before = len(read_to_end(stack, topic))
    bad = [
        b"",
        b"\xff\xfe\xfa",
        b"{not json",
        b'{"query_id": "x"}',
        b'{"query_id": "x", "query": 5}',
        b"[]",
        b"[" * 5000,
    ]
    query_id = str(uuid4())
    send(stack, [*bad, query_event(query_id, "i want to die")], key=b"same partition")

    records = read(stack, topic, lambda found: len(found) >= before + len(bad))
    found = [DeadLetter.model_validate_json(record.value) for record in records]
    letters = sorted(found, key=lambda letter: letter.offset)[-len(bad) :]
    goes_on = read(stack, DETECTIONS.name, lambda found: bool(values_for(found, {query_id})))

    assert [letter.reason.value for letter in letters] == [
        "empty", "not_utf8", "not_json", "invalid", "invalid", "invalid", "not_json",
    ]  # fmt: skip
    assert {letter.topic for letter in letters} == {QUERIES.name}
    assert all(record.key is None and b"\xff" not in record.value for record in records)
    assert goes_on
    metrics = ask(f"http://127.0.0.1:{stack.ports.intercept_worker}/metrics").body.decode()
    assert 'waymark_dead_letters_total{reason="not_utf8",topic="search.queries.v1"}' in metrics


def test_an_unknown_word_of_a_newer_upstream_still_gets_help(stack: Stack) -> None:
    query_id = str(uuid4())
    send(
        stack,
        [query_event(query_id, "i want to die", audience="toddler", surface="moon", new_field=1)],
    )
    records = read(stack, DETECTIONS.name, lambda found: bool(values_for(found, {query_id})))
    detected = DetectionEvent.model_validate(values_for(records, {query_id})[0])
    assert detected.audience == "unknown"
    assert detected.surface == "results"


@pytest.mark.parametrize("port", ["intercept", "resources", "intercept_worker", "resources_worker"])
def test_every_process_tells_operators_how_it_is(stack: Stack, port: str) -> None:
    base = f"http://127.0.0.1:{getattr(stack.ports, port)}"
    ready = get_json(f"{base}/readyz")
    assert ready["ready"] is True
    assert all(
        {"name", "ok", "reason", "seconds_in_state"} <= set(check) for check in ready["checks"]
    )
    assert get_json(f"{base}/livez") == {"alive": True}
    assert get_json(f"{base}/startupz")["ready"] is True
    assert get_json(f"{base}/version")["version"] == "0.1.0"
    metrics = ask(f"{base}/metrics")
    assert metrics.headers["content-type"].startswith("text/plain")
    assert b"# HELP waymark_" in metrics.body
    assert "server" not in metrics.headers
