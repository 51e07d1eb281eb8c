"""Query text leaves no trace: a marker in 200 queries is looked for everywhere but in its topic."""

import asyncio
import json
from uuid import uuid4

import pytest
from sqlalchemy import select
from tests.support import ask, query_event, read, read_to_end, send, values_for

from deploy.stack import Stack
from resources.store.database import make_engine
from resources.store.models import Base
from shared.contracts.topics import QUERIES, RECOMMENDATIONS, TOPICS

pytestmark = pytest.mark.real

MARKER = "zqmarkerqz"


def test_a_marker_in_200_queries_leaves_no_trace(stack: Stack) -> None:
    matching = {str(uuid4()): f"i want to die {MARKER}" for _ in range(100)}
    events = [query_event(query_id, text, region="GB") for query_id, text in matching.items()]
    events += [query_event(str(uuid4()), f"weather {MARKER}") for _ in range(90)]
    events += [json.dumps({"query": MARKER, "query_id": 5}).encode() for _ in range(5)]
    events += [f'{{"query": "{MARKER}'.encode() for _ in range(5)]
    send(stack, events)
    answers = [over_http(stack, body) for body in http_bodies()]
    read(
        stack,
        RECOMMENDATIONS.name,
        lambda found: len(values_for(found, set(matching))) >= len(matching),
    )

    assert all(MARKER.encode() not in answer for answer in answers)
    for topic in TOPICS:
        if topic.name != QUERIES.name:
            for record in read_to_end(stack, topic.name):
                everything = [record.key, record.value, *(value for _, value in record.headers)]
                assert all(MARKER.encode() not in (part or b"") for part in everything)
    for log in stack.logs():
        assert MARKER not in log.read_text(errors="replace")
    for port in vars(stack.ports).values():
        assert MARKER.encode() not in ask(f"http://127.0.0.1:{port}/metrics").body
    assert MARKER not in asyncio.run(whole_database(stack.parts.database_url))


def http_bodies() -> list[bytes]:
    return [
        json.dumps({"query": f"i want to die {MARKER}", "region": "GB"}).encode(),
        json.dumps({"query": f"weather {MARKER}"}).encode(),
        json.dumps({"query": "i want to die", MARKER: MARKER}).encode(),
        json.dumps({"query": "i want to die", "region": MARKER * 3}).encode(),
        json.dumps({"query": [MARKER]}).encode(),
        f'{{"query": "{MARKER}'.encode(),
    ]


def over_http(stack: Stack, body: bytes) -> bytes:
    answer = ask(f"http://127.0.0.1:{stack.ports.intercept}/v1/intercept", body)
    return answer.body + json.dumps(answer.headers).encode()


async def whole_database(url: str) -> str:
    """Every value of every table, as text."""
    engine = make_engine(url)
    async with engine.connect() as connection:
        found = [
            repr(row)
            for table in Base.metadata.sorted_tables
            for row in await connection.execute(select(table))
        ]
    await engine.dispose()
    return "\n".join(found)
