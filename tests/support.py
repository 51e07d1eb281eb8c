"""What integration tests do to the running product: ask, send, read."""

import asyncio
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from deploy.stack import Stack
from shared.contracts.topics import QUERIES

_READ_SECONDS = 30.0


@dataclass(frozen=True)
class Answer:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(url: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
    """One request to a loopback address; error answers are answers too."""
    request = urllib.request.Request(url, data=body, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=5) as got:
            return Answer(got.status, {k.lower(): v for k, v in got.headers.items()}, got.read())
    except urllib.error.HTTPError as error:
        found = {k.lower(): v for k, v in error.headers.items()}
        return Answer(error.code, found, error.read())


def intercept(stack: Stack, **request: Any) -> Any:
    """POST /v1/intercept; the answer's JSON."""
    url = f"http://127.0.0.1:{stack.ports.intercept}/v1/intercept"
    answer = ask(url, json.dumps(request).encode())
    assert answer.status == 200, answer.body
    return answer.json


def send(stack: Stack, values: Sequence[bytes], key: bytes | None = None) -> None:
    """Put raw values on the topic of queries, all acknowledged."""

    async def run() -> None:
        producer = AIOKafkaProducer(bootstrap_servers=stack.parts.bootstrap_servers)
        await producer.start()
        try:
            for value in values:
                await producer.send_and_wait(QUERIES.name, value, key=key)
        finally:
            await producer.stop()

    asyncio.run(asyncio.wait_for(run(), _READ_SECONDS))


def query_event(query_id: str, query: str, **more: Any) -> bytes:
    """A query event as upstream sends it."""
    return json.dumps({"query_id": query_id, "query": query, **more}, ensure_ascii=False).encode()


def read(stack: Stack, topic: str, enough: Callable[[list[Any]], bool]) -> list[Any]:
    """A topic's records from the beginning, once `enough` holds for those read."""

    async def run() -> list[Any]:
        found: list[Any] = []
        consumer = AIOKafkaConsumer(
            topic,
            bootstrap_servers=stack.parts.bootstrap_servers,
            auto_offset_reset="earliest",
            group_id=None,
            fetch_max_wait_ms=50,
        )
        await consumer.start()
        try:
            while not enough(found):
                batch = await consumer.getmany(timeout_ms=200)
                found += [record for records in batch.values() for record in records]
        finally:
            await consumer.stop()
        return found

    return asyncio.run(asyncio.wait_for(run(), _READ_SECONDS))


def read_to_end(stack: Stack, topic: str) -> list[Any]:
    """Everything that a topic holds now."""

    async def ends() -> int:
        consumer = AIOKafkaConsumer(
            topic, bootstrap_servers=stack.parts.bootstrap_servers, group_id=None
        )
        await consumer.start()
        try:
            numbers = consumer.partitions_for_topic(topic) or set()
            partitions = [TopicPartition(topic, number) for number in numbers]
            first = await consumer.beginning_offsets(partitions)
            last = await consumer.end_offsets(partitions)
            return sum(last[tp] - first[tp] for tp in partitions)
        finally:
            await consumer.stop()

    count = asyncio.run(asyncio.wait_for(ends(), _READ_SECONDS))
    return read(stack, topic, lambda found: len(found) >= count)


def values_for(records: Sequence[Any], query_ids: set[str]) -> list[Any]:
    """The JSON values of the records that belong to these queries."""
    values = [json.loads(record.value) for record in records]
    return [value for value in values if value["query_id"] in query_ids]


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold within so many seconds."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
