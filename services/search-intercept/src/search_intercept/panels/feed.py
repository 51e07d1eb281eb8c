"""What fills the replica: the compacted topics, and at start one call to resources."""

import asyncio
import json
from collections.abc import Callable, Iterable
from typing import Any, Protocol

import httpx
import structlog
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError
from pydantic import ValidationError

from search_intercept.panels.replica import PanelReplica
from shared.contracts.topics import MESSAGES, PANELS
from shared.health import Check
from shared.kafka.records import InRecord
from shared.kafka.stopping import stop_consumer
from shared.metrics import Metrics

_START_SECONDS = 10.0
_POLL_MS = 200
_BATCH_RECORDS = 1000
_PROBE_SECONDS = 5.0
# How long a start waits for Kafka before it asks resources, and then how long for an answer. Both
# together stay below what an orchestrator allows for a start.
_KAFKA_FIRST_SECONDS = 3.0
_HTTP_SECONDS = 5.0
_RETRY_SECONDS = 2.0

_log = structlog.get_logger(__name__)


class ReplicaFeed:
    """Follows the panel topics for ever, and fills an empty replica over HTTP meanwhile."""

    def __init__(
        self,
        replica: PanelReplica,
        make_consumer: Callable[[], Any],
        bootstrap: "Fetch",
        metrics: Metrics,
    ) -> None:
        self._replica = replica
        self._make_consumer = make_consumer
        self._bootstrap = bootstrap
        self._metrics = metrics
        self._filled = asyncio.Event()
        self.kafka = Check("kafka", "not connected yet", required=False)
        self.panels = Check("panels", "last-resort panels only", required=False)

    async def first_fill(self) -> None:
        """Wait until the replica is filled, by Kafka or by resources, within a deadline."""
        try:
            async with asyncio.timeout(_KAFKA_FIRST_SECONDS):
                await self._filled.wait()
        except TimeoutError:
            await self._fill_over_http()

    async def run(self) -> None:
        """Follow the topics until cancelled; until the replica is complete, ask resources too."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow_for_ever())
            tasks.create_task(self._fill_until_complete())

    async def _follow_for_ever(self) -> None:
        while True:
            consumer = self._make_consumer()
            try:
                async with asyncio.timeout(_START_SECONDS):
                    await consumer.start()
                await self._follow(consumer)
            except (KafkaError, OSError, TimeoutError) as error:
                self.kafka.fails(type(error).__name__)
                _log.warning("panels_not_followed", error=type(error).__name__)
            finally:
                await stop_consumer(consumer)
            await asyncio.sleep(_RETRY_SECONDS)

    async def _follow(self, consumer: Any) -> None:  # noqa: ANN401 - aiokafka has no types
        probed = 0.0
        ends: dict[Any, int] = {}
        loop = asyncio.get_running_loop()
        while True:
            async with asyncio.timeout(_START_SECONDS):
                batch = await consumer.getmany(timeout_ms=_POLL_MS, max_records=_BATCH_RECORDS)
            for records in batch.values():
                self._apply(records)
            if not self._replica.complete and self._replica.has_world:
                ends = ends or await _ends(consumer)
                if await _reached(consumer, ends):
                    self._completed()
            if loop.time() - probed > _PROBE_SECONDS:
                probed = loop.time()
                # getmany() is silent where no broker answers: only a question of its own tells.
                async with asyncio.timeout(_PROBE_SECONDS):
                    await consumer.topics()
                self.kafka.holds()

    def _apply(self, records: Iterable[InRecord]) -> None:
        for record in records:
            key = (record.key or b"").decode(errors="replace")
            try:
                if record.topic == MESSAGES.name:
                    self._replica.put_messages(key, record.value)
                else:
                    self._replica.put_panel(key, record.value)
            except ValidationError:
                # What is held for this key stays: an older panel is better than none.
                self._metrics.records.labels(record.topic, "invalid").inc()
                _log.error("panel_invalid", topic=record.topic, offset=record.offset)
            else:
                self._metrics.records.labels(record.topic, "handled").inc()
        self._count()

    def _count(self) -> None:
        self._metrics.replica_panels.set(self._replica.size)
        self._metrics.replica_revision.set(self._replica.revision)

    def _completed(self) -> None:
        self._count()
        self._replica.complete = True
        self.panels.holds()
        self._filled.set()
        _log.info("panels_complete", panels=self._replica.size, revision=self._replica.revision)

    async def _fill_until_complete(self) -> None:
        while not self._replica.complete:
            await asyncio.sleep(_RETRY_SECONDS)
            if not self._replica.complete:
                await self._fill_over_http()

    async def _fill_over_http(self) -> None:
        try:
            async with asyncio.timeout(_HTTP_SECONDS):
                found = await self._bootstrap()
            for key, value in found["panels"].items():
                self._replica.put_panel(key, json.dumps(value).encode(), from_snapshot=True)
            for language, value in found["messages"].items():
                self._replica.put_messages(language, json.dumps(value).encode(), from_snapshot=True)
        except (httpx.HTTPError, TimeoutError, ValueError, KeyError) as error:
            _log.warning("panels_not_fetched", error=type(error).__name__)
        else:
            self._completed()


class Fetch(Protocol):
    """Gets all panels from resources."""

    async def __call__(self) -> dict[str, Any]: ...


def fetch_from(resources_url: str) -> Fetch:
    """One call to resources for everything: panels by key and messages by language."""

    async def fetch() -> dict[str, Any]:
        # Resources is a neighbour: a proxy that the environment names is not for this call.
        async with httpx.AsyncClient(
            base_url=resources_url, timeout=_HTTP_SECONDS, trust_env=False
        ) as client:
            answer = await client.get("/v1/panels")
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
            return found

    return fetch


def follower(bootstrap_servers: str) -> AIOKafkaConsumer:
    """A consumer of its own for each node: no group, every partition, from the beginning."""
    return AIOKafkaConsumer(
        PANELS.name,
        MESSAGES.name,
        bootstrap_servers=bootstrap_servers,
        client_id="search-intercept-replica",
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=_POLL_MS,
    )


async def _ends(consumer: Any) -> dict[Any, int]:  # noqa: ANN401 - aiokafka has no types
    async with asyncio.timeout(_PROBE_SECONDS):
        found: dict[Any, int] = await consumer.end_offsets(consumer.assignment())
    return found


async def _reached(consumer: Any, ends: dict[Any, int]) -> bool:  # noqa: ANN401 - as above
    async with asyncio.timeout(_PROBE_SECONDS):
        return all([await consumer.position(tp) >= end for tp, end in ends.items()])
