"""A stream of sample queries through the event road, and what comes back as a live table."""

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any
from uuid import uuid4

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from rich.cells import set_cell_size

from shared.contracts.events import Recommendation
from shared.contracts.topics import QUERIES, RECOMMENDATIONS
from shared.kafka.records import event

_HEAD = ("region", "topic", "intent", "action", "first helpline", "videos", "ms")
_WIDTHS = (6, 15, 17, 15, 54, 6, 6)
_BETWEEN_QUERIES_SECONDS = 0.15
# After the last query; a slow first rebalance is within it.
_QUIET_SECONDS = 3.0
_CLIENT_SECONDS = 15.0


def samples() -> list[dict[str, Any]]:
    """Sample queries: crisis and look-alike, several languages and regions."""
    text = files("deploy").joinpath("samples.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def row(cells: Sequence[str]) -> str:
    """One line of the table; cells are measured as a terminal shows them."""
    return "  ".join(set_cell_size(cell, width) for cell, width in zip(cells, _WIDTHS, strict=True))


async def show_stream(bootstrap_servers: str) -> tuple[int, int]:
    """Send the samples and print each recommendation as it comes back.

    Returns how many queries were sent and how many recommendations came back.
    """
    async with AsyncExitStack() as clients, asyncio.timeout(60):
        producer = AIOKafkaProducer(bootstrap_servers=bootstrap_servers, enable_idempotence=True)
        consumer = AIOKafkaConsumer(
            RECOMMENDATIONS.name,
            bootstrap_servers=bootstrap_servers,
            group_id=None,
            fetch_max_wait_ms=50,
        )
        for client in (producer, consumer):
            async with asyncio.timeout(_CLIENT_SECONDS):
                await client.start()
            clients.push_async_callback(client.stop)
        # Without a group nothing is read before the end of each partition has been asked for.
        await consumer.seek_to_end()
        print(row(_HEAD))
        sent: dict[str, float] = {}
        sending = asyncio.create_task(_send(producer, sent))
        shown = await _show(consumer, sent, sending)
        return len(sent), shown


async def _send(producer: AIOKafkaProducer, sent: dict[str, float]) -> None:
    for sample in samples():
        query_id = str(uuid4())
        sent[query_id] = time.perf_counter()
        record = event(
            QUERIES,
            event_id=query_id,
            source="/waymark/demo",
            at=datetime.now(UTC),
            key=query_id,
            value=json.dumps({**sample, "query_id": query_id}).encode(),
        )
        await producer.send_and_wait(
            record.topic, record.value, key=record.key, headers=list(record.headers)
        )
        await asyncio.sleep(_BETWEEN_QUERIES_SECONDS)


async def _show(
    consumer: AIOKafkaConsumer, sent: Mapping[str, float], sending: "asyncio.Task[None]"
) -> int:
    shown, quiet_since = 0, time.perf_counter()
    while not sending.done() or time.perf_counter() - quiet_since < _QUIET_SECONDS:
        batch = await consumer.getmany(timeout_ms=200)
        for record in (record for records in batch.values() for record in records):
            recommended = Recommendation.model_validate_json(record.value)
            if recommended.query_id in sent:
                milliseconds = (time.perf_counter() - sent[recommended.query_id]) * 1000
                print(row(_cells(recommended, milliseconds)), flush=True)
                shown += 1
        if batch or not sending.done():
            quiet_since = time.perf_counter()
    await sending
    return shown


def _cells(recommended: Recommendation, milliseconds: float) -> tuple[str, ...]:
    panel, detection = recommended.panel, recommended.detection
    return (
        panel.region,
        detection.topic.value,
        detection.intent.value,
        recommended.action.value,
        first_helpline(recommended),
        str(len(panel.videos)),
        f"{milliseconds:.0f}",
    )


def first_helpline(recommended: Recommendation) -> str:
    """The first helpline and how it is reached; for want of one, the first directory."""
    panel = recommended.panel
    line = next(iter([*panel.primary, *panel.directories]), None)
    # The number first: a long name may be cut, a number never.
    return f"{line.channels[0].value} {line.name}" if line else "-"
